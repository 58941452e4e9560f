//! Numbers from text. Eight bytes are one word, in which digits are told from other bytes and summed up by
//! three multiplications ("SIMD within a register").

use ndstrata_kernels::text::eight_digits;

use super::nearest::nearest;

const ONES: u64 = 0x0101_0101_0101_0101;
const WIDE_ONES: u128 = (ONES as u128) << 64 | ONES as u128;
const TENS: [u64; 9] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

/// Whether a byte may be part of a number, which is then read as one.
pub(crate) fn stands_in_numbers(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'+' | b'-' | b'.' | b'e' | b'E')
}

/// The float that stands at `at`, and where it ends. `None` where there is none, or none of the plain kind:
/// `inf`, `nan`, more than 19 digits.
#[inline(always)]
pub(crate) fn float_at(bytes: &[u8], at: usize) -> Option<(f64, usize)> {
    let (is_negative, mut end) = sign(bytes, at);
    let mut mantissa = 0;
    let mut exponent = 0;
    if let Some((value, n_fraction, n)) = short_decimal(bytes, end) {
        (mantissa, exponent) = (value, -(n_fraction as i32));
        end += n;
    } else {
        let mut n_digits = digits(bytes, &mut end, &mut mantissa);
        if bytes.get(end) == Some(&b'.') {
            end += 1;
            let fraction = digits(bytes, &mut end, &mut mantissa);
            n_digits += fraction;
            exponent = -(fraction as i32);
        }
        // More digits may not fit.
        if n_digits == 0 || n_digits > 19 {
            return None;
        }
    }
    if let Some(b'e' | b'E') = bytes.get(end) {
        let sign = bytes.get(end + 1);
        let mut after = end + 1 + usize::from(matches!(sign, Some(b'+' | b'-')));
        let mut size = 0;
        match short_digits(bytes, &mut after, &mut size) {
            0 => {}
            1..=5 => {
                let size = size as i32;
                exponent += if sign == Some(&b'-') { -size } else { size };
                end = after;
            }
            _ => return None,
        }
    }
    let size = nearest(mantissa, exponent)?;
    Some((f64::from_bits(size.to_bits() | u64::from(is_negative) << 63), end))
}

/// Digits with a point among them that end within 16 bytes: their value without the point, how many come after
/// it, and how many bytes they are. One look finds both ends, so the next number need not wait for two.
#[inline(always)]
fn short_decimal(bytes: &[u8], at: usize) -> Option<(u64, usize, usize)> {
    let chunk: &[u8; 16] = bytes.get(at..)?.first_chunk()?;
    let word = u128::from_le_bytes(*chunk) ^ (0x30 * WIDE_ONES);
    // As in `digits`. A point carries nothing into the byte after it.
    let others = (word.wrapping_add(0x76 * WIDE_ONES) | word) & (0x80 * WIDE_ONES);
    let point = others.trailing_zeros() as usize / 8;
    if chunk.get(point) != Some(&b'.') {
        return None;
    }
    let n = (others & (others - 1)).trailing_zeros() as usize / 8;
    if !(2..16).contains(&n) {
        return None;
    }
    let before = (1 << (8 * point)) - 1;
    let digits = (word & before) | ((word >> 8) & !before);
    // The last digit comes last, zeros come first.
    let digits = digits << (8 * (17 - n));
    let value = eight_digits(digits as u64) * TENS[8] + eight_digits((digits >> 64) as u64);
    Some((value, n - 1 - point, n))
}

/// The integer that stands at `at`, as its sign and its size, and where it ends. `None` where there is none,
/// or one of more than 19 digits.
#[inline(always)]
pub(crate) fn integer_at(bytes: &[u8], at: usize) -> Option<(bool, u64, usize)> {
    let (is_negative, mut end) = sign(bytes, at);
    let mut size = 0;
    match digits(bytes, &mut end, &mut size) {
        1..=19 => Some((is_negative, size, end)),
        _ => None,
    }
}

/// Whether there is a minus, and what comes after a sign. Signs of numbers come as they like, so no branch
/// depends on them.
#[inline(always)]
fn sign(bytes: &[u8], at: usize) -> (bool, usize) {
    let byte = bytes.get(at).copied().unwrap_or_default();
    let (is_minus, is_plus) = (byte == b'-', byte == b'+');
    (is_minus, at + usize::from(is_minus | is_plus))
}

/// Appends the digits at `end` to `value`, moves `end` past them and counts them. Past 19 digits the value
/// means nothing.
#[inline(always)]
fn digits(bytes: &[u8], end: &mut usize, value: &mut u64) -> usize {
    let start = *end;
    while let Some(chunk) = bytes.get(*end..).and_then(<[u8]>::first_chunk::<8>) {
        let word = u64::from_le_bytes(*chunk) ^ (0x30 * ONES);
        // The upper bit of a byte is set where it is no digit; a carry only reaches bytes after such a one.
        let others = (word.wrapping_add(0x76 * ONES) | word) & (0x80 * ONES);
        if others == 0 {
            *value = value.wrapping_mul(TENS[8]).wrapping_add(eight_digits(word));
            *end += 8;
            continue;
        }
        let n = (others.trailing_zeros() / 8) as usize;
        if n > 0 {
            *value = value.wrapping_mul(TENS[n]).wrapping_add(eight_digits(word << (64 - 8 * n)));
            *end += n;
        }
        return *end - start;
    }
    short_digits(bytes, end, value);
    *end - start
}

/// The same for few digits.
#[inline(always)]
fn short_digits(bytes: &[u8], end: &mut usize, value: &mut u64) -> usize {
    let start = *end;
    while let Some(digit) = bytes.get(*end).map(|byte| byte.wrapping_sub(b'0')).filter(|&d| d < 10)
    {
        *value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
        *end += 1;
    }
    *end - start
}
