//! Floating-point errors raised, told and ignored, in NumPy's words.

use std::sync::{Arc, Mutex};

use ndstrata_array::DynArray;
use ndstrata_ufunc::{
    CallOptions, ErrorState, FloatingPointError, Operand, ReduceOptions, Treatment, Ufunc, by_name,
    ufuncs, with_error_state,
};

fn raised(ufunc: &'static Ufunc, inputs: &[Operand<'_>]) -> String {
    let state = ErrorState::new().all(Treatment::Raise).under(Treatment::Ignore);
    match ufunc.call(inputs, CallOptions::new().error_state(state)) {
        Ok(_) => "nothing".to_owned(),
        Err(error) => {
            assert_eq!(error.numpy_class(), "FloatingPointError");
            error.to_string()
        }
    }
}

#[test]
fn calls_raise_what_numpy_raises() {
    let inf = f64::INFINITY;
    let cases = [
        ("divide", 1.0, 0.0, "divide by zero encountered in divide"),
        ("divide", 0.0, 0.0, "invalid value encountered in divide"),
        ("multiply", 1e300, 1e300, "overflow encountered in multiply"),
        ("add", inf, -inf, "invalid value encountered in add"),
        ("floor_divide", 1.0, 0.0, "divide by zero encountered in floor_divide"),
        ("remainder", 1.0, 0.0, "invalid value encountered in remainder"),
        ("fmod", inf, 1.0, "invalid value encountered in fmod"),
        ("power", 0.0, -1.0, "divide by zero encountered in power"),
        ("maximum", f64::NAN, 1.0, "nothing"),
        ("less", f64::NAN, 1.0, "nothing"),
        ("add", f64::NAN, 1.0, "nothing"),
    ];
    for (name, x, y, expected) in cases {
        let (x, y) = (vec![x], vec![y]);
        let found = raised(by_name(name).unwrap(), &[(&x).into(), (&y).into()]);
        assert_eq!(found, expected, "{name}");
    }
    for (name, x, expected) in [
        ("log", 0.0, "divide by zero encountered in log"),
        ("sqrt", -1.0, "invalid value encountered in sqrt"),
        ("exp", 1e3, "overflow encountered in exp"),
        ("rint", f64::NAN, "nothing"),
    ] {
        let x = vec![x];
        assert_eq!(raised(by_name(name).unwrap(), &[(&x).into()]), expected, "{name}");
    }
}

#[test]
fn integers_raise_by_their_values() {
    let (least, minus, zero) = (vec![i8::MIN], vec![-1_i8], vec![0_i8]);
    let call = |name: &str, x: &Vec<i8>, y: &Vec<i8>| {
        raised(by_name(name).unwrap(), &[x.into(), y.into()])
    };
    assert_eq!(call("floor_divide", &least, &minus), "overflow encountered in floor_divide");
    assert_eq!(call("remainder", &least, &minus), "nothing");
    assert_eq!(call("remainder", &least, &zero), "divide by zero encountered in remainder");
    assert_eq!(call("divmod", &minus, &zero), "divide by zero encountered in divmod");
    assert_eq!(call("add", &least, &minus), "nothing");
    let found = raised(&ufuncs::RECIPROCAL, &[(&zero).into()]);
    assert_eq!(found, "divide by zero encountered in reciprocal");
}

#[test]
fn methods_raise_in_their_own_name() {
    let state = ErrorState::new().all(Treatment::Raise);
    let a = DynArray::from_vec(vec![1e308, 1e308, 1.0]);
    let add = &ufuncs::ADD;
    let text = |error: ndstrata_ufunc::Error| error.to_string();
    with_error_state(&state, || {
        let found = add.reduce(&a.view(), ReduceOptions::new()).map_err(text);
        assert_eq!(found.err().unwrap(), "overflow encountered in reduce");
        let found = add.accumulate(&a.view(), 0, None).map_err(text);
        assert_eq!(found.err().unwrap(), "overflow encountered in accumulate");
        let found = add.reduceat(&a.view(), &[0], 0, None).map_err(text);
        assert_eq!(found.err().unwrap(), "overflow encountered in reduceat");
        let mut b = DynArray::from_vec(vec![1.0]);
        let mut view = b.view_mut().unwrap();
        let found = ufuncs::DIVIDE.at(&mut view, &[0.into()], Some(0.0.into())).map_err(text);
        assert_eq!(found.err().unwrap(), "divide by zero encountered in at");
    });
    assert!(add.reduce(&a.view(), ReduceOptions::new()).is_ok());
}

#[test]
fn masked_elements_are_not_computed() {
    let (a, b) = (vec![1.0, 2.0], vec![0.0, 4.0]);
    let mask = DynArray::from_vec(vec![false, true]);
    let options =
        CallOptions::new().mask(mask.view()).error_state(ErrorState::new().all(Treatment::Raise));
    let made = ufuncs::DIVIDE.call(&[(&a).into(), (&b).into()], options).unwrap();
    assert_eq!(made[0].to_vec::<f64>().unwrap(), [0.0, 0.5]);
}

#[test]
fn warnings_go_to_the_callback() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let listener = told.clone();
    let state = ErrorState::new().all(Treatment::Warn).on_warning(move |error, function| {
        listener.lock().unwrap().push((error, function.to_owned()));
    });
    with_error_state(&state, || {
        ndstrata_ufunc::divide(&vec![1.0, 0.0], 0.0).unwrap();
    });
    let expected = [FloatingPointError::Divide, FloatingPointError::Invalid];
    let expected = expected.map(|error| (error, "divide".to_owned()));
    assert_eq!(*told.lock().unwrap(), expected);
}
