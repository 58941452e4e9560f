//! What can be wrong with a matrix, in NumPy's words.

use std::fmt;

use ndstrata_dtype::DType;

/// A matrix that a decomposition or a solver cannot take, or that it fails on.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum MatrixFault {
    /// Too few axes, or not just two.
    Dimensions {
        /// The number of axes.
        n_axes: usize,
        /// Whether more than two are fine.
        takes_stacks: bool,
    },
    /// Rows and columns differ in number.
    NotSquare,
    /// An element is infinite or not a number.
    NotFinite,
    /// There is no inverse.
    Singular,
    /// There is no Cholesky factor.
    NotPositiveDefinite,
    /// The search for eigenvalues did not end.
    EigenvaluesDidNotConverge,
    /// The search for singular values did not end.
    SvdDidNotConverge,
    /// As [`SvdDidNotConverge`](MatrixFault::SvdDidNotConverge), in a least-squares problem.
    LstsqDidNotConverge,
    /// The two sides of a system differ in rows.
    IncompatibleDimensions,
    /// The axes of a tensor equation do not make a square system.
    TensorShape,
    /// A condition number of nothing.
    EmptyCondition,
    /// A type that NumPy does not decompose.
    UnsupportedType {
        /// The type.
        dtype: DType,
    },
    /// Elements that have no conjugate.
    NotNumeric,
    /// A type that is no number.
    Cast {
        /// NumPy's name of the routine.
        function: &'static str,
        /// Which input, where there are several.
        input: Option<usize>,
        /// The type given.
        from: DType,
        /// The type computed in.
        to: DType,
    },
    /// An operand with fewer axes than the routine works on.
    TooFewAxes {
        /// NumPy's name of the routine.
        function: &'static str,
        /// Which operand.
        operand: usize,
        /// Its number of axes.
        n_axes: usize,
        /// The axes worked on.
        signature: &'static str,
        /// How many of them the operand has.
        needed: usize,
    },
    /// Operands whose worked-on axes differ in length.
    CoreLength {
        /// NumPy's name of the routine.
        function: &'static str,
        /// Which operand.
        operand: usize,
        /// Which of its axes.
        axis: usize,
        /// The axes worked on.
        signature: &'static str,
        /// The length found.
        found: usize,
        /// The length that the other operand has.
        expected: usize,
    },
    /// More axes than a matrix has.
    NotTwoAxes,
    /// Rows of a matrix written as text that differ in length.
    UnequalRows,
    /// A word in a matrix written as text that is no number.
    NotANumber {
        /// The word.
        text: String,
    },
    /// An integer that no type of 64 bits holds.
    IntegerTooLarge,
    /// Factors of a product that do not fit.
    NotAligned {
        /// Their shapes.
        shapes: [[usize; 2]; 2],
    },
    /// `ind` of a tensor inverse is not positive.
    BadInd,
    /// An order that there is no norm of vectors for.
    VectorNormOrder {
        /// The order.
        order: &'static str,
    },
    /// An order that there is no norm of matrices for.
    MatrixNormOrder,
    /// A norm over more than two axes.
    NormAxes,
    /// A norm over one axis twice.
    DuplicateAxes,
    /// Two thresholds at once.
    TwoThresholds {
        /// The two names.
        names: [&'static str; 2],
    },
}

impl MatrixFault {
    pub(crate) fn numpy_class(&self) -> &'static str {
        match self {
            MatrixFault::UnsupportedType { .. } | MatrixFault::NotNumeric => "TypeError",
            MatrixFault::Cast { .. } => "UFuncTypeError",
            MatrixFault::TooFewAxes { .. }
            | MatrixFault::CoreLength { .. }
            | MatrixFault::NotTwoAxes
            | MatrixFault::UnequalRows
            | MatrixFault::NotANumber { .. }
            | MatrixFault::NotAligned { .. }
            | MatrixFault::BadInd
            | MatrixFault::VectorNormOrder { .. }
            | MatrixFault::MatrixNormOrder
            | MatrixFault::NormAxes
            | MatrixFault::DuplicateAxes
            | MatrixFault::TwoThresholds { .. } => "ValueError",
            MatrixFault::IntegerTooLarge => "OverflowError",
            _ => "LinAlgError",
        }
    }
}

impl fmt::Display for MatrixFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            MatrixFault::Dimensions { n_axes, takes_stacks } => {
                let how =
                    if *takes_stacks { "at least two-dimensional" } else { "two-dimensional" };
                return write!(f, "{n_axes}-dimensional array given. Array must be {how}");
            }
            MatrixFault::UnsupportedType { dtype } => {
                return write!(f, "array type {} is unsupported in linalg", dtype.name());
            }
            MatrixFault::Cast { function, input, from, to } => {
                write!(f, "Cannot cast ufunc '{function}' input ")?;
                if let Some(input) = input {
                    write!(f, "{input} ")?;
                }
                return write!(f, "from {from:?} to {to:?} with casting rule 'same_kind'");
            }
            MatrixFault::TooFewAxes { function, operand, n_axes, signature, needed } => {
                return write!(
                    f,
                    "{function}: Input operand {operand} does not have enough dimensions (has \
                     {n_axes}, gufunc core with signature {signature} requires {needed})"
                );
            }
            MatrixFault::CoreLength { function, operand, axis, signature, found, expected } => {
                return write!(
                    f,
                    "{function}: Input operand {operand} has a mismatch in its core dimension \
                     {axis}, with gufunc signature {signature} (size {found} is different from \
                     {expected})"
                );
            }
            MatrixFault::VectorNormOrder { order } => {
                return write!(f, "Invalid norm order '{order}' for vectors");
            }
            MatrixFault::TwoThresholds { names: [one, other] } => {
                return write!(f, "`{one}` and `{other}` can't be both set.");
            }
            MatrixFault::NotANumber { text } => {
                return write!(f, "malformed node or string: {text}");
            }
            MatrixFault::NotAligned { shapes: [[m, k], [l, n]] } => {
                return write!(
                    f,
                    "shapes ({m},{k}) and ({l},{n}) not aligned: {k} (dim 1) != {l} (dim 0)"
                );
            }
            MatrixFault::NotTwoAxes => "matrix must be 2-dimensional",
            MatrixFault::UnequalRows => "Rows not the same size.",
            MatrixFault::IntegerTooLarge => "Python int too large to convert to C long",
            MatrixFault::NotNumeric => "cannot conjugate non-numeric dtype",
            MatrixFault::NotSquare => "Last 2 dimensions of the array must be square",
            MatrixFault::NotFinite => "Array must not contain infs or NaNs",
            MatrixFault::Singular => "Singular matrix",
            MatrixFault::NotPositiveDefinite => "Matrix is not positive definite",
            MatrixFault::EigenvaluesDidNotConverge => "Eigenvalues did not converge",
            MatrixFault::SvdDidNotConverge => "SVD did not converge",
            MatrixFault::LstsqDidNotConverge => "SVD did not converge in Linear Least Squares",
            MatrixFault::IncompatibleDimensions => "Incompatible dimensions",
            MatrixFault::TensorShape => {
                "Input arrays must satisfy the requirement             \
                 prod(a.shape[b.ndim:]) == prod(a.shape[:b.ndim])"
            }
            MatrixFault::EmptyCondition => "cond is not defined on empty arrays",
            MatrixFault::BadInd => "Invalid ind argument.",
            MatrixFault::MatrixNormOrder => "Invalid norm order for matrices.",
            MatrixFault::NormAxes => "Improper number of dimensions to norm.",
            MatrixFault::DuplicateAxes => "Duplicate axes given.",
        };
        f.write_str(text)
    }
}
