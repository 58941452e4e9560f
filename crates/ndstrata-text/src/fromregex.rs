//! [`fromregex`]: a record for each match of a regular expression.

use ndstrata_array::{DynArray, Layout, Order};
use ndstrata_dtype::{DType, Kind};
use regex::Regex;

use crate::error::{Error, Result};
use crate::item::Item;
use crate::memory::grow;

/// Reads a record from each match of a regular expression in a text; each group is a field.
///
/// NumPy: [numpy.fromregex](https://numpy.org/doc/stable/reference/generated/numpy.fromregex.html). Differs:
/// expressions are those of the `regex` crate, without look-around and back-references.
///
/// # Errors
///
/// A type that is no record, another number of groups than fields, an expression that is wrong, groups
/// that are no value of their field.
///
/// # Example
/// ```
/// use ndstrata_dtype::{DType, Record};
/// use ndstrata_text::fromregex;
/// let record = Record::builder().field("n", DType::of::<i64>()).field("key", DType::bytes(3));
/// let array = fromregex("1312 foo\n1534 bar", r"(\d+)\s+(...)", &DType::record(record.build()?))?;
/// assert_eq!(array.to_string(), "[(1312, b'foo') (1534, b'bar')]");
/// # Ok::<(), ndstrata_text::Error>(())
/// ```
pub fn fromregex(text: &str, regexp: &str, dtype: &DType) -> Result<DynArray> {
    let Some(record) = dtype.as_record() else {
        return Err(Error::argument("TypeError", "dtype must be a structured datatype."));
    };
    let regex = Regex::new(regexp).map_err(|error| Error::argument("error", error.to_string()))?;
    let all = record.fields();
    // One group, or none and so the whole match: an array of the first field's type, which is then taken for
    // records.
    let is_single = regex.captures_len() <= 2;
    let fields = if is_single { &all[..all.len().min(1)] } else { all };
    let row_dtype = match fields {
        [first] if is_single => &first.dtype,
        _ => dtype,
    };
    let mut bytes = Vec::new();
    let mut n_rows: usize = 0;
    for found in regex.captures_iter(text) {
        // Without groups the whole match is the one field.
        let n_groups = (found.len() - 1).max(1);
        if n_groups != fields.len() {
            return Err(Error::value(format!(
                "could not assign tuple of length {n_groups} to structure with {} fields.",
                fields.len()
            )));
        }
        let first = usize::from(found.len() > 1);
        let start = bytes.len();
        grow(&mut bytes, row_dtype.itemsize())?;
        for (i, field) in fields.iter().enumerate() {
            let group = found.get(first + i).map_or("", |group| group.as_str());
            let at = if is_single { start } else { start + field.offset };
            let out = &mut bytes[at..at + field.dtype.itemsize()];
            if field.dtype.kind() == Kind::Bytes && !group.is_ascii() {
                let at = group.chars().take_while(char::is_ascii).count();
                let reason = format!(
                    "'ascii' codec can't encode a character in position {at}: ordinal not in range(128)"
                );
                return Err(Error::argument("UnicodeEncodeError", reason));
            }
            Item::Text(group.to_owned()).store(&field.dtype, out)?;
        }
        n_rows += 1;
    }
    let layout = Layout::contiguous(&[n_rows], row_dtype.itemsize(), Order::C)?;
    let array = DynArray::from_bytes(bytes, 0, layout, row_dtype)?;
    Ok(if is_single { array.reinterpret(dtype)? } else { array })
}
