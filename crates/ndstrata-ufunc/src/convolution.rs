//! Correlation and convolution of two runs of numbers.

use ndstrata_array::{DynArray, DynView};
use ndstrata_dtype::{Complex, DType, Element, ElementType, Kind, promote_types};
use ndstrata_kernels::{Body, run_wide};

use crate::error::{Error, Result};
use crate::functions::conjugate;
use crate::operand::of_type;

/// Which part of a correlation or convolution is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ConvolveMode {
    /// Wherever the two overlap at all.
    #[default]
    Full,
    /// As many results as the longer one has elements, around the middle.
    Same,
    /// Where the shorter one lies inside the longer one.
    Valid,
}

/// The correlation of two runs: the sums of products with the conjugate of `v` moved along `a`.
///
/// NumPy: [numpy.correlate](https://numpy.org/doc/stable/reference/generated/numpy.correlate.html).
/// Differs: NumPy's default is [`ConvolveMode::Valid`].
///
/// # Errors
///
/// Empty arrays; another number of axes than one; types that are no numbers.
///
/// # Example
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_ufunc::{ConvolveMode, correlate};
/// let (a, v) = (DynArray::from_vec(vec![1.0, 2.0, 3.0]), DynArray::from_vec(vec![0.0, 1.0, 0.5]));
/// let found = correlate(&a.view(), &v.view(), ConvolveMode::Same)?;
/// assert_eq!(found.to_vec::<f64>()?, [2.0, 3.5, 3.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn correlate(a: &DynView<'_>, v: &DynView<'_>, mode: ConvolveMode) -> Result<DynArray> {
    let dtype = checked(a, v)?;
    if dtype.kind() == Kind::Complex {
        return sums(a, &conjugate(v)?.view(), &dtype, mode);
    }
    sums(a, v, &dtype, mode)
}

/// The convolution of two runs.
///
/// NumPy: [numpy.convolve](https://numpy.org/doc/stable/reference/generated/numpy.convolve.html).
///
/// # Errors
///
/// As [`correlate`].
///
/// # Example
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_ufunc::{ConvolveMode, convolve};
/// let (a, v) = (DynArray::from_vec(vec![1.0, 2.0, 3.0]), DynArray::from_vec(vec![0.0, 1.0, 0.5]));
/// let found = convolve(&a.view(), &v.view(), ConvolveMode::Full)?;
/// assert_eq!(found.to_vec::<f64>()?, [0.0, 1.0, 2.5, 4.0, 1.5]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn convolve(a: &DynView<'_>, v: &DynView<'_>, mode: ConvolveMode) -> Result<DynArray> {
    let (mut a, mut v) = (line(a)?, line(v)?);
    for (name, array) in [("a", &a), ("v", &v)] {
        if array.shape().first() == Some(&0) {
            return Err(Error::value(format!("{name} cannot be empty")));
        }
    }
    if a.ndim() == 1 && v.ndim() == 1 && v.size() > a.size() {
        std::mem::swap(&mut a, &mut v);
    }
    let dtype = checked(&a, &v)?;
    let n = v.size();
    sums(&a, &v.slice_axis(0, n - 1, -1, n)?, &dtype, mode)
}

/// A number without axes is a line of one.
fn line<'a>(a: &DynView<'a>) -> Result<DynView<'a>> {
    Ok(if a.ndim() == 0 { a.clone().expand_dims(&[0])? } else { a.clone() })
}

fn checked(a: &DynView<'_>, v: &DynView<'_>) -> Result<DType> {
    let dtype = promote_types(a.dtype(), v.dtype())?;
    for array in [a, v] {
        match array.ndim() {
            0 => return Err(Error::value("object of too small depth for desired array")),
            1 => {}
            _ => return Err(Error::value("object too deep for desired array")),
        }
    }
    for (name, array) in [("first", a), ("second", v)] {
        if array.size() == 0 {
            return Err(Error::value(format!("{name} array argument cannot be empty")));
        }
    }
    match dtype.kind() {
        Kind::Bytes | Kind::Str => Err(Error::value("data type must provide an itemsize")),
        Kind::DateTime => {
            if let Some(other) = [a, v].into_iter().find(|x| x.dtype().kind() != Kind::DateTime) {
                return Err(Error::wrong_type(format!(
                    "Cannot cast array data from {:?} to {dtype:?} according to the rule 'safe'",
                    other.dtype()
                )));
            }
            Err(Error::value("function not available for this data type"))
        }
        Kind::TimeDelta => Ok(dtype),
        _ if dtype.element_type().is_none() => {
            Err(Error::wrong_type(format!("there is no product of {dtype}")))
        }
        _ => Ok(dtype),
    }
}

/// The counts of durations, which multiply as integers do: their product has no unit, and no NaT.
fn duration_sums(a: &DynView<'_>, v: &DynView<'_>, mode: ConvolveMode) -> Result<DynArray> {
    let counts = |x: &DynView<'_>| -> Result<DynArray> {
        Ok(x.astype(&x.dtype().to_native())?.reinterpret(&DType::INT64)?)
    };
    let unitless: DType = "m8".parse()?;
    let sums = sums(&counts(a)?.view(), &counts(v)?.view(), &DType::INT64, mode)?;
    Ok(sums.reinterpret(&unitless)?)
}

/// The sums of products, in a type, of the shorter run along the longer one.
fn sums(a: &DynView<'_>, v: &DynView<'_>, dtype: &DType, mode: ConvolveMode) -> Result<DynArray> {
    let native = dtype.to_native();
    match native.element_type() {
        Some(ElementType::Bool) => {
            let truths = |x: &DynView<'_>| -> Result<Vec<u8>> {
                Ok(x.astype(&DType::UINT8)?.to_vec::<u8>()?)
            };
            let found = placed(&truths(a)?, &truths(v)?, mode, |a, v| a & v, |a, b| a | b)?;
            Ok(DynArray::from_vec(found).astype(&DType::BOOL)?)
        }
        Some(ElementType::Float16) => {
            // Halves first, as other types may hold more than they do.
            let wide = |x: &DynView<'_>| x.astype(&native)?.astype(&DType::FLOAT32);
            let found = sums(&wide(a)?.view(), &wide(v)?.view(), &DType::FLOAT32, mode)?;
            Ok(found.astype(&native)?)
        }
        Some(element) => {
            let (a, v) = (of_type(a, &native)?, of_type(v, &native)?);
            number_sums(&a.view(), &v.view(), mode, element)
        }
        None if native.kind() == Kind::TimeDelta => {
            duration_sums(&a.astype(dtype)?.view(), &v.astype(dtype)?.view(), mode)
        }
        None => Err(Error::wrong_type(format!("there is no product of {native}"))),
    }
}

fn number_sums(
    a: &DynView<'_>,
    v: &DynView<'_>,
    mode: ConvolveMode,
    element: ElementType,
) -> Result<DynArray> {
    macro_rules! by_type {
        ($($variant:ident: $type:ty, $multiply:expr, $add:expr;)*) => {
            match element {
                $(ElementType::$variant => Ok(DynArray::from_vec(placed::<$type>(
                    &a.to_slice::<$type>()?,
                    &v.to_slice::<$type>()?,
                    mode,
                    $multiply,
                    $add,
                )?)),)*
                _ => Err(Error::wrong_type("there is no product of these elements")),
            }
        };
    }
    by_type! {
        Int8: i8, i8::wrapping_mul, i8::wrapping_add;
        UInt8: u8, u8::wrapping_mul, u8::wrapping_add;
        Int16: i16, i16::wrapping_mul, i16::wrapping_add;
        UInt16: u16, u16::wrapping_mul, u16::wrapping_add;
        Int32: i32, i32::wrapping_mul, i32::wrapping_add;
        UInt32: u32, u32::wrapping_mul, u32::wrapping_add;
        Int64: i64, i64::wrapping_mul, i64::wrapping_add;
        UInt64: u64, u64::wrapping_mul, u64::wrapping_add;
        Float32: f32, |a, v| a * v, |a, b| a + b;
        Float64: f64, |a, v| a * v, |a, b| a + b;
        Complex64: Complex<f32>, |a, v| a * v, |a, b| a + b;
        Complex128: Complex<f64>, |a, v| a * v, |a, b| a + b;
    }
}

/// Results computed at a time, which stay in the nearest cache.
const BLOCK: usize = 1024;

fn placed<T: Element + Default>(
    a: &[T],
    v: &[T],
    mode: ConvolveMode,
    multiply: impl Fn(T, T) -> T + Copy,
    add: impl Fn(T, T) -> T + Copy,
) -> Result<Vec<T>> {
    let is_turned = a.len() < v.len();
    let (long, short) = if is_turned { (v, a) } else { (a, v) };
    let n = short.len();
    // How many results lie before the shorter one is inside the longer one, and how many after.
    let (n_left, n_right) = match mode {
        ConvolveMode::Valid => (0, 0),
        ConvolveMode::Same => (n / 2, n - n / 2 - 1),
        ConvolveMode::Full => (n - 1, n - 1),
    };
    let size = (long.len() - n + 1).saturating_add(n_left).saturating_add(n_right);
    let mut found = Vec::new();
    found.try_reserve_exact(size).map_err(|_| {
        Error::new(crate::ErrorKind::Refused {
            class: "MemoryError",
            message: format!("Unable to allocate an array with shape ({size},)"),
        })
    })?;
    found.resize(size, T::default());
    for (block, results) in found.chunks_mut(BLOCK).enumerate() {
        let start = (block * BLOCK) as isize - n_left as isize;
        run_wide(Products { results, long, short, start, multiply, add });
    }
    if is_turned {
        found.reverse();
    }
    Ok(found)
}

/// The products that a block of results takes part in.
struct Products<'a, T, M, A> {
    results: &'a mut [T],
    long: &'a [T],
    short: &'a [T],
    /// The element of the longer run that meets the first factor in the first result.
    start: isize,
    multiply: M,
    add: A,
}

/// Fewer results are sums of products one by one.
const FEW: usize = 4;

/// Sums that are taken side by side for one result.
const LANES: usize = 32;

impl<T: Copy + Default, M: Fn(T, T) -> T, A: Fn(T, T) -> T> Body for Products<'_, T, M, A> {
    type Output = ();
    #[inline(always)]
    fn run(mut self) {
        if self.results.len() < FEW && self.short.len() > LANES {
            return self.one_by_one();
        }
        let mut k = 0;
        while k < self.short.len() {
            k += match self.short.len() - k {
                8.. if self.pass::<8>(k) => 8,
                4.. if self.pass::<4>(k) => 4,
                2.. if self.pass::<2>(k) => 2,
                _ => self.single(k),
            };
        }
    }
}

impl<T: Copy + Default, M: Fn(T, T) -> T, A: Fn(T, T) -> T> Products<'_, T, M, A> {
    /// Adds to each result its products with `N` factors from the `k`th on; false if some result has not all
    /// of them.
    #[inline(always)]
    fn pass<const N: usize>(&mut self, k: usize) -> bool {
        let first = self.start + k as isize;
        let most = self.results.len() + N - 1;
        let window =
            usize::try_from(first).ok().and_then(|from| self.long.get(from..)?.get(..most));
        let (Some(window), Some(factors)) = (window, self.short[k..].first_chunk::<N>()) else {
            return false;
        };
        for (sum, x) in self.results.iter_mut().zip(window.array_windows::<N>()) {
            for (x, factor) in x.iter().zip(factors) {
                *sum = (self.add)(*sum, (self.multiply)(*x, *factor));
            }
        }
        true
    }

    /// Adds the products with the `k`th factor, of the results that have it.
    #[inline(always)]
    fn single(&mut self, k: usize) -> usize {
        let first = self.start + k as isize;
        let skipped = (-first).clamp(0, self.results.len() as isize) as usize;
        let from = (first + skipped as isize).max(0) as usize;
        let elements = self.long.get(from..).unwrap_or_default();
        for (sum, &x) in self.results[skipped..].iter_mut().zip(elements) {
            *sum = (self.add)(*sum, (self.multiply)(x, self.short[k]));
        }
        1
    }

    /// Each result for itself, in sums side by side.
    #[inline(always)]
    fn one_by_one(&mut self) {
        for (i, result) in self.results.iter_mut().enumerate() {
            let first = self.start + i as isize;
            let skipped = usize::try_from(-first).unwrap_or(0).min(self.short.len());
            let factors = &self.short[skipped..];
            let elements = self.long.get((first + skipped as isize) as usize..).unwrap_or_default();
            let n = factors.len().min(elements.len());
            let (factors, rest) = factors[..n].as_chunks::<LANES>();
            let (elements, elements_rest) = elements[..n].as_chunks::<LANES>();
            let mut sums = [T::default(); LANES];
            for (x, v) in elements.iter().zip(factors) {
                for lane in 0..LANES {
                    sums[lane] = (self.add)(sums[lane], (self.multiply)(x[lane], v[lane]));
                }
            }
            let mut sum = sums.into_iter().fold(T::default(), &self.add);
            for (&x, &v) in elements_rest.iter().zip(rest) {
                sum = (self.add)(sum, (self.multiply)(x, v));
            }
            *result = sum;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_and_conjugates() {
        let i = Complex::new(0.0, 1.0);
        let a = DynArray::from_vec(vec![i, Complex::new(2.0, 0.0)]);
        let v = DynArray::from_vec(vec![i]);
        let found = correlate(&a.view(), &v.view(), ConvolveMode::Full).unwrap();
        assert_eq!(
            found.to_vec::<Complex<f64>>().unwrap(),
            [Complex::new(1.0, 0.0), Complex::new(0.0, -2.0)]
        );
        let (a, v) = (DynArray::from_vec(vec![1, 2]), DynArray::from_vec(vec![1, 0, 1, 5]));
        let found = |mode| convolve(&a.view(), &v.view(), mode).unwrap().to_vec::<i32>().unwrap();
        assert_eq!(found(ConvolveMode::Full), [1, 2, 1, 7, 10]);
        assert_eq!(found(ConvolveMode::Same), [1, 2, 1, 7]);
        assert_eq!(found(ConvolveMode::Valid), [2, 1, 7]);
        let none = DynArray::from_vec(Vec::<i32>::new());
        let error = convolve(&a.view(), &none.view(), ConvolveMode::Full).err().unwrap();
        assert_eq!(error.to_string(), "v cannot be empty");
    }

    #[test]
    fn durations_multiply_as_counts_and_text_does_not() {
        let of = |dtype: &str| {
            DynArray::from_vec(vec![1_i64, 2]).astype(&dtype.parse::<DType>().unwrap()).unwrap()
        };
        let found = |a: &str, v: &str| convolve(&of(a).view(), &of(v).view(), ConvolveMode::Full);
        let product = found("i8", "m8[s]").unwrap();
        assert_eq!(product.dtype().to_string(), "timedelta64");
        assert_eq!(product.reinterpret(&DType::INT64).unwrap().to_vec::<i64>().unwrap(), [1, 4, 4]);
        let error = |a: &str, v: &str| found(a, v).unwrap_err().to_string();
        assert_eq!(error("S1", "i8"), "data type must provide an itemsize");
        assert_eq!(error("M8[s]", "M8[s]"), "function not available for this data type");
    }
}
