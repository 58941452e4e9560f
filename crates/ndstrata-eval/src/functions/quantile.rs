//! Quantiles and medians by name.

use ndstrata_array::{DynArray, Order, stack};
use ndstrata_dtype::DType;
use ndstrata_ufunc::{self as ufunc, QuantileMethod, QuantileOptions};

use super::join::views;
use super::statistics::deliver;
use crate::error::{Error, Result};
use crate::registry::{Arguments, Entry};
use crate::value::Value;

const QUANTILE: &str = "a, q, axis=None, out=None, overwrite_input=False, method='linear', keepdims=False, *, weights=None";

pub(super) const TABLE: &[Entry] = &[
    ("np.median", "a, axis=None, out=None, overwrite_input=False, keepdims=False", |a| {
        deliver(a, ufunc::median(&a.array("a")?.view(), &options(a)?)?)
    }),
    ("np.quantile", QUANTILE, |a| quantiles(a, ufunc::quantile)),
    ("np.percentile", QUANTILE, |a| quantiles(a, ufunc::percentile)),
];

fn options(a: &Arguments<'_>) -> Result<QuantileOptions> {
    let mut options = QuantileOptions::default();
    if !a.value("axis").is_none() {
        options = options.axes(&a.ints_of("axis")?);
    }
    Ok(if a.truth("keepdims")? { options.keepdims() } else { options })
}

type Quantile = fn(&ndstrata_array::DynView<'_>, f64, &QuantileOptions) -> ufunc::Result<DynArray>;

fn quantiles(a: &Arguments<'_>, function: Quantile) -> Result<Value> {
    if !a.value("weights").is_none() {
        return Err(Error::unsupported("weights= is not supported"));
    }
    let name = a.text("method")?;
    let method = QuantileMethod::from_name(name)
        .ok_or_else(|| Error::value_error(format!("'{name}' is not a valid method.")))?;
    let options = options(a)?.method(method);
    let (array, q) = (a.array("a")?, a.array("q")?);
    let wanted = q.astype(&DType::FLOAT64)?.to_vec::<f64>()?;
    let found: Vec<DynArray> =
        wanted.iter().map(|&q| Ok(function(&array.view(), q, &options)?)).collect::<Result<_>>()?;
    if q.ndim() == 0 {
        return match found.into_iter().next() {
            Some(one) => deliver(a, one),
            None => Err(Error::value_error("Quantiles must be in the range [0, 1]")),
        };
    }
    if found.is_empty() {
        return Err(Error::unsupported("no quantiles were asked for"));
    }
    let all = stack(&views(&found), 0)?;
    let shape: Vec<isize> =
        q.shape().iter().chain(&all.shape()[1..]).map(|&n| n as isize).collect();
    deliver(a, all.reshape_view(&shape, Order::C)?)
}
