//! How Python's tokenizer sees a text that its parser refused: where it ends too early.

/// A text that ends where something is still open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unended {
    /// Brackets that do not pair up.
    Statement {
        /// The line after the last, from 1 on.
        line: usize,
    },
    /// A string in three quotes.
    String {
        /// Its line, from 1 on.
        line: usize,
        /// Its column, from 0 on.
        column: usize,
    },
}

/// What is open at the end of the text, if anything. Brackets are counted, whichever they are.
pub(super) fn unended(text: &str) -> Option<Unended> {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (0, 0_i64);
    while let Some(&byte) = bytes.get(at) {
        at += 1;
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth -= 1,
            b'#' => at += bytes[at..].iter().take_while(|&&b| b != b'\n').count(),
            b'\'' | b'"' if bytes[at..].starts_with(&[byte, byte]) => {
                match after_triple(&bytes[at + 2..], byte) {
                    Some(length) => at += 2 + length,
                    None => return Some(string_at(text, at - 1)),
                }
            }
            // A string that its line does not end is a quote without a meaning.
            b'\'' | b'"' => at += after_single(&bytes[at..], byte).unwrap_or(0),
            _ => {}
        }
    }
    (depth != 0).then(|| Unended::Statement { line: text.lines().count() + 1 })
}

fn string_at(text: &str, offset: usize) -> Unended {
    let before = text.get(..offset).unwrap_or("");
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line = before.matches('\n').count() + 1;
    Unended::String { line, column: before[line_start..].chars().count() }
}

/// Bytes up to and with the closing three quotes.
fn after_triple(bytes: &[u8], quote: u8) -> Option<usize> {
    let mut at = 0;
    while at + 3 <= bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            _ if bytes[at..].starts_with(&[quote; 3]) => return Some(at + 3),
            _ => at += 1,
        }
    }
    None
}

/// Bytes up to and with the closing quote, if it stands on the same line.
fn after_single(bytes: &[u8], quote: u8) -> Option<usize> {
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            b'\n' => return None,
            _ if byte == quote => return Some(at + 1),
            _ => at += 1,
        }
    }
    None
}
