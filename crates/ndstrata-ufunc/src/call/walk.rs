//! Loops over the layouts of their operands, on all threads where there are many elements.
#![expect(unsafe_code, reason = "runs loops over layouts that were checked against memory")]

use ndstrata_array::{DynCow, DynView, DynViewMut, Plan};
use ndstrata_dtype::{DType, ElementType};
use ndstrata_kernels::elementwise::{Call, Loop, Operand as LoopOperand};
use ndstrata_kernels::math::Flags;
use ndstrata_kernels::{clear_float_status, float_status};

use super::Shape;
use super::staged::{Body, has_short_rows, run_staged};
use crate::error::Result;
use crate::kernel::number_type;

/// Fewer elements than this are not worth a second thread.
const PARALLEL_FROM: usize = 1 << 16;

/// One result of one or two numbers; the kernel casts and swaps as it goes.
pub(super) fn run_map(
    each: &'static Loop,
    inputs: &[DynCow<'_>],
    output: &mut DynViewMut<'_>,
    is_watched: bool,
) -> Result<Flags> {
    let operand = |dtype: &DType| {
        let element = dtype.element_type().unwrap_or(ElementType::Int64);
        LoopOperand { number: number_type(element), swapped: !dtype.is_native() }
    };
    let shape = Shape::from_slice(output.shape());
    let first = inputs[0].view().broadcast_to(&shape)?;
    let second = inputs.get(1).unwrap_or(&inputs[0]).view().broadcast_to(&shape)?;
    let call =
        each.call_with([operand(first.dtype()), operand(second.dtype())], operand(output.dtype()));
    let plan = Plan::new(&shape, [output.strides(), first.strides(), second.strides()]);
    let pointers = [output.as_mut_ptr(), first.as_ptr().cast_mut(), second.as_ptr().cast_mut()];
    let bases = Bases(pointers);
    Ok(in_parallel(&plan, |piece| {
        watched(is_watched, || {
            // SAFETY: the plan walks the layouts of three arrays that live until this returns; the
            // output is borrowed for writing and overlaps no input but at the same place, and pieces
            // share no element.
            unsafe { map_piece(&call, piece, &bases) };
            Flags::NONE
        })
    }))
}

/// Walks inputs and outputs of one shape and of the loop's types, `N` in all. The plan is led by the outputs, as writes cost
/// more than reads.
pub(super) fn run_plan<const N: usize>(
    inputs: &[&DynView<'_>],
    outputs: &mut [DynViewMut<'_>],
    dtypes: &[DType],
    body: &Body,
    is_watched: bool,
) -> Flags {
    let walk = Walk::<N>::new(inputs, outputs);
    if has_short_rows(&walk.plan) {
        return run_staged::<N>(inputs, outputs, dtypes, body, is_watched);
    }
    in_parallel(&walk.plan, |piece| {
        watched(is_watched && body.is_measured(), || {
            let (steps, count) = (walk.inputs_first(piece.inner_strides()), piece.inner_len());
            let mut raised = Flags::NONE;
            piece.for_each_run(|offsets| {
                let ptrs = walk.pointers(offsets);
                // SAFETY: the plan walks arrays that live until the section ends; outputs are
                // borrowed for writing, overlap no input but at the same place, and pieces share no
                // element.
                raised |= unsafe { body.run(&ptrs, &steps, count) };
            });
            raised
        })
    })
}

/// The walk over operands of one shape, and where each begins.
pub(super) struct Walk<const N: usize> {
    pub(super) plan: Plan<N>,
    /// Outputs first, as in the plan.
    bases: Bases<N>,
    n_in: usize,
}

impl<const N: usize> Walk<N> {
    pub(super) fn new(inputs: &[&DynView<'_>], outputs: &mut [DynViewMut<'_>]) -> Walk<N> {
        let n_out = outputs.len();
        let mut bases = Bases([std::ptr::null_mut(); N]);
        for (base, out) in bases.0.iter_mut().zip(outputs.iter_mut()) {
            *base = out.as_mut_ptr();
        }
        for (base, input) in bases.0[n_out..].iter_mut().zip(inputs) {
            *base = input.as_ptr().cast_mut();
        }
        let strides: [&[isize]; N] = std::array::from_fn(|k| match outputs.get(k) {
            Some(out) => out.strides(),
            None => inputs[k - n_out].strides(),
        });
        let plan = Plan::new(outputs[0].shape(), strides);
        Walk { plan, bases, n_in: inputs.len() }
    }

    pub(super) fn n_inputs(&self) -> usize {
        self.n_in
    }

    /// What a loop takes, inputs first.
    pub(super) fn inputs_first<T: Copy>(&self, planned: [T; N]) -> [T; N] {
        let n_out = N - self.n_in;
        std::array::from_fn(|k| planned[if k < self.n_in { n_out + k } else { k - self.n_in }])
    }

    /// The operands' elements at these offsets, inputs first.
    pub(super) fn pointers(&self, offsets: [isize; N]) -> [*mut u8; N] {
        let at: [*mut u8; N] = std::array::from_fn(|k| self.bases.0[k].wrapping_offset(offsets[k]));
        self.inputs_first(at)
    }
}

struct Bases<const N: usize>([*mut u8; N]);

// SAFETY: the pointers stand for borrows that outlive the parallel section; each piece of a plan
// writes elements of its own.
unsafe impl<const N: usize> Sync for Bases<N> {}

/// # Safety
///
/// `bases` are the first elements (output, inputs) of the arrays that the piece was planned for, and
/// this thread alone writes the piece's outputs.
unsafe fn map_piece(call: &Call, piece: &Plan<3>, bases: &Bases<3>) {
    let [out, first, second] = bases.0;
    piece.for_each_block(|[o, x, y], shape, [[o0, x0, y0], [o1, x1, y1]]| {
        let dst = (out.wrapping_offset(o), [o0, o1]);
        let src = [
            (first.wrapping_offset(x).cast_const(), [x0, x1]),
            (second.wrapping_offset(y).cast_const(), [y0, y1]),
        ];
        // SAFETY: the plan's offsets lie within the arrays, as the caller promises.
        unsafe { call.run_block(dst, src, shape) };
    });
}

/// What `body` raises, with what the processor notes meanwhile if somebody wants to know.
pub(crate) fn watched(is_watched: bool, body: impl FnOnce() -> Flags) -> Flags {
    if !is_watched {
        return body();
    }
    clear_float_status();
    let raised = body();
    raised | float_status()
}

/// Whether so many elements are worth the other threads, of which there are some.
pub(crate) fn is_for_all_threads(size: usize) -> bool {
    #[cfg(feature = "rayon")]
    let n_threads = rayon::current_num_threads();
    #[cfg(not(feature = "rayon"))]
    let n_threads = 1;
    size >= PARALLEL_FROM && n_threads > 1
}

/// Runs `body` on pieces of the plan, on all threads where that pays.
pub(crate) fn in_parallel<const N: usize>(
    plan: &Plan<N>,
    body: impl Fn(&Plan<N>) -> Flags + Sync,
) -> Flags {
    #[cfg(feature = "rayon")]
    if is_for_all_threads(plan.size()) {
        use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
        let pieces = plan.split(rayon::current_num_threads());
        return pieces.par_iter().map(&body).reduce(|| Flags::NONE, |a, b| a | b);
    }
    body(plan)
}
