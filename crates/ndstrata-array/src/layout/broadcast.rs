//! NumPy's broadcasting of shapes: trailing axes match, and a length of 1 stretches.

use super::{Dims, Layout, Strides, check_count, check_n_axes};
use crate::error::{Error, ErrorKind, Result};

/// The shape that all the shapes broadcast to.
///
/// NumPy: [numpy.broadcast_shapes](https://numpy.org/doc/stable/reference/generated/numpy.broadcast_shapes.html).
///
/// # Errors
///
/// Lengths that differ and are not 1; more than 64 axes.
///
/// ```
/// use ndstrata_array::broadcast_shapes;
/// assert_eq!(broadcast_shapes(&[&[6, 1], &[5]])?, vec![6, 5]);
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
pub fn broadcast_shapes(shapes: &[&[usize]]) -> Result<Vec<usize>> {
    Ok(broadcast_dims(shapes)?.into_vec())
}

/// As [`broadcast_shapes`], without an allocation for few axes.
pub(crate) fn broadcast_dims(shapes: &[&[usize]]) -> Result<Dims> {
    let n_axes = shapes.iter().map(|shape| shape.len()).max().unwrap_or(0);
    let mut result = Dims::from_elem(1, n_axes);
    for shape in shapes {
        let tail = &mut result[n_axes - shape.len()..];
        for (known, &n) in tail.iter_mut().zip(*shape) {
            if *known == 1 {
                *known = n;
            } else if n != 1 && n != *known {
                let shapes = shapes.iter().map(|shape| shape.to_vec()).collect();
                return Err(Error::new(ErrorKind::Broadcast { shapes }));
            }
        }
    }
    check_n_axes(result.len())?;
    Ok(result)
}

impl Layout {
    /// The same elements seen with a larger shape: new and stretched axes have stride 0.
    ///
    /// # Errors
    ///
    /// When the shape does not broadcast to `shape`.
    pub fn broadcast_to(&self, shape: &[usize]) -> Result<Layout> {
        // Axes of length 1 lose their strides.
        if self.shape() == shape && !shape.contains(&1) {
            return Ok(self.clone());
        }
        let fail = || {
            Error::new(ErrorKind::BroadcastTo { from: self.shape().to_vec(), to: shape.to_vec() })
        };
        check_n_axes(shape.len())?;
        check_count(shape)?;
        let n_new = shape.len().checked_sub(self.ndim()).ok_or_else(fail)?;
        let mut strides = Strides::from_elem(0, shape.len());
        for axis in 0..self.ndim() {
            let (from, to) = (self.shape()[axis], shape[n_new + axis]);
            if from == to && from != 1 {
                strides[n_new + axis] = self.strides()[axis];
            } else if from != 1 {
                return Err(fail());
            }
        }
        Ok(Layout::from_parts(Dims::from_slice(shape), strides))
    }
}
