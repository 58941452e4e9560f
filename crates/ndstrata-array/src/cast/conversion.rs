//! [`Conversion`]: how elements of one type become elements of another, worked out once.
//!
//! Numbers are the kernels' business, dates the dtype crate's; text goes element by element
//! (`recoding`, `printing`, `parsing`), records and sub-arrays through the conversions of their parts
//! (`fields`, `blocks`).
#![expect(unsafe_code, reason = "converts runs of elements by their bytes")]

use ndstrata_dtype::datetime::{DateOrDelta, DateTimeUnit, UnitConversion};
use ndstrata_dtype::{DType, ElementType, TypeClass};
use ndstrata_kernels::{Converter, NumberType, Swapped, swap_run};

use super::blocks::Blocks;
use super::fault::CastFault;
use super::fields::Fields;
use super::parsing::Parsing;
use super::printing::Printing;
use super::recoding::Recoding;
use super::runs::Runs;
use super::text::TextForm;
use crate::error::{Error, ErrorKind, Result};

/// A conversion between two types.
#[derive(Clone, Debug)]
pub(crate) enum Conversion {
    /// The bytes stay, or are reversed by units.
    Move { itemsize: usize, unit: usize },
    /// Between numbers; dates count as 64-bit integers.
    Numbers(Converter),
    /// Between units of dates or of durations.
    Ticks { conversion: UnitConversion, swapped: Swapped },
    /// The bytes in native order, cut or padded with NUL.
    Resize { from: usize, to: usize, unit: usize },
    /// Between `S` and `U`, or widths of `U`.
    Recode(Recoding),
    /// What `str` shows of the element.
    Print(Printing),
    /// What the text says.
    Parse(Parsing),
    /// No element converts.
    Refuse(CastFault),
    /// Field by field.
    Fields(Fields),
    /// Between sub-arrays, or an element and a sub-array.
    Blocks(Box<Blocks>),
}

impl Conversion {
    /// The conversion of `from` to `to`, as they are: nothing adapts to the data.
    ///
    /// # Errors
    ///
    /// Types between which there is none; units without a common factor.
    pub(crate) fn new(from: &DType, to: &DType) -> Result<Conversion> {
        use TypeClass as Class;
        let (size, to_size) = (from.itemsize(), to.itemsize());
        Ok(match (from.class(), to.class()) {
            (Class::SubArray(_), _) | (_, Class::SubArray(_)) => {
                Conversion::Blocks(Box::new(Blocks::new(from, to)?))
            }
            (Class::Record(_), _) | (_, Class::Record(_)) => {
                Conversion::Fields(Fields::new(from, to)?)
            }
            (Class::Object, _) | (_, Class::Object) => {
                return Err(Error::new(ErrorKind::ObjectConversion));
            }
            _ if from == to => Conversion::Move { itemsize: size, unit: 1 },
            _ if *from == to.swap_byte_order() => {
                Conversion::Move { itemsize: size, unit: swap_unit(from) }
            }
            (Class::DateTime64(a), Class::DateTime64(b)) => {
                ticks(*a, *b, DateOrDelta::Date, swapped(from, to))?
            }
            (Class::TimeDelta64(a), Class::TimeDelta64(b)) => {
                ticks(*a, *b, DateOrDelta::Delta, swapped(from, to))?
            }
            (Class::Bytes(_), Class::Bytes(_)) => {
                Conversion::Resize { from: size, to: to_size, unit: 1 }
            }
            (_, Class::Void(_)) => {
                let unit = if from.is_native() { 1 } else { swap_unit(from) };
                Conversion::Resize { from: size, to: to_size, unit }
            }
            (Class::Void(_), Class::Bytes(_) | Class::Str(_)) => {
                Conversion::Refuse(CastFault::VoidIsNoText)
            }
            (Class::Void(_), Class::DateTime64(_)) => Conversion::Refuse(CastFault::VoidIsNoDate),
            (Class::Void(_), Class::TimeDelta64(_)) => Conversion::Refuse(CastFault::VoidIsNoDelta),
            _ => match (number_type(from), number_type(to)) {
                (Some(a), Some(b)) => {
                    Conversion::Numbers(Converter::new(a, b).swapped(swapped(from, to)))
                }
                _ => of_text(from, to).ok_or_else(|| no_conversion(from, to))?,
            },
        })
    }

    /// Whether no element can fail.
    pub(crate) fn is_infallible(&self) -> bool {
        match self {
            Conversion::Move { .. }
            | Conversion::Numbers(_)
            | Conversion::Ticks { .. }
            | Conversion::Resize { .. } => true,
            Conversion::Fields(fields) => fields.conversions().all(Conversion::is_infallible),
            Conversion::Blocks(blocks) => blocks.element().is_infallible(),
            _ => false,
        }
    }

    /// Whether a target may hold anything before: it is written, not read, and written whole.
    pub(crate) fn fills_memory(&self) -> bool {
        matches!(self, Conversion::Move { unit: ..=8, .. } | Conversion::Numbers(_))
    }

    /// Converts rows of elements; the strides are those from row to row, of the target and of the source.
    ///
    /// # Safety
    ///
    /// As for [`run`](Conversion::run), for each of the rows.
    ///
    /// # Errors
    ///
    /// As for [`run`](Conversion::run).
    pub(super) unsafe fn run_rows(
        &self,
        first: Runs,
        rows: usize,
        steps: [isize; 2],
    ) -> Result<()> {
        let Runs { dst, dst_stride, src, src_stride, count } = first;
        if let Conversion::Numbers(converter) = self {
            let (dst, src) = ((dst, [steps[0], dst_stride]), (src, [steps[1], src_stride]));
            // SAFETY: the caller's contract.
            unsafe { converter.run_rows(dst, src, [rows, count]) };
            return Ok(());
        }
        (0..rows as isize).try_for_each(|row| {
            let (dst, src) =
                (dst.wrapping_offset(row * steps[0]), src.wrapping_offset(row * steps[1]));
            // SAFETY: one of the rows.
            unsafe { self.run(Runs { dst, src, ..first }) }
        })
    }

    /// Converts `count` elements.
    ///
    /// # Safety
    ///
    /// Element `i < count` of the source type can be read at `src + i * src_stride`, one of the
    /// target type written at `dst + i * dst_stride`; all are initialised, but for targets where
    /// [`fills_memory`](Conversion::fills_memory); no written byte is one that is read.
    ///
    /// # Errors
    ///
    /// The first element that does not convert; those before it are written.
    pub(super) unsafe fn run(&self, runs: Runs) -> Result<()> {
        let Runs { dst, dst_stride, src, src_stride, count } = runs;
        match self {
            Conversion::Move { itemsize, unit } if *unit > 8 => {
                // SAFETY: the caller's contract.
                unsafe {
                    runs.for_each([*itemsize; 2], |to, from| {
                        to.copy_from_slice(from);
                        to.chunks_exact_mut(*unit).for_each(<[u8]>::reverse);
                        Ok(())
                    })
                }
            }
            Conversion::Move { itemsize, unit } => {
                // SAFETY: the caller's contract.
                unsafe { swap_run(dst, dst_stride, src, src_stride, count, *itemsize, *unit) };
                Ok(())
            }
            Conversion::Numbers(converter) => {
                // SAFETY: the caller's contract.
                unsafe { converter.run(dst, dst_stride, src, src_stride, count) };
                Ok(())
            }
            Conversion::Ticks { conversion, swapped } => {
                // SAFETY: the caller's contract; dates and durations have 8 bytes.
                unsafe {
                    runs.for_each([8; 2], |to, from| {
                        let ticks = read_ticks(from, swapped.source);
                        to.copy_from_slice(&ticks_bytes(
                            conversion.apply(ticks),
                            swapped.destination,
                        ));
                        Ok(())
                    })
                }
            }
            Conversion::Resize { from, to, unit } => {
                // SAFETY: the caller's contract.
                unsafe {
                    runs.for_each([*to, *from], |target, source| {
                        resize(target, source, *unit);
                        Ok(())
                    })
                }
            }
            // SAFETY: the caller's contract.
            Conversion::Recode(recoding) => unsafe { recoding.run(runs) },
            // SAFETY: the caller's contract.
            Conversion::Print(printing) => unsafe { printing.run(runs) },
            // SAFETY: the caller's contract.
            Conversion::Parse(parsing) => unsafe { parsing.run(runs) },
            Conversion::Refuse(_) if count == 0 => Ok(()),
            Conversion::Refuse(fault) => Err(fault.clone().into()),
            // SAFETY: the caller's contract.
            Conversion::Fields(fields) => unsafe { fields.run(runs) },
            // SAFETY: the caller's contract.
            Conversion::Blocks(blocks) => unsafe { blocks.run(runs) },
        }
    }
}

#[cold]
pub(super) fn no_conversion(from: &DType, to: &DType) -> Error {
    Error::new(ErrorKind::NoConversion { from: from.clone(), to: to.clone() })
}

fn swapped(from: &DType, to: &DType) -> Swapped {
    Swapped { source: !from.is_native(), destination: !to.is_native() }
}

fn ticks(
    from: DateTimeUnit,
    to: DateTimeUnit,
    kind: DateOrDelta,
    swapped: Swapped,
) -> Result<Conversion> {
    Ok(Conversion::Ticks { conversion: UnitConversion::new(from, to, kind)?, swapped })
}

fn of_text(from: &DType, to: &DType) -> Option<Conversion> {
    Some(match (TextForm::of(from), TextForm::of(to)) {
        (Some(form), Some(to_form)) => {
            Conversion::Recode(Recoding::new((form, from.itemsize()), (to_form, to.itemsize())))
        }
        (None, Some(form)) => Conversion::Print(Printing::new(from, form, to.itemsize())?),
        (Some(form), None) => Conversion::Parse(Parsing::new((form, from.itemsize()), to)?),
        (None, None) => return None,
    })
}

/// Bytes that a change of byte order reverses together; 1 where there are none.
pub(crate) fn swap_unit(dtype: &DType) -> usize {
    match dtype.class() {
        TypeClass::Element(element) => number_of(*element).swap_unit(),
        TypeClass::Str(_) => 4,
        TypeClass::DateTime64(_) | TypeClass::TimeDelta64(_) => 8,
        TypeClass::LongDouble | TypeClass::ComplexLongDouble => 16,
        _ => 1,
    }
}

/// A type as a number; dates and durations are 64-bit integers to all but each other.
fn number_type(dtype: &DType) -> Option<NumberType> {
    match dtype.class() {
        TypeClass::Element(element) => Some(number_of(*element)),
        TypeClass::DateTime64(_) | TypeClass::TimeDelta64(_) => Some(NumberType::I64),
        _ => None,
    }
}

/// The kernels' name of a type.
pub(crate) fn number_of(element: ElementType) -> NumberType {
    match element {
        ElementType::Bool => NumberType::Bool,
        ElementType::Int8 => NumberType::I8,
        ElementType::UInt8 => NumberType::U8,
        ElementType::Int16 => NumberType::I16,
        ElementType::UInt16 => NumberType::U16,
        ElementType::Int32 => NumberType::I32,
        ElementType::UInt32 => NumberType::U32,
        ElementType::Int64 => NumberType::I64,
        ElementType::UInt64 => NumberType::U64,
        ElementType::Float16 => NumberType::F16,
        ElementType::Float32 => NumberType::F32,
        ElementType::Float64 => NumberType::F64,
        ElementType::Complex64 => NumberType::Complex64,
        ElementType::Complex128 => NumberType::Complex128,
    }
}

/// The count of ticks in 8 bytes.
pub(super) fn read_ticks(bytes: &[u8], swapped: bool) -> i64 {
    let ticks = i64::from_ne_bytes(bytes.first_chunk().copied().unwrap_or_default());
    if swapped { ticks.swap_bytes() } else { ticks }
}

/// The bytes of a count of ticks.
pub(super) fn ticks_bytes(ticks: i64, swapped: bool) -> [u8; 8] {
    (if swapped { ticks.swap_bytes() } else { ticks }).to_ne_bytes()
}

/// The bytes of an element in native order, cut or padded.
fn resize(target: &mut [u8], source: &[u8], unit: usize) {
    let used = target.len().min(source.len());
    if unit == 1 {
        target[..used].copy_from_slice(&source[..used]);
    } else {
        let native = source.chunks_exact(unit).flat_map(|unit| unit.iter().rev());
        target.iter_mut().zip(native).for_each(|(to, &from)| *to = from);
    }
    target[used..].fill(0);
}
