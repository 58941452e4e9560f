//! One element of an array as `%` sees it: text, integer or float.

use std::borrow::Cow;

use ndstrata_array::{
    DynView, Layout, PrintOptions, array_repr, array_str, scalar_repr, scalar_str,
};
use ndstrata_dtype::literal::repr_str;
use ndstrata_dtype::{DType, ElementType, Kind, TypeClass, f16};

use crate::error::{Error, Result};
use crate::long_double::LongDouble;

/// An element: its type and its bytes.
pub(super) struct Cell<'a> {
    dtype: &'a DType,
    bytes: &'a [u8],
    /// Python's own value, not NumPy's scalar.
    is_python: bool,
}

impl<'a> Cell<'a> {
    pub(super) fn new(dtype: &'a DType, bytes: &'a [u8]) -> Cell<'a> {
        Cell { dtype, bytes, is_python: false }
    }

    /// The element as Python's own value.
    pub(super) fn python(dtype: &'a DType, bytes: &'a [u8]) -> Cell<'a> {
        Cell { dtype, bytes, is_python: true }
    }

    /// Python's `str()`.
    pub(super) fn text(&self) -> Result<Cow<'a, str>> {
        if let Some(text) = self.string() {
            return Ok(text.into());
        }
        let view = self.view()?;
        let options = PrintOptions::default();
        let is_array = self.dtype.sub_array().is_some();
        let text = if is_array { array_str(&view, &options) } else { scalar_str(&view, &options) };
        Ok(text?.into())
    }

    /// Python's `repr()`.
    pub(super) fn repr(&self) -> Result<String> {
        if self.is_python {
            return match self.string() {
                Some(text) => Ok(repr_str(&text)),
                None => Ok(self.text()?.into_owned()),
            };
        }
        let view = self.view()?;
        let options = PrintOptions::default();
        let is_array = self.dtype.sub_array().is_some();
        Ok(if is_array { array_repr(&view, &options) } else { scalar_repr(&view, &options) }?)
    }

    /// The text of a `U` element.
    pub(super) fn string(&self) -> Option<String> {
        if self.dtype.kind() != Kind::Str {
            return None;
        }
        let native = self.native();
        let points: Vec<u32> = native
            .chunks_exact(4)
            .map(|unit| u32::from_ne_bytes([unit[0], unit[1], unit[2], unit[3]]))
            .collect();
        let used = points.iter().rposition(|&point| point != 0).map_or(0, |last| last + 1);
        let lossy = |&point| char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER);
        Some(points[..used].iter().map(lossy).collect())
    }

    /// The value of an integer type.
    pub(super) fn index(&self) -> Option<i128> {
        let TypeClass::Element(element) = self.dtype.class() else { return None };
        let native = self.native();
        let bytes = &native[..];
        Some(match element {
            ElementType::Int8 => i8::from_ne_bytes(*bytes.first_chunk()?).into(),
            ElementType::UInt8 => u8::from_ne_bytes(*bytes.first_chunk()?).into(),
            ElementType::Int16 => i16::from_ne_bytes(*bytes.first_chunk()?).into(),
            ElementType::UInt16 => u16::from_ne_bytes(*bytes.first_chunk()?).into(),
            ElementType::Int32 => i32::from_ne_bytes(*bytes.first_chunk()?).into(),
            ElementType::UInt32 => u32::from_ne_bytes(*bytes.first_chunk()?).into(),
            ElementType::Int64 => i64::from_ne_bytes(*bytes.first_chunk()?).into(),
            ElementType::UInt64 => u64::from_ne_bytes(*bytes.first_chunk()?).into(),
            _ => return None,
        })
    }

    /// The value of any number; the real part of a complex one.
    pub(super) fn float(&self) -> Option<f64> {
        if let Some(value) = self.index() {
            return Some(value as f64);
        }
        let native = self.native();
        let bytes = &native[..];
        let element = match self.dtype.class() {
            TypeClass::Element(element) => element,
            TypeClass::LongDouble => {
                return Some(LongDouble::from_ne_bytes(bytes.first_chunk()?).to_f64());
            }
            _ => return None,
        };
        Some(match element {
            ElementType::Bool => f64::from(*bytes.first()?),
            ElementType::Float16 => f16::from_ne_bytes(*bytes.first_chunk()?).to_f64(),
            ElementType::Float32 | ElementType::Complex64 => {
                f32::from_ne_bytes(*bytes.first_chunk()?).into()
            }
            _ => f64::from_ne_bytes(*bytes.first_chunk()?),
        })
    }

    /// Python's `int()` of a number, in decimal digits.
    pub(super) fn decimal(&self) -> Option<Result<String>> {
        if let Some(value) = self.index() {
            return Some(Ok(value.to_string()));
        }
        let value = self.float()?;
        Some(if value.is_nan() {
            Err(Error::value("cannot convert float NaN to integer"))
        } else if value.is_infinite() {
            Err(Error::argument("OverflowError", "cannot convert float infinity to integer"))
        } else if value.trunc() == 0.0 {
            Ok("0".to_owned())
        } else {
            Ok(format!("{:.0}", value.trunc()))
        })
    }

    pub(super) fn type_name(&self) -> String {
        format!("numpy.{}", self.dtype.scalar_type().trim_start_matches("numpy."))
    }

    fn view(&self) -> Result<DynView<'a>> {
        Ok(DynView::from_bytes(self.bytes, 0, Layout::scalar(), self.dtype)?)
    }

    fn native(&self) -> Cow<'a, [u8]> {
        if self.dtype.is_native() {
            return self.bytes.into();
        }
        let mut bytes = self.bytes.to_vec();
        crate::element::swap(self.dtype, &mut bytes);
        bytes.into()
    }
}
