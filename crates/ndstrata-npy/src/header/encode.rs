//! The bytes of a header, as NumPy writes them.

use std::fmt::Write;

use super::{Header, MAGIC};
use crate::error::shape_repr;
use crate::{Error, ErrorKind, Result, Version};

/// The elements begin at a multiple of this.
const ALIGNMENT: usize = 64;

/// Digits that the length of the growing axis may take when an array is appended to in place.
const GROWTH_DIGITS: usize = 21;

/// The version used and the bytes, up to the first element.
pub(super) fn encode(header: &Header, version: Option<Version>) -> Result<(Version, Vec<u8>)> {
    let text = header_text(header)?;
    let Some(version) = version else {
        // As NumPy: first the oldest version, whatever is wrong then, and its error is the last one's.
        return wrap(&text, Version::V1)
            .map(|bytes| (Version::V1, bytes))
            .or_else(|_| Ok((Version::V2, wrap(&text, Version::V2)?)))
            .or_else(|_: Error| Ok((Version::V3, wrap(&text, Version::V3)?)));
    };
    Ok((version, wrap(&text, version)?))
}

fn header_text(header: &Header) -> Result<String> {
    let descr = header.dtype.to_descr().map_err(|error| Error::new(ErrorKind::DType(error)))?;
    let order = if header.fortran_order { "True" } else { "False" };
    let shape = shape_repr(&header.shape);
    let mut text = format!("{{'descr': {descr}, 'fortran_order': {order}, 'shape': {shape}, }}");
    let growing = if header.fortran_order { header.shape.last() } else { header.shape.first() };
    if let Some(length) = growing {
        let digits = length.checked_ilog10().unwrap_or(0) as usize + 1;
        let padding = GROWTH_DIGITS.saturating_sub(digits);
        write!(text, "{:padding$}", "").unwrap_or_default();
    }
    Ok(text)
}

/// The bytes of a header that takes as many as the one in the file did.
pub(super) fn encode_in_place(header: &Header) -> Result<Vec<u8>> {
    let version = header.version;
    let text = header_text(header)?;
    let encoded = encode_text(text.trim_end(), version)?;
    let length = header.data_offset.saturating_sub(before(version));
    if encoded.len() >= length {
        return Err(Error::new(ErrorKind::NoRoom { length }));
    }
    frame(&encoded, version, length)
}

fn wrap(text: &str, version: Version) -> Result<Vec<u8>> {
    let encoded = encode_text(text, version)?;
    let with_newline = encoded.len() + 1;
    // At least one byte of padding, as NumPy has it.
    let padding = ALIGNMENT - (before(version) + with_newline) % ALIGNMENT;
    frame(&encoded, version, with_newline + padding)
}

/// Bytes before the text.
fn before(version: Version) -> usize {
    MAGIC.len() + 2 + version.length_bytes()
}

/// Magic, version, length, text, spaces and a newline.
fn frame(encoded: &[u8], version: Version, length: usize) -> Result<Vec<u8>> {
    let total = before(version) + length;
    let too_long = || Error::new(ErrorKind::HeaderLength { length: encoded.len() + 1, version });
    let mut bytes = Vec::with_capacity(total);
    bytes.extend_from_slice(MAGIC);
    bytes.extend_from_slice(&[version.major(), 0]);
    if version == Version::V1 {
        bytes.extend_from_slice(&u16::try_from(length).map_err(|_| too_long())?.to_le_bytes());
    } else {
        bytes.extend_from_slice(&u32::try_from(length).map_err(|_| too_long())?.to_le_bytes());
    }
    bytes.extend_from_slice(encoded);
    bytes.resize(total - 1, b' ');
    bytes.push(b'\n');
    Ok(bytes)
}

fn encode_text(text: &str, version: Version) -> Result<Vec<u8>> {
    if version == Version::V3 { Ok(text.as_bytes().to_vec()) } else { to_latin1(text) }
}

fn to_latin1(text: &str) -> Result<Vec<u8>> {
    if text.is_ascii() {
        return Ok(text.as_bytes().to_vec());
    }
    text.chars()
        .enumerate()
        .map(|(position, character)| {
            u8::try_from(u32::from(character))
                .map_err(|_| Error::new(ErrorKind::NotLatin1 { character, position }))
        })
        .collect()
}
