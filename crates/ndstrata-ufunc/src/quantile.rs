//! Quantiles and medians along axes.

mod lines;
mod median;
mod method;
mod nan;
mod weighted;

use ndstrata_array::{DynArray, DynView, Order, where_};
use ndstrata_dtype::{DType, Kind};

use crate::error::{Error, ErrorKind, Result};
use crate::functions::{add, divide, greater_equal, isnan, multiply, subtract};
use crate::operand::Operand;

use lines::Lines;
pub use median::{median, nanmedian};
pub use method::QuantileMethod;
use method::{Places, places};
pub use nan::{nanpercentile, nanquantile};

/// What a quantile may be told besides its array.
#[derive(Clone, Debug, Default)]
pub struct QuantileOptions {
    axes: Option<Vec<isize>>,
    keepdims: bool,
    method: QuantileMethod,
    weights: Option<DynArray>,
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

    /// How much each element counts, in the array's shape or in that of its reduced axes.
    ///
    /// NumPy: `weights=`.
    pub fn weights(mut self, weights: DynArray) -> QuantileOptions {
        self.weights = Some(weights);
        self
    }
}

/// The quantiles `q`, between 0 and 1, of the elements along axes; NaN where one of them is NaN.
///
/// NumPy: [numpy.quantile](https://numpy.org/doc/stable/reference/generated/numpy.quantile.html).
///
/// # Shape and dtype
///
/// The axes of `q`, then those that remain of the array.
///
/// # Errors
///
/// A quantile outside 0 to 1; complex numbers; no elements; an axis that is not there; weights with
/// another method than [`QuantileMethod::InvertedCdf`].
///
/// # Example
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_ufunc::{QuantileOptions, quantile};
/// let a = DynArray::from_vec(vec![10.0, 7.0, 4.0, 3.0, 2.0, 1.0]);
/// let found = quantile(&a.view(), 0.5, &QuantileOptions::default())?;
/// assert_eq!(found.get::<f64>(&[])?, 3.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn quantile<'a>(
    a: &DynView<'_>,
    q: impl Into<Operand<'a>>,
    options: &QuantileOptions,
) -> Result<DynArray> {
    let q = Wanted::quantiles(q.into())?;
    check_real(a)?;
    q.check("Quantiles must be in the range [0, 1]")?;
    quantiles(a, &q, options)
}

/// The quantiles `q / 100`.
///
/// NumPy: [numpy.percentile](https://numpy.org/doc/stable/reference/generated/numpy.percentile.html).
///
/// # Errors
///
/// As [`quantile`].
pub fn percentile<'a>(
    a: &DynView<'_>,
    q: impl Into<Operand<'a>>,
    options: &QuantileOptions,
) -> Result<DynArray> {
    check_real(a)?;
    let q = Wanted::percentiles(q.into())?;
    q.check("Percentiles must be in the range [0, 100]")?;
    quantiles(a, &q, options)
}

fn check_real(a: &DynView<'_>) -> Result<()> {
    if a.dtype().kind() == Kind::Complex {
        return Err(Error::wrong_type("a must be an array of real numbers"));
    }
    Ok(())
}

/// The quantiles that are asked for.
struct Wanted {
    q: DynArray,
    /// A Rust number, which takes the type of what it meets.
    is_weak: bool,
}

impl Wanted {
    fn quantiles(q: Operand<'_>) -> Result<Wanted> {
        let (q, is_weak) = match q {
            Operand::View(view) => (view.into_owned()?, false),
            Operand::Int(x) => (number(x as i64), true),
            Operand::Float(x) => (number(x), true),
            Operand::Complex(x) => (number(x), true),
        };
        Ok(Wanted { q, is_weak })
    }

    fn percentiles(q: Operand<'_>) -> Result<Wanted> {
        let is_weak = matches!(q, Operand::Int(_) | Operand::Float(_));
        Ok(Wanted { q: divide(q, 100)?, is_weak })
    }

    fn check(&self, message: &str) -> Result<()> {
        let is_list = self.q.ndim() == 1;
        if self.q.size() == 0 && !is_list {
            return Err(Error::new(ErrorKind::EmptyReduction { ufunc: "minimum" }));
        }
        if matches!(self.q.dtype().kind(), Kind::DateTime | Kind::TimeDelta) {
            return Err(Error::wrong_type("Partition index must be integer"));
        }
        let values = self.q.astype(&DType::FLOAT64)?.to_vec::<f64>()?;
        if !values.iter().all(|q| (0.0..=1.0).contains(q)) {
            return Err(Error::value(message));
        }
        if self.q.dtype().kind() == Kind::Complex {
            // NumPy gets as far as rounding the positions.
            let types = vec![self.q.dtype().str_code()];
            return Err(Error::new(ErrorKind::NoLoop {
                ufunc: "floor",
                types,
                result: "None".to_owned(),
                is_ufunc_error: false,
            }));
        }
        Ok(())
    }
}

fn number<T: ndstrata_dtype::Element>(value: T) -> DynArray {
    DynArray::from_vec(vec![value]).squeeze()
}

fn quantiles(a: &DynView<'_>, wanted: &Wanted, options: &QuantileOptions) -> Result<DynArray> {
    let weights = match &options.weights {
        None => None,
        Some(weights) => Some(weighted::fitted(a, weights, options)?),
    };
    let mut lines = Lines::of(a, options.axes.as_deref())?;
    if wanted.q.ndim() > 2 {
        return Err(Error::value("q must be a scalar or 1d"));
    }
    let found = match weights {
        None => among(&mut lines, wanted, options.method)?,
        Some(weights) => {
            let weights = Lines::of(&weights.view(), options.axes.as_deref())?;
            weighted::among(&lines, &weights, wanted)?
        }
    };
    if options.keepdims { lines.with_axes_kept(found, wanted.q.ndim()) } else { Ok(found) }
}

/// The places by which NumPy parts `n` elements to find their quantiles `q`.
///
/// NumPy: `overwrite_input=True` of [numpy.quantile](https://numpy.org/doc/stable/reference/generated/numpy.quantile.html).
///
/// # Errors
///
/// As [`quantile`].
///
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_ufunc::{QuantileMethod, quantile_places};
/// let q = DynArray::from_vec(vec![0.5]);
/// assert_eq!(quantile_places(QuantileMethod::Linear, 8, &q)?, [0, 7, 3, 4]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn quantile_places(method: QuantileMethod, n: usize, q: &DynArray) -> Result<Vec<isize>> {
    Ok(match places(method, n, q)? {
        Places::Whole(places) => places,
        Places::Between { below, above, .. } => {
            let last = n as isize - 1;
            let both = below.into_iter().chain(above);
            let places = both.map(|place| if place < 0 { last } else { place.min(last) });
            [0, last].into_iter().chain(places).collect()
        }
    })
}

/// The quantiles of each line, the axes of `q` first.
fn among(lines: &mut Lines, wanted: &Wanted, method: QuantileMethod) -> Result<DynArray> {
    let q_shape = wanted.q.shape().to_vec();
    let shape: Vec<isize> =
        q_shape.iter().map(|&n| n as isize).chain(lines.outer.iter().copied()).collect();
    if lines.length == 0 {
        return Err(lines.nothing_to_choose_from());
    }
    let (mut found, at_end) = match places(method, lines.length, &wanted.q)? {
        Places::Whole(places) => {
            let (picked, at_end) = lines.pick(&places)?;
            let picked = picked.reshape_view(&shape, Order::C)?;
            let is_native = lines.dtype.is_native();
            (if is_native { picked } else { picked.astype(&lines.dtype)? }, at_end)
        }
        Places::Between { below, above, part } => {
            let both: Vec<isize> = below.iter().chain(&above).copied().collect();
            let (picked, at_end) = lines.pick(&both)?;
            let n = below.len();
            let low = picked.clone().slice_axis(0, 0, 1, n)?.reshape_view(&shape, Order::C)?;
            let high = picked.slice_axis(0, n.min(2 * n), 1, n)?.reshape_view(&shape, Order::C)?;
            let part = if wanted.is_weak {
                Operand::Float(part.astype(&DType::FLOAT64)?.get::<f64>(&[])?)
            } else {
                let ones = std::iter::repeat_n(1, lines.outer.len());
                let spread: Vec<isize> = q_shape.iter().map(|&n| n as isize).chain(ones).collect();
                Operand::from(part.reshape_view(&spread, Order::C)?)
            };
            (between(&low, &high, &part)?, at_end)
        }
    };
    if let Some(at_end) = at_end {
        found = with_nan(found, &at_end)?;
    }
    Ok(found)
}

/// The last element of each line, which sorts there if it is NaN, in the place of the line's result.
fn with_nan(found: DynArray, at_end: &DynArray) -> Result<DynArray> {
    let is_nan = isnan(at_end)?;
    if !is_nan.to_vec::<bool>()?.contains(&true) {
        return Ok(found);
    }
    if found.ndim() == 0 {
        return Ok(at_end.clone());
    }
    let at_end = at_end.astype(found.dtype())?;
    Ok(where_(&is_nan.view(), &at_end.view(), &found.view())?)
}

/// Values a part of the way from some to others, exact at both ends.
fn between(low: &DynArray, high: &DynArray, part: &Operand<'_>) -> Result<DynArray> {
    let distance = subtract(high, low)?;
    let (from_low, from_high) = match part {
        Operand::Float(part) => {
            if *part >= 0.5 {
                let step = multiply(&distance, Operand::Float(1.0 - part))?;
                let dtype = add(low, &step)?.dtype().clone();
                let found = subtract(high, &step)?;
                return Ok(if *found.dtype() == dtype { found } else { found.astype(&dtype)? });
            }
            return add(low, &multiply(&distance, Operand::Float(*part))?);
        }
        part => {
            let step = multiply(distance.clone(), part.clone())?;
            let rest = multiply(&distance, &subtract(Operand::Int(1), part.clone())?)?;
            (add(low, &step)?, subtract(high, &rest)?)
        }
    };
    let is_far = greater_equal(part.clone(), 0.5)?;
    let from_high = from_high.astype(from_low.dtype())?;
    Ok(where_(&is_far.view(), &from_high.view(), &from_low.view())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_method_as_numpy() {
        let a = DynArray::from_vec(vec![1.0, 2.0, 4.0, 8.0]);
        let found: Vec<f64> = method::METHODS
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
    fn several_quantiles_stand_first() {
        let a = DynArray::from_vec(vec![10, 7, 4, 3, 2, 1]).reshape([2, 3]).unwrap();
        let q = DynArray::from_vec(vec![0.0, 0.5]);
        let options = QuantileOptions::default().axes(&[0]);
        let found = quantile(&a.view(), &q, &options).unwrap();
        assert_eq!(found.shape(), [2, 3]);
        assert_eq!(found.to_vec::<f64>().unwrap(), [3.0, 2.0, 1.0, 6.5, 4.5, 2.5]);
    }

    #[test]
    fn weights_count() {
        let a = DynArray::from_vec(vec![3.0, 1.0, 2.0]);
        let options = QuantileOptions::default()
            .method(QuantileMethod::InvertedCdf)
            .weights(DynArray::from_vec(vec![1, 5, 1]));
        let found = quantile(&a.view(), 0.5, &options).unwrap();
        assert_eq!(found.get::<f64>(&[]).unwrap(), 1.0);
        let error = quantile(&a.view(), 0.5, &options.method(QuantileMethod::Linear));
        assert_eq!(
            error.err().unwrap().to_string(),
            "Only method 'inverted_cdf' supports weights. Got: linear."
        );
    }
}
