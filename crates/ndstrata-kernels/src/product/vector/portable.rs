//! Vectors as arrays, for any machine.
#![expect(unsafe_code, reason = "reads and writes through pointers")]

use super::Vector;

/// `N` numbers.
#[derive(Clone, Copy)]
#[repr(C)]
pub(in crate::product) struct Array<T, const N: usize>([T; N]);

/// Arithmetic of one number; integers wrap.
pub(in crate::product) trait Number: Copy {
    const ZERO: Self;
    fn multiply_add(self, factor: Self, term: Self) -> Self;
    fn sum(self, other: Self) -> Self;
    fn difference(self, other: Self) -> Self;
    fn negated(self) -> Self;
}

macro_rules! integers {
    ($($t:ty),*) => {$(
        impl Number for $t {
            const ZERO: $t = 0;
            #[inline(always)]
            fn multiply_add(self, factor: $t, term: $t) -> $t {
                self.wrapping_mul(factor).wrapping_add(term)
            }
            #[inline(always)]
            fn sum(self, other: $t) -> $t {
                self.wrapping_add(other)
            }
            #[inline(always)]
            fn difference(self, other: $t) -> $t {
                self.wrapping_sub(other)
            }
            #[inline(always)]
            fn negated(self) -> $t {
                self.wrapping_neg()
            }
        }
    )*};
}

macro_rules! floats {
    ($($t:ty),*) => {$(
        impl Number for $t {
            const ZERO: $t = 0.0;
            #[inline(always)]
            fn multiply_add(self, factor: $t, term: $t) -> $t {
                self * factor + term
            }
            #[inline(always)]
            fn sum(self, other: $t) -> $t {
                self + other
            }
            #[inline(always)]
            fn difference(self, other: $t) -> $t {
                self - other
            }
            #[inline(always)]
            fn negated(self) -> $t {
                -self
            }
        }
    )*};
}

integers!(i16, i32, i64);
floats!(f32, f64);

/// The sum of some lanes, a power of two.
#[inline(always)]
pub(super) fn total<T: Number>(lanes: &mut [T]) -> T {
    let mut width = lanes.len();
    while width > 1 {
        width /= 2;
        for i in 0..width {
            lanes[i] = lanes[i].sum(lanes[i + width]);
        }
    }
    lanes[0]
}

// SAFETY: no instruction set is asked for.
unsafe impl<T: Number, const N: usize> Vector for Array<T, N> {
    type Lane = T;
    const LANES: usize = N;

    #[inline(always)]
    unsafe fn zero() -> Self {
        Array([T::ZERO; N])
    }
    #[inline(always)]
    unsafe fn splat(from: *const T) -> Self {
        // SAFETY: the caller vouches for one number.
        Array([unsafe { from.read_unaligned() }; N])
    }
    #[inline(always)]
    unsafe fn load(from: *const T) -> Self {
        // SAFETY: the caller vouches for `N` numbers.
        Array(unsafe { from.cast::<[T; N]>().read_unaligned() })
    }
    #[inline(always)]
    unsafe fn load_first(from: *const T, n: usize) -> Self {
        let lane = |i| match i < n {
            // SAFETY: the caller vouches for `n` numbers.
            true => unsafe { from.wrapping_add(i).read_unaligned() },
            false => T::ZERO,
        };
        Array(std::array::from_fn(lane))
    }
    #[inline(always)]
    unsafe fn store(self, to: *mut T) {
        // SAFETY: the caller vouches for `N` places.
        unsafe { to.cast::<[T; N]>().write_unaligned(self.0) };
    }
    #[inline(always)]
    unsafe fn store_first(self, to: *mut T, n: usize) {
        for (i, lane) in self.0.into_iter().enumerate().take(n) {
            // SAFETY: the caller vouches for `n` places.
            unsafe { to.wrapping_add(i).write_unaligned(lane) };
        }
    }
    #[inline(always)]
    unsafe fn mul_add(self, factor: Self, term: Self) -> Self {
        Array(std::array::from_fn(|i| self.0[i].multiply_add(factor.0[i], term.0[i])))
    }
    #[inline(always)]
    unsafe fn add(self, other: Self) -> Self {
        Array(std::array::from_fn(|i| self.0[i].sum(other.0[i])))
    }
    #[inline(always)]
    unsafe fn subtract(self, other: Self) -> Self {
        Array(std::array::from_fn(|i| self.0[i].difference(other.0[i])))
    }
    #[inline(always)]
    unsafe fn total(mut self) -> T {
        total(&mut self.0)
    }
    #[inline(always)]
    unsafe fn exchanged(self) -> Self {
        Array(std::array::from_fn(|i| self.0[i ^ 1]))
    }
    #[inline(always)]
    unsafe fn even_negated(self) -> Self {
        Array(std::array::from_fn(|i| if i % 2 == 0 { self.0[i].negated() } else { self.0[i] }))
    }
    #[inline(always)]
    unsafe fn odd_negated(self) -> Self {
        Array(std::array::from_fn(|i| if i % 2 == 1 { self.0[i].negated() } else { self.0[i] }))
    }
}
