//! Sorting and searching, as functions and as methods of arrays.

use ndstrata_array::DynArray;
use ndstrata_dtype::{Kind, TypeClass};
use ndstrata_ufunc::{self as ufunc, Side, SortOptions};

use crate::array_ref::ArrayRef;
use crate::coerce::as_array;
use crate::error::{Error, Result};
use crate::registry::{Arguments, int};
use crate::value::Value;

fn sort_options(a: &Arguments<'_>) -> Result<SortOptions> {
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
    let options = match a.value("order") {
        Value::None => options,
        Value::Str(_) => options.order([a.text("order")?]),
        Value::Tuple(items) | Value::List(items) => {
            let names = items.iter().map(|item| {
                item.as_str().ok_or_else(|| Error::type_error("field names must be text"))
            });
            options.order(names.collect::<Result<Vec<_>>>()?)
        }
        _ => return Err(Error::value_error("unsupported order value")),
    };
    Ok(if stable { options.stable() } else { options })
}

pub(super) fn sort(a: &Arguments<'_>) -> Result<Value> {
    let array = a.array("a")?;
    Ok(Value::Array(ArrayRef::new(ufunc::sort(&array.view(), sort_options(a)?)?)))
}

pub(super) fn sort_in_place(a: &Arguments<'_>) -> Result<Value> {
    let array = a.array("a")?;
    let sorted = ufunc::sort(&array.view(), sort_options(a)?)?;
    if let Some(target) = a.array_ref("a") {
        target.update(|mut view| Ok(view.assign(&sorted.view())?))?;
    }
    Ok(Value::None)
}

pub(super) fn argsort(a: &Arguments<'_>) -> Result<Value> {
    let array = a.array("a")?;
    // An array without axes is sorted as one of length 1.
    a.plain_axis("axis")?;
    let has_axis = a.optional("axis").is_none_or(|axis| matches!(int(axis), Ok(0 | -1)));
    let array = if array.ndim() == 0 && has_axis { array.expand_dims(&[0])? } else { array };
    Ok(Value::Array(ArrayRef::new(ufunc::argsort(&array.view(), sort_options(a)?)?)))
}

pub(super) fn searchsorted(a: &Arguments<'_>) -> Result<Value> {
    let (array, values) = (a.array("a")?, a.array("v")?);
    if array.ndim() == 0 {
        return Err(Error::value_error("object of too small depth for desired array"));
    }
    let side = match a.value("side").as_str() {
        Some("left") => Side::Left,
        Some("right") => Side::Right,
        Some(other) => {
            return Err(Error::value_error(format!(
                "search side must be 'left' or 'right' (got {})",
                ndstrata_dtype::literal::repr_str(other)
            )));
        }
        None => {
            let found = a.value("side").type_name();
            return Err(Error::type_error(format!("search side must be str, not {found}")));
        }
    };
    check_comparable(&array, &values)?;
    let Some(sorter) = a.optional("sorter") else {
        return Ok(Value::from_result(ufunc::searchsorted(&array.view(), &values.view(), side)?));
    };
    let sorter = as_array(sorter)?;
    if !matches!(sorter.dtype().kind(), Kind::SignedInteger | Kind::UnsignedInteger) {
        return Err(Error::type_error("sorter must only contain integers"));
    }
    if sorter.ndim() != 1 {
        return Err(Error::type_error("could not parse sorter argument"));
    }
    if sorter.size() != array.size() {
        return Err(Error::value_error("sorter.size must equal a.size"));
    }
    let (array, values, sorter) = (array.view(), values.view(), sorter.view());
    Ok(Value::from_result(ufunc::searchsorted_through(&array, &values, side, &sorter)?))
}

/// Python compares dates with numbers or text, and refuses.
pub(super) fn check_comparable(sorted: &DynArray, values: &DynArray) -> Result<()> {
    let is_date = |array: &DynArray| array.dtype().kind() == Kind::DateTime;
    let is_duration = |array: &DynArray| array.dtype().kind() == Kind::TimeDelta;
    let is_temporal = |array: &DynArray| is_date(array) || is_duration(array);
    if is_date(sorted) && is_duration(values) {
        return Err(Error::type_error(format!(
            "Cannot cast array data from {:?} to {:?} according to the rule 'safe'",
            values.dtype(),
            sorted.dtype()
        )));
    }
    if is_temporal(sorted) == is_temporal(values)
        || ndstrata_dtype::promote_types(sorted.dtype(), values.dtype()).is_ok()
        || sorted.size() == 0
        || values.size() == 0
    {
        return Ok(());
    }
    let class = |array: &DynArray| -> Option<&'static str> {
        let unit = match array.dtype().class() {
            TypeClass::DateTime64(unit) | TypeClass::TimeDelta64(unit) => unit.to_string(),
            _ => String::new(),
        };
        let base = unit.trim_matches(|c: char| c.is_ascii_digit() || "[]".contains(c));
        Some(match (array.dtype().kind(), base) {
            (Kind::DateTime, "Y" | "M" | "W" | "D") => "datetime.date",
            (Kind::DateTime, "h" | "m" | "s" | "ms" | "us") => "datetime.datetime",
            (Kind::TimeDelta, "W" | "D" | "h" | "m" | "s" | "ms" | "us") => "datetime.timedelta",
            (Kind::Bool, _) => "bool",
            (Kind::SignedInteger | Kind::UnsignedInteger, _) => "int",
            (Kind::Float, _) => "float",
            (Kind::Complex, _) => "complex",
            (Kind::Str, _) => "str",
            (Kind::Bytes, _) => "bytes",
            _ => return None,
        })
    };
    match (class(sorted), class(values)) {
        (Some(left), Some(right)) => Err(Error::type_error(format!(
            "'<' not supported between instances of '{left}' and '{right}'"
        ))),
        _ => Ok(()),
    }
}
