//! Equality of records and of raw bytes.

use ndstrata_dtype::promote_types;
use ndstrata_kernels::Relation;

use super::{CompareFault, filled, pairs};
use crate::array::{DynArray, DynView};
use crate::error::Result;

/// Records of a common type, field by field; raw bytes of one length, byte by byte. Both have one
/// shape; the relation is equality or its opposite.
pub(super) fn compare(
    lhs: &DynView<'_>,
    relation: Relation,
    rhs: &DynView<'_>,
) -> Result<DynArray> {
    let (a, b) = match (lhs.dtype().as_record(), rhs.dtype().as_record()) {
        (Some(a), Some(b)) => (a, b),
        (None, None) if lhs.itemsize() == rhs.itemsize() => {
            return pairs(lhs, rhs, |a, b| (a == b) == (relation == Relation::Equal));
        }
        (None, None) => return Err(CompareFault::VoidLengths.into()),
        _ => return Err(CompareFault::NoCommonRecord.into()),
    };
    promote_types(lhs.dtype(), rhs.dtype()).map_err(|_| CompareFault::NoCommonRecord)?;
    // All fields must be equal for records to be, any may differ for them to differ.
    let all = relation == Relation::Equal;
    let mut result = filled(lhs.shape(), all)?;
    for (a, b) in a.names().zip(b.names()) {
        let (a, b) = (lhs.clone().field(a)?, rhs.clone().field(b)?);
        let found = super::compare(&a, relation, &b)?;
        let block: usize = found.shape()[lhs.ndim()..].iter().product();
        let found = found.to_vec::<bool>()?;
        let mut items = found.chunks(block.max(1));
        let before = result.to_vec::<bool>()?;
        let merged: Vec<bool> = before
            .into_iter()
            .map(|before| {
                let item = if block == 0 { &[][..] } else { items.next().unwrap_or(&[]) };
                if all {
                    before && item.iter().all(|&holds| holds)
                } else {
                    before || item.iter().any(|&holds| holds)
                }
            })
            .collect();
        let shape: Vec<isize> = lhs.shape().iter().map(|&n| n as isize).collect();
        result = DynArray::from_vec(merged).reshape_view(&shape, crate::Order::C)?;
    }
    Ok(result)
}
