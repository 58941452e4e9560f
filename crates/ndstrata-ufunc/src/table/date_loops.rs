//! Loops on dates and durations: 64-bit counts with `NaT`, which wins over everything.
#![expect(unsafe_code, reason = "reads and writes runs of raw elements")]

use ndstrata_kernels::NumberType;
use ndstrata_kernels::elementwise::{FLOOR_DIVIDE, Run, RunMut};
use ndstrata_kernels::math::Flags;

use super::runs::{inner, one, two, wide_two};
use crate::kernel::Inner;

/// Not a time.
const NAT: i64 = i64::MIN;

/// A function of two counts, `NaT` if either is.
fn known(f: impl Fn(i64, i64) -> i64 + Copy) -> impl Fn(i64, i64) -> i64 + Copy {
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
    add = "MmM" wide_two::<i64, i64>(known(i64::wrapping_add)),
        "mMM" wide_two::<i64, i64>(known(i64::wrapping_add)),
        "mmm" wide_two::<i64, i64>(known(i64::wrapping_add));
    subtract = "MmM" wide_two::<i64, i64>(known(i64::wrapping_sub)),
        "mmm" wide_two::<i64, i64>(known(i64::wrapping_sub)),
        "MMm" wide_two::<i64, i64>(known(i64::wrapping_sub));
    multiply = "mlm" wide_two::<i64, i64>(|a, b| if a == NAT { NAT } else { a.wrapping_mul(b) }),
        "lmm" wide_two::<i64, i64>(|a, b| if b == NAT { NAT } else { a.wrapping_mul(b) }),
        "mdm" two::<i64, f64>(scale),
        "dmm" two::<f64, i64>(|a, b| scale(b, a));
    divide = "mlm" two::<i64, i64>(|a, b| if a == NAT || b == 0 { NAT } else { a.wrapping_div(b) }),
        "mdm" two::<i64, f64>(|a, b| count(a, |x| x / b)),
        "mmd" two::<i64, i64>(|a, b| if a == NAT || b == NAT { f64::NAN } else { a as f64 / b as f64 });
    floor_divide = "mlm" floors::<>(|a, b| if a == NAT || b == 0 { NAT } else { floor(a, b) }),
        "mdm" two::<i64, f64>(|a, b| count(a, |x| x / b)),
        "mml" floors::<>(|a, b| if a == NAT || b == NAT || b == 0 { 0 } else { floor(a, b) });
    remainder = "mmm" two::<i64, i64>(|a, b| {
        if a == NAT || b == NAT || b == 0 { NAT } else { modulo(a, b) }
    });
    maximum = "MMM" wide_two::<i64, i64>(known(i64::max)), "mmm" wide_two::<i64, i64>(known(i64::max));
    minimum = "MMM" wide_two::<i64, i64>(known(i64::min)), "mmm" wide_two::<i64, i64>(known(i64::min));
    // `NaT` is the least count, so it loses to anything here.
    fmax = "MMM" wide_two::<i64, i64>(i64::max), "mmm" wide_two::<i64, i64>(i64::max);
    fmin = "MMM" wide_two::<i64, i64>(least), "mmm" wide_two::<i64, i64>(least);
    equal = "MM?" wide_two::<i64, i64>(|a, b| a == b && a != NAT), "mm?" wide_two::<i64, i64>(|a, b| a == b && a != NAT);
    not_equal = "MM?" wide_two::<i64, i64>(|a, b| a != b || a == NAT), "mm?" wide_two::<i64, i64>(|a, b| a != b || a == NAT);
    less = "MM?" wide_two::<i64, i64>(|a, b| a < b && a != NAT), "mm?" wide_two::<i64, i64>(|a, b| a < b && a != NAT);
    less_equal = "MM?" wide_two::<i64, i64>(|a, b| a <= b && a != NAT), "mm?" wide_two::<i64, i64>(|a, b| a <= b && a != NAT);
    greater = "MM?" wide_two::<i64, i64>(|a, b| a > b && b != NAT), "mm?" wide_two::<i64, i64>(|a, b| a > b && b != NAT);
    greater_equal = "MM?" wide_two::<i64, i64>(|a, b| a >= b && b != NAT), "mm?" wide_two::<i64, i64>(|a, b| a >= b && b != NAT);
}

/// Quotients rounded down; by the kernel of integers where one number divides counts that are times.
///
/// # Safety
/// That of [`RunFn`](crate::kernel::RunFn), for two counts in and one out.
unsafe fn floors<F: Fn(i64, i64) -> i64>(
    p: &[*mut u8],
    s: &[isize],
    count: usize,
    quotient: F,
) -> Flags {
    const BLOCK: usize = 256;
    let packed = size_of::<i64>() as isize;
    // SAFETY: there is a divisor if there is an element.
    let divisor = if count > 0 { unsafe { p[1].cast::<i64>().read_unaligned() } } else { 0 };
    // The quotients are not what divides.
    let distance = p[1].addr().wrapping_sub(p[2].addr()).wrapping_add(size_of::<i64>());
    let is_apart = distance >= (count + 1) * size_of::<i64>();
    if s[0] != packed || s[1] != 0 || s[2] != packed || !is_apart || matches!(divisor, 0 | NAT) {
        // SAFETY: the caller's promise.
        return unsafe { two(p, s, count, quotient) };
    }
    let counts = [NumberType::I64, NumberType::I64];
    let Some(call) = FLOOR_DIVIDE.find(&counts).map(|each| each.call()) else {
        // SAFETY: the caller's promise.
        return unsafe { two(p, s, count, quotient) };
    };
    let mut block = [0_i64; BLOCK];
    for start in (0..count).step_by(BLOCK) {
        let n = BLOCK.min(count - start);
        let [from, to] = [p[0], p[2]].map(|run| run.wrapping_offset(start as isize * packed));
        // SAFETY: packed elements of the input, for a buffer of as many.
        unsafe { block.as_mut_ptr().cast::<u8>().copy_from(from, n * size_of::<i64>()) };
        let has_nat = block[..n].iter().fold(false, |any, &a| any | (a == NAT));
        let counts = Run { ptr: block.as_ptr().cast(), stride: packed };
        let by = Run { ptr: p[1], stride: 0 };
        if has_nat {
            let values = block.map(|a| quotient(a, divisor));
            // SAFETY: packed elements of the output.
            unsafe { to.copy_from(values.as_ptr().cast(), n * size_of::<i64>()) };
            continue;
        }
        // SAFETY: the block holds `n` counts, and there is one divisor; the output has `n` places.
        unsafe { call.run(RunMut { ptr: to, stride: packed }, [counts, by], n) };
    }
    Flags::NONE
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
