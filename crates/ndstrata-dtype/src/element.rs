//! The element table: every type that has a Rust counterpart, in one place.
//!
//! A new type is one line of the table below; the compiler then names the gaps. Code that must
//! cross from a run-time [`DType`](crate::DType) to a static type uses [`match_element!`](crate::match_element).
#![expect(unsafe_code, reason = "`Element` is a promise about the layout of a Rust type")]

use half::f16;
use num_complex::Complex;

use crate::{DType, Kind};

/// A Rust type whose bytes a [`DType`] describes.
///
/// Implemented for the numbers of the element table, for arrays `[T; N]` of elements (as
/// sub-arrays), and by `#[derive(Record)]` for structs.
///
/// # Safety
///
/// `dtype()` has the size of `Self`, and its fields lie where those of `Self` lie, in native order.
/// If [`HAS_PADDING`](Element::HAS_PADDING) is false, every byte of a value is initialised. If
/// [`is_valid`](Element::is_valid) accepts bytes of the right length, they are a value of `Self`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no NumPy data type",
    label = "no `Element`",
    note = "elements are numbers of fixed width, `bool`, `f16`, complex numbers, `DateTime64`, \
            `TimeDelta64`, `FixedBytes`, `FixedStr`, arrays `[T; N]` of them, and structs with `#[derive(Record)]`"
)]
pub unsafe trait Element: Copy + Send + Sync + 'static {
    /// Whether values hold bytes that belong to no field (and may be uninitialised).
    const HAS_PADDING: bool;

    /// Whether every pattern of bytes is a value; `bool` and what holds one says no.
    const ANY_BITS: bool;

    /// The dtype of a value in memory.
    fn dtype() -> DType;

    /// Whether `bytes`, as long as one value, are one.
    fn is_valid(bytes: &[u8]) -> bool;
}

/// A number (or truth value) of the element table.
pub trait Number: Element + PartialEq + std::fmt::Debug + Default {
    /// Its line in the table.
    const TYPE: ElementType;

    /// The value with its bytes in reverse order; a complex number's parts are reversed each.
    ///
    /// `bool` has one byte and stays.
    fn swap_bytes(self) -> Self;
}

macro_rules! element_table {
    ($($variant:ident, $rust:ty, $num:literal, $char:literal, $kind:ident, $name:literal, $any_bits:literal, $swap:expr;)*) => {
        /// The types with a Rust counterpart: NumPy's booleans and numbers.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum ElementType {
            $(#[doc = concat!("`", $name, "`, Rust's `", stringify!($rust), "`")] $variant,)*
        }

        impl ElementType {
            /// All of them, in NumPy's order.
            pub const ALL: &[ElementType] = &[$(ElementType::$variant,)*];

            /// Size in bytes.
            pub const fn size(self) -> usize {
                match self { $(ElementType::$variant => size_of::<$rust>(),)* }
            }

            /// Alignment in bytes, C's and NumPy's.
            pub const fn alignment(self) -> usize {
                match self { $(ElementType::$variant => align_of::<$rust>(),)* }
            }

            /// NumPy's type number.
            pub const fn num(self) -> i32 {
                match self { $(ElementType::$variant => $num,)* }
            }

            /// NumPy's one-letter code.
            pub const fn char(self) -> char {
                match self { $(ElementType::$variant => $char,)* }
            }

            /// The family.
            pub const fn kind(self) -> Kind {
                match self { $(ElementType::$variant => Kind::$kind,)* }
            }

            /// NumPy's name, such as `float64`.
            pub const fn name(self) -> &'static str {
                match self { $(ElementType::$variant => $name,)* }
            }
        }

        $(
            // SAFETY: a primitive (or a pair of them, `repr(C)`) without padding whose size the
            // table takes from Rust itself; `is_valid` accepts just 0 and 1 for `bool`, and every
            // pattern of the others is a value.
            unsafe impl Element for $rust {
                const HAS_PADDING: bool = false;
                const ANY_BITS: bool = $any_bits;

                fn dtype() -> DType {
                    DType::from_element(ElementType::$variant)
                }

                #[inline]
                fn is_valid(bytes: &[u8]) -> bool {
                    $any_bits || bytes.iter().all(|&b| b <= 1)
                }
            }

            impl Number for $rust {
                const TYPE: ElementType = ElementType::$variant;

                #[inline]
                fn swap_bytes(self) -> Self {
                    let swap: fn($rust) -> $rust = $swap;
                    swap(self)
                }
            }
        )*
    };
}

fn swap_f32(x: f32) -> f32 {
    f32::from_bits(x.to_bits().swap_bytes())
}

fn swap_f64(x: f64) -> f64 {
    f64::from_bits(x.to_bits().swap_bytes())
}

element_table! {
    Bool,       bool,         0,  '?', Bool,            "bool",       false, |x| x;
    Int8,       i8,           1,  'b', SignedInteger,   "int8",       true,  |x| x;
    UInt8,      u8,           2,  'B', UnsignedInteger, "uint8",      true,  |x| x;
    Int16,      i16,          3,  'h', SignedInteger,   "int16",      true,  i16::swap_bytes;
    UInt16,     u16,          4,  'H', UnsignedInteger, "uint16",     true,  u16::swap_bytes;
    Int32,      i32,          5,  'i', SignedInteger,   "int32",      true,  i32::swap_bytes;
    UInt32,     u32,          6,  'I', UnsignedInteger, "uint32",     true,  u32::swap_bytes;
    Int64,      i64,          7,  'l', SignedInteger,   "int64",      true,  i64::swap_bytes;
    UInt64,     u64,          8,  'L', UnsignedInteger, "uint64",     true,  u64::swap_bytes;
    Float16,    f16,          23, 'e', Float,           "float16",    true,  |x| f16::from_bits(x.to_bits().swap_bytes());
    Float32,    f32,          11, 'f', Float,           "float32",    true,  swap_f32;
    Float64,    f64,          12, 'd', Float,           "float64",    true,  swap_f64;
    Complex64,  Complex<f32>, 14, 'F', Complex,         "complex64",  true,  |z| Complex::new(swap_f32(z.re), swap_f32(z.im));
    Complex128, Complex<f64>, 15, 'D', Complex,         "complex128", true,  |z| Complex::new(swap_f64(z.re), swap_f64(z.im));
}

// SAFETY: an array is its elements one after the other, as a sub-array is; what holds for each
// element holds for all.
unsafe impl<T: Element, const N: usize> Element for [T; N] {
    const HAS_PADDING: bool = T::HAS_PADDING;
    const ANY_BITS: bool = T::ANY_BITS;

    fn dtype() -> DType {
        DType::nested_array(T::dtype(), N)
    }

    fn is_valid(bytes: &[u8]) -> bool {
        T::ANY_BITS || size_of::<T>() == 0 || bytes.chunks_exact(size_of::<T>()).all(T::is_valid)
    }
}

/// Runs `$body` with `$T` bound to the Rust type of an [`ElementType`], given as an `Option`.
///
/// `else` says what happens where there is no such type (strings, dates, records, objects).
///
/// ```
/// use ndstrata_dtype::{match_element, DType};
/// let dtype = DType::FLOAT32;
/// let size = match_element!(dtype.element_type(), T => size_of::<T>(), else 0);
/// assert_eq!(size, 4);
/// ```
#[macro_export]
macro_rules! match_element {
    ($element_type:expr, $T:ident => $body:expr, else $other:expr) => {
        match $element_type {
            Some($crate::ElementType::Bool) => {
                type $T = bool;
                $body
            }
            Some($crate::ElementType::Int8) => {
                type $T = i8;
                $body
            }
            Some($crate::ElementType::UInt8) => {
                type $T = u8;
                $body
            }
            Some($crate::ElementType::Int16) => {
                type $T = i16;
                $body
            }
            Some($crate::ElementType::UInt16) => {
                type $T = u16;
                $body
            }
            Some($crate::ElementType::Int32) => {
                type $T = i32;
                $body
            }
            Some($crate::ElementType::UInt32) => {
                type $T = u32;
                $body
            }
            Some($crate::ElementType::Int64) => {
                type $T = i64;
                $body
            }
            Some($crate::ElementType::UInt64) => {
                type $T = u64;
                $body
            }
            Some($crate::ElementType::Float16) => {
                type $T = $crate::f16;
                $body
            }
            Some($crate::ElementType::Float32) => {
                type $T = f32;
                $body
            }
            Some($crate::ElementType::Float64) => {
                type $T = f64;
                $body
            }
            Some($crate::ElementType::Complex64) => {
                type $T = $crate::Complex<f32>;
                $body
            }
            Some($crate::ElementType::Complex128) => {
                type $T = $crate::Complex<f64>;
                $body
            }
            None => $other,
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_macro_and_the_table_agree() {
        for &element in ElementType::ALL {
            let found = match_element!(Some(element), T => Some(T::TYPE), else None);
            assert_eq!(found, Some(element));
            assert_eq!(DType::from_element(element).itemsize(), element.size());
        }
    }

    #[test]
    fn swapping_reverses_each_part() {
        assert_eq!(0x0102_i16.swap_bytes(), 0x0201);
        let z = Complex::new(f32::from_bits(0x0102_0304), f32::from_bits(0x0506_0708));
        let swapped = Number::swap_bytes(z);
        assert_eq!((swapped.re.to_bits(), swapped.im.to_bits()), (0x0403_0201, 0x0807_0605));
    }

    #[test]
    fn only_zero_and_one_are_booleans() {
        assert!(<[bool; 2]>::is_valid(&[0, 1]));
        assert!(!<[bool; 2]>::is_valid(&[0, 2]));
    }
}
