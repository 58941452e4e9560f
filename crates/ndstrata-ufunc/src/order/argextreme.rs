//! `argmax` and `argmin`.
#![expect(unsafe_code, reason = "searches lines of a packed array")]

use ndstrata_array::{DynArray, DynView, Order};
use ndstrata_kernels::elementwise::{Operand as LoopOperand, Run};
use ndstrata_kernels::reduce::{PositionCall, position_of_maximum, position_of_minimum};

use super::lines;
use crate::error::{Error, ErrorKind, Result};
use crate::kernel::number_type;

/// The position of the first largest element along an axis, or in the flattened array. The first NaN
/// counts as largest.
///
/// NumPy: [numpy.argmax](https://numpy.org/doc/stable/reference/generated/numpy.argmax.html).
///
/// # Errors
///
/// An axis that is not there; no elements to choose from; a type without an order.
pub fn argmax(a: &DynView<'_>, axis: Option<isize>) -> Result<DynArray> {
    positions(a, axis, "argmax", position_of_maximum)
}

/// The position of the first smallest element along an axis, or in the flattened array. The first NaN
/// counts as smallest.
///
/// NumPy: [numpy.argmin](https://numpy.org/doc/stable/reference/generated/numpy.argmin.html).
///
/// # Errors
///
/// As [`argmax`].
pub fn argmin(a: &DynView<'_>, axis: Option<isize>) -> Result<DynArray> {
    positions(a, axis, "argmin", position_of_minimum)
}

fn positions(
    a: &DynView<'_>,
    axis: Option<isize>,
    function: &'static str,
    make: fn(LoopOperand) -> PositionCall,
) -> Result<DynArray> {
    let (elements, _) = lines(a, axis)?;
    let Some((&length, outer)) = elements.shape().split_last() else {
        return Ok(DynArray::from_vec(vec![0_i64]).squeeze());
    };
    let n_lines: usize = outer.iter().product();
    if length == 0 && n_lines > 0 {
        return Err(Error::new(ErrorKind::EmptySequence { function }));
    }
    let Some(element) = elements.dtype().element_type() else {
        return Err(Error::new(ErrorKind::BadTypes {
            ufunc: function,
            is_ufunc_error: false,
            message: format!("{function} of {} is not supported", elements.dtype()),
        }));
    };
    let swapped = !elements.dtype().is_native();
    let call = make(LoopOperand { number: number_type(element), swapped });
    let stride = elements.itemsize() as isize;
    let mut found = vec![0_i64; n_lines];
    for (line, position) in found.iter_mut().enumerate() {
        let ptr = elements.as_ptr().wrapping_offset((line * length) as isize * stride);
        // SAFETY: the packed array has a line of `length` elements from here on.
        *position = unsafe { call.run(Run { ptr, stride }, length) } as i64;
    }
    let shape: Vec<isize> = outer.iter().map(|&n| n as isize).collect();
    Ok(DynArray::from_vec(found).reshape_view(&shape, Order::C)?)
}
