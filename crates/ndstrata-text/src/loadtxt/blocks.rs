//! A block of text by all threads: cut where a line ends, read apart, put together in order. The result is
//! that of one thread, and so are the complaints.

use super::rows::Rows;
use super::tokenizer::Tokenizer;
use crate::error::Result;

/// Shorter text is not worth a second thread.
#[cfg(feature = "rayon")]
const PARALLEL_FROM: usize = 1 << 19;
/// What a thread reads at a time.
#[cfg(feature = "rayon")]
const PIECE: usize = 1 << 18;

impl Rows {
    /// Reads the rows of a block. Gives how much of it was read: where more is to come, a row that is cut
    /// off is left, and where enough rows were read, the rest.
    pub(super) fn read_block(&mut self, text: &str, is_last: bool) -> Result<usize> {
        let mut at = 0;
        #[cfg(feature = "rayon")]
        if text.len() >= PARALLEL_FROM && rayon::current_num_threads() > 1 {
            at = self.read_in_parallel(text)?;
        }
        at = self.read_alone(text, at, text.len(), is_last)?;
        if !is_last || at < text.len() {
            self.before.0 += n_lines(&text[..at]);
            self.before.1 += at;
        }
        Ok(at)
    }

    /// Reads what lies between two places; gives where it ended.
    fn read_alone(&mut self, text: &str, at: usize, end: usize, is_last: bool) -> Result<usize> {
        let mut tokens = Tokenizer::whole(&text[at..end], self.plan.control);
        self.read(&mut tokens, is_last).map_err(|error| match error.place() {
            Some(place) => {
                let at = at + place.offset;
                let (lines, bytes) = self.before;
                error.at(lines + n_lines(&text[..at]) + 1, bytes + at)
            }
            None => error,
        })?;
        Ok(at + tokens.position())
    }

    #[cfg(feature = "rayon")]
    fn read_in_parallel(&mut self, text: &str) -> Result<usize> {
        use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

        // Within quotes the end of a line ends nothing.
        if self.plan.control.quote.is_some_and(|quote| text.contains(quote)) {
            let Some(end) = memchr::memrchr(b'\n', text.as_bytes()) else { return Ok(0) };
            let swift = self.plan.swift.as_ref();
            if !swift.is_some_and(|swift| swift.quotes_close(&text[..=end])) {
                return Ok(0);
            }
        }
        let mut at = 0;
        if !self.can_fork() {
            let Some(head) = line_end(text, 0, PIECE / 4) else { return Ok(0) };
            at = self.read_alone(text, 0, head, false)?;
            if !self.can_fork() {
                return Ok(at);
            }
        }
        let mut pieces = Vec::new();
        while let Some(end) = line_end(text, at, PIECE) {
            pieces.push((at, end));
            at = end;
        }
        let mut n_left = pieces.len();
        for batch in pieces.chunks(4 * rayon::current_num_threads()) {
            let read = |&(at, end): &(usize, usize)| {
                let mut part = self.fork();
                part.read_alone(text, at, end, true).map(|_| part)
            };
            let parts: Vec<Result<Rows>> = batch.par_iter().map(read).collect();
            for (part, &(at, end)) in parts.into_iter().zip(batch) {
                n_left -= 1;
                match part {
                    Ok(part) => self.append(part, n_left)?,
                    // Once more, now that the number of its first row is known.
                    Err(_) => {
                        self.read_alone(text, at, end, true)?;
                    }
                }
            }
        }
        Ok(at)
    }
}

fn n_lines(text: &str) -> usize {
    memchr::memchr_iter(b'\n', text.as_bytes()).count()
}

/// The end of the first line that ends at least so many bytes after `at`.
#[cfg(feature = "rayon")]
fn line_end(text: &str, at: usize, n_bytes: usize) -> Option<usize> {
    let rest = text.as_bytes().get(at + n_bytes..)?;
    memchr::memchr(b'\n', rest).map(|n| at + n_bytes + n + 1)
}
