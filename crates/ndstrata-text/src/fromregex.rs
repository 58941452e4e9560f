//! [`fromregex`]: a record for each match of a regular expression.

mod pattern;

use ndstrata_array::{DynArray, Layout, Order};
use ndstrata_dtype::{DType, Kind};

use crate::error::{Error, Result};
use crate::item::Item;
use crate::memory::grow;
use pattern::Pattern;

/// Reads a record from each match of a regular expression in a text; each group is a field.
///
/// NumPy: [numpy.fromregex](https://numpy.org/doc/stable/reference/generated/numpy.fromregex.html). Differs:
/// expressions that step back without end are an error.
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
    let pattern = Pattern::new(regexp)?;
    let all = record.fields();
    // One group, or none and so the whole match: an array of the first field's type, which is then taken for
    // records.
    let is_single = pattern.n_groups() <= 2;
    let fields = if is_single { &all[..all.len().min(1)] } else { all };
    let row_dtype = match fields {
        [first] if is_single => &first.dtype,
        _ => dtype,
    };
    let mut bytes = Vec::new();
    let mut n_rows: usize = 0;
    pattern.each_match(text, |found| {
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
            let group = found.get(first + i).copied().unwrap_or_default();
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
        Ok(())
    })?;
    let layout = Layout::contiguous(&[n_rows], row_dtype.itemsize(), Order::C)?;
    let array = DynArray::from_bytes(bytes, 0, layout, row_dtype)?;
    Ok(if is_single { array.reinterpret(dtype)? } else { array })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_are_those_that_python_finds() {
        for (text, pattern, dtype, printed) in [
            ("1 foo\n2 bar\n", r"(\d+)(?= foo)", "i8,", "[(1,)]"),
            ("1 foo\n2 bar\n", r"(?<=\n)(\d+)", "i8,", "[(2,)]"),
            ("11 22 34\n55", r"(\d)\1", "i8,", "[(1,) (2,) (5,)]"),
            ("1 foo\n2 bar\n", r"(\d+) (\w+)$", "i8,S3", "[(2, b'bar')]"),
            ("1 foo\n2 bar\n", r"(?m)(\d+) (\w+)$", "i8,S3", "[(1, b'foo') (2, b'bar')]"),
            ("1 foo\n2 bar\n", r"(\d+) (\w+)\Z", "i8,S3", "[]"),
            ("1 foo\n2 bar\n", r"(\d+) (\w+)\n\Z", "i8,S3", "[(2, b'bar')]"),
            ("a{1}", r"a{(\d)}", "i8,", "[(1,)]"),
            ("aaa1", r"a{,3}(\d)", "i8,", "[(1,)]"),
            ("[1]", r"[[](\d)]", "i8,", "[(1,)]"),
            ("1-2", r"(\d+)(?#x)-(?P<q>\d)", "i4,i4", "[(1, 2)]"),
            ("xx1 yy2", r"(?P<c>\w)(?P=c)(\d)", "S1,i4", "[(b'x', 1) (b'y', 2)]"),
            ("1 2 x", r"(?!2)(\d)", "i8,", "[(1,)]"),
            ("(1) 2", r"(\()?(\d)(?(1)\))", "S1,i4", "[(b'(', 1) (b'', 2)]"),
            ("1 2", r"(?>\d+) (\d)", "i8,", "[(2,)]"),
            ("12 34", r"\b(\d++)\b", "i8,", "[(12,) (34,)]"),
            ("1\t2", r"(\d)\011(\d)", "i4,i4", "[(1, 2)]"),
            ("A1 b2", r"(?x) A (\d) # x", "i8,", "[(1,)]"),
            ("aab", r"(a*)", "S3,", "[(b'aa',) (b'',) (b'',)]"),
        ] {
            let array = dtype.parse().map_err(Error::from);
            let array = array.and_then(|dtype| fromregex(text, pattern, &dtype));
            let found = array.map_or_else(|error| error.to_string(), |array| array.to_string());
            assert_eq!(found, printed, "{pattern}");
        }
        for wrong in ["(", r"(?<=a+)(\d)", r"*(\d)", r"(\d)\q", r"(\d)[", r"(\d)\2", r"(\d)(?#"] {
            let found = "i8,".parse().map(|dtype| fromregex("1 2", wrong, &dtype));
            assert!(matches!(found, Ok(Err(_))), "{wrong}");
        }
    }
}
