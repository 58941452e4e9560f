//! The short way of a reduction: numbers that lie in one run, folded to a single one with NumPy's defaults.
#![expect(unsafe_code, reason = "folds a run that was checked against memory")]

use ndstrata_array::{DynArray, DynView, Order};
use ndstrata_dtype::DType;
use ndstrata_kernels::elementwise::{Operand as LoopOperand, Run};

use super::long::Long;
use super::{Initial, ReduceOptions};
use crate::error_state;
use crate::kernel::{element_type, number_type};
use crate::ufunc::Ufunc;

impl Ufunc {
    /// The result, where the short way leads to one; all else is left to the long way, and so is every error.
    pub(super) fn reduce_plain(
        &'static self,
        a: &DynView<'_>,
        options: &ReduceOptions<'_>,
    ) -> Option<DynArray> {
        let ReduceOptions { axes, all_axes, dtype, keepdims, initial, mask } = options;
        let is_default = dtype.is_none()
            && mask.is_none()
            && !keepdims
            && matches!(initial, Initial::Identity)
            && !error_state::is_watched();
        let folds_all = *all_axes
            || a.ndim() == 1 && axes.as_ref().is_none_or(|axes| matches!(axes[..], [0 | -1]));
        if !is_default || !folds_all || a.size() == 0 {
            return None;
        }
        let stride = match a.ndim() {
            1 if a.strides()[0] > 0 => a.strides()[0],
            _ if a.is_c_contiguous() || a.is_f_contiguous() => a.itemsize() as isize,
            _ => return None,
        };
        let source = a.dtype().element_type()?;
        let target = match self.wide_type(a.dtype()) {
            Some(wide) => wide.element_type()?,
            None => source,
        };
        let numbers = [number_type(source), number_type(target)];
        let each = self.own_reduction(numbers[0], numbers[1])?;
        let accumulator = DType::from_element(element_type(each.accumulator()));
        let operand = LoopOperand { number: numbers[0], swapped: !a.dtype().is_native() };
        let mut result = match self.name {
            "add" => DynArray::zeros(&[], &accumulator, Order::C).ok()?,
            "multiply" => DynArray::ones(&[], &accumulator, Order::C).ok()?,
            "maximum" | "minimum" | "fmax" | "fmin" => {
                let zeros = vec![0; a.ndim()];
                let first = a.element_bytes(&zeros)?;
                // Where it need not be converted.
                if operand.swapped || each.accumulator() != numbers[0] {
                    return None;
                }
                DynArray::from_bytes(
                    first.to_vec(),
                    0,
                    ndstrata_array::Layout::scalar(),
                    &accumulator,
                )
                .ok()?
            }
            _ => return None,
        };
        let order = self.fold_order(target);
        let src = Run { ptr: a.as_ptr(), stride };
        let call = each.call_with(operand);
        let long =
            Long { call: &call, each: &each, src, count: a.size(), order, is_watched: false };
        let mut view = result.view_mut().ok()?;
        // SAFETY: the run goes over all elements of the array, from the first; the one accumulator is new.
        let _flags = unsafe { long.fold(view.as_mut_ptr()) };
        let wanted = DType::from_element(target);
        if accumulator == wanted { Some(result) } else { result.astype(&wanted).ok() }
    }
}
