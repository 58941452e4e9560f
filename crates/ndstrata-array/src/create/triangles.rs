//! Triangles of ones, triangles of matrices, and Vandermonde matrices.
#![expect(unsafe_code, reason = "writes the rows of a fresh array")]

use ndstrata_dtype::{DType, Kind, promote_types};
use ndstrata_kernels::{copy_run, fill_run};

use super::fault::CreateFault;
use crate::array::{DynArray, DynBase, DynView, Storage};
use crate::error::Result;
use crate::layout::{Order, Plan};
use crate::scalar::Scalar;

/// A matrix with ones on and below its `k`-th diagonal.
///
/// NumPy: [numpy.tri](https://numpy.org/doc/stable/reference/generated/numpy.tri.html).
///
/// # Errors
///
/// No memory for it; a type that has no one.
pub fn tri(rows: usize, columns: usize, k: isize, dtype: &DType) -> Result<DynArray> {
    let one = DynArray::full(&[], &Scalar::new(1_i64).view()?, dtype, Order::C)?;
    // SAFETY: each row is written just below, as a part of ones and one of zeros.
    let mut result = unsafe { DynArray::uninit(&[rows, columns], dtype, Order::C)? };
    if result.size() == 0 {
        return Ok(result);
    }
    // An element of a sub-array type is a whole block.
    let (itemsize, to) = (one.nbytes(), result.view_mut()?.as_mut_ptr());
    for row in 0..rows {
        let end = (row as isize).saturating_add(k).saturating_add(1);
        let end = usize::try_from(end).unwrap_or(0).min(columns);
        let to = to.wrapping_add(row * columns * itemsize);
        // SAFETY: `end` of the row's places, which are not the one.
        unsafe { fill_run(to, itemsize as isize, one.as_ptr(), itemsize, end) };
        // SAFETY: the other places of the row.
        unsafe { to.wrapping_add(end * itemsize).write_bytes(0, (columns - end) * itemsize) };
    }
    Ok(result)
}

/// Which part of a row stays.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Lower,
    Upper,
}

impl<S: Storage> DynBase<S> {
    /// A copy with zeros above the `k`-th diagonal of the last two axes; one axis gives the rows of
    /// a square.
    ///
    /// NumPy: [numpy.tril](https://numpy.org/doc/stable/reference/generated/numpy.tril.html).
    ///
    /// # Errors
    ///
    /// No axes; no memory for the copy.
    pub fn tril(&self, k: isize) -> Result<DynArray> {
        self.triangle(k, Side::Lower)
    }

    /// A copy with zeros below the `k`-th diagonal of the last two axes; one axis gives the rows of
    /// a square.
    ///
    /// NumPy: [numpy.triu](https://numpy.org/doc/stable/reference/generated/numpy.triu.html).
    ///
    /// # Errors
    ///
    /// No axes; no memory for the copy.
    pub fn triu(&self, k: isize) -> Result<DynArray> {
        self.triangle(k, Side::Upper)
    }

    fn triangle(&self, k: isize, side: Side) -> Result<DynArray> {
        let view = self.view();
        let view = match *self.shape() {
            [] => return Err(CreateFault::Triangle.into()),
            [n] => view.broadcast_to(&[n, n])?,
            _ => view,
        };
        let (n_axes, shape) = (view.ndim(), view.shape());
        let (rows, columns) = (shape[n_axes - 2], shape[n_axes - 1]);
        let dtype = view.dtype().clone();
        // SAFETY: each row is written just below, the part that stays and that of zeros.
        let mut result = unsafe { DynArray::uninit(shape, &dtype, Order::C)? };
        if result.size() == 0 {
            return Ok(result);
        }
        let (itemsize, mut to) = (result.itemsize(), result.view_mut()?.as_mut_ptr());
        let (step, from) = (view.strides()[n_axes - 1], view.as_ptr());
        let outer = Plan::in_c_order(&shape[..n_axes - 1], [&view.strides()[..n_axes - 1]]);
        let ([row_step], n_rows) = (outer.inner_strides(), outer.inner_len());
        let mut row = 0;
        outer.for_each_run(|[start]| {
            for i in 0..n_rows as isize {
                // The first column above the diagonal for the lower part, on it for the upper one.
                let above = (row as isize).saturating_add(k);
                let above = if side == Side::Lower { above.saturating_add(1) } else { above };
                let split = usize::try_from(above).unwrap_or(0).min(columns);
                let kept = if side == Side::Lower { 0..split } else { split..columns };
                let from = from.wrapping_offset(start + i * row_step + kept.start as isize * step);
                let place = to.wrapping_add(kept.start * itemsize);
                // SAFETY: elements of a row of the source, and as many places of the fresh row.
                unsafe { copy_run(place, itemsize as isize, from, step, kept.len(), itemsize) };
                let zeros = if side == Side::Lower { split..columns } else { 0..split };
                let place = to.wrapping_add(zeros.start * itemsize);
                // SAFETY: the other places of the row.
                unsafe { place.write_bytes(0, zeros.len() * itemsize) };
                to = to.wrapping_add(columns * itemsize);
                row = if row + 1 == rows { 0 } else { row + 1 };
            }
        });
        Ok(result)
    }
}

/// How many powers a Vandermonde matrix has, and in which order.
///
/// NumPy: [numpy.vander](https://numpy.org/doc/stable/reference/generated/numpy.vander.html).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Vander {
    columns: Option<usize>,
    is_increasing: bool,
}

impl Vander {
    /// How many powers; as many as elements otherwise.
    ///
    /// NumPy: none.
    pub fn columns(mut self, columns: usize) -> Vander {
        self.columns = Some(columns);
        self
    }

    /// Powers from left to right: 0, 1, 2 …
    ///
    /// NumPy: none.
    pub fn increasing(mut self, is_increasing: bool) -> Vander {
        self.is_increasing = is_increasing;
        self
    }

    /// The matrix.
    ///
    /// NumPy: [numpy.vander](https://numpy.org/doc/stable/reference/generated/numpy.vander.html).
    ///
    /// # Errors
    ///
    /// Another number of axes than one; a type without arithmetic.
    pub fn array(&self, x: &DynView<'_>) -> Result<DynArray> {
        if x.ndim() != 1 {
            return Err(CreateFault::Vander.into());
        }
        let dtype = promote_types(x.dtype(), &DType::INT64)?;
        let (rows, columns) = (x.size(), self.columns.unwrap_or(x.size()));
        let x = x.cast_to(&dtype)?;
        let values = match dtype.kind() {
            Kind::SignedInteger => powers(&x.to_vec::<i64>()?, columns, 1, i64::wrapping_mul)?,
            Kind::Float => powers(&x.to_vec::<f64>()?, columns, 1.0, |a, b| a * b)?,
            Kind::Complex => {
                let one = num_complex::Complex::new(1.0, 0.0);
                powers(&x.to_vec::<num_complex::Complex<f64>>()?, columns, one, |a, b| a * b)?
            }
            _ => return Err(CreateFault::SampleType { dtype }.into()),
        };
        let matrix = values.reshape([rows as isize, columns as isize])?;
        if self.is_increasing || columns == 0 {
            return Ok(matrix);
        }
        matrix.slice_axis(1, columns - 1, -1, columns)?.copy(Order::C)
    }
}

/// As [`Vander`] with its defaults.
///
/// NumPy: [numpy.vander](https://numpy.org/doc/stable/reference/generated/numpy.vander.html).
///
/// # Errors
///
/// As [`Vander::array`].
pub fn vander(x: &DynView<'_>) -> Result<DynArray> {
    Vander::default().array(x)
}

/// Each value's powers from 0 on, one row a value.
fn powers<T: ndstrata_dtype::Element>(
    values: &[T],
    columns: usize,
    one: T,
    multiply: impl Fn(T, T) -> T,
) -> Result<DynArray> {
    let count = values.len().saturating_mul(columns);
    let mut power = one;
    super::arange::collect(count, |i| {
        let value = values[i / columns];
        power = if i % columns == 0 { one } else { multiply(power, value) };
        power
    })
}
