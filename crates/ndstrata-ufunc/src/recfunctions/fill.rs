//! Fields copied from records to records of other types.

use ndstrata_array::{DynArray, DynView, DynViewMut, Order, Scalar};
use ndstrata_dtype::DType;

use crate::error::{Error, ErrorKind, Result};

/// How fields are laid out anew.
#[derive(Clone, Copy, Debug, Default)]
pub struct Packing {
    pub(super) is_aligned: bool,
    pub(super) is_deep: bool,
}

impl Packing {
    /// Side by side, inner records as they are.
    pub fn new() -> Packing {
        Packing::default()
    }

    /// As a C compiler lays out a struct.
    pub fn aligned(mut self) -> Packing {
        self.is_aligned = true;
        self
    }

    /// Inner records too.
    pub fn recurse(mut self) -> Packing {
        self.is_deep = true;
        self
    }
}

/// What becomes of fields that the source does not have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ForUnassigned {
    /// They become zero.
    #[default]
    Zero,
    /// They stay as they are.
    Keep,
}

/// Copies the fields that both have, by name, to the first elements of `output`.
///
/// NumPy: [numpy.lib.recfunctions.recursive_fill_fields](https://numpy.org/doc/stable/user/basics.rec.html#numpy.lib.recfunctions.recursive_fill_fields).
///
/// # Errors
///
/// Fewer elements in `output`; fields that do not convert.
pub fn recursive_fill_fields(input: &DynView<'_>, output: &mut DynViewMut<'_>) -> Result<()> {
    let names: Vec<String> =
        super::fields::record(output.dtype())?.names().map(str::to_owned).collect();
    if input.dtype().as_record().is_none() && !names.is_empty() {
        return Err(Error::new(ErrorKind::Refused {
            class: "IndexError",
            message: "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and \
                      integer or boolean arrays are valid indices"
                .to_owned(),
        }));
    }
    for name in names {
        let Ok(current) = input.clone().field(&name) else { continue };
        let mut target = output.view_mut().field(&name)?;
        if current.dtype().as_record().is_some() && target.dtype().as_record().is_some() {
            recursive_fill_fields(&current, &mut target)?;
            continue;
        }
        if current.ndim() == 0 {
            target.assign(&current)?;
            continue;
        }
        let n = current.shape()[0].min(target.shape().first().copied().unwrap_or(0));
        target.slice_axis(0, 0, 1, n)?.assign(&current)?;
    }
    Ok(())
}

/// Assigns the fields of records by name.
///
/// NumPy: [numpy.lib.recfunctions.assign_fields_by_name](https://numpy.org/doc/stable/user/basics.rec.html#numpy.lib.recfunctions.assign_fields_by_name).
///
/// # Errors
///
/// Shapes that do not broadcast; fields that do not convert.
pub fn assign_fields_by_name(
    dst: &mut DynViewMut<'_>,
    src: &DynView<'_>,
    unassigned: ForUnassigned,
) -> Result<()> {
    let Some(record) = dst.dtype().as_record() else { return Ok(dst.assign(src)?) };
    let names: Vec<String> = record.names().map(str::to_owned).collect();
    if src.dtype().as_record().is_none() && !names.is_empty() {
        return Err(Error::wrong_type("argument of type 'NoneType' is not iterable"));
    }
    for name in names {
        let mut target = dst.view_mut().field(&name)?;
        let has = src.dtype().as_record().is_some_and(|record| record.names().any(|n| n == name));
        if has {
            assign_fields_by_name(&mut target, &src.clone().field(&name)?, unassigned)?;
        } else if unassigned == ForUnassigned::Zero {
            target.assign(&Scalar::new(0_i64).view()?)?;
        }
    }
    Ok(())
}

/// The records as another type, with fields assigned by name, and zero where there is none.
///
/// NumPy: [numpy.lib.recfunctions.require_fields](https://numpy.org/doc/stable/user/basics.rec.html#numpy.lib.recfunctions.require_fields).
///
/// # Errors
///
/// As [`assign_fields_by_name`].
pub fn require_fields(array: &DynView<'_>, required_dtype: &DType) -> Result<DynArray> {
    let mut out = DynArray::zeros(array.shape(), required_dtype, Order::C)?;
    assign_fields_by_name(&mut out.view_mut()?, array, ForUnassigned::Zero)?;
    Ok(out)
}
