//! Records of several types one after another.

use ndstrata_array::{DynArray, DynView, Order, concatenate};
use ndstrata_dtype::{Casting, DType, can_cast};

use super::fields::{Spelled, record_of, spelled};
use super::masked::MaskedRecords;
use crate::error::{Error, Result};

/// What is done about fields of one name and several types.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AutoConvert {
    /// They are an error.
    #[default]
    Refuse,
    /// The wider type is taken.
    Widest,
}

/// Arrays one after another, as records of all their fields; a field is missing where an array does
/// not have it.
///
/// NumPy: [numpy.lib.recfunctions.stack_arrays](https://numpy.org/doc/stable/user/basics.rec.html#numpy.lib.recfunctions.stack_arrays).
///
/// # Errors
///
/// Fields of one name and several types.
pub fn stack_arrays(
    arrays: &[DynView<'_>],
    defaults: &[(&str, DynArray)],
    convert: AutoConvert,
) -> Result<MaskedRecords> {
    let flat: Vec<DynArray> = arrays
        .iter()
        .map(|array| Ok(array.copy(Order::C)?.reshape_view(&[array.size() as isize], Order::C)?))
        .collect::<Result<_>>()?;
    let mut fields: Vec<Spelled> = Vec::new();
    for array in &flat {
        for (name, title, dtype) in spelled(array.dtype()) {
            match fields.iter_mut().find(|(known, ..)| *known == name) {
                None => fields.push((name, title, dtype)),
                Some((_, _, known)) if convert == AutoConvert::Widest => {
                    *known = wider(&dtype, known);
                }
                Some((_, _, known)) if *known != dtype => {
                    return Err(Error::wrong_type(format!(
                        "Incompatible type '{known}' <> '{dtype}'"
                    )));
                }
                Some(_) => {}
            }
        }
    }
    if fields.len() == 1 {
        let views: Vec<DynView<'_>> = flat.iter().map(DynArray::view).collect();
        let data = concatenate(&views, 0)?;
        let mask =
            DynArray::zeros(data.shape(), &super::masked::mask_dtype(data.dtype())?, Order::C)?;
        return Ok(MaskedRecords { data, mask });
    }
    let n = flat.iter().map(DynArray::size).sum();
    let mut output = MaskedRecords::all_missing(n, &record_of(&fields)?)?;
    let (mut start, mut seen) = (0, Vec::<String>::new());
    for array in &flat {
        match array.dtype().as_record() {
            None => output.put(&format!("f{}", seen.len()), start, &array.view())?,
            Some(record) => {
                for name in record.names() {
                    output.put(name, start, &array.view().field(name)?)?;
                    if !seen.iter().any(|known| known == name) {
                        seen.push(name.to_owned());
                    }
                }
            }
        }
        start += array.size();
    }
    for (name, value) in defaults {
        if fields.iter().any(|(known, ..)| known == name) {
            output.set_default(name, &value.view())?;
        }
    }
    Ok(output)
}

/// The larger of two types in NumPy's order of them: the first, unless it casts to the second.
pub(super) fn wider(a: &DType, b: &DType) -> DType {
    if a != b && can_cast(a, b, Casting::Safe) { b.clone() } else { a.clone() }
}
