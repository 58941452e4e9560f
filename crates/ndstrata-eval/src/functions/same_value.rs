//! `casting='same_value'`: conversions of numbers that change no value.

use ndstrata_array::{AsType, DynArray, Order};
use ndstrata_dtype::{Casting, DType, Kind, can_cast};

use crate::error::{Error, Result};

/// The array as another type, refused if any of its numbers is changed.
pub(super) fn astype(array: &DynArray, dtype: &DType, order: Order) -> Result<DynArray> {
    let from = array.dtype();
    let is_number = |dtype: &DType| dtype.element_type().is_some();
    let are_numbers = is_number(from) && is_number(dtype);
    if !are_numbers && !can_cast(from, dtype, Casting::Safe) {
        return Err(Error::type_error(format!(
            "Cannot cast array data from {from:?} to {dtype:?} according to the rule 'same_value'"
        )));
    }
    let made = array.astype_with(dtype, AsType::default().casting(Casting::Unsafe).order(order))?;
    if !are_numbers || dtype.kind() == Kind::Bool {
        return Ok(made);
    }
    let refused = |why: &str| {
        let (from, to) = (c_name(from), c_name(dtype));
        Error::value_error(format!("could not cast 'same_value' {from} to {to}{why}"))
    };
    if !is_same(&real(array)?, &real(&made)?)? {
        return Err(refused(""));
    }
    let (before, after) = (imaginary(array)?, imaginary(&made)?);
    match (before, after) {
        (Some(before), None) if before.iter().any(|x| *x != 0.0) => Err(refused(": imag is not 0")),
        (Some(before), Some(after)) if !are_same_floats(&before, &after) => Err(refused("")),
        _ => Ok(made),
    }
}

fn real(array: &DynArray) -> Result<DynArray> {
    Ok(match array.dtype().kind() {
        Kind::Complex => array.astype(&DType::COMPLEX128)?.real(),
        _ => array.clone(),
    })
}

fn imaginary(array: &DynArray) -> Result<Option<Vec<f64>>> {
    Ok(match array.dtype().kind() {
        Kind::Complex => Some(array.astype(&DType::COMPLEX128)?.imag()?.to_vec::<f64>()?),
        _ => None,
    })
}

fn is_same(before: &DynArray, after: &DynArray) -> Result<bool> {
    let is_float = |array: &DynArray| array.dtype().kind() == Kind::Float;
    if is_float(before) && is_float(after) {
        return Ok(are_same_floats(&floats(before)?, &floats(after)?));
    }
    let (before, after) = (integers(before)?, integers(after)?);
    Ok(before.iter().zip(&after).all(|(x, y)| x.is_some() && x == y))
}

fn are_same_floats(before: &[f64], after: &[f64]) -> bool {
    before.iter().zip(after).all(|(x, y)| x == y || x.is_nan() && y.is_nan())
}

fn floats(array: &DynArray) -> Result<Vec<f64>> {
    Ok(array.astype(&DType::FLOAT64)?.to_vec::<f64>()?)
}

/// The values that are integers; `None` for the others.
fn integers(array: &DynArray) -> Result<Vec<Option<i128>>> {
    Ok(match array.dtype().kind() {
        Kind::Float => {
            let whole = |x: f64| (x.is_finite() && x.fract() == 0.0).then_some(x as i128);
            floats(array)?.into_iter().map(whole).collect()
        }
        Kind::UnsignedInteger => {
            let values = array.astype(&DType::UINT64)?.to_vec::<u64>()?;
            values.into_iter().map(|x| Some(x.into())).collect()
        }
        _ => {
            let values = array.astype(&DType::INT64)?.to_vec::<i64>()?;
            values.into_iter().map(|x| Some(x.into())).collect()
        }
    })
}

/// A number's type as C and NumPy's messages name it.
fn c_name(dtype: &DType) -> &'static str {
    match dtype.char() {
        '?' => "bool",
        'b' => "byte",
        'B' => "ubyte",
        'h' => "short",
        'H' => "ushort",
        'i' => "int",
        'I' => "uint",
        'l' => "long",
        'L' => "ulong",
        'q' => "longlong",
        'Q' => "ulonglong",
        'e' => "half",
        'f' => "float",
        'd' => "double",
        'F' => "cfloat",
        _ => "cdouble",
    }
}
