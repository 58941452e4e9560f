//! `np.dtype` and the rules between types.

use ndstrata_dtype::DType;

use crate::error::{Error, Result};
use crate::registry::Entry;
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    ("np.dtype", "dtype, align=False, copy=False, metadata=None", |a| {
        Ok(Value::DType(dtype_of(a.value("dtype"))?))
    }),
    ("np.promote_types", "type1, type2", |a| {
        let (lhs, rhs) = (dtype_of(a.value("type1"))?, dtype_of(a.value("type2"))?);
        Ok(Value::DType(ndstrata_dtype::promote_types(&lhs, &rhs)?))
    }),
];

/// The data type that a value means.
pub(crate) fn dtype_of(value: &Value) -> Result<DType> {
    match value {
        Value::DType(dtype) => Ok(dtype.clone()),
        Value::None => Ok(DType::FLOAT64),
        other => Err(Error::type_error(format!(
            "Cannot interpret a value of type '{}' as a data type",
            other.type_name()
        ))),
    }
}
