//! Writing whole arrays, into any writer and into files.

use std::io::Write;
use std::path::Path;

use ndstrata_array::{DynBase, DynView, Order, Storage};

use crate::{Error, ErrorKind, Header, Result, Version};

/// Bytes of elements that are packed at a time where they do not lie as the file has them.
const CHUNK: usize = 1 << 20;
/// Bytes that are written at a time where they lie as the file has them: one call for all of a large
/// array takes the system longer.
const PART: usize = 4 << 20;
/// Up to as many bytes of elements go to the writer in one call with the header.
const TOGETHER: usize = 1 << 14;

/// How an array is written.
///
/// NumPy: [numpy.save](https://numpy.org/doc/stable/reference/generated/numpy.save.html). Differs:
/// Python objects are never written.
#[derive(Clone, Debug, Default)]
pub struct WriteOptions {
    version: Option<Version>,
    durable: bool,
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

    /// Whether [`save`] brings the file to the disk before it takes the old one's place, so that also
    /// a power failure leaves the one or the other. Takes as long as the disk takes; NumPy never does.
    pub fn durable(mut self, durable: bool) -> WriteOptions {
        self.durable = durable;
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
    let mut header_bytes = header.to_bytes()?;
    if array.nbytes() > TOGETHER {
        writer.write_all(&header_bytes)?;
        return write_in_order(writer, &array.view(), header.fortran_order());
    }
    write_in_order(&mut header_bytes, &array.view(), header.fortran_order())?;
    Ok(writer.write_all(&header_bytes)?)
}

/// Writes an array to a `.npy` file. The file appears complete or not at all: until then, one that had
/// the name stays as it was. A link is followed; a pipe or a device is written to.
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
    let header_bytes = Header::of(array, options.version)?.to_bytes()?.len();
    let length = (array.nbytes() as u64).saturating_add(header_bytes as u64);
    crate::file::replace_sized(path.as_ref(), length, |file| {
        crate::file::reserve(file, length)?;
        write(file, array, options)?;
        if options.durable {
            file.sync_all()?;
        }
        Ok(())
    })
}

/// Writes the elements in Fortran or C order.
pub(crate) fn write_in_order<W: Write + ?Sized>(
    writer: &mut W,
    view: &DynView<'_>,
    fortran_order: bool,
) -> Result<()> {
    let in_order = if fortran_order { view.clone().t() } else { view.clone() };
    write_blocks(writer, &in_order)
}

/// Writes the elements in C order: at once where they lie so, else packed in blocks. As deep as the
/// view has axes.
fn write_blocks<W: Write + ?Sized>(writer: &mut W, view: &DynView<'_>) -> Result<()> {
    if view.is_c_contiguous()
        && let Some(bytes) = view.packed_bytes()
    {
        return Ok(bytes.chunks(PART).try_for_each(|part| writer.write_all(part))?);
    }
    let n_rows = view.shape().first().copied().unwrap_or(1);
    let row_bytes = view.nbytes() / n_rows.max(1);
    if view.nbytes() <= CHUNK || view.ndim() == 0 {
        let packed = view.copy(Order::C)?;
        return Ok(writer.write_all(packed.packed_bytes().unwrap_or(&[]))?);
    }
    if row_bytes > CHUNK {
        return (0..n_rows)
            .try_for_each(|row| write_blocks(writer, &view.clone().index_axis(0, row as isize)?));
    }
    let step = CHUNK / row_bytes.max(1);
    (0..n_rows).step_by(step).try_for_each(|row| {
        let rows = view.clone().slice_axis(0, row, 1, step.min(n_rows - row))?;
        write_blocks(writer, &rows)
    })
}
