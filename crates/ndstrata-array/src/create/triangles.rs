//! Triangles of ones, triangles of matrices, and Vandermonde matrices.

use ndstrata_dtype::{DType, Kind, promote_types};

use super::fault::CreateFault;
use crate::array::{DynArray, DynBase, DynView, Storage};
use crate::error::Result;
use crate::layout::Order;
use crate::scalar::Scalar;

/// A matrix with ones on and below its `k`-th diagonal.
///
/// NumPy: [numpy.tri](https://numpy.org/doc/stable/reference/generated/numpy.tri.html).
///
/// # Errors
///
/// No memory for it; a type that has no one.
pub fn tri(rows: usize, columns: usize, k: isize, dtype: &DType) -> Result<DynArray> {
    let mut result = DynArray::zeros(&[rows, columns], dtype, Order::C)?;
    let one = DynArray::full(&[], &Scalar::new(1_i64).view()?, dtype, Order::C)?;
    for row in 0..rows {
        let end = (row as isize).saturating_add(k).saturating_add(1);
        let end = usize::try_from(end).unwrap_or(0).min(columns);
        if end > 0 {
            let place = result.view_mut()?.index_axis(0, row as isize)?;
            place.slice_axis(0, 0, 1, end)?.assign(&one.view())?;
        }
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
        let mut result = DynArray::zeros(shape, &dtype, Order::C)?;
        let mut to = result.view_mut()?;
        for row in 0..rows {
            // The first column above the diagonal for the lower part, on it for the upper one.
            let above = (row as isize).saturating_add(k);
            let above = if side == Side::Lower { above.saturating_add(1) } else { above };
            let split = usize::try_from(above).unwrap_or(0).min(columns);
            let kept = if side == Side::Lower { 0..split } else { split..columns };
            if !kept.is_empty() {
                let (axis, row) = (n_axes as isize - 2, row as isize);
                let from = view.clone().index_axis(axis, row)?;
                let from = from.slice_axis(axis, kept.start, 1, kept.len())?;
                let to = to.view_mut().index_axis(axis, row)?;
                to.slice_axis(axis, kept.start, 1, kept.len())?.assign(&from)?;
            }
        }
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
        matrix.slice_axis(1, columns - 1, -1, columns)
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
