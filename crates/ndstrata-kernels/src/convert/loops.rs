//! The contiguous loop that converts one plain type to another, and the rule for one value.
#![expect(unsafe_code, reason = "loops over raw runs; float to integer without a saturation test")]

use std::marker::PhantomData;

use crate::convert::number::Truth;
use crate::isa::Isa;
use crate::packed::{Packed, at, at_mut, elements, places};
use crate::versions::{Body, run_at};

/// Rows of contiguous values that are converted: where the first ones lie, the bytes from row to row, and how
/// many there are.
#[derive(Clone, Copy)]
pub(crate) struct Rows {
    pub(crate) dst: *mut u8,
    pub(crate) dst_row: isize,
    pub(crate) src: *const u8,
    pub(crate) src_row: isize,
    pub(crate) rows: usize,
    pub(crate) count: usize,
}

impl Rows {
    /// Where each row is written and read.
    pub(crate) fn each(self) -> impl Iterator<Item = (*mut u8, *const u8)> {
        (0..self.rows)
            .map(move |row| (at_mut(self.dst, self.dst_row, row), at(self.src, self.src_row, row)))
    }
}

/// A loop over rows of contiguous values.
///
/// Its contract is that of [`each`].
pub(crate) type Loop = unsafe fn(Isa, Rows);

/// Converts rows of contiguous values, at any alignment.
///
/// # Safety
/// In each row `count` valid values `S` can be read and as many `D` written, and no written byte is one that is
/// read. The machine has `level`.
pub(crate) unsafe fn each<S: Copy, D: Cast<S>>(level: Isa, rows: Rows) {
    run_at(level, Each::<S, D> { rows, types: PhantomData });
}

/// Made by [`each`] alone, whose contract it keeps.
struct Each<S, D> {
    rows: Rows,
    types: PhantomData<(S, D)>,
}

impl<S: Copy, D: Cast<S>> Body for Each<S, D> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for (dst, src) in self.rows.each() {
            // SAFETY: a row of the contract of `each`.
            let src = unsafe { elements::<S>(src, self.rows.count) };
            // SAFETY: as above.
            let dst = unsafe { places::<D>(dst, self.rows.count) };
            for (place, value) in dst.iter_mut().zip(src) {
                place.write(Packed(D::cast(value.0)));
            }
        }
    }
}

/// One value converted from `S`.
pub(crate) trait Cast<S>: Copy {
    fn cast(value: S) -> Self;
}

/// An `f64` rounded to `f32` so that a second rounding, to `f16`, gives the right `f16`: what is lost
/// is kept as a sticky last bit ("round to odd").
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(crate) struct OddRounded(f32);

impl Cast<f64> for OddRounded {
    #[inline(always)]
    fn cast(value: f64) -> Self {
        const LOST: u64 = (1 << 29) - 1;
        let bits = value.to_bits();
        let sticky = u64::from(bits & LOST != 0) << 29;
        OddRounded(f64::from_bits(bits & !LOST | sticky) as f32)
    }
}

macro_rules! casts_by_as {
    ($($from:ty => $($to:ty)*;)*) => {$($(
        impl Cast<$from> for $to {
            #[inline(always)]
            fn cast(value: $from) -> Self {
                value as $to
            }
        }
    )*)*};
}

// Integers of one width wrap to the same bits, so the unsigned one stands for both.
casts_by_as! {
    i8 => u16 u32 u64 f32 f64;
    u8 => u16 u32 u64 f32 f64;
    i16 => u8 u32 u64 f32 f64;
    u16 => u8 u32 u64 f32 f64;
    i32 => u8 u16 u64 f32 f64;
    u32 => u8 u16 u64 f32 f64;
    i64 => u8 u16 u32 f32 f64;
    u64 => u8 u16 u32 f32 f64;
    f32 => f64;
    f64 => f32;
}

macro_rules! truths {
    ($($from:ty)*) => {$(
        impl Cast<$from> for Truth {
            #[inline(always)]
            fn cast(value: $from) -> Self {
                Truth::from(value != <$from>::default())
            }
        }

        impl Cast<[$from; 2]> for Truth {
            #[inline(always)]
            fn cast([re, im]: [$from; 2]) -> Self {
                Truth::from((re != <$from>::default()) | (im != <$from>::default()))
            }
        }
    )*};
}
truths!(u8 u16 u32 u64 f32 f64);

macro_rules! floats {
    ($($float:ty)*) => {$(
        impl Cast<[$float; 2]> for $float {
            #[inline(always)]
            fn cast([re, _]: [$float; 2]) -> Self {
                re
            }
        }

        impl Cast<$float> for [$float; 2] {
            #[inline(always)]
            fn cast(value: $float) -> Self {
                [value, 0.0]
            }
        }

        impl Cast<$float> for i32 {
            #[inline(always)]
            fn cast(value: $float) -> Self {
                const LOW: $float = i32::MIN as $float;
                let fits = (LOW..-LOW).contains(&value);
                let value = if fits { value } else { LOW };
                // SAFETY: a finite value within [-2^31, 2^31), just tested.
                unsafe { value.to_int_unchecked() }
            }
        }

        impl Cast<$float> for i64 {
            #[inline(always)]
            fn cast(value: $float) -> Self {
                const LOW: $float = i64::MIN as $float;
                let fits = (LOW..-LOW).contains(&value);
                let value = if fits { value } else { LOW };
                // SAFETY: a finite value within [-2^63, 2^63), just tested.
                unsafe { value.to_int_unchecked() }
            }
        }

        impl Cast<$float> for u8 {
            #[inline(always)]
            fn cast(value: $float) -> Self {
                <i32 as Cast<$float>>::cast(value) as u8
            }
        }

        impl Cast<$float> for u16 {
            #[inline(always)]
            fn cast(value: $float) -> Self {
                <i32 as Cast<$float>>::cast(value) as u16
            }
        }

        impl Cast<$float> for u32 {
            #[inline(always)]
            fn cast(value: $float) -> Self {
                <i64 as Cast<$float>>::cast(value) as u32
            }
        }

        impl Cast<$float> for u64 {
            #[inline(always)]
            fn cast(value: $float) -> Self {
                const HIGH: $float = -(i64::MIN as $float);
                let above = value >= HIGH;
                let offset = if above { HIGH } else { 0.0 };
                let low = <i64 as Cast<$float>>::cast(value - offset) as u64;
                low ^ (u64::from(above) << 63)
            }
        }
    )*};
}
floats!(f32 f64);

impl Cast<[f32; 2]> for [f64; 2] {
    #[inline(always)]
    fn cast([re, im]: [f32; 2]) -> Self {
        [f64::from(re), f64::from(im)]
    }
}

impl Cast<[f64; 2]> for [f32; 2] {
    #[inline(always)]
    fn cast([re, im]: [f64; 2]) -> Self {
        [re as f32, im as f32]
    }
}
