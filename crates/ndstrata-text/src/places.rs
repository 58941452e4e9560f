//! Numbers of a column of fields as bytes, each at the place of its row.

use std::marker::PhantomData;

use ndstrata_kernels::text::{Column, Decimal, Sink, decimals};

use crate::digits::nearest;

/// How a number becomes bytes. A type rather than a function, so that it is part of the loop that reads numbers.
pub(crate) trait Number<const N: usize> {
    /// The bytes; `None` where the type does not hold the number.
    fn bytes(decimal: Decimal) -> Option<[u8; N]>;
}

/// The nearest float of eight bytes.
pub(crate) struct Float64;
/// The same of four bytes.
pub(crate) struct Float32;
/// A real number as a complex one of 16 bytes.
pub(crate) struct Complex128;
/// The same of eight bytes.
pub(crate) struct Complex64;
/// An integer in two's complement, where it fits.
pub(crate) struct Integer<const SIGNED: bool>;

/// Numbers as bytes, to places `stride` bytes apart.
struct Places<'o, T, const N: usize> {
    out: &'o mut [u8],
    at: usize,
    stride: usize,
    /// What stands where nothing is.
    nothing: Option<[u8; N]>,
    number: PhantomData<T>,
}

impl<const N: usize, T: Number<N>> Sink for Places<'_, T, N> {
    #[inline(always)]
    fn take(&mut self, decimal: Decimal) -> bool {
        let place = self.out.get_mut(self.at..).and_then(<[u8]>::first_chunk_mut);
        let (Some(place), Some(value)) = (place, T::bytes(decimal)) else { return false };
        *place = value;
        self.at += self.stride;
        true
    }

    #[inline(always)]
    fn take_nothing(&mut self) -> bool {
        let place = self.out.get_mut(self.at..).and_then(<[u8]>::first_chunk_mut);
        let (Some(place), Some(value)) = (place, self.nothing) else { return false };
        *place = value;
        self.at += self.stride;
        true
    }
}

/// Reads the numbers of a column to places `stride` bytes apart; gives how many, to the first field that is none.
pub(crate) fn put<const N: usize, T: Number<N>>(
    column: Column<'_>,
    out: &mut [u8],
    stride: usize,
    nothing: Option<[u8; N]>,
) -> usize {
    decimals(column, &mut Places { out, at: 0, stride, nothing, number: PhantomData::<T> })
}

impl Number<8> for Float64 {
    #[inline(always)]
    fn bytes(decimal: Decimal) -> Option<[u8; 8]> {
        let size = nearest(decimal.mantissa, decimal.exponent)?;
        Some((size.to_bits() | u64::from(decimal.is_negative) << 63).to_ne_bytes())
    }
}

impl Number<4> for Float32 {
    #[inline(always)]
    fn bytes(decimal: Decimal) -> Option<[u8; 4]> {
        let size = nearest(decimal.mantissa, decimal.exponent)? as f32;
        Some((size.to_bits() | u32::from(decimal.is_negative) << 31).to_ne_bytes())
    }
}

impl Number<16> for Complex128 {
    #[inline(always)]
    fn bytes(decimal: Decimal) -> Option<[u8; 16]> {
        Float64::bytes(decimal).map(real128)
    }
}

impl Number<8> for Complex64 {
    #[inline(always)]
    fn bytes(decimal: Decimal) -> Option<[u8; 8]> {
        Float32::bytes(decimal).map(real64)
    }
}

impl<const N: usize, const SIGNED: bool> Number<N> for Integer<SIGNED> {
    // Signs come as they like, so no branch depends on them.
    #[inline(always)]
    fn bytes(decimal: Decimal) -> Option<[u8; N]> {
        let Decimal { is_negative, mantissa: size, is_integer, .. } = decimal;
        let bits = 8 * N as u32;
        let mask = u64::from(is_negative).wrapping_neg();
        let most = match SIGNED {
            true => (u64::MAX >> (65 - bits)) + u64::from(is_negative),
            false => (u64::MAX >> (64 - bits)) & !mask,
        };
        // Without signs not even a zero has one.
        if !is_integer || size > most || (!SIGNED && is_negative) {
            return None;
        }
        let mut bytes = *(size ^ mask).wrapping_sub(mask).to_le_bytes().first_chunk()?;
        if cfg!(target_endian = "big") {
            bytes.as_mut_slice().reverse();
        }
        Some(bytes)
    }
}

/// A real number as a complex one.
#[inline(always)]
pub(crate) fn real128(number: [u8; 8]) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&number);
    bytes
}

/// The same of half the width.
#[inline(always)]
pub(crate) fn real64(number: [u8; 4]) -> [u8; 8] {
    let mut bytes = [0; 8];
    bytes[..4].copy_from_slice(&number);
    bytes
}
