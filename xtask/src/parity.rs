//! `cargo xtask parity`: writes `docs/parity.csv` from the documentation comments and the registry.
//!
//! `docs/features.txt` lists the names to support. A name is there when a public item's `NumPy:`
//! line links it, or when it can be called by name; `Missing: …` on that line makes it partial, and so
//! does the lack of a test. The registry is asked for its names, so that no list of them is kept here.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use pico_args::Arguments;

use crate::process::{Result, cargo, finish, root};
use crate::tidy::{Source, documented_items, read_sources};

pub(crate) fn run(mut args: Arguments) -> Result<()> {
    let check_only = args.contains("--check");
    finish(args)?;
    if check_only {
        return check();
    }
    let table = table()?;
    std::fs::write(root().join("docs/parity.csv"), &table)?;
    println!("{}", summary(&table));
    Ok(())
}

pub(crate) fn check() -> Result<()> {
    let written = std::fs::read_to_string(root().join("docs/parity.csv"))?;
    if written == table()? {
        Ok(())
    } else {
        Err("docs/parity.csv is stale: run `cargo xtask parity`".into())
    }
}

/// What the table is made of.
struct Evidence {
    documented: BTreeMap<String, Entry>,
    /// The registry's names.
    callable: BTreeSet<String>,
    /// Expressions that are compared with NumPy.
    expressions: String,
}

/// Where one NumPy name is found.
struct Entry {
    place: String,
    test: Option<String>,
    missing: Option<String>,
}

fn table() -> Result<String> {
    let sources = read_sources(&root().join("crates"))?;
    let evidence = Evidence {
        documented: entries(&sources),
        callable: callable()?,
        expressions: std::fs::read_to_string(root().join("xtask/oracle/expressions.txt"))?,
    };
    let names = std::fs::read_to_string(root().join("docs/features.txt"))?;
    let mut table = String::from("group,name,status,where,by name,test\n");
    let mut group = "";
    for line in names.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if line.starts_with('#') {
            continue;
        }
        match line.strip_prefix('[') {
            Some(heading) => group = heading.trim_end_matches(']'),
            None => table.push_str(&evidence.row(group, line)),
        }
    }
    Ok(table)
}

/// The registry's names, as its replay tool prints them.
fn callable() -> Result<BTreeSet<String>> {
    let output = cargo(["run", "--quiet", "--package=conformance", "--", "--names"]).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(String::from_utf8(output.stdout)?.lines().map(str::to_owned).collect())
}

/// Where a name may stand in the registry.
const PREFIXES: &[&str] = &[
    "np.",
    "",
    "ndarray.",
    "dtype.",
    "np.linalg.",
    "np.lib.recfunctions.",
    "np.lib.stride_tricks.",
    "np.lib.format.",
];

impl Evidence {
    fn row(&self, group: &str, name: &str) -> String {
        let by_name = PREFIXES
            .iter()
            .map(|prefix| format!("{prefix}{name}"))
            .find(|full| self.callable.contains(full));
        let documented = find(&self.documented, name);
        let place = documented.map_or("", |entry| &entry.place);
        let compared = by_name.as_deref().filter(|full| self.compares(full));
        let test = documented
            .and_then(|entry| entry.test.as_deref())
            .or(compared.map(|_| "xtask/oracle/expressions.txt"));
        let status = match (documented, test) {
            (None, _) if by_name.is_none() => "none".to_owned(),
            (Some(Entry { missing: Some(what), .. }), _) => format!("partial: {what}"),
            (_, None) => "partial: no test names it".to_owned(),
            (_, Some(_)) => "full".to_owned(),
        };
        let by_name = by_name.as_deref().unwrap_or_default();
        let cells = [group, name, &status, place, by_name, test.unwrap_or_default()].map(cell);
        format!("{}\n", cells.join(","))
    }

    /// Whether an expression calls it: `np.sort(`, or `.sort(` and `.T` of arrays and dtypes.
    fn compares(&self, full: &str) -> bool {
        let text = full.strip_prefix("ndarray").or(full.strip_prefix("dtype")).unwrap_or(full);
        self.expressions.match_indices(text).any(|(at, _)| {
            let after = self.expressions[at + text.len()..].chars().next();
            !after.is_some_and(|c| c.is_alphanumeric() || c == '_')
        })
    }
}

/// The entry of `sort` or `dtype.str`: of equal ends, the shortest, so that a function goes before a
/// method of its name.
fn find<'a>(entries: &'a BTreeMap<String, Entry>, name: &str) -> Option<&'a Entry> {
    let dotted = format!(".{name}");
    let ends = |full: &&String| *full == name || full.ends_with(&dotted);
    let full = entries.keys().filter(ends).min_by_key(|full| full.len())?;
    entries.get(full)
}

/// Every name that some `NumPy:` line links, without `numpy.`.
fn entries(sources: &[Source]) -> BTreeMap<String, Entry> {
    let mut entries = BTreeMap::new();
    for source in sources.iter().filter(|source| is_below(&source.path, "src")) {
        for item in documented_items(&source.text) {
            let Some(text) = item.numpy() else { continue };
            for name in linked_names(&text) {
                let entry = Entry {
                    place: relative(&source.path),
                    test: test_of(&source.path, name, item.name, &item.doc, sources),
                    missing: sentence_after(&text, "Missing: "),
                };
                // The first place wins, but a tested one goes before an untested one.
                let better = entries
                    .get(name)
                    .is_none_or(|old: &Entry| old.test.is_none() && entry.test.is_some());
                if better {
                    entries.insert(name.to_owned(), entry);
                }
            }
        }
    }
    entries
}

fn linked_names(text: &str) -> impl Iterator<Item = &str> {
    text.split("[numpy.").skip(1).filter_map(|rest| rest.split(']').next())
}

fn sentence_after(text: &str, word: &str) -> Option<String> {
    let rest = text.split_once(word)?.1;
    Some(rest.split(". ").next().unwrap_or(rest).trim_end_matches('.').to_owned())
}

/// The example in the documentation, else a test named for it, else a test file that calls it.
fn test_of(
    path: &Path,
    numpy: &str,
    rust: &str,
    doc: &[&str],
    sources: &[Source],
) -> Option<String> {
    if doc.iter().any(|line| line.starts_with("```") && !line.contains("ignore")) {
        return Some(format!("example of {rust}"));
    }
    let home = crate_folder(path);
    let tested = || sources.iter().filter(|source| crate_folder(&source.path) == home);
    for source in tested() {
        let last = numpy.rsplit('.').next().unwrap_or(numpy);
        if let Some(test) = test_names(&source.text).find(|test| has_words(test, last)) {
            return Some(format!("{}::{test}", relative(&source.path)));
        }
    }
    tested().find(|source| calls(tests_in(source), rust)).map(|source| relative(&source.path))
}

/// The part of a file that is tests.
fn tests_in(source: &Source) -> &str {
    let all = source.path.ends_with("tests.rs") || is_below(&source.path, "tests");
    let start = if all { Some(0) } else { source.text.find("#[cfg(test)]") };
    start.map_or("", |at| &source.text[at..])
}

/// Whether `name` is called, so that `name(` is not found in `type_name(`.
fn calls(text: &str, name: &str) -> bool {
    let call = format!("{name}(");
    let inside_word = |before: &str| before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
    text.match_indices(&call).any(|(at, _)| {
        let before = &text[..at];
        !inside_word(before) && !before.ends_with("fn ")
    })
}

fn test_names(text: &str) -> impl Iterator<Item = &str> {
    text.split("#[test]").skip(1).filter_map(|rest| {
        let rest = rest.split_once("fn ")?.1;
        rest.split('(').next()
    })
}

/// Whether `name`'s words stand in `test`, so that `sort` is not found in `argsort_is_stable`.
fn has_words(test: &str, name: &str) -> bool {
    format!("_{test}_").contains(&format!("_{name}_"))
}

fn crate_folder(path: &Path) -> Option<&Path> {
    path.ancestors().find(|folder| folder.parent().is_some_and(|up| up.ends_with("crates")))
}

fn is_below(path: &Path, folder: &str) -> bool {
    path.components().any(|part| part.as_os_str() == folder)
}

fn relative(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).display().to_string()
}

fn cell(text: &str) -> String {
    if text.contains([',', '"']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.into()
    }
}

fn summary(table: &str) -> String {
    let count = |status: &str| {
        let is = |line: &&str| line.split(',').nth(2).is_some_and(|cell| cell.contains(status));
        table.lines().skip(1).filter(is).count()
    };
    let (full, partial, none) = (count("full"), count("partial"), count("none"));
    format!("docs/parity.csv: {full} full, {partial} partial, {none} none")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(text: &str) -> Vec<Source> {
        vec![Source { path: root().join("crates/x/src/a.rs"), text: text.into() }]
    }

    #[test]
    fn a_linked_name_with_a_test_is_full() {
        let text = "/// A.\n///\n/// NumPy: [numpy.eye](u), [numpy.identity](u).\npub fn eye() {}\n\
                    #[test]\nfn eye_of_three() {}\n#[cfg(test)]\nfn b() { eye(3) }\n";
        let entries = entries(&source(text));
        assert_eq!(entries["eye"].test.as_deref(), Some("crates/x/src/a.rs::eye_of_three"));
        assert_eq!(entries["identity"].test.as_deref(), Some("crates/x/src/a.rs"));
    }

    #[test]
    fn the_group_of_a_name_is_told_by_what_it_belongs_to() {
        let text = "/// NumPy: [numpy.ndarray.str](u).\npub fn a() {}\n\
                    /// NumPy: [numpy.dtype.str](u).\npub fn b() {}\n";
        let entries = entries(&source(text));
        assert!(find(&entries, "dtype.str").is_some());
        assert!(find(&entries, "str").is_some());
        assert!(find(&entries, "r").is_none());
    }

    #[test]
    fn calls_are_whole_words() {
        assert!(calls("a.name()", "name"));
        assert!(!calls("type_name()", "name"));
        assert!(!calls("fn name() {}", "name"));
    }

    #[test]
    fn what_is_missing_is_told() {
        let text = "/// NumPy: [numpy.eye](u). Missing: the `like` argument.\npub fn eye() {}\n";
        let entries = entries(&source(text));
        assert_eq!(entries["eye"].missing.as_deref(), Some("the `like` argument"));
        assert_eq!(entries["eye"].test, None);
    }

    #[test]
    fn test_names_are_matched_by_words() {
        assert!(has_words("sort_of_records", "sort"));
        assert!(!has_words("argsort_is_stable", "sort"));
    }
}
