//! [`Index`]: where the fields of the lines ahead lie, found many at a time.

use ndstrata_kernels::text::{Fields, Separators};

/// Bytes of text whose fields are found at a time: as much as the cache next to the processor holds beside what is
/// made of it.
const WINDOW: usize = 1 << 14;
/// Positions of fields have 32 bits.
const LONGEST: usize = 1 << 30;

/// The fields of lines that lie ahead.
#[derive(Default)]
pub(crate) struct Index {
    pub(crate) fields: Fields,
    /// Where in the text the indexed part begins.
    pub(crate) base: usize,
    /// The next line.
    pub(crate) line: usize,
}

impl Index {
    /// Forgets all lines: another text follows.
    pub(crate) fn clear(&mut self) {
        self.fields.lines.clear();
        self.line = 0;
    }

    pub(crate) fn start_of(&self, line: usize) -> usize {
        match line.checked_sub(1) {
            None => self.base,
            Some(before) => self.base + self.fields.lines[before].end as usize,
        }
    }

    /// The first field of a line.
    pub(crate) fn first_field(&self, line: usize) -> usize {
        line.checked_sub(1).map_or(0, |before| self.fields.lines[before].n_fields as usize)
    }

    pub(crate) fn n_fields(&self, line: usize) -> usize {
        self.fields.lines[line].n_fields as usize - self.first_field(line)
    }

    /// Makes the next line the one that begins at `at`; false where there is none.
    pub(crate) fn seek(&mut self, text: &[u8], at: usize, separators: Separators) -> bool {
        while self.line < self.fields.lines.len() && self.start_of(self.line) < at {
            self.line += 1;
        }
        if self.line < self.fields.lines.len() && self.start_of(self.line) == at {
            return true;
        }
        self.base = at;
        self.line = 0;
        let rest = &text[at..];
        self.fields.read(&rest[..rest.len().min(WINDOW)], separators);
        if self.fields.lines.is_empty() && !self.fields.is_stopped && rest.len() > WINDOW {
            // One long line.
            let n = memchr::memchr(b'\n', &rest[WINDOW..]);
            if let Some(n) = n.filter(|n| WINDOW + n < LONGEST) {
                self.fields.read(&rest[..=WINDOW + n], separators);
            }
        }
        !self.fields.lines.is_empty()
    }

    /// The field of a text.
    pub(crate) fn field<'t>(&self, text: &'t str, i: usize) -> Option<&'t str> {
        let (start, end) =
            (*self.fields.starts.get(i)? as usize, *self.fields.ends.get(i)? as usize);
        text.get(self.base + start..self.base + end)
    }
}
