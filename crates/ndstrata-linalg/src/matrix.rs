//! [`Matrix`]: an array that is always two-dimensional, whose `*` is the matrix product.

mod block;
mod text;

use std::fmt;
use std::ops::Mul;

use ndstrata_array::{DynArray, Order, concatenate};
use ndstrata_dtype::{DType, Kind};
use ndstrata_ufunc::{self as ufunc, Operand};
use num_complex::Complex64;

use crate::backend::{self, Field};
use crate::decompositions::MatrixFault;
use crate::decompositions::input::{array, elements, load, packed, slice, store, zeros};
use crate::error::Result;
use crate::solve::{Pinv, inv, pinv};

pub use block::bmat;

/// An array of two axes with the operations of matrices.
///
/// NumPy: [numpy.matrix](https://numpy.org/doc/stable/reference/generated/numpy.matrix.html).
///
/// ```
/// use ndstrata_linalg::Matrix;
/// let a: Matrix = "1 2 3; 4 5 3".parse()?;
/// let product = (&a * &a.t())?;
/// assert_eq!(product.to_string(), "[[14 23]\n [23 50]]");
/// assert_eq!(format!("{:?}", product.i()?), "matrix([[ 0.29239766, -0.13450292],\n        [-0.13450292,  0.08187135]])");
/// # Ok::<(), ndstrata_linalg::Error>(())
/// ```
#[derive(Clone)]
pub struct Matrix(DynArray);

impl Matrix {
    /// The matrix of an array: a number is one element, a vector one row.
    ///
    /// NumPy: [numpy.asmatrix](https://numpy.org/doc/stable/reference/generated/numpy.asmatrix.html).
    ///
    /// # Errors
    ///
    /// More than two axes.
    pub fn new<'a>(data: impl Into<Operand<'a>>) -> Result<Matrix> {
        let array = elements(data.into())?.into_owned()?;
        Ok(Matrix(match array.ndim() {
            0 => array.expand_dims(&[0, 1])?,
            1 => array.expand_dims(&[0])?,
            2 => array,
            _ => return Err(MatrixFault::NotTwoAxes.into()),
        }))
    }

    /// The transpose.
    ///
    /// NumPy: [numpy.matrix.T](https://numpy.org/doc/stable/reference/generated/numpy.matrix.T.html).
    pub fn t(&self) -> Matrix {
        Matrix(self.0.clone().t())
    }

    /// The conjugate transpose.
    ///
    /// NumPy: [numpy.matrix.H](https://numpy.org/doc/stable/reference/generated/numpy.matrix.H.html).
    ///
    /// # Errors
    ///
    /// No memory for it.
    pub fn h(&self) -> Result<Matrix> {
        match self.0.dtype().kind() {
            Kind::Complex => Ok(Matrix(ufunc::conjugate(self.0.clone().t())?)),
            _ => Ok(self.t()),
        }
    }

    /// The inverse, or the pseudo-inverse where it is not square.
    ///
    /// NumPy: [numpy.matrix.I](https://numpy.org/doc/stable/reference/generated/numpy.matrix.I.html).
    ///
    /// # Errors
    ///
    /// As [`inv`] and [`pinv`].
    pub fn i(&self) -> Result<Matrix> {
        let [m, n] = self.shape();
        Ok(Matrix(if m == n { inv(&self.0)? } else { pinv(&self.0, Pinv::default())? }))
    }

    /// The elements as an array.
    ///
    /// NumPy: [numpy.matrix.A](https://numpy.org/doc/stable/reference/generated/numpy.matrix.A.html).
    pub fn a(&self) -> &DynArray {
        &self.0
    }

    /// The elements as an array of one axis.
    ///
    /// NumPy: [numpy.matrix.A1](https://numpy.org/doc/stable/reference/generated/numpy.matrix.A1.html).
    ///
    /// # Errors
    ///
    /// No memory for it.
    pub fn a1(&self) -> Result<DynArray> {
        Ok(self.0.clone().ravel(Order::C)?)
    }

    /// Rows and columns.
    ///
    /// NumPy: [numpy.ndarray.shape](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.shape.html).
    pub fn shape(&self) -> [usize; 2] {
        [self.0.shape()[0], self.0.shape()[1]]
    }

    /// The elements, as an array that is no longer a matrix.
    ///
    /// NumPy: none.
    pub fn into_array(self) -> DynArray {
        self.0
    }

    /// The `n`-th power, of the inverse where it is negative.
    ///
    /// NumPy: [numpy.linalg.matrix_power](https://numpy.org/doc/stable/reference/generated/numpy.linalg.matrix_power.html).
    ///
    /// # Errors
    ///
    /// A matrix that is not square, or has no inverse where one is needed.
    ///
    /// ```
    /// use ndstrata_linalg::Matrix;
    /// let fibonacci: Matrix = "1 1; 1 0".parse()?;
    /// assert_eq!(fibonacci.pow(10)?.to_string(), "[[89 55]\n [55 34]]");
    /// # Ok::<(), ndstrata_linalg::Error>(())
    /// ```
    pub fn pow(&self, n: i64) -> Result<Matrix> {
        let [rows, columns] = self.shape();
        if rows != columns {
            return Err(MatrixFault::NotSquare.into());
        }
        let mut square = if n < 0 { self.i()? } else { self.clone() };
        let mut result = None;
        let mut rest = n.unsigned_abs();
        while rest > 0 {
            if rest % 2 == 1 {
                result = Some(match result {
                    None => square.clone(),
                    Some(known) => (&known * &square)?,
                });
            }
            rest /= 2;
            if rest > 0 {
                square = (&square * &square)?;
            }
        }
        match result {
            Some(power) => Ok(power),
            None => Ok(Matrix(ndstrata_array::eye(rows)?.astype(self.0.dtype())?)),
        }
    }
}

/// The matrix product.
impl Mul for &Matrix {
    type Output = Result<Matrix>;

    fn mul(self, other: &Matrix) -> Result<Matrix> {
        let ([m, k], [k_other, n]) = (self.shape(), other.shape());
        if k != k_other {
            return Err(MatrixFault::NotAligned { shapes: [[m, k], [k_other, n]] }.into());
        }
        let dtype = ndstrata_dtype::promote_types(self.0.dtype(), other.0.dtype())?;
        Ok(Matrix(if dtype == DType::FLOAT64 {
            product::<f64>(&self.0, &other.0, &dtype)?
        } else if dtype == DType::COMPLEX128 {
            product::<Complex64>(&self.0, &other.0, &dtype)?
        } else {
            sum_of_products(&self.0, &other.0, &dtype)?
        }))
    }
}

fn product<T: Field>(a: &DynArray, b: &DynArray, dtype: &DType) -> Result<DynArray> {
    let [m, k, n] = [a.shape()[0], a.shape()[1], b.shape()[1]];
    let a = packed(&a.clone().into_cow(), dtype, "matmul", Some(0))?;
    let b = packed(&b.clone().into_cow(), dtype, "matmul", Some(1))?;
    let (mut left, mut right) = (zeros::<T>(&[m, k])?, zeros::<T>(&[k, n])?);
    load(slice::<T>(&a)?, [m, k], &mut left);
    load(slice::<T>(&b)?, [k, n], &mut right);
    let (mut columns, mut rows) = (zeros::<T>(&[m, n])?, zeros::<T>(&[m, n])?);
    backend::matmul(&left, &right, [m, k, n], &mut columns);
    store(&columns, [m, n], &mut rows);
    array(rows, &[m, n], dtype)
}

/// In the arithmetic of the type itself.
fn sum_of_products(a: &DynArray, b: &DynArray, dtype: &DType) -> Result<DynArray> {
    let [m, k, n] = [a.shape()[0], a.shape()[1], b.shape()[1]];
    let mut sum = DynArray::zeros(&[m, n], dtype, Order::C)?;
    for i in 0..k {
        let column = a.view().slice_axis(1, i, 1, 1)?;
        let row = b.view().slice_axis(0, i, 1, 1)?;
        sum = ufunc::add(&sum, &ufunc::multiply(column, row)?)?;
    }
    Ok(sum)
}

/// As NumPy's `str`.
impl fmt::Display for Matrix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// As NumPy's `repr`.
impl fmt::Debug for Matrix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:?}", self.0);
        // The name is one letter longer than that of an array, and so is the indentation.
        let rest = text.strip_prefix("array").unwrap_or(&text);
        write!(f, "matrix{}", rest.replace('\n', "\n "))
    }
}

impl From<Matrix> for DynArray {
    fn from(matrix: Matrix) -> DynArray {
        matrix.0
    }
}

/// Blocks beside each other.
fn beside(blocks: &[Matrix], axis: isize) -> Result<DynArray> {
    let views: Vec<_> = blocks.iter().map(|block| block.0.view()).collect();
    Ok(concatenate(&views, axis)?)
}
