//! Python's `%`-formatting: a format cut into pieces, and filled in. What a cell of an array is, `cell` says.

mod conversion;
mod float;

use super::cell::Cell;
use crate::error::{Error, ErrorKind, Result};
use conversion::{Size, conversion};

pub(super) use conversion::Conversion;

/// A format that asks for more blanks and zeros than this is refused.
const MOST: usize = 1 << 28;

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

#[cfg(test)]
mod tests;
