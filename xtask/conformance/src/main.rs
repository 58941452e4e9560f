//! Replays recorded NumPy calls through the by-name registry and counts where the answers agree.
//!
//! A folder holds corpora in a neutral format: `*.jsonl` with a call a line, tables, and ufunc cases.
//! A call that cannot be made counts as not supported, never as agreed, and nothing is skipped.

mod archive;
mod casts;
mod compare;
mod neutral;
mod records;
mod report;
mod tables;
mod ufuncs;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use report::Report;

const HELP: &str = "\
cargo xtask conformance DIR [--corpus NAME] [--function NAME] [--show N] [--rtol R] [--json]

  --corpus NAME     only the corpus of this name (its file without extension)
  --function NAME   only calls of this function
  --show N          up to N samples of disagreement a function
  --rtol R          how far floats of recorded calls may be apart, relative to the larger; without it
                    1e-6 for corpora of NumPy's own rounding (stat, linalg, …), 0 for all others
  --json            the counts as JSON

cargo xtask conformance --names

  the names that can be called, one a line
";

/// What is replayed, and how it is shown.
struct Options {
    folder: PathBuf,
    corpus: Option<String>,
    function: Option<String>,
    n_samples: usize,
    rtol: Option<f64>,
    as_json: bool,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), String> {
    let mut args = pico_args::Arguments::from_env();
    if args.contains(["-h", "--help"]) {
        print!("{HELP}");
        return Ok(());
    }
    if args.contains("--names") {
        for name in ndstrata_eval::registry::names() {
            println!("{name}");
        }
        return Ok(());
    }
    let text = |error: pico_args::Error| error.to_string();
    let options = Options {
        corpus: args.opt_value_from_str("--corpus").map_err(text)?,
        function: args.opt_value_from_str("--function").map_err(text)?,
        n_samples: args.opt_value_from_str("--show").map_err(text)?.unwrap_or(0),
        rtol: args.opt_value_from_str("--rtol").map_err(text)?,
        as_json: args.contains("--json"),
        folder: args.free_from_str().map_err(text)?,
    };
    if let Some(extra) = args.finish().first() {
        return Err(format!("unexpected argument {}", extra.to_string_lossy()));
    }
    let mut report = Report::new(options.n_samples, options.function.clone());
    let mut files = corpus_files(&options.folder)?;
    if let Some(name) = &options.corpus {
        files.retain(|(corpus, _)| corpus == name || corpus.starts_with(&format!("{name}/")));
        if files.is_empty() {
            return Err(format!("{} holds no corpus {name}", options.folder.display()));
        }
    }
    for (corpus, path) in files {
        replay(&corpus, &path, &options, &mut report)?;
    }
    if options.as_json {
        report.print_json()
    } else {
        report.print_table()
    }
    Ok(())
}

/// The corpora of a folder, with their names: files of it and of its folder `ufunc`.
fn corpus_files(folder: &Path) -> Result<Vec<(String, PathBuf)>, String> {
    let mut files = Vec::new();
    for (prefix, folder) in [("", folder.to_owned()), ("ufunc/", folder.join("ufunc"))] {
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(_) if !prefix.is_empty() => continue,
            Err(error) => return Err(format!("{}: {error}", folder.display())),
        };
        for entry in entries {
            let path = entry.map_err(|error| error.to_string())?.path();
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if matches!(path.extension().and_then(|e| e.to_str()), Some("json" | "jsonl")) {
                files.push((format!("{prefix}{stem}"), path));
            }
        }
    }
    files.sort();
    Ok(files)
}

/// Replays one corpus by what its file holds.
fn replay(corpus: &str, path: &Path, options: &Options, report: &mut Report) -> Result<(), String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let blobs = neutral::Blobs::new(&options.folder);
    if path.extension().is_some_and(|e| e == "jsonl") {
        return records::replay(corpus, &text, &blobs, options.rtol, report);
    }
    let json: serde_json::Value =
        serde_json::from_str(&text).map_err(|e| format!("{}: {e}", path.display()))?;
    match json {
        json if json.get("promote_types").is_some() => tables::replay(corpus, &json, report),
        json if json.get("ufunc").is_some() => {
            ufuncs::replay_cases(corpus, &json, &path.with_extension("npz"), &blobs, report)
        }
        json if json.get("ufuncs").is_some() => ufuncs::replay_dispatch(corpus, &json, report),
        json if json.get("cases").is_some() => {
            casts::replay(corpus, &json, &path.with_extension("npz"), report)
        }
        json => ufuncs::replay_validation(corpus, &json, &path.with_extension("npz"), report),
    }
}
