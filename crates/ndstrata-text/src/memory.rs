//! Memory whose size comes from a file: asked for, never assumed.

use crate::error::{ErrorKind, Result};

/// Adds zeroed bytes, or says that there is no memory.
pub(crate) fn grow(bytes: &mut Vec<u8>, n: usize) -> Result<()> {
    if bytes.try_reserve(n).is_err() {
        return Err(ErrorKind::Memory { n_bytes: bytes.len().saturating_add(n) }.into());
    }
    bytes.resize(bytes.len() + n, 0);
    Ok(())
}
