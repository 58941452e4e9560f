//! The short way of a call: few numbers of one native type, in one run, with NumPy's defaults.
//!
//! Where there is hardly anything to compute, what a call costs is looking: for the loop, for casts,
//! for a shape, for an order of axes. Here none of it is looked for. A ufunc keeps its loop for each
//! type once it was found by the rules; operands of that type which lie in one run take it at once. All
//! else is left to the long way, and so is every error.
#![expect(unsafe_code, reason = "runs loops over layouts that were checked against memory")]

use std::mem::MaybeUninit;

use half::f16;
use ndstrata_array::{DynArray, DynCow, Order};
use ndstrata_dtype::{DType, ElementType, Kind};
use ndstrata_kernels::elementwise::{Operand as LoopOperand, Run, RunMut};
use num_complex::{Complex32, Complex64};
use smallvec::SmallVec;

use crate::error_state;
use crate::kernel::{Kernel, number_type};
use crate::operand::Operand;
use crate::ufunc::Ufunc;

/// More elements than this may be worth a second thread.
const MAX_SIZE: usize = 1 << 13;

impl Ufunc {
    /// The result, where the short way leads to one.
    pub(super) fn call_plain(&'static self, inputs: &[Operand<'_>]) -> Option<DynArray> {
        let mut kinds = SmallVec::<[usize; 2]>::new();
        let mut shape: &[usize] = &[];
        for input in inputs {
            kinds.push(input.number_kind()?);
            if input.shape().len() > shape.len() {
                shape = input.shape();
            }
        }
        let size = shape.iter().try_fold(1_usize, |size, &n| size.checked_mul(n))?;
        let found = self.found_loop(&kinds)?;
        let (types, results) = found.types(self).split_at(self.n_inputs);
        // Integers have no reciprocals: their exponents are looked at the long way.
        let is_integer_power = self.name == "power" && types[0].kind() == Kind::SignedInteger;
        let &[result] = results else { return None };
        if size > MAX_SIZE || is_integer_power || error_state::is_watched() {
            return None;
        }
        let mut weak = [[MaybeUninit::<u8>::uninit(); 16]; 2];
        let mut runs = [Run { ptr: std::ptr::null(), stride: 0 }; 2];
        let mut loop_operands = [LoopOperand::native(number_type(types[0])); 2];
        let mut is_cast = false;
        for (k, input) in inputs.iter().enumerate() {
            loop_operands[k] = LoopOperand::native(number_type(types[k]));
            let Operand::View(view) = input else {
                let ptr = weak[k].as_mut_ptr().cast::<u8>();
                // SAFETY: 16 bytes hold any number.
                unsafe { write_weak(input, types[k], ptr)? };
                runs[k] = Run { ptr, stride: 0 };
                continue;
            };
            if view.ndim() > 0 && view.shape() != shape {
                return None;
            }
            runs[k] = Run { ptr: view.as_ptr(), stride: run_stride(view)? };
            let (element, swapped) = (view.dtype().element_type()?, !view.dtype().is_native());
            if element != types[k] || swapped {
                // Single precision stands for halves, and must be rounded before it is anything else.
                if types.contains(&ElementType::Float16) || is_logic(types[k], element) {
                    return None;
                }
                is_cast = true;
                loop_operands[k] = LoopOperand { number: number_type(element), swapped };
            }
        }
        let dtype = DType::from_element(result);
        // SAFETY: every element is written below, and nobody else has the array before.
        let made = unsafe { DynArray::uninit(shape, &dtype, Order::C).ok()? };
        let out = RunMut { ptr: made.as_ptr().cast_mut(), stride: result.size() as isize };
        match found.kernel {
            Kernel::Map(each) => {
                let call = each.call_with(loop_operands, LoopOperand::native(number_type(result)));
                // SAFETY: inputs lie in runs of `size` elements of the types told, or are one element
                // at stride 0; the result is new, packed and of the loop's type.
                unsafe { call.run(out, runs, size) };
            }
            Kernel::Run(run) | Kernel::Answering(run) if !is_cast => {
                let ptrs = [runs[0].ptr.cast_mut(), runs[1].ptr.cast_mut(), out.ptr];
                let strides = [runs[0].stride, runs[1].stride, out.stride];
                let (ptrs, strides) = match self.n_inputs {
                    1 => ([ptrs[0], ptrs[2], ptrs[2]], [strides[0], strides[2], strides[2]]),
                    _ => (ptrs, strides),
                };
                let n = self.n_inputs + 1;
                // SAFETY: as above; nobody asks for the flags.
                let _flags = unsafe { run(&ptrs[..n], &strides[..n], size) };
            }
            _ => return None,
        }
        Some(made)
    }
}

/// Whether a number is read as a truth value, which is no cast that a kernel does on its way.
fn is_logic(to: ElementType, from: ElementType) -> bool {
    to == ElementType::Bool && from != ElementType::Bool
}

/// The bytes from one element to the next, of elements that lie in one run in C order.
fn run_stride(view: &DynCow<'_>) -> Option<isize> {
    match *view.strides() {
        [] => Some(0),
        [stride] => Some(stride),
        _ => view.is_c_contiguous().then_some(view.itemsize() as isize),
    }
}

/// Writes a weak number as one of a type, if its kind is not above the type's and the type holds it.
///
/// # Safety
///
/// `to` can be written for an element of the type, at any alignment.
unsafe fn write_weak(number: &Operand<'_>, element: ElementType, to: *mut u8) -> Option<()> {
    /// # Safety
    ///
    /// As of the outer function, for a `T`.
    unsafe fn put<T>(to: *mut u8, value: T) {
        // SAFETY: the caller's promise.
        unsafe { to.cast::<T>().write_unaligned(value) }
    }
    /// # Safety
    ///
    /// As of the outer function, for a `T`.
    unsafe fn put_integer<T: TryFrom<i128>>(to: *mut u8, value: i128) -> Option<()> {
        let value = T::try_from(value).ok()?;
        // SAFETY: the caller's promise.
        unsafe { put(to, value) };
        Some(())
    }
    if let Operand::Int(x) = *number {
        // SAFETY: in each line the caller's promise, for this type.
        let is_integer = unsafe {
            match element {
                ElementType::Int8 => Some(put_integer::<i8>(to, x)),
                ElementType::Int16 => Some(put_integer::<i16>(to, x)),
                ElementType::Int32 => Some(put_integer::<i32>(to, x)),
                ElementType::Int64 => Some(put_integer::<i64>(to, x)),
                ElementType::UInt8 => Some(put_integer::<u8>(to, x)),
                ElementType::UInt16 => Some(put_integer::<u16>(to, x)),
                ElementType::UInt32 => Some(put_integer::<u32>(to, x)),
                ElementType::UInt64 => Some(put_integer::<u64>(to, x)),
                _ => None,
            }
        };
        if let Some(done) = is_integer {
            return done;
        }
    }
    let value = match *number {
        // Integers past the exact ones are rounded once, the long way.
        Operand::Int(x) if x.unsigned_abs() <= 1 << 24 => Complex64::new(x as f64, 0.0),
        Operand::Float(x) => Complex64::new(x, 0.0),
        Operand::Complex(z) if element.kind() == Kind::Complex => z,
        _ => return None,
    };
    // SAFETY: in each line the caller's promise, for this type.
    unsafe {
        match element {
            ElementType::Float16 => put(to, f16::from_f64(value.re)),
            ElementType::Float32 => put(to, value.re as f32),
            ElementType::Float64 => put(to, value.re),
            ElementType::Complex64 => put(to, Complex32::new(value.re as f32, value.im as f32)),
            ElementType::Complex128 => put(to, value),
            _ => return None,
        }
    }
    Some(())
}
