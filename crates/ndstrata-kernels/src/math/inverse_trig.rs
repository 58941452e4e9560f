//! Inverse trigonometric functions: `asin`, `acos`, `atan`, `atan2`.
//!
//! Odd minimax polynomials: asin on [0, 1/2], beyond through asin x = π/2 - 2 asin √((1 - x)/2); atan2
//! on [0, tan π/8], beyond through atan t = π/4 + atan((t - 1)/(t + 1)) and atan x = π/2 - atan(1/x). `atan` itself has a table.
//! Roots and quotients carry their remainders.

mod atan;

use super::lanes::portable::F64x1;
use super::lanes::{Doubles, Mask, Singles, power_of_two};
use super::run::{Binary, Unary};
use super::singles::inverse_trig as singles;

/// asin x = x + x^3 p(x^2) on |x| <= 1/2: 2^-59.8.
const ASIN: [f64; 13] = [
    0.16666666666666763,
    0.07499999999970261,
    0.04464285717512138,
    0.030381942683596657,
    0.02237221566073568,
    0.017351600086080134,
    0.013980961501762286,
    0.01139777569228729,
    0.01078653021618242,
    0.0036830390035604314,
    0.021763503678876698,
    -0.02107729544493768,
    0.03267689002630625,
];

/// atan x = x + x^3 p(x^2) on |x| <= √2 - 1.
const ATAN: [f64; 11] = [
    -0.333333333333332,
    0.19999999999954068,
    -0.1428571428024719,
    0.11111110786068516,
    -0.09090897834369781,
    0.07692061598736472,
    -0.06663119933077445,
    0.05848005538368136,
    -0.050398298839516194,
    0.038077914285149415,
    -0.017921824083703478,
];
const ATAN_SHORT: [f64; 5] = [
    -0.3333331550281505,
    0.1999848927417159,
    -0.142438454398546,
    0.10595975607434362,
    -0.060833839676954354,
];
/// tan(π/8), beyond which the angle is counted from π/4.
const DIAGONAL: f64 = std::f64::consts::SQRT_2 - 1.0;

use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, PI};
/// What π/2 and π leave.
const HALF_PI_TAIL: f64 = 6.123233995736766e-17;
const PI_TAIL: f64 = 1.2246467991473532e-16;

/// `numpy.arcsin`.
pub(super) struct Asin;

/// `numpy.arccos`.
pub(super) struct Acos;

/// `numpy.arctan`.
pub(super) struct Atan;

/// `numpy.arctan2`.
pub(super) struct Atan2;

/// The argument of the polynomial as a leading part and a tail, and x^3 p(x^2) of it: asin |x| is
/// their sum, or π/2 less twice their sum where |x| is greater than one half.
#[inline(always)]
fn asin_parts<V: Doubles>(size: V) -> (V::Mask, V, V) {
    let outer = V::splat(0.5).lt(size);
    let complement = size.neg_mul_add(V::splat(0.5), V::splat(0.5));
    let (root, root_tail) = complement.quick_root_in_two();
    let square = V::select(outer, complement, size * size);
    let lead = V::select(outer, root, size);
    let curve = (square * lead) * square.polynomial(&ASIN);
    (outer, lead, V::select(outer, root_tail + curve, curve))
}

impl Unary for Asin {
    #[inline(always)]
    fn f64<V: Doubles>(x: V) -> V {
        let size = x.abs();
        let (outer, lead, tail) = asin_parts(size);
        let (sum, lost) = V::splat(FRAC_PI_2).fast_two_sum(lead * V::splat(-2.0));
        let far = sum + (lost + tail.mul_add(V::splat(-2.0), V::splat(HALF_PI_TAIL)));
        let y = V::select(outer, far, lead + tail);
        V::select(size.le(V::splat(1.0)), y, V::splat(f64::NAN)).copysign(x)
    }

    #[inline(always)]
    fn f32<V: Singles>(x: V) -> V {
        singles::asin(x)
    }
}

impl Unary for Acos {
    #[inline(always)]
    fn f64<V: Doubles>(x: V) -> V {
        let size = x.abs();
        let (outer, lead, tail) = asin_parts(size);
        // base + times · asin: π/2 - asin x, 2 asin √…, or π - 2 asin √….
        let negative = x.lt(V::splat(0.0));
        let far = V::select(negative, V::splat(PI), V::splat(0.0));
        let far_tail = V::select(negative, V::splat(PI_TAIL), V::splat(0.0));
        let base = V::select(outer, far, V::splat(FRAC_PI_2));
        let base_tail = V::select(outer, far_tail, V::splat(HALF_PI_TAIL));
        let times = V::select(outer, V::splat(2.0), V::splat(-1.0)).xor_sign(x);
        let (sum, lost) = base.fast_two_sum(lead * times);
        let y = sum + (lost + tail.mul_add(times, base_tail));
        V::select(size.le(V::splat(1.0)), y, V::splat(f64::NAN))
    }

    #[inline(always)]
    fn f32<V: Singles>(x: V) -> V {
        singles::acos(x)
    }
}

/// The angle of a point in the first quadrant in two parts; the smaller argument is zero or not so far below
/// the greater that their quotient is subnormal.
///
/// With t the ratio of the smaller to the greater, atan t is near 0 or, by (t - 1)/(t + 1), near π/4.
#[inline(always)]
fn first_quadrant<V: Doubles>(height: V, width: V) -> (V, V) {
    let (less, more) = (height.min(width), height.max(width));
    let diagonal = (more * V::splat(DIAGONAL)).lt(less);
    let zero = V::splat(0.0);
    let (below, below_tail) = more.fast_two_sum(-less);
    let (total, total_tail) = more.fast_two_sum(less);
    let over = V::select(diagonal, -below, less);
    let over_tail = V::select(diagonal, -below_tail, zero);
    let under = V::select(diagonal, total, more);
    let under_tail = V::select(diagonal, total_tail, zero);
    let inverse = under.reciprocal();
    let q = over * inverse;
    let error = q.neg_mul_add(under, over) + under_tail.neg_mul_add(q, over_tail);
    let (q, q_tail) = q.fast_two_sum(error * inverse);
    let square = q * q;
    let curve = (square * q).mul_add(square.polynomial(&ATAN), q_tail);
    // base + corner ± (q + curve), the base 0 or π/2, the corner 0 or ±π/4.
    let steep = width.lt(height);
    let times = V::select(steep, V::splat(-1.0), V::splat(1.0));
    let corner = V::select(diagonal, V::splat(FRAC_PI_4), zero) * times;
    let corner_tail = V::select(diagonal, V::splat(HALF_PI_TAIL * 0.5), zero);
    let base = V::select(steep, V::splat(FRAC_PI_2), zero) + corner;
    let base_tail = corner_tail.mul_add(times, V::select(steep, V::splat(HALF_PI_TAIL), zero));
    let (sum, lost) = base.fast_two_sum(q * times);
    (sum, lost + curve.mul_add(times, base_tail))
}

/// [`first_quadrant`] for `f32`, in one part; the smaller argument may be as small as it likes.
#[inline(always)]
fn first_quadrant_short<V: Doubles>(height: V, width: V) -> V {
    let (less, more) = (height.min(width), height.max(width));
    let diagonal = (more * V::splat(DIAGONAL)).lt(less);
    let over = V::select(diagonal, less - more, less);
    let under = V::select(diagonal, less + more, more);
    let q = over * under.reciprocal();
    let square = q * q;
    let y = (square * q).mul_add(square.polynomial(&ATAN_SHORT), q);
    let y = y + V::select(diagonal, V::splat(FRAC_PI_4), V::splat(0.0));
    V::select(width.lt(height), V::splat(FRAC_PI_2) - y, y)
}

impl Unary for Atan {
    #[inline(always)]
    fn f64<V: Doubles>(x: V) -> V {
        atan::atan(x)
    }

    #[inline(always)]
    fn f32<V: Singles>(x: V) -> V {
        singles::atan(x)
    }
}

/// Below this ratio of the arguments atan is the ratio, and the tails do not reach the result.
const STEEP: f64 = 1e-30;

impl Binary for Atan2 {
    const UNDERFLOWS: bool = true;

    #[inline(always)]
    fn f64<V: Doubles>(y: V, x: V) -> V {
        let (height, width) = (y.abs(), x.abs());
        let (less, more) = (height.min(width), height.max(width));
        let ordinary = more.le(V::splat(1e300))
            & V::splat(1e-270).le(more)
            & (less.eq(V::splat(0.0)) | (more * V::splat(STEEP)).le(less))
            & y.eq(y);
        let down = power_of_two(-more.exponent());
        let (sum, tail) = first_quadrant(height * down, width * down);
        let (back, lost) = V::splat(PI).fast_two_sum(-sum);
        let behind = x.lt(V::splat(0.0));
        let lead = V::select(behind, back, sum);
        let tail = V::select(behind, lost + (V::splat(PI_TAIL) - tail), tail);
        let angle = (lead + tail).copysign(y);
        if (!ordinary).any() { replace_corners(y, x, ordinary, angle) } else { angle }
    }

    #[inline(always)]
    fn f32<V: Singles>(y: V, x: V) -> V {
        let (angle, extreme) = singles::atan2(y, x);
        if !extreme.any() {
            return angle;
        }
        let (y_a, y_b) = y.widen();
        let (x_a, x_b) = x.widen();
        V::select(extreme, V::narrow(atan2_short(y_a, x_a), atan2_short(y_b, x_b)), angle)
    }
}

#[inline(always)]
fn atan2_short<V: Doubles>(y: V, x: V) -> V {
    let (height, width) = (y.abs(), x.abs());
    let more = height.max(width);
    let angle = first_quadrant_short(height, width);
    let angle = V::select(x.lt(V::splat(0.0)), V::splat(PI) - angle, angle).copysign(y);
    let ordinary = V::splat(1e-30).lt(more) & more.lt(V::splat(1e30)) & y.eq(y) & x.eq(x);
    if (!ordinary).any() { replace_corners(y, x, ordinary, angle) } else { angle }
}

/// Computes the lanes that are not ordinary one by one.
#[inline(always)]
fn replace_corners<V: Doubles>(y: V, x: V, ordinary: V::Mask, angle: V) -> V {
    let ordinary = V::select(ordinary, V::splat(1.0), V::splat(0.0)).to_array();
    let (y, x) = (y.to_array(), x.to_array());
    let mut angle = angle.to_array();
    for i in 0..V::N {
        if ordinary[i] == 0.0 {
            angle[i] = atan2_at_corner(y[i], x[i]);
        }
    }
    V::from_array(&angle)
}

/// 2^-200 and 2^700.
const TINY_SCALE: f64 = f64::from_bits((1023 - 200) << 52);
const HUGE_SCALE: f64 = f64::from_bits((1023 + 700) << 52);

/// atan2 of special values, of extreme ratios and of extreme magnitudes.
#[inline(never)]
fn atan2_at_corner(y: f64, x: f64) -> f64 {
    let (height, width) = (y.abs(), x.abs());
    let behind = x.is_sign_negative();
    let angle = if y.is_nan() || x.is_nan() {
        f64::NAN
    } else if height == width && (height == 0.0 || height == f64::INFINITY) {
        match (height == 0.0, behind) {
            (true, false) => 0.0,
            (true, true) => PI,
            (false, false) => FRAC_PI_4,
            (false, true) => 3.0 * FRAC_PI_4,
        }
    } else if height.min(width) < STEEP * height.max(width) || height.max(width) == f64::INFINITY {
        match (width < height, behind) {
            (true, _) => FRAC_PI_2,
            (false, true) => PI,
            (false, false) => height / width,
        }
    } else {
        // Both are huge or both tiny: scaling is exact enough, and the ratio is ordinary.
        let scale = if height.max(width) > 1.0 { TINY_SCALE } else { HUGE_SCALE };
        Atan2::f64(F64x1(height * scale), F64x1(x * scale)).0
    };
    angle.copysign(y)
}
