//! Files that are compressed, told by the ends of their names.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::Path;

use crate::error::{Error, Result};

/// What a compressed file may become at most, in bytes: such files can be made to grow without bound.
const BUDGET: u64 = 64 << 30;

fn extension(name: &OsStr) -> &str {
    let extension = Path::new(name).extension().and_then(OsStr::to_str).unwrap_or_default();
    match extension {
        "gz" | "bz2" | "xz" => extension,
        // What Python writes by this name is .xz too.
        "lzma" => "xz",
        _ => "",
    }
}

/// Reads through the decompressor that the name asks for.
pub(crate) fn reader(name: &OsStr, file: Box<dyn Read + Send>) -> Result<Box<dyn Read + Send>> {
    let plain: Box<dyn Read + Send> = match extension(name) {
        "" => return Ok(file),
        #[cfg(feature = "gzip")]
        "gz" => Box::new(flate2::read::MultiGzDecoder::new(file)),
        #[cfg(feature = "bzip2")]
        "bz2" => Box::new(bzip2::read::MultiBzDecoder::new(file)),
        #[cfg(feature = "xz")]
        "xz" => Box::new(lzma_rust2::XzReader::new(file, true)),
        other => return Err(unknown(other)),
    };
    Ok(Box::new(Budget { inner: plain, left: BUDGET }))
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
                let reason = format!("the file decompresses to more than {BUDGET} bytes");
                Err(std::io::Error::other(reason))
            }
        }
    }
}
