//! [`Progress`]: a bar on standard error, where that is a terminal and the work is long.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressStyle};

/// Less work than this is done before anybody could read a bar.
const LONG: u64 = 256 << 20;

pub(crate) struct Progress(Option<ProgressBar>);

impl Progress {
    /// A bar for so many bytes.
    pub(crate) fn new(bytes: u64) -> Progress {
        if bytes < LONG || !std::io::stderr().is_terminal() {
            return Progress(None);
        }
        let bar = ProgressBar::new(bytes);
        if let Ok(style) =
            ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes} {bytes_per_sec} {eta}")
        {
            bar.set_style(style);
        }
        Progress(Some(bar))
    }

    /// So many more bytes are done.
    pub(crate) fn add(&self, bytes: u64) {
        if let Some(bar) = &self.0 {
            bar.inc(bytes);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
