//! Numbers such as `-1.2500e-03`, all with as many digits behind the point: where everything lies is known at once.

use core::arch::x86_64 as x86;
use x86::__m256i;

use super::{exponents, numbers, sixteen_digits, sixteens};
use crate::text::decimals::Eight;

/// Digits behind the point that a number may have, so that it has 19 in all.
const MOST: u32 = 18;

/// `None` where a field is of another form than the rest.
///
/// # Safety
/// As of [`of_8_bytes`](super::of_8_bytes), and each field has at least eight bytes.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512cd,avx512vbmi,avx512vbmi2")]
#[target_feature(enable = "avx2,fma,f16c,bmi1,bmi2,lzcnt,popcnt")]
pub(super) unsafe fn of_scientific(text: &[u8], starts: __m256i, ends: __m256i) -> Option<Eight> {
    // SAFETY: eight bytes and more lie between each start and its end, which lies in the text.
    let heads = unsafe { x86::_mm512_i32gather_epi64::<1>(starts, text.as_ptr().cast()) };
    let low = x86::_mm512_set1_epi64(0xff);
    let of = |bytes, place: u32| {
        let byte = x86::_mm512_srl_epi64(bytes, x86::_mm_cvtsi32_si128(8 * place as i32));
        x86::_mm512_and_si512(byte, low)
    };
    let is = |bytes, byte: u8| {
        x86::_mm512_cmpeq_epi64_mask(bytes, x86::_mm512_set1_epi64(i64::from(byte)))
    };
    let first = of(heads, 0);
    let negatives = is(first, b'-');
    let signs = negatives | is(first, b'+');
    let heads = x86::_mm512_mask_srli_epi64::<8>(heads, signs, heads);
    if is(of(heads, 1), b'.') != 0xff {
        return None;
    }
    // SAFETY: as of this function.
    let (powers, has_exponent) = unsafe { exponents(text, starts, ends) };
    let from = x86::_mm256_add_epi32(starts, x86::_mm256_set1_epi32(2));
    let from = x86::_mm256_mask_add_epi32(from, signs, from, x86::_mm256_set1_epi32(1));
    let lasts = x86::_mm256_sub_epi32(ends, x86::_mm256_set1_epi32(4));
    let lens = x86::_mm256_sub_epi32(lasts, from);
    let len = x86::_mm256_cvtsi256_si32(lens) as u32;
    let is_same = x86::_mm256_cmpeq_epi32_mask(lens, x86::_mm256_set1_epi32(len as i32));
    if has_exponent & is_same != 0xff || !(1..=MOST).contains(&len) {
        return None;
    }
    let digit = |place| {
        let digit = x86::_mm512_xor_si512(of(heads, place), x86::_mm512_set1_epi64(0x30));
        (digit, x86::_mm512_cmpgt_epu64_mask(digit, x86::_mm512_set1_epi64(9)))
    };
    let (mut upper, mut odd) = digit(0);
    for place in 2..(len.max(16) - 16 + 2) {
        let (next, is_odd) = digit(place);
        let tens = x86::_mm512_mul_epu32(upper, x86::_mm512_set1_epi64(10));
        (upper, odd) = (x86::_mm512_add_epi64(tens, next), odd | is_odd);
    }
    // SAFETY: `LOOK_BACK` is more than 20.
    let (bytes, others) = unsafe { sixteens(text, lasts, 16) };
    let lane = 0xffffu64 << (16 - len.min(16)) & 0xffff;
    let field = lane * 0x0001_0001_0001_0001;
    let zero = x86::_mm512_set1_epi8(b'0' as i8);
    let nine = x86::_mm512_set1_epi8(9);
    let bytes = x86::_mm512_maskz_sub_epi8(field, bytes, zero);
    let others = x86::_mm512_maskz_sub_epi8(field, others, zero);
    let odd_bytes =
        x86::_mm512_cmpgt_epu8_mask(bytes, nine) | x86::_mm512_cmpgt_epu8_mask(others, nine);
    if odd_bytes != 0 || odd != 0 {
        return None;
    }
    let power = x86::_mm512_set1_epi64(10i64.pow(len.min(16)));
    let upper = x86::_mm512_mullo_epi64(upper, power);
    let mantissas = x86::_mm512_add_epi64(upper, sixteen_digits(bytes, others));
    let exponents = x86::_mm256_sub_epi32(powers, x86::_mm256_set1_epi32(len as i32));
    Some(numbers(mantissas, x86::_mm512_cvtepi32_epi64(exponents), negatives, 0, 0))
}
