//! Tables that are larger than memory: [`chunks`] of rows as arrays, [`records`] as Rust's own structs.

use std::marker::PhantomData;

use ndstrata_array::DynArray;
use ndstrata_dtype::Element;

use super::LoadTxt;
use super::flexible::Flexible;
use super::plan::Plan;
use super::rows::Rows;
use crate::error::{Error, Result};
use crate::source::{Blocks, Source};

/// Rows of a table as arrays of so many rows each; made by [`chunks`].
pub struct Chunks {
    blocks: Blocks,
    /// Of the block at hand.
    n_read: usize,
    rows: Rows,
    n_rows: usize,
    is_over: bool,
}

/// Reads a table in chunks of `n_rows` rows, of which the last may have fewer. Memory holds one chunk and
/// one block of text. `ndmin` and axes of length 1 are as they come: every chunk has two axes, of record types
/// one.
///
/// NumPy: [numpy.loadtxt](https://numpy.org/doc/stable/reference/generated/numpy.loadtxt.html) with
/// `max_rows`, called again and again on an open file.
///
/// # Errors
///
/// As [`loadtxt`](crate::loadtxt), from the iterator, which ends with the first; here already for options that
/// contradict each other, comments of several characters, and types whose width depends on all rows.
///
/// # Example
/// ```
/// use ndstrata_text::{LoadTxt, Source, chunks};
/// let table = Source::text("1 2\n3 4\n5 6\n");
/// let sums: Vec<String> = chunks(table, &LoadTxt::default(), 2)?
///     .map(|chunk| Ok(chunk?.to_string()))
///     .collect::<Result<_, ndstrata_text::Error>>()?;
/// assert_eq!(sums, ["[[1. 2.]\n [3. 4.]]", "[[5. 6.]]"]);
/// # Ok::<(), ndstrata_text::Error>(())
/// ```
pub fn chunks(source: Source, options: &LoadTxt, n_rows: usize) -> Result<Chunks> {
    let (control, long_comments) = options.control()?;
    if !long_comments.is_empty() {
        return Err(Error::argument(
            "NotImplementedError",
            "several comments, or one of several characters, are not read in chunks",
        ));
    }
    if Flexible::of(&options.dtype).is_some() {
        return Err(Error::argument(
            "NotImplementedError",
            "a type whose width depends on all rows is not read in chunks; give its width",
        ));
    }
    let mut rows = Rows::new(Plan::new(options, control)?)?;
    rows.limit = n_rows.max(1);
    let blocks = source.into_blocks()?;
    Ok(Chunks { blocks, n_read: 0, rows, n_rows: n_rows.max(1), is_over: false })
}

impl Chunks {
    fn next_chunk(&mut self) -> Result<Option<DynArray>> {
        while !self.is_over && self.rows.n_held() < self.n_rows {
            let (text, is_last) = self.blocks.next_block(self.n_read)?;
            self.n_read = self.rows.read_block(text, is_last)?;
            let is_spent = is_last && self.n_read >= text.len();
            self.is_over = is_spent || self.rows.is_done();
        }
        if self.rows.n_held() == 0 {
            return Ok(None);
        }
        self.rows.take_array().map(Some)
    }
}

impl Iterator for Chunks {
    type Item = Result<DynArray>;

    fn next(&mut self) -> Option<Result<DynArray>> {
        let chunk = self.next_chunk().transpose();
        if let Some(Err(_)) = chunk {
            self.is_over = true;
        }
        chunk
    }
}

/// Rows of a table as values of a Rust type; made by [`records`].
pub struct Records<T> {
    chunks: Chunks,
    held: std::vec::IntoIter<T>,
    row: PhantomData<T>,
}

/// Reads a table row by row into values of a type, such as a struct that derives `Record`.
///
/// NumPy: none; an iterator over the rows of [`numpy.loadtxt`](https://numpy.org/doc/stable/reference/generated/numpy.loadtxt.html).
///
/// # Errors
///
/// As [`chunks`].
///
/// # Example
/// ```
/// use ndstrata_text::{LoadTxt, Source, records};
/// let table = Source::text("1\n2\n3\n");
/// let values: Vec<i32> = records(table, &LoadTxt::default())?.collect::<Result<_, _>>()?;
/// assert_eq!(values, [1, 2, 3]);
/// # Ok::<(), ndstrata_text::Error>(())
/// ```
pub fn records<T: Element>(source: Source, options: &LoadTxt) -> Result<Records<T>> {
    const AT_A_TIME: usize = 4096;
    let options = options.clone().record::<T>();
    let chunks = chunks(source, &options, AT_A_TIME)?;
    Ok(Records { chunks, held: Vec::new().into_iter(), row: PhantomData })
}

impl<T: Element> Iterator for Records<T> {
    type Item = Result<T>;

    fn next(&mut self) -> Option<Result<T>> {
        loop {
            if let Some(value) = self.held.next() {
                return Some(Ok(value));
            }
            let values = match self.chunks.next()? {
                Ok(chunk) => chunk.to_vec::<T>(),
                Err(error) => return Some(Err(error)),
            };
            match values {
                Ok(values) => self.held = values.into_iter(),
                Err(error) => return Some(Err(error.into())),
            }
        }
    }
}
