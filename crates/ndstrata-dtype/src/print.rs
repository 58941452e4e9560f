//! How a dtype is written: `str`, `name`, `repr` and what `print` shows.

use std::fmt;

use crate::{DType, Kind, TypeClass};

impl DType {
    /// The array-protocol text: byte order, kind and size, such as `<f8`, `|S16` or `<M8[ns]`.
    ///
    /// NumPy: [numpy.dtype.str](https://numpy.org/doc/stable/reference/generated/numpy.dtype.str.html).
    pub fn str_code(&self) -> String {
        let order = self.byte_order().as_char();
        let kind = self.kind().as_char();
        match self.class() {
            TypeClass::Object => "|O".to_owned(),
            TypeClass::Str(n) => format!("{order}U{n}"),
            TypeClass::DateTime64(unit) | TypeClass::TimeDelta64(unit) => {
                format!("{order}{kind}8{unit}")
            }
            _ => format!("{order}{kind}{}", self.itemsize()),
        }
    }

    /// The name with its width in bits, such as `float64`, `bytes24` or `datetime64[ns]`.
    ///
    /// NumPy: [numpy.dtype.name](https://numpy.org/doc/stable/reference/generated/numpy.dtype.name.html).
    pub fn name(&self) -> String {
        let bits = 8 * self.itemsize();
        match self.class() {
            TypeClass::Element(element) => element.name().to_owned(),
            TypeClass::LongDouble => "float128".to_owned(),
            TypeClass::ComplexLongDouble => "complex256".to_owned(),
            TypeClass::Object => "object".to_owned(),
            TypeClass::DateTime64(unit) => format!("datetime64{unit}"),
            TypeClass::TimeDelta64(unit) => format!("timedelta64{unit}"),
            _ => {
                let stem = match self.kind() {
                    Kind::Bytes => "bytes",
                    Kind::Str => "str",
                    _ => "void",
                };
                if bits == 0 { stem.to_owned() } else { format!("{stem}{bits}") }
            }
        }
    }
}

/// What NumPy's `str(dtype)` shows.
impl fmt::Display for DType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.class() {
            TypeClass::Element(_) if self.is_native() => f.write_str(&self.name()),
            _ => f.write_str(&self.str_code()),
        }
    }
}

impl fmt::Debug for DType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "dtype({self})")
    }
}
