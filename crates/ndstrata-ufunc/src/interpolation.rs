//! Linear interpolation between points.

use ndstrata_array::{DynArray, DynView, Order, concatenate};
use ndstrata_dtype::{Casting, Complex, DType, Kind, can_cast};
use ndstrata_kernels::search::{self as kernels, Monotonic, monotonicity};

use crate::error::{Error, Result};
use crate::functions::{add, remainder, subtract};
use crate::order::{SortOptions, argsort};

/// What an interpolation may be told besides its points.
#[derive(Clone, Copy, Debug, Default)]
pub struct Interp {
    left: Option<Complex<f64>>,
    right: Option<Complex<f64>>,
    period: Option<f64>,
}

impl Interp {
    /// The value before the first point: that of the first point by default.
    ///
    /// NumPy: `left=`.
    pub fn left(mut self, value: impl Into<Complex<f64>>) -> Interp {
        self.left = Some(value.into());
        self
    }

    /// The value after the last point: that of the last point by default.
    ///
    /// NumPy: `right=`.
    pub fn right(mut self, value: impl Into<Complex<f64>>) -> Interp {
        self.right = Some(value.into());
        self
    }

    /// After how much the points repeat; `left` and `right` are then not used.
    ///
    /// NumPy: `period=`.
    pub fn period(mut self, period: f64) -> Interp {
        self.period = Some(period);
        self
    }

    /// The values at `x` on the straight lines between the points `xp`, `fp`.
    ///
    /// NumPy: [numpy.interp](https://numpy.org/doc/stable/reference/generated/numpy.interp.html).
    ///
    /// # Errors
    ///
    /// No points; lists of points of unequal length or with more than one axis; a period of zero;
    /// complex places.
    ///
    /// # Example
    /// ```
    /// use ndstrata_array::DynArray;
    /// use ndstrata_ufunc::Interp;
    /// let xp = DynArray::from_vec(vec![1.0, 2.0, 3.0]);
    /// let fp = DynArray::from_vec(vec![3.0, 2.0, 0.0]);
    /// let x = DynArray::from_vec(vec![0.0, 1.0, 1.5, 2.72, 3.14]);
    /// let found = Interp::default().interp(&x.view(), &xp.view(), &fp.view())?;
    /// assert_eq!(found.to_vec::<f64>()?, [3.0, 3.0, 2.5, 0.5599999999999996, 0.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn interp(&self, x: &DynView<'_>, xp: &DynView<'_>, fp: &DynView<'_>) -> Result<DynArray> {
        let is_complex = fp.dtype().kind() == Kind::Complex;
        let (mut x, mut xp, mut fp) = (x.copy(Order::C)?, xp.copy(Order::C)?, fp.copy(Order::C)?);
        let mut ends = (self.left, self.right);
        if let Some(period) = self.period {
            if period == 0.0 {
                return Err(Error::value("period must be a non-zero value"));
            }
            ends = (None, None);
            (x, xp, fp) = repeated(&x, &xp, &fp, period.abs())?;
        }
        for array in [&x, &xp] {
            check_safe(array, &DType::FLOAT64)?;
        }
        check_safe(&fp, &DType::COMPLEX128)?;
        if xp.ndim() != 1 || fp.ndim() != 1 {
            let is_deep = xp.ndim() > 1 || fp.ndim() > 1;
            let which = if is_deep { "too deep" } else { "of too small depth" };
            return Err(Error::value(format!("object {which} for desired array")));
        }
        if xp.size() == 0 {
            return Err(Error::value("array of sample points is empty"));
        }
        if xp.size() != fp.size() {
            return Err(Error::value("fp and xp are not of the same length."));
        }
        let shape: Vec<isize> = x.shape().iter().map(|&n| n as isize).collect();
        let places = x.astype(&DType::FLOAT64)?.to_vec::<f64>()?;
        let knots = xp.astype(&DType::FLOAT64)?.to_vec::<f64>()?;
        let lines = Lines { knots: &knots, found: positions(&knots, &places)? };
        let part = |values: DynArray, end: fn(Complex<f64>) -> f64| -> Result<Vec<f64>> {
            let values = values.astype(&DType::FLOAT64)?.to_vec::<f64>()?;
            let (Some(&first), Some(&last)) = (values.first(), values.last()) else {
                return Ok(Vec::new());
            };
            let ends = (ends.0.map_or(first, end), ends.1.map_or(last, end));
            Ok(lines.values(&places, &values, ends))
        };
        if !is_complex {
            let found = part(fp, |end| end.re)?;
            return Ok(DynArray::from_vec(found).reshape_view(&shape, Order::C)?);
        }
        let (real, imag) =
            (part(fp.clone().real(), |end| end.re)?, part(fp.imag()?, |end| end.im)?);
        let both = real.into_iter().zip(imag).zip(&places).map(|((re, im), place)| {
            // NumPy gives a place that is no number back, which has no imaginary part.
            if place.is_nan() && knots.len() > 1 {
                Complex::new(re, 0.0)
            } else {
                Complex::new(re, im)
            }
        });
        let both: Vec<Complex<f64>> = both.collect();
        Ok(DynArray::from_vec(both).reshape_view(&shape, Order::C)?)
    }
}

fn check_safe(array: &DynArray, dtype: &DType) -> Result<()> {
    if array.size() == 0 || can_cast(array.dtype(), dtype, Casting::Safe) {
        return Ok(());
    }
    Err(Error::wrong_type(format!(
        "Cannot cast array data from {:?} to {dtype:?} according to the rule 'safe'",
        array.dtype()
    )))
}

/// Places and points inside one period, the points in order with a neighbour at either end.
fn repeated(
    x: &DynArray,
    xp: &DynArray,
    fp: &DynArray,
    period: f64,
) -> Result<(DynArray, DynArray, DynArray)> {
    if xp.ndim() != 1 || fp.ndim() != 1 {
        return Err(Error::value("Data points must be 1-D sequences"));
    }
    if xp.size() != fp.size() {
        return Err(Error::value("fp and xp are not of the same length"));
    }
    let x = remainder(&x.astype(&DType::FLOAT64)?, period)?;
    let xp = remainder(&xp.astype(&DType::FLOAT64)?, period)?;
    let order = argsort(&xp.view(), SortOptions::default())?;
    let (xp, fp) = (xp.index(&[order.clone().into()])?, fp.index(&[order.into()])?);
    let n = xp.size();
    if n == 0 {
        return Ok((x, xp, fp));
    }
    let first = |a: &DynArray| a.clone().slice_axis(0, 0, 1, 1);
    let last = |a: &DynArray| a.clone().slice_axis(0, n - 1, 1, 1);
    let before = subtract(&last(&xp)?, period)?;
    let after = add(&first(&xp)?, period)?;
    let wide = concatenate(&[before.view(), xp.view(), after.view()], 0)?;
    let values = concatenate(&[last(&fp)?.view(), fp.view(), first(&fp)?.view()], 0)?;
    Ok((x, wide, values))
}

/// For each place the last knot that is not after it: -1 before the first, the number of knots after
/// the last.
fn positions(knots: &[f64], places: &[f64]) -> Result<Vec<i64>> {
    let n = knots.len();
    let last = knots[n - 1];
    let mut found = vec![0_i64; places.len()];
    if monotonicity(knots) == Some(Monotonic::Rising) {
        kernels::searchsorted(knots, places, kernels::Side::Right, &mut found);
        for (found, &place) in found.iter_mut().zip(places) {
            *found = if place > last { n as i64 } else { *found - 1 };
        }
        return Ok(found);
    }
    let mut guess = 0;
    for (found, &place) in found.iter_mut().zip(places) {
        if place.is_nan() {
            continue;
        }
        *found = guessed(place, knots, guess);
        guess = *found;
    }
    Ok(found)
}

/// Elements around a guess that are looked at before the whole is halved.
const NEARBY: i64 = 8;

/// The search of NumPy among knots that need not be sorted, which begins at the last answer.
fn guessed(key: f64, knots: &[f64], guess: i64) -> i64 {
    let n = knots.len() as i64;
    let at = |k: i64| knots[k as usize];
    if key > at(n - 1) {
        return n;
    }
    if key < at(0) {
        return -1;
    }
    if n <= 4 {
        return (1..n).find(|&k| !(key >= at(k))).unwrap_or(n) - 1;
    }
    let guess = guess.min(n - 3).max(1);
    let (mut low, mut high) = (0, n);
    if key < at(guess) {
        if key >= at(guess - 1) {
            return guess - 1;
        }
        high = guess - 1;
        if guess > NEARBY && key >= at(guess - NEARBY) {
            low = guess - NEARBY;
        }
    } else {
        if key < at(guess + 1) {
            return guess;
        }
        if key < at(guess + 2) {
            return guess + 1;
        }
        low = guess + 2;
        if guess < n - NEARBY - 1 && key < at(guess + NEARBY) {
            high = guess + NEARBY;
        }
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if key >= at(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low - 1
}

/// Knots, and between which of them each place lies.
struct Lines<'a> {
    knots: &'a [f64],
    found: Vec<i64>,
}

impl Lines<'_> {
    fn values(&self, places: &[f64], values: &[f64], ends: (f64, f64)) -> Vec<f64> {
        let (knots, n) = (self.knots, self.knots.len() as i64);
        if n == 1 {
            let (knot, value) = (knots[0], values[0]);
            let at = |&x: &f64| match x {
                x if x < knot => ends.0,
                x if x > knot => ends.1,
                _ => value,
            };
            return places.iter().map(at).collect();
        }
        let at = |(&x, &k): (&f64, &i64)| -> f64 {
            if x.is_nan() {
                return x;
            }
            if k < 0 {
                return ends.0;
            }
            if k >= n {
                return ends.1;
            }
            let k = k as usize;
            if k + 1 == knots.len() || knots[k] == x {
                return values[k];
            }
            let slope = (values[k + 1] - values[k]) / (knots[k + 1] - knots[k]);
            let value = slope * (x - knots[k]) + values[k];
            if !value.is_nan() {
                return value;
            }
            // From the other end, where the first is infinite.
            let value = slope * (x - knots[k + 1]) + values[k + 1];
            if value.is_nan() && values[k] == values[k + 1] { values[k] } else { value }
        };
        places.iter().zip(&self.found).map(at).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_wraps_places() {
        let xp = DynArray::from_vec(vec![190.0, -190.0, 350.0, -350.0]);
        let fp = DynArray::from_vec(vec![5.0, 10.0, 3.0, 4.0]);
        let x = DynArray::from_vec(vec![-180.0, -170.0, -185.0, 185.0, -10.0, -5.0, 0.0, 365.0]);
        let found = Interp::default().period(360.0).interp(&x.view(), &xp.view(), &fp.view());
        assert_eq!(
            found.unwrap().to_vec::<f64>().unwrap(),
            [7.5, 5.0, 8.75, 6.25, 3.0, 3.25, 3.5, 3.75]
        );
    }

    #[test]
    fn ends_have_values_of_their_own() {
        let xp = DynArray::from_vec(vec![0.0, 1.0]);
        let fp = DynArray::from_vec(vec![Complex::new(0.0, 1.0), Complex::new(2.0, 0.0)]);
        let x = DynArray::from_vec(vec![-1.0, 0.5, 2.0]);
        let options = Interp::default().left(-9.0);
        let found = options.interp(&x.view(), &xp.view(), &fp.view()).unwrap();
        let expected = [Complex::new(-9.0, 0.0), Complex::new(1.0, 0.5), Complex::new(2.0, 0.0)];
        assert_eq!(found.to_vec::<Complex<f64>>().unwrap(), expected);
    }
}
