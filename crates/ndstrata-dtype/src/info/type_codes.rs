//! One-letter codes of types: their descriptions, the least of several, and the float common to some
//! arrays.

use crate::numeric::Numeric;
use crate::{DType, Error, ErrorKind, Kind, Result};

/// From the widest type to the narrowest.
const BY_ELSIZE: &str = "GDFgdfQqLlIiHhBb?";

/// The smallest of the types in `typeset` that holds all of those in `typechars` which `typeset`
/// names; `default` where it names none.
///
/// NumPy: [numpy.mintypecode](https://numpy.org/doc/stable/reference/generated/numpy.mintypecode.html),
/// where `typeset` is `"GDFgdf"` and `default` is `'d'` unless given.
///
/// # Errors
///
/// When a letter found in both is none of `GDFgdfQqLlIiHhBb?`.
pub fn mintypecode(typechars: &str, typeset: &str, default: char) -> Result<char> {
    let shared = |code: char| typechars.contains(code) && typeset.contains(code);
    if shared('F') && shared('d') {
        return Ok('D');
    }
    let stranger = typechars.chars().find(|&code| shared(code) && !BY_ELSIZE.contains(code));
    match stranger {
        Some(code) => Err(Error::new(ErrorKind::UnsizedCode { code })),
        None => Ok(BY_ELSIZE.chars().find(|&code| shared(code)).unwrap_or(default)),
    }
}

/// NumPy's description of a type code.
///
/// NumPy: [numpy.typename](https://numpy.org/doc/stable/reference/generated/numpy.typename.html).
///
/// # Errors
///
/// When NumPy has no description of it, as for `e`.
pub fn typename(code: &str) -> Result<&'static str> {
    Ok(match code {
        "S1" => "character",
        "?" => "bool",
        "b" => "signed char",
        "B" => "unsigned char",
        "h" => "short",
        "H" => "unsigned short",
        "i" => "integer",
        "I" => "unsigned integer",
        "l" => "long integer",
        "L" => "unsigned long integer",
        "q" => "long long integer",
        "Q" => "unsigned long long integer",
        "f" => "single precision",
        "d" => "double precision",
        "g" => "long precision",
        "F" => "complex single precision",
        "D" => "complex double precision",
        "G" => "complex long double precision",
        "S" => "string",
        "U" => "unicode",
        "V" => "void",
        "O" => "object",
        _ => return Err(Error::new(ErrorKind::UnknownChar { text: code.to_owned() })),
    })
}

/// The floating-point or complex type common to arrays of these types; integers count as `f8`.
///
/// NumPy: [numpy.common_type](https://numpy.org/doc/stable/reference/generated/numpy.common_type.html).
///
/// # Errors
///
/// When one of them is no number.
pub fn common_type(dtypes: &[DType]) -> Result<DType> {
    let half = Numeric { kind: Kind::Float, width: 2 };
    let mut common = half;
    for dtype in dtypes {
        let number = Numeric::of(dtype)
            .filter(|number| number.kind != Kind::Bool)
            .ok_or_else(|| Error::new(ErrorKind::NotNumeric))?;
        common = common.promote(if number.kind.is_integer() { Numeric::FLOAT64 } else { number });
    }
    Ok(common.dtype())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_code_that_holds_all() {
        let default = |codes| mintypecode(codes, "GDFgdf", 'd').unwrap();
        assert_eq!(
            ["f?", "FD", "dF", "dFG", "xyz", ""].map(default),
            ['f', 'D', 'D', 'D', 'd', 'd']
        );
        assert_eq!(mintypecode("iq", "iqlQ", 'd').unwrap(), 'q');
        let error = mintypecode("abc", "abc", 'd').unwrap_err();
        assert_eq!(
            (error.numpy_class(), error.to_string()),
            ("ValueError", "substring not found".into())
        );
    }

    #[test]
    fn codes_have_descriptions() {
        assert_eq!(typename("B").unwrap(), "unsigned char");
        let error = typename("e").unwrap_err();
        assert_eq!((error.numpy_class(), error.to_string()), ("KeyError", "'e'".into()));
    }

    #[test]
    fn arrays_share_a_float() {
        assert_eq!(common_type(&[]).unwrap(), DType::FLOAT16);
        assert_eq!(common_type(&[DType::FLOAT32, DType::INT8]).unwrap(), DType::FLOAT64);
        assert_eq!(common_type(&[DType::FLOAT16, DType::COMPLEX64]).unwrap(), DType::COMPLEX64);
        let error = common_type(&[DType::BOOL]).unwrap_err();
        assert_eq!(error.to_string(), "can't get common type for non-numeric array");
    }
}
