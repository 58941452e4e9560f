//! The chain of loops that leads from one number type to another.

use crate::convert::float16::{narrow, widen};
use crate::convert::loops::{Loop, OddRounded, each};
use crate::convert::number::NumberType::{self, *};
use crate::convert::number::Truth;

/// A chain of at most five steps.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Steps {
    steps: [Option<Loop>; 5],
}

impl Steps {
    /// The chain between two types; empty where the bytes stay as they are.
    pub(crate) fn between(from: NumberType, to: NumberType) -> Steps {
        let mut steps = Steps::default();
        // Foreign bytes may hold any truth value.
        if from == Bool {
            steps.push(each::<u8, Truth>);
        }
        let from = if from == Bool { U8 } else { from };
        steps.lead(from, to);
        steps
    }

    /// The steps in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Loop> {
        self.steps.iter().flatten().copied()
    }

    fn push(&mut self, run: Loop) {
        if let Some(free) = self.steps.iter_mut().find(|step| step.is_none()) {
            *free = Some(run);
        }
    }

    fn lead(&mut self, from: NumberType, to: NumberType) {
        match (from, to) {
            (U8, Bool) if self.steps[0].is_some() => {}
            (from, to) if from == to => {}
            (F16, Bool) => {
                self.push(widen);
                self.lead(F32, Bool);
            }
            (F16, to) => {
                self.push(widen);
                self.lead(F32, to);
            }
            (Complex64, Bool) => self.push(each::<[f32; 2], Truth>),
            (Complex128, Bool) => self.push(each::<[f64; 2], Truth>),
            (Complex64, Complex128) => self.push(each::<[f32; 2], [f64; 2]>),
            (Complex128, Complex64) => self.push(each::<[f64; 2], [f32; 2]>),
            (Complex64, to) => {
                self.push(each::<[f32; 2], f32>);
                self.lead(F32, to);
            }
            (Complex128, to) => {
                self.push(each::<[f64; 2], f64>);
                self.lead(F64, to);
            }
            (from, Complex64) => {
                self.lead(from, F32);
                self.push(each::<f32, [f32; 2]>);
            }
            (from, Complex128) => {
                self.lead(from, F64);
                self.push(each::<f64, [f64; 2]>);
            }
            (F64, F16) => {
                self.push(each::<f64, OddRounded>);
                self.push(narrow);
            }
            // No integer that an f32 rounds is finite as an f16, so nothing is rounded twice.
            (from, F16) => {
                self.lead(from, F32);
                self.push(narrow);
            }
            (from, to) => {
                if let Some(run) = real_loop(from, to) {
                    self.push(run);
                }
            }
        }
    }
}

/// The loop from an integer, `f32` or `f64` to another or to `bool`, or `None` where the bits stay.
fn real_loop(from: NumberType, to: NumberType) -> Option<Loop> {
    macro_rules! from_integer {
        ($from:ty, $bits:ty; $($width:ty)*) => {
            match to {
                Bool => each::<$bits, Truth>,
                F32 => each::<$from, f32>,
                F64 => each::<$from, f64>,
                $(_ if to.itemsize() == size_of::<$width>() => each::<$from, $width>,)*
                _ => return None,
            }
        };
    }
    macro_rules! from_float {
        ($from:ty, $other:ty) => {
            match to {
                Bool => each::<$from, Truth>,
                I8 | U8 => each::<$from, u8>,
                I16 | U16 => each::<$from, u16>,
                I32 => each::<$from, i32>,
                U32 => each::<$from, u32>,
                I64 => each::<$from, i64>,
                U64 => each::<$from, u64>,
                _ => each::<$from, $other>,
            }
        };
    }
    let run: Loop = match from {
        I8 => from_integer!(i8, u8; u16 u32 u64),
        U8 => from_integer!(u8, u8; u16 u32 u64),
        I16 => from_integer!(i16, u16; u8 u32 u64),
        U16 => from_integer!(u16, u16; u8 u32 u64),
        I32 => from_integer!(i32, u32; u8 u16 u64),
        U32 => from_integer!(u32, u32; u8 u16 u64),
        I64 => from_integer!(i64, u64; u8 u16 u32),
        U64 => from_integer!(u64, u64; u8 u16 u32),
        F32 => from_float!(f32, f64),
        F64 => from_float!(f64, f32),
        _ => return None,
    };
    Some(run)
}
