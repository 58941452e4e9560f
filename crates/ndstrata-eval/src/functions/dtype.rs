//! `np.dtype` and the rules between types.

use ndstrata_dtype::datetime::{DateTimeUnit, datetime_data};
use ndstrata_dtype::literal::Literal;
use ndstrata_dtype::{
    AbstractType, Casting, DType, Operand, ScalarType, Spec, TypeKind, can_cast, common_type,
    finfo, iinfo, isdtype, issubdtype, min_scalar_type, mintypecode, result_type, typename,
};

use ndstrata_array::Scalar;

use crate::coerce::as_array;
use crate::error::{Error, Result};
use crate::registry::{Arguments, Entry};
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    ("np.dtype", "dtype, align=False, copy=False, metadata=None", |a| {
        if let value @ (Value::Scalar(_) | Value::Array(_)) = a.value("dtype") {
            return Ok(Value::DType(dtype_of(value)?));
        }
        let spec = spec_of(a.value("dtype"))?;
        Ok(Value::DType(DType::from_spec(&spec, a.truth("align")?)?))
    }),
    ("dtype.newbyteorder", "self, new_order='S', /", |a| {
        let order = a.text("new_order")?;
        Ok(dtype_of(a.value("self"))?.newbyteorder(order)?.into())
    }),
    ("np.promote_types", "type1, type2", |a| {
        let (lhs, rhs) = (dtype_of(a.value("type1"))?, dtype_of(a.value("type2"))?);
        Ok(Value::DType(ndstrata_dtype::promote_types(&lhs, &rhs)?))
    }),
    ("np.result_type", "*arrays_and_dtypes", |a| {
        let operands = a.rest().iter().map(operand).collect::<Result<Vec<_>>>()?;
        Ok(result_type(&operands)?.into())
    }),
    ("np.can_cast", "from_, to, casting='safe'", can_cast_to),
    ("np.min_scalar_type", "a, /", |a| Ok(least_type(a.value("a"))?.into())),
    ("np.issubdtype", "arg1, arg2", |a| {
        Ok(issubdtype(place(a.value("arg1"))?, place(a.value("arg2"))?).into())
    }),
    ("np.isdtype", "dtype, kind", is_of_kind),
    ("np.iinfo", "type", integer_limits),
    ("np.finfo", "dtype", float_limits),
    ("np.typename", "char", |a| Ok(typename(a.text("char")?)?.into())),
    ("np.mintypecode", "typechars, typeset='GDFgdf', default='d'", least_code),
    ("np.common_type", "*arrays", |a| {
        let dtype = |array| Ok(as_array(array)?.dtype().clone());
        let dtypes = a.rest().iter().map(dtype).collect::<Result<Vec<_>>>()?;
        let common = common_type(&dtypes)?;
        Ok(Value::Type(format!("np.{}", common.scalar_type())))
    }),
    ("np.datetime_data", "dtype, /", |a| {
        let DateTimeUnit { base, multiple } = datetime_data(&dtype_of(a.value("dtype"))?)?;
        Ok(Value::Tuple(vec![base.code().into(), i64::from(multiple).into()]))
    }),
];

/// What takes part in promotion: arrays and scalars by their types, Python's numbers as weak ones.
fn operand(value: &Value) -> Result<Operand> {
    Ok(match value {
        Value::Array(array) => array.get().dtype().into(),
        Value::Scalar(scalar) => scalar.dtype().into(),
        Value::Bool(_) => DType::BOOL.into(),
        Value::Int(_) => Operand::WeakInt,
        Value::Float(_) => Operand::WeakFloat,
        Value::Complex(_) => Operand::WeakComplex,
        other => dtype_of(other)?.into(),
    })
}

fn can_cast_to(a: &Arguments<'_>) -> Result<Value> {
    let casting = a.text("casting")?.parse::<Casting>()?;
    if a.value("from_").is_none() || a.value("to").is_none() {
        return Err(Error::type_error("did not understand one of the types; 'None' not accepted"));
    }
    let from = match a.value("from_") {
        Value::Int(_) | Value::Float(_) | Value::Complex(_) => {
            return Err(Error::type_error(
                "can_cast() does not support Python ints, floats, and complex because the result \
                 used to depend on the value.\nThis change was part of adopting NEP 50, we may \
                 explicitly allow them again in the future.",
            ));
        }
        Value::Array(array) => array.get().dtype().clone(),
        Value::Scalar(scalar) => scalar.dtype().clone(),
        other => dtype_of(other)?,
    };
    Ok(can_cast(&from, &dtype_of(a.value("to"))?, casting).into())
}

/// The smallest type that holds a value: an array of several keeps its own.
fn least_type(value: &Value) -> Result<DType> {
    let python = match value {
        Value::Scalar(scalar) => crate::python::item(scalar.dtype(), scalar.bytes())?,
        Value::Array(array) if array.get().ndim() == 0 => {
            let scalar = array.get().scalar_at(&[])?;
            if !scalar.dtype().kind().is_number() {
                return Ok(scalar.dtype().clone());
            }
            crate::python::item(scalar.dtype(), scalar.bytes())?
        }
        Value::Array(array) => return Ok(array.get().dtype().clone()),
        other => other.clone(),
    };
    let literal = match &python {
        Value::Bool(x) => Literal::Bool(*x),
        Value::Int(x) => x.to_string().parse().unwrap_or(Literal::None),
        Value::Float(x) => Literal::Float(*x),
        Value::Complex(x) => Literal::Complex(*x),
        Value::Str(text) => Literal::Str(text.clone()),
        Value::Bytes(bytes) => Literal::Bytes(bytes.to_vec()),
        Value::List(_) | Value::Tuple(_) => return Ok(as_array(value)?.dtype().clone()),
        _ => return Ok(DType::OBJECT),
    };
    Ok(min_scalar_type(&literal).unwrap_or(DType::OBJECT))
}

/// A place in the tree of scalar types: an abstract one by its name, any other as a dtype.
fn place(value: &Value) -> Result<ScalarType> {
    if let Value::Type(name) = value
        && let Ok(found) = name.trim_start_matches("np.").parse::<AbstractType>()
    {
        return Ok(found.into());
    }
    Ok(dtype_of(value)?.into())
}

fn is_of_kind(a: &Arguments<'_>) -> Result<Value> {
    let dtype = match a.value("dtype") {
        value @ (Value::DType(_) | Value::Type(_)) => dtype_of(value)?,
        other => {
            return Err(Error::type_error(format!(
                "dtype argument must be a NumPy dtype, but it is a <class '{}'>.",
                other.type_name()
            )));
        }
    };
    let kind = |value: &Value| match value {
        // A class of scalars that has no type is the class of no array's elements.
        Value::Type(name) if name.trim_start_matches("np.").parse::<AbstractType>().is_ok() => {
            Ok(TypeKind::Of(DType::OBJECT))
        }
        Value::Str(text) => Ok(text.as_str().unwrap_or_default().parse::<TypeKind>()?),
        Value::DType(_) | Value::Type(_) => Ok(TypeKind::Of(dtype_of(value)?)),
        other => Err(Error::type_error(format!(
            "kind argument must be comprised of NumPy dtypes or strings only, but is a <class \
             '{}'>.",
            other.type_name()
        ))),
    };
    let kinds = match a.value("kind") {
        Value::Tuple(items) => items.iter().map(kind).collect::<Result<Vec<_>>>()?,
        one => vec![kind(one)?],
    };
    Ok(isdtype(&dtype, &kinds).into())
}

/// The type that limits are asked about: of a value, or named.
fn limited(value: &Value) -> Result<DType> {
    match value {
        // A text that names no type is looked at as text.
        Value::Str(_) => dtype_of(value).or_else(|_| Ok(as_array(value)?.dtype().clone())),
        Value::DType(_) | Value::Type(_) => dtype_of(value),
        value => Ok(as_array(value)?.dtype().clone()),
    }
}

fn attributes(entries: Vec<(&str, Value)>) -> Value {
    Value::Dict(entries.into_iter().map(|(name, value)| (name.into(), value)).collect())
}

fn integer_limits(a: &Arguments<'_>) -> Result<Value> {
    let info = iinfo(&limited(a.value("type"))?)?;
    Ok(attributes(vec![
        ("bits", i64::from(info.bits).into()),
        ("dtype", info.dtype.into()),
        ("key", format!("{}{}", info.kind.as_char(), info.bits).into()),
        ("kind", info.kind.as_char().to_string().into()),
        ("max", info.max.into()),
        ("min", info.min.into()),
    ]))
}

fn float_limits(a: &Arguments<'_>) -> Result<Value> {
    let info = finfo(&limited(a.value("dtype"))?)?;
    let count = |n: u32| Value::from(i64::from(n));
    let exponent = |n: i32| Value::from(i64::from(n));
    let number = |x: f64| -> Result<Value> {
        let typed = Scalar::new(x).to_array()?.astype(&info.dtype)?;
        Ok(typed.scalar_at(&[])?.into())
    };
    Ok(attributes(vec![
        ("bits", count(info.bits)),
        ("dtype", info.dtype.clone().into()),
        ("eps", number(info.eps)?),
        ("epsneg", number(info.epsneg)?),
        ("iexp", count(info.iexp)),
        ("machep", exponent(info.machep)),
        ("max", number(info.max)?),
        ("maxexp", exponent(info.maxexp)),
        ("min", number(info.min)?),
        ("minexp", exponent(info.minexp)),
        ("negep", exponent(info.negep)),
        ("nexp", count(info.nexp)),
        ("nmant", count(info.nmant)),
        ("precision", count(info.precision)),
        ("resolution", number(info.resolution)?),
        ("smallest_normal", number(info.smallest_normal)?),
        ("smallest_subnormal", number(info.smallest_subnormal)?),
        ("tiny", number(info.tiny)?),
    ]))
}

fn least_code(a: &Arguments<'_>) -> Result<Value> {
    let mut codes = String::new();
    match a.value("typechars") {
        Value::Str(text) => codes.push_str(text.as_str().unwrap_or_default()),
        Value::Array(array) => codes.push(array.get().dtype().char()),
        other => {
            for item in other.as_sequence().unwrap_or_default() {
                match item {
                    Value::Str(text) => codes.push_str(text.as_str().unwrap_or_default()),
                    item => codes.push(as_array(item)?.dtype().char()),
                }
            }
        }
    }
    let default = match a.value("default") {
        Value::None => "d",
        _ => a.text("default")?,
    };
    let typeset = a.text("typeset")?;
    let is_found = || codes.chars().any(|code| typeset.contains(code));
    if a.value("default").is_none() && !is_found() {
        return Ok(Value::None);
    }
    let code = mintypecode(&codes, typeset, default.chars().next().unwrap_or('d'))?;
    Ok(code.to_string().into())
}

/// The data type that a value means.
pub(crate) fn dtype_of(value: &Value) -> Result<DType> {
    match value {
        Value::DType(dtype) => Ok(dtype.clone()),
        Value::Scalar(scalar) => Ok(scalar.dtype().clone()),
        Value::Array(_) => Err(Error::type_error("Cannot construct a dtype from an array")),
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
        Value::Bytes(bytes) => Spec::Value(Literal::Bytes(bytes.to_vec())),
        Value::Ellipsis => Spec::Value(Literal::Ellipsis),
        Value::Scalar(scalar) if scalar.dtype().kind().is_integer() => {
            spec_of(&Value::from_scalar(scalar)?)?
        }
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
