//! Every level against text split byte by byte.

use super::*;
use crate::versions::levels;

/// Line by line and byte by byte.
fn plainly(text: &[u8], separators: Separators) -> (Vec<Vec<(usize, usize)>>, bool) {
    let mut lines = Vec::new();
    let mut at = 0;
    while let Some(n) = text[at..].iter().position(|&byte| byte == b'\n') {
        let line = &text[at..at + n];
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let comment = line.iter().position(|&byte| separators.comment == Some(byte));
        let comment = comment.filter(|_| separators.at_comments == AtComments::Cut);
        let is_odd = |(i, &byte): (usize, &u8)| {
            let is_kept = comment.is_none_or(|comment| i < comment);
            byte == b'\r'
                || (is_kept && separators.comment == Some(byte))
                || (is_kept && separators.delimiter.is_none() && may_be_blank(byte))
        };
        if line.iter().enumerate().any(is_odd) {
            return (lines, true);
        }
        let is_between = |&byte: &u8| match separators.delimiter {
            Some(delimiter) => byte == delimiter,
            None => matches!(byte, b' ' | b'\t' | b'\r'),
        };
        let mut start = at;
        let mut fields = Vec::new();
        for field in line[..comment.unwrap_or(line.len())].split(|byte| is_between(byte)) {
            if separators.delimiter.is_some() || !field.is_empty() {
                fields.push((start, start + field.len()));
            }
            start += field.len() + 1;
        }
        lines.push(fields);
        at += n + 1;
    }
    (lines, false)
}

/// The same with quotes, as a state of each byte; fields with their quotes.
fn quoted(text: &[u8], separators: Separators) -> (Vec<Vec<(usize, usize)>>, bool) {
    let (mut lines, mut fields) = (Vec::new(), Vec::new());
    // Where the field at hand began, and whether a quote is open, or was closed just now.
    let (mut start, mut is_open, mut is_closed) = (Some(0), false, false);
    let mut at = 0;
    if separators.delimiter.is_none() {
        start = None;
    }
    while let Some(&byte) = text.get(at) {
        let is_end = text[at..].starts_with(b"\r\n") || byte == b'\n';
        let is_between = match separators.delimiter {
            Some(delimiter) => byte == delimiter,
            None => matches!(byte, b' ' | b'\t'),
        };
        if separators.quote == Some(byte) {
            let may_open = start.is_none_or(|start| start == at) || is_closed;
            if !is_open && !may_open {
                return (lines, true);
            }
            start = start.or(Some(at));
            (is_open, is_closed) = (!is_open, is_open);
        } else if is_open {
            if is_end || byte == b'\r' {
                return (lines, true);
            }
        } else if is_end || is_between {
            if let Some(start) = start {
                fields.push((start, at));
            }
            is_closed = false;
            start = separators.delimiter.map(|_| at + 1);
            if is_end {
                at += usize::from(byte == b'\r');
                start = separators.delimiter.map(|_| at + 1);
                lines.push(std::mem::take(&mut fields));
            }
        } else {
            let is_blank = separators.delimiter.is_none() && may_be_blank(byte);
            if byte == b'\r' || separators.comment == Some(byte) || is_blank {
                return (lines, true);
            }
            start = start.or(Some(at));
            is_closed = false;
        }
        at += 1;
    }
    (lines, false)
}

fn read(level: Isa, text: &[u8], separators: Separators) -> (Vec<Vec<(usize, usize)>>, Fields) {
    let mut fields = Fields::default();
    fields.read_at(level, text, separators);
    let mut first = 0;
    let line = |line: &Line| {
        let last = line.n_fields as usize;
        let pairs = (first..last).map(|i| (fields.starts[i] as usize, fields.ends[i] as usize));
        first = last;
        pairs.collect()
    };
    (fields.lines.iter().map(line).collect(), fields)
}

#[test]
fn quotes_that_may_be_open_at_an_end_are_noticed() {
    let close = |line: &str, delimiter| {
        let (comment, at_comments) = (Some(b'#'), AtComments::Cut);
        let separators = Separators { delimiter, comment, at_comments, quote: Some(b'"') };
        let text = format!("1\n{line}\n");
        let is_closed = quotes_close(text.as_bytes(), separators);
        let plainly =
            quotes_close_by(text.as_bytes(), |chunk| masks(chunk, separators), separators);
        assert_eq!(is_closed, plainly, "{line}");
        is_closed
    };
    let filling = "\"x, y\",".repeat(40);
    for line in ["1,2", "\"a\",\"b\"", "\"a\"\"b\",c", "\"\",1", "1,\"x, y\"z", "\"#\"", "1 # 2"] {
        assert!(close(line, Some(b',')), "{line}");
        assert!(close(&format!("{filling}{line}"), Some(b',')), "{line}");
    }
    for line in ["\"a", "1,\"b\"\"", "x\"y\"", "1, \"y\"", "\"a\nb\"", "\"a\"b\"", "1 # \"2\""] {
        assert!(!close(line, Some(b',')), "{line}");
        assert!(!close(&format!("{filling}{line}"), Some(b',')), "{line}");
    }
    assert!(close("1 \"a b\"", None));
}

proptest::proptest! {
    #[test]
    fn every_level_finds_quoted_fields(
        picks in proptest::collection::vec(0..28usize, 0..300),
        delimiter in proptest::option::of(0..2usize),
        lines in 1..12usize,
    ) {
        const PIECES: [&str; 28] = [
            "1", "2", ".5", "x", ",", ",", ",", ",", " ", " ", "\t", "\n", "\n", "\r\n", "\"1,2\"", "\"a b\"",
            "\"\"", "\"a\"\"b\"", ",\"", "\",", "\"", "\r", "#", ",\"#\",", ",\"x\",", ",\"y\",", ",\"z\"\n", "\u{82}",
        ];
        let odd = 20 + 8 * usize::from(lines % 3 == 0);
        let text: String = picks.iter().map(|&i| PIECES[i % odd.min(28)]).collect();
        let text = text.repeat(lines);
        let text = text.as_bytes();
        let delimiter = delimiter.map(|i| b",;"[i]);
        let (comment, quote, at_comments) = (Some(b'#'), Some(b'"'), AtComments::Cut);
        let separators = Separators { delimiter, comment, at_comments, quote };
        let (lines, is_stopped) = quoted(text, separators);
        for level in levels() {
            let (found, fields) = read(level, text, separators);
            proptest::prop_assert_eq!(&found, &lines);
            proptest::prop_assert!(fields.is_stopped || !is_stopped);
            let is_plain = |&(start, end): &(usize, usize)| {
                let n_quotes = text[start..end].iter().filter(|&&byte| byte == b'"').count();
                let has_both = text[start..end].starts_with(b"\"")
                    && text[start..end].ends_with(b"\"") && end > start + 1;
                n_quotes == 0 || (n_quotes == 2 && has_both)
            };
            if fields.has_plain_quotes {
                proptest::prop_assert!(lines.iter().flatten().all(is_plain));
            }
        }
    }

    #[test]
    fn every_level_finds_the_fields_of_a_plain_split(
        picks in proptest::collection::vec(0..24usize, 0..400),
        delimiter in proptest::option::of(0..2usize),
        has_comment in proptest::bool::ANY,
        cuts in proptest::bool::ANY,
    ) {
        const BYTES: &[u8; 24] = b"0123456789.-,,;  \t\n\n\r\x0b#\xc3";
        let odd = if has_comment { 24 } else { 20 };
        let mut text: Vec<u8> = picks.iter().map(|&i| BYTES[i % odd]).collect();
        if picks.len() % 3 == 0 {
            text = text.iter().flat_map(|&b| if b == b'\n' { vec![b'\r', b] } else { vec![b] }).collect();
        }
        let delimiter = delimiter.map(|i| b",;"[i]);
        let at_comments = if cuts { AtComments::Cut } else { AtComments::Stop };
        let comment = has_comment.then_some(b'#');
        let separators = Separators { delimiter, comment, at_comments, quote: None };
        let (lines, is_stopped) = plainly(&text, separators);
        for level in levels() {
            let (found, fields) = read(level, &text, separators);
            proptest::prop_assert_eq!(&found, &lines);
            if is_stopped {
                proptest::prop_assert!(fields.is_stopped);
            }
        }
    }
}
