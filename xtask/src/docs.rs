//! `cargo xtask docs`: the documentation of every crate, with warnings denied.

use pico_args::Arguments;

use crate::process::{Result, cargo, finish, run as run_command};

/// Whether the built pages are shown in a browser.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Open {
    Yes,
    No,
}

pub(crate) fn run(mut args: Arguments) -> Result<()> {
    let open = if args.contains("--open") { Open::Yes } else { Open::No };
    finish(args)?;
    build(open)
}

pub(crate) fn build(open: Open) -> Result<()> {
    let mut command =
        cargo(["doc", "--workspace", "--no-deps", "--all-features", "--exclude=xtask"]);
    command.env("RUSTDOCFLAGS", "--deny=warnings");
    if open == Open::Yes {
        command.arg("--open");
    }
    run_command(&mut command)
}
