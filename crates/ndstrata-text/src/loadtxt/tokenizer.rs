//! Lines into fields. Knows delimiters, quotes, one comment character and the ends of lines; what a
//! field means is not its business.

use super::control::Control;
use crate::error::{ErrorKind, Result};
use crate::source::{Lines, LinesIter, is_space};

/// Reads one row after the other.
pub(super) struct Tokenizer<'a> {
    control: Control,
    /// The lines that follow the block at hand.
    lines: LinesIter<'a>,
    /// Each block is one line.
    is_by_line: bool,
    block: &'a str,
    pos: usize,
    /// The block at hand is a line that was not finished yet.
    in_line: bool,
    buffer: String,
    /// Where each field ends in the buffer.
    ends: Vec<usize>,
    is_first_quoted: bool,
    /// The bytes that mean something, or begin a character past ASCII; told when they are first asked for.
    is_special: Option<Box<[bool; 256]>>,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    FieldStart,
    Unquoted,
    Quoted,
    AfterQuote,
    Comment,
    CarriageReturn,
    LineEnd,
}

/// What ended a run of plain characters.
enum Stop {
    Field,
    Newline,
    Return,
    Comment,
}

impl<'a> Tokenizer<'a> {
    /// Of one text, lines within it.
    pub(super) fn whole(text: &'a str, control: Control) -> Tokenizer<'a> {
        Tokenizer {
            control,
            is_special: None,
            lines: LinesIter::default(),
            is_by_line: false,
            block: text,
            pos: 0,
            in_line: false,
            buffer: String::new(),
            ends: Vec::new(),
            is_first_quoted: false,
        }
    }

    /// Of lines as they are.
    pub(super) fn lines(lines: &'a Lines, control: Control) -> Tokenizer<'a> {
        Tokenizer { lines: lines.iter(), is_by_line: true, ..Tokenizer::whole("", control) }
    }

    pub(super) fn is_by_line(&self) -> bool {
        self.is_by_line
    }

    /// Where in the text the next row begins.
    pub(super) fn position(&self) -> usize {
        self.pos
    }

    /// Back to the beginning of a row that the end of the text cut off.
    pub(super) fn rewind(&mut self, position: usize) {
        self.pos = position;
    }

    /// The text at hand, or the next line, and where in it the next row begins. `None` at the end, and for an
    /// empty line.
    pub(super) fn rest(&mut self) -> Option<(&'a str, usize)> {
        if self.pos >= self.block.len() && !self.in_line {
            self.block = self.lines.next()?;
            self.pos = 0;
            self.in_line = true;
        }
        (self.pos < self.block.len()).then_some((self.block, self.pos))
    }

    /// Whether a line ends in what is left of the text.
    pub(super) fn has_end(&self) -> bool {
        let rest = self.block.as_bytes().get(self.pos..).unwrap_or_default();
        memchr::memchr2(b'\n', b'\r', rest).is_some()
    }

    /// Goes on at `position` of the text that [`rest`](Tokenizer::rest) gave.
    pub(super) fn set_position(&mut self, position: usize) {
        self.pos = position;
        if position == self.block.len() {
            self.in_line = false;
        }
    }

    /// Passes over a line. True where the text ended.
    pub(super) fn skip_line(&mut self) -> Result<bool> {
        self.row(State::Comment)
    }

    /// Reads the next row. True where the text ended with it.
    pub(super) fn next_row(&mut self) -> Result<bool> {
        self.row(State::FieldStart)
    }

    pub(super) fn n_fields(&self) -> usize {
        self.ends.len()
    }

    pub(super) fn field(&self, i: usize) -> &str {
        let start = if i == 0 { 0 } else { self.ends[i - 1] };
        &self.buffer[start..self.ends[i]]
    }

    fn row(&mut self, start: State) -> Result<bool> {
        self.buffer.clear();
        self.ends.clear();
        self.is_first_quoted = false;
        let mut state = start;
        let mut is_finished = false;
        loop {
            if self.pos >= self.block.len() {
                if self.in_line && state != State::Quoted {
                    break;
                }
                match self.lines.next() {
                    None => {
                        is_finished = true;
                        break;
                    }
                    Some(block) => {
                        self.block = block;
                        self.pos = 0;
                        self.in_line = self.is_by_line;
                        if block.is_empty() {
                            if self.is_by_line {
                                break;
                            }
                            continue;
                        }
                    }
                }
            }
            state = self.scan(state);
            if state == State::LineEnd {
                break;
            }
        }
        if self.in_line {
            self.in_line = false;
            if self.pos < self.block.len() {
                return Err(ErrorKind::EmbeddedNewline.into());
            }
        }
        self.ends.push(self.buffer.len());
        let n = self.ends.len();
        if n == 1 || self.control.delimiter.is_none() {
            let is_empty = self.field(n - 1).is_empty();
            if is_empty && !self.is_first_quoted {
                self.ends.pop();
            }
        }
        Ok(is_finished)
    }

    /// Goes on within the block, to the end of the line or of the block.
    fn scan(&mut self, mut state: State) -> State {
        while self.pos < self.block.len() {
            match state {
                State::FieldStart => {
                    if self.control.delimiter.is_none() {
                        self.skip_blanks();
                        if self.pos == self.block.len() {
                            break;
                        }
                    }
                    state = State::Unquoted;
                    if let Some(quote) = self.control.quote
                        && self.block[self.pos..].starts_with(quote)
                    {
                        self.is_first_quoted |= self.ends.is_empty();
                        self.pos += quote.len_utf8();
                        state = State::Quoted;
                    }
                }
                State::Unquoted => match self.take_plain() {
                    None => {}
                    Some(Stop::Field) => {
                        self.ends.push(self.buffer.len());
                        state = State::FieldStart;
                    }
                    Some(Stop::Newline) => return State::LineEnd,
                    Some(Stop::Return) => state = State::CarriageReturn,
                    Some(Stop::Comment) => state = State::Comment,
                },
                State::Quoted => {
                    let rest = &self.block[self.pos..];
                    match self.control.quote.and_then(|quote| Some((rest.find(quote)?, quote))) {
                        None => {
                            self.buffer.push_str(rest);
                            self.pos = self.block.len();
                        }
                        Some((n, quote)) => {
                            self.buffer.push_str(&rest[..n]);
                            self.pos += n + quote.len_utf8();
                            state = State::AfterQuote;
                        }
                    }
                }
                State::AfterQuote => {
                    state = State::Unquoted;
                    if let Some(quote) = self.control.quote
                        && self.block[self.pos..].starts_with(quote)
                    {
                        self.buffer.push(quote);
                        self.pos += quote.len_utf8();
                        state = State::Quoted;
                    }
                }
                State::Comment => {
                    if self.is_by_line {
                        self.pos = self.block.len();
                        return State::LineEnd;
                    }
                    let rest = &self.block.as_bytes()[self.pos..];
                    match rest.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
                        None => self.pos = self.block.len(),
                        Some(n) => {
                            self.pos += n + 1;
                            if rest[n] == b'\n' {
                                return State::LineEnd;
                            }
                            state = State::CarriageReturn;
                        }
                    }
                }
                State::CarriageReturn => {
                    if self.block.as_bytes()[self.pos] == b'\n' {
                        self.pos += 1;
                    }
                    return State::LineEnd;
                }
                State::LineEnd => return state,
            }
        }
        state
    }

    /// Copies characters up to one that means something, and passes over that.
    fn take_plain(&mut self) -> Option<Stop> {
        let rest = &self.block[self.pos..];
        let bytes = rest.as_bytes();
        let Control { delimiter, comment, .. } = self.control;
        let is_special = self.is_special.get_or_insert_with(|| special(self.control));
        let mut i = 0;
        let found = loop {
            while bytes.get(i).is_some_and(|&byte| !is_special[usize::from(byte)]) {
                i += 1;
            }
            let Some(&byte) = bytes.get(i) else { break None };
            let c = if byte < 0x80 {
                char::from(byte)
            } else {
                rest[i..].chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)
            };
            let stop = match c {
                '\r' => Some(Stop::Return),
                '\n' => Some(Stop::Newline),
                c if delimiter == Some(c) || (delimiter.is_none() && is_space(c)) => {
                    Some(Stop::Field)
                }
                c if comment == Some(c) => Some(Stop::Comment),
                _ => None,
            };
            if let Some(stop) = stop {
                break Some((stop, c.len_utf8()));
            }
            i += c.len_utf8();
        };
        self.buffer.push_str(&rest[..i]);
        self.pos += i;
        found.map(|(stop, n)| {
            self.pos += n;
            stop
        })
    }

    fn skip_blanks(&mut self) {
        let rest = &self.block[self.pos..];
        let is_blank = |c: char| is_space(c) && c != '\n' && c != '\r';
        self.pos += rest.len() - rest.trim_start_matches(is_blank).len();
    }
}

/// The bytes that mean something, or begin a character past ASCII.
fn special(control: Control) -> Box<[bool; 256]> {
    let Control { delimiter, comment, .. } = control;
    let mut is_special = Box::new([false; 256]);
    for (byte, is_special) in (0..=255u8).zip(is_special.iter_mut()) {
        let c = char::from(byte);
        let ends = delimiter.map_or_else(|| is_space(c), |delimiter| delimiter == c);
        *is_special = ends || comment == Some(c) || byte == b'\r' || byte == b'\n' || byte >= 0x80;
    }
    is_special
}
