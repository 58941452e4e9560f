//! Sums, products and extremes by the kernels' reductions.
//!
//! Where the elements that are folded lie densest, each result folds runs of them; where the results
//! lie densest, whole rows are folded into a row of accumulators.
#![expect(unsafe_code, reason = "folds layouts that were checked against memory")]

use ndstrata_array::{DynArray, Order, Plan};
use ndstrata_dtype::{DType, Kind};
use ndstrata_kernels::elementwise::{Operand as LoopOperand, Run};
use ndstrata_kernels::math::Flags;
use ndstrata_kernels::reduce::{self, ReduceCall, Reduction, Reductions};

use super::long::{Base, FoldOrder, Long, PARALLEL_FROM};
use super::{Folded, Initial, ReduceOptions};
use crate::call::watched;
use crate::error::Result;
use crate::error_state;
use crate::kernel::{element_type, number_type};
use crate::ufunc::Ufunc;

/// The kernels' reductions of a ufunc, and whether they start from an identity.
fn reductions(name: &str) -> Option<(&'static Reductions, bool)> {
    Some(match name {
        "add" => (&reduce::SUM, true),
        "multiply" => (&reduce::PRODUCT, true),
        "maximum" => (&reduce::MAXIMUM, false),
        "minimum" => (&reduce::MINIMUM, false),
        "fmax" => (&reduce::FMAX, false),
        "fmin" => (&reduce::FMIN, false),
        _ => return None,
    })
}

impl Ufunc {
    /// The result, where the kernels have this reduction.
    pub(super) fn reduce_fast(
        &'static self,
        folded: &Folded<'_>,
        options: &ReduceOptions<'_>,
    ) -> Result<Option<DynArray>> {
        let a = folded.a;
        if let Some(result) = self.reduce_truth(folded, options)? {
            return Ok(Some(result));
        }
        let (Some((table, has_identity)), Some(source), Some(target)) = (
            reductions(self.name),
            a.dtype().element_type(),
            folded.resolved.dtypes[0].element_type(),
        ) else {
            return Ok(None);
        };
        let Some(each) = table.find(number_type(target)) else { return Ok(None) };
        // Small integers are summed without being converted first, where that is the sum asked for.
        let wide = reduce::WIDE_SUM.find(number_type(source)).filter(|wide| {
            self.name == "add" && source != target && wide.accumulator() == number_type(target)
        });
        let each = wide.unwrap_or(each);
        // Complex numbers read as other types lose a part before the fold; the generic way does so.
        if options.mask.is_some() || (source != target && source.kind() > target.kind()) {
            return Ok(None);
        }
        let accumulator = DType::from_element(element_type(each.accumulator()));
        let operand = LoopOperand { number: number_type(source), swapped: !a.dtype().is_native() };
        let call = each.call_with(operand);
        let start = match &options.initial {
            // An extreme starts from the first element, which it may meet again.
            Initial::Identity if !has_identity => None,
            initial => folded.start(self, initial, &accumulator)?,
        };
        let is_float = matches!(target.kind(), Kind::Float | Kind::Complex);
        let order = match self.name {
            "add" if is_float => FoldOrder::Tree,
            "multiply" if is_float => FoldOrder::Fixed,
            "multiply" => FoldOrder::Fixed,
            "add" => FoldOrder::FreeFromZero,
            _ => FoldOrder::FreeFromStart,
        };
        let result = match start {
            Some(start) => fold(&call, each, folded, start, order)?,
            None if folded.n_folded == 0 => {
                DynArray::zeros(&folded.kept_shape(), &accumulator, Order::C)?
            }
            None if has_identity => return Ok(None),
            None => {
                let mut first = a.clone();
                for &axis in folded.axes.iter().rev() {
                    first = first.index_axis(axis as isize, 0)?;
                }
                fold(&call, each, folded, first.astype(&accumulator)?.copy(Order::C)?, order)?
            }
        };
        let wanted = DType::from_element(target);
        Ok(Some(if *result.dtype() == wanted { result } else { result.astype(&wanted)? }))
    }
}

impl Ufunc {
    /// Whether any or all elements are true: looked at no further than it takes to know.
    fn reduce_truth(
        &'static self,
        folded: &Folded<'_>,
        options: &ReduceOptions<'_>,
    ) -> Result<Option<DynArray>> {
        let truth = match self.name {
            "logical_or" => reduce::any_run,
            "logical_and" => reduce::all_run,
            _ => return Ok(None),
        };
        let a = folded.a;
        let Some(element) = a.dtype().element_type() else { return Ok(None) };
        if options.mask.is_some() || !matches!(options.initial, Initial::Identity) {
            return Ok(None);
        }
        let is_any = self.name == "logical_or";
        let kept = folded.kept();
        let order: Vec<isize> = kept.iter().chain(folded.axes).map(|&axis| axis as isize).collect();
        let view = a.clone().transpose(&order)?;
        let (outer, inner) = view.shape().split_at(kept.len());
        let (outer_strides, inner_strides) = view.strides().split_at(kept.len());
        let lines = Plan::in_c_order(outer, [outer_strides]);
        let runs = Plan::new(inner, [inner_strides]);
        let ([step], [run_step]) = (lines.inner_strides(), runs.inner_strides());
        let base = a.as_ptr();
        let mut found = Vec::with_capacity(lines.size());
        lines.for_each_run(|[line]| {
            for i in 0..lines.inner_len() as isize {
                let mut answer = !is_any;
                runs.for_each_run(|[offset]| {
                    // Once the answer is known, the rest need not be read.
                    if answer != is_any {
                        let ptr = base.wrapping_offset(line + i * step + offset);
                        let run = Run { ptr, stride: run_step };
                        // SAFETY: the plans walk elements of the array.
                        answer = unsafe { truth(number_type(element), run, runs.inner_len()) };
                    }
                });
                found.push(answer);
            }
        });
        let shape: Vec<isize> = outer.iter().map(|&n| n as isize).collect();
        Ok(Some(DynArray::from_vec(found).reshape_view(&shape, Order::C)?))
    }
}

/// Folds all elements into accumulators that hold what they start from.
fn fold(
    call: &ReduceCall,
    each: &Reduction,
    folded: &Folded<'_>,
    start: DynArray,
    order: FoldOrder,
) -> Result<DynArray> {
    let a = folded.a;
    let kept = folded.kept();
    let pick = |axes: &[usize]| -> (Vec<usize>, Vec<isize>) {
        axes.iter().map(|&axis| (a.shape()[axis], a.strides()[axis])).unzip()
    };
    let (kept_shape, kept_strides) = pick(&kept);
    let (fold_shape, fold_strides) = pick(folded.axes);
    // Accumulators lie in the order of the elements that they stand for.
    let mut accumulators = like_strides(&start, &kept_strides)?;
    accumulators.view_mut()?.assign(&start.view())?;
    let inner = Plan::new(&fold_shape, [&fold_strides]);
    let steps: Vec<isize> = accumulators.strides().to_vec();
    let outer = Plan::new(&kept_shape, [&steps, &kept_strides]);
    if outer.size() == 0 || inner.size() == 0 {
        return Ok(accumulators);
    }
    let base = Base::new(a.as_ptr().cast_mut());
    let mut view = accumulators.view_mut()?;
    let place = Base::new(view.as_mut_ptr());
    let is_watched = error_state::is_watched();
    let [fold_step] = inner.inner_strides();
    let n_elements = inner.size().saturating_mul(outer.size());
    if outer.size() == 1 && inner.n_axes() == 1 {
        let [_, row] = outer.start();
        let [offset] = inner.start();
        let src =
            Run { ptr: base.ptr().wrapping_offset(row + offset).cast_const(), stride: fold_step };
        let long = Long { call, each, src, count: inner.inner_len(), order, is_watched };
        // SAFETY: the one accumulator is its own array's, and the run lies in the other array.
        note(unsafe { long.fold(place.ptr()) })?;
        return Ok(accumulators);
    }
    let [acc_step, row_step] = outer.inner_strides();
    // A few elements each are folded for many results at once, where no tree asks for their order.
    let is_tiny = inner.n_axes() == 1
        && inner.inner_len() <= if order == FoldOrder::Tree { 7 } else { 32 }
        && (order != FoldOrder::Tree || folded.starts_from_nothing)
        && outer.inner_len() >= 8;
    let is_run = acc_step != each.accumulator().itemsize() as isize
        || row_step == 0
        || outer.inner_len() < 4
        || !is_tiny && fold_step.unsigned_abs() <= row_step.unsigned_abs() && fold_step != 0;
    let fold_piece = |piece: &Plan<2>| {
        watched(is_watched, || {
            if is_run {
                piece.for_each_run(|[acc, row]| {
                    for i in 0..piece.inner_len() as isize {
                        let (acc, row) = (acc + i * acc_step, row + i * row_step);
                        inner.for_each_run(|[offset]| {
                            let ptr = base.ptr().wrapping_offset(row + offset).cast_const();
                            let src = Run { ptr, stride: fold_step };
                            let place = place.ptr().wrapping_offset(acc);
                            // SAFETY: the plans walk the array and the accumulators, which are its
                            // own; pieces share no accumulator.
                            unsafe { call.fold(place, src, inner.inner_len()) };
                        });
                    }
                });
            } else {
                piece.for_each_run(|[acc, row]| {
                    inner.for_each_run(|[offset]| {
                        let src = base.ptr().wrapping_offset(row + offset).cast_const();
                        let shape = [inner.inner_len(), piece.inner_len()];
                        let place = place.ptr().wrapping_offset(acc);
                        // SAFETY: as above; the accumulators of a row follow each other.
                        unsafe { call.fold_rows(place, src, [fold_step, row_step], shape) };
                    });
                });
            }
            Flags::NONE
        })
    };
    note(in_pieces(&outer, n_elements, fold_piece))?;
    Ok(accumulators)
}

/// Noted for the reduction that this is part of.
fn note(flags: Flags) -> Result<()> {
    error_state::note(flags, "reduce")
}

/// The results shared among the threads, where there are elements enough; each is folded by one thread
/// in the one order there is, so that their number does not matter.
fn in_pieces(outer: &Plan<2>, n_elements: usize, body: impl Fn(&Plan<2>) -> Flags + Sync) -> Flags {
    #[cfg(feature = "rayon")]
    if n_elements >= PARALLEL_FROM && rayon::current_num_threads() > 1 {
        use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
        let pieces = outer.split(rayon::current_num_threads());
        return pieces.par_iter().map(&body).reduce(|| Flags::NONE, |a, b| a | b);
    }
    #[cfg(not(feature = "rayon"))]
    let _ = n_elements;
    body(outer)
}

/// A new array of the same shape and dtype, packed with its axes in the order of these strides.
fn like_strides(start: &DynArray, strides: &[isize]) -> Result<DynArray> {
    let mut axes: Vec<usize> = (0..strides.len()).collect();
    axes.sort_by_key(|&axis| std::cmp::Reverse(strides[axis].unsigned_abs()));
    let shape: Vec<usize> = axes.iter().map(|&axis| start.shape()[axis]).collect();
    let mut back = vec![0_isize; axes.len()];
    axes.iter().enumerate().for_each(|(place, &axis)| back[axis] = place as isize);
    Ok(DynArray::zeros(&shape, start.dtype(), Order::C)?.transpose(&back)?)
}
