//! [`Chunks`]: an array read some rows at a time, in memory of fixed size.

use std::io::Read;

use ndstrata_array::DynArray;

use crate::read::{as_numpy_sees_it, check_bytes, read_elements};
use crate::{Header, ReadOptions, Result};

/// Bytes of a chunk unless its rows are given.
const CHUNK_BYTES: usize = 1 << 20;

/// An array read some rows at a time. A row is one step along the slowest axis of the file: the first
/// axis in C order, the last one in Fortran order.
///
/// NumPy: none.
///
/// # Example
///
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_npy::{write, Chunks, ReadOptions, WriteOptions};
/// let mut file = Vec::new();
/// write(&mut file, &DynArray::from_vec((0..10).collect::<Vec<i64>>()), &WriteOptions::new())?;
/// let mut total = 0;
/// for chunk in Chunks::new(&file[..], &ReadOptions::new())?.rows(4) {
///     total += chunk?.to_vec::<i64>()?.iter().sum::<i64>();
/// }
/// assert_eq!(total, 45);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Chunks<R> {
    reader: R,
    header: Header,
    options: ReadOptions,
    rows: usize,
    left: usize,
}

impl<R: Read> Chunks<R> {
    /// Reads the header.
    ///
    /// # Errors
    ///
    /// As [`read`](crate::read), but for the elements; a whole array of more bytes than the limit is
    /// fine, a chunk is not.
    pub fn new(mut reader: R, options: &ReadOptions) -> Result<Chunks<R>> {
        let header = Header::read(&mut reader, &options.limits)?;
        let header = as_numpy_sees_it(&header)?.into_owned();
        let n_rows = header.n_rows();
        let row_bytes = header.nbytes()?.checked_div(n_rows).unwrap_or(0);
        let rows = CHUNK_BYTES.checked_div(row_bytes).unwrap_or(usize::MAX).max(1);
        Ok(Chunks { reader, header, options: options.clone(), rows, left: n_rows })
    }

    /// Rows of each chunk but the last, at least one; about a megabyte unless set.
    pub fn rows(mut self, rows: usize) -> Chunks<R> {
        self.rows = rows.max(1);
        self
    }

    /// The header of the whole array.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The axis along which chunks follow each other.
    pub fn axis(&self) -> usize {
        self.header.row_axis()
    }

    /// Rows that are still to come.
    pub fn rows_left(&self) -> usize {
        self.left
    }

    fn read_chunk(&mut self, rows: usize) -> Result<DynArray> {
        let header = self.header.clone().with_rows(rows);
        check_bytes(header.nbytes()? as u64, &self.options.limits)?;
        read_elements(&mut self.reader, &header, &self.options.limits, crate::read::TRUSTED)
    }
}

impl<R: Read> Iterator for Chunks<R> {
    type Item = Result<DynArray>;

    fn next(&mut self) -> Option<Result<DynArray>> {
        if self.left == 0 {
            return None;
        }
        let rows = self.rows.min(self.left);
        let chunk = self.read_chunk(rows);
        // After an error the reader stands nowhere in particular.
        self.left = if chunk.is_ok() { self.left - rows } else { 0 };
        Some(chunk)
    }
}
