//! `ufunc.reduceat`: segments of an axis folded.
#![expect(unsafe_code, reason = "folds layouts that were checked against memory")]

use ndstrata_array::{DynArray, DynView, Order, Plan, normalize_axis};
use ndstrata_dtype::DType;
use ndstrata_kernels::Converter;
use ndstrata_kernels::elementwise::{Operand as LoopOperand, Run};
use ndstrata_kernels::math::Flags;

use super::accumulate::without;
use crate::call::{is_silent, watched};
use crate::error::{Error, ErrorKind, Result};
use crate::error_state;
use crate::kernel::{element_type, number_type};
use crate::reduce::{ReduceOptions, at_axis, folds_innermost};
use crate::resolve::{Resolved, Rule};
use crate::ufunc::Ufunc;

impl Ufunc {
    /// Along `axis`, element `i` folds those from `indices[i]` up to the next index; where that is not
    /// greater, it is the element at `indices[i]`.
    ///
    /// NumPy: [numpy.ufunc.reduceat](https://numpy.org/doc/stable/reference/generated/numpy.ufunc.reduceat.html).
    ///
    /// # Errors
    ///
    /// As [`accumulate`](Ufunc::accumulate); an index out of bounds.
    pub fn reduceat(
        &'static self,
        a: &DynView<'_>,
        indices: &[i64],
        axis: isize,
        dtype: Option<&DType>,
    ) -> Result<DynArray> {
        error_state::as_one("reduceat", || self.reduceat_noted(a, indices, axis, dtype))
    }

    fn reduceat_noted(
        &'static self,
        a: &DynView<'_>,
        indices: &[i64],
        axis: isize,
        dtype: Option<&DType>,
    ) -> Result<DynArray> {
        self.check_binary("reduceat")?;
        let axis = normalize_axis(axis, a.ndim().max(1))?;
        if a.ndim() == 0 {
            return Err(Error::new(ErrorKind::FoldScalar { method: "reduceat" }));
        }
        let length = a.shape()[axis];
        let starts: Vec<usize> = indices
            .iter()
            .map(|&index| {
                usize::try_from(index).ok().filter(|&i| i < length).ok_or_else(|| {
                    Error::new(ErrorKind::ReduceatIndex { ufunc: self.name, index, length })
                })
            })
            .collect::<Result<_>>()?;
        let wide = dtype.cloned().or_else(|| self.wide_type(a.dtype()));
        let resolved = self.resolve_fold(a.dtype(), wide.as_ref(), "reduceat")?;
        if let Some(result) = self.reduceat_fast(a, &starts, axis, &resolved)? {
            return Ok(result);
        }
        let mut shape = a.shape().to_vec();
        shape[axis] = starts.len();
        let mut result = DynArray::zeros(&shape, &resolved.dtypes[2], Order::C)?;
        for (i, &start) in starts.iter().enumerate() {
            let stop = starts.get(i + 1).copied().unwrap_or(length);
            let folded = if start < stop {
                let segment = a.clone().slice_axis(axis as isize, start, 1, stop - start)?;
                let options = ReduceOptions::new()
                    .axes(&[axis as isize])
                    .dtype(resolved.dtypes[2].clone())
                    .no_initial();
                self.reduce(&segment, options)?
            } else {
                a.clone().index_axis(axis as isize, start as isize)?.astype(&resolved.dtypes[2])?
            };
            result.view_mut()?.slice(&at_axis(axis, i))?.assign(&folded.view())?;
        }
        Ok(result)
    }

    /// The result, where the kernels have this reduction.
    fn reduceat_fast(
        &'static self,
        a: &DynView<'_>,
        starts: &[usize],
        axis: usize,
        resolved: &Resolved,
    ) -> Result<Option<DynArray>> {
        let (Some(source), Some(target)) =
            (a.dtype().element_type(), resolved.dtypes[0].element_type())
        else {
            return Ok(None);
        };
        let loses = source != target && source.kind() > target.kind();
        if loses && self.rule != Rule::Logic {
            return Ok(None);
        }
        let (number, target) = (number_type(source), number_type(target));
        let Some(each) = self.kernel_reduction(resolved, number, target, true) else {
            return Ok(None);
        };
        // What the kernel does not take as it lies is converted once, not segment by segment.
        let cast = match number == each.operand() && a.dtype().is_native() {
            true => None,
            false => Some(a.astype(&DType::from_element(element_type(each.operand())))?),
        };
        let a = &cast.as_ref().map_or_else(|| a.clone(), DynArray::view);
        let operand = LoopOperand::native(each.operand());
        let number = operand.number;
        let call = each.call_with(operand);
        let first = Converter::new(number, each.accumulator());
        let mut shape = a.shape().to_vec();
        shape[axis] = starts.len();
        let accumulator = DType::from_element(element_type(each.accumulator()));
        // SAFETY: each element is written just below, as its segment's first one.
        let mut result = unsafe { DynArray::uninit(&shape, &accumulator, Order::C)? };
        let mut view = result.view_mut()?;
        let strides = [without(view.strides(), axis), without(a.strides(), axis)];
        let plan = Plan::new(&without(a.shape(), axis), [&strides[0], &strides[1]]);
        let (d_axis, s_axis, length) = (view.strides()[axis], a.strides()[axis], a.shape()[axis]);
        let ([d_step, s_step], n) = (plan.inner_strides(), plan.inner_len());
        let (dst, src) = (view.as_mut_ptr(), a.as_ptr());
        // NumPy folds along the axis, which matters to the tree of a sum alone.
        let is_line = call.has_order()
            || d_step != each.accumulator().itemsize() as isize
            || folds_innermost(a, &[axis]);
        let columns = if is_line { 1 } else { n };
        let segments = starts.iter().enumerate().map(|(i, &start)| {
            let stop = starts.get(i + 1).copied().unwrap_or(length);
            (i as isize, start as isize, stop.saturating_sub(start + 1))
        });
        let flags = watched(error_state::is_watched(), || {
            plan.for_each_run(|[d, s]| {
                for column in (0..n).step_by(columns) {
                    let d = d + column as isize * d_step;
                    let s = s + column as isize * s_step;
                    for (i, start, count) in segments.clone() {
                        let place = dst.wrapping_offset(d + i * d_axis);
                        let ptr = src.wrapping_offset(s + start * s_axis);
                        // SAFETY: the first of a segment of each column, and as many results.
                        unsafe { first.run(place, d_step, ptr, s_step, columns) };
                        let ptr = ptr.wrapping_offset(s_axis);
                        if count == 0 {
                            continue;
                        }
                        if is_line {
                            // SAFETY: the rest of the segment, and its result.
                            unsafe { call.fold(place, Run { ptr, stride: s_axis }, count) };
                        } else {
                            let strides = [s_axis, s_step];
                            // SAFETY: as above, for columns whose results follow each other.
                            unsafe { call.fold_rows(place, ptr, strides, [count, columns]) };
                        }
                    }
                }
            });
            Flags::NONE
        });
        error_state::note(if is_silent(self.name) { Flags::NONE } else { flags }, "reduceat")?;
        let wanted = &resolved.dtypes[2];
        Ok(Some(if result.dtype() == wanted { result } else { result.astype(wanted)? }))
    }
}
