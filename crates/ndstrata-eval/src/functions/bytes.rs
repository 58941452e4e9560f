//! Arrays read from files and written to them as bytes.

use ndstrata_array::fromfile;
use ndstrata_dtype::DType;

use crate::error::{Error, Result};
use crate::file::File;
use crate::registry::{Arguments, Entry};
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    ("np.fromfile", "file, dtype=<class 'float'>, count=-1, sep='', offset=0, *, like=None", |a| {
        binary_only(a)?;
        let file = file(a, "file")?;
        let dtype = a.optional_dtype("dtype")?.unwrap_or(DType::FLOAT64);
        let count = usize::try_from(a.int("count")?).ok();
        let offset = u64::try_from(a.int("offset")?).unwrap_or(0);
        let bytes = file.remaining();
        let array = fromfile(std::io::Cursor::new(&bytes), &dtype, count, offset)?;
        file.advance(array.nbytes() + offset as usize);
        Ok(array.into())
    }),
    ("ndarray.tofile", "self, /, fid, sep='', format='%s'", |a| {
        binary_only(a)?;
        let mut bytes = Vec::new();
        a.subject_array()?.tofile(&mut bytes)?;
        file(a, "fid")?.append(&bytes);
        Ok(Value::None)
    }),
];

/// A separator asks for text, which is not read and written here.
fn binary_only(a: &Arguments<'_>) -> Result<()> {
    match a.text("sep")? {
        "" => Ok(()),
        _ => Err(Error::unsupported(format!("{} of text is not supported", a.function()))),
    }
}

fn file<'a>(a: &'a Arguments<'_>, name: &str) -> Result<&'a File> {
    match a.value(name) {
        Value::File(file) => Ok(file),
        Value::Str(_) => Err(Error::unsupported("files are given as objects, not by path")),
        other => {
            let name = other.type_name();
            Err(Error::type_error(format!("a file was expected, found '{name}'")))
        }
    }
}
