//! The attributes of data types, and their order: `dtype.fields`, `operator.le` of two types.

use ndstrata_dtype::{Casting, DType, can_cast};

use super::dtype_of;
use crate::error::{Error, Result};
use crate::registry::{Arguments, Entry, int};
use crate::value::Value;

const SELF: &str = "self, /";

pub(super) const TABLE: &[Entry] = &[
    ("dtype.alignment", SELF, |a| Ok(of(a)?.alignment().into())),
    ("dtype.base", SELF, |a| Ok(of(a)?.base().clone().into())),
    ("dtype.byteorder", SELF, |a| Ok(of(a)?.byteorder().to_string().into())),
    ("dtype.char", SELF, |a| Ok(of(a)?.char().to_string().into())),
    ("dtype.descr", SELF, |a| Ok(Value::from(&of(a)?.descr()?))),
    ("dtype.fields", SELF, fields),
    ("dtype.flags", SELF, |a| Ok(i64::from(of(a)?.flags()).into())),
    ("dtype.hasobject", SELF, |a| Ok(of(a)?.has_object().into())),
    ("dtype.isalignedstruct", SELF, |a| Ok(of(a)?.is_aligned_struct().into())),
    ("dtype.isbuiltin", SELF, |a| Ok(i64::from(of(a)?.is_builtin()).into())),
    ("dtype.isnative", SELF, |a| Ok(of(a)?.isnative().into())),
    ("dtype.metadata", SELF, |_| Ok(Value::None)),
    ("dtype.names", SELF, |a| {
        let dtype = of(a)?;
        let names = dtype.names();
        Ok(names.map_or(Value::None, |names| {
            Value::Tuple(names.into_iter().map(Value::from).collect())
        }))
    }),
    ("dtype.ndim", SELF, |a| Ok(of(a)?.ndim().into())),
    ("dtype.num", SELF, |a| Ok(i64::from(of(a)?.num()).into())),
    ("dtype.shape", SELF, |a| Ok(super::shape::shape_tuple(of(a)?.shape()))),
    ("dtype.subdtype", SELF, |a| {
        let dtype = of(a)?;
        Ok(dtype.subdtype().map_or(Value::None, |(base, shape)| {
            Value::Tuple(vec![base.clone().into(), super::shape::shape_tuple(shape)])
        }))
    }),
    // Called, it is the constructor of the type's scalars.
    ("dtype.type", "self, /, *args", |a| {
        let name = format!("np.{}", of(a)?.scalar_type());
        match a.rest() {
            [] => Ok(Value::Type(name)),
            args => crate::registry::call(&name, args.to_vec(), vec![]),
        }
    }),
];

fn of(a: &Arguments<'_>) -> Result<DType> {
    dtype_of(a.value("self"))
}

fn fields(a: &Arguments<'_>) -> Result<Value> {
    let dtype = of(a)?;
    let Some(record) = dtype.as_record() else { return Ok(Value::None) };
    let mut entries = Vec::new();
    for field in record.fields() {
        let mut facts = vec![field.dtype.clone().into(), field.offset.into()];
        facts.extend(field.title.as_deref().map(Value::from));
        entries.push((Value::from(field.name.as_str()), Value::Tuple(facts.clone())));
        if let Some(title) = &field.title {
            entries.push((title.as_str().into(), Value::Tuple(facts)));
        }
    }
    Ok(Value::Dict(entries))
}

/// What a comparison says of two types, where the first operand is one.
///
/// A type is less than another where it casts to it safely.
pub(super) fn compared(operator: &str, a: &Value, b: &Value) -> Option<Result<bool>> {
    if !matches!(a, Value::DType(_)) && !matches!(b, Value::DType(_)) {
        return None;
    }
    let both = dtype_of(a).and_then(|a| Ok((a, dtype_of(b)?)));
    let symbol = match operator {
        "operator.eq" => return Some(Ok(both.is_ok_and(|(a, b)| a == b))),
        "operator.ne" => return Some(Ok(both.map_or(true, |(a, b)| a != b))),
        "operator.lt" => "<",
        "operator.le" => "<=",
        "operator.gt" => ">",
        "operator.ge" => ">=",
        _ => return None,
    };
    let casts = |from: &DType, to: &DType| can_cast(from, to, Casting::Safe);
    Some(match both {
        Ok((a, b)) => Ok(match symbol {
            "<" => a != b && casts(&a, &b),
            "<=" => casts(&a, &b),
            ">" => a != b && casts(&b, &a),
            _ => casts(&b, &a),
        }),
        Err(_) => Err(Error::type_error(format!(
            "'{symbol}' not supported between instances of '{}' and '{}'",
            a.type_name(),
            b.type_name()
        ))),
    })
}

/// An operator of which one operand is a type: `dtype * n` is a sub-array, all others are refused.
pub(super) fn operated(function: &str, operands: &[Value]) -> Option<Result<Value>> {
    let (dtype, count) = match operands {
        [Value::DType(dtype), count] => (dtype, count),
        [count, Value::DType(dtype)] if function == "operator.mul" => (dtype, count),
        _ => return None,
    };
    if function != "operator.mul" {
        let sign = match function {
            "operator.add" => "+",
            "operator.sub" => "-",
            "operator.truediv" => "/",
            "operator.floordiv" => "//",
            _ => return None,
        };
        return Some(Err(Error::type_error(format!(
            "unsupported operand type(s) for {sign}: 'numpy.dtypes.{}' and '{}'",
            dtype.class_name(),
            count.class_name()
        ))));
    }
    Some(match int(count) {
        Ok(n) => match usize::try_from(n) {
            Ok(n) => DType::sub_array_of(dtype.clone(), &[n]).map(Value::from).map_err(Error::from),
            Err(_) => Err(Error::value_error(format!("Array length must be >= 0, not {n}"))),
        },
        Err(_) => Err(Error::type_error(format!(
            "can't multiply sequence by non-int of type '{}'",
            count.class_name()
        ))),
    })
}
