//! [`PrintOptions`]: what can be chosen about the text of an array.

use std::fmt;
use std::sync::Arc;

use super::datum::Datum;

/// How arrays are printed; `Default` is NumPy's default.
///
/// NumPy: [numpy.set_printoptions](https://numpy.org/doc/stable/reference/generated/numpy.set_printoptions.html).
/// Differs: there is no state; the options are passed where they are used.
///
/// # Example
/// ```
/// use ndstrata_array::{FloatMode, PrintOptions};
/// let options = PrintOptions::default().precision(3).floatmode(FloatMode::Fixed).linewidth(120);
/// ```
#[derive(Clone)]
pub struct PrintOptions {
    pub(super) precision: Option<usize>,
    pub(super) threshold: usize,
    pub(super) edgeitems: usize,
    pub(super) linewidth: usize,
    pub(super) suppress: bool,
    pub(super) nanstr: String,
    pub(super) infstr: String,
    pub(super) sign: Sign,
    pub(super) floatmode: FloatMode,
    pub(super) legacy: Option<Legacy>,
    pub(super) formatters: Vec<(FormatterKey, Formatter)>,
}

/// What stands before a number that is not negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Sign {
    /// `'-'`: nothing.
    #[default]
    Minus,
    /// `'+'`: a plus.
    Plus,
    /// `' '`: a space.
    Space,
}

/// How `precision` is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum FloatMode {
    /// `'fixed'`: just so many digits after the point.
    Fixed,
    /// `'unique'`: as many digits as tell each number apart; the precision does not matter.
    Unique,
    /// `'maxprec'`: at most so many digits, fewer where they tell the number apart.
    #[default]
    MaxPrec,
    /// `'maxprec_equal'`: as `MaxPrec`, but as many for each number.
    MaxPrecEqual,
}

/// The release whose texts are wanted, where they were others.
///
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Legacy {
    /// `'1.13'`: as 1.21, and a space before every float, widths and line breaks of old.
    V1_13,
    /// `'1.21'`: as 1.25, and types with offsets are written without spaces.
    V1_21,
    /// `'1.25'`: the `repr` of scalars is bare (`1.5`), and records by themselves are shown as in arrays.
    V1_25,
    /// `'2.1'`: as 2.2.
    V2_1,
    /// `'2.2'`: no `shape=` behind a summary, and narrow floats get an exponent as late as wide ones.
    V2_2,
}

/// Which elements a formatter of the user's writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FormatterKey {
    /// `'all'`: every type.
    All,
    /// `'bool'`.
    Bool,
    /// `'int'` and `'int_kind'`: integers.
    Int,
    /// `'float'` and `'float_kind'`.
    Float,
    /// `'complexfloat'` and `'complex_kind'`.
    Complex,
    /// `'numpystr'` and `'str_kind'`: bytes and text.
    Str,
    /// `'datetime'`.
    DateTime,
    /// `'timedelta'`.
    TimeDelta,
    /// `'void'`: raw bytes, not records.
    Void,
}

/// A function of the user's that writes one element.
#[derive(Clone)]
pub(super) struct Formatter(pub(super) Arc<dyn Fn(&Datum<'_>) -> String + Send + Sync>);

impl Default for PrintOptions {
    fn default() -> PrintOptions {
        PrintOptions {
            precision: Some(8),
            threshold: 1000,
            edgeitems: 3,
            linewidth: 75,
            suppress: false,
            nanstr: "nan".to_owned(),
            infstr: "inf".to_owned(),
            sign: Sign::Minus,
            floatmode: FloatMode::MaxPrec,
            legacy: None,
            formatters: Vec::new(),
        }
    }
}

impl PrintOptions {
    /// Whether texts are those of release 1.13.
    pub(super) fn is_oldest(&self) -> bool {
        self.legacy == Some(Legacy::V1_13)
    }

    /// Digits after the point, 8 by default; `None` is as many as needed, and no value for
    /// [`FloatMode::Fixed`].
    pub fn precision(mut self, digits: impl Into<Option<usize>>) -> PrintOptions {
        self.precision = digits.into();
        self
    }

    /// Arrays of more elements than this are summarised; 1000 by default.
    pub fn threshold(mut self, n: usize) -> PrintOptions {
        self.threshold = n;
        self
    }

    /// How many elements a summary shows at each end of each axis; 3 by default.
    ///
    /// With 0, only the last element is shown, and yet, as in NumPy, all are looked at.
    pub fn edgeitems(mut self, n: usize) -> PrintOptions {
        self.edgeitems = n;
        self
    }

    /// Characters of a line, 75 by default; `max_line_width` in NumPy's functions.
    pub fn linewidth(mut self, width: usize) -> PrintOptions {
        self.linewidth = width;
        self
    }

    /// Never use an exponent for the sake of small numbers.
    pub fn suppress(mut self, suppress: bool) -> PrintOptions {
        self.suppress = suppress;
        self
    }

    /// The text of a NaN.
    pub fn nanstr(mut self, text: impl Into<String>) -> PrintOptions {
        self.nanstr = text.into();
        self
    }

    /// The text of an infinity.
    pub fn infstr(mut self, text: impl Into<String>) -> PrintOptions {
        self.infstr = text.into();
        self
    }

    /// What stands before numbers that are not negative.
    pub fn sign(mut self, sign: Sign) -> PrintOptions {
        self.sign = sign;
        self
    }

    /// How the precision is meant.
    pub fn floatmode(mut self, mode: FloatMode) -> PrintOptions {
        self.floatmode = mode;
        self
    }

    /// Print as an older release did.
    pub fn legacy(mut self, release: impl Into<Option<Legacy>>) -> PrintOptions {
        self.legacy = release.into();
        self
    }

    /// Writes the elements that `key` names with a function of yours.
    ///
    /// A key of one type wins over [`FormatterKey::All`].
    pub fn formatter<F>(mut self, key: FormatterKey, write: F) -> PrintOptions
    where
        F: Fn(&Datum<'_>) -> String + Send + Sync + 'static,
    {
        self.formatters.retain(|(other, _)| *other != key);
        self.formatters.push((key, Formatter(Arc::new(write))));
        self
    }

    pub(super) fn formatter_for(&self, key: FormatterKey) -> Option<&Formatter> {
        let find = |key| self.formatters.iter().find(|(other, _)| *other == key);
        find(key).or_else(|| find(FormatterKey::All)).map(|(_, formatter)| formatter)
    }
}

impl fmt::Debug for PrintOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys: Vec<_> = self.formatters.iter().map(|(key, _)| key).collect();
        f.debug_struct("PrintOptions")
            .field("precision", &self.precision)
            .field("threshold", &self.threshold)
            .field("edgeitems", &self.edgeitems)
            .field("linewidth", &self.linewidth)
            .field("suppress", &self.suppress)
            .field("nanstr", &self.nanstr)
            .field("infstr", &self.infstr)
            .field("sign", &self.sign)
            .field("floatmode", &self.floatmode)
            .field("legacy", &self.legacy)
            .field("formatters", &keys)
            .finish()
    }
}
