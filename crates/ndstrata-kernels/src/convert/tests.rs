//! Every pair of types against NumPy's values, on every path: contiguous, strided, reversed, unaligned,
//! byte-swapped, at lengths around a vector and around a block, for each instruction set.
#![expect(unsafe_code, reason = "runs converters over buffers of its own")]

use crate::convert::{Converter, NumberType, Swapped};
use crate::versions::levels;

/// What NumPy says; see `convert.py` beside it.
const GOLDEN: &str = include_str!("../../testdata/convert.txt");

struct Case {
    from: NumberType,
    to: NumberType,
    source: Vec<u8>,
    expected: Vec<u8>,
}

fn by_name(name: &str) -> NumberType {
    const NAMES: [&str; 14] = [
        "bool",
        "int8",
        "int16",
        "int32",
        "int64",
        "uint8",
        "uint16",
        "uint32",
        "uint64",
        "float16",
        "float32",
        "float64",
        "complex64",
        "complex128",
    ];
    let index = NAMES.iter().position(|known| *known == name).expect("a type's name");
    NumberType::ALL[index]
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits = hex.as_bytes().chunks(2);
    digits.map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    let mut current = (NumberType::Bool, Vec::new());
    for line in GOLDEN.lines().filter(|line| !line.starts_with('#')) {
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            [from, source] => current = (by_name(from), bytes(source)),
            ["to", to, expected] => cases.push(Case {
                from: current.0,
                to: by_name(to),
                source: current.1.clone(),
                expected: bytes(expected),
            }),
            _ => panic!("not a line of the table: {line}"),
        }
    }
    assert_eq!(cases.len(), 14 * 14);
    cases
}

/// The items repeated until there are `count`.
fn cycle(items: &[u8], itemsize: usize, count: usize) -> Vec<u8> {
    items.iter().copied().cycle().take(itemsize * count).collect()
}

fn reversed_units(items: &[u8], unit: usize) -> Vec<u8> {
    items.chunks(unit).flat_map(|unit| unit.iter().rev().copied()).collect()
}

/// NaNs are equal whatever their payload; any other values by their bits.
fn same(number: NumberType, a: &[u8], b: &[u8]) -> bool {
    let is_nan = |unit: &[u8]| match (number, unit.len()) {
        (NumberType::F16, _) => half::f16::from_le_bytes(unit.try_into().unwrap()).is_nan(),
        (NumberType::F32 | NumberType::Complex64, _) => {
            f32::from_le_bytes(unit.try_into().unwrap()).is_nan()
        }
        (NumberType::F64 | NumberType::Complex128, _) => {
            f64::from_le_bytes(unit.try_into().unwrap()).is_nan()
        }
        _ => false,
    };
    let unit = number.swap_unit();
    let mut units = a.chunks(unit).zip(b.chunks(unit));
    units.all(|(a, b)| a == b || is_nan(a) && is_nan(b))
}

/// Lays items `step` item sizes apart, from the end if negative, one byte off alignment.
fn laid_out(items: &[u8], itemsize: usize, step: isize) -> (Vec<u8>, usize, isize) {
    let count = items.len() / itemsize;
    let gap = itemsize * step.unsigned_abs();
    let mut buffer = vec![0xAA; gap * count + itemsize + 1];
    let start = if step < 0 { 1 + gap * count.saturating_sub(1) } else { 1 };
    for (k, item) in items.chunks(itemsize).enumerate() {
        let at = (start as isize + step * (itemsize * k) as isize) as usize;
        buffer[at..at + itemsize].copy_from_slice(item);
    }
    (buffer, start, step * itemsize as isize)
}

fn check(converter: Converter, case: &Case, count: usize, steps: [isize; 2], swapped: Swapped) {
    let (s, d) = (case.from.itemsize(), case.to.itemsize());
    let native = cycle(&case.source, s, count);
    let source =
        if swapped.source { reversed_units(&native, case.from.swap_unit()) } else { native };
    let (source, src_start, src_stride) = laid_out(&source, s, steps[0]);
    let (mut out, dst_start, dst_stride) = laid_out(&vec![0; d * count], d, steps[1]);
    let (dst, src) =
        (out.as_mut_ptr().wrapping_add(dst_start), source.as_ptr().wrapping_add(src_start));
    // SAFETY: both buffers hold `count` items from their starts on, by construction.
    unsafe { converter.swapped(swapped).run(dst, dst_stride, src, src_stride, count) };

    let items: Vec<u8> = (0..count as isize)
        .map(|k| (dst_start as isize + k * dst_stride) as usize)
        .flat_map(|at| out[at..at + d].to_vec())
        .collect();
    let items =
        if swapped.destination { reversed_units(&items, case.to.swap_unit()) } else { items };
    let expected = cycle(&case.expected, d, count);
    assert!(
        same(case.to, &items, &expected),
        "{:?} to {:?}, {count} apart {steps:?}, {swapped:?}:\n{items:x?}\n{expected:x?}",
        case.from,
        case.to,
    );
}

#[test]
fn every_pair_gives_what_numpy_gives_on_every_path() {
    for case in cases() {
        let whole = case.source.len() / case.from.itemsize();
        for level in levels() {
            let converter = Converter::new(case.from, case.to).at_level(level);
            let native = Swapped::default();
            for count in [0, 1, 3, whole, 2 * whole + 1] {
                check(converter, &case, count, [1, 1], native);
            }
            for steps in [[2, 1], [1, 2], [-1, 3], [-2, -1]] {
                check(converter, &case, whole, steps, native);
            }
            for (source, destination) in [(true, false), (false, true), (true, true)] {
                check(converter, &case, whole, [1, 1], Swapped { source, destination });
                check(converter, &case, 3, [-2, 2], Swapped { source, destination });
            }
        }
    }
}

#[test]
fn runs_longer_than_a_block_are_whole() {
    for case in cases().iter().filter(|case| case.from == NumberType::Complex64) {
        for level in levels() {
            let converter = Converter::new(case.from, case.to).at_level(level);
            for count in [511, 512, 513, 1300] {
                check(converter, case, count, [1, 1], Swapped::default());
                check(converter, case, count, [2, -1], Swapped { source: true, destination: true });
            }
        }
    }
}

#[test]
fn any_byte_but_zero_is_true() {
    let source = [0u8, 1, 2, 128, 255];
    for to in [NumberType::Bool, NumberType::U8, NumberType::I8] {
        let mut out = [9u8; 5];
        let converter = Converter::new(NumberType::Bool, to);
        // SAFETY: both arrays hold five bytes.
        unsafe { converter.run(out.as_mut_ptr(), 1, source.as_ptr(), 1, 5) };
        assert_eq!(out, [0, 1, 1, 1, 1]);
    }
}
