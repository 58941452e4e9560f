//! The `.npy` format: headers byte for byte as NumPy writes them, arrays from any reader and into any
//! writer.
//!
//! No file is believed: what it claims is checked against [`Limits`] and against what it holds, and
//! nothing is allocated on its word alone.

mod error;
mod header;
mod limits;
mod read;
mod version;
mod write;

pub use error::{Error, ErrorKind, Result};
pub use header::{Header, Unended, read_magic};
pub use limits::Limits;
pub use read::{ReadOptions, load, read};
pub use version::Version;
pub use write::{WriteOptions, save, write};
