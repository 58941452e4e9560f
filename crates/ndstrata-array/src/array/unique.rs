//! Between kinds of storage: borrowing for writing, owning, sharing.

use super::{Borrowed, BorrowedMut, Cow, DynArray, DynBase, DynCow, DynView, DynViewMut, Owned};
use crate::error::Result;
use crate::layout::Order;

impl DynArray {
    /// A borrow for writing. If clones share the elements, or they may not be written, or a
    /// broadcast shows one element at several places, they are copied first.
    ///
    /// NumPy: none.
    ///
    /// # Errors
    ///
    /// No memory for that copy.
    pub fn view_mut(&mut self) -> Result<DynViewMut<'_>> {
        self.make_unique()?;
        Ok(DynBase {
            storage: BorrowedMut::new(),
            start: self.start,
            layout: self.layout.clone(),
            dtype: self.dtype.clone(),
        })
    }

    /// Copies the elements unless this array is the only one that has them.
    pub(crate) fn make_unique(&mut self) -> Result<()> {
        let shows_twice = self.layout.may_self_overlap(self.itemsize());
        if shows_twice || !self.storage.0.is_writable_now() {
            *self = self.view().copy(Order::K)?;
        }
        Ok(())
    }

    /// Whether the elements may be written where they are, once no clone shares them.
    ///
    /// NumPy: [numpy.ndarray.flags](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.flags.html), `writeable`.
    pub fn is_writeable(&self) -> bool {
        self.storage.0.is_writable()
    }

    /// Whether two arrays are parts of one allocation.
    ///
    /// NumPy: [numpy.ndarray.base](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.base.html).
    pub fn shares_buffer(&self, other: &DynArray) -> bool {
        self.storage.0.same_as(&other.storage.0)
    }

    /// The array as one that may also borrow.
    ///
    /// NumPy: none.
    pub fn into_cow<'a>(self) -> DynCow<'a> {
        let DynBase { storage: Owned(buffer), start, layout, dtype } = self;
        DynBase { storage: Cow::new(Some(buffer)), start, layout, dtype }
    }
}

impl<'a> DynView<'a> {
    /// The view as one that may also own.
    ///
    /// NumPy: none.
    pub fn into_cow(self) -> DynCow<'a> {
        let DynBase { start, layout, dtype, .. } = self;
        DynBase { storage: Cow::new(None), start, layout, dtype }
    }
}

impl DynCow<'_> {
    /// Whether the elements are borrowed.
    ///
    /// NumPy: none.
    pub fn is_borrowed(&self) -> bool {
        self.storage.0.is_none()
    }

    /// An owned array; copies if the elements are borrowed.
    ///
    /// NumPy: none.
    ///
    /// # Errors
    ///
    /// No memory for the copy.
    pub fn into_owned(self) -> Result<DynArray> {
        let DynBase { storage, start, layout, dtype } = self;
        match storage.0 {
            Some(buffer) => Ok(DynBase { storage: Owned(buffer), start, layout, dtype }),
            None => DynBase { storage: Borrowed::new(), start, layout, dtype }.copy(Order::K),
        }
    }
}
