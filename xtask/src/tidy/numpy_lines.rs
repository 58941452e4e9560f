//! Every public function that users call says its NumPy counterpart, or that there is none.
//!
//! The rule: a `pub fn` at the left margin of a user-facing crate (a free function) has a line
//! `NumPy: [numpy.name](https://numpy.org/doc/stable/…).` in its documentation, or Python's own syntax
//! in backticks instead of the link, or `NumPy: none.`, or `NumPy: none, …` with a reason. Methods may
//! have the line; where they do, it has the same form. Functions inside `macro_rules!` are not seen.

use super::{Source, problem};

/// Crates whose free functions are NumPy's functions.
const USER_FACING: &[&str] = &["ndstrata-array", "ndstrata-ufunc", "ndstrata-npy", "ndstrata-text"];

const MANUAL: &str = "](https://numpy.org/doc/";

/// A public item and its documentation.
pub(crate) struct Documented<'a> {
    pub(crate) name: &'a str,
    /// Of the item itself, counted from 1.
    pub(crate) line: usize,
    /// A function in no `impl` or module block.
    pub(crate) free_function: bool,
    /// Without the slashes.
    pub(crate) doc: Vec<&'a str>,
}

impl Documented<'_> {
    /// What the documentation says of NumPy, to the end of the paragraph.
    pub(crate) fn numpy(&self) -> Option<String> {
        let start = self.doc.iter().position(|line| line.starts_with("NumPy:"))?;
        let lines: Vec<&str> =
            self.doc[start..].iter().take_while(|line| !line.is_empty()).copied().collect();
        Some(lines.join(" "))
    }
}

pub(super) fn problems(source: &Source) -> Vec<String> {
    let path = source.path.to_string_lossy();
    let required = USER_FACING.iter().any(|name| path.contains(&format!("crates/{name}/src/")));
    let mut problems = Vec::new();
    for item in documented_items(&source.text) {
        let fault = match item.numpy() {
            None if required && item.free_function => "has no `NumPy:` line",
            Some(text) if !well_formed(&text) => {
                "has a `NumPy:` line that neither links the manual nor names syntax nor says `none`"
            }
            _ => continue,
        };
        problems.push(problem(&source.path, item.line, &format!("`{}` {fault}", item.name)));
    }
    problems
}

/// The public functions, methods, types and constants of a file.
pub(crate) fn documented_items(text: &str) -> Vec<Documented<'_>> {
    let mut found = Vec::new();
    let mut doc = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let inner = line.trim_start();
        if let Some(comment) = inner.strip_prefix("///") {
            doc.push(comment.strip_prefix(' ').unwrap_or(comment));
        } else if let Some((word, name)) = public_item(inner) {
            let free_function = word == "fn" && !line.starts_with(' ');
            let doc = std::mem::take(&mut doc);
            found.push(Documented { name, line: number + 1, free_function, doc });
        } else if !between_doc_and_item(inner) {
            doc.clear();
        }
    }
    found
}

/// Attributes, and the later lines of long ones.
fn between_doc_and_item(line: &str) -> bool {
    line.starts_with("#[") || line.starts_with(')') || line.ends_with(',')
}

/// The keyword and name of a public item that opens on this line.
fn public_item(line: &str) -> Option<(&str, &str)> {
    let mut words = line.strip_prefix("pub ")?.split_whitespace().peekable();
    while words.next_if(|word| ["async", "unsafe"].contains(word)).is_some() {}
    let mut word = words.next()?;
    if word == "const" && words.peek() == Some(&"fn") {
        word = words.next()?;
    }
    if !["fn", "struct", "enum", "trait", "const", "type"].contains(&word) {
        return None;
    }
    let name = words.next()?.split(|c: char| !c.is_alphanumeric() && c != '_').next()?;
    Some((word, name))
}

fn well_formed(text: &str) -> bool {
    let openings = ["NumPy: none.", "NumPy: none, ", "NumPy: none; ", "NumPy: `"];
    text.contains(MANUAL) || openings.iter().any(|opening| text.starts_with(opening))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        problems(&Source { path: "crates/ndstrata-npy/src/a.rs".into(), text: text.into() })
    }

    #[test]
    fn a_free_function_names_its_counterpart() {
        let linked = "/// Loads.\n///\n/// NumPy: [numpy.load](https://numpy.org/doc/stable/x.html).\n#[must_use]\npub fn load() {}\n";
        assert_eq!(found(linked), Vec::<String>::new());
        assert!(found("/// Loads.\npub fn load() {}\n")[0].contains("`load` has no"));
        assert!(found("/// NumPy: none, a door for Rust types.\npub fn load() {}\n").is_empty());
        assert_eq!(found("/// NumPy: load.\npub fn load() {}\n").len(), 1);
    }

    #[test]
    fn methods_may_leave_it_out_but_not_garble_it() {
        assert!(found("impl A {\n    pub fn a() {}\n}\n").is_empty());
        assert_eq!(found("impl A {\n    /// NumPy: a.\n    pub fn a() {}\n}\n").len(), 1);
    }

    #[test]
    fn a_comment_belongs_to_the_next_item_only() {
        let text = "/// NumPy: none, plumbing.\nstruct S;\n\npub fn b() {}\n";
        assert_eq!(found(text).len(), 1);
    }
}
