//! `start:stop:step`, resolved as Python does.

use std::ops::{Range, RangeFrom, RangeFull, RangeTo};

use super::Index;
use crate::error::{Error, ErrorKind, Result};

/// A range of positions as Python's `slice`: negative bounds count from the end, bounds outside are
/// clipped.
///
/// NumPy: [slicing and striding](https://numpy.org/doc/stable/user/basics.indexing.html#slicing-and-striding).
/// Differs: a Rust range `a..b` is `a:b` as Python reads it, so `-3..-1` counts from the end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slice {
    start: Option<i64>,
    stop: Option<i64>,
    step: Option<i64>,
}

/// Positions of an axis: the first, the distance from one to the next, and how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Positions {
    pub(crate) start: usize,
    pub(crate) step: isize,
    pub(crate) len: usize,
}

impl Slice {
    /// `start:stop:step`, each of which may be left out.
    ///
    /// NumPy: none.
    pub fn new(
        start: impl Into<Option<i64>>,
        stop: impl Into<Option<i64>>,
        step: impl Into<Option<i64>>,
    ) -> Slice {
        Slice { start: start.into(), stop: stop.into(), step: step.into() }
    }

    /// `:`
    ///
    /// NumPy: none.
    pub const fn all() -> Slice {
        Slice { start: None, stop: None, step: None }
    }

    /// The same bounds with a step, which may be negative.
    ///
    /// NumPy: none.
    pub const fn step(mut self, step: i64) -> Slice {
        self.step = Some(step);
        self
    }

    /// The positions that it means on an axis of `length`.
    pub(crate) fn resolve(self, length: usize) -> Result<Positions> {
        let length = i64::try_from(length).unwrap_or(i64::MAX);
        let step = self.step.unwrap_or(1).max(-i64::MAX);
        if step == 0 {
            return Err(Error::new(ErrorKind::ZeroStep));
        }
        // A backward slice stops before position 0, that is at -1.
        let (lowest, highest) = if step > 0 { (0, length) } else { (-1, length - 1) };
        let clip = |bound: i64| {
            let wrapped = if bound < 0 { bound.saturating_add(length) } else { bound };
            wrapped.clamp(lowest, highest)
        };
        let (first, last) = if step > 0 { (lowest, highest) } else { (highest, lowest) };
        let start = self.start.map_or(first, clip);
        let stop = self.stop.map_or(last, clip);
        let distance = if step > 0 { stop - start } else { start - stop };
        if distance <= 0 {
            return Ok(Positions { start: 0, step: step as isize, len: 0 });
        }
        let len = (distance - 1) / step.abs() + 1;
        Ok(Positions { start: start as usize, step: step as isize, len: len as usize })
    }
}

macro_rules! slice_from_range {
    ($($range:ty, $r:ident => $start:expr, $stop:expr;)*) => {$(
        impl From<$range> for Slice {
            fn from($r: $range) -> Slice {
                Slice { start: $start, stop: $stop, step: None }
            }
        }

        impl From<$range> for Index {
            fn from(range: $range) -> Index {
                Index::Slice(range.into())
            }
        }
    )*};
}

slice_from_range! {
    RangeFull, _r => None, None;
    Range<i64>, r => Some(r.start), Some(r.end);
    RangeFrom<i64>, r => Some(r.start), None;
    RangeTo<i64>, r => None, Some(r.end);
    Range<i32>, r => Some(r.start.into()), Some(r.end.into());
    RangeFrom<i32>, r => Some(r.start.into()), None;
    RangeTo<i32>, r => None, Some(r.end.into());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn positions(slice: Slice, length: usize) -> Vec<isize> {
        let Positions { start, step, len } = slice.resolve(length).unwrap();
        (0..len as isize).map(|i| start as isize + i * step).collect()
    }

    #[test]
    fn python_gives_the_same_positions() {
        assert_eq!(positions(Slice::new(1, 7, 2), 10), [1, 3, 5]);
        assert_eq!(positions(Slice::new(8, 2, -2), 10), [8, 6, 4]);
        assert_eq!(positions(Slice::new(-3, None, -1), 5), [2, 1, 0]);
        assert_eq!(positions(Slice::new(20, 30, None), 10), []);
        assert_eq!(positions(Slice::new(-4, 3, -1), 10), [6, 5, 4]);
        assert_eq!(positions(Slice::all().step(-1), 3), [2, 1, 0]);
        assert_eq!(positions(Slice::all().step(i64::MIN), 3), [2]);
        assert_eq!(positions(Slice::new(i64::MIN, i64::MAX, i64::MAX), 3), [0]);
        assert!(Slice::all().step(0).resolve(3).is_err());
    }
}
