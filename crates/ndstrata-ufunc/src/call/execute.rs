//! The walk of a loop over all elements, on all threads where there are many.
#![expect(unsafe_code, reason = "runs loops over layouts that were checked against memory")]

use ndstrata_array::{DynArray, DynCow, DynView, DynViewMut, Order, Plan};
use ndstrata_dtype::{DType, ElementType, Kind};
use ndstrata_kernels::elementwise::{Call, Loop, Operand as LoopOperand};
use smallvec::SmallVec;

use crate::error::{Error, ErrorKind, Result};
use crate::kernel::{Kernel, RunFn, number_type};
use crate::resolve::Resolved;
use crate::ufunc::Ufunc;

/// Fewer elements than this are not worth a second thread.
const PARALLEL_FROM: usize = 1 << 16;

impl Ufunc {
    /// Computes the outputs, all of one shape to which the inputs broadcast.
    pub(crate) fn execute(
        &'static self,
        resolved: &Resolved,
        inputs: &[DynCow<'_>],
        outputs: &mut [DynViewMut<'_>],
        mask: Option<&DynView<'_>>,
    ) -> Result<()> {
        let Some(shape) = outputs.first().map(|out| out.shape().to_vec()) else { return Ok(()) };
        self.refuse_negative_powers(resolved, inputs)?;
        if let Some(mask) = mask {
            // Results are computed everywhere, and written where the mask says so.
            let mut whole = self.new_results(resolved, &shape)?;
            let mut views = whole
                .iter_mut()
                .map(DynArray::view_mut)
                .collect::<ndstrata_array::Result<Vec<_>>>()?;
            self.execute(resolved, inputs, &mut views, None)?;
            drop(views);
            let mask = mask.broadcast_to(&shape)?.copy(Order::C)?;
            for (out, result) in outputs.iter_mut().zip(&whole) {
                let kept = result.index(&[mask.clone().into()])?;
                out.set(&[mask.clone().into()], &kept.view())?;
            }
            return Ok(());
        }
        match resolved.kernel {
            Kernel::Map(each) => self.run_map(each, inputs, &mut outputs[0]),
            Kernel::Both(first, second) => {
                let (one, other) = outputs.split_at_mut(1);
                self.run_map(first, inputs, &mut one[0])?;
                self.run_map(second, inputs, &mut other[0])
            }
            Kernel::Run(run) => self.run_native(run, resolved, inputs, outputs),
        }
    }

    /// Integers have no reciprocals to give for negative exponents.
    fn refuse_negative_powers(&self, resolved: &Resolved, inputs: &[DynCow<'_>]) -> Result<()> {
        if self.name != "power" || resolved.dtypes[1].kind() != Kind::SignedInteger {
            return Ok(());
        }
        let exponents = inputs[1].astype(&DType::INT64)?.to_vec::<i64>()?;
        if exponents.iter().any(|&exponent| exponent < 0) {
            return Err(Error::new(ErrorKind::NegativePower));
        }
        Ok(())
    }

    fn new_results(&self, resolved: &Resolved, shape: &[usize]) -> Result<Vec<DynArray>> {
        let dtypes = &resolved.dtypes[self.n_inputs..];
        dtypes.iter().map(|dtype| Ok(DynArray::zeros(shape, dtype, Order::C)?)).collect()
    }

    /// One result of one or two numbers; the kernel casts and swaps as it goes.
    fn run_map(
        &self,
        each: &'static Loop,
        inputs: &[DynCow<'_>],
        output: &mut DynViewMut<'_>,
    ) -> Result<()> {
        let operand = |dtype: &DType| {
            let element = dtype.element_type().unwrap_or(ElementType::Int64);
            LoopOperand { number: number_type(element), swapped: !dtype.is_native() }
        };
        let shape = output.shape().to_vec();
        let first = inputs[0].view().broadcast_to(&shape)?;
        let second = inputs.get(1).unwrap_or(&inputs[0]).view().broadcast_to(&shape)?;
        let call = each
            .call_with([operand(first.dtype()), operand(second.dtype())], operand(output.dtype()));
        let plan = Plan::new(&shape, [output.strides(), first.strides(), second.strides()]);
        let pointers = [output.as_mut_ptr(), first.as_ptr().cast_mut(), second.as_ptr().cast_mut()];
        let bases = Bases(pointers);
        in_parallel(&plan, |piece| {
            // SAFETY: the plan walks the layouts of three arrays that live until this returns; the
            // output is borrowed for writing and overlaps no input, and pieces share no element.
            unsafe { map_piece(&call, piece, &bases) };
        });
        Ok(())
    }

    /// Runs of native elements. Operands of other types are converted whole before, results after.
    fn run_native(
        &self,
        run: RunFn,
        resolved: &Resolved,
        inputs: &[DynCow<'_>],
        outputs: &mut [DynViewMut<'_>],
    ) -> Result<()> {
        let shape = outputs[0].shape().to_vec();
        let (in_dtypes, out_dtypes) = resolved.dtypes.split_at(self.n_inputs);
        let mut cast = SmallVec::<[DynCow<'_>; 2]>::new();
        for (input, dtype) in inputs.iter().zip(in_dtypes) {
            cast.push(if input.dtype() == dtype {
                input.clone()
            } else {
                input.astype(dtype)?.into_cow()
            });
        }
        if outputs.iter().zip(out_dtypes).any(|(out, dtype)| out.dtype() != dtype) {
            let mut whole = self.new_results(resolved, &shape)?;
            let mut views = whole
                .iter_mut()
                .map(DynArray::view_mut)
                .collect::<ndstrata_array::Result<Vec<_>>>()?;
            self.run_native(run, resolved, &cast, &mut views)?;
            drop(views);
            for (out, result) in outputs.iter_mut().zip(&whole) {
                out.assign(&result.view())?;
            }
            return Ok(());
        }
        let mut views = SmallVec::<[DynView<'_>; 2]>::new();
        for input in &cast {
            views.push(input.view().broadcast_to(&shape)?);
        }
        let inputs: Vec<&DynView<'_>> = views.iter().collect();
        match inputs.len() + outputs.len() {
            2 => run_plan::<2>(&inputs, outputs, run),
            3 => run_plan::<3>(&inputs, outputs, run),
            4 => run_plan::<4>(&inputs, outputs, run),
            // No ufunc of the table has more operands.
            n => debug_assert!(n <= 4, "{n} operands"),
        }
        Ok(())
    }
}

/// Walks inputs and outputs of one shape, `N` in all. The plan is led by the outputs, as writes cost
/// more than reads.
fn run_plan<const N: usize>(inputs: &[&DynView<'_>], outputs: &mut [DynViewMut<'_>], run: RunFn) {
    let shape = outputs[0].shape().to_vec();
    let (n_in, n_out) = (inputs.len(), outputs.len());
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
    let plan = Plan::new(&shape, strides);
    let bases = &bases;
    in_parallel(&plan, |piece| {
        let (steps, count) = (piece.inner_strides(), piece.inner_len());
        // The loop wants inputs first.
        let order: [usize; N] =
            std::array::from_fn(|k| if k < n_in { n_out + k } else { k - n_in });
        let steps = order.map(|k| steps[k]);
        piece.for_each_run(|offsets| {
            let ptrs = order.map(|k| bases.0[k].wrapping_offset(offsets[k]));
            // SAFETY: the plan walks arrays that live until the section ends; outputs are borrowed
            // for writing, overlap no input, and pieces share no element.
            let _raised = unsafe { run(&ptrs, &steps, count) };
        });
    });
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

/// Runs `body` on pieces of the plan, on all threads where that pays.
fn in_parallel<const N: usize>(plan: &Plan<N>, body: impl Fn(&Plan<N>) + Sync) {
    #[cfg(feature = "rayon")]
    if plan.size() >= PARALLEL_FROM && rayon::current_num_threads() > 1 {
        use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
        plan.split(rayon::current_num_threads()).par_iter().for_each(&body);
        return;
    }
    #[cfg(not(feature = "rayon"))]
    let _ = PARALLEL_FROM;
    body(plan);
}
