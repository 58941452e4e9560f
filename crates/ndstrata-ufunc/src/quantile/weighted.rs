//! Quantiles of elements that count by weight: where the running sum of weights passes the quantile.

use ndstrata_array::{DynArray, DynView, Order, stack};
use ndstrata_dtype::{DType, Kind};

use super::lines::{Lines, axes_of};
use super::{QuantileMethod, QuantileOptions, Wanted, with_nan};
use crate::error::{Error, Result};
use crate::functions::{divide, less};
use crate::order::{Side, SortOptions, argsort, searchsorted};
use crate::statistics::{cumsum, fitted_weights};

/// Weights that fit the array, in its shape.
pub(super) fn fitted(
    a: &DynView<'_>,
    weights: &DynArray,
    options: &QuantileOptions,
) -> Result<DynArray> {
    if options.method != QuantileMethod::InvertedCdf {
        let name = options.method.name();
        return Err(Error::value(format!(
            "Only method 'inverted_cdf' supports weights. Got: {name}."
        )));
    }
    let axes = match &options.axes {
        None => None,
        Some(axes) => {
            axes_of(a, Some(axes))?;
            Some(axes.as_slice())
        }
    };
    let weights = fitted_weights(a, axes, weights.view())?;
    if less(&weights, 0)?.to_vec::<bool>()?.contains(&true) {
        return Err(Error::value("Weights must be non-negative."));
    }
    Ok(weights.view().broadcast_to(a.shape())?.copy(Order::C)?)
}

/// The quantiles of each line, the axes of `q` first.
pub(super) fn among(lines: &Lines, weights: &Lines, wanted: &Wanted) -> Result<DynArray> {
    if lines.length == 0 {
        return Err(lines.nothing_to_choose_from());
    }
    let n_lines = lines.n_lines();
    let mut found = Vec::with_capacity(n_lines);
    for k in 0..n_lines {
        found.push(of_line(&lines.line(k)?, &weights.line(k)?, wanted)?);
    }
    let q_shape = wanted.q.shape().iter().map(|&n| n as isize);
    let shape: Vec<isize> = q_shape.chain(lines.outer.iter().copied()).collect();
    if found.is_empty() {
        let shape: Vec<usize> = shape.iter().map(|&n| n as usize).collect();
        return Ok(DynArray::zeros(&shape, lines.elements.dtype(), Order::C)?);
    }
    let views: Vec<DynView<'_>> = found.iter().map(DynArray::view).collect();
    Ok(stack(&views, -1)?.copy(Order::C)?.reshape_view(&shape, Order::C)?)
}

fn of_line(line: &DynArray, weights: &DynArray, wanted: &Wanted) -> Result<DynArray> {
    let order = argsort(&line.view(), SortOptions::default().stable())?;
    let sorted = line.index(&[order.clone().into()])?;
    let weights = weights.index(&[order.into()])?;
    let running = cumsum(&weights.view(), Some(0), Some(&DType::FLOAT64))?;
    let total = running.clone().index_axis(0, -1)?;
    let mut shares = divide(&running, &total)?.to_vec::<f64>()?;
    if shares.last().is_some_and(|share| share.is_nan()) {
        return Err(Error::value("Weights included NaN, inf or were all zero."));
    }
    // Elements without weight are never chosen, not even for the quantile 0.
    if shares.first() == Some(&0.0) {
        shares.iter_mut().filter(|share| **share == 0.0).for_each(|share| *share = -1.0);
    }
    let mut shares = DynArray::from_vec(shares);
    if wanted.q.dtype().kind() == Kind::Float {
        shares = shares.astype(&wanted.q.dtype().to_native())?;
    }
    let found = searchsorted(&shares.view(), &wanted.q.view(), Side::Left)?;
    let last = sorted.size() as i64 - 1;
    let places: Vec<i64> = found.to_vec::<i64>()?.into_iter().map(|at| at.min(last)).collect();
    let shape: Vec<isize> = wanted.q.shape().iter().map(|&n| n as isize).collect();
    let found = sorted.index(&[places.into()])?.reshape_view(&shape, Order::C)?;
    match line.dtype().kind() {
        Kind::Float | Kind::DateTime | Kind::TimeDelta => {
            with_nan(found, &sorted.index_axis(0, -1)?)
        }
        _ => Ok(found),
    }
}
