//! Discrete Fourier transforms along one axis or several, and their frequencies.
//!
//! Everything is computed in doubles, and rounded once for narrower types.

mod axes;
mod frequencies;

use ndstrata_array::{DynArray, DynView, Order, normalize_axis};
use ndstrata_dtype::{Complex, DType, Kind, Operand as TypeOperand, result_type};
use ndstrata_kernels::fourier::{Direction, Fourier as Plan};

use crate::error::{Error, ErrorKind, Result};
use crate::functions::conjugate;

pub use axes::FourierAxes;
pub use frequencies::{fftfreq, fftshift, fftshift_axes, ifftshift, ifftshift_axes, rfftfreq};

/// Which of the two directions is divided by the number of elements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FourierNorm {
    /// The one backwards.
    #[default]
    Backward,
    /// Both, by its square root.
    Ortho,
    /// The one forwards.
    Forward,
}

impl FourierNorm {
    fn swapped(self) -> FourierNorm {
        match self {
            FourierNorm::Backward => FourierNorm::Forward,
            FourierNorm::Ortho => FourierNorm::Ortho,
            FourierNorm::Forward => FourierNorm::Backward,
        }
    }

    /// What a transform forwards of `n` elements is multiplied by.
    fn factor(self, n: usize) -> f64 {
        match self {
            FourierNorm::Backward => 1.0,
            FourierNorm::Ortho => 1.0 / (n as f64).sqrt(),
            FourierNorm::Forward => 1.0 / n as f64,
        }
    }
}

/// Options of the transforms along one axis, which is the last one.
///
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_dtype::Complex;
/// use ndstrata_ufunc::Fourier;
/// let a = DynArray::from_vec(vec![1.0, 2.0, 3.0, 4.0]);
/// let found = Fourier::default().fft(&a.view())?.to_vec::<Complex<f64>>()?;
/// let (c, zero) = (Complex::new, Complex::new(-2.0, 0.0));
/// assert_eq!(found, [c(10.0, 0.0), c(-2.0, 2.0), zero, c(-2.0, -2.0)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Fourier {
    n: Option<usize>,
    axis: isize,
    norm: FourierNorm,
}

impl Default for Fourier {
    fn default() -> Fourier {
        Fourier { n: None, axis: -1, norm: FourierNorm::Backward }
    }
}

/// What goes in and comes out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Complex(Direction),
    /// The first half of a transform of real numbers.
    Real,
    /// Real numbers of the first half of their transform.
    Hermitian,
}

impl Fourier {
    /// How many elements are transformed: the first ones, or all and zeros behind them.
    pub fn n(mut self, n: usize) -> Fourier {
        self.n = Some(n);
        self
    }

    /// Another axis than the last one.
    pub fn axis(mut self, axis: isize) -> Fourier {
        self.axis = axis;
        self
    }

    /// What is divided by the number of elements.
    pub fn norm(mut self, norm: FourierNorm) -> Fourier {
        self.norm = norm;
        self
    }

    /// The transform.
    ///
    /// NumPy: [numpy.fft.fft](https://numpy.org/doc/stable/reference/generated/numpy.fft.fft.html).
    ///
    /// # Errors
    ///
    /// An axis that is not there; no elements; types that are no numbers; no memory.
    pub fn fft(&self, a: &DynView<'_>) -> Result<DynArray> {
        let n = self.length(a, |n| n)?;
        self.along(a, n, Form::Complex(Direction::Forward), self.norm, "fft")
    }

    /// The transform backwards.
    ///
    /// NumPy: [numpy.fft.ifft](https://numpy.org/doc/stable/reference/generated/numpy.fft.ifft.html).
    ///
    /// # Errors
    ///
    /// As [`fft`](Fourier::fft).
    pub fn ifft(&self, a: &DynView<'_>) -> Result<DynArray> {
        let n = self.length(a, |n| n)?;
        self.along(a, n, Form::Complex(Direction::Backward), self.norm.swapped(), "ifft")
    }

    /// The first half of the transform of real numbers; the other half mirrors it.
    ///
    /// NumPy: [numpy.fft.rfft](https://numpy.org/doc/stable/reference/generated/numpy.fft.rfft.html).
    ///
    /// # Errors
    ///
    /// As [`fft`](Fourier::fft); complex numbers.
    ///
    /// # Example
    /// ```
    /// use ndstrata_array::DynArray;
    /// use ndstrata_dtype::Complex;
    /// use ndstrata_ufunc::Fourier;
    /// let found = Fourier::default().rfft(&DynArray::from_vec(vec![0, 1, 0, 0]).view())?;
    /// let c = Complex::new;
    /// assert_eq!(found.to_vec::<Complex<f64>>()?, [c(1.0, 0.0), c(0.0, -1.0), c(-1.0, 0.0)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn rfft(&self, a: &DynView<'_>) -> Result<DynArray> {
        let n = self.length(a, |n| n)?;
        self.along(a, n, Form::Real, self.norm, real_name(n))
    }

    /// The real numbers whose transform begins with these.
    ///
    /// NumPy: [numpy.fft.irfft](https://numpy.org/doc/stable/reference/generated/numpy.fft.irfft.html).
    ///
    /// # Errors
    ///
    /// As [`fft`](Fourier::fft).
    pub fn irfft(&self, a: &DynView<'_>) -> Result<DynArray> {
        let n = self.length(a, |n| n.saturating_sub(1).saturating_mul(2))?;
        self.along(a, n, Form::Hermitian, self.norm.swapped(), "irfft")
    }

    /// The transform of numbers whose second half mirrors the first, which is given.
    ///
    /// NumPy: [numpy.fft.hfft](https://numpy.org/doc/stable/reference/generated/numpy.fft.hfft.html).
    ///
    /// # Errors
    ///
    /// As [`fft`](Fourier::fft).
    pub fn hfft(&self, a: &DynView<'_>) -> Result<DynArray> {
        let turned = conjugate(a)?;
        self.norm(self.norm.swapped()).irfft(&turned.view())
    }

    /// The numbers whose transform is real and given.
    ///
    /// NumPy: [numpy.fft.ihfft](https://numpy.org/doc/stable/reference/generated/numpy.fft.ihfft.html).
    ///
    /// # Errors
    ///
    /// As [`rfft`](Fourier::rfft).
    pub fn ihfft(&self, a: &DynView<'_>) -> Result<DynArray> {
        let found = self.norm(self.norm.swapped()).rfft(a)?;
        conjugate(found.view())
    }

    fn length(&self, a: &DynView<'_>, usual: impl Fn(usize) -> usize) -> Result<usize> {
        let n = match self.n {
            Some(n) => n,
            None => usual(a.shape()[normalize_axis(self.axis, a.ndim())?]),
        };
        match n {
            0 => Err(Error::value("Invalid number of FFT data points (0) specified.")),
            n => Ok(n),
        }
    }

    fn along(
        &self,
        a: &DynView<'_>,
        n: usize,
        form: Form,
        norm: FourierNorm,
        name: &'static str,
    ) -> Result<DynArray> {
        let dtype = result_dtype(a.dtype(), form, name)?;
        let axis = normalize_axis(self.axis, a.ndim())? as isize;
        let from = a.view().moveaxis(&[axis], &[-1])?;
        let n_in = if form == Form::Hermitian { n / 2 + 1 } else { n };
        let n_out = if form == Form::Real { n / 2 + 1 } else { n };
        let n_given = from.shape()[from.ndim() - 1].min(n_in);
        let mut shape = from.shape().to_vec();
        let last = shape.len() - 1;
        // One row more than there is, so that no transform is planned that finds no memory.
        let mut row: Vec<Complex<f64>> = Vec::new();
        row.try_reserve_exact(n).map_err(|_| no_memory(n))?;
        row.resize(n, Complex::ZERO);
        shape[last] = n_in;
        let mut padded = DynArray::zeros(&shape, &DType::COMPLEX128, Order::C)?;
        padded.view_mut()?.slice_axis(last as isize, 0, 1, n_given)?.assign(&from.slice_axis(
            last as isize,
            0,
            1,
            n_given,
        )?)?;
        shape[last] = n_out;
        let mut results: Vec<Complex<f64>> = Vec::new();
        let n_rows = padded.size() / n_in;
        let total = n_rows.checked_mul(n_out).ok_or_else(|| no_memory(n))?;
        results.try_reserve_exact(total).map_err(|_| no_memory(n))?;
        let plan = Plan::new(n).ok_or_else(|| no_memory(n))?;
        let mut scratch = Vec::new();
        scratch.try_reserve_exact(plan.scratch_len()).map_err(|_| no_memory(n))?;
        scratch.resize(plan.scratch_len(), Complex::ZERO);
        let direction = match form {
            Form::Complex(direction) => direction,
            Form::Real => Direction::Forward,
            Form::Hermitian => Direction::Backward,
        };
        let factor = norm.factor(n);
        for given in padded.to_vec::<Complex<f64>>()?.chunks_exact(n_in) {
            row[..n_in].copy_from_slice(given);
            if form == Form::Hermitian {
                mirror(&mut row);
            }
            plan.transform(&mut row, &mut scratch, direction);
            if form == Form::Real {
                row[0].im = 0.0;
                if n.is_multiple_of(2) {
                    row[n / 2].im = 0.0;
                }
            }
            results.extend(row[..n_out].iter().map(|&x| x * factor));
        }
        let lengths: Vec<isize> = shape.iter().map(|&n| n as isize).collect();
        let made = DynArray::from_vec(results).reshape(&lengths)?;
        let made = if form == Form::Hermitian { made.real() } else { made };
        Ok(made.moveaxis(&[-1], &[axis])?.astype(&dtype)?.copy(Order::C)?)
    }
}

/// The second half of a spectrum, which mirrors the first; what has no mirror is real.
fn mirror(row: &mut [Complex<f64>]) {
    let n = row.len();
    row[0].im = 0.0;
    if n.is_multiple_of(2) {
        row[n / 2].im = 0.0;
    }
    for k in n / 2 + 1..n {
        row[k] = row[n - k].conj();
    }
}

fn real_name(n: usize) -> &'static str {
    if n.is_multiple_of(2) { "rfft_n_even" } else { "rfft_n_odd" }
}

fn result_dtype(dtype: &DType, form: Form, name: &'static str) -> Result<DType> {
    let weak =
        if form == Form::Hermitian { TypeOperand::WeakFloat } else { TypeOperand::WeakComplex };
    let part = match dtype.kind() {
        Kind::Complex if form == Form::Real => {
            return Err(Error::new(ErrorKind::NoLoop {
                ufunc: name,
                types: vec![format!("{dtype:?}")],
                result: "None".to_owned(),
                is_ufunc_error: false,
            }));
        }
        Kind::Complex if form == Form::Hermitian => match dtype.itemsize() {
            8 => DType::FLOAT32,
            _ => DType::FLOAT64,
        },
        kind if kind.is_number() || kind == Kind::Bool => dtype.to_native(),
        _ => {
            result_type(&[dtype.into(), TypeOperand::WeakFloat])?;
            return Err(Error::wrong_type(format!("there is no Fourier transform of {dtype}")));
        }
    };
    Ok(result_type(&[(&part).into(), weak])?)
}

#[cold]
fn no_memory(n: usize) -> Error {
    Error::new(ErrorKind::Refused {
        class: "MemoryError",
        message: format!("there is no memory for a transform of {n} elements"),
    })
}
