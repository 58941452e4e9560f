//! [`Target`]: a file, or a member of an archive, as the command line names them.

pub(crate) mod text;

use std::fmt;
use std::fs::File;
use std::io::Read;
use std::path::PathBuf;
use std::str::FromStr;

use ndstrata_array::DynArray;
use ndstrata_npy::{MapOptions, MemMap, Npz, ReadOptions};

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

impl FromStr for Target {
    type Err = std::convert::Infallible;

    fn from_str(text: &str) -> std::result::Result<Target, Self::Err> {
        // A file may have two colons in its name.
        let parts = text.rsplit_once("::").filter(|_| !PathBuf::from(text).exists());
        Ok(match parts {
            Some((path, member)) => Target { path: path.into(), member: Some(member.to_owned()) },
            None => Target { path: text.into(), member: None },
        })
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
    pub(crate) fn open(&self) -> Result<Content> {
        if self.member.is_none() && text::is_text(&self.path) {
            let array = text::read(&self.path).map_err(|error| Failure::of(self, error))?;
            return Ok(Content::Array(array));
        }
        self.content().map_err(|error| Failure::of(self, error))
    }

    /// The one array that it names.
    pub(crate) fn array(&self) -> Result<DynArray> {
        match self.open()? {
            Content::Array(array) => Ok(array),
            Content::Archive(archive) => match archive.names().collect::<Vec<_>>()[..] {
                [only] => archive.map(only).map_err(|error| Failure::of(self, error)),
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

    fn content(&self) -> ndstrata_npy::Result<Content> {
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
                    Some(member) => Content::Array(archive.map(member)?),
                    None => Content::Archive(archive),
                });
            }
            if start[..n] == *b"\x93NUMPY" {
                let map = MemMap::open(&self.path, &MapOptions::new())?;
                return Ok(Content::Array(map.into_array()?));
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
