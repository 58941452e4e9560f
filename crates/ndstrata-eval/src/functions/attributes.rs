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
        let is_own = a.array_ref("self").is_none_or(|array| array.base().is_none());
        Ok(flags(&a.array("self")?, is_writeable, is_own))
    }),
    ("ndarray.base", SELF, |a| {
        let base = a.array_ref("self").and_then(ArrayRef::base);
        Ok(base.map_or(Value::None, Value::Array))
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

/// What `flags` has, under each of the names that NumPy knows it by.
fn flags(array: &DynArray, is_writeable: bool, is_own: bool) -> Value {
    let (is_c, is_f) = (array.is_c_contiguous(), array.is_f_contiguous());
    let is_aligned = array.is_aligned();
    let is_behaved = is_aligned && is_writeable;
    let number =
        [(is_c, 0x1), (is_f, 0x2), (is_own, 0x4), (is_aligned, 0x100), (is_writeable, 0x400)];
    let number: i64 = number.iter().map(|&(is_set, bit)| if is_set { bit } else { 0 }).sum();
    // The first names are those of items, the others those of attributes.
    let flags: [(&[&str], &[&str], bool); 11] = [
        (&["C_CONTIGUOUS", "C", "CONTIGUOUS"], &["c_contiguous", "contiguous"], is_c),
        (&["F_CONTIGUOUS", "F", "FORTRAN"], &["f_contiguous", "fortran"], is_f),
        (&["OWNDATA", "O"], &["owndata"], is_own),
        (&["WRITEABLE", "W"], &["writeable"], is_writeable),
        (&["ALIGNED", "A"], &["aligned"], is_aligned),
        (&["WRITEBACKIFCOPY", "X"], &["writebackifcopy"], false),
        (&["FNC"], &["fnc"], is_f && !is_c),
        (&["FORC"], &["forc"], is_f || is_c),
        (&["BEHAVED", "B"], &["behaved"], is_behaved),
        (&["CARRAY", "CA"], &["carray"], is_behaved && is_c),
        (&["FARRAY", "FA"], &["farray"], is_behaved && is_f && !is_c),
    ];
    let entries = flags.iter().flat_map(|&(items, attributes, is_set)| {
        items.iter().chain(attributes).map(move |&name| (name.into(), is_set.into()))
    });
    Value::Dict(entries.chain([("num".into(), number.into())]).collect())
}
