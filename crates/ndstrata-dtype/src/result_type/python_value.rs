//! Python's own values: the type that each has alone, the smallest that holds it, and whether an
//! integer fits the type that NEP 50 gives it.

use crate::literal::{Literal, PyInt};
use crate::{DType, Error, ErrorKind, Kind, Operand, Result, iinfo};

/// The smallest type that holds a Python value.
///
/// NumPy: [numpy.min_scalar_type](https://numpy.org/doc/stable/reference/generated/numpy.min_scalar_type.html).
/// Differs: lists and tuples are arrays there, which keep their type; here they give `None`.
///
/// ```
/// use ndstrata_dtype::literal::Literal;
/// use ndstrata_dtype::{min_scalar_type, DType};
/// assert_eq!(min_scalar_type(&Literal::Float(1e5)), Some(DType::FLOAT32));
/// ```
pub fn min_scalar_type(value: &Literal) -> Option<DType> {
    Some(match value {
        Literal::Bool(_) => DType::BOOL,
        Literal::Int(value) => smallest_integer(value),
        Literal::Float(value) => smallest_float(*value),
        Literal::Complex(value) if is_single(value.re) && is_single(value.im) => DType::COMPLEX64,
        Literal::Complex(_) => DType::COMPLEX128,
        Literal::Str(text) => DType::str(text.len().max(1)),
        Literal::Bytes(bytes) => DType::bytes(bytes.len().max(1)),
        Literal::Tuple(_) | Literal::List(_) => return None,
        _ => DType::OBJECT,
    })
}

fn smallest_integer(value: &PyInt) -> DType {
    const SIGNED: [DType; 4] = [DType::INT8, DType::INT16, DType::INT32, DType::INT64];
    const UNSIGNED: [DType; 4] = [DType::UINT8, DType::UINT16, DType::UINT32, DType::UINT64];
    let candidates = if value.is_negative() { SIGNED } else { UNSIGNED };
    candidates
        .into_iter()
        .find(|dtype| check_python_int(value, dtype).is_ok())
        .unwrap_or(DType::OBJECT)
}

/// NumPy's bounds are round numbers, a little inside the types' own.
fn smallest_float(value: f64) -> DType {
    if !value.is_finite() || value.abs() < 65_000.0 {
        DType::FLOAT16
    } else if is_single(value) {
        DType::FLOAT32
    } else {
        DType::FLOAT64
    }
}

fn is_single(value: f64) -> bool {
    value.abs() < 3.4e38
}

/// The type that a Python value has alone, as the element of a new array.
///
/// NumPy: [numpy.asarray](https://numpy.org/doc/stable/reference/generated/numpy.asarray.html) of a
/// scalar. `None` for lists and tuples, which are arrays.
pub fn python_scalar_type(value: &Literal) -> Option<DType> {
    Some(match value {
        Literal::Int(value) => match (value.to_i64(), value.to_u64()) {
            (Some(_), _) => DType::INT64,
            (_, Some(_)) => DType::UINT64,
            _ => DType::OBJECT,
        },
        Literal::Float(_) => DType::FLOAT64,
        Literal::Complex(_) => DType::COMPLEX128,
        _ => return min_scalar_type(value),
    })
}

impl Operand {
    /// How a Python value takes part in promotion; `None` for lists and tuples, which are arrays.
    pub fn of_python(value: &Literal) -> Option<Operand> {
        Some(match value {
            Literal::Int(_) => Operand::WeakInt,
            Literal::Float(_) => Operand::WeakFloat,
            Literal::Complex(_) => Operand::WeakComplex,
            _ => Operand::DType(python_scalar_type(value)?),
        })
    }
}

/// Whether a Python integer may become an element of an integer type; for all other types it may.
///
/// This is the check behind `numpy.uint8(1) + 300`.
///
/// # Errors
///
/// NumPy's `OverflowError`.
pub fn check_python_int(value: &PyInt, dtype: &DType) -> Result<()> {
    let Ok(info) = iinfo(dtype) else { return Ok(()) };
    let c_long = match info.kind {
        Kind::UnsignedInteger if !value.is_negative() => value.to_u64().map(i128::from),
        _ => value.to_i64().map(i128::from),
    };
    match c_long {
        None => Err(Error::new(ErrorKind::IntegerTooLarge)),
        Some(value) if (i128::from(info.min)..=i128::from(info.max)).contains(&value) => Ok(()),
        Some(_) => Err(Error::new(ErrorKind::IntegerOutOfBounds {
            value: value.to_string(),
            dtype: dtype.name(),
        })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Literal {
        text.parse().unwrap()
    }

    #[test]
    fn the_smallest_type_holds_the_value() {
        for (text, expected) in [
            ("True", "|b1"),
            ("255", "|u1"),
            ("-1", "|i1"),
            ("-129", "<i2"),
            ("18446744073709551615", "<u8"),
            ("18446744073709551616", "|O"),
            ("-9223372036854775809", "|O"),
            ("64999.9", "<f2"),
            ("65000.0", "<f4"),
            ("3.4e38", "<f8"),
            ("1e999", "<f2"),
            ("1j", "<c8"),
            ("1e39j", "<c16"),
            ("1e999j", "<c16"),
            ("'abc'", "<U3"),
            ("b''", "|S1"),
            ("None", "|O"),
        ] {
            let dtype = min_scalar_type(&value(text)).unwrap();
            assert_eq!(
                dtype.with_byte_order(crate::ByteOrder::Little).str_code(),
                expected,
                "{text}"
            );
        }
        assert_eq!(min_scalar_type(&value("[1]")), None);
    }

    #[test]
    fn integers_are_checked_as_c_longs_first() {
        let check = |text: &str, dtype: DType| {
            let value = value(text);
            check_python_int(value.as_int().unwrap(), &dtype).map_err(|error| error.to_string())
        };
        let too_large = Err("Python int too large to convert to C long".to_owned());
        let outside = |value: &str, name: &str| {
            Err(format!("Python integer {value} out of bounds for {name}"))
        };
        assert_eq!(check("255", DType::UINT8), Ok(()));
        assert_eq!(check("300", DType::UINT8), outside("300", "uint8"));
        assert_eq!(check("-1", DType::UINT64), outside("-1", "uint64"));
        assert_eq!(check("18446744073709551615", DType::UINT64), Ok(()));
        assert_eq!(
            check("18446744073709551615", DType::UINT32),
            outside("18446744073709551615", "uint32")
        );
        assert_eq!(check("9223372036854775808", DType::INT8), too_large);
        assert_eq!(check("-9223372036854775809", DType::UINT8), too_large);
        assert_eq!(check("300", DType::FLOAT16), Ok(()));
    }
}
