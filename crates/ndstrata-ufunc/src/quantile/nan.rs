//! Quantiles of the elements that are no NaN.

use ndstrata_array::{DynArray, DynView, Order, stack};
use ndstrata_dtype::Kind;

use super::lines::{Lines, nans};
use super::{QuantileOptions, Wanted, among, check_real, weighted};
use crate::error::{Error, Result};
use crate::functions::isnan;
use crate::operand::Operand;
use crate::statistics::{MeanOptions, nanmean};

/// The quantiles `q`, between 0 and 1, of the elements that are no NaN; NaN where there are none.
///
/// NumPy: [numpy.nanquantile](https://numpy.org/doc/stable/reference/generated/numpy.nanquantile.html).
///
/// # Errors
///
/// As [`quantile`](super::quantile).
pub fn nanquantile<'a>(
    a: &DynView<'_>,
    q: impl Into<Operand<'a>>,
    options: &QuantileOptions,
) -> Result<DynArray> {
    let q = Wanted::quantiles(q.into())?;
    check_real(a)?;
    q.check("Quantiles must be in the range [0, 1]")?;
    nanquantiles(a, &q, options)
}

/// The quantiles `q / 100` of the elements that are no NaN.
///
/// NumPy: [numpy.nanpercentile](https://numpy.org/doc/stable/reference/generated/numpy.nanpercentile.html).
///
/// # Errors
///
/// As [`quantile`](super::quantile).
pub fn nanpercentile<'a>(
    a: &DynView<'_>,
    q: impl Into<Operand<'a>>,
    options: &QuantileOptions,
) -> Result<DynArray> {
    check_real(a)?;
    let q = Wanted::percentiles(q.into())?;
    q.check("Percentiles must be in the range [0, 100]")?;
    nanquantiles(a, &q, options)
}

fn nanquantiles(a: &DynView<'_>, wanted: &Wanted, options: &QuantileOptions) -> Result<DynArray> {
    let weights = match &options.weights {
        None => None,
        Some(weights) => Some(weighted::fitted(a, weights, options)?),
    };
    if a.size() == 0 {
        let means = match &options.axes {
            Some(axes) => MeanOptions::new().axes(axes),
            None => MeanOptions::new(),
        };
        return nanmean(a, &if options.keepdims { means.keepdims() } else { means });
    }
    let mut lines = Lines::of(a, options.axes.as_deref())?;
    let is_nan = isnan(&lines.elements)?.to_vec::<bool>()?;
    let knows_nan = matches!(a.dtype().kind(), Kind::Float | Kind::DateTime | Kind::TimeDelta);
    let q_axes = wanted.q.ndim();
    if q_axes > 2 {
        return Err(Error::value("q must be a scalar or 1d"));
    }
    let found = if weights.is_none() && !(knows_nan && is_nan.contains(&true)) {
        among(&mut lines, wanted, options.method)?
    } else {
        let weights = match &weights {
            None => None,
            Some(weights) => Some(Lines::of(&weights.view(), options.axes.as_deref())?),
        };
        each_line(&lines, weights.as_ref(), &is_nan, wanted, options)?
    };
    if options.keepdims { lines.with_axes_kept(found, q_axes) } else { Ok(found) }
}

/// The quantiles of each line's numbers, the axes of `q` first.
fn each_line(
    lines: &Lines,
    weights: Option<&Lines>,
    is_nan: &[bool],
    wanted: &Wanted,
    options: &QuantileOptions,
) -> Result<DynArray> {
    let n_lines = lines.n_lines();
    let mut found: Vec<DynArray> = Vec::with_capacity(n_lines);
    for k in 0..n_lines {
        let is_number: Vec<bool> =
            is_nan[k * lines.length..(k + 1) * lines.length].iter().map(|nan| !nan).collect();
        let is_number = DynArray::from_vec(is_number);
        let numbers = lines.line(k)?.index(&[is_number.clone().into()])?;
        let mut one = Lines::of(&numbers.view(), None)?;
        let result = match weights {
            _ if numbers.size() == 0 => nans(wanted.q.shape(), lines.elements.dtype())?,
            None => among(&mut one, wanted, options.method)?,
            Some(weights) => {
                let weights = weights.line(k)?.index(&[is_number.into()])?;
                weighted::among(&one, &Lines::of(&weights.view(), None)?, wanted)?
            }
        };
        // All lines take the type of the first one's result, or of the elements by weight.
        let dtype = match (weights, found.first()) {
            (Some(_), _) => Some(lines.elements.dtype().clone()),
            (None, Some(first)) => Some(first.dtype().clone()),
            (None, None) => None,
        };
        found.push(match dtype {
            Some(dtype) if dtype != *result.dtype() => result.astype(&dtype)?,
            _ => result,
        });
    }
    let views: Vec<DynView<'_>> = found.iter().map(DynArray::view).collect();
    let q_shape = wanted.q.shape().iter().map(|&n| n as isize);
    let shape: Vec<isize> = q_shape.chain(lines.outer.iter().copied()).collect();
    Ok(stack(&views, -1)?.copy(Order::C)?.reshape_view(&shape, Order::C)?)
}
