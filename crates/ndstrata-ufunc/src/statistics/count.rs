//! How many elements of a whole array are true.
#![expect(unsafe_code, reason = "reads a layout that was checked against memory")]

use ndstrata_array::{DynView, Plan};
use ndstrata_dtype::ElementType;
use ndstrata_kernels::elementwise::{Operand, Run};
use ndstrata_kernels::reduce::count_run;

use crate::kernel::number_type;

/// How many elements are true.
pub(super) fn count_true(a: &DynView<'_>, element: ElementType) -> i64 {
    let plan = Plan::new(a.shape(), [a.strides()]);
    let operand = Operand { number: number_type(element), swapped: !a.dtype().is_native() };
    let ([stride], base) = (plan.inner_strides(), a.as_ptr());
    let mut all = 0;
    plan.for_each_run(|[offset]| {
        let run = Run { ptr: base.wrapping_offset(offset), stride };
        // SAFETY: the plan walks elements of the array.
        all += unsafe { count_run(operand, run, plan.inner_len()) };
    });
    all as i64
}
