//! Arrays seen with larger shapes, and windows sliding over them: one element at several places.
#![expect(unsafe_code, reason = "shows elements of checked layouts several times")]

use super::fault::ShapeFault;
use crate::array::{DynArray, DynBase, DynView};
use crate::error::Result;
use crate::layout::{Layout, broadcast_dims, normalize_axis};

impl DynArray {
    /// The same elements seen with a larger shape; new and stretched axes have stride 0. Writing to
    /// it copies it first.
    ///
    /// NumPy: [numpy.broadcast_to](https://numpy.org/doc/stable/reference/generated/numpy.broadcast_to.html).
    ///
    /// # Errors
    ///
    /// When the shape does not broadcast to `shape`.
    pub fn broadcast_to(self, shape: &[usize]) -> Result<DynArray> {
        let layout = self.layout().broadcast_to(shape)?;
        // SAFETY: stride 0 reaches no further than the elements that were there; an owned array
        // that shows elements twice is copied before it is written.
        Ok(unsafe { self.with_layout(layout, 0) })
    }

    /// Every window of some length along some axes: those axes become shorter, and the windows
    /// follow as new ones. `None` means all axes. It shares memory; writing to it copies it first.
    ///
    /// NumPy: [numpy.lib.stride_tricks.sliding_window_view](https://numpy.org/doc/stable/reference/generated/numpy.lib.stride_tricks.sliding_window_view.html).
    ///
    /// # Errors
    ///
    /// Another number of lengths than axes; a window longer than its axis; more than 64 axes.
    ///
    /// ```
    /// use ndstrata_array::DynArray;
    /// let windows = DynArray::from([0, 1, 2, 3]).sliding_window_view(&[3], None)?;
    /// assert_eq!(windows.to_vec::<i32>()?, [0, 1, 2, 1, 2, 3]);
    /// # Ok::<(), ndstrata_array::Error>(())
    /// ```
    pub fn sliding_window_view(
        self,
        window_shape: &[usize],
        axes: Option<&[isize]>,
    ) -> Result<DynArray> {
        let layout = windows(self.layout(), window_shape, axes)?;
        // SAFETY: each window lies within its axis; an owned array that shows elements twice is
        // copied before it is written.
        Ok(unsafe { self.with_layout(layout, 0) })
    }
}

impl<'a> DynView<'a> {
    /// As [`DynArray::sliding_window_view`].
    ///
    /// NumPy: [numpy.lib.stride_tricks.sliding_window_view](https://numpy.org/doc/stable/reference/generated/numpy.lib.stride_tricks.sliding_window_view.html).
    ///
    /// # Errors
    ///
    /// As [`DynArray::sliding_window_view`].
    pub fn sliding_window_view(
        &self,
        window_shape: &[usize],
        axes: Option<&[isize]>,
    ) -> Result<DynView<'a>> {
        let layout = windows(self.layout(), window_shape, axes)?;
        // SAFETY: each window lies within its axis.
        Ok(unsafe { self.reborrow().with_layout(layout, 0) })
    }
}

fn windows(layout: &Layout, window_shape: &[usize], axes: Option<&[isize]>) -> Result<Layout> {
    let n_axes = layout.ndim();
    let axes: Vec<usize> = match axes {
        Some(axes) => {
            if axes.len() != window_shape.len() {
                let (n_windows, n_axes) = (window_shape.len(), axes.len());
                return Err(ShapeFault::WindowAxes { n_windows, n_axes }.into());
            }
            // An axis may be named twice: windows of windows.
            axes.iter().map(|&axis| normalize_axis(axis, n_axes)).collect::<Result<_>>()?
        }
        None if window_shape.len() != n_axes => {
            return Err(ShapeFault::WindowDims { n_windows: window_shape.len(), n_axes }.into());
        }
        None => (0..n_axes).collect(),
    };
    let (mut shape, mut strides) = (layout.shape().to_vec(), layout.strides().to_vec());
    for (&axis, &window) in axes.iter().zip(window_shape) {
        // A window of length 0 has one place more than the axis has positions.
        let rest = (shape[axis] + 1).checked_sub(window).filter(|&rest| rest > 0);
        shape[axis] = rest.ok_or(ShapeFault::WindowTooLarge)?;
        shape.push(window);
        strides.push(strides[axis]);
    }
    Layout::strided(&shape, &strides, 1)
}

/// The arrays seen with the shape that they broadcast to together.
///
/// NumPy: [numpy.broadcast_arrays](https://numpy.org/doc/stable/reference/generated/numpy.broadcast_arrays.html).
///
/// # Errors
///
/// Shapes that do not broadcast together.
pub fn broadcast_arrays(arrays: &[DynArray]) -> Result<Vec<DynArray>> {
    let shapes: Vec<&[usize]> = arrays.iter().map(DynBase::shape).collect();
    let shape = broadcast_dims(&shapes)?;
    arrays.iter().map(|array| array.clone().broadcast_to(&shape)).collect()
}
