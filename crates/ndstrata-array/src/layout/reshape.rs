//! Reshaping: the shape that a request means, and the strides that give it without a copy.

use super::{Dims, Layout, Order, Strides};
use crate::error::{Error, ErrorKind, Result};

/// The shape that a request with at most one `-1` means for `size` elements. As NumPy, any negative
/// length is taken for `-1`.
///
/// # Errors
///
/// Two negative lengths, or a size that does not fit.
pub(crate) fn resolve_shape(request: &[isize], size: usize) -> Result<Dims> {
    super::check_n_axes(request.len())?;
    let fail = || Error::new(ErrorKind::Reshape { size, shape: request.to_vec() });
    let mut known = 1_usize;
    let mut unknown = None;
    for (axis, &n) in request.iter().enumerate() {
        match usize::try_from(n) {
            Ok(n) => known = known.checked_mul(n).ok_or_else(fail)?,
            Err(_) if unknown.is_some() => return Err(Error::new(ErrorKind::TwoUnknownDims)),
            Err(_) => unknown = Some(axis),
        }
    }
    let mut shape = Dims::from_elem(0, request.len());
    for (length, &n) in shape.iter_mut().zip(request) {
        *length = n as usize;
    }
    match unknown {
        Some(axis) if known > 0 && size.is_multiple_of(known) => shape[axis] = size / known,
        None if known == size => {}
        _ => return Err(fail()),
    }
    Ok(shape)
}

impl Layout {
    /// Strides that show the same elements, taken in `order` (C or F), in another shape; `None`
    /// where that needs a copy. The sizes are equal, which the caller has checked.
    pub fn reshape(&self, shape: &[usize], order: Order, itemsize: usize) -> Option<Layout> {
        if self.size() <= 1 || self.shape() == shape {
            if self.shape() == shape {
                return Some(self.clone());
            }
            let fresh = Layout::contiguous(shape, itemsize, order).ok()?;
            // A view of no elements has strides, a new array of none has not.
            return Some(match (shape.contains(&0), order) {
                (false, _) => fresh,
                (true, Order::F) => {
                    let reversed: Dims = shape.iter().rev().copied().collect();
                    Layout::packed_as(&reversed, itemsize).transpose()
                }
                (true, _) => Layout::packed_as(shape, itemsize),
            });
        }
        // There are elements here, so as many bytes in another shape fit as well.
        if order == Order::C && self.is_c_contiguous(itemsize) {
            return Some(Layout::packed_as(shape, itemsize));
        }
        // F order is C order with the axes reversed on both sides.
        if order == Order::F {
            let reversed: Dims = shape.iter().rev().copied().collect();
            let reshaped = self.clone().transpose().reshape_c(&reversed, itemsize)?;
            return Some(reshaped.transpose());
        }
        self.reshape_c(shape, itemsize)
    }

    /// Matches runs of old axes with runs of new axes of equal size; each run of old axes must be
    /// contiguous in itself.
    fn reshape_c(&self, shape: &[usize], itemsize: usize) -> Option<Layout> {
        let old: SmallPairs = (0..self.ndim())
            .filter(|&axis| self.shape()[axis] != 1)
            .map(|axis| (self.shape()[axis], self.strides()[axis]))
            .collect();
        let mut strides = Strides::from_elem(itemsize as isize, shape.len());
        let (mut oi, mut ni) = (0, 0);
        while oi < old.len() && ni < shape.len() {
            let (mut oj, mut nj) = (oi + 1, ni + 1);
            let (mut old_size, mut new_size) = (old[oi].0, shape[ni]);
            while old_size != new_size {
                if new_size < old_size {
                    new_size *= *shape.get(nj)?;
                    nj += 1;
                } else {
                    old_size *= old.get(oj)?.0;
                    oj += 1;
                }
            }
            for k in oi..oj - 1 {
                if old[k].1 != old[k + 1].1.checked_mul(old[k + 1].0 as isize)? {
                    return None;
                }
            }
            let mut step = old[oj - 1].1;
            for axis in (ni..nj).rev() {
                strides[axis] = step;
                step = step.wrapping_mul(shape[axis] as isize);
            }
            (oi, ni) = (oj, nj);
        }
        // What remains are axes of length 1; they continue the last stride as NumPy's do.
        if ni > 0 && ni < shape.len() {
            let last = strides[ni - 1];
            strides[ni..].fill(last);
        }
        Some(Layout::from_parts(Dims::from_slice(shape), strides))
    }
}

type SmallPairs = smallvec::SmallVec<[(usize, isize); 4]>;
