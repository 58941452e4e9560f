//! Loops of elementary functions, on `e`, `f` and `d`.
#![expect(unsafe_code, reason = "adapts the kernels' runs to one signature")]

use half::f16;
use ndstrata_kernels::math::{Flags, Real, runs};

use super::runs::answering;
use crate::kernel::{Inner, loop_types};

macro_rules! unary {
    ($($name:ident)*) => {$(
        pub(super) fn $name() -> Vec<Inner> {
            /// # Safety
            /// That of [`RunFn`](crate::kernel::RunFn).
            unsafe fn run<T: Real>(ptrs: &[*mut u8], strides: &[isize], count: usize) -> Flags {
                let (src, dst) = (ptrs[0].cast::<T>().cast_const(), ptrs[1].cast::<T>());
                // SAFETY: the caller's promise.
                unsafe { runs::$name(dst, strides[1], src, strides[0], count) }
            }
            vec![answering("ee", run::<f16>), answering("ff", run::<f32>), answering("dd", run::<f64>)]
        }
    )*};
}

macro_rules! binary {
    ($($name:ident)*) => {$(
        pub(super) fn $name() -> Vec<Inner> {
            /// # Safety
            /// That of [`RunFn`](crate::kernel::RunFn).
            unsafe fn run<T: Real>(ptrs: &[*mut u8], strides: &[isize], count: usize) -> Flags {
                let x = ptrs[0].cast::<T>().cast_const();
                let y = ptrs[1].cast::<T>().cast_const();
                let dst = ptrs[2].cast::<T>();
                // SAFETY: the caller's promise.
                unsafe { runs::$name(dst, strides[2], (x, strides[0]), (y, strides[1]), count) }
            }
            vec![answering("eee", run::<f16>), answering("fff", run::<f32>), answering("ddd", run::<f64>)]
        }
    )*};
}

unary!(exp exp2 expm1 log log2 log10 log1p sin cos tan sinh cosh tanh asin acos atan asinh acosh atanh cbrt);
binary!(pow hypot atan2 logaddexp logaddexp2);

/// Powers of floats, the last loops of `power`.
pub(super) fn power() -> Vec<Inner> {
    pow()
}

/// Powers in double precision only.
pub(super) fn float_power() -> Vec<Inner> {
    pow().into_iter().filter(|each| each.types == loop_types("ddd")).collect()
}
