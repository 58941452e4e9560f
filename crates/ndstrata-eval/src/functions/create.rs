//! Arrays made from nothing or from values.

use ndstrata_array::{AsType, DynArray};
use ndstrata_dtype::{Casting, DType};

use crate::coerce::as_array_of;
use crate::registry::Entry;
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    ("np.zeros", "shape, dtype=None, order='C', *, device=None, like=None", |a| {
        let dtype = a.optional_dtype("dtype")?.unwrap_or(DType::FLOAT64);
        Ok(DynArray::zeros(&a.shape("shape")?, &dtype, a.order("order")?)?.into())
    }),
    ("ndarray.astype", "self, /, dtype, order='K', casting='unsafe', subok=True, copy=True", |a| {
        let dtype = a.optional_dtype("dtype")?.unwrap_or(DType::FLOAT64);
        let casting = a.text("casting")?.parse::<Casting>()?;
        let options = AsType::default().casting(casting).order(a.order("order")?);
        Ok(a.array("self")?.astype_with(&dtype, options)?.into())
    }),
    ("np.asarray", "a, dtype=None, order=None, *, device=None, copy=None, like=None", |a| {
        let dtype = a.optional_dtype("dtype")?;
        let array = as_array_of(a.value("a"), dtype.as_ref())?;
        Ok(match a.array_ref("a") {
            Some(source) => Value::Array(source.derive(array)),
            None => array.into(),
        })
    }),
];
