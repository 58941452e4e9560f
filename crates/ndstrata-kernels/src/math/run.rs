//! From a function of one vector to a run of elements: instruction sets, tails, strides, half width.
//!
//! What is computed is in the files of the functions; this file only moves elements. A contiguous run
//! goes through the vector loop as it lies; any other is copied block by block through a buffer that
//! stays in the first-level cache. The last elements of a run that do not fill a vector go through a
//! padded one, so that each element's result is the same wherever it lies.
#![expect(unsafe_code, reason = "runs are pointers and strides")]

use super::flags::{self, Flags};
use super::lanes::{Doubles, Lanes, Mask, Singles, WIDEST, portable};
use crate::{Isa, isa};
use half::f16;
use std::mem::{MaybeUninit, size_of};

#[cfg(target_arch = "x86_64")]
use super::lanes::{avx2, avx512};

/// A function of one argument, written once for each width.
pub(super) trait Unary {
    /// Whether a tiny result of an ordinary argument raises underflow.
    const UNDERFLOWS: bool = false;

    /// Whether the function is infinite at `x` itself.
    fn pole(_x: f64) -> bool {
        false
    }

    /// The value for `f64`.
    fn f64<V: Doubles>(x: V) -> V;

    /// The value for `f32`.
    fn f32<V: Singles>(x: V) -> V;
}

/// A function of two arguments, written once for each width.
pub(super) trait Binary {
    /// Whether a tiny result of ordinary arguments raises underflow.
    const UNDERFLOWS: bool = false;
    /// Whether a NaN among the arguments raises the invalid exception, as a comparison in NumPy's form does.
    const NAN_IS_INVALID: bool = false;

    /// Whether the function is infinite at `(x, y)` itself.
    fn pole(_x: f64, _y: f64) -> bool {
        false
    }

    /// The value for `f64`.
    fn f64<V: Doubles>(x: V, y: V) -> V;

    /// The value for `f32`.
    fn f32<V: Singles>(x: V, y: V) -> V;
}

/// An element type that the elementary functions take: `f16`, `f32` or `f64`.
///
/// `f16` is computed as `f32` and rounded, as NumPy does.
#[expect(private_bounds, reason = "closed to other types")]
pub trait Real: Element {}

impl Real for f16 {}
impl Real for f32 {}
impl Real for f64 {}

pub(super) trait Element: Copy + Default + 'static {
    /// # Safety
    /// The machine has `isa`. `n` elements are readable at `src` and writable at `dst`; the runs are the same or apart.
    unsafe fn unary<F: Unary>(isa: Isa, dst: *mut Self, src: *const Self, n: usize) -> Flags;

    /// # Safety
    /// As for [`Element::unary`], with both sources.
    unsafe fn binary<F: Binary>(
        isa: Isa,
        dst: *mut Self,
        x: *const Self,
        y: *const Self,
        n: usize,
    ) -> Flags;
}

/// Lanes, and the width of a function that they belong to.
pub(super) trait Evaluate: Lanes<Lane: Into<f64>> {
    const LEAST: f64;
    fn least_normal() -> Self;
    fn unary<F: Unary>(self) -> Self;
    fn binary<F: Binary>(self, other: Self) -> Self;
}

macro_rules! evaluate {
    ($($lanes:ty => $width:ident),* $(,)?) => {$(
        impl Evaluate for $lanes {
            const LEAST: f64 = $width::MIN_POSITIVE as f64;
            #[inline(always)]
            fn least_normal() -> Self {
                Self::splat($width::MIN_POSITIVE)
            }
            #[inline(always)]
            fn unary<F: Unary>(self) -> Self {
                F::$width(self)
            }
            #[inline(always)]
            fn binary<F: Binary>(self, other: Self) -> Self {
                F::$width(self, other)
            }
        }
    )*};
}

evaluate!(portable::F64x1 => f64, portable::F32x1 => f32);
#[cfg(target_arch = "x86_64")]
evaluate!(avx2::F64x4 => f64, avx2::F32x8 => f32, avx512::F64x8 => f64, avx512::F32x16 => f32);

/// Evaluates one vector and says what it raised besides what was raised before.
#[inline(always)]
pub(super) fn unary_vector<F: Unary, V: Evaluate>(x: V, before: Flags) -> (V, Flags) {
    let y = x.unary::<F>();
    let ordinary = if F::UNDERFLOWS { y.all_normal() } else { y.all_finite() };
    if ordinary || (before.contains(Flags::OVER) && only_overflows::<F, V>(x, y)) {
        return (y, Flags::NONE);
    }
    (y, raised_by_unary::<F, V>(&x.to_array(), &y.to_array()))
}

/// Whether all that is not ordinary is infinite, of finite arguments. A function that overflows has no pole.
#[inline(always)]
fn only_overflows<F: Unary, V: Evaluate>(x: V, y: V) -> bool {
    let is_tiny = F::UNDERFLOWS && y.abs().lt(V::least_normal()).any();
    x.all_finite() && !is_tiny && !(!y.eq(y)).any()
}

#[cold]
#[inline(never)]
fn raised_by_unary<F: Unary, V: Evaluate>(x: &[V::Lane; WIDEST], y: &[V::Lane; WIDEST]) -> Flags {
    let least = if F::UNDERFLOWS { V::LEAST } else { 0.0 };
    let mut raised = Flags::NONE;
    for (&x, &y) in x.iter().zip(y).take(V::N) {
        raised |= flags::of_unary(x.into(), y.into(), F::pole(x.into()), least);
    }
    raised
}

#[inline(always)]
pub(super) fn binary_vector<F: Binary, V: Evaluate>(x: V, y: V) -> (V, Flags) {
    let z = x.binary::<F>(y);
    let ordinary = if F::UNDERFLOWS { z.all_normal() } else { z.all_finite() };
    (
        z,
        if ordinary {
            Flags::NONE
        } else {
            raised_by_binary::<F, V>(&x.to_array(), &y.to_array(), &z.to_array())
        },
    )
}

#[cold]
#[inline(never)]
fn raised_by_binary<F: Binary, V: Evaluate>(
    x: &[V::Lane; WIDEST],
    y: &[V::Lane; WIDEST],
    z: &[V::Lane; WIDEST],
) -> Flags {
    let least = if F::UNDERFLOWS { V::LEAST } else { 0.0 };
    let mut raised = Flags::NONE;
    for ((&x, &y), &z) in x.iter().zip(y).zip(z).take(V::N) {
        let pole = F::pole(x.into(), y.into());
        raised |= flags::of_binary(x.into(), y.into(), z.into(), pole, least);
        if F::NAN_IS_INVALID && z.into().is_nan() {
            raised |= Flags::INVALID;
        }
    }
    raised
}

/// The first `n` lanes from memory, the rest copies of the first.
///
/// # Safety
/// `n` elements are readable at `from`, `n` at least 1 and at most `V::N`.
#[inline(always)]
unsafe fn load_padded<V: Lanes>(from: *const V::Lane, n: usize) -> V {
    // SAFETY: there is at least one element.
    let mut lanes = [unsafe { from.read_unaligned() }; WIDEST];
    // SAFETY: `n` elements are readable, and `n` is at most `WIDEST`.
    unsafe {
        from.cast::<u8>()
            .copy_to_nonoverlapping(lanes.as_mut_ptr().cast(), n * size_of::<V::Lane>())
    };
    // SAFETY: no vector has more lanes than `WIDEST`.
    unsafe { V::load(lanes.as_ptr()) }
}

/// # Safety
/// As for [`Element::unary`], and the machine has the instructions of `V`.
#[inline(always)]
unsafe fn unary_loop<F: Unary, V: Evaluate>(
    dst: *mut V::Lane,
    src: *const V::Lane,
    n: usize,
) -> Flags {
    let mut raised = Flags::NONE;
    let mut at = 0;
    while at + V::N <= n {
        // SAFETY: the vector's elements lie below `n`.
        let x = unsafe { V::load(src.wrapping_add(at)) };
        let (y, flags) = unary_vector::<F, V>(x, raised);
        // SAFETY: the vector's elements lie below `n`.
        unsafe { y.store(dst.wrapping_add(at)) };
        raised |= flags;
        at += V::N;
    }
    let rest = n - at;
    if rest > 0 {
        // SAFETY: `rest` elements are left, fewer than a vector has lanes.
        let x = unsafe { load_padded::<V>(src.wrapping_add(at), rest) };
        let (y, flags) = unary_vector::<F, V>(x, raised);
        let bytes = rest * size_of::<V::Lane>();
        let lanes = y.to_array();
        // SAFETY: `rest` elements are writable.
        unsafe {
            dst.wrapping_add(at).cast::<u8>().copy_from_nonoverlapping(lanes.as_ptr().cast(), bytes)
        };
        raised |= flags;
    }
    raised
}

/// # Safety
/// As for [`Element::binary`], and the machine has the instructions of `V`.
#[inline(always)]
unsafe fn binary_loop<F: Binary, V: Evaluate>(
    dst: *mut V::Lane,
    x: *const V::Lane,
    y: *const V::Lane,
    n: usize,
) -> Flags {
    let mut raised = Flags::NONE;
    let mut at = 0;
    while at + V::N <= n {
        // SAFETY: the vector's elements lie below `n`.
        let left = unsafe { V::load(x.wrapping_add(at)) };
        // SAFETY: as above.
        let right = unsafe { V::load(y.wrapping_add(at)) };
        let (z, flags) = binary_vector::<F, V>(left, right);
        // SAFETY: as above.
        unsafe { z.store(dst.wrapping_add(at)) };
        raised |= flags;
        at += V::N;
    }
    let rest = n - at;
    if rest > 0 {
        // SAFETY: `rest` elements are left, fewer than a vector has lanes.
        let left = unsafe { load_padded::<V>(x.wrapping_add(at), rest) };
        // SAFETY: as above.
        let right = unsafe { load_padded::<V>(y.wrapping_add(at), rest) };
        let (z, flags) = binary_vector::<F, V>(left, right);
        let bytes = rest * size_of::<V::Lane>();
        let lanes = z.to_array();
        // SAFETY: `rest` elements are writable.
        unsafe {
            dst.wrapping_add(at).cast::<u8>().copy_from_nonoverlapping(lanes.as_ptr().cast(), bytes)
        };
        raised |= flags;
    }
    raised
}

macro_rules! compiled_for {
    ($unary:ident, $binary:ident, $features:literal) => {
        /// # Safety
        /// As for [`unary_loop`].
        #[cfg(target_arch = "x86_64")]
        #[target_feature(enable = $features)]
        unsafe fn $unary<F: Unary, V: Evaluate>(
            dst: *mut V::Lane,
            src: *const V::Lane,
            n: usize,
        ) -> Flags {
            // SAFETY: the caller's promise.
            unsafe { unary_loop::<F, V>(dst, src, n) }
        }

        /// # Safety
        /// As for [`binary_loop`].
        #[cfg(target_arch = "x86_64")]
        #[target_feature(enable = $features)]
        unsafe fn $binary<F: Binary, V: Evaluate>(
            dst: *mut V::Lane,
            x: *const V::Lane,
            y: *const V::Lane,
            n: usize,
        ) -> Flags {
            // SAFETY: the caller's promise.
            unsafe { binary_loop::<F, V>(dst, x, y, n) }
        }
    };
}

compiled_for!(unary_avx2, binary_avx2, "avx2,fma,f16c,bmi1,bmi2");
compiled_for!(
    unary_avx512,
    binary_avx512,
    "avx2,fma,f16c,bmi1,bmi2,avx512f,avx512bw,avx512dq,avx512vl,avx512cd"
);

macro_rules! element {
    ($lane:ty, $portable:ty, $avx2:ty, $avx512:ty) => {
        impl Element for $lane {
            unsafe fn unary<F: Unary>(
                isa: Isa,
                dst: *mut $lane,
                src: *const $lane,
                n: usize,
            ) -> Flags {
                match isa {
                    // SAFETY: the caller's promise, which includes the instructions.
                    #[cfg(target_arch = "x86_64")]
                    Isa::Avx512 => unsafe { unary_avx512::<F, $avx512>(dst, src, n) },
                    // SAFETY: as above.
                    #[cfg(target_arch = "x86_64")]
                    Isa::Avx2 => unsafe { unary_avx2::<F, $avx2>(dst, src, n) },
                    // SAFETY: the caller's promise.
                    _ => unsafe { unary_loop::<F, $portable>(dst, src, n) },
                }
            }

            unsafe fn binary<F: Binary>(
                isa: Isa,
                dst: *mut $lane,
                x: *const $lane,
                y: *const $lane,
                n: usize,
            ) -> Flags {
                match isa {
                    // SAFETY: the caller's promise, which includes the instructions.
                    #[cfg(target_arch = "x86_64")]
                    Isa::Avx512 => unsafe { binary_avx512::<F, $avx512>(dst, x, y, n) },
                    // SAFETY: as above.
                    #[cfg(target_arch = "x86_64")]
                    Isa::Avx2 => unsafe { binary_avx2::<F, $avx2>(dst, x, y, n) },
                    // SAFETY: the caller's promise.
                    _ => unsafe { binary_loop::<F, $portable>(dst, x, y, n) },
                }
            }
        }
    };
}

element!(f64, portable::F64x1, avx2::F64x4, avx512::F64x8);
element!(f32, portable::F32x1, avx2::F32x8, avx512::F32x16);

/// Elements that go through a buffer at a time: 2 KiB of `f64`.
const BLOCK: usize = 256;

/// Evaluates a function over a run with strides in bytes.
///
/// # Safety
/// `n` elements are readable at `src` and writable at `dst`, each at its stride from the one before, aligned or
/// not. Either no element of one run overlaps the other run, or both have the same start and stride.
pub(super) unsafe fn unary<F: Unary, T: Real>(
    dst: *mut T,
    dst_stride: isize,
    src: *const T,
    src_stride: isize,
    n: usize,
) -> Flags {
    let size = size_of::<T>() as isize;
    if dst_stride == size && src_stride == size {
        // SAFETY: the caller's promise.
        return unsafe { T::unary::<F>(isa(), dst, src, n) };
    }
    let mut raised = Flags::NONE;
    let mut blocks = MaybeUninit::<[[T; BLOCK]; 2]>::uninit();
    let [source, result] = [0, 1].map(|k| blocks.as_mut_ptr().cast::<T>().wrapping_add(k * BLOCK));
    for at in (0..n).step_by(BLOCK) {
        let count = BLOCK.min(n - at);
        let to = dst.wrapping_byte_offset(at as isize * dst_stride);
        let out = if dst_stride == size { to } else { result };
        // SAFETY: the block lies below `n`.
        let from = unsafe { brought(source, src, src_stride, at, count) };
        // SAFETY: both have `count` elements, the same or apart.
        raised |= unsafe { T::unary::<F>(isa(), out, from, count) };
        if dst_stride != size {
            // SAFETY: the block lies below `n`.
            unsafe { scatter(to, dst_stride, result, count) };
        }
    }
    raised
}

/// Evaluates a function of two arguments over runs with strides in bytes.
///
/// # Safety
/// As for [`unary`], with both sources.
pub(super) unsafe fn binary<F: Binary, T: Real>(
    dst: *mut T,
    dst_stride: isize,
    (x, x_stride): (*const T, isize),
    (y, y_stride): (*const T, isize),
    n: usize,
) -> Flags {
    let size = size_of::<T>() as isize;
    if dst_stride == size && x_stride == size && y_stride == size {
        // SAFETY: the caller's promise.
        return unsafe { T::binary::<F>(isa(), dst, x, y, n) };
    }
    let mut raised = Flags::NONE;
    let mut blocks = MaybeUninit::<[[T; BLOCK]; 3]>::uninit();
    let [left, right, result] =
        [0, 1, 2].map(|k| blocks.as_mut_ptr().cast::<T>().wrapping_add(k * BLOCK));
    for at in (0..n).step_by(BLOCK) {
        let count = BLOCK.min(n - at);
        let to = dst.wrapping_byte_offset(at as isize * dst_stride);
        let out = if dst_stride == size { to } else { result };
        // SAFETY: the block lies below `n`.
        let x = unsafe { brought(left, x, x_stride, at, count) };
        // SAFETY: as above.
        let y = unsafe { brought(right, y, y_stride, at, count) };
        // SAFETY: all have `count` elements; a source is the result's run or apart from it.
        raised |= unsafe { T::binary::<F>(isa(), out, x, y, count) };
        if dst_stride != size {
            // SAFETY: the block lies below `n`.
            unsafe { scatter(to, dst_stride, result, count) };
        }
    }
    raised
}

/// The `count` elements of a run from `at` on, one after the other: where they lie, or brought to a buffer.
///
/// # Safety
/// The elements are readable at their strides. The buffer has room for a block, and nobody else writes to it.
unsafe fn brought<T: Copy>(
    buffer: *mut T,
    run: *const T,
    stride: isize,
    at: usize,
    count: usize,
) -> *const T {
    let from = run.wrapping_byte_offset(at as isize * stride);
    if stride == size_of::<T>() as isize {
        return from;
    }
    // One element, repeated, is the same in every block, and the first block is the longest.
    if stride != 0 || at == 0 {
        // SAFETY: the caller's promise.
        unsafe { gather(buffer, from, stride, count) };
    }
    buffer
}

/// # Safety
/// `count` elements are readable at `src` and its strides, and writable at `buffer`.
unsafe fn gather<T: Copy>(buffer: *mut T, src: *const T, stride: isize, count: usize) {
    for i in 0..count {
        // SAFETY: the element is one of the `count`.
        let value = unsafe { src.wrapping_byte_offset(i as isize * stride).read_unaligned() };
        // SAFETY: as above.
        unsafe { buffer.wrapping_add(i).write(value) };
    }
}

/// # Safety
/// `count` elements are readable at `buffer`, and writable at `dst` and its strides.
unsafe fn scatter<T: Copy>(dst: *mut T, stride: isize, buffer: *const T, count: usize) {
    for i in 0..count {
        // SAFETY: the element is one of the `count`.
        let value = unsafe { buffer.wrapping_add(i).read() };
        // SAFETY: as above.
        unsafe { dst.wrapping_byte_offset(i as isize * stride).write_unaligned(value) };
    }
}
