//! Text as numbers, dates and durations.
//!
//! Numbers are read as the widest of their kind, a block at a time, and converted from there as
//! numbers are, so that byte order and rounding are the kernels' alone.
#![expect(unsafe_code, reason = "converts runs of elements by their bytes")]

use ndstrata_dtype::datetime::{DateTimeUnit, ParsedDateTime};
use ndstrata_dtype::{Casting, DType, ElementType, Kind, TypeClass};
use ndstrata_kernels::{Converter, NumberType, Swapped};
use num_complex::Complex64;

use super::conversion::{number_of, ticks_bytes};
use super::fault::CastFault;
use super::parse::{Integer, parse_complex, parse_float, parse_int, push_char, push_plain};
use super::runs::Runs;
use super::text::TextForm;
use crate::error::Result;

type Converted<T> = std::result::Result<T, CastFault>;

/// Elements read before they are converted.
const BLOCK: usize = 128;

/// How text elements become others.
#[derive(Clone, Debug)]
pub(crate) struct Parsing {
    form: TextForm,
    /// Bytes of a source element.
    itemsize: usize,
    to: DType,
    target: Target,
}

#[derive(Clone, Copy, Debug)]
enum Target {
    Bool,
    Number(Converter, ReadAs),
    Date(DateTimeUnit),
    Delta,
}

/// What a number's text is read as.
#[derive(Clone, Copy, Debug)]
enum ReadAs {
    Integer,
    Float,
    Complex,
}

impl Parsing {
    /// The reading of elements of `to`; `None` where none are read from text.
    pub(super) fn new((form, itemsize): (TextForm, usize), to: &DType) -> Option<Parsing> {
        let target = match to.class() {
            TypeClass::Element(ElementType::Bool) => Target::Bool,
            TypeClass::Element(element) => {
                let (read_as, wide) = match element.kind() {
                    Kind::Float => (ReadAs::Float, NumberType::F64),
                    Kind::Complex => (ReadAs::Complex, NumberType::Complex128),
                    _ => (ReadAs::Integer, NumberType::U64),
                };
                let swapped = Swapped { source: false, destination: !to.is_native() };
                Target::Number(Converter::new(wide, number_of(*element)).swapped(swapped), read_as)
            }
            TypeClass::DateTime64(unit) => Target::Date(*unit),
            TypeClass::TimeDelta64(_) => Target::Delta,
            _ => return None,
        };
        Some(Parsing { form, itemsize, to: to.clone(), target })
    }

    /// # Safety
    ///
    /// As for [`Conversion::run`](super::conversion::Conversion::run).
    pub(super) unsafe fn run(&self, runs: Runs) -> Result<()> {
        let sizes = [self.to.itemsize(), self.itemsize];
        match self.target {
            Target::Bool => {
                // SAFETY: the caller's contract.
                unsafe {
                    runs.for_each(sizes, |target, source| {
                        target.fill(u8::from(source.iter().any(|&byte| byte != 0)));
                        Ok(())
                    })
                }
            }
            Target::Number(converter, read_as) => {
                for first in (0..runs.count).step_by(BLOCK) {
                    let part = runs.part(first, BLOCK.min(runs.count - first));
                    // SAFETY: a part of the caller's runs.
                    unsafe { self.numbers(part, converter, read_as)? };
                }
                Ok(())
            }
            Target::Date(_) | Target::Delta => {
                let mut text = String::new();
                let mut points = Vec::new();
                let swapped = !self.to.is_native();
                // SAFETY: the caller's contract.
                unsafe {
                    runs.for_each(sizes, |target, source| {
                        let ticks = match self.target {
                            Target::Date(unit) => {
                                let date = read_date(self.form, source, &mut points, &mut text)?;
                                date.value(&text, unit, Casting::Unsafe)?
                            }
                            _ => {
                                self.form.decoded(source, &mut points, &mut text, push_char)?;
                                DateTimeUnit::parse_timedelta(&text)?
                            }
                        };
                        target.copy_from_slice(&ticks_bytes(ticks, swapped));
                        Ok(())
                    })
                }
            }
        }
    }

    /// At most [`BLOCK`] elements, read into a buffer of the widest type and converted from there.
    ///
    /// # Safety
    ///
    /// As for [`run`](Parsing::run).
    unsafe fn numbers(&self, runs: Runs, converter: Converter, read_as: ReadAs) -> Result<()> {
        let mut wide = [[0_u8; 16]; BLOCK];
        let (mut points, mut text) = (Vec::new(), String::new());
        let buffer = Runs { dst: wide.as_mut_ptr().cast(), dst_stride: 16, ..runs };
        // SAFETY: the buffer has a place for each source element.
        unsafe {
            buffer.for_each([16, self.itemsize], |target, source| {
                match read_as {
                    ReadAs::Complex => {
                        self.form.decoded(source, &mut points, &mut text, push_plain)?
                    }
                    _ => self.form.plain(source, &mut points, &mut text),
                }
                let (bytes, len) = self.number(&text, &points, read_as)?;
                target[..len].copy_from_slice(&bytes[..len]);
                Ok(())
            })?;
        }
        let Runs { dst, dst_stride, count, .. } = runs;
        // SAFETY: the buffer holds `count` numbers of the converter's source type.
        unsafe { converter.run(dst, dst_stride, wide.as_ptr().cast(), 16, count) };
        Ok(())
    }

    /// The bytes of the number that a text says, as the widest type of its kind.
    fn number(&self, text: &str, points: &[u32], read_as: ReadAs) -> Converted<([u8; 16], usize)> {
        let mut bytes = [0; 16];
        let len = match read_as {
            ReadAs::Integer => {
                let value = match parse_int(text) {
                    Some(Integer::Fits(value)) => value,
                    Some(Integer::TooLarge) => return Err(CastFault::IntegerTooLarge),
                    None => {
                        let text = self.form.int_repr(points);
                        return Err(CastFault::NotInteger { text });
                    }
                };
                bytes[..8].copy_from_slice(&self.in_range(value)?.to_ne_bytes());
                8
            }
            ReadAs::Float => {
                let value = parse_float(text).ok_or_else(|| match self.form {
                    TextForm::Raw => CastFault::VoidIsNoFloat,
                    form => CastFault::NotFloat { text: form.float_repr(points) },
                })?;
                bytes[..8].copy_from_slice(&value.to_ne_bytes());
                8
            }
            ReadAs::Complex => {
                let Complex64 { re, im } = parse_complex(text).ok_or_else(|| match self.form {
                    TextForm::Raw => CastFault::NotFloat { text: self.form.float_repr(points) },
                    _ => CastFault::NotComplex,
                })?;
                bytes[..8].copy_from_slice(&re.to_ne_bytes());
                bytes[8..].copy_from_slice(&im.to_ne_bytes());
                16
            }
        };
        Ok((bytes, len))
    }

    /// The low 64 bits of an integer that the target type holds.
    fn in_range(&self, value: i128) -> Converted<u64> {
        let bits = 8 * self.to.itemsize() as u32;
        let range = match self.to.kind() {
            Kind::SignedInteger => -(1_i128 << (bits - 1))..=(1_i128 << (bits - 1)) - 1,
            _ => 0..=(1_i128 << bits) - 1,
        };
        if range.contains(&value) {
            return Ok(value as u64);
        }
        // NumPy reads all but `uint64` as C longs first.
        Err(match i64::try_from(value) {
            Ok(_) => CastFault::IntegerOutOfBounds { value, dtype: self.to.to_native() },
            Err(_) => CastFault::IntegerTooLarge,
        })
    }
}

/// The date that an element says; its text is left behind.
///
/// # Errors
///
/// Characters beyond ASCII; text that is no date.
pub(super) fn read_date(
    form: TextForm,
    element: &[u8],
    points: &mut Vec<u32>,
    text: &mut String,
) -> Result<ParsedDateTime> {
    form.points(element, points);
    text.clear();
    match form {
        TextForm::Points { .. } => {
            text.extend(points.iter().map(|&p| char::from_u32(p).unwrap_or_default()));
        }
        _ => text.push_str(&String::from_utf8_lossy(&element[..points.len()])),
    }
    if let (TextForm::Points { .. }, Some(fault)) = (form, CastFault::encode(points)) {
        return Err(fault.into());
    }
    Ok(ParsedDateTime::parse(text)?)
}
