//! [`RowWriter`]: a table that is written as its rows come.

use std::io::Write;

use ndstrata_array::{DynBase, DynView, Storage};

use super::SaveTxt;
use super::cell::Cell;
use super::compiled::{Compiled, Page};
use super::percent::Format;
use super::table::{Packed, Shape};
use crate::error::{Error, ErrorKind, Result};
use crate::source::{Encoding, Endian};

/// Text gathered before it is written, about.
const BLOCK: usize = 1 << 16;

/// Writes arrays of rows under each other.
///
/// # Example
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_text::{RowWriter, SaveTxt};
/// let mut writer = RowWriter::new(Vec::new(), &SaveTxt::default().fmt("%d").header("n").footer("end"))?;
/// for row in 0..3i64 {
///     writer.write(&DynArray::from_vec(vec![row]))?;
/// }
/// assert_eq!(writer.finish()?, b"# n\n0\n1\n2\n# end\n");
/// # Ok::<(), ndstrata_text::Error>(())
/// ```
pub struct RowWriter<W> {
    out: W,
    options: SaveTxt,
    encoding: Encoding,
    is_begun: bool,
    is_marked: bool,
    rows: Option<Rows>,
}

/// How rows of one shape become text.
struct Rows {
    shape: Shape,
    text: String,
    format: Format,
    compiled: Option<Compiled>,
    newline: Vec<u8>,
    encoding: Encoding,
}

impl<W: Write> RowWriter<W> {
    /// A writer; the header is written with the first rows.
    ///
    /// # Errors
    ///
    /// None now; those of the options are told with the first rows.
    pub fn new(out: W, options: &SaveTxt) -> Result<RowWriter<W>> {
        let encoding = match options.encoding {
            // The mark stands at the start only.
            Encoding::Utf8Sig => Encoding::Utf8,
            Encoding::Utf16(None) => Encoding::Utf16(Some(Endian::Little)),
            Encoding::Utf32(None) => Encoding::Utf32(Some(Endian::Little)),
            other => other,
        };
        Ok(RowWriter {
            out,
            options: options.clone(),
            encoding,
            is_begun: false,
            is_marked: false,
            rows: None,
        })
    }

    /// Writes the rows of an array of one or two axes, of the same type and number of columns as those before.
    ///
    /// NumPy: [numpy.savetxt](https://numpy.org/doc/stable/reference/generated/numpy.savetxt.html), called
    /// again and again on an open file.
    ///
    /// # Errors
    ///
    /// As [`savetxt`](crate::savetxt); rows of another type or number of columns.
    pub fn write<S: Storage>(&mut self, array: &DynBase<S>) -> Result<()> {
        let view = array.view();
        let shape = Shape::of(&view)?;
        if let Some(rows) = &self.rows {
            if rows.shape.dtype != shape.dtype || rows.shape.n_columns != shape.n_columns {
                return Err(Error::value(format!(
                    "rows of {} columns of {} after rows of {} columns of {}",
                    shape.n_columns, shape.dtype, rows.shape.n_columns, rows.shape.dtype
                )));
            }
        } else {
            self.rows = Some(Rows::new(shape, &self.options, self.encoding)?);
        }
        self.begin()?;
        if view.shape()[0] > 0 {
            self.mark()?;
        }
        match &self.rows {
            Some(rows) => rows.write(&mut self.out, &view),
            None => Ok(()),
        }
    }

    /// Writes the footer, and gives the writer back.
    ///
    /// # Errors
    ///
    /// A failure of the writer, characters that the encoding does not have.
    pub fn finish(mut self) -> Result<W> {
        self.begin()?;
        if !self.options.footer.is_empty() {
            self.mark()?;
            let text = self.options.comment(&self.options.footer);
            self.out.write_all(&self.encoding.encode(&text)?)?;
        }
        Ok(self.out)
    }

    /// Writes the mark of the byte order before the first text, where the encoding has one.
    fn mark(&mut self) -> Result<()> {
        if !std::mem::replace(&mut self.is_marked, true) && self.options.encoding != self.encoding {
            self.out.write_all(&self.encoding.encode("\u{feff}")?)?;
        }
        Ok(())
    }

    fn begin(&mut self) -> Result<()> {
        if std::mem::replace(&mut self.is_begun, true) {
            return Ok(());
        }
        if !self.options.header.is_empty() {
            self.mark()?;
            let text = self.options.comment(&self.options.header);
            self.out.write_all(&self.encoding.encode(&text)?)?;
        }
        Ok(())
    }
}

impl Rows {
    fn new(shape: Shape, options: &SaveTxt, encoding: Encoding) -> Result<Rows> {
        let newline = encoding.encode(&options.newline)?;
        if options.is_shortest() {
            let compiled = Some(Compiled::shortest(&shape, &options.delimiter, encoding)?);
            let format = Format::parse("");
            return Ok(Rows { shape, text: String::new(), format, compiled, newline, encoding });
        }
        let text = options.format(shape.n_columns, shape.is_complex)?;
        let format = Format::parse(&text);
        let compiled = match format.n_padding() {
            ..=BLOCK => Compiled::new(&format, &shape, encoding)?,
            _ => None,
        };
        Ok(Rows { shape, text, format, compiled, newline, encoding })
    }

    fn write(&self, out: &mut impl Write, view: &DynView<'_>) -> Result<()> {
        let n_rows = view.shape()[0];
        let packed = Packed::of(view)?;
        let bytes = packed.bytes();
        let row_bytes = bytes.len().checked_div(n_rows).unwrap_or(0);
        let row = |i: usize| &bytes[i * row_bytes..(i + 1) * row_bytes];
        // Rows that are mostly blanks are written one after the other, since blocks of them are large.
        #[cfg(feature = "rayon")]
        let is_wide = self.format.n_padding() > BLOCK;
        #[cfg(feature = "rayon")]
        let at_a_time = (BLOCK / 16 / self.shape.cells.len().max(1))
            .min(64 * BLOCK / (self.format.n_padding() + 1))
            .max(1);
        #[cfg(feature = "rayon")]
        if n_rows > 2 * at_a_time && !is_wide && rayon::current_num_threads() > 1 {
            use rayon::iter::{IntoParallelIterator, ParallelIterator};

            let starts: Vec<usize> = (0..n_rows).step_by(at_a_time).collect();
            for batch in starts.chunks(4 * rayon::current_num_threads()) {
                let blocks = batch.to_vec().into_par_iter().map(|start| {
                    let rows = start..(start + at_a_time).min(n_rows);
                    let mut text = Page::default();
                    let done = rows.into_iter().try_for_each(|i| self.row(&mut text, row(i)));
                    (text, done)
                });
                for (text, done) in blocks.collect::<Vec<_>>() {
                    out.write_all(text.text())?;
                    done?;
                }
            }
            return Ok(());
        }
        let mut text = Page::default();
        for i in 0..n_rows {
            let done = self.row(&mut text, row(i));
            if text.len() >= BLOCK || done.is_err() {
                out.write_all(text.text())?;
                text.truncate(0);
            }
            done?;
        }
        Ok(out.write_all(text.text())?)
    }

    /// Adds a row; nothing of one that is an error.
    fn row(&self, out: &mut Page, bytes: &[u8]) -> Result<()> {
        let start = out.len();
        let done = self.cells(out, bytes);
        match done {
            Ok(()) => {
                if self.shape.is_complex {
                    repair_signs(out, start);
                }
                out.push(&self.newline);
                Ok(())
            }
            Err(error) => {
                out.truncate(start);
                Err(if self.shape.is_complex { error } else { self.mismatch(error) })
            }
        }
    }

    fn cells(&self, out: &mut Page, bytes: &[u8]) -> Result<()> {
        if let Some(compiled) = &self.compiled {
            return compiled.row(out, bytes);
        }
        let cells = self.shape.cells.iter();
        let cells = cells.map(|(at, dtype)| Cell::new(dtype, &bytes[*at..at + dtype.itemsize()]));
        let mut text = String::new();
        self.format.fill(&mut text, cells)?;
        if self.shape.is_complex {
            text = text.replace("+-", "-");
        }
        out.push(&self.encoding.encode(&text)?);
        Ok(())
    }

    /// NumPy says the same of every value that does not go with its conversion.
    #[cold]
    fn mismatch(&self, error: Error) -> Error {
        if error.numpy_class() != "TypeError" {
            return error;
        }
        let (dtype, format) = (&self.shape.dtype, &self.text);
        let reason =
            format!("Mismatch between array dtype ('{dtype}') and format specifier ('{format}')");
        ErrorKind::Format { class: "TypeError", reason }.into()
    }
}

/// `+-` of a negative imaginary part is `-`.
fn repair_signs(out: &mut Page, start: usize) {
    let row = &out.text()[start..];
    if !row.windows(2).any(|pair| pair == b"+-") {
        return;
    }
    let row = row.to_vec();
    out.truncate(start);
    for (i, &byte) in row.iter().enumerate() {
        if !(byte == b'+' && row.get(i + 1) == Some(&b'-')) {
            out.push(&[byte]);
        }
    }
}
