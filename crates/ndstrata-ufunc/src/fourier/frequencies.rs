//! The frequencies of a transform's elements, and the order that has zero in the middle.

use ndstrata_array::{DynArray, DynView, normalize_axis};

use crate::error::{Error, Result};

/// The frequencies of a transform of `n` elements that lie `d` apart.
///
/// NumPy: [numpy.fft.fftfreq](https://numpy.org/doc/stable/reference/generated/numpy.fft.fftfreq.html).
///
/// # Errors
///
/// No memory for them.
///
/// # Example
/// ```
/// let found = ndstrata_ufunc::fftfreq(5, 0.5)?;
/// assert_eq!(found.to_vec::<f64>()?, [0.0, 0.4, 0.8, -0.8, -0.4]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn fftfreq(n: usize, d: f64) -> Result<DynArray> {
    let half = n.div_ceil(2) as i64;
    multiples((0..half).chain(-((n / 2) as i64)..0), n, spacing(n, d))
}

/// The frequencies of the first half of a transform of `n` real numbers that lie `d` apart.
///
/// NumPy: [numpy.fft.rfftfreq](https://numpy.org/doc/stable/reference/generated/numpy.fft.rfftfreq.html).
///
/// # Errors
///
/// No memory for them.
///
/// # Example
/// ```
/// let found = ndstrata_ufunc::rfftfreq(5, 0.5)?;
/// assert_eq!(found.to_vec::<f64>()?, [0.0, 0.4, 0.8]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn rfftfreq(n: usize, d: f64) -> Result<DynArray> {
    let half = n / 2 + 1;
    multiples(0..half as i64, half, spacing(n, d))
}

fn spacing(n: usize, d: f64) -> f64 {
    1.0 / (n as f64 * d)
}

fn multiples(numbers: impl Iterator<Item = i64>, n: usize, spacing: f64) -> Result<DynArray> {
    let mut found = Vec::new();
    found.try_reserve_exact(n).map_err(|_| super::no_memory(n))?;
    found.extend(numbers.map(|k| k as f64 * spacing));
    Ok(DynArray::from_vec(found))
}

/// The elements with that of frequency zero in the middle of every axis.
///
/// NumPy: [numpy.fft.fftshift](https://numpy.org/doc/stable/reference/generated/numpy.fft.fftshift.html).
///
/// # Errors
///
/// No memory for them.
///
/// # Example
/// ```
/// use ndstrata_array::DynArray;
/// let a = DynArray::from_vec(vec![0, 1, 2, -2, -1]);
/// let found = ndstrata_ufunc::fftshift(&a.view())?;
/// assert_eq!(found.to_vec::<i32>()?, [-2, -1, 0, 1, 2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn fftshift(x: &DynView<'_>) -> Result<DynArray> {
    fftshift_axes(x, &all_axes(x))
}

/// As [`fftshift`], of some axes only.
///
/// NumPy: [numpy.fft.fftshift](https://numpy.org/doc/stable/reference/generated/numpy.fft.fftshift.html).
///
/// # Errors
///
/// An axis that is not there; no axes.
pub fn fftshift_axes(x: &DynView<'_>, axes: &[isize]) -> Result<DynArray> {
    shift(x, axes, |n| (n / 2) as isize)
}

/// The elements as they were before [`fftshift`].
///
/// NumPy: [numpy.fft.ifftshift](https://numpy.org/doc/stable/reference/generated/numpy.fft.ifftshift.html).
///
/// # Errors
///
/// No memory for them.
///
/// # Example
/// ```
/// use ndstrata_array::DynArray;
/// let a = DynArray::from_vec(vec![-2, -1, 0, 1, 2]);
/// let found = ndstrata_ufunc::ifftshift(&a.view())?;
/// assert_eq!(found.to_vec::<i32>()?, [0, 1, 2, -2, -1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn ifftshift(x: &DynView<'_>) -> Result<DynArray> {
    ifftshift_axes(x, &all_axes(x))
}

/// As [`ifftshift`], of some axes only.
///
/// NumPy: [numpy.fft.ifftshift](https://numpy.org/doc/stable/reference/generated/numpy.fft.ifftshift.html).
///
/// # Errors
///
/// As [`fftshift_axes`].
pub fn ifftshift_axes(x: &DynView<'_>, axes: &[isize]) -> Result<DynArray> {
    shift(x, axes, |n| -((n / 2) as isize))
}

fn all_axes(x: &DynView<'_>) -> Vec<isize> {
    (0..x.ndim() as isize).collect()
}

fn shift(x: &DynView<'_>, axes: &[isize], by: impl Fn(usize) -> isize) -> Result<DynArray> {
    if axes.is_empty() {
        return Err(Error::value("not enough values to unpack (expected 2, got 0)"));
    }
    let shift = |&axis: &isize| Ok(by(x.shape()[normalize_axis(axis, x.ndim())?]));
    let shifts: Vec<isize> = axes.iter().map(shift).collect::<Result<_>>()?;
    let whole = x.copy(ndstrata_array::Order::K)?;
    Ok(whole.roll_axes(&shifts, axes)?)
}
