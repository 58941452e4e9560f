//! Counting, bins and bits by name.

use ndstrata_array::{DynArray, DynView, atleast_2d};
use ndstrata_dtype::{Casting, DType, Kind, can_cast, promote_types};
use ndstrata_ufunc::{self as ufunc, BinRule, Bins, BitOrder, Histogram, HistogramGrid, Side};

use crate::coerce::as_array;
use crate::error::{Error, Result};
use crate::registry::{self, Arguments, Entry, int};
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    ("np.bincount", "x, /, weights=None, minlength=0", bincount),
    ("np.histogram", "a, bins=10, range=None, density=None, weights=None", |a| {
        if matches!(a.value("bins"), Value::Array(_) | Value::List(_) | Value::Tuple(_)) {
            super::order::check_comparable(&a.array("a")?, &a.array("bins")?)?;
        }
        let (counts, edges) = options(a)?.count(&counted(a)?.view())?;
        Ok(Value::Tuple(vec![counts.into(), edges.into()]))
    }),
    ("np.histogram_bin_edges", "a, bins=10, range=None, weights=None", |a| {
        Ok(options(a)?.bin_edges(&counted(a)?.view())?.into())
    }),
    ("np.histogramdd", "sample, bins=10, range=None, density=None, weights=None", |a| {
        let sample = a.array("sample")?;
        let is_table = a.array_ref("sample").is_some() && sample.ndim() == 2;
        let sample = if is_table { sample } else { atleast_2d(sample)?.t() };
        let n_axes = sample.shape().get(1).copied().unwrap_or(0);
        let options = grid_options(a, each_axis(a.value("bins"), n_axes)?)?;
        let (counts, edges) = options.count(&sample.view())?;
        let edges = Value::List(edges.into_iter().map(Value::from).collect());
        Ok(Value::Tuple(vec![counts.into(), edges]))
    }),
    ("np.histogram2d", "x, y, bins=10, range=None, density=None, weights=None", |a| {
        let (x, y) = (a.array("x")?, a.array("y")?);
        let bins = match length(a.value("bins")) {
            None | Some(1 | 2) => each_axis(a.value("bins"), 2)?,
            // Edges that both axes share.
            Some(_) => vec![one_axis(0, a.value("bins"))?],
        };
        let options = grid_options(a, bins)?;
        let (counts, edges) = ufunc::histogram2d(&x.view(), &y.view(), &options)?;
        let results = std::iter::once(counts).chain(edges);
        Ok(Value::Tuple(results.map(Value::from).collect()))
    }),
    ("np.digitize", "x, bins, right=False", |a| {
        let closed = if a.truth("right")? { Side::Right } else { Side::Left };
        let (x, bins) = (a.array("x")?, a.array("bins")?);
        if !can_cast(bins.dtype(), &DType::FLOAT64, Casting::Safe) {
            return Err(Error::type_error(format!(
                "Cannot cast array data from {:?} to dtype('float64') according to the rule 'safe'",
                bins.dtype()
            )));
        }
        super::order::check_comparable(&bins, &x)?;
        Ok(Value::from_result(ufunc::digitize(&x.view(), &bins.view(), closed)?))
    }),
    ("np.packbits", "a, /, axis=None, bitorder='big'", |a| {
        Ok(ufunc::packbits(&a.array("a")?.view(), a.plain_axis("axis")?, bit_order(a)?)?.into())
    }),
    ("np.unpackbits", "a, /, axis=None, count=None, bitorder='big'", |a| {
        let (array, count) = (a.array("a")?, a.optional_int("count")?);
        Ok(ufunc::unpackbits(&array.view(), a.plain_axis("axis")?, count, bit_order(a)?)?.into())
    }),
    ("ndstrata.unpack_samples", "a, bits, bitorder='big'", |a| {
        let bits = u32::try_from(a.int("bits")?).unwrap_or(0);
        Ok(ufunc::unpack_samples(&a.array("a")?.view(), bits, bit_order(a)?)?.into())
    }),
    ("ndstrata.block_reduce", "a, block, func='np.sum'", |a| {
        let array = a.array("a")?;
        let block = match a.value("block") {
            one @ Value::Int(_) => vec![usize::try_from(int(one)?).unwrap_or(0); array.ndim()],
            _ => a.shape("block")?,
        };
        let blocks = ufunc::blocks(&array.view(), &block)?;
        let function = match a.value("func") {
            Value::Function(name) => name.as_str(),
            _ => a.text("func")?,
        };
        let axes = (0..block.len() as i64).map(|k| Value::from(k - block.len() as i64)).collect();
        let axes = vec![("axis".to_owned(), Value::Tuple(axes))];
        registry::call(function, vec![blocks.into()], axes)
    }),
];

fn bincount(a: &Arguments<'_>) -> Result<Value> {
    let mut x = a.array("x")?;
    // Lists are converted as `int()` does, arrays are not.
    if a.array_ref("x").is_none() && x.dtype().kind() == Kind::Float {
        x = x.astype(&DType::INT64)?;
    }
    if x.ndim() != 1 {
        return Ok(ufunc::bincount(&x.view(), 0)?.into());
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
}

/// The elements to count, in the type that they have in common with a range that has a type of its own.
fn counted(a: &Arguments<'_>) -> Result<DynArray> {
    let array = a.array("a")?;
    let mut dtype = array.dtype().clone();
    let range = a.value("range");
    for end in range.as_sequence().unwrap_or(std::slice::from_ref(range)) {
        let own = match end {
            Value::Scalar(scalar) => scalar.dtype().clone(),
            Value::Array(array) => array.get().dtype().clone(),
            _ => continue,
        };
        if own.kind().is_number() && dtype.kind().is_number() {
            dtype = promote_types(&dtype, &own)?;
        }
    }
    Ok(if dtype == *array.dtype() { array } else { array.astype(&dtype)? })
}

fn bit_order(a: &Arguments<'_>) -> Result<BitOrder> {
    let unpacks = a.function() == "np.unpackbits";
    let Value::Str(text) = a.value("bitorder") else {
        let found = a.value("bitorder").type_name();
        let place = if unpacks { "unpack() argument 4" } else { "pack() argument 3" };
        return Err(Error::type_error(format!("{place} must be str, not {found}")));
    };
    match text.as_str().unwrap_or_default() {
        "big" => Ok(BitOrder::Big),
        "little" => Ok(BitOrder::Little),
        text if unpacks && text.starts_with('b') => Ok(BitOrder::Big),
        text if unpacks && text.starts_with('l') => Ok(BitOrder::Little),
        _ if unpacks => Err(Error::value_error("'order' must begin with 'l' or 'b'")),
        _ => Err(Error::value_error("'order' must be either 'little' or 'big'")),
    }
}

/// How many items a sequence has; `None` for what has no length.
fn length(value: &Value) -> Option<usize> {
    match value {
        Value::Tuple(items) | Value::List(items) => Some(items.len()),
        Value::Array(array) => array.get().shape().first().copied(),
        Value::Str(text) => Some(text.len()),
        _ => None,
    }
}

/// A number of bins, or their edges.
fn one_axis(axis: usize, value: &Value) -> Result<Bins> {
    let bins = as_array(value)?;
    if bins.ndim() > 0 {
        return Ok(Bins::Edges(bins));
    }
    if matches!(bins.dtype().kind(), Kind::Str | Kind::Bytes) {
        return Err(Error::type_error("`bins` must be an integer or an array"));
    }
    let count = int(value).map_err(|_| {
        match bins.astype(&DType::FLOAT64).and_then(|bins| bins.get::<f64>(&[])) {
            Ok(count) if count < 1.0 => {
                Error::value_error(format!("`bins[{axis}]` must be positive, when an integer"))
            }
            _ => Error::type_error(format!("`bins[{axis}]` must be an integer, when a scalar")),
        }
    })?;
    Ok(Bins::Count(count))
}

/// Bins of each axis, or those that all axes share.
fn each_axis(value: &Value, n_axes: usize) -> Result<Vec<Bins>> {
    let Some(n) = length(value) else { return Ok(vec![one_axis(0, value)?]) };
    if n != n_axes {
        return Err(Error::value_error(
            "The dimension of bins must be equal to the dimension of the sample x.",
        ));
    }
    match value {
        Value::Tuple(items) | Value::List(items) => {
            items.iter().enumerate().map(|(axis, item)| one_axis(axis, item)).collect()
        }
        Value::Array(array) => {
            let array = array.get();
            let item = |k: isize| -> Result<Bins> {
                one_axis(k as usize, &Value::from_result(array.clone().index_axis(0, k)?))
            };
            (0..n as isize).map(item).collect()
        }
        _ => Err(Error::type_error("`bins` must be integers or arrays")),
    }
}

fn grid_options(a: &Arguments<'_>, bins: Vec<Bins>) -> Result<HistogramGrid> {
    let mut options = bins.into_iter().fold(HistogramGrid::default(), HistogramGrid::bins);
    if let Some(ranges) = a.optional("range") {
        let ranges = match ranges {
            Value::Tuple(items) | Value::List(items) => items.iter().map(range).collect(),
            other => table_rows(&as_array(other)?),
        };
        options = options.ranges(&ranges?);
    }
    if let Some(weights) = a.optional("weights") {
        options = options.weights(as_array(weights)?);
    }
    Ok(if a.truth("density")? { options.density() } else { options })
}

fn table_rows(table: &DynArray) -> Result<Vec<Option<(f64, f64)>>> {
    let n = table.shape().first().copied().unwrap_or(0) as isize;
    (0..n).map(|k| ends(&table.clone().index_axis(0, k)?.view()).map(Some)).collect()
}

/// Where bins begin and end, or `None`.
fn range(value: &Value) -> Result<Option<(f64, f64)>> {
    if value.is_none() { Ok(None) } else { ends(&as_array(value)?.view()).map(Some) }
}

fn ends(range: &DynView<'_>) -> Result<(f64, f64)> {
    match range.astype(&DType::FLOAT64)?.to_vec::<f64>()?[..] {
        [first, last] => Ok((first, last)),
        ref others => {
            let (n, which) =
                (others.len(), if others.len() > 2 { "too many" } else { "not enough" });
            Err(Error::value_error(format!("{which} values to unpack (expected 2, got {n})")))
        }
    }
}

fn options(a: &Arguments<'_>) -> Result<Histogram> {
    let bins = match a.value("bins") {
        Value::Str(name) => {
            let rule = name.as_str().and_then(BinRule::from_name);
            Bins::Rule(rule.ok_or_else(|| {
                let name = name.repr();
                Error::value_error(format!("{name} is not a valid estimator for `bins`"))
            })?)
        }
        value => {
            let bins = as_array(value)?;
            if bins.ndim() == 0 {
                let count = int(value).map_err(|_| {
                    Error::type_error("`bins` must be an integer, a string, or an array")
                })?;
                Bins::Count(count)
            } else {
                Bins::Edges(bins)
            }
        }
    };
    let has_edges = matches!(bins, Bins::Edges(_));
    let mut options = Histogram::default().bins(bins);
    // Edges that are given leave nothing for a range to say.
    if let Some(range) = a.optional("range")
        && !has_edges
    {
        let (first, last) = ends(&as_array(range)?.view())?;
        options = options.range(first, last);
    }
    if let Some(weights) = a.optional("weights") {
        options = options.weights(as_array(weights)?);
    }
    let is_density = a.function() == "np.histogram" && a.truth("density")?;
    Ok(if is_density { options.density() } else { options })
}
