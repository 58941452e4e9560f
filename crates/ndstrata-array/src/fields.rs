//! Several fields at once, and fields by type and offset instead of by name.
#![expect(unsafe_code, reason = "shows parts of elements, which lie within them")]

use ndstrata_dtype::DType;

use crate::array::{DynBase, DynViewMut, Storage, spread_sub_array};
use crate::error::{Error, ErrorKind, Result};

impl<S: Storage> DynBase<S> {
    /// The records with only these fields, in this order, each where it was.
    ///
    /// NumPy: [accessing multiple fields](https://numpy.org/doc/stable/user/basics.rec.html#accessing-multiple-fields).
    ///
    /// # Errors
    ///
    /// A type without fields, or without one of these; a name that comes twice.
    ///
    /// # Example
    /// ```
    /// use ndstrata_array::{DynArray, Order};
    /// let records = DynArray::zeros(&[3], &"i4, f8, S3".parse()?, Order::C)?;
    /// let some = records.fields(&["f2", "f0"])?;
    /// assert_eq!((some.itemsize(), some.strides()), (15, &[15][..]));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn fields(self, names: &[&str]) -> Result<Self> {
        let dtype = self.dtype().select(names)?;
        let layout = self.layout().clone();
        // SAFETY: the chosen fields lie where they lay, in records of the same size.
        Ok(unsafe { self.with_dtype(dtype, layout, 0) })
    }

    /// The bytes of each element from `offset` on, as elements of another type.
    ///
    /// NumPy: [numpy.ndarray.getfield](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.getfield.html).
    ///
    /// # Errors
    ///
    /// A part that does not lie within the element; Python objects.
    pub fn getfield(self, dtype: &DType, offset: isize) -> Result<Self> {
        let itemsize = self.itemsize();
        let inside = usize::try_from(offset)
            .map_err(|_| Error::new(ErrorKind::NegativeOffset { offset }))?
            .checked_add(dtype.itemsize())
            .is_some_and(|end| end <= itemsize);
        if !inside {
            return Err(Error::new(ErrorKind::FieldOutside { offset, itemsize }));
        }
        if self.dtype().has_object() || dtype.has_object() {
            return Err(Error::new(ErrorKind::ObjectView));
        }
        let (layout, dtype) = spread_sub_array(self.layout(), dtype)?;
        // SAFETY: the part lies within each element, as was checked.
        Ok(unsafe { self.with_dtype(dtype, layout, offset) })
    }
}

impl DynViewMut<'_> {
    /// Writes a value into the bytes of each element from `offset` on, as elements of another type.
    ///
    /// NumPy: [numpy.ndarray.setfield](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.setfield.html).
    ///
    /// # Errors
    ///
    /// As [`getfield`](DynBase::getfield); a value that does not broadcast or convert.
    pub fn setfield(
        &mut self,
        value: &crate::DynView<'_>,
        dtype: &DType,
        offset: isize,
    ) -> Result<()> {
        self.view_mut().getfield(dtype, offset)?.assign(value)
    }
}
