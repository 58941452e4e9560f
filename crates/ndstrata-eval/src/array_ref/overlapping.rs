//! Writing to arrays whose elements share memory, as `as_strided` makes them.
//!
//! The elements are written in a copy. Those that have changed are brought to their places, in order, so
//! that what is written to one element shows in all that share its bytes.

use ndstrata_array::{DynArray, DynViewMut, Layout, Order};
use ndstrata_dtype::DType;

use super::root::Root;
use crate::error::{Error, Result};

/// Where a view lies in its root.
pub(super) struct Place<'a> {
    pub(super) offset: isize,
    pub(super) layout: Layout,
    pub(super) dtype: &'a DType,
}

/// Whether the whole array is one of memory whose elements share bytes.
pub(super) fn is_in_memory(root: &Root) -> bool {
    let array = root.array();
    root.is_in_memory()
        && array.packed_bytes().is_none()
        && array.layout().may_self_overlap(array.itemsize())
}

/// As [`Root::update`], for a part whose elements share bytes.
pub(super) fn update<T>(
    root: &mut Root,
    place: &Place<'_>,
    write: impl FnOnce(DynViewMut<'_>) -> Result<T>,
) -> Result<T> {
    let shown = root.array().as_strided(place.offset, place.layout.clone(), place.dtype)?;
    let before = shown.copy(Order::C)?;
    drop(shown);
    let mut after = before.copy(Order::C)?;
    let done = write(after.view_mut()?)?;
    root.update(|whole| bring(whole, place, &before, &after))?;
    Ok(done)
}

/// As [`update`], for a whole array whose elements share bytes.
pub(super) fn update_whole<T>(
    root: &mut Root,
    write: impl FnOnce(DynViewMut<'_>) -> Result<T>,
) -> Result<T> {
    let array = root.array();
    let (layout, dtype) = (array.layout().clone(), array.dtype().clone());
    let extent = layout.extent(dtype.itemsize());
    let too_big = || Error::new("MemoryError", "an array that is too big");
    let extent = extent.ok_or_else(too_big)?;
    let n_bytes = (extent.end - extent.start) as usize;
    let packed = Layout::contiguous(&[n_bytes], 1, Order::C)?;
    let bytes = array.as_strided(extent.start, packed, &DType::UINT8)?;
    root.replace(bytes)?;
    let place = Place { offset: -extent.start, layout: layout.clone(), dtype: &dtype };
    let done = update(root, &place, write);
    let shown = root.array().as_strided(-extent.start, layout, &dtype)?;
    root.replace(shown)?;
    done
}

/// Writes the elements that differ.
fn bring(
    mut whole: DynViewMut<'_>,
    place: &Place<'_>,
    before: &DynArray,
    after: &DynArray,
) -> Result<()> {
    let itemsize = place.dtype.itemsize();
    let (mut old, mut new) = (Vec::new(), Vec::new());
    before.for_each_element(|bytes| old.extend_from_slice(bytes));
    after.for_each_element(|bytes| new.extend_from_slice(bytes));
    let mut index = vec![0_usize; place.layout.shape().len()];
    for (old, new) in old.chunks(itemsize.max(1)).zip(new.chunks(itemsize.max(1))) {
        if old != new {
            let steps = index.iter().zip(place.layout.strides()).map(|(&i, &s)| i as isize * s);
            let at = place.offset + steps.sum::<isize>();
            let one = Layout::contiguous(&[], itemsize, Order::C)?;
            let value = DynArray::from_bytes(new.to_vec(), 0, one.clone(), place.dtype)?;
            whole.view_mut().as_strided(at, one, place.dtype)?.assign(&value.view())?;
        }
        for (i, &n) in index.iter_mut().zip(place.layout.shape()).rev() {
            *i += 1;
            if *i < n {
                break;
            }
            *i = 0;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::{Scope, evaluate};

    #[test]
    fn what_is_written_shows_in_all_elements_that_share_it() {
        for (program, expected) in [
            (
                "a = np.arange(5); v = np.lib.stride_tricks.as_strided(a, (4, 2), (8, 8)); \
                 v[0, 1] = 9; a.tolist() + v.ravel().tolist()",
                "[0, 9, 2, 3, 4, 0, 9, 9, 2, 2, 3, 3, 4]",
            ),
            (
                "v = np.lib.stride_tricks.as_strided([0, 1, 2, 3, 4], (4, 2), (8, 8)); \
                 v[1] = [7, 8]; v.ravel().tolist()",
                "[0, 7, 7, 8, 8, 3, 3, 4]",
            ),
            (
                "v = np.lib.stride_tricks.sliding_window_view(np.arange(4), 2, writeable=True); \
                 v[2] = 5; v.tolist()",
                "[[0, 1], [1, 5], [5, 5]]",
            ),
        ] {
            let found = evaluate(program, &mut Scope::new())
                .and_then(|value| value.to_repr(&ndstrata_array::PrintOptions::default()));
            assert_eq!(found.unwrap(), expected, "{program}");
        }
    }
}
