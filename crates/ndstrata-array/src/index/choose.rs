//! `choose`: each element from the array that an index names.
#![expect(unsafe_code, reason = "copies elements of layouts that were broadcast together")]

use ndstrata_dtype::{Casting, Operand, result_type};

use super::fault::IndexFault;
use super::ndindex::ndindex;
use super::positions::{OutOfBounds, int_values};
use crate::array::{DynArray, DynBase, DynCow, DynView, Storage};
use crate::error::Result;
use crate::layout::{Order, broadcast_dims};

impl<S: Storage> DynBase<S> {
    /// For each element, which is the number of a choice, that choice's element; all are broadcast
    /// together.
    ///
    /// NumPy: [numpy.choose](https://numpy.org/doc/stable/reference/generated/numpy.choose.html).
    ///
    /// # Errors
    ///
    /// No choices, or an index that none has; shapes that do not broadcast; choices without a common
    /// type.
    ///
    /// ```
    /// use ndstrata_array::{DynArray, OutOfBounds};
    /// let (low, high) = (DynArray::from_vec(vec![0, 1, 2]), DynArray::from_vec(vec![10, 11, 12]));
    /// let which = DynArray::from_vec(vec![1, 0, 1]);
    /// let chosen = which.choose(&[low.view(), high.view()], OutOfBounds::Raise)?;
    /// assert_eq!(chosen.to_vec::<i32>()?, [10, 1, 12]);
    /// # Ok::<(), ndstrata_array::Error>(())
    /// ```
    pub fn choose(&self, choices: &[DynView<'_>], mode: OutOfBounds) -> Result<DynArray> {
        if choices.is_empty() {
            return Err(IndexFault::NoChoices.into());
        }
        let types: Vec<Operand> = choices.iter().map(|choice| choice.dtype().into()).collect();
        let dtype = result_type(&types)?;
        let mut shapes = vec![self.shape()];
        shapes.extend(choices.iter().map(DynBase::shape));
        let shape = broadcast_dims(&shapes)?;
        let which = self.view().broadcast_to(&shape)?;
        let which = int_values(&which, Casting::Safe)?;
        let fault = || IndexFault::Choice.into();
        let resolve = |&i: &i64| match (mode, usize::try_from(i)) {
            // Unlike positions, the numbers of choices do not count from the end.
            (OutOfBounds::Raise, Err(_)) => Err(fault()),
            _ => mode.resolve(i, choices.len()).ok_or_else(fault),
        };
        let which: Vec<usize> = which.iter().map(resolve).collect::<Result<_>>()?;
        let choices: Vec<DynCow<'_>> =
            choices.iter().map(|choice| choice.cast_to_same(&dtype)).collect::<Result<_>>()?;
        let choices: Vec<DynView<'_>> =
            choices.iter().map(|c| c.view().broadcast_to(&shape)).collect::<Result<_>>()?;
        // SAFETY: every element is written just below.
        let mut result = unsafe { DynArray::uninit(&shape, &dtype, Order::C)? };
        let (to, itemsize) = (result.view_mut()?.as_mut_ptr(), dtype.itemsize());
        let (outer, length) = match shape.split_last() {
            Some((&length, outer)) => (outer, length),
            None => (&[][..], 1),
        };
        let steps: Vec<isize> =
            choices.iter().map(|c| c.strides().last().copied().unwrap_or(0)).collect();
        let mut at = 0;
        for mut position in ndindex(outer) {
            position.resize(shape.len(), 0);
            let starts: Vec<isize> = choices
                .iter()
                .map(|c| if length > 0 { c.layout().offset_of(&position) } else { 0 })
                .collect();
            for i in 0..length {
                let k = which[at];
                let from = choices[k].as_ptr();
                let from = from.wrapping_offset(starts[k] + i as isize * steps[k]);
                let to = to.wrapping_add(at * itemsize);
                // SAFETY: the position lies within the choice, which was broadcast to the shape, and
                // `at` counts the elements of the fresh result.
                unsafe { from.copy_to_nonoverlapping(to, itemsize) };
                at += 1;
            }
        }
        Ok(result)
    }
}
