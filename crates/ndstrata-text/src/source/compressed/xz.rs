//! What begins where in `.xz` files, and how much memory it asks for.

use std::io::{ErrorKind, Result};

use super::input::Input;
use super::streams::refused;
use crate::source::Limits;

const MAGIC: &[u8; 6] = b"\xfd7zXZ\0";
/// The bytes before the data of an `.lzma` file.
const ALONE: usize = 13;

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
        let head = input.peek(12 + 1024)?;
        allow(dictionary(head.get(12..).unwrap_or_default()), limits)?;
        return Ok(Next::Xz);
    }
    if start.is_empty() && !is_first {
        return Ok(Next::End);
    }
    if MAGIC.starts_with(start) {
        return Err(ErrorKind::UnexpectedEof.into());
    }
    // What follows the last stream and is none is of no interest.
    if !is_first {
        return Ok(Next::End);
    }
    match *input.peek(ALONE)? {
        [properties, a, b, c, d, ref size @ ..] if is_alone(properties, [a, b, c, d], size) => {
            if size.len() < ALONE - 5 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            allow(Some(u32::from_le_bytes([a, b, c, d]).into()), limits)?;
            Ok(Next::Lzma)
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
    properties < 9 * 5 * 5 && is_usual && is_short
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
}
