//! [`Item`]: one value that a converter makes of a text, or that fills a gap.

use std::fmt;
use std::sync::Arc;

use ndstrata_array::Scalar;
use ndstrata_dtype::literal::{repr_bytes, repr_complex, repr_float};
use ndstrata_dtype::{Complex, DType, Kind, TypeClass};

use crate::element;
use crate::error::{Error, Result};
use crate::long_double::LongDouble;
use crate::number;
use crate::source::Encoding;

/// A value as Python would hold it.
#[derive(Clone, Debug, PartialEq)]
pub enum Item {
    /// Nothing, as Python's `None`.
    None,
    /// A truth value.
    Bool(bool),
    /// An integer.
    Int(i128),
    /// A float.
    Float(f64),
    /// A complex number.
    Complex(Complex<f64>),
    /// A number of C's `long double`.
    LongDouble(LongDouble),
    /// Text of one byte a character.
    Bytes(Vec<u8>),
    /// Text.
    Text(String),
}

/// A function from the text of a field to a value; `None` where the text is none.
#[derive(Clone)]
pub struct Converter(Arc<Convert>);

type Convert = dyn Fn(&str) -> Option<Item> + Send + Sync;

impl Converter {
    /// A converter of one's own.
    ///
    /// NumPy: the values of `converters` of [numpy.loadtxt](https://numpy.org/doc/stable/reference/generated/numpy.loadtxt.html).
    pub fn new(convert: impl Fn(&str) -> Option<Item> + Send + Sync + 'static) -> Converter {
        Converter(Arc::new(convert))
    }

    pub(crate) fn call(&self, text: &str) -> Option<Item> {
        (self.0)(text)
    }
}

impl fmt::Debug for Converter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Converter")
    }
}

impl Item {
    /// The converter that a type of Python's is, by name: `float`, `int`, `complex`, `bool`, `str`, and `bytes` as
    /// `genfromtxt` has it.
    ///
    /// NumPy: none; these are Python's types.
    pub fn converter(name: &str) -> Option<Converter> {
        let convert: fn(&str) -> Option<Item> = match name {
            "float" | "np.float64" => |text| number::python_float(text).map(Item::Float),
            "int" => |text| number::python_int(text).map(Item::Int),
            "complex" | "np.complex128" => |text| number::python_complex(text).map(Item::Complex),
            "str" => |text| Some(Item::Text(text.to_owned())),
            "bytes" => |text| Encoding::Latin1.encode(text).ok().map(Item::Bytes),
            "bool" => |text| Some(Item::Bool(!text.is_empty())),
            _ => return None,
        };
        Some(Converter::new(convert))
    }

    /// Writes the value to `out`, which is as long as the dtype's itemsize and zeroed, as an assignment
    /// to an array's element does.
    pub(crate) fn store(&self, dtype: &DType, out: &mut [u8]) -> Result<()> {
        match (self, dtype.class()) {
            (Item::Float(x), _) if *dtype == DType::of::<f64>() => {
                out.copy_from_slice(&x.to_ne_bytes());
                return Ok(());
            }
            (_, TypeClass::Str(_) | TypeClass::Bytes(_)) => {
                return self.store_text(dtype, &self.to_text(), out);
            }
            (_, TypeClass::LongDouble) if let Some(value) = self.long_double() => {
                out.copy_from_slice(&value.to_ne_bytes());
                if !dtype.is_native() {
                    out.reverse();
                }
                return Ok(());
            }
            _ => {}
        }
        let scalar = match self {
            Item::None => return store_none(dtype, out),
            Item::Bool(x) => Scalar::new(*x),
            Item::LongDouble(x) => return Item::Float(x.to_f64()).store(dtype, out),
            Item::Int(x) => return store_int(*x, dtype, out),
            Item::Float(_) | Item::Complex(_)
                if matches!(dtype.kind(), Kind::DateTime | Kind::TimeDelta) =>
            {
                let name = if dtype.kind() == Kind::DateTime { "datetime" } else { "timedelta" };
                let reason = format!("Could not convert object to NumPy {name}");
                return Err(Error::value(reason));
            }
            Item::Float(x) => match dtype.kind() {
                Kind::SignedInteger | Kind::UnsignedInteger => {
                    if x.is_nan() {
                        return Err(Error::value("cannot convert float NaN to integer"));
                    }
                    if x.is_infinite() {
                        return Err(Error::argument(
                            "OverflowError",
                            "cannot convert float infinity to integer",
                        ));
                    }
                    return store_int(x.trunc() as i128, dtype, out);
                }
                _ => Scalar::new(*x),
            },
            Item::Complex(x) => match dtype.kind() {
                Kind::Float => {
                    return Err(Error::argument(
                        "TypeError",
                        "float() argument must be a string or a real number, not 'complex'",
                    ));
                }
                Kind::SignedInteger | Kind::UnsignedInteger => {
                    return Err(Error::argument(
                        "TypeError",
                        "int() argument must be a string, a bytes-like object or a real number, \
                         not 'complex'",
                    ));
                }
                _ => Scalar::new(*x),
            },
            Item::Bytes(_) => return store_python(&self.to_text(), dtype, out),
            Item::Text(text) => {
                return store_python(text, dtype, out);
            }
        };
        let cast = scalar.to_array()?.astype(dtype)?;
        out.copy_from_slice(cast.scalar_at(&[])?.bytes());
        Ok(())
    }

    fn long_double(&self) -> Option<LongDouble> {
        match self {
            Item::Bool(x) => Some(LongDouble::from(f64::from(u8::from(*x)))),
            Item::Int(x) => LongDouble::parse(&x.to_string()),
            Item::Float(x) => Some(LongDouble::from(*x)),
            Item::LongDouble(x) => Some(*x),
            Item::Text(text) => LongDouble::parse(text),
            Item::Bytes(_) => LongDouble::parse(&self.to_text()),
            Item::None => Some(LongDouble::NAN),
            Item::Complex(_) => None,
        }
    }

    fn store_text(&self, dtype: &DType, text: &str, out: &mut [u8]) -> Result<()> {
        if element::store(dtype, text, out) {
            Ok(())
        } else {
            Err(Error::argument(
                "UnicodeEncodeError",
                "'ascii' codec can't encode characters: ordinal not in range(128)",
            ))
        }
    }

    /// Python's `str()` of it.
    pub(crate) fn to_text(&self) -> String {
        match self {
            Item::None => "None".to_owned(),
            Item::Bool(true) => "True".to_owned(),
            Item::Bool(false) => "False".to_owned(),
            Item::Int(x) => x.to_string(),
            Item::Float(x) => repr_float(*x),
            Item::Complex(x) => repr_complex(*x),
            Item::LongDouble(x) => repr_float(x.to_f64()),
            Item::Bytes(bytes) => bytes.iter().copied().map(char::from).collect(),
            Item::Text(text) => text.clone(),
        }
    }
}

/// Python's `str()`.
impl fmt::Display for Item {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

/// Nothing into an element: no number, no time, or an error.
fn store_none(dtype: &DType, out: &mut [u8]) -> Result<()> {
    let wanted = match dtype.kind() {
        Kind::Bool => return Ok(()),
        Kind::Float => return Item::Float(f64::NAN).store(dtype, out),
        Kind::Complex => return Item::Complex(Complex::new(f64::NAN, f64::NAN)).store(dtype, out),
        Kind::DateTime | Kind::TimeDelta => return store_int(i64::MIN.into(), dtype, out),
        Kind::SignedInteger | Kind::UnsignedInteger => {
            "int() argument must be a string, a bytes-like object or a real number, not 'NoneType'"
        }
        _ => "a bytes-like object is required, not 'NoneType'",
    };
    Err(Error::argument("TypeError", wanted))
}

/// A text into an element, as Python's own types read it.
fn store_python(text: &str, dtype: &DType, out: &mut [u8]) -> Result<()> {
    let item = match dtype.kind() {
        Kind::Bool => Some(Item::Bool(!text.is_empty())),
        Kind::SignedInteger | Kind::UnsignedInteger => number::python_int(text).map(Item::Int),
        Kind::Float => number::python_float(text).map(Item::Float),
        Kind::Complex => number::python_complex(text).map(Item::Complex),
        _ if element::store(dtype, text, out) => return Ok(()),
        _ => None,
    };
    match item {
        Some(item) => item.store(dtype, out),
        None => {
            let what = match dtype.kind() {
                Kind::Float => "float".to_owned(),
                _ => dtype.to_string(),
            };
            let text = repr_bytes(text.as_bytes());
            Err(Error::value(format!("could not convert string to {what}: {text}")))
        }
    }
}

/// An integer into any type of number, within its bounds.
fn store_int(x: i128, dtype: &DType, out: &mut [u8]) -> Result<()> {
    match dtype.kind() {
        Kind::SignedInteger | Kind::UnsignedInteger => {
            if element::store(dtype, &x.to_string(), out) {
                return Ok(());
            }
            let is_long = i64::try_from(x).is_err() && dtype.kind() == Kind::SignedInteger;
            let reason = if is_long && dtype.itemsize() == 8 {
                "Python int too large to convert to C long".to_owned()
            } else {
                format!("Python integer {x} out of bounds for {dtype}")
            };
            Err(Error::argument("OverflowError", reason))
        }
        Kind::Bool => {
            out[0] = u8::from(x != 0);
            Ok(())
        }
        Kind::TimeDelta | Kind::DateTime => {
            let count = i64::try_from(x).map_err(|_| {
                Error::argument("OverflowError", "Python int too large to convert to C long")
            })?;
            out.copy_from_slice(&count.to_ne_bytes());
            if !dtype.is_native() {
                out.reverse();
            }
            Ok(())
        }
        _ => Item::Float(x as f64).store(dtype, out),
    }
}
