//! Archives: names, both kinds of members, damage.

use ndstrata_array::DynArray;
use ndstrata_npy::{
    ErrorKind, Limits, Loaded, Npz, NpzWriter, ReadOptions, Version, load_any, savez,
    savez_compressed, savez_into,
};

use crate::{assert_same, scratch};

fn arrays() -> [(&'static str, DynArray); 3] {
    [
        ("a", DynArray::from_vec((0..1000).map(f64::from).collect())),
        ("x/\u{e9}", DynArray::from_vec(vec![1_u8, 2, 3])),
        ("empty", DynArray::from_vec(Vec::<i32>::new())),
    ]
}

fn archive(level: Option<u8>) -> Vec<u8> {
    let mut writer = NpzWriter::new(Vec::new()).level(level);
    for (name, array) in &arrays() {
        writer.add(name, array).unwrap();
    }
    writer.finish().unwrap()
}

fn open(bytes: Vec<u8>) -> ndstrata_npy::Result<Npz> {
    Npz::from_bytes(bytes, &ReadOptions::new())
}

#[test]
fn members_are_found_with_and_without_suffix() {
    for level in [None, Some(1), Some(6)] {
        let npz = open(archive(level)).unwrap();
        assert_eq!(npz.names().collect::<Vec<_>>(), arrays().map(|(name, _)| name));
        for (name, array) in &arrays() {
            assert_same(&npz.get(name).unwrap(), array);
            assert_same(&npz.get(&format!("{name}.npy")).unwrap(), array);
            assert_eq!(npz.header(name).unwrap().shape(), array.shape());
            assert!(npz.is_array(name).unwrap());
        }
        for ((_, array), (_, back)) in arrays().iter().zip(npz.read_all().unwrap()) {
            assert_same(&back, array);
        }
        let error = npz.get("b").unwrap_err();
        assert_eq!(error.numpy_class(), "KeyError");
        assert_eq!(error.to_string(), "'b is not a file in the archive'");
    }
}

#[test]
fn a_name_that_another_member_has_keeps_its_suffix() {
    let mut writer = NpzWriter::new(Vec::new());
    let (first, second) = (DynArray::from_vec(vec![1]), DynArray::from_vec(vec![2.0, 3.0]));
    writer.add("a", &first).unwrap();
    writer.add("a.npy", &second).unwrap();
    let npz = open(writer.finish().unwrap()).unwrap();
    assert_eq!(npz.names().collect::<Vec<_>>(), ["a", "a.npy.npy"]);
    for (name, array) in npz.names().zip([&first, &second]) {
        assert_same(&npz.get(name).unwrap(), array);
    }
    // As in NumPy, the name in the archive goes before the name of an array.
    assert_same(&npz.get("a.npy").unwrap(), &first);
}

#[test]
fn stored_members_are_aligned_in_the_file() {
    let bytes = archive(None);
    let npz = open(bytes.clone()).unwrap();
    for (name, _) in &arrays() {
        let member = npz.bytes(name).unwrap();
        let at = bytes.windows(member.len()).position(|window| window == member).unwrap();
        assert_eq!(at % 64, 0, "{name}");
    }
}

#[test]
fn files_are_told_apart_by_their_first_bytes() {
    let path = scratch("archive", "both.npz");
    let [(name, array), ..] = &arrays();
    for save in [savez, savez_compressed] {
        save(&path, &[(name, array.view())]).unwrap();
        let Ok(Loaded::Npz(npz)) = load_any(&path, &ReadOptions::new()) else {
            unreachable!("an archive");
        };
        assert_same(&npz.get(name).unwrap(), array);
    }
    assert_eq!(
        savez(&path, &[(name, array.view()), (name, array.view())]).unwrap_err().to_string(),
        "Cannot use un-named variables and keyword a"
    );
}

#[test]
fn every_damaged_byte_is_noticed_or_harmless() {
    for level in [None, Some(6)] {
        let good = archive(level);
        for at in 0..good.len() {
            let mut bytes = good.clone();
            bytes[at] ^= 0x55;
            let Ok(npz) = open(bytes) else { continue };
            for (name, array) in &arrays() {
                if let Ok(back) = npz.get(name) {
                    assert_same(&back, array);
                }
            }
        }
    }
}

#[test]
fn budgets_are_kept() {
    let zeros = DynArray::from_vec(vec![0_u8; 1 << 20]);
    let mut writer = NpzWriter::new(Vec::new()).level(9);
    writer.add("bomb", &zeros).unwrap();
    let bytes = writer.finish().unwrap();
    let get = |limits: Limits| {
        Npz::from_bytes(bytes.clone(), &ReadOptions::new().limits(limits))?.get("bomb")
    };
    assert!(get(Limits::new()).is_ok());
    let error = get(Limits::new().max_ratio(100)).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::TooManyBytes { .. }));
    let error = get(Limits::new().max_bytes(1000)).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::TooManyBytes { .. }));
    let error = get(Limits::new().max_members(0)).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::TooManyMembers { .. }));
}

#[test]
fn directories_that_lie_are_refused_as_python_refuses_them() {
    let mut writer = NpzWriter::new(Vec::new()).level(9);
    writer.add("a", &DynArray::from_vec(vec![0_u8; 100]).view()).unwrap();
    let bytes = writer.finish().unwrap();
    let told = |npz: Npz| npz.get("a").map(|_| ()).map_err(|e| (e.numpy_class(), e.to_string()));
    let refused = |class, text: &str| Err((class, text.to_owned()));

    let mut late = bytes.clone();
    let offset = late.len() - 6;
    late[offset + 1] += 1;
    let path = scratch("archive", "late.npz");
    std::fs::write(&path, &late).unwrap();
    let options = ReadOptions::new();
    assert_eq!(
        told(Npz::from_bytes(late, &options).unwrap()),
        refused("ValueError", "negative seek value -256")
    );
    assert_eq!(
        told(Npz::open(&path, &options).unwrap()),
        refused("OSError", "[Errno 22] Invalid argument")
    );

    let mut nothing = bytes;
    let directory = nothing.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    nothing[directory + 20..directory + 24].fill(0);
    assert_eq!(
        told(Npz::from_bytes(nothing, &options).unwrap()),
        refused("BadZipFile", "Bad CRC-32 for file 'a.npy'")
    );
}

#[test]
fn members_are_put_into_an_archive_and_others_kept_as_they_lie() {
    let path = scratch("archive", "into.npz");
    let [(first, a), (second, b), (third, c)] = &arrays();
    savez_compressed(&path, &[(first, a.view()), (second, b.view())]).unwrap();
    let before = Npz::open(&path, &ReadOptions::new()).unwrap();
    savez_into(&path, &[(second, a.view()), (third, c.view())], None).unwrap();
    let after = Npz::open(&path, &ReadOptions::new()).unwrap();
    assert_eq!(after.names().collect::<Vec<_>>(), [*first, *second, *third]);
    for (name, array) in [(first, a), (second, a), (third, c)] {
        assert_same(&after.get(name).unwrap(), array);
    }
    let members: Vec<_> = after.members().collect();
    let (kept, replaced) = (&members[0], &members[1]);
    assert_eq!(Some(kept), before.members().next().as_ref());
    assert!(!replaced.is_compressed);
    // What was there is no archive: it stays.
    std::fs::write(&path, "text").unwrap();
    assert!(savez_into(&path, &[(first, a.view())], None).is_err());
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "text");
}

/// A directory that names the same members many times, as a bomb's does.
#[test]
fn members_that_lie_over_each_other_are_refused() {
    let bytes = archive(Some(6));
    let end = bytes.len() - 22;
    let number = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
    let (size, start) = (number(end + 12) as usize, number(end + 16) as usize);
    let directory = &bytes[start..start + size];
    for (times, is_refused) in [(1, false), (2, false), (100, true)] {
        let mut many = [&bytes[..start], &directory.repeat(times)[..], &bytes[end..]].concat();
        let end = many.len() - 22;
        many[end + 12..end + 16].copy_from_slice(&((size * times) as u32).to_le_bytes());
        match open(many) {
            Ok(npz) => assert!(!is_refused && npz.len() == 3 * times),
            Err(error) => {
                assert!(is_refused, "{error}");
                assert_eq!(error.numpy_class(), "BadZipFile");
                assert!(error.to_string().starts_with("Overlapped entries: "), "{error}");
            }
        }
    }
}

/// Room is taken for large files before they are written; none of it is left over.
#[test]
fn large_files_are_as_long_as_what_they_hold() {
    let folder = std::env::temp_dir().join(format!("ndstrata-large-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let large = DynArray::from_vec((0..3_000_000_i64).collect::<Vec<_>>());
    let [npy, npz] = ["a.npy", "a.npz"].map(|name| folder.join(name));
    for _ in 0..2 {
        ndstrata_npy::save(&npy, &large, &Default::default()).unwrap();
        assert_eq!(std::fs::metadata(&npy).unwrap().len(), 128 + 24_000_000);
        let found = ndstrata_npy::load(&npy, &ReadOptions::new()).unwrap();
        assert_eq!(found.to_vec::<i64>().unwrap(), large.to_vec::<i64>().unwrap());
        ndstrata_npy::savez(&npz, &[("a", large.view())]).unwrap();
        let found = Npz::open(&npz, &ReadOptions::new()).unwrap().get("a").unwrap();
        assert_eq!(found.to_vec::<i64>().unwrap(), large.to_vec::<i64>().unwrap());
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn the_checksum_of_a_mapped_member_is_proven_on_request() {
    let path = scratch("archive", "flipped.npz");
    let array = DynArray::from_vec((0..1000).map(f64::from).collect());
    savez(&path, &[("a", array.view())]).unwrap();
    let npz = Npz::open(&path, &ReadOptions::new()).unwrap();
    assert_same(&npz.map_checked("a").unwrap(), &array);
    drop(npz);
    let mut bytes = std::fs::read(&path).unwrap();
    bytes[1000] ^= 1;
    std::fs::write(&path, bytes).unwrap();
    let npz = Npz::open(&path, &ReadOptions::new()).unwrap();
    assert_eq!(npz.map("a").unwrap().shape(), [1000]);
    for error in [npz.map_checked("a").err().unwrap(), npz.get("a").err().unwrap()] {
        assert_eq!(error.to_string(), "Bad CRC-32 for file 'a.npy'");
        assert_eq!(error.numpy_class(), "BadZipFile");
    }
}

#[test]
fn no_more_is_inflated_than_the_limit() {
    let mut bytes = archive(Some(6));
    let zeros = DynArray::from_vec(vec![0_u8; 1 << 20]);
    let path = scratch("archive", "zeros.npz");
    savez_compressed(&path, &[("a", zeros.view())]).unwrap();
    let options = ReadOptions::new().limits(Limits::new().max_bytes(1000));
    let npz = Npz::open(&path, &options).unwrap();
    for error in [
        npz.get("a").err().unwrap(),
        npz.map("a").err().unwrap(),
        npz.map_checked("a").err().unwrap(),
        npz.read_all().err().unwrap(),
    ] {
        assert_eq!(error.to_string(), "the array has 1048576 bytes, more than the limit of 1000");
    }
    assert!(matches!(npz.bytes("a").unwrap_err().kind(), ErrorKind::TooManyBytes { .. }));
    // The member's header cannot be read: its declared size alone decides, before its data are looked at.
    let at = bytes.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    bytes[at + 24..at + 28].copy_from_slice(&0x7fff_ffff_u32.to_le_bytes());
    let local = bytes.windows(4).position(|window| window == b"PK\x03\x04").unwrap();
    let start = local + 30 + "a.npy".len();
    bytes[start..start + 16].fill(0xff);
    let error = Npz::from_bytes(bytes, &options).unwrap().get("a").err().unwrap();
    assert_eq!(error.to_string(), "the array has 2147483647 bytes, more than the limit of 1000");
    // The header counts for nothing, so that an array of just as many bytes is read.
    let options = ReadOptions::new().limits(Limits::new().max_bytes(1 << 20));
    assert_same(&Npz::open(&path, &options).unwrap().get("a").unwrap(), &zeros);
}

#[test]
fn members_have_the_version_asked_for() {
    for level in [None, Some(1)] {
        let mut writer = NpzWriter::new(Vec::new()).level(level).version(Version::V3);
        writer.add("a", &DynArray::from_vec(vec![1.0])).unwrap();
        let npz = open(writer.finish().unwrap()).unwrap();
        assert_eq!(npz.header("a").unwrap().version(), Version::V3);
    }
}

#[test]
fn a_file_cut_short_is_told_as_numpy_tells_it() {
    let path = scratch("archive", "short.npy");
    let array = DynArray::from_vec((0..100).map(f64::from).collect());
    ndstrata_npy::save(&path, &array, &ndstrata_npy::WriteOptions::new()).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    std::fs::write(&path, &bytes[..900]).unwrap();
    assert_eq!(
        ndstrata_npy::load(&path, &ReadOptions::new()).err().unwrap().to_string(),
        "Failed to read all data for array. Expected (100,) = 100 elements, could only read 96 \
         elements. (file seems not fully written?)"
    );
}
