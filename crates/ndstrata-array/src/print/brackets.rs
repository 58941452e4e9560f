//! The frame of an array's text: brackets, separators, line breaks, indentation and `...`.

use super::element_format::ElementFormat;
use super::elements::Part;
use super::error::Result;

/// What the frame of one array's text depends on.
pub(super) struct Frame<'f, 'a> {
    pub(super) format: &'f ElementFormat<'a>,
    pub(super) separator: &'f str,
    /// How many elements are shown at each end of an axis, where the array is summarised.
    pub(super) summary: Option<usize>,
    /// Whether lines are broken and summarised as release 1.13 did.
    pub(super) is_oldest: bool,
}

/// How many parts at both ends of an axis are shown, and whether `...` stands between them.
struct Shown {
    head: usize,
    tail: usize,
    cut: bool,
}

/// The text while it is made.
struct Page<'f, 'a> {
    frame: &'f Frame<'f, 'a>,
    text: String,
    /// Where the last line starts in `text`; the first line of a row starts behind its bracket.
    line_start: usize,
    /// The column that the last line has reached.
    line_len: isize,
    /// A buffer, kept for the sake of its memory.
    word: String,
}

impl<'a> Frame<'_, 'a> {
    /// The text of `all`, whose lines end before `line_width` and, but for the first one, start with
    /// `indent` spaces.
    pub(super) fn write(
        &self,
        all: Part<'_, 'a>,
        indent: usize,
        line_width: isize,
    ) -> Result<String> {
        let mut page = Page {
            frame: self,
            text: String::new(),
            line_start: 0,
            line_len: 0,
            word: String::new(),
        };
        match all.len() {
            None => self.format.write(&mut page.text, all.bytes())?,
            Some(n) => page.block(all, n, indent, line_width)?,
        }
        Ok(page.text)
    }

    /// How much of an axis of length `n` is shown. The last part always is.
    fn shown(&self, n: usize) -> Shown {
        match self.summary {
            Some(items) if n / 2 >= items && n > 2 * items => {
                Shown { head: items, tail: items.max(1), cut: true }
            }
            _ => Shown { head: 0, tail: n, cut: false },
        }
    }
}

impl<'a> Page<'_, 'a> {
    /// Writes one part of `n` parts, in brackets.
    fn block(&mut self, part: Part<'_, 'a>, n: usize, indent: usize, width: isize) -> Result<()> {
        self.text.push('[');
        if part.n_axes() == 1 {
            self.row(part, n, indent, width)?;
        } else {
            let Shown { head, tail, cut } = self.frame.shown(n);
            let n_lines = part.n_axes() - 1;
            for i in 0..head {
                self.nested(part.at(i), indent, width)?;
                self.next_block(n_lines, indent);
            }
            if cut && self.frame.is_oldest {
                self.text.push_str("..., \n");
                self.text.extend(std::iter::repeat_n(' ', indent));
            } else if cut {
                self.text.push_str("...");
                self.next_block(n_lines, indent);
            }
            for i in n - tail..n - 1 {
                self.nested(part.at(i), indent, width)?;
                self.next_block(n_lines, indent);
            }
            self.nested(part.at(n - 1), indent, width)?;
        }
        self.text.push(']');
        Ok(())
    }

    fn nested(&mut self, part: Part<'_, 'a>, indent: usize, width: isize) -> Result<()> {
        let bracket = if self.frame.is_oldest { 0 } else { 1 };
        self.block(part, part.len().unwrap_or(0), indent + 1, width - bracket)
    }

    fn next_block(&mut self, n_lines: usize, indent: usize) {
        self.text.push_str(self.frame.separator.trim_end());
        self.text.extend(std::iter::repeat_n('\n', n_lines));
        self.text.extend(std::iter::repeat_n(' ', indent));
    }

    /// Writes the elements along the last axis, over as many lines as they need.
    fn row(&mut self, part: Part<'_, 'a>, n: usize, indent: usize, width: isize) -> Result<()> {
        let separator = self.frame.separator;
        let reserved = separator.trim_end().chars().count();
        let whole = width;
        let width = width - if self.frame.is_oldest { reserved } else { reserved.max(1) } as isize;
        self.line_start = self.text.len();
        self.line_len = indent as isize;
        let Shown { head, tail, cut } = self.frame.shown(n);
        for i in 0..head {
            self.element(part.at(i), indent, width)?;
            self.separate();
        }
        if cut {
            self.break_before(3, indent, width);
            self.text.push_str("...");
            self.line_len += 3;
            if self.frame.is_oldest {
                self.text.push_str(", ");
                self.line_len += 2;
            } else {
                self.separate();
            }
        }
        for i in n - tail..n - 1 {
            self.element(part.at(i), indent, width)?;
            self.separate();
        }
        // Nothing follows the last element, which 1.13 made use of.
        let width = if self.frame.is_oldest { whole } else { width };
        self.element(part.at(n - 1), indent, width)
    }

    fn separate(&mut self) {
        self.text.push_str(self.frame.separator);
        self.line_len += self.frame.separator.chars().count() as isize;
    }

    fn element(&mut self, part: Part<'_, 'a>, indent: usize, width: isize) -> Result<()> {
        self.word.clear();
        self.frame.format.write(&mut self.word, part.bytes())?;
        let word = std::mem::take(&mut self.word);
        let is_plain = word.bytes().all(|byte| byte.is_ascii() && byte != b'\n');
        if is_plain || self.frame.is_oldest {
            let length = word.chars().count();
            self.break_before(length, indent, width);
            self.text.push_str(&word);
            self.line_len += length as isize;
            self.word = word;
            return Ok(());
        }
        let widest = word.lines().map(|line| line.chars().count()).max().unwrap_or(0);
        self.break_before(widest, indent, width);
        // A word of several lines comes from a formatter of the user's; its lines stand below each
        // other, and what follows stands right of the widest.
        let hanging = self.line_len;
        let mut last = 0;
        for (i, line) in word.lines().enumerate() {
            if i > 0 {
                self.end_line(hanging);
            }
            self.text.push_str(line);
            last = line.chars().count();
        }
        self.text.extend(std::iter::repeat_n(' ', widest - last));
        self.line_len = hanging + widest as isize;
        self.word = word;
        Ok(())
    }

    /// Starts a new line if a word does not fit, unless that would not help.
    fn break_before(&mut self, word_len: usize, indent: usize, width: isize) {
        let fits = self.line_len + word_len as isize <= width;
        if !fits && self.frame.is_oldest && self.text.len() == self.line_start {
            // The break before the first element of a row fell victim to the bracket, but for a space.
            self.text.push(' ');
            return;
        }
        if !fits && (self.line_len > indent as isize || self.frame.is_oldest) {
            self.end_line(indent as isize);
        }
    }

    fn end_line(&mut self, indent: isize) {
        let kept = self.text[self.line_start..].trim_end().len();
        self.text.truncate(self.line_start + kept);
        self.text.push('\n');
        self.line_start = self.text.len();
        self.text.extend(std::iter::repeat_n(' ', usize::try_from(indent).unwrap_or(0)));
        self.line_len = indent;
    }
}
