//! [`loadtxt`]: tables in which every row has the same number of fields.

mod blocks;
mod chunks;
mod columns;
mod control;
mod flexible;
mod options;
mod plan;
mod route;
mod rows;
mod survey;
mod swift;
mod tokenizer;

use ndstrata_array::DynArray;

use crate::error::Result;
use crate::shape::{check_ndmin, ensure_ndmin};
use crate::source::{Lines, Source, Text};
use plan::Plan;
use rows::Rows;
use tokenizer::Tokenizer;

pub use chunks::{Chunks, Records, chunks, records};
pub use options::LoadTxt;
pub use survey::{Margins, count_rows, margins};

/// Reads a table of numbers, dates or text.
///
/// NumPy: [numpy.loadtxt](https://numpy.org/doc/stable/reference/generated/numpy.loadtxt.html). Differs:
/// object arrays are not made; an empty file is no warning.
///
/// # Shape and dtype
///
/// Rows by columns, without axes of length 1; one axis for record types.
///
/// # Errors
///
/// Fields that are no value of the type, rows of unequal lengths, options that contradict each other.
///
/// # Example
/// ```
/// use ndstrata_text::{LoadTxt, Source, loadtxt};
/// let table = Source::text("# x, y\n1, 2\n3, 4\n");
/// let array = loadtxt(table, &LoadTxt::default().delimiter(','))?;
/// assert_eq!(array.to_string(), "[[1. 2.]\n [3. 4.]]");
/// # Ok::<(), ndstrata_text::Error>(())
/// ```
pub fn loadtxt(source: Source, options: &LoadTxt) -> Result<DynArray> {
    check_ndmin(options.ndmin)?;
    let (control, long_comments) = options.control()?;
    let text = match long_comments {
        [] => source.text,
        comments => Text::Lines(without_comments(&source.into_lines()?, comments)),
    };
    let mut rows = Rows::new(Plan::new(options, control)?)?;
    match text {
        Text::Whole(text) => {
            rows.n_text = Some(text.len());
            rows.read_block(&text, true)?;
        }
        Text::Lines(lines) if is_as_a_file(&lines, &rows.plan) => {
            rows.n_text = Some(lines.text().len());
            rows.read_block(lines.text(), true)?;
        }
        Text::Lines(lines) => {
            let mut tokens = Tokenizer::lines(&lines, control);
            rows.read(&mut tokens, true)?;
        }
        Text::Blocks(mut blocks) => {
            rows.n_text = blocks.n_bytes();
            let mut n_read = 0;
            while !rows.is_done() {
                let (text, is_last) = blocks.next_block(n_read)?;
                n_read = rows.read_block(text, is_last)?;
                if is_last {
                    break;
                }
            }
        }
    }
    ensure_ndmin(rows.into_array()?, options.ndmin)
}

/// Whether lines are rows as those of a file would be: none holds another, and none goes on in the next.
fn is_as_a_file(lines: &Lines, plan: &Plan) -> bool {
    lines.are_alone()
        && (plan.control.quote.is_none()
            || plan.swift.as_ref().is_some_and(|swift| swift.quotes_close(lines.text())))
}

fn without_comments(lines: &Lines, comments: &[String]) -> Lines {
    let finders: Vec<_> = comments.iter().map(memchr::memmem::Finder::new).collect();
    let cut = |line| {
        finders.iter().fold(line, |line: &str, finder| match finder.find(line.as_bytes()) {
            Some(at) => &line[..at],
            None => line,
        })
    };
    Lines::of(lines.iter().map(cut))
}

#[cfg(test)]
mod tests;
