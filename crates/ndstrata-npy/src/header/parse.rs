//! Reading a header, from any source and in any form that NumPy takes.

use std::io::Read;

use ndstrata_dtype::DType;
use ndstrata_dtype::literal::{Literal, LiteralError, LiteralErrorKind, LiteralOptions, PyInt};

use super::{Header, MAGIC, tokens};
use crate::{Error, ErrorKind, Limits, Result, Version};

/// Reads the first eight bytes of a file and gives the two numbers of its version, which need not be
/// one that exists.
///
/// NumPy: [numpy.lib.format.read_magic](https://numpy.org/doc/stable/reference/generated/numpy.lib.format.read_magic.html).
///
/// # Errors
///
/// A file that ends before, or begins otherwise.
pub fn read_magic<R: Read + ?Sized>(reader: &mut R) -> Result<(u8, u8)> {
    let mut bytes = [0; MAGIC.len() + 2];
    read_exact(reader, &mut bytes, "magic string")?;
    match bytes.strip_prefix(MAGIC) {
        Some(&[major, minor]) => Ok((major, minor)),
        _ => Err(Error::new(ErrorKind::Magic { found: bytes[..MAGIC.len()].to_vec() })),
    }
}

impl Header {
    /// Reads a header, and not one byte more.
    ///
    /// NumPy: [numpy.lib.format.read_array_header_1_0](https://numpy.org/doc/stable/reference/generated/numpy.lib.format.read_array_header_1_0.html).
    ///
    /// # Errors
    ///
    /// As NumPy's, of the class that [`Error::numpy_class`] gives.
    pub fn read<R: Read + ?Sized>(reader: &mut R, limits: &Limits) -> Result<Header> {
        let (major, minor) = read_magic(reader)?;
        Header::read_after_magic(reader, Version::new(major, minor)?, limits)
    }

    /// Reads what follows the magic.
    pub(crate) fn read_after_magic<R: Read + ?Sized>(
        reader: &mut R,
        version: Version,
        limits: &Limits,
    ) -> Result<Header> {
        let mut length = [0; 4];
        read_exact(reader, &mut length[..version.length_bytes()], "array header length")?;
        let length = u32::from_le_bytes(length);
        let data_offset =
            (length as usize).saturating_add(MAGIC.len() + 2 + version.length_bytes());
        let bytes = read_text(reader, length, version, limits)?;
        let text = decode(bytes, version)?;
        let characters = if text.is_ascii() { text.len() } else { text.chars().count() };
        if characters > limits.header_size {
            return Err(Error::new(ErrorKind::HeaderSize { length: characters as u64 }));
        }
        parse_text(&text, version, data_offset)
    }
}

/// The header's bytes. One that is longer than the limit in any encoding is not kept, though read on,
/// so that a file that ends within it says so, as in NumPy.
fn read_text<R: Read + ?Sized>(
    reader: &mut R,
    length: u32,
    version: Version,
    limits: &Limits,
) -> Result<Vec<u8>> {
    let bytes_per_character = if version == Version::V3 { 4 } else { 1 };
    let most = limits.header_size.saturating_mul(bytes_per_character);
    if length as usize <= most && length <= 0x10000 {
        let mut bytes = vec![0; length as usize];
        read_exact(reader, &mut bytes, "array header")?;
        return Ok(bytes);
    }
    let (mut bytes, mut found) = (Vec::new(), 0_u64);
    let mut chunk = [0; 4096];
    while found < u64::from(length) {
        let want = chunk.len().min((u64::from(length) - found) as usize);
        let n = fill(reader, &mut chunk[..want])?;
        if bytes.len() + n <= most {
            bytes.extend_from_slice(&chunk[..n]);
        }
        found += n as u64;
        if n < want {
            let expected = u64::from(length);
            return Err(Error::new(ErrorKind::Eof { reading: "array header", expected, found }));
        }
    }
    if bytes.len() < length as usize {
        return Err(Error::new(ErrorKind::HeaderSize { length: u64::from(length) }));
    }
    Ok(bytes)
}

fn decode(bytes: Vec<u8>, version: Version) -> Result<String> {
    if version == Version::V3 {
        String::from_utf8(bytes).map_err(|error| not_utf8(&error))
    } else {
        // Latin-1 is the first 256 code points.
        Ok(bytes.into_iter().map(char::from).collect())
    }
}

#[cold]
fn not_utf8(error: &std::string::FromUtf8Error) -> Error {
    let position = error.utf8_error().valid_up_to();
    let byte = error.as_bytes().get(position).copied().unwrap_or(0);
    let reason = match error.utf8_error().error_len() {
        None => "unexpected end of data",
        Some(_) if (0xc2..=0xf4).contains(&byte) => "invalid continuation byte",
        Some(_) => "invalid start byte",
    };
    Error::new(ErrorKind::NotUtf8 { byte, position, reason })
}

fn parse_text(text: &str, version: Version, data_offset: usize) -> Result<Header> {
    let python2 = version != Version::V3;
    let value = LiteralOptions::new()
        .long_suffix(python2)
        .parse(text)
        .map_err(|error| unreadable(text, error, python2))?;
    let Literal::Dict(entries) = value else {
        return Err(Error::new(ErrorKind::NotADict { value }));
    };
    let (mut descr, mut fortran_order, mut shape) = (None, None, None);
    let mut keys = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        match key.as_str() {
            Some("descr") => descr = Some(value),
            Some("fortran_order") => fortran_order = Some(value),
            Some("shape") => shape = Some(value),
            _ => {}
        }
        keys.push(key);
    }
    let (Some(descr), Some(fortran_order), Some(shape), 3) =
        (descr, fortran_order, shape, keys.len())
    else {
        return Err(wrong_keys(&keys));
    };
    let shape = parse_shape(shape)?;
    let Some(fortran_order) = fortran_order.as_bool() else {
        return Err(Error::new(ErrorKind::FortranOrder { value: fortran_order }));
    };
    let dtype = DType::from_descr(&descr).map_err(|source| {
        Error::new(match source.numpy_class() {
            "TypeError" => ErrorKind::Descr { descr, source },
            _ => ErrorKind::DType(source),
        })
    })?;
    let shape = checked_shape(shape)?;
    Ok(Header { dtype, shape, fortran_order, version, data_offset })
}

/// A header of an older version that is no Python 3 is given to Python's tokenizer, which has errors
/// of its own.
#[cold]
fn unreadable(text: &str, source: LiteralError, python2: bool) -> Error {
    let unended = tokens::unended(text);
    // An expression that is no literal, in a text that Python cannot even parse.
    let is_hidden =
        matches!(source.kind(), LiteralErrorKind::Malformed { .. }) && unended.is_some();
    if source.numpy_class() != "SyntaxError" && !is_hidden {
        return Error::new(ErrorKind::Literal(source));
    }
    Error::new(match unended.filter(|_| python2) {
        Some(unended) => ErrorKind::HeaderEnd(unended),
        None => ErrorKind::Header { text: text.to_owned(), source },
    })
}

#[cold]
fn wrong_keys(keys: &[Literal]) -> Error {
    let types: Vec<_> = keys.iter().map(Literal::type_name).collect();
    if let Some(&other) = types.iter().find(|&&name| name != types[0]) {
        let left = if other == "str" { types[0] } else { other };
        return Error::new(ErrorKind::KeyTypes { types: ["str", left] });
    }
    let mut keys: Vec<_> = keys.iter().map(Literal::to_string).collect();
    keys.sort_unstable();
    Error::new(ErrorKind::Keys { keys })
}

/// The items of a tuple of integers; `True` and `False` are integers here, in Python.
fn parse_shape(value: Literal) -> Result<Vec<Literal>> {
    let is_integer = |item: &Literal| matches!(item, Literal::Int(_) | Literal::Bool(_));
    match value {
        Literal::Tuple(items) if items.iter().all(is_integer) => Ok(items),
        value => Err(Error::new(ErrorKind::Shape { value })),
    }
}

fn checked_shape(items: Vec<Literal>) -> Result<Vec<usize>> {
    items
        .into_iter()
        .map(|item| match item {
            Literal::Int(length) => checked_length(&length),
            _ => Err(Error::new(ErrorKind::ShapeBool)),
        })
        .collect()
}

fn checked_length(length: &PyInt) -> Result<usize> {
    match (length.to_i64(), length.to_u64()) {
        (Some(length), _) if length >= 0 => {
            usize::try_from(length).map_err(|_| Error::new(ErrorKind::HugeDim))
        }
        // NumPy multiplies the lengths as 64-bit integers, where these are negative.
        (Some(_), _) | (_, Some(_)) => Err(Error::new(ErrorKind::NegativeDims)),
        _ => Err(Error::new(ErrorKind::HugeDim)),
    }
}

/// Fills `buffer` or says how much was missing.
pub(crate) fn read_exact<R: Read + ?Sized>(
    reader: &mut R,
    buffer: &mut [u8],
    reading: &'static str,
) -> Result<()> {
    let found = fill(reader, buffer)?;
    if found < buffer.len() {
        let (expected, found) = (buffer.len() as u64, found as u64);
        return Err(Error::new(ErrorKind::Eof { reading, expected, found }));
    }
    Ok(())
}

/// Reads until `buffer` is full or nothing is left; gives the number of bytes read.
pub(crate) fn fill<R: Read + ?Sized>(reader: &mut R, buffer: &mut [u8]) -> Result<usize> {
    let mut found = 0;
    while found < buffer.len() {
        match reader.read(&mut buffer[found..]) {
            Ok(0) => break,
            // A reader that claims more than it was given room for is not believed.
            Ok(n) => found = (found + n).min(buffer.len()),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(found)
}
