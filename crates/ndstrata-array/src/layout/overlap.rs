//! Whether elements share bytes: within one layout, and between two.

use super::Layout;
use super::diophantine::{Term, solve};

/// How sure the answer to "do these share memory?" is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overlap {
    /// No byte is shared.
    No,
    /// Some byte is shared.
    Yes,
    /// The search was given up at its bound; treat it as shared.
    TooHard,
}

impl Layout {
    /// Whether two elements of this layout may share a byte. Never says no wrongly; says yes
    /// wrongly only for interleaved layouts, which slicing cannot make.
    pub fn may_self_overlap(&self, itemsize: usize) -> bool {
        if self.size() <= 1 || itemsize == 0 {
            return false;
        }
        let mut axes: smallvec::SmallVec<[(usize, usize); 4]> = self
            .shape()
            .iter()
            .zip(self.strides())
            .filter(|&(&n, _)| n > 1)
            .map(|(&n, &stride)| (stride.unsigned_abs(), n))
            .collect();
        axes.sort_unstable();
        let mut reach = itemsize;
        for (stride, n) in axes {
            if stride < reach {
                return true;
            }
            reach = (n - 1).saturating_mul(stride).saturating_add(reach);
        }
        false
    }

    /// Whether an element of this layout shares a byte with one of another layout, whose element at
    /// index zero lies `distance` bytes after this one's. The answer is exact unless the search
    /// takes more than `max_work` steps; `Some(0)` compares the ranges of bytes only, and says yes
    /// where they meet.
    pub fn shares_bytes(
        &self,
        itemsize: usize,
        other: &Layout,
        other_itemsize: usize,
        distance: i128,
        max_work: Option<u64>,
    ) -> Overlap {
        let (Some(a), Some(b)) = (self.extent(itemsize), other.extent(other_itemsize)) else {
            return Overlap::TooHard;
        };
        let is_empty = |layout: &Layout, itemsize: usize| layout.size() == 0 || itemsize == 0;
        if is_empty(self, itemsize) || is_empty(other, other_itemsize) {
            return Overlap::No;
        }
        let (a_start, a_end) = (a.start as i128, a.end as i128);
        let (b_start, b_end) = (distance + b.start as i128, distance + b.end as i128);
        if a_end <= b_start || b_end <= a_start {
            return Overlap::No;
        }
        if max_work == Some(0) {
            return Overlap::Yes;
        }
        // From one array's first byte up to the other's last: steps up in the one and down in the
        // other, bytes within an element of each included.
        let target = (b_end - 1 - a_start).min(a_end - 1 - b_start);
        let mut terms = Vec::new();
        for (layout, itemsize) in [(self, itemsize), (other, other_itemsize)] {
            let axes = layout.shape().iter().zip(layout.strides());
            terms.extend(axes.filter(|&(_, &stride)| stride != 0).map(|(&n, &stride)| Term {
                coefficient: stride.unsigned_abs() as i128,
                bound: n as i128 - 1,
            }));
            terms.push(Term { coefficient: 1, bound: itemsize as i128 - 1 });
        }
        solve(&terms, target, max_work)
    }
}
