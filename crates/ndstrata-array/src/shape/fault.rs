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
}

impl ShapeFault {
    pub(crate) fn numpy_class(&self) -> &'static str {
        match self {
            ShapeFault::SetShape => "AttributeError",
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
        }
    }
}

impl From<ShapeFault> for Error {
    #[cold]
    fn from(fault: ShapeFault) -> Error {
        Error::new(ErrorKind::Shape(fault))
    }
}
