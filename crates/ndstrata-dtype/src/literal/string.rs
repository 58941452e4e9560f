//! String and bytes literals: prefixes, quote styles and the search for the end.

use super::cursor::Cursor;
use super::error::{LiteralError, LiteralErrorKind};
use super::escape;

/// What stands before the quote.
#[derive(Clone, Copy, Default)]
pub(super) struct Prefix {
    pub(super) bytes: bool,
    pub(super) raw: bool,
}

/// The prefix that this word is, if it is one and code-free (`f'…'` is not).
pub(super) fn prefix(word: &str) -> Option<Prefix> {
    match word.to_ascii_lowercase().as_str() {
        "" | "u" => Some(Prefix::default()),
        "r" => Some(Prefix { bytes: false, raw: true }),
        "b" => Some(Prefix { bytes: true, raw: false }),
        "br" | "rb" => Some(Prefix { bytes: true, raw: true }),
        _ => None,
    }
}

/// Reads one quoted piece, from its opening quote on, and appends its code points (for bytes: its
/// bytes) to `out`.
pub(super) fn string(
    cursor: &mut Cursor<'_>,
    prefix: Prefix,
    out: &mut Vec<u32>,
) -> Result<(), LiteralError> {
    let start = cursor.at;
    let quote = if cursor.rest().starts_with('\'') { "'" } else { "\"" };
    let triple = cursor.eat(&quote.repeat(3));
    if !triple {
        cursor.eat(quote);
    }
    let end = if triple { quote.repeat(3) } else { quote.to_owned() };
    loop {
        if cursor.eat(&end) {
            return Ok(());
        }
        let at = cursor.at;
        match cursor.bump() {
            None => return Err(unterminated(cursor, start, triple)),
            Some('\n' | '\r') if !triple => {
                cursor.at = at;
                return Err(unterminated(cursor, start, triple));
            }
            // Python reads a text with its ends of lines made one character.
            Some('\r') => {
                cursor.eat("\n");
                out.push(u32::from('\n'));
            }
            Some('\\') if prefix.raw => {
                out.push(u32::from('\\'));
                // A quote after a backslash does not end a raw string, nor leaves the backslash.
                match cursor.peek() {
                    Some('\r') => {
                        cursor.at += if cursor.rest().starts_with("\r\n") { 2 } else { 1 };
                        out.push(u32::from('\n'));
                    }
                    Some(c @ ('\\' | '\'' | '"' | '\n')) => {
                        cursor.at += 1;
                        out.push(u32::from(c));
                    }
                    _ => {}
                }
            }
            Some('\\') => match cursor.peek() {
                None => return Err(unterminated(cursor, start, triple)),
                Some(_) => escape::escape(cursor, prefix.bytes, out)?,
            },
            Some(c) if prefix.bytes && !c.is_ascii() => {
                return Err(cursor.error_at(LiteralErrorKind::NonAsciiBytes, at));
            }
            Some(c) => out.push(u32::from(c)),
        }
    }
}

#[cold]
fn unterminated(cursor: &Cursor<'_>, start: usize, triple: bool) -> LiteralError {
    let (line, _) = super::error::locate(cursor.text, cursor.at);
    cursor.error_at(LiteralErrorKind::UnterminatedString { triple, line }, start)
}
