//! [`Limits`]: what a source may cost at most.

/// What a source may cost at most; more is an error rather than memory without bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub(super) row: usize,
    pub(super) decompressed: u64,
    pub(super) dictionary: u32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { row: 1 << 30, decompressed: 64 << 30, dictionary: 1 << 30 }
    }
}

impl Limits {
    /// The most bytes of text that are looked at for the end of a row: 1 GiB unless set.
    pub fn max_row(mut self, bytes: usize) -> Limits {
        self.row = bytes;
        self
    }

    /// The most bytes that a compressed file may become: 64 GiB unless set.
    pub fn max_decompressed(mut self, bytes: u64) -> Limits {
        self.decompressed = bytes;
        self
    }

    /// The most bytes of memory that a file's `.xz` may ask for to be decompressed with: 1 GiB unless set.
    pub fn max_dictionary(mut self, bytes: u32) -> Limits {
        self.dictionary = bytes;
        self
    }
}
