//! Times of products of square matrices, and their share of the arithmetic that the machine can do.
//!
//! `cargo run --release -p ndstrata-kernels --example product_times [TYPE [N…]]`
#![expect(unsafe_code, reason = "calls kernels on memory of its own")]

use std::hint::black_box;
use std::time::Instant;

use ndstrata_kernels::product::{Product, ProductType};

const TYPES: &[(&str, ProductType, usize)] = &[
    ("f64", ProductType::F64, 8),
    ("f32", ProductType::F32, 4),
    ("c128", ProductType::Complex128, 16),
    ("c64", ProductType::Complex64, 8),
    ("i64", ProductType::I64, 8),
    ("i32", ProductType::I32, 4),
    ("i16", ProductType::I16, 2),
];

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let sizes: Vec<usize> = match args.get(1..) {
        Some(sizes) if !sizes.is_empty() => sizes.iter().filter_map(|n| n.parse().ok()).collect(),
        _ => vec![2, 4, 8, 16, 32, 64, 100, 128, 256, 512, 1024],
    };
    for &(name, product, item) in TYPES {
        if args.first().is_some_and(|wanted| wanted != name) {
            continue;
        }
        for &n in &sizes {
            let nanoseconds = time(product, item, n);
            let operations =
                2.0 * (n as f64).powi(3) * if name.starts_with('c') { 4.0 } else { 1.0 };
            println!(
                "{name:5} {n:5} {nanoseconds:12.1} ns {:8.2} GFLOP/s",
                operations / nanoseconds
            );
        }
    }
}

/// The best of several means, in nanoseconds.
fn time(product: ProductType, item: usize, n: usize) -> f64 {
    let words = n * n * item / 8 + 8;
    let (a, b) = (vec![0_u64; words], vec![0_u64; words]);
    let mut c = vec![0_u64; words];
    let strides = [(n * item) as isize, item as isize];
    let rounds = (20_000_000 / (n * n * n + 100)).clamp(1, 100_000);
    let plan = Product::new(product, [n; 3], strides, strides, strides, [false; 2]);
    let whole = plan.whole();
    let once = |c: &mut [u64]| {
        let (a, b) = (black_box(&a), black_box(&b));
        // SAFETY: the three have room for `n` by `n` elements, whose bytes may be anything.
        unsafe { plan.run(&whole, a.as_ptr().cast(), b.as_ptr().cast(), c.as_mut_ptr().cast()) };
    };
    once(&mut c);
    (0..15)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..rounds {
                once(&mut c);
            }
            start.elapsed().as_nanos() as f64 / rounds as f64
        })
        .fold(f64::INFINITY, f64::min)
}
