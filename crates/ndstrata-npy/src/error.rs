//! The crate's one error type, in NumPy's words where it has some.

use std::{fmt, io};

use ndstrata_dtype::literal::{Literal, LiteralError, repr_bytes, repr_str};
use ndstrata_dtype::{Casting, DType};

#[cfg(feature = "npz")]
use crate::zip::ZipFault;
use crate::{Unended, Version};

/// The result of reading or writing files.
pub type Result<T> = std::result::Result<T, Error>;

/// What was wrong; one word in size. [`kind`](Error::kind) gives the facts.
pub struct Error(Box<ErrorKind>);

/// The facts of an [`Error`].
#[derive(Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The file or stream failed.
    Io(io::Error),
    /// An array could not be made or seen as asked.
    Array(ndstrata_array::Error),
    /// There is nothing to read.
    NoData,
    /// The file ends too early.
    Eof {
        /// What was being read.
        reading: &'static str,
        /// Bytes that it should have.
        expected: u64,
        /// Bytes that were there.
        found: u64,
    },
    /// The first bytes are those of no `.npy` file.
    Magic {
        /// What was there instead.
        found: Vec<u8>,
    },
    /// Neither a `.npy` nor a `.npz` file; NumPy takes such for a pickle.
    NotNumpy,
    /// A version that does not exist.
    Version {
        /// The first number.
        major: u8,
        /// The second number.
        minor: u8,
    },
    /// A header that is no UTF-8.
    NotUtf8 {
        /// The byte that does not belong.
        byte: u8,
        /// Where it is in the header.
        position: usize,
        /// What is wrong with it, in Python's words.
        reason: &'static str,
    },
    /// A header with a character that its version cannot write.
    NotLatin1 {
        /// The character.
        character: char,
        /// Its place in the header.
        position: usize,
    },
    /// A header longer than the limit.
    HeaderSize {
        /// Its length in characters.
        length: u64,
    },
    /// A header too long for its version.
    HeaderLength {
        /// Its length in bytes.
        length: usize,
        /// The version.
        version: Version,
    },
    /// A header that is no Python literal.
    Header {
        /// Its text.
        text: String,
        /// What is wrong with it.
        source: LiteralError,
    },
    /// A header that ends too early, as Python's tokenizer reports it.
    HeaderEnd(Unended),
    /// A header that is a literal expression of no value.
    Literal(LiteralError),
    /// A header that is no dictionary.
    NotADict {
        /// What it is.
        value: Literal,
    },
    /// A header with other keys than `descr`, `fortran_order` and `shape`.
    Keys {
        /// Its keys as Python shows them, sorted.
        keys: Vec<String>,
    },
    /// A header with keys that are not all text.
    KeyTypes {
        /// The types of two that cannot be ordered.
        types: [&'static str; 2],
    },
    /// A shape that is no tuple of integers.
    Shape {
        /// What it is.
        value: Literal,
    },
    /// A shape with `True` or `False`.
    ShapeBool,
    /// A length that no integer of 64 bits holds.
    HugeDim,
    /// A negative length.
    NegativeDims,
    /// A `fortran_order` that is neither `True` nor `False`.
    FortranOrder {
        /// What it is.
        value: Literal,
    },
    /// A `descr` that NumPy's types do not know.
    Descr {
        /// The description.
        descr: Literal,
        /// What is wrong with it.
        source: ndstrata_dtype::Error,
    },
    /// A type that is wrong in itself.
    DType(ndstrata_dtype::Error),
    /// Elements that are arrays themselves, which NumPy cannot read.
    SubArrayType {
        /// The file's shape.
        shape: Vec<usize>,
        /// The number of elements that it means.
        expected: usize,
        /// The number that NumPy reads.
        found: usize,
    },
    /// A file that ends before the array that its header describes.
    ShortFile {
        /// The file's shape.
        shape: Vec<usize>,
        /// The number of elements that it means.
        expected: usize,
        /// The number of whole elements that are there.
        found: usize,
    },
    /// Python objects are not read: that would run code.
    LoadObjects,
    /// Python objects are not written.
    SaveObjects,
    /// A file that is mapped for writing or appended to, or that is mapped while one of these was asked
    /// for.
    InUse,
    /// Python objects are not mapped.
    MapObjects,
    /// A file that ends before the array that is to be mapped.
    MapLength {
        /// Bytes that the file should have.
        needed: u64,
        /// Bytes that it has.
        length: u64,
    },
    /// A raw file of no bytes, which cannot be mapped for reading.
    MapEmpty,
    /// Bytes of a raw file that do not make whole elements.
    MapRest {
        /// Bytes from the first element on.
        nbytes: u64,
        /// Bytes of one element.
        itemsize: usize,
    },
    /// A map that may only be read.
    ReadOnlyMap,
    /// Elements of another type than asked for.
    Type {
        /// The file's type.
        found: DType,
        /// The type asked for.
        expected: DType,
        /// The rule by which it would have to be cast.
        casting: Casting,
    },
    /// Another number of axes than asked for.
    Rank {
        /// The file's.
        found: usize,
        /// The number asked for.
        expected: usize,
    },
    /// Rows of another type than the file's.
    AppendType {
        /// The rows' type.
        found: DType,
        /// The file's type.
        expected: DType,
    },
    /// Rows of another shape than the file's.
    AppendShape {
        /// The rows' shape.
        found: Vec<usize>,
        /// The file's shape.
        expected: Vec<usize>,
    },
    /// An array without axes does not grow.
    AppendScalar,
    /// A file in which something follows the array.
    AppendBefore,
    /// A header without room for a longer shape.
    NoRoom {
        /// Its length in bytes.
        length: usize,
    },
    /// A damaged archive, or a member of one that cannot be read.
    #[cfg(feature = "npz")]
    Zip(ZipFault),
    /// A member that the archive does not have.
    NoMember {
        /// The name asked for.
        name: String,
    },
    /// Two members of one name.
    DuplicateMember {
        /// The name.
        name: String,
    },
    /// A name of more than 65,535 bytes.
    NameTooLong {
        /// Its length in bytes.
        length: usize,
    },
    /// A level of compression that does not exist.
    Level {
        /// The level.
        level: u8,
    },
    /// More members than the limit.
    TooManyMembers {
        /// How many there are.
        members: u64,
        /// The limit.
        limit: u64,
    },
    /// More bytes than the limit.
    TooManyBytes {
        /// The bytes of the elements.
        bytes: u64,
        /// The limit.
        limit: u64,
    },
}

impl Error {
    #[cold]
    pub(crate) fn new(kind: ErrorKind) -> Error {
        Error(Box::new(kind))
    }

    /// The facts.
    pub fn kind(&self) -> &ErrorKind {
        &self.0
    }

    /// The name of the exception class that NumPy raises for this, such as `ValueError`.
    pub fn numpy_class(&self) -> &'static str {
        match &*self.0 {
            ErrorKind::Io(error) if error.kind() == io::ErrorKind::NotFound => "FileNotFoundError",
            ErrorKind::Io(error) => match error.kind() {
                io::ErrorKind::PermissionDenied => "PermissionError",
                io::ErrorKind::IsADirectory => "IsADirectoryError",
                io::ErrorKind::NotADirectory => "NotADirectoryError",
                _ => "OSError",
            },
            ErrorKind::Array(error) => error.numpy_class(),
            ErrorKind::DType(error) => error.numpy_class(),
            ErrorKind::Literal(error) => error.numpy_class(),
            ErrorKind::NoData => "EOFError",
            #[cfg(feature = "npz")]
            ErrorKind::Zip(fault) => fault.numpy_class(),
            ErrorKind::NoMember { .. } => "KeyError",
            ErrorKind::Type { .. } | ErrorKind::AppendType { .. } => "TypeError",
            ErrorKind::HugeDim => "OverflowError",
            ErrorKind::NotUtf8 { .. } => "UnicodeDecodeError",
            ErrorKind::NotLatin1 { .. } => "UnicodeEncodeError",
            ErrorKind::HeaderEnd(_) => "TokenError",
            ErrorKind::KeyTypes { .. } | ErrorKind::ShapeBool => "TypeError",
            _ => "ValueError",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            ErrorKind::Io(error) => error.fmt(f),
            ErrorKind::Array(error) => error.fmt(f),
            ErrorKind::DType(error) => error.fmt(f),
            // The alternate form adds the place, with a caret.
            ErrorKind::Literal(error) if f.alternate() => error.fmt(f),
            ErrorKind::Literal(error) => error.kind().fmt(f),
            ErrorKind::NoData => f.write_str("No data left in file"),
            ErrorKind::Eof { reading, expected, found } => {
                write!(f, "EOF: reading {reading}, expected {expected} bytes got {found}")
            }
            ErrorKind::Magic { found } => write!(
                f,
                "the magic string is not correct; expected {}, got {}",
                repr_bytes(crate::header::MAGIC),
                repr_bytes(found)
            ),
            ErrorKind::NotNumpy => f.write_str(
                "This file contains pickled (object) data. If you trust the file you can load it \
                 unsafely using the `allow_pickle=` keyword argument or `pickle.load()`.",
            ),
            ErrorKind::Version { major, minor } => write!(
                f,
                "we only support format version (1,0), (2,0), and (3,0), not ({major}, {minor})"
            ),
            ErrorKind::NotUtf8 { byte, position, reason } => write!(
                f,
                "'utf-8' codec can't decode byte {byte:#04x} in position {position}: {reason}"
            ),
            ErrorKind::NotLatin1 { character, position } => write!(
                f,
                "'latin-1' codec can't encode character '{}' in position {position}: ordinal not \
                 in range(256)",
                escape(*character)
            ),
            ErrorKind::HeaderSize { length } => write!(
                f,
                "Header info length ({length}) is large and may not be safe to load securely.\n\
                 To allow loading, adjust `max_header_size` or fully trust the `.npy` file using \
                 `allow_pickle=True`.\n\
                 For safety against large resource use or crashes, sandboxing may be necessary."
            ),
            ErrorKind::HeaderLength { length, version } => {
                write!(f, "Header length {length} too big for version=({}, 0)", version.major())
            }
            ErrorKind::Header { text, .. } => write!(f, "Cannot parse header: {}", repr_str(text)),
            ErrorKind::HeaderEnd(Unended::Statement { line }) => {
                write!(f, "('EOF in multi-line statement', ({line}, 0))")
            }
            ErrorKind::HeaderEnd(Unended::String { line, column }) => {
                write!(f, "('EOF in multi-line string', ({line}, {column}))")
            }
            ErrorKind::NotADict { value } => write!(f, "Header is not a dictionary: {value}"),
            ErrorKind::Keys { keys } => {
                write!(f, "Header does not contain the correct keys: [{}]", keys.join(", "))
            }
            ErrorKind::KeyTypes { types: [left, right] } => {
                write!(f, "'<' not supported between instances of '{left}' and '{right}'")
            }
            ErrorKind::Shape { value } => write!(f, "shape is not valid: {value}"),
            ErrorKind::ShapeBool => f.write_str("an integer is required"),
            ErrorKind::HugeDim => f.write_str("Python int too large to convert to C long"),
            ErrorKind::NegativeDims => f.write_str("negative dimensions are not allowed"),
            ErrorKind::FortranOrder { value } => {
                write!(f, "fortran_order is not a valid bool: {value}")
            }
            ErrorKind::Descr { descr, .. } => {
                write!(f, "descr is not a valid dtype descriptor: {descr}")
            }
            ErrorKind::SubArrayType { shape, expected, found }
            | ErrorKind::ShortFile { shape, expected, found } => write!(
                f,
                "Failed to read all data for array. Expected {} = {expected} elements, could only \
                 read {found} elements. (file seems not fully written?)",
                shape_repr(shape)
            ),
            ErrorKind::LoadObjects => {
                f.write_str("Object arrays cannot be loaded when allow_pickle=False")
            }
            ErrorKind::SaveObjects => {
                f.write_str("Object arrays cannot be saved when allow_pickle=False")
            }
            ErrorKind::InUse => f.write_str(
                "the file is in use: another map or appender writes it, or maps read what was to be written",
            ),
            ErrorKind::MapObjects => {
                f.write_str("Array can't be memory-mapped: Python objects in dtype.")
            }
            ErrorKind::MapLength { needed, length } => write!(
                f,
                "mmap length is greater than file size: {needed} bytes of a file of {length}"
            ),
            ErrorKind::MapEmpty => f.write_str("cannot mmap an empty file"),
            ErrorKind::MapRest { .. } => f.write_str(
                "Size of available data is not a multiple of the data-type size.",
            ),
            ErrorKind::ReadOnlyMap => f.write_str("assignment destination is read-only"),
            ErrorKind::Type { found, expected, casting } => write!(
                f,
                "Cannot cast array data from {found:?} to {expected:?} according to the rule '{casting}'"
            ),
            ErrorKind::Rank { found, expected } => {
                write!(f, "the array has {found} dimensions, not {expected}")
            }
            ErrorKind::AppendType { found, expected } => {
                write!(f, "rows of {found:?} cannot be appended to an array of {expected:?}")
            }
            ErrorKind::AppendShape { found, expected } => write!(
                f,
                "rows of shape {} cannot be appended to an array of shape {}",
                shape_repr(found),
                shape_repr(expected)
            ),
            ErrorKind::AppendScalar => f.write_str("an array without axes cannot grow"),
            ErrorKind::AppendBefore => f.write_str("another array follows the one in this file"),
            ErrorKind::NoRoom { length } => {
                write!(f, "the header of {length} bytes has no room for a longer shape")
            }
            #[cfg(feature = "npz")]
            ErrorKind::Zip(fault) => fault.fmt(f),
            ErrorKind::NoMember { name } => {
                f.write_str(&repr_str(&format!("{name} is not a file in the archive")))
            }
            ErrorKind::DuplicateMember { name } => {
                write!(f, "Cannot use un-named variables and keyword {name}")
            }
            ErrorKind::NameTooLong { length } => {
                write!(f, "a name of {length} bytes is too long for an archive")
            }
            ErrorKind::Level { level } => {
                write!(f, "compression level {level} is not between 0 and 12")
            }
            ErrorKind::TooManyMembers { members, limit } => {
                write!(f, "the archive has {members} members, more than the limit of {limit}")
            }
            ErrorKind::TooManyBytes { bytes, limit } => {
                write!(f, "the array has {bytes} bytes, more than the limit of {limit}")
            }
        }
    }
}

/// A shape as Python shows a tuple: `(2, 3)`, `(2,)`.
pub(crate) fn shape_repr(shape: &[usize]) -> String {
    let lengths: Vec<_> = shape.iter().map(usize::to_string).collect();
    format!("({}{})", lengths.join(", "), if shape.len() == 1 { "," } else { "" })
}

/// A character as Python's codecs show it.
fn escape(character: char) -> String {
    match u32::from(character) {
        code @ 0..=0xff => format!("\\x{code:02x}"),
        code @ 0..=0xffff => format!("\\u{code:04x}"),
        code => format!("\\U{code:08x}"),
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {self}", self.0)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &*self.0 {
            ErrorKind::Io(error) => Some(error),
            ErrorKind::Header { source, .. } => Some(source),
            ErrorKind::Descr { source, .. } => Some(source),
            _ => None,
        }
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Error {
        Error::new(ErrorKind::Io(error))
    }
}

impl From<ndstrata_array::Error> for Error {
    fn from(error: ndstrata_array::Error) -> Error {
        Error::new(ErrorKind::Array(error))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_one_word() {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }
}
