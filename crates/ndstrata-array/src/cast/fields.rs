//! Records: field by field, by position.
#![expect(unsafe_code, reason = "converts runs of elements by their bytes")]

use ndstrata_dtype::{DType, Field};

use super::conversion::{Conversion, no_conversion};
use super::runs::Runs;
use crate::error::Result;

/// How the fields of records become those of others. Bytes between fields stay as they are.
#[derive(Clone, Debug)]
pub(crate) struct Fields(Vec<Step>);

#[derive(Clone, Debug)]
struct Step {
    to_offset: usize,
    from_offset: usize,
    conversion: Conversion,
}

impl Fields {
    /// Records by position; a record of one field to what is none; anything to each field of a
    /// record.
    pub(super) fn new(from: &DType, to: &DType) -> Result<Fields> {
        let step = |from: (&DType, usize), to: (&DType, usize)| {
            let conversion = Conversion::new(from.0, to.0)?;
            Ok(Step { to_offset: to.1, from_offset: from.1, conversion })
        };
        let whole = |dtype| (dtype, 0);
        let steps = match (from.as_record(), to.as_record()) {
            (Some(a), Some(b)) if a.fields().len() == b.fields().len() => {
                let pairs = a.fields().iter().zip(b.fields());
                pairs.map(|(a, b)| step(place(a), place(b))).collect::<Result<Vec<_>>>()?
            }
            (Some(a), None) if a.fields().len() == 1 => {
                a.fields().iter().map(|a| step(place(a), whole(to))).collect::<Result<Vec<_>>>()?
            }
            (None, Some(b)) => b
                .fields()
                .iter()
                .map(|b| step(whole(from), place(b)))
                .collect::<Result<Vec<_>>>()?,
            _ => return Err(no_conversion(from, to)),
        };
        Ok(Fields(steps))
    }

    pub(super) fn conversions(&self) -> impl Iterator<Item = &Conversion> {
        self.0.iter().map(|step| &step.conversion)
    }

    /// # Safety
    ///
    /// As for [`Conversion::run`].
    pub(super) unsafe fn run(&self, runs: Runs) -> Result<()> {
        self.0.iter().try_for_each(|step| {
            // SAFETY: fields lie within their records.
            unsafe { step.conversion.run(runs.at(step.to_offset, step.from_offset)) }
        })
    }
}

fn place(field: &Field) -> (&DType, usize) {
    (&field.dtype, field.offset)
}
