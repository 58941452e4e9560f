//! [`tofile_text`]: elements with a separator between them.

use std::io::Write;

use ndstrata_array::{DynBase, Storage};
use ndstrata_dtype::{DType, ElementType, TypeClass};

use super::cell::Cell;
use super::percent::Format;
use crate::error::Result;

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
        None => Ok(out.write_all(text.as_bytes())?),
    }
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
