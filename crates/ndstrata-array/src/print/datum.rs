//! [`Datum`]: one element, read from its bytes.

use half::f16;
use ndstrata_dtype::datetime::DateTimeUnit;
use ndstrata_dtype::{DType, ElementType, TypeClass};

use super::error::{PrintError, Result};
use super::real::Real;

/// One element of an array, as a formatter of the user's sees it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Datum<'a> {
    /// A truth value; any byte but zero is true.
    Bool(bool),
    /// A signed integer.
    Int(i64),
    /// An unsigned integer.
    UInt(u64),
    /// A real number.
    Float(Real),
    /// A complex number.
    Complex {
        /// The real part.
        re: Real,
        /// The imaginary part.
        im: Real,
    },
    /// Bytes, without the NULs that pad them.
    Bytes(&'a [u8]),
    /// Code points, without the NULs that pad them; they may be no Unicode characters.
    Str(Vec<u32>),
    /// Raw bytes.
    Void(&'a [u8]),
    /// An instant, in ticks of a unit since 1970.
    DateTime(i64, DateTimeUnit),
    /// A duration, in ticks of a unit.
    TimeDelta(i64, DateTimeUnit),
}

/// As many bytes as `N`, in this machine's order; zeros where there are none.
fn native<const N: usize>(bytes: &[u8], swapped: bool) -> [u8; N] {
    let mut array = bytes.first_chunk::<N>().copied().unwrap_or([0; N]);
    if swapped {
        array.reverse();
    }
    array
}

impl<'a> Datum<'a> {
    /// The element that these bytes are.
    ///
    /// # Errors
    ///
    /// For types that are recognised but not read: Python objects and `long double`s. Records
    /// and sub-arrays are for the caller to take apart.
    pub(super) fn read(dtype: &'a DType, bytes: &'a [u8]) -> Result<Datum<'a>> {
        let swapped = !dtype.is_native();
        Ok(match dtype.class() {
            TypeClass::Element(element) => number(*element, bytes, swapped),
            TypeClass::Bytes(_) => Datum::Bytes(without_padding(bytes)),
            TypeClass::Str(_) => Datum::Str(code_points(bytes, swapped)),
            TypeClass::Void(_) => Datum::Void(bytes),
            TypeClass::DateTime64(unit) => {
                Datum::DateTime(i64::from_ne_bytes(native(bytes, swapped)), *unit)
            }
            TypeClass::TimeDelta64(unit) => {
                Datum::TimeDelta(i64::from_ne_bytes(native(bytes, swapped)), *unit)
            }
            _ => return Err(PrintError::Unreadable { dtype: dtype.to_string() }),
        })
    }
}

fn number<'a>(element: ElementType, bytes: &[u8], swapped: bool) -> Datum<'a> {
    match element {
        ElementType::Bool => Datum::Bool(bytes.first().is_some_and(|&byte| byte != 0)),
        ElementType::Int8 => Datum::Int(i8::from_ne_bytes(native(bytes, swapped)).into()),
        ElementType::Int16 => Datum::Int(i16::from_ne_bytes(native(bytes, swapped)).into()),
        ElementType::Int32 => Datum::Int(i32::from_ne_bytes(native(bytes, swapped)).into()),
        ElementType::Int64 => Datum::Int(i64::from_ne_bytes(native(bytes, swapped))),
        ElementType::UInt8 => Datum::UInt(u8::from_ne_bytes(native(bytes, swapped)).into()),
        ElementType::UInt16 => Datum::UInt(u16::from_ne_bytes(native(bytes, swapped)).into()),
        ElementType::UInt32 => Datum::UInt(u32::from_ne_bytes(native(bytes, swapped)).into()),
        ElementType::UInt64 => Datum::UInt(u64::from_ne_bytes(native(bytes, swapped))),
        ElementType::Float16 => Datum::Float(f16::from_ne_bytes(native(bytes, swapped)).into()),
        ElementType::Float32 => Datum::Float(f32::from_ne_bytes(native(bytes, swapped)).into()),
        ElementType::Float64 => Datum::Float(f64::from_ne_bytes(native(bytes, swapped)).into()),
        ElementType::Complex64 | ElementType::Complex128 => {
            let (re, im) = bytes.split_at(bytes.len() / 2);
            let part = |bytes: &[u8]| match element {
                ElementType::Complex64 => Real::F32(f32::from_ne_bytes(native(bytes, swapped))),
                _ => Real::F64(f64::from_ne_bytes(native(bytes, swapped))),
            };
            Datum::Complex { re: part(re), im: part(im) }
        }
    }
}

fn without_padding(bytes: &[u8]) -> &[u8] {
    let len = bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
    &bytes[..len]
}

fn code_points(bytes: &[u8], swapped: bool) -> Vec<u32> {
    let units = bytes.chunks_exact(4).map(|unit| u32::from_ne_bytes(native(unit, swapped)));
    let mut text: Vec<u32> = units.collect();
    let len = text.iter().rposition(|&c| c != 0).map_or(0, |last| last + 1);
    text.truncate(len);
    text
}
