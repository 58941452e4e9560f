//! How much memory reading and writing take at most. A program of its own, as the system counts for whole
//! programs.
#![cfg(target_os = "linux")]

use std::fs::File;
use std::path::PathBuf;

use ndstrata_array::{DynArray, Order};
use ndstrata_dtype::DType;
use ndstrata_npy::{
    Chunks, MapOptions, MemMap, ReadOptions, WriteOptions, load, read, save, write,
};

const NBYTES: usize = 64 << 20;
/// What may be needed besides the array.
const MORE: usize = 1 << 20;

/// The bytes of memory that this program has had at most.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() << 10
}

/// How much more than before `act` takes at most. What it gives is freed after the count.
fn growth<T>(act: impl FnOnce() -> T) -> usize {
    // Tells the system to count from what there is now.
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    let before = peak();
    let _kept = act();
    peak() - before
}

fn scratch() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("ndstrata-memory-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

#[test]
fn peak_memory_is_the_array_and_a_mebibyte() {
    let folder = scratch();
    let path = folder.join("large.npy");
    let array = DynArray::zeros(&[NBYTES / 8 / 1024, 1024], &DType::FLOAT64, Order::C).unwrap();
    let nothing = growth(|| save(&path, &array, &WriteOptions::new()).unwrap());
    assert!(nothing <= MORE, "saving took {nothing} bytes more");
    // Elements that do not follow each other are gathered, some at a time.
    let nothing = growth(|| {
        let other = folder.join("gathered.npy");
        let every_second = array
            .view()
            .index(&ndstrata_array::index![.., ndstrata_array::Slice::all().step(2)])
            .unwrap();
        write(&mut File::create(other).unwrap(), &every_second, &WriteOptions::new()).unwrap();
    });
    assert!(nothing <= 2 * MORE, "writing a gathered array took {nothing} bytes more");
    drop(array);

    // A smaller one, so that no memory freed so far is taken for it or for a copy of it.
    let smaller = folder.join("smaller.npy");
    let half = DynArray::zeros(&[NBYTES / 16 - 512], &DType::FLOAT64, Order::C).unwrap();
    save(&smaller, &half, &WriteOptions::new()).unwrap();
    drop(half);
    let options = ReadOptions::new();
    let loaded = growth(|| load(&path, &options).unwrap());
    assert!(loaded <= NBYTES + MORE, "loading took {loaded} bytes");
    let streamed = growth(|| read(&mut File::open(&smaller).unwrap(), &options).unwrap());
    assert!(streamed <= NBYTES / 2 + MORE, "reading a stream took {streamed} bytes");
    let chunked = growth(|| {
        let chunks = Chunks::new(File::open(&path).unwrap(), &options).unwrap();
        assert_eq!(chunks.rows(16).map(|chunk| chunk.unwrap().size()).sum::<usize>(), NBYTES / 8);
    });
    assert!(chunked <= 2 * MORE, "reading by chunks took {chunked} bytes");
    let mapped = growth(|| {
        let map = MemMap::open(&path, &MapOptions::new()).unwrap();
        map.view().unwrap().index(&ndstrata_array::index![5]).unwrap().to_string().len()
    });
    assert!(mapped <= MORE, "a row of a map took {mapped} bytes");
    std::fs::remove_dir_all(folder).ok();
}
