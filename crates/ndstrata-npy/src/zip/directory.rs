//! The directory at the end of a zip file. Nothing in it is believed before it was checked against
//! the file's length.

use std::collections::HashMap;

use super::bytes::Fields;
use super::code_page::decode_name;
use super::{
    CENTRAL_HEADER, ENCRYPTED, END, END64, END64_LOCATOR, LOCAL_HEADER, PATCHED, STRONG, UTF8_NAME,
    ZIP64_EXTRA, ZipFault,
};
use crate::header::{fill, read_exact};
use crate::source::Source;
use crate::{Error, ErrorKind, Limits, Result};

const END_LEN: u64 = 22;
const END64_LEN: u64 = 56;
const LOCATOR_LEN: u64 = 20;
const CENTRAL_LEN: usize = 46;
const LOCAL_LEN: u64 = 30;
const MAX_COMMENT: u64 = 0x1_0000;
/// The newest version of the format that Python reads, in tenths.
const MAX_VERSION: u16 = 63;
/// How many times the file's bytes its members may use together. They use each byte once; a damaged size
/// lets some use it twice, and a bomb has many use all of it.
const MAX_OVERLAP: u64 = 4;

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
    flags: u16,
    /// The name as it stands, where [`name`](Entry::name) ends at a NUL in it.
    whole_name: Option<String>,
    header_offset: i128,
}

/// All members, in the order of the file.
#[derive(Clone, Debug)]
pub(crate) struct Directory {
    pub(crate) entries: Vec<Entry>,
    /// Of several members of one name, the last.
    by_name: HashMap<String, usize>,
}

#[cold]
fn fault(fault: ZipFault) -> Error {
    Error::new(ErrorKind::Zip(fault))
}

impl Directory {
    pub(crate) fn read(source: &Source, limits: &Limits) -> Result<Directory> {
        let end = End::find(source)?;
        let length = usize::try_from(end.size).map_err(|_| fault(ZipFault::NotAZip))?;
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(length).map_err(|_| fault(ZipFault::NotAZip))?;
        bytes.resize(length, 0);
        read_exact(&mut source.reader(end.start, end.size), &mut bytes, "directory of members")?;
        let mut fields = Fields(&bytes);
        let mut entries = Vec::new();
        let mut told = 0;
        while told < end.size {
            if entries.len() >= limits.members {
                let (members, limit) = (entries.len() as u64 + 1, limits.members as u64);
                return Err(Error::new(ErrorKind::TooManyMembers { members, limit }));
            }
            let (entry, length) = Entry::parse(&mut fields, end.shift)?;
            entries.push(entry);
            told += length;
        }
        if let Some(entry) = entries.first()
            && entries.iter().fold(0, |sum: u64, e| sum.saturating_add(e.most_bytes(source)))
                > source.len().saturating_mul(MAX_OVERLAP)
        {
            return Err(fault(ZipFault::Overlap { name: entry.name.clone() }));
        }
        let by_name = entries.iter().enumerate().map(|(i, entry)| (entry.name.clone(), i));
        let by_name = by_name.collect();
        Ok(Directory { entries, by_name })
    }

    /// The member of that name.
    pub(crate) fn entry(&self, name: &str) -> Option<&Entry> {
        self.by_name.get(name).map(|&i| &self.entries[i])
    }
}

/// Where the directory lies.
struct End {
    start: u64,
    size: u64,
    /// Bytes before the archive proper, by which all its offsets are short.
    shift: i128,
}

impl End {
    fn find(source: &Source) -> Result<End> {
        let not_a_zip = || fault(ZipFault::NotAZip);
        let length = source.len();
        if length < END_LEN {
            return Err(not_a_zip());
        }
        let tail_start = length.saturating_sub(END_LEN + MAX_COMMENT);
        let mut tail = vec![0; (length - tail_start) as usize];
        read_exact(&mut source.reader(tail_start, length), &mut tail, "end of the archive")?;
        // Without a comment, the end is the last there is; otherwise it is looked for.
        let last = tail.len() - END_LEN as usize;
        let at = match &tail[last..] {
            end if end.starts_with(&END.to_le_bytes()) && end.ends_with(&[0, 0]) => last,
            _ => tail
                .windows(4)
                .rposition(|window| window == END.to_le_bytes())
                .filter(|at| at + END_LEN as usize <= tail.len())
                .ok_or_else(not_a_zip)?,
        };
        let mut end_at = tail_start + at as u64;
        let mut fields = Fields(&tail[at + 4..]);
        fields.skip(8);
        let (mut size, mut offset) = (u64::from(fields.u32()), u64::from(fields.u32()));
        if let Some(end64) = End64::find(source, end_at)? {
            (size, offset) = (end64.size, end64.offset);
            end_at = end64.at;
        }
        let start = end_at.checked_sub(size).ok_or_else(|| fault(ZipFault::DirectoryOffset))?;
        Ok(End { start, size, shift: i128::from(start) - i128::from(offset) })
    }
}

struct End64 {
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
        let mut locator = Fields(locator);
        if locator.u32() != END64_LOCATOR {
            return Ok(None);
        }
        let disk = locator.u32();
        locator.skip(8);
        if disk != 0 || locator.u32() > 1 {
            return Err(fault(ZipFault::SeveralDisks));
        }
        let mut fields = Fields(end64);
        if fields.u32() != END64 {
            return Ok(None);
        }
        fields.skip(36);
        Ok(Some(End64 { size: fields.u64(), offset: fields.u64(), at }))
    }
}

impl Entry {
    /// A member, and how many bytes of the directory it says that it takes.
    fn parse(fields: &mut Fields<'_>, shift: i128) -> Result<(Entry, u64)> {
        let head = fields.bytes(CENTRAL_LEN).ok_or_else(|| fault(ZipFault::DirectoryEnd))?;
        let mut head = Fields(head);
        if head.u32() != CENTRAL_HEADER {
            return Err(fault(ZipFault::DirectoryMagic));
        }
        head.skip(2);
        let (tenths, flags, method) = (head.u16() & 0xff, head.u16(), head.u16());
        head.skip(4);
        let crc = head.u32();
        let (mut compressed, mut size) = (u64::from(head.u32()), u64::from(head.u32()));
        let (name_len, extra_len, comment_len) = (head.u16(), head.u16(), head.u16());
        head.skip(8);
        let mut header_offset = u64::from(head.u32());
        let name = fields.at_most(name_len.into());
        let mut extra = Fields(fields.at_most(extra_len.into()));
        fields.at_most(comment_len.into());
        let whole_name =
            decode_name(name, flags & UTF8_NAME != 0).ok_or_else(|| fault(ZipFault::Name))?;
        if tenths > MAX_VERSION {
            return Err(fault(ZipFault::Version { tenths }));
        }
        while extra.0.len() >= 4 {
            let (id, length) = (extra.u16(), extra.u16());
            let bytes = extra.bytes(length.into());
            let mut large =
                Fields(bytes.ok_or_else(|| fault(ZipFault::ExtraField { id, size: length }))?);
            if id == ZIP64_EXTRA {
                // Only those that do not fit their four bytes are there, in this order.
                for (number, field) in [
                    (&mut size, "File size"),
                    (&mut compressed, "Compress size"),
                    (&mut header_offset, "Header offset"),
                ] {
                    if *number == 0xffff_ffff {
                        if large.0.len() < 8 {
                            return Err(fault(ZipFault::Zip64 { field }));
                        }
                        *number = large.u64();
                    }
                }
            }
        }
        // As in Python, a name ends at a NUL.
        let name = whole_name.split('\0').next().unwrap_or_default().to_owned();
        let whole_name = (name.len() < whole_name.len()).then_some(whole_name);
        let method = match method {
            0 => Method::Stored,
            8 => Method::Deflated,
            other => Method::Other(other),
        };
        let told = CENTRAL_LEN as u64
            + u64::from(name_len)
            + u64::from(extra_len)
            + u64::from(comment_len);
        let header_offset = i128::from(header_offset) + shift;
        let entry = Entry { name, method, crc, compressed, size, flags, whole_name, header_offset };
        Ok((entry, told))
    }

    /// Bytes of the file that its data may be, whatever the directory says.
    fn most_bytes(&self, source: &Source) -> u64 {
        let start = u64::try_from(self.header_offset).unwrap_or(0);
        self.compressed.min(source.len().saturating_sub(start))
    }

    /// Bytes of a stored member; where its two sizes differ, Python reads the fewer.
    pub(crate) fn stored_size(&self) -> u64 {
        self.size.min(self.compressed)
    }

    /// The first byte of the member's data in the file, checked to lie, with all that follow if it is
    /// stored, within it. Compressed data say themselves where they end.
    pub(crate) fn data_offset(&self, source: &Source) -> Result<u64> {
        let header_offset = match u64::try_from(self.header_offset) {
            Ok(offset) => offset,
            Err(_) => {
                let (offset, in_file) = (self.header_offset, matches!(source, Source::File(_)));
                return Err(fault(ZipFault::Offset { offset, in_file }));
            }
        };
        let cut = |_| fault(ZipFault::HeaderEnd);
        let mut bytes = [0; LOCAL_LEN as usize];
        read_exact(&mut source.reader(header_offset, LOCAL_LEN), &mut bytes, "member")
            .map_err(cut)?;
        let mut fields = Fields(&bytes);
        if fields.u32() != LOCAL_HEADER {
            return Err(fault(ZipFault::HeaderMagic));
        }
        fields.skip(2);
        let is_utf8 = fields.u16() & UTF8_NAME != 0;
        fields.skip(18);
        let (name_len, extra_len) = (u64::from(fields.u16()), u64::from(fields.u16()));
        let mut name = vec![0; name_len as usize];
        let n = fill(&mut source.reader(header_offset + LOCAL_LEN, name_len), &mut name)?;
        name.truncate(n);
        if self.flags & PATCHED != 0 {
            return Err(fault(ZipFault::Patch));
        }
        if self.flags & STRONG != 0 {
            return Err(fault(ZipFault::StrongEncryption));
        }
        let decoded = decode_name(&name, is_utf8).ok_or_else(|| fault(ZipFault::Name))?;
        let listed = self.whole_name.as_ref().unwrap_or(&self.name);
        if decoded != *listed {
            let directory = listed.clone();
            return Err(fault(ZipFault::Names { directory, header: name }));
        }
        if self.flags & ENCRYPTED != 0 {
            return Err(fault(ZipFault::Encrypted { name: self.name.clone() }));
        }
        let start = header_offset.saturating_add(LOCAL_LEN + name_len + extra_len);
        let length = if self.method == Method::Stored { self.stored_size() } else { 0 };
        match start.checked_add(length) {
            Some(end) if end <= source.len() => Ok(start),
            _ => Err(fault(ZipFault::DataEnd { name: self.name.clone() })),
        }
    }
}
