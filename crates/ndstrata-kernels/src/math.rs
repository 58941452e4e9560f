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

pub mod complex;

mod exp;
mod flags;
mod fmod;
mod halves;
mod hyperbolic;
mod inverse_hyperbolic;
mod inverse_trig;
mod lanes;
mod log;
mod logaddexp;
mod payne_hanek;
mod power;
mod run;
mod singles;
mod trig;

#[cfg(test)]
mod tests;

pub use flags::Flags;
pub use run::Real;

/// Declares each function twice: for slices, and under [`runs`] for pointers and strides.
macro_rules! functions {
    (
        one: $($(#[doc = $doc:literal])+ $name:ident => $function:ty;)*
        two: $($(#[doc = $doc2:literal])+ $name2:ident => $function2:ty;)*
    ) => {
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
        $(
            $(#[doc = $doc2])+
            ///
            /// Writes as many elements as the shortest slice has.
            pub fn $name2<T: Real>(x: &[T], y: &[T], dst: &mut [T]) -> Flags {
                let stride = size_of::<T>() as isize;
                let n = x.len().min(y.len()).min(dst.len());
                let (x, y) = ((x.as_ptr(), stride), (y.as_ptr(), stride));
                // SAFETY: the slices have `n` elements, one after the other, and `dst` lies apart.
                unsafe { runs::$name2(dst.as_mut_ptr(), stride, x, y, n) }
            }
        )*

        /// The functions for pointers and strides in bytes, to fill loop tables with.
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
            $(
                $(#[doc = $doc2])+
                ///
                /// # Safety
                /// `n` elements are readable at `x` and `y` and writable at `dst`, each its stride in bytes after
                /// the one before, aligned or not. Either no element of a source overlaps the destination, or
                /// both have the same start and stride.
                pub unsafe fn $name2<T: Real>(
                    dst: *mut T,
                    dst_stride: isize,
                    x: (*const T, isize),
                    y: (*const T, isize),
                    n: usize,
                ) -> Flags {
                    // SAFETY: the caller's promise.
                    unsafe { run::binary::<$function2, T>(dst, dst_stride, x, y, n) }
                }
            )*
        }
    };
}

functions! {
    one:
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
    /// Inverse sine. NumPy: [numpy.arcsin](https://numpy.org/doc/stable/reference/generated/numpy.arcsin.html).
    asin => crate::math::inverse_trig::Asin;
    /// Inverse cosine. NumPy: [numpy.arccos](https://numpy.org/doc/stable/reference/generated/numpy.arccos.html).
    acos => crate::math::inverse_trig::Acos;
    /// Inverse tangent. NumPy: [numpy.arctan](https://numpy.org/doc/stable/reference/generated/numpy.arctan.html).
    atan => crate::math::inverse_trig::Atan;
    /// Inverse hyperbolic sine. NumPy: [numpy.arcsinh](https://numpy.org/doc/stable/reference/generated/numpy.arcsinh.html).
    asinh => crate::math::inverse_hyperbolic::Asinh;
    /// Inverse hyperbolic cosine. NumPy: [numpy.arccosh](https://numpy.org/doc/stable/reference/generated/numpy.arccosh.html).
    acosh => crate::math::inverse_hyperbolic::Acosh;
    /// Inverse hyperbolic tangent. NumPy: [numpy.arctanh](https://numpy.org/doc/stable/reference/generated/numpy.arctanh.html).
    atanh => crate::math::inverse_hyperbolic::Atanh;
    /// Cube root. NumPy: [numpy.cbrt](https://numpy.org/doc/stable/reference/generated/numpy.cbrt.html).
    cbrt => crate::math::power::Cbrt;
    two:
    /// x^y. NumPy: [numpy.power](https://numpy.org/doc/stable/reference/generated/numpy.power.html).
    pow => crate::math::power::Pow;
    /// √(x^2 + y^2). NumPy: [numpy.hypot](https://numpy.org/doc/stable/reference/generated/numpy.hypot.html).
    hypot => crate::math::power::Hypot;
    /// The angle of the point with height y, the first argument, and width x. NumPy: [numpy.arctan2](https://numpy.org/doc/stable/reference/generated/numpy.arctan2.html).
    atan2 => crate::math::inverse_trig::Atan2;
    /// The remainder of a truncated division. NumPy: [numpy.fmod](https://numpy.org/doc/stable/reference/generated/numpy.fmod.html).
    fmod => crate::math::fmod::Fmod;
    /// log(e^x + e^y). NumPy: [numpy.logaddexp](https://numpy.org/doc/stable/reference/generated/numpy.logaddexp.html).
    logaddexp => crate::math::logaddexp::Logaddexp;
    /// log2(2^x + 2^y). NumPy: [numpy.logaddexp2](https://numpy.org/doc/stable/reference/generated/numpy.logaddexp2.html).
    logaddexp2 => crate::math::logaddexp::Logaddexp2;
}
