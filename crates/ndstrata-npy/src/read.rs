//! Reading whole arrays, from any reader.
//!
//! Nothing is read past the last element, so several arrays may follow each other in one stream.
#![expect(unsafe_code, reason = "reads straight into an array's memory")]

use std::io::Read;

use ndstrata_array::DynArray;
use ndstrata_dtype::Casting;

use crate::header::read_exact;
use crate::{Error, ErrorKind, Header, Limits, Result};

/// From this many bytes on, memory is taken as data arrive rather than at once.
pub(crate) const TRUSTED: usize = 16 << 20;

/// How an array is read.
///
/// NumPy: [numpy.load](https://numpy.org/doc/stable/reference/generated/numpy.load.html). Differs:
/// Python objects are never read, as if `allow_pickle=False`.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    pub(crate) limits: Limits,
    pub(crate) casting: Casting,
}

impl Default for ReadOptions {
    fn default() -> ReadOptions {
        ReadOptions { limits: Limits::default(), casting: Casting::Equiv }
    }
}

impl ReadOptions {
    /// NumPy's limit for headers.
    pub fn new() -> ReadOptions {
        ReadOptions::default()
    }

    /// How much is read before a file is refused.
    pub fn limits(mut self, limits: Limits) -> ReadOptions {
        self.limits = limits;
        self
    }

    /// By which rule the elements may become those of a typed array; [`Casting::Equiv`], which changes
    /// no more than the byte order, unless set.
    pub fn casting(mut self, casting: Casting) -> ReadOptions {
        self.casting = casting;
        self
    }

    /// The longest header, in characters.
    pub fn max_header_size(mut self, characters: usize) -> ReadOptions {
        self.limits = self.limits.max_header_size(characters);
        self
    }
}

/// Reads one array in `.npy` format, and not one byte more.
///
/// NumPy: [numpy.lib.format.read_array](https://numpy.org/doc/stable/reference/generated/numpy.lib.format.read_array.html).
///
/// # Errors
///
/// As NumPy's, of the class that [`Error::numpy_class`] gives.
///
/// # Example
///
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_npy::{read, write, ReadOptions, WriteOptions};
/// let mut stream = Vec::new();
/// for n in 1..=3 {
///     write(&mut stream, &DynArray::from_vec(vec![0.5; n]), &WriteOptions::new())?;
/// }
/// let mut rest = &stream[..];
/// for n in 1..=3 {
///     assert_eq!(read(&mut rest, &ReadOptions::new())?.shape(), [n]);
/// }
/// # Ok::<(), ndstrata_npy::Error>(())
/// ```
pub fn read<R: Read + ?Sized>(reader: &mut R, options: &ReadOptions) -> Result<DynArray> {
    let header = Header::read(reader, &options.limits)?;
    read_elements(reader, &header, &options.limits, TRUSTED)
}

/// Reads the elements that a header describes.
pub(crate) fn read_elements<R: Read + ?Sized>(
    reader: &mut R,
    header: &Header,
    limits: &Limits,
    trusted: usize,
) -> Result<DynArray> {
    let header = as_numpy_sees_it(header)?;
    let nbytes = header.nbytes()?;
    check_bytes(nbytes as u64, limits)?;
    let by_parts = |(error, before): (Error, usize)| match error.kind() {
        ErrorKind::Eof { found, .. } => {
            short_data(before as u64 + found, nbytes as u64, header.dtype().itemsize())
        }
        _ => error,
    };
    if nbytes <= trusted {
        let mut array = DynArray::zeros(header.shape(), header.dtype(), header.order())?;
        read_exact(reader, packed_bytes(&mut array, nbytes)?, "array data")
            .map_err(|error| by_parts((error, 0)))?;
        return Ok(array);
    }
    let bytes = read_growing(reader, nbytes).map_err(by_parts)?;
    Ok(DynArray::from_bytes(bytes, 0, header.layout()?, header.dtype())?)
}

/// NumPy reads streams in parts of so many bytes, rounded down to whole elements.
const PART: usize = 1 << 18;

/// Only `found` of `total` bytes, in the words of NumPy: as the end of the part that is missing.
#[cold]
pub(crate) fn short_data(found: u64, total: u64, itemsize: usize) -> Error {
    let part = (PART / itemsize.clamp(1, PART)).saturating_mul(itemsize.max(1)) as u64;
    let start = found / part * part;
    let expected = part.min(total.saturating_sub(start));
    Error::new(ErrorKind::Eof { reading: "array data", expected, found: found - start })
}

/// NumPy reads elements that are arrays only where they count as many as the header says.
pub(crate) fn as_numpy_sees_it(header: &Header) -> Result<std::borrow::Cow<'_, Header>> {
    if header.dtype().has_object() {
        return Err(Error::new(ErrorKind::LoadObjects));
    }
    let Some(block) = header.dtype().sub_array() else {
        return Ok(std::borrow::Cow::Borrowed(header));
    };
    let expected = header.layout()?.size();
    let found = expected.saturating_mul(block.count());
    if found != expected {
        let shape = header.shape().to_vec();
        return Err(Error::new(ErrorKind::SubArrayType { shape, expected, found }));
    }
    Ok(std::borrow::Cow::Owned(header.clone().with_dtype(block.base().clone())))
}

pub(crate) fn check_bytes(bytes: u64, limits: &Limits) -> Result<()> {
    let limit = limits.bytes;
    if bytes > limit { Err(Error::new(ErrorKind::TooManyBytes { bytes, limit })) } else { Ok(()) }
}

/// Reads `total` bytes, taking memory as they come; an error comes with how many were read before.
fn read_growing<R: Read + ?Sized>(
    reader: &mut R,
    total: usize,
) -> std::result::Result<Vec<u8>, (Error, usize)> {
    let mut bytes = Vec::new();
    while bytes.len() < total {
        let start = bytes.len();
        let end = total.min(start.saturating_mul(2).max(TRUSTED));
        bytes.try_reserve_exact(end - start).map_err(|_| {
            (Error::from(std::io::Error::from(std::io::ErrorKind::OutOfMemory)), start)
        })?;
        bytes.resize(end, 0);
        read_exact(reader, &mut bytes[start..], "array data").map_err(|error| (error, start))?;
    }
    Ok(bytes)
}

/// The bytes of a fresh array that lies without gaps.
fn packed_bytes(array: &mut DynArray, nbytes: usize) -> Result<&mut [u8]> {
    debug_assert!(array.is_c_contiguous() || array.is_f_contiguous());
    let start = array.view_mut()?.as_mut_ptr();
    // SAFETY: the array is fresh, so no clone shares it and the borrow is exclusive; it lies without
    // gaps, so its elements are just `nbytes` bytes from the first on; they were zeroed.
    Ok(unsafe { std::slice::from_raw_parts_mut(start, nbytes) })
}
