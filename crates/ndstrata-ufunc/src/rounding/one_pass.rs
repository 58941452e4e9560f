//! Numbers brought to two numbers as bounds, in one pass.
#![expect(unsafe_code, reason = "reads and writes layouts that were checked against memory")]

use ndstrata_array::{DynArray, DynView, Order, Plan, Scalar};
use ndstrata_kernels::elementwise;

use crate::error::Result;
use crate::kernel::number_type;
use crate::operand::Operand;

/// The elements within the bounds, where one pass computes what `minimum` of `maximum` does: bounds
/// without axes that the elements' type holds, and elements packed in some order.
pub(super) fn clip(
    a: &DynView<'_>,
    min: &Operand<'_>,
    max: &Operand<'_>,
) -> Result<Option<DynArray>> {
    let dtype = a.dtype();
    let (Some(element), true) = (dtype.element_type(), dtype.is_native()) else { return Ok(None) };
    let Some(call) = elementwise::clip(number_type(element)) else { return Ok(None) };
    let (Some(min), Some(max)) = (bound(a, min)?, bound(a, max)?) else { return Ok(None) };
    let size = dtype.itemsize();
    let mut bounds = [0_u8; 16];
    for (place, bound) in bounds.chunks_mut(size).zip([&min, &max]) {
        place.copy_from_slice(bound.packed_bytes().unwrap_or_default());
    }
    // SAFETY: the array is given out only if all of it was written.
    let mut result = unsafe { a.uninit_like(dtype, Order::K)? };
    let mut view = result.view_mut()?;
    let plan = Plan::new(a.shape(), [view.strides(), a.strides()]);
    if plan.inner_strides() != [size as isize; 2] && plan.size() > 1 {
        return Ok(None);
    }
    let (dst, src) = (view.as_mut_ptr(), a.as_ptr());
    plan.for_each_run(|[to, from]| {
        let (to, from) = (dst.wrapping_offset(to), src.wrapping_offset(from));
        // SAFETY: the plan walks the array and a fresh one, whose runs are packed; the bounds are two
        // elements.
        unsafe { call.run(to, from, plan.inner_len(), bounds.as_ptr()) };
    });
    Ok(Some(result))
}

/// A bound as an element of the array's type, if it is one number that the type holds.
fn bound(a: &DynView<'_>, bound: &Operand<'_>) -> Result<Option<DynArray>> {
    let dtype = a.dtype();
    let bits = 8 * dtype.itemsize() as u32;
    let scalar = match bound {
        Operand::View(view) => {
            let fits = view.ndim() == 0 && view.dtype() == dtype;
            return Ok(if fits { Some(view.view().copy(Order::C)?) } else { None });
        }
        Operand::Int(x) => {
            let holds = match dtype.kind() {
                ndstrata_dtype::Kind::SignedInteger => {
                    (-(1_i128 << (bits - 1))..1 << (bits - 1)).contains(x)
                }
                ndstrata_dtype::Kind::UnsignedInteger => (0..1_i128 << bits).contains(x),
                // Small enough to be rounded once.
                _ => x.unsigned_abs() < 1 << 24,
            };
            match (holds, i64::try_from(*x), u64::try_from(*x)) {
                (true, Ok(x), _) => Scalar::new(x),
                (true, _, Ok(x)) => Scalar::new(x),
                _ => return Ok(None),
            }
        }
        Operand::Float(x) => {
            let holds = dtype.kind() == ndstrata_dtype::Kind::Float
                && (bits == 64 || !x.is_finite() || (*x as f32).is_finite());
            if !holds {
                return Ok(None);
            }
            Scalar::new(*x)
        }
        Operand::Complex(_) => return Ok(None),
    };
    Ok(Some(scalar.to_array()?.astype(dtype)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_pass_is_taken_where_bounds_are_held() {
        let bytes = DynArray::from_vec(vec![1_u8, 100, 250]);
        let clip =
            |a: &DynArray, min: Operand<'_>, max: Operand<'_>| clip(&a.view(), &min, &max).unwrap();
        let found = clip(&bytes, 3.into(), 200.into()).unwrap();
        assert_eq!(found.to_vec::<u8>().unwrap(), [3, 100, 200]);
        assert!(clip(&bytes, 3.into(), 300.into()).is_none());
        assert!(clip(&bytes, (-1).into(), 30.into()).is_none());
        let singles = DynArray::from_vec(vec![f32::NAN, -0.0, 9.0]);
        let found = clip(&singles, 0.5.into(), f64::INFINITY.into()).unwrap();
        let found = found.to_vec::<f32>().unwrap();
        assert!(found[0].is_nan());
        assert_eq!(found[1..], [0.5, 9.0]);
        assert!(clip(&singles, 1e300.into(), 2.into()).is_none());
        let grid =
            DynArray::from_vec((0..12).collect::<Vec<i64>>()).reshape_view(&[3, 4], Order::C);
        let turned = grid.unwrap().transpose(&[1, 0]).unwrap();
        let found = clip(&turned, 2.into(), 9.into()).unwrap();
        assert_eq!(found.to_vec::<i64>().unwrap(), [2, 4, 8, 2, 5, 9, 2, 6, 9, 3, 7, 9]);
    }
}
