//! One area's benchmark binary: building it, listing its cases, running one, reading the estimate.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::process::{Result, capture, cargo, root};

pub(super) struct Binary {
    area: String,
    executable: PathBuf,
    estimates: PathBuf,
    answers: PathBuf,
    threads: Option<usize>,
    seconds: f64,
}

impl Binary {
    pub(super) fn build(
        area: &str,
        threads: Option<usize>,
        seconds: f64,
        answers: &Path,
    ) -> Result<Binary> {
        let benches = root().join("benches");
        let runner = super::runner(area);
        std::fs::create_dir_all(answers)?;
        let mut build = cargo(["bench", "--no-run", "--message-format=json", "--bench", runner]);
        let messages = capture(build.current_dir(&benches))?;
        let executable = messages.lines().rev().find_map(|line| {
            let message: Value = serde_json::from_str(line).ok()?;
            let built = message["target"]["name"] == runner;
            built.then(|| message["executable"].as_str().map(PathBuf::from))?
        });
        Ok(Binary {
            area: area.to_owned(),
            executable: executable.ok_or("cargo named no benchmark binary")?,
            estimates: root().join("target/bench/criterion"),
            answers: answers.to_path_buf(),
            threads,
            seconds,
        })
    }

    /// `area/op/case` of every benchmark, in the order of the source, without the implementation.
    pub(super) fn cases(&self) -> Result<Vec<String>> {
        let listed = capture(self.command().args(["--list", "--format=terse"]))?;
        let mut cases: Vec<String> = Vec::new();
        for line in listed.lines() {
            let id = line.strip_suffix(": benchmark").unwrap_or(line);
            if let Some((case, _)) = id.rsplit_once('/')
                && case.split('/').next() == Some(self.area.as_str())
                && !cases.iter().any(|known| known == case)
            {
                cases.push(case.to_owned());
            }
        }
        Ok(cases)
    }

    /// The median of each implementation of one case, in nanoseconds.
    pub(super) fn run(&self, case: &str) -> Result<Vec<(String, f64)>> {
        if self.estimates.exists() {
            std::fs::remove_dir_all(&self.estimates)?;
        }
        let pattern = format!("^{}/[^/]*$", case.replace('.', "\\."));
        let output = self
            .command()
            .args(["--noplot", "--sample-size=12", "--nresamples=1001"])
            .arg(format!("--warm-up-time={}", self.seconds * 0.4))
            .arg(format!("--measurement-time={}", self.seconds))
            .arg(pattern)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .output()?;
        if !output.status.success() {
            return Err(format!("{case}: {}", String::from_utf8_lossy(&output.stderr)).into());
        }
        let mut times = Vec::new();
        read_estimates(&self.estimates, &mut times)?;
        let prefix = format!("{case}/");
        times.retain_mut(|(id, _)| match id.strip_prefix(&prefix).map(str::to_owned) {
            Some(implementation) => {
                *id = implementation;
                true
            }
            None => false,
        });
        Ok(times)
    }

    fn command(&self) -> Command {
        let mut command = super::numpy::pinned(&self.executable, self.threads);
        command
            .current_dir(root().join("benches"))
            .arg("--bench")
            .env("TMPDIR", super::temporary_files())
            .env("CRITERION_HOME", &self.estimates)
            .env("BENCH_ANSWERS", &self.answers);
        command
    }
}

/// Criterion keeps `…/new/benchmark.json` beside `estimates.json` for every id it ran.
fn read_estimates(folder: &Path, times: &mut Vec<(String, f64)>) -> Result<()> {
    let named = folder.join("benchmark.json");
    if named.is_file() && folder.ends_with("new") {
        let read = |path: &Path| -> Result<Value> {
            Ok(serde_json::from_str(&std::fs::read_to_string(path)?)?)
        };
        let benchmark = read(&named)?;
        let estimates = read(&folder.join("estimates.json"))?;
        let id = benchmark["full_id"].as_str().ok_or("a benchmark without an id")?;
        let time = estimates["median"]["point_estimate"].as_f64().ok_or("no estimate")?;
        times.push((id.to_owned(), time));
        return Ok(());
    }
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            read_estimates(&path, times)?;
        }
    }
    Ok(())
}
