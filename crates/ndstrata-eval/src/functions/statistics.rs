//! Reductions, means, positions and running sums by name, as functions and as methods of arrays.

use ndstrata_array::DynArray;
use ndstrata_dtype::{Casting, DType, Kind, can_cast, promote_types};
use ndstrata_ufunc::{self as ufunc, AverageOptions, MeanOptions, ReduceOptions};

use super::order::{argsort, searchsorted, sort, sort_in_place};
use super::ufunc_arguments::{general_dtype, mask, outputs};
use crate::array_ref::ArrayRef;
use crate::coerce::as_array;
use crate::error::{Error, Result};
use crate::registry::{Arguments, Body};
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

const CUMULATIVE: &str = "x, /, *, axis=None, dtype=None, out=None, include_initial=False";

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
    ("np.cumulative_sum", CUMULATIVE, cumulative),
    ("np.cumulative_prod", CUMULATIVE, cumulative),
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

/// The array given as `out=`, if one is.
pub(super) fn output(a: &Arguments<'_>) -> Result<Option<ArrayRef>> {
    let is_plain = matches!(short_name(a), "round" | "around" | "trace" | "argmax" | "argmin");
    if is_plain && !matches!(a.value("out"), Value::None | Value::Array(_) | Value::Tuple(_)) {
        return Err(Error::type_error("output must be an array"));
    }
    Ok(outputs(a, 1)?.into_iter().next().flatten())
}

/// Writes a result to `out=`, if one is given, where it may be cast to by the rule.
pub(super) fn deliver_cast(a: &Arguments<'_>, result: DynArray, casting: Casting) -> Result<Value> {
    let Some(out) = output(a)? else { return Ok(Value::from_result(result)) };
    let (to, shape) = (out.get().dtype().clone(), out.get().shape().to_vec());
    let is_of_mean = matches!(short_name(a), "mean" | "nanmean" | "median" | "nanmedian");
    if is_of_mean && shape.len() != result.ndim() {
        let rule = match a.truth("keepdims")? {
            true => " (must match the operand's when keepdims=True)",
            false => "",
        };
        return Err(Error::value_error(format!(
            "output parameter for reduction operation add has the wrong number of dimensions: Found {} \
             but expected {}{rule}",
            shape.len(),
            result.ndim()
        )));
    }
    if shape != result.shape() && matches!(short_name(a), "round" | "around") {
        return Err(Error::value_error("invalid output shape"));
    }
    if shape != result.shape() {
        return Err(Error::value_error(format!(
            "output parameter has the wrong shape: {shape:?}, expected {:?}",
            result.shape()
        )));
    }
    if !can_cast(result.dtype(), &to, casting) {
        return Err(Error::new(
            "UFuncTypeError",
            format!(
                "Cannot cast ufunc '{}' output from {:?} to {to:?} with casting rule '{casting}'",
                short_name(a),
                result.dtype()
            ),
        ));
    }
    out.fill_with(result)?;
    Ok(Value::Array(out))
}

/// Writes a result to `out=`, if one is given, where it is of the same kind.
pub(super) fn deliver(a: &Arguments<'_>, result: DynArray) -> Result<Value> {
    deliver_cast(a, result, Casting::SameKind)
}

fn reduction(a: &Arguments<'_>) -> Result<Value> {
    let array = a.array("a")?;
    let name = short_name(a);
    let mut options = ReduceOptions::new();
    options = match a.value("axis") {
        Value::None => options.all_axes(),
        _ => options.axes(&a.reduced_axes("axis")?),
    };
    let has = |name: &str| a.is_given(name);
    if matches!(name, "sum" | "prod" | "nansum" | "nanprod")
        && let Some(dtype) = general_dtype(a)?
        // Durations are folded as what they are, whatever type of numbers is asked for.
        && (array.dtype().kind() != Kind::TimeDelta
            || matches!(dtype.kind(), Kind::TimeDelta | Kind::DateTime))
    {
        options = options.dtype(dtype);
    }
    if a.truth("keepdims")? {
        options = options.keepdims();
    }
    if !matches!(name, "any" | "all") && has("initial") {
        options = match a.value("initial") {
            Value::None => options.no_initial(),
            value => {
                counts_from(value, array.dtype(), name)?;
                let sums = matches!(name, "sum" | "prod" | "nansum" | "nanprod");
                let dtype = match a.is_given("dtype") {
                    true => a.optional_dtype("dtype")?,
                    false if sums => ufunc::ufuncs::ADD.reduced_type(array.dtype()),
                    false => None,
                };
                let dtype = dtype.unwrap_or_else(|| array.dtype().clone());
                options.initial(super::ufunc_methods::initial(value, &dtype)?)
            }
        };
    }
    let mask = mask(a)?;
    if let Some(mask) = &mask {
        options = options.mask(mask.view());
    }
    let (array, ufunc) = match name {
        "sum" => (array, &ufunc::ufuncs::ADD),
        "prod" => (array, &ufunc::ufuncs::MULTIPLY),
        "nansum" => (ufunc::without_nan(&array.view(), 0.0)?, &ufunc::ufuncs::ADD),
        "nanprod" => (ufunc::without_nan(&array.view(), 1.0)?, &ufunc::ufuncs::MULTIPLY),
        "max" | "amax" => (array, &ufunc::ufuncs::MAXIMUM),
        "min" | "amin" => (array, &ufunc::ufuncs::MINIMUM),
        "nanmax" => (array, &ufunc::ufuncs::FMAX),
        "nanmin" => (array, &ufunc::ufuncs::FMIN),
        "any" => (array, &ufunc::ufuncs::LOGICAL_OR),
        _ => (array, &ufunc::ufuncs::LOGICAL_AND),
    };
    match output(a)? {
        Some(out) => {
            out.update(|mut view| Ok(ufunc.reduce_into(&array.view(), options, &mut view)?))?;
            Ok(Value::Array(out))
        }
        None => Ok(Value::from_result(ufunc.reduce(&array.view(), options)?)),
    }
}

/// What a mask leaves is counted by its sum, which text has not.
fn check_mask_counts(mask: &Value) -> Result<()> {
    if matches!(mask, Value::Str(_) | Value::Bytes(_)) {
        let mask = as_array(mask)?;
        ufunc::sum(&mask.view(), ReduceOptions::new().all_axes())?;
    }
    Ok(())
}

/// Dates and durations are not counted from a number with a fraction.
fn counts_from(initial: &Value, dtype: &DType, name: &str) -> Result<()> {
    let is_fraction = match initial {
        Value::Float(_) | Value::Complex(_) => true,
        Value::Scalar(scalar) => matches!(scalar.dtype().kind(), Kind::Float | Kind::Complex),
        _ => false,
    };
    let what = match (dtype.kind(), name) {
        (Kind::TimeDelta, "sum" | "max" | "min" | "amax" | "amin") => "timedelta",
        (Kind::DateTime, "max" | "min" | "amax" | "amin") => "datetime",
        _ => return Ok(()),
    };
    if is_fraction {
        return Err(Error::value_error(format!("Could not convert object to NumPy {what}")));
    }
    Ok(())
}

fn mean(a: &Arguments<'_>) -> Result<Value> {
    let array = a.array("a")?;
    let name = short_name(a);
    let mut options = MeanOptions::new();
    if !a.value("axis").is_none() {
        options = options.axes(&a.reduced_axes("axis")?);
    }
    if let Some(dtype) = general_dtype(a)? {
        options = options.dtype(dtype);
    }
    if a.truth("keepdims")? {
        options = options.keepdims();
    }
    let knows_nan = matches!(array.dtype().kind(), Kind::Float | Kind::Complex);
    if !(name.starts_with("nan") && knows_nan) {
        check_mask_counts(a.value("where"))?;
    }
    if let Some(mask) = mask(a)? {
        options = options.mask(mask);
    }
    if let Some(out) = output(a)? {
        options = options.stored(out.get().dtype().clone());
    }
    if !matches!(name, "mean" | "nanmean") {
        if a.is_given("mean") {
            // A number of Python's takes the type of the elements.
            let mean = a.array("mean")?;
            let is_weak = matches!(a.value("mean"), Value::Int(_) | Value::Float(_));
            options = options.mean(match is_weak && array.dtype().kind() == Kind::Float {
                true => mean.astype(&array.dtype().to_native())?,
                false => mean,
            });
        }
        let is_doubled = a.is_given("correction") && float(a.value("ddof"))? != 0.0;
        if is_doubled {
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
    let found = function(&array.view(), &options);
    // The variance stays in an output that cannot store its root.
    let spread = if name == "nanstd" { ufunc::nanvar } else { ufunc::var };
    if matches!(name, "std" | "nanstd")
        && found.is_err()
        && output(a)?.is_some()
        && let Ok(spread) = spread(&array.view(), &options)
    {
        deliver_cast(a, spread, Casting::Unsafe)?;
    }
    deliver(a, found?)
}

fn average(a: &Arguments<'_>) -> Result<Value> {
    let array = a.array("a")?;
    let mut options = AverageOptions::default();
    if !a.value("axis").is_none() {
        options = options.axes(&a.ints_of("axis")?);
    }
    if let Some(weights) = a.optional("weights") {
        options = options.weights(as_array(weights)?);
    }
    if a.truth("keepdims")? {
        options = options.keepdims();
    }
    let (average, total) = ufunc::average(&array.view(), &options)?;
    let average = Value::from_result(average);
    if !a.truth("returned")? {
        return Ok(average);
    }
    Ok(Value::Tuple(vec![average, Value::from_result(total)]))
}

fn cumulative(a: &Arguments<'_>) -> Result<Value> {
    let array = ndstrata_array::atleast_1d(a.array("x")?)?;
    let axis = match a.optional_int("axis")? {
        Some(axis) => ndstrata_array::normalize_axis(axis as isize, array.ndim())?,
        None if array.ndim() >= 2 => {
            return Err(Error::value_error(
                "For arrays which have more than one dimension ``axis`` argument is required.",
            ));
        }
        None => 0,
    };
    let out = output(a)?;
    let dtype = general_dtype(a)?.or_else(|| type_with_output(&array, out.as_ref()));
    let is_sum = short_name(a) == "cumulative_sum";
    let function = if is_sum { ufunc::cumsum } else { ufunc::cumprod };
    let mut found = function(&array.view(), Some(axis as isize), dtype.as_ref())?;
    if a.truth("include_initial")? {
        let mut shape = array.shape().to_vec();
        shape[axis] = 1;
        if found.dtype().kind() == Kind::DateTime {
            return Err(Error::value_error("Could not convert object to NumPy datetime"));
        }
        let first = DynArray::from_vec(vec![i64::from(!is_sum)]).astype(found.dtype())?;
        let first = first.broadcast_to(&shape)?;
        found = ndstrata_array::concatenate(&[first.view(), found.view()], axis as isize)?;
    }
    match out {
        Some(_) => deliver_cast(a, found, Casting::Unsafe),
        None => Ok(found.into()),
    }
}

/// The type of a running fold of numbers whose output takes part in the choice of the loop; what is
/// computed is then stored whatever its type loses by it.
fn type_with_output(array: &DynArray, out: Option<&ArrayRef>) -> Option<DType> {
    let dtype = promote_types(array.dtype(), out?.get().dtype()).ok()?;
    dtype.element_type().is_some().then(|| dtype.to_native())
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
    let axis = a.plain_axis("axis")?;
    let function = match short_name(a) {
        "argmax" => ufunc::argmax,
        "nanargmax" => ufunc::nanargmax,
        "nanargmin" => ufunc::nanargmin,
        _ => ufunc::argmin,
    };
    let mut found = function(&array.view(), axis)?;
    if a.truth("keepdims")? {
        found = match axis {
            Some(_) if array.ndim() == 0 => found,
            Some(axis) => found.expand_dims(&[axis])?,
            None => found.expand_dims(&(0..array.ndim() as isize).collect::<Vec<_>>())?,
        };
    }
    if let Some(out) = output(a)?
        && !can_cast(out.get().dtype(), &DType::INT64, Casting::Safe)
    {
        return Err(Error::type_error(format!(
            "Cannot cast array data from {:?} to dtype('int64') according to the rule 'safe'",
            out.get().dtype()
        )));
    }
    deliver(a, found)
}

fn running(a: &Arguments<'_>) -> Result<Value> {
    let array = a.array("a")?;
    let axis = a.plain_axis("axis")?;
    let dtype = a.optional_dtype("dtype")?;
    let function = match short_name(a) {
        "cumsum" => ufunc::cumsum,
        "nancumsum" => ufunc::nancumsum,
        "nancumprod" => ufunc::nancumprod,
        _ => ufunc::cumprod,
    };
    let out = output(a)?;
    let dtype = dtype.or_else(|| type_with_output(&array, out.as_ref()));
    let found = function(&array.view(), axis, dtype.as_ref())?;
    match out {
        Some(_) => deliver_cast(a, found, Casting::Unsafe),
        None => Ok(Value::Array(ArrayRef::new(found))),
    }
}

fn ptp(a: &Arguments<'_>) -> Result<Value> {
    let array = a.array("a")?;
    let axes = if a.value("axis").is_none() { None } else { Some(a.reduced_axes("axis")?) };
    let mut found = ufunc::ptp(&array.view(), axes.as_deref())?;
    if a.truth("keepdims")? {
        let all: Vec<isize> = (0..array.ndim() as isize).collect();
        found = found.expand_dims(axes.as_deref().unwrap_or(&all))?;
    }
    deliver(a, found)
}

fn count_nonzero(a: &Arguments<'_>) -> Result<Value> {
    let array = a.array("a")?;
    if array.dtype().as_record().is_some() && a.value("axis").is_none() && !a.truth("keepdims")? {
        let dtype = array.dtype();
        let (mut count, mut failed) = (0_i64, None);
        array.for_each_element(|bytes| match is_nonzero(dtype, bytes) {
            Ok(is_nonzero) => count += i64::from(is_nonzero),
            Err(error) => failed = Some(error),
        });
        return failed.map_or(Ok(Value::from(ndstrata_array::Scalar::new(count))), Err);
    }
    let (axis, keepdims) = (a.value("axis"), a.truth("keepdims")?);
    if axis.is_none()
        && !keepdims
        && let Some(count) = ufunc::count_nonzero_all(&array.view())
    {
        return Ok(Value::from(ndstrata_array::Scalar::new(count)));
    }
    let mut options = ReduceOptions::new();
    options = match axis {
        Value::None => options.all_axes(),
        _ => options.axes(&a.reduced_axes("axis")?),
    };
    if keepdims {
        options = options.keepdims();
    }
    Ok(Value::from_result(ufunc::count_nonzero(&array.view(), options)?))
}

/// Whether any field of a record is no zero; of blocks and raw bytes every byte counts.
fn is_nonzero(dtype: &DType, bytes: &[u8]) -> Result<bool> {
    if let Some(record) = dtype.as_record() {
        for field in record.fields() {
            if is_nonzero(&field.dtype, &bytes[field.offset..field.end()])? {
                return Ok(true);
            }
        }
        return Ok(false);
    }
    if dtype.sub_array().is_some() || dtype.kind() == Kind::Void {
        return Ok(bytes.iter().any(|&byte| byte != 0));
    }
    crate::coerce::truth(&crate::python::item(dtype, bytes)?)
}
