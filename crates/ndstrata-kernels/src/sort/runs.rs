//! Whether elements are one run already.

use core::cmp::Ordering;

use crate::Isa;
use crate::versions::{Body, run_at};

/// Elements looked at before the answer is asked for: whole chunks at once, which vectors do.
const CHUNK: usize = 128;

/// `Less` if the keys of all elements ascend, `Greater` if they strictly descend, or `None`.
pub(super) fn which_run<T, K>(isa: Isa, values: &[T], key: impl Fn(&T) -> K) -> Option<Ordering>
where
    K: PartialOrd,
{
    match values {
        [first, second, ..] if key(first) > key(second) => {
            let is_run = run_at(isa, Neighbours { values, holds: |a: &T, b: &T| key(a) > key(b) });
            is_run.then_some(Ordering::Greater)
        }
        _ => {
            let is_run = run_at(isa, Neighbours { values, holds: |a: &T, b: &T| key(a) <= key(b) });
            is_run.then_some(Ordering::Less)
        }
    }
}

/// Whether something holds for all neighbours.
struct Neighbours<'a, T, F> {
    values: &'a [T],
    holds: F,
}

impl<T, F: Fn(&T, &T) -> bool> Body for Neighbours<'_, T, F> {
    type Output = bool;
    #[inline(always)]
    fn run(self) -> bool {
        let after = self.values.get(1..).unwrap_or_default();
        let mut chunks = self.values.chunks(CHUNK).zip(after.chunks(CHUNK));
        chunks.all(|(before, after)| {
            before.iter().zip(after).fold(true, |all, (a, b)| all & (self.holds)(a, b))
        })
    }
}
