//! Arrays of every layout through streams and files.

use std::io::Read;

use ndstrata_array::{DynArray, Layout, Order};
use ndstrata_dtype::{DType, Record};
use ndstrata_npy::{
    ErrorKind, Header, Limits, ReadOptions, Version, WriteOptions, load, read, save, write,
};

use crate::{assert_same, scratch};

fn numbers(shape: &[usize], dtype: &DType) -> DynArray {
    let size = shape.iter().product::<usize>() * dtype.itemsize();
    let bytes = (0..size).map(|i| (i % 251) as u8).collect();
    let layout = Layout::contiguous(shape, dtype.itemsize(), Order::C).unwrap();
    DynArray::from_bytes(bytes, 0, layout, dtype).unwrap()
}

fn types() -> Vec<DType> {
    let record = Record::builder()
        .field("n", DType::UINT8)
        .field_at("x", DType::FLOAT64.swap_byte_order(), 3)
        .field_at("b", DType::sub_array_of(DType::INT16, &[2, 2]).unwrap(), 12)
        .itemsize(23);
    vec![
        DType::INT8,
        DType::FLOAT64.swap_byte_order(),
        DType::str(3),
        DType::bytes(0),
        DType::LONG_DOUBLE,
        record.build().unwrap().into(),
    ]
}

#[test]
fn what_is_written_is_read_back() {
    for dtype in types() {
        for shape in [&[][..], &[0], &[7], &[2, 3], &[3, 0, 2], &[2, 3, 4]] {
            let c = numbers(shape, &dtype);
            let f = c.copy(Order::F).unwrap();
            let reversed = DynArray::from(c.clone()).t();
            for array in [&c, &f, &reversed] {
                let mut file = Vec::new();
                write(&mut file, array, &WriteOptions::new()).unwrap();
                let mut rest = &file[..];
                let back = read(&mut rest, &ReadOptions::new()).unwrap();
                assert_same(&back, array);
                assert!(rest.is_empty());
                assert_eq!(back.is_f_contiguous(), array.is_f_contiguous());
            }
        }
    }
}

#[test]
fn views_with_gaps_are_packed() {
    let a = numbers(&[4, 6], &DType::INT32);
    let strided = a.slice_axis(1, 5, -2, 3).unwrap();
    let mut file = Vec::new();
    write(&mut file, &strided, &WriteOptions::new().version(Version::V2)).unwrap();
    assert_eq!(file[6], 2);
    assert_same(&read(&mut &file[..], &ReadOptions::new()).unwrap(), &strided);
}

/// A reader that gives one byte at a time, as a slow connection does.
struct Trickle<'a>(&'a [u8]);

impl Read for Trickle<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = buffer.len().min(1);
        self.0.read(&mut buffer[..n])
    }
}

#[test]
fn several_arrays_follow_each_other() {
    let mut stream = Vec::new();
    let arrays: Vec<_> = types().iter().map(|dtype| numbers(&[2, 3], dtype)).collect();
    for array in &arrays {
        write(&mut stream, array, &WriteOptions::new()).unwrap();
    }
    stream.extend_from_slice(b"the rest");
    let mut reader = Trickle(&stream);
    for array in &arrays {
        assert_same(&read(&mut reader, &ReadOptions::new()).unwrap(), array);
    }
    assert_eq!(reader.0, b"the rest");
}

#[test]
fn a_file_is_replaced_or_left_as_it_was() {
    let path = scratch("replace", "a.npy");
    let (old, new) = (numbers(&[3], &DType::INT16), numbers(&[2, 2], &DType::UINT8));
    save(&path, &old, &WriteOptions::new()).unwrap();
    let objects = DynArray::zeros(&[2], &DType::OBJECT, Order::C).unwrap();
    let error = save(&path, &objects, &WriteOptions::new()).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::SaveObjects));
    assert_same(&load(&path, &ReadOptions::new()).unwrap(), &old);
    save(&path, &new, &WriteOptions::new()).unwrap();
    assert_same(&load(&path, &ReadOptions::new()).unwrap(), &new);
    assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
}

#[test]
fn the_header_says_where_the_elements_are() {
    let a = numbers(&[5], &DType::UINT16);
    let mut file = Vec::new();
    write(&mut file, &a, &WriteOptions::new()).unwrap();
    let header = Header::read(&mut &file[..], &Limits::new()).unwrap();
    assert_eq!(header, Header::of(&a, None).unwrap());
    assert_eq!(&file[header.data_offset()..], a.packed_bytes().unwrap());
}

#[test]
fn arrays_within_elements_are_of_c_order_in_files_of_fortran_order() {
    let block = DType::sub_array_of(DType::INT16, &[2, 2]).unwrap();
    let dtype: DType = Record::builder().field("x", block).build().unwrap().into();
    let array = DynArray::zeros(&[2, 2], &dtype, Order::F).unwrap();
    let mut field = array.clone();
    let numbers = DynArray::from_vec((0..16).collect::<Vec<i16>>());
    let numbers = numbers.reshape_view(&[2, 2, 2, 2], Order::C).unwrap();
    field.view_mut().unwrap().field("x").unwrap().assign(&numbers.view()).unwrap();
    let mut file = Vec::new();
    write(&mut file, &field, &WriteOptions::new()).unwrap();
    // As NumPy wrote them.
    let expected = [0_i16, 1, 2, 3, 8, 9, 10, 11, 4, 5, 6, 7, 12, 13, 14, 15];
    assert_eq!(file[128..], expected.map(i16::to_le_bytes).concat());
    assert_same(&read(&mut &file[..], &ReadOptions::new()).unwrap(), &field);
}

#[test]
fn a_stream_that_ends_early_says_which_part_is_missing() {
    for (dtype, n, cut, told) in [
        (DType::FLOAT64, 3, 11, "expected 24 bytes got 11"),
        (DType::FLOAT64, 100_000, 524_293, "expected 262144 bytes got 5"),
        (DType::FLOAT64, 100_000, 262_144, "expected 262144 bytes got 0"),
        (DType::FLOAT64, 4_000_000, 16_777_225, "expected 262144 bytes got 9"),
        (DType::bytes(300_000), 4, 600_001, "expected 300000 bytes got 1"),
        (DType::bytes(7), 100_000, 300_000, "expected 262143 bytes got 37857"),
    ] {
        let header = Header::new(&dtype, &[n], false, None).unwrap();
        let mut file = header.to_bytes().unwrap();
        file.resize(file.len() + cut, 0);
        let error = read(&mut &file[..], &ReadOptions::new()).unwrap_err();
        assert_eq!(error.to_string(), format!("EOF: reading array data, {told}"));
    }
}
