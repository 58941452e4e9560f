//! `repeat` and `tile`: elements, or whole arrays, several times.
#![expect(unsafe_code, reason = "fills runs of a fresh array")]

use ndstrata_dtype::Casting;
use ndstrata_kernels::fill_run;

use super::fault::JoinFault;
use crate::array::{DynArray, DynBase, DynCow, DynView, Storage};
use crate::error::{Error, ErrorKind, Result};
use crate::index::int_values;
use crate::layout::{Dims, Order, normalize_axis};

/// How often each position is repeated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repeats {
    /// All as often.
    All(usize),
    /// Each as often as said.
    Each(Vec<usize>),
}

impl Repeats {
    /// The repeats that an array of integers means: one for all, or one for each position.
    ///
    /// NumPy: none.
    ///
    /// # Errors
    ///
    /// Numbers that are negative or no integers; more than one axis.
    pub fn from_array(repeats: &DynView<'_>) -> Result<Repeats> {
        if repeats.ndim() > 1 {
            return Err(JoinFault::RepeatDims.into());
        }
        let values = int_values(repeats, Casting::Safe)?;
        let counts = values.iter().map(|&n| usize::try_from(n).ok()).collect::<Option<Vec<_>>>();
        let counts = counts.ok_or(JoinFault::NegativeRepeats { is_one: values.len() == 1 })?;
        Ok(match counts[..] {
            [all] => Repeats::All(all),
            _ => Repeats::Each(counts),
        })
    }
}

impl From<usize> for Repeats {
    fn from(n: usize) -> Repeats {
        Repeats::All(n)
    }
}

impl<const N: usize> From<[usize; N]> for Repeats {
    fn from(counts: [usize; N]) -> Repeats {
        Repeats::Each(counts.to_vec())
    }
}

impl<S: Storage> DynBase<S> {
    /// Each element of an axis (of the flattened array for `None`) several times in a row.
    ///
    /// NumPy: [numpy.repeat](https://numpy.org/doc/stable/reference/generated/numpy.repeat.html).
    ///
    /// # Errors
    ///
    /// Another number of repeats than positions; an axis that is not there; no memory.
    ///
    /// ```
    /// use ndstrata_array::DynArray;
    /// let a = DynArray::from([[1, 2], [3, 4]]);
    /// assert_eq!(a.repeat([1, 2], 0)?.to_vec::<i32>()?, [1, 2, 3, 4, 3, 4]);
    /// # Ok::<(), ndstrata_array::Error>(())
    /// ```
    pub fn repeat(
        &self,
        repeats: impl Into<Repeats>,
        axis: impl Into<Option<isize>>,
    ) -> Result<DynArray> {
        let repeats = repeats.into();
        match axis.into() {
            Some(axis) if self.ndim() > 0 => {
                let axis = normalize_axis(axis, self.ndim())?;
                repeat_along(&self.view(), &repeats, axis)
            }
            axis => {
                normalize_axis(axis.unwrap_or(0), 1)?;
                repeat_along(&self.view().ravel(Order::C)?.view(), &repeats, 0)
            }
        }
    }

    /// The whole array several times along each axis; missing axes are put in front.
    ///
    /// NumPy: [numpy.tile](https://numpy.org/doc/stable/reference/generated/numpy.tile.html).
    ///
    /// # Errors
    ///
    /// More than 64 axes; no memory for the result.
    ///
    /// ```
    /// use ndstrata_array::DynArray;
    /// let a = DynArray::from([1, 2]).tile(&[2, 2])?;
    /// assert_eq!((a.shape(), a.to_vec::<i32>()?), (&[2, 4][..], vec![1, 2, 1, 2, 1, 2, 1, 2]));
    /// # Ok::<(), ndstrata_array::Error>(())
    /// ```
    pub fn tile(&self, repeats: &[usize]) -> Result<DynArray> {
        let n_axes = repeats.len().max(self.ndim());
        let too_big = || Error::new(ErrorKind::TooBig);
        let shape = [&vec![1; n_axes - self.ndim()][..], self.shape()].concat();
        let repeats = [&vec![1; n_axes - repeats.len()][..], repeats].concat();
        let mut tiled = Dims::new();
        for (&n, &times) in shape.iter().zip(&repeats) {
            tiled.push(n.checked_mul(times).ok_or_else(too_big)?);
        }
        if repeats.iter().all(|&times| times == 1) {
            let new: Vec<isize> = (0..(n_axes - self.ndim()) as isize).collect();
            return self.copy(Order::C)?.expand_dims(&new);
        }
        if tiled.contains(&0) || self.itemsize() == 0 {
            return DynArray::zeros(&tiled, self.dtype(), Order::C);
        }
        let mut made = self.view().ravel(Order::C)?;
        // From the last axis on, each block of an axis and those after it is written several times.
        let mut block = self.itemsize();
        for (axis, (&n, &times)) in shape.iter().zip(&repeats).enumerate().rev() {
            block *= n;
            if times > 1 {
                let n_blocks = shape[..axis].iter().product();
                made = blocks_repeated(&made, n_blocks, block, times)?.into_cow();
            }
            block *= times;
        }
        let tiled: Vec<isize> = tiled.iter().map(|&n| n as isize).collect();
        made.into_owned()?.reshape_view(&tiled, Order::C)
    }
}

/// `n_blocks` blocks of as many bytes that follow each other, each written `times` times.
fn blocks_repeated(
    packed: &DynCow<'_>,
    n_blocks: usize,
    block: usize,
    times: usize,
) -> Result<DynArray> {
    let size = packed.size().checked_mul(times).ok_or_else(|| Error::new(ErrorKind::TooBig))?;
    // SAFETY: every block is written just below.
    let mut result = unsafe { DynArray::uninit(&[size], packed.dtype(), Order::C)? };
    let (mut to, mut from) = (result.view_mut()?.as_mut_ptr(), packed.as_ptr());
    for _ in 0..n_blocks {
        // SAFETY: the block lies within the packed elements, and the fresh result has places for it.
        unsafe { std::ptr::copy_nonoverlapping(from, to, block) };
        let mut done = 1;
        while done < times {
            // As much as stays in the first cache, so that it is read from there.
            let more = done.min(times - done).min((CACHED / block).max(1));
            let next = to.wrapping_add(done * block);
            // SAFETY: the blocks written so far lie before those that are written.
            unsafe { std::ptr::copy_nonoverlapping(to, next, more * block) };
            done += more;
        }
        to = to.wrapping_add(times * block);
        from = from.wrapping_add(block);
    }
    Ok(result)
}

/// Bytes that are read again and again.
const CACHED: usize = 1 << 14;

fn repeat_along(source: &DynView<'_>, repeats: &Repeats, axis: usize) -> Result<DynArray> {
    let length = source.shape()[axis];
    let total = match repeats {
        Repeats::All(n) => n.checked_mul(length),
        Repeats::Each(counts) if counts.len() == length => {
            counts.iter().try_fold(0_usize, |total, &n| total.checked_add(n))
        }
        Repeats::Each(counts) => {
            return Err(JoinFault::RepeatCount { length, n_repeats: counts.len() }.into());
        }
    };
    let mut shape = Dims::from_slice(source.shape());
    shape[axis] = total.ok_or_else(|| Error::new(ErrorKind::TooBig))?;
    // SAFETY: every element is written just below, or there is none.
    let mut result = unsafe { DynArray::uninit(&shape, source.dtype(), Order::C)? };
    let item = source.shape()[axis + 1..].iter().product::<usize>() * source.itemsize();
    if result.size() == 0 || item == 0 {
        return Ok(result);
    }
    let packed = source.ravel(Order::C)?;
    let n_outer: usize = source.shape()[..axis].iter().product();
    let (mut to, mut from) = (result.view_mut()?.as_mut_ptr(), packed.as_ptr());
    let fill = match item {
        1 => repeat_item::<u8>,
        2 => repeat_item::<u16>,
        4 => repeat_item::<u32>,
        8 => repeat_item::<u64>,
        16 => repeat_item::<[u64; 2]>,
        _ => repeat_bytes,
    };
    let counts = match repeats {
        Repeats::Each(counts) => counts,
        Repeats::All(count) => {
            let (count, n_items) = (*count, n_outer * length);
            match item {
                // SAFETY: the packed source has so many items, and the fresh result as many places for
                // each as the count says.
                1 => unsafe { repeat_all::<u8>(to, from, n_items, count) },
                // SAFETY: as above.
                2 => unsafe { repeat_all::<u16>(to, from, n_items, count) },
                // SAFETY: as above.
                4 => unsafe { repeat_all::<u32>(to, from, n_items, count) },
                // SAFETY: as above.
                8 => unsafe { repeat_all::<u64>(to, from, n_items, count) },
                _ => {
                    for k in 0..n_items {
                        let (to, from) =
                            (to.wrapping_add(k * count * item), from.wrapping_add(k * item));
                        // SAFETY: as above.
                        unsafe { fill(to, from, item, count) };
                    }
                }
            }
            return Ok(result);
        }
    };
    for _ in 0..n_outer {
        for &count in counts {
            // SAFETY: the item lies within the packed source, and the places within the fresh
            // result, which has as many as the counts of all items say.
            unsafe { fill(to, from, item, count) };
            to = to.wrapping_add(count * item);
            from = from.wrapping_add(item);
        }
    }
    Ok(result)
}

/// Writes each of `n_items` items `count` times.
///
/// # Safety
///
/// So many items of the size of `T` can be read at `from`, and `count` times as many written at `to`.
unsafe fn repeat_all<T: Copy>(to: *mut u8, from: *const u8, n_items: usize, count: usize) {
    let each = match count {
        2 => repeat_times::<T, 2>,
        3 => repeat_times::<T, 3>,
        4 => repeat_times::<T, 4>,
        _ => {
            let size = size_of::<T>();
            for k in 0..n_items {
                let (to, from) = (to.wrapping_add(k * count * size), from.wrapping_add(k * size));
                // SAFETY: item `k`, and its places.
                unsafe { repeat_item::<T>(to, from, size, count) };
            }
            return;
        }
    };
    // SAFETY: the caller's promise.
    unsafe { each(to, from, n_items) };
}

/// As [`repeat_all`], for a count that is known.
///
/// # Safety
///
/// As for [`repeat_all`].
unsafe fn repeat_times<T: Copy, const N: usize>(to: *mut u8, from: *const u8, n_items: usize) {
    let (to, from) = (to.cast::<[T; N]>(), from.cast::<T>());
    for k in 0..n_items {
        // SAFETY: item `k`; any bytes are a valid `T` (an unsigned integer).
        let item = unsafe { from.wrapping_add(k).read_unaligned() };
        // SAFETY: the places of item `k`.
        unsafe { to.wrapping_add(k).write_unaligned([item; N]) };
    }
}

/// Writes an item `count` times. Counts are small, so that a plain loop is quickest.
///
/// # Safety
///
/// An item of the size of `T` can be read at `from`, and `count` of them written at `to`.
unsafe fn repeat_item<T: Copy>(to: *mut u8, from: *const u8, _item: usize, count: usize) {
    // SAFETY: the caller's promise; any bytes are a valid `T` (an unsigned integer).
    let value = unsafe { from.cast::<T>().read_unaligned() };
    let to = to.cast::<T>();
    for k in 0..count {
        // SAFETY: the caller's promise.
        unsafe { to.wrapping_add(k).write_unaligned(value) };
    }
}

/// As [`repeat_item`], for items of `item` bytes.
///
/// # Safety
///
/// As for [`repeat_item`].
unsafe fn repeat_bytes(to: *mut u8, from: *const u8, item: usize, count: usize) {
    // SAFETY: the caller's promise.
    unsafe { fill_run(to, item as isize, from, item, count) };
}
