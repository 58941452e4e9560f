//! Reading and printing beside the standard library's own, which are exact.

use super::*;

/// A walk through the bits of floats (SplitMix64).
fn random(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn floats() -> impl Iterator<Item = f64> {
    let mut state = 1;
    let bits = (0..40_000).map(move |_| f64::from_bits(random(&mut state) & (u64::MAX >> 1)));
    let mut state = 2;
    let decimal = (0..20_000).map(move |i| (random(&mut state) >> 40) as f64 / 10f64.powi(i % 9));
    let mut state = 3;
    let subnormal = (0..2000)
        .map(move |_| f64::from_bits(random(&mut state) >> (12 + random(&mut state) % 52)));
    let halves = (0..2000).map(|i| f64::from(i) * 0.5);
    let powers = (-324..309).map(|i| format!("1e{i}").parse().unwrap_or(0.0));
    let all = bits.chain(decimal).chain(subnormal).chain(halves).chain(powers);
    all.filter(|x| x.is_finite() && *x > 0.0)
}

#[test]
fn floats_are_read_as_the_standard_library_reads_them() {
    let mut n_read = 0;
    for x in floats() {
        for text in [format!("{x:e}"), format!("{x:.18e}"), format!("-{x:.3e}"), format!("{x:.4}")]
        {
            for text in [text.clone(), format!("{text},12345678")] {
                let end = text.find(',').unwrap_or(text.len());
                if let Some((found, n)) = float_at(text.as_bytes(), 0) {
                    let expected: f64 = text[..end].parse().unwrap();
                    assert_eq!((found.to_bits(), n), (expected.to_bits(), end), "{text}");
                    n_read += 1;
                }
            }
        }
    }
    assert!(n_read > 300_000, "{n_read}");
}

#[test]
fn halfway_cases_go_to_the_even_float() {
    for text in [
        "9007199254740993",
        "9007199254740995",
        "2.5e-324",
        "2.4703282292062327e-324",
        "1.7976931348623159e308",
        "0e999",
        "5e-324",
        "2.2250738585072011e-308",
    ] {
        if let Some((found, _)) = float_at(text.as_bytes(), 0) {
            assert_eq!(Ok(found), text.parse(), "{text}");
        }
    }
}

#[test]
fn integers_end_where_their_digits_end() {
    for (text, expected) in [
        ("12,", Some((false, 12, 2))),
        ("-9223372036854775808", Some((true, 1 << 63, 20))),
        ("+1234567890123456789 ", Some((false, 1_234_567_890_123_456_789, 20))),
        ("12345678901234567890", None),
        ("-", None),
        ("", None),
        ("x", None),
        ("123456789:00000000", Some((false, 123_456_789, 9))),
        ("1/23456789", Some((false, 1, 1))),
    ] {
        assert_eq!(integer_at(text.as_bytes(), 0), expected, "{text}");
    }
}

#[test]
fn digits_are_printed_as_the_standard_library_prints_them() {
    let (mut n_decided, mut n_all) = (0, 0);
    for x in floats() {
        for n in [1, 2, 6, 17, 18, 19] {
            n_all += 1;
            let Some((digits, exponent)) = significant(x, n) else { continue };
            n_decided += 1;
            let text = format!("{x:.*e}", n - 1);
            let (mantissa, power) = text.split_once('e').unwrap();
            assert_eq!(
                (digits.to_string(), exponent.to_string().as_str()),
                (mantissa.replace('.', ""), power),
                "{x:e} {n}"
            );
        }
        for n in [0, 1, 4, 18] {
            if let Some(digits) = rounded_at(x, n) {
                let text = format!("{x:.n$}").replace('.', "");
                assert_eq!(Ok(digits), text.parse(), "{x:e} {n}");
            }
        }
    }
    assert!(n_decided * 100 > n_all * 93, "{n_decided} of {n_all}");
}

#[test]
fn halves_and_their_neighbours_are_rounded_exactly() {
    let mut state = 7;
    for i in 0..20_000 {
        let digits = random(&mut state) >> (12 + i % 52);
        for n in [0, 1, 4, 6, 15] {
            // A half of the last digit, as near as floats come to it.
            let half = (digits as f64 + 0.5) / 10f64.powi(n as i32);
            for x in [half, half.next_up(), half.next_down()].map(f64::abs) {
                let text = format!("{x:.n$}").replace('.', "");
                assert_eq!(rounded_at(x, n), text.parse().ok(), "{x:e} {n}");
            }
        }
    }
}

#[test]
fn integers_are_printed_in_full() {
    let mut out = [0; ROOM];
    let mut state = 4;
    let random = (0..20_000).map(|i| random(&mut state) >> (i % 64));
    let edges = [0, 9, 10, 99, 100, 99_999_999, 100_000_000, u64::MAX, 9_999_999_999_999_999_999];
    for value in edges.into_iter().chain(random) {
        let text = value.to_string();
        let end = put_integer(value, &mut out, 3);
        assert_eq!(std::str::from_utf8(&out[3..end]), Ok(text.as_str()));
        assert_eq!(n_digits(value), text.len());
        for n in text.len()..=20 {
            put_digits(value, n, &mut out, 1);
            assert_eq!(std::str::from_utf8(&out[1..=n]), Ok(format!("{value:0n$}").as_str()));
        }
    }
}

#[test]
fn eight_numbers_are_rounded_as_one_by_one() {
    let mut state = 11;
    let mut n_decided = 0;
    let mut check = |numbers: [(u64, i64); 8]| {
        let (mantissas, exponents) = (numbers.map(|(m, _)| m), numbers.map(|(_, x)| x));
        let Some(found) = nearest_eight(&mantissas, &exponents) else { return };
        n_decided += 1;
        for ((mantissa, exponent), x) in numbers.into_iter().zip(found) {
            let text = format!("{mantissa}e{exponent}");
            assert_eq!(text.parse().map(f64::to_bits), Ok(x.to_bits()), "{text}");
        }
    };
    for i in 0..20_000i64 {
        // 17 to 19 digits, as floats are written; few digits; floats halfway between others.
        check(std::array::from_fn(|_| (random(&mut state) % 10u64.pow(19), i % 600 - 330)));
        check(std::array::from_fn(|_| (random(&mut state) >> (i % 64), i / 7 % 60 - 40)));
        check(std::array::from_fn(|j| {
            let whole = (random(&mut state) >> 11 | 1 << 53) << (i % 10) | 1 << (i % 10);
            (whole + j as u64 % 3 - 1, [0, 0, 1, -1, 2, -2, -3, -4][j])
        }));
        check(std::array::from_fn(|_| {
            let x =
                f64::from_bits((1000 + random(&mut state) % 46) << 52 | random(&mut state) >> 12);
            let text = format!("{x:.18e}");
            let (digits, power) = text.split_once('e').unwrap_or_default();
            let mantissa = digits.replace('.', "").parse().unwrap_or_default();
            (mantissa, power.parse::<i64>().unwrap_or_default() - 18)
        }));
    }
    assert!(n_decided > 79_000, "{n_decided}");
}
