//! [`Runs`]: a source and a target of one conversion, as pointer, stride and count.
#![expect(unsafe_code, reason = "shows the elements of raw runs as slices")]

use crate::error::Result;

/// Two runs of as many elements.
#[derive(Clone, Copy, Debug)]
pub(super) struct Runs {
    pub(super) dst: *mut u8,
    pub(super) dst_stride: isize,
    pub(super) src: *const u8,
    pub(super) src_stride: isize,
    pub(super) count: usize,
}

impl Runs {
    /// The part of `count` elements from element `first` on.
    pub(super) fn part(self, first: usize, count: usize) -> Runs {
        let first = first as isize;
        Runs {
            dst: self.dst.wrapping_offset(first * self.dst_stride),
            src: self.src.wrapping_offset(first * self.src_stride),
            count,
            ..self
        }
    }

    /// The same elements `dst` and `src` bytes into them: those of fields.
    pub(super) fn at(self, dst: usize, src: usize) -> Runs {
        Runs { dst: self.dst.wrapping_add(dst), src: self.src.wrapping_add(src), ..self }
    }

    /// Calls `convert` with the bytes of each target and source element, until it fails.
    ///
    /// # Safety
    ///
    /// `sizes` bytes of each element (target, source) are initialised and may be written and read;
    /// no written byte is one that is read.
    pub(super) unsafe fn for_each(
        self,
        sizes: [usize; 2],
        mut convert: impl FnMut(&mut [u8], &[u8]) -> Result<()>,
    ) -> Result<()> {
        for i in 0..self.count as isize {
            let to = self.dst.wrapping_offset(i * self.dst_stride);
            let from = self.src.wrapping_offset(i * self.src_stride);
            // SAFETY: element `i` of the target, which the caller lets us write.
            let to = unsafe { std::slice::from_raw_parts_mut(to, sizes[0]) };
            // SAFETY: element `i` of the source, which the caller lets us read.
            let from = unsafe { std::slice::from_raw_parts(from, sizes[1]) };
            convert(to, from)?;
        }
        Ok(())
    }
}
