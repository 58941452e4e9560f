//! [`Summary`]: count, extremes, moments and quartiles, in passes over an array in blocks.

use ndstrata_array::DynView;
use ndstrata_dtype::{DType, Kind};
use serde::Serialize;

use super::quantiles::quantiles;
use crate::blocks;
use crate::failure::Result;

/// What numbers are like. Without numbers, or of elements that are none, only the count.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Summary {
    /// Elements, NaN included.
    pub(super) count: u64,
    pub(super) nan: u64,
    pub(super) min: Option<f64>,
    pub(super) max: Option<f64>,
    pub(super) mean: Option<f64>,
    /// As `np.std`: of the whole population.
    pub(super) std: Option<f64>,
    pub(super) q25: Option<f64>,
    pub(super) q50: Option<f64>,
    pub(super) q75: Option<f64>,
}

/// A sum that keeps what rounding would lose (Neumaier's).
#[derive(Default)]
struct Sum {
    total: f64,
    lost: f64,
}

impl Sum {
    fn add(&mut self, x: f64) {
        let total = self.total + x;
        self.lost += if self.total.abs() >= x.abs() {
            (self.total - total) + x
        } else {
            (x - total) + self.total
        };
        self.total = total;
    }

    fn value(&self) -> f64 {
        // Of infinities nothing is lost but NaN.
        if self.total.is_finite() { self.total + self.lost } else { self.total }
    }
}

impl Summary {
    pub(super) fn of(view: &DynView<'_>) -> Result<Summary> {
        let kind = view.dtype().kind();
        let mut summary = Summary { count: view.size() as u64, ..Summary::default() };
        if !(kind == Kind::Bool || kind.is_integer() || kind == Kind::Float) {
            return Ok(summary);
        }
        let (mut sum, mut min, mut max) = (Sum::default(), f64::INFINITY, f64::NEG_INFINITY);
        let mut n = 0_u64;
        for_each_number(view, &mut |x| {
            n += 1;
            sum.add(x);
            min = min.min(x);
            max = max.max(x);
        })?;
        summary.nan = summary.count - n;
        if n == 0 {
            return Ok(summary);
        }
        let mean = sum.value() / n as f64;
        let mut squares = Sum::default();
        for_each_number(view, &mut |x| squares.add((x - mean) * (x - mean)))?;
        let [q25, q50, q75] = quantiles(view, n, [0.25, 0.5, 0.75])?;
        Ok(Summary {
            min: Some(min),
            max: Some(max),
            mean: Some(mean),
            std: Some((squares.value() / n as f64).sqrt()),
            q25: Some(q25),
            q50: Some(q50),
            q75: Some(q75),
            ..summary
        })
    }
}

/// Calls `visit` with every number but NaN.
pub(super) fn for_each_number(view: &DynView<'_>, visit: &mut dyn FnMut(f64)) -> Result<()> {
    blocks::for_each(std::slice::from_ref(view), &mut |parts, _| {
        for part in parts {
            let numbers = part.astype(&DType::FLOAT64)?.to_vec::<f64>()?;
            numbers.into_iter().filter(|x| !x.is_nan()).for_each(&mut *visit);
        }
        Ok(())
    })
}
