//! Python's `%`-formatting: a format cut into pieces, and numbers printed by C's conversions.
//!
//! Digits are exact for every precision, since Rust's own formatting is; this file adds C's flags,
//! widths and exponents. What a cell of an array is, `cell` says.

use super::cell::Cell;
use crate::error::{Error, ErrorKind, Result};

/// A format that asks for more blanks and zeros than this is refused.
const MOST: usize = 1 << 28;
/// No float has more digits that are not 0.
const EXACT: usize = 1100;

/// A format such as `%5.2f, %s`, ready to be filled in.
pub(super) struct Format {
    pieces: Vec<Piece>,
    /// The blanks and zeros that it asks for, at most.
    n_padding: usize,
}

pub(super) enum Piece {
    Literal(String),
    Conversion(Conversion),
    /// A piece that is wrong, which is said when it is reached.
    Wrong(&'static str, String),
}

#[derive(Clone, Copy, Default)]
pub(super) struct Conversion {
    is_left: bool,
    has_plus: bool,
    has_blank: bool,
    is_alternative: bool,
    has_zeros: bool,
    width: Size,
    precision: Option<Size>,
    code: char,
}

/// A width or precision.
#[derive(Clone, Copy)]
enum Size {
    Fixed(usize),
    /// `*`: the next value.
    Argument,
}

impl Default for Size {
    fn default() -> Size {
        Size::Fixed(0)
    }
}

impl Format {
    /// Reads a format. What is wrong in it is an error only where it is filled in, as in Python.
    pub(super) fn parse(text: &str) -> Format {
        let mut pieces = Vec::new();
        let mut chars = text.chars().enumerate().peekable();
        let mut literal = String::new();
        while let Some((_, c)) = chars.next() {
            if c != '%' {
                literal.push(c);
                continue;
            }
            if chars.next_if(|&(_, c)| c == '%').is_some() {
                literal.push('%');
                continue;
            }
            if !literal.is_empty() {
                pieces.push(Piece::Literal(std::mem::take(&mut literal)));
            }
            let piece = conversion(&mut chars);
            let is_wrong = matches!(piece, Piece::Wrong(..));
            pieces.push(piece);
            if is_wrong {
                break;
            }
        }
        if !literal.is_empty() {
            pieces.push(Piece::Literal(literal));
        }
        let n_padding = pieces.iter().map(Piece::n_padding).fold(0, usize::saturating_add);
        Format { pieces, n_padding }
    }

    /// The blanks and zeros that it asks for, at most.
    pub(super) fn n_padding(&self) -> usize {
        self.n_padding
    }

    pub(super) fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Adds the format, filled with the values, to `out`.
    pub(super) fn fill<'a>(
        &self,
        out: &mut String,
        mut values: impl Iterator<Item = Cell<'a>>,
    ) -> Result<()> {
        self.fill_from(out, &mut values)?;
        match values.next() {
            None => Ok(()),
            Some(_) => Err(wrong(
                "TypeError",
                "not all arguments converted during string formatting".to_owned(),
            )),
        }
    }

    /// As [`fill`](Format::fill), but values may be left.
    pub(super) fn fill_from<'a>(
        &self,
        out: &mut String,
        values: &mut impl Iterator<Item = Cell<'a>>,
    ) -> Result<()> {
        if self.n_padding > MOST || out.try_reserve(self.n_padding).is_err() {
            return Err(ErrorKind::Memory { n_bytes: self.n_padding }.into());
        }
        for piece in &self.pieces {
            match piece {
                Piece::Literal(text) => out.push_str(text),
                Piece::Wrong(class, reason) => return Err(wrong(class, reason.clone())),
                Piece::Conversion(conversion) => {
                    let mut conversion = *conversion;
                    if let Size::Argument = conversion.width {
                        let width = star(values.next())?;
                        conversion.is_left |= width < 0;
                        conversion.width = Size::Fixed(width.unsigned_abs() as usize);
                    }
                    if let Some(Size::Argument) = conversion.precision {
                        let precision = star(values.next())?.max(0) as usize;
                        conversion.precision = Some(Size::Fixed(precision));
                    }
                    let cell = values.next().ok_or_else(|| {
                        wrong("TypeError", "not enough arguments for format string".to_owned())
                    })?;
                    conversion.write(out, &cell)?;
                }
            }
        }
        Ok(())
    }
}

impl Piece {
    fn n_padding(&self) -> usize {
        match self {
            Piece::Conversion(conversion) => {
                conversion.width().saturating_add(conversion.precision().unwrap_or(0))
            }
            Piece::Literal(_) | Piece::Wrong(..) => 0,
        }
    }
}

/// A width from a value: only Python's own integers, which elements of arrays are not.
fn star(value: Option<Cell<'_>>) -> Result<i64> {
    let reason = match value {
        None => "not enough arguments for format string",
        Some(_) => "* wants int",
    };
    Err(wrong("TypeError", reason.to_owned()))
}

#[cold]
fn wrong(class: &'static str, reason: String) -> Error {
    ErrorKind::Format { class, reason }.into()
}

type Chars<'a> = std::iter::Peekable<std::iter::Enumerate<std::str::Chars<'a>>>;

fn conversion(chars: &mut Chars<'_>) -> Piece {
    let mut found = Conversion::default();
    if chars.next_if(|&(_, c)| c == '(').is_some() {
        return Piece::Wrong("TypeError", "format requires a mapping".to_owned());
    }
    while let Some((_, flag)) = chars.next_if(|&(_, c)| "-+ #0".contains(c)) {
        match flag {
            '-' => found.is_left = true,
            '+' => found.has_plus = true,
            ' ' => found.has_blank = true,
            '#' => found.is_alternative = true,
            _ => found.has_zeros = true,
        }
    }
    match size(chars, isize::MAX as usize) {
        Some(size) => found.width = size,
        None => return Piece::Wrong("ValueError", "width too big".to_owned()),
    }
    if chars.next_if(|&(_, c)| c == '.').is_some() {
        match size(chars, i32::MAX as usize) {
            Some(size) => found.precision = Some(size),
            None => return Piece::Wrong("ValueError", "precision too big".to_owned()),
        }
    }
    let _ = chars.next_if(|&(_, c)| "hlL".contains(c));
    match chars.next() {
        None => Piece::Wrong("ValueError", "incomplete format".to_owned()),
        Some((_, code)) if "diouxXeEfFgGcrsa".contains(code) => {
            Piece::Conversion(Conversion { code, ..found })
        }
        Some((at, code)) => Piece::Wrong(
            "ValueError",
            format!(
                "unsupported format character '{code}' (0x{:x}) at index {at}",
                u32::from(code)
            ),
        ),
    }
}

/// A number up to `most`, `*`, or nothing; `None` where it is too large.
fn size(chars: &mut Chars<'_>, most: usize) -> Option<Size> {
    if chars.next_if(|&(_, c)| c == '*').is_some() {
        return Some(Size::Argument);
    }
    let mut size: usize = 0;
    while let Some((_, digit)) = chars.next_if(|(_, c)| c.is_ascii_digit()) {
        let digit = digit as usize - '0' as usize;
        // As C has it, which leaves out some that would just do.
        if size > (most - digit) / 10 {
            return None;
        }
        size = size * 10 + digit;
    }
    Some(Size::Fixed(size))
}

impl Conversion {
    pub(super) fn code(&self) -> u8 {
        self.code as u8
    }

    pub(super) fn has_star(&self) -> bool {
        matches!(self.width, Size::Argument) || matches!(self.precision, Some(Size::Argument))
    }

    pub(super) fn is_alternative(&self) -> bool {
        self.is_alternative
    }

    pub(super) fn is_left(&self) -> bool {
        self.is_left
    }

    pub(super) fn has_zeros(&self) -> bool {
        self.has_zeros
    }

    /// What stands before a number that is not negative.
    pub(super) fn plus(&self) -> Option<u8> {
        match (self.has_plus, self.has_blank) {
            (true, _) => Some(b'+'),
            (_, true) => Some(b' '),
            _ => None,
        }
    }

    pub(super) fn width(&self) -> usize {
        match self.width {
            Size::Fixed(width) => width,
            Size::Argument => 0,
        }
    }

    pub(super) fn precision(&self) -> Option<usize> {
        match self.precision {
            Some(Size::Fixed(precision)) => Some(precision),
            _ => None,
        }
    }

    pub(super) fn write(&self, out: &mut String, cell: &Cell<'_>) -> Result<()> {
        match self.code {
            's' => self.write_text(out, &cell.text()?),
            'r' => self.write_text(out, &cell.repr()?),
            'a' => self.write_text(out, &ascii(&cell.repr()?)),
            'c' => self.write_character(out, cell)?,
            'd' | 'i' | 'u' => {
                let digits =
                    cell.decimal().ok_or_else(|| self.not_a_number(cell, "a real number"))?;
                self.write_number(out, &self.padded(&digits?), "");
            }
            'x' | 'X' | 'o' => {
                let value = cell.index().ok_or_else(|| self.not_a_number(cell, "an integer"))?;
                let size = value.unsigned_abs();
                let (digits, prefix) = match self.code {
                    'x' => (format!("{size:x}"), "0x"),
                    'X' => (format!("{size:X}"), "0X"),
                    _ => (format!("{size:o}"), "0o"),
                };
                let sign = if value < 0 { "-" } else { "" };
                let prefix = if self.is_alternative { prefix } else { "" };
                self.write_number(out, &self.padded(&format!("{sign}{digits}")), prefix);
            }
            _ => {
                let value = cell.float().ok_or_else(|| {
                    let name = cell.type_name();
                    wrong("TypeError", format!("must be real number, not {name}"))
                })?;
                self.write_float(out, value);
            }
        }
        Ok(())
    }

    #[cold]
    fn not_a_number(&self, cell: &Cell<'_>, wanted: &str) -> Error {
        let (code, name) = (self.code, cell.type_name());
        wrong("TypeError", format!("%{code} format: {wanted} is required, not {name}"))
    }

    fn write_character(&self, out: &mut String, cell: &Cell<'_>) -> Result<()> {
        let c = if let Some(text) = cell.string() {
            let mut chars = text.chars();
            chars.next().filter(|_| chars.next().is_none())
        } else if let Some(code) = cell.index() {
            let Some(c) = u32::try_from(code).ok().and_then(char::from_u32) else {
                let reason = "%c arg not in range(0x110000)".to_owned();
                return Err(wrong("OverflowError", reason));
            };
            Some(c)
        } else {
            None
        };
        let c = c.ok_or_else(|| wrong("TypeError", "%c requires int or char".to_owned()))?;
        self.pad_text(out, c.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn write_text(&self, out: &mut String, text: &str) {
        match self.precision() {
            None => self.pad_text(out, text),
            Some(most) => {
                let end = text.char_indices().nth(most).map_or(text.len(), |(at, _)| at);
                self.pad_text(out, &text[..end]);
            }
        }
    }

    fn pad_text(&self, out: &mut String, text: &str) {
        let gap = self.width().saturating_sub(text.chars().count());
        if !self.is_left {
            out.extend(std::iter::repeat_n(' ', gap));
        }
        out.push_str(text);
        if self.is_left {
            out.extend(std::iter::repeat_n(' ', gap));
        }
    }

    /// Digits with zeros before them, up to the precision.
    fn padded(&self, digits: &str) -> String {
        let Some(precision) = self.precision() else { return digits.to_owned() };
        let (sign, digits) = match digits.strip_prefix('-') {
            Some(rest) => ("-", rest),
            None => ("", digits),
        };
        let mut out = String::with_capacity(sign.len() + precision.max(digits.len()));
        out.push_str(sign);
        zeros(&mut out, precision.saturating_sub(digits.len()));
        out.push_str(digits);
        out
    }

    /// A number with its sign, a prefix of its base and blanks or zeros.
    fn write_number(&self, out: &mut String, number: &str, prefix: &str) {
        let (sign, digits) = match number.strip_prefix('-') {
            Some(rest) => ("-", rest),
            None if self.has_plus => ("+", number),
            None if self.has_blank => (" ", number),
            None => ("", number),
        };
        let gap = self.width().saturating_sub(sign.len() + prefix.len() + digits.len());
        if !self.is_left && !self.has_zeros {
            out.extend(std::iter::repeat_n(' ', gap));
        }
        out.push_str(sign);
        out.push_str(prefix);
        if !self.is_left && self.has_zeros {
            out.extend(std::iter::repeat_n('0', gap));
        }
        out.push_str(digits);
        if self.is_left {
            out.extend(std::iter::repeat_n(' ', gap));
        }
    }

    fn write_float(&self, out: &mut String, value: f64) {
        let precision = self.precision().unwrap_or(6);
        let size = value.abs();
        let mut digits = if value.is_nan() {
            "nan".to_owned()
        } else if value.is_infinite() {
            "inf".to_owned()
        } else {
            match self.code.to_ascii_lowercase() {
                'e' => scientific(size, precision, self.is_alternative),
                'f' => fixed(size, precision, self.is_alternative),
                _ => general(size, precision.max(1), self.is_alternative),
            }
        };
        if self.code.is_ascii_uppercase() {
            digits.make_ascii_uppercase();
        }
        if value.is_sign_negative() && !value.is_nan() {
            digits.insert(0, '-');
        }
        self.write_number(out, &digits, "");
    }
}

fn zeros(text: &mut String, n: usize) {
    text.extend(std::iter::repeat_n('0', n));
}

fn fixed(size: f64, precision: usize, has_point: bool) -> String {
    let exact = precision.min(EXACT);
    let mut text = format!("{size:.exact$}");
    zeros(&mut text, precision - exact);
    if precision == 0 && has_point {
        text.push('.');
    }
    text
}

fn scientific(size: f64, precision: usize, has_point: bool) -> String {
    let (mut digits, exponent) = decimal(size, precision);
    if precision == 0 && has_point {
        digits.push('.');
    }
    with_exponent(digits, exponent)
}

/// Digits with a point after the first, and the power of ten.
fn decimal(size: f64, precision: usize) -> (String, i32) {
    let exact = precision.min(EXACT);
    let text = format!("{size:.exact$e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let mut digits = digits.to_owned();
    zeros(&mut digits, precision - exact);
    (digits, exponent.parse().unwrap_or(0))
}

fn with_exponent(digits: String, exponent: i32) -> String {
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.unsigned_abs())
}

/// C's `%g`: the shorter of both forms, without zeros at the end unless the alternative form is asked.
fn general(size: f64, precision: usize, is_alternative: bool) -> String {
    let (digits, exponent) = decimal(size, precision - 1);
    let is_fixed = exponent >= -4 && i64::from(exponent) < precision as i64;
    let mut text = if is_fixed {
        let places = precision as i64 - 1 - i64::from(exponent);
        fixed(size, usize::try_from(places).unwrap_or(0), is_alternative)
    } else {
        digits
    };
    if is_alternative {
        if !text.contains('.') {
            text.push('.');
        }
    } else if text.contains('.') {
        let end = text.trim_end_matches('0').trim_end_matches('.').len();
        text.truncate(end);
    }
    if is_fixed { text } else { with_exponent(text, exponent) }
}

/// Python's `ascii()` of a text that is a `repr` already.
fn ascii(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match u32::from(c) {
            0..=0x7f => out.push(c),
            code @ ..=0xff => out.push_str(&format!("\\x{code:02x}")),
            code @ ..=0xffff => out.push_str(&format!("\\u{code:04x}")),
            code => out.push_str(&format!("\\U{code:08x}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndstrata_dtype::DType;

    fn float(format: &str, value: f64) -> String {
        let mut out = String::new();
        let (dtype, bytes) = (DType::of::<f64>(), value.to_ne_bytes());
        let cell = Cell::new(&dtype, &bytes);
        match Format::parse(format).fill(&mut out, [cell].into_iter()) {
            Ok(()) => out,
            Err(error) => error.to_string(),
        }
    }

    fn int(format: &str, value: i64) -> String {
        let mut out = String::new();
        let (dtype, bytes) = (DType::of::<i64>(), value.to_ne_bytes());
        let cell = Cell::new(&dtype, &bytes);
        match Format::parse(format).fill(&mut out, [cell].into_iter()) {
            Ok(()) => out,
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn floats_as_python_prints_them() {
        for (format, value, expected) in [
            ("%08.3f", -1.5, "-001.500"),
            ("%-08.3f|", 2.5, "2.500   |"),
            ("%+g", 3.0, "+3"),
            ("%#g", 4.0, "4.00000"),
            ("%#.0f", 5.0, "5."),
            ("%.0e", 6.0, "6e+00"),
            ("%#.0e", 7.0, "7.e+00"),
            ("%hd", 8.0, "8"),
            ("%05f", f64::NAN, "00nan"),
            ("%+f", f64::NAN, "+nan"),
            ("%G", f64::NEG_INFINITY, "-INF"),
            ("%06.1f", f64::NEG_INFINITY, "-00inf"),
            ("%.18e", 0.1, "1.000000000000000056e-01"),
            ("%.0f", 0.5, "0"),
            ("%.3g", 1234567.0, "1.23e+06"),
            ("%x", 1.0, "%x format: an integer is required, not numpy.float64"),
            ("%c", 1.0, "%c requires int or char"),
            ("%d", f64::NAN, "cannot convert float NaN to integer"),
            ("%d", -1e22, "-10000000000000000000000"),
            ("%5%", 1.0, "unsupported format character '%' (0x25) at index 2"),
            ("%5", 1.0, "incomplete format"),
            ("%*d", 1.0, "* wants int"),
            ("%(a)d", 1.0, "format requires a mapping"),
            ("%d %d", 1.0, "not enough arguments for format string"),
            ("%2000000000d", 1.0, "Unable to allocate 2000000000 bytes"),
            ("%9223372036854775808d", 1.0, "width too big"),
            ("%.2147483648f", 1.0, "precision too big"),
        ] {
            assert_eq!(float(format, value), expected, "{format}");
        }
    }

    #[test]
    fn integers_as_python_prints_them() {
        for (format, value, expected) in [
            ("%05.3d", 7, "00007"),
            ("%#x", 255, "0xff"),
            ("%#5o", 8, " 0o10"),
            ("%-05d", 3, "3    "),
            ("%+ d", 4, "+4"),
            ("% d", 5, " 5"),
            ("%#.3x", 10, "0x00a"),
            ("%x", -5, "-5"),
            ("%5.2s", 12345, "   12"),
            ("%r", 3, "np.int64(3)"),
            ("%c", 65, "A"),
            ("%c", -1, "%c arg not in range(0x110000)"),
            ("%f", 2, "2.000000"),
        ] {
            assert_eq!(int(format, value), expected, "{format}");
        }
    }

    #[test]
    fn precisions_of_more_than_two_bytes_are_printed() {
        let digits = int("%.70000d", -7);
        assert_eq!((digits.len(), digits.trim_end_matches('7').len()), (70001, 70000));
        assert_eq!(float("%.70000f", 1.5), format!("1.5{}", "0".repeat(69999)));
        assert_eq!(float("%.70000e", 1.5).len(), 70006);
        assert_eq!(float("%#.70000g", 1.5).len(), 70001);
    }
}
