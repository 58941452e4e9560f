//! Print options by NumPy's names: what is in force, and what a call changes of it.

use ndstrata_array::{FloatMode, Legacy, PrintOptions, Sign};
use num_traits::ToPrimitive;

use crate::error::{Error, Result};
use crate::registry::{context, int};
use crate::value::Value;

/// The options in force.
pub(super) fn current() -> Result<PrintOptions> {
    let in_force = context().print_options;
    let mut options = PrintOptions::default();
    for (name, value) in &in_force {
        // Only here is `None` a precision: in a call it means the one in force.
        options = match (name.as_str(), value) {
            ("precision", Value::None) => options.precision(None),
            (name, value) => changed(options, name, value)?,
        };
    }
    Ok(options)
}

/// The options with one of them changed; `None` changes nothing.
pub(super) fn changed(options: PrintOptions, name: &str, value: &Value) -> Result<PrintOptions> {
    if value.is_none() {
        return Ok(options);
    }
    Ok(match name {
        "precision" => options.precision(precision(value)?),
        "threshold" => options.threshold(threshold(value)?),
        "edgeitems" => options.edgeitems(not_negative(int(value)?)),
        "linewidth" | "max_line_width" => options.linewidth(line_width(value)?),
        "suppress" | "suppress_small" => options.suppress(truth(value)),
        "nanstr" => options.nanstr(value.as_str().unwrap_or("nan")),
        "infstr" => options.infstr(value.as_str().unwrap_or("inf")),
        "sign" => options.sign(sign(value)?),
        "floatmode" => options.floatmode(float_mode(value)?),
        "legacy" => options.legacy(legacy(value)?),
        _ => return Err(Error::type_error(format!("there is no print option '{name}'"))),
    })
}

/// Truth of any value, as Python's `bool`.
pub(super) fn truth(value: &Value) -> bool {
    match value {
        Value::None => false,
        Value::Bool(x) => *x,
        Value::Int(x) => *x != 0.into(),
        Value::Float(x) => *x != 0.0,
        Value::Str(text) => !text.is_empty(),
        Value::Scalar(x) => x.bytes().iter().any(|&byte| byte != 0),
        Value::Tuple(items) | Value::List(items) => !items.is_empty(),
        Value::Dict(entries) => !entries.is_empty(),
        Value::Bytes(bytes) => !bytes.is_empty(),
        Value::Complex(x) => x.re != 0.0 || x.im != 0.0,
        _ => true,
    }
}

fn not_negative(n: i64) -> usize {
    usize::try_from(n).unwrap_or(0)
}

fn precision(value: &Value) -> Result<usize> {
    let digits = int(value).map_err(|_| Error::type_error("precision must be an integer"))?;
    usize::try_from(digits).map_err(|_| Error::value_error("precision must be >= 0"))
}

/// Any number will do: `inf` for never.
fn threshold(value: &Value) -> Result<usize> {
    match value {
        Value::Float(x) if x.is_nan() => Err(Error::value_error(
            "threshold must be non-NAN, try sys.maxsize for untruncated representation",
        )),
        // The conversion keeps to the range of the type.
        Value::Float(x) => Ok(*x as usize),
        Value::Int(x) => Ok(x.to_usize().unwrap_or(match x.sign() {
            num_bigint::Sign::Minus => 0,
            _ => usize::MAX,
        })),
        other => match int(other) {
            Ok(n) => Ok(not_negative(n)),
            Err(_) => Err(Error::type_error("threshold must be numeric")),
        },
    }
}

fn line_width(value: &Value) -> Result<usize> {
    match value {
        Value::Float(x) => Ok(*x as usize),
        Value::Int(x) if x.to_i64().is_none() => {
            Ok(if x.sign() == num_bigint::Sign::Minus { 0 } else { usize::MAX })
        }
        other => int(other).map(not_negative).map_err(|_| {
            let found = other.type_name();
            Error::type_error(format!("unsupported operand type(s) for -=: '{found}' and 'int'"))
        }),
    }
}

fn sign(value: &Value) -> Result<Sign> {
    match value.as_str() {
        Some("-") => Ok(Sign::Minus),
        Some("+") => Ok(Sign::Plus),
        Some(" ") => Ok(Sign::Space),
        _ => Err(Error::value_error("sign option must be one of ' ', '+', or '-'")),
    }
}

fn float_mode(value: &Value) -> Result<FloatMode> {
    match value.as_str() {
        Some("fixed") => Ok(FloatMode::Fixed),
        Some("unique") => Ok(FloatMode::Unique),
        Some("maxprec") => Ok(FloatMode::MaxPrec),
        Some("maxprec_equal") => Ok(FloatMode::MaxPrecEqual),
        _ => Err(Error::value_error(
            "floatmode option must be one of \"fixed\", \"unique\", \"maxprec\", \
             \"maxprec_equal\"",
        )),
    }
}

fn legacy(value: &Value) -> Result<Option<Legacy>> {
    match (value, value.as_str()) {
        (Value::Bool(false), _) => Ok(None),
        (_, Some("1.21")) => Ok(Some(Legacy::V1_21)),
        (_, Some("1.25")) => Ok(Some(Legacy::V1_25)),
        (_, Some("2.1")) => Ok(Some(Legacy::V2_1)),
        (_, Some("2.2")) => Ok(Some(Legacy::V2_2)),
        (_, Some("1.13")) => Ok(Some(Legacy::V1_13)),
        // As NumPy, which warns and then compares text with a number.
        _ => Err(Error::type_error(
            "legacy printing option can currently only be '1.13', '1.21', '1.25', '2.1', '2.2' or `False`",
        )),
    }
}
