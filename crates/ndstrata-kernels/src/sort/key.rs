//! Elements as unsigned numbers in the same order.

use half::f16;

use super::element::NatLast;

/// An element that maps to a number so that the order is kept, and equal elements map to the same:
/// both zeros, and all NaN.
pub(crate) trait Keyed: Copy + Send + Sync + 'static {
    /// The key; wide ones use all bits, narrow ones the lowest.
    fn to_key(self) -> u64;
}

macro_rules! keyed {
    ($($element:ty: $key:expr),* $(,)?) => { $(
        impl Keyed for $element {
            #[inline(always)]
            fn to_key(self) -> u64 {
                let key: fn($element) -> u64 = $key;
                key(self)
            }
        }
    )* };
}

keyed! {
    bool: u64::from,
    u8: u64::from,
    u16: u64::from,
    u32: u64::from,
    u64: |x| x,
    i8: |x| u64::from(x as u8 ^ 0x80),
    i16: |x| u64::from(x as u16 ^ 0x8000),
    i32: |x| u64::from(x as u32 ^ 0x8000_0000),
    i64: |x| x as u64 ^ 1 << 63,
    NatLast: NatLast::to_key,
    f16: |x| half_key(x.to_bits()),
    f32: |x| single_key(x.to_bits()),
    f64: |x| double_key(x.to_bits()),
}

/// Negative floats with all bits flipped, the others above them; NaN at the top.
macro_rules! float_keys {
    ($($name:ident: $bits:ty, $signed:ty, $infinity:expr);* $(;)?) => { $(
        #[inline(always)]
        fn $name(bits: $bits) -> u64 {
            const SIGN: $bits = 1 << (<$bits>::BITS - 1);
            let magnitude = bits & !SIGN;
            let bits = if magnitude == 0 { 0 } else { bits };
            let flip = (bits as $signed >> (<$bits>::BITS - 1)) as $bits | SIGN;
            u64::from(if magnitude > $infinity { <$bits>::MAX } else { bits ^ flip })
        }
    )* };
}

float_keys! {
    half_key: u16, i16, 0x7C00;
    single_key: u32, i32, 0x7F80_0000;
    double_key: u64, i64, 0x7FF0_0000_0000_0000;
}
