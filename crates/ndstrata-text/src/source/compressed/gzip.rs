//! [`Member`]: one member of a gzip file (RFC 1952).

use std::io::{BufRead, ErrorKind, Read, Result};

use flate2::{Crc, Decompress, FlushDecompress, Status};
use ndstrata_dtype::literal::repr_bytes;

use super::input::Input;
use super::streams::refused;

const HAS_CHECKSUM: u8 = 2;
const HAS_EXTRA: u8 = 4;
const HAS_NAME: u8 = 8;
const HAS_COMMENT: u8 = 16;

pub(super) struct Member {
    input: Input,
    inflate: Decompress,
    checksum: Crc,
    state: State,
}

#[derive(PartialEq)]
enum State {
    Data,
    /// What is behind the data was not read yet.
    Ended,
    Done,
}

impl Member {
    /// Reads the header.
    pub(super) fn new(mut input: Input) -> Result<Member> {
        let magic = input.peek(2)?;
        if magic != b"\x1f\x8b" {
            let reason = format!("Not a gzipped file ({})", repr_bytes(magic));
            return Err(refused("BadGzipFile", reason));
        }
        let [_, _, method, flags, ..] = array::<10>(&mut input)?;
        if method != 8 {
            return Err(refused("BadGzipFile", "Unknown compression method"));
        }
        if flags & HAS_EXTRA != 0 {
            let n = u16::from_le_bytes(array(&mut input)?);
            let skipped = std::io::copy(&mut (&mut input).take(n.into()), &mut std::io::sink())?;
            if skipped < n.into() {
                return Err(ErrorKind::UnexpectedEof.into());
            }
        }
        for flag in [HAS_NAME, HAS_COMMENT] {
            while flags & flag != 0 && array::<1>(&mut input)? != [0] {}
        }
        if flags & HAS_CHECKSUM != 0 {
            array::<2>(&mut input)?;
        }
        let inflate = Decompress::new(false);
        Ok(Member { input, inflate, checksum: Crc::new(), state: State::Data })
    }

    /// What follows it.
    pub(super) fn into_inner(self) -> Input {
        self.input
    }

    /// Reads what is behind the data.
    fn finish(&mut self) -> Result<()> {
        let [told, length] =
            [array(&mut self.input)?, array(&mut self.input)?].map(u32::from_le_bytes);
        let found = self.checksum.sum();
        if told != found {
            let reason = format!("CRC check failed {told:#x} != {found:#x}");
            return Err(refused("BadGzipFile", reason));
        }
        // Of longer data the lower bits are told.
        if length != self.inflate.total_out() as u32 {
            return Err(refused("BadGzipFile", "Incorrect length of data produced"));
        }
        self.state = State::Done;
        Ok(())
    }
}

impl Read for Member {
    fn read(&mut self, out: &mut [u8]) -> Result<usize> {
        if out.is_empty() {
            return Ok(0);
        }
        while self.state == State::Data {
            let bytes = self.input.fill_buf()?;
            let is_end = bytes.is_empty();
            let (n_in, n_out) = (self.inflate.total_in(), self.inflate.total_out());
            let status = self.inflate.decompress(bytes, out, FlushDecompress::None);
            let status = status
                .map_err(|_| refused("error", "Error -3 while decompressing data: invalid data"))?;
            self.input.consume((self.inflate.total_in() - n_in) as usize);
            let n = (self.inflate.total_out() - n_out) as usize;
            self.checksum.update(&out[..n]);
            if status == Status::StreamEnd {
                self.state = State::Ended;
            }
            if n > 0 {
                return Ok(n);
            }
            if is_end && self.state == State::Data {
                return Err(ErrorKind::UnexpectedEof.into());
            }
        }
        if self.state == State::Ended {
            self.finish()?;
        }
        Ok(0)
    }
}

fn array<const N: usize>(input: &mut Input) -> Result<[u8; N]> {
    let mut bytes = [0; N];
    input.read_exact(&mut bytes)?;
    Ok(bytes)
}
