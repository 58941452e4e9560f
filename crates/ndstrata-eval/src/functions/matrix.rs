//! Matrices by name: from text, from data, from blocks.

use ndstrata_linalg::{self as linalg, Matrix};

use crate::coerce::{as_array, as_array_of};
use crate::error::{Error, Result};
use crate::registry::{Arguments, Entry};
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    ("np.matrix", "data, dtype=None, copy=True", matrix),
    ("np.asmatrix", "data, dtype=None", matrix),
    ("mat", "data, dtype=None", matrix),
    ("np.bmat", "obj, ldict=None, gdict=None", |a| {
        if a.is_given("ldict") || a.is_given("gdict") || a.value("obj").as_str().is_some() {
            return Err(Error::unsupported("np.bmat() of names in a text is not supported"));
        }
        let whole = match a.value("obj") {
            Value::Tuple(rows) | Value::List(rows) => blocks(rows)?,
            other => one(other)?,
        };
        Ok(Value::Matrix(Box::new(whole)))
    }),
];

fn matrix(a: &Arguments<'_>) -> Result<Value> {
    let dtype = a.optional_dtype("dtype")?;
    let found = match (a.value("data").as_str(), dtype) {
        (Some(text), None) => text.parse()?,
        (Some(text), Some(dtype)) => {
            let found: Matrix = text.parse()?;
            Matrix::new(&found.a().astype(&dtype)?)?
        }
        (None, dtype) => Matrix::new(&as_array_of(a.value("data"), dtype.as_ref())?)?,
    };
    Ok(Value::Matrix(Box::new(found)))
}

fn one(value: &Value) -> Result<Matrix> {
    Ok(Matrix::new(&as_array(value)?)?)
}

/// Rows of blocks, or one row where the first item is a block itself.
fn blocks(rows: &[Value]) -> Result<Matrix> {
    let is_row = |value: &Value| matches!(value, Value::Tuple(_) | Value::List(_));
    let rows: Vec<Vec<Matrix>> = if rows.first().is_some_and(is_row) {
        let row = |row: &Value| row.as_sequence().unwrap_or_default().iter().map(one).collect();
        rows.iter().map(row).collect::<Result<_>>()?
    } else {
        vec![rows.iter().map(one).collect::<Result<_>>()?]
    };
    Ok(linalg::bmat(&rows)?)
}
