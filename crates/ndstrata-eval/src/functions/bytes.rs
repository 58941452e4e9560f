//! Arrays read from files and written to them, as bytes or with a separator.

use ndstrata_array::fromfile;
use ndstrata_dtype::DType;
use ndstrata_text::FromString;

use crate::error::{Error, Result};
use crate::file::File;
use crate::registry::{Arguments, Entry};
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    ("np.fromfile", "file, dtype=<class 'float'>, count=-1, sep='', offset=0, *, like=None", |a| {
        let file = file(a, "file")?;
        let dtype = a.optional_dtype("dtype")?.unwrap_or(DType::FLOAT64);
        let count = usize::try_from(a.int("count")?).ok();
        let sep = a.text("sep")?;
        if !sep.is_empty() {
            let options = FromString::default().dtype(&dtype).sep(sep);
            let options = count.into_iter().fold(options, FromString::count);
            let bytes = file.remaining();
            file.advance(bytes.len());
            return Ok(ndstrata_text::fromfile_text(&bytes, &options)?.into());
        }
        let offset = u64::try_from(a.int("offset")?).unwrap_or(0);
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
        file(a, "fid")?.append(&bytes);
        Ok(Value::None)
    }),
];

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
