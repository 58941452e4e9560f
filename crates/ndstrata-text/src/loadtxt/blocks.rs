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
        at += self.read_alone(&text[at..], is_last)?;
        Ok(at)
    }

    fn read_alone(&mut self, text: &str, is_last: bool) -> Result<usize> {
        let mut tokens = Tokenizer::whole(text, self.plan.control);
        self.read(&mut tokens, is_last)?;
        Ok(tokens.position())
    }

    #[cfg(feature = "rayon")]
    fn read_in_parallel(&mut self, text: &str) -> Result<usize> {
        use rayon::iter::{IntoParallelRefIterator, ParallelIterator};

        // Within quotes the end of a line ends nothing.
        if self.plan.control.quote.is_some_and(|quote| text.contains(quote)) {
            return Ok(0);
        }
        let mut at = 0;
        if !self.can_fork() {
            let Some(head) = line_end(text, 0, PIECE / 4) else { return Ok(0) };
            at = self.read_alone(&text[..head], false)?;
            if !self.can_fork() {
                return Ok(at);
            }
        }
        let mut pieces = Vec::new();
        while let Some(end) = line_end(text, at, PIECE) {
            pieces.push(&text[at..end]);
            at = end;
        }
        let mut n_left = pieces.len();
        for batch in pieces.chunks(4 * rayon::current_num_threads()) {
            let read = |piece: &&str| {
                let mut part = self.fork();
                part.read_alone(piece, true).map(|_| part)
            };
            let parts: Vec<Result<Rows>> = batch.par_iter().map(read).collect();
            for (part, piece) in parts.into_iter().zip(batch) {
                n_left -= 1;
                match part {
                    Ok(part) => self.append(part, n_left)?,
                    // Once more, now that the number of its first row is known.
                    Err(_) => {
                        self.read_alone(piece, true)?;
                    }
                }
            }
        }
        Ok(at)
    }
}

/// The end of the first line that ends at least so many bytes after `at`.
#[cfg(feature = "rayon")]
fn line_end(text: &str, at: usize, n_bytes: usize) -> Option<usize> {
    let rest = text.as_bytes().get(at + n_bytes..)?;
    memchr::memchr(b'\n', rest).map(|n| at + n_bytes + n + 1)
}
