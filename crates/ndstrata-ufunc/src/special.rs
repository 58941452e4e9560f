//! `sinc` and the modified Bessel function `i0`.

use ndstrata_array::{DynArray, DynView, where_};
use ndstrata_dtype::{DType, ElementType, Kind};

use crate::blocks::in_blocks;
use crate::error::{Error, Result};
use crate::functions::{
    absolute, add, divide, exp, less_equal, multiply, not_equal, sin, sqrt, subtract,
};

/// `sin(πx) / (πx)`.
///
/// NumPy: [numpy.sinc](https://numpy.org/doc/stable/reference/generated/numpy.sinc.html).
///
/// # Errors
///
/// Types that are no numbers.
pub fn sinc(x: &DynView<'_>) -> Result<DynArray> {
    in_blocks([x], |[x]| sinc_of(&x))
}

fn sinc_of(x: &DynView<'_>) -> Result<DynArray> {
    let y = multiply(x, std::f64::consts::PI)?;
    // In the place of zero stands a number small enough to give 1.
    let small = match y.dtype().element_type() {
        Some(ElementType::Float16) => 2_f64.powi(-10),
        Some(ElementType::Float32) => f64::from(f32::EPSILON),
        Some(ElementType::Float64) => f64::EPSILON,
        _ => 1e-20,
    };
    let small = DynArray::from_vec(vec![small]).squeeze().astype(y.dtype())?;
    let y = where_(&not_equal(&y, 0)?.view(), &y.view(), &small.view())?;
    divide(&sin(&y)?, &y)
}

/// The modified Bessel function of the first kind, order 0.
///
/// Chebyshev series of the Cephes library: one below 8, one above.
///
/// NumPy: [numpy.i0](https://numpy.org/doc/stable/reference/generated/numpy.i0.html).
///
/// # Errors
///
/// Complex numbers.
pub fn i0(x: &DynView<'_>) -> Result<DynArray> {
    in_blocks([x], |[x]| i0_of(&x))
}

fn i0_of(x: &DynView<'_>) -> Result<DynArray> {
    let x = match x.dtype().kind() {
        Kind::Complex => return Err(Error::wrong_type("i0 not supported for complex values")),
        Kind::Float => absolute(x)?,
        _ => absolute(&x.astype(&DType::FLOAT64)?)?,
    };
    let series = |y: DynArray, coefficients| multiply(&exp(&x)?, &chebyshev(&y, coefficients)?);
    let near = series(subtract(&divide(&x, 2.0)?, 2.0)?, NEAR)?;
    let far = series(subtract(&divide(32.0, &x)?, 2.0)?, FAR)?;
    let far = divide(&far, &sqrt(&x)?)?;
    Ok(where_(&less_equal(&x, 8.0)?.view(), &near.view(), &far.view())?)
}

/// A Chebyshev series by Clenshaw's recurrence, the highest order first.
fn chebyshev(x: &DynArray, coefficients: &[f64]) -> Result<DynArray> {
    let first = coefficients.first().copied().unwrap_or_default();
    let mut b0 = add(&multiply(x, 0.0)?, first)?;
    let (mut b1, mut b2) = (multiply(x, 0.0)?, multiply(x, 0.0)?);
    for &coefficient in coefficients.iter().skip(1) {
        b2 = b1;
        b1 = b0;
        b0 = add(&subtract(&multiply(x, &b1)?, &b2)?, coefficient)?;
    }
    multiply(0.5, &subtract(&b0, &b2)?)
}

/// For `|x| <= 8`.
#[rustfmt::skip]
const NEAR: &[f64] = &[
    -4.4153416464793395e-18,
    3.3307945188222384e-17,
    -2.431279846547955e-16,
    1.715391285555133e-15,
    -1.1685332877993451e-14,
    7.676185498604936e-14,
    -4.856446783111929e-13,
    2.95505266312964e-12,
    -1.726826291441556e-11,
    9.675809035373237e-11,
    -5.189795601635263e-10,
    2.6598237246823866e-09,
    -1.300025009986248e-08,
    6.046995022541919e-08,
    -2.670793853940612e-07,
    1.1173875391201037e-06,
    -4.4167383584587505e-06,
    1.6448448070728896e-05,
    -5.754195010082104e-05,
    0.00018850288509584165,
    -0.0005763755745385824,
    0.0016394756169413357,
    -0.004324309995050576,
    0.010546460394594998,
    -0.02373741480589947,
    0.04930528423967071,
    -0.09490109704804764,
    0.17162090152220877,
    -0.3046826723431984,
    0.6767952744094761,
];

/// For `|x| > 8`.
#[rustfmt::skip]
const FAR: &[f64] = &[
    -7.233180487874754e-18,
    -4.830504485944182e-18,
    4.46562142029676e-17,
    3.461222867697461e-17,
    -2.8276239805165836e-16,
    -3.425485619677219e-16,
    1.7725601330565263e-15,
    3.8116806693526224e-15,
    -9.554846698828307e-15,
    -4.150569347287222e-14,
    1.54008621752141e-14,
    3.8527783827421426e-13,
    7.180124451383666e-13,
    -1.7941785315068062e-12,
    -1.3215811840447713e-11,
    -3.1499165279632416e-11,
    1.1889147107846439e-11,
    4.94060238822497e-10,
    3.3962320257083865e-09,
    2.266668990498178e-08,
    2.0489185894690638e-07,
    2.8913705208347567e-06,
    6.889758346916825e-05,
    0.0033691164782556943,
    0.8044904110141088,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_numpys() {
        let x = DynArray::from_vec(vec![0.0, 1.0, 20.0]);
        let values = i0(&x.view()).unwrap().to_vec::<f64>().unwrap();
        assert_eq!(values, [1.0, 1.2660658777520082, 43558282.559553534]);
        let values = sinc(&x.view()).unwrap().to_vec::<f64>().unwrap();
        assert_eq!(values, [1.0, 3.8981718325193755e-17, -3.898171832519376e-17]);
    }
}
