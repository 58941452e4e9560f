//! Python literals: text that `ast.literal_eval` takes, and its way back through `repr`.
//!
//! A `.npy` header and a `descr` are such text. This module only knows Python's syntax; what a
//! dictionary *means* as a data type is for the readers of specifications.

mod cursor;
mod error;
mod escape;
mod integer;
mod key;
mod number;
mod parser;
mod printable;
mod py_str;
mod repr;
mod string;

#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

use num_complex::Complex64;

pub use error::{LiteralError, LiteralErrorKind};
pub use integer::PyInt;
pub use parser::LiteralOptions;
pub use py_str::PyStr;
pub use repr::{repr_bytes, repr_code_points, repr_complex, repr_float, repr_str};

/// A value that can be written in Python without running anything.
///
/// [`FromStr`] reads it as `ast.literal_eval` does ([`LiteralOptions`] says what else may be
/// accepted) and [`Display`](fmt::Display) prints it as `repr` does.
///
/// # Example
/// ```
/// use ndstrata_dtype::literal::Literal;
/// let header: Literal = "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), }".parse()?;
/// let shape = header.get("shape").and_then(Literal::as_tuple).unwrap_or_default();
/// assert_eq!(shape[1].as_i64(), Some(4));
/// assert_eq!(header.to_string(), "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4)}");
/// # Ok::<(), ndstrata_dtype::literal::LiteralError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// `None`.
    None,
    /// `...`.
    Ellipsis,
    /// `True` or `False`.
    Bool(bool),
    /// An integer of any size.
    Int(PyInt),
    /// A floating-point number.
    Float(f64),
    /// A complex number.
    Complex(Complex64),
    /// Text.
    Str(PyStr),
    /// Bytes.
    Bytes(Vec<u8>),
    /// `(a, b)`.
    Tuple(Vec<Literal>),
    /// `[a, b]`.
    List(Vec<Literal>),
    /// `{a, b}`, in the order of the text, without repetitions.
    Set(Vec<Literal>),
    /// `{k: v}`, in the order of the text; a repeated key keeps its first place and last value.
    Dict(Vec<(Literal, Literal)>),
}

impl Literal {
    /// The name of the Python type, as error messages give it.
    pub fn type_name(&self) -> &'static str {
        match self {
            Literal::None => "NoneType",
            Literal::Ellipsis => "ellipsis",
            Literal::Bool(_) => "bool",
            Literal::Int(_) => "int",
            Literal::Float(_) => "float",
            Literal::Complex(_) => "complex",
            Literal::Str(_) => "str",
            Literal::Bytes(_) => "bytes",
            Literal::Tuple(_) => "tuple",
            Literal::List(_) => "list",
            Literal::Set(_) => "set",
            Literal::Dict(_) => "dict",
        }
    }

    /// Is this `None`?
    pub fn is_none(&self) -> bool {
        matches!(self, Literal::None)
    }

    /// The value of a `bool`.
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Literal::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The integer of an `int` (a `bool` is none).
    pub fn as_int(&self) -> Option<&PyInt> {
        match self {
            Literal::Int(value) => Some(value),
            _ => None,
        }
    }

    /// The value of an `int` that fits.
    pub fn as_i64(&self) -> Option<i64> {
        self.as_int()?.to_i64()
    }

    /// The value of a `float`.
    pub fn as_float(&self) -> Option<f64> {
        match self {
            Literal::Float(value) => Some(*value),
            _ => None,
        }
    }

    /// The text of a `str` without lone surrogates.
    pub fn as_str(&self) -> Option<&str> {
        self.as_py_str()?.as_str()
    }

    /// The text of a `str`.
    pub fn as_py_str(&self) -> Option<&PyStr> {
        match self {
            Literal::Str(text) => Some(text),
            _ => None,
        }
    }

    /// The bytes of a `bytes`.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        match self {
            Literal::Bytes(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// The items of a `tuple`.
    pub fn as_tuple(&self) -> Option<&[Literal]> {
        match self {
            Literal::Tuple(items) => Some(items),
            _ => None,
        }
    }

    /// The items of a `list`.
    pub fn as_list(&self) -> Option<&[Literal]> {
        match self {
            Literal::List(items) => Some(items),
            _ => None,
        }
    }

    /// The items of a `tuple` or a `list`.
    pub fn as_sequence(&self) -> Option<&[Literal]> {
        self.as_tuple().or_else(|| self.as_list())
    }

    /// The entries of a `dict`.
    pub fn as_dict(&self) -> Option<&[(Literal, Literal)]> {
        match self {
            Literal::Dict(entries) => Some(entries),
            _ => None,
        }
    }

    /// The value that a `dict` holds under this text.
    pub fn get(&self, key: &str) -> Option<&Literal> {
        let found = self.as_dict()?.iter().find(|(name, _)| name.as_str() == Some(key));
        found.map(|(_, value)| value)
    }
}

impl FromStr for Literal {
    type Err = LiteralError;

    fn from_str(text: &str) -> Result<Literal, LiteralError> {
        LiteralOptions::default().parse(text)
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Literal::None => f.write_str("None"),
            Literal::Ellipsis => f.write_str("Ellipsis"),
            Literal::Bool(true) => f.write_str("True"),
            Literal::Bool(false) => f.write_str("False"),
            Literal::Int(value) => value.fmt(f),
            Literal::Float(value) => f.write_str(&repr_float(*value)),
            Literal::Complex(value) => f.write_str(&repr_complex(*value)),
            Literal::Str(text) => f.write_str(&text.repr()),
            Literal::Bytes(bytes) => f.write_str(&repr_bytes(bytes)),
            Literal::Tuple(items) if items.len() == 1 => write!(f, "({},)", items[0]),
            Literal::Tuple(items) => fmt_items(f, "(", items, ")"),
            Literal::List(items) => fmt_items(f, "[", items, "]"),
            Literal::Set(items) if items.is_empty() => f.write_str("set()"),
            Literal::Set(items) => fmt_items(f, "{", items, "}"),
            Literal::Dict(entries) => {
                f.write_str("{")?;
                for (rank, (key, value)) in entries.iter().enumerate() {
                    let comma = if rank == 0 { "" } else { ", " };
                    write!(f, "{comma}{key}: {value}")?;
                }
                f.write_str("}")
            }
        }
    }
}

fn fmt_items(f: &mut fmt::Formatter<'_>, open: &str, items: &[Literal], end: &str) -> fmt::Result {
    f.write_str(open)?;
    for (rank, item) in items.iter().enumerate() {
        write!(f, "{}{item}", if rank == 0 { "" } else { ", " })?;
    }
    f.write_str(end)
}

impl From<bool> for Literal {
    fn from(value: bool) -> Self {
        Literal::Bool(value)
    }
}

impl From<i64> for Literal {
    fn from(value: i64) -> Self {
        Literal::Int(value.into())
    }
}

impl From<usize> for Literal {
    fn from(value: usize) -> Self {
        Literal::Int((value as u64).into())
    }
}

impl From<f64> for Literal {
    fn from(value: f64) -> Self {
        Literal::Float(value)
    }
}

impl From<&str> for Literal {
    fn from(text: &str) -> Self {
        Literal::Str(text.into())
    }
}

impl From<String> for Literal {
    fn from(text: String) -> Self {
        Literal::Str(text.into())
    }
}
