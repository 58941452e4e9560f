//! Functions with complex results for real numbers, by name.

use ndstrata_array::{DynArray, DynView};
use ndstrata_ufunc::emath;

use crate::error::Result;
use crate::registry::{Arguments, Body, Entry};
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    ("np.emath.sqrt", "x", |a| of_one(a, emath::sqrt)),
    ("np.emath.log", "x", |a| of_one(a, emath::log)),
    ("np.emath.log2", "x", |a| of_one(a, emath::log2)),
    ("np.emath.log10", "x", |a| of_one(a, emath::log10)),
    ("np.emath.arccos", "x", |a| of_one(a, emath::arccos)),
    ("np.emath.arcsin", "x", |a| of_one(a, emath::arcsin)),
    ("np.emath.arctanh", "x", |a| of_one(a, emath::arctanh)),
    ("np.emath.logn", "n, x", |a| {
        let (n, x) = (a.array("n")?, a.array("x")?);
        Ok(Value::from_result(emath::logn(&n.view(), &x.view())?))
    }),
    ("np.emath.power", "x, p", |a| {
        let (x, p) = (a.array("x")?, a.array("p")?);
        Ok(Value::from_result(emath::power(&x.view(), &p.view())?))
    }),
];

/// The same under the module's own name.
pub(crate) fn entries() -> impl Iterator<Item = (String, &'static str, Body)> {
    TABLE.iter().map(|&(name, signature, body)| {
        (name.replace("np.emath.", "np.lib.scimath."), signature, body)
    })
}

type Function = fn(&DynView<'_>) -> ndstrata_ufunc::Result<DynArray>;

fn of_one(a: &Arguments<'_>, function: Function) -> Result<Value> {
    Ok(Value::from_result(function(&a.array("x")?.view())?))
}
