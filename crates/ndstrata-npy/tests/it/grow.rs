//! Files that grow, in pieces and in place.

use std::io::Write;

use ndstrata_array::{DynArray, Order};
use ndstrata_dtype::DType;
use ndstrata_npy::{
    Appender, Chunks, ErrorKind, MapOptions, MemMap, ReadOptions, WriteOptions, load, save, write,
};

use crate::{assert_same, scratch};

fn counted(n: usize) -> DynArray {
    DynArray::from_vec((0..n as i64).collect())
}

fn table(rows: usize) -> DynArray {
    counted(rows * 3).reshape_view(&[rows as isize, 3], Order::C).unwrap()
}

#[test]
fn rows_are_added_and_counted() {
    let path = scratch("grow", "rows.npy");
    let mut file = Appender::create(&path, &DType::INT64, &[3]).unwrap();
    file.append(&table(2)).unwrap();
    file.append(&counted(3)).unwrap();
    let strided = counted(6).slice_axis(0, 4, -2, 3).unwrap();
    file.append(&strided).unwrap();
    assert_eq!(file.header().shape(), [4, 3]);
    file.finish().unwrap();
    let back = load(&path, &ReadOptions::new()).unwrap();
    assert_eq!(back.to_vec::<i64>().unwrap(), [0, 1, 2, 3, 4, 5, 0, 1, 2, 4, 2, 0]);
}

#[test]
fn a_file_of_numpy_grows_with_its_header_in_place() {
    for (order, expected) in [(Order::C, [12, 3]), (Order::F, [2, 13])] {
        let path = scratch("grow", &format!("{order:?}.npy"));
        let start = table(2).copy(order).unwrap();
        save(&path, &start, &WriteOptions::new()).unwrap();
        let before = std::fs::read(&path).unwrap();
        let mut file = Appender::open(&path).unwrap();
        for _ in 0..10 {
            match order {
                Order::C => file.append(&counted(3)).unwrap(),
                _ => file.append(&counted(2)).unwrap(),
            }
        }
        assert_eq!(std::fs::read(&path).unwrap()[..before.len()], before, "not flushed yet");
        file.flush().unwrap();
        drop(file);
        let back = load(&path, &ReadOptions::new()).unwrap();
        assert_eq!(back.shape(), expected);
        let again = save_bytes(&back);
        assert_eq!(again, std::fs::read(&path).unwrap(), "as NumPy writes it");
    }
}

fn save_bytes(array: &DynArray) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(&mut bytes, array, &WriteOptions::new()).unwrap();
    bytes
}

#[test]
fn what_broke_off_is_not_seen_and_then_replaced() {
    let path = scratch("grow", "torn.npy");
    save(&path, &counted(4), &WriteOptions::new()).unwrap();
    let mut file = std::fs::OpenOptions::new().append(true).open(&path).unwrap();
    file.write_all(&[0xee; 13]).unwrap();
    assert_same(&load(&path, &ReadOptions::new()).unwrap(), &counted(4));
    let mut file = Appender::open(&path).unwrap();
    file.append(&counted(2)).unwrap();
    file.finish().unwrap();
    let back = load(&path, &ReadOptions::new()).unwrap();
    assert_eq!(back.to_vec::<i64>().unwrap(), [0, 1, 2, 3, 0, 1]);
}

#[test]
fn what_does_not_fit_is_refused() {
    let path = scratch("grow", "refused.npy");
    save(&path, &table(2), &WriteOptions::new()).unwrap();
    let mut file = Appender::open(&path).unwrap();
    assert_eq!(file.append(&counted(2)).unwrap_err().numpy_class(), "ValueError");
    let floats = DynArray::from_vec(vec![0.5; 3]);
    assert_eq!(file.append(&floats).unwrap_err().numpy_class(), "TypeError");
    drop(file);
    let mut two = save_bytes(&counted(1));
    two.extend(save_bytes(&counted(1)));
    std::fs::write(&path, two).unwrap();
    let error = Appender::open(&path).err().unwrap();
    assert_eq!(error.to_string(), "another array follows the one in this file");
    save(&path, &DynArray::zeros(&[], &DType::INT8, Order::C).unwrap(), &WriteOptions::new())
        .unwrap();
    assert!(Appender::open(&path).is_err());
}

#[test]
fn chunks_are_the_rows_in_turn() {
    for order in [Order::C, Order::F] {
        let whole = table(7).copy(order).unwrap();
        let bytes = save_bytes(&whole);
        let axis = if order == Order::C { 0 } else { 1 };
        for rows in [1, 2, 3, 7, 100] {
            let chunks = Chunks::new(&bytes[..], &ReadOptions::new()).unwrap().rows(rows);
            assert_eq!(chunks.axis(), axis);
            let mut at = 0;
            for chunk in chunks {
                let chunk = chunk.unwrap();
                let n = chunk.shape()[axis];
                let part = whole.clone().slice_axis(axis as isize, at, 1, n).unwrap();
                assert_same(&chunk, &part);
                at += n;
            }
            assert_eq!(at, whole.shape()[axis]);
        }
    }
    let mut short = save_bytes(&table(3));
    short.truncate(short.len() - 1);
    let results: Vec<_> = Chunks::new(&short[..], &ReadOptions::new()).unwrap().rows(2).collect();
    assert!(matches!(&results[..], [Ok(_), Err(_)]));
}

#[test]
fn one_appender_at_a_time_holds_a_file() {
    let path = scratch("grow", "held.npy");
    let first = Appender::create(&path, &DType::INT64, &[]).unwrap();
    for refused in [
        Appender::open(&path).map(drop),
        Appender::create(&path, &DType::INT64, &[]).map(drop),
        MemMap::open(&path, &MapOptions::new()).map(drop),
    ] {
        let error = refused.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::InUse), "{error}");
        assert!(error.to_string().starts_with("the file is in use"), "{error}");
    }
    drop(first);
    let map = MemMap::open(&path, &MapOptions::new()).unwrap();
    assert!(matches!(Appender::open(&path).map(drop).unwrap_err().kind(), ErrorKind::InUse));
    drop(map);
    let mut second = Appender::open(&path).unwrap();
    second.append(&counted(2)).unwrap();
    second.finish().unwrap();
    assert_eq!(load(&path, &ReadOptions::new()).unwrap().shape(), [2]);
}
