//! What an operation is, and its contiguous loop at fixed types.
#![expect(unsafe_code, reason = "loops over raw runs")]

use std::marker::PhantomData;
use std::mem::MaybeUninit;

use crate::convert::{Number, NumberType};
use crate::elementwise::at::{AtKernel, change_each};
use crate::elementwise::call::{Call, Operand, Run, RunMut};
use crate::elementwise::chain::{Chain, chain};
use crate::isa::Isa;
use crate::packed::{Packed, elements, elements_mut, places};
use crate::versions::{Body, run_at};

/// An operation on one operand.
pub trait Unary<T> {
    /// What it gives.
    type Output: Number;
    /// Its value. Mark it `#[inline(always)]`: the loop around it is compiled for several machines.
    fn apply(value: T) -> Self::Output;
}

/// An operation on two operands.
pub trait Binary<L, R = L> {
    /// What it gives.
    type Output: Number;
    /// Its value. Mark it `#[inline(always)]`: the loop around it is compiled for several machines.
    fn apply(lhs: L, rhs: R) -> Self::Output;
}

/// An operation that is simple but for rare operands.
pub(super) trait Usual<L, R = L>: Binary<L, R> {
    /// The value, and whether it is right.
    fn usual(lhs: L, rhs: R) -> (Self::Output, bool);
}

/// A contiguous loop: instruction set, destination, operands (one or two), count.
///
/// Its contract: the operands can be read and the destination written for `count` elements of the
/// loop's types, at any alignment, disjoint; the machine has the instruction set.
pub(super) type Kernel = unsafe fn(Isa, *mut u8, [*const u8; 2], usize);

/// An operation at fixed types.
#[derive(Clone, Copy, Debug)]
pub struct Loop {
    pub(super) kernel: Kernel,
    /// The loop for a first operand that is the destination.
    pub(super) in_place: Option<Kernel>,
    /// The loop for a second operand that is one element.
    pub(super) by_scalar: Option<Kernel>,
    /// The loop in which a result is the next first operand, where both have the type `types[2]`.
    pub(crate) chain: Option<Chain>,
    /// The loop that changes elements at positions, where the first operand has the result's type.
    pub(crate) at: Option<AtKernel>,
    /// Values of the kernel in one element: 2 where a complex number is two reals.
    pub(super) lanes: usize,
    pub(super) arity: usize,
    /// The types as the caller sees them, and as the kernel computes them: operands, then result.
    pub(super) types: [NumberType; 3],
    pub(super) computed: [NumberType; 3],
}

impl Loop {
    /// The loop of an operation on one operand.
    pub const fn unary<Op: Unary<T>, T: Number>() -> Loop {
        let types = [T::TYPE, T::TYPE, Op::Output::TYPE];
        Loop {
            kernel: map_one::<Op, T>,
            in_place: None,
            by_scalar: None,
            chain: None,
            at: None,
            lanes: 1,
            arity: 1,
            types,
            computed: types,
        }
    }

    /// The loop of an operation on two operands.
    pub const fn binary<Op: Binary<L, R>, L: Number, R: Number>() -> Loop {
        let types = [L::TYPE, R::TYPE, Op::Output::TYPE];
        let [lhs, rhs, result] = [types[0] as u8, types[1] as u8, types[2] as u8];
        let (chain, at): (Option<Chain>, Option<AtKernel>) = match lhs == rhs && lhs == result {
            true => (Some(chain::<Op, L, R>), Some(change_each::<Op, L, R>)),
            false => (None, None),
        };
        Loop {
            kernel: map_two::<Op, L, R>,
            in_place: None,
            by_scalar: None,
            chain,
            at,
            lanes: 1,
            arity: 2,
            types,
            computed: types,
        }
    }

    /// The loop of an operation with a value that is nearly always right, and vectorises.
    pub(super) const fn usual<Op: Usual<L, R>, L: Number, R: Number>() -> Loop {
        Loop { kernel: map_usual::<Op, L, R>, ..Loop::binary::<Op, L, R>() }
    }

    /// The same with a loop that changes its first operand, where the result has that one's type.
    pub(super) const fn changing<Op: Binary<T>, T: Number>(self) -> Loop {
        let fits = T::TYPE as u8 == Op::Output::TYPE as u8;
        Loop { in_place: if fits { Some(change_first::<Op, T>) } else { None }, ..self }
    }

    /// The same operation by another kernel.
    pub(super) const fn by(self, kernel: Kernel) -> Loop {
        Loop { kernel, in_place: None, ..self }
    }

    /// The same with a loop of its own for a second operand that is one element.
    pub(super) const fn with_scalar(self, kernel: Kernel) -> Loop {
        Loop { by_scalar: Some(kernel), ..self }
    }

    /// The same with another loop of results from results.
    pub(super) const fn with_chain<Op: Binary<L, R>, L: Number, R: Number>(self) -> Loop {
        Loop { chain: Some(chain::<Op, L, R>), at: Some(change_each::<Op, L, R>), ..self }
    }

    /// The types of the operands, one or two.
    pub fn operands(&self) -> &[NumberType] {
        &self.types[..self.arity]
    }

    /// The type of the result.
    pub fn result(&self) -> NumberType {
        self.types[2]
    }

    /// The loop on operands of its own types.
    pub fn call(&self) -> Call {
        let [lhs, rhs, result] = self.types.map(Operand::native);
        self.call_with([lhs, rhs], result)
    }

    /// The loop on operands that are cast to its types, and a result that is cast from its own. The
    /// second operand of a loop with one is not looked at.
    pub fn call_with(&self, operands: [Operand; 2], result: Operand) -> Call {
        Call::new(self, operands, result)
    }

    /// The same bits seen as another type of the same size, wherever the loop has `from`.
    pub(super) const fn seen_as(mut self, from: NumberType, to: NumberType) -> Loop {
        let mut k = 0;
        while k < 3 {
            if self.types[k] as u8 == from as u8 {
                self.types[k] = to;
                self.computed[k] = to;
            }
            k += 1;
        }
        self
    }

    /// The loop for `to`, by converting to `from` and back.
    pub(super) const fn through(mut self, from: NumberType, to: NumberType) -> Loop {
        let mut k = 0;
        while k < 3 {
            if self.types[k] as u8 == from as u8 {
                self.types[k] = to;
                self.in_place = None;
                self.chain = None;
                self.at = None;
            }
            k += 1;
        }
        self
    }

    /// The loop for a complex type that is two of `from`.
    pub(super) const fn in_pairs(self, from: NumberType, to: NumberType) -> Loop {
        Loop { lanes: 2, chain: None, at: None, ..self.seen_as(from, to) }
    }
}

/// The loops of one operation, in NumPy's order of types.
#[derive(Clone, Copy, Debug)]
pub struct Loops(pub(super) &'static [&'static [Loop]]);

impl Loops {
    /// Each loop.
    pub fn iter(&self) -> impl Iterator<Item = &'static Loop> + use<> {
        self.0.iter().flat_map(|group| group.iter())
    }

    /// The loop whose operands have exactly these types.
    pub fn find(&self, operands: &[NumberType]) -> Option<&'static Loop> {
        self.iter().find(|each| each.operands() == operands)
    }
}

/// Applies an operation to `count` elements.
///
/// # Safety
/// Element `i < count` can be read at `src + i * src_stride` and written at `dst + i * dst_stride`, at
/// any alignment. No written byte is one that is read, unless the runs are the same.
pub unsafe fn unary_run<Op: Unary<T>, T: Number>(
    dst: *mut u8,
    dst_stride: isize,
    src: *const u8,
    src_stride: isize,
    count: usize,
) {
    let src = Run { ptr: src, stride: src_stride };
    let call = const { Loop::unary::<Op, T>() }.call();
    // SAFETY: the caller's contract, unchanged.
    unsafe { call.run(RunMut { ptr: dst, stride: dst_stride }, [src, src], count) };
}

/// Applies an operation to `count` pairs of elements.
///
/// # Safety
/// As for [`unary_run`], for both operands.
pub unsafe fn binary_run<Op: Binary<T>, T: Number>(dst: RunMut, lhs: Run, rhs: Run, count: usize) {
    let call = const { Loop::binary::<Op, T, T>() }.call();
    // SAFETY: the caller's contract, unchanged.
    unsafe { call.run(dst, [lhs, rhs], count) };
}

/// # Safety
/// The contract of [`Kernel`].
unsafe fn map_one<Op: Unary<T>, T: Number>(
    level: Isa,
    dst: *mut u8,
    [src, _]: [*const u8; 2],
    count: usize,
) {
    // SAFETY: the caller's contract.
    let src = unsafe { elements::<T>(src, count) };
    // SAFETY: the caller's contract.
    let dst = unsafe { places::<Op::Output>(dst, count) };
    run_at(level, MapOne::<Op, T> { dst, src });
}

/// # Safety
/// The contract of [`Kernel`].
pub(super) unsafe fn map_two<Op: Binary<L, R>, L: Number, R: Number>(
    level: Isa,
    dst: *mut u8,
    [lhs, rhs]: [*const u8; 2],
    count: usize,
) {
    // SAFETY: the caller's contract.
    let lhs = unsafe { elements::<L>(lhs, count) };
    // SAFETY: the caller's contract.
    let rhs = unsafe { elements::<R>(rhs, count) };
    // SAFETY: the caller's contract.
    let dst = unsafe { places::<Op::Output>(dst, count) };
    run_at(level, MapTwo::<Op, L, R> { dst, lhs, rhs });
}

/// The contract is that of a kernel, but the first operand is what lies at `dst`.
///
/// # Safety
/// `count` elements can be read and written at `dst`, and read at the second pointer, disjoint. The
/// machine has `level`. The result has the type `T`.
unsafe fn change_first<Op: Binary<T>, T: Number>(
    level: Isa,
    dst: *mut u8,
    [_, rhs]: [*const u8; 2],
    count: usize,
) {
    const { assert!(size_of::<T>() == size_of::<Op::Output>()) };
    // SAFETY: the caller's contract.
    let rhs = unsafe { elements::<T>(rhs, count) };
    // SAFETY: the caller's contract.
    let dst = unsafe { elements_mut::<T>(dst, count) };
    run_at(level, ChangeFirst::<Op, T> { dst, rhs, op: PhantomData });
}

struct MapOne<'a, Op: Unary<T>, T: Copy> {
    dst: &'a mut [MaybeUninit<Packed<Op::Output>>],
    src: &'a [Packed<T>],
}

impl<Op: Unary<T>, T: Copy> Body for MapOne<'_, Op, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for (place, value) in self.dst.iter_mut().zip(self.src) {
            place.write(Packed(Op::apply(value.0)));
        }
    }
}

struct MapTwo<'a, Op: Binary<L, R>, L: Copy, R: Copy> {
    dst: &'a mut [MaybeUninit<Packed<Op::Output>>],
    lhs: &'a [Packed<L>],
    rhs: &'a [Packed<R>],
}

impl<Op: Binary<L, R>, L: Copy, R: Copy> Body for MapTwo<'_, Op, L, R> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for ((place, lhs), rhs) in self.dst.iter_mut().zip(self.lhs).zip(self.rhs) {
            place.write(Packed(Op::apply(lhs.0, rhs.0)));
        }
    }
}

struct ChangeFirst<'a, Op, T: Copy> {
    dst: &'a mut [Packed<T>],
    rhs: &'a [Packed<T>],
    op: PhantomData<Op>,
}

impl<Op: Binary<T>, T: Copy> Body for ChangeFirst<'_, Op, T> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for (place, rhs) in self.dst.iter_mut().zip(self.rhs) {
            let result = Op::apply(place.0, rhs.0);
            // SAFETY: the result is of the type `T`, of which the loop was made.
            *place = Packed(unsafe { std::mem::transmute_copy(&result) });
        }
    }
}

/// # Safety
/// The contract of [`Kernel`].
pub(super) unsafe fn map_usual<Op: Usual<L, R>, L: Number, R: Number>(
    level: Isa,
    dst: *mut u8,
    [lhs, rhs]: [*const u8; 2],
    count: usize,
) {
    // SAFETY: the caller's contract.
    let lhs = unsafe { elements::<L>(lhs, count) };
    // SAFETY: the caller's contract.
    let rhs = unsafe { elements::<R>(rhs, count) };
    // SAFETY: the caller's contract.
    let dst = unsafe { places::<Op::Output>(dst, count) };
    run_at(level, MapUsual::<Op, L, R> { dst, lhs, rhs });
}

struct MapUsual<'a, Op: Binary<L, R>, L: Copy, R: Copy> {
    dst: &'a mut [MaybeUninit<Packed<Op::Output>>],
    lhs: &'a [Packed<L>],
    rhs: &'a [Packed<R>],
}

impl<Op: Usual<L, R>, L: Copy, R: Copy> Body for MapUsual<'_, Op, L, R> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        const CHUNK: usize = 64;
        let operands = self.lhs.chunks(CHUNK).zip(self.rhs.chunks(CHUNK));
        for (places, (lhs, rhs)) in self.dst.chunks_mut(CHUNK).zip(operands) {
            let mut right = true;
            for ((place, lhs), rhs) in places.iter_mut().zip(lhs).zip(rhs) {
                let (value, sure) = Op::usual(lhs.0, rhs.0);
                place.write(Packed(value));
                right &= sure;
            }
            if !right {
                for ((place, lhs), rhs) in places.iter_mut().zip(lhs).zip(rhs) {
                    place.write(Packed(Op::apply(lhs.0, rhs.0)));
                }
            }
        }
    }
}
