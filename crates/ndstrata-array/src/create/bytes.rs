//! Arrays from bytes and to bytes, in memory and in files.

use std::io::{Read, Seek, SeekFrom, Write};
use std::sync::Arc;

use ndstrata_dtype::DType;

use super::fault::CreateFault;
use crate::array::{DynArray, DynBase, DynView, Storage};
use crate::error::{Error, ErrorKind, Result};
use crate::layout::{Layout, Order};

/// Which part of some bytes [`FromBuffer::view`] shows.
///
/// NumPy: [numpy.frombuffer](https://numpy.org/doc/stable/reference/generated/numpy.frombuffer.html).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FromBuffer {
    dtype: DType,
    count: Option<usize>,
    offset: usize,
}

impl FromBuffer {
    /// All of the bytes, as elements of `dtype`.
    ///
    /// NumPy: none.
    pub fn new(dtype: &DType) -> FromBuffer {
        FromBuffer { dtype: dtype.clone(), count: None, offset: 0 }
    }

    /// How many elements; all that there are for `None`.
    ///
    /// NumPy: none.
    pub fn count(mut self, count: impl Into<Option<usize>>) -> FromBuffer {
        self.count = count.into();
        self
    }

    /// How many bytes are skipped first.
    ///
    /// NumPy: none.
    pub fn offset(mut self, offset: usize) -> FromBuffer {
        self.offset = offset;
        self
    }

    /// The elements, borrowed.
    ///
    /// NumPy: [numpy.frombuffer](https://numpy.org/doc/stable/reference/generated/numpy.frombuffer.html).
    ///
    /// # Errors
    ///
    /// Too few bytes for `count`, or no whole number of elements; an offset outside the bytes.
    pub fn view<'a>(&self, bytes: &'a [u8]) -> Result<DynView<'a>> {
        let layout = self.layout(bytes.len(), false)?;
        DynView::from_bytes(bytes, self.offset, layout, &self.dtype)
    }

    /// The elements, taken over with the bytes.
    ///
    /// NumPy: [numpy.frombuffer](https://numpy.org/doc/stable/reference/generated/numpy.frombuffer.html).
    ///
    /// # Errors
    ///
    /// As [`view`](FromBuffer::view).
    pub fn array(&self, bytes: Vec<u8>) -> Result<DynArray> {
        let layout = self.layout(bytes.len(), false)?;
        DynArray::from_bytes(bytes, self.offset, layout, &self.dtype)
    }

    /// The elements, shared with whoever holds the bytes: an array that is not written in place.
    ///
    /// NumPy: [numpy.frombuffer](https://numpy.org/doc/stable/reference/generated/numpy.frombuffer.html) of a `bytes`.
    ///
    /// # Errors
    ///
    /// As [`view`](FromBuffer::view).
    ///
    /// ```
    /// use std::sync::Arc;
    /// use ndstrata_array::{FromBuffer, Scalar};
    /// use ndstrata_dtype::DType;
    /// let bytes = Arc::new(b"abc".to_vec());
    /// let mut shown = FromBuffer::new(&DType::UINT8).count(2).shared(&bytes)?;
    /// shown.view_mut()?.fill(&Scalar::new(7_u8))?; // a copy is written
    /// assert_eq!(*bytes, b"abc");
    /// assert_eq!(shown.to_vec::<u8>()?, [7, 7]);
    /// # Ok::<(), ndstrata_array::Error>(())
    /// ```
    pub fn shared(&self, bytes: &Arc<Vec<u8>>) -> Result<DynArray> {
        let layout = self.layout(bytes.len(), false)?;
        DynArray::from_shared_bytes(bytes, self.offset, layout, &self.dtype)
    }

    /// The elements that another array's bytes show, sharing its memory.
    ///
    /// NumPy: [numpy.frombuffer](https://numpy.org/doc/stable/reference/generated/numpy.frombuffer.html) of an array.
    ///
    /// # Errors
    ///
    /// As [`view`](FromBuffer::view); an array that is not C-contiguous.
    ///
    /// ```
    /// use ndstrata_array::{DynArray, FromBuffer};
    /// use ndstrata_dtype::DType;
    /// let words = DynArray::from_vec(vec![0x0201_u16, 0x0403]);
    /// let bytes = FromBuffer::new(&DType::UINT8).offset(1).of(&words)?;
    /// assert!(bytes.shares_buffer(&words));
    /// assert_eq!(bytes.size(), 3);
    /// assert!(FromBuffer::new(&DType::UINT64).of(&words).is_err()); // four bytes are no whole element
    /// # Ok::<(), ndstrata_array::Error>(())
    /// ```
    pub fn of(&self, array: &DynArray) -> Result<DynArray> {
        if !array.is_c_contiguous() {
            return Err(CreateFault::NotContiguous.into());
        }
        let layout = self.layout(array.nbytes(), false)?;
        array.as_strided(self.offset as isize, layout, &self.dtype)
    }

    fn layout(&self, len: usize, is_string: bool) -> Result<Layout> {
        let itemsize = self.dtype.itemsize();
        if self.dtype.has_object() {
            return Err(Error::new(ErrorKind::ObjectConversion));
        }
        if itemsize == 0 {
            return Err(CreateFault::ZeroItemsize.into());
        }
        let Some(rest) = len.checked_sub(self.offset) else {
            return Err(CreateFault::Offset { len }.into());
        };
        let count = match self.count {
            Some(count) if count.checked_mul(itemsize).is_none_or(|bytes| bytes > rest) => {
                return Err(CreateFault::TooFew { is_string }.into());
            }
            Some(count) => count,
            None if rest % itemsize != 0 => {
                return Err(CreateFault::Multiple { is_string }.into());
            }
            None => rest / itemsize,
        };
        Layout::strided(&[count], &[itemsize as isize], itemsize)
    }
}

/// The bytes as elements of `dtype`, borrowed.
///
/// NumPy: [numpy.frombuffer](https://numpy.org/doc/stable/reference/generated/numpy.frombuffer.html).
///
/// # Errors
///
/// As [`FromBuffer::view`].
pub fn frombuffer<'a>(bytes: &'a [u8], dtype: &DType) -> Result<DynView<'a>> {
    FromBuffer::new(dtype).view(bytes)
}

/// A copy of the bytes as elements of `dtype`.
///
/// NumPy: [numpy.fromstring](https://numpy.org/doc/stable/reference/generated/numpy.fromstring.html).
/// Differs: reads bytes only, as NumPy did without a separator; numbers written as text are for the
/// text crate.
///
/// # Errors
///
/// As [`FromBuffer::view`].
///
/// ```
/// use ndstrata_array::fromstring;
/// use ndstrata_dtype::DType;
/// let a = fromstring(b"abcdefgh", &DType::FLOAT64, None)?;
/// assert_eq!(a.get::<f64>(&[0])?, 8.540883223036124e194);
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
pub fn fromstring(
    bytes: &[u8],
    dtype: &DType,
    count: impl Into<Option<usize>>,
) -> Result<DynArray> {
    let asked = FromBuffer::new(dtype).count(count);
    let layout = asked.layout(bytes.len(), true)?;
    DynView::from_bytes(bytes, 0, layout, dtype)?.copy(Order::C)
}

/// The elements that a file holds from `offset` bytes after its current position on; at most
/// `count`, and fewer where the file ends.
///
/// NumPy: [numpy.fromfile](https://numpy.org/doc/stable/reference/generated/numpy.fromfile.html)
/// without a separator. Differs: the file is any reader that can be told where to read.
///
/// # Errors
///
/// A file that cannot be read; a type without bytes.
pub fn fromfile(
    mut file: impl Read + Seek,
    dtype: &DType,
    count: impl Into<Option<usize>>,
    offset: u64,
) -> Result<DynArray> {
    let itemsize = dtype.itemsize();
    if itemsize == 0 {
        return Err(CreateFault::ZeroItemsize.into());
    }
    if dtype.has_object() {
        return Err(Error::new(ErrorKind::ObjectConversion));
    }
    if offset > 0 {
        let offset = i64::try_from(offset).unwrap_or(i64::MAX);
        file.seek(SeekFrom::Current(offset)).map_err(file_fault)?;
    }
    let wanted = match count.into() {
        Some(count) => count.saturating_mul(itemsize) as u64,
        None => u64::MAX,
    };
    let mut bytes = Vec::new();
    file.take(wanted).read_to_end(&mut bytes).map_err(file_fault)?;
    bytes.truncate(bytes.len() / itemsize * itemsize);
    FromBuffer::new(dtype).array(bytes)
}

#[cold]
fn file_fault(error: std::io::Error) -> Error {
    CreateFault::File { message: error.to_string() }.into()
}

impl<S: Storage> DynBase<S> {
    /// The bytes of all elements, one after the other in `order`.
    ///
    /// NumPy: [numpy.ndarray.tobytes](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.tobytes.html).
    ///
    /// # Errors
    ///
    /// No memory for them.
    pub fn tobytes(&self, order: Order) -> Result<Vec<u8>> {
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(self.nbytes()).map_err(|_| Error::new(ErrorKind::TooBig))?;
        let flat = self.view().ravel(order)?;
        bytes.extend_from_slice(flat.packed_bytes().unwrap_or(&[]));
        Ok(bytes)
    }

    /// Writes the bytes of all elements in C order, whatever the layout.
    ///
    /// NumPy: [numpy.ndarray.tofile](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.tofile.html) without a separator.
    ///
    /// # Errors
    ///
    /// A file that cannot be written; no memory to bring the elements in order.
    pub fn tofile(&self, mut file: impl Write) -> Result<()> {
        let flat = self.view().ravel(Order::C)?;
        file.write_all(flat.packed_bytes().unwrap_or(&[])).map_err(file_fault)?;
        file.flush().map_err(file_fault)
    }
}
