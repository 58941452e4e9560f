//! Elements and arrays as Python's own values: what `item()` and `tolist()` give.

use ndstrata_array::{DynArray, DynView, Layout};
use ndstrata_dtype::datetime::{DateOrDelta, DateTimeBase, NAT};
use ndstrata_dtype::literal::PyStr;
use ndstrata_dtype::{Complex, DType, TypeClass, f16, match_element};

use crate::error::{Error, Result};
use crate::python_date;
use crate::value::Value;

/// One element as a Python value.
///
/// # Errors
///
/// Python objects.
pub(crate) fn item(dtype: &DType, bytes: &[u8]) -> Result<Value> {
    let view = DynView::from_bytes(bytes, 0, Layout::scalar(), dtype)?;
    if let Some(block) = dtype.sub_array() {
        debug_assert_eq!(view.shape(), block.shape());
        return Ok(view.copy(ndstrata_array::Order::C)?.into());
    }
    if !dtype.is_native() && dtype.as_record().is_none() {
        let native = view.astype(&dtype.to_native())?;
        let scalar = native.scalar_at(&[])?;
        return item(scalar.dtype(), scalar.bytes());
    }
    match dtype.class() {
        TypeClass::Element(element) => {
            match_element!(Some(*element), T => Ok(view.get::<T>(&[])?.into()), else {
                Ok(Value::None)
            })
        }
        TypeClass::Bytes(_) => {
            let used = bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
            Ok(Value::Bytes(bytes[..used].to_vec().into()))
        }
        TypeClass::Str(_) => {
            let unit = |unit: &[u8]| u32::from_ne_bytes([unit[0], unit[1], unit[2], unit[3]]);
            let mut points: Vec<u32> = bytes.chunks_exact(4).map(unit).collect();
            let used = points.iter().rposition(|&point| point != 0).map_or(0, |last| last + 1);
            points.truncate(used);
            Ok(Value::Str(PyStr::from_code_points(points)))
        }
        TypeClass::Void(_) => Ok(Value::Bytes(bytes.to_vec().into())),
        TypeClass::Record(record) => {
            let fields = record.fields().iter();
            let items = fields.map(|field| item(&field.dtype, &bytes[field.offset..field.end()]));
            Ok(Value::Tuple(items.collect::<Result<_>>()?))
        }
        TypeClass::DateTime64(unit) | TypeClass::TimeDelta64(unit) => {
            let count = i64::from_ne_bytes(bytes.first_chunk().copied().unwrap_or_default());
            let is_delta = matches!(dtype.class(), TypeClass::TimeDelta64(_));
            // Python's durations have no months; nothing of Python's is finer than microseconds.
            let is_count = unit.base > DateTimeBase::Microsecond
                || (is_delta && unit.base <= DateTimeBase::Month);
            match count {
                NAT => Ok(Value::None),
                count if is_count => Ok(count.into()),
                count => python_date::moment(
                    count,
                    *unit,
                    if is_delta { DateOrDelta::Delta } else { DateOrDelta::Date },
                ),
            }
        }
        _ => Err(Error::unsupported(format!("elements of {dtype} have no value here"))),
    }
}

/// An array as nested lists of Python values.
pub(crate) fn list(array: &DynArray) -> Result<Value> {
    if array.ndim() == 0 {
        return Value::from_scalar(&array.scalar_at(&[])?);
    }
    if let TypeClass::Element(element) = *array.dtype().class() {
        return match_element!(Some(element), T => {
            let values = array.to_slice::<T>()?;
            Ok(nested(array.shape(), &mut values.iter().map(|&x| x.into())))
        }, else { items(array) });
    }
    items(array)
}

/// Values in C order as nested lists.
fn nested(shape: &[usize], values: &mut dyn Iterator<Item = Value>) -> Value {
    match shape {
        [] => values.next().unwrap_or(Value::None),
        [n] => Value::List(values.take(*n).collect()),
        [n, inner @ ..] => Value::List((0..*n).map(|_| nested(inner, values)).collect()),
    }
}

/// The list of what the first axis shows.
fn items(array: &DynArray) -> Result<Value> {
    let items = (0..array.shape()[0] as isize).map(|i| list(&array.clone().index_axis(0, i)?));
    Ok(Value::List(items.collect::<Result<_>>()?))
}

macro_rules! number_values {
    ($($number:ty, $x:ident => $value:expr;)*) => {$(
        impl From<$number> for Value {
            fn from($x: $number) -> Value {
                $value
            }
        }
    )*};
}

number_values! {
    i8, x => Value::Int(x.into());
    i16, x => Value::Int(x.into());
    i32, x => Value::Int(x.into());
    u8, x => Value::Int(x.into());
    u16, x => Value::Int(x.into());
    u32, x => Value::Int(x.into());
    u64, x => Value::Int(x.into());
    f16, x => Value::Float(x.into());
    f32, x => Value::Float(x.into());
    Complex<f32>, x => Value::Complex(Complex::new(x.re.into(), x.im.into()));
    Complex<f64>, x => Value::Complex(x);
}
