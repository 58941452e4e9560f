//! The crate's one error type, in NumPy's words where it has some.

use std::fmt;

use ndstrata_dtype::{Casting, DType};

use crate::create::CreateFault;
use crate::index::IndexFault;
use crate::join::JoinFault;
use crate::shape::ShapeFault;
use crate::{CastFault, CompareFault, PrintError, ViewFault};

/// The result of an operation on arrays.
pub type Result<T> = std::result::Result<T, Error>;

/// What was wrong; one word in size. [`kind`](Error::kind) gives the facts.
pub struct Error(Box<ErrorKind>);

/// The facts of an [`Error`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A dtype was wrong.
    DType(ndstrata_dtype::Error),
    /// A request to print was wrong.
    Print(PrintError),
    /// A function on indices was called wrongly.
    Index(IndexFault),
    /// A new array was asked for wrongly.
    Create(CreateFault),
    /// Arrays cannot be joined or split as asked.
    Join(JoinFault),
    /// A shape was asked for wrongly.
    Shape(ShapeFault),
    /// More axes than NumPy's 64.
    TooManyDims {
        /// How many were asked for.
        n_axes: usize,
    },
    /// More bytes than an array can have.
    TooBig,
    /// The machine has no memory for it.
    Memory {
        /// The shape asked for.
        shape: Vec<usize>,
        /// The type asked for.
        dtype: DType,
    },
    /// As many strides as axes were expected.
    StridesLength {
        /// How many axes there are.
        n_axes: usize,
        /// How many strides were given.
        n_strides: usize,
    },
    /// Memory between elements that does not belong to the array.
    HasGaps,
    /// Strides that lead outside the memory given.
    OutOfBuffer {
        /// First byte that would be touched, relative to the memory's start.
        start: isize,
        /// Byte after the last that would be touched.
        end: isize,
        /// The memory's length in bytes.
        len: usize,
    },
    /// An axis that the array does not have.
    Axis {
        /// The axis asked for.
        axis: isize,
        /// How many axes there are.
        n_axes: usize,
    },
    /// An axis named twice.
    RepeatedAxis {
        /// The axis.
        axis: usize,
    },
    /// An axis of one of several arguments that the array does not have.
    AxisOf {
        /// The argument's name.
        argument: &'static str,
        /// The axis asked for.
        axis: isize,
        /// How many axes there are.
        n_axes: usize,
    },
    /// An axis that one of several arguments names twice.
    RepeatedAxisOf {
        /// The argument's name.
        argument: &'static str,
        /// The axis.
        axis: usize,
    },
    /// An axis to be dropped that is named twice.
    RepeatedSqueezeAxis {
        /// The axis.
        axis: usize,
    },
    /// An axis that occurs twice in a permutation.
    RepeatedTransposeAxis {
        /// The axis.
        axis: usize,
    },
    /// A matrix transpose of fewer than two axes.
    MatrixTranspose {
        /// How many axes there are.
        n_axes: usize,
    },
    /// Lists of axes of different lengths.
    MoveAxisLengths {
        /// How many axes are moved.
        source: usize,
        /// How many places are named.
        destination: usize,
    },
    /// A permutation of the wrong length.
    AxesDontMatch {
        /// How many axes were named.
        n_named: usize,
        /// How many axes there are.
        n_axes: usize,
    },
    /// An axis to be dropped whose length is not 1.
    SqueezeAxis {
        /// The axis.
        axis: usize,
        /// Its length.
        length: usize,
    },
    /// Shapes that do not broadcast together.
    Broadcast {
        /// The shapes.
        shapes: Vec<Vec<usize>>,
    },
    /// A shape that does not broadcast to another.
    BroadcastTo {
        /// The array's shape.
        from: Vec<usize>,
        /// The shape asked for.
        to: Vec<usize>,
    },
    /// A value whose shape does not fit where it is assigned.
    AssignShape {
        /// The value's shape.
        from: Vec<usize>,
        /// The shape of the place.
        to: Vec<usize>,
    },
    /// A shape of another size.
    Reshape {
        /// Number of elements.
        size: usize,
        /// The shape asked for.
        shape: Vec<isize>,
    },
    /// Two lengths of -1.
    TwoUnknownDims,
    /// A reshape without a copy that cannot be.
    NeedsCopy,
    /// An index outside an axis.
    IndexOutOfBounds {
        /// The index.
        index: i64,
        /// The axis.
        axis: usize,
        /// The axis' length.
        length: usize,
    },
    /// More indices than axes.
    TooManyIndices {
        /// How many axes there are.
        n_axes: usize,
        /// How many were indexed.
        n_indices: usize,
    },
    /// More than one ellipsis in an index.
    TwoEllipses,
    /// A slice with a step of zero.
    ZeroStep,
    /// A mask that does not fit the axis it indexes.
    MaskShape {
        /// The axis.
        axis: usize,
        /// The axis' length.
        length: usize,
        /// The mask's length there.
        mask: usize,
    },
    /// Index arrays that do not broadcast together.
    IndexBroadcast {
        /// Their shapes.
        shapes: Vec<Vec<usize>>,
    },
    /// An index array of neither integers nor `bool`.
    IndexType {
        /// Its type.
        dtype: DType,
    },
    /// An index whose result would have too many axes.
    IndexResultDims {
        /// How many.
        n_axes: usize,
    },
    /// An index array where only a basic index will do.
    NotBasicIndex,
    /// A value that does not broadcast to what an advanced index selects.
    IndexValueShape {
        /// The value's shape.
        from: Vec<usize>,
        /// The shape of the selection.
        to: Vec<usize>,
    },
    /// A value with another number of elements than a mask selects.
    MaskValueCount {
        /// The value's number of elements.
        n_values: usize,
        /// The number of elements selected.
        n_true: usize,
    },
    /// A value of several axes assigned through a mask.
    MaskValueDims {
        /// How many axes it has.
        n_axes: usize,
    },
    /// A conversion that the casting rule does not allow.
    Casting {
        /// The type there is.
        from: DType,
        /// The type asked for.
        to: DType,
        /// The rule.
        casting: Casting,
        /// Whether it is about an array without axes, for which NumPy has other words.
        is_scalar: bool,
    },
    /// An element that does not convert.
    Cast(CastFault),
    /// A conversion from or to Python objects.
    ObjectConversion,
    /// Two arrays that are not compared.
    Compare(CompareFault),
    /// Bytes that cannot be seen as elements of another size.
    View(ViewFault),
    /// Python objects, whose bytes are not shown.
    ObjectView,
    /// A field that the records do not have.
    NoSuchField {
        /// The name asked for.
        name: String,
    },
    /// A part of an element before its start.
    NegativeOffset {
        /// The offset asked for.
        offset: isize,
    },
    /// A part of an element that reaches past its end.
    FieldOutside {
        /// Where it would begin.
        offset: isize,
        /// Bytes of an element.
        itemsize: usize,
    },
    /// Elements without an imaginary part.
    NotComplex {
        /// The type.
        dtype: DType,
    },
    /// Types between which nothing is converted.
    NoConversion {
        /// The type there is.
        from: DType,
        /// The type asked for.
        to: DType,
    },
    /// The memory may not be written.
    ReadOnly,
    /// The array's type is not the one asked for.
    TypeMismatch {
        /// The array's type.
        found: DType,
        /// The type asked for.
        expected: DType,
    },
    /// The array's rank is not the one asked for.
    RankMismatch {
        /// The array's number of axes.
        found: usize,
        /// The number asked for.
        expected: usize,
    },
    /// Elements in the other byte order cannot be borrowed.
    Swapped,
    /// Elements that are not aligned cannot be borrowed.
    Unaligned {
        /// The alignment that the type needs.
        alignment: usize,
    },
    /// A stride that is no multiple of the element's size cannot be borrowed.
    StrideNotMultiple {
        /// The axis.
        axis: usize,
        /// Its stride in bytes.
        stride: isize,
        /// Bytes of one element.
        itemsize: usize,
    },
    /// Elements that share memory cannot be borrowed for writing.
    SelfOverlap,
    /// Structs with padding cannot be borrowed for writing: the padding would become
    /// uninitialised.
    PaddedStruct {
        /// The type.
        dtype: DType,
    },
    /// Bytes that are no value of the type, such as a `bool` of 2.
    InvalidValue {
        /// The type.
        dtype: DType,
    },
    /// A size-1 array was expected.
    NotScalar {
        /// The number of elements found.
        size: usize,
    },
}

impl Error {
    #[cold]
    pub(crate) fn new(kind: ErrorKind) -> Error {
        Error(Box::new(kind))
    }

    /// The facts.
    pub fn kind(&self) -> &ErrorKind {
        &self.0
    }

    /// The name of the exception class that NumPy raises for this, such as `ValueError`.
    pub fn numpy_class(&self) -> &'static str {
        match &*self.0 {
            ErrorKind::DType(error) => error.numpy_class(),
            ErrorKind::Print(error) => error.numpy_class(),
            ErrorKind::Cast(fault) => fault.numpy_class(),
            ErrorKind::ObjectConversion => "NotImplementedError",
            ErrorKind::Index(fault) => fault.numpy_class(),
            ErrorKind::Create(fault) => fault.numpy_class(),
            ErrorKind::Join(fault) => fault.numpy_class(),
            ErrorKind::Shape(fault) => fault.numpy_class(),
            ErrorKind::Axis { .. } | ErrorKind::AxisOf { .. } => "AxisError",
            ErrorKind::IndexOutOfBounds { .. }
            | ErrorKind::TooManyIndices { .. }
            | ErrorKind::TwoEllipses
            | ErrorKind::MaskShape { .. }
            | ErrorKind::IndexBroadcast { .. }
            | ErrorKind::IndexType { .. }
            | ErrorKind::IndexResultDims { .. }
            | ErrorKind::NotBasicIndex => "IndexError",
            ErrorKind::Memory { .. } => "MemoryError",
            ErrorKind::TypeMismatch { .. }
            | ErrorKind::MaskValueDims { .. }
            | ErrorKind::Casting { .. }
            | ErrorKind::NoConversion { .. }
            | ErrorKind::Compare(_)
            | ErrorKind::ObjectView
            | ErrorKind::NotComplex { .. }
            | ErrorKind::Swapped
            | ErrorKind::Unaligned { .. }
            | ErrorKind::StrideNotMultiple { .. } => "TypeError",
            _ => "ValueError",
        }
    }
}

/// A shape as Python prints a tuple, without spaces: `(2,3)`, `(2,)`.
pub(crate) struct Shape<'a, T>(pub(crate) &'a [T]);

impl<T: fmt::Display> fmt::Display for Shape<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(")?;
        for (i, n) in self.0.iter().enumerate() {
            write!(f, "{}{n}", if i > 0 { "," } else { "" })?;
        }
        f.write_str(if self.0.len() == 1 { ",)" } else { ")" })
    }
}

/// A shape as Python prints a tuple.
struct Spaced<'a>(&'a [usize]);

impl fmt::Display for Spaced<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(")?;
        for (i, n) in self.0.iter().enumerate() {
            write!(f, "{}{n}", if i > 0 { ", " } else { "" })?;
        }
        f.write_str(if self.0.len() == 1 { ",)" } else { ")" })
    }
}

/// A shape that was asked for, as NumPy writes it: lengths left open are new axes, and not told of in
/// front.
struct Asked<'a>(&'a [isize]);

impl fmt::Display for Asked<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told = self.0.iter().skip_while(|&&n| n < 0);
        f.write_str("(")?;
        for (i, n) in told.enumerate() {
            f.write_str(if i > 0 { "," } else { "" })?;
            match n {
                n if *n < 0 => f.write_str("newaxis")?,
                n => write!(f, "{n}")?,
            }
        }
        f.write_str(if self.0.len() == 1 { ",)" } else { ")" })
    }
}

/// A number of bytes to three digits, in the unit that fits.
struct Bytes(u128);

impl fmt::Display for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const UNITS: [&str; 7] = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];
        let mut unit = self.0.max(2).ilog2() as usize / 10;
        let mut n = self.0 as f64 / 2_f64.powi(10 * unit as i32);
        if n.round() == 1024.0 {
            (unit, n) = (unit + 1, n / 1024.0);
        }
        let last = UNITS.len() - 1;
        if unit > last {
            (unit, n) = (last, n * 2_f64.powi(10 * (unit - last) as i32));
        }
        let digits = match (unit, n) {
            (0, _) => return write!(f, "{n:.0} bytes"),
            (_, n) if n < 9.995 => 2,
            (_, n) if n < 99.95 => 1,
            _ => 0,
        };
        write!(f, "{n:.digits$}{} {}", if digits == 0 { "." } else { "" }, UNITS[unit])
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            ErrorKind::DType(error) => error.fmt(f),
            ErrorKind::Print(error) => error.fmt(f),
            ErrorKind::Index(fault) => fault.fmt(f),
            ErrorKind::Create(fault) => fault.fmt(f),
            ErrorKind::Join(fault) => fault.fmt(f),
            ErrorKind::Shape(fault) => fault.fmt(f),
            ErrorKind::TooManyDims { n_axes } => write!(
                f,
                "maximum supported dimension for an ndarray is currently {}, found {n_axes}",
                crate::MAX_DIMS
            ),
            ErrorKind::TooBig => f.write_str(
                "array is too big; `arr.size * arr.dtype.itemsize` is larger than the maximum \
                 possible size.",
            ),
            ErrorKind::Memory { shape, dtype } => write!(
                f,
                "Unable to allocate {} for an array with shape {} and data type {}",
                Bytes(
                    shape
                        .iter()
                        .fold(dtype.itemsize() as u128, |n, &m| n.saturating_mul(m as u128))
                ),
                Spaced(shape),
                dtype
            ),
            ErrorKind::StridesLength { n_axes, n_strides } => {
                write!(f, "{n_strides} strides given for an array of dimension {n_axes}")
            }
            ErrorKind::HasGaps => {
                f.write_str("the array's elements do not fill its memory, so no other layout may")
            }
            ErrorKind::OutOfBuffer { start, end, len } => {
                write!(f, "strides reach bytes {start} to {end} of a buffer of {len} bytes")
            }
            ErrorKind::Axis { axis, n_axes } => {
                write!(f, "axis {axis} is out of bounds for array of dimension {n_axes}")
            }
            ErrorKind::AxisOf { argument, axis, n_axes } => write!(
                f,
                "{argument}: axis {axis} is out of bounds for array of dimension {n_axes}"
            ),
            ErrorKind::RepeatedAxis { .. } => f.write_str("repeated axis"),
            ErrorKind::RepeatedAxisOf { argument, .. } => {
                write!(f, "repeated axis in `{argument}` argument")
            }
            ErrorKind::RepeatedSqueezeAxis { .. } => f.write_str("duplicate value in 'axis'"),
            ErrorKind::RepeatedTransposeAxis { .. } => f.write_str("repeated axis in transpose"),
            ErrorKind::MatrixTranspose { .. } => {
                f.write_str("matrix transpose with ndim < 2 is undefined")
            }
            ErrorKind::MoveAxisLengths { .. } => f.write_str(
                "`source` and `destination` arguments must have the same number of elements",
            ),
            ErrorKind::AxesDontMatch { .. } => f.write_str("axes don't match array"),
            ErrorKind::SqueezeAxis { .. } => {
                f.write_str("cannot select an axis to squeeze out which has size not equal to one")
            }
            ErrorKind::Broadcast { shapes } => {
                f.write_str("operands could not be broadcast together with shapes ")?;
                shapes.iter().try_for_each(|shape| write!(f, "{} ", Shape(shape)))
            }
            ErrorKind::BroadcastTo { from, to } => write!(
                f,
                "operands could not be broadcast together with remapped shapes \
                 [original->remapped]: {}  and requested shape {}",
                Shape(from),
                Shape(to)
            ),
            ErrorKind::AssignShape { from, to } => write!(
                f,
                "could not broadcast input array from shape {} into shape {}",
                Shape(from),
                Shape(to)
            ),
            ErrorKind::Reshape { size, shape } => {
                write!(f, "cannot reshape array of size {size} into shape {}", Asked(shape))
            }
            ErrorKind::TwoUnknownDims => f.write_str("can only specify one unknown dimension"),
            ErrorKind::NeedsCopy => f.write_str("Unable to avoid creating a copy while reshaping."),
            ErrorKind::IndexOutOfBounds { index, axis, length } => {
                write!(f, "index {index} is out of bounds for axis {axis} with size {length}")
            }
            ErrorKind::TooManyIndices { n_axes, n_indices } => write!(
                f,
                "too many indices for array: array is {n_axes}-dimensional, but {n_indices} were \
                 indexed"
            ),
            ErrorKind::TwoEllipses => {
                f.write_str("an index can only have a single ellipsis ('...')")
            }
            ErrorKind::ZeroStep => f.write_str("slice step cannot be zero"),
            ErrorKind::MaskShape { axis, length, mask } => write!(
                f,
                "boolean index did not match indexed array along axis {axis}; size of axis is \
                 {length} but size of corresponding boolean axis is {mask}"
            ),
            ErrorKind::IndexBroadcast { shapes } => {
                f.write_str(
                    "shape mismatch: indexing arrays could not be broadcast together with shapes ",
                )?;
                shapes.iter().try_for_each(|shape| write!(f, "{} ", Shape(shape)))
            }
            ErrorKind::IndexType { .. } => {
                f.write_str("arrays used as indices must be of integer (or boolean) type")
            }
            ErrorKind::IndexResultDims { n_axes } => write!(
                f,
                "number of dimensions must be within [0, {}], indexing result would have {n_axes}",
                crate::MAX_DIMS
            ),
            ErrorKind::NotBasicIndex => {
                f.write_str("an index array gives a copy, and a view was asked for")
            }
            ErrorKind::IndexValueShape { from, to } => write!(
                f,
                "shape mismatch: value array of shape {} could not be broadcast to indexing result \
                 of shape {}",
                Shape(from),
                Shape(to)
            ),
            ErrorKind::MaskValueCount { n_values, n_true } => write!(
                f,
                "NumPy boolean array indexing assignment cannot assign {n_values} input values to \
                 the {n_true} output values where the mask is true"
            ),
            ErrorKind::MaskValueDims { n_axes } => write!(
                f,
                "NumPy boolean array indexing assignment requires a 0 or 1-dimensional input, input \
                 has {n_axes} dimensions"
            ),
            ErrorKind::Casting { from, to, casting, is_scalar } => {
                let what = if *is_scalar { "scalar" } else { "array data" };
                write!(
                    f,
                    "Cannot cast {what} from {from:?} to {to:?} according to the rule '{casting}'"
                )
            }
            ErrorKind::Cast(fault) => fault.fmt(f),
            ErrorKind::Compare(fault) => fault.fmt(f),
            ErrorKind::View(fault) => f.write_str(fault.message()),
            ErrorKind::ObjectView => {
                f.write_str("Cannot change data-type for array of references.")
            }
            ErrorKind::NoSuchField { name } => write!(f, "no field of name {name}"),
            ErrorKind::NegativeOffset { .. } => f.write_str("offset is negative"),
            ErrorKind::FieldOutside { .. } => {
                f.write_str("new type plus offset is larger than original type")
            }
            ErrorKind::NotComplex { .. } => {
                f.write_str("array does not have imaginary part to set")
            }
            ErrorKind::ObjectConversion => {
                f.write_str("arrays of Python objects are recognised, but not converted")
            }
            ErrorKind::NoConversion { from, to } => {
                write!(f, "cannot convert {from} to {to}")
            }
            ErrorKind::ReadOnly => f.write_str("assignment destination is read-only"),
            ErrorKind::TypeMismatch { found, expected } => {
                write!(f, "the array's dtype is {found}, expected {expected}")
            }
            ErrorKind::RankMismatch { found, expected } => {
                write!(f, "the array has {found} axes, expected {expected}")
            }
            ErrorKind::Swapped => f.write_str("the elements are not in native byte order"),
            ErrorKind::Unaligned { alignment } => {
                write!(f, "the elements are not aligned to {alignment} bytes")
            }
            ErrorKind::StrideNotMultiple { axis, stride, itemsize } => write!(
                f,
                "the stride {stride} of axis {axis} is not a multiple of the itemsize {itemsize}"
            ),
            ErrorKind::SelfOverlap => {
                f.write_str("the array's elements share memory and cannot be borrowed for writing")
            }
            ErrorKind::PaddedStruct { dtype } => {
                write!(f, "structs with padding cannot be borrowed for writing (dtype {dtype})")
            }
            ErrorKind::InvalidValue { dtype } => {
                write!(f, "the array holds bytes that are no value of {dtype}")
            }
            ErrorKind::NotScalar { size } => write!(
                f,
                "can only convert an array of size 1 to a Python scalar, found {size} elements"
            ),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {self}", self.0)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &*self.0 {
            ErrorKind::DType(error) => Some(error),
            ErrorKind::Print(error) => Some(error),
            _ => None,
        }
    }
}

impl From<CastFault> for Error {
    fn from(fault: CastFault) -> Error {
        Error::new(ErrorKind::Cast(fault))
    }
}

impl From<CompareFault> for Error {
    fn from(fault: CompareFault) -> Error {
        Error::new(ErrorKind::Compare(fault))
    }
}

impl From<PrintError> for Error {
    fn from(error: PrintError) -> Error {
        Error::new(ErrorKind::Print(error))
    }
}

impl From<ndstrata_dtype::Error> for Error {
    fn from(error: ndstrata_dtype::Error) -> Error {
        Error::new(ErrorKind::DType(error))
    }
}
