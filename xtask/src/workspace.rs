//! What cargo knows of the workspace's crates: names, folders, features, edges.

use std::path::PathBuf;

use serde_json::Value;

use crate::process::{Result, capture, cargo};

/// One member of the workspace.
#[derive(Debug)]
pub(crate) struct Member {
    pub(crate) name: String,
    pub(crate) folder: PathBuf,
    pub(crate) version: String,
    pub(crate) published: bool,
    pub(crate) has_library: bool,
    pub(crate) features: Vec<String>,
    pub(crate) edges: Vec<Edge>,
}

/// One dependency as the manifest names it.
#[derive(Debug)]
pub(crate) struct Edge {
    pub(crate) to: String,
    pub(crate) dev: bool,
    pub(crate) has_path: bool,
    pub(crate) has_version: bool,
}

pub(crate) fn members() -> Result<Vec<Member>> {
    let text = capture(&mut cargo(["metadata", "--format-version=1", "--no-deps"]))?;
    let metadata: Value = serde_json::from_str(&text)?;
    let mut members: Vec<Member> = list(&metadata["packages"]).map(member).collect();
    members.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(members)
}

/// The members that go to the registry, each after those that it depends on.
pub(crate) fn publication_order(members: &[Member]) -> Result<Vec<&Member>> {
    let mut waiting: Vec<&Member> = members.iter().filter(|member| member.published).collect();
    let mut order: Vec<&Member> = Vec::new();
    while !waiting.is_empty() {
        let blocked = |member: &&Member| {
            let mut edges = member.edges.iter().filter(|edge| !edge.dev);
            edges.any(|edge| waiting.iter().any(|other| other.name == edge.to))
        };
        let (later, now): (Vec<_>, Vec<_>) = waiting.iter().partition(|member| blocked(member));
        if now.is_empty() {
            let names: Vec<&str> = waiting.iter().map(|member| member.name.as_str()).collect();
            return Err(format!("these crates depend on each other: {names:?}").into());
        }
        order.extend(now);
        waiting = later;
    }
    Ok(order)
}

fn member(package: &Value) -> Member {
    let manifest = PathBuf::from(text(&package["manifest_path"]));
    let is_library = |target: &Value| {
        list(&target["kind"]).any(|kind| matches!(kind.as_str(), Some("lib" | "proc-macro")))
    };
    Member {
        name: text(&package["name"]),
        folder: manifest.parent().map(PathBuf::from).unwrap_or_default(),
        version: text(&package["version"]),
        // Cargo writes `publish = false` as an empty list of registries.
        published: package["publish"].as_array().is_none_or(|registries| !registries.is_empty()),
        has_library: list(&package["targets"]).any(is_library),
        features: package["features"]
            .as_object()
            .map(|features| features.keys().cloned().collect())
            .unwrap_or_default(),
        edges: list(&package["dependencies"]).map(edge).collect(),
    }
}

fn edge(dependency: &Value) -> Edge {
    Edge {
        to: text(&dependency["name"]),
        dev: dependency["kind"] == "dev",
        has_path: dependency["path"].is_string(),
        has_version: dependency["req"] != "*",
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crate_is_published_after_what_it_stands_on() {
        let members = members().unwrap();
        let order = publication_order(&members).unwrap();
        let place = |name: &str| order.iter().position(|member| member.name == name).unwrap();
        assert!(place("ndstrata-dtype") < place("ndstrata-array"));
        assert!(place("ndstrata-array") < place("ndstrata-npy"));
        assert!(order.iter().all(|member| member.name != "xtask"));
    }
}
