//! Whether a value is the one that NumPy gave.

use ndstrata_array::DynArray;
use ndstrata_dtype::{DType, ElementType, Kind, TypeClass};
use ndstrata_eval::{Error, Value};
use serde_json::Value as Json;

use crate::neutral::{self, Reader};
use crate::report::Outcome;

/// How far floats may be apart.
#[derive(Clone, Copy)]
pub(crate) enum Tolerance {
    Exact,
    /// Units in the last place of the result's type.
    Ulp(f64),
    /// Relative to the larger of the two, or to the largest of the array.
    Relative(f64),
}

/// The outcome of a call, given what was recorded for it.
pub(crate) fn judge(
    record: &Json,
    found: &Result<Value, Error>,
    reader: &mut Reader<'_>,
    tolerance: Tolerance,
) -> Outcome {
    match found {
        Err(error) if is_unsupported(error) && record.get("err").is_none() => {
            Outcome::NotSupported(error.to_string())
        }
        Err(error) => match record.get("err") {
            Some(expected) if has_class(expected, error.class()) => Outcome::Agreed,
            Some(expected) => {
                Outcome::Disagreed(format!("raised {error}, expected {}", describe(expected)))
            }
            None => Outcome::Disagreed(format!("raised {error}")),
        },
        Ok(value) => match record.get("err") {
            Some(expected) => Outcome::Disagreed(format!(
                "gave {}, expected {}",
                shorten(&show(value)),
                describe(expected)
            )),
            None => match same(&record["ok"], value, reader, tolerance) {
                Ok(()) => Outcome::Agreed,
                Err(why) => Outcome::Disagreed(why),
            },
        },
    }
}

fn is_unsupported(error: &Error) -> bool {
    matches!(error.class(), "NotImplementedError" | "AttributeError")
}

/// Whether an exception class is the one recorded, or its first built-in ancestor.
pub(crate) fn has_class(err: &Json, class: &str) -> bool {
    let mro = err["mro"].as_array().map(Vec::as_slice).unwrap_or_default();
    let last = |name: &str| name.rsplit('.').next().unwrap_or(name).to_owned();
    let first_builtin = mro.iter().filter_map(Json::as_str).find(|name| !name.contains('.'));
    let named = err["type"].as_str().or(err["err"].as_str());
    named.is_some_and(|name| last(name) == class || last(name).trim_start_matches('_') == class)
        || first_builtin == Some(class)
        || first_builtin.is_some_and(|base| base == builtin_base(class))
}

/// The first built-in ancestor of NumPy's own exception classes.
fn builtin_base(class: &str) -> &str {
    match class {
        "AxisError" | "LinAlgError" => "ValueError",
        "DTypePromotionError" | "UFuncTypeError" | "_UFuncNoLoopError" => "TypeError",
        other => other,
    }
}

fn describe(err: &Json) -> String {
    let class = err["type"].as_str().or(err["err"].as_str()).unwrap_or("an error");
    shorten(&format!("{class}: {}", err["msg"].as_str().unwrap_or_default()))
}

fn shorten(text: &str) -> String {
    let one_line = text.replace('\n', "\\n");
    match one_line.char_indices().nth(240) {
        Some((end, _)) => format!("{}…", &one_line[..end]),
        None => one_line,
    }
}

/// What a value looks like, for samples.
pub(crate) fn show(value: &Value) -> String {
    match value {
        Value::Str(text) => text.repr(),
        Value::Array(array) => {
            let array = array.get();
            format!(
                "{} {:?} {:?}",
                array.dtype(),
                array.shape(),
                array
                    .copy(ndstrata_array::Order::C)
                    .ok()
                    .and_then(|a| a.packed_bytes().map(<[u8]>::to_vec))
                    .map(|b| b.into_iter().take(64).collect::<Vec<_>>())
            )
        }
        Value::Scalar(scalar) => format!("{} {:?}", scalar.dtype(), scalar.bytes()),
        Value::DType(dtype) => format!("{dtype:?}"),
        Value::Int(x) => x.to_string(),
        Value::Float(x) => x.to_string(),
        Value::Bool(x) => x.to_string(),
        Value::Tuple(items) | Value::List(items) => {
            format!("[{}]", items.iter().map(show).collect::<Vec<_>>().join(", "))
        }
        other => other.type_name().to_owned(),
    }
}

/// Whether a value is the one recorded; else why not.
pub(crate) fn same(
    expected: &Json,
    found: &Value,
    reader: &mut Reader<'_>,
    tolerance: Tolerance,
) -> Result<(), String> {
    let differ = || {
        Err(format!("gave {}, expected {}", shorten(&show(found)), shorten(&expected.to_string())))
    };
    let tag = expected["t"].as_str();
    match (tag, found) {
        (Some("nd" | "scalar"), Value::Array(array)) => {
            same_array(&reader.array(expected)?, &array.get(), tolerance)?;
            reader.note(array.clone());
            // A result without axes that NumPy gave as a scalar must not be an array.
            if tag == Some("scalar") {
                Err("gave an array, expected a scalar".to_owned())
            } else {
                Ok(())
            }
        }
        (Some("nd" | "scalar"), Value::Scalar(scalar)) => {
            let array = scalar.to_array().map_err(|error| error.to_string())?;
            same_array(&reader.array(expected)?, &array, tolerance)?;
            if tag == Some("nd") {
                Err("gave a scalar, expected an array".to_owned())
            } else {
                Ok(())
            }
        }
        (Some("alias"), Value::Array(array)) => {
            let k = expected["n"].as_u64().unwrap_or(u64::MAX) as usize;
            match reader.arrays().get(k) {
                Some(argument) => same_array(&argument.get(), &array.get(), tolerance),
                None => differ(),
            }
        }
        (Some("dtype"), Value::DType(dtype)) => {
            let wanted = neutral::dtype(&expected["v"])?;
            let same_char = expected["char"].as_str().is_none_or(|c| c.starts_with(dtype.char()));
            // NumPy writes no multiple of no unit.
            let is_date = matches!(dtype.kind(), Kind::DateTime | Kind::TimeDelta);
            let is_wanted = *dtype == wanted || is_date && dtype.str_code() == wanted.str_code();
            if is_wanted && same_char && same_layout(dtype, &expected["v"]) {
                Ok(())
            } else {
                differ()
            }
        }
        (Some("tuple"), Value::Tuple(items)) => {
            same_items(&expected["v"], items, reader, tolerance)
        }
        (Some("tuple"), Value::Named(named)) => {
            let items: Vec<Value> = named.fields.iter().map(|(_, value)| value.clone()).collect();
            same_items(&expected["v"], &items, reader, tolerance)
        }
        (None, Value::List(items)) if expected.is_array() => {
            same_items(expected, items, reader, tolerance)
        }
        (Some("npz"), Value::Archive(members)) => same_archive(&expected["v"], members, reader),
        (Some("masked"), Value::Masked(masked)) => {
            let wanted = reader.array(&expected["data"])?;
            let hidden = reader.array(&expected["mask"])?;
            same_array(&visible(&wanted, &hidden)?, &visible(&masked.data, &hidden)?, tolerance)?;
            let has_mask = !expected["nomask"].as_bool().unwrap_or(false);
            match (&masked.mask, has_mask) {
                (Some(mask), _) => same_array(&reader.array(&expected["mask"])?, mask, tolerance),
                (None, false) => Ok(()),
                (None, true) => Err("gave no mask".to_owned()),
            }
        }
        _ => {
            let wanted = reader.value(expected)?;
            if same_plain(&wanted, found, tolerance) { Ok(()) } else { differ() }
        }
    }
}

/// The elements with zero where the mask is true: what lies there is nobody's value.
fn visible(data: &DynArray, mask: &DynArray) -> Result<DynArray, String> {
    fn hide(
        data: &mut ndstrata_array::DynViewMut<'_>,
        mask: &ndstrata_array::DynView<'_>,
    ) -> Result<(), ndstrata_array::Error> {
        let names: Option<Vec<String>> =
            mask.dtype().as_record().map(|record| record.names().map(str::to_owned).collect());
        if let Some(names) = names {
            return names.iter().try_for_each(|name| {
                hide(&mut data.view_mut().field(name)?, &mask.clone().field(name)?)
            });
        }
        let index = [mask.copy(ndstrata_array::Order::C)?.into()];
        let nothing = DynArray::zeros(&[], data.dtype(), ndstrata_array::Order::C)?;
        data.set(&index, &nothing.view())
    }
    let text = |error: ndstrata_array::Error| error.to_string();
    if data.shape() != mask.shape() {
        return Ok(data.clone());
    }
    let mut seen = data.copy(ndstrata_array::Order::C).map_err(text)?;
    hide(&mut seen.view_mut().map_err(text)?, &mask.view()).map_err(text)?;
    Ok(seen)
}

/// Padding, offsets and titles take part in a record's identity here, as they are what was asked.
fn same_layout(dtype: &DType, expected: &Json) -> bool {
    match (dtype.as_record(), expected.get("names")) {
        (None, None) => true,
        (Some(record), Some(_)) => {
            expected["itemsize"].as_u64() == Some(record.itemsize() as u64)
                && expected["aligned"].as_bool() == Some(record.is_aligned())
                && neutral::sizes(&expected["offsets"]).is_ok_and(|offsets| {
                    offsets.iter().eq(record.fields().iter().map(|field| &field.offset))
                })
        }
        _ => false,
    }
}

fn same_items(
    expected: &Json,
    found: &[Value],
    reader: &mut Reader<'_>,
    tolerance: Tolerance,
) -> Result<(), String> {
    let items = expected.as_array().map(Vec::as_slice).unwrap_or_default();
    if items.len() != found.len() {
        return Err(format!("gave {} items, expected {}", found.len(), items.len()));
    }
    items.iter().zip(found).enumerate().try_for_each(|(i, (e, f))| {
        same(e, f, reader, tolerance).map_err(|why| format!("item {i}: {why}"))
    })
}

fn same_archive(
    expected: &Json,
    found: &[(String, Result<Value, Error>)],
    reader: &mut Reader<'_>,
) -> Result<(), String> {
    let members = expected.as_array().map(Vec::as_slice).unwrap_or_default();
    if members.len() != found.len() {
        return Err(format!("gave {} members, expected {}", found.len(), members.len()));
    }
    for (member, (name, value)) in members.iter().zip(found) {
        if member[0].as_str() != Some(name) {
            return Err(format!("member '{name}', expected {}", member[0]));
        }
        match (value, member[1]["t"] == "error") {
            (Ok(value), false) => same(&member[1], value, reader, Tolerance::Exact)?,
            (Err(error), true) if has_class(&member[1]["err"], error.class()) => {}
            (Ok(_), true) => return Err(format!("member '{name}' was read, expected an error")),
            (Err(error), _) => return Err(format!("member '{name}': {error}")),
        }
    }
    Ok(())
}

fn same_plain(wanted: &Value, found: &Value, tolerance: Tolerance) -> bool {
    match (wanted, found) {
        (Value::None, Value::None) | (Value::Ellipsis, Value::Ellipsis) => true,
        (Value::Bool(a), Value::Bool(b)) => a == b,
        (Value::Int(a), Value::Int(b)) => a == b,
        (Value::Float(a), Value::Float(b)) => {
            near(*a, *b, tolerance, f64::EPSILON, a.abs().max(b.abs()))
        }
        (Value::Complex(a), Value::Complex(b)) => {
            let scale = a.norm().max(b.norm());
            near(a.re, b.re, tolerance, f64::EPSILON, scale)
                && near(a.im, b.im, tolerance, f64::EPSILON, scale)
        }
        (Value::Str(a), Value::Str(b)) => a == b,
        (Value::Bytes(a), Value::Bytes(b)) => a == b,
        (Value::Type(a), Value::Type(b)) | (Value::Function(a), Value::Function(b)) => a == b,
        (Value::Tuple(a), Value::Tuple(b)) | (Value::List(a), Value::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_plain(a, b, tolerance))
        }
        (Value::Slice(a), Value::Slice(b)) => {
            a.iter().zip(b.iter()).all(|(a, b)| same_plain(a, b, tolerance))
        }
        (Value::Dict(a), Value::Dict(b)) => {
            a.len() == b.len()
                && a.iter().zip(b).all(|((k, v), (l, w))| {
                    same_plain(k, l, tolerance) && same_plain(v, w, tolerance)
                })
        }
        (Value::DType(a), Value::DType(b)) => a == b,
        (Value::Moment(a), Value::Moment(b)) => a.dtype() == b.dtype() && a.bytes() == b.bytes(),
        _ => false,
    }
}

/// Whether two arrays have the same dtype, shape and values.
pub(crate) fn same_array(
    expected: &DynArray,
    found: &DynArray,
    tolerance: Tolerance,
) -> Result<(), String> {
    if expected.dtype() != found.dtype() {
        return Err(format!("dtype {:?}, expected {:?}", found.dtype(), expected.dtype()));
    }
    if expected.shape() != found.shape() {
        return Err(format!("shape {:?}, expected {:?}", found.shape(), expected.shape()));
    }
    let (mut wanted, mut given) = (Vec::new(), Vec::new());
    expected.for_each_element(|bytes| wanted.extend_from_slice(bytes));
    found.for_each_element(|bytes| given.extend_from_slice(bytes));
    let itemsize = expected.itemsize().max(1);
    let scale = largest(expected.dtype(), &wanted);
    for (k, (a, b)) in wanted.chunks(itemsize).zip(given.chunks(itemsize)).enumerate() {
        if !same_element(expected.dtype(), a, b, tolerance, scale) {
            return Err(format!(
                "element {k} is {}, expected {}",
                show_element(expected.dtype(), b),
                show_element(expected.dtype(), a)
            ));
        }
    }
    Ok(())
}

/// An element of a number type as (real, imaginary) parts.
fn parts(dtype: &DType, bytes: &[u8]) -> Option<(f64, f64)> {
    let half = bytes.len() / 2;
    let swapped = !dtype.is_native();
    let read = |bytes: &[u8]| -> Option<f64> {
        let mut bytes = bytes.to_vec();
        if swapped {
            bytes.reverse();
        }
        Some(match bytes.len() {
            2 => half::f16::from_ne_bytes(bytes.try_into().ok()?).to_f64(),
            4 => f32::from_ne_bytes(bytes.try_into().ok()?).into(),
            8 => f64::from_ne_bytes(bytes.try_into().ok()?),
            _ => return None,
        })
    };
    match dtype.kind() {
        Kind::Float => Some((read(bytes)?, 0.0)),
        Kind::Complex => Some((read(&bytes[..half])?, read(&bytes[half..])?)),
        _ => None,
    }
}

fn largest(dtype: &DType, bytes: &[u8]) -> f64 {
    bytes
        .chunks(dtype.itemsize().max(1))
        .filter_map(|element| parts(dtype, element))
        .map(|(re, im)| re.abs().max(im.abs()))
        .filter(|x| x.is_finite())
        .fold(0.0, f64::max)
}

fn epsilon(dtype: &DType) -> f64 {
    match dtype.element_type() {
        Some(ElementType::Float16) => 2_f64.powi(-10),
        Some(ElementType::Float32 | ElementType::Complex64) => f32::EPSILON.into(),
        _ => f64::EPSILON,
    }
}

fn same_element(dtype: &DType, a: &[u8], b: &[u8], tolerance: Tolerance, scale: f64) -> bool {
    match dtype.class() {
        TypeClass::Record(record) => record.fields().iter().all(|field| {
            let span = field.offset..field.end();
            same_element(&field.dtype, &a[span.clone()], &b[span], tolerance, scale)
        }),
        TypeClass::SubArray(block) => {
            let size = block.base().itemsize().max(1);
            a.chunks(size)
                .zip(b.chunks(size))
                .all(|(a, b)| same_element(block.base(), a, b, tolerance, scale))
        }
        _ => match (parts(dtype, a), parts(dtype, b)) {
            (Some((ar, ai)), Some((br, bi))) => {
                let eps = epsilon(dtype);
                let norm = ar.abs().max(ai.abs());
                let scale = if matches!(tolerance, Tolerance::Relative(_)) { scale } else { norm };
                near(ar, br, tolerance, eps, scale) && near(ai, bi, tolerance, eps, scale)
            }
            _ => a == b,
        },
    }
}

fn near(a: f64, b: f64, tolerance: Tolerance, epsilon: f64, scale: f64) -> bool {
    if a.is_nan() || b.is_nan() {
        return a.is_nan() && b.is_nan();
    }
    let exact = a == b && (a != 0.0 || a.is_sign_negative() == b.is_sign_negative());
    match tolerance {
        _ if exact => true,
        Tolerance::Exact => false,
        Tolerance::Ulp(n) if n > 0.0 => {
            let unit = if epsilon == f64::EPSILON {
                ulp(a)
            } else {
                // The spacing of the narrower type, never below its subnormals' spacing.
                let least =
                    if epsilon < 1e-4 { f64::from(f32::from_bits(1)) } else { 2_f64.powi(-24) };
                (2_f64.powf(a.abs().log2().floor()) * epsilon).max(least)
            };
            a == b || (a - b).abs() <= n * unit
        }
        Tolerance::Ulp(_) => false,
        Tolerance::Relative(r) => a == b || (a - b).abs() <= r * scale.max(a.abs()).max(b.abs()),
    }
}

fn ulp(x: f64) -> f64 {
    let next = f64::from_bits(x.abs().to_bits() + 1);
    next - x.abs()
}

fn show_element(dtype: &DType, bytes: &[u8]) -> String {
    match parts(dtype, bytes) {
        Some((re, im)) if dtype.kind() == Kind::Complex => format!("{re:e}{im:+e}j"),
        Some((re, _)) => format!("{re:e}"),
        None if dtype.kind().is_integer() && dtype.is_native() => {
            let mut wide =
                [if dtype.kind() == Kind::SignedInteger && bytes.last().is_some_and(|&b| b > 127) {
                    255
                } else {
                    0
                }; 8];
            wide[..bytes.len()].copy_from_slice(bytes);
            i64::from_ne_bytes(wide).to_string()
        }
        None => format!("{bytes:?}"),
    }
}
