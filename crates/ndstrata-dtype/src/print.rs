//! How a dtype is written: `str`, `name`, `repr` and what `print` shows.

mod compound;

use std::fmt;

use crate::dtype::Spelling;
use crate::{ByteOrder, DType, Kind, TypeClass};

impl DType {
    /// The array-protocol text: byte order, kind and size, such as `<f8`, `|S16` or `<M8[ns]`.
    ///
    /// NumPy: [numpy.dtype.str](https://numpy.org/doc/stable/reference/generated/numpy.dtype.str.html).
    pub fn str_code(&self) -> String {
        let mut code = String::with_capacity(8);
        code.push(self.byte_order().as_char());
        code.push(self.kind().as_char());
        match self.class() {
            TypeClass::Object => {}
            TypeClass::Str(n) => push_number(&mut code, *n),
            TypeClass::DateTime64(unit) | TypeClass::TimeDelta64(unit) => {
                code.push('8');
                code.push_str(&unit.to_string());
            }
            _ => push_number(&mut code, self.itemsize()),
        }
        code
    }

    /// The name with its width in bits, such as `float64`, `bytes24` or `datetime64[ns]`.
    ///
    /// NumPy: [numpy.dtype.name](https://numpy.org/doc/stable/reference/generated/numpy.dtype.name.html).
    pub fn name(&self) -> String {
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
                    _ if self.spelling() == Spelling::RecordClass => "record",
                    _ => "void",
                };
                match self.itemsize().saturating_mul(8) {
                    0 => stem.to_owned(),
                    bits => format!("{stem}{bits}"),
                }
            }
        }
    }

    /// The text of a plain type within `repr`; `short` writes numbers as codes throughout.
    fn push_plain(&self, out: &mut String, short: bool) {
        let swapped = !self.byte_order().is_native();
        out.push('\'');
        match self.class() {
            TypeClass::Element(crate::ElementType::Bool) => {
                out.push_str(if short { "?" } else { "bool" });
            }
            TypeClass::Element(_) | TypeClass::LongDouble | TypeClass::ComplexLongDouble
                if !short && !swapped =>
            {
                out.push_str(&self.name());
            }
            _ => {
                if self.byte_order() != ByteOrder::NotApplicable {
                    out.push(self.byte_order().as_char());
                }
                let code = self.str_code();
                let code = code.get(1..).unwrap_or_default();
                // NumPy leaves the size of unsized strings away here.
                let is_flexible = matches!(self.kind(), Kind::Bytes | Kind::Str | Kind::Void);
                out.push_str(if is_flexible && self.itemsize() == 0 { &code[..1] } else { code });
            }
        }
        out.push('\'');
    }
}

fn push_number(out: &mut String, mut number: usize) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    while at == digits.len() || number > 0 {
        at -= 1;
        digits[at] = b'0' + (number % 10) as u8;
        number /= 10;
    }
    out.extend(digits[at..].iter().map(|&digit| char::from(digit)));
}

/// What NumPy's `str(dtype)` shows.
impl fmt::Display for DType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        match self.class() {
            TypeClass::Record(record) => self.push_record(&mut out, record, true),
            TypeClass::SubArray(block) => compound::push_sub_array(&mut out, block),
            TypeClass::Bytes(_) | TypeClass::Str(_) | TypeClass::Void(_) => out = self.str_code(),
            _ if self.is_native() => out = self.name(),
            _ => out = self.str_code(),
        }
        f.pad(&out)
    }
}

/// What NumPy's `repr(dtype)` shows, such as `dtype('float64')`.
impl fmt::Debug for DType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        self.push_construction(&mut out, false, false);
        let align = if self.is_aligned_struct() { ", align=True" } else { "" };
        write!(f, "dtype({out}{align})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_full() {
        for n in [0, 7, 10, 2_147_483_647, usize::MAX] {
            let mut out = String::new();
            push_number(&mut out, n);
            assert_eq!(out, n.to_string());
        }
    }
}
