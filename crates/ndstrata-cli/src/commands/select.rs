//! [`Select`]: the part of an array that a command is about.

use ndstrata_array::DynArray;
use ndstrata_eval::{ArrayRef, Value, index_value, registry};

use crate::failure::Result;

/// A field and an index.
#[derive(clap::Args, Clone, Default)]
pub(crate) struct Select {
    /// The field NAME of an array of records
    #[arg(long, value_name = "NAME")]
    pub(crate) field: Option<String>,

    /// A part of the array, as between NumPy's brackets: '::-1, ..., [0, 2]'
    #[arg(long, value_name = "EXPR", allow_hyphen_values = true)]
    pub(crate) index: Option<String>,
}

impl Select {
    /// Whether it is the whole array.
    pub(crate) fn is_all(&self) -> bool {
        self.field.is_none() && self.index.is_none()
    }

    /// The part, an array or a scalar.
    pub(crate) fn value(&self, array: DynArray) -> Result<Value> {
        let mut value = Value::Array(ArrayRef::new(array));
        if let Some(field) = &self.field {
            value = getitem(value, field.as_str().into())?;
        }
        if let Some(index) = &self.index {
            value = getitem(value, index_value(index)?)?;
        }
        Ok(value)
    }

    /// The part as an array.
    pub(crate) fn array(&self, array: DynArray) -> Result<DynArray> {
        if self.is_all() {
            return Ok(array);
        }
        Ok(ndstrata_eval::as_array(&self.value(array)?)?)
    }
}

fn getitem(object: Value, index: Value) -> Result<Value> {
    Ok(registry::call("getitem", vec![object, index], Vec::new())?)
}
