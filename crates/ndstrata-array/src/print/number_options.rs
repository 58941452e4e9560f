//! [`Positional`], [`Scientific`], [`Trim`]: what can be chosen about the text of one number.

use super::error::{PrintError, Result};

/// What becomes of trailing zeros.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Trim {
    /// `'k'`: keep them, and the point.
    #[default]
    Keep,
    /// `'.'`: drop them, keep the point.
    Zeros,
    /// `'0'`: drop them but for one after the point.
    LeaveOneZero,
    /// `'-'`: drop them, and a point that nothing follows.
    ZerosAndPoint,
}

impl Trim {
    /// The one that NumPy's character means.
    pub fn from_char(code: char) -> Option<Trim> {
        match code {
            'k' => Some(Trim::Keep),
            '.' => Some(Trim::Zeros),
            '0' => Some(Trim::LeaveOneZero),
            '-' => Some(Trim::ZerosAndPoint),
            _ => None,
        }
    }
}

/// How [`format_float_positional`](crate::format_float_positional) writes; `Default` is NumPy's default.
#[derive(Clone, Copy, Debug)]
pub struct Positional {
    pub(super) precision: Option<usize>,
    pub(super) unique: bool,
    pub(super) fractional: bool,
    pub(super) trim: Trim,
    pub(super) sign: bool,
    pub(super) pad_left: usize,
    pub(super) pad_right: Option<usize>,
    pub(super) min_digits: Option<usize>,
}

impl Default for Positional {
    fn default() -> Positional {
        Positional {
            precision: None,
            unique: true,
            fractional: true,
            trim: Trim::Keep,
            sign: false,
            pad_left: 0,
            pad_right: None,
            min_digits: None,
        }
    }
}

/// How [`format_float_scientific`](crate::format_float_scientific) writes; `Default` is NumPy's default.
#[derive(Clone, Copy, Debug)]
pub struct Scientific {
    pub(super) precision: Option<usize>,
    pub(super) unique: bool,
    pub(super) trim: Trim,
    pub(super) sign: bool,
    pub(super) pad_left: usize,
    pub(super) exp_digits: Option<usize>,
    pub(super) min_digits: Option<usize>,
}

impl Default for Scientific {
    fn default() -> Scientific {
        Scientific {
            precision: None,
            unique: true,
            trim: Trim::Keep,
            sign: false,
            pad_left: 0,
            exp_digits: None,
            min_digits: None,
        }
    }
}

macro_rules! common_options {
    ($options:ident) => {
        impl $options {
            /// At most so many digits; needed where `unique` is false.
            pub fn precision(mut self, digits: impl Into<Option<usize>>) -> Self {
                self.precision = digits.into();
                self
            }

            /// Stop where the number is told apart from its neighbours (the default), or else show its
            /// exact value to `precision`.
            pub fn unique(mut self, unique: bool) -> Self {
                self.unique = unique;
                self
            }

            /// What becomes of trailing zeros.
            pub fn trim(mut self, trim: Trim) -> Self {
                self.trim = trim;
                self
            }

            /// Write `+` before positive numbers.
            pub fn sign(mut self, sign: bool) -> Self {
                self.sign = sign;
                self
            }

            /// Fill with spaces up to so many characters left of the point.
            pub fn pad_left(mut self, width: usize) -> Self {
                self.pad_left = width;
                self
            }

            /// At least so many digits; only with `unique`.
            pub fn min_digits(mut self, digits: impl Into<Option<usize>>) -> Self {
                self.min_digits = digits.into();
                self
            }

            pub(super) fn validate(&self) -> Result<()> {
                match (self.precision, self.min_digits) {
                    (None, _) if !self.unique => Err(PrintError::PrecisionMissing),
                    (Some(most @ 1..), Some(least)) if least > most => {
                        Err(PrintError::MinDigitsAbovePrecision)
                    }
                    _ => Ok(()),
                }
            }
        }
    };
}
common_options!(Positional);
common_options!(Scientific);

impl Positional {
    /// Let `precision` and `min_digits` count the digits after the point (the default), or else all
    /// significant digits.
    pub fn fractional(mut self, fractional: bool) -> Self {
        self.fractional = fractional;
        self
    }

    /// Fill with spaces up to so many characters right of the point.
    pub fn pad_right(mut self, width: impl Into<Option<usize>>) -> Self {
        self.pad_right = width.into();
        self
    }
}

impl Scientific {
    /// At least so many digits in the exponent; 2 if not said, and never more than 5.
    pub fn exp_digits(mut self, digits: impl Into<Option<usize>>) -> Self {
        self.exp_digits = digits.into();
        self
    }
}
