//! Covariances and coefficients of correlation.

use ndstrata_array::{DynArray, DynView, Order, concatenate};
use ndstrata_dtype::{Casting, Complex, DType, Element, Kind, can_cast, promote_types};
use ndstrata_kernels::{Body, run_wide};

use crate::call::CallOptions;
use crate::error::{Error, ErrorKind, Result};
use crate::functions::{divide, less, multiply, not_equal, rint, sqrt, subtract};
use crate::operand::Operand;
use crate::reduce::ReduceOptions;
use crate::rounding::clip;
use crate::statistics::{AverageOptions, average, sum};
use crate::table::ufuncs;

/// What a covariance may be told besides its observations.
#[derive(Clone, Debug, Default)]
pub struct Covariance {
    by_columns: bool,
    ddof: Option<f64>,
    fweights: Option<DynArray>,
    aweights: Option<DynArray>,
    dtype: Option<DType>,
}

impl Covariance {
    /// Takes columns for the variables, not rows.
    ///
    /// NumPy: `rowvar=False`.
    pub fn by_columns(mut self) -> Covariance {
        self.by_columns = true;
        self
    }

    /// What is taken off the number of observations: 1 by default.
    ///
    /// NumPy: `ddof=`, and `bias=True` for 0.
    pub fn ddof(mut self, ddof: f64) -> Covariance {
        self.ddof = Some(ddof);
        self
    }

    /// How often each observation was made.
    ///
    /// NumPy: `fweights=`.
    pub fn fweights(mut self, weights: DynArray) -> Covariance {
        self.fweights = Some(weights);
        self
    }

    /// How much each observation counts.
    ///
    /// NumPy: `aweights=`.
    pub fn aweights(mut self, weights: DynArray) -> Covariance {
        self.aweights = Some(weights);
        self
    }

    /// The type of the computation.
    ///
    /// NumPy: `dtype=`.
    pub fn dtype(mut self, dtype: DType) -> Covariance {
        self.dtype = Some(dtype);
        self
    }

    /// The covariances of variables with each other, those of `m` first, then those of `y`.
    ///
    /// NumPy: [numpy.cov](https://numpy.org/doc/stable/reference/generated/numpy.cov.html).
    ///
    /// # Errors
    ///
    /// More than two axes; another number of observations; weights that are negative, or frequencies
    /// that are no integers.
    ///
    /// # Example
    /// ```
    /// use ndstrata_array::DynArray;
    /// use ndstrata_ufunc::Covariance;
    /// let x = DynArray::from_vec(vec![0.0, 1.0, 2.0]);
    /// let y = DynArray::from_vec(vec![2.0, 1.0, 0.0]);
    /// let found = Covariance::default().cov(&x.view(), Some(&y.view()))?;
    /// assert_eq!(found.to_vec::<f64>()?, [1.0, -1.0, -1.0, 1.0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn cov(&self, m: &DynView<'_>, y: Option<&DynView<'_>>) -> Result<DynArray> {
        if let Some(ddof) = self.ddof
            && ddof.fract() != 0.0
        {
            return Err(Error::value("ddof must be integer"));
        }
        let Some(x) = self.variables(m, y)? else {
            return Ok(DynArray::zeros(&[0, 0], &DType::FLOAT64, Order::C)?);
        };
        let n = x.shape()[1];
        let ddof = self.ddof.unwrap_or(1.0);
        let weights = self.weights(n)?;
        let means = AverageOptions::default().axes(&[1]);
        let means = match &weights {
            Some(weights) => means.weights(weights.clone()),
            None => means,
        };
        let (mean, total) = average(&x.view(), &means)?;
        let total = total.real().astype(&DType::FLOAT64)?.to_vec::<f64>()?;
        let total = total.first().copied().unwrap_or_default();
        let factor = match (&weights, &self.aweights) {
            (None, _) => n as f64 - ddof,
            (Some(_), _) if ddof == 0.0 => total,
            (Some(_), None) => total - ddof,
            (Some(weights), Some(aweights)) => {
                let pairs = weights.to_vec::<f64>()?.into_iter().zip(floats(aweights)?);
                total - ddof * pairs.map(|(w, a)| w * a).sum::<f64>() / total
            }
        };
        let factor = if factor <= 0.0 { 0.0 } else { factor };
        let centered = subtract(&x, &mean.expand_dims(&[1])?)?;
        same_kind(&centered, x.dtype())?;
        let centered = centered.view().to_dtype(x.dtype())?;
        let weighted = match &weights {
            Some(weights) => multiply(&centered, weights)?.into_cow(),
            None => centered.clone(),
        };
        let products = products(&centered.view(), &weighted.view())?;
        let scaled = ufuncs::MULTIPLY
            .call(&[Operand::from(&products), Operand::Float(1.0 / factor)], CallOptions::new())?;
        Ok(scaled.into_iter().next().unwrap_or(products).squeeze())
    }

    /// The coefficients of correlation of variables with each other.
    ///
    /// NumPy: [numpy.corrcoef](https://numpy.org/doc/stable/reference/generated/numpy.corrcoef.html).
    ///
    /// # Errors
    ///
    /// As [`cov`](Covariance::cov).
    pub fn corrcoef(&self, x: &DynView<'_>, y: Option<&DynView<'_>>) -> Result<DynArray> {
        let covariances = self.cov(x, y)?;
        if covariances.ndim() == 0 {
            return divide(&covariances, &covariances);
        }
        let spread = sqrt(covariances.clone().diagonal(0, [0, 1])?.real())?;
        let dtype = covariances.dtype().clone();
        let scaled = divide(&covariances, &spread.clone().expand_dims(&[1])?)?;
        let scaled = divide(&scaled, &spread.expand_dims(&[0])?)?.astype(&dtype)?;
        let bound = |part: DynArray| clip(part, Some(Operand::Int(-1)), Some(Operand::Int(1)));
        if dtype.kind() != Kind::Complex {
            return bound(scaled);
        }
        let mut bounded = scaled.copy(Order::C)?;
        let (real, imag) = (bound(scaled.clone().real())?, bound(scaled.imag()?)?);
        bounded.view_mut()?.real().assign(&real.view())?;
        bounded.view_mut()?.imag()?.assign(&imag.view())?;
        Ok(bounded)
    }

    /// A row for each variable, in the type of the computation; `None` where there is no variable.
    fn variables(&self, m: &DynView<'_>, y: Option<&DynView<'_>>) -> Result<Option<DynArray>> {
        if m.ndim() > 2 {
            return Err(Error::value("m has more than 2 dimensions"));
        }
        let mut dtype = promote_types(m.dtype(), &DType::FLOAT64)?;
        if let Some(y) = y {
            if y.ndim() > 2 {
                return Err(Error::value("y has more than 2 dimensions"));
            }
            dtype = promote_types(&dtype, y.dtype())?;
        }
        let dtype = self.dtype.clone().unwrap_or(dtype);
        let mut x = rows(&m.astype(&dtype)?)?;
        if self.by_columns && m.ndim() != 1 {
            x = x.t();
        }
        if x.shape()[0] == 0 {
            return Ok(None);
        }
        if let Some(y) = y {
            let mut y = rows(&y.astype(&dtype)?)?;
            if self.by_columns && y.shape()[0] != 1 {
                y = y.t();
            }
            x = concatenate(&[x.view(), y.view()], 0)?;
        }
        Ok(Some(x))
    }

    /// The product of the weights of both kinds.
    fn weights(&self, n: usize) -> Result<Option<DynArray>> {
        let checked = |name: &str, weights: &Option<DynArray>| -> Result<Option<DynArray>> {
            let Some(weights) = weights else { return Ok(None) };
            let weights = weights.astype(&DType::FLOAT64)?;
            let is_whole = || -> Result<bool> {
                Ok(!not_equal(&weights, &rint(&weights)?)?.to_vec::<bool>()?.contains(&true))
            };
            if name == "fweights" && !is_whole()? {
                return Err(Error::wrong_type("fweights must be integer"));
            }
            let refuse = |message: String| {
                Err(Error::new(ErrorKind::Refused { class: "RuntimeError", message }))
            };
            if weights.ndim() > 1 {
                return refuse(format!("cannot handle multidimensional {name}"));
            }
            if weights.ndim() == 0 {
                return Err(Error::new(ErrorKind::Refused {
                    class: "IndexError",
                    message: "tuple index out of range".to_owned(),
                }));
            }
            if weights.shape()[0] != n {
                return refuse(format!("incompatible numbers of samples and {name}"));
            }
            if less(&weights, 0)?.to_vec::<bool>()?.contains(&true) {
                return Err(Error::value(format!("{name} cannot be negative")));
            }
            Ok(Some(weights))
        };
        let frequencies = checked("fweights", &self.fweights)?;
        let importances = checked("aweights", &self.aweights)?;
        Ok(match (frequencies, importances) {
            (Some(frequencies), Some(importances)) => Some(multiply(&frequencies, &importances)?),
            (one, None) | (None, one) => one,
        })
    }
}

fn floats(a: &DynArray) -> Result<Vec<f64>> {
    Ok(a.astype(&DType::FLOAT64)?.to_vec::<f64>()?)
}

fn same_kind(result: &DynArray, dtype: &DType) -> Result<()> {
    if can_cast(result.dtype(), dtype, Casting::SameKind) {
        return Ok(());
    }
    Err(Error::new(ErrorKind::Cast {
        ufunc: "subtract",
        is_output: true,
        is_only: true,
        index: 0,
        from: result.dtype().clone(),
        to: dtype.clone(),
        casting: Casting::SameKind,
    }))
}

/// At least two axes, the first ones of length 1.
fn rows(a: &DynArray) -> Result<DynArray> {
    let shape: Vec<isize> = match a.shape() {
        [] => vec![1, 1],
        [n] => vec![1, *n as isize],
        _ => return Ok(a.clone()),
    };
    Ok(a.copy(Order::C)?.reshape_view(&shape, Order::C)?)
}

/// The products of each row of `x` with the conjugate of each row of `w`.
fn products(x: &DynView<'_>, w: &DynView<'_>) -> Result<DynArray> {
    let dtype = promote_types(x.dtype(), w.dtype())?;
    if dtype == DType::COMPLEX64 || dtype == DType::COMPLEX128 {
        let wide = row_products::<Complex<f64>>(
            &x.to_dtype(&DType::COMPLEX128)?.view(),
            &w.to_dtype(&DType::COMPLEX128)?.view(),
            |x, w| x * w.conj(),
        )?;
        return Ok(wide.astype(&dtype)?);
    }
    if dtype.kind() != Kind::Float {
        let products = multiply(&x.clone().expand_dims(&[1])?, &w.clone().expand_dims(&[0])?)?;
        return sum(&products.view(), ReduceOptions::new().axes(&[2]));
    }
    let (x, w) = (x.to_dtype(&DType::FLOAT64)?, w.to_dtype(&DType::FLOAT64)?);
    Ok(row_products::<f64>(&x.view(), &w.view(), |x, w| x * w)?.astype(&dtype)?)
}

/// Elements multiplied at a time, so that rows stay in the nearest cache.
const BLOCK: usize = 1024;

/// Sums kept side by side.
const LANES: usize = 32;

fn row_products<T: Element + Default + std::ops::Add<Output = T>>(
    x: &DynView<'_>,
    w: &DynView<'_>,
    product: impl Fn(T, T) -> T + Copy,
) -> Result<DynArray> {
    let n_rows = x.shape()[0];
    let (x, w) = (x.contiguous()?, w.contiguous()?);
    let (x, w) = (x.to_slice::<T>()?, w.to_slice::<T>()?);
    let length = x.len() / n_rows.max(1);
    let size = n_rows.checked_mul(n_rows).ok_or_else(|| Error::value("array is too big"))?;
    let mut found = Vec::new();
    found.try_reserve_exact(size).map_err(|_| {
        Error::new(ErrorKind::Refused {
            class: "MemoryError",
            message: format!("Unable to allocate an array with shape ({n_rows}, {n_rows})"),
        })
    })?;
    found.resize(size, T::default());
    let mut start = 0;
    while start < length {
        let end = length.min(start + BLOCK);
        for i in 0..n_rows {
            let row = &x[i * length + start..i * length + end];
            for j in 0..n_rows {
                let other = &w[j * length + start..j * length + end];
                let dot = run_wide(Dot { x: row, w: other, product });
                found[i * n_rows + j] = found[i * n_rows + j] + dot;
            }
        }
        start = end;
    }
    let n = n_rows as isize;
    Ok(DynArray::from_vec(found).reshape_view(&[n, n], Order::C)?)
}

/// The sum of products of two rows.
struct Dot<'a, T, F> {
    x: &'a [T],
    w: &'a [T],
    product: F,
}

impl<T, F> Body for Dot<'_, T, F>
where
    T: Copy + Default + std::ops::Add<Output = T>,
    F: Fn(T, T) -> T,
{
    type Output = T;
    #[inline(always)]
    fn run(self) -> T {
        let (x_lanes, x_rest) = self.x.as_chunks::<LANES>();
        let (w_lanes, w_rest) = self.w.as_chunks::<LANES>();
        let mut sums = [T::default(); LANES];
        for (x, w) in x_lanes.iter().zip(w_lanes) {
            for lane in 0..LANES {
                sums[lane] = sums[lane] + (self.product)(x[lane], w[lane]);
            }
        }
        let mut sum = T::default();
        for (&x, &w) in x_rest.iter().zip(w_rest) {
            sum = sum + (self.product)(x, w);
        }
        for lane in sums {
            sum = sum + lane;
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn correlation_of_two_variables() {
        let x = DynArray::from_vec(vec![1, 2, 3, 4]);
        let y = DynArray::from_vec(vec![2, 4, 6, 9]);
        let found = Covariance::default().corrcoef(&x.view(), Some(&y.view())).unwrap();
        let found = found.to_vec::<f64>().unwrap();
        assert_eq!(found[0], 1.0);
        assert!((found[1] - 0.9943767126843689).abs() < 1e-15);
    }

    #[test]
    fn frequencies_are_integers() {
        let x = DynArray::from_vec(vec![1, 2, 3]);
        let options = Covariance::default().fweights(DynArray::from_vec(vec![1.0, 0.5, 1.0]));
        let error = options.cov(&x.view(), None).err().unwrap();
        assert_eq!(error.to_string(), "fweights must be integer");
        let options = Covariance::default().fweights(DynArray::from_vec(vec![1, 2, 1]));
        let found = options.cov(&x.view(), None).unwrap();
        assert_eq!(found.get::<f64>(&[]).unwrap(), 0.6666666666666666);
    }
}
