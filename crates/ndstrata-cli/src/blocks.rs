//! Arrays in parts that fit in memory, in C order.

use ndstrata_array::DynView;

use crate::failure::Result;
use crate::progress::Progress;

/// Bytes of elements in a part.
const BYTES: usize = 16 << 20;

/// What is done with each part, and with the index of its first element.
type Visit<'a> = dyn FnMut(&[DynView<'_>], &[usize]) -> Result<()> + 'a;

/// Calls `visit` with parts of some views of one shape that together make up the whole, and with the index
/// of each part's first element (of leading axes; those that are not told begin at 0). A bar shows how far
/// it got.
pub(crate) fn for_each(views: &[DynView<'_>], visit: &mut Visit<'_>) -> Result<()> {
    let progress = Progress::new(bytes_of(views));
    in_parts(views, &mut Vec::new(), &mut |parts, start| {
        visit(parts, start)?;
        progress.add(bytes_of(parts));
        Ok(())
    })
}

fn bytes_of(views: &[DynView<'_>]) -> u64 {
    views.iter().fold(0, |sum, view| sum.saturating_add(view.nbytes() as u64))
}

/// As deep as the views have axes.
fn in_parts(views: &[DynView<'_>], start: &mut Vec<usize>, visit: &mut Visit<'_>) -> Result<()> {
    let Some(first) = views.first() else { return Ok(()) };
    let nbytes = views.iter().map(DynView::nbytes).max().unwrap_or(0);
    let n_rows = first.shape().first().copied().unwrap_or(1);
    if nbytes <= BYTES || first.ndim() == 0 {
        return visit(views, start);
    }
    let row_bytes = (nbytes / n_rows.max(1)).max(1);
    if row_bytes > BYTES {
        for row in 0..n_rows {
            let rows = views.iter().map(|view| view.clone().index_axis(0, row as isize));
            let rows = rows.collect::<std::result::Result<Vec<_>, _>>()?;
            start.push(row);
            in_parts(&rows, start, visit)?;
            start.pop();
        }
        return Ok(());
    }
    let step = BYTES / row_bytes;
    for row in (0..n_rows).step_by(step) {
        let len = step.min(n_rows - row);
        let parts = views.iter().map(|view| view.clone().slice_axis(0, row, 1, len));
        let parts = parts.collect::<std::result::Result<Vec<_>, _>>()?;
        start.push(row);
        visit(&parts, start)?;
        start.pop();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use ndstrata_array::{DynArray, Order};
    use ndstrata_dtype::DType;

    use super::*;

    #[test]
    fn parts_make_up_the_whole_and_know_their_place() {
        for shape in [&[3, 2, 3_000_000][..], &[40_000_000], &[1, 5], &[0, 7], &[]] {
            let zero = DynArray::zeros(&[], &DType::UINT8, Order::C).unwrap();
            let view = zero.view();
            let view = view.broadcast_to(shape).unwrap();
            let (mut n, mut starts) = (0, Vec::new());
            for_each(&[view], &mut |parts, start| {
                n += parts[0].size();
                starts.push(start.to_vec());
                assert!(parts[0].nbytes() <= BYTES);
                Ok(())
            })
            .unwrap();
            assert_eq!(n, shape.iter().product::<usize>());
            starts.dedup();
            assert!(starts.is_sorted());
        }
    }
}
