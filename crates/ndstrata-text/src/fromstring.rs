//! [`fromstring`]: numbers with a separator between them, and what C's `strtod` and `strtol` make of
//! them.

mod c_number;

use ndstrata_array::{DynArray, Layout, Order};
use ndstrata_dtype::{DType, TypeClass};

use crate::error::{Error, ErrorKind, Result};
use crate::memory::grow;
use c_number::{Number, is_blank, next_number};

/// Options of [`fromstring`]; the default is NumPy's, with a blank as separator.
#[derive(Clone, Debug)]
pub struct FromString {
    dtype: DType,
    count: Option<usize>,
    sep: String,
}

impl Default for FromString {
    fn default() -> FromString {
        FromString { dtype: DType::of::<f64>(), count: None, sep: " ".to_owned() }
    }
}

impl FromString {
    /// The type of the elements, a number or truth value.
    pub fn dtype(mut self, dtype: &DType) -> FromString {
        self.dtype = dtype.clone();
        self
    }

    /// How many to read at most; all where it is not said.
    pub fn count(mut self, count: usize) -> FromString {
        self.count = Some(count);
        self
    }

    /// What stands between numbers; a blank in it matches any run of blanks, also none.
    pub fn sep(mut self, sep: impl Into<String>) -> FromString {
        self.sep = sep.into();
        self
    }
}

/// Reads numbers with a separator between them.
///
/// NumPy: [numpy.fromstring](https://numpy.org/doc/stable/reference/generated/numpy.fromstring.html) with
/// `sep`. Differs: where there are fewer numbers than `count`, each that is missing is what C's reader makes of
/// nothing, -1 for floats and 0 for integers; NumPy leaves all but the first of them to chance.
///
/// # Errors
///
/// Text that is neither a number nor the separator; a type that is not read from text.
///
/// As in NumPy the bytes are those of the machine's order even where the type says another.
///
/// # Example
/// ```
/// use ndstrata_text::{FromString, fromstring};
/// let array = fromstring(b"1, 2,3", &FromString::default().sep(","))?;
/// assert_eq!(array.to_string(), "[1. 2. 3.]");
/// # Ok::<(), ndstrata_text::Error>(())
/// ```
pub fn fromstring(text: &[u8], options: &FromString) -> Result<DynArray> {
    read(text, options, true)
}

/// Reads numbers with a separator between them from the content of a file: an array of those that there
/// are, `count` at most.
///
/// NumPy: [numpy.fromfile](https://numpy.org/doc/stable/reference/generated/numpy.fromfile.html) with `sep`.
///
/// # Errors
///
/// As [`fromstring`].
pub fn fromfile_text(text: &[u8], options: &FromString) -> Result<DynArray> {
    read(text, options, false)
}

fn read(text: &[u8], options: &FromString, is_padded: bool) -> Result<DynArray> {
    let number = match (options.dtype.element_type(), options.dtype.class()) {
        (Some(element), _) => Number::Element(element),
        (None, TypeClass::DateTime64(_) | TypeClass::TimeDelta64(_)) => Number::Count,
        (None, TypeClass::LongDouble) => Number::LongDouble,
        _ => return Err(ErrorKind::NoText.into()),
    };
    if options.sep.is_empty() {
        return Err(Error::value(
            "The binary mode of fromstring is removed, use frombuffer instead",
        ));
    }
    let separator = clean_separator(options.sep.as_bytes());
    // A string of C's ends at NUL, and what follows one was not read.
    let n_text = text.iter().position(|&byte| byte == 0);
    let mut rest = &text[..n_text.unwrap_or(text.len())];
    let mut bytes = Vec::new();
    let mut slot = [0; 16];
    let slot = &mut slot[..options.dtype.itemsize()];
    let mut n_read = 0;
    while options.count.is_none_or(|most| n_read < most) {
        let n = next_number(number, rest, slot);
        if n == 0 {
            if !rest.is_empty() || n_text.is_some() {
                return Err(ErrorKind::Unmatched.into());
            }
            break;
        }
        rest = &rest[n..];
        bytes.extend_from_slice(slot);
        n_read += 1;
        match skip_separator(rest, &separator) {
            Skip::Matched(n) => rest = &rest[n..],
            Skip::End if n_text.is_none() || options.count == Some(n_read) => break,
            Skip::End => return Err(ErrorKind::Unmatched.into()),
            // What follows the last one that is wanted is of no interest.
            Skip::Mismatch if options.count == Some(n_read) => break,
            Skip::Mismatch => return Err(ErrorKind::Unmatched.into()),
        }
    }
    let n = options.count.filter(|_| is_padded).unwrap_or(n_read);
    let n_held = bytes.len();
    grow(&mut bytes, (n - n_read).saturating_mul(slot.len()))?;
    next_number(number, b"", slot);
    for missing in bytes[n_held..].chunks_exact_mut(slot.len()) {
        missing.copy_from_slice(slot);
    }
    let layout = Layout::contiguous(&[n], options.dtype.itemsize(), Order::C)?;
    Ok(DynArray::from_bytes(bytes, 0, layout, &options.dtype)?)
}

/// Runs of blanks as one, and one before all.
fn clean_separator(sep: &[u8]) -> Vec<u8> {
    let mut clean = Vec::with_capacity(sep.len() + 1);
    if !sep.first().is_some_and(is_blank) {
        clean.push(b' ');
    }
    for byte in sep {
        let byte = if is_blank(byte) { b' ' } else { *byte };
        if byte != b' ' || clean.last() != Some(&b' ') {
            clean.push(byte);
        }
    }
    if clean.last() == Some(&b' ') {
        clean.push(b' ');
    }
    clean
}

enum Skip {
    Matched(usize),
    End,
    Mismatch,
}

fn skip_separator(text: &[u8], separator: &[u8]) -> Skip {
    let (mut i, mut wanted) = (0, separator.iter());
    let mut sep = wanted.next();
    loop {
        let Some(byte) = text.get(i) else { return Skip::End };
        match sep {
            None if i > 0 => return Skip::Matched(i),
            None => return Skip::Mismatch,
            Some(b' ') => {
                if !is_blank(byte) {
                    sep = wanted.next();
                    continue;
                }
            }
            Some(expected) if expected != byte => return Skip::Mismatch,
            Some(_) => sep = wanted.next(),
        }
        i += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, dtype: &str) -> String {
        let dtype = dtype.parse().unwrap_or(DType::void(0));
        let options = FromString::default().dtype(&dtype).sep(",");
        match fromstring(text.as_bytes(), &options) {
            Ok(array) => array.to_string(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn numbers_as_numpy_reads_them() {
        let unmatched = "string or file could not be read to its end due to unmatched data";
        for (text, dtype, expected) in [
            ("1,", "i4", "[1]"),
            ("", "i4", "[]"),
            (" ", "f8", "[-1.]"),
            ("1,,2", "f8", unmatched),
            (
                "99999999999999999999,-99999999999999999999",
                "i8",
                "[9223372036854775807 9223372036854775807]",
            ),
            ("-1", "u8", unmatched),
            ("1 , 2", "f8", "[1. 2.]"),
            ("1+2j,3j,4,5+6", "c16", "[1.+2.j 0.+3.j 4.+0.j 5.+0.j]"),
            ("0x10", "i4", unmatched),
            (" ", "i8", "[0]"),
            (" ", "M8[D]", unmatched),
            ("-", "m8[s]", unmatched),
            ("-99999999999999999999,7", "m8[s]", "['NaT'     7]"),
        ] {
            assert_eq!(read(text, dtype), expected, "{dtype} of {text:?}");
        }
    }

    #[test]
    fn numbers_that_are_missing_are_what_the_reader_makes_of_nothing() {
        for (text, dtype, expected) in [
            ("", "f8", "[-1. -1. -1.]"),
            ("7 ", "c8", "[ 7.+0.j -1.+0.j -1.+0.j]"),
            ("7", "i4", "[7 0 0]"),
            (" ", "?", "[ True  True  True]"),
        ] {
            let dtype: DType = dtype.parse().unwrap_or(DType::void(0));
            let options = FromString::default().dtype(&dtype).count(3);
            let array = fromstring(text.as_bytes(), &options).map(|array| array.to_string());
            assert_eq!(array.unwrap_or_default(), expected, "{dtype} of {text:?}");
        }
    }
}
