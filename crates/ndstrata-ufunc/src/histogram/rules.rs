//! Rules that choose how many bins of equal width fit the elements.

use ndstrata_array::{DynArray, DynView, Order};
use ndstrata_dtype::{DType, Kind};

use super::edges::Ends;
use super::{Bins, Histogram};
use crate::error::{Error, ErrorKind, Result};
use crate::functions::{greater_equal, less_equal, logical_and};
use crate::operand::Operand;
use crate::quantile::{QuantileOptions, percentile};
use crate::reduce::ReduceOptions;
use crate::statistics::{MeanOptions, max, mean, min, std};

/// A rule for the width of bins, by its author or its name in NumPy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinRule {
    /// The narrower of Freedman and Diaconis' (though at least half the square root's) and Sturges'.
    Auto,
    /// Freedman and Diaconis, by the distance of the quartiles.
    Fd,
    /// Doane, by the skewness.
    Doane,
    /// Scott, by the standard deviation.
    Scott,
    /// Stone, by the least estimated error.
    Stone,
    /// Twice the cube root of the number of elements.
    Rice,
    /// Sturges, by the logarithm of the number of elements.
    Sturges,
    /// The square root of the number of elements.
    Sqrt,
}

const RULES: &[(&str, BinRule)] = &[
    ("auto", BinRule::Auto),
    ("fd", BinRule::Fd),
    ("doane", BinRule::Doane),
    ("scott", BinRule::Scott),
    ("stone", BinRule::Stone),
    ("rice", BinRule::Rice),
    ("sturges", BinRule::Sturges),
    ("sqrt", BinRule::Sqrt),
];

impl BinRule {
    /// The rule of NumPy's name.
    ///
    /// NumPy: `bins=` with a string.
    pub fn from_name(name: &str) -> Option<BinRule> {
        RULES.iter().find(|(known, _)| *known == name).map(|&(_, rule)| rule)
    }

    /// How many bins the rule finds right for the elements inside the range.
    pub(super) fn n_bins(self, a: &DynView<'_>, range: Option<(f64, f64)>) -> Result<i64> {
        let ends = Ends::of(a, range)?;
        let kept = match range {
            None => a.clone().into_cow(),
            Some((first, last)) => {
                let is_inside = logical_and(&greater_equal(a, first)?, &less_equal(a, last)?)?;
                a.index(&[is_inside.into()])?
            }
        };
        let kept = kept.view();
        if kept.size() == 0 {
            return Ok(1);
        }
        let sample = Sample::of(&kept)?;
        let bounds = (float(&ends.first)?, float(&ends.last)?);
        let mut width = self.width(&sample, range.map(|_| bounds))?;
        if width == 0.0 {
            return Ok(1);
        }
        if kept.dtype().kind().is_integer() && width < 1.0 {
            width = 1.0;
        }
        let whole = sample.rounded(bounds.1 - bounds.0, ends.are_weak);
        let count = if ends.are_weak { whole / width } else { sample.narrow(whole / width) };
        let count = count.ceil();
        if count.is_nan() {
            return Err(Error::value("cannot convert float NaN to integer"));
        }
        if count.is_infinite() {
            return Err(Error::new(ErrorKind::Refused {
                class: "OverflowError",
                message: "cannot convert float infinity to integer".to_owned(),
            }));
        }
        Ok(count as i64)
    }

    fn width(self, sample: &Sample, range: Option<(f64, f64)>) -> Result<f64> {
        let n = sample.n;
        let cube_root = |x: f64| x.powf(1.0 / 3.0);
        Ok(match self {
            BinRule::Sqrt => sample.spread / n.sqrt(),
            BinRule::Sturges => sample.spread / (n.log2() + 1.0),
            BinRule::Rice => sample.narrow(sample.spread / (2.0 * cube_root(n))),
            BinRule::Scott => {
                let factor = cube_root(24.0 * std::f64::consts::PI.sqrt() / n);
                sample.narrow(factor * sample.deviation()?)
            }
            BinRule::Stone => sample.stone(range)?,
            BinRule::Doane => sample.doane()?,
            BinRule::Fd => {
                let q = DynArray::from_vec(vec![75.0, 25.0]);
                let quartiles = percentile(&sample.a.view(), &q, &QuantileOptions::default())?;
                let quartiles = quartiles.astype(&DType::FLOAT64)?.to_vec::<f64>()?;
                2.0 * (quartiles[0] - quartiles[1]) * n.powf(-1.0 / 3.0)
            }
            BinRule::Auto => {
                let by_quartiles = BinRule::Fd.width(sample, range)?;
                let by_root = BinRule::Sqrt.width(sample, range)?;
                let by_logarithm = BinRule::Sturges.width(sample, range)?;
                by_quartiles.max(by_root / 2.0).min(by_logarithm)
            }
        })
    }
}

fn float(x: &DynArray) -> Result<f64> {
    Ok(x.astype(&DType::FLOAT64)?.get::<f64>(&[])?)
}

/// Elements whose bins are to be chosen.
struct Sample<'a> {
    a: &'a DynView<'a>,
    n: f64,
    /// From the least to the largest element.
    spread: f64,
}

impl Sample<'_> {
    fn of<'a>(a: &'a DynView<'a>) -> Result<Sample<'a>> {
        let all = ReduceOptions::new;
        let (high, low) = (max(&a.view(), all())?, min(&a.view(), all())?);
        let mut sample = Sample { a, n: a.size() as f64, spread: 0.0 };
        sample.spread = if a.dtype().kind().is_integer() {
            let wide = |x: &DynArray| x.view().integer_item().map(i128::from);
            match (wide(&high), wide(&low)) {
                (Some(high), Some(low)) => (high - low) as f64,
                _ => float(&high)? - float(&low)?,
            }
        } else {
            sample.narrow(float(&high)? - float(&low)?)
        };
        Ok(sample)
    }

    /// Rounded to the elements' type, if it is a narrow float.
    fn narrow(&self, x: f64) -> f64 {
        match self.a.dtype().itemsize() {
            4 if self.a.dtype().kind() == Kind::Float => f64::from(x as f32),
            2 if self.a.dtype().kind() == Kind::Float => half::f16::from_f64(x).to_f64(),
            _ => x,
        }
    }

    fn rounded(&self, x: f64, is_weak: bool) -> f64 {
        if is_weak { x } else { self.narrow(x) }
    }

    fn deviation(&self) -> Result<f64> {
        float(&std(&self.a.view(), &MeanOptions::new())?)
    }

    fn doane(&self) -> Result<f64> {
        let (n, sigma) = (self.n, if self.n > 2.0 { self.deviation()? } else { 0.0 });
        if sigma <= 0.0 || sigma.is_nan() {
            return Ok(0.0);
        }
        let by_chance = (6.0 * (n - 2.0) / ((n + 1.0) * (n + 3.0))).sqrt();
        let center = mean(&self.a.view(), &MeanOptions::new())?;
        let distance = crate::functions::subtract(self.a, &center)?;
        let scaled = crate::functions::divide(&distance, Operand::Float(sigma))?;
        let cubes = crate::functions::power(&scaled, 3)?;
        let skewness = float(&mean(&cubes.view(), &MeanOptions::new())?)?;
        let bins = 1.0 + n.log2() + (1.0 + skewness.abs() / by_chance).log2();
        Ok(self.spread / bins)
    }

    /// The width for which Stone's estimate of the squared error is least.
    fn stone(&self, range: Option<(f64, f64)>) -> Result<f64> {
        let n = self.n;
        if n <= 1.0 || self.spread == 0.0 {
            return Ok(0.0);
        }
        let most = 100.max(n.sqrt() as i64);
        let mut best = (f64::INFINITY, 1);
        let flat = self.a.copy(Order::C)?;
        for n_bins in 1..=most {
            let histogram = Histogram::default().bins(Bins::Count(n_bins));
            let histogram = match range {
                Some((first, last)) => histogram.range(first, last),
                None => histogram,
            };
            let (counts, _) = histogram.count(&flat.view())?;
            let shares = counts.to_vec::<i64>()?.into_iter().map(|count| count as f64 / n);
            let squares: f64 = shares.map(|share| share * share).sum();
            let error = (2.0 - (n + 1.0) * squares) / (self.spread / n_bins as f64);
            if error < best.0 {
                best = (error, n_bins);
            }
        }
        Ok(self.spread / best.1 as f64)
    }
}
