//! The Moore-Penrose inverse.

use ndstrata_array::{DynArray, DynCow, Order};
use ndstrata_dtype::{DType, Kind};
use ndstrata_ufunc::Operand;
use num_complex::Complex64;

use crate::backend::{self, Field};
use crate::decompositions::input::{
    Types, array, as_type, batch_of, check_stack, elements, packed, slice, store, zeros,
};
use crate::decompositions::{MatrixFault, SvdOptions, svd};
use crate::error::Result;

/// How [`pinv`] works.
#[derive(Clone, Default)]
pub struct Pinv {
    cutoff: Cutoff,
    is_hermitian: bool,
}

#[derive(Clone, Default)]
enum Cutoff {
    #[default]
    Usual,
    Precision,
    Given(DynArray),
}

impl Pinv {
    /// Below which part of the largest one a singular value counts as zero: one number, or one for
    /// each matrix. The default is 1e-15.
    ///
    /// NumPy: `rcond=` or `rtol=`.
    #[must_use]
    pub fn rcond(mut self, rcond: DynArray) -> Pinv {
        self.cutoff = Cutoff::Given(rcond);
        self
    }

    /// That part is the precision of the matrix's type times its longer side.
    ///
    /// NumPy: `rtol=None`.
    #[must_use]
    pub fn rcond_of_precision(mut self) -> Pinv {
        self.cutoff = Cutoff::Precision;
        self
    }

    /// The matrices are symmetric or Hermitian.
    ///
    /// NumPy: `hermitian=True`.
    #[must_use]
    pub fn hermitian(mut self) -> Pinv {
        self.is_hermitian = true;
        self
    }
}

/// The pseudo-inverse of each matrix of a stack.
///
/// NumPy: [numpy.linalg.pinv](https://numpy.org/doc/stable/reference/generated/numpy.linalg.pinv.html).
///
/// # Errors
///
/// Fewer than two axes; an element that is infinite or NaN; half precision.
///
/// ```
/// use ndarray::array;
/// use ndstrata_linalg::{pinv, Pinv};
/// let found = pinv(&array![[2.0, 0.0], [0.0, 0.0]], Pinv::default())?;
/// assert_eq!(found.to_vec::<f64>()?, [0.5, 0.0, 0.0, 0.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn pinv<'a>(a: impl Into<Operand<'a>>, options: Pinv) -> Result<DynArray> {
    let a = elements(a.into())?;
    let (longer, is_empty) = match *a.shape() {
        [.., m, n] => (m.max(n), m == 0 || n == 0),
        ref shape => (shape.first().copied().unwrap_or(1), false),
    };
    let rcond = match options.cutoff {
        Cutoff::Usual => DynArray::from_vec(vec![1e-15]).squeeze(),
        Cutoff::Given(rcond) => rcond.astype(&DType::FLOAT64)?,
        Cutoff::Precision => {
            let eps = ndstrata_dtype::finfo(a.dtype())?.eps;
            DynArray::from_vec(vec![longer as f64 * eps]).squeeze()
        }
    };
    if is_empty {
        let [m, n] = check_stack(&a)?;
        let shape = [batch_of(&a, 2), &[n, m]].concat();
        return Ok(DynArray::zeros(&shape, a.dtype(), Order::C)?);
    }
    let kind = a.dtype().kind();
    if !kind.is_integer() && !matches!(kind, Kind::Bool | Kind::Float | Kind::Complex) {
        return Err(MatrixFault::NotNumeric.into());
    }
    let [m, n] = check_stack(&a)?;
    if options.is_hermitian && m != n {
        return Err(MatrixFault::NotSquare.into());
    }
    let types = Types::of(&[&a])?;
    let rcond = rcond.broadcast_to(batch_of(&a, 2))?;
    if a.dtype().kind() == Kind::Complex {
        pinv_in::<Complex64>(&a, types, &rcond, options.is_hermitian)
    } else {
        pinv_in::<f64>(&a, types, &rcond, options.is_hermitian)
    }
}

fn pinv_in<T: Field>(
    a: &DynCow<'_>,
    types: Types,
    rcond: &DynArray,
    is_hermitian: bool,
) -> Result<DynArray> {
    let [m, n] = check_stack(a)?;
    let k = m.min(n);
    let working = types.working();
    let options = SvdOptions::default().reduced();
    let options = if is_hermitian { options.hermitian() } else { options };
    let found = svd(a.clone(), options)?;
    let (u, vh) = (
        packed(&found.u.into_cow(), &working, "svd_s", None)?,
        packed(&found.vh.into_cow(), &working, "svd_s", None)?,
    );
    let s = as_type(found.s, &DType::FLOAT64)?.copy(Order::C)?.into_cow();
    let rcond = rcond.copy(Order::C)?.into_cow();
    let (u, s, vh) = (slice::<T>(&u)?, slice::<f64>(&s)?, slice::<T>(&vh)?);
    let rcond = slice::<f64>(&rcond)?;
    let shape = [batch_of(a, 2), &[n, m]].concat();
    let mut result = zeros::<T>(&shape)?;
    let mut scaled = zeros::<T>(&[n, k])?;
    let mut adjoint = zeros::<T>(&[k, m])?;
    let mut product = zeros::<T>(&[n, m])?;
    for (i, to) in result.chunks_exact_mut(m * n).enumerate() {
        let s = &s[i * k..(i + 1) * k];
        let cutoff = rcond[i] * s.iter().copied().fold(0.0, f64::max);
        // Rows of Vᴴ, conjugate and scaled, are columns of V S⁺; rows of U are columns of Uᵀ.
        let rows = vh[i * n * k..(i + 1) * n * k].chunks_exact(n);
        for ((column, row), &s) in scaled.chunks_exact_mut(n).zip(rows).zip(s) {
            let factor = if s > cutoff { 1.0 / s } else { 0.0 };
            column.iter_mut().zip(row).for_each(|(to, &x)| *to = Field::conj(x).scale(factor));
        }
        let u = &u[i * m * k..(i + 1) * m * k];
        adjoint.iter_mut().zip(u).for_each(|(to, &x)| *to = Field::conj(x));
        backend::matmul(&scaled, &adjoint, [n, k, m], &mut product);
        store(&product, [n, m], to);
    }
    array(result, &shape, &types.result())
}
