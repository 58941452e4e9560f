//! [`FormatSpec`]: `[[fill]align][sign][#][0][width][grouping][.precision][type]`.

use crate::error::{Error, Result};

/// Where the fill goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Align {
    Left,
    Right,
    Center,
    /// Between the sign and the digits.
    AfterSign,
}

#[derive(Clone, Debug)]
pub(super) struct FormatSpec {
    pub(super) fill: char,
    pub(super) align: Option<Align>,
    pub(super) sign: Option<char>,
    pub(super) alternate: bool,
    /// A zero before the width.
    pub(super) zero: bool,
    pub(super) width: usize,
    pub(super) grouping: Option<char>,
    pub(super) precision: Option<usize>,
    pub(super) code: Option<char>,
}

fn align_of(character: char) -> Option<Align> {
    match character {
        '<' => Some(Align::Left),
        '>' => Some(Align::Right),
        '^' => Some(Align::Center),
        '=' => Some(Align::AfterSign),
        _ => None,
    }
}

/// The next character, if it is one of these.
fn take(rest: &mut &[char], is: impl Fn(char) -> bool) -> Option<char> {
    let (&first, after) = rest.split_first().filter(|&(&first, _)| is(first))?;
    *rest = after;
    Some(first)
}

fn number(rest: &mut &[char]) -> Result<Option<usize>> {
    let mut n: Option<usize> = None;
    while let Some(digit) = take(rest, |c| c.is_ascii_digit()) {
        let digit = digit.to_digit(10).unwrap_or(0) as usize;
        let next = n.unwrap_or(0).checked_mul(10).and_then(|n| n.checked_add(digit));
        // As Python, whose sizes are signed.
        let next = next.filter(|&n| n <= isize::MAX as usize);
        let too_many = || Error::value_error("Too many decimal digits in format string");
        n = Some(next.ok_or_else(too_many)?);
    }
    Ok(n)
}

impl FormatSpec {
    pub(super) fn parse(text: &str) -> Result<FormatSpec> {
        let characters: Vec<char> = text.chars().collect();
        let rest = &mut &characters[..];
        let second = characters.get(1).copied().and_then(align_of);
        let fill = if second.is_some() { take(rest, |_| true) } else { None };
        let align = take(rest, |c| align_of(c).is_some()).and_then(align_of);
        let sign = take(rest, |c| matches!(c, '+' | '-' | ' '));
        let alternate = take(rest, |c| c == '#').is_some();
        let zero = take(rest, |c| c == '0').is_some();
        let width = number(rest)?.unwrap_or(0);
        if width > i32::MAX as usize {
            return Err(Error::new("MemoryError", "the width of a format is too large"));
        }
        let grouping = take(rest, |c| matches!(c, ',' | '_'));
        let precision = match take(rest, |c| c == '.') {
            None => None,
            Some(_) => Some(
                number(rest)?
                    .ok_or_else(|| Error::value_error("Format specifier missing precision"))?,
            ),
        };
        let code = take(rest, |_| true);
        if !rest.is_empty() {
            return Err(Error::value_error(format!("Invalid format specifier '{text}'")));
        }
        if let (Some(separator), Some(code)) = (grouping, code) {
            let is_decimal = "deEfFgG%".contains(code);
            let is_grouped = is_decimal || (separator == '_' && "boxX".contains(code));
            if !is_grouped {
                let message = format!("Cannot specify '{separator}' with '{code}'.");
                return Err(Error::value_error(message));
            }
        }
        let fill = fill.unwrap_or(if zero { '0' } else { ' ' });
        Ok(FormatSpec { fill, align, sign, alternate, zero, width, grouping, precision, code })
    }

    /// The sign of a number as this shows it.
    pub(super) fn sign_of(&self, is_negative: bool) -> &'static str {
        match (is_negative, self.sign) {
            (true, _) => "-",
            (_, Some('+')) => "+",
            (_, Some(' ')) => " ",
            _ => "",
        }
    }

    pub(super) fn fills_with_zeros(&self) -> bool {
        let align = self.align.unwrap_or(Align::AfterSign);
        self.fill == '0' && align == Align::AfterSign && (self.zero || self.align.is_some())
    }

    /// Sign and text, filled up to the width; `usual` is where they are aligned if nothing is said.
    pub(super) fn padded(&self, sign: &str, text: &str, usual: Align) -> Result<String> {
        let usual = match usual {
            Align::Right if self.zero => Align::AfterSign,
            other => other,
        };
        let n = self.width.saturating_sub(sign.chars().count() + text.chars().count());
        let (before, between, after) = match self.align.unwrap_or(usual) {
            Align::Left => (0, 0, n),
            Align::Right => (n, 0, 0),
            Align::Center => (n / 2, 0, n - n / 2),
            Align::AfterSign => (0, n, 0),
        };
        let mut out = String::new();
        let bytes = n.saturating_mul(self.fill.len_utf8());
        let bytes = bytes.saturating_add(sign.len() + text.len());
        out.try_reserve_exact(bytes).map_err(|_| Error::new("MemoryError", ""))?;
        out.extend(std::iter::repeat_n(self.fill, before));
        out.push_str(sign);
        out.extend(std::iter::repeat_n(self.fill, between));
        out.push_str(text);
        out.extend(std::iter::repeat_n(self.fill, after));
        Ok(out)
    }
}
