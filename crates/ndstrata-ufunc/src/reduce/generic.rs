//! Any ufunc's reduction: slice after slice is folded into the accumulators by the ufunc's own loop.
#![expect(unsafe_code, reason = "folds layouts that were checked against memory")]

use ndstrata_array::{DynArray, Index, Order, Plan, Slice};
use ndstrata_kernels::math::Flags;
use smallvec::smallvec;

use super::{Folded, ReduceOptions};
use crate::call::{CallOptions, is_checked, watched};
use crate::error::Result;
use crate::error_state;
use crate::operand::Operand;
use crate::ufunc::Ufunc;

/// Ufuncs whose elements may be folded in any order and grouping, to the bit.
const FREE: &[&str] = &["bitwise_and", "bitwise_or", "bitwise_xor", "gcd", "lcm", "logical_xor"];

impl Ufunc {
    pub(super) fn reduce_generic(
        &'static self,
        folded: &Folded<'_>,
        options: &ReduceOptions<'_>,
    ) -> Result<DynArray> {
        let dtypes = &folded.resolved.dtypes;
        // The folded axes first, in order; each of their positions is one slice.
        let order: Vec<isize> =
            folded.axes.iter().chain(&folded.kept()).map(|&axis| axis as isize).collect();
        let source = folded.a.clone().transpose(&order)?;
        let source = if source.dtype() == &dtypes[1] {
            source.into_cow()
        } else {
            source.astype(&dtypes[1])?.into_cow()
        };
        let n_axes = folded.axes.len();
        let source = match options.mask {
            None if n_axes == 1 && FREE.contains(&self.name) => self.halved(source, folded)?,
            _ => source,
        };
        let mask = match &options.mask {
            None => None,
            Some(mask) => Some(mask.broadcast_to(folded.a.shape())?.transpose(&order)?),
        };
        let shape: Vec<usize> = source.shape()[..n_axes].to_vec();
        let slice =
            |position: &[usize]| -> Vec<Index> { position.iter().map(|&i| i.into()).collect() };
        let mut positions = Positions::new(&shape);
        let start = folded.start(self, &options.initial, &dtypes[0])?;
        let skipped = start.is_none();
        let mut accumulators = match start {
            Some(start) => start,
            None => match positions.next() {
                Some(first) => {
                    let first = source.view().slice(&slice(&first))?;
                    if first.dtype() == &dtypes[0] {
                        first.copy(Order::C)?
                    } else {
                        first.astype(&dtypes[0])?.copy(Order::C)?
                    }
                }
                None => DynArray::zeros(&folded.kept_shape(), &dtypes[0], Order::C)?,
            },
        };
        if mask.is_none()
            && dtypes[0] == dtypes[1]
            && !is_checked(self, folded.resolved)
            && let Some(body) = crate::call::Body::of(&folded.resolved.kernel)
        {
            let flags = fold_in_place(&body, &mut accumulators, &source, n_axes, skipped)?;
            let silent = crate::call::is_silent(self.name);
            error_state::note(if silent { Flags::NONE } else { flags }, self.name)?;
            return Ok(accumulators);
        }
        for position in positions {
            let element = source.view().slice(&slice(&position))?;
            let mask = match &mask {
                None => None,
                Some(mask) => Some(mask.clone().slice(&slice(&position))?),
            };
            let inputs: smallvec::SmallVec<[_; 2]> =
                smallvec![accumulators.clone().into_cow(), element.into_cow()];
            let mut views = [accumulators.view_mut()?];
            let flags = self.execute(folded.resolved, &inputs, &mut views, mask.as_ref())?;
            error_state::note(flags, self.name)?;
        }
        Ok(accumulators)
    }

    /// The first axis folded upon itself until few slices are left.
    fn halved<'s>(
        &'static self,
        source: ndstrata_array::DynCow<'s>,
        folded: &Folded<'_>,
    ) -> Result<ndstrata_array::DynCow<'s>> {
        let mut source = source;
        while source.shape()[0] >= 16 {
            let n = source.shape()[0];
            let next = {
                let part = |from: usize, n: usize| source.view().slice_axis(0, from, 1, n);
                let inputs: smallvec::SmallVec<[_; 2]> =
                    smallvec![part(0, n / 2)?.into_cow(), part(n / 2, n / 2)?.into_cow()];
                let mut shape = source.shape().to_vec();
                shape[0] = n / 2 + n % 2;
                let mut next = DynArray::zeros(&shape, &folded.resolved.dtypes[2], Order::C)?;
                let mut halves = [next.view_mut()?.slice_axis(0, 0, 1, n / 2)?];
                self.execute(folded.resolved, &inputs, &mut halves, None)?;
                if n % 2 == 1 {
                    let last = part(n - 1, 1)?;
                    next.view_mut()?.slice_axis(0, n / 2, 1, 1)?.assign(&last)?;
                }
                next
            };
            source = next.into_cow();
        }
        Ok(source)
    }

    /// One result of two arrays through a resolved loop, without further checks.
    pub(crate) fn fold_pair(
        &'static self,
        resolved: &crate::resolve::Resolved,
        lhs: &DynArray,
        rhs: &DynArray,
    ) -> Result<DynArray> {
        let inputs = [Operand::from(lhs), Operand::from(rhs)];
        let options = CallOptions::new()
            .dtype(resolved.dtypes[2].clone())
            .casting(ndstrata_dtype::Casting::Unsafe);
        let mut results = self.call(&inputs, options)?;
        Ok(results.pop().unwrap_or_else(|| lhs.clone()))
    }
}

/// `accumulators = op(accumulators, slice)` for each position of the leading axes but the first `skipped`.
fn fold_in_place(
    body: &crate::call::Body,
    accumulators: &mut DynArray,
    source: &ndstrata_array::DynCow<'_>,
    n_axes: usize,
    skipped: bool,
) -> Result<Flags> {
    let (outer, steps) = source.strides().split_at(n_axes);
    let (outer_shape, shape) = source.shape().split_at(n_axes);
    let base = source.as_ptr();
    let mut view = accumulators.view_mut()?;
    let plan = Plan::new(shape, [view.strides(), steps]);
    let positions = Plan::in_c_order(outer_shape, [outer]);
    let place = view.as_mut_ptr();
    let [acc_step, step] = plan.inner_strides();
    let strides = [acc_step, step, acc_step];
    let [along] = positions.inner_strides();
    // These loops go from element to element, so that one may read what it wrote before.
    let is_line = matches!(body, crate::call::Body::Run(_)) && plan.size() == 1;
    Ok(watched(error_state::is_watched() && body.is_measured(), || {
        let mut raised = Flags::NONE;
        let mut first = usize::from(skipped);
        positions.for_each_run(|[offset]| {
            let count = positions.inner_len();
            let from = std::mem::take(&mut first);
            if is_line {
                let [acc, element] = plan.start();
                let acc = place.wrapping_offset(acc);
                let offset = offset + from as isize * along + element;
                let ptrs = [acc, base.wrapping_offset(offset).cast_mut(), acc];
                // SAFETY: the one accumulator, and a line of the source.
                raised |= unsafe { body.run(&ptrs, &[0, along, 0], count - from) };
                return;
            }
            for i in from..count {
                let offset = offset + i as isize * along;
                plan.for_each_run(|[acc, element]| {
                    let acc = place.wrapping_offset(acc);
                    let ptrs = [acc, base.wrapping_offset(offset + element).cast_mut(), acc];
                    // SAFETY: the plan walks the accumulators, which are their own array's, and a slice
                    // of the source; the output is the first input.
                    raised |= unsafe { body.run(&ptrs, &strides, plan.inner_len()) };
                });
            }
        });
        raised
    }))
}

/// Every position of a shape, in C order.
pub(crate) struct Positions {
    shape: Vec<usize>,
    next: Option<Vec<usize>>,
}

impl Positions {
    pub(crate) fn new(shape: &[usize]) -> Positions {
        let next = if shape.contains(&0) { None } else { Some(vec![0; shape.len()]) };
        Positions { shape: shape.to_vec(), next }
    }
}

impl Iterator for Positions {
    type Item = Vec<usize>;

    fn next(&mut self) -> Option<Vec<usize>> {
        let current = self.next.take()?;
        let mut following = current.clone();
        for axis in (0..self.shape.len()).rev() {
            following[axis] += 1;
            if following[axis] < self.shape[axis] {
                self.next = Some(following);
                break;
            }
            following[axis] = 0;
        }
        Some(current)
    }
}

/// A full slice, for the axes before the one that is walked.
pub(crate) fn at_axis(axis: usize, part: impl Into<Index>) -> Vec<Index> {
    let mut index: Vec<Index> = (0..axis).map(|_| Index::Slice(Slice::all())).collect();
    index.push(part.into());
    index
}
