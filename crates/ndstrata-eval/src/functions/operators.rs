//! Python's operators and the built-in functions that ask an array or a scalar: `operator.add`,
//! `divmod`, `abs`, `bool`.

use ndstrata_array::{DynArray, Order, Relation, Scalar, broadcast_shapes, compare};
use ndstrata_dtype::{DType, Kind, can_cast};
use ndstrata_ufunc::{CallOptions, Operand, Ufunc, by_name};
use num_bigint::BigInt;
use num_complex::{Complex32, Complex64};
use num_traits::{FromPrimitive, ToPrimitive};

use super::ufunc::results;
use super::ufunc_arguments::operand;
use crate::coerce::{as_array, python_scalar, truth};
use crate::error::{Error, Result};
use crate::expression::python_operator;
use crate::registry::{Arguments, Entry, error_is_raised};
use crate::shortcut::{EXACT, Operator};
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    ("operator.add", "a, b, /", operator),
    ("operator.sub", "a, b, /", operator),
    ("operator.mul", "a, b, /", operator),
    ("operator.truediv", "a, b, /", operator),
    ("operator.floordiv", "a, b, /", operator),
    ("operator.mod", "a, b, /", operator),
    ("operator.pow", "a, b, /", operator),
    ("operator.lshift", "a, b, /", operator),
    ("operator.rshift", "a, b, /", operator),
    ("operator.and_", "a, b, /", operator),
    ("operator.or_", "a, b, /", operator),
    ("operator.xor", "a, b, /", operator),
    ("operator.eq", "a, b, /", operator),
    ("operator.ne", "a, b, /", operator),
    ("operator.lt", "a, b, /", operator),
    ("operator.le", "a, b, /", operator),
    ("operator.gt", "a, b, /", operator),
    ("operator.ge", "a, b, /", operator),
    ("operator.neg", "a, /", operator),
    ("operator.pos", "a, /", operator),
    ("operator.invert", "a, /", operator),
    ("operator.inv", "a, /", operator),
    ("operator.abs", "a, /", operator),
    ("operator.iadd", "a, b, /", in_place),
    ("operator.isub", "a, b, /", in_place),
    ("operator.imul", "a, b, /", in_place),
    ("operator.itruediv", "a, b, /", in_place),
    ("operator.ifloordiv", "a, b, /", in_place),
    ("operator.imod", "a, b, /", in_place),
    ("operator.ipow", "a, b, /", in_place),
    ("operator.ilshift", "a, b, /", in_place),
    ("operator.irshift", "a, b, /", in_place),
    ("operator.iand", "a, b, /", in_place),
    ("operator.ior", "a, b, /", in_place),
    ("operator.ixor", "a, b, /", in_place),
    ("operator.not_", "a, /", |a| Ok((!truth(a.value("a"))?).into())),
    ("operator.truth", "a, /", |a| Ok(truth(a.value("a"))?.into())),
    ("operator.index", "a, /", |a| Ok(a.int("a")?.into())),
    ("operator.contains", "a, b, /", contains),
    ("abs", "x, /", operator),
    ("divmod", "x, y, /", operator),
    ("pow", "base, exp, mod=None", operator),
    ("bool", "x=False, /", |a| Ok(truth(a.value("x"))?.into())),
    ("int", "x=0, /", number),
    ("float", "x=0.0, /", number),
    ("complex", "real=0, imag=<no value>", complex),
    ("len", "obj, /", length),
];

/// The ufunc of an operator or built-in function.
fn ufunc_name(function: &str) -> &str {
    match function {
        "operator.matmul" => "matmul",
        "operator.inv" => "invert",
        "abs" => "absolute",
        "divmod" => "divmod",
        "pow" => "power",
        other => Operator::of(other).map_or("", |(operator, _)| operator.ufunc().name()),
    }
}

/// Python's dates and durations are compared with NumPy's as NumPy's.
fn without_moments(value: &Value) -> Value {
    match value {
        Value::Moment(moment) => Value::Scalar(moment.clone()),
        other => other.clone(),
    }
}

fn operator(a: &Arguments<'_>) -> Result<Value> {
    let answer = numpy_operator(a)?;
    // Python's dates answer for themselves.
    Ok(match &answer {
        Value::Scalar(scalar)
            if scalar.dtype().kind() == Kind::Bool
                && a.positional().iter().any(|x| matches!(x, Value::Moment(_))) =>
        {
            Value::from_scalar(scalar)?
        }
        _ => answer,
    })
}

fn numpy_operator(a: &Arguments<'_>) -> Result<Value> {
    let mut operands: Vec<Value> = a.positional().into_iter().map(without_moments).collect();
    if a.function() == "pow"
        && let Some(modulus) = operands.pop().filter(|modulus| !modulus.is_none())
    {
        return Err(Error::type_error(format!(
            "unsupported operand type(s) for ** or pow(): '{}', '{}', '{}'",
            operands[0].type_name(),
            operands[1].type_name(),
            modulus.type_name()
        )));
    }
    let python = match a.function() {
        "pow" => "operator.pow",
        "abs" => "operator.abs",
        other => other,
    };
    if let Some(result) = python_operator(python, &operands.iter().collect::<Vec<_>>()) {
        return result;
    }
    if let Some(done) = super::char_arrays::operated(python, &operands) {
        return done;
    }
    if let [x, y] = &operands[..]
        && let Some(found) = super::dtype_attributes::compared(a.function(), x, y)
    {
        return found.map(Value::Bool);
    }
    // A double is one of Python's floats to a complex number on its left.
    if let [Value::Complex(_), Value::Scalar(y)] = &operands[..]
        && *y.dtype() == DType::FLOAT64
    {
        let y = Value::from_scalar(y)?;
        if let Some(result) = python_operator(python, &[&operands[0], &y]) {
            return result;
        }
    }
    if let Some(repeated) = repeated(a.function(), &operands) {
        return repeated;
    }
    if let Some(done) = super::dtype_attributes::operated(a.function(), &operands) {
        return done;
    }
    let name = ufunc_name(a.function());
    if let Some(text) = python_text(a.function(), &operands) {
        return text;
    }
    let Some(ufunc) = by_name(name) else {
        return Err(Error::unsupported(format!("{} is not supported", a.function())));
    };
    let is_equality = matches!(name, "equal" | "not_equal");
    if let ([x1, x2], true) = (&operands[..], is_equality)
        && let Some(found) = compared_with_none(name, x1, x2)?
    {
        return Ok(found);
    }
    if let ([x1, x2], true) = (&operands[..], is_equality)
        && (is_void(x1) || is_void(x2))
    {
        let relation = if name == "equal" { Relation::Equal } else { Relation::NotEqual };
        let (x1, x2) = (as_array(x1)?, as_array(x2)?);
        return Ok(Value::from_result(compare(&x1.view(), relation, &x2.view())?));
    }
    if let Some(refused) =
        super::ufunc_objects::refused(ufunc, &operands.iter().collect::<Vec<_>>())
    {
        return Err(refused);
    }
    let mut inputs = super::ufunc_arguments::operands(&operands.iter().collect::<Vec<_>>())?;
    let is_scalar = operands.iter().any(|x| matches!(x, Value::Scalar(_)))
        && operands
            .iter()
            .all(|x| !matches!(x, Value::Array(_) | Value::List(_) | Value::Tuple(_)));
    if is_scalar {
        refuse_overflow(name, &operands)?;
    }
    if is_scalar && name == "power" && is_root_of_extreme(&operands) {
        // The powers of scalars are C's, those of arrays roots: they differ in a sign.
        inputs[0] = by_name("absolute").map_or(Ok(inputs[0].clone()), |absolute| {
            let made = absolute.call(&inputs[..1], CallOptions::new())?.pop();
            made.map_or(Ok(inputs[0].clone()), |made| Ok::<_, Error>(Operand::from(made)))
        })?;
    }
    let call = || -> ndstrata_ufunc::Result<Value> {
        let made = match fast_power(ufunc, &operands) {
            Some(simpler) => simpler.call(&inputs[..1], CallOptions::new())?,
            None => ufunc.call(&inputs, CallOptions::new())?,
        };
        Ok(results(made.into_iter().map(Value::from_result)))
    };
    if is_scalar && name == "multiply" {
        return call().map_err(Error::from).and_then(|made| unfused_product(made, &operands));
    }
    call().or_else(|error| {
        let error = Error::from(error);
        match error.class() {
            // What cannot be compared is not equal.
            "UFuncTypeError" if is_equality => all_unequal(name, &operands),
            "FloatingPointError" if is_scalar && !error.message().ends_with("cast") => {
                Err(Error::new(
                    "FloatingPointError",
                    error.message().replace("encountered in ", "encountered in scalar "),
                ))
            }
            _ => Err(error),
        }
    })
}

/// A sequence times an integer, which repeats it.
fn repeated(function: &str, operands: &[Value]) -> Option<Result<Value>> {
    let is_sequence =
        |x: &Value| matches!(x, Value::List(_) | Value::Tuple(_) | Value::Str(_) | Value::Bytes(_));
    let (sequence, count) = match operands {
        [sequence, count] if is_sequence(sequence) => (sequence, count),
        [count, sequence] if is_sequence(sequence) => (sequence, count),
        _ => return None,
    };
    if function != "operator.mul" {
        return None;
    }
    let count = match count {
        Value::Int(count) => count.clone(),
        Value::Scalar(scalar) if scalar.dtype().kind().is_integer() => {
            match Value::from_scalar(scalar) {
                Ok(Value::Int(count)) => count,
                _ => return None,
            }
        }
        Value::Scalar(scalar) if scalar.dtype().kind() != Kind::Void => {
            let name = scalar.dtype().scalar_type().trim_start_matches("np.");
            return Some(Err(Error::type_error(format!(
                "can't multiply sequence by non-int of type 'numpy.{name}'"
            ))));
        }
        _ => return None,
    };
    match sequence {
        Value::List(items) => Some(repeated_items(items, &count).map(Value::List)),
        Value::Tuple(items) => Some(repeated_items(items, &count).map(Value::Tuple)),
        text => python_operator(function, &[text, &Value::Int(count)]),
    }
}

/// As many items as a repeated list may have.
const MOST_ITEMS: usize = 1 << 26;

fn repeated_items(items: &[Value], count: &BigInt) -> Result<Vec<Value>> {
    let count = if count.sign() == num_bigint::Sign::Minus { Some(0) } else { count.to_usize() };
    let n_items = if items.is_empty() { Some(0) } else { count };
    let too_long = || Error::new("MemoryError", "the repeated sequence is too long");
    let n_items = n_items.and_then(|n| n.checked_mul(items.len())).ok_or_else(too_long)?;
    let held = crate::expression::python_held(items)?;
    match held.checked_mul(n_items / items.len().max(1)) {
        Some(n) if n <= MOST_ITEMS => Ok(items.iter().cloned().cycle().take(n_items).collect()),
        _ => Err(too_long()),
    }
}

/// Comparisons with `None`, which nothing equals but itself.
pub(super) fn compared_with_none(name: &str, x1: &Value, x2: &Value) -> Result<Option<Value>> {
    let other = match (x1, x2) {
        (Value::None, other) | (other, Value::None) => other,
        _ => return Ok(None),
    };
    let is_equal = other.is_none();
    let answer = is_equal == (name == "equal");
    Ok(Some(match other {
        Value::Array(_) | Value::List(_) => {
            let shape = as_array(other)?.shape().to_vec();
            filled(&shape, answer)?
        }
        _ => Value::Bool(answer),
    }))
}

fn all_unequal(name: &str, operands: &[Value]) -> Result<Value> {
    let shapes = operands
        .iter()
        .map(|x| Ok(as_array(x)?.shape().to_vec()))
        .collect::<Result<Vec<Vec<usize>>>>()?;
    let shapes: Vec<&[usize]> = shapes.iter().map(Vec::as_slice).collect();
    filled(&broadcast_shapes(&shapes)?, name == "not_equal")
}

fn filled(shape: &[usize], answer: bool) -> Result<Value> {
    let mut made = DynArray::zeros(shape, &DType::BOOL, Order::C)?;
    made.view_mut()?.assign(&DynArray::from_vec(vec![answer]).squeeze().view())?;
    Ok(Value::from_result(made))
}

fn is_void(value: &Value) -> bool {
    match value {
        Value::Array(array) => array.get().dtype().kind() == Kind::Void,
        Value::Scalar(scalar) => scalar.dtype().kind() == Kind::Void,
        _ => false,
    }
}

/// Text scalars are Python's own text to operators.
fn python_text(function: &str, operands: &[Value]) -> Option<Result<Value>> {
    let is_text = |x: &Value| match x {
        Value::Str(_) | Value::Bytes(_) => true,
        Value::Scalar(x) => matches!(x.dtype().kind(), Kind::Str | Kind::Bytes),
        _ => false,
    };
    let item = |x: &Value| match x {
        Value::Scalar(scalar) => Value::from_scalar(scalar),
        other => Ok(other.clone()),
    };
    let [x, y] = operands else { return None };
    if !operands.iter().any(|x| matches!(x, Value::Scalar(_))) || !is_text(x) && !is_text(y) {
        return None;
    }
    let is_number = |x: &Value| matches!(x, Value::Scalar(_)) && !is_text(x);
    if let ("operator.eq" | "operator.ne", true) = (function, is_number(x) || is_number(y)) {
        return Some(Ok(Value::Scalar(Scalar::new(function == "operator.ne"))));
    }
    let (x, y) = match (item(x), item(y)) {
        (Ok(x), Ok(y)) => (x, y),
        _ => return None,
    };
    python_operator(function, &[&x, &y])
}

/// The product of complex scalars, which NumPy rounds after each operation; arrays have fused ones.
fn unfused_product(made: Value, operands: &[Value]) -> Result<Value> {
    let Value::Scalar(product) = &made else { return Ok(made) };
    if product.dtype().kind() != Kind::Complex {
        return Ok(made);
    }
    let part = |value: &Value| -> Result<Option<Complex64>> {
        let value = match value {
            Value::Scalar(scalar) => Value::from_scalar(scalar)?,
            other => other.clone(),
        };
        Ok(match value {
            Value::Complex(z) => Some(z),
            Value::Float(x) => Some(x.into()),
            Value::Int(x) => x.to_f64().map(Complex64::from),
            Value::Bool(x) => Some(f64::from(u8::from(x)).into()),
            _ => None,
        })
    };
    let (Some(x), Some(y)) = (part(&operands[0])?, part(&operands[1])?) else { return Ok(made) };
    Ok(Value::Scalar(match product.dtype().itemsize() {
        8 => {
            let single = |z: Complex64| Complex32::new(z.re as f32, z.im as f32);
            Scalar::new(single(x) * single(y))
        }
        _ => Scalar::new(x * y),
    }))
}

/// Whether it is the square root of a zero or an infinity.
fn is_root_of_extreme(operands: &[Value]) -> bool {
    let float = |value: &Value| match value {
        Value::Scalar(x) if x.dtype().kind() == Kind::Float => match Value::from_scalar(x) {
            Ok(Value::Float(x)) => Some(x),
            _ => None,
        },
        Value::Float(x) => Some(*x),
        _ => None,
    };
    match operands {
        [base, exponent] => {
            float(exponent) == Some(0.5) && float(base).is_some_and(|x| x == 0.0 || x.is_infinite())
        }
        _ => false,
    }
}

/// Powers that have a simpler name, where the exponent is a Python number.
fn fast_power(ufunc: &Ufunc, operands: &[Value]) -> Option<&'static Ufunc> {
    let [Value::Array(base), exponent] = operands else { return None };
    if ufunc.name() != "power" {
        return None;
    }
    let is_inexact = matches!(base.get().dtype().kind(), Kind::Float | Kind::Complex);
    let name = match exponent {
        Value::Int(x) if x.to_i64() == Some(2) => "square",
        Value::Int(x) if x.to_i64() == Some(-1) && is_inexact => "reciprocal",
        Value::Float(0.5) if is_inexact => "sqrt",
        _ => return None,
    };
    by_name(name)
}

/// Integers of scalars that overflow are told of, those of arrays are not.
fn refuse_overflow(name: &str, operands: &[Value]) -> Result<()> {
    if !error_is_raised("over") {
        return Ok(());
    }
    let mut dtype: Option<DType> = None;
    let mut values: Vec<BigInt> = Vec::new();
    for value in operands {
        match value {
            Value::Scalar(scalar) if scalar.dtype().kind().is_integer() => {
                let Ok(Value::Int(x)) = Value::from_scalar(scalar) else { return Ok(()) };
                dtype = Some(match dtype {
                    None => scalar.dtype().clone(),
                    Some(known) => ndstrata_dtype::promote_types(&known, scalar.dtype())?,
                });
                values.push(x);
            }
            Value::Int(x) => values.push(x.clone()),
            _ => return Ok(()),
        }
    }
    let Some(dtype) = dtype.filter(|dtype| dtype.kind().is_integer()) else { return Ok(()) };
    let result = match (name, &values[..]) {
        ("add", [x, y]) => x + y,
        ("subtract", [x, y]) => x - y,
        ("multiply", [x, y]) => x * y,
        ("negative", [x]) => -x,
        ("absolute", [x]) => BigInt::from(x.magnitude().clone()),
        _ => return Ok(()),
    };
    let bits = 8 * dtype.itemsize() as u32;
    let one = BigInt::from(1);
    let (least, past) = match dtype.kind() {
        Kind::SignedInteger => (-(&one << (bits - 1)), &one << (bits - 1)),
        _ => (BigInt::ZERO, &one << bits),
    };
    if result >= least && result < past {
        return Ok(());
    }
    Err(Error::new("FloatingPointError", format!("overflow encountered in scalar {name}")))
}

/// `a op= b`: an array is changed, anything else gives a new value.
fn in_place(a: &Arguments<'_>) -> Result<Value> {
    let plain = a.function().replacen("operator.i", "operator.", 1);
    let plain = match plain.as_str() {
        "operator.and" => "operator.and_",
        "operator.or" => "operator.or_",
        other => other,
    };
    let operands: Vec<Value> = a.positional().into_iter().cloned().collect();
    let Value::Array(target) = &operands[0] else {
        return crate::registry::call(plain, operands, Vec::new());
    };
    let Some(ufunc) = by_name(ufunc_name(plain)) else {
        return Err(Error::unsupported(format!("{} is not supported", a.function())));
    };
    let is_alias = match &operands[1] {
        Value::Array(other) => other.get().shares_buffer(&target.get()),
        _ => false,
    };
    let dtype = target.get().dtype().clone();
    let other = match (&operands[1], is_alias) {
        // What is read while it is written is read from a copy.
        (Value::Array(other), true) => Operand::from(other.get().copy(Order::K)?),
        (other, _) => operand(other)?,
    };
    debug_assert!(can_cast(&dtype, &dtype, ndstrata_dtype::Casting::No));
    let simpler = fast_power(ufunc, &operands);
    target.update(|mut view| match simpler {
        Some(simpler) => Ok(simpler.call_in_place(&mut view, &[])?),
        None => Ok(ufunc.call_in_place(&mut view, &[other])?),
    })?;
    Ok(operands[0].clone())
}

/// `b in a`: whether any element equals it.
fn contains(a: &Arguments<'_>) -> Result<Value> {
    let (all, one) = (a.value("a"), a.value("b"));
    let found = crate::registry::call("operator.eq", vec![all.clone(), one.clone()], Vec::new())?;
    let found = as_array(&found)?.astype(&DType::BOOL)?;
    Ok(found.to_vec::<bool>()?.contains(&true).into())
}

/// `complex(real, imag)`
fn complex(a: &Arguments<'_>) -> Result<Value> {
    let real = number(a)?;
    if !a.is_given("imag") {
        return Ok(real);
    }
    let part = |name: &str| match a.value(name) {
        Value::Str(_) if name == "real" => {
            Err(Error::type_error("complex() can't take second arg if first is a string"))
        }
        Value::Str(_) => Err(Error::type_error("complex() second arg can't be a string")),
        Value::Complex(z) => Ok(*z),
        other => {
            match python_scalar(other, &DType::COMPLEX128)?.to_array()?.astype(&DType::COMPLEX128) {
                Ok(array) => Ok(array.get::<Complex64>(&[])?),
                Err(error) => Err(error.into()),
            }
        }
    };
    let (real, imag) = (part("real")?, part("imag")?);
    Ok(Value::Complex(Complex64::new(real.re - imag.im, real.im + imag.re)))
}

/// `int(x)`, `float(x)` and `complex(x)` of a number, a scalar, or an array without axes.
fn number(a: &Arguments<'_>) -> Result<Value> {
    let value = match a.subject() {
        Value::Scalar(scalar) => Value::from_scalar(scalar)?,
        Value::Array(array) if array.get().ndim() == 0 => {
            Value::from_scalar(&array.get().scalar_at(&[])?)?
        }
        Value::Array(_) => {
            return Err(Error::type_error(
                "only 0-dimensional arrays can be converted to Python scalars",
            ));
        }
        other => other.clone(),
    };
    let (function, value) = (a.function(), value);
    let target = match function {
        "int" => DType::INT64,
        "float" => DType::FLOAT64,
        _ => DType::COMPLEX128,
    };
    match (function, value) {
        ("int", Value::Int(x)) => Ok(Value::Int(x)),
        ("int", Value::Float(x)) if x.abs() < EXACT => Ok(Value::from(x.trunc() as i64)),
        ("int", Value::Float(x)) if x.is_finite() => {
            Ok(Value::Int(BigInt::from_f64(x.trunc()).unwrap_or_default()))
        }
        ("float", Value::Float(x)) => Ok(Value::Float(x)),
        ("float", Value::Int(x)) if x.bits() <= 53 => Ok(Value::Float(x.to_f64().unwrap_or(0.0))),
        ("complex", Value::Float(x)) => Ok(Value::Complex(Complex64::new(x, 0.0))),
        ("complex", Value::Complex(z)) => Ok(Value::Complex(z)),
        ("int" | "float", Value::Complex(_)) => Err(Error::type_error(format!(
            "{function}() argument must be a string or a real number, not 'complex'"
        ))),
        (_, value) => {
            let scalar = python_scalar(&value, &target)?;
            Value::from_scalar(&scalar.to_array()?.astype(&target)?.scalar_at(&[])?)
        }
    }
}

fn length(a: &Arguments<'_>) -> Result<Value> {
    match a.value("obj") {
        Value::Array(array) => match array.get().shape().first() {
            Some(&n) => Ok(n.into()),
            None => Err(Error::type_error("len() of unsized object")),
        },
        Value::Tuple(items) | Value::List(items) => Ok(items.len().into()),
        Value::Str(text) => Ok(text.len().into()),
        Value::Bytes(bytes) => Ok(bytes.len().into()),
        Value::Dict(entries) => Ok(entries.len().into()),
        Value::Archive(members) => Ok(members.len().into()),
        Value::DType(dtype) => {
            Ok(dtype.as_record().map_or(0, |record| record.fields().len()).into())
        }
        other => {
            Err(Error::type_error(format!("object of type '{}' has no len()", other.type_name())))
        }
    }
}
