//! Python literals as values.

use ndstrata_dtype::literal::Literal;

use crate::array_ref::ArrayRef;
use crate::value::Value;

impl From<&Literal> for Value {
    fn from(literal: &Literal) -> Value {
        let all = |items: &[Literal]| items.iter().map(Value::from).collect();
        match literal {
            Literal::None => Value::None,
            Literal::Ellipsis => Value::Ellipsis,
            Literal::Bool(x) => Value::Bool(*x),
            Literal::Int(x) => Value::Int(x.to_string().parse().unwrap_or_default()),
            Literal::Float(x) => Value::Float(*x),
            Literal::Complex(x) => Value::Complex(*x),
            Literal::Str(text) => Value::Str(text.clone()),
            Literal::Bytes(bytes) => Value::Bytes(bytes.clone().into()),
            Literal::Tuple(items) => Value::Tuple(all(items)),
            Literal::List(items) | Literal::Set(items) => Value::List(all(items)),
            Literal::Dict(items) => {
                Value::Dict(items.iter().map(|(k, v)| (k.into(), v.into())).collect())
            }
        }
    }
}

impl From<ArrayRef> for Value {
    fn from(array: ArrayRef) -> Value {
        Value::Array(array)
    }
}
