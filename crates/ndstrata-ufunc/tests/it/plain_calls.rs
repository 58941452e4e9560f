//! Calls on a few numbers take a short way; it leads where the long one does.

use ndstrata_array::{DynArray, Order, Slice, index};
use ndstrata_dtype::{ByteOrder, DType, ElementType};
use ndstrata_ufunc::{CallOptions, Operand, Ufunc, ufuncs};
use num_complex::Complex64;

/// The arrays of one type: in one run, with gaps, backwards, swapped, in rows, without axes, a column, a row, part of one.
fn arrays(element: ElementType) -> Vec<DynArray> {
    let dtype = DType::from_element(element);
    let twice =
        DynArray::from_vec(vec![1.0, 0.0, 3.5, 0.0, 2.0, 0.0, 7.0, 0.0, 1.0, 0.0, 0.0, 0.0]);
    let twice = twice.astype(&dtype).unwrap();
    let apart = twice.index(&index![Slice::all().step(2)]).unwrap();
    let line = apart.copy(Order::C).unwrap();
    let rows = line.clone().reshape_view(&[2, 3], Order::C).unwrap();
    vec![
        line.clone(),
        apart,
        line.index(&index![Slice::all().step(-1)]).unwrap(),
        line.astype(&dtype.with_byte_order(ByteOrder::SWAPPED)).unwrap(),
        rows.clone(),
        rows.clone().t(),
        line.index(&index![2]).unwrap(),
        rows.index(&index![Slice::all(), ..1]).unwrap(),
        rows.index(&index![1]).unwrap(),
        rows.index(&index![..1, Slice::all().step(2)]).unwrap(),
    ]
}

/// Numbers without a type of their own, some of which few types hold.
fn weak() -> [Operand<'static>; 8] {
    [
        2.into(),
        (-3).into(),
        300.into(),
        (1_i64 << 53).into(),
        u64::MAX.into(),
        2.5.into(),
        1e300.into(),
        Complex64::new(1.0, -2.0).into(),
    ]
}

/// The result with its type, or what is wrong.
fn outcome(ufunc: &'static Ufunc, inputs: &[Operand<'_>], options: CallOptions<'_>) -> String {
    match ufunc.call(inputs, options) {
        Ok(results) => {
            let show = |each: &DynArray| format!("{:?} {:?} {each}", each.dtype(), each.shape());
            results.iter().map(show).collect()
        }
        Err(error) => error.to_string(),
    }
}

#[track_caller]
fn assert_same(ufunc: &'static Ufunc, inputs: &[Operand<'_>], told: &str) {
    let short = outcome(ufunc, inputs, CallOptions::new());
    // Any order but `K` takes the long way.
    let long = outcome(ufunc, inputs, CallOptions::new().order(Order::A));
    assert_eq!(short, long, "{} {told}", ufunc.name());
}

#[test]
fn one_operand() {
    for ufunc in ufuncs::ALL.iter().filter(|ufunc| ufunc.nin() == 1) {
        for &element in ElementType::ALL {
            for x in &arrays(element) {
                assert_same(ufunc, &[x.into()], &format!("{element:?} {:?}", x.strides()));
            }
        }
    }
}

#[test]
fn two_operands() {
    let all: Vec<Vec<DynArray>> = ElementType::ALL.iter().map(|&e| arrays(e)).collect();
    for ufunc in ufuncs::ALL.iter().filter(|ufunc| ufunc.nin() == 2) {
        for (i, lhs) in all.iter().enumerate() {
            for (j, rhs) in all.iter().enumerate() {
                // The layouts take turns, so that each meets most types.
                let k = (i + 3 * j) % lhs.len();
                let pairs = [
                    (&lhs[k], &rhs[k]),
                    (&lhs[0], &rhs[k]),
                    (&lhs[k], &rhs[6]),
                    (&lhs[4], &rhs[k]),
                    (&lhs[k], &rhs[8]),
                    (&lhs[7], &rhs[8 + (i + j) % 2]),
                ];
                for (x, y) in pairs {
                    assert_same(ufunc, &[x.into(), y.into()], &format!("{i} {j} {k}"));
                }
            }
        }
    }
}

#[test]
fn weak_operands() {
    for ufunc in ufuncs::ALL.iter().filter(|ufunc| ufunc.nin() == 2) {
        for &element in ElementType::ALL {
            let x = &arrays(element)[0];
            for number in weak() {
                assert_same(ufunc, &[x.into(), number.clone()], &format!("{element:?}"));
                assert_same(ufunc, &[number, x.into()], &format!("{element:?} second"));
            }
        }
        for number in weak() {
            assert_same(ufunc, &[number.clone(), number], "weak alone");
        }
    }
}
