//! [`Target`]: a file, or a member of an archive, as the command line names them.

pub(crate) mod text;

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use std::str::FromStr;

use clap::builder::{MapValueParser, OsStringValueParser, TypedValueParser, ValueParserFactory};
use ndstrata_array::DynArray;
use ndstrata_npy::{ErrorKind, MapOptions, MemMap, Npz, ReadOptions};

use crate::failure::{Failure, Result};

/// `FILE` or `FILE::MEMBER`.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) path: PathBuf,
    pub(crate) member: Option<String>,
}

/// What a target holds.
pub(crate) enum Content {
    Array(DynArray),
    Archive(Npz),
}

/// How much of an array a command looks at.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Need {
    /// Perhaps little: of a large member that is stored in an archive, no more is read.
    Part,
    /// All of it: checksums are proven.
    Whole,
}

/// Up to this many bytes, proving a checksum takes no time that anybody would notice.
const SMALL: usize = 64 << 20;

/// An array of an archive, mapped where that is possible.
pub(crate) fn member(archive: &Npz, name: &str, need: Need) -> ndstrata_npy::Result<DynArray> {
    if need == Need::Whole || archive.header(name)?.nbytes()? <= SMALL {
        return archive.map_checked(name);
    }
    archive.map(name)
}

/// Arguments may be any file's name, also one that is no text.
impl ValueParserFactory for Target {
    type Parser = MapValueParser<OsStringValueParser, fn(OsString) -> Target>;

    fn value_parser() -> Self::Parser {
        OsStringValueParser::new().map(|text| Target::named(&text))
    }
}

/// Each way to take a text as `FILE::MEMBER`.
#[cfg(unix)]
fn splits(text: &OsStr) -> Vec<(PathBuf, String)> {
    use std::os::unix::ffi::OsStrExt;
    let bytes = text.as_bytes();
    let places = bytes.windows(2).enumerate().filter(|(_, pair)| pair == b"::");
    places
        .map(|(at, _)| {
            let member = String::from_utf8_lossy(&bytes[at + 2..]).into_owned();
            (OsStr::from_bytes(&bytes[..at]).into(), member)
        })
        .collect()
}

/// Each way to take a text as `FILE::MEMBER`.
#[cfg(not(unix))]
fn splits(text: &OsStr) -> Vec<(PathBuf, String)> {
    let text = text.to_str().unwrap_or_default();
    text.match_indices("::").map(|(at, _)| (text[..at].into(), text[at + 2..].to_owned())).collect()
}

/// What follows the first `=` of an argument, and the text before it; `None` without one.
#[cfg(unix)]
pub(crate) fn assigned(text: &OsStr) -> Option<(&str, OsString)> {
    use std::os::unix::ffi::OsStrExt;
    let bytes = text.as_bytes();
    let at = bytes.iter().position(|&byte| byte == b'=')?;
    let name = std::str::from_utf8(&bytes[..at]).ok()?;
    Some((name, OsStr::from_bytes(&bytes[at + 1..]).to_owned()))
}

/// What follows the first `=` of an argument, and the text before it; `None` without one.
#[cfg(not(unix))]
pub(crate) fn assigned(text: &OsStr) -> Option<(&str, OsString)> {
    let (name, rest) = text.to_str()?.split_once('=')?;
    Some((name, rest.into()))
}

impl Target {
    /// What an argument names. Files and members may have two colons in their names: the file is the first
    /// that exists.
    pub(crate) fn named(text: &OsStr) -> Target {
        let whole = PathBuf::from(text);
        if whole.exists() {
            return Target { path: whole, member: None };
        }
        let mut parts = splits(text);
        let place = parts.iter().position(|(path, _)| path.is_file());
        let found = match place {
            Some(place) => Some(parts.swap_remove(place)),
            None => parts.pop(),
        };
        match found {
            Some((path, member)) => Target { path, member: Some(member) },
            None => Target { path: whole, member: None },
        }
    }
}

impl FromStr for Target {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> std::result::Result<Target, Self::Err> {
        Ok(Target::named(text.as_ref()))
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.member {
            Some(member) => write!(f, "{}::{member}", self.path.display()),
            None => write!(f, "{}", self.path.display()),
        }
    }
}

impl Target {
    /// The end of the file's name, such as `npy`.
    pub(crate) fn extension(&self) -> &str {
        self.path.extension().and_then(|extension| extension.to_str()).unwrap_or_default()
    }

    /// Opens what it names; arrays are mapped rather than read where that is possible.
    pub(crate) fn open(&self, need: Need) -> Result<Content> {
        if self.member.is_none() && text::is_text(&self.path) {
            let array = text::read(&self.path).map_err(|error| Failure::of(self, error))?;
            return Ok(Content::Array(array));
        }
        self.content(need).map_err(|error| Failure::of(self, error))
    }

    /// The one array that it names.
    pub(crate) fn array(&self, need: Need) -> Result<DynArray> {
        match self.open(need)? {
            Content::Array(array) => Ok(array),
            Content::Archive(archive) => match archive.names().collect::<Vec<_>>()[..] {
                [only] => member(&archive, only, need).map_err(|error| Failure::of(self, error)),
                ref names => {
                    let shown: Vec<_> = names.iter().take(8).copied().collect();
                    let more = if names.len() > shown.len() { ", …" } else { "" };
                    Err(Failure::of(
                        self,
                        format!(
                            "an archive of {} members; name one as FILE::MEMBER ({}{more})",
                            names.len(),
                            shown.join(", ")
                        ),
                    ))
                }
            },
        }
    }

    /// Whether the file begins as an archive does.
    pub(crate) fn is_archive(&self) -> Result<bool> {
        let mut start = [0; 2];
        let is_regular = self.path.metadata().is_ok_and(|metadata| metadata.is_file());
        if !is_regular {
            return Ok(false);
        }
        let mut file = File::open(&self.path).map_err(|error| Failure::of(self, error))?;
        Ok(file.read_exact(&mut start).is_ok() && start == *b"PK")
    }

    fn content(&self, need: Need) -> ndstrata_npy::Result<Content> {
        let options = ReadOptions::new();
        let mut file = File::open(&self.path)?;
        if file.metadata()?.is_file() {
            let mut start = [0; 6];
            let mut n = 0;
            while n < start.len() {
                match file.read(&mut start[n..])? {
                    0 => break,
                    more => n += more,
                }
            }
            if start.starts_with(b"PK") || self.member.is_some() {
                let archive = Npz::open(&self.path, &options)?;
                return Ok(match &self.member {
                    Some(name) => Content::Array(member(&archive, name, need)?),
                    None => Content::Archive(archive),
                });
            }
            if start[..n] == *b"\x93NUMPY" {
                return match MemMap::open(&self.path, &MapOptions::new()) {
                    Ok(map) => Ok(Content::Array(map.into_array()?)),
                    Err(error) if is_no_reason(error.kind()) => {
                        Ok(Content::Array(ndstrata_npy::load(&self.path, &options)?))
                    }
                    Err(error) => Err(error),
                };
            }
            // No array: the error is the library's.
            return match ndstrata_npy::load_any(&self.path, &options)? {
                ndstrata_npy::Loaded::Npz(archive) => Ok(Content::Archive(archive)),
                ndstrata_npy::Loaded::Array(array) => Ok(Content::Array(array)),
                _ => Ok(Content::Array(ndstrata_npy::load(&self.path, &options)?)),
            };
        }
        // A pipe cannot be mapped.
        Ok(Content::Array(ndstrata_npy::read(&mut file, &options)?))
    }
}

/// What keeps a file from being mapped alone: reading does, or tells what is wrong in NumPy's words.
fn is_no_reason(kind: &ErrorKind) -> bool {
    matches!(kind, ErrorKind::MapObjects | ErrorKind::MapLength { .. } | ErrorKind::InUse)
}
