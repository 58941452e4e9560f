//! Sums, products and extremes by the kernels' reductions.
//!
//! Where the elements that are folded lie densest, each result folds runs of them; where the results
//! lie densest, whole rows are folded into a row of accumulators.
#![expect(unsafe_code, reason = "folds layouts that were checked against memory")]

use ndstrata_array::{DynArray, DynView, Order, Plan};
use ndstrata_dtype::{DType, ElementType, Kind};
use ndstrata_kernels::NumberType;
use ndstrata_kernels::elementwise::{Operand as LoopOperand, Run};
use ndstrata_kernels::math::Flags;
use ndstrata_kernels::reduce::{self, ReduceCall, Reduction, Reductions};
use smallvec::SmallVec;

use super::long::{Base, FoldOrder, Long, PARALLEL_FROM};
use super::{Folded, Initial, ReduceOptions};
use crate::call::{is_checked, is_silent, watched};
use crate::error::Result;
use crate::error_state;
use crate::kernel::{Kernel, element_type, number_type};
use crate::resolve::{Resolved, Rule};
use crate::ufunc::{Identity, Ufunc};

/// The kernels' own reductions of a ufunc, beside those by its loops.
fn reductions(name: &str) -> Option<&'static Reductions> {
    Some(match name {
        "add" => &reduce::SUM,
        "multiply" => &reduce::PRODUCT,
        "subtract" => &reduce::DIFFERENCE,
        "divide" => &reduce::QUOTIENT,
        "maximum" => &reduce::MAXIMUM,
        "minimum" => &reduce::MINIMUM,
        "fmax" => &reduce::FMAX,
        "fmin" => &reduce::FMIN,
        "bitwise_and" => &reduce::BITWISE_AND,
        "bitwise_or" => &reduce::BITWISE_OR,
        "bitwise_xor" => &reduce::BITWISE_XOR,
        "logical_and" => &reduce::LOGICAL_AND,
        "logical_or" => &reduce::LOGICAL_OR,
        "logical_xor" => &reduce::LOGICAL_XOR,
        _ => return None,
    })
}

impl Ufunc {
    /// The kernels' reduction of elements of `source` in the type `target`.
    ///
    /// Halves that are folded row by row are rounded at each step, as the loop does it; along a line
    /// they are rounded once.
    pub(crate) fn kernel_reduction(
        &'static self,
        resolved: &Resolved,
        source: NumberType,
        target: NumberType,
        is_line: bool,
    ) -> Option<Reduction> {
        let is_rounded = target == NumberType::F16 && !is_line;
        if let Some(own) = self.own_reduction(source, target).filter(|_| !is_rounded) {
            return Some(own);
        }
        if is_checked(self, resolved) {
            return None;
        }
        match &resolved.kernel {
            Kernel::Map(each) if each.result() == target => each.reduction(),
            _ => None,
        }
    }

    /// The kernels' own reduction of elements of `source` in the type `target`, along a line.
    pub(super) fn own_reduction(
        &self,
        source: NumberType,
        target: NumberType,
    ) -> Option<Reduction> {
        let own = reductions(self.name)?.find(target)?;
        // Small integers are summed without being converted first, where that is the sum asked for.
        let wide = reduce::WIDE_SUM
            .find(source)
            .filter(|wide| self.name == "add" && source != target && wide.accumulator() == target);
        Some(*wide.unwrap_or(own))
    }

    /// Which orders of folding this type give the same bits.
    pub(super) fn fold_order(&self, target: ElementType) -> FoldOrder {
        let is_float = matches!(target.kind(), Kind::Float | Kind::Complex);
        match self.name {
            "add" if is_float => FoldOrder::Tree,
            "add" | "bitwise_or" | "bitwise_xor" | "logical_xor" => FoldOrder::FreeFromZero,
            "maximum" | "minimum" | "fmax" | "fmin" => FoldOrder::FreeFromStart,
            "bitwise_and" | "logical_or" | "logical_and" => FoldOrder::FreeFromStart,
            _ => FoldOrder::Fixed,
        }
    }

    /// The result, where the kernels have this reduction.
    pub(super) fn reduce_fast(
        &'static self,
        folded: &Folded<'_>,
        options: &ReduceOptions<'_>,
    ) -> Result<Option<DynArray>> {
        let a = folded.a;
        if options.mask.is_some() {
            return Ok(None);
        }
        let (Some(source), Some(target)) =
            (a.dtype().element_type(), folded.resolved.dtypes[0].element_type())
        else {
            return Ok(None);
        };
        let is_line = folds_innermost(a, folded.axes);
        if is_line && let Some(result) = self.reduce_truth(folded, options)? {
            return Ok(Some(result));
        }
        let is_logic = target == ElementType::Bool && self.rule == Rule::Logic;
        // Complex numbers read as other types lose a part before the fold; the generic way does so.
        if source != target && source.kind() > target.kind() && !is_logic {
            return Ok(None);
        }
        let numbers = [number_type(source), number_type(target)];
        let Some(each) = self.kernel_reduction(folded.resolved, numbers[0], numbers[1], is_line)
        else {
            return Ok(None);
        };
        let accumulator = DType::from_element(element_type(each.accumulator()));
        let operand = LoopOperand { number: numbers[0], swapped: !a.dtype().is_native() };
        let order = self.fold_order(target);
        let start = folded.start_value(self, &options.initial)?;
        let is_extreme = order == FoldOrder::FreeFromStart && self.identity == Identity::None;
        let fold = Fold {
            call: each.call_with(operand),
            each,
            order,
            is_line,
            is_reorderable: self.is_reorderable(),
            starts_from_nothing: folded.starts_from_nothing,
            accumulator,
        };
        let (result, flags) = match start {
            Some(start) => fold.run(a, folded.axes, &start.view())?,
            None => {
                let mut first = a.clone();
                for &axis in folded.axes.iter().rev() {
                    if a.shape()[axis] == 0 {
                        return Ok(None);
                    }
                    first = first.index_axis(axis as isize, 0)?;
                }
                match folded.axes {
                    // An extreme may meet again what it starts from.
                    _ if is_extreme => fold.run(a, folded.axes, &first)?,
                    &[axis] => {
                        let rest = a.shape()[axis] - 1;
                        let rest = a.clone().slice_axis(axis as isize, 1, 1, rest)?;
                        fold.run(&rest, folded.axes, &first)?
                    }
                    _ => return Ok(None),
                }
            }
        };
        error_state::note(if is_silent(self.name) { Flags::NONE } else { flags }, "reduce")?;
        let wanted = DType::from_element(target);
        Ok(Some(if *result.dtype() == wanted { result } else { result.astype(&wanted)? }))
    }
}

/// Whether the elements that lie closest to each other are folded into one result. NumPy's inner loop
/// goes along that axis, which decides the order of additions.
pub(crate) fn folds_innermost(a: &DynView<'_>, axes: &[usize]) -> bool {
    let step = |&axis: &usize| (a.strides()[axis].unsigned_abs(), std::cmp::Reverse(axis));
    let long = (0..a.ndim()).filter(|&axis| a.shape()[axis] > 1);
    long.min_by_key(step).is_none_or(|axis| axes.contains(&axis))
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
        let swapped = !a.dtype().is_native();
        let operand = LoopOperand { number: number_type(element), swapped };
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
                        answer = unsafe { truth(operand, run, runs.inner_len()) };
                    }
                });
                found.push(answer);
            }
        });
        let shape: Vec<isize> = outer.iter().map(|&n| n as isize).collect();
        Ok(Some(DynArray::from_vec(found).reshape_view(&shape, Order::C)?))
    }
}

/// A reduction, of whatever array.
struct Fold {
    call: ReduceCall,
    each: Reduction,
    order: FoldOrder,
    /// Whether the axis that lies densest is folded.
    is_line: bool,
    is_reorderable: bool,
    starts_from_nothing: bool,
    accumulator: DType,
}

impl Fold {
    /// The array folded along its axes, from `start` on.
    fn run(
        &self,
        a: &DynView<'_>,
        axes: &[usize],
        start: &DynView<'_>,
    ) -> Result<(DynArray, Flags)> {
        let (call, each, order) = (&self.call, &self.each, self.order);
        let kept = (0..a.ndim()).filter(|axis| !axes.contains(axis));
        let (kept_shape, kept_strides): (Dims, Steps) =
            kept.map(|axis| (a.shape()[axis], a.strides()[axis])).unzip();
        let (fold_shape, fold_strides): (Dims, Steps) =
            axes.iter().map(|&axis| (a.shape()[axis], a.strides()[axis])).unzip();
        // Accumulators lie in the order of the elements that they stand for.
        let mut accumulators = like_strides(&kept_shape, &kept_strides, &self.accumulator)?;
        accumulators.view_mut()?.assign(start)?;
        let inner = match self.is_reorderable {
            true => Plan::new(&fold_shape, [&fold_strides]),
            false => Plan::in_c_order(&fold_shape, [&fold_strides]),
        };
        let steps: Steps = accumulators.strides().iter().copied().collect();
        let outer = Plan::new(&kept_shape, [&steps, &kept_strides]);
        if outer.size() == 0 || inner.size() == 0 {
            return Ok((accumulators, Flags::NONE));
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
            let ptr = base.ptr().wrapping_offset(row + offset).cast_const();
            let src = Run { ptr, stride: fold_step };
            let long = Long { call, each, src, count: inner.inner_len(), order, is_watched };
            // SAFETY: the one accumulator is its own array's, and the run lies in the other array.
            let flags = unsafe { long.fold(place.ptr()) };
            return Ok((accumulators, flags));
        }
        let [acc_step, row_step] = outer.inner_strides();
        let is_packed = acc_step == each.accumulator().itemsize() as isize;
        // A few elements each are folded for many results at once, where no tree asks for their order.
        let is_tiny = inner.n_axes() == 1
            && inner.inner_len() <= if order == FoldOrder::Tree { 7 } else { 32 }
            && (order != FoldOrder::Tree || self.starts_from_nothing)
            && outer.inner_len() >= 8;
        let is_run = match order {
            // The order is NumPy's.
            FoldOrder::Tree => self.is_line && !(is_tiny && is_packed),
            _ if self.each.accumulator() == NumberType::F16 => self.is_line,
            _ => {
                !is_packed
                    || row_step == 0
                    || outer.inner_len() < 4
                    || !is_tiny
                        && fold_step.unsigned_abs() <= row_step.unsigned_abs()
                        && fold_step != 0
            }
        };
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
                                // SAFETY: the plans walk the array and the accumulators, which are
                                // its own; pieces share no accumulator.
                                unsafe { call.fold(place, src, inner.inner_len()) };
                            });
                        }
                    });
                } else {
                    // Rows of accumulators that do not follow each other have one element each.
                    let columns = if is_packed { piece.inner_len() } else { 1 };
                    piece.for_each_run(|[acc, row]| {
                        for i in 0..(piece.inner_len() / columns) as isize {
                            let (acc, row) = (acc + i * acc_step, row + i * row_step);
                            inner.for_each_run(|[offset]| {
                                let src = base.ptr().wrapping_offset(row + offset).cast_const();
                                let shape = [inner.inner_len(), columns];
                                let place = place.ptr().wrapping_offset(acc);
                                // SAFETY: as above; the accumulators of a row follow each other.
                                unsafe { call.fold_rows(place, src, [fold_step, row_step], shape) };
                            });
                        }
                    });
                }
                Flags::NONE
            })
        };
        let flags = in_pieces(&outer, n_elements, fold_piece);
        Ok((accumulators, flags))
    }
}

type Dims = SmallVec<[usize; 4]>;
type Steps = SmallVec<[isize; 4]>;

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

/// A new array whose elements are to be written, packed with its axes in the order of these strides.
fn like_strides(shape: &[usize], strides: &[isize], dtype: &DType) -> Result<DynArray> {
    let is_c_order = |pair: &[isize]| pair[0].unsigned_abs() >= pair[1].unsigned_abs();
    if strides.windows(2).all(is_c_order) {
        // SAFETY: the caller writes every element before any is read.
        return Ok(unsafe { DynArray::uninit(shape, dtype, Order::C)? });
    }
    let mut axes: Vec<usize> = (0..strides.len()).collect();
    axes.sort_by_key(|&axis| std::cmp::Reverse(strides[axis].unsigned_abs()));
    let sorted: Vec<usize> = axes.iter().map(|&axis| shape[axis]).collect();
    let mut back = vec![0_isize; axes.len()];
    axes.iter().enumerate().for_each(|(place, &axis)| back[axis] = place as isize);
    // SAFETY: as above.
    let packed = unsafe { DynArray::uninit(&sorted, dtype, Order::C)? };
    Ok(packed.transpose(&back)?)
}
