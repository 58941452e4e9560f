//! `argmax` and `argmin`.
#![expect(unsafe_code, reason = "searches lines of a packed array")]

use std::cmp::Ordering;

use ndstrata_array::{DynArray, DynView, Order, Plan, normalize_axis};
use ndstrata_dtype::{DType, TypeClass};
use ndstrata_kernels::elementwise::{Operand as LoopOperand, Run};
use ndstrata_kernels::reduce::{PositionCall, position_of_maximum, position_of_minimum};

use super::memory::{counts, text_column};
use super::{lines, native};
use crate::error::{Error, ErrorKind, Result};
use crate::kernel::number_type;
use crate::reduce::folds_innermost;

/// The position of the first largest element along an axis, or in the flattened array. The first NaN
/// or NaT counts as largest.
///
/// NumPy: [numpy.argmax](https://numpy.org/doc/stable/reference/generated/numpy.argmax.html).
///
/// # Errors
///
/// An axis that is not there; no elements to choose from; a type without an order.
pub fn argmax(a: &DynView<'_>, axis: Option<isize>) -> Result<DynArray> {
    positions(a, axis, "argmax", position_of_maximum)
}

/// The position of the first smallest element along an axis, or in the flattened array. The first NaN
/// or NaT counts as smallest.
///
/// NumPy: [numpy.argmin](https://numpy.org/doc/stable/reference/generated/numpy.argmin.html).
///
/// # Errors
///
/// As [`argmax`].
pub fn argmin(a: &DynView<'_>, axis: Option<isize>) -> Result<DynArray> {
    positions(a, axis, "argmin", position_of_minimum)
}

fn positions(
    a: &DynView<'_>,
    axis: Option<isize>,
    function: &'static str,
    make: fn(LoopOperand) -> PositionCall,
) -> Result<DynArray> {
    if let Some(found) = of_columns(a, axis, make)? {
        return Ok(found);
    }
    let elements = match axis {
        Some(axis) if a.ndim() > 0 => {
            let axis = normalize_axis(axis, a.ndim())? as isize;
            a.clone().moveaxis(&[axis], &[-1])?.into_cow()
        }
        _ if a.ndim() == 1 => a.clone().into_cow(),
        _ => lines(a, axis)?.0.into_cow(),
    };
    let Some((&length, outer)) = elements.shape().split_last() else {
        return Ok(DynArray::from_vec(vec![0_i64]).squeeze());
    };
    let class = elements.dtype().class();
    let is_ordered = elements.dtype().element_type().is_some()
        || matches!(
            class,
            TypeClass::DateTime64(_)
                | TypeClass::TimeDelta64(_)
                | TypeClass::Bytes(_)
                | TypeClass::Str(_)
        );
    if !is_ordered {
        return Err(Error::wrong_type("data type not ordered"));
    }
    let n_lines: usize = outer.iter().product();
    if length == 0 && n_lines > 0 {
        return Err(Error::new(ErrorKind::EmptySequence { function }));
    }
    let is_largest = function == "argmax";
    let found = match class {
        TypeClass::DateTime64(_) | TypeClass::TimeDelta64(_) => {
            let counts: Vec<i64> =
                counts(&native(&elements.view())?).iter().map(|count| count.0).collect();
            counts.chunks(length.max(1)).map(|line| of_counts(line, is_largest)).collect()
        }
        TypeClass::Bytes(_) | TypeClass::Str(_) => {
            let elements = native(&elements.view())?;
            let column = text_column(&elements);
            let wanted = if is_largest { Ordering::Greater } else { Ordering::Less };
            let of_line = |k| column.part(k * length, length).first_extreme(wanted) as i64;
            (0..n_lines).map(of_line).collect()
        }
        _ => of_numbers(&elements.view(), make),
    };
    let shape: Vec<isize> = outer.iter().map(|&n| n as isize).collect();
    Ok(DynArray::from_vec(found).reshape_view(&shape, Order::C)?)
}

/// The positions among rows of numbers, where it is other axes along which elements lie densest.
fn of_columns(
    a: &DynView<'_>,
    axis: Option<isize>,
    make: fn(LoopOperand) -> PositionCall,
) -> Result<Option<DynArray>> {
    let (Some(axis), Some(element)) = (axis, a.dtype().element_type()) else { return Ok(None) };
    if a.ndim() < 2 || a.size() == 0 {
        return Ok(None);
    }
    let axis = normalize_axis(axis, a.ndim())?;
    if folds_innermost(a, &[axis]) {
        return Ok(None);
    }
    let call = make(LoopOperand { number: number_type(element), swapped: !a.dtype().is_native() });
    let mut shape = a.shape().to_vec();
    let mut steps = a.strides().to_vec();
    let (n_rows, pitch) = (shape.remove(axis), steps.remove(axis));
    // SAFETY: the array is given out only if all of it was written.
    let mut found = unsafe { DynArray::uninit(&shape, &DType::INT64, Order::C)? };
    let mut view = found.view_mut()?;
    let plan = Plan::new(&shape, [view.strides(), &steps]);
    let ([place_step, step], n) = (plan.inner_strides(), plan.inner_len());
    if place_step != 8 || n < 4 {
        return Ok(None);
    }
    let (place, src) = (view.as_mut_ptr(), a.as_ptr());
    let mut is_done = true;
    plan.for_each_run(|[to, from]| {
        let to = place.wrapping_offset(to).cast::<i64>();
        let from = src.wrapping_offset(from);
        // SAFETY: the plan walks the result, of which `n` places follow each other, and the first row of
        // the array.
        is_done = is_done && unsafe { call.run_rows(to, from, [pitch, step], [n_rows, n]) };
    });
    Ok(is_done.then_some(found))
}

/// The positions in lines of numbers along the last axis.
fn of_numbers(elements: &DynView<'_>, make: fn(LoopOperand) -> PositionCall) -> Vec<i64> {
    let Some((&length, outer)) = elements.shape().split_last() else { return Vec::new() };
    let mut found = vec![0_i64; outer.iter().product()];
    let Some(element) = elements.dtype().element_type() else { return found };
    let swapped = !elements.dtype().is_native();
    let call = make(LoopOperand { number: number_type(element), swapped });
    let (stride, steps) = elements.strides().split_last().unwrap_or((&0, &[]));
    let lines = Plan::in_c_order(outer, [steps]);
    let ([step], base) = (lines.inner_strides(), elements.as_ptr());
    let mut places = found.as_mut_slice();
    lines.for_each_run(|[offset]| {
        let n = lines.inner_len();
        let Some((now, later)) = std::mem::take(&mut places).split_at_mut_checked(n) else {
            return;
        };
        places = later;
        let (to, from) = (now.as_mut_ptr(), base.wrapping_offset(offset));
        // SAFETY: the plan walks the first elements of lines of `length` elements, each with a place.
        if unsafe { call.run_lines(to, from, [step, *stride], [n, length]) } {
            return;
        }
        for (i, position) in (0..n as isize).zip(now) {
            let ptr = base.wrapping_offset(offset + i * step);
            // SAFETY: the plan walks the first elements of lines of `length` elements.
            *position = unsafe { call.run(Run { ptr, stride: *stride }, length) } as i64;
        }
    });
    found
}

/// The position in a line of dates or durations, where the first NaT is taken.
fn of_counts(line: &[i64], is_largest: bool) -> i64 {
    match line.iter().position(|&count| count == i64::MIN) {
        Some(position) => position as i64,
        None => first_extreme(line, is_largest),
    }
}

/// The first of the largest or smallest.
fn first_extreme<T: Ord>(line: &[T], is_largest: bool) -> i64 {
    let mut best = 0;
    for (k, value) in line.iter().enumerate() {
        let is_better = if is_largest { *value > line[best] } else { *value < line[best] };
        if is_better {
            best = k;
        }
    }
    best as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(values: Vec<i64>, dtype: &str) -> DynArray {
        DynArray::from_vec(values).astype(&dtype.parse::<DType>().unwrap()).unwrap()
    }

    fn both(a: &DynArray, axis: Option<isize>) -> [Vec<i64>; 2] {
        [argmax(&a.view(), axis), argmin(&a.view(), axis)]
            .map(|found| found.unwrap().to_vec().unwrap())
    }

    #[test]
    fn dates_have_extremes_and_nat_comes_first() {
        assert_eq!(both(&of(vec![3, -7, 9, 9], "M8[D]"), None), [vec![2], vec![1]]);
        let holes = of(vec![3, i64::MIN, 9, i64::MIN, 1, 2], "m8[s]");
        let holes = holes.reshape_view(&[2, 3], Order::C).unwrap();
        assert_eq!(both(&holes, Some(1)), [vec![1, 0], vec![1, 0]]);
    }

    #[test]
    fn text_has_extremes_and_shorter_text_is_less() {
        assert_eq!(both(&of(vec![12, 1, 2, 2], "S3"), None), [vec![2], vec![1]]);
        assert_eq!(both(&of(vec![12, 1, 2, 2], ">U3"), Some(0)), [vec![2], vec![1]]);
        let empty = argmin(&of(Vec::new(), "S3").view(), None).unwrap_err();
        assert_eq!(empty.to_string(), "attempt to get argmin of an empty sequence");
    }

    #[test]
    fn columns_of_any_layout_have_the_positions_of_their_lines() {
        let values: Vec<i64> = (0..120).map(|k| k * 37 % 23).collect();
        for dtype in ["f8", ">f4", "f2", "i1", "?"] {
            let cube = of(values.clone(), dtype).reshape_view(&[4, 5, 6], Order::C).unwrap();
            for axis in 0..3 {
                let lines = cube.clone().moveaxis(&[axis], &[-1]).unwrap().copy(Order::C).unwrap();
                assert_eq!(both(&cube, Some(axis)), both(&lines, Some(-1)), "{dtype} axis {axis}");
            }
        }
    }

    #[test]
    fn raw_bytes_have_no_order() {
        let raw = DynArray::zeros(&[2], &"V2".parse().unwrap(), Order::C).unwrap();
        assert_eq!(argmax(&raw.view(), None).unwrap_err().to_string(), "data type not ordered");
    }
}
