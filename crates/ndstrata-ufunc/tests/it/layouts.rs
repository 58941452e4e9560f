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

/// The elements of one layout as they lie in others: apart, backwards, repeated, odd and swapped.
fn one_axis(a: &DynArray) -> Vec<(&'static str, DynArray)> {
    let n = a.size();
    let item = a.itemsize();
    let spread = |start: usize, step: usize| {
        let layout = ndstrata_array::Layout::strided(&[n], &[step as isize], item).unwrap();
        let mut bytes = vec![0_u8; start + step * n];
        for (i, element) in a.packed_bytes().unwrap().chunks_exact(item.max(1)).enumerate() {
            bytes[start + i * step..][..item].copy_from_slice(element);
        }
        DynArray::from_bytes(bytes, start, layout, a.dtype()).unwrap()
    };
    let backwards = a.index(&index![Slice::all().step(-1)]).unwrap().copy(Order::C).unwrap();
    let swapped = a.dtype().with_byte_order(ByteOrder::SWAPPED);
    vec![
        ("packed", a.clone()),
        ("strided", spread(0, 3 * item)),
        ("unaligned", spread(1, item + 1)),
        ("reversed", backwards.index(&index![Slice::all().step(-1)]).unwrap()),
        ("swapped", a.astype(&swapped).unwrap()),
    ]
}

/// Elements of a type, specials among them.
fn specials(dtype: &DType, shift: usize) -> DynArray {
    let values = [0.0, 1.0, -1.0, 2.5, f64::NAN, 3.0, f64::INFINITY, -7.25, 1e-3, 100.0, -0.0];
    let n = 37;
    let values: Vec<f64> =
        (0..n).map(|i| values[(i * (shift + 1) + shift) % values.len()]).collect();
    let is_float =
        matches!(dtype.kind(), ndstrata_dtype::Kind::Float | ndstrata_dtype::Kind::Complex);
    let values: Vec<f64> =
        values.iter().map(|&x| if is_float || x.is_finite() { x } else { 5.0 }).collect();
    DynArray::from_vec(values).astype(&DType::FLOAT64).unwrap().astype(dtype).unwrap()
}

/// Every ufunc on every number type and layout, against itself on one element at a time.
#[test]
fn every_ufunc_computes_element_by_element_in_every_layout() {
    let names = ["?", "i1", "u2", "i4", "u8", "f2", "f4", "f8", "c8", "c16", "m8[s]"];
    for ufunc in ufuncs::ALL {
        for name in names {
            let dtype: DType = name.parse().unwrap();
            let operands: Vec<DynArray> = (0..ufunc.nin())
                .map(|k| match name {
                    "m8[s]" => {
                        let counts: Vec<i64> =
                            (0..37).map(|i| (i * 5 + 3 * k as i64) % 17 - 4).collect();
                        DynArray::from_vec(counts).astype(&dtype).unwrap()
                    }
                    _ => specials(&dtype, k),
                })
                .collect();
            let call = |inputs: &[DynArray]| {
                let inputs: Vec<_> = inputs.iter().map(ndstrata_ufunc::Operand::from).collect();
                ufunc.call(&inputs, ndstrata_ufunc::CallOptions::new())
            };
            let Ok(whole) = call(&operands) else { continue };
            let naive: Vec<Vec<String>> = (0..37_isize)
                .map(|i| {
                    let one: Vec<DynArray> =
                        operands.iter().map(|a| a.clone().index_axis(0, i).unwrap()).collect();
                    call(&one).unwrap().iter().map(ToString::to_string).collect()
                })
                .collect();
            let elements = |results: &[DynArray]| -> Vec<Vec<String>> {
                (0..37_isize)
                    .map(|i| {
                        let element =
                            |a: &DynArray| a.clone().index_axis(0, i).unwrap().to_string();
                        results.iter().map(element).collect()
                    })
                    .collect()
            };
            assert_eq!(elements(&whole), naive, "{} {name}", ufunc.name());
            for (layout, first) in one_axis(&operands[0]) {
                let mut inputs = vec![first];
                if ufunc.nin() == 2 {
                    let mut others = one_axis(&operands[1]);
                    inputs.push(others.swap_remove(layout.len() % 5).1);
                }
                let found = call(&inputs).unwrap();
                assert_eq!(elements(&found), naive, "{} {name} {layout}", ufunc.name());
            }
        }
    }
}

/// `out=` and the first input in one place, in every layout.
#[test]
fn results_may_take_an_inputs_place() {
    for name in ["i4", "f2", "f4", "f8", "c16"] {
        let a = specials(&name.parse().unwrap(), 0);
        let b = specials(&name.parse().unwrap(), 2);
        for ufunc in [&ufuncs::ADD, &ufuncs::MULTIPLY, &ufuncs::SUBTRACT, &ufuncs::POWER] {
            if ufunc.name() == "power" && name == "i4" {
                continue;
            }
            let expected = add_of(ufunc, &a, &b).to_string();
            for (layout, target) in one_axis(&a) {
                let mut target = target;
                ufunc.call_in_place(&mut target.view_mut().unwrap(), &[(&b).into()]).unwrap();
                assert_eq!(target.to_string(), expected, "{} {name} {layout}", ufunc.name());
            }
        }
    }
}

fn add_of(ufunc: &'static ndstrata_ufunc::Ufunc, a: &DynArray, b: &DynArray) -> DynArray {
    let options = ndstrata_ufunc::CallOptions::new();
    ufunc.call(&[a.into(), b.into()], options).unwrap().remove(0)
}
