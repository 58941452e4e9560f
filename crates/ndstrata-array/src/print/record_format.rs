//! [`RecordFormat`]: how records are written, `(1, 2.5, [0, 1])`, each field in its own format.

use ndstrata_dtype::Record;

use super::element_format::{ElementFormat, Setting};
use super::elements::Elements;
use super::error::Result;

/// Writes the fields of records in round brackets, and their sub-arrays in square ones.
pub(super) struct RecordFormat<'a>(Vec<FieldFormat<'a>>);

struct FieldFormat<'a> {
    offset: usize,
    /// Of the sub-array; empty for a plain field.
    shape: &'a [usize],
    threshold: usize,
    edgeitems: usize,
    format: ElementFormat<'a>,
}

impl<'a> RecordFormat<'a> {
    /// The formats for the fields of the elements that are looked at.
    pub(super) fn new(
        elements: &Elements<'a>,
        record: &'a Record,
        setting: Setting<'_>,
    ) -> Result<Self> {
        let field = |field| {
            let part = elements.field(field);
            Ok(FieldFormat {
                offset: field.offset,
                shape: field.dtype.shape(),
                threshold: setting.options.threshold,
                edgeitems: setting.options.edgeitems,
                format: ElementFormat::new(&part, setting)?,
            })
        };
        record.fields().iter().map(field).collect::<Result<_>>().map(RecordFormat)
    }

    /// Appends one record.
    pub(super) fn write(&self, out: &mut String, bytes: &'a [u8]) -> Result<()> {
        out.push('(');
        for (i, field) in self.0.iter().enumerate() {
            if i > 0 {
                out.push_str(", ");
            }
            let bytes = bytes.get(field.offset..).unwrap_or_default();
            let summarise = field.n_elements() > field.threshold;
            field.write(out, bytes, field.shape, summarise)?;
        }
        out.push_str(if self.0.len() == 1 { ",)" } else { ")" });
        Ok(())
    }
}

impl<'a> FieldFormat<'a> {
    fn n_elements(&self) -> usize {
        self.shape.iter().fold(1, |count, &n| count.saturating_mul(n))
    }

    /// Appends the block of `shape` that `bytes` begin with, in brackets of its own.
    fn write(
        &self,
        out: &mut String,
        bytes: &'a [u8],
        shape: &[usize],
        summarise: bool,
    ) -> Result<()> {
        let itemsize = self.format.dtype().itemsize();
        let [n, inner @ ..] = shape else {
            return self.format.write(out, bytes.get(..itemsize).unwrap_or_default());
        };
        let step = inner.iter().fold(itemsize, |size, &n| size.saturating_mul(n));
        let cut = summarise && n / 2 >= self.edgeitems && *n > 2 * self.edgeitems;
        let (head, tail) = match self.edgeitems {
            _ if !cut => (*n, *n),
            // As Python's `a[-0:]` is all of `a`.
            0 => (0, 0),
            items => (items, n - items),
        };
        out.push('[');
        let mut first = true;
        let mut separate = |out: &mut String| {
            if !std::mem::take(&mut first) {
                out.push_str(", ");
            }
        };
        for i in 0..head {
            separate(out);
            self.write(
                out,
                bytes.get(i.saturating_mul(step)..).unwrap_or_default(),
                inner,
                summarise,
            )?;
        }
        if cut {
            separate(out);
            out.push_str("...");
        }
        for i in tail..*n {
            separate(out);
            self.write(
                out,
                bytes.get(i.saturating_mul(step)..).unwrap_or_default(),
                inner,
                summarise,
            )?;
        }
        out.push(']');
        Ok(())
    }
}
