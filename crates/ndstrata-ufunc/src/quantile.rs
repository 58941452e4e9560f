//! Quantiles and medians along axes.

use ndstrata_array::{DynArray, DynView, Order, normalize_axis};
use ndstrata_dtype::{Kind, Operand as TypeOperand, result_type};

use crate::error::{Error, Result};
use crate::functions::{add, isnan, multiply, subtract};
use crate::operand::Operand;
use crate::order::{SortOptions, sort};

/// How a quantile between two elements is found; the first nine are those of Hyndman and Fan.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QuantileMethod {
    /// `'inverted_cdf'`
    InvertedCdf,
    /// `'averaged_inverted_cdf'`
    AveragedInvertedCdf,
    /// `'closest_observation'`
    ClosestObservation,
    /// `'interpolated_inverted_cdf'`
    InterpolatedInvertedCdf,
    /// `'hazen'`
    Hazen,
    /// `'weibull'`
    Weibull,
    /// `'linear'`
    #[default]
    Linear,
    /// `'median_unbiased'`
    MedianUnbiased,
    /// `'normal_unbiased'`
    NormalUnbiased,
    /// `'lower'`
    Lower,
    /// `'higher'`
    Higher,
    /// `'midpoint'`
    Midpoint,
    /// `'nearest'`
    Nearest,
}

impl QuantileMethod {
    /// The method of NumPy's name.
    ///
    /// NumPy: `method=`.
    pub fn from_name(name: &str) -> Option<QuantileMethod> {
        METHODS.iter().find(|(known, _)| *known == name).map(|&(_, method)| method)
    }

    /// Where in `n` sorted elements the quantile lies, and how far towards the next element.
    fn place(self, n: usize, q: f64) -> (f64, f64) {
        let count = n as f64;
        let inside = |alpha: f64, beta: f64| count * q + (alpha + q * (1.0 - alpha - beta)) - 1.0;
        let last = (count - 1.0) * q;
        let whole = |place: f64| (place, 0.0);
        let virtual_index = match self {
            QuantileMethod::InvertedCdf => {
                let place = count * q - 1.0;
                return whole(if place.floor() == place { place } else { place.floor() + 1.0 });
            }
            QuantileMethod::ClosestObservation => {
                let place = count * q - 1.0 - 0.5;
                let below = place.floor();
                let stays = place == below && below.rem_euclid(2.0) == 1.0;
                return whole(if stays { below } else { below + 1.0 });
            }
            QuantileMethod::Lower => return whole(last.floor()),
            QuantileMethod::Higher => return whole(last.ceil()),
            QuantileMethod::Nearest => return whole(last.round_ties_even()),
            QuantileMethod::Midpoint => 0.5 * (last.floor() + last.ceil()),
            QuantileMethod::AveragedInvertedCdf => count * q - 1.0,
            QuantileMethod::InterpolatedInvertedCdf => inside(0.0, 1.0),
            QuantileMethod::Hazen => inside(0.5, 0.5),
            QuantileMethod::Weibull => inside(0.0, 0.0),
            QuantileMethod::Linear => last,
            QuantileMethod::MedianUnbiased => inside(1.0 / 3.0, 1.0 / 3.0),
            QuantileMethod::NormalUnbiased => inside(3.0 / 8.0, 3.0 / 8.0),
        };
        let below = virtual_index.floor();
        let part = virtual_index - below;
        let part = match self {
            QuantileMethod::AveragedInvertedCdf => {
                if part == 0.0 {
                    0.5
                } else {
                    1.0
                }
            }
            QuantileMethod::Midpoint => {
                if part == 0.0 {
                    0.0
                } else {
                    0.5
                }
            }
            _ => part,
        };
        (below, part)
    }

    fn interpolates(self) -> bool {
        use QuantileMethod::{ClosestObservation, Higher, InvertedCdf, Lower, Nearest};
        !matches!(self, InvertedCdf | ClosestObservation | Lower | Higher | Nearest)
    }
}

const METHODS: &[(&str, QuantileMethod)] = &[
    ("inverted_cdf", QuantileMethod::InvertedCdf),
    ("averaged_inverted_cdf", QuantileMethod::AveragedInvertedCdf),
    ("closest_observation", QuantileMethod::ClosestObservation),
    ("interpolated_inverted_cdf", QuantileMethod::InterpolatedInvertedCdf),
    ("hazen", QuantileMethod::Hazen),
    ("weibull", QuantileMethod::Weibull),
    ("linear", QuantileMethod::Linear),
    ("median_unbiased", QuantileMethod::MedianUnbiased),
    ("normal_unbiased", QuantileMethod::NormalUnbiased),
    ("lower", QuantileMethod::Lower),
    ("higher", QuantileMethod::Higher),
    ("midpoint", QuantileMethod::Midpoint),
    ("nearest", QuantileMethod::Nearest),
];

/// What a quantile may be told besides its array.
#[derive(Clone, Debug, Default)]
pub struct QuantileOptions {
    axes: Option<Vec<isize>>,
    keepdims: bool,
    method: QuantileMethod,
}

impl QuantileOptions {
    /// The axes to reduce; all by default.
    ///
    /// NumPy: `axis=`.
    pub fn axes(mut self, axes: &[isize]) -> QuantileOptions {
        self.axes = Some(axes.to_vec());
        self
    }

    /// Keeps the reduced axes with length 1.
    ///
    /// NumPy: `keepdims=True`.
    pub fn keepdims(mut self) -> QuantileOptions {
        self.keepdims = true;
        self
    }

    /// What to do between two elements.
    ///
    /// NumPy: `method=`.
    pub fn method(mut self, method: QuantileMethod) -> QuantileOptions {
        self.method = method;
        self
    }
}

/// The quantile `q`, between 0 and 1, of the elements along axes; NaN where one of them is NaN.
///
/// NumPy: [numpy.quantile](https://numpy.org/doc/stable/reference/generated/numpy.quantile.html).
/// Differs: one quantile at a time, without weights.
///
/// # Errors
///
/// A quantile outside 0 to 1; complex numbers; no elements; an axis that is not there.
pub fn quantile(a: &DynView<'_>, q: f64, options: &QuantileOptions) -> Result<DynArray> {
    if !(0.0..=1.0).contains(&q) {
        return Err(Error::value("Quantiles must be in the range [0, 1]"));
    }
    if a.dtype().kind() == Kind::Complex {
        return Err(Error::wrong_type("a must be an array of real numbers"));
    }
    let lines = SortedLines::of(a, options)?;
    let Some(last) = lines.length.checked_sub(1) else {
        return Err(Error::new(crate::ErrorKind::Refused {
            class: "IndexError",
            message: "index -1 is out of bounds for axis 0 with size 0".to_owned(),
        }));
    };
    let (below, part) = options.method.place(lines.length, q);
    let at = |place: f64| lines.element(place.clamp(0.0, last as f64) as usize);
    let found = if options.method.interpolates() {
        let (low, high) = if below >= last as f64 {
            (at(last as f64)?, at(last as f64)?)
        } else if below < 0.0 {
            (at(0.0)?, at(0.0)?)
        } else {
            (at(below)?, at(below + 1.0)?)
        };
        between(&low, &high, part)?
    } else {
        at(below)?
    };
    lines.finish(found, options)
}

/// The quantile `q / 100`.
///
/// NumPy: [numpy.percentile](https://numpy.org/doc/stable/reference/generated/numpy.percentile.html).
/// Differs: as [`quantile`].
///
/// # Errors
///
/// As [`quantile`].
pub fn percentile(a: &DynView<'_>, q: f64, options: &QuantileOptions) -> Result<DynArray> {
    if !(0.0..=100.0).contains(&q) {
        return Err(Error::value("Percentiles must be in the range [0, 100]"));
    }
    quantile(a, q / 100.0, options)
}

/// The middle element along axes, or the mean of the two in the middle; NaN where one is NaN.
///
/// NumPy: [numpy.median](https://numpy.org/doc/stable/reference/generated/numpy.median.html).
///
/// # Errors
///
/// An axis that is not there; types without a mean.
pub fn median(a: &DynView<'_>, options: &QuantileOptions) -> Result<DynArray> {
    let lines = SortedLines::of(a, options)?;
    if lines.length == 0 {
        let mean = crate::statistics::MeanOptions::new();
        let mean = match &options.axes {
            Some(axes) => mean.axes(axes),
            None => mean,
        };
        return crate::statistics::mean(a, &if options.keepdims { mean.keepdims() } else { mean });
    }
    let half = lines.length / 2;
    let (start, count) = if lines.length % 2 == 0 { (half - 1, 2) } else { (half, 1) };
    let middle = lines.sorted.clone().slice_axis(-1, start, 1, count)?;
    let found = crate::statistics::mean(
        &middle.view(),
        &crate::statistics::MeanOptions::new().axes(&[-1]),
    )?;
    lines.finish(found, options)
}

/// The reduced axes flattened into the last one, and sorted.
struct SortedLines {
    sorted: DynArray,
    length: usize,
    /// The shape with reduced axes of length 1.
    kept: Vec<isize>,
}

impl SortedLines {
    fn of(a: &DynView<'_>, options: &QuantileOptions) -> Result<SortedLines> {
        let axes: Vec<usize> = match &options.axes {
            None => (0..a.ndim()).collect(),
            Some(axes) => {
                let axes = axes.iter().map(|&axis| normalize_axis(axis, a.ndim()));
                axes.collect::<ndstrata_array::Result<_>>()?
            }
        };
        let others: Vec<usize> = (0..a.ndim()).filter(|axis| !axes.contains(axis)).collect();
        let order: Vec<isize> = others.iter().chain(&axes).map(|&axis| axis as isize).collect();
        if order.len() != a.ndim() {
            return Err(Error::value("repeated axis"));
        }
        let length = axes.iter().map(|&axis| a.shape()[axis]).product();
        let mut shape: Vec<isize> = others.iter().map(|&axis| a.shape()[axis] as isize).collect();
        shape.push(length as isize);
        let lines = a.clone().transpose(&order)?.copy(Order::C)?.reshape_view(&shape, Order::C)?;
        let kept = (0..a.ndim())
            .map(|axis| if axes.contains(&axis) { 1 } else { a.shape()[axis] as isize })
            .collect();
        let sorted = sort(&lines.view(), SortOptions::default())?;
        Ok(SortedLines { sorted, length, kept })
    }

    fn element(&self, place: usize) -> Result<DynArray> {
        Ok(self.sorted.clone().index_axis(-1, place as isize)?)
    }

    /// NaN, which sorts last, where a line holds one; and the axes that are kept.
    fn finish(&self, found: DynArray, options: &QuantileOptions) -> Result<DynArray> {
        let mut found = found;
        if matches!(
            found.dtype().kind(),
            Kind::Float | Kind::Complex | Kind::DateTime | Kind::TimeDelta
        ) {
            let last = self.element(self.length.saturating_sub(1))?;
            let (last, dtype) = (last.astype(found.dtype())?, found.dtype().clone());
            found = ndstrata_array::where_(&isnan(&last)?.view(), &last.view(), &found.view())?;
            debug_assert_eq!(found.dtype(), &dtype);
        }
        if options.keepdims {
            found = found.copy(Order::C)?.reshape_view(&self.kept, Order::C)?;
        }
        Ok(found)
    }
}

/// A value a part of the way from one to another, exact at both ends.
fn between(low: &DynArray, high: &DynArray, part: f64) -> Result<DynArray> {
    let dtype = match low.dtype().kind() {
        Kind::DateTime | Kind::TimeDelta => low.dtype().clone(),
        _ => result_type(&[TypeOperand::DType(low.dtype().clone()), TypeOperand::WeakFloat])?,
    };
    let distance = subtract(high, low)?;
    let result = if part >= 0.5 {
        subtract(high, &multiply(&distance, Operand::Float(1.0 - part))?)?
    } else {
        add(low, &multiply(&distance, Operand::Float(part))?)?
    };
    Ok(if result.dtype() == &dtype { result } else { result.astype(&dtype)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_method_as_numpy() {
        let a = DynArray::from_vec(vec![1.0, 2.0, 4.0, 8.0]);
        let found: Vec<f64> = METHODS
            .iter()
            .map(|&(_, method)| {
                let options = QuantileOptions::default().method(method);
                quantile(&a.view(), 0.4, &options).unwrap().get::<f64>(&[]).unwrap()
            })
            .collect();
        assert_eq!(found, EXPECTED);
    }

    /// `[np.quantile([1., 2, 4, 8], 0.4, method=m) for m in METHODS]`
    const EXPECTED: [f64; 13] = [
        2.0,
        2.0,
        2.0,
        1.6,
        2.2,
        2.0,
        2.4000000000000004,
        2.1333333333333337,
        2.1500000000000004,
        2.0,
        4.0,
        3.0,
        2.0,
    ];

    #[test]
    fn a_nan_makes_the_median_nan() {
        let a = DynArray::from_vec(vec![3.0, f64::NAN, 1.0]);
        let found = median(&a.view(), &QuantileOptions::default()).unwrap();
        assert!(found.get::<f64>(&[]).unwrap().is_nan());
        let a = DynArray::from_vec(vec![3, 1, 4, 2]);
        let found = median(&a.view(), &QuantileOptions::default()).unwrap();
        assert_eq!(found.get::<f64>(&[]).unwrap(), 2.5);
    }
}
