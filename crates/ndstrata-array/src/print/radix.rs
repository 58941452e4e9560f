//! Integers in any base: [`base_repr`] and [`binary_repr`].

use super::error::PrintError;
use crate::Result;

/// The digits of an integer in a base from 2 to 36, after `padding` zeros.
///
/// NumPy: [numpy.base_repr](https://numpy.org/doc/stable/reference/generated/numpy.base_repr.html).
///
/// # Errors
///
/// For any other base.
///
/// # Example
/// ```
/// use ndstrata_array::base_repr;
/// assert_eq!(base_repr(6, 5, 0)?, "11");
/// assert_eq!(base_repr(-255, 16, 3)?, "-000FF");
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
pub fn base_repr(number: i128, base: i64, padding: usize) -> Result<String> {
    let radix = u128::try_from(base).ok().filter(|radix| (2..=36).contains(radix));
    let radix = radix.ok_or(PrintError::Base { base })?;
    let sign = if number < 0 { "-" } else { "" };
    let digits = match number {
        // The padding stands for the zero if there is any.
        0 if padding > 0 => String::new(),
        _ => digits_in(number.unsigned_abs(), radix),
    };
    zero_filled(sign, padding, &digits)
}

/// The bits of an integer, padded to `width`; a negative one in two's complement if a width is
/// given, and otherwise after a minus sign.
///
/// NumPy: [numpy.binary_repr](https://numpy.org/doc/stable/reference/generated/numpy.binary_repr.html).
///
/// # Errors
///
/// When the number needs more bits than `width`.
///
/// # Example
/// ```
/// use ndstrata_array::binary_repr;
/// assert_eq!(binary_repr(-3, None)?, "-11");
/// assert_eq!(binary_repr(-3, 5)?, "11101");
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
pub fn binary_repr(number: i128, width: impl Into<Option<usize>>) -> Result<String> {
    let (sign, fill, bits) = match (number, width.into()) {
        (0, width) => return zero_filled("", width.unwrap_or(1).max(1) - 1, "0"),
        (1.., width) => ("", width, format!("{number:b}")),
        (_, None) => ("-", None, digits_in(number.unsigned_abs(), 2)),
        (_, Some(width)) => {
            // As many bits as the number needs, so that its first one, the sign, is set.
            let needed = (128 - (number + 1).unsigned_abs().leading_zeros() + 1).max(1);
            let bits = format!("{number:b}");
            let bits = bits[bits.len() - needed as usize..].to_owned();
            if width < bits.len() {
                return Err(PrintError::BitWidth { width, needed: bits.len() }.into());
            }
            let ones = width - bits.len();
            return filled("", '1', ones, &bits);
        }
    };
    match fill {
        Some(width) if width < bits.len() => {
            Err(PrintError::BitWidth { width, needed: bits.len() }.into())
        }
        Some(width) => zero_filled(sign, width - bits.len(), &bits),
        None => zero_filled(sign, 0, &bits),
    }
}

fn digits_in(mut number: u128, radix: u128) -> String {
    let mut digits = Vec::new();
    loop {
        digits.push(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[(number % radix) as usize]);
        number /= radix;
        if number == 0 {
            break;
        }
    }
    digits.iter().rev().map(|&digit| char::from(digit)).collect()
}

fn zero_filled(sign: &str, n_zeros: usize, digits: &str) -> Result<String> {
    filled(sign, '0', n_zeros, digits)
}

fn filled(sign: &str, fill: char, n: usize, digits: &str) -> Result<String> {
    let mut out = String::new();
    let len = n.checked_add(sign.len() + digits.len()).ok_or(PrintError::OutOfMemory)?;
    out.try_reserve_exact(len).map_err(|_| PrintError::OutOfMemory)?;
    out.push_str(sign);
    out.extend(std::iter::repeat_n(fill, n));
    out.push_str(digits);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_numpy_printed() {
        assert_eq!(base_repr(0, 2, 3).ok().as_deref(), Some("000"));
        assert_eq!(base_repr(0, 2, 0).ok().as_deref(), Some("0"));
        assert_eq!(base_repr(-35, 36, 2).ok().as_deref(), Some("-00Z"));
        assert_eq!(binary_repr(0, 3).ok().as_deref(), Some("000"));
        assert_eq!(binary_repr(0, 0).ok().as_deref(), Some("0"));
        assert_eq!(binary_repr(-4, 3).ok().as_deref(), Some("100"));
        assert_eq!(binary_repr(-1, 1).ok().as_deref(), Some("1"));
        assert_eq!(binary_repr(-128, None).ok().as_deref(), Some("-10000000"));
        assert_eq!(binary_repr(i128::MIN, 128).map(|bits| bits.len()).ok(), Some(128));
    }

    fn fails(text: Result<String>, why: PrintError) {
        assert_eq!(text.unwrap_err().kind(), &crate::ErrorKind::Print(why));
    }

    #[test]
    fn what_does_not_fit_is_an_error() {
        fails(base_repr(1, 37, 0), PrintError::Base { base: 37 });
        fails(base_repr(1, -1, 0), PrintError::Base { base: -1 });
        fails(binary_repr(200, 3), PrintError::BitWidth { width: 3, needed: 8 });
        fails(binary_repr(-5, 3), PrintError::BitWidth { width: 3, needed: 4 });
        fails(binary_repr(1, usize::MAX), PrintError::OutOfMemory);
    }
}
