//! Summaries of dates, durations and text.

use ndstrata_array::{DynArray, DynView, Layout, Order, PrintOptions, array_str};
use ndstrata_dtype::{DType, Kind};

use super::quantiles::quantiles;
use super::summary::{Datum, Summary};
use crate::blocks;
use crate::failure::Result;

/// Of dates and durations: everything but the deviation.
pub(super) fn times(view: &DynView<'_>) -> Result<Summary> {
    let dtype = view.dtype().to_native();
    let pass = |visit: &mut dyn FnMut(i64)| {
        for_each_block(view, &mut |block| {
            let ticks =
                block.iter().map(|bytes| <[u8; 8]>::try_from(bytes).map(i64::from_ne_bytes));
            ticks.flatten().filter(|&ticks| ticks != i64::MIN).for_each(&mut *visit);
        })
    };
    let (mut n, mut sum, mut min, mut max) = (0_u64, 0_i128, i64::MAX, i64::MIN);
    pass(&mut |ticks| {
        n += 1;
        sum += i128::from(ticks);
        min = min.min(ticks);
        max = max.max(ticks);
    })?;
    let count = view.size() as u64;
    let summary = Summary { count, nan: count - n, ..Summary::default() };
    if n == 0 {
        return Ok(summary);
    }
    let [q25, q50, q75] = quantiles(&pass, n, [0.25, 0.5, 0.75])?;
    let told = |ticks: i64| told(&ticks.to_ne_bytes(), &dtype);
    Ok(Summary {
        min: told(min)?,
        max: told(max)?,
        // It lies between two of them.
        mean: told((sum / i128::from(n)) as i64)?,
        q25: told(q25)?,
        q50: told(q50)?,
        q75: told(q75)?,
        ..summary
    })
}

/// Of text: the first and the last in NumPy's order, which is that of bytes or code points.
pub(super) fn text(view: &DynView<'_>) -> Result<Summary> {
    let dtype = view.dtype().to_native();
    let is_wide = dtype.kind() == Kind::Str;
    let mut range: Option<(Vec<u8>, Vec<u8>)> = None;
    let is_before = |a: &[u8], b: &[u8]| if is_wide { points(a).lt(points(b)) } else { a < b };
    for_each_block(view, &mut |block| {
        for bytes in block {
            match &mut range {
                None => range = Some((bytes.to_vec(), bytes.to_vec())),
                Some((first, _)) if is_before(bytes, first) => first.copy_from_slice(bytes),
                Some((_, last)) if is_before(last, bytes) => last.copy_from_slice(bytes),
                Some(_) => {}
            }
        }
    })?;
    let summary = Summary { count: view.size() as u64, ..Summary::default() };
    Ok(match range {
        Some((first, last)) => {
            Summary { min: told(&first, &dtype)?, max: told(&last, &dtype)?, ..summary }
        }
        None => summary,
    })
}

fn points(bytes: &[u8]) -> impl Iterator<Item = u32> {
    bytes.as_chunks::<4>().0.iter().map(|&point| u32::from_ne_bytes(point))
}

/// An element as NumPy prints it.
fn told(bytes: &[u8], dtype: &DType) -> Result<Option<Datum>> {
    let element = DynArray::from_bytes(bytes.to_vec(), 0, Layout::scalar(), dtype)?;
    Ok(Some(Datum::Text(array_str(&element, &PrintOptions::default())?)))
}

/// Elements of equal size, packed and in native byte order.
struct Block<'a> {
    bytes: &'a [u8],
    itemsize: usize,
}

impl<'a> Block<'a> {
    fn iter(&self) -> std::slice::ChunksExact<'a, u8> {
        self.bytes.chunks_exact(self.itemsize)
    }
}

impl<'a> IntoIterator for Block<'a> {
    type Item = &'a [u8];
    type IntoIter = std::slice::ChunksExact<'a, u8>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

fn for_each_block(view: &DynView<'_>, visit: &mut dyn FnMut(Block<'_>)) -> Result<()> {
    let dtype = view.dtype().to_native();
    // Text without length takes no bytes, and is all the same.
    if dtype.itemsize() == 0 {
        return Ok(());
    }
    blocks::for_each(std::slice::from_ref(view), &mut |parts, _| {
        for part in parts {
            let native = part.astype(&dtype)?.copy(Order::C)?;
            let bytes = native.packed_bytes().unwrap_or_default();
            visit(Block { bytes, itemsize: dtype.itemsize() });
        }
        Ok(())
    })
}
