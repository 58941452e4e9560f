//! What begins where in `.xz` files, and how much memory it asks for.

use std::io::{Error, ErrorKind, Read, Result};

use super::input::Input;
use super::streams::refused;
use crate::source::Limits;

const MAGIC: &[u8; 6] = b"\xfd7zXZ\0";
/// The bytes before the data of an `.lzma` file.
const ALONE: usize = 13;
/// The first byte of an `.lzma` file is less.
const PROPERTIES: u8 = 9 * 5 * 5;

/// What begins here.
pub(super) enum Next {
    Xz,
    /// The older format, which has no magic.
    Lzma,
    End,
}

pub(super) fn next(input: &mut Input, is_first: bool, limits: Limits) -> Result<Next> {
    let start = input.peek(MAGIC.len())?;
    if start == MAGIC {
        // The header of the stream, and the longest one of a block.
        let head = input.peek(12 + 1024)?.get(12..).unwrap_or_default();
        let n = head.first().map_or(0, |&first| 4 * (usize::from(first) + 1));
        allow(head.get(..n).and_then(asked), limits)?;
        return Ok(Next::Xz);
    }
    if start.is_empty() && !is_first {
        return Ok(Next::End);
    }
    if MAGIC.starts_with(start) {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    match *input.peek(ALONE)? {
        [properties, a, b, c, d, ref size @ ..] if is_alone(properties, [a, b, c, d], size) => {
            if size.len() < ALONE - 5 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            allow(Some(u32::from_le_bytes([a, b, c, d]).into()), limits)?;
            Ok(Next::Lzma)
        }
        // What follows the last stream and is none is of no interest.
        _ if !is_first => Ok(Next::End),
        [properties, ref rest @ ..] if properties < PROPERTIES && rest.len() < 4 => {
            Err(ErrorKind::UnexpectedEof.into())
        }
        _ => Err(refused("LZMAError", "Input format not supported by decoder")),
    }
}

/// Whether these can begin an `.lzma` file: what is no usual size of a dictionary or of text is another file.
fn is_alone(properties: u8, dictionary: [u8; 4], size: &[u8]) -> bool {
    const MOST: u64 = 1 << 38;
    let dictionary = u32::from_le_bytes(dictionary);
    let is_usual = dictionary == u32::MAX
        || dictionary.is_power_of_two()
        || (dictionary.is_multiple_of(3) && (dictionary / 3).is_power_of_two());
    let is_short = match size.first_chunk() {
        Some(&size) => matches!(u64::from_le_bytes(size), u64::MAX | ..MOST),
        None => true,
    };
    properties < PROPERTIES && is_usual && is_short
}

fn allow(wanted: Option<u64>, limits: Limits) -> Result<()> {
    match wanted {
        Some(wanted) if wanted > u64::from(limits.dictionary) => {
            let allowed = limits.dictionary;
            let reason = format!(
                "the file needs {wanted} bytes to be decompressed with; {allowed} are allowed"
            );
            Err(refused("ValueError", reason))
        }
        _ => Ok(()),
    }
}

/// The dictionary that a block's whole header asks for, if its checksum is right.
fn asked(header: &[u8]) -> Option<u64> {
    let (data, told) = header.split_last_chunk()?;
    if u32::from_le_bytes(*told) == checksum(data) { dictionary(data) } else { None }
}

/// The dictionary that a block's header asks for (The .xz File Format, 3.1).
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

/// The bytes of a stream, whose later blocks ask for no more memory than is allowed either.
pub(super) struct Guarded {
    input: Input,
    limits: Limits,
    /// The byte that was read last, if it was asked for alone: it may tell the length of a header.
    first: Option<u8>,
}

impl Guarded {
    pub(super) fn new(input: Input, limits: Limits) -> Guarded {
        Guarded { input, limits, first: None }
    }

    pub(super) fn into_inner(self) -> Input {
        self.input
    }
}

impl Read for Guarded {
    fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        // A header is asked for at once, and looked at as a whole.
        let n = match out.len() {
            ..=1024 => {
                let mut n = 0;
                while n < out.len() {
                    match self.input.read(&mut out[n..])? {
                        0 => break,
                        more => n += more,
                    }
                }
                n
            }
            _ => self.input.read(out)?,
        };
        if let Some(first) = self.first.take()
            && n == out.len()
            && n + 1 == 4 * (usize::from(first) + 1)
        {
            allow(asked(&[&[first], &out[..]].concat()), self.limits)?;
        }
        self.first = match out {
            [byte] if n == 1 => Some(*byte),
            _ => None,
        };
        Ok(n)
    }
}

/// The bytes of an `.lzma` file. Its decoder takes others for what it cannot read, and goes on; so that
/// is kept here, to be asked for.
pub(super) struct Watched {
    input: Input,
    fault: Option<Error>,
}

impl Watched {
    pub(super) fn new(input: Input) -> Watched {
        Watched { input, fault: None }
    }

    pub(super) fn into_inner(self) -> Input {
        self.input
    }

    /// What could not be read, if it was asked for.
    pub(super) fn fault(&mut self) -> Result<()> {
        self.fault.take().map_or(Ok(()), Err)
    }
}

impl Read for Watched {
    fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        let read = self.input.read(out);
        match read {
            Ok(0) if !out.is_empty() => self.fault = Some(ErrorKind::UnexpectedEof.into()),
            Err(error) => {
                let kind = error.kind();
                self.fault = Some(error);
                return Err(kind.into());
            }
            Ok(_) => {}
        }
        read
    }
}

/// The CRC32 of IEEE 802.3, bit by bit: headers are short.
fn checksum(bytes: &[u8]) -> u32 {
    let step = |crc: u32| crc >> 1 ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 };
    !bytes
        .iter()
        .fold(u32::MAX, |crc, &byte| (0..8).fold(crc ^ u32::from(byte), |crc, _| step(crc)))
}

#[cfg(test)]
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

    #[test]
    fn later_blocks_are_looked_at_too() {
        use std::io::{Cursor, Write};
        use std::num::NonZeroU64;

        let mut options = lzma_rust2::XzOptions::with_preset(0);
        options.set_block_size(NonZeroU64::new(1 << 16));
        let mut writer = lzma_rust2::XzWriter::new(Vec::new(), options).unwrap();
        writer.write_all(&[b'1'; 900_000]).unwrap();
        let mut bytes = writer.finish().unwrap();
        let header = bytes[12..12 + 4 * (usize::from(bytes[12]) + 1)].to_vec();
        let is_header = |at: &usize| bytes[*at..].starts_with(&header);
        let second = (13..bytes.len()).find(is_header).unwrap();
        let read = |bytes: &[u8]| {
            let input = Input::new(Box::new(Cursor::new(bytes.to_vec())));
            let guarded = Guarded::new(input, Limits::default());
            let mut text = Vec::new();
            let mut reader = lzma_rust2::XzReader::new(guarded, false);
            reader.read_to_end(&mut text).map_err(|error| error.to_string())
        };
        assert_eq!(read(&bytes), Ok(900_000));
        // The properties of LZMA2 are behind its number and their length.
        let of_filter = header.windows(2).position(|pair| pair == [0x21, 1]).unwrap();
        bytes[second + of_filter + 2] = 39;
        let end = second + header.len() - 4;
        let told = checksum(&bytes[second..end]).to_le_bytes();
        bytes[end..end + 4].copy_from_slice(&told);
        let refusal =
            "the file needs 3221225472 bytes to be decompressed with; 1073741824 are allowed";
        assert_eq!(read(&bytes), Err(refusal.to_owned()));
    }
}
