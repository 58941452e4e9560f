//! Reductions, means, order and search by name, as functions and as methods of arrays.

use ndstrata_array::DynArray;
use ndstrata_dtype::{DType, Kind};
use ndstrata_ufunc::{self as ufunc, MeanOptions, ReduceOptions, Side, SortOptions};

use super::ufunc::{mask, operand, outputs};
use crate::array_ref::ArrayRef;
use crate::coerce::as_array;
use crate::error::{Error, Result};
use crate::registry::{Arguments, Body, int};
use crate::value::Value;

/// Each with the rest of its signature after the array, which is `a` in functions and `self` in methods.
const BOTH: &[(&str, &str, Body)] = &[
    (
        "sum",
        "axis=None, dtype=None, out=None, keepdims=False, initial=no_value, where=True",
        reduction,
    ),
    (
        "prod",
        "axis=None, dtype=None, out=None, keepdims=False, initial=no_value, where=True",
        reduction,
    ),
    ("max", "axis=None, out=None, keepdims=False, initial=no_value, where=True", reduction),
    ("min", "axis=None, out=None, keepdims=False, initial=no_value, where=True", reduction),
    ("any", "axis=None, out=None, keepdims=False, *, where=True", reduction),
    ("all", "axis=None, out=None, keepdims=False, *, where=True", reduction),
    ("mean", "axis=None, dtype=None, out=None, keepdims=False, *, where=True", mean),
    (
        "var",
        "axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=no_value, correction=no_value",
        mean,
    ),
    (
        "std",
        "axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=no_value, correction=no_value",
        mean,
    ),
    ("argmax", "axis=None, out=None, *, keepdims=False", position),
    ("argmin", "axis=None, out=None, *, keepdims=False", position),
    ("cumsum", "axis=None, dtype=None, out=None", running),
    ("cumprod", "axis=None, dtype=None, out=None", running),
    ("argsort", "axis=-1, kind=None, order=None, *, stable=None", argsort),
    ("searchsorted", "v, side='left', sorter=None", searchsorted),
];

/// Functions alone.
const FUNCTIONS: &[(&str, &str, Body)] = &[
    ("np.amax", "a, axis=None, out=None, keepdims=False, initial=no_value, where=True", reduction),
    ("np.amin", "a, axis=None, out=None, keepdims=False, initial=no_value, where=True", reduction),
    (
        "np.nansum",
        "a, axis=None, dtype=None, out=None, keepdims=False, initial=no_value, where=True",
        reduction,
    ),
    (
        "np.nanprod",
        "a, axis=None, dtype=None, out=None, keepdims=False, initial=no_value, where=True",
        reduction,
    ),
    (
        "np.nanmax",
        "a, axis=None, out=None, keepdims=False, initial=no_value, where=True",
        reduction,
    ),
    (
        "np.nanmin",
        "a, axis=None, out=None, keepdims=False, initial=no_value, where=True",
        reduction,
    ),
    ("np.nanmean", "a, axis=None, dtype=None, out=None, keepdims=False, *, where=True", mean),
    (
        "np.nanvar",
        "a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=no_value, correction=no_value",
        mean,
    ),
    (
        "np.nanstd",
        "a, axis=None, dtype=None, out=None, ddof=0, keepdims=False, *, where=True, mean=no_value, correction=no_value",
        mean,
    ),
    ("np.nanargmax", "a, axis=None, out=None, *, keepdims=False", position),
    ("np.nanargmin", "a, axis=None, out=None, *, keepdims=False", position),
    ("np.nancumsum", "a, axis=None, dtype=None, out=None", running),
    ("np.nancumprod", "a, axis=None, dtype=None, out=None", running),
    ("np.ptp", "a, axis=None, out=None, keepdims=False", ptp),
    ("np.average", "a, axis=None, weights=None, returned=False, *, keepdims=False", average),
    ("np.count_nonzero", "a, axis=None, *, keepdims=False", count_nonzero),
    ("np.sort", "a, axis=-1, kind=None, order=None, *, stable=None", sort),
    ("ndarray.sort", "a, axis=-1, kind=None, order=None, *, stable=None", sort_in_place),
];

/// The lines of the registry.
pub(crate) fn entries() -> impl Iterator<Item = (String, &'static str, Body)> {
    // A signature is kept as long as the registry, which is as long as the process.
    let both = BOTH.iter().flat_map(|&(name, rest, body)| {
        let function: &'static str = format!("a, {rest}").leak();
        [
            (format!("np.{name}"), function, body),
            (format!("ndarray.{name}"), function, body),
            (format!("scalar.{name}"), function, body),
        ]
    });
    both.chain(FUNCTIONS.iter().map(|&(name, signature, body)| (name.to_owned(), signature, body)))
}

fn short_name<'a>(a: &'a Arguments<'_>) -> &'a str {
    a.function().rsplit('.').next().unwrap_or_default()
}

/// Writes a result to `out=`, if one is given.
pub(super) fn deliver(a: &Arguments<'_>, result: DynArray) -> Result<Value> {
    match &outputs(a, 1)?[..] {
        [Some(out)] => {
            if out.get().shape() != result.shape() {
                return Err(Error::value_error(format!(
                    "output parameter has the wrong shape: {:?}, expected {:?}",
                    out.get().shape(),
                    result.shape()
                )));
            }
            out.update(|mut view| Ok(view.assign(&result.view())?))?;
            Ok(Value::Array(out.clone()))
        }
        _ => Ok(Value::from_result(result)),
    }
}

fn reduction(a: &Arguments<'_>) -> Result<Value> {
    let array = a.array("a")?;
    let name = short_name(a);
    let mut options = ReduceOptions::new();
    options = match a.value("axis") {
        Value::None => options.all_axes(),
        _ => options.axes(&a.ints_of("axis")?),
    };
    let has = |name: &str| a.is_given(name);
    if matches!(name, "sum" | "prod" | "nansum" | "nanprod")
        && let Some(dtype) = a.optional_dtype("dtype")?
    {
        options = options.dtype(dtype);
    }
    if a.truth("keepdims")? {
        options = options.keepdims();
    }
    if !matches!(name, "any" | "all") && has("initial") {
        options = match a.value("initial") {
            Value::None => options.no_initial(),
            value => options.initial(operand(value)?),
        };
    }
    let mask = mask(a)?;
    if let Some(mask) = &mask {
        options = options.mask(mask.view());
    }
    let function = match name {
        "sum" => ufunc::sum,
        "prod" => ufunc::prod,
        "max" | "amax" => ufunc::max,
        "min" | "amin" => ufunc::min,
        "any" => ufunc::any,
        "nansum" => ufunc::nansum,
        "nanprod" => ufunc::nanprod,
        "nanmax" => ufunc::nanmax,
        "nanmin" => ufunc::nanmin,
        _ => ufunc::all,
    };
    deliver(a, function(&array.view(), options)?)
}

fn mean(a: &Arguments<'_>) -> Result<Value> {
    let array = a.array("a")?;
    if !matches!(a.value("where"), Value::Bool(true)) {
        return Err(Error::unsupported("where= is not supported here"));
    }
    let mut options = MeanOptions::new();
    if !a.value("axis").is_none() {
        options = options.axes(&a.ints_of("axis")?);
    }
    if let Some(dtype) = a.optional_dtype("dtype")? {
        options = options.dtype(dtype);
    }
    if a.truth("keepdims")? {
        options = options.keepdims();
    }
    let name = short_name(a);
    if !matches!(name, "mean" | "nanmean") {
        if a.is_given("mean") {
            return Err(Error::unsupported("mean= is not supported"));
        }
        if a.is_given("ddof") && a.is_given("correction") {
            return Err(Error::value_error(
                "ddof and correction can't be provided simultaneously.",
            ));
        }
        let given = if a.is_given("correction") { "correction" } else { "ddof" };
        options = options.ddof(float(a.value(given))?);
    }
    let function = match name {
        "mean" => ufunc::mean,
        "var" => ufunc::var,
        "nanmean" => ufunc::nanmean,
        "nanvar" => ufunc::nanvar,
        "nanstd" => ufunc::nanstd,
        _ => ufunc::std,
    };
    deliver(a, function(&array.view(), &options)?)
}

fn average(a: &Arguments<'_>) -> Result<Value> {
    let array = a.array("a")?;
    let weights = a.optional("weights").map(as_array).transpose()?;
    let weights = weights.as_ref().map(|weights| weights.view());
    let (axis, keepdims) = (a.axis("axis")?, a.truth("keepdims")?);
    let (average, total) = ufunc::average(&array.view(), axis, weights.as_ref(), keepdims)?;
    let average = Value::from_result(average);
    if !a.truth("returned")? {
        return Ok(average);
    }
    Ok(Value::Tuple(vec![average, Value::from_result(total)]))
}

pub(super) fn float(value: &Value) -> Result<f64> {
    let array = as_array(value)?.astype(&DType::FLOAT64)?;
    array
        .to_vec::<f64>()?
        .first()
        .copied()
        .ok_or_else(|| Error::type_error("a number was expected"))
}

fn position(a: &Arguments<'_>) -> Result<Value> {
    let array = a.array("a")?;
    let axis = a.optional_int("axis")?.map(|axis| axis as isize);
    let function = match short_name(a) {
        "argmax" => ufunc::argmax,
        "nanargmax" => ufunc::nanargmax,
        "nanargmin" => ufunc::nanargmin,
        _ => ufunc::argmin,
    };
    let mut found = function(&array.view(), axis)?;
    if a.truth("keepdims")? {
        found = match axis {
            Some(axis) => found.expand_dims(&[axis])?,
            None => found.expand_dims(&(0..array.ndim() as isize).collect::<Vec<_>>())?,
        };
    }
    deliver(a, found)
}

fn running(a: &Arguments<'_>) -> Result<Value> {
    let array = a.array("a")?;
    let axis = a.optional_int("axis")?.map(|axis| axis as isize);
    let dtype = a.optional_dtype("dtype")?;
    let function = match short_name(a) {
        "cumsum" => ufunc::cumsum,
        "nancumsum" => ufunc::nancumsum,
        "nancumprod" => ufunc::nancumprod,
        _ => ufunc::cumprod,
    };
    let found = function(&array.view(), axis, dtype.as_ref())?;
    match &outputs(a, 1)?[..] {
        [Some(_)] => deliver(a, found),
        _ => Ok(Value::Array(ArrayRef::new(found))),
    }
}

fn ptp(a: &Arguments<'_>) -> Result<Value> {
    let array = a.array("a")?;
    let axes = if a.value("axis").is_none() { None } else { Some(a.ints_of("axis")?) };
    let mut found = ufunc::ptp(&array.view(), axes.as_deref())?;
    if a.truth("keepdims")? {
        let all: Vec<isize> = (0..array.ndim() as isize).collect();
        found = found.expand_dims(axes.as_deref().unwrap_or(&all))?;
    }
    deliver(a, found)
}

fn count_nonzero(a: &Arguments<'_>) -> Result<Value> {
    let array = a.array("a")?;
    let mut options = ReduceOptions::new();
    options = match a.value("axis") {
        Value::None => options.all_axes(),
        _ => options.axes(&a.ints_of("axis")?),
    };
    if a.truth("keepdims")? {
        options = options.keepdims();
    }
    Ok(Value::from_result(ufunc::count_nonzero(&array.view(), options)?))
}

fn sort_options(a: &Arguments<'_>) -> Result<SortOptions> {
    if !a.value("order").is_none() {
        return Err(Error::unsupported("order= is not supported"));
    }
    let stable = match (a.value("kind"), a.value("stable")) {
        (Value::None, Value::None) => false,
        (Value::None, _) => a.truth("stable")?,
        (_, Value::None) => match a.text("kind")?.chars().next() {
            Some('q' | 'h' | 'Q' | 'H') => false,
            Some('m' | 's' | 'M' | 'S') => true,
            _ => {
                return Err(Error::value_error(format!(
                    "sort kind must be one of 'quick', 'heap', or 'stable' (got '{}')",
                    a.text("kind")?
                )));
            }
        },
        _ => {
            return Err(Error::value_error(
                "`kind` and keyword parameters can't be provided at the same time. Use only one of them.",
            ));
        }
    };
    let options = SortOptions::default().axis(a.optional_int("axis")?.map(|axis| axis as isize));
    Ok(if stable { options.stable() } else { options })
}

fn sort(a: &Arguments<'_>) -> Result<Value> {
    let array = a.array("a")?;
    Ok(Value::Array(ArrayRef::new(ufunc::sort(&array.view(), sort_options(a)?)?)))
}

fn sort_in_place(a: &Arguments<'_>) -> Result<Value> {
    let array = a.array("a")?;
    let sorted = ufunc::sort(&array.view(), sort_options(a)?)?;
    if let Some(target) = a.array_ref("a") {
        target.update(|mut view| Ok(view.assign(&sorted.view())?))?;
    }
    Ok(Value::None)
}

fn argsort(a: &Arguments<'_>) -> Result<Value> {
    let array = a.array("a")?;
    // An array without axes is sorted as one of length 1.
    let has_axis = a.optional("axis").is_none_or(|axis| matches!(int(axis), Ok(0 | -1)));
    let array = if array.ndim() == 0 && has_axis { array.expand_dims(&[0])? } else { array };
    Ok(Value::Array(ArrayRef::new(ufunc::argsort(&array.view(), sort_options(a)?)?)))
}

fn searchsorted(a: &Arguments<'_>) -> Result<Value> {
    let (array, values) = (a.array("a")?, a.array("v")?);
    let side = match a.value("side").as_str() {
        Some("left") => Side::Left,
        Some("right") => Side::Right,
        _ => {
            return Err(Error::value_error(format!(
                "side must be 'left' or 'right' (got '{}')",
                a.value("side").as_str().unwrap_or_default()
            )));
        }
    };
    let sorted = match a.optional("sorter") {
        None => array,
        Some(sorter) => {
            let sorter = as_array(sorter)?;
            if !matches!(sorter.dtype().kind(), Kind::SignedInteger | Kind::UnsignedInteger) {
                return Err(Error::type_error("sorter must only contain integers"));
            }
            if sorter.size() != array.size() {
                return Err(Error::value_error("sorter.size must equal a.size"));
            }
            array
                .index(&[sorter.into()])
                .map_err(|_| Error::value_error("Sorter index out of range."))?
        }
    };
    Ok(Value::from_result(ufunc::searchsorted(&sorted.view(), &values.view(), side)?))
}
