//! `dot`, `inner` and `vdot`: sums of products over one axis of each operand.

use ndstrata_array::{DynArray, DynCow, DynViewMut, Order, Scalar};
use ndstrata_dtype::datetime::DateTimeUnit;
use ndstrata_dtype::{DType, Kind, result_type};
use ndstrata_ufunc::{CallOptions, Operand, ufuncs};

use super::fault::ProductFault;
use super::stack::{plain_product, product};
use crate::error::Result;

/// The sum of products over the last axis of `a` and the last but one of `b`; with an operand without axes, the
/// plain product.
///
/// NumPy: [numpy.dot](https://numpy.org/doc/stable/reference/generated/numpy.dot.html).
/// Differs: numbers written in Rust are of the type that they have alone, as arrays made of them.
///
/// # Shape
///
/// The axes of `a` but the last, then those of `b` but the last but one.
///
/// # Errors
///
/// Lengths that differ; types without a product or a common type.
///
/// ```
/// use ndarray::arr2;
/// let a = arr2(&[[1, 0], [0, 1]]);
/// let b = arr2(&[[4, 1], [2, 2]]);
/// assert_eq!(ndstrata_linalg::dot(&a, &b)?.to_vec::<i32>()?, [4, 1, 2, 2]);
/// # Ok::<(), ndstrata_linalg::Error>(())
/// ```
pub fn dot<'a>(a: impl Into<Operand<'a>>, b: impl Into<Operand<'a>>) -> Result<DynArray> {
    let (a, b) = (strong(a.into())?, strong(b.into())?);
    if let Some(made) = plain_product(&a.view(), &b.view(), [false, false]) {
        return Ok(made?);
    }
    if a.ndim() == 0 || b.ndim() == 0 {
        return Ok(ndstrata_ufunc::multiply(&a, &b)?);
    }
    let axis = b.ndim().saturating_sub(2);
    if a.shape()[a.ndim() - 1] != b.shape()[axis] {
        return Err(not_aligned(&a, &b, axis));
    }
    contracted(a, b, axis)
}

/// As [`dot`], into an array that is C-contiguous and has the result's type and shape.
///
/// NumPy: [numpy.dot](https://numpy.org/doc/stable/reference/generated/numpy.dot.html) with `out=`.
///
/// # Errors
///
/// As [`dot`]; another output.
pub fn dot_into<'a>(
    a: impl Into<Operand<'a>>,
    b: impl Into<Operand<'a>>,
    mut out: DynViewMut<'_>,
) -> Result<()> {
    let (a, b) = (a.into(), b.into());
    let has_scalar = [&a, &b].into_iter().any(|operand| match operand {
        Operand::View(view) => view.ndim() == 0,
        _ => true,
    });
    if has_scalar {
        let (a, b) = (strong(a)?, strong(b)?);
        ufuncs::MULTIPLY.call(&[(&a).into(), (&b).into()], CallOptions::new().out(out))?;
        return Ok(());
    }
    let made = dot(a, b)?;
    if out.dtype() != made.dtype() || out.ndim() != made.ndim() || !out.is_c_contiguous() {
        return Err(ProductFault::OutputUnacceptable.into());
    }
    if out.shape() != made.shape() {
        return Err(ProductFault::OutputShape.into());
    }
    Ok(out.assign(&made.view())?)
}

/// The sum of products over the last axes of both.
///
/// NumPy: [numpy.inner](https://numpy.org/doc/stable/reference/generated/numpy.inner.html).
///
/// # Errors
///
/// Lengths that differ; types without a product or a common type.
///
/// ```
/// use ndarray::arr1;
/// let product = ndstrata_linalg::inner(&arr1(&[1, 2, 3]), &arr1(&[0, 1, 0]))?;
/// assert_eq!(product.to_vec::<i32>()?, [2]);
/// # Ok::<(), ndstrata_linalg::Error>(())
/// ```
pub fn inner<'a>(a: impl Into<Operand<'a>>, b: impl Into<Operand<'a>>) -> Result<DynArray> {
    let (a, b) = (strong(a.into())?, strong(b.into())?);
    if a.ndim() == 0 || b.ndim() == 0 {
        return Ok(ndstrata_ufunc::multiply(&a, &b)?);
    }
    if a.ndim() == 1
        && b.ndim() == 1
        && let Some(made) = plain_product(&a.view(), &b.view(), [false, false])
    {
        return Ok(made?);
    }
    let axis = b.ndim() - 1;
    if a.shape()[a.ndim() - 1] == b.shape()[axis] {
        return contracted(a, b, axis);
    }
    // NumPy words the message after it has exchanged the last two axes.
    let b = if b.ndim() > 1 { b.swapaxes(-1, -2)? } else { b };
    let axis = b.ndim().saturating_sub(2);
    Err(not_aligned(&a, &b, axis))
}

/// The sum of products of all elements, in C order, those of `a` conjugated.
///
/// NumPy: [numpy.vdot](https://numpy.org/doc/stable/reference/generated/numpy.vdot.html).
///
/// # Errors
///
/// Different numbers of elements; types without a product or a common type.
///
/// ```
/// use ndarray::arr1;
/// use num_complex::Complex64;
/// let a = arr1(&[Complex64::new(1.0, 2.0), Complex64::new(3.0, 4.0)]);
/// let b = arr1(&[Complex64::new(5.0, 6.0), Complex64::new(7.0, 8.0)]);
/// let product = ndstrata_linalg::vdot(&a, &b)?;
/// assert_eq!(product.to_vec::<Complex64>()?, [Complex64::new(70.0, -8.0)]);
/// # Ok::<(), ndstrata_linalg::Error>(())
/// ```
pub fn vdot<'a>(a: impl Into<Operand<'a>>, b: impl Into<Operand<'a>>) -> Result<DynArray> {
    let (a, b) = (strong(a.into())?, strong(b.into())?);
    if a.ndim() == 1
        && b.ndim() == 1
        && let Some(made) = plain_product(&a.view(), &b.view(), [true, false])
    {
        return Ok(made?);
    }
    let (a, b) = (a.view().ravel(Order::C)?, b.view().ravel(Order::C)?);
    if a.size() != b.size() {
        return Err(ProductFault::Flattened { found: b.size(), expected: a.size() }.into());
    }
    if let Some(made) = plain_product(&a.view(), &b.view(), [true, false]) {
        return Ok(made?);
    }
    let sum = Sum::of(a.dtype(), b.dtype())?;
    let (row, column) = (sum.number(&a)?.expand_dims(&[0])?, sum.number(&b)?.expand_dims(&[1])?);
    sum.result(product(&row.view(), &column.view(), [true, false])?.squeeze())
}

/// An operand as an array, of the type that a number has alone.
pub(crate) fn strong(operand: Operand<'_>) -> Result<DynCow<'_>> {
    let scalar = match operand {
        Operand::View(view) => return Ok(view),
        Operand::Int(x) => match i64::try_from(x) {
            Ok(x) => Scalar::new(x),
            Err(_) => Scalar::new(x as u64),
        },
        Operand::Float(x) => Scalar::new(x),
        Operand::Complex(x) => Scalar::new(x),
        _ => return Err(ProductFault::NoProduct.into()),
    };
    Ok(scalar.to_array()?.into_cow())
}

#[cold]
fn not_aligned(a: &DynCow<'_>, b: &DynCow<'_>, axis: usize) -> crate::Error {
    let shapes = [a.shape().to_vec(), b.shape().to_vec()];
    ProductFault::NotAligned { shapes, axes: [a.ndim() - 1, axis] }.into()
}

/// The sum over the last axis of `a` and one axis of `b`, which have one length.
fn contracted(a: DynCow<'_>, b: DynCow<'_>, axis: usize) -> Result<DynArray> {
    let sum = Sum::of(a.dtype(), b.dtype())?;
    let (a, b) = (sum.number(&a)?, sum.number(&b)?);
    let shape: Vec<isize> = a.shape()[..a.ndim() - 1]
        .iter()
        .chain(b.shape().iter().enumerate().filter(|&(i, _)| i != axis).map(|(_, n)| n))
        .map(|&n| n as isize)
        .collect();
    let depth = b.shape()[axis];
    let rows: usize = a.shape()[..a.ndim() - 1].iter().product();
    let b = b.view().moveaxis(&[axis as isize], &[0])?;
    let columns: usize = b.shape()[1..].iter().product();
    let a = a.view().reshape([rows as isize, depth as isize])?;
    let b = b.reshape([depth as isize, columns as isize])?;
    let made = product(&a.view(), &b.view(), [false, false])?;
    sum.result(made.reshape(shape)?)
}

/// The type in which products are summed, and what becomes of it.
struct Sum {
    dtype: DType,
    /// Durations are summed as the integers that they are.
    is_duration: bool,
}

impl Sum {
    fn of(a: &DType, b: &DType) -> Result<Sum> {
        let common = result_type(&[a.into(), b.into()])?;
        match common.kind() {
            Kind::TimeDelta if ![a, b].iter().any(|d| d.kind() == Kind::Float) => {
                Ok(Sum { dtype: DType::INT64, is_duration: true })
            }
            Kind::Bytes | Kind::Str => Err(ProductFault::NoItemsize.into()),
            _ if common.element_type().is_some() => {
                Ok(Sum { dtype: common.to_native(), is_duration: false })
            }
            _ => Err(ProductFault::NoProduct.into()),
        }
    }

    fn number<'v>(&self, array: &'v DynCow<'_>) -> Result<DynCow<'v>> {
        if array.dtype() == &self.dtype && array.is_aligned() {
            return Ok(array.view().into_cow());
        }
        Ok(array.astype(&self.dtype)?.into_cow())
    }

    /// NumPy loses the unit of durations on the way.
    fn result(&self, array: DynArray) -> Result<DynArray> {
        if !self.is_duration {
            return Ok(array);
        }
        Ok(array.astype(&DType::timedelta64(DateTimeUnit::GENERIC))?)
    }
}
