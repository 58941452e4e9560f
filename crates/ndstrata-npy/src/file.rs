//! Files made beside the ones they replace.
//!
//! The new file takes the old one's place in one step, so that whoever opens the name finds the one or
//! the other. Where the system can, the two are exchanged rather than the old one overwritten: ext4
//! brings a file to the disk before it lets it overwrite another, which takes longer than writing it.
//! Large files have no name until they are complete, so that nothing is left of one that was given up.

#[cfg(target_os = "linux")]
mod exchange;
#[cfg(target_os = "linux")]
mod reserve;
#[cfg(target_os = "linux")]
mod unnamed;

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Seek};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

#[cfg(target_os = "linux")]
use exchange::exchange;
#[cfg(target_os = "linux")]
use unnamed::{create as create_unnamed, name as name_unnamed};

/// From this size on, a file has no name while it is written (which costs as much as writing a small
/// one), and freeing the old file's memory is left to another thread.
const LARGE: u64 = 4 << 20;
/// As many links are followed as Linux follows.
const MAX_LINKS: usize = 40;

/// Takes room for a large file that is about to be written: a full disk is told at once, and finding
/// blocks once takes less time than finding them while they are written.
pub(crate) fn reserve(file: &File, length: u64) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    if length >= LARGE && file.metadata()?.is_file() {
        return reserve::reserve(file, length);
    }
    #[cfg(not(target_os = "linux"))]
    let _ = (file, length);
    Ok(())
}

/// Makes the file of a path with what `fill` writes. It appears complete or not at all: until then, a
/// file that had the name stays as it was, also when the disk is full or the program ends.
///
/// NumPy: none.
///
/// A link is followed, and what it leads to is replaced. The new file has the old one's permissions.
/// What is no file, such as a pipe or a device, is written to. A power failure may leave either file
/// incomplete unless `fill` ends with [`File::sync_all`].
///
/// # Errors
///
/// Those of `fill`; a file that cannot be made, renamed, or written to by this user.
pub fn replace<E: From<io::Error>>(
    path: &Path,
    fill: impl FnOnce(&mut File) -> Result<(), E>,
) -> Result<(), E> {
    replace_sized(path, u64::MAX, fill)
}

/// As [`replace`], with a file of about `length` bytes.
pub(crate) fn replace_sized<E: From<io::Error>>(
    path: &Path,
    length: u64,
    fill: impl FnOnce(&mut File) -> Result<(), E>,
) -> Result<(), E> {
    let (path, old) = match Place::of(path)? {
        Place::New(path) => (path, None),
        Place::File(path, file, metadata) => (path, Some((file, metadata))),
        Place::Stream(mut stream) => return fill(&mut stream),
    };
    let mut new = New::create(&path, length)?;
    fill(&mut new.file)?;
    if let Some((_, metadata)) = &old {
        keep_attributes(&new.file, metadata)?;
    }
    Ok(new.take_place(&path, old)?)
}

/// What a path leads to.
enum Place {
    New(PathBuf),
    File(PathBuf, File, Metadata),
    Stream(File),
}

impl Place {
    fn of(path: &Path) -> io::Result<Place> {
        let metadata = match std::fs::metadata(path) {
            Ok(metadata) => metadata,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Ok(Place::New(end_of_links(path)));
            }
            Err(error) => return Err(error),
        };
        // As writing to the old file would, this fails where the user may not.
        let file = OpenOptions::new().write(true).open(path)?;
        if !metadata.is_file() {
            return Ok(Place::Stream(file));
        }
        let is_link = std::fs::symlink_metadata(path)?.is_symlink();
        let path = if is_link { std::fs::canonicalize(path)? } else { path.to_owned() };
        Ok(Place::File(path, file, metadata))
    }
}

/// The name that a path of links leads to, which nothing has yet.
fn end_of_links(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        let Ok(target) = std::fs::read_link(&path) else { break };
        path = path.parent().unwrap_or(Path::new("")).join(target);
    }
    path
}

/// A file that is being written.
struct New {
    file: File,
    /// The name that it has until it takes its place: none, or one beside that.
    name: Option<PathBuf>,
}

impl New {
    fn create(path: &Path, length: u64) -> io::Result<New> {
        if path.file_name().is_none() {
            return Err(io::Error::from(ErrorKind::IsADirectory));
        }
        if length >= LARGE
            && let Some(file) = create_unnamed(path)
        {
            return Ok(New { file, name: None });
        }
        let (name, file) = beside(path, |name| File::create_new(name))?;
        Ok(New { file, name: Some(name) })
    }

    /// Gives the file its name.
    fn take_place(mut self, path: &Path, old: Option<(File, Metadata)>) -> io::Result<()> {
        let temporary = self.named(path)?;
        let Some((old, metadata)) = old else {
            std::fs::rename(&temporary, path)?;
            self.name = None;
            return Ok(());
        };
        if exchange(&temporary, path).is_err() {
            std::fs::rename(&temporary, path)?;
            self.name = None;
        }
        // Else the old file has the name, and is removed with it.
        if metadata.len() >= LARGE {
            drop(self);
            // Its memory is freed when it is closed. Where no thread can be had, that is here.
            let _ = std::thread::Builder::new().spawn(move || drop(old));
        }
        Ok(())
    }

    /// The name beside its place, which it is given if it has none.
    fn named(&mut self, path: &Path) -> io::Result<PathBuf> {
        if let Some(name) = &self.name {
            return Ok(name.clone());
        }
        let name = match beside(path, |name| name_unnamed(&self.file, name)) {
            Ok((name, ())) => name,
            // A system that makes such files and cannot name them has them copied.
            Err(_) => {
                let (name, mut file) = beside(path, |name| File::create_new(name))?;
                self.name = Some(name.clone());
                self.file.rewind()?;
                io::copy(&mut self.file, &mut file)?;
                keep_attributes(&file, &self.file.metadata()?)?;
                // What was promised of the first file holds of its copy.
                file.sync_all()?;
                name
            }
        };
        self.name = Some(name.clone());
        Ok(name)
    }
}

impl Drop for New {
    /// What did not take its place is removed.
    fn drop(&mut self) {
        if let Some(name) = &self.name {
            // The first error is the one to report.
            let _ = std::fs::remove_file(name);
        }
    }
}

/// Makes something of an unused name in the same folder.
fn beside<T>(
    path: &Path,
    mut make: impl FnMut(&Path) -> io::Result<T>,
) -> io::Result<(PathBuf, T)> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    loop {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!(".ndstrata-{}-{count}.tmp", std::process::id());
        let temporary = path.with_file_name(name);
        match make(&temporary) {
            Ok(made) => return Ok((temporary, made)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}

/// Permissions as they were, and the owner where the system lets this user give files away.
fn keep_attributes(file: &File, old: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        let new = file.metadata()?;
        if (new.uid(), new.gid()) != (old.uid(), old.gid()) {
            // The elements matter more than whose they are.
            let _ = fchown(file, Some(old.uid()), Some(old.gid()));
        }
        if new.mode() == old.mode() {
            return Ok(());
        }
    }
    file.set_permissions(old.permissions())
}

#[cfg(not(target_os = "linux"))]
fn exchange(_a: &Path, _b: &Path) -> io::Result<()> {
    Err(io::Error::from(ErrorKind::Unsupported))
}

#[cfg(not(target_os = "linux"))]
fn create_unnamed(_path: &Path) -> Option<File> {
    None
}

#[cfg(not(target_os = "linux"))]
fn name_unnamed(_file: &File, _path: &Path) -> io::Result<()> {
    Err(io::Error::from(ErrorKind::Unsupported))
}

#[cfg(all(test, unix))]
mod tests {
    use std::io::Write;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder =
            std::env::temp_dir().join(format!("ndstrata-file-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn put(path: &Path, text: &str) {
        replace::<io::Error>(path, |file| file.write_all(text.as_bytes())).unwrap();
    }

    fn names(folder: &Path) -> Vec<String> {
        let names = std::fs::read_dir(folder).unwrap();
        let mut names: Vec<_> =
            names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn links_are_followed_and_permissions_kept() {
        let folder = folder("links");
        let (file, link) = (folder.join("file"), folder.join("link"));
        std::os::unix::fs::symlink("file", &link).unwrap();
        put(&link, "new");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "new");
        std::fs::set_permissions(&file, PermissionsExt::from_mode(0o640)).unwrap();
        put(&link, "newer");
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "newer");
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(names(&folder), ["file", "link"]);
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_failure_leaves_the_old_file_and_nothing_else() {
        let folder = folder("failure");
        let file = folder.join("file");
        put(&file, "old");
        let failed = replace::<io::Error>(&file, |file| {
            file.write_all(b"half")?;
            Err(io::Error::from(ErrorKind::StorageFull))
        });
        assert_eq!(failed.unwrap_err().kind(), ErrorKind::StorageFull);
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "old");
        assert_eq!(names(&folder), ["file"]);
        assert!(replace::<io::Error>(&folder, |_| Ok(())).is_err());
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_file_being_written_has_no_name_unless_it_is_small() {
        let folder = folder("unnamed");
        let file = folder.join("file");
        for (length, n_names) in [(LARGE, 0), (LARGE - 1, 1)] {
            let seen = |file: &mut File| {
                file.write_all(b"new")?;
                assert_eq!(names(&folder).len(), n_names);
                Ok::<_, io::Error>(())
            };
            replace_sized(&file, length, seen).unwrap();
            assert_eq!(std::fs::read_to_string(&file).unwrap(), "new");
            std::fs::remove_file(&file).unwrap();
        }
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn large_files_are_replaced_too() {
        let folder = folder("large");
        let file = folder.join("file");
        for byte in ["a", "b"] {
            put(&file, &byte.repeat(LARGE as usize));
        }
        assert!(std::fs::read(&file).unwrap().iter().all(|&byte| byte == b'b'));
        assert_eq!(names(&folder), ["file"]);
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn devices_are_written_to() {
        put(Path::new("/dev/null"), "nothing");
        assert!(!std::fs::metadata("/dev/null").unwrap().is_file());
    }
}
