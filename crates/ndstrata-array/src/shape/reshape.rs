//! `reshape`, `ravel` and `flatten`.

use crate::array::{DynArray, DynBase, DynCow, DynView, DynViewMut, Storage};
use crate::error::{Error, ErrorKind, Result};
use crate::layout::{Order, resolve_shape};
use crate::shape::ShapeFault;

/// How [`DynView::reshape_with`] takes the elements, and whether it may copy them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reshape {
    order: Order,
    copy: Option<bool>,
}

impl Reshape {
    /// In which order elements are read and placed: `C`, `F`, or `A` for that of the source.
    ///
    /// NumPy: none.
    pub fn order(mut self, order: Order) -> Reshape {
        self.order = order;
        self
    }

    /// `Some(true)` always copies, `Some(false)` never does, `None` where it must.
    ///
    /// NumPy: none.
    pub fn copy(mut self, copy: Option<bool>) -> Reshape {
        self.copy = copy;
        self
    }
}

impl<S: Storage> DynBase<S> {
    /// A new array of the elements, taken in `order` (C or F), in a shape of the same size.
    fn copy_into_shape(&self, shape: &[usize], order: Order) -> Result<DynArray> {
        if order != Order::F {
            return self.copy(Order::C)?.reshape_view(&signed(shape), Order::C);
        }
        // F order is C order with the axes reversed on both sides.
        let reversed: Vec<usize> = shape.iter().rev().copied().collect();
        let packed = self.view().t().copy(Order::C)?;
        Ok(packed.reshape_view(&signed(&reversed), Order::C)?.t())
    }

    fn reshape_order(&self, order: Order) -> Result<Order> {
        match order {
            Order::K => Err(ShapeFault::Order.into()),
            order => Ok(self.resolve_order(order)),
        }
    }
}

fn signed(shape: &[usize]) -> Vec<isize> {
    shape.iter().map(|&n| n as isize).collect()
}

impl<'a> DynView<'a> {
    /// The elements in another shape of the same size; one length may be -1. Borrowed where strides
    /// can show it, else copied.
    ///
    /// NumPy: [numpy.reshape](https://numpy.org/doc/stable/reference/generated/numpy.reshape.html).
    ///
    /// # Errors
    ///
    /// A shape of another size, two lengths of -1, more than 64 axes; no memory for the copy.
    ///
    /// ```
    /// use ndstrata_array::DynArray;
    /// let a = DynArray::from_vec(vec![0, 1, 2, 3, 4, 5]);
    /// assert_eq!(a.view().reshape([2, -1])?.shape(), [2, 3]);
    /// # Ok::<(), ndstrata_array::Error>(())
    /// ```
    pub fn reshape(&self, shape: impl AsRef<[isize]>) -> Result<DynCow<'a>> {
        self.reshape_with(shape, Reshape::default())
    }

    /// As [`reshape`](DynView::reshape), with an order, and a say in copying.
    ///
    /// NumPy: [numpy.reshape](https://numpy.org/doc/stable/reference/generated/numpy.reshape.html).
    ///
    /// # Errors
    ///
    /// As [`reshape`](DynView::reshape); a copy that is needed and not allowed; order `K`.
    pub fn reshape_with(&self, shape: impl AsRef<[isize]>, options: Reshape) -> Result<DynCow<'a>> {
        let order = self.reshape_order(options.order)?;
        let shape = resolve_shape(shape.as_ref(), self.size())?;
        if options.copy != Some(true) {
            match self.reborrow().reshape_view(&signed(&shape), order) {
                Ok(shown) => return Ok(shown.into_cow()),
                Err(error) if options.copy == Some(false) => return Err(error),
                Err(_) => {}
            }
        }
        Ok(self.copy_into_shape(&shape, order)?.into_cow())
    }

    /// The elements along one axis, in `order`; borrowed where they already follow each other so.
    ///
    /// NumPy: [numpy.ravel](https://numpy.org/doc/stable/reference/generated/numpy.ravel.html).
    ///
    /// # Errors
    ///
    /// No memory for the copy.
    pub fn ravel(&self, order: Order) -> Result<DynCow<'a>> {
        let order = self.ravel_order(order);
        if self.is_packed_in(order) {
            return Ok(self.reborrow().reshape_view(&[-1], order)?.into_cow());
        }
        Ok(self.flatten(order)?.into_cow())
    }
}

impl<S: Storage> DynBase<S> {
    /// The elements in a new one-dimensional array.
    ///
    /// NumPy: [numpy.ndarray.flatten](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.flatten.html).
    ///
    /// # Errors
    ///
    /// No memory for it.
    pub fn flatten(&self, order: Order) -> Result<DynArray> {
        match self.ravel_order(order) {
            Order::K => self.copy(Order::K)?.flat_in_memory_order(),
            order => self.copy_into_shape(&[self.size()], order),
        }
    }

    fn is_packed_in(&self, order: Order) -> bool {
        match order {
            Order::C => self.is_c_contiguous(),
            Order::F => self.is_f_contiguous(),
            _ => false,
        }
    }

    /// `K` is C or F for a packed array.
    fn ravel_order(&self, order: Order) -> Order {
        match order {
            Order::K if self.is_c_contiguous() => Order::C,
            Order::K if self.is_f_contiguous() => Order::F,
            Order::K => Order::K,
            order => self.resolve_order(order),
        }
    }
}

impl DynArray {
    /// The elements in another shape of the same size; one length may be -1. Shares them where
    /// strides can show it, else copies.
    ///
    /// NumPy: [numpy.ndarray.reshape](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.reshape.html).
    ///
    /// # Errors
    ///
    /// As [`DynView::reshape`].
    pub fn reshape(self, shape: impl AsRef<[isize]>) -> Result<DynArray> {
        self.reshape_with(shape, Reshape::default())
    }

    /// As [`reshape`](DynArray::reshape), with an order, and a say in copying.
    ///
    /// NumPy: [numpy.ndarray.reshape](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.reshape.html).
    ///
    /// # Errors
    ///
    /// As [`DynView::reshape_with`].
    pub fn reshape_with(self, shape: impl AsRef<[isize]>, options: Reshape) -> Result<DynArray> {
        let order = self.reshape_order(options.order)?;
        let shape = resolve_shape(shape.as_ref(), self.size())?;
        if options.copy != Some(true) {
            if let Some(layout) = self.layout().reshape(&shape, order, self.itemsize()) {
                return self.relayout(layout);
            }
            if options.copy == Some(false) {
                return Err(Error::new(ErrorKind::NeedsCopy));
            }
        }
        self.copy_into_shape(&shape, order)
    }

    /// The elements along one axis, in `order`; shared where they already follow each other so.
    ///
    /// NumPy: [numpy.ndarray.ravel](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.ravel.html).
    ///
    /// # Errors
    ///
    /// No memory for the copy.
    pub fn ravel(self, order: Order) -> Result<DynArray> {
        let order = self.ravel_order(order);
        if self.is_packed_in(order) { self.reshape_view(&[-1], order) } else { self.flatten(order) }
    }

    /// Gives the array another shape of the same size, without a copy of its elements.
    ///
    /// NumPy: [numpy.ndarray.shape](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.shape.html), assigned to.
    ///
    /// # Errors
    ///
    /// As [`DynView::reshape`]; strides that cannot show it. The array is then as it was.
    pub fn set_shape(&mut self, shape: impl AsRef<[isize]>) -> Result<()> {
        let options = Reshape::default().copy(Some(false));
        *self = self.clone().reshape_with(shape, options).map_err(|error| match error.kind() {
            ErrorKind::NeedsCopy => ShapeFault::SetShape.into(),
            _ => error,
        })?;
        Ok(())
    }

    /// A packed array, in whatever order of axes, as its elements follow in memory.
    fn flat_in_memory_order(self) -> Result<DynArray> {
        let mut axes: Vec<isize> = (0..self.ndim() as isize).collect();
        axes.sort_by_key(|&axis| std::cmp::Reverse(self.strides()[axis as usize]));
        let sorted = self.transpose(&axes)?;
        sorted.reshape_view(&[-1], Order::C)
    }

    fn relayout(self, layout: crate::Layout) -> Result<DynArray> {
        self.as_strided(0, layout, &self.dtype().clone())
    }
}

impl<'a> DynViewMut<'a> {
    /// The elements in another shape of the same size, for writing; one length may be -1.
    ///
    /// NumPy: [numpy.reshape](https://numpy.org/doc/stable/reference/generated/numpy.reshape.html) with `copy=False`.
    ///
    /// # Errors
    ///
    /// As [`DynView::reshape`]; strides that cannot show it, as writes to a copy would be lost.
    ///
    /// ```
    /// use ndstrata_array::{DynArray, Scalar};
    /// let mut a = DynArray::from_vec(vec![1, 2, 3, 4]);
    /// a.view_mut()?.reshape([2, 2])?.index_axis(0, 1)?.fill(&Scalar::new(0))?;
    /// assert_eq!(a.to_vec::<i32>()?, [1, 2, 0, 0]);
    /// # Ok::<(), ndstrata_array::Error>(())
    /// ```
    pub fn reshape(self, shape: impl AsRef<[isize]>) -> Result<DynViewMut<'a>> {
        self.reshape_view(shape.as_ref(), Order::C)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid() -> DynArray {
        DynArray::from_vec((0..6_i64).collect()).reshape([2, 3]).unwrap()
    }

    #[track_caller]
    fn values(array: &DynArray, expected: &[i64]) {
        assert_eq!(array.to_vec::<i64>().unwrap(), expected);
    }

    #[test]
    fn orders() {
        let f = grid().reshape_with([3, 2], Reshape::default().order(Order::F)).unwrap();
        values(&f, &[0, 4, 3, 2, 1, 5]);
        let t = grid().t();
        values(&t.clone().ravel(Order::C).unwrap(), &[0, 3, 1, 4, 2, 5]);
        values(&t.clone().ravel(Order::F).unwrap(), &[0, 1, 2, 3, 4, 5]);
        values(&t.clone().ravel(Order::A).unwrap(), &[0, 1, 2, 3, 4, 5]);
        values(&t.clone().ravel(Order::K).unwrap(), &[0, 1, 2, 3, 4, 5]);
        values(&t.flatten(Order::C).unwrap(), &[0, 3, 1, 4, 2, 5]);
    }

    #[test]
    fn copies_are_made_only_where_needed_and_allowed() {
        let a = grid();
        assert!(a.clone().reshape([3, 2]).unwrap().shares_buffer(&a));
        assert!(!a.clone().t().reshape([6]).unwrap().shares_buffer(&a));
        assert!(a.view().reshape([-1]).unwrap().is_borrowed());
        assert!(!a.view().t().reshape([-1]).unwrap().is_borrowed());
        let never = Reshape::default().copy(Some(false));
        assert!(a.view().t().reshape_with([-1], never).is_err());
        let always = Reshape::default().copy(Some(true));
        assert!(!a.clone().reshape_with([-1], always).unwrap().shares_buffer(&a));
        let mut b = a.clone();
        assert!(b.view_mut().unwrap().t().reshape([-1]).is_err());
    }

    #[test]
    fn errors_say_what_numpy_says() {
        let error = grid().reshape([4, -1]).err().unwrap();
        assert_eq!(error.to_string(), "cannot reshape array of size 6 into shape (4,newaxis)");
        let error = grid().reshape([-1, -1]).err().unwrap();
        assert_eq!(error.to_string(), "can only specify one unknown dimension");
        let error = grid().t().set_shape([6]).err().unwrap();
        assert_eq!(error.numpy_class(), "AttributeError");
    }
}
