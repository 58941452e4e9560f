//! Transforms along several axes, one after another.

use ndstrata_array::{DynArray, DynView, Order, normalize_axis};

use super::{Fourier, FourierNorm};
use crate::error::{Error, Result};

/// Options of the transforms along several axes, which are all of them.
///
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_dtype::Complex;
/// use ndstrata_ufunc::FourierAxes;
/// let a = DynArray::from_vec(vec![1.0, 2.0, 3.0, 4.0]).reshape([2, 2])?;
/// let found = FourierAxes::default().fftn(&a.view())?.to_vec::<Complex<f64>>()?;
/// assert_eq!(found, [10.0, -2.0, -4.0, 0.0].map(Complex::from));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct FourierAxes {
    lengths: Option<Vec<Option<usize>>>,
    axes: Option<Vec<isize>>,
    norm: FourierNorm,
}

impl FourierAxes {
    /// How many elements of each axis are transformed; `None` stands for all. Without axes they are those of
    /// the last axes.
    ///
    /// NumPy: `s=`.
    pub fn lengths(mut self, lengths: &[Option<usize>]) -> FourierAxes {
        self.lengths = Some(lengths.to_vec());
        self
    }

    /// The axes in order; the last one is transformed first.
    pub fn axes(mut self, axes: &[isize]) -> FourierAxes {
        self.axes = Some(axes.to_vec());
        self
    }

    /// What is divided by the number of elements.
    pub fn norm(mut self, norm: FourierNorm) -> FourierAxes {
        self.norm = norm;
        self
    }

    /// The transform.
    ///
    /// NumPy: [numpy.fft.fftn](https://numpy.org/doc/stable/reference/generated/numpy.fft.fftn.html),
    /// [numpy.fft.fft2](https://numpy.org/doc/stable/reference/generated/numpy.fft.fft2.html) for the last two
    /// axes.
    ///
    /// # Errors
    ///
    /// As [`Fourier::fft`]; another number of lengths than of axes.
    pub fn fftn(&self, a: &DynView<'_>) -> Result<DynArray> {
        self.each(a, Fourier::fft)
    }

    /// The transform backwards.
    ///
    /// NumPy: [numpy.fft.ifftn](https://numpy.org/doc/stable/reference/generated/numpy.fft.ifftn.html),
    /// [numpy.fft.ifft2](https://numpy.org/doc/stable/reference/generated/numpy.fft.ifft2.html) for the last
    /// two axes.
    ///
    /// # Errors
    ///
    /// As [`fftn`](FourierAxes::fftn).
    pub fn ifftn(&self, a: &DynView<'_>) -> Result<DynArray> {
        self.each(a, Fourier::ifft)
    }

    /// The transform of real numbers, of whose last axis the first half is given.
    ///
    /// NumPy: [numpy.fft.rfftn](https://numpy.org/doc/stable/reference/generated/numpy.fft.rfftn.html),
    /// [numpy.fft.rfft2](https://numpy.org/doc/stable/reference/generated/numpy.fft.rfft2.html) for the last
    /// two axes.
    ///
    /// # Errors
    ///
    /// As [`fftn`](FourierAxes::fftn); complex numbers; no axes.
    pub fn rfftn(&self, a: &DynView<'_>) -> Result<DynArray> {
        let plans = self.plans(a)?;
        let Some((last, others)) = plans.split_last() else { return Err(no_axes()) };
        let mut found = last.rfft(a)?;
        for plan in others.iter().rev() {
            found = plan.fft(&found.view())?;
        }
        Ok(found)
    }

    /// The real numbers whose transform begins with these.
    ///
    /// NumPy: [numpy.fft.irfftn](https://numpy.org/doc/stable/reference/generated/numpy.fft.irfftn.html),
    /// [numpy.fft.irfft2](https://numpy.org/doc/stable/reference/generated/numpy.fft.irfft2.html) for the last
    /// two axes.
    ///
    /// # Errors
    ///
    /// As [`fftn`](FourierAxes::fftn); no axes.
    pub fn irfftn(&self, a: &DynView<'_>) -> Result<DynArray> {
        let mut plans = self.plans(a)?;
        // The length of the whole last axis follows from what is given of it, unless one is named.
        let last = plans.pop().ok_or_else(no_axes)?;
        let mut found = None;
        for plan in &plans {
            let from = found.as_ref().map_or_else(|| a.view(), DynArray::view);
            found = Some(plan.ifft(&from)?);
        }
        last.irfft(&found.as_ref().map_or_else(|| a.view(), DynArray::view))
    }

    fn each(
        &self,
        a: &DynView<'_>,
        transform: fn(&Fourier, &DynView<'_>) -> Result<DynArray>,
    ) -> Result<DynArray> {
        let mut found = None;
        for plan in self.plans(a)?.iter().rev() {
            let from = found.as_ref().map_or_else(|| a.view(), DynArray::view);
            found = Some(transform(plan, &from)?);
        }
        match found {
            Some(found) => Ok(found),
            None => Ok(a.copy(Order::C)?),
        }
    }

    /// The transform along each axis, in the order of the axes.
    fn plans(&self, a: &DynView<'_>) -> Result<Vec<Fourier>> {
        let n_axes = a.ndim();
        let axes: Vec<isize> = match (&self.axes, &self.lengths) {
            (Some(axes), _) => axes.clone(),
            (None, Some(lengths)) => (-(lengths.len() as isize)..0).collect(),
            (None, None) => (-(n_axes as isize)..0).collect(),
        };
        let lengths = self.lengths.clone().unwrap_or_else(|| vec![None; axes.len()]);
        if lengths.len() != axes.len() {
            return Err(Error::value("Shape and axes have different lengths."));
        }
        let plan = |(&axis, length): (&isize, Option<usize>)| {
            normalize_axis(axis, n_axes)?;
            Ok(Fourier { n: length, axis, norm: self.norm })
        };
        axes.iter().zip(lengths).map(plan).collect()
    }
}

#[cold]
fn no_axes() -> Error {
    Error::value("at least 1 axis must be transformed")
}
