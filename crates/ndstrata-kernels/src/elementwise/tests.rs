//! Every loop against NumPy's values on every instruction set, and every layout of operands against
//! the contiguous one.
#![expect(unsafe_code, reason = "runs loops over buffers of its own")]

use crate::convert::{Converter, NumberType, Swapped};
use crate::elementwise::*;
use crate::versions::levels;

/// What NumPy says; see `elementwise.py` beside it.
const GOLDEN: &str = include_str!("../../testdata/elementwise.txt");

/// The tables by NumPy's names; a ufunc with two results has one table for each.
const TABLES: [(&str, &Loops); 60] = [
    ("add", &ADD),
    ("subtract", &SUBTRACT),
    ("multiply", &MULTIPLY),
    ("divide", &DIVIDE),
    ("floor_divide", &FLOOR_DIVIDE),
    ("remainder", &REMAINDER),
    ("fmod", &FMOD),
    ("power", &INTEGER_POWER),
    ("gcd", &GCD),
    ("lcm", &LCM),
    ("bitwise_and", &BITWISE_AND),
    ("bitwise_or", &BITWISE_OR),
    ("bitwise_xor", &BITWISE_XOR),
    ("invert", &INVERT),
    ("left_shift", &LEFT_SHIFT),
    ("right_shift", &RIGHT_SHIFT),
    ("bitwise_count", &BITWISE_COUNT),
    ("equal", &EQUAL),
    ("not_equal", &NOT_EQUAL),
    ("less", &LESS),
    ("less_equal", &LESS_EQUAL),
    ("greater", &GREATER),
    ("greater_equal", &GREATER_EQUAL),
    ("logical_and", &LOGICAL_AND),
    ("logical_or", &LOGICAL_OR),
    ("logical_xor", &LOGICAL_XOR),
    ("logical_not", &LOGICAL_NOT),
    ("maximum", &MAXIMUM),
    ("minimum", &MINIMUM),
    ("fmax", &FMAX),
    ("fmin", &FMIN),
    ("absolute", &ABSOLUTE),
    ("fabs", &FABS),
    ("negative", &NEGATIVE),
    ("positive", &POSITIVE),
    ("sign", &SIGN),
    ("square", &SQUARE),
    ("reciprocal", &RECIPROCAL),
    ("conjugate", &CONJUGATE),
    ("rint", &RINT),
    ("floor", &FLOOR),
    ("ceil", &CEIL),
    ("trunc", &TRUNC),
    ("modf0", &MODF_FRACTION),
    ("modf1", &TRUNC),
    ("frexp0", &FREXP_MANTISSA),
    ("frexp1", &FREXP_EXPONENT),
    ("ldexp", &LDEXP),
    ("isnan", &ISNAN),
    ("isinf", &ISINF),
    ("isfinite", &ISFINITE),
    ("signbit", &SIGNBIT),
    ("copysign", &COPYSIGN),
    ("nextafter", &NEXTAFTER),
    ("spacing", &SPACING),
    ("heaviside", &HEAVISIDE),
    // Names that NumPy has for the same.
    ("mod", &REMAINDER),
    ("true_divide", &DIVIDE),
    ("conj", &CONJUGATE),
    ("abs", &ABSOLUTE),
];

/// Named values of one type.
struct Values {
    label: &'static str,
    number: NumberType,
    bytes: Vec<u8>,
}

impl Values {
    fn count(&self) -> usize {
        self.bytes.len() / self.number.itemsize()
    }
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
    let index = NAMES.iter().position(|known| *known == name);
    NumberType::ALL[index.unwrap_or_else(|| panic!("{name} is no type"))]
}

fn values() -> Vec<Values> {
    let lines = GOLDEN.lines().filter_map(|line| line.strip_prefix("values "));
    lines
        .map(|line| {
            let words: Vec<&str> = line.split(' ').collect();
            let pair = |pair: &[u8]| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap();
            let bytes = words[2].as_bytes().chunks(2).map(pair).collect();
            Values { label: words[0], number: by_name(words[1]), bytes }
        })
        .collect()
}

/// All pairs of items, the first operand varying slowest.
fn pairs(lhs: &Values, rhs: &Values) -> [Vec<u8>; 2] {
    let (a, b) = (lhs.number.itemsize(), rhs.number.itemsize());
    let slow = lhs.bytes.chunks(a).flat_map(|item| item.repeat(rhs.count())).collect();
    let fast = std::iter::repeat_n(&rhs.bytes[..], lhs.count()).flatten().copied().collect();
    debug_assert_eq!(rhs.bytes.len() % b, 0);
    [slow, fast]
}

fn without_nans(number: NumberType, bytes: &mut [u8]) {
    let is_nan = |unit: &[u8]| match number {
        NumberType::F16 => half::f16::from_le_bytes(unit.try_into().unwrap()).is_nan(),
        NumberType::F32 | NumberType::Complex64 => {
            f32::from_le_bytes(unit.try_into().unwrap()).is_nan()
        }
        NumberType::F64 | NumberType::Complex128 => {
            f64::from_le_bytes(unit.try_into().unwrap()).is_nan()
        }
        _ => false,
    };
    for unit in bytes.chunks_mut(number.swap_unit()).filter(|unit| is_nan(unit)) {
        unit.fill(0);
    }
}

fn fnv(bytes: &[u8]) -> u64 {
    let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3);
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, step)
}

/// The results for contiguous operands.
fn contiguous(call: &Call, result: NumberType, operands: [&[u8]; 2], sizes: [usize; 2]) -> Vec<u8> {
    let count = operands[0].len() / sizes[0];
    let mut out = vec![0xEE; count * result.itemsize()];
    let run = |k: usize| Run { ptr: operands[k].as_ptr(), stride: sizes[k] as isize };
    let dst = RunMut { ptr: out.as_mut_ptr(), stride: result.itemsize() as isize };
    // SAFETY: each buffer holds `count` elements.
    unsafe { call.run(dst, [run(0), run(1)], count) };
    out
}

#[test]
fn every_loop_gives_what_numpy_gives_on_every_level() {
    let values = values();
    let by_label = |label: &str| values.iter().find(|set| set.label == label).expect("a set");
    let mut seen = 0;
    let lines = GOLDEN.lines().filter(|line| !line.starts_with('#') && !line.starts_with("values"));
    for line in lines {
        let words: Vec<&str> = line.split(' ').collect();
        let [name, ref labels @ .., result, hash] = words[..] else { panic!("no case: {line}") };
        let sets: Vec<&Values> = labels.iter().map(|label| by_label(label)).collect();
        let types: Vec<NumberType> = sets.iter().map(|set| set.number).collect();
        let table = TABLES.iter().find(|table| table.0 == name).expect("a table").1;
        let each = table.find(&types).unwrap_or_else(|| panic!("no loop for {line}"));
        assert_eq!(each.result(), by_name(result), "{line}");
        let [lhs, rhs] = match sets[..] {
            [one] => [one.bytes.clone(), one.bytes.clone()],
            [lhs, rhs] => pairs(lhs, rhs),
            _ => panic!("one or two operands: {line}"),
        };
        let sizes = [types[0].itemsize(), types[types.len() - 1].itemsize()];
        for level in levels() {
            let call = each.call().at_level(level);
            let mut out = contiguous(&call, each.result(), [&lhs, &rhs], sizes);
            without_nans(each.result(), &mut out);
            assert_eq!(format!("{:016x}", fnv(&out)), hash, "{line} at {level:?}");
        }
        seen += 1;
    }
    assert!(seen > 400, "{seen} loops were checked");
}

/// Items apart by `step` sizes, from the end if negative: bytes, start, stride.
fn laid_out(items: &[u8], size: usize, step: isize) -> (Vec<u8>, usize, isize) {
    let count = items.len() / size;
    let gap = size * step.unsigned_abs();
    let mut buffer = vec![0xAA; gap * count + size + 1];
    let start = if step < 0 { 1 + gap * (count - 1) } else { 1 };
    for (k, item) in items.chunks(size).enumerate() {
        let at = (start as isize + step * (size * k) as isize) as usize;
        buffer[at..at + size].copy_from_slice(item);
    }
    (buffer, start, step * size as isize)
}

/// Loops of one and of two operands, of real and half and complex types, with other result types.
fn samples() -> impl Iterator<Item = &'static Loop> {
    [&ADD, &LESS, &LOGICAL_AND, &NEGATIVE, &ABSOLUTE, &LDEXP].into_iter().flat_map(Loops::iter)
}

fn operands(each: &Loop, count: usize) -> [Vec<u8>; 2] {
    let values = values();
    let fill = |number: NumberType, skip: usize| {
        let set = values.iter().find(|set| set.number == number).expect("values of each type");
        let items = set.bytes.chunks(number.itemsize()).cycle().skip(skip);
        items.take(count).flatten().copied().collect::<Vec<u8>>()
    };
    let types = each.operands();
    [fill(types[0], 0), fill(types[types.len() - 1], 5)]
}

#[test]
fn strided_and_repeated_operands_give_the_same() {
    for each in samples() {
        let types = each.operands();
        let sizes = [types[0].itemsize(), types[types.len() - 1].itemsize()];
        for count in [1, 2, 7, 100, 3000] {
            let [lhs, rhs] = operands(each, count);
            for level in levels() {
                let call = each.call().at_level(level);
                for steps in [[1, 2, 1], [-1, 1, 2], [2, 1, -1], [1, 0, 1], [0, 1, 3], [0, 0, 1]] {
                    let repeated = |items: &[u8], size: usize, step: isize| {
                        if step == 0 { items[..size].repeat(count) } else { items.to_vec() }
                    };
                    let flat =
                        [repeated(&lhs, sizes[0], steps[0]), repeated(&rhs, sizes[1], steps[1])];
                    let expected = contiguous(&call, each.result(), [&flat[0], &flat[1]], sizes);
                    let (a, a0, sa) = laid_out(&flat[0], sizes[0], steps[0].max(-1));
                    let (b, b0, sb) = laid_out(&flat[1], sizes[1], steps[1]);
                    let out_size = each.result().itemsize();
                    let blank = vec![0; out_size * count];
                    let (mut d, d0, sd) = laid_out(&blank, out_size, steps[2]);
                    let src = [
                        Run { ptr: a.as_ptr().wrapping_add(a0), stride: sa },
                        Run { ptr: b.as_ptr().wrapping_add(b0), stride: sb },
                    ];
                    let dst = RunMut { ptr: d.as_mut_ptr().wrapping_add(d0), stride: sd };
                    // SAFETY: each buffer holds its elements.
                    unsafe { call.run(dst, src, count) };
                    for (k, item) in expected.chunks(out_size).enumerate() {
                        let at = (d0 as isize + sd * k as isize) as usize;
                        assert_eq!(d[at..at + out_size], *item, "{types:?} {steps:?} item {k}");
                    }
                }
            }
        }
    }
}

#[test]
fn one_second_operand_gives_what_many_equal_ones_give() {
    let values = values();
    let tables = [&FLOOR_DIVIDE, &REMAINDER, &FMOD, &INTEGER_POWER];
    for each in tables.into_iter().flat_map(Loops::iter) {
        let number = each.result();
        let set = values.iter().find(|set| set.number == number).expect("values of each type");
        // All bytes where there are few, else the test values and their neighbours.
        let lhs = match number.itemsize() {
            1 => (0..=255).collect(),
            _ => set.bytes.clone(),
        };
        let size = number.itemsize();
        let count = lhs.len() / size;
        for rhs in if size == 1 { &lhs } else { &set.bytes }.chunks(size) {
            for level in levels() {
                let call = each.call().at_level(level);
                let expected = contiguous(&call, number, [&lhs, &rhs.repeat(count)], [size; 2]);
                let mut out = vec![0; lhs.len()];
                let dst = RunMut { ptr: out.as_mut_ptr(), stride: size as isize };
                let many = Run { ptr: lhs.as_ptr(), stride: size as isize };
                // SAFETY: `count` elements, and one that repeats.
                unsafe { call.run(dst, [many, Run { ptr: rhs.as_ptr(), stride: 0 }], count) };
                let mut expected = expected;
                without_nans(number, &mut expected);
                without_nans(number, &mut out);
                assert!(out == expected, "{number:?} by {rhs:?} at {level:?}");
            }
        }
    }
}

#[test]
fn results_may_replace_an_operand() {
    for each in samples().filter(|each| each.operands().iter().all(|t| *t == each.result())) {
        let size = each.result().itemsize();
        for count in [5, 4000] {
            let [lhs, rhs] = operands(each, count);
            for level in levels() {
                let call = each.call().at_level(level);
                let expected = contiguous(&call, each.result(), [&lhs, &rhs], [size; 2]);
                for k in 0..each.operands().len() {
                    let mut place = [&lhs, &rhs][k].clone();
                    let dst = RunMut { ptr: place.as_mut_ptr(), stride: size as isize };
                    let mut src = [&lhs, &rhs]
                        .map(|items| Run { ptr: items.as_ptr(), stride: size as isize });
                    src[k].ptr = dst.ptr;
                    // SAFETY: the buffers hold `count` elements; one is both operand and result.
                    unsafe { call.run(dst, src, count) };
                    assert!(place == expected, "{:?} in place of {k}", each.operands());
                }
            }
        }
    }
}

#[test]
fn casts_and_byte_orders_are_part_of_the_call() {
    let each = ADD.find(&[NumberType::F64; 2]).expect("a loop");
    let count = 1500;
    let half: Vec<u8> =
        (0..count).flat_map(|k| half::f16::from_f32(k as f32).to_be_bytes()).collect();
    let ints: Vec<u8> = (0..count).flat_map(|k| (k as i16 - 700).to_le_bytes()).collect();
    let swapped = Operand { number: NumberType::F16, swapped: true };
    let result = Operand { number: NumberType::I32, swapped: true };
    let call = each.call_with([swapped, Operand::native(NumberType::I16)], result);
    let out = contiguous(&call, NumberType::I32, [&half, &ints], [2, 2]);
    for (k, item) in out.chunks(4).enumerate() {
        let expected = half::f16::from_f32(k as f32).to_f32() as i32 + k as i32 - 700;
        assert_eq!(i32::from_be_bytes(item.try_into().unwrap()), expected);
    }
}

#[test]
fn blocks_give_what_their_rows_give() {
    let shapes = [[1, 5], [3, 1], [500, 3], [40, 70], [9, 2100]];
    let loops = [&ADD, &LESS].into_iter().flat_map(Loops::iter).step_by(3);
    for each in loops {
        let size = each.operands()[0].itemsize() as isize;
        let out_size = each.result().itemsize();
        for shape @ [n0, n1] in shapes {
            let [lhs, rhs] = operands(each, 2 * n0 * n1 + 8);
            let (rows, columns) = (n0 as isize, n1 as isize);
            let layouts = [
                [columns * size, size],
                [size, rows * size],
                [0, size],
                [size, 0],
                [0, 0],
                [2 * columns * size, 2 * size],
            ];
            for (a, b) in layouts.iter().flat_map(|a| layouts.iter().map(move |b| (*a, *b))) {
                let call = each.call();
                let src = [(lhs.as_ptr(), a), (rhs.as_ptr(), b)];
                let mut expected = vec![0u8; n0 * n1 * out_size];
                for (i, row) in expected.chunks_mut(n1 * out_size).enumerate() {
                    let run = |k: usize| {
                        let (ptr, strides): (*const u8, [isize; 2]) = src[k];
                        Run {
                            ptr: ptr.wrapping_offset(strides[0] * i as isize),
                            stride: strides[1],
                        }
                    };
                    let dst = RunMut { ptr: row.as_mut_ptr(), stride: out_size as isize };
                    // SAFETY: a row of the block, within the buffers.
                    unsafe { call.run(dst, [run(0), run(1)], n1) };
                }
                for transposed in [false, true] {
                    let mut out = vec![0u8; n0 * n1 * out_size];
                    let strides = if transposed {
                        [out_size as isize, (n0 * out_size) as isize]
                    } else {
                        [(n1 * out_size) as isize, out_size as isize]
                    };
                    // SAFETY: the buffers hold the block in each layout.
                    unsafe { call.run_block((out.as_mut_ptr(), strides), src, shape) };
                    let same = (0..n0 * n1).all(|k| {
                        let at = (k / n1) as isize * strides[0] + (k % n1) as isize * strides[1];
                        out[at as usize..][..out_size] == expected[k * out_size..][..out_size]
                    });
                    assert!(same, "{:?} {shape:?} {a:?} {b:?} {transposed}", each.operands());
                }
            }
        }
    }
}

#[test]
fn large_results_are_streamed_whole() {
    let count = (17 << 20) / 8;
    let lhs: Vec<f64> = (0..count).map(|k| k as f64).collect();
    let mut out = vec![0.0f64; count + 1];
    let dst = RunMut { ptr: out[1..].as_mut_ptr().cast(), stride: 8 };
    let src = [
        Run { ptr: lhs.as_ptr().cast(), stride: 8 },
        Run { ptr: (&raw const lhs[3]).cast(), stride: 0 },
    ];
    let call = ADD.find(&[NumberType::F64; 2]).expect("a loop").call();
    // SAFETY: `count` elements each, and one that repeats.
    unsafe { call.run(dst, src, count) };
    assert!(out[1..].iter().enumerate().all(|(k, sum)| *sum == k as f64 + 3.0));
    assert_eq!(out[0], 0.0);
}

#[test]
fn truths_may_be_any_byte() {
    let bytes = [0u8, 1, 2, 255];
    let call = EQUAL.find(&[NumberType::Bool; 2]).expect("a loop").call();
    let out = contiguous(&call, NumberType::Bool, [&bytes, &[1, 1, 1, 1]], [1, 1]);
    assert_eq!(out, [0, 1, 1, 1]);
    let swapped = Swapped::default();
    let copied = Converter::new(NumberType::Bool, NumberType::Bool).swapped(swapped);
    let mut out = [9u8; 4];
    // SAFETY: four bytes each.
    unsafe { copied.run(out.as_mut_ptr(), 1, bytes.as_ptr(), 1, 4) };
    assert_eq!(out, [0, 1, 1, 1]);
}
