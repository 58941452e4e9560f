//! [`Blocks`]: text that comes in parts, of which the reader says how much it has used.

use std::io::Read;

use super::Encoding;
use super::encoding::Decoder;
use crate::error::{Error, Result};

/// Bytes asked for at a time: enough for all threads.
const BLOCK: usize = 4 << 20;
/// A row of more text than this is refused.
const LONGEST: usize = 1 << 30;

pub(crate) struct Blocks {
    /// `None` where all was read.
    reader: Option<Box<dyn Read + Send>>,
    decoder: Decoder,
    /// Bytes that begin a character whose end was not read yet.
    undecoded: Vec<u8>,
    text: String,
    /// Where the text begins that was not used yet.
    start: usize,
    wanted: usize,
}

impl Blocks {
    pub(crate) fn new(reader: Box<dyn Read + Send>, encoding: Encoding) -> Blocks {
        Blocks {
            reader: Some(reader),
            decoder: Decoder::new(encoding),
            undecoded: Vec::new(),
            text: String::new(),
            start: 0,
            wanted: BLOCK,
        }
    }

    /// One block, which is there.
    pub(crate) fn whole(text: String) -> Blocks {
        let decoder = Decoder::new(Encoding::Utf8);
        Blocks { reader: None, decoder, undecoded: Vec::new(), text, start: 0, wanted: BLOCK }
    }

    /// The text that was not used yet, and whether it is all that is left. `n_used` is how much of the block
    /// before was used; where it was nothing, the next one is longer.
    pub(crate) fn next_block(&mut self, n_used: usize) -> Result<(&str, bool)> {
        let was_given = self.text.len() > self.start;
        self.start += n_used;
        let is_stuck = was_given && n_used == 0;
        let n_left = self.text.len() - self.start;
        if self.reader.is_some() && (n_left < BLOCK / 4 || is_stuck) {
            self.text.drain(..self.start);
            self.start = 0;
            if is_stuck {
                self.wanted = self.wanted.saturating_mul(2);
            } else {
                self.wanted = BLOCK;
            }
            if self.text.len() > LONGEST {
                let reason = format!("a row of more than {LONGEST} bytes of text");
                return Err(Error::value(reason));
            }
            self.fill()?;
        }
        Ok((&self.text[self.start..], self.reader.is_none()))
    }

    /// Reads until there is as much text as is wanted, or no more.
    fn fill(&mut self) -> Result<()> {
        while self.text.len() < self.wanted
            && let Some(reader) = &mut self.reader
        {
            let n_wanted = self.wanted - self.text.len();
            let mut bytes = std::mem::take(&mut self.undecoded);
            let n_read = reader.take(n_wanted as u64).read_to_end(&mut bytes)?;
            let is_last = n_read < n_wanted;
            let n = self.decoder.decode(&bytes, is_last, &mut self.text)?;
            bytes.drain(..n);
            self.undecoded = bytes;
            if is_last {
                self.reader = None;
            }
        }
        Ok(())
    }

    /// All that is left.
    pub(crate) fn into_text(mut self) -> Result<String> {
        self.text.drain(..self.start);
        self.wanted = usize::MAX;
        if let Some(mut reader) = self.reader.take() {
            let mut bytes = std::mem::take(&mut self.undecoded);
            reader.read_to_end(&mut bytes)?;
            let is_fresh = self.text.is_empty() && std::str::from_utf8(&bytes).is_ok();
            if is_fresh && self.decoder.is_utf8() {
                return Ok(String::from_utf8(bytes).unwrap_or_default());
            }
            self.decoder.decode(&bytes, true, &mut self.text)?;
        }
        Ok(self.text)
    }
}
