//! One column's converter: the type it makes, what it does with texts that are no value of it, and
//! the ladder of types that it climbs where none is given.

use ndstrata_dtype::{Complex, DType, ElementType, Kind, TypeClass};

use crate::digits::{float_at, integer_at};
use crate::error::{Error, Result};
use crate::item::{Converter, Item};
use crate::long_double::LongDouble;
use crate::number;

/// What texts become.
#[derive(Clone, Debug)]
pub(super) enum Target {
    /// `True` or `False`.
    Bool,
    /// An integer.
    Int,
    /// An integer of 64 bits, in which overflow is an error.
    Exact {
        is_signed: bool,
    },
    /// A float cut to an integer.
    Truncated,
    Float,
    Complex,
    /// What only C's `strtold` takes: hexadecimal digits, a NaN with a payload.
    LongDouble,
    Text,
    /// Text of one byte a character.
    Bytes,
    Custom(Converter),
}

#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) target: Target,
    pub(super) default: Item,
    initial: Option<Item>,
    missing: Vec<String>,
    /// An example of what a converter of one's own makes.
    pub(super) made: Option<Item>,
    /// Whether its converter was given for a column counted from the end, of whose type NumPy does not think.
    pub(super) is_from_end: bool,
    /// Whether the type was settled by what was read.
    pub(super) is_checked: bool,
}

impl Column {
    /// A column whose type is found from its fields.
    pub(super) fn open(missing: Vec<String>, fill: Option<Item>) -> Column {
        Column {
            target: Target::Bool,
            default: fill.clone().unwrap_or(Item::Bool(false)),
            initial: fill,
            missing,
            made: None,
            is_from_end: false,
            is_checked: false,
        }
    }

    /// A column of a known type.
    pub(super) fn of(dtype: &DType, missing: Vec<String>, fill: Option<Item>) -> Column {
        let (target, default) = match (dtype.kind(), dtype.class()) {
            (Kind::Bool, _) => (Target::Bool, Item::Bool(false)),
            (_, TypeClass::Element(ElementType::Int64)) => {
                (Target::Exact { is_signed: true }, Item::Int(-1))
            }
            (_, TypeClass::Element(ElementType::UInt64)) => {
                (Target::Exact { is_signed: false }, Item::Int(-1))
            }
            // A span of time is an integer to NumPy's ladder.
            (Kind::SignedInteger | Kind::UnsignedInteger | Kind::TimeDelta, _) => {
                (Target::Truncated, Item::Int(-1))
            }
            (_, TypeClass::LongDouble) => (Target::LongDouble, Item::Float(f64::NAN)),
            (Kind::Float, _) => (Target::Float, Item::Float(f64::NAN)),
            (Kind::Complex, _) => (Target::Complex, NAN_COMPLEX),
            (Kind::Str, _) => (Target::Text, Item::Text("???".to_owned())),
            (Kind::Bytes, _) => (Target::Bytes, Item::Text("???".to_owned())),
            // NumPy's ladder has no rung for other types.
            _ => (Target::Bytes, Item::None),
        };
        let default = fill.clone().unwrap_or(default);
        Column {
            target,
            default,
            initial: fill,
            missing,
            made: None,
            is_from_end: false,
            is_checked: false,
        }
    }

    /// Sets the converter of one's own. What fills gaps tells its type, else what it makes of a text.
    pub(super) fn customise(&mut self, converter: Converter, sample: &str) {
        self.made = self.initial.clone().or_else(|| converter.call(sample));
        self.target = Target::Custom(converter);
    }

    /// Settles the type of a converter of one's own, unless it has no answer to a missing value.
    pub(super) fn check<'t>(&mut self, mut fields: impl Iterator<Item = &'t str>) {
        self.is_checked = fields.all(|text| matches!(self.convert(text), Ok(Some(_))));
    }

    /// The first text that a converter of one's own does not take.
    pub(super) fn first_refused<'t>(
        &self,
        fields: impl Iterator<Item = &'t str>,
    ) -> Option<(usize, &'t str)> {
        let is_refused =
            |text: &str| matches!(self.convert(text), Ok(None)) && !self.is_missing(text);
        fields.enumerate().find(|(_, text)| is_refused(text))
    }

    /// What an empty text becomes, where that is the default whatever is asked.
    pub(super) fn value_of_nothing(&self) -> Option<&Item> {
        match self.target {
            Target::Int
            | Target::Exact { .. }
            | Target::Truncated
            | Target::Float
            | Target::Complex => Some(&self.default),
            _ => None,
        }
    }

    /// Whether the text has a value.
    fn takes(&self, text: &str) -> Result<bool> {
        let bytes = text.as_bytes();
        let is_plain = match &self.target {
            Target::Int => integer_at(bytes, 0)
                .is_some_and(|(_, size, end)| end == bytes.len() && size <= i64::MAX as u64),
            Target::Float => float_at(bytes, 0).is_some_and(|(_, end)| end == bytes.len()),
            Target::Text => true,
            _ => false,
        };
        Ok(is_plain || self.convert(text)?.is_some())
    }

    fn convert(&self, text: &str) -> Result<Option<Item>> {
        Ok(match &self.target {
            Target::Bool => match text {
                _ if text.eq_ignore_ascii_case("true") => Some(Item::Bool(true)),
                _ if text.eq_ignore_ascii_case("false") => Some(Item::Bool(false)),
                _ => None,
            },
            Target::Int => {
                number::python_int(text).filter(|&x| i64::try_from(x).is_ok()).map(Item::Int)
            }
            Target::Exact { is_signed } => {
                let value = number::python_int(text);
                if let Some(x) = value.filter(|&x| !fits(x, *is_signed)) {
                    let reason = match fits(x, true) {
                        true => format!("Python integer {x} out of bounds for uint64"),
                        false => "Python int too large to convert to C long".to_owned(),
                    };
                    return Err(Error::argument("OverflowError", reason));
                }
                value.map(Item::Int)
            }
            Target::Truncated => match number::python_float(text) {
                Some(x) if x.is_infinite() => {
                    return Err(Error::argument(
                        "OverflowError",
                        "cannot convert float infinity to integer",
                    ));
                }
                Some(x) if x.is_nan() => None,
                found => found.map(|x| Item::Int(x.trunc() as i128)),
            },
            Target::Float => number::python_float(text).map(Item::Float),
            Target::Complex => number::python_complex(text).map(Item::Complex),
            Target::LongDouble => LongDouble::parse(text).map(Item::LongDouble),
            Target::Text => Some(Item::Text(text.to_owned())),
            Target::Bytes => {
                let is_latin = text.chars().all(|c| u32::from(c) < 256);
                is_latin.then(|| Item::Text(text.to_owned()))
            }
            Target::Custom(converter) => converter.call(text),
        })
    }

    /// The value of a text; the default where it has none.
    pub(super) fn loose(&self, text: &str) -> Result<Item> {
        Ok(self.convert(text)?.unwrap_or_else(|| self.default.clone()))
    }

    /// The value of a text; the default where it stands for a missing value.
    pub(super) fn strict(&self, text: &str) -> Result<Item> {
        match self.convert(text)? {
            Some(item) => Ok(item),
            None if self.is_missing(text) => Ok(self.default.clone()),
            None => Err(Error::value(format!("Cannot convert string '{text}'"))),
        }
    }

    fn is_missing(&self, text: &str) -> bool {
        let text = number::strip(text);
        text.is_empty() || self.missing.iter().any(|missing| missing == text)
    }

    /// The values that stand for missing ones, converted.
    pub(super) fn missing_items(&self) -> Result<Vec<Item>> {
        let given = self.missing.iter().filter(|text| !text.is_empty());
        given.map(|text| self.strict(text)).collect()
    }

    /// Climbs to the first type that takes all fields.
    pub(super) fn upgrade<'t>(
        &mut self,
        fields: impl Iterator<Item = &'t str> + Clone,
    ) -> Result<()> {
        'climb: loop {
            self.is_checked = true;
            for text in fields.clone() {
                if self.takes(text)? {
                    continue;
                }
                if self.is_missing(text) {
                    if let Target::Bool = self.target {
                        self.is_checked = false;
                    }
                    continue;
                }
                let (target, default) = match self.target {
                    Target::Bool => (Target::Int, Item::Int(-1)),
                    Target::Int => (Target::Float, Item::Float(f64::NAN)),
                    Target::Float => (Target::Complex, NAN_COMPLEX),
                    Target::Complex => (Target::LongDouble, Item::Float(f64::NAN)),
                    Target::LongDouble if self.stops_at_integer(fields.clone()) => {
                        return Err(Error::argument(
                            "TypeError",
                            "Converting 'np.integer' or 'np.signedinteger' to a dtype is not allowed",
                        ));
                    }
                    _ => (Target::Text, Item::Text("???".to_owned())),
                };
                self.target = target;
                self.default = self.initial.clone().unwrap_or(default);
                continue 'climb;
            }
            return Ok(());
        }
    }

    /// On its way from numbers to text NumPy's ladder tries abstract integers, which are an error for
    /// the first field that is one.
    fn stops_at_integer<'t>(&self, mut fields: impl Iterator<Item = &'t str>) -> bool {
        let decisive =
            fields.find(|text| number::python_int(text).is_some() || !self.is_missing(text));
        decisive.is_some_and(|text| number::python_int(text).is_some())
    }

    /// The type of what it makes; text is as wide as the longest.
    pub(super) fn dtype(&self, width: usize) -> DType {
        match self.target {
            Target::Bool => DType::of::<bool>(),
            Target::Int | Target::Exact { .. } | Target::Truncated => DType::of::<i64>(),
            Target::Float => DType::of::<f64>(),
            Target::Complex => DType::of::<Complex<f64>>(),
            Target::LongDouble => DType::LONG_DOUBLE,
            Target::Text => DType::str(width),
            Target::Bytes => DType::bytes(width),
            Target::Custom(_) => match self.made {
                Some(Item::Bool(_)) => DType::of::<bool>(),
                Some(Item::Int(_)) => DType::of::<i64>(),
                Some(Item::Float(_)) => DType::of::<f64>(),
                Some(Item::Complex(_)) => DType::of::<Complex<f64>>(),
                Some(Item::LongDouble(_)) => DType::LONG_DOUBLE,
                Some(Item::Bytes(_)) => DType::bytes(width),
                _ => DType::str(width),
            },
        }
    }
}

fn fits(value: i128, is_signed: bool) -> bool {
    if is_signed { i64::try_from(value).is_ok() } else { u64::try_from(value).is_ok() }
}

const NAN_COMPLEX: Item = Item::Complex(Complex::new(f64::NAN, 0.0));
