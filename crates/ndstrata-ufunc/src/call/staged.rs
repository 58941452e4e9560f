//! Loops whose operands have other types than the loop: converted in blocks that fit the cache.
#![expect(unsafe_code, reason = "runs loops over layouts that were checked against memory")]

use std::mem::MaybeUninit;

use ndstrata_array::{DynView, DynViewMut, Plan};
use ndstrata_dtype::{DType, TypeClass};
use ndstrata_kernels::elementwise::{Call, Loop, Run, RunMut};
use ndstrata_kernels::math::Flags;
use ndstrata_kernels::{Converter, NumberType, Swapped, copy_run};
use smallvec::SmallVec;

use super::walk::{Walk, in_parallel, watched};
use crate::kernel::{Kernel, RunFn, number_type};

/// Elements of a block.
const BLOCK: usize = 512;

/// Rows shorter than this are gathered in blocks: a loop has to begin and to end for each run.
const SHORT: usize = 192;

/// Whether the walk is over many short rows.
pub(super) fn has_short_rows<const N: usize>(plan: &Plan<N>) -> bool {
    (1..SHORT).contains(&plan.inner_len()) && plan.size() > plan.inner_len()
}

/// What computes a run of native elements.
#[derive(Clone)]
pub(crate) enum Body {
    /// A loop whose errors the processor notes.
    Run(RunFn),
    /// A loop that answers its errors itself.
    Answering(RunFn),
    /// Loops of the kernels, one for each result.
    Calls(SmallVec<[Call; 2]>),
}

impl Body {
    /// What runs a kernel on native elements; `None` where no runs do.
    pub(crate) fn of(kernel: &Kernel) -> Option<Body> {
        match kernel {
            Kernel::Map(each) => Some(Body::of_loops(&[each])),
            Kernel::Both(first, second) => Some(Body::of_loops(&[first, second])),
            Kernel::Run(run) => Some(Body::Run(*run)),
            Kernel::Answering(run) => Some(Body::Answering(*run)),
            Kernel::Compare(_) | Kernel::Join | Kernel::Repeat => None,
        }
    }

    /// Loops on their own types.
    pub(super) fn of_loops(loops: &[&'static Loop]) -> Body {
        Body::Calls(loops.iter().map(|each| each.call()).collect())
    }

    /// Whether the processor's status tells the errors of a run.
    pub(crate) fn is_measured(&self) -> bool {
        !matches!(self, Body::Answering(_))
    }

    /// # Safety
    ///
    /// That of [`RunFn`].
    pub(crate) unsafe fn run(&self, ptrs: &[*mut u8], strides: &[isize], count: usize) -> Flags {
        match self {
            // SAFETY: the caller's contract, unchanged.
            Body::Run(run) | Body::Answering(run) => unsafe { run(ptrs, strides, count) },
            Body::Calls(calls) => {
                let n_in = ptrs.len() - calls.len();
                let run = |k: usize| Run { ptr: ptrs[k].cast_const(), stride: strides[k] };
                for (k, call) in calls.iter().enumerate() {
                    let dst = RunMut { ptr: ptrs[n_in + k], stride: strides[n_in + k] };
                    // SAFETY: the caller's contract, for one of the results.
                    unsafe { call.run(dst, [run(0), run(n_in - 1)], count) };
                }
                Flags::NONE
            }
        }
    }
}

/// A type as the converters know it, if they do: a number, or a date's count in its unit.
fn number(dtype: &DType) -> Option<NumberType> {
    match dtype.class() {
        TypeClass::Element(element) => Some(number_type(*element)),
        TypeClass::DateTime64(_) | TypeClass::TimeDelta64(_) => Some(NumberType::I64),
        _ => None,
    }
}

/// Whether elements of one type become those of the other block by block.
pub(super) fn is_staged(from: &DType, to: &DType) -> bool {
    if from == to {
        return true;
    }
    let is_number = |dtype: &DType| matches!(dtype.class(), TypeClass::Element(_));
    match (number(from), number(to)) {
        (Some(_), Some(_)) => {
            (is_number(from) && is_number(to)) || from.to_native() == to.to_native()
        }
        _ => false,
    }
}

/// How an operand gets into a block or out of it; `None` where it is used as it lies.
fn converter(from: &DType, to: &DType) -> Option<Converter> {
    if from == to {
        return None;
    }
    let swapped = Swapped { source: !from.is_native(), destination: !to.is_native() };
    Some(Converter::new(number(from)?, number(to)?).swapped(swapped))
}

#[repr(align(64))]
struct Block(
    #[expect(dead_code, reason = "room that is written through pointers")] [u8; BLOCK * 16],
);

/// As [`run_plan`](super::walk::run_plan), for operands that differ from the loop's types.
pub(super) fn run_staged<const N: usize>(
    inputs: &[&DynView<'_>],
    outputs: &mut [DynViewMut<'_>],
    dtypes: &[DType],
    body: &Body,
    is_watched: bool,
) -> Flags {
    let n_in = inputs.len();
    let converters: [Option<Converter>; N] = std::array::from_fn(|k| match inputs.get(k) {
        Some(input) => converter(input.dtype(), &dtypes[k]),
        None => converter(&dtypes[k], outputs[k - n_in].dtype()),
    });
    let sizes: [isize; N] = std::array::from_fn(|k| dtypes[k].itemsize() as isize);
    let walk = Walk::<N>::new(inputs, outputs);
    in_parallel(&walk.plan, |piece| {
        watched(is_watched && body.is_measured(), || {
            let steps = walk.inputs_first(piece.inner_strides());
            let mut blocks = [const { MaybeUninit::<Block>::uninit() }; N];
            if has_short_rows(piece) {
                return gathered(piece, &walk, body, &converters, &sizes, &mut blocks);
            }
            let strides: [isize; N] = std::array::from_fn(|k| match converters[k] {
                Some(_) => sizes[k],
                None => steps[k],
            });
            let mut raised = Flags::NONE;
            piece.for_each_run(|offsets| {
                let starts = walk.pointers(offsets);
                for done in (0..piece.inner_len()).step_by(BLOCK) {
                    let count = BLOCK.min(piece.inner_len() - done);
                    let place: [*mut u8; N] = std::array::from_fn(|k| {
                        starts[k].wrapping_offset(done as isize * steps[k])
                    });
                    let mut ptrs = place;
                    for k in 0..N {
                        let Some(converter) = &converters[k] else { continue };
                        ptrs[k] = blocks[k].as_mut_ptr().cast();
                        if k < n_in {
                            // SAFETY: `count` elements of an input; the block holds as many of the
                            // loop's type.
                            unsafe { converter.run(ptrs[k], sizes[k], place[k], steps[k], count) };
                        }
                    }
                    // SAFETY: every operand is a block or lies in its array; outputs overlap no input
                    // but at the same place, and pieces share no element.
                    raised |= unsafe { body.run(&ptrs, &strides, count) };
                    for k in n_in..N {
                        let Some(converter) = &converters[k] else { continue };
                        // SAFETY: the block holds `count` results, for as many places of the output.
                        unsafe { converter.run(place[k], steps[k], ptrs[k], sizes[k], count) };
                    }
                }
            });
            raised
        })
    })
}

/// The walk over short rows: those of a block are brought together, computed at once, and the results
/// brought to their places.
fn gathered<const N: usize>(
    piece: &Plan<N>,
    walk: &Walk<N>,
    body: &Body,
    converters: &[Option<Converter>; N],
    sizes: &[isize; N],
    blocks: &mut [MaybeUninit<Block>; N],
) -> Flags {
    let (n_in, length) = (walk.n_inputs(), piece.inner_len());
    let steps = walk.inputs_first(piece.inner_strides());
    let ptrs = std::array::from_fn::<*mut u8, N, _>(|k| blocks[k].as_mut_ptr().cast());
    // Each row's first elements, and where they are in the blocks.
    let mut rows: SmallVec<[[*mut u8; N]; 8]> = SmallVec::new();
    let mut raised = Flags::NONE;
    let mut compute = |rows: &[[*mut u8; N]]| {
        let place =
            |k: usize, row: usize| ptrs[k].wrapping_offset((row * length) as isize * sizes[k]);
        for k in 0..n_in {
            for (row, starts) in rows.iter().enumerate() {
                let (size, step) = (sizes[k], steps[k]);
                match &converters[k] {
                    // SAFETY: the row lies in its array; the block holds as many elements of the loop's
                    // type.
                    Some(converter) => unsafe {
                        converter.run(place(k, row), size, starts[k], step, length);
                    },
                    // SAFETY: as above.
                    None => unsafe {
                        copy_run(place(k, row), size, starts[k], step, length, size as usize);
                    },
                }
            }
        }
        // SAFETY: every operand is a block, which holds the elements of all rows.
        raised |= unsafe { body.run(&ptrs, sizes, rows.len() * length) };
        for k in n_in..N {
            for (row, starts) in rows.iter().enumerate() {
                let (size, step) = (sizes[k], steps[k]);
                match &converters[k] {
                    // SAFETY: the block holds the results of the row, for as many places of the output.
                    Some(converter) => unsafe {
                        converter.run(starts[k], step, place(k, row), size, length);
                    },
                    // SAFETY: as above.
                    None => unsafe {
                        copy_run(starts[k], step, place(k, row), size, length, size as usize);
                    },
                }
            }
        }
    };
    piece.for_each_run(|offsets| {
        rows.push(walk.pointers(offsets));
        if (rows.len() + 1) * length > BLOCK {
            compute(&rows);
            rows.clear();
        }
    });
    if !rows.is_empty() {
        compute(&rows);
    }
    raised
}
