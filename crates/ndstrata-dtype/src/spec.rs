//! Spellings of dtypes: all that `numpy.dtype(...)` takes, as text and as values.
//!
//! [`Spec`] is the value; `text` reads one type as text, `comma` several in one text, `convert` lists
//! and tuples, `dict` the dictionary forms. How a dtype is printed is in `print`, and what a `.npy`
//! header holds in `descr`.

mod comma;
mod convert;
mod dict;
mod fault;
mod names;
mod text;

use std::fmt;
use std::str::FromStr;

use crate::literal::Literal;
use crate::{DType, Error, Result};

pub use fault::{SpecFault, TextFault};

/// A description of a dtype: what NumPy's constructor takes.
///
/// NumPy: [numpy.dtype](https://numpy.org/doc/stable/reference/arrays.dtypes.html#specifying-and-constructing-data-types).
/// Made from text, a [`Literal`], a [`DType`], tuples and vectors of them.
///
/// # Example
/// ```
/// use ndstrata_dtype::{DType, Spec};
/// let fields = vec![Spec::from(("name", "U16")), Spec::from(("grades", "f8", Spec::shape(&[2])))];
/// let dtype = DType::from_spec(&Spec::from(fields), false)?;
/// assert_eq!(dtype.to_string(), "[('name', '<U16'), ('grades', '<f8', (2,))]");
///
/// let layout = Spec::dict([
///     ("names", Spec::from(["flag", "value"])),
///     ("formats", Spec::from(["u1", "f4"])),
///     ("offsets", Spec::from([0_i64, 8])),
/// ]);
/// assert_eq!(DType::from_spec(&layout, false)?.itemsize(), 12);
/// # Ok::<(), ndstrata_dtype::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Spec {
    /// A dtype as it is.
    DType(DType),
    /// A type object by its name: `int`, `float`, `np.int32`, `np.record`.
    Type(String),
    /// Text, such as `<f8`.
    Text(String),
    /// Any other plain value: `None` (the default, `float64`), numbers, bytes.
    Value(Literal),
    /// `(format, shape)`, `(base, new)` or a field.
    Tuple(Vec<Spec>),
    /// Fields, or a list within a dictionary.
    List(Vec<Spec>),
    /// `{'names': …, 'formats': …}` or `{name: (format, offset)}`.
    Dict(Vec<(Spec, Spec)>),
}

impl Spec {
    /// A type object by its name, such as `int` or `np.int32`.
    pub fn type_object(name: &str) -> Spec {
        Spec::Type(name.to_owned())
    }

    /// A shape, as in `("f8", Spec::shape(&[2, 3]))`.
    pub fn shape(shape: &[usize]) -> Spec {
        Spec::Tuple(shape.iter().map(|&n| Spec::Value(Literal::from(n))).collect())
    }

    /// A dictionary.
    pub fn dict<K: Into<Spec>, const N: usize>(entries: [(K, Spec); N]) -> Spec {
        Spec::Dict(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
    }

    /// The entry of a dictionary under a text.
    fn entry(entries: &[(Spec, Spec)], key: &str) -> Option<Spec> {
        let found = entries.iter().find(|(name, _)| matches!(name, Spec::Text(t) if t == key));
        found.map(|(_, value)| value.clone())
    }

    /// The name of the Python type, as messages give it.
    fn type_name(&self) -> &'static str {
        match self {
            Spec::DType(_) => "numpy.dtype",
            Spec::Type(_) => "type",
            Spec::Text(_) => "str",
            Spec::Value(value) => value.type_name(),
            Spec::Tuple(_) => "tuple",
            Spec::List(_) => "list",
            Spec::Dict(_) => "dict",
        }
    }
}

impl DType {
    /// The dtype of a description; with `align`, records are laid out as a C compiler does.
    ///
    /// NumPy: [numpy.dtype](https://numpy.org/doc/stable/reference/generated/numpy.dtype.html).
    /// Differs: types that this crate does not have are refused by name (`StringDType`, numbers that
    /// also have fields, titles that are no text, metadata), and so are records past `i32::MAX`
    /// bytes, whose sizes NumPy lets overflow.
    ///
    /// # Errors
    ///
    /// As NumPy's; [`Error::numpy_class`] gives the exception's class.
    pub fn from_spec(spec: &Spec, align: bool) -> Result<DType> {
        convert::convert(spec, align, 0)
    }

    /// The dtype of a text, with records of comma strings laid out as a C compiler does.
    ///
    /// # Errors
    ///
    /// As [`DType::from_spec`].
    pub fn parse_aligned(text: &str) -> Result<DType> {
        text::parse(text, true)
    }
}

/// The dtype of a text, such as `<f8`, `float64`, `M8[25s]` or `3i1, (2,3)f8`.
///
/// NumPy: [numpy.dtype](https://numpy.org/doc/stable/reference/arrays.dtypes.html#specifying-and-constructing-data-types).
impl FromStr for DType {
    type Err = Error;

    fn from_str(text: &str) -> Result<DType> {
        text::parse(text, false)
    }
}

impl TryFrom<&str> for DType {
    type Error = Error;

    fn try_from(text: &str) -> Result<DType> {
        text.parse()
    }
}

impl From<Literal> for Spec {
    fn from(literal: Literal) -> Spec {
        match literal {
            Literal::Str(text) => match text.as_str() {
                Some(plain) => Spec::Text(plain.to_owned()),
                None => Spec::Value(Literal::Str(text)),
            },
            Literal::Tuple(items) => Spec::Tuple(items.into_iter().map(Spec::from).collect()),
            Literal::List(items) => Spec::List(items.into_iter().map(Spec::from).collect()),
            Literal::Dict(entries) => {
                Spec::Dict(entries.into_iter().map(|(k, v)| (k.into(), v.into())).collect())
            }
            plain => Spec::Value(plain),
        }
    }
}

impl From<&Literal> for Spec {
    fn from(literal: &Literal) -> Spec {
        literal.clone().into()
    }
}

impl From<DType> for Spec {
    fn from(dtype: DType) -> Spec {
        Spec::DType(dtype)
    }
}

impl From<&DType> for Spec {
    fn from(dtype: &DType) -> Spec {
        Spec::DType(dtype.clone())
    }
}

impl From<&str> for Spec {
    fn from(text: &str) -> Spec {
        Spec::Text(text.to_owned())
    }
}

impl From<String> for Spec {
    fn from(text: String) -> Spec {
        Spec::Text(text)
    }
}

impl From<i64> for Spec {
    fn from(value: i64) -> Spec {
        Spec::Value(value.into())
    }
}

impl From<bool> for Spec {
    fn from(value: bool) -> Spec {
        Spec::Value(value.into())
    }
}

impl<T: Into<Spec>> From<Vec<T>> for Spec {
    fn from(items: Vec<T>) -> Spec {
        Spec::List(items.into_iter().map(Into::into).collect())
    }
}

impl<T: Into<Spec>, const N: usize> From<[T; N]> for Spec {
    fn from(items: [T; N]) -> Spec {
        Spec::List(items.into_iter().map(Into::into).collect())
    }
}

impl<A: Into<Spec>, B: Into<Spec>> From<(A, B)> for Spec {
    fn from((a, b): (A, B)) -> Spec {
        Spec::Tuple(vec![a.into(), b.into()])
    }
}

impl<A: Into<Spec>, B: Into<Spec>, C: Into<Spec>> From<(A, B, C)> for Spec {
    fn from((a, b, c): (A, B, C)) -> Spec {
        Spec::Tuple(vec![a.into(), b.into(), c.into()])
    }
}

/// As Python's `repr` prints the value.
impl fmt::Display for Spec {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Spec::DType(dtype) => write!(f, "{dtype:?}"),
            Spec::Type(name) => write!(f, "<class '{name}'>"),
            Spec::Text(text) => f.write_str(&crate::literal::repr_str(text)),
            Spec::Value(value) => value.fmt(f),
            Spec::Tuple(items) if items.len() == 1 => write!(f, "({},)", items[0]),
            Spec::Tuple(items) => fmt_items(f, '(', items, ')'),
            Spec::List(items) => fmt_items(f, '[', items, ']'),
            Spec::Dict(entries) => {
                f.write_str("{")?;
                for (index, (key, value)) in entries.iter().enumerate() {
                    write!(f, "{}{key}: {value}", if index == 0 { "" } else { ", " })?;
                }
                f.write_str("}")
            }
        }
    }
}

fn fmt_items(f: &mut fmt::Formatter<'_>, open: char, items: &[Spec], close: char) -> fmt::Result {
    write!(f, "{open}")?;
    for (index, item) in items.iter().enumerate() {
        write!(f, "{}{item}", if index == 0 { "" } else { ", " })?;
    }
    write!(f, "{close}")
}
