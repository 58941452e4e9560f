//! Results in the memory of an operand that nobody else sees: of `x * y + z`, the product's.

use std::borrow::Cow;

use ndstrata_array::DynArray;
use ndstrata_dtype::Kind;

use super::operator::{Operator, commutes};
use crate::array_ref::ArrayRef;
use crate::value::Value;

/// Fewer bytes than this are had again at once.
const WORTH_KEEPING: usize = 1 << 14;

/// The operand with room for the result, and the other one.
pub(super) fn with_room<'a>(
    operator: Operator,
    args: &'a [Cow<'_, Value>; 2],
) -> Option<(&'a ArrayRef, &'a Value)> {
    use Operator::{Add, Mul, Sub, TrueDiv};
    if !matches!(operator, Add | Sub | Mul | TrueDiv) {
        return None;
    }
    // Arrays that are let go of after the call.
    let temporaries = args.each_ref().map(|value| match value {
        Cow::Owned(Value::Array(held)) if held.is_temporary() => Some(held),
        _ => None,
    });
    match (temporaries, args) {
        ([Some(held), _], [_, y]) if takes(held, y) => Some((held, y)),
        ([_, Some(held)], [x, _]) if commutes(operator.ufunc()) && takes(held, x) => {
            Some((held, x))
        }
        _ => None,
    }
}

/// Whether `held` has room for the result of itself and `y`: floats of one type and shape, or a number.
fn takes(held: &ArrayRef, y: &Value) -> bool {
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
