//! Going through the bytes of a line: what each means, where fields and lines end.

use super::Swift;
use crate::source::is_space;

/// What a byte means.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Class {
    Plain,
    Delimiter,
    Newline,
    Return,
    Comment,
    /// The first byte of a character past ASCII.
    Wide,
}

/// The ends of lines.
pub(super) const LINES: [Class; 256] = {
    let mut classes = [Class::Plain; 256];
    let mut byte = 0x80;
    while byte < 256 {
        classes[byte] = Class::Wide;
        byte += 1;
    }
    classes[b'\n' as usize] = Class::Newline;
    classes[b'\r' as usize] = Class::Return;
    classes
};
/// The same, and blanks that separate.
pub(super) const BLANKS: [Class; 256] = {
    let mut classes = LINES;
    let blanks = b" \t\x0b\x0c\x1c\x1d\x1e\x1f";
    let mut i = 0;
    while i < blanks.len() {
        classes[blanks[i] as usize] = Class::Delimiter;
        i += 1;
    }
    classes
};

/// What follows a field.
pub(super) enum Next {
    Field(usize),
    End(usize),
}

impl Swift {
    #[inline(always)]
    pub(super) fn class(&self, byte: u8) -> Class {
        self.classes[usize::from(byte)]
    }

    /// Whether a field can end here.
    #[inline(always)]
    pub(super) fn ends(&self, bytes: &[u8], at: usize) -> bool {
        match bytes.get(at) {
            None => true,
            Some(&byte) => !matches!(self.class(byte), Class::Plain | Class::Wide),
        }
    }

    /// The text of the field at `at`, and where the field ends. `None` where that takes more than cutting.
    pub(super) fn cut<'t>(
        &self,
        text: &'t str,
        at: usize,
        is_quoted: bool,
    ) -> Option<(&'t str, usize)> {
        let bytes = text.as_bytes();
        if !is_quoted {
            let end = self.skip_field(text, at)?;
            return Some((&text[at..end], end));
        }
        let quote = self.quote?;
        let n = bytes[at + 1..].iter().position(|&byte| byte == quote)?;
        // Between blanks an empty field counts only sometimes, which the tokenizer knows.
        if n == 0 && self.delimiter.is_none() {
            return None;
        }
        let end = at + 1 + n;
        self.ends(bytes, end + 1).then_some((&text[at + 1..end], end + 1))
    }

    /// Where the field at `at` ends. `None` for a quoted one.
    pub(super) fn skip_field(&self, text: &str, at: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        if self.quote.is_some() && bytes.get(at).copied() == self.quote {
            return self.cut(text, at, true).map(|(_, end)| end);
        }
        let mut end = at;
        loop {
            match bytes.get(end).map(|&byte| self.class(byte)) {
                Some(Class::Plain) => end += 1,
                Some(Class::Wide) => {
                    let c = text.get(end..)?.chars().next()?;
                    if self.delimiter.is_none() && is_space(c) {
                        return None;
                    }
                    end += c.len_utf8();
                }
                _ => return Some(end),
            }
        }
    }

    /// What follows the field that ends at `at`.
    #[inline(always)]
    pub(super) fn next(&self, text: &str, at: usize, is_end: bool) -> Option<Next> {
        let bytes = text.as_bytes();
        let after_quote =
            self.quote.is_some() && at > 0 && bytes.get(at - 1).copied() == self.quote;
        let mut at = at;
        let Some(&byte) = bytes.get(at) else { return is_end.then_some(Next::End(at)) };
        let mut class = self.class(byte);
        if class == Class::Delimiter {
            if self.delimiter.is_some() {
                return Some(Next::Field(at + 1));
            }
            at = self.skip_blanks(text, at)?;
            let next = bytes.get(at).map(|&byte| self.class(byte));
            // Blanks after the last quote begin an empty field, which the tokenizer knows.
            if after_quote
                && matches!(next, None | Some(Class::Newline | Class::Return | Class::Comment))
            {
                return None;
            }
            let Some(found) = next else { return is_end.then_some(Next::End(at)) };
            class = found;
        }
        match class {
            Class::Newline => Some(Next::End(at + 1)),
            Class::Return => match bytes.get(at + 1) {
                None => is_end.then_some(Next::End(at + 1)),
                Some(b'\n') => Some(Next::End(at + 2)),
                Some(_) => Some(Next::End(at + 1)),
            },
            Class::Comment => self.rest_of_line(text, at, is_end).map(Next::End),
            _ => Some(Next::Field(at)),
        }
    }

    /// Where the line ends, whatever it holds. Where quotes are known it may hold more than a line.
    pub(super) fn rest_of_line(&self, text: &str, at: usize, is_end: bool) -> Option<usize> {
        let rest = text.as_bytes().get(at..)?;
        let n = memchr::memchr2(b'\n', b'\r', rest);
        let skipped = &rest[..n.unwrap_or(rest.len())];
        let is_comment = rest.first().is_some_and(|&byte| self.class(byte) == Class::Comment);
        if let Some(quote) = self.quote.filter(|_| !is_comment)
            && skipped.contains(&quote)
        {
            return None;
        }
        let Some(n) = n else { return is_end.then_some(text.len()) };
        let is_pair = rest[n] == b'\r' && rest.get(n + 1) == Some(&b'\n');
        if rest[n] == b'\r' && n + 1 == rest.len() && !is_end {
            return None;
        }
        Some(at + n + 1 + usize::from(is_pair))
    }

    /// Where the blanks end that stand at `at`, none of them a newline. `None` for blanks past ASCII.
    #[inline(always)]
    pub(super) fn skip_blanks(&self, text: &str, at: usize) -> Option<usize> {
        let bytes = text.as_bytes();
        let mut at = at;
        while bytes.get(at).is_some_and(|&byte| self.class(byte) == Class::Delimiter) {
            at += 1;
        }
        if bytes.get(at).is_some_and(|&byte| self.class(byte) == Class::Wide)
            && text.get(at..)?.chars().next().is_some_and(is_space)
        {
            return None;
        }
        Some(at)
    }
}
