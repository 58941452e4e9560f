//! One text into one element of any type, as `loadtxt` reads fields.

use ndstrata_dtype::datetime::{DateTimeBase, DateTimeUnit};
use ndstrata_dtype::{DType, ElementType, TypeClass, f16};

use crate::long_double::LongDouble;
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
        TypeClass::Element(ElementType::Complex64 | ElementType::Complex128)
        | TypeClass::ComplexLongDouble => out.len() / 2,
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
        TypeClass::Str(_) if text.is_ascii() => {
            for (slot, byte) in out.chunks_exact_mut(4).zip(text.bytes()) {
                slot.copy_from_slice(&u32::from(byte).to_ne_bytes());
            }
            Some(())
        }
        TypeClass::Str(_) => {
            for (slot, c) in out.chunks_exact_mut(4).zip(text.chars()) {
                slot.copy_from_slice(&u32::from(c).to_ne_bytes());
            }
            Some(())
        }
        TypeClass::DateTime64(unit) => {
            let day = (*unit == DateTimeUnit::new(DateTimeBase::Day)).then(|| plain_day(text));
            let value = match day.flatten() {
                Some(day) => day,
                None => unit.parse_datetime(text).ok()?,
            };
            put(out, value.to_ne_bytes())
        }
        TypeClass::TimeDelta64(_) => {
            put(out, DateTimeUnit::parse_timedelta(text).ok()?.to_ne_bytes())
        }
        TypeClass::LongDouble => put(out, LongDouble::parse(text)?.to_ne_bytes()),
        TypeClass::ComplexLongDouble => {
            // NumPy reads these as Python does.
            let value = number::python_complex(text)?;
            put(&mut out[..16], LongDouble::from(value.re).to_ne_bytes())?;
            put(&mut out[16..], LongDouble::from(value.im).to_ne_bytes())
        }
        _ => None,
    }
}

/// The days since 1970 of a date such as `2020-02-29`; `None` for every other form. The count of days is that of Howard
/// Hinnant ("chrono-compatible low-level date algorithms"), in which the year begins with March.
pub(crate) fn plain_day(text: &str) -> Option<i64> {
    let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
    if bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0i64, |number, byte| {
            byte.is_ascii_digit().then(|| number * 10 + i64::from(byte - b'0'))
        })
    };
    let (year, month, day) = (number(&bytes[..4])?, number(&bytes[5..7])?, number(&bytes[8..])?);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let n_days = match month {
        2 => 28 + i64::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=n_days).contains(&day) {
        return None;
    }
    let year = year - i64::from(month <= 2) + 400;
    let (era, year) = (year / 400, year % 400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some((era - 1) * 146_097 + year * 365 + year / 4 - year / 100 + of_year - 719_468)
}

fn store_number(element: ElementType, text: &str, out: &mut [u8]) -> Option<()> {
    macro_rules! integer {
        ($rust:ty) => {{
            // Without signs not even a zero has one.
            if <$rust>::MIN == 0 && number::strip(text).starts_with('-') {
                return None;
            }
            put(out, <$rust>::try_from(number::integer(text)?).ok()?.to_ne_bytes())
        }};
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_days_are_those_of_every_form() {
        let unit = DateTimeUnit::new(DateTimeBase::Day);
        let mut n_plain = 0;
        for year in (0..10_000).step_by(7).chain([1900, 1970, 2000, 2024]) {
            for (month, day) in
                [(1, 1), (2, 28), (2, 29), (3, 1), (4, 31), (12, 31), (13, 1), (6, 0)]
            {
                let text = format!("{year:04}-{month:02}-{day:02}");
                if let Some(days) = plain_day(&text) {
                    assert_eq!(Some(days), unit.parse_datetime(&text).ok(), "{text}");
                    n_plain += 1;
                }
            }
        }
        assert!(n_plain > 6000, "{n_plain}");
        for text in ["2020-2-29", "2020-02-30", "+020-02-01", "2020/02/01", "2020-02-1x", "NaT", ""]
        {
            assert_eq!(plain_day(text), None, "{text}");
        }
    }
}
