//! [`ZipFault`]: what is wrong with an archive or a member, in the words of Python's `zipfile`.

use std::fmt;

use ndstrata_dtype::literal::{repr_bytes, repr_str};

/// What is wrong with an archive, or with one of its members.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ZipFault {
    /// There is no end of a directory.
    NotAZip,
    /// A part of an archive of several files.
    SeveralDisks,
    /// A directory that would begin before the file.
    DirectoryOffset,
    /// A directory that ends within a member.
    DirectoryEnd,
    /// A member of the directory that begins with other bytes than it should.
    DirectoryMagic,
    /// A name that is no UTF-8.
    Name,
    /// An extra field that is longer than all extra fields together.
    ExtraField {
        /// What it is.
        id: u16,
        /// How long it says that it is.
        size: u16,
    },
    /// Large numbers that are not where the directory says.
    Zip64 {
        /// Which one is missing.
        field: &'static str,
    },
    /// A version of the format that is too new, in tenths.
    Version {
        /// The version.
        tenths: u16,
    },
    /// A member that would begin before the file.
    Offset {
        /// Where.
        offset: i128,
        /// Whether the archive is a file rather than bytes in memory: Python fails otherwise there.
        in_file: bool,
    },
    /// Members that use the same bytes many times, as a bomb's do.
    Overlap {
        /// The name of the first.
        name: String,
    },
    /// A file that ends within a member's header.
    HeaderEnd,
    /// A header of a member that begins with other bytes than it should.
    HeaderMagic,
    /// A member that the directory calls otherwise.
    Names {
        /// The name in the directory.
        directory: String,
        /// The name in the member's header.
        header: Vec<u8>,
    },
    /// A patch for other data.
    Patch,
    /// A member that needs a certificate.
    StrongEncryption,
    /// A member that needs a password.
    Encrypted {
        /// Its name.
        name: String,
    },
    /// A member compressed in another way than deflate.
    Method {
        /// The number of the method.
        method: u16,
    },
    /// A file that ends within a member's data.
    DataEnd {
        /// Its name.
        name: String,
    },
    /// Compressed data that are none.
    Data {
        /// The member's name.
        name: String,
    },
    /// A member whose bytes are not those that were written.
    Crc {
        /// Its name.
        name: String,
    },
}

impl ZipFault {
    /// The name of the exception class that NumPy raises for this.
    pub fn numpy_class(&self) -> &'static str {
        match self {
            ZipFault::Name => "UnicodeDecodeError",
            ZipFault::Offset { in_file: true, .. } => "OSError",
            ZipFault::Offset { in_file: false, .. } => "ValueError",
            ZipFault::Version { .. }
            | ZipFault::Patch
            | ZipFault::StrongEncryption
            | ZipFault::Method { .. } => "NotImplementedError",
            ZipFault::Encrypted { .. } => "RuntimeError",
            ZipFault::DataEnd { .. } => "EOFError",
            ZipFault::Data { .. } => "error",
            _ => "BadZipFile",
        }
    }
}

impl fmt::Display for ZipFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ZipFault::NotAZip => f.write_str("File is not a zip file"),
            ZipFault::SeveralDisks => {
                f.write_str("zipfiles that span multiple disks are not supported")
            }
            ZipFault::DirectoryOffset => f.write_str("Bad offset for central directory"),
            ZipFault::DirectoryEnd => f.write_str("Truncated central directory"),
            ZipFault::DirectoryMagic => f.write_str("Bad magic number for central directory"),
            ZipFault::Name => f.write_str("the name of a member is no UTF-8"),
            ZipFault::ExtraField { id, size } => {
                write!(f, "Corrupt extra field {id:04x} (size={size})")
            }
            ZipFault::Zip64 { field } => {
                write!(f, "Corrupt zip64 extra field. {field} not found.")
            }
            ZipFault::Version { tenths } => {
                write!(f, "zip file version {}.{}", tenths / 10, tenths % 10)
            }
            ZipFault::Offset { in_file: true, .. } => f.write_str("[Errno 22] Invalid argument"),
            ZipFault::Offset { offset, in_file: false } => {
                write!(f, "negative seek value {offset}")
            }
            ZipFault::Overlap { name } => {
                write!(f, "Overlapped entries: {} (possible zip bomb)", repr_str(name))
            }
            ZipFault::HeaderEnd => f.write_str("Truncated file header"),
            ZipFault::HeaderMagic => f.write_str("Bad magic number for file header"),
            ZipFault::Names { directory, header } => write!(
                f,
                "File name in directory {} and header {} differ.",
                repr_str(directory),
                repr_bytes(header)
            ),
            ZipFault::Patch => f.write_str("compressed patched data (flag bit 5)"),
            ZipFault::StrongEncryption => f.write_str("strong encryption (flag bit 6)"),
            ZipFault::Encrypted { name } => {
                write!(f, "File {} is encrypted, password required for extraction", repr_str(name))
            }
            ZipFault::Method { .. } => f.write_str("That compression method is not supported"),
            ZipFault::DataEnd { name } => {
                write!(f, "the file ends within the data of {}", repr_str(name))
            }
            ZipFault::Data { name } => {
                write!(f, "Error -3 while decompressing data: invalid data for {}", repr_str(name))
            }
            ZipFault::Crc { name } => write!(f, "Bad CRC-32 for file {}", repr_str(name)),
        }
    }
}
