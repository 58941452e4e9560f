//! `roll`: elements moved along axes, those past the end to the front.
#![expect(unsafe_code, reason = "leaves memory to be written part by part")]

use super::fault::JoinFault;
use crate::array::{DynArray, DynBase, DynView, DynViewMut, Storage};
use crate::error::Result;
use crate::layout::{Order, normalize_axis};

impl<S: Storage> DynBase<S> {
    /// The elements moved along the flattened array.
    ///
    /// NumPy: [numpy.roll](https://numpy.org/doc/stable/reference/generated/numpy.roll.html) without an axis.
    ///
    /// # Errors
    ///
    /// No memory for the result.
    pub fn roll(&self, shift: isize) -> Result<DynArray> {
        let flat = self.view().ravel(Order::C)?;
        let shape: Vec<isize> = self.shape().iter().map(|&n| n as isize).collect();
        flat.roll_axes(&[shift], &[0])?.reshape(shape)
    }

    /// The elements moved along several axes; one shift serves all axes, one axis all shifts.
    ///
    /// NumPy: [numpy.roll](https://numpy.org/doc/stable/reference/generated/numpy.roll.html).
    ///
    /// # Errors
    ///
    /// An axis that is not there; another number of shifts than axes; no memory for the result.
    pub fn roll_axes(&self, shifts: &[isize], axes: &[isize]) -> Result<DynArray> {
        let n = match (shifts.len(), axes.len()) {
            (1, n) | (n, 1) => n,
            (n, m) if n == m => n,
            (n_shifts, n_axes) => return Err(JoinFault::Shifts { n_shifts, n_axes }.into()),
        };
        let mut moved = vec![0_usize; self.ndim()];
        for k in 0..n {
            let axis = normalize_axis(axes[if axes.len() == 1 { 0 } else { k }], self.ndim())?;
            let shift = shifts[if shifts.len() == 1 { 0 } else { k }];
            if let length @ 1.. = self.shape()[axis] {
                moved[axis] = (moved[axis] + shift.rem_euclid(length as isize) as usize) % length;
            }
        }
        let mut result = if self.is_c_contiguous() {
            // SAFETY: the parts, which cover the shape, are all written just below.
            unsafe { DynArray::uninit(self.shape(), self.dtype(), Order::C)? }
        } else {
            self.empty_like(&crate::Like::default())?
        };
        if self.size() > 0 {
            move_parts(result.view_mut()?, self.view(), &moved, 0)?;
        }
        Ok(result)
    }
}

/// Copies the two parts of each moved axis to their places.
fn move_parts(to: DynViewMut<'_>, from: DynView<'_>, moved: &[usize], axis: usize) -> Result<()> {
    let mut to = to;
    let Some(next) = (axis..moved.len()).find(|&axis| moved[axis] > 0) else {
        return to.assign(&from);
    };
    let (along, shift, length) = (next as isize, moved[next], from.shape()[next]);
    let kept = length - shift;
    let part = to.view_mut().slice_axis(along, shift, 1, kept)?;
    move_parts(part, from.clone().slice_axis(along, 0, 1, kept)?, moved, next + 1)?;
    let part = to.slice_axis(along, 0, 1, shift)?;
    move_parts(part, from.slice_axis(along, kept, 1, shift)?, moved, next + 1)
}
