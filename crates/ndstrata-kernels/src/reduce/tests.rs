//! Sums with NumPy's bits, and everything else against plain loops, on every level and layout.
#![expect(unsafe_code, reason = "runs reductions over buffers of its own")]

use crate::convert::NumberType;
use crate::elementwise::{ADD, Loop, Operand, Run, RunMut};
use crate::reduce::*;
use crate::versions::levels;

/// Numbers that a few lines of Python make as well: exact in every float.
fn sample(count: usize) -> Vec<f64> {
    let mut state = 1u64;
    (0..count)
        .map(|_| {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let bits = (state >> 40) as i64 - (1 << 23);
            bits as f64 / 4096.0
        })
        .collect()
}

fn run<T>(values: &[T], step: usize) -> Run {
    Run { ptr: values.as_ptr().cast(), stride: (size_of::<T>() * step) as isize }
}

fn fold<T, A: Copy>(call: &ReduceCall, start: A, values: &[T], step: usize) -> A {
    let mut accumulator = start;
    let place = (&raw mut accumulator).cast();
    // SAFETY: the values are there; the accumulator has the type of the call's.
    unsafe { call.fold(place, run(values, step), values.len().div_ceil(step)) };
    accumulator
}

/// A third of the samples, whose sums round at every step: what NumPy's `add.reduce` gives.
///
/// `numpy.array(sample(n), type) / 3` and `.sum()`, printed as hexadecimal bits.
const SUMS: [(usize, u64, u32); 8] = [
    (1, 0xc05a3616aaaaaaab, 0xc2d1b0b5),
    (7, 0x407ac59cffffffff, 0x43d62ce9),
    (8, 0xc0649fe555555554, 0xc324ff2c),
    (100, 0xc09cb1ae15555557, 0xc4e58d6f),
    (129, 0xc089a5a280000000, 0xc44d2d14),
    (1000, 0x40c5306582aaaaab, 0x4629832c),
    (12345, 0x40d9fae7e2aaaaae, 0x46cfd740),
    (40000, 0x40ea413737555556, 0x475209bb),
];

#[test]
fn sums_have_the_bits_of_numpy() {
    for (count, double, single) in SUMS {
        let doubles: Vec<f64> = sample(count).iter().map(|v| v / 3.0).collect();
        let singles: Vec<f32> = sample(count).iter().map(|v| *v as f32 / 3.0).collect();
        let spread: Vec<f64> = doubles.iter().flat_map(|v| [*v, 1e300]).collect();
        for level in levels() {
            let call = SUM.find(NumberType::F64).expect("a sum").call().at_level(level);
            assert_eq!(fold(&call, 0.0f64, &doubles, 1).to_bits(), double, "{count} at {level:?}");
            assert_eq!(fold(&call, 0.0f64, &spread, 2).to_bits(), double, "{count} at {level:?}");
            let call = SUM.find(NumberType::F32).expect("a sum").call().at_level(level);
            assert_eq!(fold(&call, 0.0f32, &singles, 1).to_bits(), single, "{count} at {level:?}");
        }
    }
}

#[test]
fn sums_of_complex_numbers_are_sums_of_their_parts_in_the_same_tree() {
    // Equal parts give equal sums, in the order that both share.
    for count in [1, 5, 64, 65, 1000, 5000] {
        let values: Vec<[f64; 2]> = sample(count).iter().map(|v| [v / 3.0, -v / 3.0]).collect();
        let spread: Vec<[f64; 2]> = values.iter().flat_map(|v| [*v, [9.0; 2]]).collect();
        for level in levels() {
            let call = SUM.find(NumberType::Complex128).expect("a sum").call().at_level(level);
            let [re, im] = fold(&call, [0.0f64; 2], &values, 1);
            assert_eq!(re, -im);
            assert_eq!(fold(&call, [0.0f64; 2], &spread, 2), [re, im]);
            let exact: f64 = values.iter().map(|v| v[0]).sum();
            assert!((re - exact).abs() <= 1e-9 * exact.abs().max(1.0));
        }
    }
}

#[test]
fn integers_wrap_and_widen() {
    let values: Vec<i8> = (0..5000).map(|k| (k * 7 % 256) as u8 as i8).collect();
    let wide: i64 = values.iter().map(|v| i64::from(*v)).sum();
    let bytes: Vec<u8> = values.iter().map(|v| *v as u8).collect();
    for level in levels() {
        let call = SUM.find(NumberType::I8).expect("a sum").call().at_level(level);
        assert_eq!(fold(&call, 0i8, &values, 1), wide as i8);
        let call = WIDE_SUM.find(NumberType::I8).expect("a sum").call().at_level(level);
        assert_eq!(fold(&call, 5i64, &values, 1), wide + 5);
        let call = WIDE_SUM.find(NumberType::U8).expect("a sum").call().at_level(level);
        assert_eq!(fold(&call, 0u64, &bytes, 1), bytes.iter().map(|v| u64::from(*v)).sum());
        let call = WIDE_SUM.find(NumberType::Bool).expect("a sum").call().at_level(level);
        let trues = bytes.iter().filter(|v| **v != 0).count() as i64;
        assert_eq!(fold(&call, 0i64, &bytes, 1), trues);
        let call = PRODUCT.find(NumberType::I8).expect("a product").call().at_level(level);
        assert_eq!(fold(&call, 1i8, &[3i8, 50, 2], 1), 44);
        let cast = Operand { number: NumberType::I16, swapped: true };
        let call = SUM.find(NumberType::I64).expect("a sum").call_with(cast).at_level(level);
        let swapped: Vec<i16> = values.iter().map(|v| i16::from(*v).swap_bytes()).collect();
        assert_eq!(fold(&call, 0i64, &swapped, 1), wide);
    }
}

#[test]
fn extremes_propagate_or_skip_nans() {
    for count in [1, 2, 31, 32, 33, 64, 100, 1000] {
        let mut values = sample(count);
        let largest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let smallest = values.iter().copied().fold(f64::INFINITY, f64::min);
        for level in levels() {
            let call = |table: &Reductions| {
                table.find(NumberType::F64).expect("a reduction").call().at_level(level)
            };
            assert_eq!(fold(&call(&MAXIMUM), values[0], &values, 1), largest);
            assert_eq!(fold(&call(&MINIMUM), values[0], &values, 1), smallest);
            for k in [0, count / 2, count - 1] {
                let kept = std::mem::replace(&mut values[k], f64::NAN);
                assert!(fold(&call(&MAXIMUM), values[0], &values, 1).is_nan());
                assert!(fold(&call(&MINIMUM), values[0], &values, 1).is_nan());
                let rest = values.iter().copied().filter(|v| !v.is_nan());
                let skipping = fold(&call(&FMAX), values[0], &values, 1);
                assert_eq!(skipping.is_nan(), count == 1);
                assert!(count == 1 || skipping == rest.clone().fold(f64::NEG_INFINITY, f64::max));
                let sum = fold(&call(&NANSUM), 0.0, &values, 1);
                assert!((sum - rest.sum::<f64>()).abs() < 1e-6);
                let place = Operand::native(NumberType::F64);
                // SAFETY: `count` values.
                let at = unsafe {
                    position_of_maximum(place).at_level(level).run(run(&values, 1), count)
                };
                assert_eq!(at, k);
                values[k] = kept;
            }
        }
    }
}

#[test]
fn positions_name_the_first_of_equals() {
    for count in [1, 2, 100, 511, 512, 513, 2000] {
        let values: Vec<i16> = (0..count).map(|k| ((k * 37) % 101) as i16).collect();
        let doubles: Vec<f64> = values.iter().map(|v| f64::from(*v)).collect();
        let spread: Vec<i16> = values.iter().flat_map(|v| [*v, 999]).collect();
        let largest = (0..count).rev().max_by_key(|k| values[*k]).unwrap();
        let smallest = (0..count).min_by_key(|k| values[*k]).unwrap();
        for level in levels() {
            let ints = Operand::native(NumberType::I16);
            let floats = Operand::native(NumberType::F64);
            let max = |operand, src| {
                // SAFETY: each buffer holds `count` values.
                unsafe { position_of_maximum(operand).at_level(level).run(src, count) }
            };
            let min = |operand, src| {
                // SAFETY: each buffer holds `count` values.
                unsafe { position_of_minimum(operand).at_level(level).run(src, count) }
            };
            assert_eq!(max(ints, run(&values, 1)), largest);
            assert_eq!(min(ints, run(&values, 1)), smallest);
            assert_eq!(max(ints, run(&spread, 2)), largest);
            assert_eq!(min(floats, run(&doubles, 1)), smallest);
            assert_eq!(max(floats, run(&doubles, 1)), largest);
        }
    }
    let bools = [0u8, 0, 7, 1];
    let operand = Operand::native(NumberType::Bool);
    // SAFETY: four bytes.
    assert_eq!(unsafe { position_of_maximum(operand).run(run(&bools, 1), 4) }, 2);
    let zeros = [0.0f64, -0.0];
    let operand = Operand::native(NumberType::F64);
    // SAFETY: two values.
    assert_eq!(unsafe { position_of_minimum(operand).run(run(&zeros, 1), 2) }, 0);
}

#[test]
fn rows_are_folded_column_by_column() {
    for [rows, columns] in [[1, 1], [3, 5], [2, 32], [50, 33], [7, 700], [700, 3]] {
        let values: Vec<f64> = sample(rows * columns).iter().map(|v| v / 3.0).collect();
        let mut expected = vec![0.5f64; columns];
        for row in values.chunks(columns) {
            expected.iter_mut().zip(row).for_each(|(sum, value)| *sum += value);
        }
        let across: Vec<f64> =
            (0..columns * rows).map(|k| values[k % rows * columns + k / rows]).collect();
        let swapped: Vec<f64> =
            values.iter().map(|v| f64::from_bits(v.to_bits().swap_bytes())).collect();
        let (pitch, side) = (8 * columns as isize, 8 * rows as isize);
        for level in levels() {
            let sum = SUM.find(NumberType::F64).expect("a sum");
            let foreign = Operand { number: NumberType::F64, swapped: true };
            let cases = [
                (sum.call(), &values, [pitch, 8]),
                (sum.call(), &across, [8, side]),
                (sum.call_with(foreign), &swapped, [pitch, 8]),
            ];
            for (call, source, strides) in cases {
                let mut sums = vec![0.5f64; columns];
                let (place, from) = (sums.as_mut_ptr().cast(), source.as_ptr().cast());
                // SAFETY: the block lies in the source; there is a sum for each column.
                unsafe { call.at_level(level).fold_rows(place, from, strides, [rows, columns]) };
                assert_eq!(sums, expected, "{rows} by {columns} at {level:?}");
            }
        }
    }
}

#[test]
fn running_results_go_from_first_to_last() {
    let values: Vec<f64> = sample(1500).iter().map(|v| v / 3.0).collect();
    let step = |sum: &mut f64, value: &f64| {
        *sum += value;
        Some(*sum)
    };
    let expected: Vec<f64> = values.iter().scan(-0.0, step).collect();
    let native = Operand::native(NumberType::F64);
    let sum = |number| -> &Loop { ADD.find(&[number; 2]).expect("a sum") };
    let call = sum(NumberType::F64).scan(native, native).expect("sums");
    let mut out = values.clone();
    let place = RunMut { ptr: out.as_mut_ptr().cast(), stride: 8 };
    let same = Run { ptr: out.as_ptr().cast(), stride: 8 };
    // SAFETY: one buffer is operand and result.
    unsafe { call.run(place, same, 1500) };
    assert_eq!(out, expected);

    let bytes: Vec<u8> = (0..1500).map(|k| k as u8).collect();
    let mut sums = vec![0i64; 1500];
    let result = Operand { number: NumberType::I64, swapped: true };
    let call = sum(NumberType::I64).scan(Operand::native(NumberType::U8), result).expect("sums");
    let place = RunMut { ptr: sums.as_mut_ptr().cast(), stride: 8 };
    // SAFETY: 1500 elements each.
    unsafe { call.run(place, run(&bytes, 1), 1500) };
    let mut sum = 0;
    for (k, byte) in bytes.iter().enumerate() {
        sum += i64::from(*byte);
        assert_eq!(sums[k].swap_bytes(), sum);
    }

    let halves = [half::f16::from_f32(0.1); 300];
    let mut out = [half::f16::ZERO; 300];
    let native = Operand::native(NumberType::F16);
    let place = RunMut { ptr: out.as_mut_ptr().cast(), stride: 2 };
    let call = ADD.find(&[NumberType::F16; 2]).expect("a sum").scan(native, native).expect("sums");
    // SAFETY: 300 elements each.
    unsafe { call.run(place, run(&halves, 1), 300) };
    let mut sum = halves[0];
    for value in &out[1..] {
        sum = half::f16::from_f32(sum.to_f32() + 0.1f32.min(halves[0].to_f32()));
        assert_eq!(*value, sum);
    }
}

#[test]
fn truth_is_found_wherever_it_is() {
    for count in [0, 1, 63, 64, 65, 5000, 20000] {
        let mut values = vec![0.0f32; count];
        let single = Operand::native(NumberType::F32);
        let check = |values: &[f32], any, all| {
            let trues = values.iter().filter(|value| **value != 0.0).count();
            // SAFETY: `count` values.
            assert_eq!(unsafe { count_run(single, run(values, 1), count) }, trues);
            // SAFETY: `count` values.
            assert_eq!(unsafe { any_run(single, run(values, 1), count) }, any);
            // SAFETY: `count` values.
            assert_eq!(unsafe { all_run(single, run(values, 1), count) }, all);
        };
        check(&values, false, count == 0);
        for k in [0, count / 2, count.saturating_sub(1)].into_iter().filter(|k| *k < count) {
            values[k] = f32::NAN;
            check(&values, true, count == 1);
            values.fill(1.0);
            check(&values, true, true);
            values[k] = -0.0;
            check(&values, count > 1, false);
            values.fill(0.0);
        }
    }
}

#[test]
fn a_swapped_negative_zero_is_false() {
    let values = [(-0.0f64).to_bits().swap_bytes()];
    let operand = Operand { number: NumberType::F64, swapped: true };
    // SAFETY: one value.
    assert!(!unsafe { any_run(operand, run(&values, 1), 1) });
}

#[test]
fn positions_in_columns_and_short_lines_are_those_in_lines() {
    for [rows, columns] in [[1, 1], [2, 7], [9, 300], [70, 33], [90, 24], [19, 70]] {
        let mut values: Vec<f64> =
            sample(rows * columns).iter().map(|v| (v / 99.0).round()).collect();
        values.iter_mut().skip(5).step_by(37).for_each(|v| *v = f64::NAN);
        values.iter_mut().skip(3).step_by(11).for_each(|v| *v = -0.0);
        let singles: Vec<f32> = values.iter().map(|v| *v as f32).collect();
        let bytes: Vec<i8> = values.iter().map(|v| *v as i8).collect();
        for level in levels() {
            check_columns(&values, NumberType::F64, [rows, columns], level);
            check_columns(&singles, NumberType::F32, [rows, columns], level);
            check_columns(&bytes, NumberType::I8, [rows, columns], level);
            check_columns(&bytes, NumberType::Bool, [rows, columns], level);
        }
    }
}

fn check_columns<T>(values: &[T], number: NumberType, shape: [usize; 2], level: crate::isa::Isa) {
    let [rows, columns] = shape;
    let size = size_of::<T>() as isize;
    let pitch = size * columns as isize;
    for make in [position_of_maximum, position_of_minimum] {
        let call = make(Operand::native(number)).at_level(level);
        let mut found = vec![-1_i64; columns];
        let src = values.as_ptr().cast::<u8>();
        // SAFETY: the block is the values.
        assert!(unsafe { call.run_rows(found.as_mut_ptr(), src, [pitch, size], shape) });
        for (column, found) in found.iter().enumerate() {
            let ptr = values[column..].as_ptr().cast();
            // SAFETY: a column of the block.
            let one = unsafe { call.run(Run { ptr, stride: pitch }, rows) };
            assert_eq!(*found, one as i64, "{number:?} {shape:?} column {column} at {level:?}");
        }
        let mut found = vec![-1_i64; rows];
        // SAFETY: the block is the values.
        let done = unsafe { call.run_lines(found.as_mut_ptr(), src, [pitch, size], shape) };
        assert_eq!(done, columns <= 24, "lines of {columns}");
        for (line, found) in found.iter().enumerate().filter(|_| done) {
            let ptr = values[line * columns..].as_ptr().cast();
            // SAFETY: a line of the block.
            let one = unsafe { call.run(Run { ptr, stride: size }, columns) };
            assert_eq!(*found, one as i64, "{number:?} {shape:?} line {line} at {level:?}");
        }
    }
}

#[test]
fn loops_fold_lines_and_rows_from_first_to_last() {
    use crate::elementwise::{DIVIDE, GCD, SUBTRACT};
    for [rows, columns] in [[1, 1], [2, 5], [3, 1100], [40, 33]] {
        let values: Vec<f64> = sample(rows * columns).iter().map(|v| v / 7.0 + 0.25).collect();
        for level in levels() {
            for (loops, op) in
                [(&SUBTRACT, (|a, b| a - b) as fn(f64, f64) -> f64), (&DIVIDE, |a, b| a / b)]
            {
                let each = loops.find(&[NumberType::F64; 2]).expect("a loop");
                let reduction = each.reduction().expect("a reduction");
                let call = reduction.call().at_level(level);
                let line = values[1..].iter().fold(values[0], |all, v| op(all, *v));
                assert_eq!(fold(&call, values[0], &values[1..], 1).to_bits(), line.to_bits());
                let mut expected = vec![1.5f64; columns];
                for row in values.chunks(columns) {
                    expected.iter_mut().zip(row).for_each(|(all, v)| *all = op(*all, *v));
                }
                let mut found = vec![1.5f64; columns];
                let (place, from) = (found.as_mut_ptr().cast(), values.as_ptr().cast());
                let strides = [8 * columns as isize, 8];
                // SAFETY: the block is the values; there is a result for each column.
                unsafe { call.fold_rows(place, from, strides, [rows, columns]) };
                assert_eq!(found, expected);
            }
        }
    }
    let each = GCD.find(&[NumberType::U8; 2]).expect("a loop").reduction().expect("a reduction");
    assert_eq!(fold(&each.call(), 0u8, &[12u8, 18, 30], 1), 6);
    assert!(
        crate::elementwise::LESS.find(&[NumberType::F64; 2]).expect("a loop").reduction().is_none()
    );
}

#[test]
fn halves_are_rounded_at_each_step_of_rows() {
    let values: Vec<half::f16> = (0..900).map(|k| half::f16::from_f32(0.1 + k as f32)).collect();
    let each = ADD.find(&[NumberType::F16; 2]).expect("a sum").reduction().expect("a reduction");
    for level in levels() {
        let mut expected = vec![half::f16::ZERO; 9];
        for row in values.chunks(9) {
            for (all, value) in expected.iter_mut().zip(row) {
                *all = half::f16::from_f32(all.to_f32() + value.to_f32());
            }
        }
        let mut found = vec![half::f16::ZERO; 9];
        let (place, from) = (found.as_mut_ptr().cast(), values.as_ptr().cast());
        // SAFETY: the block is the values; there is a result for each column.
        unsafe { each.call().at_level(level).fold_rows(place, from, [18, 2], [100, 9]) };
        assert_eq!(found, expected, "{level:?}");
    }
}

/// Zeros whose signs are the bits of a number, the lowest first, and again.
fn zeros(count: usize, signs: u64) -> Vec<f64> {
    (0..count).map(|k| if signs >> (k % 37) & 1 == 1 { -0.0 } else { 0.0 }).collect()
}

/// Counts, and the signs of `numpy.maximum.reduce`, `minimum`, `fmax`, `fmin` of [`zeros`] as `f8`, then
/// as `f4`: a letter for each of the signs below.
const ZERO_SIGNS: [u64; 4] = [0x12_3456_789a, 0x0f_0f33_5521, 0x1b_7e15_1628, 0x0a_5c96_e37d];
const SIGNS_OF_EXTREMES: [(usize, &str, &str); 8] = [
    (2, "-+++-++++-+-+-+-", "-+++-++++-+-+-+-"),
    (7, "+++-+++-+-+-+-+-", "+++-+++-+-+-+-+-"),
    (9, "+++-+++-+++-+++-", "+-+-+-+-+-+-+-+-"),
    (17, "+--++--++--++--+", "-++--++--++--++-"),
    (40, "+++-+++---------", "+++-+++---------"),
    (65, "+-+++-+++-+++-++", "+++-+++-+++-+++-"),
    (130, "-+---+---+++-+++", "-+---+--+---+---"),
    (300, "-+---+--++++++++", "-+---+----+---+-"),
];

#[test]
fn zeros_have_the_signs_of_numpy() {
    for (count, doubles, singles) in SIGNS_OF_EXTREMES {
        for level in levels() {
            let mut found = [String::new(), String::new()];
            for table in [&MAXIMUM, &MINIMUM, &FMAX, &FMIN] {
                for signs in ZERO_SIGNS {
                    let doubles = zeros(count, signs);
                    let singles: Vec<f32> = doubles.iter().map(|v| *v as f32).collect();
                    let call = table.find(NumberType::F64).expect("a reduction").call();
                    let double = fold(&call.at_level(level), doubles[0], &doubles, 1);
                    let call = table.find(NumberType::F32).expect("a reduction").call();
                    let single = fold(&call.at_level(level), singles[0], &singles, 1);
                    found[0].push(if double.is_sign_negative() { '-' } else { '+' });
                    found[1].push(if single.is_sign_negative() { '-' } else { '+' });
                }
            }
            assert_eq!(found, [doubles, singles], "{count} at {level:?}");
        }
    }
}
