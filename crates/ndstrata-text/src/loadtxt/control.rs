//! The characters that separate, checked against each other.

use super::LoadTxt;
use super::flexible::Flexible;
use crate::error::{Error, ErrorKind, Result};
use crate::source::is_space;

/// The characters that separate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Control {
    /// `None` is any run of blanks.
    pub(super) delimiter: Option<char>,
    pub(super) quote: Option<char>,
    pub(super) comment: Option<char>,
}

impl LoadTxt {
    /// The control characters, and the comments that are none.
    pub(super) fn control(&self) -> Result<(Control, &[String])> {
        if self.comments.iter().any(String::is_empty) {
            return Err(Error::value(
                "comments cannot be an empty string. Use comments=None to disable comments.",
            ));
        }
        let comment = match &self.comments[..] {
            [one] => single(one),
            _ => None,
        };
        let long = if comment.is_some() { &[][..] } else { &self.comments[..] };
        if long.len() > 1 && self.delimiter.as_ref().is_some_and(|d| long.contains(d)) {
            return Err(Error::argument(
                "TypeError",
                "Comment characters cannot include the delimiter",
            ));
        }
        if !long.is_empty() && self.quotechar.is_some() {
            return Err(Error::value(
                "when multiple comments or a multi-character comment is given, quotes are not \
                 supported.  In this case quotechar must be set to None.",
            ));
        }
        // Where the width of text is to be found, a file of which nothing is wanted is not looked at.
        if self.max_rows == Some(0) && Flexible::of(&self.dtype).is_some() {
            return Err(Error::value("need at least one array to concatenate"));
        }
        let character = |text: &Option<String>| match text {
            None => Ok(None),
            Some(text) => match single(text) {
                Some(c) => Ok(Some(c)),
                None => Err(Error::from(ErrorKind::ControlCharacter { text: text.clone() })),
            },
        };
        let control = Control {
            delimiter: character(&self.delimiter)?,
            quote: character(&self.quotechar)?,
            comment,
        };
        control.check()?;
        Ok((control, long))
    }
}

impl Control {
    fn check(&self) -> Result<()> {
        let Control { delimiter, quote, comment } = *self;
        let named = [("comment", comment), ("quotechar", quote), ("delimiter", delimiter)];
        for (i, &(first, c)) in named.iter().enumerate() {
            let Some(c) = c else { continue };
            if c == '\r' || c == '\n' {
                return Err(ErrorKind::NewlineControl { name: first }.into());
            }
            if let Some(&(second, _)) = named[i + 1..].iter().find(|(_, other)| *other == Some(c)) {
                return Err(ErrorKind::ControlCharacters { first, second }.into());
            }
        }
        if delimiter.is_none() {
            for (second, c) in [("comment", comment), ("quotechar", quote)] {
                if c.is_some_and(is_space) {
                    return Err(ErrorKind::ControlCharacters { first: "delimiter", second }.into());
                }
            }
        }
        Ok(())
    }
}

fn single(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}
