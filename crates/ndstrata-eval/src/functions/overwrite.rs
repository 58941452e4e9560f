//! What `overwrite_input=True` leaves of the input of medians and quantiles: the elements as NumPy parts
//! them to find the results.

use ndstrata_array::{DynArray, Order};
use ndstrata_dtype::Kind;
use ndstrata_ufunc as ufunc;

use crate::array_ref::ArrayRef;
use crate::error::Result;
use crate::registry::Arguments;
use crate::value::Value;

/// Parts the lines of the input, of a length, by the places that a function gives.
pub(super) fn overwrite(
    a: &Arguments<'_>,
    places: impl Fn(usize) -> Result<Vec<isize>>,
) -> Result<()> {
    let Value::Array(target) = a.value("a") else { return Ok(()) };
    if !a.truth("overwrite_input")? || !target.is_writeable() {
        return Ok(());
    }
    let Some((part, axis)) = lines(a, target)? else { return Ok(()) };
    let seen = part.get();
    let length = seen.shape()[axis as usize];
    if seen.size() == 0 {
        return Ok(());
    }
    if a.function().starts_with("np.nan") {
        return match seen.ndim() {
            1 => overwrite_numbers(&part, &seen, &places),
            _ => Ok(()),
        };
    }
    let parted = ufunc::partition(&seen.view(), &kth(&seen, places(length)?), Some(axis))?;
    drop(seen);
    part.update(|mut view| Ok(view.assign(&parted.view())?))
}

/// The view whose lines are parted, and their axis; none where NumPy parts a copy.
fn lines(a: &Arguments<'_>, target: &ArrayRef) -> Result<Option<(ArrayRef, isize)>> {
    let array = target.get();
    let n_axes = array.ndim();
    let view = |made: DynArray, axis: isize| {
        Ok(array.shares_buffer(&made).then(|| (target.derive(made), axis)))
    };
    if a.value("axis").is_none() {
        return match array.is_c_contiguous() {
            true => view(array.clone().reshape_view(&[-1], Order::C)?, 0),
            false => Ok(None),
        };
    }
    let axes = a.ints_of("axis")?;
    let axes = axes.iter().map(|&axis| ndstrata_array::normalize_axis(axis, n_axes));
    let axes = axes.collect::<ndstrata_array::Result<Vec<usize>>>()?;
    if let [axis] = axes[..] {
        return Ok(Some((target.clone(), axis as isize)));
    }
    let keep: Vec<isize> =
        (0..n_axes).filter(|axis| !axes.contains(axis)).map(|axis| axis as isize).collect();
    let front: Vec<isize> = (0..keep.len() as isize).collect();
    let moved = array.clone().moveaxis(&keep, &front)?;
    let mut shape: Vec<isize> = moved.shape()[..keep.len()].iter().map(|&n| n as isize).collect();
    shape.push(-1);
    view(moved.reshape(&shape)?, keep.len() as isize)
}

/// The places, with the last one where a NaN would sort.
fn kth(array: &DynArray, mut places: Vec<isize>) -> Vec<isize> {
    if matches!(
        array.dtype().kind(),
        Kind::Float | Kind::Complex | Kind::DateTime | Kind::TimeDelta
    ) {
        places.push(-1);
    }
    places
}

/// Fills the places of NaNs from the end, and parts what is before it.
fn overwrite_numbers(
    part: &ArrayRef,
    seen: &DynArray,
    places: &impl Fn(usize) -> Result<Vec<isize>>,
) -> Result<()> {
    if !matches!(seen.dtype().kind(), Kind::Float | Kind::Complex) {
        let parted = ufunc::partition(&seen.view(), &kth(seen, places(seen.size())?), Some(0))?;
        return part.update(|mut view| Ok(view.assign(&parted.view())?));
    }
    let is_nan = ufunc::isnan(seen)?.to_vec::<bool>()?;
    let n_nans = is_nan.iter().filter(|&&is_nan| is_nan).count();
    let kept = seen.size() - n_nans;
    if kept == 0 {
        return Ok(());
    }
    let mut filled = seen.copy(Order::C)?;
    let holes = (0..kept).filter(|&i| is_nan[i]);
    let numbers = (kept..seen.size()).filter(|&i| !is_nan[i]);
    for (hole, number) in holes.zip(numbers) {
        let one = seen.clone().slice_axis(0, number, 1, 1)?;
        filled.view_mut()?.slice_axis(0, hole, 1, 1)?.assign(&one.view())?;
    }
    let numbers = filled.clone().slice_axis(0, 0, 1, kept)?;
    let parted = ufunc::partition(&numbers.view(), &kth(&numbers, places(kept)?), Some(0))?;
    drop(numbers);
    filled.view_mut()?.slice_axis(0, 0, 1, kept)?.assign(&parted.view())?;
    part.update(|mut view| Ok(view.assign(&filled.view())?))
}

#[cfg(test)]
mod tests {
    use crate::{Scope, evaluate};

    #[test]
    fn the_input_is_left_as_numpy_leaves_it() {
        for (program, expected) in [
            (
                "a = np.array([3., 1., 2.]); np.median(a, overwrite_input=True); a.tolist()",
                "[1.0, 2.0, 3.0]",
            ),
            (
                "a = np.array([[2, 3], [0, 1], [6, 7], [4, 5]]); \
                 np.median(a, axis=0, overwrite_input=True); a.tolist()",
                "[[0, 1], [2, 3], [4, 5], [6, 7]]",
            ),
            (
                "a = np.array([2, 3, 4, 1]); np.percentile(a, [50], overwrite_input=True); a.tolist()",
                "[1, 2, 3, 4]",
            ),
            (
                "a = np.array([[5, 3], [4, 1]]).T; np.median(a, overwrite_input=True); a.tolist()",
                "[[5, 4], [3, 1]]",
            ),
            (
                "a = np.array([3., np.nan, 2., 1.]); np.nanmedian(a, overwrite_input=True); a.tolist()",
                "[1.0, 2.0, 3.0, 1.0]",
            ),
            ("a = np.array([3, 1, 2]); np.median(a); a.tolist()", "[3, 1, 2]"),
            (
                "a = np.arange(12).reshape(2, 3, 2)[:, ::-1, ::-1].copy(); \
                 np.quantile(a, 0.5, axis=(1, 2), overwrite_input=True); a.ravel().tolist()",
                "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]",
            ),
        ] {
            let found = evaluate(program, &mut Scope::new())
                .and_then(|value| value.to_repr(&ndstrata_array::PrintOptions::default()));
            assert_eq!(found.unwrap(), expected, "{program}");
        }
    }
}
