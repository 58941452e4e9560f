//! [`Real`]: a floating-point number of any of the three widths, and its shortest digits.
//!
//! "Shortest" means the fewest digits that read back as the same number in the same width; of
//! several, the closest. What is done with the digits (cutting, extending) is for `digits`.

use half::f16;

use super::digits::Digits;

/// A floating-point number that remembers its width, which decides how many digits tell it apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Real {
    /// 16 bits.
    F16(f16),
    /// 32 bits.
    F32(f32),
    /// 64 bits.
    F64(f64),
}

impl From<f16> for Real {
    fn from(x: f16) -> Real {
        Real::F16(x)
    }
}

impl From<f32> for Real {
    fn from(x: f32) -> Real {
        Real::F32(x)
    }
}

impl From<f64> for Real {
    fn from(x: f64) -> Real {
        Real::F64(x)
    }
}

impl Real {
    /// The same number in 64 bits; always exact.
    #[inline]
    pub(super) fn to_f64(self) -> f64 {
        match self {
            Real::F16(x) => x.to_f64(),
            Real::F32(x) => f64::from(x),
            Real::F64(x) => x,
        }
    }

    /// How many decimal digits of a normal number are right when its shortest digits are padded
    /// with zeros: there, half a unit of the last binary place is less than half of the last digit.
    pub(super) fn safe_digits(self) -> i32 {
        let (x, smallest_normal, digits) = match self {
            Real::F16(x) => (x.to_f64(), 6.103_515_625e-5, 3),
            Real::F32(x) => (f64::from(x), f64::from(f32::MIN_POSITIVE), 6),
            Real::F64(x) => (x, f64::MIN_POSITIVE, 15),
        };
        if x.abs() >= smallest_normal { digits } else { 0 }
    }

    pub(super) fn is_power_of_two(self) -> bool {
        self.to_f64().to_bits() << 12 == 0
    }

    /// Whether `digits` times `10^exponent` reads as the absolute value in this width.
    pub(super) fn is_read_from(self, digits: &str, exponent: i32) -> bool {
        let text = format!("{digits}e{exponent}");
        match self {
            Real::F16(x) => {
                text.parse().map(f16::from_f32) == Ok(f16::from_bits(x.to_bits() & 0x7fff))
            }
            Real::F32(x) => text.parse() == Ok(x.abs()),
            Real::F64(x) => text.parse() == Ok(x.abs()),
        }
    }

    /// The shortest digits of the absolute value, which must be finite.
    pub(super) fn shortest(self) -> Digits {
        match self {
            _ if self.to_f64() == 0.0 => Digits::zero(),
            Real::F16(x) => shortest_f16(x),
            Real::F32(x) => {
                Digits::from_text(zmij::Buffer::new().format_finite(x.abs()).as_bytes())
            }
            Real::F64(x) => {
                Digits::from_text(zmij::Buffer::new().format_finite(x.abs()).as_bytes())
            }
        }
    }
}

/// The free-format algorithm of Steele and White in 64-bit integers, which hold any half exactly.
fn shortest_f16(x: f16) -> Digits {
    let bits = u64::from(x.to_bits() & 0x7fff);
    let (biased, fraction) = (bits >> 10, bits & 0x3ff);
    let (mantissa, shift) =
        if biased == 0 { (fraction, 0) } else { (fraction | 0x400, biased - 1) };
    let even = mantissa % 2 == 0;
    // Everything in units of 2^-26: the number, and half of the gaps to its neighbours.
    let mut value = mantissa << (shift + 2);
    let mut above = 1u64 << (shift + 1);
    let mut below = if fraction == 0 && biased > 1 { above / 2 } else { above };
    let mut one = 1u64 << 26;
    let mut digits = Digits::empty();
    while value >= one * 10 {
        one *= 10;
        digits.exponent += 1;
    }
    while value < one {
        (value, above, below) = (value * 10, above * 10, below * 10);
        digits.exponent -= 1;
    }
    loop {
        let mut digit = value / one;
        value %= one;
        let low = if even { value <= below } else { value < below };
        let high = if even { value + above >= one } else { value + above > one };
        if !low && !high {
            digits.push(b'0' + digit as u8);
            (value, above, below) = (value * 10, above * 10, below * 10);
            continue;
        }
        let nearest_up = 2 * value > one || (2 * value == one && digit % 2 == 1);
        if high && (!low || nearest_up) {
            digit += 1;
        }
        if digit == 10 {
            // Only the first digit can carry: a later one would have ended the loop before.
            digits.push(b'1');
            digits.exponent += 1;
        } else {
            digits.push(b'0' + digit as u8);
        }
        return digits;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(x: impl Into<Real>, digits: &str, exponent: i32) {
        let shortest = x.into().shortest();
        assert_eq!((shortest.as_str(), shortest.exponent), (digits, exponent));
    }

    #[test]
    fn the_shortest_digits_tell_a_number_apart_in_its_width() {
        check(0.1, "1", -1);
        check(0.1f32, "1", -1);
        check(f16::from_f64(0.1), "1", -1);
        check(f16::PI, "314", 0);
        check(f16::MAX, "655", 4);
        check(f16::from_bits(1), "6", -8);
        check(f16::from_f64(2048.0), "2048", 3);
        check(16_777_216.0f32, "16777216", 7);
        check(5e-324, "5", -324);
        check(1e23, "1", 23);
        check(123.456, "123456", 2);
        check(1200.0, "12", 3);
        check(-0.0, "0", 0);
    }

    #[test]
    fn every_half_reads_back_as_itself() {
        for bits in 1..0x7c00 {
            let x = f16::from_bits(bits);
            let digits = Real::F16(x).shortest();
            let text = format!("{}e{}", digits.as_str(), digits.exponent + 1 - digits.len());
            let back: f64 = text.parse().expect("digits and an exponent");
            assert_eq!(f16::from_f64(back), x, "{text}");
        }
    }
}
