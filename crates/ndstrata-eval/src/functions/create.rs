//! Arrays made from nothing or from values.

use ndstrata_array::DynArray;
use ndstrata_dtype::DType;

use crate::registry::Entry;

pub(super) const TABLE: &[Entry] =
    &[("np.zeros", "shape, dtype=None, order='C', *, device=None, like=None", |a| {
        let dtype = a.optional_dtype("dtype")?.unwrap_or(DType::FLOAT64);
        Ok(DynArray::zeros(&a.shape("shape")?, &dtype, a.order("order")?)?.into())
    })];
