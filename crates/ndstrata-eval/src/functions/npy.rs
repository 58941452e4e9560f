//! Files of arrays: `np.load`, `np.save`, archives, and the parts of `np.lib.format`.

use std::io::{Read, Write};

use ndstrata_array::DynArray;
use ndstrata_dtype::DType;
use ndstrata_dtype::literal::{Literal, PyStr};
use ndstrata_npy::{
    ErrorKind, Header, Limits, Loaded, Npz, NpzWriter, ReadOptions, Version, WriteOptions,
};

use super::maps::{map, no_path};
use super::print_options::truth;
use crate::coerce::as_array;
use crate::error::{Error, Result};
use crate::file::{File, FileKind};
use crate::registry::{Arguments, Entry, ints};
use crate::value::Value;

/// The level of `np.savez_compressed`.
const LEVEL: u8 = 6;

pub(super) const TABLE: &[Entry] = &[
    (
        "np.load",
        "file, mmap_mode=None, allow_pickle=False, fix_imports=True, encoding='ASCII', *, \
         max_header_size=10000",
        load,
    ),
    ("np.save", "file, arr, allow_pickle=True", |a| {
        let array = a.array("arr")?;
        let bytes = npy_bytes(a, &array, None)?;
        write_to(a.value("file"), ".npy", &bytes)
    }),
    ("np.savez", "file, *args, allow_pickle=True, **kwds", |a| save_archive(a, None)),
    ("np.savez_compressed", "file, *args, allow_pickle=True, **kwds", |a| {
        save_archive(a, Some(LEVEL))
    }),
    (
        "np.lib.format.write_array",
        "fp, array, version=None, allow_pickle=True, pickle_kwargs=None",
        |a| {
            let version = a.optional("version").map(version).transpose()?;
            let bytes = npy_bytes(a, &a.array("array")?, version)?;
            write_to_open(a.value("fp"), &bytes)
        },
    ),
    (
        "np.lib.format.read_array",
        "fp, allow_pickle=False, pickle_kwargs=None, *, max_header_size=10000",
        |a| {
            let options = read_options(a)?;
            let read = |rest: &mut &[u8]| ndstrata_npy::read(rest, &options);
            let array = from_stream(a.value("fp"), read)?.map_err(|error| pickled(a, error))?;
            Ok(array.into())
        },
    ),
    ("np.lib.format.read_magic", "fp", |a| {
        let (major, minor) = from_stream(a.value("fp"), |rest| ndstrata_npy::read_magic(rest))??;
        Ok(Value::Tuple(vec![i64::from(major).into(), i64::from(minor).into()]))
    }),
    ("np.lib.format.magic", "major, minor", |a| {
        let number = |name: &str| {
            u8::try_from(a.int(name)?).map_err(|_| {
                Error::value_error(format!("{name} version must be 0 <= {name} < 256"))
            })
        };
        Ok(Value::Bytes([&MAGIC[..], &[number("major")?, number("minor")?]].concat().into()))
    }),
    ("np.lib.format.header_data_from_array_1_0", "array", |a| {
        let array = a.array("array")?;
        let header = Header::of(&array, None)?;
        let descr = array.dtype().to_descr()?;
        Ok(Value::Dict(vec![
            ("shape".into(), shape_value(header.shape())),
            ("fortran_order".into(), header.fortran_order().into()),
            ("descr".into(), Value::from(&descr)),
        ]))
    }),
    ("np.lib.format.dtype_to_descr", "dtype", |a| {
        Ok(Value::from(&super::dtype_of(a.value("dtype"))?.to_descr()?))
    }),
    ("np.lib.format.descr_to_dtype", "descr", |a| {
        Ok(Value::DType(DType::from_descr(&literal(a.value("descr"))?)?))
    }),
    ("np.lib.format.write_array_header_1_0", "fp, d", |a| write_header(a, Version::V1)),
    ("np.lib.format.write_array_header_2_0", "fp, d", |a| write_header(a, Version::V2)),
    ("np.lib.format.read_array_header_1_0", "fp, max_header_size=10000", |a| {
        read_header(a, Version::V1)
    }),
    ("np.lib.format.read_array_header_2_0", "fp, max_header_size=10000", |a| {
        read_header(a, Version::V2)
    }),
];

/// How a `.npy` file begins.
const MAGIC: &[u8; 6] = b"\x93NUMPY";

fn load(a: &Arguments<'_>) -> Result<Value> {
    if !matches!(a.value("encoding").as_str(), Some("ASCII" | "latin1" | "bytes")) {
        return Err(Error::value_error("encoding must be 'ASCII', 'latin1', or 'bytes'"));
    }
    let options = read_options(a)?;
    let mode = a.optional("mmap_mode").filter(|mode| truth(mode));
    let loaded = match (a.value("file"), mode) {
        (Value::Str(path), Some(mode)) if begins_as_array(text(path)) => {
            let mode = mode.as_str().ok_or_else(|| {
                let found = mode.type_name();
                Error::type_error(format!("argument of type '{found}' is not iterable"))
            })?;
            return map(text(path), mode, limits(a)?);
        }
        (Value::Str(path), _) => ndstrata_npy::load_any(text(path), &options),
        (file, _) => {
            let rest = readable(file)?.remaining();
            if rest.starts_with(b"PK") || !rest.starts_with(MAGIC) {
                ndstrata_npy::load_any_bytes(rest, &options)
            } else if mode.is_some() && matches!(readable(file)?.kind(), FileKind::Binary) {
                return Err(no_path());
            } else {
                let read = |rest: &mut &[u8]| ndstrata_npy::read(rest, &options);
                from_stream(file, read)?.map(Loaded::Array)
            }
        }
    };
    let refused = |error: ndstrata_npy::Error| match (error.kind(), a.value("file")) {
        (ndstrata_npy::ErrorKind::Io(_), Value::Str(path)) => Error::of_file(error, text(path)),
        _ => pickled(a, error),
    };
    match loaded.map_err(refused)? {
        Loaded::Array(array) => Ok(array.into()),
        Loaded::Npz(archive) => Ok(members(&archive)),
        _ => Err(Error::unsupported("this kind of file")),
    }
}

/// Only such a file is mapped; of others, reading says what they are.
fn begins_as_array(path: &str) -> bool {
    let mut start = [0; MAGIC.len()];
    std::fs::File::open(path).is_ok_and(|mut file| file.read_exact(&mut start).is_ok())
        && start == *MAGIC
}

/// Every member of an archive: an array, or the bytes of what is none.
fn members(archive: &Npz) -> Value {
    let one = |name: &str| -> Result<Value> {
        if archive.is_array(name)? {
            Ok(archive.get(name)?.into())
        } else {
            Ok(Value::Bytes(archive.bytes(name)?.into()))
        }
    };
    // As in NumPy, `a.npy` beside a member `a` is listed by the same name, which means the latter.
    let short = |name: String| match name.strip_suffix(".npy") {
        Some(short) => short.to_owned(),
        None => name,
    };
    let names = archive.members().map(|info| short(info.name));
    Value::Archive(names.map(|name| (name.clone(), one(&name))).collect())
}

fn save_archive(a: &Arguments<'_>, level: Option<u8>) -> Result<Value> {
    let mut arrays: Vec<(String, DynArray)> = Vec::new();
    for (name, value) in a.options() {
        arrays.push((name.clone(), as_array(value)?));
    }
    for (i, value) in a.rest().iter().enumerate() {
        let name = format!("arr_{i}");
        if arrays.iter().any(|(other, _)| *other == name) {
            return Err(Error::value_error(format!(
                "Cannot use un-named variables and keyword {name}"
            )));
        }
        arrays.push((name, as_array(value)?));
    }
    let views: Vec<_> = arrays.iter().map(|(name, array)| (name.as_str(), array.view())).collect();
    let mut writer = NpzWriter::new(Vec::new()).level(level);
    writer.add_all(&views).map_err(|error| pickled(a, error))?;
    write_to(a.value("file"), ".npz", &writer.finish()?)
}

fn npy_bytes(a: &Arguments<'_>, array: &DynArray, version: Option<Version>) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let options = WriteOptions::new().version(version);
    ndstrata_npy::write(&mut bytes, array, &options).map_err(|error| pickled(a, error))?;
    Ok(bytes)
}

/// Python objects are never read or written: that would run code. Where NumPy would have done it,
/// the error says so.
fn pickled(a: &Arguments<'_>, error: ndstrata_npy::Error) -> Error {
    let is_object = matches!(
        error.kind(),
        ErrorKind::LoadObjects | ErrorKind::SaveObjects | ErrorKind::NotNumpy
    );
    if is_object && truth(a.value("allow_pickle")) {
        return Error::unsupported("Python objects are neither read nor written");
    }
    error.into()
}

pub(super) fn version(value: &Value) -> Result<Version> {
    let numbers = match value {
        Value::Tuple(_) => ints(value)?,
        _ => Vec::new(),
    };
    let found = match numbers[..] {
        [major, minor] => u8::try_from(major).ok().zip(u8::try_from(minor).ok()),
        _ => None,
    };
    match found {
        Some((major, minor)) => Ok(Version::new(major, minor)?),
        None => Err(Error::value_error("we only support format version (1,0), (2,0), and (3,0)")),
    }
}

pub(super) fn limits(a: &Arguments<'_>) -> Result<Limits> {
    let characters = usize::try_from(a.int("max_header_size")?).unwrap_or(0);
    Ok(Limits::new().max_header_size(characters))
}

/// Whoever allows Python objects trusts the file, and so its header, too.
fn read_options(a: &Arguments<'_>) -> Result<ReadOptions> {
    let limits = limits(a)?;
    Ok(ReadOptions::new().limits(if truth(a.value("allow_pickle")) {
        limits.max_header_size(usize::MAX)
    } else {
        limits
    }))
}

fn text(path: &PyStr) -> &str {
    path.as_str().unwrap_or_default()
}

fn readable(file: &Value) -> Result<&File> {
    match file {
        Value::File(file) if matches!(file.kind(), FileKind::Binary | FileKind::Path(_)) => {
            Ok(file)
        }
        other => Err(Error::type_error(format!(
            "expected a path or a binary file, not {}",
            other.type_name()
        ))),
    }
}

/// Reads from where the file stands, and leaves it just behind what was read.
fn from_stream<T>(file: &Value, read: impl FnOnce(&mut &[u8]) -> T) -> Result<T> {
    let file = readable(file)?;
    let bytes = file.remaining();
    let mut rest = &bytes[..];
    let found = read(&mut rest);
    file.advance(bytes.len() - rest.len());
    Ok(found)
}

/// Writes to an open file; a path is none.
fn write_to_open(file: &Value, bytes: &[u8]) -> Result<Value> {
    if matches!(file, Value::Str(_)) {
        return Err(Error::new("AttributeError", "'str' object has no attribute 'write'"));
    }
    write_to(file, "", bytes)
}

/// Writes to a file; a path gets the suffix that it lacks, and appears complete or not at all.
fn write_to(file: &Value, suffix: &str, bytes: &[u8]) -> Result<Value> {
    match file {
        Value::Str(path) => {
            let path = text(path);
            let path = if path.ends_with(suffix) { path.into() } else { format!("{path}{suffix}") };
            ndstrata_npy::replace_file::<ndstrata_npy::Error>(path.as_ref(), |file| {
                Ok(file.write_all(bytes)?)
            })
            .map_err(|error| Error::of_file(error, &path))?;
        }
        file => readable(file)?.append(bytes),
    }
    Ok(Value::None)
}

fn read_header(a: &Arguments<'_>, version: Version) -> Result<Value> {
    let limits = limits(a)?;
    let magic = [&MAGIC[..], &[version.major(), 0]].concat();
    let read = |rest: &mut &[u8]| Header::read(&mut magic.chain(rest), &limits);
    let header = from_stream(a.value("fp"), read)??;
    Ok(Value::Tuple(vec![
        shape_value(header.shape()),
        header.fortran_order().into(),
        header.dtype().clone().into(),
    ]))
}

fn write_header(a: &Arguments<'_>, version: Version) -> Result<Value> {
    let Value::Dict(entries) = a.value("d") else {
        return Err(Error::new("AttributeError", "a dictionary was expected for 'd'"));
    };
    let entry = |name: &str| {
        let found = entries.iter().find(|(key, _)| key.as_str() == Some(name));
        found.map(|(_, value)| value).ok_or_else(|| Error::new("KeyError", format!("'{name}'")))
    };
    let shape = ints(entry("shape")?)?;
    let shape: Vec<usize> = shape.into_iter().filter_map(|n| usize::try_from(n).ok()).collect();
    let descr = literal(entry("descr")?)?;
    let dtype = DType::from_descr(&descr)?;
    if dtype.to_descr()? != descr || entries.len() != 3 {
        return Err(Error::unsupported("headers in another form than NumPy's own"));
    }
    let header = Header::new(&dtype, &shape, truth(entry("fortran_order")?), Some(version))?;
    write_to_open(a.value("fp"), &header.to_bytes()?)
}

fn shape_value(shape: &[usize]) -> Value {
    Value::Tuple(shape.iter().map(|&n| n.into()).collect())
}

/// A description as the literal that stands in a header.
fn literal(value: &Value) -> Result<Literal> {
    let all = |items: &[Value]| items.iter().map(literal).collect::<Result<Vec<_>>>();
    Ok(match value {
        Value::None => Literal::None,
        Value::Bool(x) => Literal::Bool(*x),
        Value::Int(x) => x.to_string().parse().unwrap_or(Literal::None),
        Value::Float(x) => Literal::Float(*x),
        Value::Str(text) => Literal::Str(text.clone()),
        Value::Bytes(bytes) => Literal::Bytes(bytes.to_vec()),
        Value::Tuple(items) => Literal::Tuple(all(items)?),
        Value::List(items) => Literal::List(all(items)?),
        other => {
            let found = other.type_name();
            return Err(Error::type_error(format!("'{found}' object describes no type")));
        }
    })
}

#[cfg(test)]
mod tests {
    use crate::{File, FileKind, Scope, Value, evaluate};

    #[test]
    fn arrays_follow_each_other_in_one_stream() -> crate::Result<()> {
        let mut scope = Scope::new();
        let sink = File::new(FileKind::Binary, Vec::new());
        scope.set("sink", Value::File(sink.clone()));
        evaluate("np.save(sink, [1, 2]); np.save(sink, [3.5])", &mut scope)?;
        let source = File::new(FileKind::Binary, sink.bytes());
        scope.set("source", Value::File(source.clone()));
        evaluate("a = np.load(source); b = np.lib.format.read_array(source)", &mut scope)?;
        assert_eq!(
            evaluate("repr((a, b))", &mut scope)?.as_str(),
            Some("(array([1, 2]), array([3.5]))")
        );
        assert!(source.remaining().is_empty());
        Ok(())
    }

    #[test]
    fn headers_alone_are_written_and_read() -> crate::Result<()> {
        let mut scope = Scope::new();
        let file = File::new(FileKind::Binary, Vec::new());
        scope.set("f", Value::File(file.clone()));
        evaluate(
            "d = np.lib.format.header_data_from_array_1_0(np.zeros((2, 3)))
             np.lib.format.write_array_header_1_0(f, d)",
            &mut scope,
        )?;
        evaluate("np.lib.format.read_magic(f)", &mut scope)?;
        let read = evaluate("repr(np.lib.format.read_array_header_1_0(f))", &mut scope)?;
        assert_eq!(read.as_str(), Some("((2, 3), False, dtype('float64'))"));
        Ok(())
    }

    #[test]
    fn what_runs_code_is_refused_by_name() {
        for (call, class) in [
            ("np.load('/nonexistent/file')", "FileNotFoundError"),
            ("np.lib.format.magic(256, 0)", "ValueError"),
            ("np.load(f)", "ValueError"),
            ("np.load(f, allow_pickle=True)", "NotImplementedError"),
            ("np.load(3)", "TypeError"),
            ("np.load('/dev/null', mmap_mode='r')", "EOFError"),
            ("np.load('/nonexistent/file', mmap_mode='r')", "FileNotFoundError"),
            ("np.lib.format.write_array('x', [1])", "AttributeError"),
        ] {
            let mut scope = Scope::new();
            let pickle = File::new(FileKind::Binary, b"\x80\x04K\x03.".to_vec());
            scope.set("f", Value::File(pickle));
            let error = evaluate(call, &mut scope).err();
            assert_eq!(error.map(|error| error.class()), Some(class), "{call}");
        }
    }
}
