//! Writing `.npz` archives: stored members lie so that they can be mapped in place, deflated ones are
//! compressed several at once.

use std::collections::HashSet;
use std::io::Write;
use std::path::Path;

use ndstrata_array::{DynBase, DynView, Order, Storage};

use crate::npz::{SUFFIX, in_parallel};
use crate::zip::{Deflated, ZipWriter, deflate};
use crate::{Error, ErrorKind, Header, Npz, ReadOptions, Result, Version};

/// The level of zlib's default.
const DEFAULT_LEVEL: u8 = 6;

/// Writes an archive member by member, into any writer.
///
/// NumPy: [numpy.savez](https://numpy.org/doc/stable/reference/generated/numpy.savez.html).
/// Call [`finish`](NpzWriter::finish): an archive dropped before has no directory, and no reader takes
/// it.
pub struct NpzWriter<W: Write> {
    zip: ZipWriter<W>,
    level: Option<u8>,
    version: Option<Version>,
}

impl<W: Write> NpzWriter<W> {
    /// An archive of stored members.
    ///
    /// NumPy: [numpy.savez](https://numpy.org/doc/stable/reference/generated/numpy.savez.html).
    pub fn new(writer: W) -> NpzWriter<W> {
        NpzWriter { zip: ZipWriter::new(writer), level: None, version: None }
    }

    /// Compresses the members that follow, by a level from 1 (fast) to 12 (small); `None` stores them.
    ///
    /// NumPy: [numpy.savez_compressed](https://numpy.org/doc/stable/reference/generated/numpy.savez_compressed.html), which has level 6.
    pub fn level(mut self, level: impl Into<Option<u8>>) -> NpzWriter<W> {
        self.level = level.into();
        self
    }

    /// The version of the format of the members that follow; `None` for the oldest that can hold each.
    ///
    /// NumPy: none.
    pub fn version(mut self, version: impl Into<Option<Version>>) -> NpzWriter<W> {
        self.version = version.into();
        self
    }

    /// Writes one array under a name, to which `.npy` is added.
    ///
    /// NumPy: [numpy.savez](https://numpy.org/doc/stable/reference/generated/numpy.savez.html).
    ///
    /// # Errors
    ///
    /// A name that was used; as [`write`](crate::write).
    pub fn add<S: Storage>(&mut self, name: &str, array: &DynBase<S>) -> Result<()> {
        let array = &array.view();
        self.check_name(name)?;
        let name = format!("{name}{SUFFIX}");
        match self.level {
            Some(level) => self.zip.store_deflated(name, &deflated(array, level, self.version)?),
            None => with_parts(array, self.version, |parts| self.zip.store(name, parts)),
        }
    }

    /// Writes several arrays, compressing them at the same time.
    ///
    /// NumPy: [numpy.savez_compressed](https://numpy.org/doc/stable/reference/generated/numpy.savez_compressed.html).
    ///
    /// # Errors
    ///
    /// As [`add`](NpzWriter::add).
    pub fn add_all(&mut self, arrays: &[(&str, DynView<'_>)]) -> Result<()> {
        let Some(level) = self.level else {
            return arrays.iter().try_for_each(|(name, array)| self.add(name, array));
        };
        let members = in_parallel(arrays.len(), |i| deflated(&arrays[i].1, level, self.version))?;
        for ((name, _), member) in arrays.iter().zip(members) {
            self.check_name(name)?;
            self.zip.store_deflated(format!("{name}{SUFFIX}"), &member)?;
        }
        Ok(())
    }

    /// Takes over a member of another archive, whatever it is, as it lies there: compressed data are
    /// neither inflated nor checked.
    ///
    /// NumPy: none.
    ///
    /// # Errors
    ///
    /// No such member; a name that was used; an encrypted member; an archive that ends within it.
    pub fn keep(&mut self, archive: &Npz, name: &str) -> Result<()> {
        let entry = archive.listed(name)?;
        if self.zip.contains(&entry.name) {
            return Err(Error::new(ErrorKind::DuplicateMember { name: entry.name.clone() }));
        }
        self.zip.copy(archive.source(), entry)
    }

    /// Takes over the members of another archive, but for those of the names given (to which `.npy` is
    /// added). Of several members of one name, the last.
    ///
    /// NumPy: none.
    ///
    /// # Errors
    ///
    /// As [`keep`](NpzWriter::keep).
    pub fn keep_all_but<'n>(
        &mut self,
        archive: &Npz,
        names: impl IntoIterator<Item = &'n str>,
    ) -> Result<()> {
        let replaced: HashSet<String> =
            names.into_iter().map(|name| format!("{name}{SUFFIX}")).collect();
        for member in archive.members() {
            if !replaced.contains(&member.name) && !self.zip.contains(&member.name) {
                self.keep(archive, &member.name)?;
            }
        }
        Ok(())
    }

    /// Writes the directory and gives the writer back.
    ///
    /// NumPy: none.
    ///
    /// # Errors
    ///
    /// A writer that fails.
    pub fn finish(self) -> Result<W> {
        self.zip.finish()
    }

    fn check_name(&self, name: &str) -> Result<()> {
        if self.zip.contains(&format!("{name}{SUFFIX}")) {
            return Err(Error::new(ErrorKind::DuplicateMember { name: name.to_owned() }));
        }
        Ok(())
    }
}

/// Saves arrays under names in a `.npz` file, without compression. The file appears complete or not at
/// all.
///
/// NumPy: [numpy.savez](https://numpy.org/doc/stable/reference/generated/numpy.savez.html). Differs:
/// every array has a name (NumPy calls those without `arr_0`, `arr_1` …), and the file's is taken as it
/// is.
///
/// # Errors
///
/// A name given twice; as [`save`](crate::save).
pub fn savez(path: impl AsRef<Path>, arrays: &[(&str, DynView<'_>)]) -> Result<()> {
    save_all(path.as_ref(), arrays, None)
}

/// Saves arrays under names in a compressed `.npz` file. The file appears complete or not at all.
///
/// NumPy: [numpy.savez_compressed](https://numpy.org/doc/stable/reference/generated/numpy.savez_compressed.html).
/// Differs: as [`savez`].
///
/// # Errors
///
/// As [`savez`].
pub fn savez_compressed(path: impl AsRef<Path>, arrays: &[(&str, DynView<'_>)]) -> Result<()> {
    save_all(path.as_ref(), arrays, Some(DEFAULT_LEVEL))
}

/// Puts arrays into a `.npz` file under names, instead of those that it has under them, and leaves its
/// other members as they are; a file that is not there is made. The file changes as a whole or not at
/// all.
///
/// NumPy: none.
///
/// The new members are compressed by `level`, from 1 to 12; `None` stores them.
///
/// # Errors
///
/// A file that is no archive; as [`savez`].
///
/// # Example
///
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_npy::{Npz, ReadOptions, savez, savez_into};
/// # let path = std::env::temp_dir().join(format!("ndstrata-into-{}.npz", std::process::id()));
/// let (one, two) = (DynArray::from_vec(vec![1.0]), DynArray::from_vec(vec![2, 3]));
/// savez(&path, &[("a", one.view()), ("b", one.view())])?;
/// savez_into(&path, &[("b", two.view()), ("c", two.view())], None)?;
/// let archive = Npz::open(&path, &ReadOptions::new())?;
/// assert_eq!(archive.names().collect::<Vec<_>>(), ["a", "b", "c"]);
/// assert_eq!(archive.get("b")?.shape(), [2]);
/// # std::fs::remove_file(&path)?;
/// # Ok::<(), ndstrata_npy::Error>(())
/// ```
pub fn savez_into(
    path: impl AsRef<Path>,
    arrays: &[(&str, DynView<'_>)],
    level: Option<u8>,
) -> Result<()> {
    let path = path.as_ref();
    let old = match Npz::open(path, &ReadOptions::new()) {
        Ok(archive) => Some(archive),
        Err(error) if is_missing(&error) => None,
        Err(error) => return Err(error),
    };
    crate::file::replace(path, |file| {
        let mut writer = NpzWriter::new(file).level(level);
        if let Some(old) = &old {
            writer.keep_all_but(old, arrays.iter().map(|(name, _)| *name))?;
        }
        writer.add_all(arrays)?;
        writer.finish().map(drop)
    })
}

fn is_missing(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::Io(error) if error.kind() == std::io::ErrorKind::NotFound)
}

fn save_all(path: &Path, arrays: &[(&str, DynView<'_>)], level: Option<u8>) -> Result<()> {
    let stored =
        arrays.iter().fold(0, |sum: u64, (_, array)| sum.saturating_add(array.nbytes() as u64));
    crate::file::replace_sized(path, stored, |file| {
        if level.is_none() {
            crate::file::reserve(file, stored)?;
        }
        let mut writer = NpzWriter::new(file).level(level);
        writer.add_all(arrays)?;
        writer.finish().map(drop)
    })
}

fn deflated(array: &DynView<'_>, level: u8, version: Option<Version>) -> Result<Deflated> {
    with_parts(array, version, |parts| deflate(&parts.concat(), level))
}

/// Calls `then` with the header and the elements of an array's file.
fn with_parts<T>(
    array: &DynView<'_>,
    version: Option<Version>,
    then: impl FnOnce(&[&[u8]]) -> Result<T>,
) -> Result<T> {
    if array.dtype().has_object() {
        return Err(Error::new(ErrorKind::SaveObjects));
    }
    let header = Header::of(array, version)?.to_bytes()?;
    match array.packed_bytes() {
        Some(elements) => then(&[&header, elements]),
        None => {
            let packed = array.copy(Order::C)?;
            then(&[&header, packed.view().packed_bytes().unwrap_or(&[])])
        }
    }
}
