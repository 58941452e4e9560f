//! Results in the memory of an operand that nobody else sees: of `x * y + z`, the product's.

use ndstrata_array::DynArray;
use ndstrata_dtype::Kind;

use crate::registry;
use crate::value::Value;

/// Fewer bytes than this are had again at once.
pub(super) const WORTH_KEEPING: usize = 1 << 14;

/// Operators by what computes the same into the first operand, and whether the operands may change places.
const IN_PLACE: &[(&str, &str, bool)] = &[
    ("operator.add", "operator.iadd", true),
    ("operator.mul", "operator.imul", true),
    ("operator.sub", "operator.isub", false),
    ("operator.truediv", "operator.itruediv", false),
];

/// The result in an operand's memory, where that is a temporary of the result's type, shape and layout.
pub(super) fn operate(function: &str, operands: &mut Vec<Value>) -> Option<crate::Result<Value>> {
    let &(_, in_place, commutes) = IN_PLACE.iter().find(|(plain, ..)| *plain == function)?;
    let [x, y] = &operands[..] else { return None };
    if !takes(x, y) {
        if !(commutes && takes(y, x)) {
            return None;
        }
        operands.swap(0, 1);
    }
    Some(registry::call(in_place, std::mem::take(operands), Vec::new()))
}

/// Whether `x` has room for the result of itself and `y`: floats of one type and shape, or a number.
fn takes(x: &Value, y: &Value) -> bool {
    let Value::Array(held) = x else { return false };
    if !held.is_temporary() {
        return false;
    }
    let x = held.get();
    let is_plain = |x: &DynArray| x.is_c_contiguous() && x.dtype().is_native();
    let is_wide = matches!(x.dtype().kind(), Kind::Float | Kind::Complex) && x.itemsize() > 2;
    if x.nbytes() < WORTH_KEEPING || !is_plain(&x) || !is_wide {
        return false;
    }
    match y {
        Value::Int(_) | Value::Float(_) => true,
        Value::Array(y) => {
            let y = y.get();
            y.shape() == x.shape() && y.dtype() == x.dtype() && is_plain(&y)
        }
        _ => false,
    }
}
