//! What a reduction is, and its contiguous loops at fixed types.
#![expect(unsafe_code, reason = "loops over raw runs")]

use std::marker::PhantomData;
use std::mem::MaybeUninit;

use crate::convert::{Number, NumberType};
use crate::elementwise::{Binary, Chain, Loop, Operand, Run, RunMut};
use crate::isa::Isa;
use crate::packed::{Packed, at, elements, elements_mut, load, store};
use crate::reduce::call::ReduceCall;
use crate::versions::{Body, run_at};

/// How a run of elements is added to an accumulator.
pub(super) trait Fold<T: Copy> {
    type Accumulator: Number;
    /// Mark it `#[inline(always)]`.
    fn fold(start: Self::Accumulator, values: &[Packed<T>]) -> Self::Accumulator;

    /// The same by the instructions of a level that the machine has.
    fn fold_at(level: Isa, start: Self::Accumulator, values: &[Packed<T>]) -> Self::Accumulator
    where
        Self: Sized,
    {
        run_at(level, FoldBody::<Self, T>::new(start, values))
    }
}

/// Folds contiguous elements: instruction set, accumulator, source, count.
pub(super) type FoldKernel = unsafe fn(Isa, *mut u8, *const u8, usize);

/// Folds rows into a row of accumulators: instruction set, accumulators, source, bytes from row to
/// row, rows and columns.
pub(super) type RowsKernel = unsafe fn(Isa, *mut u8, *const u8, isize, [usize; 2]);

/// What folds elements of a reduction's own types.
#[derive(Clone, Copy, Debug)]
pub(super) enum Folder {
    /// Loops made for folding.
    Own(FoldKernel, RowsKernel),
    /// The loop of the operation, element after element or row after row.
    Loop(&'static Loop, Chain),
}

/// A reduction at fixed types.
#[derive(Clone, Copy, Debug)]
pub struct Reduction {
    pub(super) folder: Folder,
    /// The operand's type as the caller sees it, as the kernels take it, and the accumulator's.
    pub(super) operand: NumberType,
    pub(super) computed: NumberType,
    pub(super) accumulator: NumberType,
    /// Reals in an element, where the order of additions is a tree.
    pub(super) tree: Option<usize>,
}

impl Reduction {
    /// The reduction by `F`, with `Op` for one more element of each row.
    pub(super) const fn new<F, Op, T>() -> Reduction
    where
        T: Number,
        F: Fold<T>,
        Op: Binary<F::Accumulator, T, Output = F::Accumulator>,
    {
        Reduction {
            folder: Folder::Own(fold::<F, T>, rows::<Op, F::Accumulator, T>),
            operand: T::TYPE,
            computed: T::TYPE,
            accumulator: F::Accumulator::TYPE,
            tree: None,
        }
    }

    /// Folds contiguous elements of the kernel's type.
    ///
    /// # Safety
    /// As for [`ReduceCall::fold`]. The machine has `level`.
    #[inline]
    pub(super) unsafe fn fold(
        &self,
        level: Isa,
        accumulator: *mut u8,
        src: *const u8,
        count: usize,
    ) {
        match self.folder {
            // SAFETY: the caller's contract, unchanged.
            Folder::Own(fold, _) => unsafe { fold(level, accumulator, src, count) },
            Folder::Loop(_, chain) => {
                let src = Run { ptr: src, stride: self.computed.itemsize() as isize };
                // SAFETY: the caller's contract, unchanged.
                unsafe { fold_line(chain, accumulator, src, count) };
            }
        }
    }

    /// Folds contiguous rows of the kernel's type into a row of accumulators.
    ///
    /// # Safety
    /// As for [`ReduceCall::fold_rows`]. The machine has `level`.
    #[inline]
    pub(super) unsafe fn rows(
        &self,
        level: Isa,
        accumulators: *mut u8,
        src: *const u8,
        pitch: isize,
        shape: [usize; 2],
    ) {
        match self.folder {
            // SAFETY: the caller's contract, unchanged.
            Folder::Own(_, rows) => unsafe { rows(level, accumulators, src, pitch, shape) },
            Folder::Loop(each, _) => {
                // SAFETY: the caller's contract, unchanged.
                unsafe { fold_rows_by_loop(level, each, accumulators, src, pitch, shape) };
            }
        }
    }

    /// The type of the elements.
    pub fn operand(&self) -> NumberType {
        self.operand
    }

    /// The type of the accumulator, which is the result's but for `f16`, accumulated as `f32`.
    pub fn accumulator(&self) -> NumberType {
        self.accumulator
    }

    /// The reduction of elements of its own type.
    pub fn call(&self) -> ReduceCall {
        self.call_with(Operand::native(self.operand))
    }

    /// The reduction of elements that are cast to its type.
    pub fn call_with(&self, operand: Operand) -> ReduceCall {
        ReduceCall::new(self, operand)
    }

    pub(super) const fn in_tree(self, parts: usize) -> Reduction {
        Reduction { tree: Some(parts), ..self }
    }

    /// The same bits seen as another type.
    pub(super) const fn seen_as(self, to: NumberType) -> Reduction {
        Reduction { operand: to, computed: to, accumulator: to, ..self }
    }

    /// The reduction for `to`, by converting.
    pub(super) const fn through(self, to: NumberType) -> Reduction {
        Reduction { operand: to, ..self }
    }
}

impl Loop {
    /// The reduction by this operation from the first element to the last, if its result can be its
    /// first operand.
    pub fn reduction(&'static self) -> Option<Reduction> {
        let number = self.result();
        self.chain.map(|chain| Reduction {
            folder: Folder::Loop(self, chain),
            operand: number,
            computed: number,
            accumulator: number,
            tree: None,
        })
    }
}

/// # Safety
/// As for [`ReduceCall::fold`], for elements of the chain's type.
unsafe fn fold_line(chain: Chain, accumulator: *mut u8, src: Run, count: usize) {
    let mut last = [MaybeUninit::<u8>::uninit(); 16];
    let dst = RunMut { ptr: last.as_mut_ptr().cast(), stride: 0 };
    // SAFETY: the caller's contract; 16 bytes hold any number.
    unsafe { chain(dst, src, count, accumulator) };
}

/// Bytes of accumulators that stay in the first-level cache while the rows go by.
const BUFFER: usize = 8192;

/// # Safety
/// As for [`ReduceCall::fold_rows`], for contiguous rows of the loop's result type.
unsafe fn fold_rows_by_loop(
    level: Isa,
    each: &Loop,
    accumulators: *mut u8,
    src: *const u8,
    pitch: isize,
    [rows, columns]: [usize; 2],
) {
    let native = Operand::native(each.result());
    let call = each.call_with([native, native], native).at_level(level);
    let size = each.result().itemsize();
    let step = size as isize;
    let mut buffer = [MaybeUninit::<u8>::uninit(); BUFFER];
    let buffer = buffer.as_mut_ptr().cast::<u8>();
    for first in (0..columns).step_by(BUFFER / size) {
        let count = (BUFFER / size).min(columns - first);
        let place = accumulators.wrapping_add(first * size);
        // Each row is folded from one of two places into the other, the last one into the accumulators.
        let mut ends = [buffer, place];
        if rows % 2 == 1 {
            // SAFETY: the accumulators of these columns; the buffer holds as many.
            unsafe { std::ptr::copy_nonoverlapping(place, buffer, count * size) };
        } else {
            ends.reverse();
        }
        for i in 0..rows {
            let row = Run { ptr: at(src.wrapping_add(first * size), pitch, i), stride: step };
            let all = Run { ptr: ends[0], stride: step };
            // SAFETY: `count` elements of row `i`, and of two disjoint places for results.
            unsafe { call.run(RunMut { ptr: ends[1], stride: step }, [all, row], count) };
            ends.reverse();
        }
    }
}

/// The reductions of one operation.
#[derive(Clone, Copy, Debug)]
pub struct Reductions(pub(super) &'static [&'static [Reduction]]);

impl Reductions {
    /// Each reduction.
    pub fn iter(&self) -> impl Iterator<Item = &'static Reduction> + use<> {
        self.0.iter().flat_map(|group| group.iter())
    }

    /// The reduction of elements of exactly this type.
    pub fn find(&self, operand: NumberType) -> Option<&'static Reduction> {
        self.iter().find(|each| each.operand == operand)
    }
}

/// An operation applied in any order, in lanes that are joined at the end.
pub(super) struct InLanes<Op>(PhantomData<Op>);

impl<Op: Binary<T, Output = T>, T: Number> Fold<T> for InLanes<Op> {
    type Accumulator = T;
    #[inline(always)]
    fn fold(start: T, values: &[Packed<T>]) -> T {
        // Of fewer, each lane would become a number of its own rather than a part of a vector.
        const LANES: usize = 64;
        let (rows, rest) = values.as_chunks::<LANES>();
        let mut all = start;
        if let Some((first, rows)) = rows.split_first() {
            let mut lanes = [first[0].0; LANES];
            for (lane, value) in lanes.iter_mut().zip(first) {
                *lane = value.0;
            }
            for row in rows {
                for (lane, value) in lanes.iter_mut().zip(row) {
                    *lane = Op::apply(*lane, value.0);
                }
            }
            // Half against half, by whole vectors.
            let mut width = LANES;
            while width > 1 {
                width /= 2;
                for k in 0..width {
                    lanes[k] = Op::apply(lanes[k], lanes[k + width]);
                }
            }
            all = Op::apply(all, lanes[0]);
        }
        rest.iter().fold(all, |all, value| Op::apply(all, value.0))
    }
}

/// An operation applied from first to last, with an accumulator of type `A`.
pub(super) struct InOrder<Op, A>(PhantomData<(Op, A)>);

impl<Op: Binary<A, T, Output = A>, A: Number, T: Number> Fold<T> for InOrder<Op, A> {
    type Accumulator = A;
    #[inline(always)]
    fn fold(start: A, values: &[Packed<T>]) -> A {
        values.iter().fold(start, |all, value| Op::apply(all, value.0))
    }
}

/// # Safety
/// `count` elements can be read at `src`, and one accumulator at `accumulator`, to be written too.
/// The machine has `level`.
unsafe fn fold<F: Fold<T>, T: Number>(
    level: Isa,
    accumulator: *mut u8,
    src: *const u8,
    count: usize,
) {
    // SAFETY: the caller's contract.
    let start: F::Accumulator = unsafe { load(accumulator, 0, 0) };
    // SAFETY: the caller's contract.
    let values = unsafe { elements::<T>(src, count) };
    let result = F::fold_at(level, start, values);
    // SAFETY: the caller's contract.
    unsafe { store(accumulator, 0, 0, result) };
}

pub(super) struct FoldBody<'a, F: Fold<T>, T: Copy> {
    start: F::Accumulator,
    values: &'a [Packed<T>],
}

impl<'a, F: Fold<T>, T: Copy> FoldBody<'a, F, T> {
    pub(super) fn new(start: F::Accumulator, values: &'a [Packed<T>]) -> Self {
        FoldBody { start, values }
    }
}

impl<F: Fold<T>, T: Copy> Body for FoldBody<'_, F, T> {
    type Output = F::Accumulator;
    #[inline(always)]
    fn run(self) -> F::Accumulator {
        F::fold(self.start, self.values)
    }
}

/// # Safety
/// `columns` accumulators can be read and written, and in each of `rows` rows, `pitch` bytes apart, as
/// many elements be read; the two are disjoint. The machine has `level`.
unsafe fn rows<Op, A, T>(
    level: Isa,
    accumulators: *mut u8,
    src: *const u8,
    pitch: isize,
    shape: [usize; 2],
) where
    Op: Binary<A, T, Output = A>,
    A: Number,
    T: Number,
{
    let columns = shape[1];
    for first in (0..columns).step_by(COLUMNS) {
        let count = COLUMNS.min(columns - first);
        let place = accumulators.wrapping_add(first * size_of::<A>());
        // SAFETY: `count` accumulators, which nobody else touches meanwhile.
        let accumulators = unsafe { elements_mut::<A>(place, count) };
        let src = src.wrapping_add(first * size_of::<T>());
        run_at(
            level,
            Rows::<Op, A, T> { accumulators, src, pitch, rows: shape[0], op: PhantomData },
        );
    }
}

/// Accumulators that stay in the first-level cache while the rows go by.
const COLUMNS: usize = 1024;

struct Rows<'a, Op, A: Copy, T> {
    accumulators: &'a mut [Packed<A>],
    src: *const u8,
    pitch: isize,
    rows: usize,
    op: PhantomData<(Op, T)>,
}

impl<Op, A, T> Body for Rows<'_, Op, A, T>
where
    Op: Binary<A, T, Output = A>,
    A: Number,
    T: Number,
{
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let count = self.accumulators.len();
        let row = |i: usize| {
            // SAFETY: `count` elements of row `i`, which the caller of `rows` vouches for.
            unsafe { elements::<T>(at(self.src, self.pitch, i), count) }
        };
        let whole = self.rows / 4 * 4;
        for i in (0..whole).step_by(4) {
            let two = row(i).iter().zip(row(i + 1));
            let four = two.zip(row(i + 2)).zip(row(i + 3));
            for (place, (((a, b), c), d)) in self.accumulators.iter_mut().zip(four) {
                let all = Op::apply(Op::apply(place.0, a.0), b.0);
                *place = Packed(Op::apply(Op::apply(all, c.0), d.0));
            }
        }
        for i in whole..self.rows {
            for (place, value) in self.accumulators.iter_mut().zip(row(i)) {
                *place = Packed(Op::apply(place.0, value.0));
            }
        }
    }
}
