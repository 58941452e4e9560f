//! Loops on text: compared, joined, repeated.

use ndstrata_array::Relation;
use ndstrata_dtype::{DType, Kind, Operand};
use smallvec::smallvec;

use super::Resolved;
use crate::error::{Error, ErrorKind, Result};
use crate::kernel::Kernel;
use crate::operand::default_dtype;
use crate::ufunc::Ufunc;

/// Operands of text as the kinds of text that a signature fixes, or `None` where it fixes none.
pub(super) fn as_fixed(operands: &[Operand], fixed: &[Option<DType>]) -> Option<Vec<Operand>> {
    let as_fixed = |(operand, fixed): (&Operand, &Option<DType>)| {
        let (dtype, fixed) = (default_dtype(operand), fixed.as_ref()?);
        Some(Operand::DType(match (dtype.kind(), fixed.kind()) {
            (Kind::Bytes, Kind::Str) => DType::str(dtype.itemsize()),
            (Kind::Str, Kind::Bytes) => DType::bytes(dtype.itemsize() / 4),
            (kind, fixed) if kind == fixed => dtype,
            _ => return None,
        }))
    };
    if fixed.len() < operands.len() {
        return None;
    }
    operands.iter().zip(fixed).map(as_fixed).collect()
}

/// The loop for operands of which at least one is text; `Ok(None)` where text is nothing special.
pub(super) fn resolve(ufunc: &Ufunc, operands: &[Operand]) -> Result<Option<Resolved>> {
    let [lhs, rhs] = operands else { return Ok(None) };
    let (lhs, rhs) = (default_dtype(lhs).to_native(), default_dtype(rhs).to_native());
    let is_text = |dtype: &DType| matches!(dtype.kind(), Kind::Str | Kind::Bytes);
    if !is_text(&lhs) && !is_text(&rhs) {
        return Ok(None);
    }
    let is_one_kind = lhs.kind() == rhs.kind();
    let (kernel, result) = match (ufunc.name, relation(ufunc.name)) {
        (_, Some(relation)) if is_one_kind => (Kernel::Compare(relation), DType::BOOL),
        ("add", _) if is_one_kind => (Kernel::Join, joined(&lhs, &rhs)?),
        ("multiply", _) if lhs.kind().is_integer() || rhs.kind().is_integer() => {
            let text = if is_text(&lhs) { lhs.clone() } else { rhs.clone() };
            (Kernel::Repeat, text)
        }
        // Dates take the place of integers before anything else is looked at.
        ("multiply", _) if is_date(&lhs) => {
            return Ok(Some(Resolved {
                kernel: Kernel::Repeat,
                dtypes: smallvec![DType::INT64, rhs.clone(), rhs],
            }));
        }
        ("multiply", _) if is_date(&rhs) => {
            return Ok(Some(Resolved {
                kernel: Kernel::Repeat,
                dtypes: smallvec![lhs.clone(), DType::INT64, lhs],
            }));
        }
        _ => return Ok(None),
    };
    Ok(Some(Resolved { kernel, dtypes: smallvec![lhs, rhs, result] }))
}

fn is_date(dtype: &DType) -> bool {
    matches!(dtype.kind(), Kind::DateTime | Kind::TimeDelta)
}

/// The comparison that a ufunc is.
fn relation(name: &str) -> Option<Relation> {
    Some(match name {
        "equal" => Relation::Equal,
        "not_equal" => Relation::NotEqual,
        "less" => Relation::Less,
        "less_equal" => Relation::LessEqual,
        "greater" => Relation::Greater,
        "greater_equal" => Relation::GreaterEqual,
        _ => return None,
    })
}

/// A type that holds an item of each.
fn joined(lhs: &DType, rhs: &DType) -> Result<DType> {
    let unit = if lhs.kind() == Kind::Str { 4 } else { 1 };
    let width = (lhs.itemsize() + rhs.itemsize()) / unit;
    if width * unit > i32::MAX as usize {
        return Err(Error::wrong_type(format!(
            "addition of unicode strings is too large: {width} characters"
        )));
    }
    Ok(if unit == 4 { DType::str(width) } else { DType::bytes(width) })
}

/// Nothing tells how wide repeated text may become but an output.
#[cold]
pub(crate) fn needs_out() -> Error {
    Error::new(ErrorKind::Refused {
        class: "TypeError",
        message: "The 'out' kwarg is necessary when using the string multiply ufunc directly. Use \
                  numpy.strings.multiply to multiply strings without specifying 'out'."
            .to_owned(),
    })
}
