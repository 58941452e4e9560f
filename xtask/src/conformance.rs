//! `conformance`: recorded NumPy calls replayed through the by-name registry.
//!
//! The replay is a package of its own, so that the other commands need not compile the workspace.

use pico_args::Arguments;

use crate::process::{Result, cargo, run as run_command};

pub(crate) fn run(args: Arguments) -> Result<()> {
    let args = args.finish();
    // Told before a release build, not after.
    if !args.iter().any(|arg| std::path::Path::new(arg).is_dir()) {
        let named = args.iter().map(|arg| arg.to_string_lossy()).collect::<Vec<_>>().join(" ");
        return Err(
            format!("conformance needs the folder of a corpus; '{named}' names none").into()
        );
    }
    let mut command = cargo(["run", "--release", "--quiet", "--package", "conformance", "--"]);
    // The folder is named from where the user stands.
    command.current_dir(std::env::current_dir()?).args(args);
    run_command(&mut command)
}
