//! The same call from every layout gives the same elements.

use ndstrata_array::{DynArray, Order, Slice, index};
use ndstrata_dtype::{ByteOrder, DType};
use ndstrata_ufunc::{ReduceOptions, add, exp, ufuncs};

/// The same values packed in C order, in F order, reversed twice, with gaps, and byte-swapped.
fn layouts(a: &DynArray) -> Vec<DynArray> {
    let swapped = a.dtype().with_byte_order(ByteOrder::SWAPPED);
    let reversed = a.index(&index![Slice::all().step(-1)]).unwrap().copy(Order::C).unwrap();
    let rows = a.shape()[0];
    let mut wide = DynArray::zeros(&[2 * rows, a.shape()[1]], a.dtype(), Order::C).unwrap();
    wide.set(&index![Slice::all().step(2)], &a.view()).unwrap();
    vec![
        a.clone(),
        a.copy(Order::F).unwrap(),
        reversed.index(&index![Slice::all().step(-1)]).unwrap(),
        wide.index(&index![Slice::all().step(2)]).unwrap(),
        a.astype(&swapped).unwrap(),
    ]
}

fn numbers(dtype: &DType) -> DynArray {
    let values: Vec<i64> = (0..35).map(|i| (i * 7) % 11 - 3).collect();
    let array = DynArray::from_vec(values).reshape_view(&[5, 7], Order::C).unwrap();
    array.astype(dtype).unwrap()
}

#[test]
fn calls_do_not_depend_on_layout() {
    for name in ["i2", "u8", "f2", "f4", "f8", "c8", "c16"] {
        let a = numbers(&name.parse().unwrap());
        let sum = add(&a, &a).unwrap().to_string();
        let power = exp(&a).unwrap().to_string();
        for x in layouts(&a) {
            for y in layouts(&a) {
                assert_eq!(add(&x, &y).unwrap().to_string(), sum, "{name}");
            }
            assert_eq!(exp(&x).unwrap().to_string(), power, "{name}");
        }
    }
}

#[test]
fn reductions_do_not_depend_on_layout() {
    for name in ["i2", "u8", "f4", "f8", "c16"] {
        let a = numbers(&name.parse().unwrap());
        for ufunc in [&ufuncs::ADD, &ufuncs::MULTIPLY, &ufuncs::MAXIMUM, &ufuncs::FMIN] {
            // The signs of a complex product's zeros follow from the order of its factors.
            if name == "c16" && ufunc.name() == "multiply" {
                continue;
            }
            for axes in [&[0][..], &[1], &[0, 1]] {
                let reduce = |x: &DynArray| {
                    let options = ReduceOptions::new().axes(axes);
                    ufunc.reduce(&x.view(), options).unwrap().to_string()
                };
                let expected = reduce(&a);
                for x in layouts(&a) {
                    assert_eq!(reduce(&x), expected, "{} {name} {axes:?}", ufunc.name());
                }
            }
        }
    }
}

#[test]
fn large_calls_agree_with_small_ones() {
    let n = 300_000;
    let a = DynArray::from_vec((0..n).map(|i| f64::from(i) * 0.37).collect::<Vec<_>>());
    let whole = add(&a, 1.5).unwrap();
    for start in [0, 12_345, 299_990] {
        let part = a.index(&index![start..start + 10]).unwrap();
        let expected = add(&part, 1.5).unwrap().to_vec::<f64>().unwrap();
        let found = whole.index(&index![start..start + 10]).unwrap().to_vec::<f64>().unwrap();
        assert_eq!(found, expected);
    }
}
