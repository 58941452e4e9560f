//! The short way of a call: numbers that one thread computes, with NumPy's defaults.
//!
//! Where there is hardly anything to compute, what a call costs is looking: for the loop, for casts,
//! for a shape, for an order of axes. Here little of it is looked for. A ufunc keeps the loop for each
//! pair of types once it was found by the rules; operands that lie in one run take it at once, those
//! that are broadcast by a plan. All else is left to the long way, and so is every error.
#![expect(unsafe_code, reason = "runs loops over layouts that were checked against memory")]

use half::f16;
use ndstrata_array::{DynArray, DynBase, DynViewMut, Order, Plan, Storage, axes_by_strides};
use ndstrata_dtype::{DType, ElementType, Kind};
use ndstrata_kernels::elementwise::{Operand as LoopOperand, Run, RunMut};
use num_complex::Complex64;
use smallvec::SmallVec;

use super::Shape;
use super::execute::has_negatives;
use super::walk::is_for_all_threads;
use crate::error_state;
use crate::kernel::{Kernel, number_type};
use crate::operand::Operand;
use crate::ufunc::Ufunc;

/// Above this, what a call costs besides its loop is nothing.
const MAX_SIZE: usize = 1 << 18;

/// So many elements are converted at once; more are on the way, block by block.
const FEW: usize = 1024;

/// Where a result is written.
pub(super) enum Target<'t, 'o> {
    /// In a new array.
    New,
    /// In an array.
    Given(&'t mut DynViewMut<'o>),
    /// In these bytes if it is one number, else in a new array.
    Numbers(&'t mut [u8; 16]),
}

impl<'t, 'o> Target<'t, 'o> {
    pub(super) fn of(given: Option<&'t mut DynViewMut<'o>>) -> Target<'t, 'o> {
        given.map_or(Target::New, Target::Given)
    }
}

/// What a call made.
pub(super) enum Made {
    Array(DynArray),
    /// A number of this type, where it was to be.
    Number(DType),
    Written,
}

/// An operand of the loop: where it lies, and what its elements are.
#[derive(Clone, Copy)]
struct Source {
    ptr: *mut u8,
    operand: LoopOperand,
    /// The bytes between elements, where they lie in one run of the result's shape.
    stride: Option<isize>,
}

impl Ufunc {
    /// The result, where the short way leads to one.
    pub(super) fn call_plain(
        &'static self,
        inputs: &[Operand<'_>],
        target: Target<'_, '_>,
    ) -> Option<Made> {
        let mut kinds = SmallVec::<[usize; 2]>::new();
        for input in inputs {
            kinds.push(input.number_kind()?);
        }
        let found = self.found_loop(&kinds)?;
        let (types, results) = found.types(self).split_at(self.n_inputs);
        // Integers have no reciprocals.
        let is_integer_power = self.name == "power" && types[0].kind() == Kind::SignedInteger;
        let &[result] = results else { return None };
        let shape = common_shape(inputs)?;
        let size = shape.iter().try_fold(1_usize, |size, &n| size.checked_mul(n))?;
        if size > MAX_SIZE
            || is_for_all_threads(size)
            || error_state::is_watched()
            || is_integer_power && may_be_negative(&inputs[1])
        {
            return None;
        }
        let mut weak = [[0_u8; 16]; 2];
        let native = LoopOperand::native(number_type(types[0]));
        let mut sources = [Source { ptr: std::ptr::null_mut(), operand: native, stride: None }; 2];
        let casts_first = matches!(found.kernel, Kernel::Run(_) | Kernel::Answering(_));
        let mut converted: SmallVec<[DynArray; 2]> = SmallVec::new();
        let mut is_cast = false;
        for (k, (input, &of_loop)) in inputs.iter().zip(types).enumerate() {
            let operand = LoopOperand::native(number_type(of_loop));
            let Operand::View(view) = input else {
                weak[k] = weak_bytes(input, of_loop)?;
                let ptr = weak[k].as_mut_ptr();
                sources[k] = Source { ptr, operand, stride: Some(0) };
                continue;
            };
            let stride = run_stride(view, &shape);
            if stride.is_none() && view.shape() == &shape[..] {
                // The result would be laid out as this is.
                return None;
            }
            sources[k] = Source { ptr: view.as_ptr().cast_mut(), operand, stride };
            let (element, swapped) = (view.dtype().element_type()?, !view.dtype().is_native());
            if element != of_loop || swapped {
                // Single precision stands for halves, and must be rounded before it is anything else.
                if types.contains(&ElementType::Float16) || is_logic(of_loop, element) {
                    return None;
                }
                if casts_first && size <= FEW {
                    let made = view.astype(&DType::from_element(of_loop)).ok()?;
                    let stride = run_stride(&made, &shape);
                    sources[k] = Source { ptr: made.as_ptr().cast_mut(), operand, stride };
                    converted.push(made);
                    continue;
                }
                is_cast = true;
                sources[k].operand = LoopOperand { number: number_type(element), swapped };
            }
        }
        let is_in_runs = sources[..inputs.len()].iter().all(|source| source.stride.is_some());
        let strides = sources.map(|source| source.stride);
        let (made, out) = match target {
            Target::Numbers(room) if shape.is_empty() => {
                let stride = result.size() as isize;
                (
                    Made::Number(DType::from_element(result)),
                    RunMut { ptr: room.as_mut_ptr(), stride },
                )
            }
            Target::Given(given) => {
                let run = writable_run(given, result, &shape)?;
                let are_apart = |source: &Source| source.is_apart(run, result, size);
                if !sources[..inputs.len()].iter().all(are_apart) {
                    return None;
                }
                (Made::Written, run)
            }
            Target::New | Target::Numbers(_) => {
                let dtype = DType::from_element(result);
                let made = if is_in_runs {
                    // SAFETY: every element is written below, and nobody else has the array before.
                    unsafe { DynArray::uninit(&shape, &dtype, Order::C).ok()? }
                } else {
                    let axes = axes_by_strides(shape.len(), all_strides(inputs, &shape));
                    // SAFETY: as above.
                    unsafe { DynArray::uninit_along(&shape, &dtype, &axes).ok()? }
                };
                let run = RunMut { ptr: made.as_ptr().cast_mut(), stride: result.size() as isize };
                (Made::Array(made), run)
            }
        };
        match found.kernel {
            Kernel::Map(each) => {
                let operands = sources.map(|source| source.operand);
                let call = each.call_with(operands, LoopOperand::native(number_type(result)));
                match (strides[0], strides[inputs.len() - 1]) {
                    (Some(first), Some(second)) => {
                        let runs = [(0, first), (1, second)]
                            .map(|(k, stride)| Run { ptr: sources[k].ptr, stride });
                        // SAFETY: inputs lie in runs of `size` elements of the types told, or are
                        // one element at stride 0; the result is of the loop's type, and new, or in a
                        // run that is apart from the inputs or one of them.
                        unsafe { call.run(out, runs, size) };
                    }
                    _ => {
                        let [first, second] = all_strides(inputs, &shape);
                        let Made::Array(made) = &made else { return None };
                        let plan = Plan::new(&shape, [made.strides(), &first, &second]);
                        plan.for_each_block(|[o, x, y], shape, [[o0, x0, y0], [o1, x1, y1]]| {
                            let at = |k: usize, by| sources[k].ptr.wrapping_offset(by).cast_const();
                            let src = [(at(0, x), [x0, x1]), (at(1, y), [y0, y1])];
                            // SAFETY: the plan walks the elements of the inputs, broadcast, and of
                            // the result, which is new.
                            unsafe {
                                call.run_block((out.ptr.wrapping_offset(o), [o0, o1]), src, shape)
                            };
                        });
                    }
                }
            }
            Kernel::Run(run) | Kernel::Answering(run) if !is_cast => {
                let mut ptrs = SmallVec::<[*mut u8; 3]>::new();
                let mut steps = SmallVec::<[isize; 3]>::new();
                for source in &sources[..inputs.len()] {
                    ptrs.push(source.ptr);
                    steps.push(source.stride?);
                }
                ptrs.push(out.ptr);
                steps.push(out.stride);
                // SAFETY: as above, and all are of the loop's types; nobody asks for the flags.
                let _flags = unsafe { run(&ptrs, &steps, size) };
            }
            _ => return None,
        }
        Some(made)
    }
}

impl Source {
    /// Whether the results of a run can be written while this is read: it is the same run, of elements as
    /// large, or shares no byte with it.
    fn is_apart(&self, out: RunMut, result: ElementType, size: usize) -> bool {
        let Some(stride) = self.stride else { return false };
        let itemsize = self.operand.number.itemsize();
        if self.ptr == out.ptr && stride == out.stride && itemsize == result.size() {
            return true;
        }
        let bounds = |ptr: *const u8, stride: isize, itemsize: usize| {
            let last = ptr.wrapping_offset(stride * size.saturating_sub(1) as isize);
            let (first, last) = (ptr.addr().min(last.addr()), ptr.addr().max(last.addr()));
            first..last + itemsize
        };
        let read = bounds(self.ptr, stride, itemsize);
        let written = bounds(out.ptr, out.stride, result.size());
        size == 0 || read.end <= written.start || written.end <= read.start
    }
}

/// The run in which an array of this type and shape lies, if it lies in one.
fn writable_run(
    array: &mut DynViewMut<'_>,
    element: ElementType,
    shape: &[usize],
) -> Option<RunMut> {
    let is_of_type = array.dtype().element_type() == Some(element) && array.dtype().is_native();
    if !is_of_type || array.shape() != shape {
        return None;
    }
    let stride = match *array.strides() {
        [] => element.size() as isize,
        // Elements that lie on each other are written one after the other, the long way.
        [stride] if stride.unsigned_abs() >= element.size() => stride,
        [_] => return None,
        _ => array.is_c_contiguous().then_some(element.size() as isize)?,
    };
    Some(RunMut { ptr: array.as_mut_ptr(), stride })
}

/// The shape that the inputs broadcast to.
fn common_shape(inputs: &[Operand<'_>]) -> Option<Shape> {
    let longest = inputs.iter().map(Operand::shape).max_by_key(|shape| shape.len())?;
    let mut common = Shape::from_slice(longest);
    for input in inputs {
        let shape = input.shape();
        let skipped = common.len() - shape.len();
        for (known, &n) in common[skipped..].iter_mut().zip(shape) {
            match (*known, n) {
                (known, n) if known == n => {}
                (_, 1) => {}
                (1, n) => *known = n,
                _ => return None,
            }
        }
    }
    Some(common)
}

/// Each input's strides, with 0 along axes that are broadcast; those of a lone input twice.
fn all_strides(inputs: &[Operand<'_>], shape: &[usize]) -> [SmallVec<[isize; 4]>; 2] {
    [0, inputs.len() - 1].map(|k| {
        let mut strides = SmallVec::from_elem(0, shape.len());
        if let Operand::View(view) = &inputs[k] {
            let skipped = shape.len() - view.ndim();
            let axes = view.shape().iter().zip(view.strides());
            for (stride, (&n, &own)) in strides[skipped..].iter_mut().zip(axes) {
                *stride = if n == 1 { 0 } else { own };
            }
        }
        strides
    })
}

/// Whether a number is read as a truth value, which is no cast that a kernel does on its way.
fn is_logic(to: ElementType, from: ElementType) -> bool {
    to == ElementType::Bool && from != ElementType::Bool
}

/// The bytes from one element to the next, of elements that lie in one run of this shape in C order.
fn run_stride<S: Storage>(view: &DynBase<S>, shape: &[usize]) -> Option<isize> {
    match *view.strides() {
        [] => Some(0),
        _ if view.shape() != shape => None,
        [stride] => Some(stride),
        _ => view.is_c_contiguous().then_some(view.itemsize() as isize),
    }
}

/// The bytes of a weak number as one of a type, if its kind is not above the type's and the type holds it.
fn weak_bytes(number: &Operand<'_>, element: ElementType) -> Option<[u8; 16]> {
    if let Operand::Int(x) = *number
        && element.kind().is_integer()
    {
        let bits = 8 * element.size() as u32;
        let fits = match element.kind() {
            Kind::SignedInteger => (-(1_i128 << (bits - 1))..1 << (bits - 1)).contains(&x),
            _ => (0..1_i128 << bits).contains(&x),
        };
        return fits.then(|| match element.size() {
            1 => padded(&(x as u8).to_ne_bytes()),
            2 => padded(&(x as u16).to_ne_bytes()),
            4 => padded(&(x as u32).to_ne_bytes()),
            _ => padded(&(x as u64).to_ne_bytes()),
        });
    }
    let value = match *number {
        // Integers past the exact ones are rounded once, the long way.
        Operand::Int(x) if x.unsigned_abs() <= 1 << 24 => Complex64::new(x as f64, 0.0),
        Operand::Float(x) => Complex64::new(x, 0.0),
        Operand::Complex(z) if element.kind() == Kind::Complex => z,
        _ => return None,
    };
    Some(match element {
        ElementType::Float16 => padded(&f16::from_f64(value.re).to_ne_bytes()),
        ElementType::Float32 => padded(&(value.re as f32).to_ne_bytes()),
        ElementType::Float64 => padded(&value.re.to_ne_bytes()),
        ElementType::Complex64 => {
            let parts = [value.re as f32, value.im as f32].map(f32::to_ne_bytes);
            padded(parts.as_flattened())
        }
        ElementType::Complex128 => {
            padded([value.re, value.im].map(f64::to_ne_bytes).as_flattened())
        }
        _ => return None,
    })
}

/// The bytes, and zeros after them.
fn padded(bytes: &[u8]) -> [u8; 16] {
    let mut all = [0; 16];
    all[..bytes.len()].copy_from_slice(bytes);
    all
}

/// Whether some exponent is negative, as far as is known.
fn may_be_negative(exponents: &Operand<'_>) -> bool {
    match exponents {
        Operand::View(view) => has_negatives(&view.view()).unwrap_or(true),
        Operand::Int(x) => *x < 0,
        _ => true,
    }
}
