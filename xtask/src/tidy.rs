//! `cargo xtask tidy`: the rules of the house that no compiler checks. Also a unit test.
//!
//! Each rule is a function from a source file (or the manifests) to its problems.

mod edges;
mod numpy_lines;
mod sources;

use std::path::{Path, PathBuf};

use pico_args::Arguments;

use crate::process::{Result, finish, root};
use crate::workspace;

pub(crate) use numpy_lines::documented_items;
pub(crate) use sources::{Source, read_sources};

pub(crate) fn run(args: Arguments) -> Result<()> {
    finish(args)?;
    check()
}

pub(crate) fn check() -> Result<()> {
    let problems = problems()?;
    for problem in &problems {
        eprintln!("{problem}");
    }
    match problems.len() {
        0 => Ok(()),
        n => Err(format!("tidy: {n} problems").into()),
    }
}

fn problems() -> Result<Vec<String>> {
    let mut problems = edges::problems(&workspace::members()?);
    for folder in ["crates", "xtask", "benches", "fuzz"] {
        for source in read_sources(&root().join(folder))? {
            problems.extend(sources::problems(&source));
            problems.extend(numpy_lines::problems(&source));
        }
    }
    Ok(problems)
}

/// `crates/x/src/y.rs:12: text`, the form that editors and terminals make clickable.
fn problem(path: &Path, line: usize, text: &str) -> String {
    let path: PathBuf = path.strip_prefix(root()).unwrap_or(path).into();
    format!("{}:{line}: {text}", path.display())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_workspace_is_tidy() {
        let problems = super::problems().unwrap();
        assert!(problems.is_empty(), "\n{}", problems.join("\n"));
    }
}
