//! The crate's one error type, in NumPy's words where it has some.

use std::fmt;

use crate::decompositions::MatrixFault;
use crate::polynomials::PolynomialFault;

/// The result of a function of linear algebra.
pub type Result<T> = std::result::Result<T, Error>;

/// What was wrong; one word in size. [`kind`](Error::kind) gives the facts.
pub struct Error(Box<ErrorKind>);

/// The facts of an [`Error`].
#[derive(Debug)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A universal function failed.
    Ufunc(ndstrata_ufunc::Error),
    /// An array operation failed.
    Array(ndstrata_array::Error),
    /// A dtype was wrong.
    DType(ndstrata_dtype::Error),
    /// A matrix that a decomposition or a solver cannot take, or that it fails on.
    Matrix(MatrixFault),
    /// Coefficients or points that a function of polynomials cannot take.
    Polynomial(PolynomialFault),
    /// A product was refused.
    Product(crate::products::ProductFault),
    /// An argument that a function refuses.
    Refused {
        /// The exception class that NumPy raises.
        class: &'static str,
        /// What NumPy says.
        message: String,
    },
}

impl Error {
    /// The facts.
    pub fn kind(&self) -> &ErrorKind {
        &self.0
    }

    /// The exception that NumPy raises.
    pub fn numpy_class(&self) -> &'static str {
        match self.kind() {
            ErrorKind::Ufunc(error) => error.numpy_class(),
            ErrorKind::Array(error) => error.numpy_class(),
            ErrorKind::DType(error) => error.numpy_class(),
            ErrorKind::Matrix(fault) => fault.numpy_class(),
            ErrorKind::Polynomial(fault) => fault.numpy_class(),
            ErrorKind::Product(fault) => fault.numpy_class(),
            ErrorKind::Refused { class, .. } => class,
        }
    }
}

impl From<ErrorKind> for Error {
    #[cold]
    fn from(kind: ErrorKind) -> Error {
        Error(Box::new(kind))
    }
}

impl From<MatrixFault> for Error {
    #[cold]
    fn from(fault: MatrixFault) -> Error {
        ErrorKind::Matrix(fault).into()
    }
}

impl From<PolynomialFault> for Error {
    #[cold]
    fn from(fault: PolynomialFault) -> Error {
        ErrorKind::Polynomial(fault).into()
    }
}

impl From<ndstrata_ufunc::Error> for Error {
    fn from(error: ndstrata_ufunc::Error) -> Error {
        ErrorKind::Ufunc(error).into()
    }
}

impl From<ndstrata_array::Error> for Error {
    fn from(error: ndstrata_array::Error) -> Error {
        ErrorKind::Array(error).into()
    }
}

impl From<ndstrata_dtype::Error> for Error {
    fn from(error: ndstrata_dtype::Error) -> Error {
        ErrorKind::DType(error).into()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.kind() {
            ErrorKind::Ufunc(error) => fmt::Display::fmt(error, f),
            ErrorKind::Array(error) => fmt::Display::fmt(error, f),
            ErrorKind::DType(error) => fmt::Display::fmt(error, f),
            ErrorKind::Matrix(fault) => fmt::Display::fmt(fault, f),
            ErrorKind::Polynomial(fault) => fmt::Display::fmt(fault, f),
            ErrorKind::Product(fault) => fmt::Display::fmt(fault, f),
            ErrorKind::Refused { message, .. } => f.write_str(message),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.kind(), f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self.kind() {
            ErrorKind::Ufunc(error) => Some(error),
            ErrorKind::Array(error) => Some(error),
            ErrorKind::DType(error) => Some(error),
            ErrorKind::Matrix(_)
            | ErrorKind::Polynomial(_)
            | ErrorKind::Product(_)
            | ErrorKind::Refused { .. } => None,
        }
    }
}
