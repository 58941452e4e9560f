//! Elementary functions of runs of complex numbers.
//!
//! A run is taken apart into blocks of real and imaginary parts that stay in the first-level cache; a
//! function is then a formula over the real functions of such blocks, which are vector loops. Single
//! precision is computed in double. Elements for which the formula fails, special values above all, are
//! computed again one by one, with the results of C99 Annex G.
//!
//! ```
//! use ndstrata_kernels::math::complex;
//! use num_complex::Complex;
//!
//! let mut roots = [Complex::default(); 2];
//! complex::sqrt(&[Complex::new(-4.0, 0.0), Complex::new(-4.0, -0.0)], &mut roots);
//! assert_eq!(roots, [Complex::new(0.0, 2.0), Complex::new(0.0, -2.0)]);
//! ```
#![expect(unsafe_code, reason = "runs are pointers and strides")]

mod circular;
mod exponential;
mod inverse;
mod logarithm;
mod pow;
mod power;

#[cfg(test)]
mod tests;

use super::Flags;
use super::inverse_trig::Atan2;
use super::power::Hypot;
use super::run::{Binary, Element, Unary};
use crate::isa;
use num_complex::Complex;

/// Elements that are computed together: 4 KiB of real and imaginary parts.
const BLOCK: usize = 256;

/// The parts of a complex number that the functions take: `f32` or `f64`.
#[expect(private_bounds, reason = "closed to other types")]
pub trait Part: Narrow {}

impl Part for f32 {}
impl Part for f64 {}

trait Narrow: Copy + Into<f64> + pow::Library {
    /// The nearest value of the type.
    fn nearest(x: f64) -> Self;
}

impl Narrow for f32 {
    fn nearest(x: f64) -> f32 {
        x as f32
    }
}

impl Narrow for f64 {
    fn nearest(x: f64) -> f64 {
        x
    }
}

/// A function of one complex argument, in place on real and imaginary parts of equal number.
trait Function {
    /// Whether the function is infinite at `z` itself.
    fn pole(_z: Complex<f64>) -> bool {
        false
    }

    /// Replaces each argument by its value.
    fn replace(re: &mut [f64], im: &mut [f64]);
}

/// Replaces each argument by the value of a real function, at most [`BLOCK`] of them.
fn real<F: Unary>(values: &mut [f64]) {
    let run = values.as_mut_ptr();
    // SAFETY: the machine has `isa()`, and the slice is its own destination.
    unsafe { f64::unary::<F>(isa(), run, run, values.len()) };
}

/// A real function of one number.
fn scalar<F: Unary>(x: f64) -> f64 {
    let mut value = [x];
    real::<F>(&mut value);
    value[0]
}

/// A real function of a copy.
fn real_of<F: Unary>(values: &[f64]) -> [f64; BLOCK] {
    let mut results = [0.0; BLOCK];
    results[..values.len()].copy_from_slice(values);
    real::<F>(&mut results[..values.len()]);
    results
}

/// A real function of two arguments of equal number.
fn real_of_two<F: Binary>(x: &[f64], y: &[f64]) -> [f64; BLOCK] {
    let mut results = [0.0; BLOCK];
    let n = x.len().min(y.len()).min(BLOCK);
    // SAFETY: the machine has `isa()`; all three have `n` elements, and the destination lies apart.
    unsafe { f64::binary::<F>(isa(), results.as_mut_ptr(), x.as_ptr(), y.as_ptr(), n) };
    results
}

/// Computes again, one by one, the elements whose arguments `fails` names.
fn repair(
    (re, im): (&mut [f64], &mut [f64]),
    (x, y): (&[f64], &[f64]),
    fails: fn(f64, f64) -> bool,
    exactly: fn(f64, f64) -> Complex<f64>,
) {
    for (i, (&x, &y)) in x.iter().zip(y).enumerate() {
        if fails(x, y) {
            let z = exactly(x, y);
            (re[i], im[i]) = (z.re, z.im);
        }
    }
}

/// What a value has raised, seen from its argument.
fn raised<T: Part>(z: Complex<f64>, w: Complex<T>, pole: bool) -> Flags {
    let (re, im): (f64, f64) = (w.re.into(), w.im.into());
    if re.is_finite() && im.is_finite() {
        return Flags::NONE;
    }
    let mut flags = Flags::NONE;
    if (re.is_nan() || im.is_nan()) && !z.re.is_nan() && !z.im.is_nan() {
        flags |= Flags::INVALID;
    }
    if (re.is_infinite() || im.is_infinite()) && z.re.is_finite() && z.im.is_finite() {
        flags |= if pole { Flags::DIVIDE } else { Flags::OVER };
    }
    flags
}

/// # Safety
/// `n` elements are readable at `src` and writable at `dst` at their strides; the runs are the same or apart.
unsafe fn unary<F: Function, T: Part>(
    dst: *mut Complex<T>,
    dst_stride: isize,
    src: *const Complex<T>,
    src_stride: isize,
    n: usize,
) -> Flags {
    let mut flags = Flags::NONE;
    let (mut re, mut im) = ([0.0; BLOCK], [0.0; BLOCK]);
    for start in (0..n).step_by(BLOCK) {
        let count = BLOCK.min(n - start);
        // SAFETY: the block lies below `n`.
        unsafe { take_apart(&mut re[..count], &mut im[..count], src, start, src_stride) };
        let (x, y) = (re, im);
        F::replace(&mut re[..count], &mut im[..count]);
        for i in 0..count {
            let w = Complex::new(T::nearest(re[i]), T::nearest(im[i]));
            let z = Complex::new(x[i], y[i]);
            flags |= raised(z, w, F::pole(z));
            let to = dst.wrapping_byte_offset((start + i) as isize * dst_stride);
            // SAFETY: the element lies below `n`.
            unsafe { to.write_unaligned(w) };
        }
    }
    flags
}

/// # Safety
/// As many elements from `start` on as `re` has are readable at `src`.
unsafe fn take_apart<T: Part>(
    re: &mut [f64],
    im: &mut [f64],
    src: *const Complex<T>,
    start: usize,
    stride: isize,
) {
    for (i, (re, im)) in re.iter_mut().zip(im).enumerate() {
        let from = src.wrapping_byte_offset((start + i) as isize * stride);
        // SAFETY: the caller's promise.
        let z = unsafe { from.read_unaligned() };
        (*re, *im) = (z.re.into(), z.im.into());
    }
}

/// A real function of the parts, for absolute values and angles.
///
/// # Safety
/// As for [`unary`], the destination apart or at the source's own start and stride.
unsafe fn measure<F: Binary, T: Part>(
    swapped: bool,
    dst: *mut T,
    dst_stride: isize,
    src: *const Complex<T>,
    src_stride: isize,
    n: usize,
) -> Flags {
    let mut flags = Flags::NONE;
    let (mut re, mut im) = ([0.0; BLOCK], [0.0; BLOCK]);
    for start in (0..n).step_by(BLOCK) {
        let count = BLOCK.min(n - start);
        // SAFETY: the block lies below `n`.
        unsafe { take_apart(&mut re[..count], &mut im[..count], src, start, src_stride) };
        let (first, second) = if swapped { (&im, &re) } else { (&re, &im) };
        let sizes = real_of_two::<F>(&first[..count], &second[..count]);
        for (i, &size) in sizes[..count].iter().enumerate() {
            let size = T::nearest(size);
            if size.into().is_infinite() && re[i].is_finite() && im[i].is_finite() {
                flags |= Flags::OVER;
            }
            let to = dst.wrapping_byte_offset((start + i) as isize * dst_stride);
            // SAFETY: the element lies below `n`.
            unsafe { to.write_unaligned(size) };
        }
    }
    flags
}

macro_rules! functions {
    ($($(#[doc = $doc:literal])+ $name:ident => $function:ty;)*) => {
        $(
            $(#[doc = $doc])+
            ///
            /// Writes as many elements as the shorter slice has.
            pub fn $name<T: Part>(src: &[Complex<T>], dst: &mut [Complex<T>]) -> Flags {
                let stride = size_of::<Complex<T>>() as isize;
                let n = src.len().min(dst.len());
                // SAFETY: both slices have `n` elements, one after the other, and lie apart.
                unsafe { runs::$name(dst.as_mut_ptr(), stride, src.as_ptr(), stride, n) }
            }
        )*

        /// The functions for pointers and strides in bytes, to fill loop tables with.
        pub mod runs {
            use super::{Atan2, Complex, Flags, Hypot, Part};

            $(
                $(#[doc = $doc])+
                ///
                /// # Safety
                /// `n` elements are readable at `src` and writable at `dst`, each its stride in bytes after the
                /// one before, aligned or not. Either no element of one run overlaps the other run, or
                /// both have the same start and stride.
                pub unsafe fn $name<T: Part>(
                    dst: *mut Complex<T>,
                    dst_stride: isize,
                    src: *const Complex<T>,
                    src_stride: isize,
                    n: usize,
                ) -> Flags {
                    // SAFETY: the caller's promise.
                    unsafe { super::unary::<$function, T>(dst, dst_stride, src, src_stride, n) }
                }
            )*

            /// Absolute value. NumPy: [numpy.absolute](https://numpy.org/doc/stable/reference/generated/numpy.absolute.html).
            ///
            /// # Safety
            /// `n` elements are readable at `src` and writable at `dst`, each its stride in bytes after the one
            /// before, aligned or not; the runs lie apart.
            pub unsafe fn abs<T: Part>(
                dst: *mut T,
                dst_stride: isize,
                src: *const Complex<T>,
                src_stride: isize,
                n: usize,
            ) -> Flags {
                // SAFETY: the caller's promise.
                unsafe { super::measure::<Hypot, T>(false, dst, dst_stride, src, src_stride, n) }
            }

            /// Angle. NumPy: [numpy.angle](https://numpy.org/doc/stable/reference/generated/numpy.angle.html).
            ///
            /// # Safety
            /// As for [`abs`].
            pub unsafe fn arg<T: Part>(
                dst: *mut T,
                dst_stride: isize,
                src: *const Complex<T>,
                src_stride: isize,
                n: usize,
            ) -> Flags {
                // SAFETY: the caller's promise.
                unsafe { super::measure::<Atan2, T>(true, dst, dst_stride, src, src_stride, n) }
            }

            /// z^w. NumPy: [numpy.power](https://numpy.org/doc/stable/reference/generated/numpy.power.html).
            ///
            /// # Safety
            /// `n` elements are readable at `z` and `w` and writable at `dst`, each its stride in bytes after the
            /// one before, aligned or not. Either no element of a source overlaps the destination, or both
            /// have the same start and stride.
            pub unsafe fn pow<T: Part>(
                dst: *mut Complex<T>,
                dst_stride: isize,
                z: (*const Complex<T>, isize),
                w: (*const Complex<T>, isize),
                n: usize,
            ) -> Flags {
                // SAFETY: the caller's promise.
                unsafe { super::binary(dst, dst_stride, z, w, n) }
            }
        }
    };
}

functions! {
    /// Square root. NumPy: [numpy.sqrt](https://numpy.org/doc/stable/reference/generated/numpy.sqrt.html).
    sqrt => crate::math::complex::power::Sqrt;
    /// e^z. NumPy: [numpy.exp](https://numpy.org/doc/stable/reference/generated/numpy.exp.html).
    exp => crate::math::complex::exponential::Exp;
    /// 2^z. NumPy: [numpy.exp2](https://numpy.org/doc/stable/reference/generated/numpy.exp2.html).
    exp2 => crate::math::complex::exponential::Exp2;
    /// e^z - 1. NumPy: [numpy.expm1](https://numpy.org/doc/stable/reference/generated/numpy.expm1.html).
    expm1 => crate::math::complex::exponential::Expm1;
    /// Natural logarithm. NumPy: [numpy.log](https://numpy.org/doc/stable/reference/generated/numpy.log.html).
    log => crate::math::complex::logarithm::Log;
    /// Logarithm to base 2. NumPy: [numpy.log2](https://numpy.org/doc/stable/reference/generated/numpy.log2.html).
    log2 => crate::math::complex::logarithm::Log2;
    /// Logarithm to base 10. NumPy: [numpy.log10](https://numpy.org/doc/stable/reference/generated/numpy.log10.html).
    log10 => crate::math::complex::logarithm::Log10;
    /// log(1 + z). NumPy: [numpy.log1p](https://numpy.org/doc/stable/reference/generated/numpy.log1p.html).
    log1p => crate::math::complex::logarithm::Log1p;
    /// Sine. NumPy: [numpy.sin](https://numpy.org/doc/stable/reference/generated/numpy.sin.html).
    sin => crate::math::complex::circular::Turned<crate::math::complex::circular::Sinh>;
    /// Cosine. NumPy: [numpy.cos](https://numpy.org/doc/stable/reference/generated/numpy.cos.html).
    cos => crate::math::complex::circular::Cos;
    /// Tangent. NumPy: [numpy.tan](https://numpy.org/doc/stable/reference/generated/numpy.tan.html).
    tan => crate::math::complex::circular::Turned<crate::math::complex::circular::Tanh>;
    /// Hyperbolic sine. NumPy: [numpy.sinh](https://numpy.org/doc/stable/reference/generated/numpy.sinh.html).
    sinh => crate::math::complex::circular::Sinh;
    /// Hyperbolic cosine. NumPy: [numpy.cosh](https://numpy.org/doc/stable/reference/generated/numpy.cosh.html).
    cosh => crate::math::complex::circular::Cosh;
    /// Hyperbolic tangent. NumPy: [numpy.tanh](https://numpy.org/doc/stable/reference/generated/numpy.tanh.html).
    tanh => crate::math::complex::circular::Tanh;
    /// Inverse sine. NumPy: [numpy.arcsin](https://numpy.org/doc/stable/reference/generated/numpy.arcsin.html).
    asin => crate::math::complex::circular::Turned<crate::math::complex::inverse::Asinh>;
    /// Inverse cosine. NumPy: [numpy.arccos](https://numpy.org/doc/stable/reference/generated/numpy.arccos.html).
    acos => crate::math::complex::inverse::Acos;
    /// Inverse tangent. NumPy: [numpy.arctan](https://numpy.org/doc/stable/reference/generated/numpy.arctan.html).
    atan => crate::math::complex::circular::Turned<crate::math::complex::inverse::Atanh>;
    /// Inverse hyperbolic sine. NumPy: [numpy.arcsinh](https://numpy.org/doc/stable/reference/generated/numpy.arcsinh.html).
    asinh => crate::math::complex::inverse::Asinh;
    /// Inverse hyperbolic cosine. NumPy: [numpy.arccosh](https://numpy.org/doc/stable/reference/generated/numpy.arccosh.html).
    acosh => crate::math::complex::inverse::Acosh;
    /// Inverse hyperbolic tangent. NumPy: [numpy.arctanh](https://numpy.org/doc/stable/reference/generated/numpy.arctanh.html).
    atanh => crate::math::complex::inverse::Atanh;
}

/// Absolute value. NumPy: [numpy.absolute](https://numpy.org/doc/stable/reference/generated/numpy.absolute.html).
///
/// Writes as many elements as the shorter slice has.
pub fn abs<T: Part>(src: &[Complex<T>], dst: &mut [T]) -> Flags {
    let n = src.len().min(dst.len());
    let (from, to) = (size_of::<Complex<T>>() as isize, size_of::<T>() as isize);
    // SAFETY: both slices have `n` elements, one after the other, and lie apart.
    unsafe { runs::abs(dst.as_mut_ptr(), to, src.as_ptr(), from, n) }
}

/// Angle. NumPy: [numpy.angle](https://numpy.org/doc/stable/reference/generated/numpy.angle.html).
///
/// Writes as many elements as the shorter slice has.
pub fn arg<T: Part>(src: &[Complex<T>], dst: &mut [T]) -> Flags {
    let n = src.len().min(dst.len());
    let (from, to) = (size_of::<Complex<T>>() as isize, size_of::<T>() as isize);
    // SAFETY: both slices have `n` elements, one after the other, and lie apart.
    unsafe { runs::arg(dst.as_mut_ptr(), to, src.as_ptr(), from, n) }
}

/// z^w. NumPy: [numpy.power](https://numpy.org/doc/stable/reference/generated/numpy.power.html).
///
/// Writes as many elements as the shortest slice has.
pub fn pow<T: Part>(z: &[Complex<T>], w: &[Complex<T>], dst: &mut [Complex<T>]) -> Flags {
    let stride = size_of::<Complex<T>>() as isize;
    let n = z.len().min(w.len()).min(dst.len());
    let (z, w) = ((z.as_ptr(), stride), (w.as_ptr(), stride));
    // SAFETY: the slices have `n` elements, one after the other, and `dst` lies apart.
    unsafe { runs::pow(dst.as_mut_ptr(), stride, z, w, n) }
}

/// # Safety
/// As for [`runs::pow`].
unsafe fn binary<T: Part>(
    dst: *mut Complex<T>,
    dst_stride: isize,
    (z, z_stride): (*const Complex<T>, isize),
    (w, w_stride): (*const Complex<T>, isize),
    n: usize,
) -> Flags {
    let mut flags = Flags::NONE;
    for i in 0..n {
        let from = z.wrapping_byte_offset(i as isize * z_stride);
        // SAFETY: the element lies below `n`.
        let base = unsafe { from.read_unaligned() };
        let from = w.wrapping_byte_offset(i as isize * w_stride);
        // SAFETY: as above.
        let exponent = unsafe { from.read_unaligned() };
        let base = Complex::new(base.re.into(), base.im.into());
        let exponent = Complex::new(exponent.re.into(), exponent.im.into());
        let power = pow::pow::<T>(base, exponent);
        let result = Complex::new(T::nearest(power.re), T::nearest(power.im));
        if !exponent.re.is_nan() && !exponent.im.is_nan() {
            flags |= raised(base, result, false);
        }
        let to = dst.wrapping_byte_offset(i as isize * dst_stride);
        // SAFETY: as above.
        unsafe { to.write_unaligned(result) };
    }
    flags
}
