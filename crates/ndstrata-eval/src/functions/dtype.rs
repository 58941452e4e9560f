//! `np.dtype` and the rules between types.

use ndstrata_dtype::literal::Literal;
use ndstrata_dtype::{DType, Spec};

use crate::error::{Error, Result};
use crate::registry::Entry;
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    ("np.dtype", "dtype, align=False, copy=False, metadata=None", |a| {
        let spec = spec_of(a.value("dtype"))?;
        Ok(Value::DType(DType::from_spec(&spec, a.truth("align")?)?))
    }),
    ("np.promote_types", "type1, type2", |a| {
        let (lhs, rhs) = (dtype_of(a.value("type1"))?, dtype_of(a.value("type2"))?);
        Ok(Value::DType(ndstrata_dtype::promote_types(&lhs, &rhs)?))
    }),
];

/// The data type that a value means.
pub(crate) fn dtype_of(value: &Value) -> Result<DType> {
    match value {
        Value::DType(dtype) => Ok(dtype.clone()),
        other => Ok(DType::from_spec(&spec_of(other)?, false)?),
    }
}

/// A value as the dtype crate's description of a data type.
fn spec_of(value: &Value) -> Result<Spec> {
    let all = |items: &[Value]| items.iter().map(spec_of).collect::<Result<Vec<_>>>();
    Ok(match value {
        Value::DType(dtype) => Spec::DType(dtype.clone()),
        Value::Type(name) => Spec::type_object(name),
        Value::Str(text) => match text.as_str() {
            Some(text) => Spec::Text(text.to_owned()),
            None => Spec::Value(Literal::Str(text.clone())),
        },
        Value::None => Spec::Value(Literal::None),
        Value::Bool(x) => Spec::Value(Literal::Bool(*x)),
        Value::Int(x) => Spec::Value(x.to_string().parse().unwrap_or(Literal::None)),
        Value::Float(x) => Spec::Value(Literal::Float(*x)),
        Value::Complex(x) => Spec::Value(Literal::Complex(*x)),
        Value::Bytes(bytes) => Spec::Value(Literal::Bytes(bytes.clone())),
        Value::Ellipsis => Spec::Value(Literal::Ellipsis),
        Value::Tuple(items) => Spec::Tuple(all(items)?),
        Value::List(items) => Spec::List(all(items)?),
        Value::Dict(entries) => Spec::Dict(
            entries
                .iter()
                .map(|(k, v)| Ok((spec_of(k)?, spec_of(v)?)))
                .collect::<Result<Vec<_>>>()?,
        ),
        other => {
            return Err(Error::type_error(format!(
                "Cannot interpret a value of type '{}' as a data type",
                other.type_name()
            )));
        }
    })
}
