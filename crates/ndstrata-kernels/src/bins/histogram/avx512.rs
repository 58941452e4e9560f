//! Bins of eight or sixteen values at a time: what `FindBins` does, with gathers for the edges.
//!
//! The compiler makes no gathers of its own accord, as some machines are slow at them.

#![expect(clippy::multiple_unsafe_ops_per_block, reason = "a gather and its masked twin")]

use core::arch::x86_64::*;

use super::OUTSIDE;

/// Finds the bins of as many values as fill whole vectors; returns their number.
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl")]
pub(super) fn find_bins_f64(values: &[f64], edges: &[f64], span: f64, bins: &mut [u32]) -> usize {
    let n_bins = edges.len() - 1;
    let first = _mm512_set1_pd(edges[0]);
    let last = _mm512_set1_pd(edges[n_bins]);
    let (span, count) = (_mm512_set1_pd(span), _mm512_set1_pd(n_bins as f64));
    let last_bin = _mm256_set1_epi32(n_bins as i32 - 1);
    let (zero, one) = (_mm256_setzero_si256(), _mm256_set1_epi32(1));
    let (values, _) = values.as_chunks::<8>();
    let (bins, _) = bins.as_chunks_mut::<8>();
    for (values, bins) in values.iter().zip(bins.iter_mut()) {
        // SAFETY: eight readable values.
        let value = unsafe { _mm512_loadu_pd(values.as_ptr()) };
        let inside = _mm512_cmp_pd_mask::<_CMP_GE_OQ>(value, first)
            & _mm512_cmp_pd_mask::<_CMP_LE_OQ>(value, last);
        if inside == 0 {
            *bins = [OUTSIDE; 8];
            continue;
        }
        let scaled = _mm512_mul_pd(_mm512_div_pd(_mm512_sub_pd(value, first), span), count);
        let place = _mm256_min_epu32(_mm512_cvttpd_epi32(scaled), last_bin);
        // SAFETY: places are those of edges, the last one excepted.
        let left = unsafe { _mm512_i32gather_pd::<8>(place, edges.as_ptr()) };
        let below =
            _mm512_cmp_pd_mask::<_CMP_LT_OQ>(value, left) & _mm256_cmpneq_epi32_mask(place, zero);
        let place = _mm256_mask_sub_epi32(place, below, place, one);
        // SAFETY: as above, and an edge follows.
        let right = unsafe { _mm512_i32gather_pd::<8>(place, edges.as_ptr().add(1)) };
        let above = _mm512_cmp_pd_mask::<_CMP_GE_OQ>(value, right)
            & _mm256_cmpneq_epi32_mask(place, last_bin);
        let place = _mm256_mask_add_epi32(place, above, place, one);
        let bin = _mm256_mask_mov_epi32(_mm256_set1_epi32(OUTSIDE as i32), inside, place);
        // SAFETY: room for eight bins.
        unsafe { _mm256_storeu_si256(bins.as_mut_ptr().cast(), bin) };
    }
    8 * values.len().min(bins.len())
}

/// [`find_bins_f64`] of narrower floats.
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl")]
pub(super) fn find_bins_f32(values: &[f32], edges: &[f32], span: f32, bins: &mut [u32]) -> usize {
    let n_bins = edges.len() - 1;
    let first = _mm512_set1_ps(edges[0]);
    let last = _mm512_set1_ps(edges[n_bins]);
    let (span, count) = (_mm512_set1_ps(span), _mm512_set1_ps(n_bins as f32));
    let last_bin = _mm512_set1_epi32(n_bins as i32 - 1);
    let (zero, one) = (_mm512_setzero_si512(), _mm512_set1_epi32(1));
    let (values, _) = values.as_chunks::<16>();
    let (bins, _) = bins.as_chunks_mut::<16>();
    for (values, bins) in values.iter().zip(bins.iter_mut()) {
        // SAFETY: sixteen readable values.
        let value = unsafe { _mm512_loadu_ps(values.as_ptr()) };
        let inside = _mm512_cmp_ps_mask::<_CMP_GE_OQ>(value, first)
            & _mm512_cmp_ps_mask::<_CMP_LE_OQ>(value, last);
        if inside == 0 {
            *bins = [OUTSIDE; 16];
            continue;
        }
        let scaled = _mm512_mul_ps(_mm512_div_ps(_mm512_sub_ps(value, first), span), count);
        let place = _mm512_min_epu32(_mm512_cvttps_epi32(scaled), last_bin);
        // SAFETY: places are those of edges, the last one excepted.
        let left = unsafe { _mm512_i32gather_ps::<4>(place, edges.as_ptr()) };
        let below =
            _mm512_cmp_ps_mask::<_CMP_LT_OQ>(value, left) & _mm512_cmpneq_epi32_mask(place, zero);
        let place = _mm512_mask_sub_epi32(place, below, place, one);
        // SAFETY: as above, and an edge follows.
        let right = unsafe { _mm512_i32gather_ps::<4>(place, edges.as_ptr().add(1)) };
        let above = _mm512_cmp_ps_mask::<_CMP_GE_OQ>(value, right)
            & _mm512_cmpneq_epi32_mask(place, last_bin);
        let place = _mm512_mask_add_epi32(place, above, place, one);
        let bin = _mm512_mask_mov_epi32(_mm512_set1_epi32(OUTSIDE as i32), inside, place);
        // SAFETY: room for sixteen bins.
        unsafe { _mm512_storeu_si512(bins.as_mut_ptr().cast(), bin) };
    }
    16 * values.len().min(bins.len())
}
