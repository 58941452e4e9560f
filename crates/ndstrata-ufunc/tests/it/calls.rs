//! Types, casts, outputs and errors of calls.

use ndstrata_array::{DynArray, Order, Scalar, index};
use ndstrata_dtype::{Casting, DType};
use ndstrata_ufunc::{
    CallOptions, Operand, Ufunc, add, divide, equal, less, maximum, power, subtract, ufuncs,
};

fn dtype_of(array: &DynArray) -> String {
    array.dtype().to_string()
}

#[test]
fn weak_numbers_take_the_type_they_meet() {
    let bytes = DynArray::from_vec(vec![250_u8, 5]);
    assert_eq!(add(&bytes, 10).unwrap().to_string(), "[ 4 15]");
    assert_eq!(dtype_of(&add(&bytes, 1.5).unwrap()), "float64");
    let singles = DynArray::from_vec(vec![1.5_f32]);
    assert_eq!(dtype_of(&add(&singles, 2.0).unwrap()), "float32");
    let error = add(&bytes, 300).unwrap_err();
    assert_eq!(error.numpy_class(), "OverflowError");
    assert_eq!(error.to_string(), "Python integer 300 out of bounds for uint8");
    // A comparison with a number out of range is simply false or true.
    assert_eq!(less(&bytes, 300).unwrap().to_string(), "[ True  True]");
}

#[test]
fn types_are_promoted() {
    let pairs = [("i1", "u1", "int16"), ("i8", "u8", "float64"), ("f2", "i2", "float32")];
    for (a, b, expected) in pairs {
        let zeros = |name: &str| DynArray::zeros(&[2], &name.parse().unwrap(), Order::C).unwrap();
        assert_eq!(dtype_of(&add(zeros(a), zeros(b)).unwrap()), expected, "{a} {b}");
    }
    let ints = DynArray::from_vec(vec![1_i8, 2]);
    assert_eq!(divide(&ints, &ints).unwrap().to_string(), "[1. 1.]");
    let signed = DynArray::from_vec(vec![-1_i64, i64::MAX]);
    let unsigned = DynArray::from_vec(vec![u64::MAX, i64::MAX as u64]);
    assert_eq!(equal(&signed, &unsigned).unwrap().to_string(), "[False  True]");
}

#[test]
fn outputs_and_masks() {
    let a = DynArray::from_vec(vec![1.0, 2.0, 3.0]);
    let mut out = DynArray::zeros(&[3], &DType::FLOAT32, Order::C).unwrap();
    let mask = DynArray::from_vec(vec![true, false, true]);
    let options = CallOptions::new().out(out.view_mut().unwrap()).mask(mask.view());
    ufuncs::ADD.call(&[Operand::from(&a), 1.into()], options).unwrap();
    assert_eq!(out.to_string(), "[2. 0. 4.]");
    let mut ints = DynArray::zeros(&[3], &DType::INT32, Order::C).unwrap();
    let call = |casting, ints: &mut DynArray| {
        let options = CallOptions::new().out(ints.view_mut().unwrap()).casting(casting);
        ufuncs::ADD.call(&[Operand::from(&a), 1.into()], options).map(|_| ())
    };
    let error = call(Casting::SameKind, &mut ints).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Cannot cast ufunc 'add' output from dtype('float64') to dtype('int32') with casting rule \
         'same_kind'"
    );
    assert_eq!(ints.to_string(), "[0 0 0]");
    call(Casting::Unsafe, &mut ints).unwrap();
    assert_eq!(ints.to_string(), "[2 3 4]");
}

#[test]
fn errors_name_the_thing() {
    let (two, three) = (DynArray::from_vec(vec![1, 2]), DynArray::from_vec(vec![1, 2, 3]));
    let error = add(&two, &three).unwrap_err();
    assert_eq!(
        error.to_string(),
        "operands could not be broadcast together with shapes (2,) (3,) "
    );
    let bools = DynArray::from_vec(vec![true]);
    assert_eq!(subtract(&bools, &bools).unwrap_err().numpy_class(), "TypeError");
    let error = power(&two, -1).unwrap_err();
    assert_eq!(error.to_string(), "Integers to negative integer powers are not allowed.");
    let mut small = DynArray::zeros(&[2], &DType::INT64, Order::C).unwrap();
    let options = CallOptions::new().out(small.view_mut().unwrap());
    let error = ufuncs::ADD.call(&[Operand::from(&three), 1.into()], options).unwrap_err();
    assert_eq!(error.numpy_class(), "ValueError");
}

#[test]
fn dates_keep_their_units() {
    let make = |name: &str, counts: Vec<i64>| {
        let dtype: DType = name.parse().unwrap();
        DynArray::from_vec(counts).astype(&dtype).unwrap()
    };
    let days = make("M8[D]", vec![0, 18_000]);
    let hours = make("m8[h]", vec![1, i64::MIN]);
    let moved = add(&days, &hours).unwrap();
    assert_eq!(moved.dtype().to_string(), "datetime64[h]");
    assert_eq!(moved.to_string(), "['1970-01-01T01'           'NaT']");
    assert_eq!(subtract(&days, &days).unwrap().dtype().to_string(), "timedelta64[D]");
    assert_eq!(maximum(&hours, &hours).unwrap().to_string(), "[    1 'NaT']");
    assert_eq!(add(&days, &days).unwrap_err().numpy_class(), "UFuncTypeError");
}

#[test]
fn the_second_power_is_the_square() {
    let values: Vec<f64> = (0..1000).map(|i| f64::from(i) * 0.37 - 100.1).collect();
    let squares: Vec<f64> = values.iter().map(|x| x * x).collect();
    let x = DynArray::from_vec(values);
    assert_eq!(power(&x, 2).unwrap().to_vec::<f64>().unwrap(), squares);
}

#[test]
fn text_is_true_where_there_is_any() {
    let text = |values: &[&str], dtype: &str| {
        let mut array =
            DynArray::zeros(&[values.len()], &dtype.parse().unwrap(), Order::C).unwrap();
        for (k, value) in values.iter().enumerate() {
            let mut bytes = value.as_bytes().to_vec();
            bytes.resize(array.itemsize(), 0);
            let element = Scalar::from_bytes(array.dtype(), &bytes).unwrap();
            array.view_mut().unwrap().set(&index![k as i64], &element.view().unwrap()).unwrap();
        }
        array
    };
    let (lhs, rhs) = (text(&["a", "a", ""], "S1"), text(&["", "a", "a"], "S3"));
    let call =
        |ufunc: &'static Ufunc| ufunc.call(&[(&lhs).into(), (&rhs).into()], CallOptions::new());
    let truths = |ufunc| call(ufunc).unwrap()[0].to_vec::<bool>().unwrap();
    assert_eq!(truths(&ufuncs::LOGICAL_AND), [false, true, false]);
    assert_eq!(truths(&ufuncs::LOGICAL_OR), [true, true, true]);
    assert_eq!(truths(&ufuncs::LOGICAL_XOR), [true, false, true]);
}

#[test]
fn text_takes_numbers_where_any_cast_is_allowed() {
    let mut out = DynArray::zeros(&[2], &"S2".parse().unwrap(), Order::C).unwrap();
    let x = DynArray::from_vec(vec![3, 40]);
    let options = CallOptions::new().out(out.view_mut().unwrap()).casting(Casting::Unsafe);
    ufuncs::ADD.call(&[(&x).into(), 2.into()], options).unwrap();
    assert_eq!(out.to_string(), "[b'5' b'42']");
}
