//! Eight decimal numbers at a time, one or two to each quarter of a vector.
//!
//! Each field is a lane that ends where the field does. What a byte is becomes one bit of a mask, and lanes of
//! masks are small integers on which the usual tricks work for all fields together.
#![expect(unsafe_code, reason = "vector loads of the bytes before an end")]

mod scientific;

use core::arch::x86_64 as x86;
use x86::{__m128i, __m256i, __m512i};

use super::decimals::Eight;
use scientific::of_scientific;

/// The first of each 16 bytes.
const BEGINS: u64 = 0x0001_0001_0001_0001;
/// Bytes before an end that may be looked at.
const LOOK_BACK: u32 = 64;

// Bytes as they are once `0` is taken from them, without a carry.
const MINUS: i8 = (b'-' ^ b'0') as i8;
const PLUS: i8 = (b'+' ^ b'0') as i8;
const POINT: i8 = (b'.' ^ b'0') as i8;
const SPACE: i8 = (b' ' ^ b'0') as i8;

/// The eight numbers between starts and ends, of which each has at least one digit or is empty. `None` where one is
/// not plain, has more than 32 bytes, or stands too close to the beginning of the text.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512cd,avx512vbmi,avx512vbmi2")]
#[target_feature(enable = "avx2,fma,f16c,bmi1,bmi2,lzcnt,popcnt")]
pub(super) fn eight(text: &[u8], starts: __m256i, ends: __m256i, strips: bool) -> Option<Eight> {
    let most = x86::_mm256_set1_epi32(i32::try_from(text.len()).unwrap_or(i32::MAX));
    let least = x86::_mm256_set1_epi32(LOOK_BACK as i32);
    let is_inside = x86::_mm256_cmple_epu32_mask(starts, ends)
        & x86::_mm256_cmple_epu32_mask(ends, most)
        & x86::_mm256_cmpge_epu32_mask(ends, least);
    if is_inside != 0xff {
        return None;
    }
    let lens = x86::_mm256_sub_epi32(ends, starts);
    let is_longer = |n| x86::_mm256_cmpgt_epu32_mask(lens, x86::_mm256_set1_epi32(n)) != 0;
    if !is_longer(8) {
        // SAFETY: all ends lie in the text, `LOOK_BACK` bytes or more from its beginning, as was just seen.
        return unsafe { of_8_bytes(text, lens, ends, strips) };
    }
    if !is_longer(16)
        // SAFETY: as above.
        && let Some(found) = unsafe { of_16_bytes(text, lens, ends, strips) }
    {
        return Some(found);
    }
    if is_longer(32) {
        return None;
    }
    if x86::_mm256_cmpge_epu32_mask(lens, x86::_mm256_set1_epi32(8)) == 0xff
        // SAFETY: as above, and eight bytes or more lie between starts and ends.
        && let Some(found) = unsafe { of_scientific(text, starts, ends) }
    {
        return Some(found);
    }
    // SAFETY: as above.
    unsafe { of_32_bytes(text, starts, ends) }
}

/// Fields of at most eight bytes, without exponents.
///
/// # Safety
/// All ends are at least `LOOK_BACK` and at most `text.len()`, which is less than 2³¹ where an end is.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512cd,avx512vbmi,avx512vbmi2")]
#[target_feature(enable = "avx2,fma,f16c,bmi1,bmi2,lzcnt,popcnt")]
unsafe fn of_8_bytes(text: &[u8], lens: __m256i, ends: __m256i, strips: bool) -> Option<Eight> {
    let from = x86::_mm256_sub_epi32(ends, x86::_mm256_set1_epi32(8));
    // SAFETY: each of the eight bytes from `end - 8` on lies in the text.
    let bytes = unsafe { x86::_mm512_i32gather_epi64::<1>(from, text.as_ptr().cast()) };
    let skip = x86::_mm256_sub_epi32(x86::_mm256_set1_epi32(8), lens);
    let skip = x86::_mm512_permutexvar_epi8(spread_by(8), x86::_mm512_castsi256_si512(skip));
    let place = x86::_mm512_and_si512(iota(), x86::_mm512_set1_epi8(7));
    let mut lane = Lane::new(bytes, place, skip, 0x0101_0101_0101_0101);
    let lanes = |mask: u64| x86::_mm_cvtsi64_si128(mask as i64);
    if lane.has_odd() {
        if !strips {
            return None;
        }
        let (field, spaces) = (lanes(lane.field), lanes(lane.spaces()));
        let zero = x86::_mm_setzero_si128();
        let first = x86::_mm_and_si128(field, x86::_mm_sub_epi8(zero, field));
        let leading = x86::_mm_andnot_si128(x86::_mm_add_epi8(spaces, first), spaces);
        let kept = x86::_mm_andnot_si128(leading, field);
        let first = x86::_mm_and_si128(kept, x86::_mm_sub_epi8(zero, kept));
        lane.narrow(bits(kept), bits(first));
        if lane.has_odd() {
            return None;
        }
    }
    let zero = x86::_mm_setzero_si128();
    let nothings = x86::_mm256_testn_epi32_mask(lens, lens);
    let bare = x86::_mm_cmpeq_epi8_mask(lanes(lane.digits), zero) as u8;
    if bare & !nothings != 0 {
        return None;
    }
    let mut values = lane.values;
    let points = lanes(lane.points);
    let integers = x86::_mm_cmpeq_epi8_mask(points, zero) as u8;
    let mut fractions = x86::_mm512_setzero_si512();
    if lane.points != 0 {
        let below = x86::_mm_sub_epi8(points, x86::_mm_set1_epi8(1));
        if bits(x86::_mm_and_si128(points, below)) != 0 {
            return None;
        }
        let upto = x86::_mm_xor_si128(points, below);
        let upto = x86::_mm_maskz_mov_epi8(u16::from(!integers), upto);
        let moved = x86::_mm512_slli_epi64::<8>(values);
        values = x86::_mm512_mask_mov_epi8(values, bits(upto), moved);
        let zeros = x86::_mm512_lzcnt_epi64(x86::_mm512_cvtepu8_epi64(points));
        fractions = x86::_mm512_maskz_sub_epi64(!integers, zeros, x86::_mm512_set1_epi64(56));
    }
    let fours = fours(values);
    let upper = x86::_mm512_mul_epu32(fours, x86::_mm512_set1_epi64(10_000));
    let mantissas = x86::_mm512_add_epi64(upper, x86::_mm512_srli_epi64::<32>(fours));
    let negatives = x86::_mm_test_epi8_mask(lanes(lane.minuses), lanes(lane.minuses)) as u8;
    let exponents = x86::_mm512_sub_epi64(x86::_mm512_setzero_si512(), fractions);
    Some(numbers(mantissas, exponents, negatives, integers, nothings))
}

/// Fields of at most 16 bytes, without exponents.
///
/// # Safety
/// As [`of_8_bytes`].
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512cd,avx512vbmi,avx512vbmi2")]
#[target_feature(enable = "avx2,fma,f16c,bmi1,bmi2,lzcnt,popcnt")]
unsafe fn of_16_bytes(text: &[u8], lens: __m256i, ends: __m256i, strips: bool) -> Option<Eight> {
    // SAFETY: 16 bytes or more lie before each end.
    let (first, second) = unsafe { sixteens(text, ends, 16) };
    let skip = x86::_mm256_sub_epi32(x86::_mm256_set1_epi32(16), lens);
    let skips = x86::_mm512_castsi256_si512(skip);
    let place = x86::_mm512_and_si512(iota(), x86::_mm512_set1_epi8(15));
    let mut first =
        Lane::new(first, place, x86::_mm512_permutexvar_epi8(spread_by(16), skips), BEGINS);
    let later = x86::_mm512_or_si512(spread_by(16), x86::_mm512_set1_epi8(16));
    let mut second = Lane::new(second, place, x86::_mm512_permutexvar_epi8(later, skips), BEGINS);
    let zero = x86::_mm_setzero_si128();
    if first.has_odd() | second.has_odd() {
        if !strips {
            return None;
        }
        let field = pair(first.field, second.field);
        let spaces = pair(first.spaces(), second.spaces());
        let begin = x86::_mm_and_si128(field, x86::_mm_sub_epi16(zero, field));
        let leading = x86::_mm_andnot_si128(x86::_mm_add_epi16(spaces, begin), spaces);
        let kept = x86::_mm_andnot_si128(leading, field);
        let begin = x86::_mm_and_si128(kept, x86::_mm_sub_epi16(zero, kept));
        first.narrow(bits(kept), bits(begin));
        second.narrow(upper_bits(kept), upper_bits(begin));
        if first.has_odd() | second.has_odd() {
            return None;
        }
    }
    let nothings = x86::_mm256_testn_epi32_mask(lens, lens);
    let bare = x86::_mm_cmpeq_epi16_mask(pair(first.digits, second.digits), zero);
    if bare & !nothings != 0 {
        return None;
    }
    let (mut values, mut others) = (first.values, second.values);
    let points = pair(first.points, second.points);
    let integers = x86::_mm_cmpeq_epi16_mask(points, zero);
    let mut fractions = x86::_mm512_setzero_si512();
    if first.points | second.points != 0 {
        let below = x86::_mm_sub_epi16(points, x86::_mm_set1_epi16(1));
        if x86::_mm_test_epi16_mask(points, below) != 0 {
            return None;
        }
        let upto = x86::_mm_maskz_mov_epi16(!integers, x86::_mm_xor_si128(points, below));
        values =
            x86::_mm512_mask_mov_epi8(values, bits(upto), x86::_mm512_bslli_epi128::<1>(values));
        others = x86::_mm512_mask_mov_epi8(
            others,
            upper_bits(upto),
            x86::_mm512_bslli_epi128::<1>(others),
        );
        let zeros = x86::_mm512_lzcnt_epi64(x86::_mm512_cvtepu16_epi64(points));
        fractions = x86::_mm512_maskz_sub_epi64(!integers, zeros, x86::_mm512_set1_epi64(48));
    }
    let mantissas = sixteen_digits(values, others);
    let minuses = pair(first.minuses, second.minuses);
    let negatives = x86::_mm_test_epi16_mask(minuses, minuses);
    let exponents = x86::_mm512_sub_epi64(x86::_mm512_setzero_si512(), fractions);
    Some(numbers(mantissas, exponents, negatives, integers, nothings))
}

/// Fields of at most 32 bytes, with exponents such as `e-05` perhaps.
///
/// # Safety
/// As [`of_8_bytes`].
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512cd,avx512vbmi,avx512vbmi2")]
#[target_feature(enable = "avx2,fma,f16c,bmi1,bmi2,lzcnt,popcnt")]
unsafe fn of_32_bytes(text: &[u8], starts: __m256i, ends: __m256i) -> Option<Eight> {
    // SAFETY: the same.
    let (exponents, has_exponent) = unsafe { exponents(text, starts, ends) };
    let four = x86::_mm256_set1_epi32(4);
    let lasts = x86::_mm256_mask_sub_epi32(ends, has_exponent, ends, four);
    let lens = x86::_mm256_sub_epi32(lasts, starts);
    // SAFETY: 28 bytes and more lie before what comes at most four bytes before each end.
    let (near, near_others) = unsafe { sixteens(text, lasts, 16) };
    // SAFETY: as above; `LOOK_BACK` is more than 36.
    let (far, far_others) = unsafe { sixteens(text, lasts, 32) };
    let place = x86::_mm512_and_si512(iota(), x86::_mm512_set1_epi8(15));
    // Where the field begins in the nearer 16 bytes, less than 0 if before them, and in the ones before.
    let skip = x86::_mm256_sub_epi32(x86::_mm256_set1_epi32(16), lens);
    let far_skip = x86::_mm256_sub_epi32(x86::_mm256_set1_epi32(32), lens);
    let (skip, far_skip) =
        (x86::_mm512_castsi256_si512(skip), x86::_mm512_castsi256_si512(far_skip));
    let later = x86::_mm512_or_si512(spread_by(16), x86::_mm512_set1_epi8(16));
    let of = |bytes, skips, by, begins| {
        Lane::new(bytes, place, x86::_mm512_permutexvar_epi8(by, skips), begins)
    };
    let far = of(far, far_skip, spread_by(16), BEGINS);
    let far_others = of(far_others, far_skip, later, BEGINS);
    // What goes on from the bytes before begins there.
    let near = of(near, skip, spread_by(16), BEGINS & !(far.field >> 15));
    let near_others = of(near_others, skip, later, BEGINS & !(far_others.field >> 15));
    if near.has_odd() | near_others.has_odd() | far.has_odd() | far_others.has_odd() {
        return None;
    }
    let zero = x86::_mm256_setzero_si256();
    // The bits of one field, in the order of its bytes.
    let wide = |far: u64, far_others: u64, near: u64, near_others: u64| {
        let (far, near) = (pair(far, far_others), pair(near, near_others));
        let lower = x86::_mm_unpacklo_epi16(far, near);
        let upper = x86::_mm_unpackhi_epi16(far, near);
        x86::_mm256_inserti128_si256::<1>(x86::_mm256_castsi128_si256(lower), upper)
    };
    let digits = wide(far.digits, far_others.digits, near.digits, near_others.digits);
    let nothings = x86::_mm256_cmpeq_epi32_mask(starts, ends);
    if x86::_mm256_cmpeq_epi32_mask(digits, zero) & !nothings != 0 {
        return None;
    }
    let points = wide(far.points, far_others.points, near.points, near_others.points);
    let is_whole = x86::_mm256_cmpeq_epi32_mask(points, zero);
    let below = x86::_mm256_sub_epi32(points, x86::_mm256_set1_epi32(1));
    if x86::_mm256_test_epi32_mask(points, below) != 0 {
        return None;
    }
    let upto = x86::_mm256_maskz_mov_epi32(!is_whole, x86::_mm256_xor_si256(points, below));
    let far_upto = x86::_mm256_cvtepi32_epi16(upto);
    let near_upto = x86::_mm256_cvtepi32_epi16(x86::_mm256_srli_epi32::<16>(upto));
    let moved =
        |values, mask, before| x86::_mm512_mask_alignr_epi8::<15>(values, mask, values, before);
    let none = x86::_mm512_setzero_si512();
    let mantissas = sixteen_digits(
        moved(near.values, bits(near_upto), far.values),
        moved(near_others.values, upper_bits(near_upto), far_others.values),
    );
    let beyond = sixteen_digits(
        moved(far.values, bits(far_upto), none),
        moved(far_others.values, upper_bits(far_upto), none),
    );
    // 19 digits in all.
    if x86::_mm512_cmpgt_epu64_mask(beyond, x86::_mm512_set1_epi64(999)) != 0 {
        return None;
    }
    let beyond = x86::_mm512_mullo_epi64(beyond, x86::_mm512_set1_epi64(10_000_000_000_000_000));
    let mantissas = x86::_mm512_add_epi64(beyond, mantissas);
    let fractions = x86::_mm256_maskz_mov_epi32(!is_whole, x86::_mm256_lzcnt_epi32(points));
    let exponents = x86::_mm256_sub_epi32(exponents, fractions);
    let exponents = x86::_mm512_cvtepi32_epi64(exponents);
    let minuses = wide(far.minuses, far_others.minuses, near.minuses, near_others.minuses);
    let negatives = x86::_mm256_test_epi32_mask(minuses, minuses);
    Some(numbers(mantissas, exponents, negatives, is_whole & !has_exponent, nothings))
}

/// The exponents of fields that end with `e`, a sign and two digits, and which do.
///
/// # Safety
/// As [`of_8_bytes`].
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512cd,avx512vbmi,avx512vbmi2")]
#[target_feature(enable = "avx2,fma,f16c,bmi1,bmi2,lzcnt,popcnt")]
unsafe fn exponents(text: &[u8], starts: __m256i, ends: __m256i) -> (__m256i, u8) {
    let from = x86::_mm256_sub_epi32(ends, x86::_mm256_set1_epi32(4));
    // SAFETY: the four bytes from `end - 4` on lie in the text.
    let bytes = unsafe { x86::_mm256_i32gather_epi32::<1>(text.as_ptr().cast(), from) };
    // The letter in either case, without the difference of the two signs, and the digits taken to zero.
    let plain = x86::_mm256_xor_si256(bytes, x86::_mm256_set1_epi32(0x3030_0000));
    let head = x86::_mm256_and_si256(bytes, x86::_mm256_set1_epi32(0x0000_ffdf));
    let is = |sign: u8| {
        let wanted = i32::from(sign) << 8 | i32::from(b'E');
        x86::_mm256_cmpeq_epi32_mask(head, x86::_mm256_set1_epi32(wanted))
    };
    let (is_minus, is_plus) = (is(b'-'), is(b'+'));
    let nine = x86::_mm256_set1_epi8(9);
    let wrong = x86::_mm256_cmpgt_epu8_mask(plain, nine) & 0xcccc_cccc;
    let wrong = x86::_mm256_maskz_mov_epi8(wrong, x86::_mm256_set1_epi8(-1));
    let is_number = x86::_mm256_testn_epi32_mask(wrong, wrong);
    // Something must be left before the letter.
    let is_long = x86::_mm256_cmplt_epu32_mask(starts, from);
    let has = (is_minus | is_plus) & is_number & is_long;
    let digits = x86::_mm256_srli_epi32::<16>(plain);
    let tens = x86::_mm256_and_si256(digits, x86::_mm256_set1_epi32(0xff));
    let ones = x86::_mm256_srli_epi32::<8>(digits);
    let tens = x86::_mm256_mullo_epi16(tens, x86::_mm256_set1_epi32(10));
    let sizes = x86::_mm256_maskz_add_epi32(has, tens, ones);
    let zero = x86::_mm256_setzero_si256();
    (x86::_mm256_mask_sub_epi32(sizes, is_minus & has, zero, sizes), has)
}

/// Bytes of fields, and what each is.
struct Lane {
    /// Digits as numbers, all else zero.
    values: __m512i,
    /// The bytes, `0` taken from each.
    bytes: __m512i,
    /// The field.
    field: u64,
    digits: u64,
    points: u64,
    /// Of those that stand first.
    minuses: u64,
    signs: u64,
}

impl Lane {
    /// Of each lane the bytes from `skip` on are the field, which may begin where one of `begins` is. `place` is the
    /// number of each byte in its lane.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,bmi1,bmi2")]
    fn new(bytes: __m512i, place: __m512i, skip: __m512i, begins: u64) -> Lane {
        let bytes = x86::_mm512_xor_si512(bytes, x86::_mm512_set1_epi8(b'0' as i8));
        let field = x86::_mm512_cmpge_epi8_mask(place, skip);
        let mut lane =
            Lane { values: bytes, bytes, field, digits: 0, points: 0, minuses: 0, signs: 0 };
        lane.narrow(field, field & (!(field << 1) | begins));
        lane
    }

    /// Only these bytes are the field, and of them these the first.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,bmi1,bmi2")]
    fn narrow(&mut self, field: u64, first: u64) {
        let is = |among, byte| {
            x86::_mm512_mask_cmpeq_epi8_mask(among, self.bytes, x86::_mm512_set1_epi8(byte))
        };
        self.minuses = is(first, MINUS);
        self.signs = self.minuses;
        self.points = is(field, POINT);
        let nine = x86::_mm512_set1_epi8(9);
        self.digits = x86::_mm512_mask_cmple_epu8_mask(field, self.bytes, nine);
        if field != (self.digits | self.points | self.signs) {
            self.signs |= is(first, PLUS);
        }
        self.values = x86::_mm512_maskz_mov_epi8(self.digits, self.bytes);
        self.field = field;
    }

    /// Whether there are bytes that are no part of a number.
    #[inline]
    fn has_odd(&self) -> bool {
        self.field != (self.digits | self.points | self.signs)
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,bmi1,bmi2")]
    fn spaces(&self) -> u64 {
        x86::_mm512_mask_cmpeq_epi8_mask(self.field, self.bytes, x86::_mm512_set1_epi8(SPACE))
    }
}

/// The 16 bytes that begin so many bytes before each of eight places, four and four.
///
/// # Safety
/// `before` bytes lie before each place in the text, which is `before >= 16`.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx2")]
unsafe fn sixteens(text: &[u8], places: __m256i, before: usize) -> (__m512i, __m512i) {
    let mut all = [0u32; 8];
    // SAFETY: there is room for eight numbers of four bytes.
    unsafe { x86::_mm256_storeu_si256(all.as_mut_ptr().cast(), places) };
    let load = |i: usize| {
        // SAFETY: the place lies in the text, and so many bytes before it do.
        let place = unsafe { text.as_ptr().add(all[i] as usize - before) };
        // SAFETY: at least 16 bytes follow in the text.
        unsafe { x86::_mm_loadu_si128(place.cast()) }
    };
    let four = |i: usize| {
        let lower =
            x86::_mm256_inserti128_si256::<1>(x86::_mm256_castsi128_si256(load(i)), load(i + 1));
        let upper = x86::_mm256_inserti128_si256::<1>(
            x86::_mm256_castsi128_si256(load(i + 2)),
            load(i + 3),
        );
        x86::_mm512_inserti64x4::<1>(x86::_mm512_castsi256_si512(lower), upper)
    };
    (four(0), four(4))
}

/// The numbers from 0 to 63.
#[inline]
#[target_feature(enable = "avx512f")]
pub(super) fn iota() -> __m512i {
    const PLACES: [u8; 64] = {
        let mut places = [0; 64];
        let mut i = 0;
        while i < 64 {
            places[i] = i as u8;
            i += 1;
        }
        places
    };
    // SAFETY: 64 bytes can be read.
    unsafe { x86::_mm512_loadu_si512(PLACES.as_ptr().cast()) }
}

/// For each byte the first byte of the number of four bytes that belongs to its lane of `n` bytes, 8 or 16.
#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn spread_by(n: usize) -> __m512i {
    let lane = match n {
        8 => x86::_mm512_and_si512(iota(), x86::_mm512_set1_epi8(0x38)),
        _ => x86::_mm512_and_si512(iota(), x86::_mm512_set1_epi8(0x30)),
    };
    // No bit leaves its byte.
    match n {
        8 => x86::_mm512_srli_epi16::<1>(lane),
        _ => x86::_mm512_srli_epi16::<2>(lane),
    }
}

#[inline]
#[target_feature(enable = "avx512f")]
fn pair(lower: u64, upper: u64) -> __m128i {
    x86::_mm_set_epi64x(upper as i64, lower as i64)
}

#[inline]
#[target_feature(enable = "avx512f")]
fn bits(lanes: __m128i) -> u64 {
    x86::_mm_cvtsi128_si64(lanes) as u64
}

#[inline]
#[target_feature(enable = "avx512f,avx2")]
fn upper_bits(lanes: __m128i) -> u64 {
    x86::_mm_extract_epi64::<1>(lanes) as u64
}

/// Sums of four digits each.
#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn fours(digits: __m512i) -> __m512i {
    let pairs = x86::_mm512_maddubs_epi16(digits, x86::_mm512_set1_epi16(0x010a));
    x86::_mm512_madd_epi16(pairs, x86::_mm512_set1_epi32(0x0001_0064))
}

/// The integers that lanes of 16 digits are.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512dq")]
fn sixteen_digits(digits: __m512i, others: __m512i) -> __m512i {
    let packed = x86::_mm512_packus_epi32(fours(digits), fours(others));
    let eights = x86::_mm512_madd_epi16(packed, x86::_mm512_set1_epi32(0x0001_2710));
    let upper = x86::_mm512_mul_epu32(eights, x86::_mm512_set1_epi64(100_000_000));
    let all = x86::_mm512_add_epi64(upper, x86::_mm512_srli_epi64::<32>(eights));
    // Packing took from both in turn.
    let order = x86::_mm512_setr_epi64(0, 2, 4, 6, 1, 3, 5, 7);
    x86::_mm512_permutexvar_epi64(order, all)
}

#[inline]
#[target_feature(enable = "avx512f,avx512dq,avx512vl")]
fn numbers(
    mantissas: __m512i,
    exponents: __m512i,
    negatives: u8,
    integers: u8,
    nothings: u8,
) -> Eight {
    let mut eight = Eight { negatives, integers, nothings, ..Eight::default() };
    // SAFETY: there is room for eight numbers of eight bytes.
    unsafe { x86::_mm512_storeu_si512(eight.mantissas.as_mut_ptr().cast(), mantissas) };
    // SAFETY: as above.
    unsafe { x86::_mm512_storeu_si512(eight.exponents.as_mut_ptr().cast(), exponents) };
    eight
}
