//! `mod`: elements filled into formats, as Python's `%`.

use ndstrata_array::{DynArray, broadcast_arrays};
use ndstrata_dtype::{DType, Kind};
use ndstrata_text::percent_format;

use crate::coerce::as_array_of;
use crate::error::{Error, Result};
use crate::registry::Arguments;
use crate::value::Value;

pub(super) fn modulo(a: &Arguments<'_>) -> Result<Value> {
    let formats = a.array("a")?;
    let is_text = match formats.dtype().kind() {
        Kind::Str => true,
        Kind::Bytes => false,
        _ => return Err(Error::type_error("string operation on non-string array")),
    };
    let both = broadcast_arrays(&[formats.clone(), a.array("values")?])?;
    let [formats, values] = &both[..] else { return Ok(Value::None) };
    let shape: Vec<isize> = formats.shape().iter().map(|&n| n as isize).collect();
    if formats.size() == 0 {
        let array = DynArray::zeros(formats.shape(), formats.dtype(), ndstrata_array::Order::C)?;
        return Ok(array.into());
    }
    let texts = ndstrata_ufunc::strings::to_strings(&formats.view())?;
    let flat = values.copy(ndstrata_array::Order::C)?;
    let flat = flat.reshape_view(&[-1], ndstrata_array::Order::C)?;
    let mut made = Vec::new();
    for (i, format) in texts.iter().enumerate() {
        let value = flat.scalar_at(&[i as isize])?;
        // Elements of type U are as wide as their text.
        let Value::Scalar(value) = Value::from_result(value.to_array()?) else {
            return Err(Error::unsupported("elements that are no scalars"));
        };
        // Bytes stand in bytes as they are.
        let value = match (is_text, value.dtype().kind()) {
            (false, Kind::Bytes) => {
                let used = value.bytes().iter().rposition(|&byte| byte != 0).map_or(0, |n| n + 1);
                let bytes = value.bytes()[..used].iter();
                crate::coerce::text_scalar(bytes.map(|&byte| u32::from(byte)))?
            }
            _ => value,
        };
        let text = percent_format(format, &value.view()?).map_err(Error::from);
        // NumPy's scalars are asked for a key, which they do not have.
        let text = text.map_err(|error| match error.message() {
            "format requires a mapping" if value.dtype().kind() != Kind::Str => {
                Error::new("IndexError", "invalid index to scalar variable.")
            }
            _ => error,
        })?;
        made.push(match is_text {
            true => Value::from(text),
            false => text.chars().map(|c| u32::from(c) as u8).collect::<Vec<u8>>().into(),
        });
    }
    let dtype = if is_text { DType::str(0) } else { DType::bytes(0) };
    let made = as_array_of(&Value::List(made), Some(&dtype))?;
    Ok(made.reshape_view(&shape, ndstrata_array::Order::C)?.into())
}
