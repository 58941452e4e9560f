//! The fields of a type: their names, and the type with other ones.

use ndstrata_array::{DynArray, DynView, Order};
use ndstrata_dtype::{DType, Record, Spec};

use super::fill::recursive_fill_fields;
use crate::error::{Error, Result};

/// A field to make a type of: its name and type, and a title.
pub(super) type Spelled = (String, Option<String>, DType);

/// The type of some fields; fields without a name get `f0`, `f1`, … by their places.
pub(super) fn record_of(fields: &[Spelled]) -> Result<DType> {
    let text = |text: &str| Spec::Text(text.to_owned());
    let fields = fields.iter().map(|(name, title, dtype)| {
        let name = match title {
            Some(title) => Spec::Tuple(vec![text(title), text(name)]),
            None => text(name),
        };
        Spec::Tuple(vec![name, Spec::DType(dtype.clone())])
    });
    Ok(DType::from_spec(&Spec::List(fields.collect()), false)?)
}

/// The fields of a type as they were spelled; a type without any is one without a name.
pub(super) fn spelled(dtype: &DType) -> Vec<Spelled> {
    match dtype.as_record() {
        None => vec![(String::new(), None, dtype.clone())],
        Some(record) => record
            .fields()
            .iter()
            .map(|field| (field.name.clone(), field.title.clone(), field.dtype.clone()))
            .collect(),
    }
}

pub(super) fn record(dtype: &DType) -> Result<&Record> {
    dtype.as_record().ok_or_else(|| Error::wrong_type("'NoneType' object is not iterable"))
}

/// The names of all fields, those of inner records after the record's own.
///
/// NumPy: [numpy.lib.recfunctions.get_names_flat](https://numpy.org/doc/stable/user/basics.rec.html#numpy.lib.recfunctions.get_names_flat).
///
/// # Errors
///
/// A type without fields.
pub fn get_names_flat(dtype: &DType) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for field in record(dtype)?.fields() {
        names.push(field.name.clone());
        if field.dtype.as_record().is_some() {
            names.extend(get_names_flat(&field.dtype)?);
        }
    }
    Ok(names)
}

/// The innermost fields, by name and type; a type without fields is one without a name.
///
/// NumPy: [numpy.lib.recfunctions.flatten_descr](https://numpy.org/doc/stable/user/basics.rec.html#numpy.lib.recfunctions.flatten_descr).
pub fn flatten_descr(dtype: &DType) -> Vec<(String, DType)> {
    let Some(record) = dtype.as_record() else { return vec![(String::new(), dtype.clone())] };
    let mut flat = Vec::new();
    for field in record.fields() {
        match field.dtype.as_record() {
            Some(_) => flat.extend(flatten_descr(&field.dtype)),
            None => flat.push((field.name.clone(), field.dtype.clone())),
        }
    }
    flat
}

/// Each field with the fields that it lies in, from the outermost on.
///
/// NumPy: [numpy.lib.recfunctions.get_fieldstructure](https://numpy.org/doc/stable/user/basics.rec.html#numpy.lib.recfunctions.get_fieldstructure).
///
/// # Errors
///
/// A type without fields.
pub fn get_fieldstructure(dtype: &DType) -> Result<Vec<(String, Vec<String>)>> {
    fn visit(
        dtype: &DType,
        last: Option<&str>,
        parents: &mut Vec<(String, Vec<String>)>,
    ) -> Result<()> {
        for field in record(dtype)?.fields() {
            let above = if field.dtype.as_record().is_some() {
                last.map(str::to_owned).into_iter().collect()
            } else {
                let known = parents.iter().find(|(name, _)| Some(name.as_str()) == last);
                let mut above = known.map(|(_, above)| above.clone()).unwrap_or_default();
                above.extend(last.map(str::to_owned));
                above
            };
            match parents.iter_mut().find(|(name, _)| *name == field.name) {
                Some((_, known)) => *known = above,
                None => parents.push((field.name.clone(), above)),
            }
            if field.dtype.as_record().is_some() {
                visit(&field.dtype, Some(&field.name), parents)?;
            }
        }
        Ok(())
    }
    let mut parents = Vec::new();
    visit(dtype, None, &mut parents)?;
    Ok(parents)
}

/// The records without some fields, wherever these lie; records without fields go too.
///
/// NumPy: [numpy.lib.recfunctions.drop_fields](https://numpy.org/doc/stable/user/basics.rec.html#numpy.lib.recfunctions.drop_fields).
///
/// # Errors
///
/// Elements without fields.
pub fn drop_fields(base: &DynView<'_>, drop_names: &[&str]) -> Result<DynArray> {
    fn kept(dtype: &DType, dropped: &[&str]) -> Result<Vec<Spelled>> {
        let mut fields = Vec::new();
        for field in record(dtype)?.fields() {
            if dropped.contains(&field.name.as_str()) {
                continue;
            }
            let dtype = match field.dtype.as_record() {
                None => field.dtype.clone(),
                Some(_) => match kept(&field.dtype, dropped)? {
                    inner if inner.is_empty() => continue,
                    inner => record_of(&inner)?,
                },
            };
            fields.push((field.name.clone(), None, dtype));
        }
        Ok(fields)
    }
    let dtype = record_of(&kept(base.dtype(), drop_names)?)?;
    let mut output = DynArray::zeros(base.shape(), &dtype, Order::C)?;
    recursive_fill_fields(base, &mut output.view_mut()?)?;
    Ok(output)
}

/// The same records with other names of fields.
///
/// NumPy: [numpy.lib.recfunctions.rename_fields](https://numpy.org/doc/stable/user/basics.rec.html#numpy.lib.recfunctions.rename_fields).
///
/// # Errors
///
/// Elements without fields; names that are there already; records with padding.
pub fn rename_fields(base: &DynArray, names: &[(&str, &str)]) -> Result<DynArray> {
    fn renamed(dtype: &DType, names: &[(&str, &str)]) -> Result<DType> {
        let mut fields = Vec::new();
        for field in record(dtype)?.fields() {
            let new = names.iter().find(|(old, _)| *old == field.name);
            let name = new.map_or(field.name.clone(), |(_, new)| (*new).to_owned());
            let dtype = match field.dtype.as_record() {
                None => field.dtype.clone(),
                Some(_) => renamed(&field.dtype, names)?,
            };
            fields.push((name, None, dtype));
        }
        record_of(&fields)
    }
    Ok(base.clone().reinterpret(&renamed(base.dtype(), names)?)?)
}

/// The type with its fields side by side, or as a C compiler lays them out.
///
/// NumPy: [numpy.lib.recfunctions.repack_fields](https://numpy.org/doc/stable/user/basics.rec.html#numpy.lib.recfunctions.repack_fields).
///
/// # Errors
///
/// Records that are too large.
pub fn repack_dtype(dtype: &DType, packing: super::fill::Packing) -> Result<DType> {
    let Some(record) = dtype.as_record() else { return Ok(dtype.clone()) };
    let mut builder = Record::builder();
    if packing.is_aligned {
        builder = builder.aligned();
    }
    for field in record.fields() {
        let inner = if packing.is_deep {
            repack_dtype(&field.dtype, packing)?
        } else {
            field.dtype.clone()
        };
        builder = builder.field(field.name.clone(), inner);
        if let Some(title) = &field.title {
            builder = builder.title(title.clone());
        }
    }
    let made = DType::from(builder.build()?);
    Ok(if dtype.is_record_class() { made.to_record_class() } else { made })
}

/// The records with their fields side by side, or as a C compiler lays them out.
///
/// NumPy: [numpy.lib.recfunctions.repack_fields](https://numpy.org/doc/stable/user/basics.rec.html#numpy.lib.recfunctions.repack_fields).
///
/// # Errors
///
/// As [`repack_dtype`].
pub fn repack_fields(a: &DynArray, packing: super::fill::Packing) -> Result<DynArray> {
    let dtype = repack_dtype(a.dtype(), packing)?;
    if dtype == *a.dtype() {
        return Ok(a.clone());
    }
    Ok(a.astype(&dtype)?)
}
