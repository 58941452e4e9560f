//! The `.npy` and `.npz` formats: headers byte for byte as NumPy writes them, arrays from any reader and
//! into any writer, archives by name.
//!
//! No file is believed: what it claims is checked against [`Limits`] and against what it holds, and
//! nothing is allocated on its word alone.

mod append;
mod chunks;
mod error;
mod file;
#[cfg(unix)]
mod fill;
mod header;
mod limits;
mod load;
mod lock;
#[cfg(feature = "mmap")]
mod memmap;
#[cfg(feature = "npz")]
mod npz;
mod read;
#[cfg(feature = "npz")]
mod savez;
mod source;
mod typed;
mod version;
mod write;
#[cfg(feature = "npz")]
mod zip;

pub use append::Appender;
pub use chunks::Chunks;
pub use error::{Error, ErrorKind, Result};
pub use file::replace as replace_file;
pub use header::{Header, Unended, read_magic};
pub use limits::Limits;
pub use load::{Loaded, load, load_any, load_any_bytes};
#[cfg(feature = "mmap")]
pub use memmap::{CreateOptions, MapMode, MapOptions, MemMap, RawOptions};
#[cfg(feature = "npz")]
pub use npz::{MemberInfo, Npz};
pub use read::{ReadOptions, read};
#[cfg(feature = "npz")]
pub use savez::{NpzWriter, savez, savez_compressed, savez_into};
pub use typed::{Typed, load_typed, read_typed};
pub use version::Version;
pub use write::{WriteOptions, save, write};
#[cfg(feature = "npz")]
pub use zip::ZipFault;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
