//! Rules that hold for every source file: how it opens, and words that may not stand in it.

use std::path::{Path, PathBuf};

use super::problem;
use crate::process::Result;

/// One source file, read.
pub(crate) struct Source {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
}

/// Every `.rs` file below `folder`, in order of path; nothing when there is no such folder.
pub(crate) fn read_sources(folder: &Path) -> Result<Vec<Source>> {
    let mut sources = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        if !folder.is_dir() {
            continue;
        }
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                let built = path.file_name().is_some_and(|name| name == "target");
                if !built {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                sources.push(Source { text: std::fs::read_to_string(&path)?, path });
            }
        }
    }
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(sources)
}

/// What may not be written, and why. Split, so that this table does not find itself.
const FORBIDDEN: &[(&str, &str)] = &[
    (concat!("todo", "!("), "finish it or leave it out"),
    (concat!("unimplemented", "!("), "finish it or leave it out"),
    (concat!("#[", "ignore"), "a test that is not run proves nothing"),
    (concat!("#[", "should_panic"), "assert the `Err`"),
    (concat!("allow(", "unsafe_code"), "open the file with `#![expect(unsafe_code, reason = …)]`"),
    (concat!("TO", "DO"), "no notes to self"),
    (concat!("FIX", "ME"), "no notes to self"),
];

pub(super) fn problems(source: &Source) -> Vec<String> {
    let mut problems = Vec::new();
    // What the compiler must refuse is told by the file's name and the message beside it.
    let for_the_compiler = source.path.components().any(|part| part.as_os_str() == "ui");
    if !source.text.starts_with("//!") && !for_the_compiler {
        let text = "does not open with `//!`: what it does, and what it leaves to others";
        problems.push(problem(&source.path, 1, text));
    }
    for (number, line) in source.text.lines().enumerate() {
        for (word, why) in FORBIDDEN {
            if line.contains(word) {
                problems.push(problem(&source.path, number + 1, &format!("`{word}`: {why}")));
            }
        }
    }
    problems.extend(unsafe_problem(source));
    problems
}

/// `unsafe` only in files that open by saying why. The lint `unsafe_code = "deny"` makes every
/// other place an error; this makes sure the exception is for a whole file, on its first lines.
fn unsafe_problem(source: &Source) -> Option<String> {
    let attribute = concat!("expect(", "unsafe_code");
    let is_attribute = |line: &str| line.trim_start().starts_with('#') && line.contains(attribute);
    let line = source.text.lines().position(is_attribute)?;
    let opens = |line: &str| line.is_empty() || line.starts_with("//!") || line.starts_with("#![");
    let above_is_opening = source.text.lines().take(line).all(opens);
    let text = source.text.lines().nth(line).unwrap_or_default();
    // rustfmt may put the reason on the next line.
    let reasoned = source.text.lines().skip(line).take(4).any(|line| line.contains("reason ="));
    if above_is_opening && text.starts_with("#![") && reasoned {
        return None;
    }
    Some(problem(
        &source.path,
        line + 1,
        "unsafe code is expected by the file's opening, with a reason",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        problems(&Source { path: "crates/x/src/a.rs".into(), text: text.into() })
    }

    #[test]
    fn a_file_opens_with_its_purpose() {
        assert_eq!(found("//! Rooms.\n"), Vec::<String>::new());
        assert_eq!(found("use std::fmt;\n").len(), 1);
    }

    #[test]
    fn forbidden_words_are_found_with_their_line() {
        let text = format!("//! A.\nfn a() {{ {}) }}\n", concat!("todo", "!("));
        assert!(found(&text)[0].starts_with("crates/x/src/a.rs:2: "));
    }

    #[test]
    fn unsafe_is_announced_by_the_file_that_holds_it() {
        let attribute = concat!("expect(", "unsafe_code");
        assert!(found(&format!("//! A.\n\n#![{attribute}, reason = \"r\")]\n")).is_empty());
        assert_eq!(found(&format!("//! A.\n\n#![{attribute})]\n")).len(), 1);
        assert_eq!(
            found(&format!("//! A.\nmod a {{}}\n#[{attribute}, reason = \"r\")]\n")).len(),
            1
        );
    }
}
