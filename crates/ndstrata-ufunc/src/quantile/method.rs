//! The methods: where among sorted elements a quantile lies.

use ndstrata_array::{DynArray, where_};
use ndstrata_dtype::{DType, Kind};

use super::number;
use crate::error::Result;
use crate::functions::{add, ceil, equal, floor, logical_and, multiply, remainder, rint, subtract};
use crate::operand::Operand;

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

    /// NumPy's name.
    ///
    /// NumPy: `method=`.
    pub fn name(self) -> &'static str {
        METHODS.iter().find(|(_, method)| *method == self).map_or("", |(name, _)| name)
    }
}

pub(super) const METHODS: &[(&str, QuantileMethod)] = &[
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

/// Where quantiles lie among sorted elements.
pub(super) enum Places {
    /// At elements.
    Whole(Vec<isize>),
    /// Between two, a part of the way. A negative place counts from the end.
    Between { below: Vec<isize>, above: Vec<isize>, part: DynArray },
}

/// The places of the quantiles `q` among `n` sorted elements, computed in the type of `q`.
pub(super) fn places(method: QuantileMethod, n: usize, q: &DynArray) -> Result<Places> {
    let count = Operand::from(n);
    let last = || multiply(Operand::from(n.saturating_sub(1)), q);
    let whole = |places: &DynArray| -> Result<Places> {
        let places = places.astype(&DType::INT64)?.to_vec::<i64>()?;
        Ok(Places::Whole(places.into_iter().map(|place| place as isize).collect()))
    };
    let inside = |alpha: Operand<'static>, beta: Operand<'static>| -> Result<DynArray> {
        let slope = match (&alpha, &beta) {
            (Operand::Int(a), Operand::Int(b)) => Operand::Int(1 - a - b),
            (Operand::Float(a), Operand::Float(b)) => Operand::Float(1.0 - a - b),
            _ => Operand::Int(1),
        };
        let shift = add(alpha, &multiply(q, slope)?)?;
        subtract(&add(&multiply(count.clone(), q)?, &shift)?, 1)
    };
    let even = |x: f64| inside(Operand::Float(x), Operand::Float(x));
    let virtual_index = match method {
        QuantileMethod::InvertedCdf => {
            let index = subtract(&multiply(count, q)?, 1)?;
            return discrete(&index, |stays, _| Ok(stays));
        }
        QuantileMethod::ClosestObservation => {
            let index = subtract(&subtract(&multiply(count, q)?, 1)?, 0.5)?;
            return discrete(&index, |stays, below| {
                logical_and(&stays, &equal(&remainder(below, 2)?, 1)?)
            });
        }
        QuantileMethod::Lower => return whole(&floor(&last()?)?),
        QuantileMethod::Higher => return whole(&ceil(&last()?)?),
        QuantileMethod::Nearest => {
            let place = last()?;
            let is_integer = place.dtype().kind().is_integer();
            return whole(&if is_integer { place } else { rint(&place)? });
        }
        QuantileMethod::Midpoint => multiply(0.5, &add(&floor(&last()?)?, &ceil(&last()?)?)?)?,
        QuantileMethod::AveragedInvertedCdf => subtract(&multiply(count, q)?, 1)?,
        QuantileMethod::InterpolatedInvertedCdf => inside(Operand::Int(0), Operand::Int(1))?,
        QuantileMethod::Hazen => even(0.5)?,
        QuantileMethod::Weibull => inside(Operand::Int(0), Operand::Int(0))?,
        QuantileMethod::Linear => last()?,
        QuantileMethod::MedianUnbiased => even(1.0 / 3.0)?,
        QuantileMethod::NormalUnbiased => even(3.0 / 8.0)?,
    };
    if method == QuantileMethod::Linear && virtual_index.dtype().kind().is_integer() {
        return whole(&virtual_index);
    }
    continuous(method, n, &virtual_index)
}

/// At an element always: the one below where `stays` says so, else the one above.
fn discrete(
    index: &DynArray,
    stays: impl Fn(DynArray, &DynArray) -> Result<DynArray>,
) -> Result<Places> {
    let below = floor(index)?;
    let above = add(&below, 1)?;
    let stays = stays(equal(&subtract(index, &below)?, 0)?, &below)?;
    let place = where_(&stays.view(), &below.view(), &above.view())?;
    let places = place.astype(&DType::INT64)?.to_vec::<i64>()?;
    Ok(Places::Whole(places.into_iter().map(|place| place.max(0) as isize).collect()))
}

/// Between the two elements around the index, inside the bounds.
fn continuous(method: QuantileMethod, n: usize, index: &DynArray) -> Result<Places> {
    let wide = index.astype(&DType::FLOAT64)?.to_vec::<f64>()?;
    let last = n as f64 - 1.0;
    let mut below = Vec::with_capacity(wide.len());
    let mut above = Vec::with_capacity(wide.len());
    for &index in &wide {
        let (low, high) = match index {
            index if index >= last || index.is_nan() => (-1, -1),
            index if index < 0.0 => (0, 0),
            index => (index.floor() as isize, index.floor() as isize + 1),
        };
        below.push(low);
        above.push(high);
    }
    let shape: Vec<isize> = index.shape().iter().map(|&n| n as isize).collect();
    // What is left over is measured from where the lower element was taken, as NumPy does it.
    let from: Vec<f64> = below.iter().map(|&place| place as f64).collect();
    let from = DynArray::from_vec(from).reshape_view(&shape, ndstrata_array::Order::C)?;
    let part = subtract(index, &from.astype(index.dtype())?)?;
    let either = |is: &DynArray, yes: f64, no: f64| {
        where_(&is.view(), &number(yes).view(), &number(no).view())
    };
    let part = match method {
        QuantileMethod::AveragedInvertedCdf => either(&equal(&part, 0)?, 0.5, 1.0)?,
        QuantileMethod::Midpoint => either(&equal(&remainder(index, 1)?, 0)?, 0.0, 0.5)?,
        _ => part,
    };
    let part = if part.dtype() == index.dtype() { part } else { part.astype(index.dtype())? };
    debug_assert!(matches!(part.dtype().kind(), Kind::Float) || part.dtype().kind().is_integer());
    Ok(Places::Between { below, above, part })
}
