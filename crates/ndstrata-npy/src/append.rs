//! [`Appender`]: a `.npy` file that grows in place.

use std::fs::{File, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

use ndstrata_array::{DynBase, Storage};
use ndstrata_dtype::DType;

use crate::header::MAGIC;
use crate::lock::{Lock, locked};
use crate::read::as_numpy_sees_it;
use crate::source::Source;
use crate::write::write_in_order;
use crate::{Error, ErrorKind, Header, Limits, Result, Version};

/// A `.npy` file to which rows are added at its end: along the first axis in C order, along the last
/// one in Fortran order.
///
/// NumPy: none, though its headers leave the room for it.
///
/// New rows are written behind the array, and only [`flush`](Appender::flush) makes the header count
/// them, once they are safe. Whatever breaks off in between leaves the array as it was at the last
/// flush. Dropping does not flush.
///
/// An appender locks its file, where the file's system has locks: a second one, and a
/// [`MemMap`](crate::MemMap), is refused while it lives.
///
/// # Example
///
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_dtype::DType;
/// use ndstrata_npy::{load, Appender, ReadOptions};
/// # let path = std::env::temp_dir().join(format!("ndstrata-append-{}.npy", std::process::id()));
/// let mut file = Appender::create(&path, &DType::FLOAT64, &[])?;
/// file.append(&DynArray::from_vec(vec![1.0, 2.0]))?;
/// file.append(&DynArray::from_vec(vec![3.0]))?;
/// file.finish()?;
/// assert_eq!(load(&path, &ReadOptions::new())?.shape(), [3]);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), ndstrata_npy::Error>(())
/// ```
pub struct Appender {
    /// Locked, so that nobody else counts the same rows.
    file: File,
    /// The header as it will be at the next flush.
    header: Header,
    end: u64,
    is_flushed: bool,
}

impl Appender {
    /// Makes a file of no rows, each of which will have the shape given; one that had the name is
    /// replaced.
    ///
    /// NumPy: none.
    ///
    /// # Errors
    ///
    /// Python objects; a row too large; a file that cannot be made, or that another appender holds.
    pub fn create(path: impl AsRef<Path>, dtype: &DType, row_shape: &[usize]) -> Result<Appender> {
        let shape = [&[0], row_shape].concat();
        let header = Header::new(dtype, &shape, false, None)?;
        if dtype.has_object() {
            return Err(Error::new(ErrorKind::SaveObjects));
        }
        header.nbytes()?;
        let bytes = header.to_bytes()?;
        // Readers of the old file keep it; who writes to it would write to nothing.
        if std::fs::metadata(path.as_ref()).is_ok_and(|metadata| metadata.is_file()) {
            locked(&File::open(path.as_ref())?, Lock::Shared)?;
        }
        crate::file::replace_sized(path.as_ref(), 0, |file| {
            Ok::<_, Error>(file.write_all(&bytes)?)
        })?;
        Appender::open(path)
    }

    /// Opens a file that exists.
    ///
    /// NumPy: none.
    ///
    /// # Errors
    ///
    /// As [`load`](crate::load); an array without axes; a header without room for more digits; another
    /// array behind this one; a file that another appender or a map holds.
    pub fn open(path: impl AsRef<Path>) -> Result<Appender> {
        let file = OpenOptions::new().read(true).write(true).open(path)?;
        if !file.metadata()?.is_file() {
            return Err(std::io::Error::from(std::io::ErrorKind::NotSeekable).into());
        }
        let file = locked(&file, Lock::Exclusive)?;
        let source = Source::of(file.try_clone()?)?;
        let mut reader = source.reader(0, source.len());
        let header = Header::read(&mut reader, &Limits::new().max_header_size(usize::MAX))?;
        let header = as_numpy_sees_it(&header)?.into_owned();
        if header.shape().is_empty() {
            return Err(Error::new(ErrorKind::AppendScalar));
        }
        let end = header.data_offset() as u64 + header.nbytes()? as u64;
        if source.len() < end {
            let (shape, expected) = (header.shape().to_vec(), header.layout()?.size());
            let there = source.len().saturating_sub(header.data_offset() as u64);
            let found = (there / header.dtype().itemsize().max(1) as u64) as usize;
            return Err(Error::new(ErrorKind::ShortFile { shape, expected, found }));
        }
        let mut behind = [0; MAGIC.len()];
        let n = source.read_at(&mut behind, end)?;
        if behind[..n] == *MAGIC {
            return Err(Error::new(ErrorKind::AppendBefore));
        }
        // Refused now rather than when rows were written.
        header.clone().with_rows(usize::MAX).bytes_in_place()?;
        Ok(Appender { file, header, end, is_flushed: true })
    }

    /// The header as it will be at the next flush.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Writes rows behind those that are there: an array of the same type and, but for the axis along
    /// which the file grows, of the same shape; or a single row without that axis.
    ///
    /// NumPy: none.
    ///
    /// # Errors
    ///
    /// Another type or shape; a file that cannot be written. The array in the file stays as it was at
    /// the last flush.
    pub fn append<S: Storage>(&mut self, rows: &DynBase<S>) -> Result<()> {
        if rows.dtype() != self.header.dtype() {
            let (found, expected) = (rows.dtype().clone(), self.header.dtype().clone());
            return Err(Error::new(ErrorKind::AppendType { found, expected }));
        }
        let n_rows = self.count_rows(rows.shape())?;
        let total = self.header.n_rows().saturating_add(n_rows);
        let header = self.header.clone().with_rows(total);
        header.nbytes()?;
        self.file.seek(SeekFrom::Start(self.end))?;
        write_in_order(&mut self.file, &rows.view(), self.header.fortran_order())?;
        self.end += rows.nbytes() as u64;
        self.header = header;
        self.is_flushed = false;
        Ok(())
    }

    fn count_rows(&self, shape: &[usize]) -> Result<usize> {
        let axis = self.header.row_axis();
        let mut row = self.header.shape().to_vec();
        row.remove(axis);
        if shape == row {
            return Ok(1);
        }
        let mut rest = shape.to_vec();
        if shape.len() == self.header.shape().len() {
            let n_rows = rest.remove(axis);
            if rest == row {
                return Ok(n_rows);
            }
        }
        let (found, expected) = (shape.to_vec(), self.header.shape().to_vec());
        Err(Error::new(ErrorKind::AppendShape { found, expected }))
    }

    /// Makes the rows written so far part of the array: first they are brought to the disk, then the
    /// header.
    ///
    /// NumPy: none.
    ///
    /// # Errors
    ///
    /// A file that cannot be written.
    pub fn flush(&mut self) -> Result<()> {
        if self.is_flushed {
            return Ok(());
        }
        self.file.sync_data()?;
        self.file.seek(SeekFrom::Start(0))?;
        self.file.write_all(&self.header.bytes_in_place()?)?;
        self.file.sync_data()?;
        self.is_flushed = true;
        Ok(())
    }

    /// Flushes and closes the file.
    ///
    /// NumPy: none.
    ///
    /// # Errors
    ///
    /// As [`flush`](Appender::flush).
    pub fn finish(mut self) -> Result<()> {
        self.flush()
    }

    /// The version of the format.
    pub fn version(&self) -> Version {
        self.header.version()
    }
}
