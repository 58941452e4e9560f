//! Results of a width that is known before they are written.
#![expect(unsafe_code, reason = "elements are written into memory that was just made")]

use std::marker::PhantomData;
use std::mem::MaybeUninit;

use ndstrata_array::{AxisOrder, DynArray, Order};
use ndstrata_dtype::DType;
use ndstrata_kernels::strings::{Unit, copy_units, fill_units};

use crate::error::Result;
use crate::order::laid_along;

/// A result whose elements are written one after the other.
pub(super) struct Writer<U> {
    array: DynArray,
    to: *mut U,
    width: usize,
    size: usize,
    /// The order of the axes in memory, where it is not C's.
    order: Option<AxisOrder>,
    n_written: usize,
    unit: PhantomData<U>,
}

impl<U: Unit> Writer<U> {
    /// An array of this type, whose elements have `width` characters.
    pub(super) fn new(
        dtype: &DType,
        width: usize,
        shape: &[usize],
        order: Option<AxisOrder>,
    ) -> Result<Writer<U>> {
        debug_assert_eq!(dtype.itemsize(), width * size_of::<U>());
        // SAFETY: `finish`, which alone hands the array out, has all elements written.
        let mut array = unsafe { DynArray::uninit(shape, dtype, Order::C)? };
        let to: *mut U = array.view_mut()?.as_mut_ptr().cast();
        let size = array.size();
        Ok(Writer { array, to, width, size, order, n_written: 0, unit: PhantomData })
    }

    /// Writes the next element; NULs follow what is written.
    #[inline(always)]
    pub(super) fn put(&mut self, write: impl for<'w> FnOnce(Slot<'w, U>) -> Slot<'w, U>) {
        assert!(self.n_written < self.size, "there is a place for each element");
        // SAFETY: the place of an element of the array, as was just checked.
        let place = unsafe { self.to.add(self.n_written * self.width) };
        // SAFETY: as many characters as an element has, of which this writer alone knows.
        let rest = unsafe { std::slice::from_raw_parts_mut(place.cast(), self.width) };
        // What comes back is what is left of this very place, as no other slot lives as long.
        fill_units(write(Slot { rest }).rest, U::default());
        self.n_written += 1;
    }

    /// Writes all elements from the characters of others that are as wide.
    pub(super) fn put_all(&mut self, from: &[U], of: impl Fn(U) -> U) {
        assert!(self.n_written == 0 && from.len() == self.width * self.size);
        // SAFETY: so many characters are in the array, of which this writer alone knows.
        let to: &mut [MaybeUninit<U>] =
            unsafe { std::slice::from_raw_parts_mut(self.to.cast(), from.len()) };
        to.iter_mut().zip(from).for_each(|(to, &c)| {
            to.write(of(c));
        });
        self.n_written = self.size;
    }

    /// The array; elements that were not written are empty.
    pub(super) fn finish(mut self) -> Result<DynArray> {
        while self.n_written < self.size {
            self.put(|slot| slot);
        }
        match &self.order {
            Some(order) => laid_along(self.array, order),
            None => Ok(self.array),
        }
    }
}

/// What is left of an element's place; what does not fit is cut off.
pub(super) struct Slot<'w, U> {
    rest: &'w mut [MaybeUninit<U>],
}

impl<U: Unit> Slot<'_, U> {
    /// Goes on with some text.
    #[inline(always)]
    pub(super) fn text(self, text: &[U]) -> Self {
        let n = copy_units(self.rest, text);
        Slot { rest: &mut self.rest[n..] }
    }

    /// Goes on with a character several times.
    #[inline(always)]
    pub(super) fn fill(self, c: U, n: usize) -> Self {
        let (to, rest) = self.rest.split_at_mut(n.min(self.rest.len()));
        fill_units(to, c);
        Slot { rest }
    }

    /// Goes on with characters as they come.
    #[inline(always)]
    pub(super) fn each(self, units: impl IntoIterator<Item = U>) -> Self {
        let mut n = 0;
        for (to, unit) in self.rest.iter_mut().zip(units) {
            to.write(unit);
            n += 1;
        }
        Slot { rest: &mut self.rest[n..] }
    }
}
