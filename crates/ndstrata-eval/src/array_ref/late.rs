//! The mapped files of this thread that wait for what was written while they were being read.

use std::cell::{Cell, RefCell};
use std::sync::{Arc, Mutex, PoisonError};

use super::root::Root;

thread_local! {
    static ANY: Cell<bool> = const { Cell::new(false) };
    static WAITING: RefCell<Vec<Arc<Mutex<Root>>>> = const { RefCell::new(Vec::new()) };
}

pub(super) fn remember(root: &Arc<Mutex<Root>>) {
    ANY.set(true);
    WAITING.with_borrow_mut(|waiting| {
        if !waiting.iter().any(|known| Arc::ptr_eq(known, root)) {
            waiting.push(root.clone());
        }
    });
}

/// Writes to the files that nobody reads any more.
#[inline]
pub(crate) fn catch_up() {
    if ANY.get() {
        try_all();
    }
}

#[cold]
fn try_all() {
    let waiting = WAITING.take();
    let still = waiting.into_iter().filter(|root| {
        let mut root = root.lock().unwrap_or_else(PoisonError::into_inner);
        // The next use of the array tells what went wrong.
        let _ = root.catch_up();
        root.is_ahead()
    });
    let still: Vec<_> = still.collect();
    ANY.set(!still.is_empty());
    WAITING.set(still);
}
