//! `resize`: another size, with elements repeated, dropped or zero.

use crate::array::{DynArray, DynBase, Storage};
use crate::error::Result;
use crate::layout::{Order, check_shape};

impl<S: Storage> DynBase<S> {
    /// A new array of another shape, with the elements repeated as often as it takes.
    ///
    /// NumPy: [numpy.resize](https://numpy.org/doc/stable/reference/generated/numpy.resize.html).
    ///
    /// # Errors
    ///
    /// No memory for it.
    pub fn resized(&self, shape: &[usize]) -> Result<DynArray> {
        let form: Vec<isize> = shape.iter().map(|&n| n as isize).collect();
        check_shape(shape, self.itemsize())?;
        let size: usize = shape.iter().product();
        if self.size() == 0 || size == 0 {
            return DynArray::zeros(shape, self.dtype(), Order::C);
        }
        let flat = self.view().ravel(Order::C)?;
        let tiled = flat.tile(&[size.div_ceil(self.size())])?;
        tiled.slice_axis(0, 0, 1, size)?.reshape(form)
    }
}

impl DynArray {
    /// Gives the array another shape of any size: elements past its end are dropped, missing ones
    /// are zero. Clones keep theirs.
    ///
    /// NumPy: [numpy.ndarray.resize](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.resize.html).
    /// Differs: nobody else can refer to the array, so there is nothing to check.
    ///
    /// # Errors
    ///
    /// Elements that do not lie packed in memory; no memory for the new ones.
    pub fn resize(&mut self, shape: &[usize]) -> Result<()> {
        if !self.is_c_contiguous() && !self.is_f_contiguous() {
            return Err(super::ShapeFault::ResizeLayout.into());
        }
        let is_fortran = self.is_f_contiguous() && !self.is_c_contiguous();
        let order = if is_fortran { Order::F } else { Order::C };
        let mut result = DynArray::zeros(shape, self.dtype(), order)?;
        let n_kept = self.size().min(result.size());
        let flat = self.clone().reshape_view(&[-1], order)?.slice_axis(0, 0, 1, n_kept)?;
        let place = result.view_mut()?.reshape_view(&[-1], order)?;
        place.slice_axis(0, 0, 1, n_kept)?.assign(&flat.view())?;
        *self = result;
        Ok(())
    }
}
