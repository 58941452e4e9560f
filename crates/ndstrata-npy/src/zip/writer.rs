//! Writing a zip file in one pass, without seeking: each member's size and checksum are known before
//! its header is written.

use std::collections::HashSet;
use std::io::Write;

use libdeflater::{CompressionLvl, Compressor, Crc};

use super::{
    CENTRAL_HEADER, END, END64, END64_LOCATOR, Entry, LOCAL_HEADER, Method, PADDING_EXTRA,
    UTF8_NAME, ZIP64_EXTRA, ZipFault,
};
use crate::source::Source;
use crate::{Error, ErrorKind, Result};

/// Stored data begin at a multiple of this, so that they can be mapped in place.
const ALIGNMENT: u64 = 64;
/// The first of January 1980, as NumPy dates its members.
const DATE: u16 = 33;
/// Permissions of the file's owner to read and write, as NumPy sets them.
const ATTRIBUTES: u32 = 0o600 << 16;
const VERSION_PLAIN: u16 = 20;
const VERSION_ZIP64: u16 = 45;
const UNIX: u16 = 3 << 8;

/// A deflated member.
pub(crate) struct Deflated {
    pub(crate) bytes: Vec<u8>,
    pub(crate) size: u64,
    pub(crate) crc: u32,
}

/// Compresses all of a member.
pub(crate) fn deflate(content: &[u8], level: u8) -> Result<Deflated> {
    let level = CompressionLvl::new(i32::from(level))
        .map_err(|_| Error::new(ErrorKind::Level { level }))?;
    let mut compressor = Compressor::new(level);
    let mut bytes = Vec::new();
    bytes
        .try_reserve_exact(compressor.deflate_compress_bound(content.len()))
        .map_err(|_| std::io::Error::from(std::io::ErrorKind::OutOfMemory))?;
    bytes.resize(bytes.capacity(), 0);
    let n = compressor
        .deflate_compress(content, &mut bytes)
        .map_err(|_| std::io::Error::from(std::io::ErrorKind::OutOfMemory))?;
    bytes.truncate(n);
    let mut crc = Crc::new();
    crc.update(content);
    Ok(Deflated { bytes, size: content.len() as u64, crc: crc.sum() })
}

struct Written {
    name: String,
    method: Method,
    crc: u32,
    compressed: u64,
    size: u64,
    offset: u64,
}

/// A zip file that is being written.
pub(crate) struct ZipWriter<W> {
    writer: W,
    position: u64,
    members: Vec<Written>,
    names: HashSet<String>,
}

impl<W: Write> ZipWriter<W> {
    pub(crate) fn new(writer: W) -> ZipWriter<W> {
        ZipWriter { writer, position: 0, members: Vec::new(), names: HashSet::new() }
    }

    /// Whether a member of this name was written.
    pub(crate) fn contains(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Writes a member as it is, from its parts.
    pub(crate) fn store(&mut self, name: String, parts: &[&[u8]]) -> Result<()> {
        let mut crc = Crc::new();
        parts.iter().for_each(|part| crc.update(part));
        let size = parts.iter().map(|part| part.len() as u64).sum();
        let crc = crc.sum();
        self.begin(name, Method::Stored, crc, size, size)?;
        parts.iter().try_for_each(|part| self.put(part))
    }

    /// Writes a member that was compressed before.
    pub(crate) fn store_deflated(&mut self, name: String, member: &Deflated) -> Result<()> {
        let compressed = member.bytes.len() as u64;
        self.begin(name, Method::Deflated, member.crc, compressed, member.size)?;
        self.put(&member.bytes)
    }

    /// Writes a member of another archive as it lies there.
    pub(crate) fn copy(&mut self, source: &Source, entry: &Entry) -> Result<()> {
        let offset = entry.data_offset(source)?;
        self.begin(entry.name.clone(), entry.method, entry.crc, entry.compressed, entry.size)?;
        let mut reader = source.reader(offset, entry.compressed);
        let n = std::io::copy(&mut reader, &mut self.writer)?;
        self.position += n;
        if n < entry.compressed {
            let name = entry.name.clone();
            return Err(Error::new(ErrorKind::Zip(ZipFault::DataEnd { name })));
        }
        Ok(())
    }

    fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.writer.write_all(bytes)?;
        self.position += bytes.len() as u64;
        Ok(())
    }

    fn begin(
        &mut self,
        name: String,
        method: Method,
        crc: u32,
        compressed: u64,
        size: u64,
    ) -> Result<()> {
        if name.len() > usize::from(u16::MAX) {
            return Err(Error::new(ErrorKind::NameTooLong { length: name.len() }));
        }
        let offset = self.position;
        let member = Written { name, method, crc, compressed, size, offset };
        let is_large = size >= 0xffff_ffff || compressed >= 0xffff_ffff;
        let mut extra = Vec::new();
        if is_large {
            push16(&mut extra, &[ZIP64_EXTRA, 16]);
            extra.extend_from_slice(&size.to_le_bytes());
            extra.extend_from_slice(&compressed.to_le_bytes());
        }
        if method == Method::Stored {
            // A field of padding takes four bytes at least.
            let start = offset + 30 + (member.name.len() + extra.len()) as u64 + 4;
            let padding = (ALIGNMENT - start % ALIGNMENT) % ALIGNMENT;
            push16(&mut extra, &[PADDING_EXTRA, padding as u16]);
            extra.resize(extra.len() + padding as usize, 0);
        }
        let mut header = LOCAL_HEADER.to_le_bytes().to_vec();
        push_common(&mut header, &member, is_large);
        push16(&mut header, &[member.name.len() as u16, extra.len() as u16]);
        header.extend_from_slice(member.name.as_bytes());
        header.extend_from_slice(&extra);
        self.names.insert(member.name.clone());
        self.members.push(member);
        self.put(&header)
    }

    /// Writes the directory and gives the writer back.
    pub(crate) fn finish(mut self) -> Result<W> {
        let start = self.position;
        let members = std::mem::take(&mut self.members);
        for member in &members {
            self.put(&central_header(member))?;
        }
        let (size, count) = (self.position - start, members.len() as u64);
        let mut end = Vec::new();
        if start >= 0xffff_ffff || size >= 0xffff_ffff || count >= 0xffff {
            end.extend_from_slice(&END64.to_le_bytes());
            end.extend_from_slice(&44_u64.to_le_bytes());
            push16(&mut end, &[UNIX | VERSION_ZIP64, VERSION_ZIP64, 0, 0, 0, 0]);
            for number in [count, count, size, start] {
                end.extend_from_slice(&number.to_le_bytes());
            }
            end.extend_from_slice(&END64_LOCATOR.to_le_bytes());
            end.extend_from_slice(&0_u32.to_le_bytes());
            end.extend_from_slice(&self.position.to_le_bytes());
            end.extend_from_slice(&1_u32.to_le_bytes());
        }
        end.extend_from_slice(&END.to_le_bytes());
        let count = count.min(0xffff) as u16;
        push16(&mut end, &[0, 0, count, count]);
        end.extend_from_slice(&(size.min(0xffff_ffff) as u32).to_le_bytes());
        end.extend_from_slice(&(start.min(0xffff_ffff) as u32).to_le_bytes());
        push16(&mut end, &[0]);
        self.put(&end)?;
        self.writer.flush()?;
        Ok(self.writer)
    }
}

fn push16(bytes: &mut Vec<u8>, numbers: &[u16]) {
    numbers.iter().for_each(|number| bytes.extend_from_slice(&number.to_le_bytes()));
}

/// What the header of a member and its line in the directory share.
fn push_common(bytes: &mut Vec<u8>, member: &Written, is_large: bool) {
    let version = if is_large { VERSION_ZIP64 } else { VERSION_PLAIN };
    let flags = if member.name.is_ascii() { 0 } else { UTF8_NAME };
    let method = match member.method {
        Method::Stored => 0,
        Method::Deflated => 8,
        Method::Other(method) => method,
    };
    push16(bytes, &[version, flags, method, 0, DATE]);
    bytes.extend_from_slice(&member.crc.to_le_bytes());
    for number in [member.compressed, member.size] {
        let short = if is_large { u32::MAX } else { number as u32 };
        bytes.extend_from_slice(&short.to_le_bytes());
    }
}

fn central_header(member: &Written) -> Vec<u8> {
    let is_large = member.size >= 0xffff_ffff || member.compressed >= 0xffff_ffff;
    let is_far = member.offset >= 0xffff_ffff;
    let mut extra = Vec::new();
    if is_large || is_far {
        let sizes = if is_large { &[member.size, member.compressed][..] } else { &[] };
        let offset = if is_far { &[member.offset][..] } else { &[] };
        push16(&mut extra, &[ZIP64_EXTRA, 8 * (sizes.len() + offset.len()) as u16]);
        for number in sizes.iter().chain(offset) {
            extra.extend_from_slice(&number.to_le_bytes());
        }
    }
    let mut bytes = CENTRAL_HEADER.to_le_bytes().to_vec();
    push16(&mut bytes, &[UNIX | VERSION_ZIP64]);
    push_common(&mut bytes, member, is_large);
    push16(&mut bytes, &[member.name.len() as u16, extra.len() as u16, 0, 0, 0]);
    bytes.extend_from_slice(&ATTRIBUTES.to_le_bytes());
    bytes.extend_from_slice(&(member.offset.min(0xffff_ffff) as u32).to_le_bytes());
    bytes.extend_from_slice(member.name.as_bytes());
    bytes.extend_from_slice(&extra);
    bytes
}
