//! `cargo xtask oracle`: golden values from the pinned NumPy, by the scripts in `xtask/oracle/`.
//!
//! Each script writes one file into the testkit's `testdata/` and its row of the manifest (NumPy's
//! version, the script, a checksum). Goldens are never edited by hand: the testkit's tests compare
//! the checksums, and `--check` regenerates everything elsewhere and compares the manifests.

use std::path::{Path, PathBuf};
use std::process::Command;

use pico_args::Arguments;

use crate::process::{Result, cargo, finish, root, run as run_command, succeeds};

const NUMPY: &str = "2.4.6";

pub(crate) fn run(mut args: Arguments) -> Result<()> {
    let check_only = args.contains("--check");
    let mut only = Vec::new();
    while let Some(name) = args.opt_free_from_str::<String>()? {
        only.push(name);
    }
    finish(args)?;
    if check_only { check() } else { generate(&testdata(), &only) }
}

fn check() -> Result<()> {
    run_command(&mut cargo(["test", "--quiet", "--package=ndstrata-testkit", "golden"]))?;
    if !succeeds(Command::new("python3").arg("--version")) {
        println!("checksums agree; no Python here, so regeneration was not compared");
        return Ok(());
    }
    let folder = root().join("target/oracle-check");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    generate(&folder, &[])?;
    let manifest = |folder: &Path| std::fs::read_to_string(folder.join("manifest.json"));
    if manifest(&folder)? == manifest(&testdata())? {
        println!("checksums agree, and NumPy {NUMPY} gives the same values again");
        Ok(())
    } else {
        let text = format!("{} and {} differ", folder.display(), testdata().display());
        Err(text.into())
    }
}

fn generate(folder: &Path, only: &[String]) -> Result<()> {
    let name_of =
        |script: &PathBuf| script.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let names: Vec<String> = scripts()?.iter().map(name_of).collect();
    if let Some(unknown) = only.iter().find(|name| !names.contains(name)) {
        return Err(format!("no script '{unknown}'; there are {}", names.join(", ")).into());
    }
    let python = python()?;
    for (script, name) in scripts()?.iter().zip(names) {
        if only.is_empty() || only.contains(&name) {
            run_command(Command::new(&python).arg(script).arg(folder))?;
        }
    }
    Ok(())
}

/// The interpreter of a virtual environment with the pinned NumPy, made on first use.
pub(crate) fn python() -> Result<PathBuf> {
    let folder = root().join("target/oracle");
    let python = folder.join("bin/python");
    let pinned = format!("import numpy; assert numpy.__version__ == '{NUMPY}'");
    if !succeeds(Command::new(&python).args(["-c", &pinned])) {
        if !succeeds(Command::new("python3").arg("--version")) {
            return Err(format!("there is no python3 here, which NumPy {NUMPY} needs").into());
        }
        run_command(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        let requirement = format!("numpy=={NUMPY}");
        run_command(Command::new(&python).args(["-m", "pip", "install", "--quiet", &requirement]))?;
    }
    Ok(python)
}

fn scripts() -> Result<Vec<PathBuf>> {
    let mut scripts = Vec::new();
    for entry in std::fs::read_dir(root().join("xtask/oracle"))? {
        let path = entry?.path();
        // What the scripts share.
        let shared = path.file_stem().is_some_and(|name| name == "golden");
        if !shared && path.extension().is_some_and(|extension| extension == "py") {
            scripts.push(path);
        }
    }
    scripts.sort();
    Ok(scripts)
}

fn testdata() -> PathBuf {
    root().join("crates/ndstrata-testkit/testdata")
}
