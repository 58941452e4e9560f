//! How much a matrix magnifies errors.

use ndstrata_array::DynArray;
use ndstrata_ufunc::{self as ufunc, Operand, ReduceOptions};

use super::norm::{Norm, NormOrder, norm};
use crate::decompositions::input::{Types, as_type, check_square, elements};
use crate::decompositions::{MatrixFault, svdvals};
use crate::error::Result;
use crate::solve::inverse_with_nan;

/// The condition number of each matrix of a stack: the norm times that of the inverse, by default of
/// order 2.
///
/// NumPy: [numpy.linalg.cond](https://numpy.org/doc/stable/reference/generated/numpy.linalg.cond.html).
///
/// # Errors
///
/// No elements; a matrix that is not square, in orders other than 2 and -2; half precision.
///
/// ```
/// use ndarray::array;
/// use ndstrata_linalg::{cond, NormOrder};
/// let a = array![[1.0, 0.0, -1.0], [0.0, 1.0, 0.0], [1.0, 0.0, 1.0]];
/// assert_eq!(cond(&a, NormOrder::P(1.0))?.get::<f64>(&[])?, 2.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn cond<'a>(x: impl Into<Operand<'a>>, order: NormOrder) -> Result<DynArray> {
    let x = elements(x.into())?;
    if x.size() == 0 && x.shape().iter().rev().take(2).product::<usize>() == 0 {
        return Err(MatrixFault::EmptyCondition.into());
    }
    let ratio = match order {
        NormOrder::Usual | NormOrder::P(2.0 | -2.0) => {
            let s = svdvals(x.clone())?;
            let (largest, least) = (s.clone().index_axis(-1, 0)?, s.index_axis(-1, -1)?);
            if order == NormOrder::P(-2.0) {
                ufunc::divide(&least, &largest)?
            } else {
                ufunc::divide(&largest, &least)?
            }
        }
        order => {
            check_square(&x)?;
            let types = Types::of(&[&x])?;
            let inverse = inverse_with_nan(&x, types)?;
            let of = |a: Operand<'_>| norm(a, Norm::default().order(order).axes(&[-2, -1]));
            let product = ufunc::multiply(&of(x.view().into())?, &of((&inverse).into())?)?;
            as_type(product, &types.real_result())?
        }
    };
    // What is singular is infinitely sensitive; what holds a NaN is not known to be.
    let is_nan = ufunc::isnan(&ratio)?;
    let over = ReduceOptions::new().axes(&[-2, -1]);
    let holds_nan = ufunc::any(&ufunc::isnan(&x)?.view(), over)?;
    let is_singular = ufunc::greater(&is_nan, &holds_nan)?;
    let any = ufunc::any(&is_singular.view(), ReduceOptions::new().all_axes())?;
    if !any.get::<bool>(&[])? {
        return Ok(ratio);
    }
    let infinite = DynArray::from_vec(vec![f64::INFINITY]).squeeze().astype(ratio.dtype())?;
    Ok(ndstrata_array::where_(&is_singular.view(), &infinite.view(), &ratio.view())?)
}
