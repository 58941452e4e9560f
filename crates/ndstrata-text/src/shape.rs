//! What readers do to their table last: axes of length 1 dropped, columns taken apart.

use ndstrata_array::DynArray;

use crate::error::{Error, Result};

/// A table by columns.
#[derive(Debug)]
pub enum Unpacked {
    /// The transposed table: each row a column of the file.
    Array(DynArray),
    /// An array for each field of a record type.
    Fields(Vec<DynArray>),
}

/// Takes a table apart by columns, as `unpack=True` does.
///
/// NumPy: `unpack` of [numpy.loadtxt](https://numpy.org/doc/stable/reference/generated/numpy.loadtxt.html).
///
/// # Errors
///
/// None that an array made by this crate can cause.
pub fn unpack(array: DynArray) -> Result<Unpacked> {
    match array.dtype().as_record() {
        None => Ok(Unpacked::Array(array.t())),
        Some(record) => {
            let names: Vec<String> = record.names().map(str::to_owned).collect();
            let fields = names.iter().map(|name| Ok(array.clone().field(name)?));
            Ok(Unpacked::Fields(fields.collect::<Result<_>>()?))
        }
    }
}

pub(crate) fn check_ndmin(ndmin: i64) -> Result<()> {
    match ndmin {
        0..=2 => Ok(()),
        _ => Err(Error::value(format!("Illegal value of ndmin keyword: {ndmin}"))),
    }
}

/// Drops axes of length 1 beyond `ndmin`, and adds axes up to it.
pub(crate) fn ensure_ndmin(array: DynArray, ndmin: i64) -> Result<DynArray> {
    let wanted = usize::try_from(ndmin).unwrap_or(0);
    let array = if array.ndim() > wanted { array.squeeze() } else { array };
    if array.ndim() >= wanted {
        return Ok(array);
    }
    let n = isize::try_from(array.size()).unwrap_or(isize::MAX);
    Ok(if wanted == 1 { array.reshape([n])? } else { array.reshape([n, 1])? })
}
