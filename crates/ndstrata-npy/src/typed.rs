//! The typed door: straight from a file to an `ndarray` array or a vector, with type and rank checked
//! before any element is read.

use std::io::Read;
use std::path::Path;

use ndarray::{Array, Array1, Dimension, Ix1};
use ndstrata_array::{AsType, DynArray, Order};
use ndstrata_dtype::{Casting, Element, can_cast};

use crate::load::read_rest;
use crate::read::{TRUSTED, read_elements};
use crate::source::Source;
use crate::{Error, ErrorKind, Header, ReadOptions, Result};

/// What [`read_typed`] and [`load_typed`] give: `ndarray`'s arrays, vectors, and [`DynArray`], which takes
/// any type.
pub trait Typed: Sized {
    /// Whether an array of this header can become one, by the casting rule.
    ///
    /// # Errors
    ///
    /// Another rank; a type that the rule does not take.
    fn check(header: &Header, casting: Casting) -> Result<()>;

    /// Moves the elements, or converts them where their type differs.
    ///
    /// # Errors
    ///
    /// No memory; elements that are none of the type.
    fn take(array: DynArray, casting: Casting) -> Result<Self>;
}

/// Reads one array of a type that is known: `Array2<f64>`, `Vec<Reading>`. Not one byte more is read.
///
/// NumPy: [numpy.lib.format.read_array](https://numpy.org/doc/stable/reference/generated/numpy.lib.format.read_array.html).
/// Records become structs with `#[derive(Record)]`.
///
/// # Errors
///
/// As [`read`](crate::read). Before any element is read: a rank other than that asked for; a type that
/// the [casting rule](ReadOptions::casting) does not take to the one asked for.
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
/// let back = read_typed::<Array2<f64>>(&mut &file[..], &ReadOptions::new())?;
/// assert_eq!(back, a);
/// # Ok::<(), ndstrata_npy::Error>(())
/// ```
pub fn read_typed<A: Typed>(reader: &mut (impl Read + ?Sized), options: &ReadOptions) -> Result<A> {
    let header = Header::read(reader, &options.limits)?;
    A::check(&header, options.casting)?;
    A::take(read_elements(reader, &header, &options.limits, TRUSTED)?, options.casting)
}

/// Reads an array of a type that is known from a `.npy` file.
///
/// NumPy: [numpy.load](https://numpy.org/doc/stable/reference/generated/numpy.load.html).
///
/// # Errors
///
/// As [`read_typed`].
pub fn load_typed<A: Typed>(path: impl AsRef<Path>, options: &ReadOptions) -> Result<A> {
    let source = Source::open(path.as_ref())?;
    let mut reader = source.reader(0, source.len());
    let header = Header::read(&mut reader, &options.limits)?;
    A::check(&header, options.casting)?;
    A::take(read_rest(&source, &mut reader, &header, &options.limits)?, options.casting)
}

impl Typed for DynArray {
    fn check(_header: &Header, _casting: Casting) -> Result<()> {
        Ok(())
    }

    fn take(array: DynArray, _casting: Casting) -> Result<DynArray> {
        Ok(array)
    }
}

impl<T: Element, D: Dimension> Typed for Array<T, D> {
    fn check(header: &Header, casting: Casting) -> Result<()> {
        let expected = T::dtype();
        if !can_cast(header.dtype(), &expected, casting) {
            let found = header.dtype().clone();
            return Err(Error::new(ErrorKind::Type { found, expected, casting }));
        }
        let found = header.shape().len();
        match D::NDIM {
            Some(expected) if expected != found => {
                Err(Error::new(ErrorKind::Rank { found, expected }))
            }
            _ => Ok(()),
        }
    }

    fn take(array: DynArray, casting: Casting) -> Result<Array<T, D>> {
        if *array.dtype() == T::dtype() {
            return Ok(array.into_typed()?);
        }
        let options = AsType::default().casting(casting).order(Order::K);
        Ok(array.astype_with(&T::dtype(), options)?.into_typed()?)
    }
}

/// The elements of a one-dimensional array.
impl<T: Element> Typed for Vec<T> {
    fn check(header: &Header, casting: Casting) -> Result<()> {
        Array::<T, Ix1>::check(header, casting)
    }

    fn take(array: DynArray, casting: Casting) -> Result<Vec<T>> {
        let array = Array1::<T>::take(array, casting)?;
        let n = array.len();
        let (mut vec, offset) = array.into_raw_vec_and_offset();
        // The memory may be aligned to more than a vector's.
        let start = offset.unwrap_or(0);
        vec.truncate(start + n);
        vec.drain(..start);
        Ok(vec)
    }
}
