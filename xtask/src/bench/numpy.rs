//! NumPy's side: one Python process an area, asked for one case at a time.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::Value;

use crate::oracle;
use crate::process::{Result, root, succeeds};

/// The implementation's name in the ids.
pub(super) const NAME: &str = "numpy";

pub(super) struct Numpy {
    child: Child,
    requests: ChildStdin,
    replies: BufReader<ChildStdout>,
}

pub(super) struct Reply {
    pub(super) nanoseconds: f64,
    pub(super) answer: Value,
    /// Other libraries of Python's on the same case, whose answers were seen to be the same.
    pub(super) peers: Vec<(String, f64)>,
}

impl Numpy {
    pub(super) fn start(area: &str, threads: Option<usize>, seconds: f64) -> Result<Numpy> {
        let script = root().join("benches/numpy").join(format!("{}.py", super::runner(area)));
        let mut child = pinned(oracle::python()?, threads)
            .args([script.as_os_str(), area.as_ref()])
            .env("TMPDIR", super::temporary_files())
            .env("BENCH_SECONDS", seconds.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let requests = child.stdin.take().ok_or("standard input was not piped")?;
        let replies = child.stdout.take().ok_or("standard output was not piped")?;
        Ok(Numpy { child, requests, replies: BufReader::new(replies) })
    }

    pub(super) fn run(&mut self, case: &str) -> Result<Reply> {
        writeln!(self.requests, "{case}")?;
        self.requests.flush()?;
        let mut line = String::new();
        self.replies.read_line(&mut line)?;
        let reply: Value =
            serde_json::from_str(&line).map_err(|_| format!("NumPy's script has no {case}"))?;
        let nanoseconds = reply["nanoseconds"].as_f64().ok_or("a reply without a time")?;
        let peers = reply["peers"].as_object().into_iter().flatten();
        let peers = peers.filter_map(|(name, time)| Some((name.clone(), time.as_f64()?)));
        Ok(Reply { nanoseconds, answer: reply["answer"].clone(), peers: peers.collect() })
    }
}

impl Drop for Numpy {
    fn drop(&mut self) {
        // It only waits for the next case.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A command on the first `threads` processors, with its thread pools of that size.
pub(super) fn pinned(program: impl AsRef<OsStr>, threads: Option<usize>) -> Command {
    let Some(threads) = threads else { return Command::new(program) };
    let mut command = match succeeds(Command::new("taskset").arg("--version")) {
        true => {
            let mut command = Command::new("taskset");
            command.args(["-c", &format!("0-{}", threads.max(1) - 1)]).arg(program);
            command
        }
        false => Command::new(program),
    };
    for pool in
        ["RAYON_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "POLARS_MAX_THREADS"]
    {
        command.env(pool, threads.to_string());
    }
    command
}
