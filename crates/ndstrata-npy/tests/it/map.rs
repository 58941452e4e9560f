//! Arrays used where they lie in a file.

use std::sync::Arc;

use ndstrata_array::{DynArray, Order, Scalar};
use ndstrata_dtype::{DType, Record};
use ndstrata_npy::{
    CreateOptions, ErrorKind, MapMode, MapOptions, MemMap, Npz, RawOptions, ReadOptions,
    WriteOptions, load, save, savez, savez_compressed,
};

use crate::{assert_same, content, scratch};

fn map(path: &std::path::Path, mode: MapMode) -> ndstrata_npy::Result<MemMap> {
    MemMap::open(path, &MapOptions::new().mode(mode))
}

#[test]
fn every_layout_is_mapped_as_it_is() {
    let record = Record::builder()
        .field("n", DType::UINT8)
        .field("x", DType::FLOAT64.swap_byte_order())
        .build()
        .unwrap();
    for (i, dtype) in [DType::INT16, DType::str(2), record.into()].iter().enumerate() {
        for (j, shape) in [&[][..], &[0], &[3, 4]].into_iter().enumerate() {
            for order in [Order::C, Order::F] {
                let array = DynArray::zeros(shape, dtype, order).unwrap();
                let path = scratch("map", &format!("{i}{j}{order:?}.npy"));
                save(&path, &array, &WriteOptions::new()).unwrap();
                for mode in [MapMode::Read, MapMode::ReadWrite, MapMode::CopyOnWrite] {
                    let map = map(&path, mode).unwrap();
                    assert_eq!(content(&map.view().unwrap()), content(&array.view()));
                    let owned = map.into_array().unwrap();
                    assert_same(&owned, &array);
                    assert_eq!(owned.is_writeable(), mode == MapMode::CopyOnWrite);
                }
            }
        }
    }
}

#[test]
fn each_mode_writes_where_it_should() {
    let path = scratch("map", "modes.npy");
    let options = CreateOptions::new().fortran_order(true);
    let mut new = MemMap::create(&path, &DType::INT32, &[2, 3], &options).unwrap();
    new.view_mut().unwrap().fill(&Scalar::new(7_i32)).unwrap();
    new.flush().unwrap();
    drop(new);
    let saved = load(&path, &ReadOptions::new()).unwrap();
    assert_eq!(saved.to_vec::<i32>().unwrap(), [7; 6]);
    assert!(saved.is_f_contiguous());

    let mut private = map(&path, MapMode::CopyOnWrite).unwrap();
    private.view_mut().unwrap().fill(&Scalar::new(8_i32)).unwrap();
    assert_eq!(private.view().unwrap().to_vec::<i32>().unwrap(), [8; 6]);
    assert_same(&load(&path, &ReadOptions::new()).unwrap(), &saved);

    let mut read = map(&path, MapMode::Read).unwrap();
    let error = read.view_mut().err().unwrap();
    assert_eq!(error.to_string(), "assignment destination is read-only");
}

#[test]
fn a_file_too_short_is_refused() {
    let path = scratch("map", "short.npy");
    save(&path, &DynArray::from_vec(vec![1.0; 100]), &WriteOptions::new()).unwrap();
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, &whole[..whole.len() - 1]).unwrap();
    for mode in [MapMode::Read, MapMode::ReadWrite, MapMode::CopyOnWrite] {
        let error = map(&path, mode).err().unwrap();
        assert!(matches!(error.kind(), ErrorKind::MapLength { .. }), "{error}");
    }
    let error = MemMap::create(&path, &DType::OBJECT, &[1], &CreateOptions::new()).err().unwrap();
    assert_eq!(error.to_string(), "Array can't be memory-mapped: Python objects in dtype.");
}

#[test]
fn one_row_of_a_file_larger_than_memory() {
    let path = scratch("map", "sparse.npy");
    let shape = [1 << 20, 1 << 10];
    let map = MemMap::create(&path, &DType::FLOAT64, &shape, &CreateOptions::new()).unwrap();
    let row = map.view().unwrap().index_axis(0, -1).unwrap();
    assert_eq!(row.to_vec::<f64>().unwrap(), [0.0; 1 << 10]);
    drop(map);
    std::fs::remove_file(&path).unwrap();
}

#[test]
fn members_are_mapped_or_read() {
    let path = scratch("map", "members.npz");
    let a = DynArray::from_vec((0..100).map(f64::from).collect());
    for save in [savez, savez_compressed] {
        save(&path, &[("a", a.view())]).unwrap();
        let mapped = Npz::open(&path, &ReadOptions::new()).unwrap().map("a").unwrap();
        assert_same(&mapped, &a);
        assert!(mapped.is_aligned());
    }
}

#[test]
fn raw_files_are_mapped_in_each_mode() {
    let path = scratch("map", "raw.bin");
    std::fs::write(&path, [0, 1, 0, 2, 0, 3]).unwrap();
    let raw = |options: &RawOptions| MemMap::open_raw(&path, &DType::INT16, options);
    let whole = raw(&RawOptions::new()).unwrap();
    assert_eq!(whole.view().unwrap().to_vec::<i16>().unwrap(), [256, 512, 768]);
    drop(whole);

    let mut private = raw(&RawOptions::new().mode(MapMode::CopyOnWrite).offset(2)).unwrap();
    private.view_mut().unwrap().fill(&Scalar::new(-1_i16)).unwrap();
    assert_eq!(private.view().unwrap().to_vec::<i16>().unwrap(), [-1; 2]);
    drop(private);
    assert_eq!(std::fs::read(&path).unwrap(), [0, 1, 0, 2, 0, 3]);

    // A file that is written grows to the shape.
    let options = RawOptions::new().mode(MapMode::ReadWrite).offset(2).shape(&[2, 2]);
    let mut written = raw(&options.clone().fortran_order(true)).unwrap();
    let rows = DynArray::from_vec(vec![1_i16, 2]);
    written.view_mut().unwrap().assign(&rows.view()).unwrap();
    drop(written);
    assert_eq!(std::fs::read(&path).unwrap(), [0, 1, 1, 0, 1, 0, 2, 0, 2, 0]);

    let new = MemMap::create_raw(&path, &DType::INT16, &[0], &RawOptions::new()).unwrap();
    assert_eq!(new.view().unwrap().shape(), [0]);
    drop(new);
    assert_eq!(std::fs::read(&path).unwrap(), [0]);
}

#[test]
fn raw_files_that_do_not_fit_are_refused() {
    let path = scratch("map", "misfit.bin");
    std::fs::write(&path, [0; 7]).unwrap();
    let error = |dtype: &DType, options: &RawOptions| {
        MemMap::open_raw(&path, dtype, options).err().unwrap().to_string()
    };
    let rest = "Size of available data is not a multiple of the data-type size.";
    assert_eq!(error(&DType::INT16, &RawOptions::new()), rest);
    assert_eq!(error(&DType::void(0), &RawOptions::new()), rest);
    let longer = "mmap length is greater than file size";
    assert!(error(&DType::INT16, &RawOptions::new().offset(8)).starts_with(longer));
    assert!(
        error(&DType::INT16, &RawOptions::new().offset(u64::MAX).shape(&[4])).starts_with(longer)
    );
    assert!(error(&DType::INT16, &RawOptions::new().shape(&[4])).starts_with(longer));
    assert_eq!(
        error(&DType::OBJECT, &RawOptions::new().shape(&[1])),
        "Array can't be memory-mapped: Python objects in dtype."
    );
    std::fs::write(&path, []).unwrap();
    assert_eq!(error(&DType::INT16, &RawOptions::new()), "cannot mmap an empty file");
    assert_eq!(
        MemMap::open_raw(&path, &DType::INT16, &RawOptions::new().mode(MapMode::ReadWrite))
            .unwrap()
            .header()
            .shape(),
        [0]
    );
}

#[test]
fn an_array_that_shares_a_map_keeps_it_from_writing() {
    let path = scratch("map", "shared.npy");
    save(&path, &DynArray::from_vec(vec![1_i32, 2]), &WriteOptions::new()).unwrap();
    let mut map = Arc::new(self::map(&path, MapMode::ReadWrite).unwrap());
    let mut array = map.array().unwrap();
    assert!(Arc::get_mut(&mut map).is_none());
    // Who writes the array writes a copy, which holds the map no longer.
    array.view_mut().unwrap().fill(&Scalar::new(5_i32)).unwrap();
    assert_eq!(array.to_vec::<i32>().unwrap(), [5, 5]);
    Arc::get_mut(&mut map).unwrap().view_mut().unwrap().fill(&Scalar::new(7_i32)).unwrap();
    assert_eq!(map.array().unwrap().to_vec::<i32>().unwrap(), [7, 7]);
    assert_eq!(load(&path, &ReadOptions::new()).unwrap().to_vec::<i32>().unwrap(), [7, 7]);
}
