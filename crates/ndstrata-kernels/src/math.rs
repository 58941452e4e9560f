//! Elementary functions of runs of `f64`, `f32` and `f16`.
//!
//! Every function is correct to one unit in the last place over its whole range in each width, the
//! special values are those of C99 Annex F and NumPy, and the results are the same bits on every
//! instruction set. Each takes slices; [`runs`] has the same functions for pointers and strides. All
//! say which floating-point exceptions they met.
//!
//! ```
//! use ndstrata_kernels::math::{self, Flags};
//!
//! let mut logarithms = [0.0; 3];
//! let raised = math::log(&[1.0, 0.0, -1.0], &mut logarithms);
//! assert_eq!(logarithms[..2], [0.0, f64::NEG_INFINITY]);
//! assert!(logarithms[2].is_nan());
//! assert_eq!(raised, Flags::DIVIDE | Flags::INVALID);
//! ```
//!
//! Inside: `lanes` is what a function asks of a vector, `run` brings runs to vectors, the other
//! modules are the functions, each written once for all vectors.
#![expect(unsafe_code, reason = "hands slices to runs of pointers and strides")]

mod exp;
mod flags;
mod hyperbolic;
mod lanes;
mod log;
mod payne_hanek;
mod run;
mod trig;

#[cfg(test)]
mod tests;

pub use flags::Flags;
pub use run::Real;

/// Declares each function twice: for slices, and under [`runs`] for pointers and strides.
macro_rules! unary_functions {
    ($($(#[doc = $doc:literal])+ $name:ident => $function:ty;)*) => {
        $(
            $(#[doc = $doc])+
            ///
            /// Writes as many elements as the shorter slice has.
            pub fn $name<T: Real>(src: &[T], dst: &mut [T]) -> Flags {
                let stride = size_of::<T>() as isize;
                let n = src.len().min(dst.len());
                // SAFETY: both slices have `n` elements, one after the other, and lie apart.
                unsafe { runs::$name(dst.as_mut_ptr(), stride, src.as_ptr(), stride, n) }
            }
        )*

        /// The functions of one argument for pointers and strides, to fill loop tables with.
        pub mod runs {
            use super::{Flags, Real, run};

            $(
                $(#[doc = $doc])+
                ///
                /// # Safety
                /// `n` elements are readable at `src` and writable at `dst`, each its stride in bytes after the
                /// one before, aligned or not. Either no element of one run overlaps the other run, or
                /// both have the same start and stride.
                pub unsafe fn $name<T: Real>(
                    dst: *mut T,
                    dst_stride: isize,
                    src: *const T,
                    src_stride: isize,
                    n: usize,
                ) -> Flags {
                    // SAFETY: the caller's promise.
                    unsafe { run::unary::<$function, T>(dst, dst_stride, src, src_stride, n) }
                }
            )*
        }
    };
}

unary_functions! {
    /// e^x. NumPy: [numpy.exp](https://numpy.org/doc/stable/reference/generated/numpy.exp.html).
    exp => crate::math::exp::Exp;
    /// 2^x. NumPy: [numpy.exp2](https://numpy.org/doc/stable/reference/generated/numpy.exp2.html).
    exp2 => crate::math::exp::Exp2;
    /// e^x - 1. NumPy: [numpy.expm1](https://numpy.org/doc/stable/reference/generated/numpy.expm1.html).
    expm1 => crate::math::exp::Expm1;
    /// Natural logarithm. NumPy: [numpy.log](https://numpy.org/doc/stable/reference/generated/numpy.log.html).
    log => crate::math::log::Log;
    /// Logarithm to base 2. NumPy: [numpy.log2](https://numpy.org/doc/stable/reference/generated/numpy.log2.html).
    log2 => crate::math::log::Log2;
    /// Logarithm to base 10. NumPy: [numpy.log10](https://numpy.org/doc/stable/reference/generated/numpy.log10.html).
    log10 => crate::math::log::Log10;
    /// log(1 + x). NumPy: [numpy.log1p](https://numpy.org/doc/stable/reference/generated/numpy.log1p.html).
    log1p => crate::math::log::Log1p;
    /// Sine. NumPy: [numpy.sin](https://numpy.org/doc/stable/reference/generated/numpy.sin.html).
    sin => crate::math::trig::Sin;
    /// Cosine. NumPy: [numpy.cos](https://numpy.org/doc/stable/reference/generated/numpy.cos.html).
    cos => crate::math::trig::Cos;
    /// Tangent. NumPy: [numpy.tan](https://numpy.org/doc/stable/reference/generated/numpy.tan.html).
    tan => crate::math::trig::Tan;
    /// Hyperbolic sine. NumPy: [numpy.sinh](https://numpy.org/doc/stable/reference/generated/numpy.sinh.html).
    sinh => crate::math::hyperbolic::Sinh;
    /// Hyperbolic cosine. NumPy: [numpy.cosh](https://numpy.org/doc/stable/reference/generated/numpy.cosh.html).
    cosh => crate::math::hyperbolic::Cosh;
    /// Hyperbolic tangent. NumPy: [numpy.tanh](https://numpy.org/doc/stable/reference/generated/numpy.tanh.html).
    tanh => crate::math::hyperbolic::Tanh;
}
