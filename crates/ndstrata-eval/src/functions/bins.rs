//! Counting and bins by name.

use ndstrata_dtype::{DType, Kind};
use ndstrata_ufunc::{self as ufunc, Side};

use crate::coerce::as_array;
use crate::error::Error;
use crate::registry::Entry;
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    ("np.bincount", "x, /, weights=None, minlength=0", |a| {
        let mut x = a.array("x")?;
        // Lists are converted as `int()` does, arrays are not.
        if a.array_ref("x").is_none() && x.dtype().kind() == Kind::Float {
            x = x.astype(&DType::INT64)?;
        }
        let minlength = usize::try_from(a.int("minlength")?)
            .map_err(|_| Error::value_error("'minlength' must not be negative"))?;
        Ok(match a.optional("weights") {
            None => ufunc::bincount(&x.view(), minlength)?,
            Some(weights) => {
                ufunc::bincount_weighted(&x.view(), &as_array(weights)?.view(), minlength)?
            }
        }
        .into())
    }),
    ("np.digitize", "x, bins, right=False", |a| {
        let closed = if a.truth("right")? { Side::Right } else { Side::Left };
        let (x, bins) = (a.array("x")?, a.array("bins")?);
        Ok(Value::from_result(ufunc::digitize(&x.view(), &bins.view(), closed)?))
    }),
];
