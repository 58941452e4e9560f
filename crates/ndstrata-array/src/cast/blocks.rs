//! Sub-arrays: their items one by one, broadcast, cut or padded to the target's shape.
#![expect(unsafe_code, reason = "converts runs of elements by their bytes")]

use ndstrata_dtype::DType;

use super::conversion::Conversion;
use super::runs::Runs;
use crate::error::Result;

/// How the items of sub-arrays become those of others.
#[derive(Clone, Debug)]
pub(crate) struct Blocks {
    element: Conversion,
    from: Block,
    to: Block,
}

/// The items of one side; a plain element is a block without axes.
#[derive(Clone, Debug)]
struct Block {
    shape: Vec<usize>,
    count: usize,
    itemsize: usize,
}

impl Block {
    fn of(dtype: &DType) -> (Block, &DType) {
        let base = dtype.base();
        let (shape, itemsize) = (dtype.shape().to_vec(), base.itemsize());
        (Block { count: shape.iter().product(), shape, itemsize }, base)
    }
}

impl Blocks {
    pub(super) fn new(from: &DType, to: &DType) -> Result<Blocks> {
        let ((from, from_base), (to, to_base)) = (Block::of(from), Block::of(to));
        Ok(Blocks { element: Conversion::new(from_base, to_base)?, from, to })
    }

    /// The conversion of one item.
    pub(super) fn element(&self) -> &Conversion {
        &self.element
    }

    /// # Safety
    ///
    /// As for [`Conversion::run`].
    pub(super) unsafe fn run(&self, runs: Runs) -> Result<()> {
        let (from, to) = (&self.from, &self.to);
        if from.shape == to.shape && runs.count < to.count {
            // Few long blocks: each is a run of its own.
            return (0..runs.count).try_for_each(|i| {
                let Runs { dst, src, .. } = runs.part(i, 1);
                let (dst_stride, src_stride) = (to.itemsize as isize, from.itemsize as isize);
                // SAFETY: the items of both blocks, which lie within their elements.
                unsafe {
                    self.element.run(Runs { dst, dst_stride, src, src_stride, count: to.count })
                }
            });
        }
        (0..to.count).try_for_each(|item| {
            let target = item * to.itemsize;
            match self.source_of(item) {
                // SAFETY: an item of the block, which lies within the element.
                Some(source) => unsafe {
                    self.element.run(runs.at(target, source * from.itemsize))
                },
                None => {
                    // SAFETY: as above; nothing is read.
                    unsafe {
                        runs.at(target, 0).for_each([to.itemsize, 0], |item, _| {
                            item.fill(0);
                            Ok(())
                        })
                    }
                }
            }
        })
    }

    /// The item of the source that becomes an item of the target: that at the same place counted
    /// from the last axis, the first where the source has more axes, any where it has length 1;
    /// none beyond its ends.
    fn source_of(&self, item: usize) -> Option<usize> {
        let (mut rest, mut source, mut step) = (item, 0, 1);
        let mut lengths = self.from.shape.iter().rev();
        for &length in self.to.shape.iter().rev() {
            let at = rest % length.max(1);
            rest /= length.max(1);
            match lengths.next() {
                None => break,
                Some(1) => {}
                Some(&n) if at < n => {
                    source += at * step;
                    step *= n;
                }
                Some(_) => return None,
            }
        }
        Some(source)
    }
}
