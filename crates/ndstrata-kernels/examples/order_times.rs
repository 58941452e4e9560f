//! Prints how long sorts and searches take on this machine, in nanoseconds for each element.
//!
//! `cargo run --release -p ndstrata-kernels --features rayon --example order_times [max-size]`

use std::hint::black_box;
use std::time::Instant;

use ndstrata_kernels::isa;
use ndstrata_kernels::search::{Side, searchsorted};
use ndstrata_kernels::sort::{argsort, partition, sort};

fn main() {
    let max_size = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(1_000_000);
    println!("instruction set: {:?}", isa());
    println!(
        "{:>10} {:>8} {:>8} {:>8} {:>10} {:>12}",
        "n", "sort i32", "sort f64", "argsort", "partition", "searchsorted"
    );
    let mut n = 1000;
    while n <= max_size {
        let integers: Vec<i32> = noise().map(|x| x as i32).take(n).collect();
        let floats: Vec<f64> = noise().map(|x| x as i64 as f64).take(n).collect();
        let mut sorted = floats.clone();
        sort(&mut sorted);
        let mut places = vec![0; n];
        let times = [
            time(&integers, sort),
            time(&floats, sort),
            time(&places.clone(), |order| argsort(&floats, order)),
            time(&floats, |values| partition(values, &[n / 2])),
            time(&floats, |keys| searchsorted(&sorted, keys, Side::Left, &mut places)),
        ];
        let [a, b, c, d, e] = times;
        println!("{n:>10} {a:>8.2} {b:>8.2} {c:>8.2} {d:>10.2} {e:>12.2}");
        n *= 10;
    }
}

/// The median time of a few runs on fresh copies.
fn time<T: Clone>(input: &[T], mut run: impl FnMut(&mut [T])) -> f64 {
    let n_runs = (3_000_000 / input.len()).clamp(5, 1000);
    let mut times: Vec<u128> = (0..n_runs)
        .map(|_| {
            let mut copy = input.to_vec();
            let start = Instant::now();
            run(black_box(&mut copy));
            start.elapsed().as_nanos()
        })
        .collect();
    times.sort_unstable();
    times[n_runs / 2] as f64 / input.len() as f64
}

/// Marsaglia's xorshift.
fn noise() -> impl Iterator<Item = u64> {
    std::iter::successors(Some(0x9E37_79B9_7F4A_7C15), |state: &u64| {
        let mut x = *state;
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        Some(x)
    })
}
