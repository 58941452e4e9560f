//! `np.pad`, whose options depend on its mode.

use ndstrata_array::{DynArray, PadMode, PadStatistic, ReflectType, pad};
use ndstrata_dtype::{DType, Kind};

use crate::coerce::{as_array, as_array_of};
use crate::error::{Error, Result};
use crate::registry::{Arguments, Entry, int};
use crate::value::Value;

pub(super) const TABLE: &[Entry] =
    &[("np.pad", "array, pad_width, mode='constant', **kwargs", padded)];

/// The options that each mode takes.
const OPTIONS: &[(&str, &str)] = &[
    ("empty", ""),
    ("edge", ""),
    ("wrap", ""),
    ("constant", "constant_values"),
    ("linear_ramp", "end_values"),
    ("maximum", "stat_length"),
    ("mean", "stat_length"),
    ("median", "stat_length"),
    ("minimum", "stat_length"),
    ("reflect", "reflect_type"),
    ("symmetric", "reflect_type"),
];

fn padded(a: &Arguments<'_>) -> Result<Value> {
    let array = a.array("array")?;
    let widths = widths(a.value("pad_width"), array.ndim())?;
    if !matches!(a.value("mode"), Value::Str(_)) {
        return Err(match a.value("mode") {
            Value::Function(_) => Error::unsupported("np.pad with a function is not supported"),
            other => {
                let shown = other.to_text(&Default::default())?;
                Error::value_error(format!("mode '{shown}' is not supported"))
            }
        });
    }
    let name = a.text("mode")?;
    let Some((_, option)) = OPTIONS.iter().find(|(mode, _)| *mode == name) else {
        return Err(Error::value_error(format!("mode '{name}' is not supported")));
    };
    if let Some((unknown, _)) = a.options().iter().find(|(given, _)| given != option) {
        return Err(Error::value_error(format!(
            "unsupported keyword arguments for mode '{name}': {{'{unknown}'}}"
        )));
    }
    let option = a.options().first().map(|(_, value)| value);
    let mode = match name {
        "empty" => PadMode::Empty,
        "edge" => PadMode::Edge,
        "wrap" => PadMode::Wrap,
        "constant" => match option {
            None if matches!(array.dtype().kind(), Kind::Str | Kind::Bytes) => {
                PadMode::Constant(as_array(&Value::Int(0.into()))?)
            }
            None => PadMode::Zero,
            Some(values) => PadMode::Constant(as_array(values)?),
        },
        "linear_ramp" => PadMode::LinearRamp(as_array(option.unwrap_or(&Value::Int(0.into())))?),
        "reflect" => PadMode::Reflect(reflect_type(option)),
        "symmetric" => PadMode::Symmetric(reflect_type(option)),
        statistic => {
            let statistic = match statistic {
                "maximum" => PadStatistic::Maximum,
                "minimum" => PadStatistic::Minimum,
                "mean" => PadStatistic::Mean,
                _ => PadStatistic::Median,
            };
            if matches!(
                array.dtype().kind(),
                Kind::DateTime | Kind::TimeDelta | Kind::Str | Kind::Bytes
            ) {
                return padded_by_statistic(&array, &widths, statistic, option);
            }
            let lengths = option.filter(|value| !value.is_none());
            let lengths =
                lengths.map(|value| pairs(&as_array(value)?, array.ndim())).transpose()?;
            PadMode::Statistic(statistic, lengths)
        }
    };
    if array.ndim() == 0 {
        return Ok(array.copy(ndstrata_array::Order::C)?.into());
    }
    Ok(pad(&array.view(), &widths, &mode)?.into())
}

/// The extremes of dates are those of their counts; means of them, and anything of text, NumPy refuses.
fn padded_by_statistic(
    array: &DynArray,
    widths: &[[usize; 2]],
    statistic: PadStatistic,
    lengths: Option<&Value>,
) -> Result<Value> {
    let is_extreme = matches!(statistic, PadStatistic::Maximum | PadStatistic::Minimum);
    let dtype = array.dtype();
    match dtype.kind() {
        Kind::DateTime | Kind::TimeDelta if is_extreme => {
            let counts = array.astype(&dtype.to_native())?.reinterpret(&DType::INT64)?;
            let lengths = lengths.filter(|value| !value.is_none());
            let lengths =
                lengths.map(|value| pairs(&as_array(value)?, array.ndim())).transpose()?;
            let padded = pad(&counts.view(), widths, &PadMode::Statistic(statistic, lengths))?;
            Ok(padded.reinterpret(&dtype.to_native())?.astype(dtype)?.into())
        }
        Kind::TimeDelta => {
            let rounded = ndstrata_ufunc::ufuncs::RINT.call(&[array.into()], Default::default());
            rounded.map_err(Error::from).and(Err(Error::type_error("durations have no mean here")))
        }
        _ => {
            let function = match statistic {
                PadStatistic::Maximum => "np.max",
                PadStatistic::Minimum => "np.min",
                _ => "np.sum",
            };
            crate::registry::call(function, vec![array.clone().into()], Vec::new())
                .and(Err(Error::type_error("text has no mean")))
        }
    }
}

fn reflect_type(option: Option<&Value>) -> ReflectType {
    match option.and_then(Value::as_str) {
        Some("odd") => ReflectType::Odd,
        _ => ReflectType::Even,
    }
}

/// Widths as numbers, pairs, or pairs by axis.
fn widths(value: &Value, n_axes: usize) -> Result<Vec<[usize; 2]>> {
    let Value::Dict(entries) = value else {
        let not_whole = || Error::type_error("`pad_width` must be of integral type.");
        // Other objects of Python's are no integers either.
        let array = as_array(value).map_err(|error| match error.class() {
            "NotImplementedError" => not_whole(),
            _ => error,
        })?;
        if !array.dtype().kind().is_integer() {
            return Err(not_whole());
        }
        return pairs(&array, n_axes);
    };
    let mut widths = vec![[0, 0]; n_axes];
    for (axis, width) in entries {
        let axis = ndstrata_array::normalize_axis(int(axis)? as isize, n_axes)
            .map_err(|_| Error::new("IndexError", "list assignment index out of range"))?;
        widths[axis] = pairs(&as_array_of(width, Some(&DType::INT64))?, 1)?[0];
    }
    Ok(widths)
}

/// Integers broadcast to a pair for each axis.
fn pairs(array: &DynArray, n_axes: usize) -> Result<Vec<[usize; 2]>> {
    let values = array.astype(&DType::INT64)?.view().broadcast_to(&[n_axes, 2])?.to_vec::<i64>()?;
    let negative = || Error::value_error("index can't contain negative values");
    let natural = |n: i64| usize::try_from(n).map_err(|_| negative());
    values.chunks_exact(2).map(|pair| Ok([natural(pair[0])?, natural(pair[1])?])).collect()
}
