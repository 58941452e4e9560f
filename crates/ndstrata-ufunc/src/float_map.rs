//! Functions of one float that are several operations, in one pass.
#![expect(unsafe_code, reason = "reads and writes layouts that were checked against memory")]

use std::mem::MaybeUninit;

use ndstrata_array::{DynArray, DynView, Order, Plan};
use ndstrata_dtype::ElementType;
use ndstrata_kernels::{Body, run_wide};

use crate::call::is_for_all_threads;
use crate::error::Result;
use crate::error_state;

/// The results of a function for `f64` and `f32`, where one pass of one thread computes them: elements
/// that are packed in some order, and nobody who watches for floating-point errors. The functions are
/// `#[inline(always)]` closures without branches, or they are not vectorised.
pub(crate) fn float_map(
    a: &DynView<'_>,
    double: impl Fn(f64) -> f64,
    single: impl Fn(f32) -> f32,
) -> Result<Option<DynArray>> {
    let dtype = a.dtype();
    let is_double = match dtype.element_type() {
        Some(ElementType::Float64) => true,
        Some(ElementType::Float32) => false,
        _ => return Ok(None),
    };
    let is_plain = dtype.is_native() && a.is_aligned();
    if !is_plain || error_state::is_watched() || is_for_all_threads(a.size()) {
        return Ok(None);
    }
    // SAFETY: the array is given out only if all of it was written.
    let mut result = unsafe { a.uninit_like(dtype, Order::K)? };
    let mut view = result.view_mut()?;
    let plan = Plan::new(a.shape(), [view.strides(), a.strides()]);
    if plan.inner_strides() != [dtype.itemsize() as isize; 2] && plan.size() > 1 {
        return Ok(None);
    }
    let (dst, src, n) = (view.as_mut_ptr(), a.as_ptr(), plan.inner_len());
    plan.for_each_run(|[to, from]| {
        let (to, from) = (dst.wrapping_offset(to), src.wrapping_offset(from));
        match is_double {
            // SAFETY: the plan walks an aligned array and a fresh one, whose runs are packed.
            true => run_wide(unsafe { Map::new(to, from, n, &double) }),
            // SAFETY: as above.
            false => run_wide(unsafe { Map::new(to, from, n, &single) }),
        }
    });
    Ok(Some(result))
}

struct Map<'a, T, F> {
    dst: &'a mut [MaybeUninit<T>],
    src: &'a [T],
    function: &'a F,
}

impl<'a, T, F> Map<'a, T, F> {
    /// # Safety
    /// `n` elements `T` can be read at `src` and written at `dst`, both aligned and disjoint.
    unsafe fn new(dst: *mut u8, src: *const u8, n: usize, function: &'a F) -> Map<'a, T, F> {
        // SAFETY: the caller's contract.
        let src = unsafe { std::slice::from_raw_parts(src.cast(), n) };
        // SAFETY: the caller's contract; places need not be initialised.
        let dst = unsafe { std::slice::from_raw_parts_mut(dst.cast(), n) };
        Map { dst, src, function }
    }
}

impl<T: Copy, F: Fn(T) -> T> Body for Map<'_, T, F> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        for (place, value) in self.dst.iter_mut().zip(self.src) {
            place.write((self.function)(*value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_floats_are_mapped_in_their_order() {
        let a = DynArray::from_vec((0..77).map(f64::from).collect::<Vec<_>>());
        let a = a.reshape_view(&[7, 11], Order::C).unwrap().transpose(&[1, 0]).unwrap();
        let doubled = float_map(&a.view(), |x| 2.0 * x, |x| x).unwrap().unwrap();
        assert_eq!(doubled.strides(), a.strides());
        assert_eq!(doubled.get::<f64>(&[3, 4]).unwrap(), 2.0 * a.get::<f64>(&[3, 4]).unwrap());
        let singles = DynArray::from_vec(vec![1.5_f32, -2.0]);
        let negated = float_map(&singles.view(), |x| x, |x| -x).unwrap().unwrap();
        assert_eq!(negated.to_vec::<f32>().unwrap(), [-1.5, 2.0]);
        let integers = DynArray::from_vec(vec![1_i64]);
        assert!(float_map(&integers.view(), |x| x, |x| x).unwrap().is_none());
        let columns = a.clone().slice_axis(0, 0, 2, 5).unwrap();
        assert!(float_map(&columns.view(), |x| x, |x| x).unwrap().is_none());
    }
}
