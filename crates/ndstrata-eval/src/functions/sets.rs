//! Different elements, sets of them, and partial or complete orders by name.

use ndstrata_array::DynArray;
use ndstrata_ufunc::{self as ufunc, Unique, UniqueOptions};

use super::join::{sequence, views};
use crate::error::{Error, Result};
use crate::registry::{Arguments, Entry};
use crate::value::{Named, Value};

const UNIQUE: &str = "ar, return_index=False, return_inverse=False, return_counts=False, axis=None, *, equal_nan=True, sorted=True";

pub(super) const TABLE: &[Entry] = &[
    ("np.unique", UNIQUE, unique),
    ("np.unique_all", "x", |a| {
        let found = nan_differ(a)?;
        Ok(named(
            "UniqueAllResult",
            [
                ("values", found.values),
                ("indices", found.index),
                ("inverse_indices", found.inverse),
                ("counts", found.counts),
            ],
        ))
    }),
    ("np.unique_counts", "x", |a| {
        let found = nan_differ(a)?;
        Ok(named("UniqueCountsResult", [("values", found.values), ("counts", found.counts)]))
    }),
    ("np.unique_inverse", "x", |a| {
        let found = nan_differ(a)?;
        let fields = [("values", found.values), ("inverse_indices", found.inverse)];
        Ok(named("UniqueInverseResult", fields))
    }),
    ("np.unique_values", "x", |a| Ok(nan_differ(a)?.values.into())),
    ("np.union1d", "ar1, ar2", |a| {
        Ok(ufunc::union1d(&a.array("ar1")?.view(), &a.array("ar2")?.view())?.into())
    }),
    ("np.intersect1d", "ar1, ar2, assume_unique=False, return_indices=False", |a| {
        let (one, other) = (a.array("ar1")?, a.array("ar2")?);
        let found = ufunc::intersect1d_with(&one.view(), &other.view())?;
        if a.truth("return_indices")? {
            let parts = [found.values, found.first, found.second];
            return Ok(Value::Tuple(parts.into_iter().map(Value::from).collect()));
        }
        Ok(found.values.into())
    }),
    ("np.setdiff1d", "ar1, ar2, assume_unique=False", |a| {
        let (one, other) = (a.array("ar1")?, a.array("ar2")?);
        if a.truth("assume_unique")? {
            // What is taken as unique keeps its order.
            let flat = one.ravel(ndstrata_array::Order::C)?;
            let outside = ufunc::logical_not(&ufunc::isin(&flat.view(), &other.view())?)?;
            return Ok(flat.index(&[outside.into()])?.into());
        }
        Ok(ufunc::setdiff1d(&one.view(), &other.view())?.into())
    }),
    ("np.setxor1d", "ar1, ar2, assume_unique=False", |a| {
        Ok(ufunc::setxor1d(&a.array("ar1")?.view(), &a.array("ar2")?.view())?.into())
    }),
    ("np.isin", "element, test_elements, assume_unique=False, invert=False, *, kind=None", isin),
    ("np.partition", "a, kth, axis=-1, kind='introselect', order=None", |a| {
        unordered(a)?;
        Ok(ufunc::partition(&a.array("a")?.view(), &a.ints_of("kth")?, a.axis("axis")?)?.into())
    }),
    ("ndarray.partition", "a, kth, axis=-1, kind='introselect', order=None", |a| {
        unordered(a)?;
        let target = a.target()?;
        let parted = ufunc::partition(&target.get().view(), &a.ints_of("kth")?, a.axis("axis")?)?;
        target.update(|mut view| Ok(view.assign(&parted.view())?))?;
        Ok(Value::None)
    }),
    ("np.argpartition", "a, kth, axis=-1, kind='introselect', order=None", argpartition),
    ("ndarray.argpartition", "a, kth, axis=-1, kind='introselect', order=None", argpartition),
    ("np.lexsort", "keys, axis=-1", |a| {
        let keys = sequence(a.value("keys"))?;
        let axis = a.int("axis")? as isize;
        Ok(Value::from_result(ufunc::lexsort(&views(&keys), axis)?))
    }),
    ("np.sort_complex", "a", |a| Ok(ufunc::sort_complex(&a.array("a")?.view())?.into())),
];

fn unique(a: &Arguments<'_>) -> Result<Value> {
    let array = a.array("ar")?;
    let mut options = UniqueOptions::default().axis(a.axis("axis")?);
    if !a.truth("equal_nan")? {
        options = options.nan_differ();
    }
    let wanted = [a.truth("return_index")?, a.truth("return_inverse")?, a.truth("return_counts")?];
    if wanted == [false; 3] {
        return Ok(ufunc::unique_values(&array.view(), options)?.into());
    }
    let found = ufunc::unique(&array.view(), options)?;
    let mut parts: Vec<Value> = vec![found.values.into()];
    let others = [found.index, found.inverse, found.counts];
    parts.extend(others.into_iter().zip(wanted).filter(|(_, is)| *is).map(|(x, _)| x.into()));
    Ok(Value::Tuple(parts))
}

fn nan_differ(a: &Arguments<'_>) -> Result<Unique> {
    Ok(ufunc::unique(&a.array("x")?.view(), UniqueOptions::default().nan_differ())?)
}

fn named<const N: usize>(type_name: &'static str, fields: [(&'static str, DynArray); N]) -> Value {
    let fields = fields.into_iter().map(|(name, array)| (name, array.into())).collect();
    Value::Named(Box::new(Named { type_name, fields }))
}

fn isin(a: &Arguments<'_>) -> Result<Value> {
    let (element, tests) = (a.array("element")?, a.array("test_elements")?);
    if let Some(kind) = a.optional("kind")
        && !matches!(kind.as_str(), Some("sort" | "table"))
    {
        return Err(Error::value_error(format!(
            "Invalid kind: '{}'. Please use None, 'sort' or 'table'.",
            kind.as_str().unwrap_or_default()
        )));
    }
    let found = ufunc::isin(&element.view(), &tests.view())?;
    let found = if a.truth("invert")? { ufunc::logical_not(&found)? } else { found };
    Ok(found.into())
}

fn unordered(a: &Arguments<'_>) -> Result<()> {
    if !a.value("order").is_none() {
        return Err(Error::unsupported("order= is not supported"));
    }
    Ok(())
}

fn argpartition(a: &Arguments<'_>) -> Result<Value> {
    unordered(a)?;
    let array = a.subject_array()?;
    Ok(ufunc::argpartition(&array.view(), &a.ints_of("kth")?, a.axis("axis")?)?.into())
}
