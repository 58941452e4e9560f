//! Counting and bins by name.

use ndstrata_dtype::{DType, Kind};
use ndstrata_ufunc::{self as ufunc, Histogram, Side};

use crate::coerce::as_array;
use crate::error::{Error, Result};
use crate::registry::{Arguments, Entry, int};
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    ("np.bincount", "x, /, weights=None, minlength=0", |a| {
        let mut x = a.array("x")?;
        // Lists are converted as `int()` does, arrays are not.
        if a.array_ref("x").is_none() && x.dtype().kind() == Kind::Float {
            x = x.astype(&DType::INT64)?;
        }
        let minlength = usize::try_from(a.int("minlength")?)
            .map_err(|_| Error::value_error("'minlength' must not be negative"))?;
        Ok(match a.optional("weights") {
            None => ufunc::bincount(&x.view(), minlength)?,
            Some(weights) => {
                ufunc::bincount_weighted(&x.view(), &as_array(weights)?.view(), minlength)?
            }
        }
        .into())
    }),
    ("np.histogram", "a, bins=10, range=None, density=None, weights=None", |a| {
        let (counts, edges) = options(a)?.count(&a.array("a")?.view())?;
        Ok(Value::Tuple(vec![counts.into(), edges.into()]))
    }),
    ("np.histogram_bin_edges", "a, bins=10, range=None, weights=None", |a| {
        Ok(options(a)?.bin_edges(&a.array("a")?.view())?.into())
    }),
    ("np.digitize", "x, bins, right=False", |a| {
        let closed = if a.truth("right")? { Side::Right } else { Side::Left };
        let (x, bins) = (a.array("x")?, a.array("bins")?);
        Ok(Value::from_result(ufunc::digitize(&x.view(), &bins.view(), closed)?))
    }),
];

fn options(a: &Arguments<'_>) -> Result<Histogram> {
    let mut options = Histogram::default();
    options = match a.value("bins") {
        Value::Str(_) => {
            return Err(Error::unsupported("rules that choose the bins are not supported"));
        }
        value => {
            let bins = as_array(value)?;
            if bins.ndim() == 0 {
                let count = int(value).map_err(|_| {
                    Error::type_error("`bins` must be an integer, a string, or an array")
                })?;
                options.bins(usize::try_from(count).unwrap_or(0))
            } else {
                options.edges(bins)
            }
        }
    };
    if let Some(range) = a.optional("range") {
        match as_array(range)?.astype(&DType::FLOAT64)?.to_vec::<f64>()?[..] {
            [first, last] => options = options.range(first, last),
            _ => return Err(Error::value_error("`range` must have two numbers")),
        }
    }
    if let Some(weights) = a.optional("weights") {
        options = options.weights(as_array(weights)?);
    }
    let is_density = a.function() == "np.histogram" && a.truth("density")?;
    Ok(if is_density { options.density() } else { options })
}
