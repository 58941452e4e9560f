//! `arange`: evenly spaced values by their step.
//!
//! As NumPy, the length is worked out from the bounds as they are given; start and start + step are
//! then converted to the result's type, and element `i` is `start + i * (next - start)` in that type.
#![expect(unsafe_code, reason = "memory is written just after it was made")]

use std::mem::MaybeUninit;

use ndstrata_dtype::{DType, Element, Kind, Operand, f16, promote_types, result_type};
use ndstrata_kernels::{Body, run_wide};
use num_complex::Complex;

use super::fault::CreateFault;
use crate::array::DynArray;
use crate::error::Result;
use crate::layout::Order;
use crate::scalar::Scalar;

/// The integers or numbers from `start` to before `stop`, `step` apart, as elements of `T`.
///
/// NumPy: [numpy.arange](https://numpy.org/doc/stable/reference/generated/numpy.arange.html).
/// Differs: the elements are of the bounds' Rust type; NumPy makes small integers `int64`, as
/// [`Arange`] does.
///
/// # Errors
///
/// A step of zero; more elements than memory holds.
///
/// ```
/// use ndstrata_array::arange;
/// assert_eq!(arange(3, 7, 2)?.to_vec::<i32>()?, [3, 5]);
/// assert_eq!(arange(0.0, 1.0, 0.1)?.get::<f64>(&[3])?, 0.30000000000000004);
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
pub fn arange<T: Element>(start: T, stop: T, step: T) -> Result<DynArray> {
    Arange::new(Scalar::new(start), Scalar::new(stop))
        .step(Scalar::new(step))
        .dtype(&T::dtype())
        .array()
}

/// A range whose bounds and type are known at run time.
///
/// NumPy: [numpy.arange](https://numpy.org/doc/stable/reference/generated/numpy.arange.html).
///
/// ```
/// use ndstrata_array::{Arange, Scalar};
/// let a = Arange::to(Scalar::new(3_u8)).array()?;
/// assert_eq!(a.to_vec::<i64>()?, [0, 1, 2]);
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Arange {
    start: Option<Scalar>,
    stop: Scalar,
    step: Option<Scalar>,
    dtype: Option<DType>,
}

impl Arange {
    /// From zero to before `stop`.
    ///
    /// NumPy: none.
    pub fn to(stop: Scalar) -> Arange {
        Arange { start: None, stop, step: None, dtype: None }
    }

    /// From `start` to before `stop`.
    ///
    /// NumPy: none.
    pub fn new(start: Scalar, stop: Scalar) -> Arange {
        Arange { start: Some(start), stop, step: None, dtype: None }
    }

    /// How far apart the elements are; 1 otherwise.
    ///
    /// NumPy: none.
    pub fn step(mut self, step: Scalar) -> Arange {
        self.step = Some(step);
        self
    }

    /// The type of the elements; that of the bounds, at least `int64`, otherwise.
    ///
    /// NumPy: none.
    pub fn dtype(mut self, dtype: &DType) -> Arange {
        self.dtype = Some(dtype.clone());
        self
    }

    /// The elements.
    ///
    /// NumPy: [numpy.arange](https://numpy.org/doc/stable/reference/generated/numpy.arange.html).
    ///
    /// # Errors
    ///
    /// A step of zero, bounds that are not finite, a type without arithmetic; more elements than
    /// memory holds.
    pub fn array(&self) -> Result<DynArray> {
        let given = [Some(&self.stop), self.start.as_ref(), self.step.as_ref()];
        let is_date = |dtype: &DType| matches!(dtype.kind(), Kind::DateTime | Kind::TimeDelta);
        let any_date = given.iter().flatten().any(|bound| is_date(bound.dtype()));
        if self.dtype.as_ref().map_or(any_date, is_date) {
            return self.dates();
        }
        let dtype = match &self.dtype {
            Some(dtype) => dtype.clone(),
            None => {
                let mut given = given.into_iter().flatten();
                given.try_fold(DType::INT64, |dtype, bound| promote_types(&dtype, bound.dtype()))?
            }
        };
        if dtype.element_type().is_none() {
            return Err(CreateFault::RangeType { dtype }.into());
        }
        let start = self.start.as_ref().map_or(Ok(Bound::Int(0)), Bound::of)?;
        let step = self.step.as_ref().map_or(Ok(Bound::Int(1)), Bound::of)?;
        let length = length(start, Bound::of(&self.stop)?, step)?;
        if dtype.kind() == Kind::Bool && length > 2 {
            return Err(CreateFault::BoolRange.into());
        }
        let next = start.plus(step);
        let native = fill(&dtype, length, start, next)?;
        if native.dtype() == &dtype { Ok(native) } else { native.astype(&dtype) }
    }

    fn dates(&self) -> Result<DynArray> {
        let kind = |scalar: &Scalar| scalar.dtype().kind();
        let is_date = match &self.dtype {
            Some(dtype) => dtype.kind() == Kind::DateTime,
            None => {
                self.start.as_ref().is_some_and(|s| kind(s) == Kind::DateTime)
                    || kind(&self.stop) == Kind::DateTime
            }
        };
        if is_date && self.start.is_none() {
            return Err(CreateFault::DateRange.into());
        }
        let bounds = [self.start.as_ref(), Some(&self.stop), self.step.as_ref()];
        let mut types: Vec<Operand> = Vec::new();
        for bound in bounds.into_iter().flatten() {
            if matches!(kind(bound), Kind::DateTime | Kind::TimeDelta) {
                types.push(bound.dtype().into());
            }
        }
        let found = if types.is_empty() { None } else { Some(result_type(&types)?) };
        let dtype = match &self.dtype {
            Some(dtype) if dtype.itemsize() > 0 && !is_generic(dtype) => dtype.to_native(),
            asked => found.or(asked.clone()).unwrap_or(DType::INT64),
        };
        let unit = ndstrata_dtype::datetime::datetime_data(&dtype)?;
        let span = DType::timedelta64(unit);
        // A bound that is a number or a duration counts from the start of a range of dates.
        let ticks = |scalar: &Scalar, dtype: &DType| -> Result<i64> {
            let array = scalar.view()?.cast_to(dtype)?;
            let bytes = array.element_bytes(&[]).and_then(|b| <[u8; 8]>::try_from(b).ok());
            match bytes.map(i64::from_ne_bytes) {
                Some(i64::MIN) | None => Err(CreateFault::NotATimeRange.into()),
                Some(ticks) => Ok(ticks),
            }
        };
        let start = match &self.start {
            None => 0,
            Some(start) => ticks(start, &dtype)?,
        };
        let step = self.step.as_ref().map_or(Ok(1), |step| ticks(step, &span))?;
        let is_relative = is_date
            && (matches!(kind(&self.stop), Kind::TimeDelta | Kind::Bool)
                || kind(&self.stop).is_integer());
        let stop = if is_relative {
            start.saturating_add(ticks(&self.stop, &span)?)
        } else {
            ticks(&self.stop, &dtype)?
        };
        let [start_at, stop, step] = [start, stop, step].map(|n| Bound::Int(n.into()));
        let length = length(start_at, stop, step)?;
        let counted = fill(&DType::INT64, length, start_at, start_at.plus(step))?;
        let layout = counted.layout().clone();
        counted.as_strided(0, layout, &dtype)
    }
}

fn is_generic(dtype: &DType) -> bool {
    ndstrata_dtype::datetime::datetime_data(dtype)
        .is_ok_and(|unit| unit == ndstrata_dtype::datetime::DateTimeUnit::GENERIC)
}

/// A number without its width.
#[derive(Clone, Copy)]
enum Bound {
    Int(i128),
    Float(f64),
    Complex(Complex<f64>),
}

impl Bound {
    fn of(scalar: &Scalar) -> Result<Bound> {
        if scalar.dtype() == &DType::INT64 {
            return Ok(Bound::Int(scalar.get::<i64>()?.into()));
        }
        if scalar.dtype() == &DType::FLOAT64 {
            return Ok(Bound::Float(scalar.get::<f64>()?));
        }
        let value = scalar.view()?;
        let is = |dtype: &DType| -> Result<DynArray> { value.cast_to(dtype) };
        match scalar.dtype().kind() {
            Kind::Bool | Kind::SignedInteger => {
                Ok(Bound::Int(is(&DType::INT64)?.get::<i64>(&[])?.into()))
            }
            Kind::UnsignedInteger => Ok(Bound::Int(is(&DType::UINT64)?.get::<u64>(&[])?.into())),
            Kind::Float => Ok(Bound::Float(is(&DType::FLOAT64)?.get(&[])?)),
            Kind::Complex => Ok(Bound::Complex(is(&DType::COMPLEX128)?.get(&[])?)),
            _ => {
                let dtype = scalar.dtype().clone();
                Err(CreateFault::RangeType { dtype }.into())
            }
        }
    }

    fn complex(self) -> Complex<f64> {
        match self {
            Bound::Int(x) => Complex::new(x as f64, 0.0),
            Bound::Float(x) => Complex::new(x, 0.0),
            Bound::Complex(z) => z,
        }
    }

    fn is_complex(self) -> bool {
        matches!(self, Bound::Complex(_))
    }

    fn plus(self, other: Bound) -> Bound {
        match (self, other) {
            (Bound::Int(a), Bound::Int(b)) => Bound::Int(a + b),
            (a, b) if a.is_complex() || b.is_complex() => Bound::Complex(a.complex() + b.complex()),
            (a, b) => Bound::Float(a.complex().re + b.complex().re),
        }
    }

    /// The value as an integer type holds it: truncated, and in range.
    fn integer(self, dtype: &DType) -> Result<i128> {
        let value = match self {
            Bound::Int(value) => value,
            other => other.complex().re as i128,
        };
        let bits = 8 * dtype.itemsize() as u32;
        let (low, high) = match dtype.kind() {
            Kind::SignedInteger => (-(1_i128 << (bits - 1)), (1_i128 << (bits - 1)) - 1),
            Kind::UnsignedInteger => (0, (1_i128 << bits) - 1),
            _ => (i128::MIN, i128::MAX),
        };
        if !(low..=high).contains(&value) {
            return Err(CreateFault::IntegerRange { value, dtype: dtype.clone() }.into());
        }
        Ok(value)
    }
}

/// The number of elements, `ceil((stop - start) / step)`.
fn length(start: Bound, stop: Bound, step: Bound) -> Result<usize> {
    if let (Bound::Int(start), Bound::Int(stop), Bound::Int(step)) = (start, stop, step) {
        if step == 0 {
            return Err(CreateFault::ZeroStep.into());
        }
        let (distance, step) = if step > 0 { (stop - start, step) } else { (start - stop, -step) };
        let n = if distance <= 0 { 0 } else { (distance - 1) / step + 1 };
        let fits = n <= isize::MAX as i128 / 8;
        return if fits { Ok(n as usize) } else { Err(CreateFault::RangeTooLong.into()) };
    }
    let (distance, step) = (stop.complex() - start.complex(), step.complex());
    if step == Complex::new(0.0, 0.0) {
        return Err(CreateFault::ZeroStep.into());
    }
    let is_complex = start.is_complex() || stop.is_complex() || step.im != 0.0;
    let n = if is_complex {
        // The shorter of the two ranges, as of the two parts of the quotient.
        let quotient = distance / step;
        quotient.re.ceil().min(quotient.im.ceil())
    } else {
        let n = distance.re / step.re;
        // A quotient that is too small for a float is no zero.
        let is_lost = n == 0.0 && distance.re != 0.0 && n.is_sign_positive();
        if is_lost { 1.0 } else { n.ceil() }
    };
    if n.is_nan() {
        return Err(CreateFault::RangeLength.into());
    }
    if n >= (isize::MAX / 8) as f64 {
        return Err(CreateFault::RangeTooLong.into());
    }
    Ok(n.max(0.0) as usize)
}

/// `start + i * (next - start)` in the arithmetic of the type, in native byte order; small integers
/// as `int64`, for the caller to convert.
fn fill(dtype: &DType, length: usize, start: Bound, next: Bound) -> Result<DynArray> {
    // Of one element the step is nobody's business, which may be infinite.
    let next = if length < 2 { start } else { next };
    match dtype.kind() {
        Kind::Float if dtype.itemsize() == 8 => {
            let first = start.complex().re;
            let delta = next.complex().re - first;
            stepped(length, first, delta)
        }
        Kind::Float if dtype.itemsize() == 4 => {
            let first = start.complex().re as f32;
            let delta = next.complex().re as f32 - first;
            stepped(length, first, delta)
        }
        Kind::Float => {
            let first = f16::from_f64(start.complex().re).to_f32();
            let delta = f16::from_f64(next.complex().re).to_f32() - first;
            collect(length, |i| f16::from_f32(first + i as f32 * delta))
        }
        Kind::Complex if dtype.itemsize() == 16 => {
            let first = start.complex();
            let delta = next.complex() - first;
            collect(length, |i| {
                let i = i as f64;
                Complex::new(first.re + i * delta.re, first.im + i * delta.im)
            })
        }
        Kind::Complex => {
            let narrow = |z: Complex<f64>| Complex::new(z.re as f32, z.im as f32);
            let first = narrow(start.complex());
            let delta = narrow(next.complex()) - first;
            collect(length, |i| {
                let i = i as f32;
                Complex::new(first.re + i * delta.re, first.im + i * delta.im)
            })
        }
        _ => {
            let first = start.integer(dtype)? as i64;
            let delta =
                if length > 1 { (next.integer(dtype)? as i64).wrapping_sub(first) } else { 0 };
            stepped(length, first, delta)
        }
    }
}

/// A one-dimensional array of a function of the position.
pub(crate) fn collect<T: Element>(
    length: usize,
    mut value: impl FnMut(usize) -> T,
) -> Result<DynArray> {
    make(length, |places: &mut [MaybeUninit<T>]| {
        for (at, place) in places.iter_mut().enumerate() {
            place.write(value(at));
        }
    })
}

/// Element `i` is `first + i * delta`.
fn stepped<T: Element>(length: usize, first: T, delta: T) -> Result<DynArray>
where
    for<'a> Steps<'a, T>: Body<Output = ()>,
{
    make(length, |places| run_wide(Steps { places, first, delta }))
}

/// A one-dimensional array that `write` writes whole.
pub(super) fn make<T: Element>(
    length: usize,
    write: impl FnOnce(&mut [MaybeUninit<T>]),
) -> Result<DynArray> {
    // SAFETY: all elements are written just below, as the two callers do.
    let mut result = unsafe { DynArray::uninit(&[length], &T::dtype(), Order::C)? };
    let start = result.view_mut()?.as_mut_ptr().cast::<MaybeUninit<T>>();
    // SAFETY: the fresh array is `length` packed and aligned elements of the type.
    write(unsafe { std::slice::from_raw_parts_mut(start, length) });
    Ok(result)
}

struct Steps<'a, T> {
    places: &'a mut [MaybeUninit<T>],
    first: T,
    delta: T,
}

impl Body for Steps<'_, i64> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let mut value = self.first;
        for place in self.places {
            place.write(value);
            value = value.wrapping_add(self.delta);
        }
    }
}

macro_rules! float_steps {
    ($($float:ty)*) => {$(
        impl Body for Steps<'_, $float> {
            type Output = ();
            #[inline(always)]
            fn run(self) {
                for (i, place) in self.places.iter_mut().enumerate() {
                    // Signed integers have conversions of whole vectors.
                    place.write(self.first + i.cast_signed() as $float * self.delta);
                }
            }
        }
    )*};
}
float_steps!(f32 f64);
