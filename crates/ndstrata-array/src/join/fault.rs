//! What can be wrong when arrays are put together or taken apart.

use std::fmt;

use crate::error::{Error, ErrorKind};

/// Arrays that cannot be put together or taken apart as asked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum JoinFault {
    /// No arrays.
    Nothing {
        /// What was to be done with them.
        verb: &'static str,
    },
    /// Arrays without axes, where there is no axis to join along.
    NoAxes,
    /// Arrays of different numbers of axes.
    Dims {
        /// Which array differs from the first.
        position: usize,
        /// The first array's number of axes.
        first: usize,
        /// The other's.
        other: usize,
    },
    /// Arrays of different lengths along another axis than that of joining.
    Lengths {
        /// The axis.
        axis: usize,
        /// Which array differs from the first.
        position: usize,
        /// The first array's length.
        first: usize,
        /// The other's.
        other: usize,
    },
    /// An output of another shape.
    OutShape,
    /// An output of another number of axes.
    OutDims,
    /// An output of several axes for what is joined flat.
    OutFlat,
    /// An output of another size than that of all arrays, flattened.
    OutSize,
    /// Arrays to be stacked whose shapes differ.
    StackShapes,
    /// An empty list of blocks.
    EmptyBlocks {
        /// Where, as Python would index it.
        place: String,
    },
    /// Lists of blocks of different depths.
    BlockDepths {
        /// How deep the first block is.
        first: usize,
        /// How deep another is.
        other: usize,
        /// Where that one is, as Python would index it.
        place: String,
    },
    /// A number of parts that is not positive.
    Sections,
    /// An axis that does not split into equal parts.
    UnequalSplit,
    /// Too few axes for a function.
    FewAxes {
        /// The function.
        function: &'static str,
        /// How many it needs.
        needed: usize,
    },
    /// An array without axes taken apart.
    Unstack,
    /// A position of insertion outside the axis.
    InsertAt {
        /// The position.
        index: i64,
        /// The axis.
        axis: usize,
        /// Its length.
        length: usize,
    },
    /// Positions of insertion with several axes.
    InsertDims,
    /// A mask of deletion that does not fit the axis.
    DeleteMask {
        /// The axis' length.
        length: usize,
    },
    /// A negative number of repeats.
    NegativeRepeats {
        /// Whether it is one number for all elements.
        is_one: bool,
    },
    /// Another number of repeats than elements.
    RepeatCount {
        /// The axis' length.
        length: usize,
        /// How many were given.
        n_repeats: usize,
    },
    /// Repeats with several axes.
    RepeatDims,
    /// Shifts and axes that do not broadcast together.
    Shifts {
        /// How many shifts.
        n_shifts: usize,
        /// How many axes.
        n_axes: usize,
    },
    /// The two axes of a rotation are one.
    RotateSame,
    /// An axis of a rotation that the array does not have.
    RotateAxes {
        /// The axes.
        axes: [isize; 2],
        /// How many there are.
        n_axes: usize,
    },
    /// Another number of pairs than axes.
    PadPairs {
        /// How many pairs.
        n_pairs: usize,
        /// How many axes.
        n_axes: usize,
    },
    /// An axis without elements that is padded with some of them.
    PadEmptyAxis {
        /// The axis.
        axis: usize,
    },
    /// The largest or smallest of no elements.
    PadStatLength,
    /// An array of fewer axes than a flip needs.
    FlipDims {
        /// How many it needs.
        needed: usize,
    },
}

impl JoinFault {
    pub(crate) fn numpy_class(&self) -> &'static str {
        match self {
            JoinFault::InsertAt { .. } => "IndexError",
            _ => "ValueError",
        }
    }
}

impl fmt::Display for JoinFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            JoinFault::Nothing { verb } => write!(f, "need at least one array to {verb}"),
            JoinFault::NoAxes => f.write_str("zero-dimensional arrays cannot be concatenated"),
            JoinFault::Dims { position, first, other } => write!(
                f,
                "all the input arrays must have same number of dimensions, but the array at index 0 \
                 has {first} dimension(s) and the array at index {position} has {other} dimension(s)"
            ),
            JoinFault::Lengths { axis, position, first, other } => write!(
                f,
                "all the input array dimensions except for the concatenation axis must match \
                 exactly, but along dimension {axis}, the array at index 0 has size {first} and the \
                 array at index {position} has size {other}"
            ),
            JoinFault::OutDims => f.write_str("Output array has wrong dimensionality"),
            JoinFault::OutFlat => f.write_str("Output array must be 1D"),
            JoinFault::OutShape => f.write_str("Output array is the wrong shape"),
            JoinFault::OutSize => f.write_str("Output array is the wrong size"),
            JoinFault::StackShapes => f.write_str("all input arrays must have the same shape"),
            JoinFault::EmptyBlocks { place } => {
                write!(f, "List at {place} cannot be empty")
            }
            JoinFault::BlockDepths { first, other, place } => write!(
                f,
                "List depths are mismatched. First element was at depth {first}, but there is an \
                 element at depth {other} ({place})"
            ),
            JoinFault::Sections => f.write_str("number sections must be larger than 0."),
            JoinFault::UnequalSplit => {
                f.write_str("array split does not result in an equal division")
            }
            JoinFault::FewAxes { function, needed } => {
                write!(f, "{function} only works on arrays of {needed} or more dimensions")
            }
            JoinFault::Unstack => f.write_str("Input array must be at least 1-d."),
            JoinFault::InsertAt { index, axis, length } => {
                write!(f, "index {index} is out of bounds for axis {axis} with size {length}")
            }
            JoinFault::InsertDims => {
                f.write_str("index array argument obj to insert must be one dimensional or scalar")
            }
            JoinFault::DeleteMask { length } => write!(
                f,
                "boolean array argument obj to delete must be one dimensional and match the axis \
                 length of {length}"
            ),
            JoinFault::NegativeRepeats { is_one: true } => {
                f.write_str("negative dimensions are not allowed")
            }
            JoinFault::NegativeRepeats { is_one: false } => {
                f.write_str("repeats may not contain negative values.")
            }
            JoinFault::RepeatCount { length, n_repeats } => write!(
                f,
                "operands could not be broadcast together with shape ({length},) ({n_repeats},)"
            ),
            JoinFault::RepeatDims => f.write_str("object too deep for desired array"),
            JoinFault::Shifts { n_shifts, n_axes } => write!(
                f,
                "shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between \
                 arg 0 with shape ({n_shifts},) and arg 1 with shape ({n_axes},)."
            ),
            JoinFault::RotateSame => f.write_str("Axes must be different."),
            JoinFault::RotateAxes { axes, n_axes } => write!(
                f,
                "Axes=({}, {}) out of range for array of ndim={n_axes}.",
                axes[0], axes[1]
            ),
            JoinFault::PadPairs { n_pairs, n_axes } => write!(
                f,
                "operands could not be broadcast together with remapped shapes \
                 [original->remapped]: ({n_pairs},2) and requested shape ({n_axes},2)"
            ),
            JoinFault::PadEmptyAxis { axis } => write!(
                f,
                "can't extend empty axis {axis} using modes other than 'constant' or 'empty'"
            ),
            JoinFault::PadStatLength => f.write_str("stat_length of 0 yields no value for padding"),
            JoinFault::FlipDims { needed } => write!(f, "Input must be >= {needed}-d."),
        }
    }
}

impl From<JoinFault> for Error {
    #[cold]
    fn from(fault: JoinFault) -> Error {
        Error::new(ErrorKind::Join(fault))
    }
}
