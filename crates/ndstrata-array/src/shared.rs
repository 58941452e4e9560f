//! Whether arrays share memory, asked of where they lie.

use crate::array::{DynBase, Storage};
use crate::layout::Overlap;

/// Whether an element of one array shares a byte with an element of the other. The answer is exact,
/// unless the search for it takes more than `max_work` steps; `None` sets no bound.
///
/// NumPy: [numpy.shares_memory](https://numpy.org/doc/stable/reference/generated/numpy.shares_memory.html).
/// Differs: a search that is given up is an answer, not an error; its steps are counted otherwise.
///
/// ```
/// use ndstrata_array::{index, shares_memory, DynArray, Overlap, Slice};
/// let a = DynArray::from([0, 1, 2, 3, 4]);
/// let even = a.index(&index![Slice::all().step(2)])?;
/// let odd = a.index(&index![Slice::new(1, None, 2)])?;
/// assert_eq!(shares_memory(&a, &odd, None), Overlap::Yes);
/// assert_eq!(shares_memory(&even, &odd, None), Overlap::No);
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
pub fn shares_memory<S: Storage, T: Storage>(
    a: &DynBase<S>,
    b: &DynBase<T>,
    max_work: impl Into<Option<u64>>,
) -> Overlap {
    let distance = b.as_ptr().addr() as i128 - a.as_ptr().addr() as i128;
    a.layout().shares_bytes(a.itemsize(), b.layout(), b.itemsize(), distance, max_work.into())
}

/// Whether the ranges of bytes that two arrays lie in meet: a quick answer that is never no wrongly.
///
/// NumPy: [numpy.may_share_memory](https://numpy.org/doc/stable/reference/generated/numpy.may_share_memory.html).
pub fn may_share_memory<S: Storage, T: Storage>(a: &DynBase<S>, b: &DynBase<T>) -> bool {
    shares_memory(a, b, 0) != Overlap::No
}
