//! Medians, also of the elements that are no NaN.

use ndstrata_array::{DynArray, DynView, Order, normalize_axis, stack};
use ndstrata_dtype::Kind;

use super::lines::{Lines, axes_of, nans};
use super::{QuantileOptions, with_nan};
use crate::error::Result;
use crate::functions::isnan;
use crate::order::{laid_along, order_in_memory};
use crate::statistics::{MeanOptions, mean, nanmean};

/// The middle element along axes, or the mean of the two in the middle; NaN where one is NaN.
///
/// NumPy: [numpy.median](https://numpy.org/doc/stable/reference/generated/numpy.median.html).
///
/// # Errors
///
/// An axis that is not there; types without a mean.
///
/// # Example
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_ufunc::{QuantileOptions, median};
/// let a = DynArray::from_vec(vec![10, 7, 4, 3, 2, 1]);
/// assert_eq!(median(&a.view(), &QuantileOptions::default())?.get::<f64>(&[])?, 3.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn median(a: &DynView<'_>, options: &QuantileOptions) -> Result<DynArray> {
    let mut lines = Lines::of(a, options.axes.as_deref())?;
    if lines.length == 0 {
        return mean(a, &means(options));
    }
    let found = laid_as_mean(middle(&mut lines)?, a, options)?;
    if options.keepdims { lines.with_axes_kept(found, 0) } else { Ok(found) }
}

/// The median of the elements that are no NaN; NaN where there is none.
///
/// NumPy: [numpy.nanmedian](https://numpy.org/doc/stable/reference/generated/numpy.nanmedian.html).
///
/// # Errors
///
/// As [`median`].
pub fn nanmedian(a: &DynView<'_>, options: &QuantileOptions) -> Result<DynArray> {
    if a.size() == 0 {
        return nanmean(a, &means(options));
    }
    axes_of(a, options.axes.as_deref())?;
    let mut lines = Lines::of(a, options.axes.as_deref())?;
    let is_nan = isnan(&lines.elements)?.to_vec::<bool>()?;
    let knows_nan =
        matches!(a.dtype().kind(), Kind::Float | Kind::Complex | Kind::DateTime | Kind::TimeDelta);
    let found = if !knows_nan || !is_nan.contains(&true) {
        middle(&mut lines)?
    } else {
        let n_lines = lines.n_lines();
        let mut found = Vec::with_capacity(n_lines);
        for k in 0..n_lines {
            let line = lines.line(k)?;
            let is_number: Vec<bool> =
                is_nan[k * lines.length..(k + 1) * lines.length].iter().map(|nan| !nan).collect();
            let numbers = line.index(&[DynArray::from_vec(is_number).into()])?;
            found.push(match numbers.size() {
                0 => nans(&[], a.dtype())?,
                _ => middle(&mut Lines::of(&numbers.view(), None)?)?,
            });
        }
        let views: Vec<DynView<'_>> = found.iter().map(DynArray::view).collect();
        stack(&views, 0)?.reshape_view(&lines.outer, Order::C)?
    };
    let found = laid_as_mean(found, a, options)?;
    if options.keepdims { lines.with_axes_kept(found, 0) } else { Ok(found) }
}

fn means(options: &QuantileOptions) -> MeanOptions {
    let means = match &options.axes {
        Some(axes) => MeanOptions::new().axes(axes),
        None => MeanOptions::new(),
    };
    if options.keepdims { means.keepdims() } else { means }
}

/// In the order in memory that a reduction of one axis gives the others.
fn laid_as_mean(found: DynArray, a: &DynView<'_>, options: &QuantileOptions) -> Result<DynArray> {
    match options.axes.as_deref() {
        Some(&[axis]) if found.ndim() > 1 => {
            let axis = normalize_axis(axis, a.ndim())?;
            let others = order_in_memory(a).into_iter().filter(|&other| other != axis);
            let order: Vec<usize> =
                others.map(|other| if other > axis { other - 1 } else { other }).collect();
            laid_along(found, &order)
        }
        _ => Ok(found),
    }
}

/// The middle of each line.
fn middle(lines: &mut Lines) -> Result<DynArray> {
    let half = (lines.length / 2) as isize;
    let (found, at_end) = match lines.length % 2 {
        1 => lines.pick(&[half])?,
        _ => lines.pick(&[half - 1, half])?,
    };
    let found = mean(&found.view(), &MeanOptions::new().axes(&[0]))?;
    match at_end {
        Some(at_end) => with_nan(found, &at_end),
        None => Ok(found),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nan_makes_the_median_nan() {
        let a = DynArray::from_vec(vec![3.0, f64::NAN, 1.0]);
        let found = median(&a.view(), &QuantileOptions::default()).unwrap();
        assert!(found.get::<f64>(&[]).unwrap().is_nan());
        let found = nanmedian(&a.view(), &QuantileOptions::default()).unwrap();
        assert_eq!(found.get::<f64>(&[]).unwrap(), 2.0);
        let a = DynArray::from_vec(vec![3, 1, 4, 2]);
        let found = median(&a.view(), &QuantileOptions::default()).unwrap();
        assert_eq!(found.get::<f64>(&[]).unwrap(), 2.5);
    }
}
