//! The attributes of arrays and scalars, as functions of the array.

use ndstrata_array::{DynArray, Order};
use ndstrata_dtype::Kind;

use crate::array_ref::ArrayRef;
use crate::error::Result;
use crate::registry::{Arguments, Entry};
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    ("ndarray.dtype", SELF, dtype),
    ("scalar.dtype", SELF, dtype),
    ("ndarray.shape", SELF, |a| Ok(lengths(a.array("self")?.shape()))),
    ("scalar.shape", SELF, |a| Ok(lengths(a.array("self")?.shape()))),
    ("ndarray.strides", SELF, |a| {
        let strides = a.array("self")?.strides().iter().map(|&s| (s as i64).into()).collect();
        Ok(Value::Tuple(strides))
    }),
    ("ndarray.ndim", SELF, |a| Ok(a.array("self")?.ndim().into())),
    ("scalar.ndim", SELF, |a| Ok(a.array("self")?.ndim().into())),
    ("ndarray.size", SELF, |a| Ok(a.array("self")?.size().into())),
    ("scalar.size", SELF, |a| Ok(a.array("self")?.size().into())),
    ("ndarray.itemsize", SELF, |a| Ok(a.array("self")?.itemsize().into())),
    ("scalar.itemsize", SELF, |a| Ok(a.array("self")?.itemsize().into())),
    ("ndarray.nbytes", SELF, |a| Ok(a.array("self")?.nbytes().into())),
    ("scalar.nbytes", SELF, |a| Ok(a.array("self")?.nbytes().into())),
    ("ndarray.T", SELF, |a| Ok(a.derive("self", a.array("self")?.t()))),
    ("ndarray.mT", SELF, |a| Ok(a.derive("self", a.array("self")?.mt()?))),
    ("ndarray.real", SELF, |a| Ok(part(a, a.array("self")?.real()))),
    ("scalar.real", SELF, |a| match a.value("self") {
        Value::Bool(x) => Ok(i64::from(*x).into()),
        x @ (Value::Int(_) | Value::Float(_)) => Ok(x.clone()),
        Value::Complex(x) => Ok(x.re.into()),
        _ => Ok(part(a, a.array("self")?.real())),
    }),
    ("ndarray.imag", SELF, imag),
    ("scalar.imag", SELF, |a| match a.value("self") {
        Value::Bool(_) | Value::Int(_) => Ok(0_i64.into()),
        Value::Float(_) => Ok(0.0.into()),
        Value::Complex(x) => Ok(x.im.into()),
        _ => imag(a),
    }),
    ("ndarray.flat", SELF, |a| {
        let array = a.array("self")?.copy(Order::C)?;
        Ok(array.reshape_view(&[-1], Order::C)?.into())
    }),
    ("ndarray.flags", SELF, |a| {
        let is_writeable = a.array_ref("self").is_none_or(ArrayRef::is_writeable);
        Ok(flags(&a.array("self")?, is_writeable))
    }),
    ("dtype.itemsize", SELF, |a| Ok(super::dtype_of(a.value("self"))?.itemsize().into())),
    ("dtype.kind", SELF, |a| {
        Ok(super::dtype_of(a.value("self"))?.kind().as_char().to_string().into())
    }),
    ("dtype.str", SELF, |a| Ok(super::dtype_of(a.value("self"))?.str_code().into())),
    ("dtype.name", SELF, |a| Ok(super::dtype_of(a.value("self"))?.name().into())),
];

const SELF: &str = "self, /";

fn dtype(a: &Arguments<'_>) -> Result<Value> {
    Ok(a.array("self")?.dtype().clone().into())
}

fn lengths(shape: &[usize]) -> Value {
    Value::Tuple(shape.iter().map(|&n| n.into()).collect())
}

/// A part of each element: of a scalar, a scalar.
fn part(a: &Arguments<'_>, made: DynArray) -> Value {
    match a.value("self") {
        Value::Array(_) => a.derive("self", made),
        _ => Value::from_result(made),
    }
}

/// The imaginary parts; zeros where elements have none.
fn imag(a: &Arguments<'_>) -> Result<Value> {
    let array = a.array("self")?;
    let made = match array.dtype().kind() {
        Kind::Complex => array.imag()?,
        _ => DynArray::zeros(array.shape(), array.dtype(), Order::C)?,
    };
    Ok(part(a, made))
}

/// `OWNDATA` and `WRITEBACKIFCOPY` are facts of NumPy's memory that have no counterpart.
fn flags(array: &DynArray, is_writeable: bool) -> Value {
    let flags = [
        ("C_CONTIGUOUS", array.is_c_contiguous()),
        ("F_CONTIGUOUS", array.is_f_contiguous()),
        ("WRITEABLE", is_writeable),
        ("ALIGNED", array.is_aligned()),
        ("FNC", array.is_f_contiguous() && !array.is_c_contiguous()),
        ("FORC", array.is_f_contiguous() || array.is_c_contiguous()),
    ];
    // In NumPy they are found by either spelling.
    let lower = flags.map(|(name, value)| (name.to_lowercase(), value));
    let upper = flags.map(|(name, value)| (name.to_owned(), value));
    let entries = upper.into_iter().chain(lower);
    Value::Dict(entries.map(|(name, value)| (name.into(), value.into())).collect())
}
