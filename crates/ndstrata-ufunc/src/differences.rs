//! Differences of neighbours, and the area below points.

use ndstrata_array::{DynArray, DynView, Order, concatenate, normalize_axis};
use ndstrata_dtype::{Casting, Kind, can_cast};

use crate::error::{Error, ErrorKind, Result};
use crate::functions::{add, divide, multiply, not_equal, subtract};
use crate::operand::Operand;
use crate::reduce::ReduceOptions;
use crate::statistics::sum;

/// The differences of neighbours along an axis, taken `n` times.
///
/// NumPy: [numpy.diff](https://numpy.org/doc/stable/reference/generated/numpy.diff.html).
///
/// # Errors
///
/// An array without axes; an axis that is not there.
pub fn diff(a: &DynView<'_>, n: usize, axis: isize) -> Result<DynArray> {
    if n == 0 {
        return Ok(a.copy(Order::K)?);
    }
    if a.ndim() == 0 {
        return Err(Error::value("diff requires input that is at least one dimensional"));
    }
    let axis = normalize_axis(axis, a.ndim())?;
    let mut result = steps(a, axis)?;
    for _ in 1..n.min(a.shape()[axis].saturating_add(1)) {
        result = steps(&result.view(), axis)?;
    }
    Ok(result)
}

fn steps(a: &DynView<'_>, axis: usize) -> Result<DynArray> {
    let (before, after) = neighbours(a, axis)?;
    if a.dtype().kind() == Kind::Bool {
        return not_equal(&after, &before);
    }
    subtract(&after, &before)
}

/// All slices along an axis but the last, and all but the first.
fn neighbours<'a>(a: &DynView<'a>, axis: usize) -> Result<(DynView<'a>, DynView<'a>)> {
    let start = a.shape()[axis].min(1);
    let len = a.shape()[axis] - start;
    let axis = axis as isize;
    Ok((a.clone().slice_axis(axis, 0, 1, len)?, a.clone().slice_axis(axis, start, 1, len)?))
}

/// The differences of neighbours in the flattened array, with other elements before and after them.
///
/// NumPy: [numpy.ediff1d](https://numpy.org/doc/stable/reference/generated/numpy.ediff1d.html).
///
/// # Errors
///
/// Elements that are not of the array's kind; types without a difference.
///
/// # Example
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_ufunc::ediff1d;
/// let a = DynArray::from_vec(vec![1, 2, 4, 7, 0]);
/// let (first, last) = (DynArray::from_vec(vec![-99]), DynArray::from_vec(vec![88, 99]));
/// let found = ediff1d(&a.view(), Some(&first.view()), Some(&last.view()))?;
/// assert_eq!(found.to_vec::<i32>()?, [-99, 1, 2, 3, -7, 88, 99]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn ediff1d(
    a: &DynView<'_>,
    to_begin: Option<&DynView<'_>>,
    to_end: Option<&DynView<'_>>,
) -> Result<DynArray> {
    let flat = a.contiguous()?.reshape_view(&[-1], Order::C)?;
    let dtype = flat.dtype().clone();
    let edge = |name: &str, edge: Option<&DynView<'_>>| -> Result<Option<DynArray>> {
        let Some(edge) = edge else { return Ok(None) };
        if !can_cast(edge.dtype(), &dtype, Casting::SameKind) {
            return Err(Error::wrong_type(format!(
                "dtype of `{name}` must be compatible with input `ary` under the `same_kind` rule."
            )));
        }
        let edge = edge.astype(&dtype)?.copy(Order::C)?;
        Ok(Some(edge.reshape_view(&[-1], Order::C)?))
    };
    let (first, last) = (edge("to_begin", to_begin)?, edge("to_end", to_end)?);
    let (before, after) = neighbours(&flat.view(), 0)?;
    let steps = subtract(&after, &before)?;
    if first.is_none() && last.is_none() {
        return Ok(steps);
    }
    if !can_cast(steps.dtype(), &dtype, Casting::SameKind) {
        return Err(Error::new(ErrorKind::Cast {
            ufunc: "subtract",
            is_output: true,
            is_only: true,
            index: 0,
            from: steps.dtype().clone(),
            to: dtype,
            casting: Casting::SameKind,
        }));
    }
    let steps = steps.astype(&dtype)?;
    let parts = [first, Some(steps), last];
    let parts: Vec<DynView<'_>> = parts.iter().flatten().map(DynArray::view).collect();
    Ok(concatenate(&parts, 0)?.astype(a.dtype())?)
}

/// The area below points by the trapezoidal rule; `x` are their places, or one distance for all.
///
/// NumPy: [numpy.trapezoid](https://numpy.org/doc/stable/reference/generated/numpy.trapezoid.html).
///
/// # Errors
///
/// An axis that is not there; places that do not broadcast.
pub fn trapezoid<'a>(
    y: &DynView<'_>,
    x: Option<&DynView<'_>>,
    dx: impl Into<Operand<'a>>,
    axis: isize,
) -> Result<DynArray> {
    let axis = normalize_axis(axis, y.ndim())?;
    let (before, after) = neighbours(y, axis)?;
    let widths = match x {
        None => dx.into(),
        Some(x) if x.ndim() == 1 => {
            let mut shape = vec![1; y.ndim()];
            shape[axis] = -1;
            Operand::from(diff(x, 1, -1)?.reshape_view(&shape, Order::C)?)
        }
        Some(x) => Operand::from(diff(x, 1, axis as isize)?),
    };
    let areas = divide(&multiply(widths, &add(&after, &before)?)?, 2.0)?;
    sum(&areas.view(), ReduceOptions::new().axes(&[axis as isize]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_and_area() {
        let a = DynArray::from_vec(vec![1, 2, 4, 7, 0]);
        assert_eq!(diff(&a.view(), 1, -1).unwrap().to_vec::<i32>().unwrap(), [1, 2, 3, -7]);
        assert_eq!(diff(&a.view(), 2, -1).unwrap().to_vec::<i32>().unwrap(), [1, 1, -10]);
        assert_eq!(diff(&a.view(), 9, -1).unwrap().size(), 0);
        let area = trapezoid(&a.view(), None, 1.0, -1).unwrap();
        assert_eq!(area.get::<f64>(&[]).unwrap(), 13.5);
    }
}
