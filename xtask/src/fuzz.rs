//! `cargo xtask fuzz`: builds a target of the `fuzz/` workspace with coverage and AddressSanitizer
//! and runs it. Needs a nightly toolchain and a C++ compiler, no other tool.

use pico_args::Arguments;

use crate::process::{Result, capture, finish, nightly_cargo, root, run as run_command};

/// What libFuzzer needs to see of the code it drives.
const INSTRUMENTATION: &str = "--cfg fuzzing -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares \
    -Zsanitizer=address -Cdebug-assertions -Coverflow-checks";

pub(crate) fn run(mut args: Arguments) -> Result<()> {
    let seconds: u32 = args.opt_value_from_str("--time")?.unwrap_or(60);
    let target: Option<String> = args.opt_free_from_str()?;
    finish(args)?;
    let targets = targets()?;
    let Some(target) = target else {
        for target in targets {
            println!("{target}");
        }
        return Ok(());
    };
    if !targets.contains(&target) {
        return Err(format!("no fuzz target `{target}`; there are {targets:?}").into());
    }

    let fuzz = root().join("fuzz");
    let corpus = fuzz.join("corpus").join(&target);
    let artifacts = fuzz.join("artifacts").join(&target);
    std::fs::create_dir_all(&corpus)?;
    std::fs::create_dir_all(&artifacts)?;
    let mut command = nightly_cargo(["run", "--release"])?;
    command
        .current_dir(&fuzz)
        .env("RUSTFLAGS", INSTRUMENTATION)
        // libdeflate instantiates one C template several times, with tables of one name.
        .env("ASAN_OPTIONS", "detect_odr_violation=0")
        // Naming the target keeps the instrumentation out of build scripts and macros.
        .args(["--target", &host()?, "--bin", &target, "--"])
        .arg(&corpus)
        .arg(format!("-artifact_prefix={}/", artifacts.display()))
        .arg(format!("-max_total_time={seconds}"))
        // No input may hang or allocate beyond its limit.
        .args(["-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1"]);
    let dictionary = fuzz.join("dictionaries").join(format!("{target}.txt"));
    if dictionary.is_file() {
        command.arg(format!("-dict={}", dictionary.display()));
    }
    let seeds = fuzz.join("seeds").join(&target);
    if seeds.is_dir() {
        command.arg(seeds);
    }
    run_command(&mut command)
}

/// The triple that this toolchain builds for, which sanitizers must be told.
pub(crate) fn host() -> Result<String> {
    let text = capture(std::process::Command::new("rustc").arg("-vV"))?;
    let host = text.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.ok_or("rustc names no host")?.to_owned())
}

fn targets() -> Result<Vec<String>> {
    let folder = root().join("fuzz/fuzz_targets");
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut targets = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            targets.push(path.file_stem().unwrap_or_default().to_string_lossy().into_owned());
        }
    }
    targets.sort();
    Ok(targets)
}
