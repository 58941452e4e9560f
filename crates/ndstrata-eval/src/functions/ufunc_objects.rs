//! Universal functions of Python objects: numbers of `dtype=object`, and what no operator takes.

use ndstrata_dtype::Kind;
use ndstrata_ufunc::Ufunc;

use super::ufunc_types::types;
use crate::coerce::as_array;
use crate::error::{Error, Result};
use crate::expression::python_operator;
use crate::registry::Arguments;
use crate::value::Value;

/// The operator by which a loop on objects computes, and how Python's errors spell it.
const OPERATORS: &[(&str, &str, &str)] = &[
    ("absolute", "operator.abs", "abs()"),
    ("add", "operator.add", "+"),
    ("bitwise_and", "operator.and_", "&"),
    ("bitwise_or", "operator.or_", "|"),
    ("bitwise_xor", "operator.xor", "^"),
    ("divide", "operator.truediv", "/"),
    ("equal", "operator.eq", "=="),
    ("floor_divide", "operator.floordiv", "//"),
    ("greater", "operator.gt", ">"),
    ("greater_equal", "operator.ge", ">="),
    ("invert", "operator.invert", "~"),
    ("left_shift", "operator.lshift", "<<"),
    ("less", "operator.lt", "<"),
    ("less_equal", "operator.le", "<="),
    ("multiply", "operator.mul", "*"),
    ("negative", "operator.neg", "-"),
    ("not_equal", "operator.ne", "!="),
    ("positive", "operator.pos", "+"),
    ("power", "operator.pow", "** or pow()"),
    ("remainder", "operator.mod", "%"),
    ("right_shift", "operator.rshift", ">>"),
    ("subtract", "operator.sub", "-"),
];

/// The call, if it is one of objects that can be answered here.
pub(super) fn called(a: &Arguments<'_>, ufunc: &Ufunc) -> Result<Option<Value>> {
    let operands: Vec<&Value> = match ufunc.nin() {
        1 => vec![a.value("x")],
        _ => vec![a.value("x1"), a.value("x2")],
    };
    if let Some(refused) = refused(ufunc, &operands) {
        return Err(refused);
    }
    if operands.iter().any(|x| is_object(x)) {
        return Ok(None);
    }
    let is_number = |x: &&Value| {
        matches!(x, Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Complex(_))
    };
    if a.value("dtype").is_none() || !operands.iter().all(is_number) {
        return Ok(None);
    }
    let is_objects = a.optional_dtype("dtype")?.is_some_and(|dtype| dtype.kind() == Kind::Object);
    let Some((_, operator, _)) = OPERATORS.iter().find(|(name, ..)| *name == ufunc.name()) else {
        return Ok(None);
    };
    if !is_objects || !a.rest().is_empty() || !a.value("out").is_none() {
        return Ok(None);
    }
    python_operator(operator, &operands).transpose()
}

/// The error of an operation on something that no array holds, where Python raises one.
pub(super) fn refused(ufunc: &Ufunc, operands: &[&Value]) -> Option<Error> {
    if operands.iter().any(|x| is_object(x)) { refusal(ufunc, operands) } else { None }
}

/// What has no type but that of objects.
fn is_object(value: &Value) -> bool {
    matches!(
        value,
        Value::None | Value::Ellipsis | Value::Dict(_) | Value::Function(_) | Value::Slice(_)
    )
}

/// The error that Python's operators give the first elements, if these raise one.
fn refusal(ufunc: &Ufunc, operands: &[&Value]) -> Option<Error> {
    let names: Vec<&str> = operands.iter().map(|x| element_name(x)).collect::<Option<_>>()?;
    let name = ufunc.name();
    if !types(name).any(|each| each.starts_with('O')) {
        return Some(Error::type_error(format!(
            "ufunc '{name}' not supported for the input types, and the inputs could not be safely \
             coerced to any supported types according to the casting rule ''safe''"
        )));
    }
    let spelled = OPERATORS.iter().find(|(known, ..)| *known == name).map(|&(.., spelled)| spelled);
    let comparison = match name {
        "maximum" | "fmax" => Some(">="),
        "minimum" | "fmin" => Some("<="),
        "less" | "less_equal" | "greater" | "greater_equal" => spelled,
        _ => None,
    };
    Some(Error::type_error(match (&names[..], spelled, comparison) {
        ([x, y], _, Some(sign)) => {
            format!("'{sign}' not supported between instances of '{x}' and '{y}'")
        }
        (_, Some("==" | "!="), _) => return None,
        ([x, y], Some(sign), _) => {
            format!("unsupported operand type(s) for {sign}: '{x}' and '{y}'")
        }
        ([x], Some("abs()"), _) => format!("bad operand type for abs(): '{x}'"),
        ([x], Some(sign), _) => format!("bad operand type for unary {sign}: '{x}'"),
        _ if name.starts_with("logical") || matches!(name, "gcd" | "lcm" | "square" | "sign") => {
            return None;
        }
        ([x, ..], ..) => format!(
            "loop of ufunc does not support argument 0 of type {x} which has no callable {name} method"
        ),
        _ => return None,
    }))
}

/// The Python type of the first element, where there is one.
fn element_name(value: &Value) -> Option<&'static str> {
    if is_object(value) || matches!(value, Value::Bool(_) | Value::Int(_) | Value::Float(_)) {
        return Some(value.type_name());
    }
    let array = as_array(value).ok()?;
    if array.size() == 0 {
        return None;
    }
    match array.dtype().kind() {
        Kind::Bool => Some("bool"),
        Kind::SignedInteger | Kind::UnsignedInteger => Some("int"),
        Kind::Float => Some("float"),
        Kind::Complex => Some("complex"),
        _ => None,
    }
}
