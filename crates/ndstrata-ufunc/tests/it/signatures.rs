//! `signature=`, `dtype=`, text, closures and sums by all threads.

use ndstrata_array::{DynArray, DynView, Layout, Order};
use ndstrata_dtype::{Casting, DType};
use ndstrata_ufunc::{CallOptions, ReduceOptions, add, from_closure, less, ufuncs};

#[test]
fn a_signature_names_the_loop() {
    let a = DynArray::from_vec(vec![1.5, 2.0]);
    let call = |signature: [Option<DType>; 3], casting| {
        let options = CallOptions::new().signature(&signature).casting(casting);
        ufuncs::ADD.call(&[(&a).into(), (&a).into()], options)
    };
    let single = || Some(DType::FLOAT32);
    let made = call([single(), single(), single()], Casting::SameKind).unwrap();
    assert_eq!(format!("{:?}", made[0]), "array([3., 4.], dtype=float32)");
    let made = call([None, None, single()], Casting::SameKind).unwrap();
    assert_eq!(made[0].dtype(), &DType::FLOAT32);
    let error = call([single(), None, None], Casting::SameKind).err().unwrap();
    assert_eq!(
        error.to_string(),
        "No loop matching the specified signature and casting was found for ufunc add"
    );
    let int = || Some(DType::INT32);
    let error = call([int(), int(), int()], Casting::SameKind).err().unwrap();
    assert_eq!(
        error.to_string(),
        "Cannot cast ufunc 'add' input 0 from dtype('float64') to dtype('int32') with casting rule \
         'same_kind'"
    );
    let made = call([int(), int(), int()], Casting::Unsafe).unwrap();
    assert_eq!(made[0].to_vec::<i32>().unwrap(), [2, 4]);
}

fn text(items: &[u8], width: usize) -> DynArray {
    let dtype = DType::bytes(width);
    let layout = Layout::contiguous(&[items.len() / width], width, Order::C).unwrap();
    DynView::from_bytes(items, 0, layout, &dtype).unwrap().copy(Order::C).unwrap()
}

#[test]
fn text_is_joined_and_compared() {
    let (a, b) = (text(b"abc\0", 2), text(b"xyzb\0\0", 3));
    assert_eq!(add(&a, &b).unwrap().to_string(), "[b'abxyz' b'cb']");
    assert_eq!(less(&a, &b).unwrap().to_string(), "[ True False]");
    let error = ufuncs::MULTIPLY.call(&[(&a).into(), 2.into()], CallOptions::new()).err().unwrap();
    assert!(error.to_string().starts_with("The 'out' kwarg is necessary"));
}

#[test]
fn closures_broadcast_and_run_on_all_threads() {
    let weighted = from_closure("weighted", |x: f64, y: f64, w: f32| x + y * f64::from(w));
    let n = 200_000_usize;
    let x = DynArray::from_vec((0..n).map(|i| i as f64).collect::<Vec<_>>());
    let made = weighted.call(&[(&x).into(), 2.into(), 0.5.into()]).unwrap();
    let expected: Vec<f64> = (0..n).map(|i| i as f64 + 1.0).collect();
    assert_eq!(made.to_vec::<f64>().unwrap(), expected);
    let error = weighted.call(&[(&x).into()]).err().unwrap();
    assert_eq!(error.to_string(), "weighted() takes 3 positional arguments but 1 were given");
}

#[test]
fn folding_in_halves_and_by_threads_changes_nothing() {
    let n = 300_007_usize;
    let values: Vec<u32> = (0..n).map(|i| (i as u32).wrapping_mul(2_654_435_761)).collect();
    let a = DynArray::from_vec(values.clone());
    let reduce = |ufunc: &'static ndstrata_ufunc::Ufunc| {
        ufunc.reduce(&a.view(), ReduceOptions::new()).unwrap().get::<u32>(&[]).unwrap()
    };
    assert_eq!(reduce(&ufuncs::BITWISE_XOR), values.iter().fold(0, |x, y| x ^ y));
    assert_eq!(reduce(&ufuncs::BITWISE_OR), values.iter().fold(0, |x, y| x | y));
    assert_eq!(reduce(&ufuncs::MAXIMUM), *values.iter().max().unwrap());
    let sum = ufuncs::ADD.reduce(&a.view(), ReduceOptions::new()).unwrap();
    let expected: u64 = values.iter().map(|&x| u64::from(x)).sum();
    assert_eq!(sum.get::<u64>(&[]).unwrap(), expected);
}

#[test]
fn float_sums_are_the_same_for_any_number_of_threads() {
    let n = 1_000_003_usize;
    let values: Vec<f64> = (0..n).map(|i| 1.0 / (i as f64 + 1.0)).collect();
    let a = DynArray::from_vec(values);
    let whole = ufuncs::ADD.reduce(&a.view(), ReduceOptions::new()).unwrap();
    for threads in [1, 2, 3] {
        let found = rayon_pool(threads)
            .install(|| ufuncs::ADD.reduce(&a.view(), ReduceOptions::new()).unwrap());
        let bits = |x: &DynArray| x.get::<f64>(&[]).unwrap().to_bits();
        assert_eq!(bits(&found), bits(&whole), "{threads} threads");
    }
}

fn rayon_pool(threads: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap()
}

#[test]
fn reductions_of_some_elements() {
    let a = DynArray::from_vec(vec![1.0, f64::NAN, 3.0]);
    let mask = DynArray::from_vec(vec![true, false, true]);
    let options = || ReduceOptions::new().mask(mask.view());
    let sum = ufuncs::ADD.reduce(&a.view(), options()).unwrap();
    assert_eq!(sum.get::<f64>(&[]).unwrap(), 4.0);
    let most = ufuncs::MAXIMUM.reduce(&a.view(), options().initial(-5.0)).unwrap();
    assert_eq!(most.get::<f64>(&[]).unwrap(), 3.0);
    let error = ufuncs::MAXIMUM.reduce(&a.view(), options()).err().unwrap();
    assert_eq!(error.numpy_class(), "ValueError");
}
