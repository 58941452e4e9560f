//! The typed door.

use ndarray::{Array1, Array2, ArrayD, Ix1};
use ndstrata_array::{DynArray, Order};
use ndstrata_dtype::{Casting, DType, Element, FixedStr, Record};
use ndstrata_npy::{
    ErrorKind, ReadOptions, WriteOptions, load_typed, read, read_typed, save, write,
};

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

#[derive(Clone, Copy, Debug, PartialEq, Record)]
#[repr(C)]
struct Sample {
    channel: u8,
    value: f64,
    matrix: [[i16; 2]; 2],
    name: FixedStr<2>,
}

#[test]
fn structs_go_into_a_file_without_their_padding_and_back() {
    let name = "né".parse::<FixedStr<2>>().unwrap();
    let samples: Vec<Sample> = (0..3)
        .map(|i| Sample { channel: i, value: 0.5, matrix: [[1, 2], [3, i16::from(i)]], name })
        .collect();
    let mut file = Vec::new();
    write(&mut file, &DynArray::from_vec(samples.clone()), &WriteOptions::new()).unwrap();
    // What stands between the fields in memory is unknown; in the file it is zero, and has no name.
    let descr = b"{'descr': [('channel', '|u1'), ('', '|V7'), ('value', '<f8'), ";
    assert_eq!(&file[10..10 + descr.len()], descr);
    let elements = &file[file.len() - 3 * size_of::<Sample>()..];
    for element in elements.chunks(size_of::<Sample>()) {
        assert_eq!(element[1..8], [0; 7]);
    }
    let options = ReadOptions::new();
    assert_eq!(read_typed::<Vec<Sample>>(&mut &file[..], &options).unwrap(), samples);
    let back: Array1<Sample> = read_typed(&mut &file[..], &options).unwrap();
    assert_eq!(back.to_vec(), samples);

    let array = read(&mut &file[..], &options).unwrap();
    assert_eq!(array.view().typed::<Sample, Ix1>().unwrap()[2], samples[2]);
    let swapped = array.astype(&array.dtype().swap_byte_order()).unwrap();
    assert!(swapped.view().typed::<Sample, Ix1>().is_err());
    assert!(DynArray::from_vec(samples).view_mut().unwrap().typed_mut::<Sample, Ix1>().is_err());
    const { assert!(Sample::HAS_PADDING) };
}
