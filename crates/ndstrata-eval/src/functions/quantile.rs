//! Quantiles and medians by name.

use ndstrata_array::{DynArray, DynView};
use ndstrata_dtype::{Casting, Kind};
use ndstrata_ufunc::{self as ufunc, Operand, QuantileMethod, QuantileOptions};

use super::overwrite::overwrite;
use super::statistics::{deliver_cast, output};
use super::ufunc_arguments::operand;
use crate::coerce::as_array;
use crate::error::{Error, Result};
use crate::registry::{Arguments, Entry};
use crate::value::Value;

const MEDIAN: &str = "a, axis=None, out=None, overwrite_input=False, keepdims=False";
const QUANTILE: &str = "a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=False, *, weights=None";

pub(super) const TABLE: &[Entry] = &[
    ("np.median", MEDIAN, |a| {
        let found = ufunc::median(&a.array("a")?.view(), &options(a)?)?;
        overwrite(a, |n| Ok(middle(n)))?;
        give(a, found, Casting::SameKind)
    }),
    ("np.nanmedian", MEDIAN, |a| {
        let found = ufunc::nanmedian(&a.array("a")?.view(), &options(a)?)?;
        overwrite(a, |n| Ok(middle(n)))?;
        give(a, found, Casting::Unsafe)
    }),
    ("np.quantile", QUANTILE, |a| quantiles(a, ufunc::quantile, Casting::SameKind)),
    ("np.percentile", QUANTILE, |a| quantiles(a, ufunc::percentile, Casting::SameKind)),
    ("np.nanquantile", QUANTILE, |a| quantiles(a, ufunc::nanquantile, Casting::Unsafe)),
    ("np.nanpercentile", QUANTILE, |a| quantiles(a, ufunc::nanpercentile, Casting::Unsafe)),
];

/// The places that a median is the mean of.
fn middle(n: usize) -> Vec<isize> {
    let half = (n / 2) as isize;
    if n.is_multiple_of(2) { vec![half - 1, half] } else { vec![half] }
}

fn options(a: &Arguments<'_>) -> Result<QuantileOptions> {
    let mut options = QuantileOptions::default();
    if !a.value("axis").is_none() {
        options = options.axes(&a.ints_of("axis")?);
    }
    Ok(if a.truth("keepdims")? { options.keepdims() } else { options })
}

type Quantile = fn(&DynView<'_>, Operand<'static>, &QuantileOptions) -> ufunc::Result<DynArray>;

fn quantiles(a: &Arguments<'_>, function: Quantile, casting: Casting) -> Result<Value> {
    let name = a.text("method")?;
    if a.array("a")?.dtype().kind() == Kind::Complex {
        return Err(Error::type_error("a must be an array of real numbers"));
    }
    let mut options = options(a)?;
    match QuantileMethod::from_name(name) {
        Some(method) => options = options.method(method),
        None if a.value("weights").is_none() => {
            return Err(Error::value_error(format!(
                "'{name}' is not a valid method. Use one of: dict_keys(['inverted_cdf', \
                 'averaged_inverted_cdf', 'closest_observation', 'interpolated_inverted_cdf', \
                 'hazen', 'weibull', 'linear', 'median_unbiased', 'normal_unbiased', 'lower', \
                 'higher', 'midpoint', 'nearest'])"
            )));
        }
        None => {
            return Err(Error::value_error(format!(
                "Only method 'inverted_cdf' supports weights. Got: {name}."
            )));
        }
    }
    if let Some(weights) = a.optional("weights") {
        options = options.weights(as_array(weights)?);
    }
    let q = match a.value("q") {
        number @ (Value::Int(_) | Value::Float(_)) => operand(number)?,
        other => Operand::from(as_array(other)?),
    };
    let mut found = function(&a.array("a")?.view(), q, &options)?;
    if a.value("weights").is_none() && a.truth("overwrite_input")? {
        let q = as_array(a.value("q"))?;
        let q = match a.function().ends_with("percentile") {
            true => ufunc::divide(&q, 100)?,
            false => q,
        };
        let method = QuantileMethod::from_name(name).unwrap_or_default();
        overwrite(a, |n| Ok(ufunc::quantile_places(method, n, &q)?))?;
    }
    if a.function().starts_with("np.nan") && !found.dtype().is_native() {
        let dtype = found.dtype().to_native();
        found = found.astype(&dtype)?;
    }
    give(a, found, casting)
}

/// The result, or the output that it was written to.
fn give(a: &Arguments<'_>, found: DynArray, casting: Casting) -> Result<Value> {
    match output(a)? {
        // An assignment broadcasts.
        Some(out) if casting == Casting::Unsafe && a.function() != "np.nanmedian" => {
            out.update(|mut view| Ok(view.assign(&found.view())?))?;
            Ok(Value::Array(out))
        }
        // What lies between elements is computed into the output, which may be larger.
        Some(out) if !a.function().ends_with("median") && is_between(a, &found) => {
            let shape = out.get().shape().to_vec();
            let wide = found.clone().broadcast_to(&shape);
            deliver_cast(a, wide.unwrap_or(found), casting)
        }
        Some(_) => deliver_cast(a, found, casting),
        // Where axes are kept, and where elements have weights, arrays without axes stay arrays.
        None if found.ndim() == 0 && (a.truth("keepdims")? || is_array(a, &found)) => {
            Ok(found.into())
        }
        None => Ok(Value::from_result(found)),
    }
}

/// Whether results are computed from two elements each, not picked.
fn is_between(a: &Arguments<'_>, found: &DynArray) -> bool {
    const PICKING: &[&str] = &["inverted_cdf", "closest_observation", "lower", "higher", "nearest"];
    let is_picking = a.value("method").as_str().is_some_and(|name| PICKING.contains(&name));
    found.dtype().kind() == Kind::Float && !is_picking
}

/// Whether a result without axes is an array: where elements have weights, unless it is NaN.
fn is_array(a: &Arguments<'_>, found: &DynArray) -> bool {
    let is_nan = || ufunc::isnan(found).and_then(|is_nan| Ok(is_nan.get::<bool>(&[])?));
    if a.function().ends_with("median") || a.value("weights").is_none() {
        return false;
    }
    found.dtype().kind() != Kind::Float || !is_nan().unwrap_or(false)
}
