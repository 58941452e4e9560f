//! [`FloatFormat`]: the one way in which all numbers of an array are written.
//!
//! NumPy looks at every number first: whether an exponent is needed, and how wide the parts before
//! and after the point become.

use half::f16;

use super::error::{PrintError, Result};
use super::float_text::{write_positional, write_scientific};
use super::number_options::{Positional, Scientific, Trim};
use super::options::{FloatMode, PrintOptions, Sign};
use super::real::Real;

/// Writes numbers so that their points stand in one column.
#[derive(Debug)]
pub(super) struct FloatFormat {
    notation: Notation,
    pad_left: usize,
    pad_right: usize,
    plus: bool,
    nanstr: String,
    infstr: String,
}

#[derive(Debug)]
enum Notation {
    Positional(Positional),
    Scientific(Scientific),
}

/// What a first look at the numbers finds.
#[derive(Default)]
struct Survey {
    any_finite: bool,
    any_non_finite: bool,
    any_negative_infinity: bool,
    any_sign_bit: bool,
    /// Smallest and largest magnitude but zero.
    magnitudes: Option<(Real, Real)>,
}

/// A loop over the numbers, run more than once.
pub(super) type Numbers<'n> = &'n dyn Fn(&mut dyn FnMut(Real));

impl FloatFormat {
    /// The format for these numbers.
    ///
    /// # Errors
    ///
    /// For a fixed number of digits that was not given, or is more than NumPy's buffer holds.
    pub(super) fn new(numbers: Numbers<'_>, options: &PrintOptions, sign: Sign) -> Result<Self> {
        let mut survey = Survey::default();
        numbers(&mut |x| survey.see(x));
        let is_oldest = options.is_oldest();
        let plus = sign == Sign::Plus;
        let fixed = options.floatmode == FloatMode::Fixed;
        let precision = match options.floatmode {
            FloatMode::Unique => None,
            _ => options.precision,
        };
        if fixed && precision.is_none() && survey.any_finite {
            return Err(PrintError::PrecisionMissing);
        }
        let trim = if fixed { Trim::Keep } else { Trim::Zeros };
        let mut format = FloatFormat {
            notation: Notation::Positional(Positional::default().trim(Trim::Zeros).sign(plus)),
            pad_left: 0,
            pad_right: 0,
            plus,
            nanstr: options.nanstr.clone(),
            infstr: options.infstr.clone(),
        };
        if survey.any_finite {
            if survey.needs_exponent(options) {
                let (trim, unique) = if is_oldest { (Trim::Keep, false) } else { (trim, !fixed) };
                let first = Scientific::default().precision(precision).unique(unique);
                format.fit_scientific(numbers, first.trim(trim).sign(plus))?;
                if is_oldest {
                    format.pad_left = 3;
                }
            } else {
                let first = Positional::default().precision(precision).unique(!fixed);
                format.fit_positional(numbers, first.trim(trim).sign(plus), options.floatmode)?;
                if is_oldest {
                    format.pad_left = 1 + widest_whole(numbers, &first.trim(trim).sign(plus))?;
                }
            }
        }
        if sign == Sign::Space && !survey.any_sign_bit && !is_oldest {
            format.pad_left += 1;
        }
        if survey.any_non_finite {
            let after = format.pad_right + 1;
            let signed = usize::from(sign != Sign::Minus || survey.any_negative_infinity);
            let nan = format.nanstr.chars().count();
            let inf = format.infstr.chars().count() + signed;
            format.pad_left = format.pad_left.max(nan.max(inf).saturating_sub(after));
        }
        match &mut format.notation {
            Notation::Positional(options) => {
                options.pad_left = format.pad_left;
                options.pad_right = Some(format.pad_right);
            }
            Notation::Scientific(options) => options.pad_left = format.pad_left,
        }
        Ok(format)
    }

    fn fit_positional(
        &mut self,
        numbers: Numbers<'_>,
        first: Positional,
        mode: FloatMode,
    ) -> Result<()> {
        let mut widths = Widths::default();
        widths.measure(numbers, |out, x| write_positional(out, x, &first))?;
        self.pad_left = widths.whole;
        self.pad_right = widths.fraction;
        let options = match mode {
            FloatMode::Fixed | FloatMode::MaxPrecEqual => {
                first.precision(widths.fraction).min_digits(widths.fraction).trim(Trim::Keep)
            }
            FloatMode::Unique | FloatMode::MaxPrec => first.min_digits(0).trim(Trim::Zeros),
        };
        self.notation = Notation::Positional(options);
        Ok(())
    }

    fn fit_scientific(&mut self, numbers: Numbers<'_>, first: Scientific) -> Result<()> {
        let mut widths = Widths::default();
        widths.measure(numbers, |out, x| write_scientific(out, x, &first))?;
        self.pad_left = widths.whole;
        self.pad_right = widths.exponent + 2 + widths.fraction;
        let options = first.precision(widths.fraction).min_digits(widths.fraction);
        self.notation = Notation::Scientific(options.trim(Trim::Keep).exp_digits(widths.exponent));
        Ok(())
    }

    /// Appends one number.
    pub(super) fn write(&self, out: &mut String, x: Real) -> Result<()> {
        let value = x.to_f64();
        if value.is_finite() {
            return match &self.notation {
                Notation::Positional(options) => write_positional(out, x, options),
                Notation::Scientific(options) => write_scientific(out, x, options),
            };
        }
        let (negative, word) = match value.is_nan() {
            true => (false, &self.nanstr),
            false => (value < 0.0, &self.infstr),
        };
        let sign = if negative {
            "-"
        } else if self.plus {
            "+"
        } else {
            ""
        };
        let width = self.pad_left + self.pad_right + 1;
        let spaces = width.saturating_sub(sign.len() + word.chars().count());
        out.extend(std::iter::repeat_n(' ', spaces));
        out.push_str(sign);
        out.push_str(word);
        Ok(())
    }
}

/// The most digits before a point, signs left out.
fn widest_whole(numbers: Numbers<'_>, options: &Positional) -> Result<usize> {
    let mut widest = 0;
    let mut text = String::new();
    let mut outcome = Ok(());
    numbers(&mut |x| {
        if !x.to_f64().is_finite() || outcome.is_err() {
            return;
        }
        text.clear();
        outcome = write_positional(&mut text, x, options);
        let whole = text.split('.').next().unwrap_or_default();
        widest = widest.max(whole.trim_start_matches(['-', '+']).len());
    });
    outcome.map(|()| widest)
}

impl Survey {
    fn see(&mut self, x: Real) {
        let value = x.to_f64();
        if !value.is_finite() {
            self.any_non_finite = true;
            self.any_negative_infinity |= value == f64::NEG_INFINITY;
            return;
        }
        self.any_finite = true;
        self.any_sign_bit |= value.is_sign_negative();
        if value == 0.0 {
            return;
        }
        let (least, most) = self.magnitudes.get_or_insert((x, x));
        if value.abs() < least.to_f64().abs() {
            *least = x;
        }
        if value.abs() > most.to_f64().abs() {
            *most = x;
        }
    }

    /// NumPy's rule; it calculates in the width of the array.
    fn needs_exponent(&self, options: &PrintOptions) -> bool {
        let Some((least, most)) = self.magnitudes else { return false };
        let (large, small, ratio) = match (least, most) {
            (Real::F16(least), Real::F16(most)) => {
                let ratio = f16::from_f32(most.to_f32().abs() / least.to_f32().abs());
                (1e3, f16::from_f64(1e-4).to_f64(), ratio.to_f64())
            }
            (Real::F32(least), Real::F32(most)) => {
                (1e6, f64::from(1e-4f32), f64::from(most.abs() / least.abs()))
            }
            _ => (1e8, 1e-4, most.to_f64().abs() / least.to_f64().abs()),
        };
        let large = if options.legacy.is_some() { 1e8 } else { large };
        most.to_f64().abs() >= large
            || (!options.suppress && (least.to_f64().abs() < small || ratio > 1000.0))
    }
}

/// The widest parts of the numbers' texts.
#[derive(Default)]
struct Widths {
    whole: usize,
    fraction: usize,
    exponent: usize,
}

impl Widths {
    fn measure(
        &mut self,
        numbers: Numbers<'_>,
        write: impl Fn(&mut String, Real) -> Result<()>,
    ) -> Result<()> {
        let mut text = String::new();
        let mut outcome = Ok(());
        numbers(&mut |x| {
            if !x.to_f64().is_finite() || outcome.is_err() {
                return;
            }
            text.clear();
            outcome = write(&mut text, x);
            let (number, exponent) = text.split_once('e').unwrap_or((&text, "+"));
            let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
            self.whole = self.whole.max(whole.len());
            self.fraction = self.fraction.max(fraction.len());
            self.exponent = self.exponent.max(exponent.len() - 1);
        });
        outcome
    }
}
