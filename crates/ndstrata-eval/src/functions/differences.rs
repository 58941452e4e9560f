//! Differences and areas by name.

use ndstrata_array::concatenate;
use ndstrata_ufunc as ufunc;

use super::statistics::float;
use crate::coerce::as_array;
use crate::error::{Error, Result};
use crate::registry::{Arguments, Entry};
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    ("np.diff", "a, n=1, axis=-1, prepend=no_value, append=no_value", diff),
    ("np.trapezoid", "y, x=None, dx=1.0, axis=-1", |a| {
        let (y, axis) = (a.array("y")?, a.int("axis")? as isize);
        let x = a.optional("x").map(as_array).transpose()?;
        let x = x.as_ref().map(|x| x.view());
        let dx = float(a.value("dx"))?;
        Ok(Value::from_result(ufunc::trapezoid(&y.view(), x.as_ref(), dx, axis)?))
    }),
];

fn diff(a: &Arguments<'_>) -> Result<Value> {
    let (mut array, axis) = (a.array("a")?, a.int("axis")? as isize);
    let n = usize::try_from(a.int("n")?).map_err(|_| {
        let n = a.int("n").unwrap_or_default();
        Error::value_error(format!("order must be non-negative but got {n}"))
    })?;
    for (name, is_first) in [("prepend", true), ("append", false)] {
        if !a.is_given(name) || n == 0 {
            continue;
        }
        let mut edge = a.array(name)?;
        if edge.ndim() == 0 {
            // One value stands before, or after, every line.
            let mut shape = array.shape().to_vec();
            shape[ndstrata_array::normalize_axis(axis, array.ndim())?] = 1;
            edge = edge.broadcast_to(&shape)?;
        }
        let (first, second) = if is_first { (&edge, &array) } else { (&array, &edge) };
        array = concatenate(&[first.view(), second.view()], axis)?;
    }
    Ok(ufunc::diff(&array.view(), n, axis)?.into())
}
