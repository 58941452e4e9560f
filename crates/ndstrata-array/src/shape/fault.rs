//! What can be wrong with a request for another shape.

use std::fmt;

use crate::error::{Error, ErrorKind};

/// A request for a shape that cannot be met.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ShapeFault {
    /// An order other than C, F or A.
    Order,
    /// A shape set in place that needs a copy.
    SetShape,
    /// A position for an axis that is not there.
    RollStart {
        /// The position.
        start: isize,
        /// How many axes there are.
        n_axes: usize,
    },
    /// Another number of windows than axes.
    WindowDims {
        /// How many windows.
        n_windows: usize,
        /// How many axes.
        n_axes: usize,
    },
    /// Another number of windows than axes named.
    WindowAxes {
        /// How many windows.
        n_windows: usize,
        /// How many axes.
        n_axes: usize,
    },
    /// A window longer than its axis.
    WindowTooLarge,
    /// An array resized in place whose elements do not lie packed.
    ResizeLayout,
}

impl ShapeFault {
    pub(crate) fn numpy_class(&self) -> &'static str {
        match self {
            ShapeFault::SetShape => "AttributeError",
            ShapeFault::RollStart { .. } => "AxisError",
            _ => "ValueError",
        }
    }
}

impl fmt::Display for ShapeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ShapeFault::Order => f.write_str("order 'K' is not permitted for reshaping"),
            ShapeFault::SetShape => f.write_str(
                "Incompatible shape for in-place modification. Use `.reshape()` to make a copy with \
                 the desired shape.",
            ),
            ShapeFault::RollStart { start, n_axes } => write!(
                f,
                "'start' arg requires -{n_axes} <= start < {}, but {start} was passed in",
                n_axes + 1
            ),
            ShapeFault::WindowDims { n_windows, n_axes } => write!(
                f,
                "Since axis is `None`, must provide window_shape for all dimensions of `x`; got \
                 {n_windows} window_shape elements and `x.ndim` is {n_axes}."
            ),
            ShapeFault::WindowAxes { n_windows, n_axes } => write!(
                f,
                "Must provide matching length window_shape and axis; got {n_windows} window_shape \
                 elements and {n_axes} axes elements."
            ),
            ShapeFault::WindowTooLarge => {
                f.write_str("window shape cannot be larger than input array shape")
            }
            ShapeFault::ResizeLayout => f.write_str("resize only works on single-segment arrays"),
        }
    }
}

impl From<ShapeFault> for Error {
    #[cold]
    fn from(fault: ShapeFault) -> Error {
        Error::new(ErrorKind::Shape(fault))
    }
}
