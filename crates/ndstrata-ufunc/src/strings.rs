//! `numpy.strings` and `numpy.char`: functions of text, element by element.
//!
//! Elements of type `S` are ASCII text to these functions, elements of type `U` are Unicode text as
//! Python 3.11 knows it. Operands broadcast. An element is read as code points, in place where it is of
//! type `U`, and what becomes of it is written into a result whose width is known before.

mod case;
mod classify;
mod codec;
mod combine;
mod convert;
mod edit;
mod justify;
mod operands;
mod partition;
mod search;
mod split;
mod strip;
mod translate;
mod unicode;
mod writer;

pub use case::{capitalize, lower, swapcase, title, upper};
pub use classify::{
    isalnum, isalpha, isdecimal, isdigit, islower, isnumeric, isspace, istitle, isupper, str_len,
};
pub use codec::{Codec, CodecErrors, decode, encode};
pub(crate) use combine::repeat_within;
pub use combine::{add, join, multiply};
pub use convert::{from_strs, to_strings};
pub use edit::{replace, slice};
pub use justify::{center, expandtabs, ljust, rjust, zfill};
pub use partition::{partition, rpartition};
pub use search::{
    Bounds, Trailing, compare_chararrays, count, endswith, find, index, rfind, rindex, startswith,
};
pub use split::{Cut, Parts, parts, rsplit, split, splitlines};
pub use strip::{lstrip, rstrip, strip};
pub use translate::{Translation, translate};
