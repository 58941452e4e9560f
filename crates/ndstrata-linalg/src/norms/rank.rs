//! How many singular values of a matrix are not zero.

use ndstrata_array::DynArray;
use ndstrata_dtype::{DType, Kind};
use ndstrata_ufunc::{self as ufunc, Operand, ReduceOptions};

use crate::decompositions::hermitian_svdvals;
use crate::decompositions::input::elements;
use crate::decompositions::svdvals;
use crate::error::Result;

/// How [`matrix_rank`] works. By default a singular value counts as zero below the largest one
/// times the precision times the longer side.
#[derive(Clone, Default)]
pub struct MatrixRank {
    tolerance: Tolerance,
    is_hermitian: bool,
}

#[derive(Clone, Default)]
enum Tolerance {
    #[default]
    Precision,
    Absolute(DynArray),
    Relative(DynArray),
}

impl MatrixRank {
    /// Singular values up to this count as zero: one number, or one for each matrix.
    ///
    /// NumPy: `tol=`.
    #[must_use]
    pub fn tol(mut self, tol: DynArray) -> MatrixRank {
        self.tolerance = Tolerance::Absolute(tol);
        self
    }

    /// Singular values up to this part of the largest one count as zero.
    ///
    /// NumPy: `rtol=`.
    #[must_use]
    pub fn rtol(mut self, rtol: DynArray) -> MatrixRank {
        self.tolerance = Tolerance::Relative(rtol);
        self
    }

    /// The matrices are symmetric or Hermitian.
    ///
    /// NumPy: `hermitian=True`.
    #[must_use]
    pub fn hermitian(mut self) -> MatrixRank {
        self.is_hermitian = true;
        self
    }
}

/// The rank of each matrix of a stack; of a vector or a number, whether it is not zero.
///
/// NumPy: [numpy.linalg.matrix_rank](https://numpy.org/doc/stable/reference/generated/numpy.linalg.matrix_rank.html).
///
/// # Errors
///
/// An element that is infinite or NaN; half precision; tolerances that do not broadcast.
///
/// ```
/// use ndarray::array;
/// use ndstrata_linalg::{matrix_rank, MatrixRank};
/// let rank = matrix_rank(&array![[1.0, 2.0], [2.0, 4.0]], MatrixRank::default())?;
/// assert_eq!(rank.get::<i64>(&[])?, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn matrix_rank<'a>(a: impl Into<Operand<'a>>, options: MatrixRank) -> Result<DynArray> {
    let a = elements(a.into())?;
    if a.ndim() < 2 {
        // Text and dates equal no number.
        let is_number = matches!(
            a.dtype().kind(),
            Kind::Bool | Kind::SignedInteger | Kind::UnsignedInteger | Kind::Float | Kind::Complex
        );
        let is_zero = is_number
            && ufunc::all(&ufunc::equal(&a, 0)?.view(), ReduceOptions::new().all_axes())?
                .get::<bool>(&[])?;
        let rank = i64::from(!is_zero);
        return Ok(DynArray::from_vec(vec![rank]).squeeze());
    }
    let longer = a.shape().iter().rev().take(2).copied().max().unwrap_or_default();
    let s = if options.is_hermitian { hermitian_svdvals(&a.view())? } else { svdvals(a)? };
    let relative = match options.tolerance {
        Tolerance::Absolute(tol) => return above(&s, &tol.expand_dims(&[-1])?),
        Tolerance::Relative(rtol) => rtol.expand_dims(&[-1])?,
        Tolerance::Precision => {
            let eps =
                if *s.dtype() == DType::FLOAT32 { f64::from(f32::EPSILON) } else { f64::EPSILON };
            DynArray::from_vec(vec![longer as f64 * eps])
        }
    };
    let largest = ufunc::max(&s.view(), ReduceOptions::new().axes(&[-1]).keepdims().initial(0))?;
    above(&s, &ufunc::multiply(&largest, &relative)?)
}

fn above(s: &DynArray, tol: &DynArray) -> Result<DynArray> {
    let counts = ufunc::greater(s, tol)?;
    Ok(ufunc::count_nonzero(&counts.view(), ReduceOptions::new().axes(&[-1]))?)
}
