//! How two units relate: the factor between them, the unit common to both, which casts are allowed.

use super::{DateTimeBase, DateTimeErrorKind, DateTimeUnit};
use crate::{Casting, Result};

/// NumPy gives up on a factor when its product reaches into the top byte.
const OVERFLOW_BITS: u64 = 0xff00_0000_0000_0000;

/// How many of `small` make one of `large`, both of fixed length; a month counts as a week, and a
/// year as a month, as NumPy takes them where it has excluded them before. `None` on overflow.
pub(super) fn factor(large: DateTimeBase, small: DateTimeBase) -> Option<u64> {
    let (mut base, mut factor) = (large, 1u64);
    while base < small {
        let (next, count) = match base {
            DateTimeBase::Year => (DateTimeBase::Month, 1),
            DateTimeBase::Month => (DateTimeBase::Week, 1),
            _ => base.next_smaller()?,
        };
        factor = factor.checked_mul(count as u64).filter(|f| f & OVERFLOW_BITS == 0)?;
        base = next;
    }
    Some(factor)
}

/// Whether a type counts dates or durations: only durations refuse to mix months with days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DateOrDelta {
    /// `datetime64`
    Date,
    /// `timedelta64`
    Delta,
}

impl DateTimeUnit {
    /// The coarsest unit in which both can be counted: the one of `promote_types`.
    ///
    /// `kind` is [`DateOrDelta::Delta`] where both count durations.
    ///
    /// # Errors
    ///
    /// Years or months with a unit of fixed length, for two durations; a common unit that does not
    /// fit.
    pub fn common(self, other: DateTimeUnit, kind: DateOrDelta) -> Result<DateTimeUnit> {
        let units = [self, other];
        if self.is_generic() {
            return Ok(other);
        }
        if other.is_generic() {
            return Ok(self);
        }
        let (mut n1, mut n2) = (u64::from(self.multiple), u64::from(other.multiple));
        let mut scale = |larger_is_first: bool, factor: Option<u64>| {
            let n = if larger_is_first { &mut n1 } else { &mut n2 };
            // NumPy wraps here; the check of the result below then catches what it catches.
            *n = n.wrapping_mul(factor?);
            Some(())
        };
        let first_is_larger = self.base < other.base;
        let (large, small) = if first_is_larger { (self, other) } else { (other, self) };
        let overflow = || DateTimeErrorKind::CommonUnitOverflow { units };
        match (large.base, small.base) {
            (a, b) if a == b => {}
            (DateTimeBase::Year, DateTimeBase::Month) => {
                scale(first_is_larger, Some(12)).ok_or_else(overflow)?;
            }
            (DateTimeBase::Year | DateTimeBase::Month, _) => {
                if kind == DateOrDelta::Delta {
                    return Err(DateTimeErrorKind::Nonlinear { units }.into());
                }
                scale(first_is_larger, factor(large.base, small.base)).ok_or_else(overflow)?;
            }
            (a, b) => scale(first_is_larger, factor(a, b)).ok_or_else(overflow)?,
        }
        let multiple = u32::try_from(gcd(n1, n2)).ok();
        let multiple = multiple.filter(|&m| m > 0 && m <= i32::MAX as u32);
        Ok(DateTimeUnit { base: small.base, multiple: multiple.ok_or_else(overflow)? })
    }

    /// Whether a value of this unit may become one of `to`.
    ///
    /// Unlike `can_cast` it knows nothing of byte order: the rule `no` is `equiv` here.
    pub fn can_cast(self, to: DateTimeUnit, kind: DateOrDelta, casting: Casting) -> bool {
        match casting {
            _ if self.is_alias_of(to) => true,
            Casting::No | Casting::Equiv => self == to,
            Casting::Safe => {
                can_cast_base(self.base, to.base, kind, casting) && self.is_multiple_of(to, kind)
            }
            Casting::SameKind => can_cast_base(self.base, to.base, kind, casting),
            Casting::Unsafe => true,
        }
    }

    /// Whether NumPy takes this for `to` in another spelling, as `[1000ms]` for `[s]`.
    ///
    /// It divides without looking at the rest, so `[2001ms]` passes for `[2s]` too.
    fn is_alias_of(self, to: DateTimeUnit) -> bool {
        let thousands = match factor(to.base, self.base) {
            Some(factor) if to.base >= DateTimeBase::Second && !self.is_generic() => factor,
            _ => return false,
        };
        let is_metric = matches!(thousands, 1_000 | 1_000_000 | 1_000_000_000);
        let ratio = self.multiple.checked_div(to.multiple).map(u64::from);
        is_metric && to.base < self.base && ratio == Some(thousands)
    }

    /// Whether each tick of this unit is a whole number of ticks of `smaller`.
    fn is_multiple_of(self, smaller: DateTimeUnit, kind: DateOrDelta) -> bool {
        use DateTimeBase as B;
        let n = (u64::from(self.multiple), u64::from(smaller.multiple));
        let (n1, n2) = match (self.base, smaller.base) {
            (B::Generic, _) => return true,
            (_, B::Generic) => return false,
            (a, b) if a == b => n,
            (B::Year, B::Month) => (n.0 * 12, n.1),
            (B::Month, B::Year) => (n.0, n.1 * 12),
            (B::Year | B::Month, _) | (_, B::Year | B::Month) => {
                return kind == DateOrDelta::Date;
            }
            (a, b) => {
                let (Some(f1), Some(f2)) = (factor(a, b), factor(b, a)) else { return false };
                let (Some(n1), Some(n2)) = (n.0.checked_mul(f1), n.1.checked_mul(f2)) else {
                    return false;
                };
                (n1, n2)
            }
        };
        (n1 | n2) & OVERFLOW_BITS == 0 && n1.checked_rem(n2) == Some(0)
    }
}

/// The rule between bases alone, by which text and dates are cut.
pub(super) fn can_cast_base(
    from: DateTimeBase,
    to: DateTimeBase,
    kind: DateOrDelta,
    casting: Casting,
) -> bool {
    let is_calendar = |base: DateTimeBase| base <= DateTimeBase::Month;
    let generic = from == DateTimeBase::Generic || to == DateTimeBase::Generic;
    // A unit can be taken on, but not lost.
    let keeps_unit = from == DateTimeBase::Generic;
    let mixes = kind == DateOrDelta::Delta && is_calendar(from) != is_calendar(to);
    match casting {
        Casting::No | Casting::Equiv => from == to,
        Casting::Safe if generic => keeps_unit,
        Casting::Safe => from <= to && !mixes,
        Casting::SameKind if generic => keeps_unit,
        Casting::SameKind => !mixes,
        Casting::Unsafe => true,
    }
}

pub(super) fn gcd(a: u64, b: u64) -> u64 {
    let (mut a, mut b) = (a, b);
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}
