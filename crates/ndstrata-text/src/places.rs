//! Numbers of a column of fields as bytes, each at the place of its row.

use std::marker::PhantomData;

use ndstrata_kernels::text::{Column, Decimal, Eight, Sink, decimals};

use crate::digits::{nearest, nearest_eight};

/// How a number becomes bytes. A type rather than a function, so that it is part of the loop that reads numbers.
pub(crate) trait Number<const N: usize> {
    /// The bytes; `None` where the type does not hold the number.
    fn bytes(decimal: Decimal) -> Option<[u8; N]>;

    /// The bytes of eight, anything where a field is empty; `None` where one is better read alone.
    #[inline(always)]
    fn eight(_: &Eight) -> Option<[[u8; N]; 8]> {
        None
    }
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

    #[inline(always)]
    fn take_eight(&mut self, eight: &Eight) -> usize {
        let nothing = match eight.nothings {
            0 => Some([0; N]),
            _ => self.nothing,
        };
        let (Some(nothing), Some(mut values)) = (nothing, T::eight(eight)) else {
            return (0..8).take_while(|&i| self.take_one(eight.decimal(i))).count();
        };
        if eight.nothings != 0 {
            for (i, value) in values.iter_mut().enumerate() {
                if eight.nothings >> i & 1 != 0 {
                    *value = nothing;
                }
            }
        }
        let Some(places) = self.out.get_mut(self.at..) else { return 0 };
        if self.stride == N
            && let Some(places) = places.as_chunks_mut().0.first_chunk_mut()
        {
            *places = values;
            self.at += 8 * N;
            return 8;
        }
        let places = places.chunks_mut(self.stride.max(1));
        let mut n = 0;
        for (place, value) in places.zip(values) {
            let Some(place) = place.first_chunk_mut() else { break };
            *place = value;
            n += 1;
        }
        self.at += n * self.stride;
        n
    }
}

impl<T: Number<N>, const N: usize> Places<'_, T, N> {
    #[inline(always)]
    fn take_one(&mut self, decimal: Option<Decimal>) -> bool {
        match decimal {
            Some(decimal) => self.take(decimal),
            None => self.take_nothing(),
        }
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

    #[inline(always)]
    fn eight(eight: &Eight) -> Option<[[u8; 8]; 8]> {
        let sizes = nearest_eight(&eight.mantissas, &eight.exponents)?;
        let sign = |i| u64::from(eight.negatives >> i & 1) << 63;
        Some(std::array::from_fn(|i| (sizes[i].to_bits() | sign(i)).to_ne_bytes()))
    }
}

impl Number<4> for Float32 {
    #[inline(always)]
    fn bytes(decimal: Decimal) -> Option<[u8; 4]> {
        let size = nearest(decimal.mantissa, decimal.exponent)? as f32;
        Some((size.to_bits() | u32::from(decimal.is_negative) << 31).to_ne_bytes())
    }

    #[inline(always)]
    fn eight(eight: &Eight) -> Option<[[u8; 4]; 8]> {
        let sizes = nearest_eight(&eight.mantissas, &eight.exponents)?;
        let sign = |i| u32::from(eight.negatives >> i & 1) << 31;
        Some(std::array::from_fn(|i| ((sizes[i] as f32).to_bits() | sign(i)).to_ne_bytes()))
    }
}

impl Number<16> for Complex128 {
    #[inline(always)]
    fn bytes(decimal: Decimal) -> Option<[u8; 16]> {
        Float64::bytes(decimal).map(real128)
    }

    #[inline(always)]
    fn eight(eight: &Eight) -> Option<[[u8; 16]; 8]> {
        Float64::eight(eight).map(|values| values.map(real128))
    }
}

impl Number<8> for Complex64 {
    #[inline(always)]
    fn bytes(decimal: Decimal) -> Option<[u8; 8]> {
        Float32::bytes(decimal).map(real64)
    }

    #[inline(always)]
    fn eight(eight: &Eight) -> Option<[[u8; 8]; 8]> {
        Float32::eight(eight).map(|values| values.map(real64))
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

    #[inline(always)]
    fn eight(eight: &Eight) -> Option<[[u8; N]; 8]> {
        if eight.integers != 0xff || (!SIGNED && eight.negatives != 0) {
            return None;
        }
        let most = if SIGNED { i64::MAX as u64 >> (64 - 8 * N) } else { u64::MAX >> (64 - 8 * N) };
        let mut fit = true;
        let mut values = [[0; N]; 8];
        for (i, (value, &size)) in values.iter_mut().zip(&eight.mantissas).enumerate() {
            fit &= size <= most;
            let mask = u64::from(eight.negatives >> i & 1).wrapping_neg();
            let whole = (size ^ mask).wrapping_sub(mask).to_le_bytes();
            *value = *whole.first_chunk()?;
            if cfg!(target_endian = "big") {
                value.as_mut_slice().reverse();
            }
        }
        fit.then_some(values)
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
