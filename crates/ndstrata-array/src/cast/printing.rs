//! Numbers, dates and durations as text: what `str` shows of each.
#![expect(unsafe_code, reason = "converts runs of elements by their bytes")]

use ndstrata_dtype::{DType, Kind, TypeClass};

use super::fault::CastFault;
use super::runs::Runs;
use super::text::TextForm;
use crate::error::Result;
use crate::print::write_scalar;

/// How elements become text.
#[derive(Clone, Debug)]
pub(crate) struct Printing {
    from: DType,
    to: TextForm,
    /// Bytes of a target and of a source element.
    sizes: [usize; 2],
    limit: Limit,
}

/// What happens to long text.
#[derive(Clone, Copy, Debug)]
enum Limit {
    /// A date with more characters is an error.
    Refuse(usize),
    /// Characters past these are dropped.
    Cut(usize),
}

/// NumPy writes a duration into as many characters first, whatever the room.
const DELTA_WIDTH: usize = 21;

impl Printing {
    /// Texts of elements of `from`; `None` where they have none.
    pub(super) fn new(from: &DType, to: TextForm, itemsize: usize) -> Option<Printing> {
        let width = match to {
            TextForm::Points { .. } => itemsize / 4,
            _ => itemsize,
        };
        let limit = match from.kind() {
            Kind::DateTime => Limit::Refuse(width),
            Kind::TimeDelta => Limit::Cut(DELTA_WIDTH),
            _ => Limit::Cut(width),
        };
        let is_shown = matches!(
            from.class(),
            TypeClass::Element(_) | TypeClass::DateTime64(_) | TypeClass::TimeDelta64(_)
        );
        let sizes = [itemsize, from.itemsize()];
        is_shown.then(|| Printing { from: from.clone(), to, sizes, limit })
    }

    /// # Safety
    ///
    /// As for [`Conversion::run`](super::conversion::Conversion::run).
    pub(super) unsafe fn run(&self, runs: Runs) -> Result<()> {
        let mut text = String::new();
        // SAFETY: the caller's contract.
        unsafe {
            runs.for_each(self.sizes, |target, source| {
                text.clear();
                write_scalar(&mut text, &self.from, source)?;
                match self.limit {
                    Limit::Refuse(width) if text.len() > width => {
                        return Err(CastFault::DateTooLong { width }.into());
                    }
                    Limit::Refuse(_) => {}
                    // Texts of numbers and durations are ASCII.
                    Limit::Cut(width) => text.truncate(width),
                }
                self.to.write_ascii(target, &text);
                Ok(())
            })
        }
    }
}
