//! `cargo xtask features`: every crate builds alone, with each of its features, and from outside.
//!
//! The plain form checks. `--cold` builds each crate in release mode from nothing, in a project of
//! its own, and prints how many crates it takes and how long.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use pico_args::Arguments;

use crate::process::{Result, capture, cargo, finish, root, run as run_command};
use crate::workspace::{Member, members};

pub(crate) fn run(mut args: Arguments) -> Result<()> {
    let cold = args.contains("--cold");
    let only: Option<String> = args.opt_value_from_str(["-p", "--package"])?;
    finish(args)?;
    let chosen = chosen(only.as_deref())?;
    if cold { measure(&chosen) } else { check(&chosen) }
}

pub(crate) fn check_all() -> Result<()> {
    check(&chosen(None)?)
}

fn chosen(only: Option<&str>) -> Result<Vec<Member>> {
    let mut chosen = members()?;
    chosen.retain(|member| member.published && only.is_none_or(|name| name == member.name));
    if chosen.is_empty() { Err("no such published crate".into()) } else { Ok(chosen) }
}

fn check(members: &[Member]) -> Result<()> {
    for member in members {
        for selection in selections(&member.features) {
            let mut command = cargo(["check", "--quiet", "--package", &member.name]);
            run_command(command.args(selection))?;
        }
    }
    println!("{:<20} {:>6}", "crate", "crates");
    for member in members.iter().filter(|member| member.has_library) {
        let project = Outside::create(member)?;
        // One target folder for all of them: what they share is built once.
        let target = root().join("target/outside");
        run_command(&mut project.cargo(["check", "--quiet"], &target))?;
        println!("{:<20} {:>6}", member.name, project.crates()?);
    }
    Ok(())
}

fn measure(members: &[Member]) -> Result<()> {
    let mut rows = Vec::new();
    for member in members.iter().filter(|member| member.has_library) {
        let project = Outside::create(member)?;
        let target = project.folder.join("target");
        run_command(&mut project.cargo(["fetch", "--quiet"], &target))?;
        let start = Instant::now();
        run_command(&mut project.cargo(["build", "--quiet", "--release"], &target))?;
        rows.push((&member.name, project.crates()?, start.elapsed()));
        std::fs::remove_dir_all(target)?;
    }
    println!("{:<20} {:>6} {:>12}", "crate", "crates", "cold build");
    for (name, crates, time) in rows {
        println!("{name:<20} {crates:>6} {:>10.1} s", Duration::as_secs_f64(&time));
    }
    Ok(())
}

/// Nothing, each feature alone, the default, everything.
fn selections(features: &[String]) -> Vec<Vec<String>> {
    let none = || vec!["--no-default-features".to_owned()];
    let mut selections = vec![none()];
    if features.is_empty() {
        return selections;
    }
    for feature in features.iter().filter(|feature| *feature != "default") {
        selections.push([none(), vec![format!("--features={feature}")]].concat());
    }
    selections.push(Vec::new());
    selections.push(vec!["--all-features".into()]);
    selections
}

/// A throwaway project outside the workspace that depends on one crate by path.
struct Outside {
    folder: PathBuf,
}

impl Outside {
    fn create(member: &Member) -> Result<Outside> {
        let name = format!("ndstrata-outside-{}-{}", std::process::id(), member.name);
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(folder.join("src"))?;
        let manifest = format!(
            "[package]\nname = \"outside\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
             [dependencies]\n{} = {{ path = {:?} }}\n\n[workspace]\n",
            member.name, member.folder,
        );
        std::fs::write(folder.join("Cargo.toml"), manifest)?;
        std::fs::write(
            folder.join("src/lib.rs"),
            format!("pub use {};\n", member.name.replace('-', "_")),
        )?;
        // The versions that the workspace is tested with.
        std::fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
        Ok(Outside { folder })
    }

    fn cargo<const N: usize>(&self, args: [&str; N], target: &Path) -> std::process::Command {
        let mut command = cargo(args);
        command.current_dir(&self.folder).env("CARGO_TARGET_DIR", target);
        command
    }

    /// How many crates are compiled, the crate itself among them.
    fn crates(&self) -> Result<usize> {
        let args = ["tree", "--prefix=none", "--edges=normal,build", "--format={p}"];
        let text = capture(&mut self.cargo(args, &self.folder.join("target")))?;
        let names: BTreeSet<&str> = text
            .lines()
            .map(|line| line.trim_end_matches(" (*)"))
            .filter(|line| !line.is_empty() && !line.starts_with("outside "))
            .collect();
        Ok(names.len())
    }
}

impl Drop for Outside {
    fn drop(&mut self) {
        // In the folder for temporary files: nobody needs to hear if it stays.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_feature_is_built_alone_and_with_the_others() {
        assert_eq!(selections(&[]), [["--no-default-features"]]);
        let features = ["default".to_owned(), "serde".to_owned()];
        let flags: Vec<String> =
            selections(&features).iter().map(|flags| flags.join(" ")).collect();
        assert_eq!(
            flags,
            [
                "--no-default-features",
                "--no-default-features --features=serde",
                "",
                "--all-features"
            ]
        );
    }
}
