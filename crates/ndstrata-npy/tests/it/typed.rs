//! The typed door.

use ndarray::{Array1, Array2, ArrayD};
use ndstrata_array::{DynArray, Order};
use ndstrata_dtype::{Casting, DType};
use ndstrata_npy::{ErrorKind, ReadOptions, WriteOptions, load_typed, read_typed, save, write};

use crate::scratch;

fn file(dtype: &DType, n: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    let array = DynArray::zeros(&[n, 2], dtype, Order::C).unwrap();
    write(&mut bytes, &array, &WriteOptions::new()).unwrap();
    bytes
}

#[test]
fn type_and_rank_are_checked_before_elements_are_read() {
    let bytes = file(&DType::FLOAT32, 3);
    let mut rest = &bytes[..];
    let error = read_typed::<Array1<f32>>(&mut rest, &ReadOptions::new()).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Rank { found: 2, expected: 1 }));
    assert_eq!(rest.len(), 24);
    let mut rest = &bytes[..];
    let error = read_typed::<Array2<f64>>(&mut rest, &ReadOptions::new()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Cannot cast array data from dtype('float32') to dtype('float64') according to the rule \
         'equiv'"
    );
    assert_eq!(rest.len(), 24);
}

#[test]
fn casting_is_done_on_request() {
    let safe = ReadOptions::new().casting(Casting::Safe);
    let a: Array2<f64> = read_typed(&mut &file(&DType::FLOAT32, 3)[..], &safe).unwrap();
    assert_eq!(a.shape(), [3, 2]);
    let swapped = file(&DType::INT16.swap_byte_order(), 3);
    let a: ArrayD<i16> = read_typed(&mut &swapped[..], &ReadOptions::new()).unwrap();
    assert_eq!(a.shape(), [3, 2]);
}

#[test]
fn a_file_becomes_an_array() {
    let path = scratch("typed", "a.npy");
    let a = Array1::from(vec![1_u16, 2, 3]);
    save(&path, &DynArray::from(a.clone()), &WriteOptions::new()).unwrap();
    assert_eq!(load_typed::<Array1<u16>>(&path, &ReadOptions::new()).unwrap(), a);
}

#[test]
fn a_file_becomes_a_vector() {
    let path = scratch("typed", "v.npy");
    let values: Vec<f64> = (0..5000).map(f64::from).collect();
    save(&path, &DynArray::from_vec(values.clone()), &WriteOptions::new()).unwrap();
    let options = ReadOptions::new();
    assert_eq!(load_typed::<Vec<f64>>(&path, &options).unwrap(), values);
    assert_eq!(load_typed::<DynArray>(&path, &options).unwrap().shape(), [5000]);
    assert!(load_typed::<Vec<i64>>(&path, &options).is_err());
}
