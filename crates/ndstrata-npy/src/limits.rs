//! [`Limits`]: how much a reader believes a file that nobody vouches for.

/// How much may be read before a file is refused.
///
/// Whatever the limits, no more is allocated than the data that were read call for.
#[derive(Clone, Debug)]
pub struct Limits {
    pub(crate) header_size: usize,
    pub(crate) bytes: u64,
    pub(crate) members: usize,
    pub(crate) ratio: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { header_size: 10_000, bytes: u64::MAX, members: 1_000_000, ratio: u64::MAX }
    }
}

impl Limits {
    /// NumPy's limit for headers, and none for what memory limits anyway.
    pub fn new() -> Limits {
        Limits::default()
    }

    /// The longest header, in characters: 10,000 unless set.
    pub fn max_header_size(mut self, characters: usize) -> Limits {
        self.header_size = characters;
        self
    }

    /// The most bytes of elements of one array: unlimited unless set. No more are inflated, but for a
    /// header; a member that says that it has more is refused before.
    pub fn max_bytes(mut self, bytes: u64) -> Limits {
        self.bytes = bytes;
        self
    }

    /// The most bytes of a header, with what stands before it.
    #[cfg(feature = "npz")]
    pub(crate) fn header_bytes(&self) -> u64 {
        const BEFORE: u64 = 12;
        const UTF8: u64 = 4;
        (self.header_size as u64).saturating_mul(UTF8).saturating_add(BEFORE)
    }

    /// The most members of an archive: a million unless set.
    pub fn max_members(mut self, members: usize) -> Limits {
        self.members = members;
        self
    }

    /// The most bytes that one compressed byte may become: unlimited unless set (deflate itself
    /// reaches about 1,032).
    pub fn max_ratio(mut self, ratio: u64) -> Limits {
        self.ratio = ratio;
        self
    }
}
