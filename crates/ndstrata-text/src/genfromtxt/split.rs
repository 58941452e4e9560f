//! One line into fields, at a delimiter or at fixed widths.

use super::options::GenFromTxt;
use crate::number::strip;
use crate::source::is_space;

/// What separates the fields of a line.
#[derive(Clone, Debug, Default)]
pub enum Delimiter {
    /// Any run of blanks.
    #[default]
    Blanks,
    /// This text.
    Text(String),
    /// Fields of this width.
    Width(usize),
    /// Fields of these widths.
    Widths(Vec<usize>),
}

/// Cuts comments off and lines apart.
pub(super) struct Splitter<'o> {
    delimiter: &'o Delimiter,
    comments: Option<&'o str>,
    autostrip: bool,
}

impl GenFromTxt {
    /// The fields of one line.
    pub(super) fn split(&self, line: &str) -> Vec<String> {
        let mut fields = Vec::new();
        Splitter::new(self).split(line, &mut fields);
        fields.into_iter().map(str::to_owned).collect()
    }

    /// Whether the end of a line may be part of a field, or of what separates them.
    pub(super) fn keeps_line_ends(&self) -> bool {
        let has_end = |text: &String| text.contains(['\n', '\r']);
        self.comments.as_ref().is_some_and(has_end)
            || match &self.delimiter {
                Delimiter::Blanks | Delimiter::Width(_) => false,
                Delimiter::Text(text) => has_end(text),
                Delimiter::Widths(_) => true,
            }
    }
}

impl<'o> Splitter<'o> {
    pub(super) fn new(options: &'o GenFromTxt) -> Splitter<'o> {
        let comments = options.comments.as_deref().filter(|comments| !comments.is_empty());
        Splitter { delimiter: &options.delimiter, comments, autostrip: options.autostrip }
    }

    /// Adds the fields of a line.
    pub(super) fn split<'l>(&self, line: &'l str, fields: &mut Vec<&'l str>) {
        let line = match self.comments.map(|comments| (comments.as_bytes(), comments)) {
            None => line,
            Some(([byte], _)) => {
                let n = memchr::memchr(*byte, line.as_bytes()).unwrap_or(line.len());
                &line[..n]
            }
            Some((_, comments)) => line.split(comments).next().unwrap_or_default(),
        };
        match self.delimiter {
            // A width of nothing is none.
            Delimiter::Blanks | Delimiter::Width(0) => blanks(trim(line), fields),
            Delimiter::Text(text) => {
                let line = trim(line);
                match text.as_bytes() {
                    _ if line.is_empty() => {}
                    [] => blanks(line, fields),
                    [byte] => at_byte(line, *byte, fields),
                    _ => fields.extend(line.split(text.as_str())),
                }
            }
            Delimiter::Width(width) => {
                let mut rest = line.trim_matches(['\r', '\n']);
                while !rest.is_empty() {
                    fields.push(take(&mut rest, *width));
                }
            }
            Delimiter::Widths(_) if line.is_empty() => {}
            Delimiter::Widths(widths) => {
                let mut rest = line;
                fields.extend(widths.iter().map(|&width| take(&mut rest, width)));
            }
        }
        if self.autostrip {
            for field in fields {
                *field = strip(field);
            }
        }
    }
}

fn trim(line: &str) -> &str {
    line.trim_matches([' ', '\r', '\n'])
}

fn at_byte<'l>(line: &'l str, byte: u8, fields: &mut Vec<&'l str>) {
    let mut start = 0;
    for at in memchr::memchr_iter(byte, line.as_bytes()) {
        fields.push(&line[start..at]);
        start = at + 1;
    }
    fields.push(&line[start..]);
}

fn blanks<'l>(line: &'l str, fields: &mut Vec<&'l str>) {
    if !line.is_ascii() {
        fields.extend(line.split(is_space).filter(|field| !field.is_empty()));
        return;
    }
    let is_blank = |byte: &u8| matches!(byte, b'\t'..=b'\r' | 0x1c..=0x1f | b' ');
    let bytes = line.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let n = bytes[at..].iter().position(is_blank).unwrap_or(bytes.len() - at);
        if n > 0 {
            fields.push(&line[at..at + n]);
        }
        at += n + 1;
    }
}

/// So many characters from the front.
fn take<'l>(rest: &mut &'l str, n: usize) -> &'l str {
    let end = rest.char_indices().nth(n).map_or(rest.len(), |(at, _)| at);
    let (field, after) = rest.split_at(end);
    *rest = after;
    field
}
