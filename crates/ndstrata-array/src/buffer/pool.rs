//! A bounded store of freed large blocks, and huge pages for fresh ones.
//!
//! Touching fresh memory costs more than the arithmetic on it: about 3.6 ns a `f64` in small pages
//! against 1.2 in huge ones and nothing in memory just freed. The store holds at most
//! [`MAX_BYTES`] in [`MAX_BLOCKS`] blocks, and only blocks of at least [`MIN_BLOCK`] bytes.
#![expect(unsafe_code, reason = "frees raw memory and advises the kernel on it")]

use std::alloc::{Layout, dealloc};
use std::ptr::NonNull;
use std::sync::Mutex;

const MIN_BLOCK: usize = 1 << 15;
const MAX_BYTES: usize = 256 << 20;
const MAX_BLOCKS: usize = 16;
/// Below this, huge pages cost more to clear than they save.
#[cfg(target_os = "linux")]
const HUGE_FROM: usize = 4 << 20;

struct Freed {
    base: NonNull<u8>,
    layout: Layout,
}

// SAFETY: a freed block belongs to the store alone.
unsafe impl Send for Freed {}

static STORE: Mutex<Vec<Freed>> = Mutex::new(Vec::new());

/// A freed block of exactly this layout, of unknown but initialised or once-written content.
pub(super) fn take(layout: Layout) -> Option<NonNull<u8>> {
    if layout.size() < MIN_BLOCK {
        return None;
    }
    let mut store = STORE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let found = store.iter().rposition(|freed| freed.layout == layout)?;
    Some(store.remove(found).base)
}

/// Keeps a block for later; false if the caller must free it. The oldest ones make room.
pub(super) fn give(base: NonNull<u8>, layout: Layout) -> bool {
    if !(MIN_BLOCK..=MAX_BYTES).contains(&layout.size()) {
        return false;
    }
    let mut dropped = Vec::new();
    {
        let mut store = STORE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut held: usize = store.iter().map(|freed| freed.layout.size()).sum();
        while store.len() >= MAX_BLOCKS || held + layout.size() > MAX_BYTES {
            let oldest = store.remove(0);
            held -= oldest.layout.size();
            dropped.push(oldest);
        }
        store.push(Freed { base, layout });
    }
    for Freed { base, layout } in dropped {
        // SAFETY: the block came from the global allocator with this layout, and the store that
        // owned it has let it go.
        unsafe { dealloc(base.as_ptr(), layout) };
    }
    true
}

/// Makes all of a block that was taken zero.
///
/// The pages of a large one are handed back, so that those which are never used cost nothing, as in
/// memory fresh from the system; smaller ones are cleared, which is quicker than new pages.
pub(super) fn clear(base: NonNull<u8>, size: usize) {
    let kept = pages::hand_back(base, size);
    // SAFETY: the block of `size` bytes is the caller's alone, and the range lies within it.
    unsafe { base.write_bytes(0, kept.start) };
    // SAFETY: as above.
    let tail = unsafe { base.add(kept.end) };
    // SAFETY: as above.
    unsafe { tail.write_bytes(0, size - kept.end) };
}

#[cfg(all(target_os = "linux", not(miri)))]
mod pages {
    //! Pages that the system takes back and gives again zeroed.

    use std::alloc::{Layout, alloc, dealloc};
    use std::ops::Range;
    use std::ptr::NonNull;
    use std::sync::OnceLock;

    use super::{HUGE_FROM, page_size};

    /// The part of a block that is zero now: the whole pages of a large one, or nothing.
    pub(super) fn hand_back(base: NonNull<u8>, size: usize) -> Range<usize> {
        if size < HUGE_FROM || !come_back_zeroed() {
            return 0..0;
        }
        drop_pages(base, size).unwrap_or(0..0)
    }

    /// The whole pages within, if the system took them.
    fn drop_pages(base: NonNull<u8>, size: usize) -> Option<Range<usize>> {
        let page = page_size();
        let start = base.addr().get().next_multiple_of(page) - base.addr().get();
        let len = size.checked_sub(start)? / page * page;
        // SAFETY: the first whole page begins within the block.
        let first = unsafe { base.add(start) };
        // SAFETY: the range lies within one live allocation that the caller owns; its content may go.
        let refused = unsafe { libc::madvise(first.as_ptr().cast(), len, libc::MADV_DONTNEED) };
        (refused == 0).then_some(start..start + len)
    }

    /// Whether pages of the program's allocator are its own, so that what comes back is zero: tried
    /// once, with a block as large as the least that is handed back, which stands for all larger ones.
    fn come_back_zeroed() -> bool {
        static ANSWER: OnceLock<bool> = OnceLock::new();
        *ANSWER.get_or_init(|| {
            let Ok(layout) = Layout::from_size_align(HUGE_FROM, 8) else { return false };
            // SAFETY: the size is not zero.
            let Some(base) = NonNull::new(unsafe { alloc(layout) }) else { return false };
            let middle = HUGE_FROM / 2;
            // SAFETY: the middle of the block.
            let place = unsafe { base.add(middle) };
            // SAFETY: as above, and nobody else knows of the block.
            unsafe { place.as_ptr().write_volatile(1) };
            let dropped = drop_pages(base, HUGE_FROM).is_some_and(|part| part.contains(&middle));
            // SAFETY: the byte was written, by this program or the system.
            let is_zero = unsafe { place.as_ptr().read_volatile() } == 0;
            // SAFETY: allocated above with this layout.
            unsafe { dealloc(base.as_ptr(), layout) };
            dropped && is_zero
        })
    }
}

#[cfg(not(all(target_os = "linux", not(miri))))]
mod pages {
    //! No pages are handed back here.

    use std::ops::Range;
    use std::ptr::NonNull;

    pub(super) fn hand_back(_base: NonNull<u8>, _size: usize) -> Range<usize> {
        0..0
    }
}

/// Bytes of a page of this machine; all of them are longer than a cache line, and powers of two.
#[cfg(target_os = "linux")]
fn page_size() -> usize {
    static SIZE: std::sync::OnceLock<usize> = std::sync::OnceLock::new();
    *SIZE.get_or_init(|| {
        // SAFETY: asks for a number.
        let size = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
        // Nothing holds a page as large as that, so that none is ever handed back.
        usize::try_from(size).unwrap_or(1 << 62)
    })
}

/// Asks for huge pages within a large fresh block; a wish that the system may ignore.
#[cfg(target_os = "linux")]
pub(super) fn advise_huge_pages(base: NonNull<u8>, size: usize) {
    if size < HUGE_FROM {
        return;
    }
    let page = page_size();
    let skip = base.addr().get().next_multiple_of(page) - base.addr().get();
    let len = size.saturating_sub(skip) / page * page;
    if len == 0 {
        return;
    }
    // SAFETY: a whole page lies within the block from `skip` on.
    let start = unsafe { base.add(skip) };
    // SAFETY: the range lies within one live allocation; the advice changes no content. A failure
    // changes nothing and is of no consequence.
    unsafe { libc::madvise(start.as_ptr().cast(), len, libc::MADV_HUGEPAGE) };
}

#[cfg(not(target_os = "linux"))]
pub(super) fn advise_huge_pages(_base: NonNull<u8>, _size: usize) {}
