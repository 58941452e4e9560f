//! Polynomials through points, by least squares.

use ndstrata_array::{DynArray, Vander};
use ndstrata_ufunc::{self as ufunc, Operand, ReduceOptions};

use super::fault::PolynomialFault;
use crate::decompositions::input::elements;
use crate::error::Result;
use crate::solve::{Lstsq, Rcond, inv, lstsq};

/// Which estimate of the coefficients' covariance is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Covariance {
    /// None.
    #[default]
    None,
    /// Scaled by the residuals.
    Scaled,
    /// As the weights say.
    Unscaled,
}

/// How [`polyfit`] works.
#[derive(Clone, Default)]
pub struct Polyfit {
    rcond: Option<f64>,
    weights: Option<DynArray>,
    covariance: Covariance,
}

impl Polyfit {
    /// Below which part of the largest one a singular value counts as zero.
    ///
    /// NumPy: `rcond=`.
    #[must_use]
    pub fn rcond(mut self, rcond: f64) -> Polyfit {
        self.rcond = Some(rcond);
        self
    }

    /// What the distance of each point is multiplied with.
    ///
    /// NumPy: `w=`.
    #[must_use]
    pub fn weights(mut self, weights: DynArray) -> Polyfit {
        self.weights = Some(weights);
        self
    }

    /// An estimate of the coefficients' covariance.
    ///
    /// NumPy: `cov=`.
    #[must_use]
    pub fn covariance(mut self, covariance: Covariance) -> Polyfit {
        self.covariance = covariance;
        self
    }
}

/// What [`polyfit`] gives.
#[derive(Clone)]
pub struct PolyfitResult {
    /// The coefficients, the highest power first; a column for each column of values.
    pub coefficients: DynArray,
    /// The sum of squared distances.
    pub residuals: DynArray,
    /// The rank of the scaled Vandermonde matrix.
    pub rank: usize,
    /// Its singular values.
    pub singular_values: DynArray,
    /// The threshold that was used.
    pub rcond: f64,
    /// The covariance, where it was asked for.
    pub covariance: Option<DynArray>,
}

/// The polynomial of degree `deg` that comes nearest to the points (x, y).
///
/// NumPy: [numpy.polyfit](https://numpy.org/doc/stable/reference/generated/numpy.polyfit.html).
///
/// # Errors
///
/// A negative degree; points that are not as many vectors of one length; too few points for a scaled
/// covariance.
///
/// ```
/// use ndarray::array;
/// use ndstrata_linalg::{polyfit, Polyfit};
/// let found = polyfit(&array![0.0, 1.0, 2.0], &array![1.0, 3.0, 5.0], 1, Polyfit::default())?;
/// assert!((found.coefficients.get::<f64>(&[0])? - 2.0).abs() < 1e-14);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn polyfit<'a, 'b>(
    x: impl Into<Operand<'a>>,
    y: impl Into<Operand<'b>>,
    deg: i64,
    options: Polyfit,
) -> Result<PolyfitResult> {
    let x = ufunc::add(&elements(x.into())?.into_owned()?, 0.0)?;
    let y = ufunc::add(&elements(y.into())?.into_owned()?, 0.0)?;
    let Ok(degree) = usize::try_from(deg) else {
        return Err(PolynomialFault::Degree.into());
    };
    let order = degree.saturating_add(1);
    check(&x, &y)?;
    let eps = ndstrata_dtype::finfo(x.dtype())?.eps;
    let rcond = options.rcond.unwrap_or(x.size() as f64 * eps);
    let mut lhs = Vander::default().columns(order).array(&x.view())?;
    let mut rhs = y.clone();
    if let Some(weights) = &options.weights {
        let weights = ufunc::add(weights, 0.0)?;
        if weights.ndim() != 1 {
            return Err(PolynomialFault::WeightsNotVector.into());
        }
        if weights.shape()[0] != y.shape()[0] {
            return Err(PolynomialFault::WeightsLength.into());
        }
        let column = weights.clone().expand_dims(&[1])?;
        lhs = ufunc::multiply(&lhs, &column)?;
        rhs = ufunc::multiply(&rhs, if y.ndim() == 2 { &column } else { &weights })?;
    }
    let squares = ufunc::multiply(&lhs, &lhs)?;
    let scale = ufunc::sqrt(&ufunc::sum(&squares.view(), ReduceOptions::new().axes(&[0]))?)?;
    let lhs = ufunc::divide(&lhs, &scale)?;
    let Lstsq { x: solution, residuals, rank, s } = lstsq(&lhs, &rhs, Rcond::Given(rcond))?;
    let coefficients = ufunc::divide(solution.t(), &scale)?.t();
    let covariance = match options.covariance {
        Covariance::None => None,
        kind => {
            let mut base = inv(&gram(&lhs)?)?;
            let outer = ufunc::multiply(&scale.clone().expand_dims(&[1])?, &scale)?;
            base = ufunc::divide(&base, &outer)?;
            if y.ndim() == 2 {
                base = base.expand_dims(&[2])?;
            }
            if kind == Covariance::Scaled {
                let n = x.size();
                if n <= order {
                    return Err(PolynomialFault::TooFewPoints.into());
                }
                base = ufunc::multiply(&base, &ufunc::divide(&residuals, n - order)?)?;
            } else if y.ndim() == 1 {
                base = ufunc::multiply(&base, 1)?;
            }
            Some(base)
        }
    };
    Ok(PolyfitResult { coefficients, residuals, rank, singular_values: s, rcond, covariance })
}

fn check(x: &DynArray, y: &DynArray) -> Result<()> {
    let fault = if x.ndim() != 1 {
        PolynomialFault::PlacesNotVector
    } else if x.size() == 0 {
        PolynomialFault::NoPlaces
    } else if y.ndim() < 1 || y.ndim() > 2 {
        PolynomialFault::ValuesShape
    } else if x.shape()[0] != y.shape()[0] {
        PolynomialFault::LengthMismatch
    } else {
        return Ok(());
    };
    Err(fault.into())
}

/// Aᵀ A.
fn gram(a: &DynArray) -> Result<DynArray> {
    let columns = a.shape()[1];
    let mut rows = Vec::new();
    for j in 0..columns {
        let column = a.view().slice_axis(1, j, 1, 1)?;
        let products = ufunc::multiply(a, column)?;
        rows.push(ufunc::sum(&products.view(), ReduceOptions::new().axes(&[0]))?);
    }
    let views: Vec<_> = rows.iter().map(|row| row.view()).collect();
    Ok(ndstrata_array::stack(&views, 0)?)
}
