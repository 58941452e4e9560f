//! `linspace`: evenly spaced values by their number.

use std::mem::MaybeUninit;

use ndstrata_dtype::{DType, Operand, result_type};

use super::arange::{collect, make};
use super::inexact::{Inexact, match_inexact};
use crate::array::{DynArray, DynView};
use crate::error::Result;
use crate::layout::broadcast_dims;
use crate::scalar::Scalar;

/// Numbers from `start` to `stop`, both included.
///
/// NumPy: [numpy.linspace](https://numpy.org/doc/stable/reference/generated/numpy.linspace.html).
///
/// # Errors
///
/// More elements than memory holds.
///
/// ```
/// use ndstrata_array::linspace;
/// assert_eq!(linspace(2.0, 3.0, 5)?.to_vec::<f64>()?, [2.0, 2.25, 2.5, 2.75, 3.0]);
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
pub fn linspace(start: f64, stop: f64, num: usize) -> Result<DynArray> {
    let (start, stop) = (Scalar::new(start), Scalar::new(stop));
    Linspace::default().num(num).array(&start.view()?, &stop.view()?)
}

/// Evenly spaced samples between values that may be arrays.
///
/// NumPy: [numpy.linspace](https://numpy.org/doc/stable/reference/generated/numpy.linspace.html).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linspace {
    num: usize,
    has_endpoint: bool,
    dtype: Option<DType>,
    axis: isize,
}

impl Default for Linspace {
    /// NumPy's: 50 samples, the last one at `stop`, along a new first axis.
    fn default() -> Linspace {
        Linspace { num: 50, has_endpoint: true, dtype: None, axis: 0 }
    }
}

impl Linspace {
    /// How many samples.
    ///
    /// NumPy: none.
    pub fn num(mut self, num: usize) -> Linspace {
        self.num = num;
        self
    }

    /// Whether the last sample is `stop`.
    ///
    /// NumPy: none.
    pub fn endpoint(mut self, has_endpoint: bool) -> Linspace {
        self.has_endpoint = has_endpoint;
        self
    }

    /// The type of the result; integers are rounded down. A floating type that holds both ends
    /// otherwise.
    ///
    /// NumPy: none.
    pub fn dtype(mut self, dtype: &DType) -> Linspace {
        self.dtype = Some(dtype.clone());
        self
    }

    /// Along which axis of the result the samples lie.
    ///
    /// NumPy: none.
    pub fn axis(mut self, axis: isize) -> Linspace {
        self.axis = axis;
        self
    }

    /// The samples.
    ///
    /// NumPy: [numpy.linspace](https://numpy.org/doc/stable/reference/generated/numpy.linspace.html).
    ///
    /// # Errors
    ///
    /// Ends that do not broadcast together or are no numbers; an axis that is not there; no memory.
    pub fn array(&self, start: &DynView<'_>, stop: &DynView<'_>) -> Result<DynArray> {
        Ok(self.retstep(start, stop)?.0)
    }

    /// The samples and the distance between them, NaN where there are fewer than two.
    ///
    /// NumPy: [numpy.linspace](https://numpy.org/doc/stable/reference/generated/numpy.linspace.html) with `retstep=True`.
    ///
    /// # Errors
    ///
    /// As [`array`](Linspace::array).
    pub fn retstep(
        &self,
        start: &DynView<'_>,
        stop: &DynView<'_>,
    ) -> Result<(DynArray, Option<DynArray>)> {
        let types = [start.dtype().into(), stop.dtype().into(), Operand::WeakFloat];
        let computed = result_type(&types)?;
        let dtype = self.dtype.clone().unwrap_or_else(|| computed.clone());
        let (samples, step) =
            match_inexact!(&computed, T => self.compute::<T>(start, stop, &computed, &dtype))?;
        let samples =
            if self.axis == 0 { samples } else { samples.moveaxis(&[0], &[self.axis])? };
        let samples = if samples.dtype() == &dtype { samples } else { samples.astype(&dtype)? };
        Ok((samples, step))
    }

    fn compute<T: Inexact>(
        &self,
        start: &DynView<'_>,
        stop: &DynView<'_>,
        computed: &DType,
        dtype: &DType,
    ) -> Result<(DynArray, Option<DynArray>)> {
        let shape = broadcast_dims(&[start.shape(), stop.shape()])?;
        let ends = |end: &DynView<'_>| -> Result<Few<T>> {
            let end = end.cast_to(computed)?;
            if shape.is_empty() {
                return Ok(Few::from_slice(&[end.get::<T>(&[])?]));
            }
            Ok(Few::from_vec(end.view().broadcast_to(&shape)?.to_vec::<T>()?))
        };
        let (starts, stops) = (ends(start)?, ends(stop)?);
        let n_intervals = if self.has_endpoint { self.num.saturating_sub(1) } else { self.num };
        let deltas: Few<T> = stops.iter().zip(&starts).map(|(&b, &a)| b.sub(a)).collect();
        let steps: Option<Few<T>> = (n_intervals > 0)
            .then(|| deltas.iter().map(|delta| delta.divide_by(n_intervals)).collect());
        // Steps that underflow: the fraction is taken first.
        let any_zero = steps.as_ref().is_some_and(|steps| steps.contains(&T::ZERO));
        let is_floored = dtype.kind().is_integer();
        let (n_each, last) = (starts.len(), self.num.wrapping_sub(1));
        let count = self.num.saturating_mul(n_each);
        let sample = |i: usize, k: usize| {
            let value = if self.has_endpoint && self.num > 1 && i == last {
                stops[k]
            } else {
                let i = T::count(i);
                let way = match &steps {
                    Some(_) if any_zero => i.divide_by(n_intervals).mul(deltas[k]),
                    Some(steps) => i.mul(steps[k]),
                    None => i.mul(deltas[k]),
                };
                way.add(starts[k])
            };
            if is_floored { value.floor() } else { value }
        };
        let flat =
            match (n_each, &steps) {
                // Nothing to ask about each of many samples.
                (1, Some(steps)) if !any_zero && !is_floored && self.num > 2 => {
                    let (start, step) = (starts[0], steps[0]);
                    let end = if self.has_endpoint { last } else { self.num };
                    collect(count, |i| {
                        if i == end { stops[0] } else { T::count(i).mul(step).add(start) }
                    })?
                }
                (1, _) => collect(count, |i| sample(i, 0))?,
                // Row by row, with nothing to ask about each sample.
                (_, Some(steps)) if !is_floored => {
                    let has_last = self.has_endpoint && self.num > 1;
                    let weights = if any_zero { &deltas } else { steps };
                    make(count, |places: &mut [MaybeUninit<T>]| {
                        for (i, row) in places.chunks_exact_mut(n_each.max(1)).enumerate() {
                            let is_last = has_last && i == last;
                            let way = T::count(i);
                            let way = if any_zero { way.divide_by(n_intervals) } else { way };
                            for (k, place) in row.iter_mut().enumerate() {
                                place.write(match is_last {
                                    true => stops[k],
                                    false => way.mul(weights[k]).add(starts[k]),
                                });
                            }
                        }
                    })?
                }
                _ => collect(count, |at| sample(at / n_each, at % n_each))?,
            };
        let step_shape: Few<isize> = shape.iter().map(|&n| n as isize).collect();
        let flat = match shape.is_empty() {
            true => flat,
            false => flat.reshape([&[self.num as isize], &step_shape[..]].concat())?,
        };
        let step = steps.map(|steps| DynArray::from_vec(steps.into_vec()).reshape(step_shape));
        Ok((flat, step.transpose()?))
    }
}

/// Almost always there is one start and one stop.
type Few<T> = smallvec::SmallVec<[T; 2]>;
