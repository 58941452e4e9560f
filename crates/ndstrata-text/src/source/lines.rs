//! [`Lines`]: the lines of an iterable, side by side in one text.

/// Lines with or without their ends. In the text an end follows each.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lines {
    text: String,
    /// Where each line ends, its own end of line included and an added one not.
    ends: Vec<usize>,
}

/// Memory asked for at first is no more than this.
const ROOM: usize = 1 << 24;

impl Lines {
    /// The lines of an iterator.
    pub(crate) fn of<S: AsRef<str>>(lines: impl IntoIterator<Item = S>) -> Lines {
        let lines = lines.into_iter();
        let (least, most) = lines.size_hint();
        let n_lines = most.unwrap_or(least);
        let mut all = Lines::default();
        for line in lines {
            let line = line.as_ref();
            if all.ends.is_empty() {
                // Lines of a table are about as long as each other; without the memory they grow as they come.
                let room = n_lines.saturating_mul(line.len() + 2).min(ROOM);
                let _ = all.text.try_reserve(room);
                let _ = all.ends.try_reserve(n_lines.min(ROOM / 8));
            }
            all.push(line);
        }
        all
    }

    #[inline]
    pub(crate) fn push(&mut self, line: &str) {
        self.text.push_str(line);
        self.ends.push(self.text.len());
        if line.as_bytes().last() != Some(&b'\n') {
            self.text.push('\n');
        }
    }

    pub(crate) fn iter(&self) -> Iter<'_> {
        Iter { text: &self.text, ends: self.ends.iter(), start: 0 }
    }

    /// All lines, each with an end.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The same for good.
    pub(crate) fn into_text(self) -> String {
        self.text
    }

    /// Whether lines end in the text where they end here and nowhere else.
    pub(crate) fn are_alone(&self) -> bool {
        let bytes = self.text.as_bytes();
        let mut returns = memchr::memchr_iter(b'\r', bytes);
        memchr::memchr_iter(b'\n', bytes).count() == self.ends.len()
            && returns.all(|at| bytes.get(at + 1) == Some(&b'\n'))
    }
}

/// Lines as they were given.
#[derive(Clone, Default)]
pub(crate) struct Iter<'a> {
    text: &'a str,
    ends: std::slice::Iter<'a, usize>,
    start: usize,
}

impl<'a> Iterator for Iter<'a> {
    type Item = &'a str;

    #[inline]
    fn next(&mut self) -> Option<&'a str> {
        let end = *self.ends.next()?;
        let line = &self.text[self.start..end];
        self.start = end + usize::from(!line.ends_with('\n'));
        Some(line)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.ends.size_hint()
    }
}

impl ExactSizeIterator for Iter<'_> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_back_as_they_were() {
        let given = ["1 2", "", "3\n", "4\r\n", "\n", "5\r", "6 \n7", "8"];
        let lines = Lines::of(given);
        assert_eq!(lines.iter().collect::<Vec<_>>(), given);
        assert_eq!(lines.text(), "1 2\n\n3\n4\r\n\n5\r\n6 \n7\n8\n");
        assert!(!lines.are_alone());
        assert!(Lines::of(&given[..6]).are_alone());
        for odd in ["1\n\n", "1\r2", "1\r\r", "1\n\r", "\n\n"] {
            assert!(!Lines::of([odd]).are_alone(), "{odd:?}");
        }
    }
}
