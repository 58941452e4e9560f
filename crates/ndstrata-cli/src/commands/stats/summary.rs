//! [`Summary`]: count, extremes, moments and quartiles, in passes over an array in blocks.
//!
//! Dates and text are summarised in `others`.

use ndstrata_array::DynView;
use ndstrata_dtype::{DType, Kind};
use serde::Serialize;

use super::others;
use super::quantiles::quantiles;
use crate::blocks;
use crate::failure::Result;

/// What elements are like. Without any, or of complex numbers and bytes, only the count.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Summary {
    /// Elements, NaN and NaT included.
    pub(super) count: u64,
    pub(super) nan: u64,
    pub(super) min: Option<Datum>,
    pub(super) max: Option<Datum>,
    pub(super) mean: Option<Datum>,
    /// As `np.std`: of the whole population.
    pub(super) std: Option<Datum>,
    pub(super) q25: Option<Datum>,
    pub(super) q50: Option<Datum>,
    pub(super) q75: Option<Datum>,
}

/// A number, or the text of what is none.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub(super) enum Datum {
    Number(f64),
    Text(String),
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
        match kind {
            Kind::DateTime | Kind::TimeDelta => return others::times(view),
            Kind::Bytes | Kind::Str => return others::text(view),
            Kind::Bool | Kind::Float => {}
            _ if kind.is_integer() => {}
            _ => return Ok(summary),
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
        let pass = |visit: &mut dyn FnMut(f64)| for_each_number(view, visit);
        let [q25, q50, q75] = quantiles(&pass, n, [0.25, 0.5, 0.75])?;
        let number = |x| Some(Datum::Number(x));
        Ok(Summary {
            min: number(min),
            max: number(max),
            mean: number(mean),
            std: number((squares.value() / n as f64).sqrt()),
            q25: number(q25),
            q50: number(q50),
            q75: number(q75),
            ..summary
        })
    }
}

/// Calls `visit` with every number but NaN.
fn for_each_number(view: &DynView<'_>, visit: &mut dyn FnMut(f64)) -> Result<()> {
    blocks::for_each(std::slice::from_ref(view), &mut |parts, _| {
        for part in parts {
            let numbers = part.astype(&DType::FLOAT64)?.to_vec::<f64>()?;
            numbers.into_iter().filter(|x| !x.is_nan()).for_each(&mut *visit);
        }
        Ok(())
    })
}
