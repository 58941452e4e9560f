//! `logspace` and `geomspace`: evenly spaced on a logarithmic scale.

use ndstrata_dtype::{DType, result_type};

use super::fault::CreateFault;
use super::inexact::{Inexact, match_inexact};
use super::linspace::Linspace;
use crate::array::{DynArray, DynView};
use crate::error::Result;
use crate::layout::broadcast_dims;
use crate::scalar::Scalar;

/// Powers of ten from `10**start` to `10**stop`, both included.
///
/// NumPy: [numpy.logspace](https://numpy.org/doc/stable/reference/generated/numpy.logspace.html).
///
/// # Errors
///
/// More elements than memory holds.
pub fn logspace(start: f64, stop: f64, num: usize) -> Result<DynArray> {
    let (start, stop) = (Scalar::new(start), Scalar::new(stop));
    Logspace::new(Linspace::default().num(num)).array(&start.view()?, &stop.view()?)
}

/// Powers of a base, with exponents as [`Linspace`] gives them.
///
/// NumPy: [numpy.logspace](https://numpy.org/doc/stable/reference/generated/numpy.logspace.html).
#[derive(Clone)]
pub struct Logspace {
    exponents: Linspace,
    base: DynArray,
    dtype: Option<DType>,
    axis: isize,
}

impl Logspace {
    /// Powers of ten; number, endpoint and whatever else is said of the exponents.
    ///
    /// NumPy: none.
    pub fn new(exponents: Linspace) -> Logspace {
        Logspace { exponents, base: DynArray::from_vec(vec![10.0]).squeeze(), dtype: None, axis: 0 }
    }

    /// Another base, or several, which broadcast with the ends.
    ///
    /// NumPy: none.
    pub fn base(mut self, base: &DynArray) -> Logspace {
        self.base = base.clone();
        self
    }

    /// The type of the result.
    ///
    /// NumPy: none.
    pub fn dtype(mut self, dtype: &DType) -> Logspace {
        self.dtype = Some(dtype.clone());
        self
    }

    /// Along which axis of the result the samples lie.
    ///
    /// NumPy: none.
    pub fn axis(mut self, axis: isize) -> Logspace {
        self.axis = axis;
        self
    }

    /// The samples.
    ///
    /// NumPy: [numpy.logspace](https://numpy.org/doc/stable/reference/generated/numpy.logspace.html).
    ///
    /// # Errors
    ///
    /// As [`Linspace::array`].
    pub fn array(&self, start: &DynView<'_>, stop: &DynView<'_>) -> Result<DynArray> {
        let samples = self.powers(start, stop)?;
        let samples =
            if self.axis == 0 { samples } else { samples.moveaxis(&[0], &[self.axis])? };
        match &self.dtype {
            Some(dtype) if dtype != samples.dtype() => samples.astype(dtype),
            _ => Ok(samples),
        }
    }

    fn powers(&self, start: &DynView<'_>, stop: &DynView<'_>) -> Result<DynArray> {
        // Several bases take part in broadcasting the ends; the samples' axis goes before all.
        let shape = broadcast_dims(&[start.shape(), stop.shape(), self.base.shape()])?;
        let (start, stop) = match self.base.ndim() {
            0 => (start.clone(), stop.clone()),
            _ => (start.broadcast_to(&shape)?, stop.broadcast_to(&shape)?),
        };
        let exponents = self.exponents.array(&start, &stop)?;
        let base = self.base.view();
        let weak = if base.ndim() == 0 && base.dtype() == &DType::FLOAT64 {
            ndstrata_dtype::Operand::WeakFloat
        } else {
            base.dtype().into()
        };
        let dtype = result_type(&[exponents.dtype().into(), weak])?;
        match_inexact!(&dtype, T => power::<T>(&base, &exponents, &dtype))
    }
}

fn power<T: Inexact>(base: &DynView<'_>, exponents: &DynArray, dtype: &DType) -> Result<DynArray> {
    let shape = exponents.shape().to_vec();
    let bases = base.cast_to(dtype)?.view().broadcast_to(&shape)?.to_vec::<T>()?;
    let exponents = exponents.view().cast_to_same(dtype)?;
    let exponents = exponents.to_slice::<T>()?;
    let mut powers = vec![T::ZERO; bases.len()];
    T::powers(&bases, &exponents, &mut powers);
    let form: Vec<isize> = shape.iter().map(|&n| n as isize).collect();
    DynArray::from_vec(powers).reshape(form)
}

/// Numbers from `start` to `stop`, both included, each the same multiple of the one before.
///
/// NumPy: [numpy.geomspace](https://numpy.org/doc/stable/reference/generated/numpy.geomspace.html).
///
/// # Errors
///
/// An end that is zero; more elements than memory holds.
///
/// ```
/// use ndstrata_array::geomspace;
/// assert_eq!(geomspace(1.0, 1000.0, 4)?.to_vec::<f64>()?, [1.0, 10.0, 100.0, 1000.0]);
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
pub fn geomspace(start: f64, stop: f64, num: usize) -> Result<DynArray> {
    let (start, stop) = (Scalar::new(start), Scalar::new(stop));
    Geomspace::default().num(num).array(&start.view()?, &stop.view()?)
}

/// Geometric sequences between values that may be arrays.
///
/// NumPy: [numpy.geomspace](https://numpy.org/doc/stable/reference/generated/numpy.geomspace.html).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Geomspace {
    num: usize,
    has_endpoint: bool,
    dtype: Option<DType>,
    axis: isize,
}

impl Default for Geomspace {
    /// NumPy's: 50 samples, the last one at `stop`, along a new first axis.
    fn default() -> Geomspace {
        Geomspace { num: 50, has_endpoint: true, dtype: None, axis: 0 }
    }
}

impl Geomspace {
    /// How many samples.
    ///
    /// NumPy: none.
    pub fn num(mut self, num: usize) -> Geomspace {
        self.num = num;
        self
    }

    /// Whether the last sample is `stop`.
    ///
    /// NumPy: none.
    pub fn endpoint(mut self, has_endpoint: bool) -> Geomspace {
        self.has_endpoint = has_endpoint;
        self
    }

    /// The type of the result.
    ///
    /// NumPy: none.
    pub fn dtype(mut self, dtype: &DType) -> Geomspace {
        self.dtype = Some(dtype.clone());
        self
    }

    /// Along which axis of the result the samples lie.
    ///
    /// NumPy: none.
    pub fn axis(mut self, axis: isize) -> Geomspace {
        self.axis = axis;
        self
    }

    /// The samples.
    ///
    /// NumPy: [numpy.geomspace](https://numpy.org/doc/stable/reference/generated/numpy.geomspace.html).
    ///
    /// # Errors
    ///
    /// An end that is zero; ends that do not broadcast together; an axis that is not there.
    pub fn array(&self, start: &DynView<'_>, stop: &DynView<'_>) -> Result<DynArray> {
        let asked = self.dtype.clone().unwrap_or(DType::FLOAT64);
        let types = [
            start.dtype().into(),
            stop.dtype().into(),
            ndstrata_dtype::Operand::WeakFloat,
            asked.into(),
        ];
        let computed = result_type(&types)?;
        let samples = match_inexact!(&computed, T => self.compute::<T>(start, stop, &computed))?;
        let samples =
            if self.axis == 0 { samples } else { samples.moveaxis(&[0], &[self.axis])? };
        match &self.dtype {
            Some(dtype) if dtype != samples.dtype() => samples.astype(dtype),
            _ => Ok(samples),
        }
    }

    fn compute<T: Inexact>(
        &self,
        start: &DynView<'_>,
        stop: &DynView<'_>,
        dtype: &DType,
    ) -> Result<DynArray> {
        let shape = broadcast_dims(&[start.shape(), stop.shape()])?;
        let ends = |end: &DynView<'_>| -> Result<Vec<T>> {
            end.cast_to(dtype)?.view().broadcast_to(&shape)?.to_vec::<T>()
        };
        let (starts, stops) = (ends(start)?, ends(stop)?);
        if starts.contains(&T::ZERO) || stops.contains(&T::ZERO) {
            return Err(CreateFault::GeometricZero.into());
        }
        // The direction of the start is taken out of both ends, and put back at the end.
        let (signs, firsts): (Vec<T>, Vec<T>) =
            starts.iter().map(|start| start.split_sign()).unzip();
        let lasts: Vec<T> =
            stops.iter().zip(&signs).map(|(&stop, &sign)| stop.over(sign)).collect();
        let form: Vec<isize> = shape.iter().map(|&n| n as isize).collect();
        let logs = |ends: &[T]| -> Result<DynArray> {
            let logs: Vec<T> = ends.iter().map(|end| end.log10()).collect();
            DynArray::from_vec(logs).reshape(&form)
        };
        let exponents = Linspace::default().num(self.num).endpoint(self.has_endpoint);
        let (log_start, log_stop) = (logs(&firsts)?, logs(&lasts)?);
        let samples = Logspace::new(exponents).array(&log_start.view(), &log_stop.view())?;
        let mut values = samples.cast_to(dtype)?.to_vec::<T>()?;
        let n_each = starts.len();
        if self.num > 0 {
            values[..n_each].copy_from_slice(&firsts);
        }
        if self.num > 1 && self.has_endpoint {
            let at = values.len() - n_each;
            values[at..].copy_from_slice(&lasts);
        }
        for values in values.chunks_mut(n_each.max(1)) {
            for (value, &sign) in values.iter_mut().zip(&signs) {
                *value = value.mul(sign);
            }
        }
        let form: Vec<isize> = samples.shape().iter().map(|&n| n as isize).collect();
        DynArray::from_vec(values).reshape(form)
    }
}
