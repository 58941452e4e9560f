//! `cargo xtask sanitize`: the tests under AddressSanitizer and under valgrind.
//!
//! The two see different things: AddressSanitizer also overflows of stack and globals, valgrind
//! also reads of uninitialised memory.

use std::path::PathBuf;
use std::process::Command;

use pico_args::Arguments;
use serde_json::Value;

use crate::fuzz::host;
use crate::process::{Result, capture, cargo, finish, nightly_cargo, run as run_command, succeeds};

/// Crates whose tests run compilers or other programs rather than our own unsafe code.
const EXCLUDED: [&str; 2] = ["xtask", "ndstrata-derive"];

/// Both tools slow everything down; properties run on fewer cases.
const PROPTEST_CASES: &str = "16";

/// Both take memory of their own: tests of how much is taken are left out.
const SKIPPED: [&str; 2] = ["--skip", "peak_memory"];

pub(crate) fn run(mut args: Arguments) -> Result<()> {
    let package: Option<String> = args.opt_value_from_str(["-p", "--package"])?;
    let tool: Option<String> = args.opt_free_from_str()?;
    finish(args)?;
    let package = package.as_deref();
    match tool.as_deref() {
        None => {
            address_sanitizer(package)?;
            valgrind(package)
        }
        Some("asan") => address_sanitizer(package),
        Some("valgrind") => valgrind(package),
        Some(other) => Err(format!("`{other}` is neither asan nor valgrind").into()),
    }
}

fn address_sanitizer(package: Option<&str>) -> Result<()> {
    let mut command = nightly_cargo(["test", "--tests", "--all-features"])?;
    command
        .args(selection(package))
        // Naming the target keeps the sanitizer out of build scripts and macros.
        .args(["--target", &host()?, "--target-dir", "target/asan"])
        .env("RUSTFLAGS", "-Zsanitizer=address")
        // A size that cannot be had is an error of ours, as it is without the sanitizer; libdeflate
        // instantiates one C template several times, with tables of one name.
        .env("ASAN_OPTIONS", "allocator_may_return_null=1:detect_odr_violation=0")
        .env("PROPTEST_CASES", PROPTEST_CASES)
        .arg("--")
        .args(SKIPPED);
    run_command(&mut command)
}

fn valgrind(package: Option<&str>) -> Result<()> {
    if !succeeds(Command::new("valgrind").arg("--version")) {
        return Err("valgrind is not installed".into());
    }
    let mut build = cargo(["test", "--no-run", "--tests", "--all-features"]);
    let messages = capture(build.arg("--message-format=json").args(selection(package)))?;
    let binaries = test_binaries(&messages);
    if binaries.is_empty() {
        return Err("no test program was built; nothing was run".into());
    }
    for (folder, binary) in binaries {
        let mut command = Command::new("valgrind");
        command
            .args(["--quiet", "--error-exitcode=9", "--leak-check=full"])
            // The thread handles of the standard library count as possibly lost.
            .args(["--show-leak-kinds=definite", "--errors-for-leak-kinds=definite"])
            .arg(binary)
            .args(["--quiet", "--test-threads=1"])
            .args(SKIPPED)
            .current_dir(folder)
            .env("PROPTEST_CASES", PROPTEST_CASES);
        run_command(&mut command)?;
    }
    Ok(())
}

fn selection(package: Option<&str>) -> Vec<String> {
    match package {
        Some(name) => vec![format!("--package={name}")],
        None => {
            let excluded = EXCLUDED.map(|name| format!("--exclude={name}"));
            [vec!["--workspace".to_owned()], excluded.to_vec()].concat()
        }
    }
}

/// The crate's folder and the executable of each test binary in cargo's messages.
fn test_binaries(messages: &str) -> Vec<(PathBuf, PathBuf)> {
    let read = |line: &str| {
        let message: Value = serde_json::from_str(line).ok()?;
        let binary = PathBuf::from(message["executable"].as_str()?);
        let manifest = PathBuf::from(message["manifest_path"].as_str()?);
        let is_test = message["profile"]["test"] == true;
        is_test.then(|| Some((manifest.parent()?.to_path_buf(), binary)))?
    };
    messages.lines().filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_test_binaries_are_taken_from_the_messages() {
        let messages = r#"{"executable":"/t/a","manifest_path":"/c/Cargo.toml","profile":{"test":true}}
{"executable":"/t/b","manifest_path":"/c/Cargo.toml","profile":{"test":false}}
{"executable":null}
not json"#;
        assert_eq!(test_binaries(messages), [(PathBuf::from("/c"), PathBuf::from("/t/a"))]);
    }
}
