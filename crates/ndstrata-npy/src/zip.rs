//! The zip container, as far as `.npz` files need it: a directory of stored and deflated members, with
//! zip64 sizes. What the members hold is for `npz`.

mod bytes;
mod code_page;
mod directory;
mod fault;
mod inflate;
mod writer;

pub(crate) use directory::{Directory, Entry, Method};
pub use fault::ZipFault;
pub(crate) use inflate::{Checked, inflate, peek};
pub(crate) use writer::{Deflated, ZipWriter, deflate};

const LOCAL_HEADER: u32 = 0x0403_4b50;
const CENTRAL_HEADER: u32 = 0x0201_4b50;
const END: u32 = 0x0605_4b50;
const END64: u32 = 0x0606_4b50;
const END64_LOCATOR: u32 = 0x0706_4b50;

/// The extra field with sizes of eight bytes.
const ZIP64_EXTRA: u16 = 1;
/// The extra field that only moves the data to an aligned place.
const PADDING_EXTRA: u16 = 0xd935;

/// The flag of names in UTF-8.
const UTF8_NAME: u16 = 1 << 11;
/// The flag of encrypted members.
const ENCRYPTED: u16 = 1;
/// The flag of patches.
const PATCHED: u16 = 1 << 5;
/// The flag of encryption with certificates.
const STRONG: u16 = 1 << 6;
