//! One long run folded into one number, by all threads and yet in one order.
#![expect(unsafe_code, reason = "folds layouts that were checked against memory")]

#[cfg(feature = "rayon")]
use ndstrata_kernels::NumberType;
use ndstrata_kernels::elementwise::Run;
use ndstrata_kernels::math::Flags;
use ndstrata_kernels::reduce::{ReduceCall, Reduction};

use crate::call::watched;

/// Fewer elements than this are not worth a second thread.
pub(super) const PARALLEL_FROM: usize = 1 << 17;

/// Which orders of folding give the same bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FoldOrder {
    /// First to last only.
    Fixed,
    /// The kernels' tree of additions, whose branches stand for themselves.
    Tree,
    /// Any; a part starts from zeros.
    FreeFromZero,
    /// Any; a part may start from what the whole starts from.
    FreeFromStart,
}

/// A pointer that stands for a borrow which outlives a parallel section.
#[derive(Clone, Copy)]
pub(super) struct Base(*mut u8);

impl Base {
    pub(super) fn new(ptr: *mut u8) -> Base {
        Base(ptr)
    }

    pub(super) fn ptr(&self) -> *mut u8 {
        self.0
    }
}

// SAFETY: elements are only read through one, and each accumulator is written by one thread.
unsafe impl Sync for Base {}

/// A run that is folded into one number.
pub(super) struct Long<'l> {
    pub(super) call: &'l ReduceCall,
    pub(super) each: &'l Reduction,
    pub(super) src: Run,
    pub(super) count: usize,
    pub(super) order: FoldOrder,
    pub(super) is_watched: bool,
}

impl Long<'_> {
    /// # Safety
    ///
    /// The run can be read; `place` holds an accumulator that is not among its elements, and nobody
    /// else writes it.
    pub(super) unsafe fn fold(&self, place: *mut u8) -> Flags {
        #[cfg(feature = "rayon")]
        if self.count >= PARALLEL_FROM && rayon::current_num_threads() > 1 {
            let combines = self.each.operand() == self.each.accumulator();
            match self.order {
                FoldOrder::Tree if combines && self.call.cut(self.count).is_some() => {
                    // SAFETY: the caller's contract.
                    return unsafe { self.fold_tree(place) };
                }
                FoldOrder::FreeFromZero | FoldOrder::FreeFromStart if combines => {
                    // SAFETY: the caller's contract.
                    return unsafe { self.fold_parts(place) };
                }
                _ => {}
            }
        }
        // SAFETY: the caller's contract.
        unsafe { self.fold_alone(place, 0, self.count) }
    }

    /// # Safety
    ///
    /// As for [`Long::fold`], for a part of the run.
    unsafe fn fold_alone(&self, place: *mut u8, from: usize, count: usize) -> Flags {
        watched(self.is_watched, || {
            let ptr = self.src.ptr.wrapping_offset(from as isize * self.src.stride);
            // SAFETY: a part of the run, by the caller's contract.
            unsafe { self.call.fold(place, Run { ptr, ..self.src }, count) };
            Flags::NONE
        })
    }

    /// Adds what another accumulator holds.
    ///
    /// # Safety
    ///
    /// Both hold accumulators, of the elements' own type.
    unsafe fn combine(&self, place: *mut u8, other: *const u8) -> Flags {
        watched(self.is_watched, || {
            // SAFETY: an accumulator is an element here, by the caller's contract.
            unsafe { self.each.call().fold(place, Run { ptr: other, stride: 0 }, 1) };
            Flags::NONE
        })
    }

    #[cfg(feature = "rayon")]
    /// # Safety
    ///
    /// As for [`Long::fold`].
    unsafe fn fold_parts(&self, place: *mut u8) -> Flags {
        use rayon::iter::{IntoParallelRefMutIterator, ParallelIterator};
        let n_parts = rayon::current_num_threads();
        let count = self.count;
        let cut = move |part: usize| (count as u128 * part as u128 / n_parts as u128) as usize;
        let mut start = [0_u8; 16];
        if self.order == FoldOrder::FreeFromStart {
            let size = self.each.accumulator().itemsize();
            // SAFETY: the accumulator is that long.
            let bytes = unsafe { std::slice::from_raw_parts(place.cast_const(), size) };
            start[..size].copy_from_slice(bytes);
        }
        let mut parts: Vec<(usize, Slot)> = (0..n_parts).map(|k| (k, Slot(start))).collect();
        let whole = Shared(self);
        let raised = parts
            .par_iter_mut()
            .map(|(k, slot)| {
                let from = cut(*k);
                // SAFETY: a part of the run, and a slot of this thread's own.
                unsafe { whole.long().fold_alone(slot.0.as_mut_ptr(), from, cut(*k + 1) - from) }
            })
            .reduce(|| Flags::NONE, |a, b| a | b);
        let raised = parts.iter().fold(raised, |raised, (_, slot)| {
            // SAFETY: the slot holds a part's result.
            raised | unsafe { self.combine(place, slot.0.as_ptr()) }
        });
        let size = self.each.accumulator().itemsize();
        // SAFETY: the accumulator is that long.
        let bytes = unsafe { std::slice::from_raw_parts_mut(place, size) };
        if self.order == FoldOrder::FreeFromStart && is_float_zero(self.each.accumulator(), bytes) {
            // The sign of a zero is that of one order.
            bytes.copy_from_slice(&start[..size]);
            // SAFETY: the caller's contract.
            return unsafe { self.fold_alone(place, 0, count) };
        }
        raised
    }

    #[cfg(feature = "rayon")]
    /// # Safety
    ///
    /// As for [`Long::fold`]; the run has a cut.
    unsafe fn fold_tree(&self, place: *mut u8) -> Flags {
        let mut sum = Slot([0; 16]);
        let whole = Shared(self);
        // SAFETY: the whole run, into a number of our own.
        let raised = unsafe { branch(&whole, sum.0.as_mut_ptr(), 0, self.count) };
        // SAFETY: the slot holds the run's sum.
        raised | unsafe { self.combine(place, sum.0.as_ptr()) }
    }
}

/// Whether a float is a zero.
#[cfg(feature = "rayon")]
fn is_float_zero(number: NumberType, bytes: &[u8]) -> bool {
    match (number, bytes) {
        (NumberType::F32, &[a, b, c, d]) => f32::from_ne_bytes([a, b, c, d]) == 0.0,
        (NumberType::F64, &[a, b, c, d, e, f, g, h]) => {
            f64::from_ne_bytes([a, b, c, d, e, f, g, h]) == 0.0
        }
        _ => false,
    }
}

/// An accumulator of any type.
#[repr(align(16))]
struct Slot([u8; 16]);

/// The run, for the threads that read it.
struct Shared<'s, 'l>(&'s Long<'l>);

// SAFETY: a run is only read, and lives until the parallel section ends.
unsafe impl Sync for Shared<'_, '_> {}

impl<'s, 'l> Shared<'s, 'l> {
    fn long(&self) -> &'s Long<'l> {
        self.0
    }
}

/// Writes the sum of a part of the run, as the tree has it.
///
/// # Safety
///
/// As for [`Long::fold`], for a part of the run; the place is only written.
#[cfg(feature = "rayon")]
unsafe fn branch(whole: &Shared<'_, '_>, place: *mut u8, from: usize, count: usize) -> Flags {
    let long = whole.long();
    // SAFETY: the place holds one accumulator.
    unsafe { long.call.clear(place) };
    let Some(left) = long.call.cut(count).filter(|_| count >= PARALLEL_FROM / 2) else {
        // SAFETY: a part of the run.
        return unsafe { long.fold_alone(place, from, count) };
    };
    let mut right = Slot([0; 16]);
    let (here, there) = (Base(place), Base(right.0.as_mut_ptr()));
    let (one, other) = rayon::join(
        || {
            // SAFETY: the left part, into the caller's number.
            unsafe { branch(whole, here.ptr(), from, left) }
        },
        || {
            // SAFETY: the right part, into a number of its own.
            unsafe { branch(whole, there.ptr(), from + left, count - left) }
        },
    );
    // SAFETY: both hold their parts' sums.
    one | other | unsafe { long.combine(place, right.0.as_ptr()) }
}
