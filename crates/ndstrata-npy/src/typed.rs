//! The typed door: straight from a file to an `ndarray` array, with type and rank checked before any
//! element is read.

use std::io::Read;
use std::path::Path;

use ndarray::{Array, Dimension};
use ndstrata_array::{AsType, DynArray, Order};
use ndstrata_dtype::{Casting, Element, can_cast};

use crate::file::Source;
use crate::load::read_rest;
use crate::read::{TRUSTED, read_elements};
use crate::{Error, ErrorKind, Header, ReadOptions, Result};

/// Reads one array of elements `T` and dimensions `D`, and not one byte more.
///
/// NumPy: [numpy.lib.format.read_array](https://numpy.org/doc/stable/reference/generated/numpy.lib.format.read_array.html).
/// Records become structs with `#[derive(Record)]`.
///
/// # Errors
///
/// As [`read`](crate::read). Before any element is read: a rank other than that of `D`; a type that the
/// [casting rule](ReadOptions::casting) does not take to `T`.
///
/// # Example
///
/// ```
/// use ndarray::{array, Array2};
/// use ndstrata_array::DynArray;
/// use ndstrata_npy::{read_typed, write, ReadOptions, WriteOptions};
/// let a = array![[1.0, 2.0], [3.0, 4.0]];
/// let mut file = Vec::new();
/// write(&mut file, &DynArray::from(a.clone()), &WriteOptions::new())?;
/// let back: Array2<f64> = read_typed(&mut &file[..], &ReadOptions::new())?;
/// assert_eq!(back, a);
/// # Ok::<(), ndstrata_npy::Error>(())
/// ```
pub fn read_typed<T: Element, D: Dimension>(
    reader: &mut (impl Read + ?Sized),
    options: &ReadOptions,
) -> Result<Array<T, D>> {
    let header = Header::read(reader, &options.limits)?;
    check::<T, D>(&header, options.casting)?;
    convert(read_elements(reader, &header, &options.limits, TRUSTED)?, options.casting)
}

/// Reads an array of elements `T` and dimensions `D` from a `.npy` file.
///
/// NumPy: [numpy.load](https://numpy.org/doc/stable/reference/generated/numpy.load.html).
///
/// # Errors
///
/// As [`read_typed`].
pub fn load_typed<T: Element, D: Dimension>(
    path: impl AsRef<Path>,
    options: &ReadOptions,
) -> Result<Array<T, D>> {
    let source = Source::open(path.as_ref())?;
    let mut reader = source.reader(0, source.len());
    let header = Header::read(&mut reader, &options.limits)?;
    check::<T, D>(&header, options.casting)?;
    convert(read_rest(&source, &mut reader, &header, &options.limits)?, options.casting)
}

fn check<T: Element, D: Dimension>(header: &Header, casting: Casting) -> Result<()> {
    let expected = T::dtype();
    if !can_cast(header.dtype(), &expected, casting) {
        let found = header.dtype().clone();
        return Err(Error::new(ErrorKind::Type { found, expected, casting }));
    }
    let found = header.shape().len();
    match D::NDIM {
        Some(expected) if expected != found => Err(Error::new(ErrorKind::Rank { found, expected })),
        _ => Ok(()),
    }
}

fn convert<T: Element, D: Dimension>(array: DynArray, casting: Casting) -> Result<Array<T, D>> {
    if *array.dtype() == T::dtype() {
        return Ok(array.into_typed()?);
    }
    let options = AsType::default().casting(casting).order(Order::K);
    Ok(array.astype_with(&T::dtype(), options)?.into_typed()?)
}
