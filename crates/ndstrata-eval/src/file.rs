//! [`File`]: what a function reads from or writes to.

use std::sync::{Arc, Mutex, PoisonError};

use crate::value::Value;

/// A file in memory, as Python's `BytesIO` and `StringIO`; clones are the same file. A file on disk is
/// named by its path, a text.
#[derive(Clone)]
pub struct File {
    kind: FileKind,
    content: Arc<Mutex<Content>>,
}

/// What a [`File`] stands for.
#[derive(Clone)]
#[non_exhaustive]
pub enum FileKind {
    /// A stream of bytes.
    Binary,
    /// A stream of text, kept as UTF-8.
    Text,
    /// A file that was named by a path with this suffix, such as `.gz`.
    Path(String),
    /// An iterable of lines, each text or bytes.
    Lines(Vec<Value>),
}

#[derive(Default)]
struct Content {
    bytes: Vec<u8>,
    position: usize,
}

impl File {
    /// A file that holds `bytes`, to be read from the start.
    pub fn new(kind: FileKind, bytes: Vec<u8>) -> File {
        File { kind, content: Arc::new(Mutex::new(Content { bytes, position: 0 })) }
    }

    /// What it stands for.
    pub fn kind(&self) -> &FileKind {
        &self.kind
    }

    /// The bytes from the current position on.
    pub fn remaining(&self) -> Vec<u8> {
        let content = self.content.lock().unwrap_or_else(PoisonError::into_inner);
        content.bytes[content.position..].to_vec()
    }

    /// All bytes.
    pub fn bytes(&self) -> Vec<u8> {
        self.content.lock().unwrap_or_else(PoisonError::into_inner).bytes.clone()
    }

    /// Moves the position on, at most to the end.
    pub fn advance(&self, n_bytes: usize) {
        let mut content = self.content.lock().unwrap_or_else(PoisonError::into_inner);
        content.position = content.position.saturating_add(n_bytes).min(content.bytes.len());
    }

    /// Writes at the end.
    pub fn append(&self, bytes: &[u8]) {
        let mut content = self.content.lock().unwrap_or_else(PoisonError::into_inner);
        content.bytes.extend_from_slice(bytes);
    }
}
