//! The grammar: containers, signs, the sum that makes a complex number.
//!
//! It recurses, but no deeper than [`MAX_DEPTH`] brackets.

use num_complex::Complex64;

use super::cursor::Cursor;
use super::error::{LiteralError, LiteralErrorKind};
use super::key::KeySet;
use super::string::{self, Prefix};
use super::{Literal, PyStr, number};

/// How many brackets CPython's tokenizer takes within each other.
const MAX_DEPTH: usize = 200;

/// How a literal is read; the default is Python 3's syntax.
///
/// # Example
/// ```
/// use ndstrata_dtype::literal::LiteralOptions;
/// let shape = LiteralOptions::new().long_suffix(true).parse("(10L,)")?;
/// assert_eq!(shape.to_string(), "(10,)");
/// # Ok::<(), ndstrata_dtype::literal::LiteralError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct LiteralOptions {
    long_suffix: bool,
}

impl LiteralOptions {
    /// Python 3's syntax.
    pub fn new() -> LiteralOptions {
        LiteralOptions::default()
    }

    /// Whether `10L`, as Python 2 wrote integers, is accepted.
    pub fn long_suffix(mut self, accept: bool) -> LiteralOptions {
        self.long_suffix = accept;
        self
    }

    /// Reads a text that is one literal.
    ///
    /// # Errors
    ///
    /// As Python's `ast.literal_eval`: the syntax, an expression that is no literal, a key that
    /// cannot be one. Differs: names of characters (`\N{…}`) are refused.
    pub fn parse(&self, text: &str) -> Result<Literal, LiteralError> {
        if let Some(nul) = text.find('\0') {
            return Err(LiteralError::new(LiteralErrorKind::NulCharacter, text, nul));
        }
        let cursor = Cursor { text, at: 0 };
        let mut parser = Parser { cursor, open: Vec::new(), long_suffix: self.long_suffix };
        parser.cursor.skip_space(true);
        let value = parser.expressions()?;
        parser.cursor.skip_space(true);
        match parser.cursor.peek() {
            None => Ok(value),
            Some(close @ (')' | ']' | '}')) => {
                Err(parser.cursor.error(LiteralErrorKind::Unmatched { close }))
            }
            Some(_) => Err(parser.cursor.error(LiteralErrorKind::InvalidSyntax)),
        }
    }
}

struct Parser<'a> {
    cursor: Cursor<'a>,
    /// The brackets not closed yet, with their places.
    open: Vec<(char, usize)>,
    long_suffix: bool,
}

/// What an operand was, since a sign or a sum takes only some of them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Plain,
    Signed,
    Sum,
}

impl Parser<'_> {
    fn skip_space(&mut self) {
        self.cursor.skip_space(!self.open.is_empty());
    }

    /// One value, or several with commas, which make a tuple.
    fn expressions(&mut self) -> Result<Literal, LiteralError> {
        let first = self.expression()?.0;
        if !self.cursor.eat(",") {
            return Ok(first);
        }
        let mut items = vec![first];
        self.skip_space();
        while !self.at_end() {
            items.push(self.expression()?.0);
            if !self.cursor.eat(",") {
                break;
            }
            self.skip_space();
        }
        Ok(Literal::Tuple(items))
    }

    fn at_end(&self) -> bool {
        matches!(self.cursor.peek(), None | Some(')' | ']' | '}' | '\n' | '\r'))
    }

    /// A value, a signed number or a sum, and the space after it.
    fn expression(&mut self) -> Result<(Literal, Form), LiteralError> {
        let start = self.cursor.at;
        let (mut value, mut form) = self.operand()?;
        self.skip_space();
        while let Some(sign @ ('+' | '-')) = self.cursor.peek() {
            self.cursor.at += 1;
            self.skip_space();
            let (right, right_form) = self.operand()?;
            let (Literal::Complex(right), Form::Plain) = (right, right_form) else {
                return Err(self.cursor.malformed(start));
            };
            let too_large = LiteralErrorKind::IntTooLarge;
            let left = match value {
                _ if form == Form::Sum => return Err(self.cursor.malformed(start)),
                Literal::Float(left) => Complex64::new(left, 0.0),
                Literal::Int(left) => {
                    let left = left.to_f64();
                    let left = left.ok_or_else(|| self.cursor.error_at(too_large, start))?;
                    Complex64::new(left, 0.0)
                }
                _ => return Err(self.cursor.malformed(start)),
            };
            value = Literal::Complex(if sign == '+' { left + right } else { left - right });
            form = Form::Sum;
            self.skip_space();
        }
        Ok((value, form))
    }

    fn operand(&mut self) -> Result<(Literal, Form), LiteralError> {
        let start = self.cursor.at;
        let negative = match self.cursor.peek() {
            Some('-') => true,
            Some('+') => false,
            _ => return self.atom(),
        };
        self.cursor.at += 1;
        self.skip_space();
        if matches!(self.cursor.peek(), Some('+' | '-')) {
            return Err(self.cursor.malformed(start));
        }
        let value = match self.atom()? {
            (Literal::Int(value), Form::Plain) if negative => Literal::Int(value.negated()),
            (Literal::Float(value), Form::Plain) if negative => Literal::Float(-value),
            (Literal::Complex(value), Form::Plain) if negative => Literal::Complex(-value),
            (value @ (Literal::Int(_) | Literal::Float(_) | Literal::Complex(_)), Form::Plain) => {
                value
            }
            _ => return Err(self.cursor.malformed(start)),
        };
        Ok((value, Form::Signed))
    }

    fn atom(&mut self) -> Result<(Literal, Form), LiteralError> {
        let value = match self.cursor.peek() {
            None => return Err(self.ended()),
            Some('(') => return self.parentheses(),
            Some('[') => Literal::List(self.bracketed('[', Parser::items)?),
            Some('{') => self.bracketed('{', Parser::braces)?,
            Some('\'' | '"') => self.strings(Prefix::default())?,
            Some('0'..='9') => number::number(&mut self.cursor, self.long_suffix)?,
            Some('.') if self.cursor.eat("...") => Literal::Ellipsis,
            Some('.') if self.cursor.rest()[1..].starts_with(|c: char| c.is_ascii_digit()) => {
                number::number(&mut self.cursor, self.long_suffix)?
            }
            Some(c) if c.is_alphabetic() || c == '_' => self.word()?,
            Some(close @ (')' | ']' | '}')) => return Err(self.unexpected_close(close)),
            Some(_) => return Err(self.cursor.error(LiteralErrorKind::InvalidSyntax)),
        };
        Ok((value, Form::Plain))
    }

    fn word(&mut self) -> Result<Literal, LiteralError> {
        let start = self.cursor.at;
        let word = self.cursor.take_while(|c| c.is_alphanumeric() || c == '_');
        match word {
            "None" => return Ok(Literal::None),
            "True" => return Ok(Literal::Bool(true)),
            "False" => return Ok(Literal::Bool(false)),
            "set" => {
                self.skip_space();
                if self.cursor.peek() == Some('(') {
                    self.bracketed('(', |_, _| Ok(()))?;
                    return Ok(Literal::Set(Vec::new()));
                }
            }
            _ if matches!(self.cursor.peek(), Some('\'' | '"')) => {
                if let Some(prefix) = string::prefix(word) {
                    return self.strings(prefix);
                }
            }
            _ => {}
        }
        Err(self.cursor.malformed(start))
    }

    /// One or several string literals side by side; the prefix of the first has been read.
    fn strings(&mut self, first: Prefix) -> Result<Literal, LiteralError> {
        let mut out = Vec::new();
        let mut prefix = first;
        loop {
            string::string(&mut self.cursor, prefix, &mut out)?;
            let end = self.cursor.at;
            self.skip_space();
            let start = self.cursor.at;
            let word = self.cursor.take_while(|c| c.is_ascii_alphabetic());
            let quoted = matches!(self.cursor.peek(), Some('\'' | '"'));
            match string::prefix(word).filter(|_| quoted) {
                Some(next) if next.bytes != first.bytes => {
                    return Err(self.cursor.error_at(LiteralErrorKind::MixedStrings, start));
                }
                Some(next) => prefix = next,
                None => {
                    self.cursor.at = end;
                    break;
                }
            }
        }
        Ok(match first.bytes {
            true => Literal::Bytes(out.into_iter().map(|byte| byte as u8).collect()),
            false => Literal::Str(PyStr::from_code_points(out)),
        })
    }

    fn parentheses(&mut self) -> Result<(Literal, Form), LiteralError> {
        self.bracketed('(', |parser, close| {
            if parser.cursor.peek() == Some(close) {
                return Ok((Literal::Tuple(Vec::new()), Form::Plain));
            }
            // Parentheses around one value are not seen again: `(-1)` is signed, `(1+2j)` a sum.
            let (first, form) = parser.expression()?;
            if parser.cursor.peek() != Some(',') {
                return Ok((first, form));
            }
            let mut items = vec![first];
            parser.cursor.at += 1;
            items.append(&mut parser.items(close)?);
            Ok((Literal::Tuple(items), Form::Plain))
        })
    }

    /// Values up to the closing bracket.
    fn items(&mut self, close: char) -> Result<Vec<Literal>, LiteralError> {
        let mut items = Vec::new();
        self.skip_space();
        while self.cursor.peek() != Some(close) {
            items.push(self.expression()?.0);
            if !self.cursor.eat(",") {
                break;
            }
            self.skip_space();
        }
        Ok(items)
    }

    /// A dictionary or a set, up to the closing brace.
    fn braces(&mut self, close: char) -> Result<Literal, LiteralError> {
        if self.cursor.peek() == Some(close) {
            return Ok(Literal::Dict(Vec::new()));
        }
        let (mut entries, mut members) = (Vec::new(), Vec::new());
        let mut keys = KeySet::default();
        while self.cursor.peek() != Some(close) {
            let start = self.cursor.at;
            let key = self.expression()?.0;
            let place = entries.len() + members.len();
            let earlier = keys.enter(&key, place).map_err(|type_name| {
                self.cursor.error_at(LiteralErrorKind::Unhashable { type_name }, start)
            })?;
            let colon = self.cursor.peek() == Some(':');
            if place > 0 && colon != members.is_empty() {
                return Err(self.cursor.error(LiteralErrorKind::InvalidSyntax));
            }
            if colon {
                self.cursor.at += 1;
                self.skip_space();
                let value = self.expression()?.0;
                match earlier {
                    Some(place) => {
                        let (_, old): &mut (Literal, Literal) = &mut entries[place];
                        *old = value;
                    }
                    None => entries.push((key, value)),
                }
            } else if earlier.is_none() {
                members.push(key);
            }
            if !self.cursor.eat(",") {
                break;
            }
            self.skip_space();
        }
        Ok(if members.is_empty() { Literal::Dict(entries) } else { Literal::Set(members) })
    }

    /// Reads the opening bracket, what `inner` takes, and the closing bracket.
    fn bracketed<T>(
        &mut self,
        open: char,
        inner: impl FnOnce(&mut Self, char) -> Result<T, LiteralError>,
    ) -> Result<T, LiteralError> {
        if self.open.len() == MAX_DEPTH {
            return Err(self.cursor.error(LiteralErrorKind::TooDeep));
        }
        let close = closing(open);
        self.open.push((open, self.cursor.at));
        self.cursor.at += 1;
        self.skip_space();
        let value = inner(self, close)?;
        self.skip_space();
        match self.cursor.peek() {
            Some(found) if found == close => {
                self.cursor.at += 1;
                self.open.pop();
                Ok(value)
            }
            Some(found @ (')' | ']' | '}')) => Err(self.unexpected_close(found)),
            Some(_) => Err(self.cursor.error(LiteralErrorKind::InvalidSyntax)),
            None => Err(self.ended()),
        }
    }

    #[cold]
    fn unexpected_close(&self, close: char) -> LiteralError {
        self.cursor.error(match self.open.last() {
            Some(&(open, _)) if closing(open) == close => LiteralErrorKind::InvalidSyntax,
            Some(&(open, _)) => LiteralErrorKind::Mismatched { open, close },
            None => LiteralErrorKind::Unmatched { close },
        })
    }

    #[cold]
    fn ended(&self) -> LiteralError {
        match self.open.last() {
            Some(&(open, at)) => self.cursor.error_at(LiteralErrorKind::NeverClosed { open }, at),
            None => self.cursor.error(LiteralErrorKind::UnexpectedEnd),
        }
    }
}

fn closing(open: char) -> char {
    match open {
        '(' => ')',
        '[' => ']',
        _ => '}',
    }
}
