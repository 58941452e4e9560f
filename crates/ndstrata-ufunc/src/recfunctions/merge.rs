//! Arrays side by side as fields of records.

use ndstrata_array::{DynArray, DynView, Order, Scalar};
use ndstrata_dtype::DType;

use super::fields::{Spelled, flatten_descr, record_of, spelled};
use super::fill::recursive_fill_fields;
use super::masked::{MaskedRecords, mask_dtype};
use crate::error::{Error, Result};

/// Whether records of records stay such.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Nesting {
    /// Each array is one field.
    #[default]
    Keep,
    /// The innermost fields of all arrays stand side by side.
    Flatten,
}

/// Arrays as the fields of records, in the order given; short ones are filled up with a value, and
/// their mask says so.
///
/// NumPy: [numpy.lib.recfunctions.merge_arrays](https://numpy.org/doc/stable/user/basics.rec.html#numpy.lib.recfunctions.merge_arrays).
///
/// # Errors
///
/// No arrays; names that stand twice; a value that does not convert.
pub fn merge_arrays(
    arrays: &[DynView<'_>],
    fill_value: &DynView<'_>,
    nesting: Nesting,
) -> Result<MaskedRecords> {
    let n = arrays.iter().map(DynView::size).max();
    let n = n.ok_or_else(|| Error::value("max() iterable argument is empty"))?;
    let mut fields: Vec<Spelled> = Vec::new();
    for array in arrays {
        let dtype = array.dtype();
        let has_one = dtype.as_record().is_some_and(|record| record.fields().len() == 1);
        match nesting {
            Nesting::Flatten => {
                fields.extend(flatten_descr(dtype).into_iter().map(|(n, dtype)| (n, None, dtype)));
            }
            Nesting::Keep if has_one => fields.extend(spelled(dtype)),
            Nesting::Keep => fields.push((String::new(), None, dtype.clone())),
        }
    }
    // NumPy makes one value for all fields of a record that is missing, and cannot take it apart.
    let is_short = |array: &&DynView<'_>| {
        array.size() < n && array.dtype().as_record().is_none_or(|r| r.fields().len() != 1)
    };
    if nesting == Nesting::Flatten && arrays.iter().any(|array| is_short(&array)) {
        return Err(Error::value("setting an array element with a sequence."));
    }
    let dtype = record_of(&fields)?;
    let names: Vec<String> = super::fields::record(&dtype)?.names().map(str::to_owned).collect();
    let mut names = names.into_iter();
    let mut made = MaskedRecords {
        data: DynArray::zeros(&[n], &dtype, Order::C)?,
        mask: DynArray::zeros(&[n], &mask_dtype(&dtype)?, Order::C)?,
    };
    for array in arrays {
        let flat = array.copy(Order::C)?.reshape_view(&[array.size() as isize], Order::C)?;
        let is_open = nesting == Nesting::Flatten
            || flat.dtype().as_record().is_some_and(|record| record.fields().len() == 1);
        let columns = if is_open { columns_of(&flat)? } else { vec![flat.clone()] };
        for column in columns {
            let Some(name) = names.next() else { break };
            put(&mut made, &name, &column, fill_value)?;
        }
    }
    Ok(made)
}

/// The innermost fields of records; elements without fields are one.
pub(super) fn columns_of(array: &DynArray) -> Result<Vec<DynArray>> {
    let Some(record) = array.dtype().as_record() else { return Ok(vec![array.clone()]) };
    let names: Vec<String> = record.names().map(str::to_owned).collect();
    let mut columns = Vec::new();
    for name in names {
        columns.extend(columns_of(&array.clone().field(&name)?)?);
    }
    Ok(columns)
}

fn put(
    made: &mut MaskedRecords,
    name: &str,
    column: &DynArray,
    fill_value: &DynView<'_>,
) -> Result<()> {
    let (n, total) = (column.shape()[0], made.data.shape()[0]);
    let mut data = made.data.view_mut()?;
    let mut field = data.view_mut().field(name)?;
    field.view_mut().slice_axis(0, 0, 1, n)?.assign(&column.view())?;
    if n < total {
        let mut rest = field.slice_axis(0, n, 1, total - n)?;
        fill(&mut rest, fill_value)?;
        let mut mask = made.mask.view_mut()?;
        let mut mask = mask.view_mut().field(name)?.slice_axis(0, n, 1, total - n)?;
        mask.assign(&Scalar::new(true).view()?)?;
    }
    Ok(())
}

/// Fills every field with a value, converted to each.
fn fill(to: &mut ndstrata_array::DynViewMut<'_>, value: &DynView<'_>) -> Result<()> {
    let names: Option<Vec<String>> =
        to.dtype().as_record().map(|record| record.names().map(str::to_owned).collect());
    match names {
        None => Ok(to.assign(value)?),
        Some(names) => {
            names.iter().try_for_each(|name| fill(&mut to.view_mut().field(name)?, value))
        }
    }
}

/// What fills up the shorter ones of several arrays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Short {
    /// It is missing.
    #[default]
    Missing,
    /// It is a value like others.
    Filled,
}

/// Records with further fields; what is short is missing at the end.
///
/// NumPy: [numpy.lib.recfunctions.append_fields](https://numpy.org/doc/stable/user/basics.rec.html#numpy.lib.recfunctions.append_fields).
///
/// # Errors
///
/// More or fewer arrays than names; names that stand twice.
pub fn append_fields(
    base: &DynArray,
    names: &[&str],
    data: &[DynArray],
    fill_value: &DynView<'_>,
    short: Short,
) -> Result<MaskedRecords> {
    if names.len() != data.len() {
        return Err(Error::value("The number of arrays does not match the number of names"));
    }
    let base = as_records(base)?;
    let named: Vec<DynArray> = names
        .iter()
        .zip(data)
        .map(|(name, array)| {
            let dtype = record_of(&[((*name).to_owned(), None, array.dtype().clone())])?;
            Ok(array.copy(Order::C)?.reinterpret(&dtype)?)
        })
        .collect::<Result<_>>()?;
    let views: Vec<DynView<'_>> = named.iter().map(DynArray::view).collect();
    let (added, hidden) = match &views[..] {
        [one] => ((*one).copy(Order::C)?, None),
        many => {
            let made = merge_arrays(many, fill_value, Nesting::Flatten)?;
            (made.data, Some(made.mask).filter(|_| short == Short::Missing))
        }
    };
    let mut fields = spelled(base.dtype());
    fields.extend(spelled(added.dtype()));
    let dtype: DType = record_of(&fields)?;
    let n = base.size().max(added.size());
    let mut output = MaskedRecords::all_missing(n, &dtype)?;
    for part in [&base, &added] {
        recursive_fill_fields(&part.view(), &mut output.data.view_mut()?)?;
        let present = match &hidden {
            Some(hidden) if std::ptr::eq(part, &added) => hidden.clone(),
            _ => DynArray::zeros(part.shape(), &mask_dtype(part.dtype())?, Order::C)?,
        };
        recursive_fill_fields(&present.view(), &mut output.mask.view_mut()?)?;
    }
    Ok(output)
}

/// One axis of records; elements without fields become their only one.
pub(super) fn as_records(array: &DynArray) -> Result<DynArray> {
    let flat = array.copy(Order::C)?.reshape_view(&[array.size() as isize], Order::C)?;
    if flat.dtype().as_record().is_some() {
        return Ok(flat);
    }
    let dtype = record_of(&[(String::new(), None, flat.dtype().clone())])?;
    Ok(flat.reinterpret(&dtype)?)
}
