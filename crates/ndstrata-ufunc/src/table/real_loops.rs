//! Loops of elementary functions, on `e`, `f` and `d`.
#![expect(unsafe_code, reason = "adapts the kernels' runs to one signature")]

use half::f16;
use ndstrata_dtype::ElementType;

use ndstrata_kernels::elementwise::{self as k, Run, RunMut};
use ndstrata_kernels::math::{Flags, Real, runs};
use ndstrata_kernels::{clear_float_status, float_status};

use super::runs::answering;
use crate::kernel::{Inner, Kernel, LoopType, loop_types, number_type};

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
///
/// One exponent of all elements is looked at: roots, squares and reciprocals have loops of their own, which
/// NumPy takes too. A root is not a power at -∞ and -0. Half precision has no such loops.
pub(super) fn power() -> Vec<Inner> {
    let mut loops = pow();
    for each in &mut loops {
        match each.types[0] {
            LoopType::Number(ElementType::Float32) => {
                each.kernel = Kernel::Answering(uniform_power::<f32>);
            }
            LoopType::Number(ElementType::Float64) => {
                each.kernel = Kernel::Answering(uniform_power::<f64>);
            }
            _ => {}
        }
    }
    loops
}

/// # Safety
/// That of [`RunFn`](crate::kernel::RunFn).
unsafe fn uniform_power<T: Real + Into<f64>>(
    ptrs: &[*mut u8],
    strides: &[isize],
    count: usize,
) -> Flags {
    if count > 0 && strides[1] == 0 {
        // SAFETY: the caller's promise: there is an exponent, at any alignment.
        let exponent: f64 = unsafe { ptrs[1].cast::<T>().read_unaligned() }.into();
        let loops = match exponent {
            0.5 => Some(&k::SQRT),
            2.0 => Some(&k::SQUARE),
            -1.0 => Some(&k::RECIPROCAL),
            _ => None,
        };
        let element = if size_of::<T>() == 4 { ElementType::Float32 } else { ElementType::Float64 };
        if let Some(each) = loops.and_then(|loops| loops.find(&[number_type(element)])) {
            let base = Run { ptr: ptrs[0].cast_const(), stride: strides[0] };
            let to = RunMut { ptr: ptrs[2], stride: strides[2] };
            clear_float_status();
            // SAFETY: the caller's promise: `count` elements of this type at either place.
            unsafe { each.call().run(to, [base, base], count) };
            return float_status();
        }
    }
    let x = (ptrs[0].cast::<T>().cast_const(), strides[0]);
    let y = (ptrs[1].cast::<T>().cast_const(), strides[1]);
    // SAFETY: the caller's promise.
    unsafe { runs::pow(ptrs[2].cast::<T>(), strides[2], x, y, count) }
}

/// Powers in double precision only.
pub(super) fn float_power() -> Vec<Inner> {
    pow().into_iter().filter(|each| each.types == loop_types("ddd")).collect()
}
