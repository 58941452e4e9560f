//! Promotion: the type that holds the values of two types.
//!
//! What several operands together become, Python's numbers among them, is in `result_type`.

mod error;

#[cfg(test)]
mod tests;

pub use error::PromotionError;

use crate::datetime::{DateOrDelta, DateTimeUnit};
use crate::dtype::Spelling;
use crate::numeric::Numeric;
use crate::result_type::Class;
use crate::{DType, Error, ErrorKind, Record, Result, SubArray, TypeClass};

/// The smallest type to which both can be cast safely, in native byte order.
///
/// NumPy: [numpy.promote_types](https://numpy.org/doc/stable/reference/generated/numpy.promote_types.html).
/// Records are promoted field by field and lose their padding, even with themselves.
///
/// # Errors
///
/// When there is no such type; see [`PromotionError`].
///
/// # Example
///
/// ```
/// use ndstrata_dtype::{promote_types, DType};
/// assert_eq!(promote_types(&DType::INT8, &DType::UINT8)?, DType::INT16);
/// assert_eq!(promote_types(&DType::UINT64, &DType::INT64)?, DType::FLOAT64);
/// assert_eq!(promote_types(&DType::INT64, &DType::bytes(8))?, DType::bytes(21));
/// # Ok::<(), ndstrata_dtype::Error>(())
/// ```
pub fn promote_types(lhs: &DType, rhs: &DType) -> Result<DType> {
    let (left, right) = (Class::of(lhs), Class::of(rhs));
    let common = left.common(right).or_else(|| right.common(left)).ok_or_else(|| {
        promotion_error(PromotionError::NoCommonDType { left: left.name(), right: right.name() })
    })?;
    match common.dtype() {
        Some(dtype) => Ok(dtype),
        None => common_instance(&to_class(lhs, common), &to_class(rhs, common)),
    }
}

pub(crate) fn promotion_error(error: PromotionError) -> Error {
    Error::new(ErrorKind::Promotion(error))
}

/// The instance of a class with parameters (a width, a unit) that holds what `dtype` holds.
pub(crate) fn to_class(dtype: &DType, class: Class) -> DType {
    if Class::of(dtype) == class {
        return dtype.clone();
    }
    let text_width = Numeric::of(dtype).map_or(0, Numeric::text_width);
    let unit = match dtype.class() {
        TypeClass::DateTime64(unit) | TypeClass::TimeDelta64(unit) => *unit,
        _ => DateTimeUnit::GENERIC,
    };
    match class {
        Class::BYTES => DType::bytes(text_width),
        Class::STR => match dtype.class() {
            TypeClass::Bytes(n) => DType::str(*n),
            _ => DType::str(text_width),
        },
        Class::DATETIME => DType::datetime64(unit),
        Class::TIMEDELTA => DType::timedelta64(unit),
        _ => dtype.clone(),
    }
}

/// The instance of their class that holds both.
pub(crate) fn common_instance(lhs: &DType, rhs: &DType) -> Result<DType> {
    Ok(match (lhs.class(), rhs.class()) {
        (TypeClass::Bytes(n), TypeClass::Bytes(m)) => (if m > n { rhs } else { lhs }).clone(),
        (TypeClass::Str(n), TypeClass::Str(m)) => DType::str(*n.max(m)),
        (TypeClass::DateTime64(unit), TypeClass::DateTime64(other)) => {
            DType::datetime64(unit.common(*other, DateOrDelta::Date)?)
        }
        (TypeClass::TimeDelta64(unit), TypeClass::TimeDelta64(other)) => {
            DType::timedelta64(unit.common(*other, DateOrDelta::Delta)?)
        }
        (TypeClass::Void(n), TypeClass::Void(m)) if n == m => lhs.clone(),
        (TypeClass::Void(_), TypeClass::Void(_)) => {
            return Err(promotion_error(PromotionError::VoidLengths));
        }
        (TypeClass::Record(left), TypeClass::Record(right)) => common_record(left, right)?,
        (TypeClass::SubArray(left), TypeClass::SubArray(right)) => common_block(left, right)?,
        _ => return Err(promotion_error(PromotionError::Structured)),
    })
}

/// Fields of the same names and titles, each promoted, laid out afresh.
fn common_record(lhs: &Record, rhs: &Record) -> Result<DType> {
    if !lhs.names().eq(rhs.names()) {
        let names = |record: &Record| record.names().map(str::to_owned).collect();
        let (left, right) = (names(lhs), names(rhs));
        return Err(promotion_error(PromotionError::FieldNames { left, right }));
    }
    let mut builder = Record::builder();
    if lhs.is_aligned() || rhs.is_aligned() {
        builder = builder.aligned();
    }
    for (left, right) in lhs.fields().iter().zip(rhs.fields()) {
        if left.title != right.title {
            let name = left.name.clone();
            return Err(promotion_error(PromotionError::FieldTitles { name }));
        }
        builder = builder.field(&left.name, promote_types(&left.dtype, &right.dtype)?);
        if let Some(title) = &left.title {
            builder = builder.title(title);
        }
    }
    Ok(DType::record(builder.build()?))
}

fn common_block(lhs: &SubArray, rhs: &SubArray) -> Result<DType> {
    if lhs.shape() != rhs.shape() {
        return Err(promotion_error(PromotionError::SubArrayShapes));
    }
    DType::sub_array_of(promote_types(lhs.base(), rhs.base())?, lhs.shape())
}

/// The form in which NumPy's promotion gives a type back: native, and a record packed.
pub(crate) fn canonical(dtype: &DType) -> Result<DType> {
    match dtype.class() {
        TypeClass::Record(record) => common_record(record, record),
        TypeClass::SubArray(block) => DType::sub_array_of(canonical(block.base())?, block.shape()),
        _ => Ok(dtype.to_native()),
    }
}

/// Two numbers' common type; of the spellings of one width, `long long` wins.
pub(crate) fn common_number(lhs: &DType, rhs: &DType) -> Option<DType> {
    let (left, right) = (Numeric::of(lhs)?, Numeric::of(rhs)?);
    let common = left.promote(right);
    let is_long_long =
        |dtype: &DType, number: Numeric| number == common && dtype.spelling() == Spelling::LongLong;
    let spelling = if is_long_long(lhs, left) || is_long_long(rhs, right) {
        Spelling::LongLong
    } else {
        Spelling::Plain
    };
    Some(common.dtype().with_spelling(spelling))
}
