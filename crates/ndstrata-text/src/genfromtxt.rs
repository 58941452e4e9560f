//! [`genfromtxt`]: tables with gaps, names and types to be found.

mod assemble;
mod columns;
mod convert;
mod direct;
mod easy;
mod fused;
mod names;
mod options;
mod plan;
mod row_type;
mod rows;
mod sampled;
mod split;

use ndstrata_array::DynArray;

use crate::error::{Error, ErrorKind, Result};
use crate::shape::{check_ndmin, ensure_ndmin};
use crate::source::Source;
use assemble::Table;
use plan::Plan;
use rows::{Body, Lines, Rows};

pub use names::Case;
pub use options::{ColumnKey, ForColumns, GenFromTxt, Names};
pub use split::Delimiter;

/// What [`genfromtxt`] read.
#[derive(Debug)]
pub struct GenTable {
    /// The values.
    pub data: DynArray,
    /// True where a value is missing, where that was asked for.
    pub mask: Option<DynArray>,
    /// Lines of other lengths that were dropped: their number, from 1, and how many fields they have.
    pub invalid: Vec<(usize, usize)>,
}

/// Reads a table that may have gaps, names of columns, and columns of different types.
///
/// NumPy: [numpy.genfromtxt](https://numpy.org/doc/stable/reference/generated/numpy.genfromtxt.html).
/// Differs: dropped lines are returned, not warned of; values that need a `long double` are an error.
///
/// # Errors
///
/// Rows of unequal lengths, numbers that do not fit, names that are not there, options that contradict
/// each other.
///
/// # Example
/// ```
/// use ndstrata_text::{Delimiter, GenFromTxt, Source, genfromtxt};
/// let options = GenFromTxt::default().delimiter(Delimiter::Text(",".into()));
/// let table = genfromtxt(Source::text("1,,3\n4,5,x"), &options)?;
/// assert_eq!(table.data.to_string(), "[[ 1. nan  3.]\n [ 4.  5. nan]]");
/// # Ok::<(), ndstrata_text::Error>(())
/// ```
pub fn genfromtxt(source: Source, options: &GenFromTxt) -> Result<GenTable> {
    check_ndmin(options.ndmin)?;
    if let Some(rows) = options.max_rows {
        if options.skip_footer > 0 {
            return Err(Error::value(
                "The keywords 'skip_footer' and 'max_rows' can not be specified at the same time.",
            ));
        }
        if rows < 1 {
            return Err(Error::value("'max_rows' must be at least 1."));
        }
    }
    let mut first_line = String::new();
    let all = Lines::of(source, options)?;
    let mut lines = all.iter();
    let has_lines = options.skip_header == 0 || lines.nth(options.skip_header - 1).is_some();
    let mut first_values = Vec::new();
    let splits_at_nothing = options.comments.as_deref() == Some("");
    while has_lines && first_values.is_empty() {
        let Some(line) = lines.next() else {
            first_line.clear();
            break;
        };
        if splits_at_nothing {
            return Err(Error::value("empty separator"));
        }
        first_line = line.to_owned();
        if let (Names::FirstLine, Some(comments)) = (&options.names, &options.comments)
            && !comments.is_empty()
            && line.contains(comments.as_str())
        {
            first_line = line.split(comments.as_str()).skip(1).collect();
        }
        first_values = options.split(&first_line);
    }
    if let Names::FirstLine = options.names {
        let Some(first) = first_values.first() else {
            return Err(Error::argument("IndexError", "list index out of range"));
        };
        let first = crate::number::strip(first);
        if options.comments.as_ref().is_some_and(|comments| comments.contains(first)) {
            first_values.remove(0);
        }
        first_line.clear();
    }
    let has_sample = !first_line.is_empty();
    let mut plan = Plan::new(options, &first_values)?;
    plan.samples = has_sample.then_some(first_values);
    let rest: Vec<&str> = std::iter::once(first_line.as_str()).chain(lines).collect();
    let body = Body { lines: &rest, text: all.end(&rest[1..]) };
    let whole = match plan.dtype {
        _ if splits_at_nothing => None,
        Some(_) => fused::table(&plan, options, body)?,
        None => sampled::table(&plan, options, body)?,
    };
    if let Some(data) = whole {
        let data = ensure_ndmin(data, options.ndmin)?;
        return Ok(GenTable { data, mask: None, invalid: Vec::new() });
    }
    let mut rows = Rows::read(&plan, options, rest.into_iter());
    let columns = plan.columns(options, &rows)?;
    if splits_at_nothing {
        return Err(Error::value("empty separator"));
    }
    if !rows.invalid.is_empty() {
        let n_rows = (rows.len() + rows.invalid.len()).saturating_sub(options.skip_footer);
        let n_all = rows.invalid.len();
        if options.skip_footer > 0 {
            rows.invalid.retain(|&(line, _)| line <= n_rows + options.skip_header);
        }
        let skipped = n_all - rows.invalid.len();
        let footer = options.skip_footer - skipped.min(options.skip_footer);
        if !rows.invalid.is_empty() && options.invalid_raise {
            let (lines, expected) = (rows.invalid, plan.n_columns);
            return Err(ErrorKind::Lines { lines, expected }.into());
        }
        rows.drop_last(footer);
    } else {
        rows.drop_last(options.skip_footer);
    }
    let table = Table { rows: &rows, columns: &columns, missing: &plan.missing };
    let (data, mask) = match &plan.dtype {
        None => table.inferred(plan.names.as_deref(), options)?,
        Some(dtype) => table.typed(dtype, plan.names.as_deref(), options)?,
    };
    let data = ensure_ndmin(data, options.ndmin)?;
    let mask = mask.map(|mask| ensure_ndmin(mask, options.ndmin)).transpose()?;
    Ok(GenTable { data, mask, invalid: rows.invalid })
}

#[cfg(test)]
mod tests;
