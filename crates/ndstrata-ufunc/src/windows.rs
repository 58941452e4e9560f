//! Windows: weights that fall off towards both ends.

use std::f64::consts::PI;

use ndstrata_array::{DynArray, where_};

use crate::error::{Error, ErrorKind, Result};
use crate::functions::{add, cos, divide, less_equal, multiply, power, sqrt, subtract};
use crate::special::i0;

/// The places of a window of `m` points, from `1 - m` to `m - 1`; or the window itself, where it has
/// one point or none.
fn places(m: f64) -> Result<std::result::Result<DynArray, DynArray>> {
    if m < 1.0 {
        return Ok(Err(DynArray::from_vec(Vec::<f64>::new())));
    }
    if m == 1.0 {
        return Ok(Err(DynArray::from_vec(vec![1.0])));
    }
    let n = room(((2.0 * m - 1.0) / 2.0).ceil())?;
    Ok(Ok(DynArray::from_vec(n.into_iter().map(|k| 1.0 - m + 2.0 * k).collect())))
}

/// The numbers 0, 1, 2 … below `n`.
fn room(n: f64) -> Result<Vec<f64>> {
    let mut numbers = Vec::new();
    let fits = n < isize::MAX as f64 && numbers.try_reserve_exact(n.max(0.0) as usize).is_ok();
    if !fits {
        return Err(Error::new(ErrorKind::Refused {
            class: "MemoryError",
            message: format!("Unable to allocate an array of {n} elements"),
        }));
    }
    numbers.extend((0..n.max(0.0) as usize).map(|k| k as f64));
    Ok(numbers)
}

/// `cos(k π n / (m - 1))`
fn wave(places: &DynArray, factor: f64, m: f64) -> Result<DynArray> {
    cos(&divide(&multiply(factor, places)?, m - 1.0)?)
}

/// A triangle that is zero at both ends.
///
/// NumPy: [numpy.bartlett](https://numpy.org/doc/stable/reference/generated/numpy.bartlett.html).
///
/// # Errors
///
/// More points than memory holds.
pub fn bartlett(m: f64) -> Result<DynArray> {
    let n = match places(m)? {
        Ok(n) => n,
        Err(window) => return Ok(window),
    };
    let slope = divide(&n, m - 1.0)?;
    let (rising, falling) = (add(1, &slope)?, subtract(1, &slope)?);
    Ok(where_(&less_equal(&n, 0)?.view(), &rising.view(), &falling.view())?)
}

/// Three terms of cosines.
///
/// NumPy: [numpy.blackman](https://numpy.org/doc/stable/reference/generated/numpy.blackman.html).
///
/// # Errors
///
/// As [`bartlett`].
pub fn blackman(m: f64) -> Result<DynArray> {
    let n = match places(m)? {
        Ok(n) => n,
        Err(window) => return Ok(window),
    };
    let first = add(0.42, &multiply(0.5, &wave(&n, PI, m)?)?)?;
    add(&first, &multiply(0.08, &wave(&n, 2.0 * PI, m)?)?)
}

/// A raised cosine that is not zero at its ends.
///
/// NumPy: [numpy.hamming](https://numpy.org/doc/stable/reference/generated/numpy.hamming.html).
///
/// # Errors
///
/// As [`bartlett`].
pub fn hamming(m: f64) -> Result<DynArray> {
    raised_cosine(m, 0.54, 0.46)
}

/// A raised cosine.
///
/// NumPy: [numpy.hanning](https://numpy.org/doc/stable/reference/generated/numpy.hanning.html).
///
/// # Errors
///
/// As [`bartlett`].
pub fn hanning(m: f64) -> Result<DynArray> {
    raised_cosine(m, 0.5, 0.5)
}

fn raised_cosine(m: f64, mean: f64, height: f64) -> Result<DynArray> {
    match places(m)? {
        Ok(n) => add(mean, &multiply(height, &wave(&n, PI, m)?)?),
        Err(window) => Ok(window),
    }
}

/// A window of Bessel functions, narrower the larger `beta` is.
///
/// NumPy: [numpy.kaiser](https://numpy.org/doc/stable/reference/generated/numpy.kaiser.html).
///
/// # Errors
///
/// As [`bartlett`].
pub fn kaiser(m: f64, beta: f64) -> Result<DynArray> {
    if m == 1.0 {
        return Ok(DynArray::from_vec(vec![1.0]));
    }
    let n = DynArray::from_vec(room(m.ceil())?);
    let alpha = (m - 1.0) / 2.0;
    let places = power(&divide(&subtract(&n, alpha)?, alpha)?, 2.0)?;
    let window = i0(&multiply(beta, &sqrt(&subtract(1, &places)?)?)?.view())?;
    let middle = i0(&DynArray::from_vec(vec![beta]).squeeze().view())?;
    divide(&window, &middle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_numpys() {
        let list = |window: Result<DynArray>| window.unwrap().to_vec::<f64>().unwrap();
        assert_eq!(list(bartlett(4.0)), [0.0, 0.6666666666666667, 0.6666666666666667, 0.0]);
        assert_eq!(list(hanning(3.0)), [0.0, 1.0, 0.0]);
        assert_eq!(list(hamming(1.0)), [1.0]);
        assert_eq!(list(blackman(0.0)), []);
        assert_eq!(list(kaiser(3.0, 0.0)), [1.0, 1.0, 1.0]);
        assert_eq!(hanning(1e300).err().unwrap().numpy_class(), "MemoryError");
    }
}
