//! Arrays read from files and written to them, as bytes or with a separator; files in memory.

use std::fs::File as DiskFile;
use std::io::{Read, Write};

use ndstrata_array::fromfile;
use ndstrata_dtype::DType;
use ndstrata_text::FromString;

use crate::error::{Error, Result};
use crate::file::{File, FileKind};
use crate::registry::{Arguments, Entry};
use crate::value::Value;

/// The most that is read of what does not say how much it holds, such as a pipe.
const MOST: u64 = 1 << 32;

pub(super) const TABLE: &[Entry] = &[
    ("np.fromfile", "file, dtype=<class 'float'>, count=-1, sep='', offset=0, *, like=None", |a| {
        let dtype = a.optional_dtype("dtype")?.unwrap_or(DType::FLOAT64);
        let count = usize::try_from(a.int("count")?).ok();
        let sep = a.text("sep")?;
        let offset = u64::try_from(a.int("offset")?).unwrap_or(0);
        if !sep.is_empty() {
            let options = FromString::default().dtype(&dtype).sep(sep);
            let options = count.into_iter().fold(options, FromString::count);
            let bytes = match (a.value("file").as_str(), offset) {
                (_, 1..) => {
                    return Err(Error::type_error(
                        "'offset' argument only permitted for binary files",
                    ));
                }
                (Some(path), _) => content(path)?,
                (None, _) => {
                    let file = file(a, "file")?;
                    let bytes = file.remaining();
                    file.advance(bytes.len());
                    bytes
                }
            };
            return Ok(ndstrata_text::fromfile_text(&bytes, &options)?.into());
        }
        if let Some(path) = a.value("file").as_str() {
            let file =
                DiskFile::open(path).map_err(|error| ndstrata_text::Error::of_file(error, path))?;
            return Ok(fromfile(file, &dtype, count, offset)?.into());
        }
        let file = file(a, "file")?;
        let bytes = file.remaining();
        let array = fromfile(std::io::Cursor::new(&bytes), &dtype, count, offset)?;
        file.advance(array.nbytes() + offset as usize);
        Ok(array.into())
    }),
    ("ndarray.tofile", "self, /, fid, sep='', format='%s'", |a| {
        let mut bytes = Vec::new();
        let array = a.subject_array()?;
        match a.text("sep")? {
            "" => array.tofile(&mut bytes)?,
            sep => ndstrata_text::tofile_text(&mut bytes, &array, sep, a.text("format")?)?,
        }
        match a.value("fid").as_str() {
            Some(path) => ndstrata_npy::replace_file::<std::io::Error>(path.as_ref(), |file| {
                file.write_all(&bytes)
            })
            .map_err(|error| ndstrata_text::Error::of_file(error, path))?,
            None => file(a, "fid")?.append(&bytes),
        }
        Ok(Value::None)
    }),
    ("StringIO", "initial_value='', newline='\\n'", |a| {
        let text = a.text("initial_value")?.as_bytes().to_vec();
        Ok(Value::File(File::new(FileKind::Text, text)))
    }),
    ("BytesIO", "initial_bytes=b''", |a| match a.value("initial_bytes") {
        Value::Bytes(bytes) => Ok(Value::File(File::new(FileKind::Binary, bytes.to_vec()))),
        other => {
            let name = other.type_name();
            Err(Error::type_error(format!("a bytes-like object is required, not '{name}'")))
        }
    }),
    ("file.getvalue", "self, /", |a| {
        let file = file(a, "self")?;
        Ok(match file.kind() {
            FileKind::Text => String::from_utf8_lossy(&file.bytes()).as_ref().into(),
            _ => Value::Bytes(file.bytes().into()),
        })
    }),
];

/// What a file on disk holds.
fn content(path: &str) -> Result<Vec<u8>> {
    let read = || {
        let mut bytes = Vec::new();
        DiskFile::open(path)?.take(MOST).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    read().map_err(|error| ndstrata_text::Error::of_file(error, path).into())
}

fn file<'a>(a: &'a Arguments<'_>, name: &str) -> Result<&'a File> {
    match a.value(name) {
        Value::File(file) => Ok(file),
        other => {
            let name = other.type_name();
            Err(Error::type_error(format!("a file was expected, found '{name}'")))
        }
    }
}
