//! The versions of the `.npy` format.

use crate::{Error, ErrorKind, Result};

/// A version of the `.npy` format.
///
/// NumPy: [numpy.lib.format](https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Version {
    /// 1.0: a header of at most 65,535 bytes in latin-1.
    V1,
    /// 2.0: a header of at most 4 GiB in latin-1.
    V2,
    /// 3.0: a header of at most 4 GiB in UTF-8.
    V3,
}

impl Version {
    /// The version of two numbers.
    ///
    /// # Errors
    ///
    /// Any other than 1.0, 2.0 and 3.0.
    pub fn new(major: u8, minor: u8) -> Result<Version> {
        match (major, minor) {
            (1, 0) => Ok(Version::V1),
            (2, 0) => Ok(Version::V2),
            (3, 0) => Ok(Version::V3),
            _ => Err(Error::new(ErrorKind::Version { major, minor })),
        }
    }

    /// The first number; the second is 0.
    pub fn major(self) -> u8 {
        self as u8 + 1
    }

    /// Bytes of the number that tells the header's length.
    pub(crate) fn length_bytes(self) -> usize {
        if self == Version::V1 { 2 } else { 4 }
    }
}
