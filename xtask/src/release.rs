//! `cargo xtask release`: checks, packages and publishes each crate after those it stands on.
//! `--dry-run` stops before anything leaves the machine.

use std::path::Path;

use pico_args::Arguments;

use crate::process::{Result, capture, cargo, finish, root, run as run_command};
use crate::workspace::{Member, members, publication_order};

pub(crate) fn run(mut args: Arguments) -> Result<()> {
    let dry_run = args.contains("--dry-run");
    finish(args)?;
    let members = members()?;
    let order = publication_order(&members)?;

    let problems: Vec<String> = order.iter().flat_map(|member| problems(member)).collect();
    if !problems.is_empty() {
        return Err(format!("not ready:\n{}", problems.join("\n")).into());
    }
    println!("order of publication:");
    for member in &order {
        println!("  {} {}", member.name, member.version);
    }

    let mut package = cargo(["package", "--workspace"]);
    for member in members.iter().filter(|member| !member.published) {
        package.arg(format!("--exclude={}", member.name));
    }
    if dry_run {
        run_command(package.arg("--allow-dirty"))?;
        println!("packaged and verified; nothing was published");
        return Ok(());
    }
    let mut status = std::process::Command::new("git");
    status.current_dir(root()).args(["status", "--porcelain"]);
    if !capture(&mut status)?.is_empty() {
        return Err("commit first: a release is a revision".into());
    }
    run_command(&mut package)?;
    for member in &order {
        run_command(&mut cargo(["publish", "--package", &member.name]))?;
    }
    Ok(())
}

/// What a stranger who finds the crate in the registry would miss.
fn problems(member: &Member) -> Vec<String> {
    let mut problems = Vec::new();
    let mut problem = |text: String| problems.push(format!("{}: {text}", member.name));
    if !member.folder.join("README.md").is_file() {
        problem("no README.md".into());
    }
    match first_section(&member.folder.join("CHANGELOG.md")) {
        Some(section) if section == "Unreleased" || section.starts_with(&member.version) => {}
        Some(section) => problem(format!("CHANGELOG.md opens with `{section}`")),
        None => problem("no section in CHANGELOG.md".into()),
    }
    for edge in member.edges.iter().filter(|edge| edge.has_path && !edge.dev && !edge.has_version) {
        problem(format!("depends on {} by path alone", edge.to));
    }
    problems
}

fn first_section(changelog: &Path) -> Option<String> {
    let text = std::fs::read_to_string(changelog).ok()?;
    text.lines().find_map(|line| line.strip_prefix("## ")).map(|line| line.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_published_crate_is_ready_for_strangers() {
        let members = members().unwrap();
        let order = publication_order(&members).unwrap();
        let problems: Vec<String> = order.iter().flat_map(|member| problems(member)).collect();
        assert!(problems.is_empty(), "{problems:#?}");
    }
}
