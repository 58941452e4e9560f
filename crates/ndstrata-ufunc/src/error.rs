//! The crate's one error type, in NumPy's words where it has some.

use std::fmt;

use ndstrata_dtype::{Casting, DType};

use crate::error_state::FloatingPointError;

/// The result of a universal function.
pub type Result<T> = std::result::Result<T, Error>;

/// What was wrong; one word in size. [`kind`](Error::kind) gives the facts.
pub struct Error(Box<ErrorKind>);

/// The facts of an [`Error`].
#[derive(Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An array operation failed.
    Array(ndstrata_array::Error),
    /// A dtype was wrong.
    DType(ndstrata_dtype::Error),
    /// The ufunc has no loop for these types.
    NoLoop {
        /// The ufunc.
        ufunc: &'static str,
        /// The operands' types, as NumPy writes them.
        types: Vec<String>,
        /// The result's type where it was asked for, `None` else.
        result: String,
        /// Whether NumPy raises its own subclass of `TypeError`.
        is_ufunc_error: bool,
    },
    /// The types take part in no common one, or are refused by the ufunc.
    BadTypes {
        /// The ufunc.
        ufunc: &'static str,
        /// Whether NumPy raises its own subclass of `TypeError`.
        is_ufunc_error: bool,
        /// What NumPy says.
        message: String,
    },
    /// An operand that cannot be cast to the loop's type, or a result to the output's.
    Cast {
        /// The ufunc.
        ufunc: &'static str,
        /// Whether it is an output.
        is_output: bool,
        /// Whether there is one input or output only, which needs no number.
        is_only: bool,
        /// The operand's position among the inputs or outputs.
        index: usize,
        /// The type there is.
        from: DType,
        /// The type needed.
        to: DType,
        /// The rule in force.
        casting: Casting,
    },
    /// A wrong number of operands.
    OperandCount {
        /// The ufunc.
        ufunc: &'static str,
        /// How many it takes.
        expected: usize,
        /// How many were given.
        found: usize,
    },
    /// A wrong number of outputs.
    OutputCount {
        /// The ufunc.
        ufunc: &'static str,
        /// How many it gives.
        expected: usize,
        /// How many were given.
        found: usize,
    },
    /// Shapes that do not broadcast together.
    Broadcast {
        /// The shapes.
        shapes: Vec<Vec<usize>>,
    },
    /// An output whose shape is not that of the result.
    OutputShape {
        /// The output's shape.
        output: Vec<usize>,
        /// The result's shape.
        result: Vec<usize>,
    },
    /// A Rust integer that the type it takes cannot hold.
    OutOfBounds {
        /// The integer.
        value: i128,
        /// The type.
        dtype: DType,
    },
    /// A position that orders elements and is none of theirs.
    SorterIndex {
        /// The position.
        index: i64,
    },
    /// A floating-point error that is not ignored.
    FloatingPoint {
        /// Which.
        error: FloatingPointError,
        /// The function in which it was encountered.
        function: String,
    },
    /// Integers raised to negative integer powers.
    NegativePower,
    /// A method that needs two inputs.
    NotBinary {
        /// The method.
        method: &'static str,
    },
    /// A method that needs one output.
    NotOneOutput {
        /// The method.
        method: &'static str,
    },
    /// An array without axes where one is folded.
    FoldScalar {
        /// The method.
        method: &'static str,
    },
    /// No loop folds elements of this type.
    NoFold {
        /// The ufunc.
        ufunc: &'static str,
    },
    /// A loop whose result cannot be folded further.
    FoldTypes {
        /// The ufunc.
        ufunc: &'static str,
        /// The method.
        method: &'static str,
        /// The loop's types.
        dtypes: Vec<DType>,
    },
    /// An axis named twice.
    DuplicateAxis,
    /// Several axes where the order of folding matters.
    NotReorderable {
        /// The ufunc.
        ufunc: &'static str,
    },
    /// Nothing to fold, and no identity.
    EmptyReduction {
        /// The ufunc.
        ufunc: &'static str,
    },
    /// A mask where there is no value to start from.
    MaskNeedsInitial {
        /// The ufunc.
        ufunc: &'static str,
    },
    /// A segment that starts outside the axis.
    ReduceatIndex {
        /// The ufunc.
        ufunc: &'static str,
        /// The index.
        index: i64,
        /// The axis' length.
        length: usize,
    },
    /// Nothing to choose from.
    EmptySequence {
        /// The function.
        function: &'static str,
    },
    /// An array of several axes where one of one axis is searched.
    TooDeep,
    /// An argument that a function refuses.
    Refused {
        /// The exception class that NumPy raises.
        class: &'static str,
        /// What NumPy says.
        message: String,
    },
    /// A call of a generalised function.
    Gufunc(crate::generalized::GufuncFault),
    /// `at` on a ufunc of several outputs.
    AtOutputs,
    /// `at` with a second operand too many, or too few.
    AtOperand {
        /// Whether the ufunc takes one.
        ufunc_is_unary: bool,
    },
    /// A second operand of `at` that does not broadcast to the positions.
    AtShape {
        /// Its shape.
        shape: Vec<usize>,
    },
}

impl Error {
    #[cold]
    pub(crate) fn new(kind: ErrorKind) -> Error {
        Error(Box::new(kind))
    }

    /// An argument of a wrong value.
    #[cold]
    pub(crate) fn value(message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Refused { class: "ValueError", message: message.into() })
    }

    /// An argument of a wrong type.
    #[cold]
    pub(crate) fn wrong_type(message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Refused { class: "TypeError", message: message.into() })
    }

    /// As a fold tells it: the accumulator has no class before a loop is found.
    pub(crate) fn of_accumulator(mut self) -> Error {
        if let ErrorKind::NoLoop { types, .. } = &mut *self.0
            && let Some(first) = types.first_mut().filter(|first| first.starts_with("<class"))
        {
            *first = "None".to_owned();
        }
        self
    }

    /// The facts.
    pub fn kind(&self) -> &ErrorKind {
        &self.0
    }

    /// The name of the exception class that NumPy raises for this.
    pub fn numpy_class(&self) -> &'static str {
        match &*self.0 {
            ErrorKind::Array(error) => error.numpy_class(),
            ErrorKind::DType(error) => error.numpy_class(),
            ErrorKind::Refused { class, .. } => class,
            ErrorKind::Gufunc(fault) => fault.numpy_class(),
            ErrorKind::NoLoop { is_ufunc_error: true, .. }
            | ErrorKind::BadTypes { is_ufunc_error: true, .. } => "UFuncTypeError",
            ErrorKind::NoLoop { .. }
            | ErrorKind::BadTypes { .. }
            | ErrorKind::OperandCount { .. }
            | ErrorKind::FoldScalar { .. }
            | ErrorKind::NoFold { .. }
            | ErrorKind::FoldTypes { .. } => "TypeError",
            ErrorKind::ReduceatIndex { .. } => "IndexError",
            ErrorKind::FloatingPoint { .. } => "FloatingPointError",
            ErrorKind::Cast { .. } => "UFuncTypeError",
            ErrorKind::OutOfBounds { .. } => "OverflowError",
            ErrorKind::OutputCount { .. }
            | ErrorKind::Broadcast { .. }
            | ErrorKind::OutputShape { .. }
            | ErrorKind::NegativePower
            | ErrorKind::SorterIndex { .. }
            | ErrorKind::NotBinary { .. }
            | ErrorKind::NotOneOutput { .. }
            | ErrorKind::DuplicateAxis
            | ErrorKind::NotReorderable { .. }
            | ErrorKind::EmptyReduction { .. }
            | ErrorKind::MaskNeedsInitial { .. }
            | ErrorKind::EmptySequence { .. }
            | ErrorKind::TooDeep
            | ErrorKind::AtOutputs
            | ErrorKind::AtOperand { .. }
            | ErrorKind::AtShape { .. } => "ValueError",
        }
    }
}

fn shape(f: &mut fmt::Formatter<'_>, shape: &[usize]) -> fmt::Result {
    f.write_str("(")?;
    for (i, n) in shape.iter().enumerate() {
        write!(f, "{}{n}", if i > 0 { "," } else { "" })?;
    }
    f.write_str(if shape.len() == 1 { ",)" } else { ")" })
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.0 {
            ErrorKind::Array(error) => error.fmt(f),
            ErrorKind::DType(error) => error.fmt(f),
            ErrorKind::Gufunc(fault) => fault.fmt(f),
            ErrorKind::NoLoop { ufunc, types, result, is_ufunc_error: true }
                if types.len() == 1 =>
            {
                write!(
                    f,
                    "ufunc '{ufunc}' did not contain a loop with signature matching types {} -> \
                     {result}",
                    types[0]
                )
            }
            ErrorKind::NoLoop { ufunc, is_ufunc_error: false, .. } => write!(
                f,
                "ufunc '{ufunc}' not supported for the input types, and the inputs could not be \
                 safely coerced to any supported types according to the casting rule ''safe''"
            ),
            ErrorKind::NoLoop { ufunc, types, result, .. } => write!(
                f,
                "ufunc '{ufunc}' did not contain a loop with signature matching types ({}) -> \
                 {result}",
                types.join(", ")
            ),
            ErrorKind::BadTypes { message, .. } | ErrorKind::Refused { message, .. } => {
                f.write_str(message)
            }
            ErrorKind::Cast { ufunc, is_output, is_only, index, from, to, casting } => write!(
                f,
                "Cannot cast ufunc '{ufunc}' {}{} from {from:?} to {to:?} with casting rule \
                 '{casting}'",
                if *is_output { "output" } else { "input" },
                match is_only {
                    true => String::new(),
                    false => format!(" {index}"),
                }
            ),
            ErrorKind::OperandCount { ufunc, expected, found } => {
                write!(f, "{ufunc}() takes {expected} positional arguments but {found} were given")
            }
            ErrorKind::OutputCount { ufunc, expected, found } => write!(
                f,
                "The 'out' tuple must have exactly one entry per ufunc output ('{ufunc}' has \
                 {expected}, {found} given)"
            ),
            ErrorKind::Broadcast { shapes } => {
                f.write_str("operands could not be broadcast together with shapes ")?;
                shapes.iter().try_for_each(|s| {
                    shape(f, s)?;
                    f.write_str(" ")
                })
            }
            ErrorKind::OutputShape { output, result } => {
                f.write_str("non-broadcastable output operand with shape ")?;
                shape(f, output)?;
                f.write_str(" doesn't match the broadcast shape ")?;
                shape(f, result)
            }
            ErrorKind::OutOfBounds { value, .. } if i64::try_from(*value).is_err() => {
                f.write_str("Python int too large to convert to C long")
            }
            ErrorKind::OutOfBounds { value, dtype } => {
                write!(f, "Python integer {value} out of bounds for {}", dtype.name())
            }
            ErrorKind::SorterIndex { .. } => f.write_str("Sorter index out of range."),
            ErrorKind::NotBinary { method } => {
                write!(f, "{method} only supported for binary functions")
            }
            ErrorKind::NotOneOutput { method } => {
                write!(f, "{method} only supported for functions returning a single value")
            }
            ErrorKind::FoldScalar { method } => write!(f, "cannot {method} on a scalar"),
            ErrorKind::NoFold { ufunc } => write!(
                f,
                "No loop matching the specified signature and casting was found for ufunc {ufunc}"
            ),
            ErrorKind::FoldTypes { ufunc, method, dtypes } => {
                write!(
                    f,
                    "the resolved dtypes are not compatible with {ufunc}.{method}. Resolved ("
                )?;
                for (i, dtype) in dtypes.iter().enumerate() {
                    write!(f, "{}{dtype:?}", if i > 0 { ", " } else { "" })?;
                }
                f.write_str(")")
            }
            ErrorKind::DuplicateAxis => f.write_str("duplicate value in 'axis'"),
            ErrorKind::NotReorderable { ufunc } => write!(
                f,
                "reduction operation '{ufunc}' is not reorderable, so at most one axis may be \
                 specified"
            ),
            ErrorKind::EmptyReduction { ufunc } => {
                write!(f, "zero-size array to reduction operation {ufunc} which has no identity")
            }
            ErrorKind::MaskNeedsInitial { ufunc } => write!(
                f,
                "reduction operation '{ufunc}' does not have an identity, so to use a where mask one \
                 has to specify 'initial'"
            ),
            ErrorKind::ReduceatIndex { ufunc, index, length } => {
                write!(f, "index {index} out-of-bounds in {ufunc}.reduceat [0, {length})")
            }
            ErrorKind::EmptySequence { function } => {
                write!(f, "attempt to get {function} of an empty sequence")
            }
            ErrorKind::TooDeep => f.write_str("object too deep for desired array"),
            ErrorKind::AtOutputs => f.write_str("Only single output ufuncs supported at this time"),
            ErrorKind::AtOperand { ufunc_is_unary: true } => {
                f.write_str("second operand provided when ufunc is unary")
            }
            ErrorKind::AtOperand { ufunc_is_unary: false } => {
                f.write_str("second operand needed for ufunc")
            }
            ErrorKind::AtShape { shape: found } => {
                f.write_str("array is not broadcastable to correct shape: ")?;
                shape(f, found)
            }
            ErrorKind::FloatingPoint { error, function } => {
                write!(f, "{error} encountered in {function}")
            }
            ErrorKind::NegativePower => {
                f.write_str("Integers to negative integer powers are not allowed.")
            }
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
            ErrorKind::Array(error) => Some(error),
            ErrorKind::DType(error) => Some(error),
            _ => None,
        }
    }
}

impl From<ndstrata_array::Error> for Error {
    fn from(error: ndstrata_array::Error) -> Error {
        Error::new(ErrorKind::Array(error))
    }
}

impl From<ndstrata_dtype::Error> for Error {
    fn from(error: ndstrata_dtype::Error) -> Error {
        Error::new(ErrorKind::DType(error))
    }
}
