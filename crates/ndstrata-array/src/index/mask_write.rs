//! `copyto`, `place`, `putmask`: elements written where a mask is true.
#![expect(unsafe_code, reason = "writes runs of layouts that were broadcast together")]

use ndstrata_dtype::{Casting, can_cast};
use ndstrata_kernels::{copy_masked_run, count_true, place_run};

use super::fault::IndexFault;
use super::positions::truth_bytes;
use crate::array::{DynArray, DynView, DynViewMut};
use crate::error::{Error, ErrorKind, Result};
use crate::layout::{Order, Plan};

/// Where [`DynViewMut::copyto`] writes, and which conversions are allowed.
#[derive(Clone)]
pub struct CopyTo<'a> {
    casting: Casting,
    mask: Option<DynView<'a>>,
}

impl Default for CopyTo<'_> {
    /// NumPy's: everywhere, conversions within a kind.
    fn default() -> Self {
        CopyTo { casting: Casting::SameKind, mask: None }
    }
}

impl<'a> CopyTo<'a> {
    /// Which conversions are allowed.
    ///
    /// NumPy: none.
    pub fn casting(mut self, casting: Casting) -> Self {
        self.casting = casting;
        self
    }

    /// Writes only where the mask, after broadcasting, is true.
    ///
    /// NumPy: none.
    pub fn mask(mut self, mask: DynView<'a>) -> Self {
        self.mask = Some(mask);
        self
    }
}

impl DynArray {
    /// Copies values into the array, broadcast and converted.
    ///
    /// NumPy: [numpy.copyto](https://numpy.org/doc/stable/reference/generated/numpy.copyto.html).
    ///
    /// # Errors
    ///
    /// Values or a mask that do not broadcast to the array's shape; a conversion that is not allowed.
    /// The array is then as it was.
    pub fn copyto(&mut self, source: &DynView<'_>, options: &CopyTo<'_>) -> Result<()> {
        self.view_mut()?.copyto(source, options)
    }

    /// Writes the first values where the mask is true, one after the other; too few repeat.
    ///
    /// NumPy: [numpy.place](https://numpy.org/doc/stable/reference/generated/numpy.place.html).
    ///
    /// # Errors
    ///
    /// A mask of another size; no values where there is something to write.
    pub fn place(&mut self, mask: &DynView<'_>, values: &DynView<'_>) -> Result<()> {
        self.view_mut()?.place(mask, values)
    }

    /// Writes `values[i]` to each place `i` for which the mask is true; too few values repeat.
    ///
    /// NumPy: [numpy.putmask](https://numpy.org/doc/stable/reference/generated/numpy.putmask.html).
    ///
    /// # Errors
    ///
    /// A mask of another size; values that do not convert.
    pub fn putmask(&mut self, mask: &DynView<'_>, values: &DynView<'_>) -> Result<()> {
        self.view_mut()?.putmask(mask, values)
    }
}

impl DynViewMut<'_> {
    /// As [`DynArray::copyto`].
    ///
    /// NumPy: [numpy.copyto](https://numpy.org/doc/stable/reference/generated/numpy.copyto.html).
    ///
    /// # Errors
    ///
    /// As [`DynArray::copyto`].
    pub fn copyto(&mut self, source: &DynView<'_>, options: &CopyTo<'_>) -> Result<()> {
        let casting = options.casting;
        if !can_cast(source.dtype(), self.dtype(), casting) {
            let (from, to) = (source.dtype().clone(), self.dtype().clone());
            let is_scalar = source.ndim() == 0;
            return Err(Error::new(ErrorKind::Casting { from, to, casting, is_scalar }));
        }
        let Some(mask) = &options.mask else { return self.assign(source) };
        let mask = mask.broadcast_to(self.shape()).map_err(|_| IndexFault::WhereShape {
            from: mask.shape().to_vec(),
            to: self.shape().to_vec(),
        })?;
        let mask = truth_bytes(&mask)?;
        let source = self.fit(source)?;
        let source = source.cast_to_same(self.dtype())?;
        let source = source.view().broadcast_to(self.shape())?;
        self.copy_masked(&source, &mask);
        Ok(())
    }

    /// The value without leading axes of length 1 too many, checked to broadcast to this shape.
    fn fit<'v>(&self, value: &DynView<'v>) -> Result<DynView<'v>> {
        let mut fitted = value.clone();
        while fitted.ndim() > self.ndim() && fitted.shape()[0] == 1 {
            fitted = fitted.squeeze_axes(&[0])?;
        }
        fitted.broadcast_to(self.shape()).map_err(|_| {
            let (from, to) = (value.shape().to_vec(), self.shape().to_vec());
            Error::new(ErrorKind::AssignShape { from, to })
        })?;
        Ok(fitted)
    }

    /// Copies elements of an array of the same dtype and shape where the mask, in C order, is true.
    pub(super) fn copy_masked(&mut self, source: &DynView<'_>, mask: &[u8]) {
        let itemsize = self.itemsize();
        let plan = Plan::in_c_order(self.shape(), [self.strides(), source.strides()]);
        let ([to_step, from_step], count) = (plan.inner_strides(), plan.inner_len());
        let (to, from) = (self.as_mut_ptr(), source.as_ptr());
        let mut at = 0;
        plan.for_each_run(|[d, s]| {
            let (to, from) = (to.wrapping_offset(d), from.wrapping_offset(s));
            let mask = &mask[at..at + count];
            at += count;
            // SAFETY: the plan's runs cover both arrays in C order, as the mask's bytes do; a
            // mutable borrow overlaps no other.
            unsafe { copy_masked_run(to, to_step, from, from_step, itemsize, mask) };
        });
    }

    /// As [`DynArray::place`].
    ///
    /// NumPy: [numpy.place](https://numpy.org/doc/stable/reference/generated/numpy.place.html).
    ///
    /// # Errors
    ///
    /// As [`DynArray::place`].
    pub fn place(&mut self, mask: &DynView<'_>, values: &DynView<'_>) -> Result<()> {
        if mask.size() != self.size() {
            return Err(IndexFault::MaskSize { function: "place" }.into());
        }
        let mask = truth_bytes(mask)?;
        let n_true = count_true(&mask);
        if n_true == 0 {
            return Ok(());
        }
        if values.size() == 0 {
            return Err(IndexFault::NothingToPlace.into());
        }
        let values = values.cast_to_same(self.dtype())?;
        let values = repeated(&values.view(), n_true)?;
        let (from, from_step) = (values.as_ptr(), one_step(&values));
        let itemsize = self.itemsize();
        let plan = Plan::in_c_order(self.shape(), [self.strides()]);
        let ([to_step], count) = (plan.inner_strides(), plan.inner_len());
        let to = self.as_mut_ptr();
        let (mut at, mut used) = (0, 0_isize);
        plan.for_each_run(|[d]| {
            let to = to.wrapping_offset(d);
            let from = from.wrapping_offset(used * from_step);
            let mask = &mask[at..at + count];
            at += count;
            // SAFETY: the plan's runs cover the array in C order, as the mask's bytes do; there are
            // as many values as true bytes, or one that repeats.
            used += unsafe { place_run(to, to_step, from, from_step, itemsize, mask) } as isize;
        });
        Ok(())
    }

    /// As [`DynArray::putmask`].
    ///
    /// NumPy: [numpy.putmask](https://numpy.org/doc/stable/reference/generated/numpy.putmask.html).
    ///
    /// # Errors
    ///
    /// As [`DynArray::putmask`].
    pub fn putmask(&mut self, mask: &DynView<'_>, values: &DynView<'_>) -> Result<()> {
        if mask.size() != self.size() {
            return Err(IndexFault::MaskSize { function: "putmask" }.into());
        }
        if values.size() == 0 || self.size() == 0 {
            return Ok(());
        }
        let mask = truth_bytes(mask)?;
        let values = values.cast_to_same(self.dtype())?;
        let values = repeated(&values.view(), self.size())?;
        let signed: Vec<isize> = self.shape().iter().map(|&n| n as isize).collect();
        let source = if values.size() == 1 { values.squeeze() } else { values.reshape(&signed)? };
        let source = source.view().broadcast_to(self.shape())?;
        self.copy_masked(&source, &mask);
        Ok(())
    }
}

/// One-dimensional: one value as it is, several repeated until there are `count`, no more.
fn repeated(values: &DynView<'_>, count: usize) -> Result<DynArray> {
    let flat = values.flatten(Order::C)?;
    let n_values = flat.size();
    if n_values == 1 {
        return Ok(flat);
    }
    if n_values >= count {
        return flat.slice_axis(0, 0, 1, count);
    }
    let mut positions = Vec::new();
    positions.try_reserve_exact(count).map_err(|_| Error::new(ErrorKind::TooBig))?;
    positions.extend((0..n_values as i64).cycle().take(count));
    flat.take(&DynArray::from_vec(positions).view())
}

fn one_step(values: &DynArray) -> isize {
    if values.size() == 1 { 0 } else { values.strides()[0] }
}
