//! The bytes of members, with their checksums proven.

use std::io::{self, Read};
use std::ops::Range;

use libdeflater::{Crc, DecompressionError, Decompressor};
use ndarray::Ix1;
use ndstrata_array::{DynArray, Order};
use ndstrata_dtype::DType;

use super::{Entry, ZipFault};
use crate::header::{fill, read_exact};
use crate::source::Source;
use crate::{Error, ErrorKind, Limits, Result};

/// No deflated byte becomes more than this.
const MAX_RATIO: u64 = 1032;

/// Bytes that are read at a time for the sake of their checksum.
const PART: u64 = 1 << 18;

/// The inflated bytes of a member, and where they lie in the vector.
pub(crate) fn inflate(
    source: &Source,
    entry: &Entry,
    limits: &Limits,
) -> Result<(Vec<u8>, Range<usize>)> {
    let name = || entry.name.clone();
    let fault = |fault| Error::new(ErrorKind::Zip(fault));
    // Where nothing is compressed no ratio tells, and nothing is inflated.
    let bound = entry.compressed.max(1).saturating_mul(limits.ratio);
    if entry.size > bound {
        let (bytes, limit) = (entry.size, bound);
        return Err(Error::new(ErrorKind::TooManyBytes { bytes, limit }));
    }
    // What the directory says is also what is inflated at most.
    let most = limits.bytes.saturating_add(limits.header_bytes());
    if entry.size > most {
        let (bytes, limit) = (entry.size, limits.bytes);
        return Err(Error::new(ErrorKind::TooManyBytes { bytes, limit }));
    }
    let offset = entry.data_offset(source)?;
    let compressed = entry.compressed.min(source.len().saturating_sub(offset));
    let (mut packed, start) = room(compressed)?;
    let end = start + compressed as usize;
    read_exact(&mut source.reader(offset, compressed), &mut packed[start..end], "compressed data")?;
    // More than deflate can hold is a lie, for which no memory is taken.
    let size = entry.size.min(compressed.saturating_mul(MAX_RATIO));
    let (mut bytes, at) = room(size)?;
    let place = &mut bytes[at..at + size as usize];
    let n = match Decompressor::new().deflate_decompress(&packed[start..end], place) {
        Ok(n) => n,
        Err(_) if compressed == 0 => 0,
        // As Python, which reads no more than the directory says, and proves that.
        Err(DecompressionError::InsufficientSpace) => place.len(),
        Err(DecompressionError::BadData) => return Err(fault(ZipFault::Data { name: name() })),
    };
    let mut crc = Crc::new();
    crc.update(&place[..n]);
    if crc.sum() != entry.crc {
        return Err(fault(ZipFault::Crc { name: name() }));
    }
    Ok((bytes, at..at + n))
}

/// The first bytes of a deflated member, as far as they could be had from its first bytes in the file;
/// what is missing is zero, and nothing is proven.
pub(crate) fn peek(source: &Source, entry: &Entry) -> Result<Vec<u8>> {
    const ENOUGH: usize = 1 << 14;
    let offset = entry.data_offset(source)?;
    let n = ENOUGH.min(usize::try_from(entry.compressed).unwrap_or(ENOUGH));
    let mut packed = vec![0; n];
    let n = fill(&mut source.reader(offset, n as u64), &mut packed)?;
    packed.truncate(n);
    let mut bytes = vec![0; ENOUGH];
    // The buffer is filled as far as it goes, which the decompressor calls an error.
    let _ = Decompressor::new().deflate_decompress(&packed, &mut bytes);
    Ok(bytes)
}

/// Zeroed memory for `n` bytes, and where in it they begin; large memory comes from the machine as
/// zeros, without being written.
fn room(n: u64) -> Result<(Vec<u8>, usize)> {
    let n = usize::try_from(n).map_err(|_| io::Error::from(io::ErrorKind::OutOfMemory))?;
    let array = DynArray::zeros(&[n], &DType::UINT8, Order::C)?.into_typed::<u8, Ix1>()?;
    let (vec, offset) = array.into_raw_vec_and_offset();
    Ok((vec, offset.unwrap_or(0)))
}

/// Stored data, whose checksum is proven when all of it was read.
pub(crate) struct Checked<'a, R> {
    reader: R,
    entry: &'a Entry,
    left: u64,
    crc: Crc,
}

impl<'a, R: Read> Checked<'a, R> {
    pub(crate) fn new(reader: R, entry: &'a Entry) -> Checked<'a, R> {
        Checked { reader, entry, left: entry.stored_size(), crc: Crc::new() }
    }

    /// Reads what is left, and proves the checksum.
    pub(crate) fn finish(mut self) -> Result<()> {
        let mut rest = vec![0; self.left.min(PART) as usize];
        while self.left > 0 {
            if self.read(&mut rest)? == 0 {
                return Err(self.fault(|name| ZipFault::DataEnd { name }));
            }
        }
        if self.crc.sum() == self.entry.crc {
            Ok(())
        } else {
            Err(self.fault(|name| ZipFault::Crc { name }))
        }
    }

    fn fault(&self, fault: fn(String) -> ZipFault) -> Error {
        Error::new(ErrorKind::Zip(fault(self.entry.name.clone())))
    }
}

impl<R: Read> Read for Checked<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        let n = self.reader.read(&mut buffer[..most])?;
        self.crc.update(&buffer[..n]);
        self.left -= n as u64;
        Ok(n)
    }
}
