//! [`Npz`]: the arrays of a `.npz` archive, read by name when they are asked for.
//!
//! Writing is in `savez`.

use std::io::Read;
use std::num::NonZero;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use ndstrata_array::DynArray;

#[cfg(feature = "mmap")]
use crate::Limits;
use crate::header::MAGIC;
use crate::read::{as_numpy_sees_it, check_bytes, read_elements, short_data};
use crate::source::Source;
use crate::zip::{Checked, Directory, Entry, Method, ZipFault, inflate, peek};
use crate::{Error, ErrorKind, Header, ReadOptions, Result};

/// What NumPy adds to the names of arrays.
pub(crate) const SUFFIX: &str = ".npy";
/// Bytes that Python reads of a member at once.
const SMALL: u64 = 4096;

/// A `.npz` archive: arrays by name, read when they are asked for.
///
/// NumPy: [numpy.lib.npyio.NpzFile](https://numpy.org/doc/stable/reference/generated/numpy.lib.npyio.NpzFile.html).
/// Cheap to clone; may be read from several threads at once.
///
/// # Example
///
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_npy::{Npz, NpzWriter, ReadOptions};
/// let mut writer = NpzWriter::new(Vec::new());
/// writer.add("x", &DynArray::from_vec(vec![1.0, 2.0]).view())?;
/// let archive = Npz::from_bytes(writer.finish()?, &ReadOptions::new())?;
/// assert_eq!(archive.names().collect::<Vec<_>>(), ["x"]);
/// assert_eq!(archive.get("x")?.get::<f64>(&[1])?, 2.0);
/// # Ok::<(), ndstrata_npy::Error>(())
/// ```
#[derive(Clone)]
pub struct Npz {
    source: Source,
    directory: Arc<Directory>,
    options: ReadOptions,
}

/// What the directory of an archive says of a member.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MemberInfo {
    /// The name in the archive, with its `.npy`.
    pub name: String,
    /// Whether the member is compressed.
    pub is_compressed: bool,
    /// Bytes that it takes in the file.
    pub compressed_size: u64,
    /// Bytes that it has when read.
    pub size: u64,
}

impl Npz {
    /// Opens an archive and reads its directory.
    ///
    /// NumPy: [numpy.load](https://numpy.org/doc/stable/reference/generated/numpy.load.html).
    ///
    /// # Errors
    ///
    /// A file that is no zip file, or one with more members than the limit.
    pub fn open(path: impl AsRef<Path>, options: &ReadOptions) -> Result<Npz> {
        Npz::from_source(Source::open(path.as_ref())?, options)
    }

    /// An archive in memory.
    ///
    /// NumPy: [numpy.load](https://numpy.org/doc/stable/reference/generated/numpy.load.html) of a `BytesIO`.
    ///
    /// # Errors
    ///
    /// As [`open`](Npz::open).
    pub fn from_bytes(bytes: impl Into<Arc<[u8]>>, options: &ReadOptions) -> Result<Npz> {
        Npz::from_source(Source::Bytes(bytes.into()), options)
    }

    pub(crate) fn from_source(source: Source, options: &ReadOptions) -> Result<Npz> {
        let directory = Arc::new(Directory::read(&source, &options.limits)?);
        Ok(Npz { source, directory, options: options.clone() })
    }

    /// The names, in the order of the file, without the `.npy` that NumPy adds, unless that would name
    /// another member.
    ///
    /// NumPy: [numpy.lib.npyio.NpzFile.files](https://numpy.org/doc/stable/reference/generated/numpy.lib.npyio.NpzFile.html).
    /// Differs: `a.npy` beside a member `a` keeps its suffix.
    pub fn names(&self) -> impl ExactSizeIterator<Item = &str> {
        self.directory.entries.iter().map(|entry| match entry.name.strip_suffix(SUFFIX) {
            Some(short) if self.directory.entry(short).is_none() => short,
            _ => &entry.name,
        })
    }

    /// What the directory says of each member.
    ///
    /// NumPy: none.
    pub fn members(&self) -> impl ExactSizeIterator<Item = MemberInfo> {
        self.directory.entries.iter().map(|entry| MemberInfo {
            name: entry.name.clone(),
            is_compressed: entry.method != Method::Stored,
            compressed_size: entry.compressed,
            size: entry.size,
        })
    }

    /// The number of members.
    ///
    /// NumPy: `len`.
    pub fn len(&self) -> usize {
        self.directory.entries.len()
    }

    /// Whether there are no members.
    ///
    /// NumPy: none.
    pub fn is_empty(&self) -> bool {
        self.directory.entries.is_empty()
    }

    /// Whether there is a member of that name, with or without `.npy`.
    ///
    /// NumPy: `in`.
    pub fn contains(&self, name: &str) -> bool {
        self.entry(name).is_ok()
    }

    /// Reads an array, by its name with or without `.npy`. Of several members of one name, the last.
    ///
    /// NumPy: [numpy.lib.npyio.NpzFile](https://numpy.org/doc/stable/reference/generated/numpy.lib.npyio.NpzFile.html), `npz[name]`.
    /// Differs: a member that is no array is an error here, and read by [`bytes`](Npz::bytes).
    ///
    /// # Errors
    ///
    /// No such member; a damaged one; as [`read`](crate::read).
    pub fn get(&self, name: &str) -> Result<DynArray> {
        self.read_array(self.entry(name)?)
    }

    /// Reads the header of an array alone.
    ///
    /// NumPy: none.
    ///
    /// # Errors
    ///
    /// As [`get`](Npz::get).
    pub fn header(&self, name: &str) -> Result<Header> {
        let entry = self.entry(name)?;
        let limits = &self.options.limits;
        if entry.method == Method::Stored {
            let offset = entry.data_offset(&self.source)?;
            return Header::read(&mut self.source.reader(offset, entry.size), limits);
        }
        if let Ok(start) = peek(&self.source, entry)
            && let Ok(header) = Header::read(&mut &start[..], limits)
        {
            return Ok(header);
        }
        let (bytes, place) = inflate(&self.source, entry, limits)?;
        Header::read(&mut &bytes[place], limits)
    }

    /// Reads all bytes of a member, whatever it is.
    ///
    /// NumPy: [numpy.lib.npyio.NpzFile](https://numpy.org/doc/stable/reference/generated/numpy.lib.npyio.NpzFile.html), `npz[name]` of a member that is no array.
    ///
    /// # Errors
    ///
    /// No such member; a damaged one; more bytes than the limit.
    pub fn bytes(&self, name: &str) -> Result<Vec<u8>> {
        let entry = self.entry(name)?;
        check_bytes(entry.size, &self.options.limits)?;
        if entry.method == Method::Deflated {
            let (mut bytes, place) = inflate(&self.source, entry, &self.options.limits)?;
            bytes.truncate(place.end);
            bytes.drain(..place.start);
            return Ok(bytes);
        }
        let offset = entry.data_offset(&self.source)?;
        self.stored_bytes(entry, offset)
    }

    /// Whether a member begins as an array does.
    ///
    /// NumPy: none.
    ///
    /// # Errors
    ///
    /// No such member; a damaged one.
    pub fn is_array(&self, name: &str) -> Result<bool> {
        let entry = self.entry(name)?;
        let mut start = [0; MAGIC.len()];
        if entry.size < start.len() as u64 {
            return Ok(false);
        }
        if entry.method == Method::Stored {
            let offset = entry.data_offset(&self.source)?;
            crate::header::read_exact(
                &mut self.source.reader(offset, entry.size),
                &mut start,
                "member",
            )?;
            return Ok(start == MAGIC);
        }
        match peek(&self.source, entry) {
            Ok(bytes) if bytes.starts_with(MAGIC) => Ok(true),
            _ => {
                let (bytes, place) = inflate(&self.source, entry, &self.options.limits)?;
                Ok(bytes[place].starts_with(MAGIC))
            }
        }
    }

    /// Reads all arrays, several at once, in the order of the file.
    ///
    /// NumPy: none.
    ///
    /// # Errors
    ///
    /// That of the first array that cannot be read.
    pub fn read_all(&self) -> Result<Vec<(String, DynArray)>> {
        let entries = &self.directory.entries;
        let arrays = in_parallel(entries.len(), |i| self.read_array(&entries[i]))?;
        Ok(self.names().map(str::to_owned).zip(arrays).collect())
    }

    /// What the directory says of a member, also of one that cannot be read.
    pub(crate) fn listed(&self, name: &str) -> Result<&Entry> {
        self.directory
            .entry(name)
            .or_else(|| self.directory.entry(&format!("{name}{SUFFIX}")))
            .ok_or_else(|| Error::new(ErrorKind::NoMember { name: name.to_owned() }))
    }

    pub(crate) fn entry(&self, name: &str) -> Result<&Entry> {
        let entry = self.listed(name)?;
        match entry.method {
            Method::Other(method) => Err(Error::new(ErrorKind::Zip(ZipFault::Method { method }))),
            _ => Ok(entry),
        }
    }

    fn read_array(&self, entry: &Entry) -> Result<DynArray> {
        let limits = &self.options.limits;
        if entry.method == Method::Stored {
            let offset = entry.data_offset(&self.source)?;
            let size = entry.stored_size();
            // As in Python, whose buffer holds so much, the checksum of a small member comes first.
            if size <= SMALL {
                let bytes = self.stored_bytes(entry, offset)?;
                return crate::read(&mut &bytes[..], &self.options);
            }
            let mut checked = Checked::new(self.source.reader(offset, size), entry);
            let header = Header::read(&mut checked, limits)?;
            let trusted = usize::try_from(size).unwrap_or(usize::MAX);
            let array = read_elements(&mut checked, &header, limits, trusted)?;
            checked.finish()?;
            return Ok(array);
        }
        // The error names the bytes of the array rather than of the member, where its header says them.
        if limits.bytes < entry.size
            && let Ok(header) =
                peek(&self.source, entry).and_then(|bytes| Header::read(&mut &bytes[..], limits))
        {
            check_bytes(as_numpy_sees_it(&header)?.nbytes()? as u64, limits)?;
        }
        let (bytes, place) = inflate(&self.source, entry, limits)?;
        let (start, member) = (place.start, &bytes[place]);
        let header = Header::read(&mut &member[..], limits)?;
        let header = as_numpy_sees_it(&header)?;
        let nbytes = header.nbytes()?;
        check_bytes(nbytes as u64, limits)?;
        let elements = header.data_offset();
        let found = member.len() - elements.min(member.len());
        if found < nbytes {
            return Err(short_data(found as u64, nbytes as u64, header.dtype().itemsize()));
        }
        Ok(DynArray::from_bytes(bytes, start + elements, header.layout()?, header.dtype())?)
    }
}

impl Npz {
    /// All of a stored member, its checksum proven.
    fn stored_bytes(&self, entry: &Entry, offset: u64) -> Result<Vec<u8>> {
        let size = entry.stored_size();
        let mut checked = Checked::new(self.source.reader(offset, size), entry);
        let mut bytes = Vec::new();
        (&mut checked).take(size).read_to_end(&mut bytes)?;
        checked.finish()?;
        Ok(bytes)
    }

    /// Reads a stored member once for the sake of its checksum.
    #[cfg(feature = "mmap")]
    pub(crate) fn prove_stored(&self, entry: &Entry) -> Result<()> {
        let offset = entry.data_offset(&self.source)?;
        Checked::new(self.source.reader(offset, entry.stored_size()), entry).finish()
    }

    #[cfg(feature = "mmap")]
    pub(crate) fn limits(&self) -> &Limits {
        &self.options.limits
    }

    pub(crate) fn source(&self) -> &Source {
        &self.source
    }
}

/// The results of `n` pieces of work, on as many threads as the machine offers.
pub(crate) fn in_parallel<T: Send>(
    n: usize,
    work: impl Fn(usize) -> Result<T> + Sync,
) -> Result<Vec<T>> {
    let n_threads = std::thread::available_parallelism().map_or(1, NonZero::get).min(n);
    if n_threads <= 1 {
        return (0..n).map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let run = || {
        let mut done = Vec::new();
        loop {
            let i = next.fetch_add(1, Ordering::Relaxed);
            if i >= n {
                return done;
            }
            done.push((i, work(i)));
        }
    };
    let mut results: Vec<(usize, Result<T>)> = std::thread::scope(|scope| {
        let helpers: Vec<_> = (1..n_threads).map(|_| scope.spawn(run)).collect();
        let mut done = run();
        for helper in helpers {
            match helper.join() {
                Ok(more) => done.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    results.sort_unstable_by_key(|(i, _)| *i);
    results.into_iter().map(|(_, result)| result).collect()
}
