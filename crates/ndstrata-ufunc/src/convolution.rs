//! Correlation and convolution of two runs of numbers.

use ndstrata_array::{DynArray, DynView};
use ndstrata_dtype::{Complex, DType, Element, ElementType, Kind, promote_types};
use ndstrata_kernels::{Body, run_wide};

use crate::error::{Error, Result};
use crate::functions::conjugate;

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
    let v = if dtype.kind() == Kind::Complex { conjugate(v)? } else { v.astype(&dtype)? };
    sums(&a.astype(&dtype)?, &v.astype(&dtype)?, mode)
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
    let dtype = checked(&a.view(), &v.view())?;
    let n = v.size();
    let turned = v.astype(&dtype)?.slice_axis(0, n - 1, -1, n)?;
    sums(&a.astype(&dtype)?, &turned, mode)
}

fn line(a: &DynView<'_>) -> Result<DynArray> {
    Ok(ndstrata_array::atleast_1d(a.copy(ndstrata_array::Order::K)?)?)
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
fn duration_sums(a: &DynArray, v: &DynArray, mode: ConvolveMode) -> Result<DynArray> {
    let counts = |x: &DynArray| -> Result<DynArray> {
        Ok(x.astype(&x.dtype().to_native())?.reinterpret(&DType::INT64)?)
    };
    let unitless: DType = "m8".parse()?;
    Ok(sums(&counts(a)?, &counts(v)?, mode)?.reinterpret(&unitless)?)
}

/// The sums of products of the shorter run along the longer one.
fn sums(a: &DynArray, v: &DynArray, mode: ConvolveMode) -> Result<DynArray> {
    let native = a.dtype().to_native();
    match native.element_type() {
        Some(ElementType::Bool) => {
            let truths =
                |x: &DynArray| -> Result<Vec<u8>> { Ok(x.astype(&DType::UINT8)?.to_vec::<u8>()?) };
            let found = placed(&truths(a)?, &truths(v)?, mode, |sum, a, v| sum | (a & v))?;
            Ok(DynArray::from_vec(found).astype(&DType::BOOL)?)
        }
        Some(ElementType::Float16) => {
            let wide = |x: &DynArray| x.astype(&DType::FLOAT32);
            Ok(sums(&wide(a)?, &wide(v)?, mode)?.astype(&native)?)
        }
        Some(element) => number_sums(a, v, mode, element),
        None if native.kind() == Kind::TimeDelta => duration_sums(a, v, mode),
        None => Err(Error::wrong_type(format!("there is no product of {native}"))),
    }
}

fn number_sums(
    a: &DynArray,
    v: &DynArray,
    mode: ConvolveMode,
    element: ElementType,
) -> Result<DynArray> {
    macro_rules! by_type {
        ($($variant:ident: $type:ty, $multiply_add:expr;)*) => {
            match element {
                $(ElementType::$variant => Ok(DynArray::from_vec(placed::<$type>(
                    &a.to_vec::<$type>()?,
                    &v.to_vec::<$type>()?,
                    mode,
                    $multiply_add,
                )?)),)*
                _ => Err(Error::wrong_type("there is no product of these elements")),
            }
        };
    }
    by_type! {
        Int8: i8, |sum: i8, a, v| sum.wrapping_add(a.wrapping_mul(v));
        UInt8: u8, |sum: u8, a, v| sum.wrapping_add(a.wrapping_mul(v));
        Int16: i16, |sum: i16, a, v| sum.wrapping_add(a.wrapping_mul(v));
        UInt16: u16, |sum: u16, a, v| sum.wrapping_add(a.wrapping_mul(v));
        Int32: i32, |sum: i32, a, v| sum.wrapping_add(a.wrapping_mul(v));
        UInt32: u32, |sum: u32, a, v| sum.wrapping_add(a.wrapping_mul(v));
        Int64: i64, |sum: i64, a, v| sum.wrapping_add(a.wrapping_mul(v));
        UInt64: u64, |sum: u64, a, v| sum.wrapping_add(a.wrapping_mul(v));
        Float32: f32, |sum, a, v| sum + a * v;
        Float64: f64, |sum, a, v| sum + a * v;
        Complex64: Complex<f32>, |sum, a, v| sum + a * v;
        Complex128: Complex<f64>, |sum, a, v| sum + a * v;
    }
}

/// Results computed at a time, which stay in the nearest cache.
const BLOCK: usize = 1024;

fn placed<T: Element + Default>(
    a: &[T],
    v: &[T],
    mode: ConvolveMode,
    multiply_add: impl Fn(T, T, T) -> T + Copy,
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
        run_wide(Products { results, long, short, start, multiply_add });
    }
    if is_turned {
        found.reverse();
    }
    Ok(found)
}

/// The products that a block of results takes part in.
struct Products<'a, T, F> {
    results: &'a mut [T],
    long: &'a [T],
    short: &'a [T],
    /// The element of the longer run that meets the first factor in the first result.
    start: isize,
    multiply_add: F,
}

/// Factors that each result is multiplied by before the next result.
const AT_ONCE: usize = 4;

impl<T: Copy, F: Fn(T, T, T) -> T> Body for Products<'_, T, F> {
    type Output = ();
    #[inline(always)]
    fn run(self) {
        let Products { results, long, short, start, multiply_add } = self;
        let mut k = 0;
        while k < short.len() {
            let first = start + k as isize;
            let most = results.len() + AT_ONCE - 1;
            let window = usize::try_from(first).ok().and_then(|from| long.get(from..)?.get(..most));
            if let (Some(window), Some(&[a, b, c, d])) = (window, short[k..].first_chunk()) {
                for (sum, x) in results.iter_mut().zip(window.windows(AT_ONCE)) {
                    let first = multiply_add(multiply_add(*sum, x[0], a), x[1], b);
                    *sum = multiply_add(multiply_add(first, x[2], c), x[3], d);
                }
                k += AT_ONCE;
                continue;
            }
            let skipped = (-first).clamp(0, results.len() as isize) as usize;
            let from = (first + skipped as isize).max(0) as usize;
            let elements = long.get(from..).unwrap_or_default();
            for (sum, &x) in results[skipped..].iter_mut().zip(elements) {
                *sum = multiply_add(*sum, x, short[k]);
            }
            k += 1;
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
