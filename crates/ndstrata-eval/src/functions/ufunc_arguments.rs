//! What every ufunc takes besides its inputs, checked as NumPy checks it.

use ndstrata_array::{DynArray, Order};
use ndstrata_dtype::datetime::DateTimeUnit;
use ndstrata_dtype::{Casting, DType, Kind, can_cast};
use ndstrata_ufunc::{CallOptions, Operand, Ufunc};
use num_traits::ToPrimitive;

use crate::array_ref::ArrayRef;
use crate::coerce::{as_array, as_array_of, as_dtype};
use crate::error::{Error, Result};
use crate::registry::Arguments;
use crate::value::Value;

/// A value as an input: Python's numbers are weak.
pub(super) fn operand(value: &Value) -> Result<Operand<'static>> {
    Ok(match value {
        Value::Bool(x) => Operand::from(*x),
        Value::Int(x) => match x.to_i128() {
            Some(x) => Operand::Int(x),
            // Past every integer type, so only a float can take it.
            None => match x.to_f64().filter(|x| x.is_finite()) {
                Some(_) => Operand::Int(if x.sign() == num_bigint::Sign::Minus {
                    i128::MIN
                } else {
                    i128::MAX
                }),
                None => {
                    return Err(Error::new("OverflowError", "int too large to convert to float"));
                }
            },
        },
        Value::Float(x) => Operand::Float(*x),
        Value::Complex(x) => Operand::Complex(*x),
        Value::None | Value::Dict(_) | Value::Function(_) | Value::Ellipsis | Value::Slice(_) => {
            return Err(Error::type_error(format!(
                "unsupported operand type(s): '{}'",
                value.type_name()
            )));
        }
        value => Operand::from(as_array(value)?),
    })
}

/// As [`operand`], of several: an integer past all integer types is a float beside others.
pub(super) fn operands(values: &[&Value]) -> Result<Vec<Operand<'static>>> {
    let mut found = values.iter().map(|value| operand(value)).collect::<Result<Vec<_>>>()?;
    let is_inexact = |operand: &Operand<'_>| match operand {
        Operand::View(view) => matches!(view.dtype().kind(), Kind::Float | Kind::Complex),
        Operand::Float(_) | Operand::Complex(_) => true,
        _ => false,
    };
    if found.iter().any(is_inexact) {
        for (operand, value) in found.iter_mut().zip(values) {
            if let Value::Int(x) = value
                && x.to_i128().is_none()
                && let Some(x) = x.to_f64()
            {
                *operand = Operand::Float(x);
            }
        }
    }
    Ok(found)
}

/// The arrays to write to, `None` for one that is to be made; empty if none is given.
pub(super) fn outputs(a: &Arguments<'_>, n_outputs: usize) -> Result<Vec<Option<ArrayRef>>> {
    outputs_after(a, a.rest(), n_outputs)
}

/// As [`outputs`], where further positional arguments are no outputs.
pub(super) fn keyword_outputs(
    a: &Arguments<'_>,
    n_outputs: usize,
) -> Result<Vec<Option<ArrayRef>>> {
    outputs_after(a, &[], n_outputs)
}

fn outputs_after(
    a: &Arguments<'_>,
    rest: &[Value],
    n_outputs: usize,
) -> Result<Vec<Option<ArrayRef>>> {
    if rest.len() > n_outputs {
        return Err(Error::type_error("too many positional arguments"));
    }
    if rest.iter().any(|value| matches!(value, Value::Ellipsis)) {
        return Err(Error::type_error("out=... is only allowed as a keyword argument."));
    }
    let given: Vec<Value> = match (rest, a.value("out")) {
        ([], Value::None | Value::Ellipsis) => return Ok(Vec::new()),
        ([], Value::Tuple(items)) => items.clone(),
        ([], _) if n_outputs > 1 => {
            return Err(Error::type_error("'out' must be a tuple of arrays"));
        }
        ([], one) => vec![one.clone()],
        (rest, Value::None) => rest.to_vec(),
        _ => {
            return Err(Error::type_error(
                "cannot specify 'out' as both a positional and keyword argument",
            ));
        }
    };
    if matches!(a.value("out"), Value::Tuple(_)) && given.len() != n_outputs {
        return Err(Error::value_error(
            "The 'out' tuple must have exactly one entry per ufunc output",
        ));
    }
    let mut outputs: Vec<Option<ArrayRef>> = given
        .into_iter()
        .map(|value| match value {
            Value::None => Ok(None),
            Value::Array(array) => Ok(Some(array)),
            _ => Err(Error::type_error("return arrays must be of ArrayType")),
        })
        .collect::<Result<_>>()?;
    outputs.resize(n_outputs, None);
    Ok(if outputs.iter().all(Option::is_none) { Vec::new() } else { outputs })
}

/// A result as it is returned: without axes a scalar, unless `out=...` asks for arrays.
pub(super) fn returned(a: &Arguments<'_>, made: DynArray) -> Value {
    match a.value("out") {
        Value::Ellipsis => Value::Array(ArrayRef::new(made)),
        _ => Value::from_result(made),
    }
}

/// `where=`: nothing for `True`.
pub(super) fn mask(a: &Arguments<'_>) -> Result<Option<DynArray>> {
    match a.value("where") {
        Value::Bool(true) => Ok(None),
        value @ (Value::Array(_) | Value::Scalar(_)) => {
            let mask = as_array(value)?;
            if mask.dtype() != &DType::BOOL && !can_cast(mask.dtype(), &DType::BOOL, Casting::Safe)
            {
                return Err(Error::type_error(format!(
                    "Cannot cast array data from {:?} to dtype('bool') according to the rule 'safe'",
                    mask.dtype()
                )));
            }
            Ok(Some(mask))
        }
        value => Ok(Some(match as_array_of(value, Some(&DType::BOOL)) {
            Ok(mask) => mask,
            // Any object is true or not.
            Err(_) => DynArray::from_vec(vec![crate::coerce::truth(value)?]).squeeze(),
        })),
    }
}

/// `casting=`.
pub(super) fn casting(a: &Arguments<'_>) -> Result<Casting> {
    match a.value("casting") {
        Value::Str(_) => Ok(a.text("casting")?.parse::<Casting>()?),
        other => Err(Error::type_error(format!("casting must be str, not {}", other.type_name()))),
    }
}

/// `casting=`, `order=`, `dtype=`, `signature=` and `subok=` as options of a call.
pub(super) fn options<'o>(a: &Arguments<'_>, ufunc: &Ufunc) -> Result<CallOptions<'o>> {
    if !matches!(a.value("subok"), Value::Bool(_)) {
        return Err(Error::type_error("'subok' must be a boolean"));
    }
    let order = if a.value("order").is_none() { Order::K } else { a.order("order")? };
    let mut options = CallOptions::new().casting(casting(a)?).order(order);
    let (long, short) = (a.value("signature"), a.value("sig"));
    let signature = match (long.is_none(), short.is_none()) {
        (false, false) => {
            return Err(Error::type_error("cannot specify both 'sig' and 'signature'"));
        }
        (true, _) => short,
        _ => long,
    };
    let dtype = general_dtype(a)?;
    if !signature.is_none() {
        if dtype.is_some() {
            return Err(Error::type_error("cannot specify both 'signature' and 'dtype'"));
        }
        options = options.signature(&fixed_types(signature, ufunc)?);
    }
    Ok(match dtype {
        Some(dtype) => options.dtype(dtype),
        None => options,
    })
}

/// `dtype=`, which may name no details.
pub(super) fn general_dtype(a: &Arguments<'_>) -> Result<Option<DType>> {
    a.optional_dtype("dtype")?.map(general).transpose()
}

/// A type that selects loops: in the machine's byte order, without a length or a unit.
fn general(dtype: DType) -> Result<DType> {
    let has_length = matches!(dtype.kind(), Kind::Str | Kind::Bytes | Kind::Void);
    let is_generic = match dtype.kind() {
        Kind::DateTime => dtype == DType::datetime64(DateTimeUnit::GENERIC),
        Kind::TimeDelta => dtype == DType::timedelta64(DateTimeUnit::GENERIC),
        _ => true,
    };
    if dtype.is_native() && is_generic && !(has_length && dtype.itemsize() > 0) {
        return Ok(dtype);
    }
    Err(Error::type_error(
        "The `dtype` and `signature` arguments to ufuncs only select the general DType and not \
         details such as the byte order or time unit. You can avoid this error by using the scalar \
         types `np.float64` or the dtype string notation.",
    ))
}

/// `signature=` as the type of each operand: `'dd->d'`, or a tuple.
pub(super) fn fixed_types(signature: &Value, ufunc: &Ufunc) -> Result<Vec<Option<DType>>> {
    let n_operands = ufunc.nin() + ufunc.nout();
    let too_short =
        || Error::type_error("Use `dtype` or  fill the tuple with more than one 'None'.");
    let text = match signature {
        Value::Tuple(items) => {
            return match &items[..] {
                [Value::None] if n_operands != 1 => {
                    Err(Error::type_error("a single item type tuple cannot contain None."))
                }
                [_] if n_operands != 1 => Err(too_short()),
                items if items.len() != n_operands => Err(Error::value_error(format!(
                    "a type-tuple must be specified of length {n_operands} for ufunc '{}'",
                    ufunc.name()
                ))),
                items => items
                    .iter()
                    .map(|item| match item {
                        Value::None => Ok(None),
                        item => Ok(Some(general(as_dtype(item)?)?)),
                    })
                    .collect(),
            };
        }
        Value::Str(text) => text.as_str().unwrap_or_default().to_owned(),
        Value::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        _ => {
            return Err(Error::type_error(
                "the signature object to ufunc must be a string or a tuple.",
            ));
        }
    };
    let letters: Vec<char> = text.chars().collect();
    if letters.len() == 1 && n_operands != 1 {
        return Err(too_short());
    }
    let arrow = letters.get(ufunc.nin()..ufunc.nin() + 2);
    if letters.len() != n_operands + 2 || arrow != Some(&['-', '>'][..]) {
        return Err(Error::value_error(format!(
            "a type-string for {}, {} typecode(s) before and {} after the -> sign",
            ufunc.name(),
            ufunc.nin(),
            ufunc.nout()
        )));
    }
    let types = letters[..ufunc.nin()].iter().chain(&letters[ufunc.nin() + 2..]);
    types
        .map(|letter| match letter.to_string().parse::<DType>() {
            Ok(dtype) => Ok(Some(dtype)),
            Err(_) => Err(Error::value_error("Invalid data-type for array")),
        })
        .collect()
}
