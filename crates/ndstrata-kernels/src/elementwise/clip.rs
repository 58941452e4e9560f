//! Elements brought to two bounds in one pass.
#![expect(unsafe_code, reason = "loops over raw runs")]

use std::mem::MaybeUninit;

use crate::convert::{Number, NumberType};
use crate::elementwise::compare::{Maximum, Minimum};
use crate::elementwise::loops::Binary;
use crate::isa::{Isa, isa};
use crate::packed::{Packed, elements, load, places};
use crate::versions::{Body, run_at};

/// Destination, source, count, and the two bounds.
type Kernel = unsafe fn(Isa, *mut u8, *const u8, usize, *const u8);

/// The smaller of a bound and the larger of another and the element, as [`MINIMUM`](super::MINIMUM) and
/// [`MAXIMUM`](super::MAXIMUM) have it.
#[derive(Clone, Copy, Debug)]
pub struct ClipCall {
    kernel: Kernel,
    level: Isa,
}

/// The loop for numbers of a type, of which integers and `f32` and `f64` have one.
pub fn clip(number: NumberType) -> Option<ClipCall> {
    use NumberType::*;
    let kernel: Kernel = match number {
        I8 => run::<i8>,
        I16 => run::<i16>,
        I32 => run::<i32>,
        I64 => run::<i64>,
        U8 => run::<u8>,
        U16 => run::<u16>,
        U32 => run::<u32>,
        U64 => run::<u64>,
        F32 => run::<f32>,
        F64 => run::<f64>,
        Bool | F16 | Complex64 | Complex128 => return None,
    };
    Some(ClipCall { kernel, level: isa() })
}

impl ClipCall {
    /// The same call on the path of one instruction set.
    #[cfg(test)]
    pub(crate) fn at_level(mut self, level: Isa) -> ClipCall {
        self.level = level;
        self
    }

    /// Brings `count` contiguous elements to the bounds, of which the least comes first.
    ///
    /// # Safety
    /// `count` elements can be read at `src` and written at `dst`, and two be read at `bounds`, at any
    /// alignment. No written byte is one that is read.
    pub unsafe fn run(&self, dst: *mut u8, src: *const u8, count: usize, bounds: *const u8) {
        // SAFETY: the caller's contract; the level is one that the machine has.
        unsafe { (self.kernel)(self.level, dst, src, count, bounds) };
    }
}

/// # Safety
/// As for [`ClipCall::run`]. The machine has `level`.
unsafe fn run<T: Number>(level: Isa, dst: *mut u8, src: *const u8, count: usize, bounds: *const u8)
where
    Minimum: Binary<T, Output = T>,
    Maximum: Binary<T, Output = T>,
{
    let size = size_of::<T>() as isize;
    // SAFETY: the first bound.
    let least = unsafe { load(bounds, size, 0) };
    // SAFETY: the second bound.
    let most = unsafe { load(bounds, size, 1) };
    // SAFETY: the caller's contract.
    let src = unsafe { elements::<T>(src, count) };
    // SAFETY: the caller's contract.
    let dst = unsafe { places::<T>(dst, count) };
    run_at(level, Clip { dst, src, least, most });
}

struct Clip<'a, T: Copy> {
    dst: &'a mut [MaybeUninit<Packed<T>>],
    src: &'a [Packed<T>],
    least: T,
    most: T,
}

impl<T: Copy> Body for Clip<'_, T>
where
    Minimum: Binary<T, Output = T>,
    Maximum: Binary<T, Output = T>,
{
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for (place, value) in self.dst.iter_mut().zip(self.src) {
            // Of equals the second counts: a zero keeps its sign.
            let value = <Maximum as Binary<T>>::apply(self.least, value.0);
            place.write(Packed(<Minimum as Binary<T>>::apply(self.most, value)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::versions::levels;

    #[test]
    fn bounds_hold_and_nan_stays() {
        let values: Vec<f64> =
            (0..67).map(|k| if k % 9 == 4 { f64::NAN } else { f64::from(k) - 30.0 }).collect();
        for level in levels() {
            let mut found = [0.0f64; 67];
            let call = clip(NumberType::F64).expect("a loop").at_level(level);
            let (dst, src) = (found.as_mut_ptr().cast(), values.as_ptr().cast());
            // SAFETY: 67 elements each, and two bounds.
            unsafe { call.run(dst, src, 67, [-3.5f64, 7.0].as_ptr().cast()) };
            for (found, value) in found.iter().zip(&values) {
                let expected = if value.is_nan() { *value } else { value.clamp(-3.5, 7.0) };
                assert_eq!(found.to_bits(), expected.to_bits());
            }
            // The upper bound wins over the lower one, and a NaN over both.
            // SAFETY: as above.
            unsafe { call.run(dst, src, 67, [9.0f64, 2.0].as_ptr().cast()) };
            assert!(found.iter().zip(&values).all(|(f, v)| v.is_nan() && f.is_nan() || *f == 2.0));
            // A zero that equals a bound keeps its sign.
            let zeros: Vec<f64> = (0..67).map(|k| if k % 2 == 0 { 0.0 } else { -0.0 }).collect();
            for bounds in [[0.0, 5.0], [-0.0, 5.0], [-5.0, 0.0], [-5.0, -0.0]] {
                // SAFETY: as above.
                unsafe { call.run(dst, zeros.as_ptr().cast(), 67, bounds.as_ptr().cast()) };
                assert!(found.iter().zip(&zeros).all(|(f, z)| f.to_bits() == z.to_bits()));
            }
        }
    }
}
