//! `concatenate`: arrays one after the other along an axis that they have.
#![expect(unsafe_code, reason = "leaves memory to be written part by part")]

use ndstrata_dtype::{Casting, DType, Operand, can_cast, result_type};
use smallvec::SmallVec;

use super::fault::JoinFault;
use crate::array::{DynArray, DynCow, DynView, DynViewMut};
use crate::error::{Error, ErrorKind, Result};
use crate::layout::{Dims, Order, axes_by_strides, normalize_axis};

/// Along which axis arrays are joined, and as which type.
///
/// NumPy: [numpy.concatenate](https://numpy.org/doc/stable/reference/generated/numpy.concatenate.html).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concatenate {
    axis: Option<isize>,
    dtype: Option<DType>,
    casting: Casting,
}

impl Default for Concatenate {
    /// NumPy's: the first axis, the type that promotion finds, conversions within a kind.
    fn default() -> Concatenate {
        Concatenate { axis: Some(0), dtype: None, casting: Casting::SameKind }
    }
}

impl Concatenate {
    /// The axis; `None` flattens the arrays first.
    ///
    /// NumPy: none.
    pub fn axis(mut self, axis: impl Into<Option<isize>>) -> Concatenate {
        self.axis = axis.into();
        self
    }

    /// The type of the result.
    ///
    /// NumPy: none.
    pub fn dtype(mut self, dtype: &DType) -> Concatenate {
        self.dtype = Some(dtype.clone());
        self
    }

    /// Which conversions are allowed.
    ///
    /// NumPy: none.
    pub fn casting(mut self, casting: Casting) -> Concatenate {
        self.casting = casting;
        self
    }

    /// The arrays joined.
    ///
    /// NumPy: [numpy.concatenate](https://numpy.org/doc/stable/reference/generated/numpy.concatenate.html).
    ///
    /// # Errors
    ///
    /// No arrays; arrays whose shapes differ along another axis; types that do not go together or
    /// must not be converted; no memory for the result.
    pub fn join(&self, arrays: &[DynView<'_>]) -> Result<DynArray> {
        let flat = self.flattened(arrays)?;
        let (axis, shape) = self.joined_shape(&flat)?;
        let dtype = match &self.dtype {
            Some(dtype) => dtype.clone(),
            None => {
                let types: Vec<Operand> = arrays.iter().map(|a| a.dtype().into()).collect();
                result_type(&types)?
            }
        };
        let axes = match flat.iter().all(|array| array.is_c_contiguous()) {
            true => (0..shape.len()).collect(),
            false => axes_by_strides(shape.len(), flat.iter().map(telling_strides)),
        };
        // SAFETY: the parts, which cover the shape, are all written, or the array is dropped.
        let mut result = unsafe { DynArray::uninit_along(&shape, &dtype, &axes)? };
        self.write(result.view_mut()?, axis, &flat)?;
        Ok(result)
    }

    /// Writes the arrays, joined, to an array of the right shape.
    ///
    /// NumPy: [numpy.concatenate](https://numpy.org/doc/stable/reference/generated/numpy.concatenate.html) with `out`.
    ///
    /// # Errors
    ///
    /// As [`join`](Concatenate::join); an output of another shape.
    pub fn join_into(&self, out: DynViewMut<'_>, arrays: &[DynView<'_>]) -> Result<()> {
        let flat = self.flattened(arrays)?;
        let (axis, shape) = self.joined_shape(&flat)?;
        if out.shape() != &shape[..] {
            return Err(match self.axis {
                Some(_) if out.ndim() != shape.len() => JoinFault::OutDims.into(),
                None if out.ndim() != 1 => JoinFault::OutFlat.into(),
                Some(_) => JoinFault::OutShape.into(),
                None => JoinFault::OutSize.into(),
            });
        }
        self.write(out, axis, &flat)
    }

    fn flattened<'a>(&self, arrays: &[DynView<'a>]) -> Result<Vec<DynCow<'a>>> {
        if arrays.is_empty() {
            return Err(JoinFault::Nothing { verb: "concatenate" }.into());
        }
        match self.axis {
            Some(_) => Ok(arrays.iter().map(|array| array.reborrow().into_cow()).collect()),
            None => arrays.iter().map(|array| array.ravel(Order::C)).collect(),
        }
    }

    fn joined_shape(&self, arrays: &[DynCow<'_>]) -> Result<(usize, Dims)> {
        let first = &arrays[0];
        if first.ndim() == 0 {
            return Err(JoinFault::NoAxes.into());
        }
        let axis = normalize_axis(self.axis.unwrap_or(0), first.ndim())?;
        let shapes: SmallVec<[&[usize]; 4]> = arrays.iter().map(|array| array.shape()).collect();
        Ok((axis, joined_shape(&shapes, axis)?))
    }

    fn write(&self, mut to: DynViewMut<'_>, axis: usize, arrays: &[DynCow<'_>]) -> Result<()> {
        for array in arrays {
            if !can_cast(array.dtype(), to.dtype(), self.casting) {
                return Err(Error::new(ErrorKind::Casting {
                    from: array.dtype().clone(),
                    to: to.dtype().clone(),
                    casting: self.casting,
                    is_scalar: false,
                }));
            }
        }
        let mut start = 0;
        for array in arrays {
            let length = array.shape()[axis];
            if array.size() > 0 {
                let mut part = to.view_mut().slice_axis(axis as isize, start, 1, length)?;
                part.assign(&array.view())?;
            }
            start += length;
        }
        Ok(())
    }
}

/// The strides, 0 along axes of length 1.
fn telling_strides(array: &DynCow<'_>) -> SmallVec<[isize; 6]> {
    let axes = array.shape().iter().zip(array.strides());
    axes.map(|(&n, &stride)| if n == 1 { 0 } else { stride }).collect()
}

/// The shape of arrays of these shapes, at least one, joined along an axis of the first.
pub(super) fn joined_shape(shapes: &[impl AsRef<[usize]>], axis: usize) -> Result<Dims> {
    let first = shapes[0].as_ref();
    let mut shape = Dims::from_slice(first);
    for (position, other) in shapes.iter().map(AsRef::as_ref).enumerate().skip(1) {
        if other.len() != first.len() {
            let (first, other) = (first.len(), other.len());
            return Err(JoinFault::Dims { position, first, other }.into());
        }
        for (along, (&n, &other)) in first.iter().zip(other).enumerate() {
            if along != axis && n != other {
                let axis = along;
                return Err(JoinFault::Lengths { axis, position, first: n, other }.into());
            }
        }
        let length = shape[axis].checked_add(other[axis]);
        shape[axis] = length.ok_or_else(|| Error::new(ErrorKind::TooBig))?;
    }
    Ok(shape)
}

/// The arrays one after the other along an axis.
///
/// NumPy: [numpy.concatenate](https://numpy.org/doc/stable/reference/generated/numpy.concatenate.html).
///
/// # Errors
///
/// As [`Concatenate::join`].
///
/// ```
/// use ndstrata_array::{concatenate, DynArray};
/// let (a, b) = (DynArray::from([[1, 2], [3, 4]]), DynArray::from([[5, 6]]));
/// assert_eq!(concatenate(&[a.view(), b.view()], 0)?.shape(), [3, 2]);
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
pub fn concatenate(arrays: &[DynView<'_>], axis: impl Into<Option<isize>>) -> Result<DynArray> {
    Concatenate::default().axis(axis).join(arrays)
}
