//! [`savetxt`]: arrays of one or two axes as lines of text.

mod cell;
mod compiled;
mod element;
mod options;
mod percent;
mod quick;
mod table;
mod tofile;
mod writer;

use std::io::Write;
use std::path::Path;

use ndstrata_array::{DynBase, Storage};
use ndstrata_dtype::DType;

use crate::error::Result;
use crate::replace::replace;
use crate::source::compressed;
use cell::Cell;
use percent::Format;

pub use element::percent_format;
pub use options::SaveTxt;
pub use tofile::tofile_text;
pub use writer::RowWriter;

/// Writes an array of one or two axes as lines of text.
///
/// NumPy: [numpy.savetxt](https://numpy.org/doc/stable/reference/generated/numpy.savetxt.html).
///
/// # Errors
///
/// Another number of axes, formats that do not go with the array, characters that the encoding does
/// not have, a failure of the writer. What was written before stays written.
///
/// # Example
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_text::{SaveTxt, savetxt};
/// let array = DynArray::from_vec(vec![0.5, 1e10]);
/// let mut out = Vec::new();
/// savetxt(&mut out, &array, &SaveTxt::default().fmt("%8.3g").header("x"))?;
/// assert_eq!(out, b"# x\n     0.5\n   1e+10\n");
/// # Ok::<(), ndstrata_text::Error>(())
/// ```
pub fn savetxt<S: Storage>(
    out: &mut impl Write,
    array: &DynBase<S>,
    options: &SaveTxt,
) -> Result<()> {
    let mut writer = RowWriter::new(out, options)?;
    writer.write(array)?;
    writer.finish().map(|_| ())
}

/// Writes an array to a file of this name, which is replaced as a whole or not at all; one whose name ends
/// with `.gz`, `.bz2`, `.xz` or `.lzma` is compressed. Links are followed; pipes and devices are written to.
///
/// NumPy: [numpy.savetxt](https://numpy.org/doc/stable/reference/generated/numpy.savetxt.html) with a path.
///
/// # Errors
///
/// As [`savetxt`]; a compression that this build does not know. The file that had the name stays as it was.
///
/// # Example
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_text::{Encoding, LoadTxt, SaveTxt, Source, loadtxt, savetxt_path};
/// let path = std::env::temp_dir().join(format!("ndstrata-savetxt-{}.gz", std::process::id()));
/// savetxt_path(&path, &DynArray::from_vec(vec![0.5, 1e10]), &SaveTxt::default())?;
/// let array = loadtxt(Source::path(&path, Encoding::Utf8)?, &LoadTxt::default())?;
/// assert_eq!(array.to_string(), "[5.e-01 1.e+10]");
/// # std::fs::remove_file(path).ok();
/// # Ok::<(), ndstrata_text::Error>(())
/// ```
pub fn savetxt_path<S: Storage>(
    path: impl AsRef<Path>,
    array: &DynBase<S>,
    options: &SaveTxt,
) -> Result<()> {
    let path = path.as_ref();
    let view = array.view();
    let name = path.file_name().unwrap_or_default();
    replace(path, |file| {
        compressed::write(name, file, &mut |mut out| {
            savetxt(&mut out, &view, options)?;
            Ok(out.flush()?)
        })
    })
}

/// An integer in a format such as `%02i`.
pub(crate) fn format_integer(format: &str, n: usize) -> Result<String> {
    let (dtype, bytes) = (DType::of::<u64>(), (n as u64).to_ne_bytes());
    let mut out = String::new();
    Format::parse(format).fill(&mut out, std::iter::once(Cell::new(&dtype, &bytes)))?;
    Ok(out)
}
