//! Decimal digits of a number, cut or extended to a number of places.
//!
//! This gives the digits that NumPy's Dragon4 gives, from two sources that are faster: the shortest
//! digits of `real`, and the standard library's exact expansion (rounded half to even) where those do
//! not decide. Where the point stands and what is trimmed or padded is for `float_text`.

use std::cmp::Ordering;
use std::fmt::Write;

use smallvec::SmallVec;

use super::real::Real;

/// Significant decimal digits; the first stands for `10^exponent`.
#[derive(Clone, Debug)]
pub(super) struct Digits {
    ascii: SmallVec<[u8; 24]>,
    pub(super) exponent: i32,
}

/// What a number of places counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Count {
    /// All significant digits.
    Significant,
    /// The digits after the point.
    Fraction,
}

/// Which digits are wanted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Places {
    /// Stop where the number is told apart from its neighbours.
    pub(super) unique: bool,
    pub(super) count: Count,
    /// At most so many places.
    pub(super) most: Option<i32>,
    /// At least so many places; only with `unique`.
    pub(super) least: Option<i32>,
    /// Whether it matters which trailing zeros belong to the digits. It does not where the writer
    /// pads to the same number of places anyway.
    pub(super) exact_zeros: bool,
}

/// No 64-bit number has more digits after the point, nor more significant ones.
const MOST_PLACES: i32 = 1074;

impl Digits {
    pub(super) fn empty() -> Digits {
        Digits { ascii: SmallVec::new(), exponent: 0 }
    }

    pub(super) fn zero() -> Digits {
        Digits { ascii: SmallVec::from_slice(b"0"), exponent: 0 }
    }

    /// Reads `123.4`, `0.0012`, `1.2e-7` or `1.2e+17`; trailing zeros are dropped.
    pub(super) fn from_text<'t>(text: &'t [u8]) -> Digits {
        let split = |text: &'t [u8], mark| match text.iter().position(|&byte: &u8| byte == mark) {
            Some(at) => (&text[..at], &text[at + 1..]),
            None => (text, &[][..]),
        };
        let (number, scale) = split(text, b'e');
        let (whole, fraction) = split(number, b'.');
        let mut digits = Digits::empty();
        if whole == b"0" {
            let zeros = fraction.iter().take_while(|&&digit| digit == b'0').count();
            digits.ascii.extend_from_slice(&fraction[zeros..]);
            digits.exponent = -1 - zeros as i32;
        } else {
            digits.ascii.extend_from_slice(whole);
            digits.ascii.extend_from_slice(fraction);
            digits.exponent = whole.len() as i32 - 1;
        }
        let (sign, scale) = match scale {
            [b'-', scale @ ..] => (-1, scale),
            [b'+', scale @ ..] | scale => (1, scale),
        };
        let scale = scale.iter().fold(0, |scale, digit| 10 * scale + i32::from(digit & 0xf));
        digits.exponent += sign * scale;
        digits.strip_zeros();
        if digits.is_empty() { Digits::zero() } else { digits }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ascii.is_empty()
    }

    pub(super) fn len(&self) -> i32 {
        // At most MOST_PLACES and a few.
        self.ascii.len() as i32
    }

    pub(super) fn push(&mut self, digit: u8) {
        self.ascii.push(digit);
    }

    pub(super) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.ascii).unwrap_or_default()
    }

    pub(super) fn strip_zeros(&mut self) {
        while self.ascii.len() > 1 && self.ascii.last() == Some(&b'0') {
            self.ascii.pop();
        }
    }

    /// The power of ten that the last digit stands for.
    fn last_place(&self) -> i32 {
        self.exponent + 1 - self.len()
    }

    fn is_zero(&self) -> bool {
        self.ascii.first() == Some(&b'0')
    }

    /// The digits of the absolute value of `x`, which must be finite.
    pub(super) fn of(x: Real, places: Places) -> Digits {
        let shortest = x.shortest();
        if shortest.is_zero() {
            return shortest;
        }
        // The place of the last digit wanted, as a power of ten.
        let place = |n: i32| match places.count {
            Count::Significant => shortest.exponent.saturating_sub(n.max(1) - 1),
            Count::Fraction => -n,
        };
        let mut last = shortest.last_place();
        if places.unique {
            last = places.least.map_or(last, |least| last.min(place(least)));
            last = places.most.map_or(last, |most| last.max(place(most)));
        } else {
            last = place(places.most.unwrap_or(MOST_PLACES));
        }
        match last.cmp(&shortest.last_place()) {
            Ordering::Greater => shortest.cut(x, last),
            Ordering::Equal if places.unique => shortest,
            // At a power of two the shortest digits need not be the nearest of their number.
            Ordering::Equal | Ordering::Less => shortest.extend(x, last, places),
        }
    }

    /// Rounds `x`, of which these are the shortest digits, at a place before the last one.
    ///
    /// No number of as few digits lies between `x` and its shortest digits, so that these decide,
    /// but for a tie.
    fn cut(mut self, x: Real, place: i32) -> Digits {
        let kept = self.exponent - place + 1;
        let dropped = usize::try_from(kept).map_or(&[][..], |kept| &self.ascii[kept..]);
        let last_kept = match usize::try_from(kept) {
            Ok(kept @ 1..) => self.ascii[kept - 1],
            _ => b'0',
        };
        let up = match dropped {
            [] => false,
            [b'5'] => match self.compare(x) {
                Ordering::Less => true,
                Ordering::Equal => last_kept % 2 == 1,
                Ordering::Greater => false,
            },
            [first, ..] => *first >= b'5',
        };
        self.ascii.truncate(usize::try_from(kept).unwrap_or(0));
        if self.is_empty() {
            self.exponent = place;
            self.push(if up { b'1' } else { b'0' });
        } else if up {
            self.increment();
        }
        self
    }

    /// Adds one to the last digit; nines that carry are dropped.
    fn increment(&mut self) {
        while self.ascii.last() == Some(&b'9') {
            self.ascii.pop();
        }
        match self.ascii.last_mut() {
            Some(digit) => *digit += 1,
            None => {
                self.push(b'1');
                self.exponent += 1;
            }
        }
    }

    /// Rounds `x`, of which these are the shortest digits, at a place after the last one.
    fn extend(self, x: Real, place: i32, places: Places) -> Digits {
        let wanted = self.exponent.saturating_sub(place).saturating_add(1);
        let mut digits = if wanted <= x.safe_digits() {
            self
        } else {
            let digits = round_exactly(x, place, wanted, places.count);
            if places.unique { digits.stay_unique(x, place) } else { digits }
        };
        digits.strip_zeros();
        if places.exact_zeros {
            let keep_zeros = match digits.compare(x) {
                Ordering::Less => true,
                Ordering::Equal => places.unique,
                Ordering::Greater => false,
            };
            if keep_zeros {
                let len = usize::try_from(wanted).unwrap_or(0);
                digits.ascii.resize(len.max(digits.ascii.len()), b'0');
            }
        }
        digits
    }

    /// Below a power of two the neighbours are closer, and the nearest digits may belong to one of
    /// them; then the next ones above do not.
    fn stay_unique(mut self, x: Real, place: i32) -> Digits {
        if x.is_power_of_two() && !x.is_read_from(self.as_str(), self.last_place()) {
            let len = usize::try_from(self.exponent - place + 1).unwrap_or(0);
            self.ascii.resize(len.max(self.ascii.len()), b'0');
            self.increment();
        }
        self
    }

    /// Compares these digits with the exact absolute value of `x`.
    fn compare(&self, x: Real) -> Ordering {
        let exact = exact_significant(x, MOST_PLACES);
        let by_digits = || self.as_str().trim_end_matches('0').cmp(exact.as_str());
        self.exponent.cmp(&exact.exponent).then_with(by_digits)
    }
}

/// The absolute value rounded at a place, of `wanted` significant digits before it.
fn round_exactly(x: Real, place: i32, wanted: i32, count: Count) -> Digits {
    if !matches!(x, Real::F64(_)) {
        // The digits of a narrow number, as those of the wide one that it exactly is.
        let wide = Real::F64(x.to_f64());
        let shortest = wide.shortest();
        // What is a power of ten in the narrow width may be a little less in the wide one.
        let place = match count {
            Count::Significant => shortest.exponent - wanted + 1,
            Count::Fraction => place,
        };
        if place > shortest.last_place() {
            return shortest.cut(wide, place);
        }
        if wanted <= wide.safe_digits() {
            return shortest;
        }
    }
    match count {
        Count::Significant => exact_significant(x, wanted),
        Count::Fraction => exact_fraction(x, -place),
    }
}

/// The absolute value rounded to `n` significant digits, trailing zeros dropped.
fn exact_significant(x: Real, n: i32) -> Digits {
    let mut text = ExactText::default();
    let after_first = usize::try_from(n.min(MOST_PLACES) - 1).unwrap_or(0);
    // Writing to this buffer cannot fail.
    let _ = write!(text, "{:.*e}", after_first, x.to_f64().abs());
    Digits::from_text(&text.0)
}

/// The absolute value rounded to `n` digits after the point, trailing zeros dropped.
fn exact_fraction(x: Real, n: i32) -> Digits {
    let mut text = ExactText::default();
    let after_point = usize::try_from(n.min(MOST_PLACES)).unwrap_or(0);
    // Writing to this buffer cannot fail.
    let _ = write!(text, "{:.*}", after_point, x.to_f64().abs());
    Digits::from_text(&text.0)
}

/// Takes the standard library's text of a number apart while it is written.
#[derive(Default)]
struct ExactText(SmallVec<[u8; 64]>);

impl Write for ExactText {
    fn write_str(&mut self, text: &str) -> std::fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(x: f64, places: Places) -> String {
        let digits = Digits::of(Real::F64(x), places);
        format!("{}e{}", digits.as_str(), digits.exponent)
    }

    const UNIQUE: Places = Places {
        unique: true,
        count: Count::Significant,
        most: None,
        least: None,
        exact_zeros: true,
    };

    #[test]
    fn cutting_rounds_the_exact_value_half_to_even() {
        let cut = |x, most| digits(x, Places { most: Some(most), ..UNIQUE });
        assert_eq!(cut(0.25, 1), "2e-1");
        assert_eq!(cut(0.35, 1), "3e-1"); // 0.34999…
        assert_eq!(cut(0.45, 1), "5e-1"); // 0.45000…01
        assert_eq!(cut(1.20004, 4), "1200e0");
        assert_eq!(cut(1.1996, 4), "12e0");
        assert_eq!(cut(9.9996, 4), "1e1");
        assert_eq!(cut(1e23, 1), "1e23");
    }

    #[test]
    fn a_cut_before_the_first_digit_leaves_nothing_or_one() {
        let cut =
            |x, most| digits(x, Places { count: Count::Fraction, most: Some(most), ..UNIQUE });
        assert_eq!(cut(0.0001, 2), "0e-2");
        assert_eq!(cut(0.005, 2), "1e-2"); // 0.00500…01
        assert_eq!(cut(0.5, 0), "0e0");
        assert_eq!(cut(0.51, 0), "1e0");
        assert_eq!(cut(1.5, 0), "2e0");
    }

    #[test]
    fn extending_shows_the_exact_value() {
        let extend = |x, least| digits(x, Places { least: Some(least), ..UNIQUE });
        assert_eq!(extend(1e23, 21), "999999999999999916114e22");
        assert_eq!(extend(0.01, 4), "1000e-2");
        assert_eq!(extend(0.3, 16), "3e-1");
        assert_eq!(extend(0.3, 17), "29999999999999999e-1");
        let all = |x| digits(x, Places { unique: false, most: Some(800), ..UNIQUE });
        assert_eq!(all(0.1), "1000000000000000055511151231257827021181583404541015625e-1");
        assert_eq!(all(0.03125), "3125e-2");
        let sixteen = Places { unique: false, most: Some(16), ..UNIQUE };
        assert_eq!(digits(f64::from_bits(16 << 52), sixteen), "7291122019556397e-304");
    }
}
