//! [`ProductFault`]: what is wrong with the operands of a product, in NumPy's words.

use std::fmt;

use crate::error::{Error, ErrorKind};

/// The facts of a refused product.
#[derive(Debug)]
#[non_exhaustive]
pub enum ProductFault {
    /// Axes of different lengths that are multiplied with each other.
    NotAligned {
        /// The shapes.
        shapes: [Vec<usize>; 2],
        /// The axis of each.
        axes: [usize; 2],
    },
    /// An output of another type, rank or layout.
    OutputUnacceptable,
    /// An output of another shape.
    OutputShape,
    /// A type whose elements have no product.
    NoProduct,
    /// Strings of no length.
    NoItemsize,
    /// Numbers of elements that differ where vectors are flattened.
    Flattened {
        /// How many elements there are.
        found: usize,
        /// How many there must be.
        expected: usize,
    },
    /// Axes that do not fit.
    TensordotShapes,
    /// An axis that there is not.
    TensordotAxis,
    /// An axis named twice.
    TensordotDuplicate,
    /// Vectors without axes.
    CrossScalar,
    /// Vectors of neither 2 nor 3 numbers.
    CrossLength,
    /// An axis that there is not, with the name of its parameter.
    Axis {
        /// The parameter.
        parameter: &'static str,
        /// The axis.
        axis: isize,
        /// How many axes there are.
        n_axes: usize,
    },
    /// Stacks that do not broadcast, leaving out the axis of the vectors.
    CrossStacks {
        /// The shapes.
        shapes: [Vec<usize>; 2],
    },
    /// Fewer than two matrices.
    TooFewMatrices,
    /// A matrix of another rank.
    NotTwoAxes {
        /// How many axes there are.
        n_axes: usize,
    },
    /// A vector where matrices are wanted.
    NoMatrix {
        /// How many axes there are.
        n_axes: usize,
    },
    /// Matrices that are not square.
    NotSquare,
}

impl ProductFault {
    /// The exception that NumPy raises.
    pub(crate) fn numpy_class(&self) -> &'static str {
        match self {
            ProductFault::TensordotAxis => "IndexError",
            ProductFault::Axis { .. } => "AxisError",
            ProductFault::NotTwoAxes { .. }
            | ProductFault::NoMatrix { .. }
            | ProductFault::NotSquare => "LinAlgError",
            _ => "ValueError",
        }
    }
}

impl From<ProductFault> for Error {
    #[cold]
    fn from(fault: ProductFault) -> Error {
        ErrorKind::Product(fault).into()
    }
}

/// A shape without spaces, as NumPy's C code prints it.
pub(crate) struct Shape<'a>(pub(crate) &'a [usize]);

impl fmt::Display for Shape<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let items: Vec<String> = self.0.iter().map(usize::to_string).collect();
        write!(f, "({}{})", items.join(","), if items.len() == 1 { "," } else { "" })
    }
}

impl fmt::Display for ProductFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ProductFault::NotAligned { shapes: [a, b], axes: [i, j] } => write!(
                f,
                "shapes {} and {} not aligned: {} (dim {i}) != {} (dim {j})",
                Shape(a),
                Shape(b),
                a.get(*i).copied().unwrap_or(1),
                b.get(*j).copied().unwrap_or(1)
            ),
            ProductFault::OutputUnacceptable => f.write_str(
                "output array is not acceptable (must have the right datatype, number of dimensions, \
                 and be a C-Array)",
            ),
            ProductFault::OutputShape => f.write_str("output array has wrong dimensions"),
            ProductFault::NoProduct => f.write_str("dot not available for this type"),
            ProductFault::NoItemsize => f.write_str("data type must provide an itemsize"),
            ProductFault::Flattened { found, expected } => {
                write!(f, "cannot reshape array of size {found} into shape ({expected},)")
            }
            ProductFault::TensordotShapes => f.write_str("shape-mismatch for sum"),
            ProductFault::TensordotAxis => f.write_str("tuple index out of range"),
            ProductFault::TensordotDuplicate => {
                f.write_str("duplicate axes are not allowed in tensordot")
            }
            ProductFault::CrossScalar => f.write_str("At least one array has zero dimension"),
            ProductFault::CrossLength => f.write_str(
                "incompatible dimensions for cross product\n(dimension must be 2 or 3)",
            ),
            ProductFault::Axis { parameter, axis, n_axes } => write!(
                f,
                "{parameter}: axis {axis} is out of bounds for array of dimension {n_axes}"
            ),
            ProductFault::CrossStacks { shapes: [a, b] } => write!(
                f,
                "shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between \
                 arg 0 with shape {} and arg 1 with shape {}.",
                Shape(a),
                Shape(b)
            ),
            ProductFault::TooFewMatrices => f.write_str("Expecting at least two arrays."),
            ProductFault::NoMatrix { n_axes } => {
                write!(f, "{n_axes}-dimensional array given. Array must be at least two-dimensional")
            }
            ProductFault::NotSquare => f.write_str("Last 2 dimensions of the array must be square"),
            ProductFault::NotTwoAxes { n_axes } => {
                write!(f, "{n_axes}-dimensional array given. Array must be two-dimensional")
            }
        }
    }
}
