//! Loops of elementary functions, on `F` and `D`.
#![expect(unsafe_code, reason = "adapts the kernels' runs to one signature")]

use ndstrata_kernels::math::Flags;
use ndstrata_kernels::math::complex::{Part, runs};
use num_complex::Complex;

use super::runs::answering;
use crate::kernel::Inner;

macro_rules! unary {
    ($($name:ident)*) => {$(
        pub(super) fn $name() -> Vec<Inner> {
            /// # Safety
            /// That of [`RunFn`](crate::kernel::RunFn).
            unsafe fn run<T: Part>(ptrs: &[*mut u8], strides: &[isize], count: usize) -> Flags {
                let src = ptrs[0].cast::<Complex<T>>().cast_const();
                let dst = ptrs[1].cast::<Complex<T>>();
                // SAFETY: the caller's promise.
                unsafe { runs::$name(dst, strides[1], src, strides[0], count) }
            }
            vec![answering("FF", run::<f32>), answering("DD", run::<f64>)]
        }
    )*};
}

unary!(sqrt exp exp2 expm1 log log2 log10 log1p sin cos tan sinh cosh tanh asin acos atan asinh acosh atanh);

/// Powers of complex numbers.
pub(super) fn pow() -> Vec<Inner> {
    /// # Safety
    /// That of [`RunFn`](crate::kernel::RunFn).
    unsafe fn run<T: Part>(ptrs: &[*mut u8], strides: &[isize], count: usize) -> Flags {
        let z = (ptrs[0].cast::<Complex<T>>().cast_const(), strides[0]);
        let w = (ptrs[1].cast::<Complex<T>>().cast_const(), strides[1]);
        // SAFETY: the caller's promise.
        unsafe { runs::pow(ptrs[2].cast::<Complex<T>>(), strides[2], z, w, count) }
    }
    vec![answering("FFF", run::<f32>), answering("DDD", run::<f64>)]
}
