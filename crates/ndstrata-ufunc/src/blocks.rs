//! Functions that are several calls on each element, block by block: what one call leaves for the next
//! stays in the nearer caches.

use ndstrata_array::{DynArray, DynView, Order};

use crate::call::is_for_all_threads;
use crate::error::Result;
use crate::error_state;

/// Elements of a block.
const BLOCK: usize = 1 << 12;

/// The results of a function that looks at each element alone, for arrays of one shape.
///
/// # Errors
///
/// Those of the function.
pub(crate) fn in_blocks<const N: usize>(
    inputs: [&DynView<'_>; N],
    function: impl Fn([DynView<'_>; N]) -> Result<DynArray>,
) -> Result<DynArray> {
    let (shape, size) = (inputs[0].shape(), inputs[0].size());
    let lies_flat = |x: &&DynView<'_>| x.shape() == shape && x.is_c_contiguous();
    // Other threads are worth more, and who watches for errors hears of them once.
    let is_whole = is_for_all_threads(size) || error_state::is_watched();
    if size <= 2 * BLOCK || is_whole || !inputs.iter().all(lies_flat) {
        return function(inputs.map(DynView::clone));
    }
    let mut flat = Vec::with_capacity(N);
    for input in inputs {
        flat.push(input.clone().reshape_view(&[-1], Order::C)?);
    }
    let block = |start: usize| -> Result<DynArray> {
        let n = BLOCK.min(size - start);
        let mut parts = inputs.map(DynView::clone);
        for (part, flat) in parts.iter_mut().zip(&flat) {
            *part = flat.clone().slice_axis(0, start, 1, n)?;
        }
        function(parts)
    };
    let first = block(0)?;
    let mut results = DynArray::zeros(&[size], first.dtype(), Order::C)?;
    let mut view = results.view_mut()?;
    view.view_mut().slice_axis(0, 0, 1, BLOCK)?.assign(&first.view())?;
    for start in (BLOCK..size).step_by(BLOCK) {
        let found = block(start)?;
        view.view_mut().slice_axis(0, start, 1, found.size())?.assign(&found.view())?;
    }
    let shape: Vec<isize> = shape.iter().map(|&n| n as isize).collect();
    Ok(results.reshape_view(&shape, Order::C)?)
}
