//! What can be known of a table without converting it: how many rows it has, and what stands before and after
//! them.

use super::LoadTxt;
use super::tokenizer::Tokenizer;
use crate::error::{Error, Result};
use crate::source::Source;

/// What stands around the rows of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Margins {
    /// The lines before the first row, without what begins a comment.
    pub header: String,
    /// The lines after the last row, without what begins a comment.
    pub footer: String,
}

/// Counts the rows that `loadtxt` with these options would read, without converting them.
///
/// NumPy: none; the length of what [numpy.loadtxt](https://numpy.org/doc/stable/reference/generated/numpy.loadtxt.html)
/// returns.
///
/// # Errors
///
/// Options that contradict each other, comments of several characters, a failure of the source.
///
/// # Example
/// ```
/// use ndstrata_text::{LoadTxt, Source, count_rows};
/// assert_eq!(count_rows(Source::text("# x\n1 2\n\n3 4\n"), &LoadTxt::default())?, 2);
/// # Ok::<(), ndstrata_text::Error>(())
/// ```
pub fn count_rows(source: Source, options: &LoadTxt) -> Result<usize> {
    let (control, long_comments) = options.control()?;
    if !long_comments.is_empty() {
        return Err(Error::argument(
            "NotImplementedError",
            "rows behind several comments, or one of several characters, are not counted",
        ));
    }
    let most = options.max_rows.unwrap_or(usize::MAX);
    let mut blocks = source.into_blocks()?;
    let (mut n_to_skip, mut n_rows, mut n_used) = (options.skiprows, 0, 0);
    loop {
        let (text, is_last) = blocks.next_block(n_used)?;
        let mut tokens = Tokenizer::whole(text, control);
        loop {
            let start = tokens.position();
            if n_rows >= most {
                return Ok(n_rows);
            }
            let is_skipped = n_to_skip > 0;
            let is_finished = if is_skipped { tokens.skip_line()? } else { tokens.next_row()? };
            if is_finished && !is_last {
                tokens.rewind(start);
                break;
            }
            if is_skipped {
                n_to_skip -= 1;
            } else if tokens.n_fields() > 0 {
                n_rows += 1;
            }
            if is_finished {
                return Ok(n_rows);
            }
        }
        n_used = tokens.position();
    }
}

/// Gives back the text around the rows: what `savetxt` was told as `header` and `footer`, and lines that are
/// skipped.
///
/// NumPy: none; what [numpy.loadtxt](https://numpy.org/doc/stable/reference/generated/numpy.loadtxt.html) drops.
///
/// # Errors
///
/// A failure of the source.
///
/// # Example
/// ```
/// use ndstrata_text::{LoadTxt, Source, margins};
/// let around = margins(Source::text("# x, y\n# m\n1 2\n3 4\n# the end\n"), &LoadTxt::default())?;
/// assert_eq!((around.header.as_str(), around.footer.as_str()), ("x, y\nm", "the end"));
/// # Ok::<(), ndstrata_text::Error>(())
/// ```
pub fn margins(source: Source, options: &LoadTxt) -> Result<Margins> {
    let lines = source.into_lines()?;
    let lines: Vec<&str> = lines.iter().collect();
    let comment = |line: &str| {
        let line = line.trim_start();
        let found = options.comments.iter().find(|comment| line.starts_with(comment.as_str()));
        found.map(|comment| {
            let text = &line[comment.len()..];
            text.strip_prefix(' ').unwrap_or(text).trim_end_matches(['\r', '\n']).to_owned()
        })
    };
    let is_row = |(i, line): (usize, &&str)| {
        i >= options.skiprows && !line.trim().is_empty() && comment(line).is_none()
    };
    let first = lines.iter().enumerate().position(is_row).unwrap_or(lines.len());
    let last =
        lines.iter().enumerate().rev().find(|&row| is_row(row)).map_or(first, |(i, _)| i + 1);
    let text = |lines: &[&str]| {
        let plain = |line: &str| line.trim_end_matches(['\r', '\n']).to_owned();
        let lines = lines.iter().map(|line| comment(line).unwrap_or_else(|| plain(line)));
        lines.collect::<Vec<_>>().join("\n")
    };
    Ok(Margins { header: text(&lines[..first]), footer: text(&lines[last..]) })
}
