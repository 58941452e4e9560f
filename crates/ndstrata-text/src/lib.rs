//! Tables of text: `loadtxt`, `savetxt`, `genfromtxt` and their kin, exactly NumPy's.
//!
//! A [`Source`] gives text, a reader makes an array of it: [`loadtxt`] where each row is complete,
//! [`genfromtxt`] where values may be missing, [`fromstring`] for numbers with a separator; [`savetxt`] writes one. Computing on arrays is for other crates.

mod digits;
mod element;
mod error;
mod fromregex;
mod fromstring;
mod genfromtxt;
mod index;
mod item;
mod loadtxt;
mod long_double;
mod memory;
mod number;
mod places;
mod replace;
mod savetxt;
mod shape;
mod source;

pub use error::{Error, ErrorKind, Place, Result};
pub use fromregex::fromregex;
pub use fromstring::{FromString, fromfile_text, fromstring};
pub use genfromtxt::{
    Case, ColumnKey, Delimiter, ForColumns, GenFromTxt, GenTable, Names, genfromtxt,
};
pub use item::{Converter, Item};
pub use loadtxt::{
    Chunks, LoadTxt, Margins, Records, chunks, count_rows, loadtxt, margins, records,
};
pub use long_double::LongDouble;
pub use savetxt::{RowWriter, SaveTxt, percent_format, savetxt, savetxt_path, tofile_text};
pub use shape::{Unpacked, unpack};
pub use source::{Encoding, Endian, Limits, Named, Source};
