//! One text into one element of any type, as `loadtxt` reads fields.

use ndstrata_dtype::datetime::DateTimeUnit;
use ndstrata_dtype::{DType, ElementType, TypeClass, f16};

use crate::number;

/// Writes the value of `text` to `out`, which is as long as the dtype's itemsize and zeroed. False where
/// the text is no value of the type.
pub(crate) fn store(dtype: &DType, text: &str, out: &mut [u8]) -> bool {
    let is_stored = store_native(dtype, text, out).is_some();
    if is_stored && !dtype.is_native() {
        swap(dtype, out);
    }
    is_stored
}

/// Reverses the bytes of each part of a value.
pub(crate) fn swap(dtype: &DType, out: &mut [u8]) {
    let part = match dtype.class() {
        TypeClass::Str(_) => 4,
        TypeClass::Element(ElementType::Complex64 | ElementType::Complex128) => out.len() / 2,
        TypeClass::Bytes(_) | TypeClass::Void(_) => return,
        _ => out.len(),
    };
    out.chunks_exact_mut(part.max(1)).for_each(<[u8]>::reverse);
}

fn store_native(dtype: &DType, text: &str, out: &mut [u8]) -> Option<()> {
    match dtype.class() {
        TypeClass::Element(element) => store_number(*element, text, out),
        TypeClass::Bytes(n) => {
            for (slot, c) in out.iter_mut().zip(text.chars().take(*n)) {
                *slot = u8::try_from(u32::from(c)).ok()?;
            }
            Some(())
        }
        TypeClass::Str(_) => {
            for (slot, c) in out.chunks_exact_mut(4).zip(text.chars()) {
                slot.copy_from_slice(&u32::from(c).to_ne_bytes());
            }
            Some(())
        }
        TypeClass::DateTime64(unit) => put(out, unit.parse_datetime(text).ok()?.to_ne_bytes()),
        TypeClass::TimeDelta64(_) => {
            put(out, DateTimeUnit::parse_timedelta(text).ok()?.to_ne_bytes())
        }
        _ => None,
    }
}

fn store_number(element: ElementType, text: &str, out: &mut [u8]) -> Option<()> {
    macro_rules! integer {
        ($rust:ty) => {
            put(out, <$rust>::try_from(number::integer(text)?).ok()?.to_ne_bytes())
        };
    }
    match element {
        ElementType::Bool => {
            let value = i64::try_from(number::integer(text)?).ok()?;
            put(out, [u8::from(value != 0)])
        }
        ElementType::Int8 => integer!(i8),
        ElementType::UInt8 => integer!(u8),
        ElementType::Int16 => integer!(i16),
        ElementType::UInt16 => integer!(u16),
        ElementType::Int32 => integer!(i32),
        ElementType::UInt32 => integer!(u32),
        ElementType::Int64 => integer!(i64),
        ElementType::UInt64 => integer!(u64),
        ElementType::Float16 => {
            // NumPy reads these as Python does.
            put(out, f16::from_f64(number::python_float(text)?).to_ne_bytes())
        }
        ElementType::Float32 => put(out, (number::float(text)? as f32).to_ne_bytes()),
        ElementType::Float64 => put(out, number::float(text)?.to_ne_bytes()),
        ElementType::Complex64 => {
            let value = number::complex(text)?;
            put(&mut out[..4], (value.re as f32).to_ne_bytes())?;
            put(&mut out[4..], (value.im as f32).to_ne_bytes())
        }
        ElementType::Complex128 => {
            let value = number::complex(text)?;
            put(&mut out[..8], value.re.to_ne_bytes())?;
            put(&mut out[8..], value.im.to_ne_bytes())
        }
    }
}

fn put<const N: usize>(out: &mut [u8], bytes: [u8; N]) -> Option<()> {
    *out.first_chunk_mut()? = bytes;
    Some(())
}
