//! `a.dtype = …`, `a.real = …`, `a.imag = …`, `a.strides = …`: attributes that are assigned to.

use ndstrata_array::Layout;
use ndstrata_dtype::Kind;

use crate::error::{Error, Result};
use crate::registry::{Arguments, Entry, ints};
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    ("ndarray.dtype.set", "self, value, /", |a| {
        let target = a.target()?;
        let dtype = crate::coerce::as_dtype(a.value("value"))?;
        let seen = target.get().reinterpret(&dtype)?;
        target.reinterpret(seen)?;
        Ok(Value::None)
    }),
    ("ndarray.real.set", "self, value, /", |a| set_part(a, "real")),
    ("ndarray.imag.set", "self, value, /", |a| {
        let dtype = a.target()?.get().dtype().clone();
        match dtype.kind() {
            Kind::Complex => set_part(a, "imag"),
            _ => Err(Error::type_error("array does not have imaginary part to set")),
        }
    }),
    ("ndarray.strides.set", "self, value, /", |a| {
        let target = a.target()?;
        let array = target.get();
        let strides = ints(a.value("value"))?;
        if strides.len() != array.ndim() {
            return Err(Error::value_error(format!(
                "strides must be same length as shape ({})",
                array.ndim()
            )));
        }
        let outside = || Error::value_error("strides is not compatible with available memory");
        let layout =
            Layout::strided(array.shape(), &strides, array.itemsize()).map_err(|_| outside())?;
        let dtype = array.dtype().clone();
        target.replace(array.as_strided(0, layout, &dtype).map_err(|_| outside())?)?;
        Ok(Value::None)
    }),
];

fn set_part(a: &Arguments<'_>, part: &str) -> Result<Value> {
    let target = a.target()?;
    let array = target.get();
    let part = if part == "real" { array.real() } else { array.imag()? };
    let part = target.derive(part);
    let value = super::index::to_assign(a.value("value"), part.get().dtype())?;
    part.update(|mut view| Ok(view.assign(&value.view())?))?;
    Ok(Value::None)
}
