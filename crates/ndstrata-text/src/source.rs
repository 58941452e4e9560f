//! [`Source`]: where text comes from, decoded; and lines in the ways that Python makes them.

use std::borrow::Cow;
use std::io::Read;
use std::path::Path;

use crate::error::{ErrorKind, Result};

/// Text to read a table from.
#[derive(Clone, Debug)]
pub struct Source {
    pub(crate) text: Text,
}

/// How the text is cut into lines.
#[derive(Clone, Debug)]
pub(crate) enum Text {
    /// A file: lines end with `\n`, `\r\n` or `\r`.
    Whole(String),
    /// An iterable, each item one line.
    Lines(Vec<String>),
}

/// How bytes stand for characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Encoding {
    /// UTF-8, what files are opened as.
    #[default]
    Utf8,
    /// ISO 8859-1: each byte the character of its number.
    Latin1,
}

impl Encoding {
    /// Decodes bytes.
    ///
    /// NumPy: none; it is Python's `bytes.decode`.
    ///
    /// # Errors
    ///
    /// Bytes that are no text.
    pub fn decode(self, bytes: Vec<u8>) -> Result<String> {
        match self {
            Encoding::Utf8 => String::from_utf8(bytes).map_err(|error| {
                let offset = error.utf8_error().valid_up_to();
                ErrorKind::Encoding { encoding: "utf-8", offset }.into()
            }),
            Encoding::Latin1 if bytes.is_ascii() => String::from_utf8(bytes)
                .map_err(|_| ErrorKind::Encoding { encoding: "ascii", offset: 0 }.into()),
            Encoding::Latin1 => Ok(bytes.into_iter().map(char::from).collect()),
        }
    }
}

impl Source {
    /// The content of a file.
    ///
    /// # Errors
    ///
    /// Bytes that are no text in this encoding.
    pub fn bytes(bytes: Vec<u8>, encoding: Encoding) -> Result<Source> {
        Ok(Source::text(encoding.decode(bytes)?))
    }

    /// Text, as the content of a file.
    pub fn text(text: impl Into<String>) -> Source {
        Source { text: Text::Whole(text.into()) }
    }

    /// Lines, with or without their ends, as from an iterator of Python's.
    pub fn lines<S: Into<String>>(lines: impl IntoIterator<Item = S>) -> Source {
        Source { text: Text::Lines(lines.into_iter().map(Into::into).collect()) }
    }

    /// What an open stream of text gives when it is iterated: lines that keep their ends, `\n`,
    /// `\r\n` or `\r`.
    pub fn stream(text: &str) -> Source {
        let mut lines = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find(['\n', '\r']) {
            let end = at + if rest[at..].starts_with("\r\n") { 2 } else { 1 };
            lines.push(rest[..end].to_owned());
            rest = &rest[end..];
        }
        if !rest.is_empty() {
            lines.push(rest.to_owned());
        }
        Source { text: Text::Lines(lines) }
    }

    /// A file on disk.
    ///
    /// # Errors
    ///
    /// A file that cannot be read, or is no text in this encoding.
    pub fn path(path: impl AsRef<Path>, encoding: Encoding) -> Result<Source> {
        Source::bytes(std::fs::read(path)?, encoding)
    }

    /// All that a reader gives.
    ///
    /// # Errors
    ///
    /// A failure of the reader; bytes that are no text in this encoding.
    pub fn reader(mut reader: impl Read, encoding: Encoding) -> Result<Source> {
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes)?;
        Source::bytes(bytes, encoding)
    }

    /// The lines with their ends, those of a file translated to `\n`.
    pub(crate) fn into_lines(self) -> Vec<String> {
        match self.text {
            Text::Lines(lines) => lines,
            Text::Whole(text) => {
                universal(&text).split_inclusive('\n').map(str::to_owned).collect()
            }
        }
    }
}

/// Every end of line as `\n`.
fn universal(text: &str) -> Cow<'_, str> {
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n").into()
    } else {
        text.into()
    }
}

/// What Python's `str.isspace` says.
pub(crate) fn is_space(c: char) -> bool {
    matches!(c, '\t'..='\r' | '\x1c'..='\x1f' | ' ') || (c > '\x7f' && c.is_whitespace())
}
