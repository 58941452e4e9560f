//! `cargo xtask ci`: everything that must hold before a change lands, cheapest first.

use pico_args::Arguments;

use crate::process::{Result, cargo, finish, run as run_command};
use crate::{docs, features, parity, test, tidy};

pub(crate) fn run(args: Arguments) -> Result<()> {
    finish(args)?;
    run_command(&mut cargo(["fmt", "--all", "--check"]))?;
    run_command(&mut cargo([
        "clippy",
        "--workspace",
        "--all-targets",
        "--all-features",
        "--",
        "--deny=warnings",
    ]))?;
    tidy::check()?;
    parity::check()?;
    features::check_all()?;
    docs::build(docs::Open::No)?;
    test::test_all()
}
