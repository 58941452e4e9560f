//! Elementary functions in double-double arithmetic: about 100 bits, slow and plain.
//!
//! Shares no formula and no table with the functions under test.

use std::ops::{Add, Div, Mul, Neg, Sub};

/// An unevaluated sum of two numbers, the second below a rounding error of the first.
#[derive(Clone, Copy)]
pub(crate) struct Double(pub(crate) f64, pub(crate) f64);

const LN_2: Double = Double(std::f64::consts::LN_2, 2.3190468138462996e-17);
const HALF_PI: [f64; 4] = [
    std::f64::consts::FRAC_PI_2,
    6.123233995736766e-17,
    -1.4973849048591698e-33,
    5.562271104316826e-50,
];
const ZERO: Double = Double(0.0, 0.0);
const ONE: Double = Double(1.0, 0.0);

fn two_sum(a: f64, b: f64) -> Double {
    let sum = a + b;
    let back = sum - a;
    Double(sum, (a - (sum - back)) + (b - back))
}

fn two_product(a: f64, b: f64) -> Double {
    let product = a * b;
    Double(product, a.mul_add(b, -product))
}

fn quick(a: f64, b: f64) -> Double {
    let sum = a + b;
    Double(sum, b - (sum - a))
}

impl From<f64> for Double {
    fn from(x: f64) -> Double {
        Double(x, 0.0)
    }
}

impl Neg for Double {
    type Output = Double;
    fn neg(self) -> Double {
        Double(-self.0, -self.1)
    }
}

impl Add for Double {
    type Output = Double;
    fn add(self, other: Double) -> Double {
        let high = two_sum(self.0, other.0);
        let low = two_sum(self.1, other.1);
        let sum = quick(high.0, high.1 + low.0);
        quick(sum.0, sum.1 + low.1)
    }
}

impl Sub for Double {
    type Output = Double;
    fn sub(self, other: Double) -> Double {
        self + -other
    }
}

impl Mul for Double {
    type Output = Double;
    fn mul(self, other: Double) -> Double {
        let product = two_product(self.0, other.0);
        quick(product.0, product.1 + (self.0 * other.1 + self.1 * other.0))
    }
}

impl Div for Double {
    type Output = Double;
    fn div(self, other: Double) -> Double {
        let first = self.0 / other.0;
        let rest = self - other * first.into();
        let second = rest.0 / other.0;
        let rest = rest - other * second.into();
        quick(first, second) + Double(rest.0 / other.0, 0.0)
    }
}

impl Double {
    fn times(self, power_of_two: f64) -> Double {
        Double(self.0 * power_of_two, self.1 * power_of_two)
    }

    fn sqrt(self) -> Double {
        if self.0 <= 0.0 {
            return ZERO;
        }
        let root = self.0.sqrt();
        let rest = self - two_product(root, root);
        quick(root, rest.0 / (root + root))
    }
}

/// e^x - 1 by Taylor's series of x / 512 and nine doublings, for |x| up to 1.
fn expm1_small(x: Double) -> Double {
    let x = x.times(1.0 / 512.0);
    let mut term = x;
    let mut sum = x;
    for i in 2..12 {
        term = term * x / Double::from(f64::from(i));
        sum = sum + term;
    }
    for _ in 0..9 {
        sum = sum.times(2.0) + sum * sum;
    }
    sum
}

/// e^x as 2^k times a number near 1.
fn exp_parts(x: Double) -> (f64, Double) {
    let k = (x.0 / LN_2.0).round();
    // The third part of ln 2.
    let third = Double(5.707708438416212e-34, 0.0);
    let r = x - two_product(k, LN_2.0) - two_product(k, LN_2.1) - Double(k * third.0, 0.0);
    (k, expm1_small(r))
}

fn scale(x: Double, k: f64) -> Double {
    let half = (k * 0.5).trunc();
    let power = |k: f64| f64::from_bits(((1023.0 + k) as u64) << 52);
    x.times(power(half)).times(power(k - half))
}

pub(crate) fn exp(x: Double) -> Double {
    let (k, p) = exp_parts(x);
    scale(ONE + p, k)
}

pub(crate) fn exp2(x: Double) -> Double {
    let k = x.0.round();
    scale(ONE + expm1_small((x - k.into()) * LN_2), k)
}

pub(crate) fn expm1(x: Double) -> Double {
    let (k, p) = exp_parts(x);
    if k == 0.0 { p } else { scale(ONE + p, k) - ONE }
}

/// One of Newton's steps from the system's result.
pub(crate) fn log1p(x: Double) -> Double {
    let y = Double::from((x.0 + x.1).ln_1p());
    let e = expm1(y);
    let step = (x - e) / (ONE + e);
    y + step - step * step.times(0.5)
}

pub(crate) fn log(x: Double) -> Double {
    if (0.5..2.0).contains(&x.0) {
        return log1p(x - ONE);
    }
    let (x, more) = if x.0 < 1e-290 { (x.times(18014398509481984.0), -54.0) } else { (x, 0.0) };
    let k = f64::from(((x.0.to_bits() >> 52) & 0x7ff) as i32 - 1023);
    let m = scale(x, -k);
    log1p(m - ONE) + LN_2 * Double::from(k + more)
}

pub(crate) fn log2(x: Double) -> Double {
    log(x) / LN_2
}

pub(crate) fn log10(x: Double) -> Double {
    log(x) / Double(std::f64::consts::LN_10, -2.1707562233822494e-16)
}

/// sin and cos of |x| up to 2^30.
pub(crate) fn sin_cos(x: Double) -> (Double, Double) {
    let k = (x.0 / HALF_PI[0]).round();
    let mut r = x;
    for part in HALF_PI {
        r = r - two_product(k, part);
    }
    let (mut sine, mut cosine, mut term) = (ZERO, ZERO, ONE);
    for i in 0..32 {
        match i % 4 {
            0 => cosine = cosine + term,
            1 => sine = sine + term,
            2 => cosine = cosine - term,
            _ => sine = sine - term,
        }
        term = term * r / Double::from(f64::from(i + 1));
    }
    match k.rem_euclid(4.0) as i32 {
        0 => (sine, cosine),
        1 => (cosine, -sine),
        2 => (-sine, -cosine),
        _ => (-cosine, sine),
    }
}

pub(crate) fn tan(x: Double) -> Double {
    let (sine, cosine) = sin_cos(x);
    sine / cosine
}

pub(crate) fn atan(x: Double) -> Double {
    if x.0.abs() > 1e15 {
        return Double(HALF_PI[0], HALF_PI[1]).times(x.0.signum()) - ONE / x;
    }
    let y = Double::from(x.0.atan());
    let t = tan(y);
    let step = (x - t) / (ONE + x * t);
    y + step
}

pub(crate) fn asin(x: Double) -> Double {
    atan(x / ((ONE - x) * (ONE + x)).sqrt())
}

pub(crate) fn acos(x: Double) -> Double {
    if x.0 == -1.0 {
        return Double(HALF_PI[0], HALF_PI[1]).times(2.0);
    }
    atan(((ONE - x) / (ONE + x)).sqrt()).times(2.0)
}

pub(crate) fn sinh(x: Double) -> Double {
    let e = expm1(x);
    if x.0.abs() > 40.0 {
        let e = scale_exp(if x.0 < 0.0 { -x } else { x });
        return e.times(x.0.signum());
    }
    (e + e / (ONE + e)).times(0.5)
}

pub(crate) fn cosh(x: Double) -> Double {
    if x.0.abs() > 40.0 {
        return scale_exp(if x.0 < 0.0 { -x } else { x });
    }
    let e = exp(x);
    (e + ONE / e).times(0.5)
}

/// e^x / 2 for a large x.
fn scale_exp(x: Double) -> Double {
    let (k, p) = exp_parts(x);
    scale(ONE + p, k - 1.0)
}

pub(crate) fn tanh(x: Double) -> Double {
    if x.0.abs() > 40.0 {
        return Double(x.0.signum(), 0.0);
    }
    let e = expm1(x.times(2.0));
    e / (e + ONE + ONE)
}

pub(crate) fn asinh(x: Double) -> Double {
    let size = if x.0 < 0.0 { -x } else { x };
    let y = if size.0 > 1e15 {
        log(size) + LN_2
    } else {
        let square = size * size;
        log1p(size + square / (ONE + (ONE + square).sqrt()))
    };
    if x.0 < 0.0 { -y } else { y }
}

pub(crate) fn acosh(x: Double) -> Double {
    if x.0 > 1e15 {
        return log(x) + LN_2;
    }
    let t = x - ONE;
    log1p(t + (t.times(2.0) + t * t).sqrt())
}

pub(crate) fn atanh(x: Double) -> Double {
    log1p(x.times(2.0) / (ONE - x)).times(0.5)
}

pub(crate) fn cbrt(x: Double) -> Double {
    let y = Double::from(x.0.cbrt());
    y - (y * y * y - x) / (y * y).times(3.0)
}

pub(crate) fn pow(x: Double, y: Double) -> Double {
    exp(y * log(x))
}

pub(crate) fn hypot(x: Double, y: Double) -> Double {
    (x * x + y * y).sqrt()
}

pub(crate) fn atan2(y: Double, x: Double) -> Double {
    let (height, width) = (y.0.abs(), x.0.abs());
    let angle = if width >= height {
        atan(Double::from(height) / width.into())
    } else {
        Double(HALF_PI[0], HALF_PI[1]) - atan(Double::from(width) / height.into())
    };
    let angle = if x.0 < 0.0 { Double(HALF_PI[0], HALF_PI[1]).times(2.0) - angle } else { angle };
    if y.0 < 0.0 { -angle } else { angle }
}

pub(crate) fn logaddexp(x: Double, y: Double) -> Double {
    let (less, more) = if x.0 < y.0 { (x, y) } else { (y, x) };
    more + log1p(exp(less - more))
}

pub(crate) fn logaddexp2(x: Double, y: Double) -> Double {
    let (less, more) = if x.0 < y.0 { (x, y) } else { (y, x) };
    more + log1p(exp2(less - more)) / LN_2
}
