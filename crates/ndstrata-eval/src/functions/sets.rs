//! Different elements, sets of them, and partial or complete orders by name.

use ndstrata_array::{DynArray, normalize_axis};
use ndstrata_dtype::{DType, Kind};
use ndstrata_ufunc::{self as ufunc, Unique, UniqueOptions};

use super::join::{sequence, views};
use crate::array_ref::ArrayClass;
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
        let options = UniqueOptions::default().nan_differ();
        let (values, counts) = ufunc::unique_counts(&a.array("x")?.view(), options)?;
        Ok(named("UniqueCountsResult", [("values", values), ("counts", counts)]))
    }),
    ("np.unique_inverse", "x", |a| {
        let found = nan_differ(a)?;
        let fields = [("values", found.values), ("inverse_indices", found.inverse)];
        Ok(named("UniqueInverseResult", fields))
    }),
    ("np.unique_values", "x", |a| {
        let options = UniqueOptions::default().nan_differ();
        Ok(ufunc::unique_values(&a.array("x")?.view(), options)?.into())
    }),
    ("np.union1d", "ar1, ar2", |a| {
        let both = [a.value("ar1").clone(), a.value("ar2").clone()];
        let arrays = super::join::flat_sequence(&both)?;
        Ok(ufunc::union1d(&arrays[0].view(), &arrays[1].view())?.into())
    }),
    ("np.intersect1d", "ar1, ar2, assume_unique=False, return_indices=False", |a| {
        let (one, other) = (a.array("ar1")?, a.array("ar2")?);
        let function = match a.truth("assume_unique")? {
            true => ufunc::intersect1d_of_unique,
            false => ufunc::intersect1d_with,
        };
        let found = function(&one.view(), &other.view())?;
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
        let function = match a.truth("assume_unique")? {
            true => ufunc::setxor1d_of_unique,
            false => ufunc::setxor1d,
        };
        Ok(function(&a.array("ar1")?.view(), &a.array("ar2")?.view())?.into())
    }),
    ("np.isin", "element, test_elements, assume_unique=False, invert=False, *, kind=None", isin),
    ("np.partition", "a, kth, axis=-1, kind='introselect', order=None", |a| {
        check_kind(a)?;
        let (array, axis) = (a.array("a")?, a.axis("axis")?);
        Ok(ufunc::partition(&array.view(), &places(a, &array)?, axis)?.into())
    }),
    ("ndarray.partition", "a, kth, axis=-1, kind='introselect', order=None", |a| {
        if let Value::Array(text) = a.value("a")
            && text.class() == ArrayClass::Chars
        {
            let args = vec![a.value("a").clone(), a.value("kth").clone()];
            return crate::registry::call("np.char.partition", args, vec![]);
        }
        check_kind(a)?;
        let target = a.target()?;
        let (array, axis) = (target.get(), a.axis("axis")?);
        let parted = ufunc::partition(&array.view(), &places(a, &array)?, axis)?;
        target.update(|mut view| Ok(view.assign(&parted.view())?))?;
        Ok(Value::None)
    }),
    ("np.argpartition", "a, kth, axis=-1, kind='introselect', order=None", argpartition),
    ("ndarray.argpartition", "a, kth, axis=-1, kind='introselect', order=None", argpartition),
    ("np.lexsort", "keys, axis=-1", |a| {
        let keys = sequence(a.value("keys"))?;
        let axis = a.int("axis")? as isize;
        if keys.first().is_some_and(|key| key.ndim() == 0) && !matches!(axis, -1 | 0) {
            return Err(crate::error::Error::new(
                "AxisError",
                format!("axis {axis} is out of bounds for array of dimension 0"),
            ));
        }
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
    if wanted == [false, false, true] {
        let (values, counts) = ufunc::unique_counts(&array.view(), options)?;
        return Ok(Value::Tuple(vec![values.into(), counts.into()]));
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
    let is_whole =
        |array: &DynArray| array.dtype().kind() == Kind::Bool || array.dtype().kind().is_integer();
    let is_table = a.value("kind").as_str() == Some("table");
    if is_table && !(is_whole(&element) && is_whole(&tests)) {
        return Err(Error::value_error(
            "The 'table' method is only supported for boolean or integer arrays. Please select \
             'sort' or None for kind.",
        ));
    }
    if is_table && !fits_table(&tests)? {
        return Err(Error::new(
            "RuntimeError",
            "You have specified kind='table', but the range of values in `ar2` or `ar1` exceed \
             the maximum integer of the datatype. Please set `kind` to None or 'sort'.",
        ));
    }
    let found = ufunc::isin(&element.view(), &tests.view())?;
    let found = if a.truth("invert")? { ufunc::logical_not(&found)? } else { found };
    Ok(found.into())
}

/// Whether the elements' type holds the distance from the least to the greatest.
fn fits_table(tests: &DynArray) -> Result<bool> {
    if tests.size() == 0 || tests.dtype().kind() == Kind::Bool {
        return Ok(true);
    }
    let bits = 8 * tests.itemsize() as u32;
    Ok(match tests.dtype().kind() {
        Kind::UnsignedInteger => true,
        _ => {
            let values = tests.astype(&ndstrata_dtype::DType::INT64)?.to_vec::<i64>()?;
            let least = values.iter().min().copied().unwrap_or(0);
            let most = values.iter().max().copied().unwrap_or(0);
            i128::from(most) - i128::from(least) < 1_i128 << (bits - 1)
        }
    })
}

/// The places of `kth=`, which are integers in at most one axis.
fn places(a: &Arguments<'_>, array: &DynArray) -> Result<Vec<isize>> {
    if !a.function().contains("argpartition")
        && let Some(axis) = a.axis("axis")?
    {
        normalize_axis(axis, array.ndim())?;
    }
    crate::coerce::check_one_axis(a.value("kth"))?;
    if matches!(a.value("kth"), Value::Bool(_)) {
        return Err(Error::value_error("Booleans unacceptable as partition index"));
    }
    let kth = a.array("kth")?;
    if kth.dtype().kind() == Kind::Bool {
        return Err(Error::value_error("Booleans unacceptable as partition index"));
    }
    if !kth.dtype().kind().is_integer() {
        return Err(Error::type_error("Partition index must be integer"));
    }
    if kth.ndim() > 1 {
        return Err(Error::value_error("object too deep for desired array"));
    }
    let kth = kth.astype(&DType::INT64)?.to_vec::<i64>()?;
    Ok(kth.into_iter().map(|place| place as isize).collect())
}

fn check_kind(a: &Arguments<'_>) -> Result<()> {
    if !a.value("order").is_none() {
        return Err(Error::unsupported("order= is not supported"));
    }
    match a.value("kind").as_str() {
        Some("introselect") => Ok(()),
        Some(kind) => {
            Err(Error::value_error(format!("select kind must be 'introselect' (got '{kind}')")))
        }
        None => Err(Error::type_error("select kind must be str")),
    }
}

fn argpartition(a: &Arguments<'_>) -> Result<Value> {
    check_kind(a)?;
    let array = a.subject_array()?;
    Ok(ufunc::argpartition(&array.view(), &places(a, &array)?, a.plain_axis("axis")?)?.into())
}
