//! Writing whole arrays, into any writer and into files.

use std::io::Write;
use std::path::Path;

use ndstrata_array::{DynBase, DynView, Storage};

use crate::{Error, ErrorKind, Header, Result, Version};

/// Bytes of elements that are packed at a time where they do not lie as the file has them.
const CHUNK: usize = 1 << 20;

/// How an array is written.
///
/// NumPy: [numpy.save](https://numpy.org/doc/stable/reference/generated/numpy.save.html). Differs:
/// Python objects are never written.
#[derive(Clone, Debug, Default)]
pub struct WriteOptions {
    version: Option<Version>,
}

impl WriteOptions {
    /// The oldest version that can hold the array.
    pub fn new() -> WriteOptions {
        WriteOptions::default()
    }

    /// The version of the format; `None` for the oldest that can hold the array.
    pub fn version(mut self, version: impl Into<Option<Version>>) -> WriteOptions {
        self.version = version.into();
        self
    }
}

/// Writes an array in `.npy` format: in Fortran order if it lies so, else in C order.
///
/// NumPy: [numpy.lib.format.write_array](https://numpy.org/doc/stable/reference/generated/numpy.lib.format.write_array.html).
///
/// # Errors
///
/// Python objects; a header that the version cannot hold; a writer that fails.
pub fn write<W: Write + ?Sized, S: Storage>(
    writer: &mut W,
    array: &DynBase<S>,
    options: &WriteOptions,
) -> Result<()> {
    let header = Header::of(array, options.version)?;
    if array.dtype().has_object() {
        return Err(Error::new(ErrorKind::SaveObjects));
    }
    writer.write_all(&header.to_bytes()?)?;
    write_in_order(writer, &array.view(), header.fortran_order())
}

/// Writes an array to a `.npy` file. The file appears complete or not at all: until then, one that had
/// the name stays as it was.
///
/// NumPy: [numpy.save](https://numpy.org/doc/stable/reference/generated/numpy.save.html). Differs: the
/// name is taken as it is, without `.npy` added.
///
/// # Errors
///
/// As [`write()`]; a file that cannot be made or renamed.
pub fn save<S: Storage>(
    path: impl AsRef<Path>,
    array: &DynBase<S>,
    options: &WriteOptions,
) -> Result<()> {
    crate::file::replace(path.as_ref(), |file| write(file, array, options))
}

/// Writes the elements in Fortran or C order.
pub(crate) fn write_in_order<W: Write + ?Sized>(
    writer: &mut W,
    view: &DynView<'_>,
    fortran_order: bool,
) -> Result<()> {
    let in_order = if fortran_order { view.clone().t() } else { view.clone() };
    if in_order.is_c_contiguous() {
        return Ok(writer.write_all(in_order.packed_bytes().unwrap_or(&[]))?);
    }
    let mut buffer = Vec::with_capacity(CHUNK);
    let mut done = Ok(());
    in_order.for_each_element(|bytes| {
        if done.is_err() {
            return;
        }
        buffer.extend_from_slice(bytes);
        if buffer.len() >= CHUNK {
            done = writer.write_all(&buffer);
            buffer.clear();
        }
    });
    done?;
    Ok(writer.write_all(&buffer)?)
}
