//! Numbers bounded, rounded, compared with a tolerance, and asked what they are.

use ndstrata_array::{DynArray, Order};
use ndstrata_dtype::{Casting, DType, Kind, can_cast};
use ndstrata_ufunc::{self as ufunc, Closeness, NanToNum, Operand};

use super::statistics::{deliver, deliver_cast, float, output};
use super::ufunc_arguments::operand;
use crate::coerce::as_array;
use crate::error::{Error, Result};
use crate::registry::{Arguments, Entry};
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    (
        "np.clip",
        "a, a_min=no_value, a_max=no_value, out=None, *, min=no_value, max=no_value, where=True, casting='same_kind', order='K', subok=True, dtype=None",
        clip,
    ),
    (
        "ndarray.clip",
        "a, min=None, max=None, out=None, *, where=True, casting='same_kind', order='K', subok=True, dtype=None",
        clip_method,
    ),
    (
        "scalar.clip",
        "a, min=None, max=None, out=None, *, where=True, casting='same_kind', order='K', subok=True, dtype=None",
        clip_method,
    ),
    ("np.round", "a, decimals=0, out=None", round),
    ("np.around", "a, decimals=0, out=None", round),
    ("ndarray.round", "a, decimals=0, out=None", round),
    ("scalar.round", "a, decimals=0, out=None", round),
    ("ndarray.conj", "a, /", conjugate),
    ("ndarray.conjugate", "a, /", conjugate),
    ("scalar.conj", "a, /", conjugate),
    ("scalar.conjugate", "a, /", conjugate),
    ("np.fix", "x, out=None", |a| deliver(a, ufunc::fix(&a.array("x")?)?)),
    ("np.sinc", "x", |a| Ok(Value::from_result(ufunc::sinc(&a.array("x")?.view())?))),
    // NumPy's i0 goes through `piecewise`, which keeps arrays without axes.
    ("np.i0", "x", |a| Ok(ufunc::i0(&a.array("x")?.view())?.into())),
    ("np.nan_to_num", "x, copy=True, nan=0.0, posinf=None, neginf=None", nan_to_num),
    ("np.real_if_close", "a, tol=100", |a| {
        Ok(a.derive("a", ufunc::real_if_close(&a.array("a")?, float(a.value("tol"))?)?))
    }),
    ("np.angle", "z, deg=False", |a| {
        let z = a.array("z")?;
        let function = if a.truth("deg")? { ufunc::angle_in_degrees } else { ufunc::angle };
        Ok(Value::from_result(function(&z.view())?))
    }),
    ("np.real", "val", |a| part(a, |array| Ok(array.real()))),
    ("np.imag", "val", |a| part(a, imaginary)),
    ("np.iscomplex", "x", |a| Ok(Value::from_result(ufunc::iscomplex(&a.array("x")?.view())?))),
    ("np.isreal", "x", |a| {
        let array = a.array("x")?;
        // The imaginary part of dates and text is nothing that equals 0.
        if matches!(array.dtype().kind(), Kind::DateTime | Kind::Str | Kind::Bytes) {
            let none = DynArray::zeros(array.shape(), &ndstrata_dtype::DType::BOOL, Order::C)?;
            return Ok(Value::from_result(none));
        }
        Ok(Value::from_result(ufunc::isreal(&array.view())?))
    }),
    ("np.iscomplexobj", "x", |a| Ok((a.array("x")?.dtype().kind() == Kind::Complex).into())),
    ("np.isrealobj", "x", |a| Ok((a.array("x")?.dtype().kind() != Kind::Complex).into())),
    ("np.isposinf", "x, out=None", |a| deliver(a, ufunc::isposinf(&a.array("x")?.view())?)),
    ("np.isneginf", "x, out=None", |a| deliver(a, ufunc::isneginf(&a.array("x")?.view())?)),
    ("np.isclose", "a, b, rtol=1e-05, atol=1e-08, equal_nan=False", |a| {
        if !is_plainly_close(a)? {
            return super::closeness::isclose(a);
        }
        let near = closeness(a)?;
        Ok(Value::from_result(ufunc::isclose(
            operand(a.value("a"))?,
            operand(a.value("b"))?,
            near,
        )?))
    }),
    ("np.allclose", "a, b, rtol=1e-05, atol=1e-08, equal_nan=False", |a| {
        if !is_plainly_close(a)? {
            return super::closeness::allclose(a);
        }
        let near = closeness(a)?;
        Ok(ufunc::allclose(operand(a.value("a"))?, operand(a.value("b"))?, near)?.into())
    }),
    ("np.array_equal", "a1, a2, equal_nan=False", |a| {
        let function =
            if a.truth("equal_nan")? { ufunc::array_equal_nan } else { ufunc::array_equal };
        let (Ok(a1), Ok(a2)) = (a.array("a1"), a.array("a2")) else { return Ok(false.into()) };
        comparable(function(&a1.view(), &a2.view()))
    }),
    ("np.array_equiv", "a1, a2", |a| {
        let (Ok(a1), Ok(a2)) = (a.array("a1"), a.array("a2")) else { return Ok(false.into()) };
        comparable(ufunc::array_equiv(&a1.view(), &a2.view()))
    }),
];

/// What cannot be compared is not equal.
fn comparable(answer: ufunc::Result<bool>) -> Result<Value> {
    match answer {
        Err(error) if error.numpy_class() == "UFuncTypeError" => Ok(false.into()),
        answer => Ok(answer?.into()),
    }
}

fn bound(value: &Value) -> Result<Option<Operand<'static>>> {
    if value.is_none() { Ok(None) } else { operand(value).map(Some) }
}

fn clip(a: &Arguments<'_>) -> Result<Value> {
    for (one, other) in [("a_min", "a_max"), ("a_max", "a_min")] {
        if a.is_given(one) && !a.is_given(other) {
            return Err(Error::type_error(format!(
                "clip() missing 1 required positional argument: '{other}'"
            )));
        }
    }
    let of = |old: &str, new: &str| {
        if a.is_given("a_min") && a.is_given(new) {
            return Err(Error::value_error(
                "Passing `min` or `max` keyword argument when `a_min` and `a_max` are provided is \
                 forbidden.",
            ));
        }
        let name = if a.is_given(old) { old } else { new };
        if a.is_given(name) { bound(a.value(name)) } else { Ok(None) }
    };
    let (min, max) = (of("a_min", "min")?, of("a_max", "max")?);
    clipped(a, as_array(a.subject())?, min, max)
}

fn clip_method(a: &Arguments<'_>) -> Result<Value> {
    let (min, max) = (bound(a.value("min"))?, bound(a.value("max"))?);
    clipped(a, a.subject_array()?, min, max)
}

/// The elements between bounds, in the type of `dtype=` if there is one.
fn clipped(
    a: &Arguments<'_>,
    array: DynArray,
    min: Option<Operand<'static>>,
    max: Option<Operand<'static>>,
) -> Result<Value> {
    let casting = a.text("casting")?.parse::<Casting>()?;
    let mask = super::ufunc_arguments::mask(a)?;
    let found = match a.optional_dtype("dtype")? {
        None => ufunc::clip(array, min, max)?,
        Some(dtype) => {
            let typed = |operand: Operand<'static>| -> Result<Operand<'static>> {
                let Operand::View(view) = operand else { return Ok(operand) };
                checked_cast(&view.into_owned()?, &dtype, casting).map(Operand::from)
            };
            let array = checked_cast(&array, &dtype, casting)?;
            let (min, max) = (min.map(typed).transpose()?, max.map(typed).transpose()?);
            let found = ufunc::clip(array, min, max)?;
            if *found.dtype() == dtype { found } else { found.astype(&dtype)? }
        }
    };
    let Some(mask) = mask else { return deliver_cast(a, found, casting) };
    let Some(out) = output(a)? else { return Ok(Value::from_result(found)) };
    let options = ndstrata_array::CopyTo::default().casting(casting).mask(mask.view());
    out.update(|mut view| Ok(view.copyto(&found.view(), &options)?))?;
    Ok(Value::Array(out))
}

fn checked_cast(array: &DynArray, dtype: &DType, casting: Casting) -> Result<DynArray> {
    if !can_cast(array.dtype(), dtype, casting) {
        return Err(Error::new(
            "UFuncTypeError",
            format!(
                "Cannot cast ufunc 'clip' input 0 from {:?} to {dtype:?} with casting rule '{casting}'",
                array.dtype()
            ),
        ));
    }
    Ok(array.astype(dtype)?)
}

fn round(a: &Arguments<'_>) -> Result<Value> {
    let decimals = a.int("decimals")?;
    let decimals = i32::try_from(decimals)
        .map_err(|_| Error::new("OverflowError", "Python int too large to convert to C int"))?;
    let array = a.array("a")?;
    if array.dtype().kind() == Kind::Bool && decimals != 0 {
        let ufunc = if decimals > 0 { "multiply" } else { "divide" };
        return Err(Error::new(
            "UFuncTypeError",
            format!(
                "Cannot cast ufunc '{ufunc}' output from dtype('float64') to dtype('bool') with \
                 casting rule 'same_kind'"
            ),
        ));
    }
    if decimals < 0 && array.dtype().kind().is_integer() && output(a)?.is_some() {
        return round_into(a, &array, decimals);
    }
    let rounded = ufunc::round(&array.view(), decimals)?;
    // What is scaled is stored as the elements are, in their byte order.
    let keeps_order = decimals != 0 || array.dtype().kind() == Kind::Complex;
    let is_swapped = keeps_order && !array.dtype().is_native() && output(a)?.is_none();
    if is_swapped && array.ndim() > 0 && *rounded.dtype() == array.dtype().to_native() {
        return Ok(Value::from_result(rounded.astype(array.dtype())?));
    }
    deliver(a, rounded)
}

/// Integers rounded to tens in an output, which holds their tenths on the way.
fn round_into(a: &Arguments<'_>, array: &DynArray, decimals: i32) -> Result<Value> {
    let scale = 10.0_f64.powi(-decimals);
    let tenths = ufunc::divide(array, scale)?;
    if let Some(out) = output(a)?
        && !can_cast(tenths.dtype(), out.get().dtype(), Casting::SameKind)
    {
        return Err(Error::new(
            "UFuncTypeError",
            format!(
                "Cannot cast ufunc 'divide' output from {:?} to {:?} with casting rule 'same_kind'",
                tenths.dtype(),
                out.get().dtype()
            ),
        ));
    }
    deliver(a, ufunc::multiply(&ufunc::rint(&tenths)?, scale)?)
}

fn conjugate(a: &Arguments<'_>) -> Result<Value> {
    match a.subject() {
        Value::Bool(x) => return Ok(i64::from(*x).into()),
        x @ (Value::Int(_) | Value::Float(_)) => return Ok(x.clone()),
        _ => {}
    }
    let array = a.subject_array()?;
    if !(array.dtype().kind().is_number() || array.dtype().kind() == Kind::Bool) {
        return Err(Error::type_error("cannot conjugate non-numeric dtype"));
    }
    if array.dtype().kind() != Kind::Complex {
        return Ok(a.subject().clone());
    }
    Ok(Value::from_result(ufunc::conjugate(&array)?))
}

fn nan_to_num(a: &Arguments<'_>) -> Result<Value> {
    let mut replace = NanToNum::default().nan(as_array(a.value("nan"))?);
    if let Some(value) = a.optional("posinf") {
        replace = replace.posinf(as_array(value)?);
    }
    if let Some(value) = a.optional("neginf") {
        replace = replace.neginf(as_array(value)?);
    }
    let x = a.array("x")?;
    let numbers = ufunc::nan_to_num(&x.view(), &replace)?;
    let is_swapped = x.ndim() > 0 && *numbers.dtype() == x.dtype().to_native();
    let numbers = if is_swapped { numbers.astype(x.dtype())? } else { numbers };
    match a.array_ref("x") {
        Some(target) if !a.truth("copy")? => {
            target.update(|mut view| Ok(view.assign(&numbers.view())?))?;
            let has_axes = numbers.ndim() > 0;
            Ok(if has_axes { Value::Array(target.clone()) } else { Value::from_result(numbers) })
        }
        _ => Ok(Value::from_result(numbers)),
    }
}

/// The imaginary part: of real numbers, new zeros.
fn imaginary(array: DynArray) -> Result<DynArray> {
    if array.dtype().kind() == Kind::Complex {
        return Ok(array.imag()?);
    }
    Ok(DynArray::zeros(array.shape(), array.dtype(), Order::C)?)
}

/// A part of a number as Python has it, of an array as a view.
fn part(a: &Arguments<'_>, of: fn(DynArray) -> Result<DynArray>) -> Result<Value> {
    let made = of(a.array("val")?)?;
    Ok(match a.value("val") {
        number @ (Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Complex(_)) => {
            match number {
                // `True.real` is the integer.
                Value::Bool(_) => Value::Int(made.view().integer_item().unwrap_or_default().into()),
                _ => Value::from_scalar(&made.scalar_at(&[])?)?,
            }
        }
        Value::Scalar(_) => Value::from_result(made),
        _ => a.derive("val", made),
    })
}

/// Whether tolerances and numbers are of types that no promotion tells apart.
fn is_plainly_close(a: &Arguments<'_>) -> Result<bool> {
    let is_python =
        |name: &str| matches!(a.value(name), Value::Bool(_) | Value::Int(_) | Value::Float(_));
    let is_wide = |name: &str| -> Result<bool> {
        Ok(match a.value(name) {
            Value::Array(array) => is_usual(array.get().dtype()),
            Value::Scalar(scalar) => is_usual(scalar.dtype()),
            Value::Tuple(_) | Value::List(_) => true,
            _ => false,
        })
    };
    Ok(is_python("rtol") && is_python("atol") && is_wide("a")? && is_wide("b")?)
}

/// A type whose differences are doubles.
fn is_usual(dtype: &DType) -> bool {
    matches!(dtype.kind(), Kind::Bool | Kind::SignedInteger | Kind::UnsignedInteger)
        || *dtype == DType::FLOAT64
        || *dtype == DType::COMPLEX128
}

fn closeness(a: &Arguments<'_>) -> Result<Closeness> {
    let near = Closeness::default().rtol(float(a.value("rtol"))?).atol(float(a.value("atol"))?);
    Ok(if a.truth("equal_nan")? { near.equal_nan() } else { near })
}
