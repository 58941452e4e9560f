//! The lines of a table, and the rows that they are: fields as parts of the text, so many a row.

use super::options::GenFromTxt;
use super::plan::{Plan, pick};
use super::split::Splitter;
use crate::error::Result;
use crate::source::{self, Source, Text, universal};

/// The lines of a source, with their ends; those of a file are translated to `\n`.
pub(super) enum Lines {
    Whole(String),
    Each(source::Lines),
}

impl Lines {
    pub(super) fn of(source: Source, options: &GenFromTxt) -> Result<Lines> {
        Ok(match source.text {
            // What is added at the end of a line is taken off again, where it is not asked for.
            Text::Lines(lines) if lines.are_alone() && !options.keeps_line_ends() => {
                Lines::Whole(lines.into_text())
            }
            Text::Lines(lines) => Lines::Each(lines),
            _ => {
                let text = source.into_text()?;
                match universal(&text) {
                    std::borrow::Cow::Borrowed(_) => Lines::Whole(text),
                    std::borrow::Cow::Owned(text) => Lines::Whole(text),
                }
            }
        })
    }

    /// The text of the last lines.
    pub(super) fn end(&self, lines: &[&str]) -> Option<&str> {
        let Lines::Whole(text) = self else { return None };
        let n: usize = lines.iter().map(|line| line.len()).sum();
        text.get(text.len().checked_sub(n)?..)
    }

    pub(super) fn iter(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        match self {
            Lines::Whole(text) => {
                let ends = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1);
                let ends = ends.chain((!text.ends_with('\n')).then_some(text.len()));
                let mut start = 0;
                Box::new(ends.filter(|&end| end > 0).map(move |end| {
                    let line = &text[start..end];
                    start = end;
                    line
                }))
            }
            Lines::Each(lines) => Box::new(lines.iter()),
        }
    }
}

/// The lines of the rows.
#[derive(Clone, Copy)]
pub(super) struct Body<'t> {
    pub(super) lines: &'t [&'t str],
    /// All lines but the first side by side; `None` where they are not of one text.
    pub(super) text: Option<&'t str>,
}

/// Rows of equal lengths.
pub(super) struct Rows<'t> {
    /// Row after row.
    fields: Vec<&'t str>,
    n_columns: usize,
    n_rows: usize,
    /// Lines of other lengths: their number, from 1, and how many fields they have.
    pub(super) invalid: Vec<(usize, usize)>,
}

impl<'t> Rows<'t> {
    pub(super) fn read(
        plan: &Plan,
        options: &GenFromTxt,
        lines: impl Iterator<Item = &'t str>,
    ) -> Rows<'t> {
        let n_columns = plan.n_columns;
        let mut rows = Rows { fields: Vec::new(), n_columns, n_rows: 0, invalid: Vec::new() };
        let splitter = Splitter::new(options);
        let mut fields = Vec::new();
        for (i, line) in lines.enumerate() {
            fields.clear();
            splitter.split(line, &mut fields);
            let n = fields.len();
            if n == 0 {
                continue;
            }
            let is_valid = if plan.usecols.is_empty() {
                let is_valid = n == n_columns;
                if is_valid {
                    rows.fields.extend_from_slice(&fields);
                }
                is_valid
            } else {
                let start = rows.fields.len();
                let chosen = plan.usecols.iter().map(|&column| pick(&fields, column).copied().ok());
                rows.fields.extend(chosen.map_while(|field| field));
                let is_valid = rows.fields.len() - start == n_columns;
                if !is_valid {
                    rows.fields.truncate(start);
                }
                is_valid
            };
            if is_valid {
                rows.n_rows += 1;
            } else {
                rows.invalid.push((i + options.skip_header + 1, n));
            }
            if Some(rows.n_rows) == options.max_rows {
                break;
            }
        }
        rows
    }

    pub(super) fn len(&self) -> usize {
        self.n_rows
    }

    pub(super) fn n_columns(&self) -> usize {
        self.n_columns
    }

    /// All fields, row after row.
    pub(super) fn fields(&self) -> &[&'t str] {
        &self.fields
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[&'t str]> + '_ {
        (0..self.n_rows).map(|i| &self.fields[i * self.n_columns..(i + 1) * self.n_columns])
    }

    /// The fields of one column.
    pub(super) fn column(&self, i: usize) -> impl Iterator<Item = &'t str> + Clone + '_ {
        self.fields.iter().skip(i).step_by(self.n_columns.max(1)).copied()
    }

    pub(super) fn drop_last(&mut self, n: usize) {
        self.n_rows = self.n_rows.saturating_sub(n);
        self.fields.truncate(self.n_rows * self.n_columns);
    }
}
