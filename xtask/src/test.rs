//! `cargo xtask test`: every unit, integration and documentation test, counted honestly.
//!
//! The counts are read from the runners' own closing lines. A runner that fails without a failed
//! test (a build error, an abort) counts as one failure.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use pico_args::Arguments;

use crate::process::{Result, cargo, finish, succeeds};

pub(crate) fn run(args: Arguments) -> Result<()> {
    finish(args)?;
    test_all()
}

pub(crate) fn test_all() -> Result<()> {
    let mut total = Counts::default();
    if succeeds(&mut cargo(["nextest", "--version"])) {
        let mut tests = cargo(["nextest", "run", "--workspace", "--all-features"]);
        total.add(&observe(tests.arg("--no-fail-fast"), NEXTEST)?.proven("tests")?);
    } else {
        let mut tests = cargo(["test", "--workspace", "--all-features", "--all-targets"]);
        total.add(&observe(tests.arg("--no-fail-fast"), CARGO_TEST)?.proven("tests")?);
    }
    let mut doc_tests = cargo(["test", "--doc", "--workspace", "--all-features"]);
    let doc_tests = observe(doc_tests.arg("--no-fail-fast"), CARGO_TEST)?;
    total.add(&doc_tests.proven("documentation tests")?);

    println!("{} passed, {} failed", total.passed, total.failed);
    if total.failed > 0 {
        return Err("some tests failed".into());
    }
    Ok(())
}

/// How the runners' closing lines begin. nextest also shows, indented, what a failed test printed,
/// with the closing line of that one test: counting both would count it twice.
const CARGO_TEST: &str = "test result: ";
const NEXTEST: &str = "     Summary [";

#[derive(Debug, Default, PartialEq, Eq)]
struct Counts {
    passed: u64,
    failed: u64,
}

impl Counts {
    fn add(&mut self, other: &Counts) {
        self.passed += other.passed;
        self.failed += other.failed;
    }

    /// Refuses counts of nothing, which prove nothing: a runner whose closing line changed, or that
    /// found no tests.
    fn proven(self, what: &str) -> Result<Counts> {
        if self == Counts::default() { Err(format!("no {what} were run").into()) } else { Ok(self) }
    }
}

/// Runs, passes every line on, and adds up the closing lines on the way.
fn observe(command: &mut Command, closing: &str) -> Result<Counts> {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let stdout = child.stdout.take().ok_or("standard output was not piped")?;
    let stderr = child.stderr.take().ok_or("standard error was not piped")?;
    let mut counts = Counts::default();
    // nextest closes on standard error, cargo test on standard output.
    let from_stderr = std::thread::scope(|scope| {
        let reader =
            scope.spawn(|| follow(BufReader::new(stderr), closing, |line| eprintln!("{line}")));
        counts.add(&follow(BufReader::new(stdout), closing, |line| println!("{line}")));
        reader.join()
    });
    counts.add(&from_stderr.map_err(|_| "the reader of standard error ended early")?);
    if !child.wait()?.success() && counts.failed == 0 {
        counts.failed = 1;
    }
    Ok(counts)
}

fn follow(lines: impl BufRead, closing: &str, show: impl Fn(&str)) -> Counts {
    let mut counts = Counts::default();
    for bytes in lines.split(b'\n').map_while(std::result::Result::ok) {
        let line = String::from_utf8_lossy(&bytes);
        show(&line);
        if let Some(found) = closing_line(&line, closing) {
            counts.add(&found);
        }
    }
    counts
}

/// The counts of a runner's closing line.
fn closing_line(line: &str, closing: &str) -> Option<Counts> {
    let line = line.strip_prefix(closing)?;
    let mut counts = Counts::default();
    let words: Vec<&str> =
        line.split([' ', ',', ';', '(', ')']).filter(|w| !w.is_empty()).collect();
    for pair in words.windows(2) {
        let Ok(number) = pair[0].parse::<u64>() else { continue };
        match pair[1] {
            "passed" => counts.passed += number,
            // nextest: "1 timed out", "1 exec failed".
            "failed" | "timed" | "exec" => counts.failed += number,
            _ => {}
        }
    }
    Some(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(line: &str, closing: &str) -> Option<(u64, u64)> {
        closing_line(line, closing).map(|found| (found.passed, found.failed))
    }

    #[test]
    fn closing_lines_of_both_runners_are_counted() {
        let line = "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out";
        assert_eq!(counts(line, CARGO_TEST), Some((3, 0)));
        let line = "     Summary [   0.1s] 12 tests run: 12 passed, 0 skipped";
        assert_eq!(counts(line, NEXTEST), Some((12, 0)));
        let line = "     Summary [ 1.0s] 9 tests run: 5 passed (1 slow), 2 failed, 1 timed out, \
                    1 exec failed, 3 skipped";
        assert_eq!(counts(line, NEXTEST), Some((5, 4)));
    }

    #[test]
    fn other_lines_count_nothing() {
        assert_eq!(counts("running 3 tests", CARGO_TEST), None);
        assert_eq!(counts("thread 'a' printed: 5 passed", CARGO_TEST), None);
        let of_one_test = "    test result: FAILED. 0 passed; 1 failed; 0 ignored";
        assert_eq!(counts(of_one_test, NEXTEST), None);
        assert_eq!(counts(of_one_test, CARGO_TEST), None);
    }

    #[test]
    fn a_runner_that_fails_without_a_failed_test_is_a_failure() {
        let found = observe(Command::new("cargo").arg("no-such-subcommand"), CARGO_TEST).unwrap();
        assert_eq!(found, Counts { passed: 0, failed: 1 });
        assert!(found.proven("tests").is_ok());
        assert!(Counts::default().proven("tests").is_err());
    }
}
