//! `ufunc.accumulate`: every prefix of an axis folded.
#![expect(unsafe_code, reason = "scans layouts that were checked against memory")]

use ndstrata_array::{DynArray, DynView, Order, Plan, normalize_axis};
use ndstrata_dtype::DType;
use ndstrata_kernels::elementwise::{Operand as LoopOperand, Run, RunMut};
use ndstrata_kernels::math::Flags;
use ndstrata_kernels::{Converter, Swapped};
use smallvec::SmallVec;

use crate::call::{Body, is_checked, is_silent, watched};
use crate::error::{Error, ErrorKind, Result};
use crate::error_state;
use crate::kernel::{Kernel, number_type};
use crate::reduce::{at_axis, folds_innermost};
use crate::resolve::{Resolved, Rule};
use crate::ufunc::Ufunc;

impl Ufunc {
    /// An array of the same shape whose element `i` along `axis` folds those up to `i`.
    ///
    /// NumPy: [numpy.ufunc.accumulate](https://numpy.org/doc/stable/reference/generated/numpy.ufunc.accumulate.html).
    ///
    /// # Errors
    ///
    /// A ufunc that is not binary; an array without axes; an axis that is not there; types without a
    /// loop that can be folded.
    pub fn accumulate(
        &'static self,
        a: &DynView<'_>,
        axis: isize,
        dtype: Option<&DType>,
    ) -> Result<DynArray> {
        error_state::as_one("accumulate", || self.accumulate_noted(a, axis, dtype))
    }

    fn accumulate_noted(
        &'static self,
        a: &DynView<'_>,
        axis: isize,
        dtype: Option<&DType>,
    ) -> Result<DynArray> {
        self.check_binary("accumulate")?;
        let axis = normalize_axis(axis, a.ndim().max(1))?;
        if a.ndim() == 0 {
            return Err(Error::new(ErrorKind::FoldScalar { method: "accumulate" }));
        }
        let wide = dtype.cloned().or_else(|| self.wide_type(a.dtype()));
        let resolved = self.resolve_fold(a.dtype(), wide.as_ref(), "accumulate")?;
        if let Some(result) = self.scan(a, axis, &resolved)? {
            return Ok(result);
        }
        let source = a.astype(&resolved.dtypes[1])?;
        let mut result = a.astype(&resolved.dtypes[0])?.copy(Order::C)?;
        if let Some(body) = Body::of(&resolved.kernel)
            && resolved.dtypes[0] == resolved.dtypes[1]
            && !is_checked(self, &resolved)
        {
            let flags = scan_in_place(&body, &mut result, &source, axis)?;
            let silent = is_silent(self.name);
            error_state::note(if silent { Flags::NONE } else { flags }, self.name)?;
            return Ok(result);
        }
        for i in 1..a.shape()[axis] {
            let before = result.view().slice(&at_axis(axis, i - 1))?.copy(Order::C)?;
            let element = source.view().slice(&at_axis(axis, i))?.copy(Order::C)?;
            let folded = self.fold_pair(&resolved, &before, &element)?;
            result.view_mut()?.slice(&at_axis(axis, i))?.assign(&folded.view())?;
        }
        Ok(result)
    }

    /// Running results of numbers, by the kernels.
    fn scan(
        &'static self,
        a: &DynView<'_>,
        axis: usize,
        resolved: &Resolved,
    ) -> Result<Option<DynArray>> {
        let (Kernel::Map(each), Some(source), Some(target)) =
            (&resolved.kernel, a.dtype().element_type(), resolved.dtypes[0].element_type())
        else {
            return Ok(None);
        };
        let loses = source != target && source.kind() > target.kind();
        if loses && self.rule != Rule::Logic || is_checked(self, resolved) {
            return Ok(None);
        }
        let operand = LoopOperand { number: number_type(source), swapped: !a.dtype().is_native() };
        let native = LoopOperand::native(number_type(target));
        let Some(lines) = each.scan(operand, native) else { return Ok(None) };
        let rows = each.call_with([native, operand], native);
        let swapped = Swapped { source: operand.swapped, destination: false };
        let first = Converter::new(operand.number, native.number).swapped(swapped);
        // SAFETY: every element is written just below, along the axis in each of its lines.
        let mut result = unsafe { a.uninit_like(&resolved.dtypes[0], Order::K)? };
        let mut view = result.view_mut()?;
        let (to, from) = (without(view.strides(), axis), without(a.strides(), axis));
        let plan = Plan::new(&without(a.shape(), axis), [&to, &from]);
        let (d_axis, s_axis, count) = (view.strides()[axis], a.strides()[axis], a.shape()[axis]);
        let ([d_step, s_step], n) = (plan.inner_strides(), plan.inner_len());
        let (dst, src) = (view.as_mut_ptr(), a.as_ptr());
        let is_line = n < 16 || folds_innermost(a, &[axis]);
        let flags = watched(error_state::is_watched(), || {
            if is_line {
                plan.for_each_run(|[d, s]| {
                    for i in 0..n as isize {
                        let to =
                            RunMut { ptr: dst.wrapping_offset(d + i * d_step), stride: d_axis };
                        let from = Run { ptr: src.wrapping_offset(s + i * s_step), stride: s_axis };
                        // SAFETY: a run along the axis of the source, and the same of the fresh result.
                        unsafe { lines.run(to, from, count) };
                    }
                });
            } else if count > 0 {
                plan.for_each_run(|[d, s]| {
                    let (mut to, mut from) = (dst.wrapping_offset(d), src.wrapping_offset(s));
                    // SAFETY: the first row of the source, and of the fresh result.
                    unsafe { first.run(to, d_step, from, s_step, n) };
                    for _ in 1..count {
                        let before = Run { ptr: to.cast_const(), stride: d_step };
                        to = to.wrapping_offset(d_axis);
                        from = from.wrapping_offset(s_axis);
                        let element = Run { ptr: from, stride: s_step };
                        let here = RunMut { ptr: to, stride: d_step };
                        // SAFETY: neighbouring rows of the result, which share no element, the former
                        // written before, and a row of the source.
                        unsafe { rows.run(here, [before, element], n) };
                    }
                });
            }
            Flags::NONE
        });
        error_state::note(if is_silent(self.name) { Flags::NONE } else { flags }, self.name)?;
        Ok(Some(result))
    }
}

/// What belongs to the other axes.
pub(super) fn without<T: Copy>(values: &[T], axis: usize) -> SmallVec<[T; 4]>
where
    [T; 4]: smallvec::Array<Item = T>,
{
    values.iter().enumerate().filter(|&(k, _)| k != axis).map(|(_, &value)| value).collect()
}

/// Each element of the result along the axis becomes the operation's result of the one before it and
/// the source's.
fn scan_in_place(
    body: &Body,
    result: &mut DynArray,
    source: &DynArray,
    axis: usize,
) -> Result<Flags> {
    let (step, count) = (source.strides()[axis], source.shape()[axis]);
    let src = source.as_ptr();
    let mut view = result.view_mut()?;
    let result_step = view.strides()[axis];
    let strides = [without(view.strides(), axis), without(source.strides(), axis)];
    let plan = Plan::new(&without(view.shape(), axis), [&strides[0], &strides[1]]);
    let place = view.as_mut_ptr();
    let [acc_step, element_step] = plan.inner_strides();
    let strides = [acc_step, element_step, acc_step];
    Ok(watched(error_state::is_watched() && body.is_measured(), || {
        let mut raised = Flags::NONE;
        for i in 1..count as isize {
            plan.for_each_run(|[acc, element]| {
                let before = place.wrapping_offset(acc + (i - 1) * result_step);
                let here = place.wrapping_offset(acc + i * result_step);
                let ptrs = [before, src.wrapping_offset(element + i * step).cast_mut(), here];
                // SAFETY: the plan walks two neighbouring slices of the result, which share no
                // element, and one of the source.
                raised |= unsafe { body.run(&ptrs, &strides, plan.inner_len()) };
            });
        }
        raised
    }))
}
