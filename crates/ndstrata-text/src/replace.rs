//! [`replace`]: a file that takes the place of another when it is whole. Does what `ndstrata_npy::replace` does,
//! which lies above a crate that this one does not need.

use std::fs::{File, Metadata, OpenOptions};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::error::{Error, Result};

/// As many links are followed as Linux follows.
const MAX_LINKS: usize = 40;

/// Makes the file of a path with what `fill` writes, whole or not at all. A link is followed, a file's permissions
/// are kept, and what is no file, such as a pipe or a device, is written to.
pub(crate) fn replace(path: &Path, fill: impl FnOnce(&mut File) -> Result<()>) -> Result<()> {
    let of_file = |error| Error::of_file(error, path);
    let (path, old) = match std::fs::metadata(path) {
        Ok(metadata) => {
            // As writing to the old file would, this fails where the user may not.
            let mut file = OpenOptions::new().write(true).open(path).map_err(of_file)?;
            if !metadata.is_file() {
                return fill(&mut file);
            }
            (std::fs::canonicalize(path)?, Some(metadata))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => (end_of_links(path), None),
        Err(error) => return Err(of_file(error)),
    };
    if path.file_name().is_none() {
        return Err(of_file(std::io::Error::from(ErrorKind::IsADirectory)));
    }
    let (beside, mut file) = create_beside(&path).map_err(of_file)?;
    let done = fill(&mut file).and_then(|()| {
        if let Some(old) = &old {
            keep_attributes(&file, old)?;
        }
        drop(file);
        Ok(std::fs::rename(&beside, &path)?)
    });
    if done.is_err() {
        // The error matters more than what is left of the new file.
        let _ = std::fs::remove_file(&beside);
    }
    done
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

fn create_beside(path: &Path) -> std::io::Result<(PathBuf, File)> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    loop {
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!(".ndstrata-text-{}-{count}.tmp", std::process::id());
        let beside = path.with_file_name(name);
        match File::create_new(&beside) {
            Ok(file) => return Ok((beside, file)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}

/// Permissions as they were, and the owner where the system lets this user give files away.
fn keep_attributes(file: &File, old: &Metadata) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        let new = file.metadata()?;
        if (new.uid(), new.gid()) != (old.uid(), old.gid()) {
            // The text matters more than whose it is.
            let _ = fchown(file, Some(old.uid()), Some(old.gid()));
        }
    }
    file.set_permissions(old.permissions())
}

#[cfg(all(test, unix))]
mod tests {
    use std::io::Write;
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn put(path: &Path, text: &str) {
        replace(path, |file| Ok(file.write_all(text.as_bytes())?)).unwrap();
    }

    #[test]
    fn links_permissions_and_devices_stay_what_they_are() {
        let folder = std::env::temp_dir().join(format!("ndstrata-replace-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let (file, link, dangling) = (folder.join("a"), folder.join("b"), folder.join("c"));
        put(&file, "one");
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
        symlink("a", &link).unwrap();
        put(&link, "two");
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(std::fs::read_to_string(&file).unwrap(), "two");
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        symlink("d", &dangling).unwrap();
        put(&dangling, "three");
        assert_eq!(std::fs::read_to_string(folder.join("d")).unwrap(), "three");
        put(Path::new("/dev/null"), "four");
        assert!(!std::fs::metadata("/dev/null").unwrap().is_file());
        assert!(replace(&folder, |_| Ok(())).is_err());
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 4);
        std::fs::remove_dir_all(&folder).unwrap();
    }
}
