//! Comma strings: `3i1, (2,3)f8` — several types, each with a repeat count or a shape.

use super::fault::TextFault;
use super::text;
use super::{Spec, convert};
use crate::error::ErrorKind;
use crate::literal::Literal;
use crate::record::Assembler;
use crate::{ByteOrder, DType, Error, Result};

/// Whether NumPy reads a text as a comma string: it starts with a count or an empty shape, or has a
/// comma outside of square brackets.
pub(super) fn is_comma_string(text: &[u8]) -> bool {
    let ordered = matches!(text.first(), Some(b'<' | b'>' | b'=' | b'|'));
    match text {
        [first, ..] if first.is_ascii_digit() => return true,
        [_, second, ..] if ordered && second.is_ascii_digit() => return true,
        [b'(', b')', ..] => return true,
        [_, b'(', b')', _, ..] if ordered => return true,
        _ => {}
    }
    let mut depth = 0_i64;
    text.iter().any(|byte| match byte {
        b',' => depth == 0,
        b'[' | b']' => {
            depth += if *byte == b'[' { 1 } else { -1 };
            false
        }
        _ => false,
    })
}

/// One element: its type as text, its repeats, and where the type's text starts.
struct Item {
    code: String,
    repeats: Option<Literal>,
    offset: usize,
}

pub(super) fn parse(whole: &str, align: bool) -> Result<DType> {
    let (items, is_list) = split(whole)?;
    let mut record = Assembler::new(align);
    for (index, item) in items.into_iter().enumerate() {
        // An element's code may again start with a count, as in `2<3f8`; it is always shorter.
        let dtype = text::parse(&item.code, align).map_err(|e| within(e, whole, item.offset))?;
        let dtype = match item.repeats {
            Some(repeats) => convert::pair(dtype, &Spec::from(repeats), 0)?,
            None => dtype,
        };
        if !is_list {
            return Ok(dtype);
        }
        record.push(format!("f{index}"), None, dtype, None)?;
    }
    Ok(DType::record(record.finish(None)?))
}

/// The error of a part as one of the whole text.
#[cold]
fn within(error: Error, whole: &str, offset: usize) -> Error {
    match error.into_kind() {
        ErrorKind::Text { fault, .. } => text::at(whole, fault, offset),
        other => Error::new(other),
    }
}

/// Takes the text apart, and says whether it is a list (there was a comma).
fn split(whole: &str) -> Result<(Vec<Item>, bool)> {
    let (mut items, mut is_list, mut rest) = (Vec::new(), false, whole);
    while !rest.is_empty() {
        let start = whole.len() - rest.len();
        let order_len = usize::from(rest.starts_with(ORDERS));
        let first = take(&mut rest, order_len);
        let before = rest;
        let repeats_len = repeats_len(rest.as_bytes());
        let repeats = take(&mut rest, repeats_len);
        let order_len = usize::from(rest.starts_with(ORDERS));
        let second = take(&mut rest, order_len);
        let offset = whole.len() - rest.len();
        let code_len = code_len(rest.as_bytes());
        let code = take(&mut rest, code_len);

        let end = whole.len() - rest.len();
        let blank = rest.trim_start_matches(is_space);
        match blank.strip_prefix(',') {
            _ if blank.is_empty() => rest = blank,
            Some(after) => (rest, is_list) = (after.trim_start_matches(is_space), true),
            None => {
                let number = items.len() + 1;
                return Err(text::at(whole, TextFault::FormatNumber { number }, end));
            }
        }
        let order = one_order(first, second).map_err(|fault| text::at(whole, fault, start))?;
        let code = match order {
            Some(order) => format!("{order}{code}"),
            None => code.to_owned(),
        };
        let repeats = match repeats {
            "" => None,
            _ => Some(
                literal(repeats)
                    .map_err(|fault| text::at(whole, fault, whole.len() - before.len()))?,
            ),
        };
        items.push(Item { code, repeats, offset });
    }
    Ok((items, is_list))
}

const ORDERS: [char; 4] = ['<', '>', '|', '='];

fn take<'a>(rest: &mut &'a str, len: usize) -> &'a str {
    let (taken, left) = rest.split_at(len);
    *rest = left;
    taken
}

/// Blanks, an opening parenthesis, digits with commas and blanks, a closing one, blanks.
fn repeats_len(text: &[u8]) -> usize {
    let run = |from: usize, ok: fn(u8) -> bool| {
        from + text[from..].iter().take_while(|&&b| ok(b)).count()
    };
    let one = |from: usize, byte: u8| from + usize::from(text.get(from) == Some(&byte));
    let blank = |b: u8| b == b' ';
    let open = one(run(0, blank), b'(');
    let close = one(run(open, |b| b == b' ' || b == b',' || b.is_ascii_digit()), b')');
    run(close, blank)
}

/// Letters, digits, `.` and `?`, and a bracketed part where it is complete.
fn code_len(text: &[u8]) -> usize {
    let word = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'?');
    let len = text.iter().take_while(|b| word(b)).count();
    let inner = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b',');
    match &text[len..] {
        [b'[', rest @ ..] => match rest.iter().take_while(|b| inner(b)).count() {
            n if n > 0 && rest.get(n) == Some(&b']') => len + n + 2,
            _ => len,
        },
        _ => len,
    }
}

/// The byte order of an element that may name one on each side of its count; none for the native.
fn one_order(first: &str, second: &str) -> Result<Option<char>, TextFault> {
    let native = ByteOrder::NATIVE.as_char();
    let resolve = |c: char| if c == '=' { native } else { c };
    let order = match (first.chars().next(), second.chars().next()) {
        (None, None) => return Ok(None),
        (Some(one), None) | (None, Some(one)) => one,
        (Some(first), Some(second)) => match (resolve(first), resolve(second)) {
            (first, second) if first == second => first,
            (first, second) => return Err(TextFault::ByteOrders { first, second }),
        },
    };
    Ok(Some(order).filter(|&c| c != '|' && c != '=' && c != native))
}

/// A repeat count as Python reads it: `3`, `(2, 3)`, `()`.
fn literal(repeats: &str) -> Result<Literal, TextFault> {
    repeats.trim_start_matches(' ').parse().map_err(TextFault::Repeats)
}

/// Python's white space, which has four control characters more than Unicode's.
fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c)
}
