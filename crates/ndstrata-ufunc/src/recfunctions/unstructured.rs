//! Between records of numbers and arrays with one more axis.

use ndstrata_array::{AsType, DynArray, Order};
use ndstrata_dtype::{Casting, DType, result_type};

use super::fields::{Spelled, record_of};
use crate::error::{Error, ErrorKind, Result};

/// The innermost fields of records as one axis more, the last.
///
/// NumPy: [numpy.lib.recfunctions.structured_to_unstructured](https://numpy.org/doc/stable/user/basics.rec.html#numpy.lib.recfunctions.structured_to_unstructured).
///
/// # Errors
///
/// Elements without fields; fields without a common type, or that do not cast to the one given.
pub fn structured_to_unstructured(
    arr: &DynArray,
    dtype: Option<&DType>,
    casting: Casting,
) -> Result<DynArray> {
    if arr.dtype().as_record().is_none() {
        return Err(Error::value("arr must be a structured array"));
    }
    let columns = columns(arr)?;
    if columns.is_empty() {
        return Err(match dtype {
            None => Error::value("arr has no fields. Unable to guess dtype"),
            Some(_) => Error::new(ErrorKind::Refused {
                class: "NotImplementedError",
                message: "arr with no fields is not supported".to_owned(),
            }),
        });
    }
    let dtype = match dtype {
        Some(dtype) => dtype.clone(),
        None => {
            let types: Vec<_> = columns.iter().map(|column| column.dtype().into()).collect();
            result_type(&types)?
        }
    };
    let n = columns.iter().map(|column| *column.shape().last().unwrap_or(&1)).sum();
    let shape = [arr.shape(), &[n]].concat();
    let mut made = DynArray::zeros(&shape, &dtype, Order::C)?;
    let mut start = 0;
    for column in &columns {
        let n = *column.shape().last().unwrap_or(&1);
        let cast = column.astype_with(&dtype, AsType::default().casting(casting))?;
        made.view_mut()?.slice_axis(-1, start, 1, n)?.assign(&cast.view())?;
        start += n;
    }
    Ok(made)
}

/// The innermost fields, each with one axis more for the elements of its blocks.
fn columns(arr: &DynArray) -> Result<Vec<DynArray>> {
    let Some(record) = arr.dtype().as_record() else { return Ok(vec![arr.clone()]) };
    let n_axes = arr.ndim();
    let names: Vec<String> = record.names().map(str::to_owned).collect();
    let mut found = Vec::new();
    for name in names {
        let field = arr.clone().field(&name)?;
        let blocks: Vec<isize> =
            arr.shape().iter().map(|&n| n as isize).chain([block_size(&field, n_axes)]).collect();
        let spread = field.copy(Order::C)?.reshape_view(&blocks, Order::C)?;
        if spread.dtype().as_record().is_none() {
            found.push(spread);
            continue;
        }
        for i in 0..spread.shape()[n_axes] as isize {
            found.extend(columns(&spread.clone().index_axis(n_axes as isize, i)?)?);
        }
    }
    Ok(found)
}

fn block_size(field: &DynArray, n_axes: usize) -> isize {
    field.shape()[n_axes..].iter().product::<usize>() as isize
}

/// The last axis as the innermost fields of records of a type.
///
/// NumPy: [numpy.lib.recfunctions.unstructured_to_structured](https://numpy.org/doc/stable/user/basics.rec.html#numpy.lib.recfunctions.unstructured_to_structured).
///
/// # Errors
///
/// No axis, or one of another length than the type has fields; elements that do not cast.
pub fn unstructured_to_structured(
    arr: &DynArray,
    dtype: &DType,
    casting: Casting,
) -> Result<DynArray> {
    let n_elements = last_length(arr)?;
    if dtype.as_record().is_none() || count(dtype) != n_elements {
        return Err(Error::value(
            "The length of the last dimension of arr must be equal to the number of fields in dtype",
        ));
    }
    let outer = &arr.shape()[..arr.ndim() - 1];
    let mut made = DynArray::zeros(outer, dtype, Order::C)?;
    let mut start = 0;
    spread(&mut made.view_mut()?, outer.len(), arr, &mut start, casting)?;
    Ok(made)
}

/// The type of as many fields as the last axis is long, with names or `f0`, `f1`, ….
///
/// NumPy: [numpy.lib.recfunctions.unstructured_to_structured](https://numpy.org/doc/stable/user/basics.rec.html#numpy.lib.recfunctions.unstructured_to_structured).
///
/// # Errors
///
/// No axis; names that stand twice.
pub fn dtype_of_names(arr: &DynArray, names: Option<&[&str]>) -> Result<DType> {
    let n = last_length(arr)?;
    let field = |name: String| -> Spelled { (name, None, arr.dtype().clone()) };
    let fields: Vec<Spelled> = match names {
        Some(names) => names.iter().map(|name| field((*name).to_owned())).collect(),
        None => (0..n).map(|i| field(format!("f{i}"))).collect(),
    };
    record_of(&fields)
}

fn last_length(arr: &DynArray) -> Result<usize> {
    let n = arr.shape().last();
    let n = *n.ok_or_else(|| Error::value("arr must have at least one dimension"))?;
    if n == 0 {
        return Err(Error::new(ErrorKind::Refused {
            class: "NotImplementedError",
            message: "last axis with size 0 is not supported".to_owned(),
        }));
    }
    Ok(n)
}

/// How many innermost elements a type has.
fn count(dtype: &DType) -> usize {
    if let Some(block) = dtype.sub_array() {
        return block.shape().iter().product::<usize>() * count(block.base());
    }
    dtype.as_record().map_or(1, |record| record.fields().iter().map(|f| count(&f.dtype)).sum())
}

fn spread(
    to: &mut ndstrata_array::DynViewMut<'_>,
    n_axes: usize,
    arr: &DynArray,
    start: &mut usize,
    casting: Casting,
) -> Result<()> {
    let inner: Vec<usize> = to.shape()[n_axes..].to_vec();
    if to.dtype().as_record().is_none() {
        let n: usize = inner.iter().product();
        let part = arr.clone().slice_axis(-1, *start, 1, n)?;
        let part = part.astype_with(to.dtype(), AsType::default().casting(casting))?;
        let shape: Vec<isize> = to.shape().iter().map(|&n| n as isize).collect();
        let part = part.copy(Order::C)?.reshape_view(&shape, Order::C)?;
        to.assign(&part.view())?;
        *start += n;
        return Ok(());
    }
    if let Some(&n) = inner.first() {
        for i in 0..n as isize {
            let mut one = to.view_mut().index_axis(n_axes as isize, i)?;
            spread(&mut one, n_axes, arr, start, casting)?;
        }
        return Ok(());
    }
    let names: Vec<String> =
        super::fields::record(to.dtype())?.names().map(str::to_owned).collect();
    for name in names {
        spread(&mut to.view_mut().field(&name)?, n_axes, arr, start, casting)?;
    }
    Ok(())
}
