//! Locks on files, by which those who map them and those who append to them keep out of each other's way.

use std::fs::{File, TryLockError};
use std::io;

use crate::{Error, ErrorKind, Result};

/// What a lock leaves to others.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Lock {
    /// Any number of readers.
    Shared,
    /// One writer, and nobody else.
    Exclusive,
}

/// The file, locked for as long as the result lives. Where the file system has no locks, the
/// documentation's word must do.
pub(crate) fn locked(file: &File, lock: Lock) -> Result<File> {
    let file = file.try_clone()?;
    let taken = match lock {
        Lock::Shared => file.try_lock_shared(),
        Lock::Exclusive => file.try_lock(),
    };
    match taken {
        Err(TryLockError::WouldBlock) => Err(Error::new(ErrorKind::InUse)),
        Err(TryLockError::Error(error)) if error.kind() != io::ErrorKind::Unsupported => {
            Err(error.into())
        }
        _ => Ok(file),
    }
}
