//! [`Source`]: where text comes from, decoded; and lines in the ways that Python makes them.

mod blocks;
pub(crate) mod compressed;
mod encoding;
mod limits;
mod lines;

use std::borrow::Cow;
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::error::{Error, Result};
pub(crate) use blocks::Blocks;
pub use encoding::{Encoding, Endian, Named};
pub use limits::Limits;
pub(crate) use lines::{Iter as LinesIter, Lines};

/// Text to read a table from.
#[derive(Debug)]
pub struct Source {
    pub(crate) text: Text,
}

/// How the text is cut into lines.
pub(crate) enum Text {
    /// A file: lines end with `\n`, `\r\n` or `\r`.
    Whole(String),
    /// An iterable, each item one line.
    Lines(Lines),
    /// A file that is read as it is needed.
    Blocks(Box<Blocks>),
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Text::Whole(text) => f.debug_tuple("Whole").field(text).finish(),
            Text::Lines(lines) => f.debug_tuple("Lines").field(lines).finish(),
            Text::Blocks(_) => f.write_str("Blocks"),
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
    pub fn lines<S: AsRef<str>>(lines: impl IntoIterator<Item = S>) -> Source {
        Source { text: Text::Lines(Lines::of(lines)) }
    }

    /// What an open stream of text gives when it is iterated: lines that keep their ends, `\n`,
    /// `\r\n` or `\r`.
    pub fn stream(text: &str) -> Source {
        let mut lines = Lines::default();
        let mut rest = text;
        while let Some(at) = rest.find(['\n', '\r']) {
            let end = at + if rest[at..].starts_with("\r\n") { 2 } else { 1 };
            lines.push(&rest[..end]);
            rest = &rest[end..];
        }
        if !rest.is_empty() {
            lines.push(rest);
        }
        Source { text: Text::Lines(lines) }
    }

    /// A file on disk; one whose name ends with `.gz`, `.bz2`, `.xz` or `.lzma` is decompressed. What is
    /// wrong in the file is told when it is read.
    ///
    /// NumPy: none; it is what its readers make of a path.
    ///
    /// # Errors
    ///
    /// A file that cannot be opened, a compression that this build does not know.
    pub fn path(path: impl AsRef<Path>, encoding: Encoding) -> Result<Source> {
        let path = path.as_ref();
        let file = opened(path)?;
        if compressed::format(path.as_os_str())?.is_empty()
            && let Ok(metadata) = file.metadata()
            && metadata.is_file()
            && let Ok(n_bytes) = usize::try_from(metadata.len())
        {
            let blocks = Blocks::of_file(file, n_bytes, encoding);
            return Ok(Source { text: Text::Blocks(Box::new(blocks)) });
        }
        Source::named(path, file, encoding)
    }

    /// What a reader gives, read as it is needed.
    ///
    /// # Errors
    ///
    /// None; those of the reader are told when it is read.
    pub fn reader(reader: impl Read + Send + 'static, encoding: Encoding) -> Result<Source> {
        Ok(Source { text: Text::Blocks(Box::new(Blocks::new(Box::new(reader), encoding))) })
    }

    /// What a reader gives, decompressed as [`path`](Source::path) would a file of this name.
    ///
    /// # Errors
    ///
    /// A compression that this build does not know.
    pub fn named(
        name: impl AsRef<Path>,
        reader: impl Read + Send + 'static,
        encoding: Encoding,
    ) -> Result<Source> {
        let format = compressed::format(name.as_ref().as_os_str())?;
        let blocks = Blocks::compressed(Box::new(reader), format, encoding);
        Ok(Source { text: Text::Blocks(Box::new(blocks)) })
    }

    /// The same source, within these limits.
    pub fn limits(mut self, limits: Limits) -> Source {
        if let Text::Blocks(blocks) = &mut self.text {
            blocks.limit(limits);
        }
        self
    }

    /// The whole text.
    ///
    /// NumPy: none; it is Python's `file.read`.
    ///
    /// # Errors
    ///
    /// A failure of the reader; bytes that are no text in the encoding.
    pub fn into_text(self) -> Result<String> {
        match self.text {
            Text::Whole(text) => Ok(text),
            Text::Lines(lines) => Ok(lines.iter().collect()),
            Text::Blocks(blocks) => blocks.into_text(),
        }
    }

    /// The text in blocks.
    pub(crate) fn into_blocks(self) -> Result<Blocks> {
        match self.text {
            Text::Blocks(blocks) => Ok(*blocks),
            Text::Whole(text) => Ok(Blocks::whole(text)),
            Text::Lines(lines) => Ok(Blocks::whole(lines.into_text())),
        }
    }

    /// The lines with their ends, those of a file translated to `\n`.
    pub(crate) fn into_lines(self) -> Result<Lines> {
        match self.text {
            Text::Lines(lines) => Ok(lines),
            _ => {
                let text = self.into_text()?;
                Ok(Lines::of(universal(&text).split_inclusive('\n')))
            }
        }
    }
}

fn opened(path: &Path) -> Result<File> {
    use std::io::ErrorKind as Io;
    let file = File::open(path).map_err(|error| match error.kind() {
        // NumPy looks for the file before it is opened, and has words of its own.
        Io::NotFound => {
            let reason = format!("{} not found.", path.display());
            std::io::Error::new(Io::NotFound, reason).into()
        }
        _ => Error::of_file(error, path),
    })?;
    match file.metadata().is_ok_and(|metadata| metadata.is_dir()) {
        true => Err(Error::of_file(Io::IsADirectory.into(), path)),
        false => Ok(file),
    }
}

/// Every end of line as `\n`.
pub(crate) fn universal(text: &str) -> Cow<'_, str> {
    if memchr::memchr(b'\r', text.as_bytes()).is_some() {
        text.replace("\r\n", "\n").replace('\r', "\n").into()
    } else {
        text.into()
    }
}

/// What Python's `str.isspace` says.
pub(crate) fn is_space(c: char) -> bool {
    matches!(c, '\t'..='\r' | '\x1c'..='\x1f' | ' ') || (c > '\x7f' && c.is_whitespace())
}
