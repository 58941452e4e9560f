//! The order in which several operands of one shape are walked.
//!
//! A [`Plan`] drops axes of length 1, walks the axes from the largest stride to the smallest,
//! turns axes that run backwards and merges axes that follow each other in all operands, so that a
//! loop over the innermost axis does as much as it can. It knows no element type.

use smallvec::SmallVec;

/// One axis of a plan: its length, and each operand's step in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Axis<const N: usize> {
    len: usize,
    strides: [isize; N],
}

/// A walk over the elements of `N` operands of one shape.
///
/// Operand 0 decides the order of the axes; the others break its ties.
#[derive(Clone, Debug)]
pub struct Plan<const N: usize> {
    /// Outermost first; never empty, the last one is the inner loop.
    axes: SmallVec<[Axis<N>; 4]>,
    /// What turning axes around added to each operand's start.
    start: [isize; N],
    size: usize,
}

impl<const N: usize> Plan<N> {
    /// A plan that may walk in any order.
    pub fn new(shape: &[usize], strides: [&[isize]; N]) -> Plan<N> {
        let mut plan = Plan::unmerged(shape, strides);
        plan.turn_backward_axes();
        plan.sort_axes();
        plan.merge_axes();
        plan
    }

    /// A plan that walks in C order, whatever the strides are.
    pub fn in_c_order(shape: &[usize], strides: [&[isize]; N]) -> Plan<N> {
        let mut plan = Plan::unmerged(shape, strides);
        plan.merge_axes();
        plan
    }

    fn unmerged(shape: &[usize], strides: [&[isize]; N]) -> Plan<N> {
        debug_assert!(strides.iter().all(|s| s.len() == shape.len()));
        let axes = (0..shape.len())
            .filter(|&axis| shape[axis] != 1)
            .map(|axis| Axis { len: shape[axis], strides: strides.map(|s| s[axis]) })
            .collect();
        let size = if shape.contains(&0) { 0 } else { shape.iter().product() };
        Plan { axes, start: [0; N], size }
    }

    /// An axis along which operand 0 runs backwards (or stands still while another runs backwards)
    /// is walked from its other end.
    fn turn_backward_axes(&mut self) {
        if self.size == 0 {
            return;
        }
        for axis in &mut self.axes {
            let leading = axis.strides.iter().find(|&&stride| stride != 0);
            if leading.is_some_and(|&stride| stride < 0) {
                for (start, stride) in self.start.iter_mut().zip(&mut axis.strides) {
                    *start += *stride * (axis.len as isize - 1);
                    *stride = -*stride;
                }
            }
        }
    }

    fn sort_axes(&mut self) {
        if self.axes.len() > 1 {
            let key = |axis: &Axis<N>| axis.strides.map(isize::unsigned_abs);
            self.axes.sort_by_key(|axis| std::cmp::Reverse(key(axis)));
        }
    }

    fn merge_axes(&mut self) {
        let mut merged: SmallVec<[Axis<N>; 4]> = SmallVec::new();
        for &axis in &self.axes {
            if let Some(outer) = merged.last_mut() {
                let follows = (0..N).all(|k| {
                    axis.strides[k].checked_mul(axis.len as isize) == Some(outer.strides[k])
                });
                if follows {
                    outer.len = outer.len.saturating_mul(axis.len);
                    outer.strides = axis.strides;
                    continue;
                }
            }
            merged.push(axis);
        }
        if merged.is_empty() {
            merged.push(Axis { len: 1, strides: [0; N] });
        }
        self.axes = merged;
    }

    /// Number of elements walked.
    pub fn size(&self) -> usize {
        self.size
    }

    /// Number of axes that remain; at least 1.
    pub fn n_axes(&self) -> usize {
        self.axes.len()
    }

    /// Length of the inner loop.
    pub fn inner_len(&self) -> usize {
        self.axes[self.axes.len() - 1].len
    }

    /// Each operand's step in bytes in the inner loop.
    pub fn inner_strides(&self) -> [isize; N] {
        self.axes[self.axes.len() - 1].strides
    }

    /// Length and steps of the remaining axes, outermost first.
    pub fn axes(&self) -> impl ExactSizeIterator<Item = (usize, [isize; N])> {
        self.axes.iter().map(|axis| (axis.len, axis.strides))
    }

    /// Byte offset of the first element of each operand from its element at index zero.
    pub fn start(&self) -> [isize; N] {
        self.start
    }

    /// The same walk in at most `n_parts` pieces of about one size, cut along the outermost axis.
    pub fn split(&self, n_parts: usize) -> SmallVec<[Plan<N>; 4]> {
        let outer = self.axes[0];
        let n_parts = n_parts.clamp(1, outer.len.max(1));
        let cut = |part: usize| outer.len * part / n_parts;
        (0..n_parts)
            .map(|part| {
                let mut piece = self.clone();
                let first = cut(part) as isize;
                piece.axes[0].len = cut(part + 1) - cut(part);
                for (start, stride) in piece.start.iter_mut().zip(outer.strides) {
                    *start += stride * first;
                }
                piece.size = self.size / outer.len.max(1) * piece.axes[0].len;
                piece
            })
            .collect()
    }

    /// Calls `inner` with the operands' byte offsets for each run of the innermost axis.
    #[inline]
    pub fn for_each_run(&self, mut inner: impl FnMut([isize; N])) {
        match &self.axes[..self.axes.len() - 1] {
            _ if self.size == 0 => {}
            [] => inner(self.start),
            outer => walk(outer, self.start, &mut inner),
        }
    }

    /// Calls `block` with the operands' byte offsets for each block of the two innermost axes, and
    /// those axes' lengths and strides: `[outer, inner]`. A plan of one axis gives one block of
    /// outer length 1.
    pub fn for_each_block(&self, mut block: impl FnMut([isize; N], [usize; 2], [[isize; N]; 2])) {
        if self.size == 0 {
            return;
        }
        let inner = self.axes[self.axes.len() - 1];
        let Some(split) = self.axes.len().checked_sub(2) else {
            block(self.start, [1, inner.len], [[0; N], inner.strides]);
            return;
        };
        let outer = self.axes[split];
        walk(&self.axes[..split], self.start, &mut |offsets| {
            block(offsets, [outer.len, inner.len], [outer.strides, inner.strides]);
        });
    }
}

/// Visits every position of `axes` in order, as an odometer; no axis is empty.
fn walk<const N: usize>(axes: &[Axis<N>], start: [isize; N], visit: &mut impl FnMut([isize; N])) {
    let mut position: SmallVec<[usize; 4]> = SmallVec::from_elem(0, axes.len());
    let mut offsets = start;
    loop {
        visit(offsets);
        let mut axis = axes.len();
        loop {
            let Some(next) = axis.checked_sub(1) else { return };
            axis = next;
            position[axis] += 1;
            if position[axis] < axes[axis].len {
                for (offset, stride) in offsets.iter_mut().zip(axes[axis].strides) {
                    *offset += stride;
                }
                break;
            }
            position[axis] = 0;
            for (offset, stride) in offsets.iter_mut().zip(axes[axis].strides) {
                *offset -= stride * (axes[axis].len as isize - 1);
            }
        }
    }
}
