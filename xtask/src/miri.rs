//! `cargo xtask miri`: the tests under Miri with strict provenance, where the toolchain has it.

use pico_args::Arguments;

use crate::process::{Result, finish, nightly_cargo, run as run_command, succeeds};

/// Tests that start programs, map files or only expand macros cannot run under Miri.
const EXCLUDED: [&str; 3] = ["xtask", "ndstrata-derive", "ndstrata-cli"];

pub(crate) fn run(mut args: Arguments) -> Result<()> {
    let only: Option<String> = args.opt_value_from_str(["-p", "--package"])?;
    finish(args)?;
    if !succeeds(&mut nightly_cargo(["miri", "--version"])?) {
        let text = "this nightly toolchain has no Miri; `rustup component add miri --toolchain \
                    nightly` adds it. Nothing was run.";
        return Err(text.into());
    }
    let mut command = nightly_cargo(["miri", "test", "--all-features"])?;
    // Files from the testdata folder are read, so isolation is off.
    command.env("MIRIFLAGS", "-Zmiri-strict-provenance -Zmiri-disable-isolation");
    command.env("PROPTEST_CASES", "8");
    match only {
        Some(name) => command.args(["--package", &name]),
        None => command.arg("--workspace").args(EXCLUDED.map(|name| format!("--exclude={name}"))),
    };
    run_command(&mut command)
}
