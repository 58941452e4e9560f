//! One conversion such as `%-8.3e`: its flags, width and precision, and what it prints.

use super::float::{fixed, general, scientific, zeros};
use super::{Piece, wrong};
use crate::error::{Error, Result};
use crate::savetxt::cell::Cell;

#[derive(Clone, Copy, Default)]
pub(in crate::savetxt) struct Conversion {
    pub(super) is_left: bool,
    has_plus: bool,
    has_blank: bool,
    is_alternative: bool,
    has_zeros: bool,
    pub(super) width: Size,
    pub(super) precision: Option<Size>,
    code: char,
}

/// A width or precision.
#[derive(Clone, Copy)]
pub(super) enum Size {
    Fixed(usize),
    /// `*`: the next value.
    Argument,
}

impl Default for Size {
    fn default() -> Size {
        Size::Fixed(0)
    }
}

type Chars<'a> = std::iter::Peekable<std::iter::Enumerate<std::str::Chars<'a>>>;

/// Reads what stands behind a `%`.
pub(super) fn conversion(chars: &mut Chars<'_>) -> Piece {
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
    pub(in crate::savetxt) fn code(&self) -> u8 {
        self.code as u8
    }

    pub(in crate::savetxt) fn has_star(&self) -> bool {
        matches!(self.width, Size::Argument) || matches!(self.precision, Some(Size::Argument))
    }

    pub(in crate::savetxt) fn is_alternative(&self) -> bool {
        self.is_alternative
    }

    pub(in crate::savetxt) fn is_left(&self) -> bool {
        self.is_left
    }

    pub(in crate::savetxt) fn has_zeros(&self) -> bool {
        self.has_zeros
    }

    /// What stands before a number that is not negative.
    pub(in crate::savetxt) fn plus(&self) -> Option<u8> {
        match (self.has_plus, self.has_blank) {
            (true, _) => Some(b'+'),
            (_, true) => Some(b' '),
            _ => None,
        }
    }

    pub(in crate::savetxt) fn width(&self) -> usize {
        match self.width {
            Size::Fixed(width) => width,
            Size::Argument => 0,
        }
    }

    pub(in crate::savetxt) fn precision(&self) -> Option<usize> {
        match self.precision {
            Some(Size::Fixed(precision)) => Some(precision),
            _ => None,
        }
    }

    pub(in crate::savetxt) fn write(&self, out: &mut String, cell: &Cell<'_>) -> Result<()> {
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
