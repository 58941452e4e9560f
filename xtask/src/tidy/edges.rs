//! Which crate may depend on which. Arrows point down only; any other edge is a problem.

use crate::workspace::{Edge, Member};

/// Every crate with those of the workspace that it may name, bottom up.
///
/// `ndstrata-npy` and `ndstrata-text` need no arithmetic, so `ndstrata-ufunc` is not in their rows.
const ALLOWED: &[(&str, &[&str])] = &[
    ("ndstrata-derive", &[]),
    ("ndstrata-kernels", &[]),
    ("ndstrata-dtype", &["derive"]),
    ("ndstrata-array", &["dtype", "kernels"]),
    ("ndstrata-npy", &["array", "dtype"]),
    ("ndstrata-text", &["array", "dtype", "kernels"]),
    ("ndstrata-ufunc", &["array", "dtype", "kernels"]),
    ("ndstrata-linalg", &["ufunc", "array", "dtype", "kernels"]),
    ("ndstrata-eval", &["text", "npy", "linalg", "ufunc", "array", "dtype", "kernels"]),
    ("ndstrata", &["text", "npy", "linalg", "ufunc", "array", "dtype", "derive"]),
    ("ndstrata-cli", &["eval", "text", "npy", "linalg", "ufunc", "array", "dtype"]),
    ("ndstrata-testkit", &[]),
    ("xtask", &[]),
    ("conformance", &["eval", "array", "dtype"]),
];

/// Edges for tests alone. Anyone may also test with `ndstrata-testkit`.
const ALLOWED_FOR_TESTS: &[(&str, &str)] = &[
    // What the macro expands to names the crate that re-exports it.
    ("ndstrata-derive", "ndstrata-dtype"),
];

const TESTKIT: &str = "ndstrata-testkit";

pub(super) fn problems(members: &[Member]) -> Vec<String> {
    let mut problems = Vec::new();
    for member in members {
        let Some((_, row)) = ALLOWED.iter().find(|(name, _)| *name == member.name) else {
            problems.push(format!("{}: not in tidy's table of allowed edges", member.name));
            continue;
        };
        let inside = |edge: &&Edge| members.iter().any(|other| other.name == edge.to);
        for edge in member.edges.iter().filter(inside) {
            if !allowed(&member.name, row, edge) {
                let kind = if edge.dev { "dev-dependency" } else { "dependency" };
                problems.push(format!("{}: {kind} on {} is not allowed", member.name, edge.to));
            }
        }
    }
    problems
}

fn allowed(from: &str, row: &[&str], edge: &Edge) -> bool {
    let in_row = edge.to.strip_prefix("ndstrata-").is_some_and(|to| row.contains(&to));
    let for_tests = edge.to == TESTKIT || ALLOWED_FOR_TESTS.contains(&(from, edge.to.as_str()));
    in_row || (edge.dev && for_tests)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edge(to: &str, dev: bool) -> Edge {
        Edge { to: to.into(), dev, has_path: true, has_version: true }
    }

    #[test]
    fn arrows_point_down_only() {
        let row = |from: &str| ALLOWED.iter().find(|(name, _)| *name == from).unwrap().1;
        let ok = |from: &str, to: &str, dev| allowed(from, row(from), &edge(to, dev));
        assert!(ok("ndstrata-npy", "ndstrata-array", false));
        assert!(!ok("ndstrata-array", "ndstrata-npy", false));
        assert!(!ok("ndstrata-npy", "ndstrata-ufunc", true));
        assert!(ok("ndstrata-dtype", "ndstrata-testkit", true));
        assert!(!ok("ndstrata-dtype", "ndstrata-testkit", false));
    }

    #[test]
    fn the_table_names_no_row_above_itself() {
        for (place, (name, row)) in ALLOWED.iter().enumerate() {
            for to in *row {
                let full = format!("ndstrata-{to}");
                let below = ALLOWED[..place].iter().any(|(other, _)| *other == full);
                assert!(below, "{name} -> {full} points up");
            }
        }
    }
}
