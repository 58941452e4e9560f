//! Types found from the first rows, with which all rows are read at once. Where one is not of these types it joins the
//! sample. What every row takes, and the sample needs, is what NumPy's ladder stops at.

use ndstrata_array::{DynArray, Layout, Order};
use ndstrata_dtype::DType;

use super::assemble::n_chars;
use super::convert::{Column, Target};
use super::direct::Slot;
use super::fused::{Part, Reader, is_plain, joined};
use super::options::GenFromTxt;
use super::plan::Plan;
use super::row_type::{common_dtype, leaves_of};
use super::rows::{Body, Rows};
use crate::element;
use crate::error::{ErrorKind, Result};

/// Lines of the first sample; shorter tables are read the slower way.
const SAMPLE: usize = 64;
/// How often the sample may grow.
const TRIES: usize = 4;

/// The table; `None` where a line is not plain, or the options ask for more.
pub(super) fn table(plan: &Plan, options: &GenFromTxt, body: Body<'_>) -> Result<Option<DynArray>> {
    if plan.dtype.is_some() || !is_plain(plan, options) || options.has_bytes {
        return Ok(None);
    }
    let lines = body.lines;
    let Some(sample) = lines.get(..SAMPLE) else { return Ok(None) };
    let mut sample = sample.to_vec();
    let mut refused = None;
    for _ in 0..TRIES {
        let rows = Rows::read(plan, options, sample.iter().copied());
        if rows.len() == 0 || !rows.invalid.is_empty() {
            return Ok(None);
        }
        let Ok(columns) = plan.columns(options, &rows) else { return Ok(None) };
        // Columns of truth values may count as open in the end.
        let is_settled = |column: &Column| !matches!(column.target, Target::Bool);
        if !columns.iter().all(is_settled) {
            return Ok(None);
        }
        let dtypes: Vec<DType> = columns.iter().map(|column| column.dtype(0)).collect();
        let (mut leaves, mut row_bytes) = (Vec::with_capacity(dtypes.len()), 0);
        for dtype in dtypes {
            leaves.push((row_bytes, dtype));
            row_bytes += leaves[leaves.len() - 1].1.itemsize();
        }
        let slots = columns.iter().zip(&leaves).map(|pair| match pair.0.target {
            Target::Text => Slot::new(pair).aside(),
            _ => Slot::new(pair),
        });
        let reader = Reader::new(options, slots.collect(), row_bytes).map(Reader::strict);
        let Some(reader) = reader else { return Ok(None) };
        match reader.parts(body) {
            Ok(parts) => return assembled(plan, options, &columns, &leaves, parts).map(Some),
            Err(line) if refused == Some(line) => return Ok(None),
            Err(line) => {
                refused = Some(line);
                sample.push(lines[line]);
            }
        }
    }
    Ok(None)
}

/// What is copied to a row of the result.
enum Step {
    /// Bytes of numbers side by side: from where, to where, how many.
    Numbers(usize, usize, usize),
    /// The next text.
    Text(usize, DType),
}

/// Rows of numbers and the texts put aside, together.
fn assembled(
    plan: &Plan,
    options: &GenFromTxt,
    columns: &[Column],
    packed: &[(usize, DType)],
    parts: Vec<Part<'_>>,
) -> Result<DynArray> {
    let is_text = |column: &Column| matches!(column.target, Target::Text);
    let n_texts = columns.iter().filter(|column| is_text(column)).count();
    let mut widths = vec![0; n_texts];
    for texts in parts.iter().flat_map(|part| part.texts.chunks_exact(n_texts.max(1))) {
        for (width, text) in widths.iter_mut().zip(texts) {
            if text.len() > *width {
                *width = n_chars(text).max(*width);
            }
        }
    }
    let mut given = widths.iter();
    let dtypes = columns.iter().map(|column| match is_text(column) {
        true => column.dtype(given.next().copied().unwrap_or(0)),
        false => column.dtype(0),
    });
    let widest = widths.iter().copied().max().unwrap_or(0).max(1);
    let names = plan.names.as_deref();
    let dtype = common_dtype(columns, dtypes.collect(), names, options, || Ok(widest))?;
    let n_rows: usize = parts.iter().map(|part| part.n_rows).sum();
    let (leaves, shape, row_bytes) = match dtype.as_record() {
        Some(_) => (leaves_of(&dtype), vec![n_rows], dtype.itemsize()),
        None => {
            let n = columns.len();
            let leaves = (0..n).map(|i| (i * dtype.itemsize(), dtype.clone())).collect();
            (leaves, vec![n_rows, n], n.saturating_mul(dtype.itemsize()))
        }
    };
    let layout = Layout::contiguous(&shape, dtype.itemsize(), Order::C)?;
    if n_texts == 0 {
        return Ok(DynArray::from_bytes(joined(parts)?.0, 0, layout, &dtype)?);
    }
    let mut steps = Vec::new();
    for ((column, (to, leaf)), (from, _)) in columns.iter().zip(leaves).zip(packed) {
        match steps.last_mut() {
            _ if is_text(column) => steps.push(Step::Text(to, leaf)),
            Some(Step::Numbers(_, _, n)) => *n += leaf.itemsize(),
            _ => steps.push(Step::Numbers(*from, to, leaf.itemsize())),
        }
    }
    let n_bytes = n_rows.saturating_mul(row_bytes);
    let mut bytes = Vec::new();
    if bytes.try_reserve_exact(n_bytes).is_err() {
        return Err(ErrorKind::Memory { n_bytes }.into());
    }
    bytes.resize(n_bytes, 0);
    let mut rest = &mut bytes[..];
    let mut jobs = Vec::with_capacity(parts.len());
    for part in &parts {
        let (out, after) = rest.split_at_mut(part.n_rows * row_bytes);
        rest = after;
        jobs.push((part, out));
    }
    let fill = |(part, out): (&Part<'_>, &mut [u8])| {
        let mut texts = part.texts.iter();
        let packed_bytes = part.bytes.len() / part.n_rows.max(1);
        for (i, out) in out.chunks_exact_mut(row_bytes.max(1)).enumerate() {
            let numbers = &part.bytes[i * packed_bytes..(i + 1) * packed_bytes];
            for step in &steps {
                match step {
                    Step::Numbers(from, to, n) => {
                        out[*to..to + n].copy_from_slice(&numbers[*from..from + n]);
                    }
                    Step::Text(to, leaf) => {
                        let text = texts.next().copied().unwrap_or_default();
                        element::store(leaf, text, &mut out[*to..to + leaf.itemsize()]);
                    }
                }
            }
        }
    };
    #[cfg(feature = "rayon")]
    {
        use rayon::iter::{IntoParallelIterator, ParallelIterator};

        jobs.into_par_iter().for_each(fill);
    }
    #[cfg(not(feature = "rayon"))]
    jobs.into_iter().for_each(fill);
    Ok(DynArray::from_bytes(bytes, 0, layout, &dtype)?)
}
