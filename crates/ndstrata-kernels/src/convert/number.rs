//! The 14 number types, as a trait for static types and an enum for run-time ones.

use half::f16;
use num_complex::Complex;

/// A number type known at run time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each variant is named for its type")]
pub enum NumberType {
    Bool,
    I8,
    I16,
    I32,
    I64,
    U8,
    U16,
    U32,
    U64,
    F16,
    F32,
    F64,
    Complex64,
    Complex128,
}

impl NumberType {
    /// Each type once.
    pub const ALL: [NumberType; 14] = {
        use NumberType::*;
        [Bool, I8, I16, I32, I64, U8, U16, U32, U64, F16, F32, F64, Complex64, Complex128]
    };

    /// Bytes of one number.
    pub const fn itemsize(self) -> usize {
        use NumberType::*;
        match self {
            Bool | I8 | U8 => 1,
            I16 | U16 | F16 => 2,
            I32 | U32 | F32 => 4,
            I64 | U64 | F64 | Complex64 => 8,
            Complex128 => 16,
        }
    }

    /// Bytes of the unit whose order a byte swap reverses: half of a complex number.
    pub const fn swap_unit(self) -> usize {
        match self {
            NumberType::Complex64 => 4,
            NumberType::Complex128 => 8,
            other => other.itemsize(),
        }
    }
}

/// A number type known when compiling.
pub trait Number: Copy + sealed::Sealed + 'static {
    /// The same type as a value.
    const TYPE: NumberType;
}

/// A truth value as a byte: any but 0 is true, and 1 is what is written.
///
/// A `bool` read from foreign bytes would be undefined behaviour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(transparent)]
pub(crate) struct Truth(u8);

impl Truth {
    #[inline(always)]
    pub(crate) fn is(self) -> bool {
        self.0 != 0
    }
}

impl From<bool> for Truth {
    #[inline(always)]
    fn from(truth: bool) -> Truth {
        Truth(u8::from(truth))
    }
}

pub(crate) mod sealed {
    pub trait Sealed {}
}

macro_rules! numbers {
    ($($number:ty => $variant:ident,)*) => {$(
        impl sealed::Sealed for $number {}
        impl Number for $number {
            const TYPE: NumberType = NumberType::$variant;
        }
    )*};
}

numbers! {
    bool => Bool,
    Truth => Bool,
    i8 => I8,
    i16 => I16,
    i32 => I32,
    i64 => I64,
    u8 => U8,
    u16 => U16,
    u32 => U32,
    u64 => U64,
    f16 => F16,
    f32 => F32,
    f64 => F64,
    Complex<f32> => Complex64,
    Complex<f64> => Complex128,
}
