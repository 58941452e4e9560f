//! A format and the cells of a row, matched with each other once for all rows.

use ndstrata_dtype::{DType, ElementType, TypeClass};

use super::cell::Cell;
use super::percent::{Conversion, Format, Piece};
use super::quick;
use super::table::Shape;
use crate::error::Result;
use crate::source::Encoding;

/// What is done for a row, in order.
pub(super) struct Compiled {
    steps: Vec<Step>,
    end: Vec<u8>,
    encoding: Encoding,
    /// A row takes no more bytes than this, but for cells that are no plain numbers.
    room: usize,
}

/// Text that is written, in bytes that are there already: rows need not fill them with zeros first.
#[derive(Default)]
pub(super) struct Page {
    bytes: Vec<u8>,
    end: usize,
}

struct Step {
    /// What stands before the cell.
    literal: Vec<u8>,
    print: Print,
    offset: usize,
    dtype: DType,
    /// The type of a number in the machine's byte order.
    element: Option<ElementType>,
}

enum Print {
    As(Conversion),
    Shortest,
}

impl Compiled {
    /// The steps of a format; `None` where it must be told what is wrong with it, and for encodings in which
    /// digits are no ASCII.
    pub(super) fn new(
        format: &Format,
        shape: &Shape,
        encoding: Encoding,
    ) -> Result<Option<Compiled>> {
        if !matches!(encoding, Encoding::Utf8 | Encoding::Latin1 | Encoding::Ascii) {
            return Ok(None);
        }
        let (mut steps, mut literal) = (Vec::new(), Vec::new());
        let mut cells = shape.cells.iter();
        for piece in format.pieces() {
            match piece {
                // What cannot be encoded is told of the row, after those before it.
                Piece::Literal(text) => match encoding.encode(text) {
                    Ok(bytes) => literal.extend_from_slice(&bytes),
                    Err(_) => return Ok(None),
                },
                Piece::Conversion(conversion) if !conversion.has_star() => {
                    let Some((offset, dtype)) = cells.next() else { return Ok(None) };
                    let literal = std::mem::take(&mut literal);
                    steps.push(Step::new(literal, Print::As(*conversion), *offset, dtype));
                }
                _ => return Ok(None),
            }
        }
        Ok(cells.next().is_none().then(|| Compiled::of(steps, literal, encoding)))
    }

    /// The steps that print each number in the fewest digits.
    pub(super) fn shortest(shape: &Shape, delimiter: &str, encoding: Encoding) -> Result<Compiled> {
        let delimiter = encoding.encode(delimiter)?;
        let mut steps = Vec::new();
        for (i, (offset, dtype)) in shape.cells.iter().enumerate() {
            let mut literal = match shape.is_complex {
                false if i > 0 => delimiter.clone(),
                true if i % 2 == 1 => b"+".to_vec(),
                true if i > 0 => [b"j", &delimiter[..]].concat(),
                _ => Vec::new(),
            };
            literal.shrink_to_fit();
            steps.push(Step::new(literal, Print::Shortest, *offset, dtype));
        }
        let has_end = shape.is_complex && !steps.is_empty();
        let end = if has_end { b"j".to_vec() } else { Vec::new() };
        Ok(Compiled::of(steps, end, encoding))
    }

    fn of(steps: Vec<Step>, end: Vec<u8>, encoding: Encoding) -> Compiled {
        let step = |step: &Step| {
            let width = match &step.print {
                Print::As(conversion) if step.element.is_some() => conversion.width(),
                _ => 0,
            };
            step.literal.len() + width.saturating_mul(2) + quick::MOST
        };
        let room = steps.iter().map(step).sum::<usize>() + end.len();
        Compiled { steps, end, encoding, room }
    }

    /// Adds a row.
    pub(super) fn row(&self, out: &mut Page, bytes: &[u8]) -> Result<()> {
        // Room for the whole row at once: numbers are written where they stay.
        out.reserve(self.room);
        for step in &self.steps {
            let n = step.literal.len();
            match &step.literal[..] {
                [byte] => out.bytes[out.end] = *byte,
                literal => out.bytes[out.end..out.end + n].copy_from_slice(literal),
            }
            out.end += n;
            let bytes = bytes.get(step.offset..).unwrap_or_default();
            let end = match (&step.print, step.element) {
                (Print::As(conversion), Some(element)) => {
                    quick::print(&mut out.bytes, out.end, conversion, element, bytes)
                }
                _ => None,
            };
            match end {
                Some(end) => out.end = end,
                None => {
                    let mut text = Vec::new();
                    self.slowly(step, &mut text, &bytes[..step.dtype.itemsize()])?;
                    out.push(&text);
                    out.reserve(self.room);
                }
            }
        }
        out.push(&self.end);
        Ok(())
    }

    fn slowly(&self, step: &Step, out: &mut Vec<u8>, bytes: &[u8]) -> Result<()> {
        let cell = Cell::new(&step.dtype, bytes);
        match &step.print {
            Print::As(conversion) => {
                let mut text = String::new();
                conversion.write(&mut text, &cell)?;
                self.push(out, &text)
            }
            Print::Shortest => {
                let element = step.element;
                if element.is_some_and(|element| quick::print_shortest(out, element, bytes)) {
                    return Ok(());
                }
                self.push(out, &cell.text()?)
            }
        }
    }

    fn push(&self, out: &mut Vec<u8>, text: &str) -> Result<()> {
        if text.is_ascii() {
            out.extend_from_slice(text.as_bytes());
        } else {
            out.extend_from_slice(&self.encoding.encode(text)?);
        }
        Ok(())
    }
}

impl Page {
    /// Room for so many more bytes.
    fn reserve(&mut self, n: usize) {
        let wanted = self.end + n;
        if wanted > self.bytes.len() {
            self.bytes.resize(wanted.max(2 * self.bytes.len()), 0);
        }
    }

    pub(super) fn push(&mut self, text: &[u8]) {
        self.reserve(text.len());
        self.bytes[self.end..self.end + text.len()].copy_from_slice(text);
        self.end += text.len();
    }

    /// What was written.
    pub(super) fn text(&self) -> &[u8] {
        &self.bytes[..self.end]
    }

    pub(super) fn len(&self) -> usize {
        self.end
    }

    /// Forgets what was written after this.
    pub(super) fn truncate(&mut self, end: usize) {
        self.end = self.end.min(end);
    }
}

impl Step {
    fn new(literal: Vec<u8>, print: Print, offset: usize, dtype: &DType) -> Step {
        // A great width is not worth the room.
        let is_wide = matches!(&print, Print::As(conversion) if conversion.width() > 1024);
        let element = match dtype.class() {
            TypeClass::Element(element) if dtype.is_native() && !is_wide => Some(*element),
            _ => None,
        };
        Step { literal, print, offset, dtype: dtype.clone(), element }
    }
}
