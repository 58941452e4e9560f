//! Where elements lie: shape and strides in bytes, as pure integer code.
//!
//! A [`Layout`] never sees memory. Everything here is compiled once, knows no element type, and
//! checks its arithmetic: a layout that exists has a byte extent that fits in `isize`.

mod axes;
mod broadcast;
mod diophantine;
mod extent;
mod order;
mod overlap;
mod plan;
mod reshape;

use smallvec::SmallVec;

use crate::error::{Error, ErrorKind, Result};

pub(crate) use axes::{normalize_axes, normalize_axes_of};
pub use axes::{normalize_axis, normalize_axis_of};
pub(crate) use broadcast::broadcast_dims;
pub use broadcast::broadcast_shapes;
pub use extent::Extent;
pub(crate) use order::places_of;
pub use order::{AxisOrder, axes_by_strides};
pub use overlap::Overlap;
pub use plan::Plan;
pub(crate) use reshape::resolve_shape;

/// Sizes of axes; four fit without an allocation.
pub(crate) type Dims = SmallVec<[usize; 4]>;
/// Byte steps of axes; four fit without an allocation.
pub(crate) type Strides = SmallVec<[isize; 4]>;

/// The most axes an array may have, NumPy's `NPY_MAXDIMS`.
pub const MAX_DIMS: usize = 64;

/// In which order elements are taken from, or laid into, memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Order {
    /// Last axis fastest.
    #[default]
    C,
    /// First axis fastest.
    F,
    /// F if the source is F- and not C-contiguous, else C.
    A,
    /// As close to the source's own order as can be.
    K,
}

/// Shape and byte strides of an array.
#[derive(Debug, PartialEq, Eq)]
pub struct Layout {
    shape: Dims,
    strides: Strides,
}

impl Clone for Layout {
    /// Two copies of memory; the derived form goes number by number.
    #[inline]
    fn clone(&self) -> Layout {
        Layout { shape: Dims::from_slice(&self.shape), strides: Strides::from_slice(&self.strides) }
    }
}

impl Layout {
    /// A contiguous layout in C or F order (`A` and `K` have no source to follow and mean C).
    ///
    /// # Errors
    ///
    /// More than 64 axes, or more bytes than `isize::MAX`. As NumPy, axes of length 0 do not hide
    /// an overflow of the others.
    pub fn contiguous(shape: &[usize], itemsize: usize, order: Order) -> Result<Layout> {
        Ok(Layout::contiguous_and_len(shape, itemsize, order)?.0)
    }

    /// A contiguous layout, and its number of bytes.
    pub(crate) fn contiguous_and_len(
        shape: &[usize],
        itemsize: usize,
        order: Order,
    ) -> Result<(Layout, usize)> {
        let len = check_shape(shape, itemsize)?;
        let mut strides = Strides::from_elem(0, shape.len());
        if len == 0 && shape.contains(&0) {
            return Ok((Layout { shape: Dims::from_slice(shape), strides }, len));
        }
        let mut step = itemsize as isize;
        let mut lay = |axis: usize| {
            strides[axis] = step;
            // Cannot overflow: the product over axes of length at least 1 was checked above.
            step *= shape[axis].max(1) as isize;
        };
        match order {
            Order::F => (0..shape.len()).for_each(&mut lay),
            _ => (0..shape.len()).rev().for_each(&mut lay),
        }
        Ok((Layout { shape: Dims::from_slice(shape), strides }, len))
    }

    /// A packed layout whose axes lie in another order in memory, the outermost first.
    pub(crate) fn contiguous_along(
        shape: &[usize],
        itemsize: usize,
        axes: &[usize],
    ) -> Result<Layout> {
        let permuted: Dims = axes.iter().map(|&axis| shape[axis]).collect();
        Ok(Layout::contiguous(&permuted, itemsize, Order::C)?.permute(&places_of(axes)))
    }

    /// A layout with the strides given.
    ///
    /// # Errors
    ///
    /// Lengths that differ, more than 64 axes, or an extent that does not fit in `isize`.
    pub fn strided(shape: &[usize], strides: &[isize], itemsize: usize) -> Result<Layout> {
        if shape.len() != strides.len() {
            return Err(Error::new(ErrorKind::StridesLength {
                n_axes: shape.len(),
                n_strides: strides.len(),
            }));
        }
        check_n_axes(shape.len())?;
        check_count(shape)?;
        let layout =
            Layout { shape: Dims::from_slice(shape), strides: Strides::from_slice(strides) };
        layout.extent(itemsize).ok_or_else(|| Error::new(ErrorKind::TooBig))?;
        Ok(layout)
    }

    /// The same shape packed in C order; the caller knows that its bytes fit in `isize`.
    pub(crate) fn packed(&self, itemsize: usize) -> Layout {
        Layout::packed_as(&self.shape, itemsize)
    }

    /// A shape packed in C order; the caller knows that its bytes fit in `isize`.
    pub(crate) fn packed_as(shape: &[usize], itemsize: usize) -> Layout {
        let mut strides = Strides::from_elem(0, shape.len());
        let mut step = itemsize as isize;
        for (stride, &n) in strides.iter_mut().zip(shape).rev() {
            *stride = step;
            step *= n.max(1) as isize;
        }
        Layout { shape: Dims::from_slice(shape), strides }
    }

    /// One element, no axes.
    pub fn scalar() -> Layout {
        Layout { shape: Dims::new(), strides: Strides::new() }
    }

    /// From parts whose extent is known to lie within that of a layout already checked.
    pub(crate) fn from_parts(shape: Dims, strides: Strides) -> Layout {
        debug_assert_eq!(shape.len(), strides.len());
        Layout { shape, strides }
    }

    /// Lengths of the axes.
    #[inline]
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// Bytes from one element to the next along each axis.
    #[inline]
    pub fn strides(&self) -> &[isize] {
        &self.strides
    }

    /// Number of axes.
    #[inline]
    pub fn ndim(&self) -> usize {
        self.shape.len()
    }

    /// Number of elements.
    #[inline]
    pub fn size(&self) -> usize {
        // Never wraps to a smaller number: memory depends on it. A layout that exists has a count
        // that fits, as its constructors check.
        if self.shape.contains(&0) {
            return 0;
        }
        self.shape.iter().fold(1, |count, &n| count.saturating_mul(n))
    }

    /// Whether elements follow each other in C order without gaps.
    #[inline]
    pub fn is_c_contiguous(&self, itemsize: usize) -> bool {
        let axes = self.shape.iter().zip(&self.strides).rev();
        self.size() == 0 || is_packed(axes, itemsize)
    }

    /// Whether elements follow each other in F order without gaps.
    #[inline]
    pub fn is_f_contiguous(&self, itemsize: usize) -> bool {
        let axes = self.shape.iter().zip(&self.strides);
        self.size() == 0 || is_packed(axes, itemsize)
    }

    /// The axes in another order; `axes` is a permutation, which the caller has checked.
    pub(crate) fn permute(&self, axes: &[usize]) -> Layout {
        let shape = axes.iter().map(|&axis| self.shape[axis]).collect();
        let strides = axes.iter().map(|&axis| self.strides[axis]).collect();
        Layout { shape, strides }
    }

    /// The axes in reverse order.
    pub fn transpose(mut self) -> Layout {
        self.shape.reverse();
        self.strides.reverse();
        self
    }

    /// Two axes exchanged; both are below `ndim`.
    pub(crate) fn swap_axes(mut self, a: usize, b: usize) -> Layout {
        self.shape.swap(a, b);
        self.strides.swap(a, b);
        self
    }

    /// A new axis of length 1 before `axis`, which is at most `ndim`.
    ///
    /// # Errors
    ///
    /// More than 64 axes.
    pub(crate) fn insert_axis(mut self, axis: usize) -> Result<Layout> {
        check_n_axes(self.ndim() + 1)?;
        self.shape.insert(axis, 1);
        self.strides.insert(axis, 0);
        Ok(self)
    }

    /// Without one axis; what remains is the first position along it.
    pub(crate) fn remove_axis(mut self, axis: usize) -> Layout {
        self.shape.remove(axis);
        self.strides.remove(axis);
        self
    }

    /// One axis with another length and stride.
    pub(crate) fn set_axis(&mut self, axis: usize, len: usize, stride: isize) {
        self.shape[axis] = len;
        self.strides[axis] = stride;
    }

    /// The byte offset of an index that lies within the shape.
    #[inline]
    pub(crate) fn offset_of(&self, index: &[usize]) -> isize {
        debug_assert!(index.iter().zip(&self.shape).all(|(&i, &n)| i < n));
        index.iter().zip(&self.strides).map(|(&i, &stride)| i as isize * stride).sum()
    }
}

/// As NumPy, no shape counts more elements than `isize::MAX`; axes of length 0 hide nothing.
fn check_count(shape: &[usize]) -> Result<()> {
    let count = shape.iter().try_fold(1_usize, |count, &n| count.checked_mul(n.max(1)));
    match count {
        Some(count) if count <= isize::MAX as usize => Ok(()),
        _ => Err(Error::new(ErrorKind::TooBig)),
    }
}

fn is_packed<'a>(axes: impl Iterator<Item = (&'a usize, &'a isize)>, itemsize: usize) -> bool {
    let mut expected = itemsize as isize;
    for (&n, &stride) in axes {
        if n != 1 {
            if stride != expected {
                return false;
            }
            expected = expected.wrapping_mul(n as isize);
        }
    }
    true
}

fn check_n_axes(n_axes: usize) -> Result<()> {
    if n_axes > MAX_DIMS {
        return Err(Error::new(ErrorKind::TooManyDims { n_axes }));
    }
    Ok(())
}

/// Bytes that a packed array of this shape takes, or an error if they pass `isize::MAX`.
pub(crate) fn check_shape(shape: &[usize], itemsize: usize) -> Result<usize> {
    check_n_axes(shape.len())?;
    let mut bytes = itemsize.max(1);
    for &n in shape {
        bytes = bytes
            .checked_mul(n.max(1))
            .filter(|&bytes| bytes <= isize::MAX as usize)
            .ok_or_else(|| Error::new(ErrorKind::TooBig))?;
    }
    Ok(if shape.contains(&0) || itemsize == 0 { 0 } else { bytes })
}

#[cfg(test)]
mod tests;
