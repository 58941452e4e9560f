//! Measures the greatest error of each elementary function, in units of the last place.
//!
//! `cargo run --release -p ndstrata-kernels --example ulp [points] [function…]`: `f64` at that many points (10
//! million unless told) spread over the domain, against double-double arithmetic; `f32` at every
//! argument of the functions of one argument, against the `f64` function, and at as many points for those
//! of two. Prints the table of `docs/accuracy.md`.

mod reference;

use ndstrata_kernels::math::{self, Flags};
use reference::Double;

type Slices<T> = fn(&[T], &mut [T]) -> Flags;
type Slices2<T> = fn(&[T], &[T], &mut [T]) -> Flags;

struct Unary {
    name: &'static str,
    f64: Slices<f64>,
    f32: Slices<f32>,
    exact: fn(Double) -> Double,
    domain: (f64, f64),
}

struct Binary {
    name: &'static str,
    f64: Slices2<f64>,
    f32: Slices2<f32>,
    exact: fn(Double, Double) -> Double,
    /// Makes the arguments from two random words.
    arguments: fn(u64, u64) -> (f64, f64),
}

macro_rules! unary {
    ($($name:ident $low:literal $high:literal),* $(,)?) => {
        [$(Unary {
            name: stringify!($name),
            f64: math::$name,
            f32: math::$name,
            exact: reference::$name,
            domain: ($low, $high),
        }),*]
    };
}

macro_rules! binary {
    ($($name:ident $arguments:expr),* $(,)?) => {
        [$(Binary {
            name: stringify!($name),
            f64: math::$name,
            f32: math::$name,
            exact: reference::$name,
            arguments: $arguments,
        }),*]
    };
}

fn sin(x: Double) -> Double {
    reference::sin_cos(x).0
}

fn cos(x: Double) -> Double {
    reference::sin_cos(x).1
}

/// From 0 to 1.
fn uniform(word: u64) -> f64 {
    (word >> 11) as f64 / (1u64 << 53) as f64
}

fn plain(a: u64, b: u64) -> (f64, f64) {
    (uniform(a) * 20.0 - 10.0, uniform(b) * 20.0 - 10.0)
}

fn spread(a: u64, b: u64) -> (f64, f64) {
    let (x, y) = plain(a, b);
    let far = f64::from_bits((1023 - 20 + (a & 31)) << 52);
    (x * far, y)
}

/// A base, and an exponent for a power within the range of `f32` or, every other time, of `f64`.
fn power(a: u64, b: u64) -> (f64, f64) {
    let x = if a & 1 == 0 { uniform(a) * 10.0 + 1e-3 } else { 1.0 + (uniform(a) - 0.5) * 0.1 };
    let range = if b & 1 == 0 { 87.0 } else { 700.0 };
    (x, (uniform(b) * 2.0 - 1.0) * range / x.ln())
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let points: usize = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(10_000_000);
    let wanted: Vec<String> = arguments.collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|known| known == name);
    let mut unary = unary![
        exp -745.0 709.7, exp2 -1074.0 1023.9, expm1 -40.0 709.7,
        log 0.0 1.7e308, log2 0.0 1.7e308, log10 0.0 1.7e308, log1p -1.0 1.7e308,
        tan -1e8 1e8, asin -1.0 1.0, acos -1.0 1.0, atan -1.7e308 1.7e308,
        sinh -710.4 710.4, cosh -710.4 710.4, tanh -30.0 30.0,
        asinh -1.7e308 1.7e308, acosh 1.0 1.7e308, atanh -1.0 1.0, cbrt -1.7e308 1.7e308,
    ]
    .into_iter()
    .collect::<Vec<_>>();
    let sine =
        Unary { name: "sin", f64: math::sin, f32: math::sin, exact: sin, domain: (-1e8, 1e8) };
    let cosine =
        Unary { name: "cos", f64: math::cos, f32: math::cos, exact: cos, domain: (-1e8, 1e8) };
    unary.splice(7..7, [sine, cosine]);
    let binary = binary![
        pow power, hypot spread, atan2 spread, logaddexp plain, logaddexp2 plain,
    ];
    println!("| function | f64, ULP | at | f32, ULP | at |");
    println!("|---|---|---|---|---|");
    for function in unary.iter().filter(|function| is_wanted(function.name)) {
        let wide = worst_f64(function, points);
        let narrow = worst_f32(function);
        println!(
            "| `{}` | {:.3} | {:e} | {:.3} | {:e} |",
            function.name, wide.0, wide.1, narrow.0, narrow.1
        );
    }
    for function in binary.iter().filter(|function| is_wanted(function.name)) {
        let (wide, narrow) = worst_of_two(function, points);
        println!(
            "| `{}` | {:.3} | {:e}, {:e} | {:.3} | {:e}, {:e} |",
            function.name, wide.0, wide.1, wide.2, narrow.0, narrow.1, narrow.2
        );
    }
}

/// Distance of `y` from the exact value, in units of the last place of that in `f64`; results below 1e-290 are
/// not measured.
fn error_f64(y: f64, exact: Double) -> f64 {
    if exact.0 == 0.0 || !exact.0.is_finite() {
        return if y == exact.0 || exact.0.is_nan() { 0.0 } else { f64::INFINITY };
    }
    // The second part of a double-double is lost there.
    if exact.0.abs() < 1e-290 {
        return 0.0;
    }
    let exponent = (exact.0.to_bits() >> 52) & 0x7ff;
    ((y - exact.0) - exact.1).abs() / f64::from_bits((exponent - 52) << 52)
}

/// The same for `f32`; the exact value is given to `f64`.
fn error_f32(y: f32, exact: f64) -> f64 {
    let y = f64::from(y);
    if exact.is_nan() || exact == y {
        return 0.0;
    }
    // From half a unit above the largest number on, infinity is right.
    if exact.abs() >= 3.402_823_567_797_336_6e38 {
        return if y == exact.signum() * f64::INFINITY { 0.0 } else { f64::INFINITY };
    }
    let exponent = ((exact.to_bits() >> 52) & 0x7ff).max(1023 - 126);
    (y - exact).abs() / f64::from_bits((exponent - 23) << 52)
}

/// A generator of random words (Steele, Lea and Flood's SplitMix64).
struct Random(u64);

impl Random {
    fn word(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

fn worst_f64(function: &Unary, points: usize) -> (f64, f64) {
    let (low, high) = function.domain;
    let mut random = Random(1);
    let mut worst = (0.0, 0.0);
    let mut x = [0.0; 1024];
    let mut y = [0.0; 1024];
    for _ in 0..points.div_ceil(x.len()) {
        for x in &mut x {
            *x = loop {
                let word = random.word();
                let candidate = match word & 3 {
                    // Uniform where most arguments lie, close to 0 and to ±1, and any number there is.
                    0 => (uniform(word) * 2.0 - 1.0) * 40.0,
                    1 => {
                        (uniform(word) * 2.0 - 1.0)
                            * f64::from_bits((1023 - (random.word() % 40)) << 52)
                    }
                    2 => {
                        1.0 + (uniform(word) * 2.0 - 1.0)
                            * f64::from_bits((1023 - (random.word() % 40)) << 52)
                    }
                    _ if high < 1e9 => low + uniform(word) * (high - low),
                    _ => f64::from_bits(random.word()),
                };
                if low < candidate && candidate < high {
                    break candidate;
                }
            };
        }
        (function.f64)(&x, &mut y);
        for (&x, &y) in x.iter().zip(&y) {
            let error = error_f64(y, (function.exact)(x.into()));
            if error > worst.0 {
                worst = (error, x);
            }
        }
    }
    worst
}

fn worst_f32(function: &Unary) -> (f64, f32) {
    const BLOCK: usize = 4096;
    let mut worst = (0.0, 0.0);
    let (mut x, mut y) = ([0f32; BLOCK], [0f32; BLOCK]);
    let (mut wide, mut exact) = ([0f64; BLOCK], [0f64; BLOCK]);
    for block in 0..(1u64 << 32) / BLOCK as u64 {
        for (i, (x, wide)) in x.iter_mut().zip(&mut wide).enumerate() {
            *x = f32::from_bits((block as u32) * BLOCK as u32 + i as u32);
            *wide = f64::from(*x);
        }
        (function.f32)(&x, &mut y);
        (function.f64)(&wide, &mut exact);
        for ((&x, &y), &exact) in x.iter().zip(&y).zip(&exact) {
            let error =
                if y.is_nan() != exact.is_nan() { f64::INFINITY } else { error_f32(y, exact) };
            if error > worst.0 {
                worst = (error, x);
            }
        }
    }
    worst
}

fn worst_of_two(function: &Binary, points: usize) -> ((f64, f64, f64), (f64, f32, f32)) {
    let mut random = Random(2);
    let (mut worst, mut worst_narrow) = ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0));
    let (mut x, mut y, mut z) = ([0.0; 1024], [0.0; 1024], [0.0; 1024]);
    let (mut x32, mut y32, mut z32) = ([0f32; 1024], [0f32; 1024], [0f32; 1024]);
    for _ in 0..points.div_ceil(x.len()) {
        for (x, y) in x.iter_mut().zip(&mut y) {
            (*x, *y) = (function.arguments)(random.word(), random.word());
        }
        (function.f64)(&x, &y, &mut z);
        for i in 0..x.len() {
            let exact = (function.exact)(x[i].into(), y[i].into());
            // Near zero the terms of a logarithm of a sum cancel: there the error is absolute.
            let cancels = function.name.starts_with("logadd") && exact.0.abs() < 1e-3;
            let error = error_f64(z[i], exact);
            if error > worst.0 && !cancels {
                worst = (error, x[i], y[i]);
            }
            (x32[i], y32[i]) = (x[i] as f32, y[i] as f32);
            (x[i], y[i]) = (f64::from(x32[i]), f64::from(y32[i]));
        }
        (function.f64)(&x, &y, &mut z);
        (function.f32)(&x32, &y32, &mut z32);
        for i in 0..x.len() {
            let error = error_f32(z32[i], z[i]);
            if error > worst_narrow.0 {
                worst_narrow = (error, x32[i], y32[i]);
            }
        }
    }
    (worst, worst_narrow)
}
