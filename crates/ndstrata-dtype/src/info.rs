//! The limits of number types, and NumPy's older questions about their one-letter codes.

mod type_codes;

pub use type_codes::{common_type, mintypecode, typename};

use crate::numeric::Numeric;
use crate::{DType, ElementType, Error, ErrorKind, Kind, Result, ScalarType, f16};

/// The limits of a floating-point type; those of its parts for a complex type.
///
/// NumPy: [numpy.finfo](https://numpy.org/doc/stable/reference/generated/numpy.finfo.html).
/// Differs: the values are `f64`, which holds those of all three types exactly.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FInfo {
    /// The floating-point type, in native order.
    pub dtype: DType,
    /// Bits of a value.
    pub bits: u32,
    /// The step from 1.0 to the next larger value.
    pub eps: f64,
    /// The step from 1.0 to the next smaller value.
    pub epsneg: f64,
    /// Bits of the exponent.
    pub iexp: u32,
    /// The exponent that yields `eps`.
    pub machep: i32,
    /// The largest value.
    pub max: f64,
    /// The smallest positive power of two that overflows.
    pub maxexp: i32,
    /// The most negative value.
    pub min: f64,
    /// The exponent of the smallest normal value.
    pub minexp: i32,
    /// The exponent that yields `epsneg`.
    pub negep: i32,
    /// Bits of the exponent, as `iexp`.
    pub nexp: u32,
    /// Bits of the mantissa.
    pub nmant: u32,
    /// Decimal digits that are kept.
    pub precision: u32,
    /// `10 ** -precision`, in the type.
    pub resolution: f64,
    /// The smallest positive value of full precision.
    pub smallest_normal: f64,
    /// The smallest positive value.
    pub smallest_subnormal: f64,
    /// As `smallest_normal`.
    pub tiny: f64,
}

/// The limits of a floating-point or complex type.
///
/// NumPy: [numpy.finfo](https://numpy.org/doc/stable/reference/generated/numpy.finfo.html).
/// Differs: long doubles, which have no Rust type, are refused.
///
/// # Errors
///
/// When the type is neither float nor complex.
pub fn finfo(dtype: &DType) -> Result<FInfo> {
    let number = Numeric::of(dtype)
        .filter(|number| matches!(number.kind, Kind::Float | Kind::Complex))
        .ok_or_else(|| {
            let class = ScalarType::from(dtype).to_string();
            Error::new(ErrorKind::NotInexact { class })
        })?;
    let (element, nexp, nmant, precision, resolution) = match number.width {
        2 => (ElementType::Float16, 5_i32, 10_i32, 3, f16::from_f64(1e-3).to_f64()),
        4 => (ElementType::Float32, 8, 23, 6, f64::from(1e-6_f32)),
        8 => (ElementType::Float64, 11, 52, 15, 1e-15),
        _ => return Err(Error::new(ErrorKind::LongDoubleLimits)),
    };
    let maxexp = 1 << (nexp - 1);
    let minexp = 2 - maxexp;
    let eps = 2_f64.powi(-nmant);
    let max = (2.0 - eps) * 2_f64.powi(maxexp - 1);
    let smallest_normal = 2_f64.powi(minexp);
    Ok(FInfo {
        dtype: DType::from_element(element),
        bits: 8 * element.size() as u32,
        eps,
        epsneg: eps / 2.0,
        iexp: nexp.unsigned_abs(),
        machep: -nmant,
        max,
        maxexp,
        min: -max,
        minexp,
        negep: -nmant - 1,
        nexp: nexp.unsigned_abs(),
        nmant: nmant.unsigned_abs(),
        precision,
        resolution,
        smallest_normal,
        smallest_subnormal: smallest_normal * eps,
        tiny: smallest_normal,
    })
}

/// The limits of an integer type.
///
/// NumPy: [numpy.iinfo](https://numpy.org/doc/stable/reference/generated/numpy.iinfo.html).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct IInfo {
    /// The type asked about.
    pub dtype: DType,
    /// The family, `i` or `u`.
    pub kind: Kind,
    /// Bits of a value.
    pub bits: u32,
    /// The smallest value.
    pub min: i64,
    /// The largest value.
    pub max: u64,
}

/// The limits of an integer type.
///
/// NumPy: [numpy.iinfo](https://numpy.org/doc/stable/reference/generated/numpy.iinfo.html).
///
/// # Errors
///
/// When the type is no integer.
pub fn iinfo(dtype: &DType) -> Result<IInfo> {
    let kind = dtype.kind();
    let bits = match dtype.itemsize() {
        bytes @ (1 | 2 | 4 | 8) if kind.is_integer() => 8 * bytes as u32,
        _ => return Err(Error::new(ErrorKind::NotInteger { kind: kind.as_char() })),
    };
    let is_signed = kind == Kind::SignedInteger;
    Ok(IInfo {
        dtype: dtype.clone(),
        kind,
        bits,
        min: if is_signed { i64::MIN >> (64 - bits) } else { 0 },
        max: u64::MAX >> (64 - bits + u32::from(is_signed)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_of_floats() {
        for (dtype, max, resolution, subnormal, exponents) in [
            (DType::FLOAT16, 65504.0, 0.0010004043579101562, 5.960464477539063e-08, (-14, 16)),
            (
                DType::COMPLEX64,
                3.4028234663852886e38,
                9.999999974752427e-07,
                1.401298464324817e-45,
                (-126, 128),
            ),
            (DType::FLOAT64, f64::MAX, 1e-15, 5e-324, (-1022, 1024)),
        ] {
            let info = finfo(&dtype.swap_byte_order()).unwrap();
            assert_eq!((info.max, info.min, info.resolution), (max, -max, resolution));
            assert_eq!(info.smallest_subnormal, subnormal);
            assert_eq!((info.minexp, info.maxexp), exponents);
        }
        let info = finfo(&DType::FLOAT64).unwrap();
        assert_eq!((info.eps, info.epsneg), (f64::EPSILON, f64::EPSILON / 2.0));
        assert_eq!((info.machep, info.negep, info.nmant, info.iexp), (-52, -53, 52, 11));
        assert_eq!((info.tiny, info.precision), (f64::MIN_POSITIVE, 15));
        let error = finfo(&DType::str(3)).unwrap_err();
        assert_eq!(error.to_string(), "data type <class 'numpy.str_'> not inexact");
    }

    #[test]
    fn limits_of_integers() {
        let limits = |dtype: DType| iinfo(&dtype).map(|info| (info.min, info.max)).unwrap();
        assert_eq!(limits(DType::INT8), (-128, 127));
        assert_eq!(limits(DType::UINT8), (0, 255));
        assert_eq!(limits(DType::INT64), (i64::MIN, i64::MAX as u64));
        assert_eq!(limits(DType::UINT64.swap_byte_order()), (0, u64::MAX));
        let error = iinfo(&DType::BOOL).unwrap_err();
        assert_eq!(error.to_string(), "Invalid integer data type 'b'.");
    }
}
