//! What an open type becomes for given data: `S`, `U` and `V` without a width, dates without a unit.

use ndstrata_dtype::datetime::{DateOrDelta, DateTimeBase, DateTimeUnit};
use ndstrata_dtype::{DType, Kind, TypeClass, promote_types};

use super::conversion::no_conversion;
use super::parsing::read_date;
use super::text::TextForm;
use crate::array::DynView;
use crate::error::Result;

/// The type that elements of `from` get where `to` is asked for: `to` itself unless it is open.
pub(crate) fn adapted(from: &DynView<'_>, to: &DType) -> Result<DType> {
    let is_open = match to.class() {
        TypeClass::Bytes(n) | TypeClass::Str(n) | TypeClass::Void(n) => *n == 0,
        TypeClass::DateTime64(unit) | TypeClass::TimeDelta64(unit) => unit.is_generic(),
        _ => false,
    };
    if is_open && to.kind() == from.dtype().kind() && from.itemsize() > 0 {
        return Ok(from.dtype().clone());
    }
    let found = match (to.class(), from.dtype().class()) {
        (TypeClass::Bytes(0) | TypeClass::Str(0), _) => {
            let width = text_width(from.dtype()).ok_or_else(|| no_conversion(from.dtype(), to))?;
            match to.kind() {
                Kind::Bytes => DType::bytes(width.max(1)),
                _ => DType::str(width.max(1)),
            }
        }
        (TypeClass::Void(0), _) => DType::void(from.itemsize()),
        (TypeClass::DateTime64(unit), TypeClass::TimeDelta64(known)) if unit.is_generic() => {
            DType::datetime64(*known)
        }
        (TypeClass::TimeDelta64(unit), TypeClass::DateTime64(known)) if unit.is_generic() => {
            DType::timedelta64(*known)
        }
        (TypeClass::DateTime64(unit), TypeClass::Bytes(_) | TypeClass::Str(_))
            if unit.is_generic() =>
        {
            DType::datetime64(unit_of_texts(from)?)
        }
        _ => return Ok(to.clone()),
    };
    Ok(found.with_byte_order(to.byte_order()))
}

/// The characters that the text of any element needs; `None` where it has none.
pub(crate) fn text_width(from: &DType) -> Option<usize> {
    Some(match from.class() {
        TypeClass::Bytes(n) | TypeClass::Str(n) | TypeClass::Void(n) => *n,
        TypeClass::DateTime64(unit) => date_width(unit.base),
        TypeClass::TimeDelta64(_) => 21,
        TypeClass::Element(_) | TypeClass::LongDouble | TypeClass::ComplexLongDouble => {
            promote_types(&from.to_native(), &DType::bytes(0)).ok()?.itemsize()
        }
        // As raw bytes: what a lone field's text needs plays no part.
        TypeClass::Record(record) if record.fields().len() == 1 => from.itemsize(),
        _ => return None,
    })
}

/// NumPy's room for a date: a year of 21 characters, and what follows it.
fn date_width(base: DateTimeBase) -> usize {
    match base {
        DateTimeBase::Generic => 4,
        DateTimeBase::Year => 22,
        DateTimeBase::Month => 25,
        DateTimeBase::Week | DateTimeBase::Day => 28,
        DateTimeBase::Hour => 32,
        DateTimeBase::Minute => 35,
        DateTimeBase::Second => 38,
        DateTimeBase::Millisecond => 42,
        DateTimeBase::Microsecond => 45,
        DateTimeBase::Nanosecond => 48,
        DateTimeBase::Picosecond => 51,
        DateTimeBase::Femtosecond => 54,
        DateTimeBase::Attosecond => 57,
    }
}

/// The finest unit that the texts name.
fn unit_of_texts(from: &DynView<'_>) -> Result<DateTimeUnit> {
    let generic = DateTimeUnit::new(DateTimeBase::Generic);
    let Some(form) = TextForm::of(from.dtype()) else { return Ok(generic) };
    let (mut points, mut text) = (Vec::new(), String::new());
    let mut found: Result<DateTimeUnit> = Ok(generic);
    from.for_each_element(|element| {
        if let Ok(unit) = found {
            found = read_date(form, element, &mut points, &mut text)
                .and_then(|date| Ok(unit.common(DateTimeUnit::new(date.base), DateOrDelta::Date)?));
        }
    });
    found
}
