//! Square tiles transposed in registers.
//!
//! The destination is contiguous along the axis across which the source is. A tile of `N` vectors of
//! `N` items is transposed by interleaving each vector of the first half with one of the second, the
//! base-2 logarithm of `N` times.
#![expect(unsafe_code, reason = "loads and stores behind raw pointers; intrinsics after the check")]

use crate::copy::block::Block;
use crate::copy::stream::STREAM_FROM;
use crate::isa::Isa;

/// Copies the block with tiles, or answers `false` where there is no tile for its items.
///
/// # Safety
/// As for [`copy_block`](super::copy_block), with `dst_strides[1]` and `src_strides[0]` the item size.
/// The machine has `level`.
pub(super) unsafe fn transpose(level: Isa, block: &Block, itemsize: usize) -> bool {
    #[cfg(target_arch = "x86_64")]
    {
        use x86::*;
        // A vector of 64 bytes that straddles two lines costs more than four small ones.
        let wide = level == Isa::Avx512 && whole_lines(block);
        let many = block.shape[0].saturating_mul(block.shape[1]) >= STREAM_FROM / itemsize;
        let copy: unsafe fn(&Block) = match (itemsize, wide, many) {
            (4, true, false) => avx512::<U32x16, 16, false>,
            (4, true, true) => avx512::<U32x16, 16, true>,
            (8, true, false) => avx512::<U64x8, 8, false>,
            (8, true, true) => avx512::<U64x8, 8, true>,
            (16, true, false) => avx512::<U128x4, 4, false>,
            (16, true, true) => avx512::<U128x4, 4, true>,
            (1, ..) => tiled::<U8x16, 16, false>,
            (2, ..) => tiled::<U16x8, 8, false>,
            (4, ..) => tiled::<U32x4, 4, false>,
            (8, ..) => tiled::<U64x2, 2, false>,
            _ => return false,
        };
        // SAFETY: the caller's contract; the machine has the level.
        unsafe { copy(block) };
        true
    }
    #[cfg(not(target_arch = "x86_64"))]
    {
        let _ = (level, block, itemsize);
        false
    }
}

/// Whether rows of tiles are whole lines of memory on both sides.
#[cfg(target_arch = "x86_64")]
fn whole_lines(block: &Block) -> bool {
    let strides = [block.dst_strides[0], block.src_strides[1]];
    (block.dst as usize | block.src as usize).is_multiple_of(64)
        && strides.iter().all(|stride| stride.unsigned_abs().is_multiple_of(64))
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::*;

    use crate::copy::block::{Block, tiles};
    use crate::packed::{at, at_mut};

    /// A vector of items of one size. Its methods are called only where the features are enabled.
    pub(super) trait Vector: Copy {
        type Item: Copy;

        /// The first halves of two vectors, item by item, and the second halves.
        ///
        /// # Safety
        /// The features that the vector needs are there.
        unsafe fn interleave(self, other: Self) -> (Self, Self);

        /// A non-temporal store.
        ///
        /// # Safety
        /// The vector can be written at `to`, which is a multiple of its size.
        unsafe fn stream(self, to: *mut u8);
    }

    macro_rules! vectors_128 {
        ($($name:ident $item:ty: $low:ident $high:ident;)*) => {$(
            #[derive(Clone, Copy)]
            #[repr(transparent)]
            pub(super) struct $name(__m128i);

            impl Vector for $name {
                type Item = $item;
                #[inline(always)]
                unsafe fn interleave(self, other: Self) -> (Self, Self) {
                    // SAFETY: SSE2 is part of x86-64.
                    let low = unsafe { $low(self.0, other.0) };
                    // SAFETY: as above.
                    let high = unsafe { $high(self.0, other.0) };
                    ($name(low), $name(high))
                }

                #[inline(always)]
                unsafe fn stream(self, to: *mut u8) {
                    // SAFETY: the caller's contract.
                    unsafe { _mm_stream_si128(to.cast(), self.0) };
                }
            }
        )*};
    }
    vectors_128! {
        U8x16 u8: _mm_unpacklo_epi8 _mm_unpackhi_epi8;
        U16x8 u16: _mm_unpacklo_epi16 _mm_unpackhi_epi16;
        U32x4 u32: _mm_unpacklo_epi32 _mm_unpackhi_epi32;
        U64x2 u64: _mm_unpacklo_epi64 _mm_unpackhi_epi64;
    }

    macro_rules! vectors_512 {
        ($($name:ident $item:ty: $permute:ident [$lane:ty; $lanes:literal] $unit:literal;)*) => {$(
            #[derive(Clone, Copy)]
            #[repr(transparent)]
            pub(super) struct $name(__m512i);

            impl Vector for $name {
                type Item = $item;
                #[inline(always)]
                unsafe fn interleave(self, other: Self) -> (Self, Self) {
                    // Lane `k` of the result, counted through both operands; `unit` lanes are an item.
                    const fn order(first: usize) -> [$lane; $lanes] {
                        let mut order = [0; $lanes];
                        let mut k = 0;
                        while k < $lanes {
                            let (item, part) = (k / $unit, k - k / $unit * $unit);
                            let from = first + item / 2 * $unit + part;
                            order[k] = (from + item % 2 * $lanes) as $lane;
                            k += 1;
                        }
                        order
                    }
                    const LOW: [$lane; $lanes] = order(0);
                    const HIGH: [$lane; $lanes] = order($lanes / 2);
                    // SAFETY: 64 bytes behind the reference.
                    let low = unsafe { _mm512_loadu_si512(LOW.as_ptr().cast()) };
                    // SAFETY: 64 bytes behind the reference.
                    let high = unsafe { _mm512_loadu_si512(HIGH.as_ptr().cast()) };
                    // SAFETY: the features are there, says the caller.
                    let low = unsafe { $permute(self.0, low, other.0) };
                    // SAFETY: the features are there, says the caller.
                    let high = unsafe { $permute(self.0, high, other.0) };
                    ($name(low), $name(high))
                }

                #[inline(always)]
                unsafe fn stream(self, to: *mut u8) {
                    // SAFETY: the caller's contract.
                    unsafe { _mm512_stream_si512(to.cast(), self.0) };
                }
            }
        )*};
    }
    vectors_512! {
        U32x16 u32: _mm512_permutex2var_epi32 [i32; 16] 1;
        U64x8 u64: _mm512_permutex2var_epi64 [i64; 8] 1;
        U128x4 u128: _mm512_permutex2var_epi64 [i64; 8] 2;
    }

    /// # Safety
    /// As for [`super::transpose`]; the machine has AVX-512.
    #[target_feature(enable = "avx512f,avx512bw,avx512vl")]
    pub(super) unsafe fn avx512<V: Vector, const N: usize, const STREAM: bool>(block: &Block) {
        // SAFETY: the caller's contract.
        unsafe { tiled::<V, N, STREAM>(block) };
    }

    /// Cuts the block into squares that fit the first-level cache, and these into tiles.
    ///
    /// # Safety
    /// As for [`super::transpose`]; the features that `V` needs are enabled in the caller.
    #[inline(always)]
    pub(super) unsafe fn tiled<V: Vector, const N: usize, const STREAM: bool>(block: &Block) {
        let side = if size_of::<V::Item>() >= 8 { 32 } else { 64 };
        let [n0, n1] = block.shape.map(|n| n / N * N);
        for i0 in (0..n0).step_by(side) {
            for j0 in (0..n1).step_by(side) {
                for i in (i0..(i0 + side).min(n0)).step_by(N) {
                    for j in (j0..(j0 + side).min(n1)).step_by(N) {
                        // SAFETY: the tile lies within the block.
                        unsafe { tile::<V, N, STREAM>(&block.from(i, j)) };
                    }
                }
            }
        }
        if STREAM {
            // Non-temporal stores are not ordered with what follows unless told so.
            // SAFETY: SSE is part of x86-64.
            unsafe { _mm_sfence() };
        }
        let [rest0, rest1] = [block.shape[0] - n0, block.shape[1] - n1];
        // SAFETY: the rows after the last whole tile.
        unsafe { tiles::<V::Item>(&Block { shape: [rest0, block.shape[1]], ..block.from(n0, 0) }) };
        // SAFETY: the columns after the last whole tile.
        unsafe { tiles::<V::Item>(&Block { shape: [n0, rest1], ..block.from(0, n1) }) };
    }

    /// # Safety
    /// As for [`tiled`], for a block of at least `N` by `N` items.
    #[inline(always)]
    unsafe fn tile<V: Vector, const N: usize, const STREAM: bool>(block: &Block) {
        let mut rows: [V; N] = std::array::from_fn(|j| {
            let row = at(block.src, block.src_strides[1], j);
            // SAFETY: `N` items of the block, contiguous in the source.
            unsafe { row.cast::<V>().read_unaligned() }
        });
        let mut rounds = N;
        while rounds > 1 {
            let old = rows;
            for k in 0..N / 2 {
                // SAFETY: the features are enabled, says the caller.
                let (low, high) = unsafe { old[k].interleave(old[k + N / 2]) };
                (rows[2 * k], rows[2 * k + 1]) = (low, high);
            }
            rounds /= 2;
        }
        for (i, row) in rows.into_iter().enumerate() {
            let to = at_mut(block.dst, block.dst_strides[0], i);
            if STREAM {
                // SAFETY: as below; `whole_lines` found the row aligned to 64 bytes.
                unsafe { row.stream(to) };
                continue;
            }
            // SAFETY: `N` places of the block, contiguous in the destination.
            unsafe { to.cast::<V>().write_unaligned(row) };
        }
    }
}
