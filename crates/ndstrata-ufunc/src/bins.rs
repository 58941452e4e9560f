//! Counting of small integers, and the bins that numbers fall into.

use ndstrata_array::{DynArray, DynCow, DynView};
use ndstrata_dtype::{Casting, DType, Kind, can_cast};
use ndstrata_kernels::bins as kernels;
use ndstrata_kernels::search::{Monotonic, monotonicity};

use crate::error::{Error, Result};
use crate::functions::subtract;
use crate::order::{Side, searchsorted};

/// How often each of the numbers 0, 1, 2 … occurs.
///
/// NumPy: [numpy.bincount](https://numpy.org/doc/stable/reference/generated/numpy.bincount.html).
///
/// # Errors
///
/// An array that is not one list of integers; negative numbers; counters that memory cannot hold.
pub fn bincount(x: &DynView<'_>, minlength: usize) -> Result<DynArray> {
    let x = counted(x)?;
    let values = x.to_slice::<i64>()?;
    let mut counts = room(n_bins(&values, minlength)?, 0_i64)?;
    kernels::bincount(&values, &mut counts);
    Ok(DynArray::from_vec(counts))
}

/// The sum of the weights that stand beside each of the numbers 0, 1, 2 …
///
/// NumPy: [numpy.bincount](https://numpy.org/doc/stable/reference/generated/numpy.bincount.html) with
/// `weights`.
///
/// # Errors
///
/// As [`bincount`]; another number of weights.
pub fn bincount_weighted(
    x: &DynView<'_>,
    weights: &DynView<'_>,
    minlength: usize,
) -> Result<DynArray> {
    let x = counted(x)?;
    let values = x.to_slice::<i64>()?;
    let n_bins = n_bins(&values, minlength)?;
    if values.is_empty() {
        return Ok(DynArray::from_vec(room(n_bins, 0_i64)?));
    }
    check_depth(weights)?;
    if !can_cast(weights.dtype(), &DType::FLOAT64, Casting::Safe) {
        return Err(Error::wrong_type(format!(
            "Cannot cast array data from {:?} to dtype('float64') according to the rule 'safe'",
            weights.dtype()
        )));
    }
    let weights = weights.to_dtype(&DType::FLOAT64)?;
    let weights = weights.to_slice::<f64>()?;
    if weights.len() != values.len() {
        return Err(Error::value("The weights and list don't have the same length."));
    }
    let mut sums = room(n_bins, 0_f64)?;
    kernels::bincount_weighted(&values, &weights, &mut sums);
    Ok(DynArray::from_vec(sums))
}

/// One axis, neither more nor fewer.
fn check_depth(x: &DynView<'_>) -> Result<()> {
    match x.ndim() {
        0 => Err(Error::value("object of too small depth for desired array")),
        1 => Ok(()),
        _ => Err(Error::value("object too deep for desired array")),
    }
}

/// What is counted, as 64-bit integers.
fn counted<'a>(x: &DynView<'a>) -> Result<DynCow<'a>> {
    check_depth(x)?;
    // Counts past 63 bits are refused as negative ones are.
    let is_wide = *x.dtype() == DType::UINT64;
    if !is_wide && !can_cast(x.dtype(), &DType::INT64, Casting::Safe) {
        return Err(Error::wrong_type(format!(
            "Cannot cast array data from {:?} to dtype('int64') according to the rule 'safe'",
            x.dtype()
        )));
    }
    Ok(x.to_dtype(&DType::INT64)?)
}

fn n_bins(values: &[i64], minlength: usize) -> Result<usize> {
    let n_bins = match kernels::value_range(values) {
        None => 0,
        Some((least, _)) if least < 0 => {
            return Err(Error::value("'list' argument must have no negative elements"));
        }
        Some((_, most)) => (most as usize).saturating_add(1),
    };
    Ok(n_bins.max(minlength))
}

fn room<T: Clone>(n: usize, value: T) -> Result<Vec<T>> {
    let mut counters = Vec::new();
    counters.try_reserve_exact(n).map_err(|_| {
        Error::new(crate::ErrorKind::Refused {
            class: "MemoryError",
            message: format!("Unable to allocate {n} counters"),
        })
    })?;
    counters.resize(n, value);
    Ok(counters)
}

/// The number of the bin of each element, between edges that rise or fall; `closed` tells which edge
/// belongs to a bin.
///
/// NumPy: [numpy.digitize](https://numpy.org/doc/stable/reference/generated/numpy.digitize.html), where
/// `right=True` is [`Side::Right`].
///
/// # Errors
///
/// Edges that neither rise nor fall; complex numbers.
pub fn digitize(x: &DynView<'_>, bins: &DynView<'_>, closed: Side) -> Result<DynArray> {
    if x.dtype().kind() == Kind::Complex {
        return Err(Error::wrong_type("x may not be complex"));
    }
    check_depth(bins)?;
    let edges = bins.astype(&DType::FLOAT64)?.to_vec::<f64>()?;
    let side = match closed {
        Side::Left => Side::Right,
        Side::Right => Side::Left,
    };
    match monotonicity(&edges) {
        Some(Monotonic::Rising) => searchsorted(bins, x, side),
        Some(Monotonic::Falling) => {
            let n = bins.size();
            let turned = bins.clone().slice_axis(0, n.saturating_sub(1), -1, n)?;
            subtract(n, &searchsorted(&turned, x, side)?)
        }
        None => Err(Error::value("bins must be monotonically increasing or decreasing")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_places() {
        let x = DynArray::from_vec(vec![0, 1, 1, 3]);
        assert_eq!(bincount(&x.view(), 5).unwrap().to_vec::<i64>().unwrap(), [1, 2, 0, 1, 0]);
        let edges = DynArray::from_vec(vec![3.0, 1.0, 0.0]);
        let found = digitize(&x.view(), &edges.view(), Side::Left).unwrap();
        assert_eq!(found.to_vec::<i64>().unwrap(), [2, 1, 1, 0]);
    }
}
