//! What can be wrong with a polynomial, in NumPy's words.

use std::fmt;

/// Coefficients or points that a function of polynomials cannot take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PolynomialFault {
    /// Coefficients with more than one axis, where a polynomial is made.
    NotOneAxis,
    /// Coefficients with more than one axis, where roots are sought.
    RootsOfMatrix,
    /// Zeros that are neither a vector nor a square matrix.
    ZerosShape,
    /// No coefficients at all.
    NoCoefficients,
    /// A negative order of a derivative.
    DerivativeOrder,
    /// A negative order of an integral.
    IntegralOrder,
    /// A derivative or an integral of so high an order that Python's recursion ends.
    TooDeep,
    /// Fewer constants than integrations.
    TooFewConstants,
    /// A negative degree.
    Degree,
    /// Places that are not a vector.
    PlacesNotVector,
    /// No places.
    NoPlaces,
    /// Values that are neither a vector nor a matrix.
    ValuesShape,
    /// As many places as values, this is not.
    LengthMismatch,
    /// Weights that are not a vector.
    WeightsNotVector,
    /// As many weights as values, this is not.
    WeightsLength,
    /// Too few points to estimate an error from.
    TooFewPoints,
}

impl PolynomialFault {
    pub(crate) fn numpy_class(self) -> &'static str {
        match self {
            PolynomialFault::PlacesNotVector
            | PolynomialFault::NoPlaces
            | PolynomialFault::ValuesShape
            | PolynomialFault::LengthMismatch
            | PolynomialFault::WeightsNotVector
            | PolynomialFault::WeightsLength => "TypeError",
            PolynomialFault::NoCoefficients => "IndexError",
            PolynomialFault::TooDeep => "RecursionError",
            _ => "ValueError",
        }
    }
}

impl fmt::Display for PolynomialFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PolynomialFault::NotOneAxis => "Polynomial must be 1d only.",
            PolynomialFault::RootsOfMatrix => "Input must be a rank-1 array.",
            PolynomialFault::ZerosShape => "input must be 1d or non-empty square 2d array.",
            PolynomialFault::NoCoefficients => "index 0 is out of bounds for axis 0 with size 0",
            PolynomialFault::DerivativeOrder => {
                "Order of derivative must be positive (see polyint)"
            }
            PolynomialFault::IntegralOrder => "Order of integral must be positive (see polyder)",
            PolynomialFault::TooDeep => "maximum recursion depth exceeded",
            PolynomialFault::TooFewConstants => {
                "k must be a scalar or a rank-1 array of length 1 or >m."
            }
            PolynomialFault::Degree => "expected deg >= 0",
            PolynomialFault::PlacesNotVector => "expected 1D vector for x",
            PolynomialFault::NoPlaces => "expected non-empty vector for x",
            PolynomialFault::ValuesShape => "expected 1D or 2D array for y",
            PolynomialFault::LengthMismatch => "expected x and y to have same length",
            PolynomialFault::WeightsNotVector => "expected a 1-d array for weights",
            PolynomialFault::WeightsLength => "expected w and y to have the same length",
            PolynomialFault::TooFewPoints => {
                "the number of data points must exceed order to scale the covariance matrix"
            }
        })
    }
}
