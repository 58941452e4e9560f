//! [`savetxt`]: arrays of one or two axes as lines of text.

mod cell;
mod percent;

use std::io::Write;

use ndstrata_array::{DynBase, DynView, Storage};
use ndstrata_dtype::{DType, ElementType, Kind, TypeClass};

use crate::error::{Error, ErrorKind, Result};
use crate::source::Encoding;
use cell::Cell;
use percent::Format;

/// Text gathered before it is written.
const BLOCK: usize = 1 << 16;

/// Options of [`savetxt`]; the default is NumPy's.
#[derive(Clone, Debug)]
pub struct SaveTxt {
    fmt: Fmt,
    delimiter: String,
    newline: String,
    header: String,
    footer: String,
    comments: String,
    encoding: Encoding,
}

#[derive(Clone, Debug)]
enum Fmt {
    One(String),
    Columns(Vec<String>),
}

impl Default for SaveTxt {
    fn default() -> SaveTxt {
        SaveTxt {
            fmt: Fmt::One("%.18e".to_owned()),
            delimiter: " ".to_owned(),
            newline: "\n".to_owned(),
            header: String::new(),
            footer: String::new(),
            comments: "# ".to_owned(),
            encoding: Encoding::Latin1,
        }
    }
}

impl SaveTxt {
    /// A format for every column, or one with a conversion for each column.
    pub fn fmt(mut self, fmt: impl Into<String>) -> SaveTxt {
        self.fmt = Fmt::One(fmt.into());
        self
    }

    /// A format for each column.
    pub fn column_fmt<S: Into<String>>(mut self, fmt: impl IntoIterator<Item = S>) -> SaveTxt {
        self.fmt = Fmt::Columns(fmt.into_iter().map(Into::into).collect());
        self
    }

    /// What stands between columns.
    pub fn delimiter(mut self, delimiter: impl Into<String>) -> SaveTxt {
        self.delimiter = delimiter.into();
        self
    }

    /// What ends lines.
    pub fn newline(mut self, newline: impl Into<String>) -> SaveTxt {
        self.newline = newline.into();
        self
    }

    /// Text before the rows, each of its lines after [`comments`](SaveTxt::comments).
    pub fn header(mut self, header: impl Into<String>) -> SaveTxt {
        self.header = header.into();
        self
    }

    /// Text after the rows, each of its lines after [`comments`](SaveTxt::comments).
    pub fn footer(mut self, footer: impl Into<String>) -> SaveTxt {
        self.footer = footer.into();
        self
    }

    /// What begins the lines of header and footer.
    pub fn comments(mut self, comments: impl Into<String>) -> SaveTxt {
        self.comments = comments.into();
        self
    }

    /// How characters become bytes; NumPy writes latin-1 to an open file.
    pub fn encoding(mut self, encoding: Encoding) -> SaveTxt {
        self.encoding = encoding;
        self
    }

    fn format(&self, n_columns: usize, is_complex: bool) -> Result<String> {
        match &self.fmt {
            Fmt::Columns(formats) if formats.len() == n_columns => {
                Ok(formats.join(&self.delimiter))
            }
            Fmt::Columns(formats) => Err(ErrorKind::Format {
                class: "AttributeError",
                reason: format!("fmt has wrong shape.  {formats:?}"),
            }
            .into()),
            Fmt::One(format) => {
                let n_formats = format.matches('%').count();
                let wanted = if is_complex { n_columns.saturating_mul(2) } else { n_columns };
                if n_formats == 1 {
                    let one = match is_complex {
                        true => format!(" ({format}+{format}j)"),
                        false => format.clone(),
                    };
                    Ok(vec![one; n_columns].join(&self.delimiter))
                } else if n_formats == wanted {
                    Ok(format.clone())
                } else {
                    Err(Error::value(format!("fmt has wrong number of % formats:  {format}")))
                }
            }
        }
    }

    fn comment(&self, text: &str) -> String {
        let comments = &self.comments;
        let lines = text.replace('\n', &format!("\n{comments}"));
        format!("{comments}{lines}{}", self.newline)
    }
}

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
    let view = array.view();
    let is_record = view.dtype().as_record().is_some();
    let n_columns = match *view.shape() {
        [_] if is_record => view.dtype().fields().len(),
        [_] => 1,
        [_, n] => n,
        _ => {
            let n = view.ndim();
            return Err(Error::value(format!("Expected 1D or 2D array, got {n}D array instead")));
        }
    };
    let part = real_part(view.dtype());
    let format_text = options.format(n_columns, part.is_some())?;
    let format = Format::parse(&format_text);
    let mut text = String::new();
    if !options.header.is_empty() {
        text.push_str(&options.comment(&options.header));
    }
    for row in 0..view.shape()[0] {
        let start = text.len();
        match &part {
            Some(part) => {
                let cells = (0..n_columns).flat_map(|column| {
                    let bytes = element(&view, row, column);
                    bytes.chunks_exact((bytes.len() / 2).max(1)).map(|half| Cell::new(part, half))
                });
                format.fill(&mut text, cells)?;
                if text[start..].contains("+-") {
                    let repaired = text[start..].replace("+-", "-");
                    text.truncate(start);
                    text.push_str(&repaired);
                }
            }
            None if is_record && view.ndim() == 1 => {
                let bytes = element(&view, row, 0);
                let fields = view.dtype().fields().iter();
                let cells =
                    fields.map(|field| Cell::new(&field.dtype, &bytes[field.offset..field.end()]));
                format
                    .fill(&mut text, cells)
                    .map_err(|error| mismatch(error, &view, &format_text))?;
            }
            None => {
                let cells = (0..n_columns).map(|n| Cell::new(view.dtype(), element(&view, row, n)));
                format
                    .fill(&mut text, cells)
                    .map_err(|error| mismatch(error, &view, &format_text))?;
            }
        }
        text.push_str(&options.newline);
        if text.len() >= BLOCK {
            write_encoded(out, &text, options.encoding)?;
            text.clear();
        }
    }
    if !options.footer.is_empty() {
        text.push_str(&options.comment(&options.footer));
    }
    write_encoded(out, &text, options.encoding)
}

fn element<'v>(view: &'v DynView<'_>, row: usize, column: usize) -> &'v [u8] {
    let index = [row, column];
    view.element_bytes(&index[..view.ndim()]).unwrap_or(&[])
}

/// Writes every element in C order, each in a format, with a separator between them.
///
/// NumPy: [numpy.ndarray.tofile](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.tofile.html)
/// with `sep`. Differs: dates are written as NumPy prints them.
///
/// # Errors
///
/// A format that does not go with the elements, a failure of the writer.
///
/// # Example
/// ```
/// use ndstrata_array::DynArray;
/// let mut out = Vec::new();
/// ndstrata_text::tofile_text(&mut out, &DynArray::from_vec(vec![0.5, 2.0]), ", ", "%s")?;
/// assert_eq!(out, b"0.5, 2.0");
/// # Ok::<(), ndstrata_text::Error>(())
/// ```
pub fn tofile_text<S: Storage>(
    out: &mut impl Write,
    array: &DynBase<S>,
    sep: &str,
    format: &str,
) -> Result<()> {
    // The elements are Python's own numbers, which are of double precision.
    let wide = match array.dtype().class() {
        TypeClass::Element(ElementType::Float16 | ElementType::Float32) => {
            Some(array.astype(&DType::of::<f64>())?)
        }
        TypeClass::Element(ElementType::Complex64) => {
            Some(array.astype(&DType::of::<ndstrata_dtype::Complex<f64>>())?)
        }
        _ => None,
    };
    let view = wide.as_ref().map_or(array.view(), |wide| wide.view());
    let format = Format::parse(if format.is_empty() { "%s" } else { format });
    let (mut text, mut is_first, mut wrong) = (String::new(), true, None);
    view.for_each_element(|bytes| {
        if wrong.is_some() {
            return;
        }
        if !std::mem::take(&mut is_first) {
            text.push_str(sep);
        }
        let cell = Cell::python(view.dtype(), bytes);
        wrong = format.fill(&mut text, std::iter::once(cell)).err();
    });
    match wrong {
        Some(error) => Err(error),
        None => write_encoded(out, &text, Encoding::Utf8),
    }
}

/// One element filled into a format, as Python's `format % element`.
///
/// NumPy: [numpy.strings.mod](https://numpy.org/doc/stable/reference/generated/numpy.strings.mod.html).
///
/// # Errors
///
/// A format that is none, that takes more than one value, or that does not go with the element.
///
/// # Example
/// ```
/// use ndstrata_array::DynArray;
/// let x = DynArray::from(ndarray::arr0(2.5));
/// assert_eq!(ndstrata_text::percent_format("%6.2f", &x.view())?, "  2.50");
/// # Ok::<(), ndstrata_text::Error>(())
/// ```
pub fn percent_format(format: &str, element: &DynView<'_>) -> Result<String> {
    let (mut out, mut filled) = (String::new(), Ok(()));
    let format = Format::parse(format);
    element.for_each_element(|bytes| {
        out.clear();
        let cell = Cell::new(element.dtype(), bytes);
        // NumPy's scalars look like mappings to Python, which need not be used up.
        filled = match element.dtype().kind() {
            Kind::Str => format.fill(&mut out, std::iter::once(cell)),
            _ => format.fill_from(&mut out, &mut std::iter::once(cell)),
        };
    });
    filled.map(|()| out)
}

/// An integer in a format such as `%02i`; the format itself where it takes no integer.
pub(crate) fn format_integer(format: &str, n: usize) -> String {
    let (dtype, bytes) = (DType::of::<u64>(), (n as u64).to_ne_bytes());
    let mut out = String::new();
    match Format::parse(format).fill(&mut out, std::iter::once(Cell::new(&dtype, &bytes))) {
        Ok(()) => out,
        Err(_) => format.to_owned(),
    }
}

/// The type of the parts of a complex type.
fn real_part(dtype: &DType) -> Option<DType> {
    let part = match dtype.class() {
        TypeClass::Element(ElementType::Complex64) => DType::of::<f32>(),
        TypeClass::Element(ElementType::Complex128) => DType::of::<f64>(),
        _ => return None,
    };
    Some(part.with_byte_order(dtype.byte_order()))
}

/// NumPy says the same of every value that does not go with its conversion.
fn mismatch(error: Error, view: &DynView<'_>, format: &str) -> Error {
    if error.numpy_class() != "TypeError" {
        return error;
    }
    let dtype = view.dtype();
    let reason =
        format!("Mismatch between array dtype ('{dtype}') and format specifier ('{format}')");
    ErrorKind::Format { class: "TypeError", reason }.into()
}

fn write_encoded(out: &mut impl Write, text: &str, encoding: Encoding) -> Result<()> {
    if encoding == Encoding::Utf8 || text.is_ascii() {
        return Ok(out.write_all(text.as_bytes())?);
    }
    let latin: std::result::Result<Vec<u8>, _> =
        text.chars().map(|c| u8::try_from(u32::from(c))).collect();
    let latin = latin.map_err(|_| {
        Error::argument(
            "UnicodeEncodeError",
            "'latin-1' codec can't encode characters: ordinal not in range(256)",
        )
    })?;
    Ok(out.write_all(&latin)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndstrata_array::DynArray;

    fn written<T: ndstrata_dtype::Element>(values: Vec<T>, sep: &str, format: &str) -> String {
        let mut out = Vec::new();
        match tofile_text(&mut out, &DynArray::from_vec(values), sep, format) {
            Ok(()) => String::from_utf8_lossy(&out).into_owned(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn elements_are_written_as_python_values() {
        assert_eq!(written(vec![0.1f32, 2.0], ", ", "%s"), "0.10000000149011612, 2.0");
        assert_eq!(written(vec![1i32, 2], " ", "%05d"), "00001 00002");
        assert_eq!(written(vec![1.5], ",", "%r"), "1.5");
    }
}
