//! Text as text of another kind or width.
#![expect(unsafe_code, reason = "converts runs of elements by their bytes")]

use super::fault::CastFault;
use super::runs::Runs;
use super::text::TextForm;
use crate::error::Result;

/// How text elements become other text elements.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Recoding {
    from: TextForm,
    to: TextForm,
    /// Bytes of a target and of a source element.
    sizes: [usize; 2],
}

impl Recoding {
    pub(super) fn new(from: (TextForm, usize), to: (TextForm, usize)) -> Recoding {
        Recoding { from: from.0, to: to.0, sizes: [to.1, from.1] }
    }

    /// # Safety
    ///
    /// As for [`Conversion::run`](super::conversion::Conversion::run).
    pub(super) unsafe fn run(&self, runs: Runs) -> Result<()> {
        let mut points = Vec::new();
        // SAFETY: the caller's contract.
        unsafe {
            runs.for_each(self.sizes, |target, source| {
                self.from.points(source, &mut points);
                if self.from == TextForm::Bytes
                    && let Some(position) = points.iter().position(|&byte| byte > 0x7f)
                {
                    let byte = points[position] as u8;
                    return Err(CastFault::Decode { byte, position }.into());
                }
                Ok(self.to.write_points(target, &points)?)
            })
        }
    }
}
