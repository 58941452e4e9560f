//! Matrices known by their diagonal: `eye`, `identity`, `diag`, `diagflat`.

use ndstrata_dtype::DType;

use super::fault::CreateFault;
use crate::array::{DynArray, DynView};
use crate::error::{Error, ErrorKind, Result};
use crate::layout::Order;
use crate::scalar::Scalar;

/// A matrix with ones on a diagonal, not square or not of `float64`.
///
/// NumPy: [numpy.eye](https://numpy.org/doc/stable/reference/generated/numpy.eye.html).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Eye {
    columns: Option<usize>,
    diagonal: isize,
    dtype: DType,
    order: Order,
}

impl Default for Eye {
    /// Square, the main diagonal, `float64`, C order.
    fn default() -> Eye {
        Eye { columns: None, diagonal: 0, dtype: DType::FLOAT64, order: Order::C }
    }
}

impl Eye {
    /// How many columns; as many as rows otherwise.
    ///
    /// NumPy: none.
    pub fn columns(mut self, columns: usize) -> Eye {
        self.columns = Some(columns);
        self
    }

    /// Which diagonal: positive ones are above the main one.
    ///
    /// NumPy: none.
    pub fn diagonal(mut self, k: isize) -> Eye {
        self.diagonal = k;
        self
    }

    /// The type of the elements.
    ///
    /// NumPy: none.
    pub fn dtype(mut self, dtype: &DType) -> Eye {
        self.dtype = dtype.clone();
        self
    }

    /// The order of the elements in memory.
    ///
    /// NumPy: none.
    pub fn order(mut self, order: Order) -> Eye {
        self.order = order;
        self
    }

    /// The matrix.
    ///
    /// NumPy: [numpy.eye](https://numpy.org/doc/stable/reference/generated/numpy.eye.html).
    ///
    /// # Errors
    ///
    /// No memory for it; a type that has no one.
    pub fn array(&self, rows: usize) -> Result<DynArray> {
        let columns = self.columns.unwrap_or(rows);
        let mut result = DynArray::cleared(&[rows, columns], &self.dtype, self.order)?;
        if result.ndim() == 2 {
            let one = Scalar::new(1_i64);
            result.view_mut()?.diagonal(self.diagonal, [0, 1])?.fill(&one)?;
        }
        Ok(result)
    }
}

/// A square matrix of `float64` with ones on its main diagonal.
///
/// NumPy: [numpy.eye](https://numpy.org/doc/stable/reference/generated/numpy.eye.html).
///
/// # Errors
///
/// No memory for it.
pub fn eye(n: usize) -> Result<DynArray> {
    Eye::default().array(n)
}

/// A square matrix with ones on its main diagonal.
///
/// NumPy: [numpy.identity](https://numpy.org/doc/stable/reference/generated/numpy.identity.html).
///
/// # Errors
///
/// No memory for it; a type that has no one.
pub fn identity(n: usize, dtype: &DType) -> Result<DynArray> {
    Eye::default().dtype(dtype).array(n)
}

/// The `k`-th diagonal of a matrix, sharing memory, or a matrix with the given diagonal.
///
/// NumPy: [numpy.diag](https://numpy.org/doc/stable/reference/generated/numpy.diag.html).
///
/// # Errors
///
/// No axes, or more than two; no memory for the matrix.
pub fn diag(array: DynArray, k: isize) -> Result<DynArray> {
    match array.ndim() {
        1 => diagflat(&array.view(), k),
        2 => array.diagonal(k, [0, 1]),
        _ => Err(CreateFault::Diagonal.into()),
    }
}

/// A matrix with the flattened elements on its `k`-th diagonal.
///
/// NumPy: [numpy.diagflat](https://numpy.org/doc/stable/reference/generated/numpy.diagflat.html).
///
/// # Errors
///
/// No memory for it.
///
/// ```
/// use ndstrata_array::{diagflat, DynArray};
/// let a = diagflat(&DynArray::from_vec(vec![1, 2]).view(), 1)?;
/// assert_eq!(a.to_vec::<i32>()?, [0, 1, 0, 0, 0, 2, 0, 0, 0]);
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
pub fn diagflat(array: &DynView<'_>, k: isize) -> Result<DynArray> {
    let flat = array.reshape([-1])?;
    let n = flat.size().checked_add(k.unsigned_abs());
    let n = n.ok_or_else(|| Error::new(ErrorKind::TooBig))?;
    let mut result = DynArray::cleared(&[n, n], array.dtype(), Order::C)?;
    result.view_mut()?.diagonal(k, [0, 1])?.assign(&flat.view())?;
    Ok(result)
}
