//! Maps of raw files: elements without a header, as [`RawOptions`] describe them.

use std::fs::{File, OpenOptions};
use std::path::Path;

use ndstrata_dtype::DType;

use super::{MapMode, MemMap};
use crate::{Error, ErrorKind, Header, Result};

/// Where the elements lie in a raw file.
///
/// NumPy: [numpy.memmap](https://numpy.org/doc/stable/reference/generated/numpy.memmap.html).
#[derive(Clone, Debug, Default)]
pub struct RawOptions {
    mode: MapMode,
    shape: Option<Vec<usize>>,
    offset: u64,
    fortran_order: bool,
}

impl RawOptions {
    /// For reading: one axis of as many elements as the file holds.
    pub fn new() -> RawOptions {
        RawOptions::default()
    }

    /// What may be done to the array.
    pub fn mode(mut self, mode: MapMode) -> RawOptions {
        self.mode = mode;
        self
    }

    /// The shape; without it, one axis of as many elements as the file holds.
    pub fn shape(mut self, shape: &[usize]) -> RawOptions {
        self.shape = Some(shape.to_vec());
        self
    }

    /// The first byte of the first element.
    pub fn offset(mut self, offset: u64) -> RawOptions {
        self.offset = offset;
        self
    }

    /// Whether the elements lie in Fortran order.
    pub fn fortran_order(mut self, fortran_order: bool) -> RawOptions {
        self.fortran_order = fortran_order;
        self
    }

    fn header(&self, dtype: &DType, shape: Vec<usize>) -> Result<(Header, u64)> {
        if dtype.has_object() {
            return Err(Error::new(ErrorKind::MapObjects));
        }
        let header = Header::of_raw(dtype, shape, self.fortran_order);
        let end = self.offset.saturating_add(header.nbytes()? as u64);
        Ok((header, end))
    }
}

impl MemMap {
    /// Maps elements that stand in a file without a header. In mode `r+`, a file too short for the shape
    /// is made longer by zeros.
    ///
    /// NumPy: [numpy.memmap](https://numpy.org/doc/stable/reference/generated/numpy.memmap.html).
    ///
    /// # Errors
    ///
    /// Python objects; without a shape, bytes that do not make whole elements; a file that ends before
    /// the array, or is empty, in the other modes.
    ///
    /// # Example
    ///
    /// ```
    /// use ndstrata_dtype::DType;
    /// use ndstrata_npy::{MemMap, RawOptions};
    /// let path = std::env::temp_dir().join(format!("ndstrata-raw-{}", std::process::id()));
    /// std::fs::write(&path, [9, 1, 0, 2, 0])?;
    /// let map = MemMap::open_raw(&path, &DType::INT16, &RawOptions::new().offset(1))?;
    /// assert_eq!(map.view()?.to_string(), "[1 2]");
    /// # std::fs::remove_file(&path)?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn open_raw(path: impl AsRef<Path>, dtype: &DType, options: &RawOptions) -> Result<MemMap> {
        let is_written = options.mode == MapMode::ReadWrite;
        let file = OpenOptions::new().read(true).write(is_written).open(path)?;
        // Nobody may map the file between a look at its length and its change.
        let _lock = crate::lock::locked(&file, super::lock_of(options.mode))?;
        let length = file.metadata()?.len();
        let shape = match &options.shape {
            Some(shape) => shape.clone(),
            None => vec![whole_elements(length, options.offset, dtype.itemsize())?],
        };
        let (header, end) = options.header(dtype, shape)?;
        if is_written && length < end.max(1) {
            file.set_len(end.max(1))?;
        } else if length == 0 {
            return Err(Error::new(ErrorKind::MapEmpty));
        }
        MemMap::of_elements(&file, header, options.offset, options.mode)
    }

    /// Makes a raw file of zeros and maps it for writing; a file that had the name is replaced. Of the
    /// options the offset counts.
    ///
    /// NumPy: [numpy.memmap](https://numpy.org/doc/stable/reference/generated/numpy.memmap.html), mode `w+`.
    ///
    /// # Errors
    ///
    /// Python objects; an array too large; a file that cannot be made.
    pub fn create_raw(
        path: impl AsRef<Path>,
        dtype: &DType,
        shape: &[usize],
        options: &RawOptions,
    ) -> Result<MemMap> {
        let (path, (_, end)) = (path.as_ref(), options.header(dtype, shape.to_vec())?);
        let lengthen = |file: &mut File| Ok::<_, Error>(file.set_len(end.max(1))?);
        crate::file::replace_sized(path, 0, lengthen)?;
        let options = options.clone().shape(shape).mode(MapMode::ReadWrite);
        MemMap::open_raw(path, dtype, &options)
    }
}

/// How many elements there are from `offset` to the end of a file of `length` bytes.
fn whole_elements(length: u64, offset: u64, itemsize: usize) -> Result<usize> {
    let nbytes = length
        .checked_sub(offset)
        .ok_or_else(|| Error::new(ErrorKind::MapLength { needed: offset, length }))?;
    match nbytes.checked_rem(itemsize as u64) {
        Some(0) => Ok(usize::try_from(nbytes / itemsize as u64).unwrap_or(usize::MAX)),
        _ => Err(Error::new(ErrorKind::MapRest { nbytes, itemsize })),
    }
}
