//! Functions whose results become complex where real numbers have none.

use ndstrata_array::{DynArray, DynView};
use ndstrata_dtype::{DType, ElementType};

use crate::complex_parts::isreal;
use crate::error::Result;
use crate::functions::{self, absolute, divide, greater, less, logical_and, multiply};

/// Narrow numbers become narrow complex numbers, all others wide ones.
fn complex(x: &DynView<'_>) -> Result<DynArray> {
    use ElementType::{Complex64, Float32, Int8, Int16, UInt8, UInt16};
    let is_narrow = matches!(
        x.dtype().element_type(),
        Some(Float32 | Int8 | Int16 | UInt8 | UInt16 | Complex64)
    );
    let dtype = if is_narrow { DType::COMPLEX64 } else { DType::COMPLEX128 };
    Ok(x.astype(&dtype)?)
}

fn holds(real: DynArray, condition: DynArray) -> Result<bool> {
    Ok(logical_and(&real, &condition)?.to_vec::<bool>()?.contains(&true))
}

/// Complex, if any number is negative.
fn negative_as_complex(x: &DynView<'_>) -> Result<DynArray> {
    if holds(isreal(x)?, less(x, 0)?)? {
        complex(x)
    } else {
        Ok(x.clone().into_cow().into_owned()?)
    }
}

/// Complex, if any number is outside -1 to 1.
fn large_as_complex(x: &DynView<'_>) -> Result<DynArray> {
    let is_large = greater(&absolute(x)?, 1)?;
    if holds(isreal(x)?, is_large)? { complex(x) } else { Ok(x.clone().into_cow().into_owned()?) }
}

macro_rules! functions_of_one {
    ($($(#[doc = $doc:literal])+ $name:ident($fit:ident);)*) => {$(
        $(#[doc = $doc])+
        ///
        #[doc = concat!("NumPy: [numpy.emath.", stringify!($name), "](https://numpy.org/doc/stable/reference/generated/numpy.emath.", stringify!($name), ".html).")]
        ///
        /// # Errors
        ///
        /// Types that are no numbers.
        pub fn $name(x: &DynView<'_>) -> Result<DynArray> {
            functions::$name(&$fit(x)?)
        }
    )*};
}

functions_of_one! {
    /// The square root, complex if any number is negative.
    sqrt(negative_as_complex);
    /// The natural logarithm, complex if any number is negative.
    log(negative_as_complex);
    /// The logarithm to base 2, complex if any number is negative.
    log2(negative_as_complex);
    /// The logarithm to base 10, complex if any number is negative.
    log10(negative_as_complex);
    /// The inverse of the cosine, complex if any number is outside -1 to 1.
    arccos(large_as_complex);
    /// The inverse of the sine, complex if any number is outside -1 to 1.
    arcsin(large_as_complex);
    /// The inverse of the hyperbolic tangent, complex if any number is outside -1 to 1.
    arctanh(large_as_complex);
}

/// The logarithm to base `n`, complex if any number is negative.
///
/// NumPy: [numpy.emath.logn](https://numpy.org/doc/stable/reference/generated/numpy.emath.logn.html).
///
/// # Errors
///
/// Types that are no numbers.
pub fn logn(n: &DynView<'_>, x: &DynView<'_>) -> Result<DynArray> {
    let (x, n) = (negative_as_complex(x)?, negative_as_complex(n)?);
    divide(&functions::log(&x)?, &functions::log(&n)?)
}

/// `x` to the power of `p`, complex if any `x` is negative.
///
/// NumPy: [numpy.emath.power](https://numpy.org/doc/stable/reference/generated/numpy.emath.power.html).
///
/// # Errors
///
/// Types that are no numbers.
pub fn power(x: &DynView<'_>, p: &DynView<'_>) -> Result<DynArray> {
    let x = negative_as_complex(x)?;
    let is_negative = holds(isreal(p)?, less(p, 0)?)?;
    let p = if is_negative { multiply(p, 1.0)? } else { p.clone().into_cow().into_owned()? };
    functions::power(&x, &p)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn negative_numbers_have_complex_roots() {
        let x = DynArray::from_vec(vec![-1.0, 4.0]);
        let root = sqrt(&x.view()).unwrap();
        assert_eq!(*root.dtype(), DType::COMPLEX128);
        assert_eq!(root.imag().unwrap().to_vec::<f64>().unwrap(), [1.0, 0.0]);
        let x = DynArray::from_vec(vec![4.0_f32]);
        assert_eq!(*sqrt(&x.view()).unwrap().dtype(), DType::FLOAT32);
        let two = DynArray::from_vec(vec![2_i64]);
        let less = DynArray::from_vec(vec![-1_i64]);
        assert_eq!(power(&two.view(), &less.view()).unwrap().to_vec::<f64>().unwrap(), [0.5]);
    }
}
