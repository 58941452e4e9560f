//! Files that are compressed, told by the ends of their names.

use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::Path;

use super::Limits;
use crate::error::{Error, Result};

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
    format: &str,
    file: Box<dyn Read + Send>,
    limits: Limits,
) -> Result<Box<dyn Read + Send>> {
    let plain: Box<dyn Read + Send> = match format {
        "" => return Ok(file),
        #[cfg(feature = "gzip")]
        "gz" => {
            // A file without a byte is one without text.
            let mut file = file;
            let mut first = Vec::new();
            (&mut file).take(1).read_to_end(&mut first)?;
            match first.is_empty() {
                true => return Ok(file),
                false => {
                    let whole = std::io::Cursor::new(first).chain(file);
                    Box::new(flate2::read::MultiGzDecoder::new(whole))
                }
            }
        }
        #[cfg(feature = "bzip2")]
        "bz2" => Box::new(bzip2::read::MultiBzDecoder::new(file)),
        #[cfg(feature = "xz")]
        "xz" => Box::new(lzma_rust2::XzReader::new(within(file, limits)?, true)),
        other => return Err(unknown(other)),
    };
    Ok(Box::new(Budget { inner: plain, left: limits.decompressed, all: limits.decompressed }))
}

/// The same file, unless the header of its first block asks for more memory than is allowed.
#[cfg(feature = "xz")]
fn within(mut file: Box<dyn Read + Send>, limits: Limits) -> Result<Box<dyn Read + Send>> {
    // The header of the stream, and the longest one of a block.
    let mut head = Vec::new();
    (&mut file).take(12 + 1024).read_to_end(&mut head)?;
    if let Some(wanted) = dictionary(head.get(12..).unwrap_or_default())
        && wanted > u64::from(limits.dictionary)
    {
        return Err(Error::value(format!(
            "the file needs {wanted} bytes to be decompressed with; {} are allowed",
            limits.dictionary
        )));
    }
    Ok(Box::new(std::io::Cursor::new(head).chain(file)))
}

/// The dictionary that a block's header asks for (The .xz File Format, 3.1).
#[cfg(feature = "xz")]
fn dictionary(header: &[u8]) -> Option<u64> {
    const LZMA2: u64 = 0x21;
    let (flags, mut at) = (*header.get(1)?, 2);
    let number = |at: &mut usize| {
        let mut value = 0;
        for shift in (0..63).step_by(7) {
            let byte = *header.get(*at)?;
            *at += 1;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    };
    // Sizes that may be told.
    for flag in [0x40, 0x80] {
        if flags & flag != 0 {
            number(&mut at)?;
        }
    }
    for _ in 0..=flags & 3 {
        let (id, n_bytes) = (number(&mut at)?, usize::try_from(number(&mut at)?).ok()?);
        if id == LZMA2 {
            let bits = u32::from(*header.get(at)?);
            return match bits {
                0..=39 => Some(u64::from(2 | (bits & 1)) << (bits / 2 + 11)),
                _ => Some(u64::from(u32::MAX)),
            };
        }
        at = at.checked_add(n_bytes)?;
    }
    None
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

/// What Python says of a file that ends too early.
const TRUNCATED: &str = "Compressed file ended before the end-of-stream marker was reached";

/// Ends with an error rather than without bound.
struct Budget<R> {
    inner: R,
    left: u64,
    all: u64,
}

impl<R: Read> Read for Budget<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(out).map_err(|error| match error.kind() {
            std::io::ErrorKind::UnexpectedEof => std::io::Error::new(error.kind(), TRUNCATED),
            _ => error,
        })?;
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

#[cfg(all(test, feature = "xz"))]
mod tests {
    use super::*;

    #[test]
    fn dictionaries_are_told_by_the_headers_of_blocks() {
        // What `xz -6` writes, then with both sizes told, then a filter before LZMA2.
        assert_eq!(dictionary(&[2, 0, 0x21, 1, 0x16, 0, 0, 0]), Some(8 << 20));
        assert_eq!(
            dictionary(&[4, 0xc0, 0x80, 1, 5, 0x21, 1, 0x28, 0, 0]),
            Some(u64::from(u32::MAX))
        );
        assert_eq!(dictionary(&[3, 1, 3, 1, 0, 0x21, 1, 0x17, 0, 0]), Some(12 << 20));
        assert_eq!(dictionary(&[3, 1, 3, 0xff]), None);
    }
}
