//! Measures what an element costs in each elementary function, in nanoseconds: the least of many runs of 4096
//! elements, which stay in the first-level cache.
//!
//! `cargo run --release -p ndstrata-kernels --example math_times [function…]`; `NDSTRATA_ISA` chooses the path.

use ndstrata_kernels::math::{self, Flags};
use std::time::Instant;

const N: usize = 4096;
const RUNS: usize = 400;

type Slices<T> = fn(&[T], &mut [T]) -> Flags;
type Slices2<T> = fn(&[T], &[T], &mut [T]) -> Flags;

macro_rules! unary {
    ($($name:ident $low:literal $high:literal),* $(,)?) => {
        [$((stringify!($name), math::$name as Slices<f64>, math::$name as Slices<f32>, $low, $high)),*]
    };
}

macro_rules! binary {
    ($($name:ident $low:literal $high:literal),* $(,)?) => {
        [$((stringify!($name), math::$name as Slices2<f64>, math::$name as Slices2<f32>, $low, $high)),*]
    };
}

fn main() {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let is_wanted = |name: &str| wanted.is_empty() || wanted.iter().any(|known| known == name);
    let unary = unary![
        exp -10.0 10.0, exp2 -10.0 10.0, expm1 -5.0 5.0,
        log 1.0 100.0, log2 1.0 100.0, log10 1.0 100.0, log1p 1.0 100.0,
        sin -100.0 100.0, cos -100.0 100.0, tan -100.0 100.0,
        asin -1.0 1.0, acos -1.0 1.0, atan -10.0 10.0,
        sinh -10.0 10.0, cosh -10.0 10.0, tanh -5.0 5.0,
        asinh -10.0 10.0, acosh 1.0 100.0, atanh -1.0 1.0, cbrt -10.0 10.0,
    ];
    for (name, double, single, low, high) in unary.iter().filter(|each| is_wanted(each.0)) {
        let (x, y) = (spread(1, *low, *high), narrow(&spread(1, *low, *high)));
        let (mut wide, mut short) = (vec![0.0; N], vec![0.0; N]);
        let wide = least(|| double(&x, &mut wide));
        let short = least(|| single(&y, &mut short));
        println!("{name} {wide:.3} {short:.3}");
    }
    let binary = binary![
        pow 1.0 5.0, hypot -10.0 10.0, atan2 -10.0 10.0, logaddexp 1.0 100.0, logaddexp2 1.0 100.0,
    ];
    for (name, double, single, low, high) in binary.iter().filter(|each| is_wanted(each.0)) {
        let (x, y) = (spread(1, *low, *high), spread(2, *low, *high));
        let (x32, y32) = (narrow(&x), narrow(&y));
        let (mut wide, mut short) = (vec![0.0; N], vec![0.0; N]);
        let wide = least(|| double(&x, &y, &mut wide));
        let short = least(|| single(&x32, &y32, &mut short));
        println!("{name} {wide:.3} {short:.3}");
    }
}

fn least(mut run: impl FnMut() -> Flags) -> f64 {
    let mut least = f64::INFINITY;
    for _ in 0..RUNS {
        let start = Instant::now();
        std::hint::black_box(run());
        least = least.min(start.elapsed().as_nanos() as f64);
    }
    least / N as f64
}

fn narrow(x: &[f64]) -> Vec<f32> {
    x.iter().map(|&x| x as f32).collect()
}

/// Numbers from `low` to `high` in no order (a multiplicative sequence).
fn spread(seed: u64, low: f64, high: f64) -> Vec<f64> {
    let unit = |i: u64| (i.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 11) as f64 / (1u64 << 53) as f64;
    (0..N as u64).map(|i| low + unit(i + seed * 7919) * (high - low)).collect()
}
