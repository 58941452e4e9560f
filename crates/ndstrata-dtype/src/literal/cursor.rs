//! A position in the text, and the white space between the parts of a literal.

use super::error::{LiteralError, LiteralErrorKind};

/// Reads characters; errors are made here, since it knows the text and the place.
pub(super) struct Cursor<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// The character that follows, which the caller consumes.
    pub(super) fn bump(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    /// Consumes `wanted` if it comes next.
    pub(super) fn eat(&mut self, wanted: &str) -> bool {
        let found = self.rest().starts_with(wanted);
        if found {
            self.at += wanted.len();
        }
        found
    }

    /// Consumes the characters for which `keep` holds.
    pub(super) fn take_while(&mut self, keep: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c| !keep(c)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    /// Skips spaces, comments and joined lines; ends of lines too where they mean nothing.
    pub(super) fn skip_space(&mut self, newlines: bool) {
        loop {
            match self.peek() {
                Some(' ' | '\t' | '\x0c') => self.at += 1,
                Some('\n' | '\r') if newlines => self.at += 1,
                Some('#') => {
                    self.take_while(|c| c != '\n' && c != '\r');
                }
                Some('\\') => {
                    let rest = &self.rest()[1..];
                    let joined = rest.strip_prefix("\r\n").or(rest.strip_prefix(['\n', '\r']));
                    // A line can only be joined to another one.
                    match joined.filter(|next| !next.is_empty()) {
                        Some(next) => self.at = self.text.len() - next.len(),
                        None => return,
                    }
                }
                _ => return,
            }
        }
    }

    #[cold]
    pub(super) fn error(&self, kind: LiteralErrorKind) -> LiteralError {
        self.error_at(kind, self.at)
    }

    #[cold]
    pub(super) fn error_at(&self, kind: LiteralErrorKind, offset: usize) -> LiteralError {
        LiteralError::new(kind, self.text, offset)
    }

    /// The error for an expression at `offset` that only running code could give a value.
    #[cold]
    pub(super) fn malformed(&self, offset: usize) -> LiteralError {
        let (line, _) = super::error::locate(self.text, offset);
        self.error_at(LiteralErrorKind::Malformed { line }, offset)
    }
}
