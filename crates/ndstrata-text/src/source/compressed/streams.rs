//! [`Streams`]: what a compressed file holds, one stream after the other, with Python's complaints.

use std::io::{ErrorKind, Read, Result};

#[cfg(feature = "gzip")]
use super::gzip::Member;
use super::input::Input;
#[cfg(feature = "xz")]
use super::xz;
use crate::error::Error;
use crate::source::Limits;

/// What Python says of a file that ends too early.
const TRUNCATED: &str = "Compressed file ended before the end-of-stream marker was reached";

/// What the decoder of LZMA says, as an error of no kind, of a match that would begin before the data.
const BEFORE_START: &str = "dist overflow";

pub(super) struct Streams {
    format: &'static str,
    limits: Limits,
    state: State,
    is_first: bool,
}

enum State {
    /// Before a stream, or behind the last.
    Between(Input),
    #[cfg(feature = "gzip")]
    Gzip(Box<Member>),
    #[cfg(feature = "bzip2")]
    Bzip2(Box<bzip2::bufread::BzDecoder<Input>>),
    #[cfg(feature = "xz")]
    Xz(Box<lzma_rust2::XzReader<xz::Guarded>>),
    #[cfg(feature = "xz")]
    Lzma(Box<lzma_rust2::LzmaReader<xz::Watched>>),
    End,
}

impl Streams {
    pub(super) fn new(format: &'static str, file: Box<dyn Read + Send>, limits: Limits) -> Streams {
        Streams { format, limits, state: State::Between(Input::new(file)), is_first: true }
    }

    /// The next stream, if there is one.
    fn next(&mut self, mut input: Input) -> Result<State> {
        let is_first = std::mem::replace(&mut self.is_first, false);
        match self.format {
            #[cfg(feature = "gzip")]
            "gz" => {
                if !is_first {
                    input.skip_zeros()?;
                }
                // A file without a byte is one without text.
                if input.peek(1)?.is_empty() {
                    return Ok(State::End);
                }
                Ok(State::Gzip(Box::new(Member::new(input)?)))
            }
            #[cfg(feature = "bzip2")]
            "bz2" => {
                // What follows the last stream and is none is of no interest.
                if !is_first && !begins_bzip2(input.peek(10)?) {
                    return Ok(State::End);
                }
                Ok(State::Bzip2(Box::new(bzip2::bufread::BzDecoder::new(input))))
            }
            #[cfg(feature = "xz")]
            "xz" => {
                if !is_first {
                    input.skip_zeros()?;
                }
                match xz::next(&mut input, is_first, self.limits)? {
                    xz::Next::Xz => {
                        let guarded = xz::Guarded::new(input, self.limits);
                        let reader = lzma_rust2::XzReader::new(guarded, false);
                        Ok(State::Xz(Box::new(reader)))
                    }
                    xz::Next::Lzma => {
                        let watched = xz::Watched::new(input);
                        let reader =
                            lzma_rust2::LzmaReader::new_mem_limit(watched, u32::MAX, None)?;
                        Ok(State::Lzma(Box::new(reader)))
                    }
                    xz::Next::End => Ok(State::End),
                }
            }
            _ => {
                let _ = (&mut input, is_first, self.limits);
                Ok(State::End)
            }
        }
    }

    fn read_on(&mut self, out: &mut [u8]) -> Result<usize> {
        loop {
            let n = match &mut self.state {
                State::End => return Ok(0),
                State::Between(_) => 0,
                #[cfg(feature = "gzip")]
                State::Gzip(member) => member.read(out)?,
                #[cfg(feature = "bzip2")]
                State::Bzip2(reader) => reader.read(out)?,
                #[cfg(feature = "xz")]
                State::Xz(reader) => reader.read(out)?,
                #[cfg(feature = "xz")]
                State::Lzma(reader) => {
                    let n = reader.read(out);
                    reader.inner_mut().fault()?;
                    n?
                }
            };
            if n > 0 || out.is_empty() {
                return Ok(n);
            }
            self.state = match std::mem::replace(&mut self.state, State::End) {
                State::End => State::End,
                State::Between(input) => self.next(input)?,
                #[cfg(feature = "gzip")]
                State::Gzip(member) => State::Between(member.into_inner()),
                #[cfg(feature = "bzip2")]
                State::Bzip2(reader) => State::Between(reader.into_inner()),
                #[cfg(feature = "xz")]
                State::Xz(reader) => State::Between(reader.into_inner().into_inner()),
                #[cfg(feature = "xz")]
                State::Lzma(reader) => State::Between(reader.into_inner().into_inner()),
            };
        }
    }

    /// The same in Python's words.
    #[cold]
    fn told(&self, error: std::io::Error) -> std::io::Error {
        if error.get_ref().is_some_and(|inner| inner.is::<Error>()) {
            return error;
        }
        let is_of_data = matches!(
            error.kind(),
            ErrorKind::InvalidData | ErrorKind::InvalidInput | ErrorKind::Unsupported
        ) || (self.format == "xz" && error.to_string() == BEFORE_START);
        // The reader of .xz has no other kind for some parts that are cut off.
        let is_cut = error.kind() == ErrorKind::UnexpectedEof
            || (self.format == "xz" && is_of_data && error.to_string().starts_with("incomplete"));
        let (class, reason) = match self.format {
            _ if is_cut => ("EOFError", TRUNCATED),
            "bz2" if is_of_data => ("OSError", "Invalid data stream"),
            "xz" if is_of_data => ("LZMAError", "Corrupt input data"),
            _ => return error,
        };
        refused(class, reason)
    }
}

impl Read for Streams {
    fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        self.read_on(out).map_err(|error| self.told(error))
    }
}

/// An error with the class that Python has for it.
#[cold]
pub(super) fn refused(class: &'static str, reason: impl Into<String>) -> std::io::Error {
    std::io::Error::other(Error::argument(class, reason))
}

/// Whether a stream of bzip2 begins here, perhaps cut off.
#[cfg(feature = "bzip2")]
fn begins_bzip2(bytes: &[u8]) -> bool {
    let of_level = |at: usize, byte: u8| at != 3 || matches!(byte, b'1'..=b'9');
    let is_like = |start: &[u8; 10]| {
        let pairs = bytes.iter().zip(start).enumerate();
        pairs
            .into_iter()
            .all(|(at, (byte, known))| byte == known || (at == 3 && of_level(at, *byte)))
    };
    !bytes.is_empty()
        && (is_like(b"BZh9\x31\x41\x59\x26\x53\x59") || is_like(b"BZh9\x17\x72\x45\x38\x50\x90"))
}
