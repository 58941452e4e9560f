//! [`Header`]: what stands before the elements in a `.npy` file.
//!
//! Reading it is in `parse`, writing it as NumPy does in `encode`. The elements are for `read` and
//! `write`.

mod encode;
mod parse;
mod tokens;

#[cfg(test)]
mod golden;
#[cfg(test)]
mod tests;

use ndstrata_array::{DynBase, Layout, Order, Storage};
use ndstrata_dtype::DType;

use crate::{Result, Version};

pub use parse::read_magic;
pub(crate) use parse::{fill, read_exact};
pub use tokens::Unended;

/// The bytes with which every `.npy` file begins.
pub(crate) const MAGIC: &[u8] = b"\x93NUMPY";

/// Type, order and shape of the array in a `.npy` file, and where its elements begin.
///
/// NumPy: [numpy.lib.format](https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
///
/// # Example
///
/// ```
/// use ndstrata_dtype::DType;
/// use ndstrata_npy::{Header, Limits};
/// let header = Header::new(&DType::FLOAT64, &[3, 4], false, None)?;
/// let bytes = header.to_bytes()?;
/// assert_eq!(&bytes[10..70], b"{'descr': '<f8', 'fortran_order': False, 'shape': (3, 4), } ");
/// assert_eq!(Header::read(&mut &bytes[..], &Limits::new())?.data_offset(), 128);
/// # Ok::<(), ndstrata_npy::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    dtype: DType,
    shape: Vec<usize>,
    fortran_order: bool,
    version: Version,
    data_offset: usize,
}

impl Header {
    /// The header of an array; without a version, the oldest that can hold it.
    ///
    /// NumPy: [numpy.lib.format.write_array_header_1_0](https://numpy.org/doc/stable/reference/generated/numpy.lib.format.write_array_header_1_0.html).
    ///
    /// # Errors
    ///
    /// A type without a description (fields that overlap or are out of order); a header too long for
    /// the version, or with characters that it cannot hold.
    pub fn new(
        dtype: &DType,
        shape: &[usize],
        fortran_order: bool,
        version: Option<Version>,
    ) -> Result<Header> {
        let (dtype, shape) = (dtype.clone(), shape.to_vec());
        let version_now = version.unwrap_or(Version::V1);
        let mut header =
            Header { dtype, shape, fortran_order, version: version_now, data_offset: 0 };
        let (version, bytes) = encode::encode(&header, version)?;
        header.version = version;
        header.data_offset = bytes.len();
        Ok(header)
    }

    /// What a header would say of elements that stand in a file without one.
    #[cfg(feature = "mmap")]
    pub(crate) fn of_raw(dtype: &DType, shape: Vec<usize>, fortran_order: bool) -> Header {
        let dtype = dtype.clone();
        Header { dtype, shape, fortran_order, version: Version::V1, data_offset: 0 }
    }

    /// The header that an array is saved with: in Fortran order if it lies so, else in C order.
    ///
    /// NumPy: [numpy.lib.format.header_data_from_array_1_0](https://numpy.org/doc/stable/reference/generated/numpy.lib.format.header_data_from_array_1_0.html).
    ///
    /// # Errors
    ///
    /// As [`new`](Header::new).
    pub fn of<S: Storage>(array: &DynBase<S>, version: Option<Version>) -> Result<Header> {
        let fortran_order = array.is_f_contiguous() && !array.is_c_contiguous();
        Header::new(array.dtype(), array.shape(), fortran_order, version)
    }

    /// The bytes that NumPy writes for it. Those of a header that was read may differ from the file's,
    /// where something else than NumPy wrote that.
    ///
    /// # Errors
    ///
    /// As [`new`](Header::new).
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        Ok(encode::encode(self, Some(self.version))?.1)
    }

    /// The same header with another type of elements.
    pub(crate) fn with_dtype(self, dtype: DType) -> Header {
        Header { dtype, ..self }
    }

    /// The same header with another length of the slowest axis.
    pub(crate) fn with_rows(mut self, rows: usize) -> Header {
        let axis = self.row_axis();
        if let Some(length) = self.shape.get_mut(axis) {
            *length = rows;
        }
        self
    }

    /// The axis along which a file grows: the first in C order, the last in Fortran order.
    pub(crate) fn row_axis(&self) -> usize {
        if self.fortran_order { self.shape.len().saturating_sub(1) } else { 0 }
    }

    /// The length of that axis; an array without axes is one row.
    pub(crate) fn n_rows(&self) -> usize {
        self.shape.get(self.row_axis()).copied().unwrap_or(1)
    }

    /// The header's bytes, as many as stand in the file.
    pub(crate) fn bytes_in_place(&self) -> Result<Vec<u8>> {
        encode::encode_in_place(self)
    }

    /// The type of the elements.
    pub fn dtype(&self) -> &DType {
        &self.dtype
    }

    /// The shape of the array.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// Whether the elements lie in Fortran order.
    pub fn fortran_order(&self) -> bool {
        self.fortran_order
    }

    /// The version of the format.
    pub fn version(&self) -> Version {
        self.version
    }

    /// The first byte of the elements, from the first byte of the magic on.
    pub fn data_offset(&self) -> usize {
        self.data_offset
    }

    /// C or Fortran order.
    pub fn order(&self) -> Order {
        if self.fortran_order { Order::F } else { Order::C }
    }

    /// Where the elements lie in the file, from the first of them on.
    ///
    /// # Errors
    ///
    /// More axes or bytes than an array can have.
    pub fn layout(&self) -> Result<Layout> {
        Ok(Layout::contiguous(&self.shape, self.dtype.itemsize(), self.order())?)
    }

    /// Bytes of all elements.
    ///
    /// # Errors
    ///
    /// More than an array can have.
    pub fn nbytes(&self) -> Result<usize> {
        // A layout's bytes fit in `isize`, as it has checked.
        Ok(self.layout()?.size() * self.dtype.itemsize())
    }
}
