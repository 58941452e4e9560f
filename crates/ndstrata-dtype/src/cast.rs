//! Casting: which conversions from one dtype to another each of NumPy's rules permits.
//!
//! Nothing is converted here; the array crate does that. What two types become together is in
//! `promotion`.

use crate::datetime::{DateOrDelta, DateTimeUnit};
use crate::numeric::Numeric;
use crate::{Casting, DType, Kind, Record, TypeClass};

impl Casting {
    /// The strictest rule that allows the conversion; `None` where there is none at all.
    ///
    /// ```
    /// use ndstrata_dtype::{Casting, DType};
    /// assert_eq!(Casting::required(&DType::FLOAT64, &DType::FLOAT32), Some(Casting::SameKind));
    /// ```
    pub fn required(from: &DType, to: &DType) -> Option<Casting> {
        match (from.class(), to.class()) {
            (_, TypeClass::Object) if *from.class() != TypeClass::Object => Some(Casting::Safe),
            (TypeClass::Record(from), TypeClass::Record(to)) => record_level(from, to),
            (TypeClass::Record(record), _) => match record.fields() {
                [only] => Casting::required(&only.dtype, to).map(|_| Casting::Unsafe),
                _ => None,
            },
            (_, TypeClass::Record(record)) => record
                .fields()
                .iter()
                .try_for_each(|field| Casting::required(from, &field.dtype).map(drop))
                .map(|()| Casting::Unsafe),
            (TypeClass::SubArray(_), _) | (_, TypeClass::SubArray(_)) => sub_array_level(from, to),
            _ => Some(plain_level(from, to)),
        }
    }
}

/// Whether `casting` allows a conversion from one type to another.
///
/// NumPy: [numpy.can_cast](https://numpy.org/doc/stable/reference/generated/numpy.can_cast.html).
/// As there, a target of `S0`, `U0` or `V0` stands for that type in whatever width is needed.
///
/// ```
/// use ndstrata_dtype::{can_cast, Casting, DType};
/// assert!(can_cast(&DType::INT32, &DType::FLOAT64, Casting::Safe));
/// assert!(!can_cast(&DType::INT64, &DType::bytes(5), Casting::Safe));
/// ```
pub fn can_cast(from: &DType, to: &DType, casting: Casting) -> bool {
    let level = match (from.class(), to.class()) {
        (TypeClass::Bytes(_), TypeClass::Bytes(0)) | (TypeClass::Void(_), TypeClass::Void(0)) => {
            Some(Casting::No)
        }
        (TypeClass::Record(_), TypeClass::Void(0)) => Some(Casting::No),
        (TypeClass::SubArray(_), TypeClass::Void(0)) => Some(Casting::Safe),
        (TypeClass::Str(_), TypeClass::Str(0)) if from.is_native() => Some(Casting::No),
        (TypeClass::Str(_), TypeClass::Str(0)) => Some(Casting::Equiv),
        (_, TypeClass::Bytes(0)) => Casting::required(from, &DType::bytes(usize::MAX)),
        (_, TypeClass::Str(0)) => Casting::required(from, &DType::str(usize::MAX)),
        (_, TypeClass::Void(0)) => Casting::required(from, &DType::void(usize::MAX)),
        _ => Casting::required(from, to),
    };
    level.is_some_and(|level| level <= casting)
}

/// Between types without parts.
fn plain_level(from: &DType, to: &DType) -> Casting {
    if let (Some(from_number), Some(to_number)) = (Numeric::of(from), Numeric::of(to)) {
        return numeric_level(from_number, to_number).max(order_level(from, to));
    }
    match (from.class(), to.class()) {
        (TypeClass::Object, TypeClass::Object) => Casting::No,
        (TypeClass::Object, _) => Casting::Unsafe,
        (TypeClass::Bytes(n), TypeClass::Bytes(m))
        | (TypeClass::Void(n), TypeClass::Void(m))
        | (TypeClass::Str(n), TypeClass::Str(m))
            if n == m =>
        {
            order_level(from, to)
        }
        (TypeClass::Bytes(n), TypeClass::Bytes(m) | TypeClass::Str(m))
        | (TypeClass::Void(n), TypeClass::Void(m))
        | (TypeClass::Str(n), TypeClass::Str(m)) => width_level(*n, *m, Casting::SameKind),
        (TypeClass::Void(_), _) => Casting::Unsafe,
        (_, TypeClass::Void(m)) => width_level(from.itemsize(), *m, Casting::Unsafe),
        (TypeClass::DateTime64(unit), TypeClass::DateTime64(other)) => {
            unit_level(*unit, *other, DateOrDelta::Date).max(order_level(from, to))
        }
        (TypeClass::TimeDelta64(unit), TypeClass::TimeDelta64(other)) => {
            unit_level(*unit, *other, DateOrDelta::Delta).max(order_level(from, to))
        }
        (_, TypeClass::Bytes(m) | TypeClass::Str(m)) => match Numeric::of(from) {
            Some(number) => width_level(number.text_width(), *m, Casting::SameKind),
            None => Casting::Unsafe,
        },
        (_, TypeClass::TimeDelta64(_)) => match Numeric::of(from) {
            Some(number) if number == Numeric::UINT64 => Casting::SameKind,
            Some(number) if number.is_integer_or_bool() => Casting::Safe,
            _ => Casting::Unsafe,
        },
        _ => Casting::Unsafe,
    }
}

fn order_level(from: &DType, to: &DType) -> Casting {
    if from.byte_order().is_native() == to.byte_order().is_native() {
        Casting::No
    } else {
        Casting::Equiv
    }
}

fn unit_level(from: DateTimeUnit, to: DateTimeUnit, kind: DateOrDelta) -> Casting {
    let allows = |casting: &Casting| from.can_cast(to, kind, *casting);
    Casting::ALL.into_iter().find(allows).unwrap_or(Casting::Unsafe)
}

fn width_level(needed: usize, offered: usize, otherwise: Casting) -> Casting {
    if needed <= offered { Casting::Safe } else { otherwise }
}

/// Safe where the two types' promotion is the target itself; same kind where the target's kind is no
/// narrower, from truth values through unsigned and signed integers and floats to complex numbers.
fn numeric_level(from: Numeric, to: Numeric) -> Casting {
    let rank = |number: Numeric| match number.kind {
        Kind::Bool => 0,
        Kind::UnsignedInteger => 1,
        Kind::SignedInteger => 2,
        Kind::Float => 3,
        _ => 4,
    };
    if from == to {
        Casting::No
    } else if from.promote(to) == to {
        Casting::Safe
    } else if rank(from) <= rank(to) {
        Casting::SameKind
    } else {
        Casting::Unsafe
    }
}

/// A value fills a block, each element being cast; a block of another shape, or one that becomes a
/// single value, is broadcast or cut at the user's risk.
fn sub_array_level(from: &DType, to: &DType) -> Option<Casting> {
    let base_level = Casting::required(from.base(), to.base())?;
    Some(match (from.shape(), to.shape()) {
        (from_shape, to_shape) if from_shape == to_shape => base_level,
        ([], _) if matches!(from.kind(), Kind::Void | Kind::Object) => Casting::Unsafe,
        ([], _) => base_level.max(Casting::Safe),
        _ => Casting::Unsafe,
    })
}

/// Fields are cast by position; other names or titles make it no better than safe, other offsets no
/// better than equivalent.
fn record_level(from: &Record, to: &Record) -> Option<Casting> {
    if from.fields().len() != to.fields().len() {
        return None;
    }
    let mut level = if from.itemsize() == to.itemsize() { Casting::No } else { Casting::Equiv };
    for (source, target) in from.fields().iter().zip(to.fields()) {
        level = level.max(Casting::required(&source.dtype, &target.dtype)?);
        if source.offset != target.offset {
            level = level.max(Casting::Equiv);
        }
        if source.name != target.name || source.title != target.title {
            level = level.max(Casting::Safe);
        }
    }
    Some(level)
}
