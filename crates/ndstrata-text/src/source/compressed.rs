//! Files that are compressed, told by the ends of their names.

#[cfg(feature = "gzip")]
mod gzip;
#[cfg_attr(
    not(any(feature = "gzip", feature = "bzip2", feature = "xz")),
    expect(dead_code, reason = "for compressed files")
)]
mod input;
mod streams;
#[cfg(feature = "xz")]
mod xz;

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::Path;

use super::Limits;
use crate::error::{Error, Result};
use streams::Streams;

fn extension(name: &OsStr) -> &str {
    let extension = Path::new(name).extension().and_then(OsStr::to_str).unwrap_or_default();
    match extension {
        "gz" | "bz2" | "xz" => extension,
        // What Python writes by this name is .xz too.
        "lzma" => "xz",
        _ => "",
    }
}

/// The compression that a name asks for, empty for none.
pub(crate) fn format(name: &OsStr) -> Result<&'static str> {
    Ok(match extension(name) {
        "" => "",
        #[cfg(feature = "gzip")]
        "gz" => "gz",
        #[cfg(feature = "bzip2")]
        "bz2" => "bz2",
        #[cfg(feature = "xz")]
        "xz" => "xz",
        other => return Err(unknown(other)),
    })
}

/// Reads through the decompressor of a format.
pub(super) fn reader(
    format: &'static str,
    file: Box<dyn Read + Send>,
    limits: Limits,
) -> Box<dyn Read + Send> {
    let plain = Streams::new(format, file, limits);
    Box::new(Budget { inner: plain, left: limits.decompressed, all: limits.decompressed })
}

/// What a function writes, through the compressor that the name asks for.
pub(crate) fn write(
    name: &OsStr,
    file: &mut dyn Write,
    fill: &mut dyn FnMut(&mut dyn Write) -> Result<()>,
) -> Result<()> {
    match extension(name) {
        "" => fill(file),
        #[cfg(feature = "gzip")]
        "gz" => {
            let mut out = flate2::write::GzEncoder::new(file, flate2::Compression::new(9));
            fill(&mut out)?;
            out.finish()?;
            Ok(())
        }
        #[cfg(feature = "bzip2")]
        "bz2" => {
            let mut out = bzip2::write::BzEncoder::new(file, bzip2::Compression::best());
            fill(&mut out)?;
            out.finish()?;
            Ok(())
        }
        #[cfg(feature = "xz")]
        "xz" => {
            let mut out = lzma_rust2::XzWriter::new(file, lzma_rust2::XzOptions::with_preset(6))?;
            fill(&mut out)?;
            out.finish()?;
            Ok(())
        }
        other => Err(unknown(other)),
    }
}

#[cold]
fn unknown(extension: &str) -> Error {
    let reason = format!("this build does not know .{extension} files");
    Error::argument("NotImplementedError", reason)
}

/// Ends with an error rather than without bound.
struct Budget<R> {
    inner: R,
    left: u64,
    all: u64,
}

impl<R: Read> Read for Budget<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(out)?;
        match self.left.checked_sub(n as u64) {
            Some(left) => {
                self.left = left;
                Ok(n)
            }
            None => {
                let reason = format!("the file decompresses to more than {} bytes", self.all);
                Err(std::io::Error::other(reason))
            }
        }
    }
}
