//! Texts into names of fields: characters deleted, blanks replaced, repeats numbered.

use std::collections::{HashMap, HashSet};

use crate::error::{Error, Result};

/// What happens to the case of names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Case {
    /// They stay.
    #[default]
    Keep,
    /// Upper case.
    Upper,
    /// Lower case.
    Lower,
}

/// How names are made valid.
#[derive(Clone, Debug)]
pub(super) struct Validator {
    pub(super) excludelist: Vec<String>,
    pub(super) deletechars: Option<String>,
    pub(super) replace_space: String,
    pub(super) case: Case,
}

const DELETED: &str = "~!@#$%^&*()-=+~\\|]}[{';: /?.>,<";
const EXCLUDED: [&str; 3] = ["return", "file", "print"];

/// Numbers that are tried in vain, beyond those that the names themselves can use up: a format may give
/// few texts, as `%.0s` does.
const TRIED: usize = 1 << 16;

impl Validator {
    /// Valid names, as many as there are fields where that is known.
    pub(super) fn validate(
        &self,
        names: &[String],
        n_fields: Option<usize>,
        defaultfmt: &str,
    ) -> Result<Vec<String>> {
        let mut names = names.to_vec();
        if let Some(n) = n_fields {
            names.resize(n, String::new());
        }
        let deleted = self.deletechars.as_deref().unwrap_or(DELETED);
        let mut valid: Vec<String> = Vec::with_capacity(names.len());
        // A line may have very many names.
        let given: HashSet<&str> = names.iter().map(String::as_str).collect();
        let mut seen: HashMap<String, usize> = HashMap::with_capacity(names.len());
        let mut n_empty = 0;
        for name in &names {
            let cased = match self.case {
                Case::Keep => name.clone(),
                Case::Upper => name.to_uppercase(),
                Case::Lower => name.to_lowercase(),
            };
            let mut item = crate::number::strip(&cased).to_owned();
            if !self.replace_space.is_empty() {
                item = item.replace(' ', &self.replace_space);
            }
            item.retain(|c| c != '"' && !deleted.contains(c));
            if item.is_empty() {
                item = numbered(defaultfmt, n_empty)?;
                while given.contains(item.as_str()) {
                    n_empty += 1;
                    if n_empty > 2 * names.len() + TRIED {
                        let reason = format!("{defaultfmt:?} gives no name that is not taken");
                        return Err(Error::argument("ValueError", reason));
                    }
                    item = numbered(defaultfmt, n_empty)?;
                }
                n_empty += 1;
            } else if EXCLUDED.contains(&item.as_str()) || self.excludelist.contains(&item) {
                item.push('_');
            }
            let count = seen.entry(item.clone()).or_insert(0);
            valid.push(if *count > 0 { format!("{item}_{count}") } else { item });
            *count += 1;
        }
        Ok(valid)
    }
}

/// A format such as `f%i` or `v%02i`, filled with a number.
pub(super) fn numbered(format: &str, n: usize) -> Result<String> {
    crate::savetxt::format_integer(format, n)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str], format: &str) -> Result<Vec<String>> {
        let validator = Validator {
            excludelist: Vec::new(),
            deletechars: None,
            replace_space: "_".to_owned(),
            case: Case::Keep,
        };
        let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        validator.validate(&names, None, format)
    }

    #[test]
    fn empty_names_are_numbered_past_those_given() {
        assert_eq!(names(&["", "f0", "", "f0"], "f%i").unwrap(), ["f1", "f0", "f2", "f0_1"]);
        assert_eq!(names(&["", "1", "0"], "%.1s").unwrap(), ["2", "1", "0"]);
    }

    #[test]
    fn a_format_without_free_names_is_an_error() {
        let error = names(&["", "a"], "%.0s").unwrap_err();
        assert_eq!(error.to_string(), "\"%.0s\" gives no name that is not taken");
        assert_eq!(names(&["", "a"], "f").unwrap_err().numpy_class(), "TypeError");
    }
}
