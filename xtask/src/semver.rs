//! `cargo xtask semver`: the public interface of each published crate against an earlier revision,
//! by `cargo-semver-checks`.

use pico_args::Arguments;

use crate::process::{Result, cargo, finish, run as run_command, succeeds};
use crate::workspace::members;

pub(crate) fn run(mut args: Arguments) -> Result<()> {
    let baseline: Option<String> = args.opt_value_from_str("--baseline")?;
    finish(args)?;
    if !succeeds(&mut cargo(["semver-checks", "--version"])) {
        let text = "cargo-semver-checks is not installed; `cargo install --locked \
                    cargo-semver-checks` adds it. Nothing was checked.";
        return Err(text.into());
    }
    for member in members()?.iter().filter(|member| member.published && member.has_library) {
        let mut command = cargo(["semver-checks", "check-release", "--package", &member.name]);
        // Without a revision the latest published version is the baseline.
        if let Some(revision) = &baseline {
            command.args(["--baseline-rev", revision]);
        }
        run_command(&mut command)?;
    }
    Ok(())
}
