//! [`PyStr`]: a Python string, a sequence of code points that may hold lone surrogates.

use std::fmt;

use super::repr::{repr_code_points, repr_str};

/// A Python `str`: text in the usual case, bare code points where Rust's `str` cannot hold it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PyStr(Repr);

/// Text is always kept as `Text` when it can be, so equality can compare the variants.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr {
    Text(String),
    CodePoints(Vec<u32>),
}

impl PyStr {
    /// The string of these code points, whatever they are.
    pub fn from_code_points(code_points: Vec<u32>) -> PyStr {
        let text: Option<String> = code_points.iter().map(|&c| char::from_u32(c)).collect();
        PyStr(text.map_or(Repr::CodePoints(code_points), Repr::Text))
    }

    /// The text, unless the string holds what is no Rust `char`.
    pub fn as_str(&self) -> Option<&str> {
        match &self.0 {
            Repr::Text(text) => Some(text),
            Repr::CodePoints(_) => None,
        }
    }

    /// The code points, one after the other.
    pub fn code_points(&self) -> impl Iterator<Item = u32> + Clone + '_ {
        let (text, points): (&str, &[u32]) = match &self.0 {
            Repr::Text(text) => (text, &[]),
            Repr::CodePoints(points) => ("", points),
        };
        text.chars().map(u32::from).chain(points.iter().copied())
    }

    /// Python's `len`: the number of code points.
    pub fn len(&self) -> usize {
        match &self.0 {
            Repr::Text(text) => text.chars().count(),
            Repr::CodePoints(points) => points.len(),
        }
    }

    /// Is there nothing in it?
    pub fn is_empty(&self) -> bool {
        self.as_str() == Some("")
    }

    /// The text that Python's `repr` gives.
    pub fn repr(&self) -> String {
        match &self.0 {
            Repr::Text(text) => repr_str(text),
            Repr::CodePoints(points) => repr_code_points(points.iter().copied()),
        }
    }
}

impl From<&str> for PyStr {
    fn from(text: &str) -> Self {
        PyStr(Repr::Text(text.to_owned()))
    }
}

impl From<String> for PyStr {
    fn from(text: String) -> Self {
        PyStr(Repr::Text(text))
    }
}

impl PartialEq<str> for PyStr {
    fn eq(&self, other: &str) -> bool {
        self.as_str() == Some(other)
    }
}

impl PartialEq<&str> for PyStr {
    fn eq(&self, other: &&str) -> bool {
        self == *other
    }
}

/// The text itself; what is no `char` shows as U+FFFD.
impl fmt::Display for PyStr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Text(text) => f.pad(text),
            Repr::CodePoints(points) => {
                let chars = points.iter().map(|&c| char::from_u32(c));
                f.pad(&chars.map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect::<String>())
            }
        }
    }
}

impl fmt::Debug for PyStr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.repr())
    }
}
