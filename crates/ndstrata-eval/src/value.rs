//! [`Value`]: what a function called by name takes and gives.

use std::sync::Arc;

use ndstrata_array::{DynArray, Scalar};
use ndstrata_dtype::literal::PyStr;
use ndstrata_dtype::{DType, Kind};
use num_bigint::BigInt;
use num_complex::Complex64;

use crate::array_ref::{ArrayClass, ArrayRef};
use crate::file::File;

/// A value of Python's or NumPy's that functions exchange.
///
/// Python's own numbers (`Bool`, `Int`, `Float`, `Complex`) are weak in promotion; a `Scalar` or an
/// `Array` without axes is strong.
#[derive(Clone)]
#[non_exhaustive]
pub enum Value {
    /// `None`
    None,
    /// `...`
    Ellipsis,
    /// `True` or `False`
    Bool(bool),
    /// An integer of any size.
    Int(BigInt),
    /// A Python float.
    Float(f64),
    /// A Python complex number.
    Complex(Complex64),
    /// Text, which may hold lone surrogates.
    Str(PyStr),
    /// Bytes, shared with the arrays that show them.
    Bytes(Arc<Vec<u8>>),
    /// A NumPy scalar.
    Scalar(Scalar),
    /// A date, a time or a duration of Python's `datetime`, as NumPy's scalar of days (`M8[D]`) or
    /// microseconds (`M8[us]`, `m8[us]`).
    Moment(Scalar),
    /// An array.
    Array(ArrayRef),
    /// A data type.
    DType(DType),
    /// A type object by name: `int`, `float`, `np.float32`.
    Type(String),
    /// A function of the registry by name: `np.add`.
    Function(String),
    /// A tuple.
    Tuple(Vec<Value>),
    /// A tuple with named fields, as `np.linalg.svd` returns.
    Named(Box<Named>),
    /// A list.
    List(Vec<Value>),
    /// A dictionary, in order.
    Dict(Vec<(Value, Value)>),
    /// `slice(start, stop, step)`
    Slice(Box<[Value; 3]>),
    /// A one-shot iterator over these.
    Iter(Vec<Value>),
    /// An array with a mask of the elements that are missing.
    Masked(Box<Masked>),
    /// An array of two axes whose `*` is the matrix product.
    Matrix(Box<ndstrata_linalg::Matrix>),
    /// A file to read or to write.
    File(File),
    /// What `np.load` gives for an archive: each member, or why it cannot be read.
    Archive(Vec<(String, crate::Result<Value>)>),
}

/// An array and which of its elements are missing.
#[derive(Clone)]
pub struct Masked {
    /// The elements.
    pub data: DynArray,
    /// True where an element is missing; `None` where none can be.
    pub mask: Option<DynArray>,
}

/// A tuple whose fields have names.
#[derive(Clone)]
pub struct Named {
    /// The name of the tuple's type.
    pub type_name: &'static str,
    /// The fields in order.
    pub fields: Vec<(&'static str, Value)>,
}

impl Value {
    /// The name of the Python type, as messages give it.
    pub fn type_name(&self) -> &'static str {
        match self {
            Value::None => "NoneType",
            Value::Ellipsis => "ellipsis",
            Value::Bool(_) => "bool",
            Value::Int(_) => "int",
            Value::Float(_) => "float",
            Value::Complex(_) => "complex",
            Value::Str(_) => "str",
            Value::Bytes(_) => "bytes",
            Value::Scalar(_) => "numpy.generic",
            Value::Moment(moment) => crate::python_date::class(moment),
            Value::Array(array) => match array.class() {
                ArrayClass::Plain => "numpy.ndarray",
                ArrayClass::Chars => "numpy.char.chararray",
                ArrayClass::Records => "numpy.rec.recarray",
            },
            Value::DType(_) => "numpy.dtype",
            Value::Type(_) => "type",
            Value::Function(_) => "function",
            Value::Tuple(_) | Value::Named(_) => "tuple",
            Value::List(_) => "list",
            Value::Dict(_) => "dict",
            Value::Slice(_) => "slice",
            Value::Iter(_) => "iterator",
            Value::Masked(_) => "numpy.ma.MaskedArray",
            Value::Matrix(_) => "numpy.matrix",
            Value::File(_) => "file",
            Value::Archive(_) => "NpzFile",
        }
    }

    /// As [`type_name`](Value::type_name), with the scalar's own class: `numpy.float64`.
    pub(crate) fn class_name(&self) -> std::borrow::Cow<'static, str> {
        match self {
            Value::Scalar(scalar) => scalar_class(scalar.dtype()).into(),
            other => other.type_name().into(),
        }
    }

    /// The items of a tuple or list.
    pub fn as_sequence(&self) -> Option<&[Value]> {
        match self {
            Value::Tuple(items) | Value::List(items) => Some(items),
            _ => None,
        }
    }

    /// Text without lone surrogates.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::Str(text) => text.as_str(),
            _ => None,
        }
    }

    /// What NumPy returns for an array: a scalar where it has no axes.
    ///
    /// Scalars are in native byte order, and text is as wide as its characters; records keep theirs.
    pub fn from_result(array: DynArray) -> Value {
        if array.ndim() > 0 {
            return Value::Array(ArrayRef::new(array));
        }
        let dtype = match array.dtype().kind() {
            Kind::Void => array.dtype().clone(),
            _ => array.dtype().to_native(),
        };
        let native = if dtype == *array.dtype() { Ok(array.clone()) } else { array.astype(&dtype) };
        match native.and_then(|native| native.scalar_at(&[])) {
            Ok(scalar) => Value::Scalar(without_padding(scalar)),
            Err(_) => Value::Array(ArrayRef::new(array)),
        }
    }

    /// An element as Python's own value, as `item()` gives it.
    ///
    /// # Errors
    ///
    /// Object elements.
    pub fn from_scalar(scalar: &Scalar) -> crate::Result<Value> {
        crate::python::item(scalar.dtype(), scalar.bytes())
    }

    /// Whether it is `None`.
    pub fn is_none(&self) -> bool {
        matches!(self, Value::None)
    }
}

/// The class of a type's scalars.
fn scalar_class(dtype: &DType) -> String {
    match dtype.kind() {
        Kind::Bool => "numpy.bool".to_owned(),
        Kind::Str => "numpy.str_".to_owned(),
        Kind::Bytes => "numpy.bytes_".to_owned(),
        Kind::Void => "numpy.void".to_owned(),
        Kind::DateTime => "numpy.datetime64".to_owned(),
        Kind::TimeDelta => "numpy.timedelta64".to_owned(),
        _ => format!("numpy.{}", dtype.name()),
    }
}

/// Text without the NULs that fill it up.
fn without_padding(scalar: Scalar) -> Scalar {
    let unit = match scalar.dtype().kind() {
        Kind::Str => 4,
        Kind::Bytes => 1,
        _ => return scalar,
    };
    let used = scalar.bytes().iter().rposition(|&byte| byte != 0).map_or(0, |last| last / unit + 1);
    let dtype = if unit == 4 { DType::str(used) } else { DType::bytes(used) };
    Scalar::from_bytes(&dtype, &scalar.bytes()[..used * unit]).unwrap_or(scalar)
}

macro_rules! from_rust {
    ($($rust:ty, $x:ident => $value:expr;)*) => {$(
        impl From<$rust> for Value {
            fn from($x: $rust) -> Value {
                $value
            }
        }
    )*};
}

from_rust! {
    bool, x => Value::Bool(x);
    i64, x => Value::Int(x.into());
    usize, x => Value::Int(x.into());
    f64, x => Value::Float(x);
    &str, x => Value::Str(x.into());
    String, x => Value::Str(x.as_str().into());
    DynArray, x => Value::Array(ArrayRef::new(x));
    Vec<u8>, x => Value::Bytes(x.into());
    Scalar, x => Value::Scalar(x);
    DType, x => Value::DType(x);
}
