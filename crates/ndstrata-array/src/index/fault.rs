//! What can be wrong with a call of a function on indices or masks.

use std::fmt;

use ndstrata_dtype::DType;

use crate::error::{Error, ErrorKind};

/// A call of a function on indices or masks that cannot be met.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum IndexFault {
    /// Something taken from an axis without elements.
    EmptyTake,
    /// Something put into an array without elements.
    EmptyPut,
    /// An index that no choice has.
    Choice,
    /// No choices.
    NoChoices,
    /// A condition of another number of axes than one.
    Condition,
    /// Nothing to insert where a mask asks for something.
    NothingToPlace,
    /// A mask of another size than the array.
    MaskSize {
        /// The function called.
        function: &'static str,
    },
    /// A mask that does not broadcast to the array.
    WhereShape {
        /// The mask's shape.
        from: Vec<usize>,
        /// The array's shape.
        to: Vec<usize>,
    },
    /// A condition that is not `bool`.
    SelectCondition {
        /// Which one.
        position: usize,
        /// Its type.
        dtype: DType,
    },
    /// Another number of choices than conditions.
    SelectLengths,
    /// No conditions.
    NoConditions,
    /// Indices along an axis that are not integers.
    AlongType {
        /// Their type.
        dtype: DType,
    },
    /// Indices along an axis with another number of axes than the array.
    AlongDims,
    /// Indices into the flattened array with more than one axis.
    AlongFlatDims,
    /// The nonzero positions of an array without axes.
    NonzeroOfScalar,
    /// A diagonal of an array of fewer than two axes.
    Diagonal,
    /// A diagonal of an axis with itself.
    DiagonalAxes,
    /// An array of fewer than two axes where a diagonal is filled or looked for.
    FewAxes {
        /// Whether it was the argument of an `_from` function.
        is_input: bool,
    },
    /// An array of another number of axes than two.
    NotMatrix,
    /// A diagonal of more than two axes whose lengths differ.
    UnequalLengths,
    /// A flat index outside an array.
    FlatIndex {
        /// The index.
        index: i64,
        /// Number of elements.
        size: usize,
    },
    /// Several indices into an array without axes.
    ScalarIndices,
    /// Indices that are not integers.
    IntegersOnly,
    /// A shape whose size does not fit in an index.
    ShapeTooLarge {
        /// Whether a flat index was to be made, not taken apart.
        is_ravel: bool,
    },
    /// A coordinate outside its axis.
    Coordinates,
    /// Another number of coordinates than axes.
    CoordinateCount {
        /// How many axes there are.
        n_axes: usize,
    },
    /// Another number of modes than axes.
    ModeCount {
        /// How many modes were given.
        n_modes: usize,
        /// How many axes there are.
        n_axes: usize,
    },
    /// An order other than C or F.
    Order,
}

impl IndexFault {
    pub(crate) fn numpy_class(&self) -> &'static str {
        match self {
            IndexFault::EmptyTake | IndexFault::EmptyPut | IndexFault::AlongType { .. } => {
                "IndexError"
            }
            IndexFault::SelectCondition { .. } | IndexFault::IntegersOnly => "TypeError",
            _ => "ValueError",
        }
    }
}

impl fmt::Display for IndexFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            IndexFault::EmptyTake => "cannot do a non-empty take from an empty axes.",
            IndexFault::EmptyPut => "cannot replace elements of an empty array",
            IndexFault::Choice => "invalid entry in choice array",
            IndexFault::NoChoices => "0-length sequence.",
            IndexFault::Condition => "condition must be a 1-d array",
            IndexFault::NothingToPlace => "Cannot insert from an empty array!",
            IndexFault::MaskSize { function } => {
                return write!(f, "{function}: mask and data must be the same size");
            }
            IndexFault::WhereShape { from, to } => {
                let (from, to) = (crate::error::Shape(from), crate::error::Shape(to));
                return write!(
                    f,
                    "could not broadcast where mask from shape {from} into shape {to}"
                );
            }
            IndexFault::SelectCondition { position, .. } => {
                return write!(
                    f,
                    "invalid entry {position} in condlist: should be boolean ndarray"
                );
            }
            IndexFault::SelectLengths => "list of cases must be same length as list of conditions",
            IndexFault::NoConditions => "select with an empty condition list is not possible",
            IndexFault::AlongType { .. } => "`indices` must be an integer array",
            IndexFault::AlongDims => "`indices` and `arr` must have the same number of dimensions",
            IndexFault::AlongFlatDims => "when axis=None, `indices` must have a single dimension.",
            IndexFault::NonzeroOfScalar => {
                "Calling nonzero on 0d arrays is not allowed. Use np.atleast_1d(scalar).nonzero() \
                 instead."
            }
            IndexFault::Diagonal => "diag requires an array of at least two dimensions",
            IndexFault::DiagonalAxes => "axis1 and axis2 cannot be the same",
            IndexFault::FewAxes { is_input: false } => "array must be at least 2-d",
            IndexFault::FewAxes { is_input: true } => "input array must be at least 2-d",
            IndexFault::NotMatrix => "input array must be 2-d",
            IndexFault::UnequalLengths => "All dimensions of input must be of equal length",
            IndexFault::FlatIndex { index, size } => {
                return write!(f, "index {index} is out of bounds for array with size {size}");
            }
            IndexFault::ScalarIndices => "multiple indices are not supported for 0d arrays",
            IndexFault::IntegersOnly => "only int indices permitted",
            IndexFault::ShapeTooLarge { is_ravel: false } => {
                "dimensions are too large; arrays and shapes with a total size greater than 'intp' \
                 are not supported."
            }
            IndexFault::ShapeTooLarge { is_ravel: true } => {
                "invalid dims: array size defined by dims is larger than the maximum possible size."
            }
            IndexFault::Coordinates => "invalid entry in coordinates array",
            IndexFault::CoordinateCount { n_axes } => {
                return write!(f, "parameter multi_index must be a sequence of length {n_axes}");
            }
            IndexFault::ModeCount { n_modes, n_axes } => {
                return write!(
                    f,
                    "list of clipmodes has wrong length ({n_modes} instead of {n_axes})"
                );
            }
            IndexFault::Order => "only 'C' or 'F' order is permitted",
        };
        f.write_str(text)
    }
}

impl From<IndexFault> for Error {
    #[cold]
    fn from(fault: IndexFault) -> Error {
        Error::new(ErrorKind::Index(fault))
    }
}
