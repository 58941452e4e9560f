//! The range of bytes that a layout touches, relative to its first element.

use super::Layout;

/// Bytes from the lowest that any element covers to the one after the highest, relative to the
/// element at index zero. Both are 0 where there are no elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// At most 0.
    pub start: isize,
    /// At least 0.
    pub end: isize,
}

impl Layout {
    /// The bytes that the elements cover, or `None` when that does not fit in `isize`.
    pub fn extent(&self, itemsize: usize) -> Option<Extent> {
        if self.size() == 0 {
            return Some(Extent { start: 0, end: 0 });
        }
        let mut extent = Extent { start: 0, end: isize::try_from(itemsize).ok()? };
        for (&n, &stride) in self.shape().iter().zip(self.strides()) {
            let span = isize::try_from(n - 1).ok()?.checked_mul(stride)?;
            if span < 0 {
                extent.start = extent.start.checked_add(span)?;
            } else {
                extent.end = extent.end.checked_add(span)?;
            }
        }
        extent.end.checked_sub(extent.start)?;
        Some(extent)
    }
}
