//! Reading from files, and telling `.npy` from `.npz`.

use std::path::Path;
use std::sync::Arc;

use ndstrata_array::DynArray;

use crate::header::{MAGIC, fill};
use crate::read::{TRUSTED, read_elements};
#[cfg(unix)]
use crate::read::{as_numpy_sees_it, check_bytes};
use crate::source::{Source, SourceReader};
use crate::{Error, ErrorKind, Header, Limits, ReadOptions, Result};

/// From this many bytes on, zeroing the memory first would cost.
#[cfg(unix)]
const FILL_FROM: u64 = 64 << 10;

/// What a file held.
#[derive(Clone)]
#[non_exhaustive]
pub enum Loaded {
    /// One array.
    Array(DynArray),
    /// An archive of arrays.
    #[cfg(feature = "npz")]
    Npz(crate::Npz),
}

/// Reads an array from a `.npy` file.
///
/// NumPy: [numpy.load](https://numpy.org/doc/stable/reference/generated/numpy.load.html). Differs:
/// archives are for [`load_any`] and [`Npz`](crate::Npz).
///
/// # Errors
///
/// As [`read`](crate::read), and what keeps a file from being opened.
pub fn load(path: impl AsRef<Path>, options: &ReadOptions) -> Result<DynArray> {
    load_array(&Source::open(path.as_ref())?, options)
}

/// Reads what a file holds, by its first bytes: an array, or the directory of an archive.
///
/// NumPy: [numpy.load](https://numpy.org/doc/stable/reference/generated/numpy.load.html).
///
/// # Errors
///
/// As [`load`]; a file that is neither.
pub fn load_any(path: impl AsRef<Path>, options: &ReadOptions) -> Result<Loaded> {
    load_source(Source::open(path.as_ref())?, options)
}

/// Reads what the bytes of a file hold, as [`load_any`] does.
///
/// NumPy: [numpy.load](https://numpy.org/doc/stable/reference/generated/numpy.load.html) of a `BytesIO`.
///
/// # Errors
///
/// As [`load_any`].
pub fn load_any_bytes(bytes: impl Into<Arc<[u8]>>, options: &ReadOptions) -> Result<Loaded> {
    load_source(Source::Bytes(bytes.into()), options)
}

fn load_source(source: Source, options: &ReadOptions) -> Result<Loaded> {
    let mut start = [0; MAGIC.len()];
    let n = fill(&mut source.reader(0, source.len()), &mut start)?;
    let start = &start[..n];
    if start.is_empty() {
        return Err(Error::new(ErrorKind::NoData));
    }
    #[cfg(feature = "npz")]
    if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
        return Ok(Loaded::Npz(crate::Npz::from_source(source, options)?));
    }
    if start != MAGIC {
        return Err(Error::new(ErrorKind::NotNumpy));
    }
    load_array(&source, options).map(Loaded::Array)
}

fn load_array(source: &Source, options: &ReadOptions) -> Result<DynArray> {
    let mut reader = source.reader(0, source.len());
    let header = Header::read(&mut reader, &options.limits)?;
    read_rest(source, &mut reader, &header, &options.limits)
}

/// Reads the elements behind a header at the start of a source. A file that is long enough holds what
/// its header claims.
pub(crate) fn read_rest(
    source: &Source,
    reader: &mut SourceReader<'_>,
    header: &Header,
    limits: &Limits,
) -> Result<DynArray> {
    #[cfg(unix)]
    if let Source::File(open) = source {
        let header = as_numpy_sees_it(header)?;
        let (offset, nbytes) = (header.data_offset() as u64, header.nbytes()? as u64);
        check_bytes(nbytes, limits)?;
        let there = open.length.saturating_sub(offset);
        if there < nbytes {
            let (shape, expected) = (header.shape().to_vec(), header.layout()?.size());
            let found = (there / header.dtype().itemsize().max(1) as u64) as usize;
            return Err(Error::new(ErrorKind::ShortFile { shape, expected, found }));
        }
        if nbytes >= FILL_FROM {
            return crate::fill::read_from_file(&open.file, offset, &header);
        }
    }
    let trusted = usize::try_from(source.len()).unwrap_or(usize::MAX).max(TRUSTED);
    read_elements(reader, header, limits, trusted)
}
