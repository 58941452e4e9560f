//! The directory at the end of a zip file. Nothing in it is believed before it was checked against
//! the file's length.

use super::bytes::Fields;
use super::code_page::decode_name;
use super::{
    CENTRAL_HEADER, ENCRYPTED, END, END64, END64_LOCATOR, LOCAL_HEADER, UTF8_NAME, ZIP64_EXTRA,
};
use crate::header::read_exact;
use crate::source::Source;
use crate::{Error, ErrorKind, Limits, Result};

const END_LEN: u64 = 22;
const END64_LEN: u64 = 56;
const LOCATOR_LEN: u64 = 20;
const CENTRAL_LEN: usize = 46;
const LOCAL_LEN: u64 = 30;
const MAX_COMMENT: u64 = 0xffff;

/// How a member is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    Stored,
    Deflated,
    Other(u16),
}

/// One member.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) name: String,
    pub(crate) method: Method,
    pub(crate) crc: u32,
    pub(crate) compressed: u64,
    pub(crate) size: u64,
    pub(crate) is_encrypted: bool,
    header_offset: u64,
}

/// All members, in the order of the file.
#[derive(Clone, Debug)]
pub(crate) struct Directory {
    pub(crate) entries: Vec<Entry>,
}

#[cold]
fn not_a_zip() -> Error {
    Error::new(ErrorKind::NotAZip)
}

impl Directory {
    pub(crate) fn read(source: &Source, limits: &Limits) -> Result<Directory> {
        let end = End::find(source)?;
        if end.count > limits.members as u64 {
            let (members, limit) = (end.count, limits.members as u64);
            return Err(Error::new(ErrorKind::TooManyMembers { members, limit }));
        }
        let length = usize::try_from(end.size).map_err(|_| not_a_zip())?;
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(length).map_err(|_| not_a_zip())?;
        bytes.resize(length, 0);
        read_exact(&mut source.reader(end.start, end.size), &mut bytes, "directory of members")?;
        let mut fields = Fields(&bytes);
        let mut entries = Vec::new();
        while !fields.0.is_empty() {
            if entries.len() >= limits.members {
                let (members, limit) = (entries.len() as u64 + 1, limits.members as u64);
                return Err(Error::new(ErrorKind::TooManyMembers { members, limit }));
            }
            entries.push(Entry::parse(&mut fields, end.shift)?);
        }
        Ok(Directory { entries })
    }
}

/// Where the directory lies.
struct End {
    count: u64,
    start: u64,
    size: u64,
    /// Bytes before the archive proper, by which all its offsets are short.
    shift: u64,
}

impl End {
    fn find(source: &Source) -> Result<End> {
        let length = source.len();
        let tail_start = length.saturating_sub(END_LEN + MAX_COMMENT);
        let mut tail = vec![0; (length - tail_start) as usize];
        read_exact(&mut source.reader(tail_start, length), &mut tail, "end of the archive")?;
        let at = tail
            .windows(END_LEN as usize)
            .rposition(|window| window.starts_with(&END.to_le_bytes()))
            .ok_or_else(not_a_zip)?;
        let end_at = tail_start + at as u64;
        let mut fields = Fields(&tail[at + 4..]);
        fields.skip(6);
        let count = u64::from(fields.u16());
        let (mut size, mut offset) = (u64::from(fields.u32()), u64::from(fields.u32()));
        let mut end = (count, end_at);
        if let Some(end64) = End64::find(source, end_at)? {
            (size, offset) = (end64.size, end64.offset);
            end = (end64.count, end64.at);
        }
        let (count, end_at) = end;
        let start = end_at.checked_sub(size).ok_or_else(not_a_zip)?;
        let shift = start.checked_sub(offset).ok_or_else(not_a_zip)?;
        Ok(End { count, start, size, shift })
    }
}

struct End64 {
    count: u64,
    size: u64,
    offset: u64,
    at: u64,
}

impl End64 {
    /// The end of an archive with large numbers, which stands before the plain one.
    fn find(source: &Source, end_at: u64) -> Result<Option<End64>> {
        let Some(at) = end_at.checked_sub(LOCATOR_LEN + END64_LEN) else { return Ok(None) };
        let mut bytes = [0; (LOCATOR_LEN + END64_LEN) as usize];
        read_exact(&mut source.reader(at, bytes.len() as u64), &mut bytes, "end of the archive")?;
        let (end64, locator) = bytes.split_at(END64_LEN as usize);
        if !locator.starts_with(&END64_LOCATOR.to_le_bytes()) {
            return Ok(None);
        }
        let mut fields = Fields(end64);
        if fields.u32() != END64 {
            return Err(not_a_zip());
        }
        fields.skip(28);
        let count = fields.u64();
        Ok(Some(End64 { count, size: fields.u64(), offset: fields.u64(), at }))
    }
}

impl Entry {
    fn parse(fields: &mut Fields<'_>, shift: u64) -> Result<Entry> {
        let mut head = Fields(fields.bytes(CENTRAL_LEN).ok_or_else(not_a_zip)?);
        if head.u32() != CENTRAL_HEADER {
            return Err(not_a_zip());
        }
        head.skip(4);
        let (flags, method) = (head.u16(), head.u16());
        head.skip(4);
        let crc = head.u32();
        let (mut compressed, mut size) = (u64::from(head.u32()), u64::from(head.u32()));
        let (name_len, extra_len, comment_len) = (head.u16(), head.u16(), head.u16());
        head.skip(8);
        let mut header_offset = u64::from(head.u32());
        let name = fields.bytes(name_len.into()).ok_or_else(not_a_zip)?;
        let mut extra = Fields(fields.bytes(extra_len.into()).ok_or_else(not_a_zip)?);
        fields.bytes(comment_len.into()).ok_or_else(not_a_zip)?;
        while extra.0.len() >= 4 {
            let (id, length) = (extra.u16(), extra.u16());
            let mut large = Fields(extra.bytes(length.into()).ok_or_else(not_a_zip)?);
            if id == ZIP64_EXTRA {
                // Only those that do not fit their four bytes are there, in this order.
                for number in [&mut size, &mut compressed, &mut header_offset] {
                    if *number == 0xffff_ffff {
                        *number = large.u64();
                    }
                }
            }
        }
        let name = decode_name(name, flags & UTF8_NAME != 0).ok_or_else(not_a_zip)?;
        let method = match method {
            0 => Method::Stored,
            8 => Method::Deflated,
            other => Method::Other(other),
        };
        let is_encrypted = flags & ENCRYPTED != 0;
        let header_offset = header_offset.checked_add(shift).ok_or_else(not_a_zip)?;
        Ok(Entry { name, method, crc, compressed, size, is_encrypted, header_offset })
    }

    /// The first byte of the member's data in the file, checked to lie, with all that follow, within
    /// it.
    pub(crate) fn data_offset(&self, source: &Source) -> Result<u64> {
        let damaged = || Error::new(ErrorKind::BadMember { name: self.name.clone() });
        let mut bytes = [0; LOCAL_LEN as usize];
        read_exact(&mut source.reader(self.header_offset, LOCAL_LEN), &mut bytes, "member")
            .map_err(|_| damaged())?;
        let mut fields = Fields(&bytes);
        if fields.u32() != LOCAL_HEADER {
            return Err(damaged());
        }
        fields.skip(22);
        let names = u64::from(fields.u16()) + u64::from(fields.u16());
        let start = self.header_offset.checked_add(LOCAL_LEN + names).ok_or_else(damaged)?;
        let end = start.checked_add(self.compressed).ok_or_else(damaged)?;
        if end > source.len() { Err(damaged()) } else { Ok(start) }
    }
}
