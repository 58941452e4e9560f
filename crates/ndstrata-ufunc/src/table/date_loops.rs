//! Loops on dates and durations: 64-bit counts with `NaT`, which wins over everything.
#![expect(unsafe_code, reason = "reads and writes runs of raw elements")]

use ndstrata_kernels::math::Flags;

use super::runs::{inner, one, two};
use crate::kernel::Inner;

/// Not a time.
const NAT: i64 = i64::MIN;

/// A function of two counts, `NaT` if either is.
fn known(f: impl Fn(i64, i64) -> i64) -> impl Fn(i64, i64) -> i64 {
    move |a, b| if a == NAT || b == NAT { NAT } else { f(a, b) }
}

macro_rules! loops {
    ($($name:ident = $($signature:literal $arity:ident::<$($type:ty),*>($f:expr)),*;)*) => {$(
        pub(super) fn $name() -> Vec<Inner> {
            vec![$(
                // SAFETY: the caller of a `RunFn` keeps its promise for these types.
                inner($signature, |p, s, n| unsafe { $arity::<$($type,)* _>(p, s, n, $f) })
            ),*]
        }
    )*};
}

loops! {
    absolute = "mm" one::<i64>(i64::wrapping_abs);
    negative = "mm" one::<i64>(i64::wrapping_neg);
    positive = "mm" one::<i64>(|a| a);
    // `NaT` is the least count, and so has the sign of one.
    sign = "mm" one::<i64>(i64::signum);
    isnat = "M?" one::<i64>(|a| a == NAT), "m?" one::<i64>(|a| a == NAT);
    isinf = "M?" one::<i64>(|_| false), "m?" one::<i64>(|_| false);
    isfinite = "M?" one::<i64>(|a| a != NAT), "m?" one::<i64>(|a| a != NAT);
    add = "MmM" two::<i64, i64>(known(i64::wrapping_add)),
        "mMM" two::<i64, i64>(known(i64::wrapping_add)),
        "mmm" two::<i64, i64>(known(i64::wrapping_add));
    subtract = "MmM" two::<i64, i64>(known(i64::wrapping_sub)),
        "mmm" two::<i64, i64>(known(i64::wrapping_sub)),
        "MMm" two::<i64, i64>(known(i64::wrapping_sub));
    multiply = "mlm" two::<i64, i64>(|a, b| if a == NAT { NAT } else { a.wrapping_mul(b) }),
        "lmm" two::<i64, i64>(|a, b| if b == NAT { NAT } else { a.wrapping_mul(b) }),
        "mdm" two::<i64, f64>(scale),
        "dmm" two::<f64, i64>(|a, b| scale(b, a));
    divide = "mlm" two::<i64, i64>(|a, b| if a == NAT || b == 0 { NAT } else { a.wrapping_div(b) }),
        "mdm" two::<i64, f64>(|a, b| count(a, |x| x / b)),
        "mmd" two::<i64, i64>(|a, b| if a == NAT || b == NAT { f64::NAN } else { a as f64 / b as f64 });
    floor_divide = "mlm" two::<i64, i64>(|a, b| if a == NAT || b == 0 { NAT } else { floor(a, b) }),
        "mdm" two::<i64, f64>(|a, b| count(a, |x| x / b)),
        "mml" two::<i64, i64>(|a, b| if a == NAT || b == NAT || b == 0 { 0 } else { floor(a, b) });
    remainder = "mmm" two::<i64, i64>(|a, b| {
        if a == NAT || b == NAT || b == 0 { NAT } else { modulo(a, b) }
    });
    maximum = "MMM" two::<i64, i64>(known(i64::max)), "mmm" two::<i64, i64>(known(i64::max));
    minimum = "MMM" two::<i64, i64>(known(i64::min)), "mmm" two::<i64, i64>(known(i64::min));
    // `NaT` is the least count, so it loses to anything here.
    fmax = "MMM" two::<i64, i64>(i64::max), "mmm" two::<i64, i64>(i64::max);
    fmin = "MMM" two::<i64, i64>(least), "mmm" two::<i64, i64>(least);
    equal = "MM?" two::<i64, i64>(|a, b| a == b && a != NAT), "mm?" two::<i64, i64>(|a, b| a == b && a != NAT);
    not_equal = "MM?" two::<i64, i64>(|a, b| a != b || a == NAT), "mm?" two::<i64, i64>(|a, b| a != b || a == NAT);
    less = "MM?" two::<i64, i64>(|a, b| a < b && a != NAT), "mm?" two::<i64, i64>(|a, b| a < b && a != NAT);
    less_equal = "MM?" two::<i64, i64>(|a, b| a <= b && a != NAT), "mm?" two::<i64, i64>(|a, b| a <= b && a != NAT);
    greater = "MM?" two::<i64, i64>(|a, b| a > b && b != NAT), "mm?" two::<i64, i64>(|a, b| a > b && b != NAT);
    greater_equal = "MM?" two::<i64, i64>(|a, b| a >= b && b != NAT), "mm?" two::<i64, i64>(|a, b| a >= b && b != NAT);
}

/// Quotient and remainder of durations.
pub(super) fn divmod() -> Vec<Inner> {
    /// # Safety
    /// That of [`RunFn`](crate::kernel::RunFn), for two counts in and two out.
    unsafe fn run(p: &[*mut u8], s: &[isize], count: usize) -> Flags {
        let quotient = |a: i64, b: i64| {
            if a == NAT || b == NAT || b == 0 { 0 } else { floor(a, b) }
        };
        let rest = |a: i64, b: i64| {
            if a == NAT || b == NAT || b == 0 { NAT } else { modulo(a, b) }
        };
        // SAFETY: the caller's promise, for the first output.
        let first = unsafe { two(&p[..3], &s[..3], count, quotient) };
        // SAFETY: the caller's promise, for the second output.
        first | unsafe { two(&[p[0], p[1], p[3]], &[s[0], s[1], s[3]], count, rest) }
    }
    vec![inner("mmlm", run)]
}

fn least(a: i64, b: i64) -> i64 {
    match (a, b) {
        (NAT, x) | (x, NAT) => x,
        (a, b) => a.min(b),
    }
}

fn floor(a: i64, b: i64) -> i64 {
    let quotient = a.wrapping_div(b);
    if a.wrapping_rem(b) != 0 && (a < 0) != (b < 0) { quotient - 1 } else { quotient }
}

fn modulo(a: i64, b: i64) -> i64 {
    let rest = a.wrapping_rem(b);
    if rest != 0 && (rest < 0) != (b < 0) { rest + b } else { rest }
}

/// A count times a factor.
fn scale(a: i64, factor: f64) -> i64 {
    count(a, |x| x * factor)
}

/// A count changed as a float: `NaT` where it is none, or where the result is no finite number.
fn count(a: i64, f: impl Fn(f64) -> f64) -> i64 {
    let result = f(a as f64);
    // Past the range, the conversion of x86-64 gives the least integer, which is `NaT`.
    if a == NAT || !(result.abs() < 9_223_372_036_854_775_808.0) { NAT } else { result as i64 }
}
