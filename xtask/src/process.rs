//! Starting other programs: what was run is shown, and a failure names its command.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use pico_args::Arguments;

pub(crate) type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// The top of the checkout, so that every command works from any folder inside it.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// `cargo` of the toolchain that runs this program, at the top of the checkout.
pub(crate) fn cargo<const N: usize>(args: [&str; N]) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(root()).args(args);
    command
}

/// `cargo` of the nightly toolchain, or why there is none.
pub(crate) fn nightly_cargo<const N: usize>(args: [&str; N]) -> Result<Command> {
    if !succeeds(Command::new("rustup").args(["run", "nightly", "rustc", "--version"])) {
        return Err("no nightly toolchain here: `rustup toolchain install nightly`".into());
    }
    let mut command = Command::new("rustup");
    command.current_dir(root()).args(["run", "nightly", "cargo"]).args(args);
    // Set by the stable cargo that started us; they would lead nightly back to stable.
    command.env_remove("CARGO").env_remove("RUSTC").env_remove("RUSTUP_TOOLCHAIN");
    Ok(command)
}

/// Runs with the terminal inherited.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    eprintln!("$ {}", shown(command));
    let status = command.status().map_err(|error| format!("{}: {error}", shown(command)))?;
    if status.success() { Ok(()) } else { Err(format!("{}: {status}", shown(command)).into()) }
}

/// Runs and returns standard output; standard error is inherited.
pub(crate) fn capture(command: &mut Command) -> Result<String> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("{}: {error}", shown(command)))?;
    if !output.status.success() {
        return Err(format!("{}: {}", shown(command), output.status).into());
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Whether the program exists and ends well; silent.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Refuses what no command asked for, so that a misspelt flag is never ignored.
pub(crate) fn finish(args: Arguments) -> Result<()> {
    let left = args.finish();
    if left.is_empty() { Ok(()) } else { Err(format!("unexpected arguments: {left:?}").into()) }
}

fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or(command.get_program());
    let mut text = program.to_string_lossy().into_owned();
    for arg in command.get_args() {
        text.push(' ');
        text.push_str(&arg.to_string_lossy());
    }
    text
}
