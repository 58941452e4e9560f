//! Whether elements share bytes: within one layout, and between two.

use super::Layout;

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
}
