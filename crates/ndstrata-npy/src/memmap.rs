//! [`MemMap`]: the elements of a `.npy` file, or of a stored member of an archive, used where they lie.
#![expect(unsafe_code, reason = "maps files into memory")]

mod options;
mod raw;

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::ptr::NonNull;
use std::sync::Arc;

use memmap2::{Mmap, MmapMut, MmapOptions};
use ndstrata_array::{DynArray, DynView, DynViewMut};
use ndstrata_dtype::DType;

use crate::lock::{Lock, locked};
use crate::read::{as_numpy_sees_it, check_bytes};
use crate::{Error, ErrorKind, Header, Result};

pub use options::{CreateOptions, MapMode, MapOptions};
pub use raw::RawOptions;

enum Map {
    Shared(Mmap),
    Writable(MmapMut),
    Private(MmapMut),
}

/// An array mapped from a file.
///
/// NumPy: [numpy.lib.format.open_memmap](https://numpy.org/doc/stable/reference/generated/numpy.lib.format.open_memmap.html).
///
/// Whoever shortens a mapped file, or writes to it, does so behind this program's back: reading past
/// its new end ends the program. Map files that nobody else changes meanwhile.
pub struct MemMap {
    map: Map,
    header: Header,
    offset: usize,
    /// Keeps other maps of this process, and of others that lock, from writing what is read here.
    _lock: File,
}

/// So no two maps lend the same bytes for reading and for writing.
fn lock_of(mode: MapMode) -> Lock {
    match mode {
        MapMode::ReadWrite => Lock::Exclusive,
        MapMode::Read | MapMode::CopyOnWrite => Lock::Shared,
    }
}

impl MemMap {
    /// Maps the array of a `.npy` file.
    ///
    /// The file's length is checked now. Whoever shortens it later, or writes to it without a map of this
    /// kind, does so behind the array's back: that is the caller's to rule out, as for every map of a
    /// file. Maps themselves keep out of each other's way by a lock on the file, where its system has
    /// locks: any number of readers, or one writer. Elements are bytes until they are looked at, so that
    /// no content is invalid.
    ///
    /// NumPy: [numpy.lib.format.open_memmap](https://numpy.org/doc/stable/reference/generated/numpy.lib.format.open_memmap.html).
    /// Differs: a file that is too short is refused, also in mode `r+`, where NumPy makes it longer.
    ///
    /// # Errors
    ///
    /// As [`Header::read`]; Python objects; a file that ends before its array.
    pub fn open(path: impl AsRef<Path>, options: &MapOptions) -> Result<MemMap> {
        let is_written = options.mode == MapMode::ReadWrite;
        let file = OpenOptions::new().read(true).write(is_written).open(path)?;
        let header = Header::read(&mut &file, &options.limits)?;
        MemMap::of(&file, &header, 0, options.mode)
    }

    /// Makes a `.npy` file of zeros and maps it for writing; a file that had the name is replaced.
    ///
    /// NumPy: [numpy.lib.format.open_memmap](https://numpy.org/doc/stable/reference/generated/numpy.lib.format.open_memmap.html), mode `w+`.
    ///
    /// # Errors
    ///
    /// Python objects; an array too large; a file that cannot be made.
    pub fn create(
        path: impl AsRef<Path>,
        dtype: &DType,
        shape: &[usize],
        options: &CreateOptions,
    ) -> Result<MemMap> {
        let path = path.as_ref();
        let header = Header::new(dtype, shape, options.fortran_order, options.version)?;
        if dtype.has_object() {
            return Err(Error::new(ErrorKind::MapObjects));
        }
        let bytes = header.to_bytes()?;
        let length = bytes.len() as u64 + header.nbytes()? as u64;
        crate::file::replace_sized(path, 0, |file| {
            file.write_all(&bytes)?;
            Ok::<_, Error>(file.set_len(length)?)
        })?;
        let file = OpenOptions::new().read(true).write(true).open(path)?;
        MemMap::of(&file, &header, 0, MapMode::ReadWrite)
    }

    /// Maps an array whose header begins `start` bytes into the file.
    pub(crate) fn of(file: &File, header: &Header, start: u64, mode: MapMode) -> Result<MemMap> {
        if header.dtype().has_object() {
            return Err(Error::new(ErrorKind::MapObjects));
        }
        let header = as_numpy_sees_it(header)?.into_owned();
        let elements = start + header.data_offset() as u64;
        MemMap::of_elements(file, header, elements, mode)
    }

    /// Maps the elements that a header describes, from the byte `start` of the file on.
    fn of_elements(file: &File, header: Header, start: u64, mode: MapMode) -> Result<MemMap> {
        let nbytes = header.nbytes()?;
        let length = file.metadata()?.len();
        let end = start.saturating_add(nbytes as u64);
        if end > length {
            return Err(Error::new(ErrorKind::MapLength { needed: end, length }));
        }
        let lock = locked(file, lock_of(mode))?;
        // Some of what stands before is mapped too, as a map of no bytes is none.
        let before = start.min(64) as usize;
        let mut options = MmapOptions::new();
        options.offset(start - before as u64).len(before + nbytes);
        let map = match mode {
            // There are no maps of no bytes.
            MapMode::Read if before + nbytes == 0 => {
                Map::Shared(MmapMut::map_anon(1)?.make_read_only()?)
            }
            _ if before + nbytes == 0 => Map::Private(MmapMut::map_anon(1)?),
            // SAFETY: the file is as long as the map, as was checked. That nobody shortens or writes it
            // meanwhile is what the documentation asks for; its elements are only ever read as bytes.
            MapMode::Read => Map::Shared(unsafe { options.map(file) }?),
            // SAFETY: as above.
            MapMode::ReadWrite => Map::Writable(unsafe { options.map_mut(file) }?),
            // SAFETY: as above; what is written stays in this map.
            MapMode::CopyOnWrite => Map::Private(unsafe { options.map_copy(file) }?),
        };
        Ok(MemMap { map, header, offset: before, _lock: lock })
    }

    /// The file's header; of a raw file, what one would say.
    pub fn header(&self) -> &Header {
        &self.header
    }

    fn bytes(&self) -> &[u8] {
        match &self.map {
            Map::Shared(map) => map,
            Map::Writable(map) | Map::Private(map) => map,
        }
    }

    /// The array, for reading.
    ///
    /// NumPy: [numpy.memmap](https://numpy.org/doc/stable/reference/generated/numpy.memmap.html).
    ///
    /// # Errors
    ///
    /// None that the map's own checks leave.
    pub fn view(&self) -> Result<DynView<'_>> {
        let (layout, dtype) = (self.header.layout()?, self.header.dtype());
        Ok(DynView::from_bytes(self.bytes(), self.offset, layout, dtype)?)
    }

    /// The array, for writing: to the file in mode `r+`, to this map in mode `c`.
    ///
    /// NumPy: [numpy.memmap](https://numpy.org/doc/stable/reference/generated/numpy.memmap.html).
    ///
    /// # Errors
    ///
    /// A map for reading only.
    pub fn view_mut(&mut self) -> Result<DynViewMut<'_>> {
        let (layout, dtype) = (self.header.layout()?, self.header.dtype());
        match &mut self.map {
            Map::Shared(_) => Err(Error::new(ErrorKind::ReadOnlyMap)),
            Map::Writable(map) | Map::Private(map) => {
                Ok(DynViewMut::from_bytes(map, self.offset, layout, dtype)?)
            }
        }
    }

    /// Brings what was written to the file to the disk.
    ///
    /// NumPy: [numpy.memmap.flush](https://numpy.org/doc/stable/reference/generated/numpy.memmap.flush.html).
    ///
    /// # Errors
    ///
    /// A disk that fails.
    pub fn flush(&self) -> Result<()> {
        match &self.map {
            Map::Writable(map) => Ok(map.flush()?),
            Map::Shared(_) | Map::Private(_) => Ok(()),
        }
    }

    /// The array as one that keeps the map, for reading: who writes it writes a copy. While it or a clone
    /// of it lives, [`Arc::get_mut`] gives nobody the map for writing.
    ///
    /// NumPy: [numpy.memmap](https://numpy.org/doc/stable/reference/generated/numpy.memmap.html).
    ///
    /// # Errors
    ///
    /// None that the map's own checks leave.
    pub fn array(self: &Arc<Self>) -> Result<DynArray> {
        let (layout, dtype) = (self.header.layout()?, self.header.dtype());
        let bytes = self.bytes();
        let (start, length) = (NonNull::from(bytes).cast::<u8>(), bytes.len());
        let owner = Box::new(Arc::clone(self));
        // SAFETY: the map's bytes are initialised and stay in place for as long as the map is kept, which
        // the owner does. They are written through a unique reference to the map alone, which nobody can
        // have while the owner holds a shared one; the array itself only reads them.
        Ok(unsafe {
            DynArray::from_owner(owner, (start, length), false, self.offset, layout, dtype)
        }?)
    }

    /// The array as one that owns the map. It is read-only in the modes `r` and `r+` (who writes it
    /// writes a copy), and may be written in mode `c`.
    ///
    /// NumPy: [numpy.memmap](https://numpy.org/doc/stable/reference/generated/numpy.memmap.html).
    ///
    /// # Errors
    ///
    /// None that the map's own checks leave.
    pub fn into_array(self) -> Result<DynArray> {
        let MemMap { map, header, offset, _lock: lock } = self;
        let (start, length) = match &map {
            Map::Shared(map) => (map.as_ptr(), map.len()),
            Map::Writable(map) | Map::Private(map) => (map.as_ptr(), map.len()),
        };
        let is_writable = matches!(map, Map::Private(_));
        let (layout, dtype) = (header.layout()?, header.dtype());
        let start =
            NonNull::new(start.cast_mut()).ok_or_else(|| Error::new(ErrorKind::ReadOnlyMap))?;
        let owner: Box<dyn std::any::Any + Send + Sync> = match map {
            Map::Shared(map) => Box::new((map, lock)),
            Map::Writable(map) | Map::Private(map) => Box::new((map, lock)),
        };
        // SAFETY: the map's bytes are initialised and stay in place wherever the map is moved, until it
        // is dropped; a private map is written through this array alone, and the others by nobody.
        let array = unsafe {
            DynArray::from_owner(owner, (start, length), is_writable, offset, layout, dtype)
        }?;
        Ok(array)
    }
}

#[cfg(feature = "npz")]
impl crate::Npz {
    /// The array of a member, as [`map`](crate::Npz::map) gives it, after the checksum of a mapped one was
    /// proven, for which all of it is read once.
    ///
    /// NumPy: none; there `mmap_mode` has no effect on archives.
    ///
    /// # Errors
    ///
    /// As [`map`](crate::Npz::map); a checksum that is wrong.
    pub fn map_checked(&self, name: &str) -> Result<DynArray> {
        let array = self.map(name)?;
        let entry = self.entry(name)?;
        if entry.method == crate::zip::Method::Stored
            && matches!(self.source(), crate::source::Source::File(_))
        {
            self.prove_stored(entry)?;
        }
        Ok(array)
    }

    /// The array of a member: mapped where it lies if it is stored, of a file; read otherwise. The
    /// checksum of a mapped member is not proven: see [`map_checked`](crate::Npz::map_checked).
    ///
    /// NumPy: none; there `mmap_mode` has no effect on archives.
    ///
    /// # Errors
    ///
    /// As [`get`](crate::Npz::get) and [`MemMap::open`].
    pub fn map(&self, name: &str) -> Result<DynArray> {
        let entry = self.entry(name)?;
        match self.source() {
            crate::source::Source::File(open) if entry.method == crate::zip::Method::Stored => {
                let start = entry.data_offset(self.source())?;
                let header = self.header(name)?;
                let needed = header.data_offset() as u64 + header.nbytes()? as u64;
                check_bytes(header.nbytes()? as u64, self.limits())?;
                // Reading tells what is wrong in NumPy's words.
                if needed > entry.stored_size() || header.dtype().has_object() {
                    return self.get(name);
                }
                MemMap::of(&open.file, &header, start, MapMode::Read)?.into_array()
            }
            _ => self.get(name),
        }
    }
}
