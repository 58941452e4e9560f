//! The project's own commands: `cargo xtask <command>`.
//!
//! Flags, one `match`, one file a command. No command holds knowledge about arrays: what a crate
//! promises is tested in that crate.

mod process;
mod workspace;

mod bench;
mod ci;
mod conformance;
mod docs;
mod features;
mod fuzz;
mod miri;
mod oracle;
mod parity;
mod release;
mod sanitize;
mod semver;
mod test;
mod tidy;

use std::process::ExitCode;

use pico_args::Arguments;

use crate::process::Result;

const HELP: &str = "\
cargo xtask <command>

  test                       every unit, integration and documentation test of the workspace
  ci                         fmt, clippy, tidy, features, docs, parity, test; warnings denied
  tidy                       the rules of the house that no compiler checks
  features [--cold] [-p C]   each crate alone, with each feature; --cold measures clean builds
  docs [--open]              the documentation, warnings denied
  oracle [--check] [NAME…]   golden values from the pinned NumPy
  parity [--check]           docs/parity.csv from the doc comments
  bench [AREA…] [--compare] [--filter TEXT] [--threads N] [--rounds N] [--seconds S]
                             benchmarks; --compare interleaves NumPy and prints ratios
  conformance DIR [--corpus NAME] [--function NAME] [--show N] [--json]
                             recorded NumPy calls, replayed by name
  fuzz [TARGET] [--time S]   a fuzz target (lists them when none is named), 60 seconds by default
  sanitize [asan|valgrind] [-p C]
                             AddressSanitizer (nightly) and valgrind over the tests
  miri [-p C]                the tests under Miri, where the toolchain has it
  semver [--baseline REV]    public interfaces against an earlier revision
  release [--dry-run]        publication in order, after its checks
";

fn main() -> ExitCode {
    match dispatch() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn dispatch() -> Result<()> {
    let mut args = Arguments::from_env();
    if args.contains(["-h", "--help"]) {
        print!("{HELP}");
        return Ok(());
    }
    match args.subcommand()?.as_deref() {
        Some("bench") => bench::run(args),
        Some("ci") => ci::run(args),
        Some("conformance") => conformance::run(args),
        Some("docs") => docs::run(args),
        Some("features") => features::run(args),
        Some("fuzz") => fuzz::run(args),
        Some("miri") => miri::run(args),
        Some("oracle") => oracle::run(args),
        Some("parity") => parity::run(args),
        Some("release") => release::run(args),
        Some("sanitize") => sanitize::run(args),
        Some("semver") => semver::run(args),
        Some("test") => test::run(args),
        Some("tidy") => tidy::run(args),
        Some("help") | None => {
            print!("{HELP}");
            Ok(())
        }
        Some(other) => Err(format!("no command `{other}`; `cargo xtask help` lists them").into()),
    }
}
