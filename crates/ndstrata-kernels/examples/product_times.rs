//! Times of products of matrices, and their share of the arithmetic that the machine can do.
//!
//! `cargo run --release -p ndstrata-kernels --example product_times [TYPE [N | ROWSxDEPTHxCOLUMNS | COUNT*N]…]`
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
    let cases: Vec<Case> = match args.get(1..) {
        Some(cases) if !cases.is_empty() => {
            cases.iter().filter_map(|text| Case::parse(text)).collect()
        }
        _ => [2, 4, 8, 16, 32, 64, 100, 128, 256, 512, 1024].map(Case::square).into(),
    };
    for &(name, product, item) in TYPES {
        if args.first().is_some_and(|wanted| wanted != name) {
            continue;
        }
        for case in &cases {
            let nanoseconds = time(product, item, case);
            let each = if name.starts_with('c') { 8.0 } else { 2.0 };
            let operations = each * case.cost() as f64;
            let Case { count, shape } = case;
            println!(
                "{name:5} {count}*{shape:?} {nanoseconds:12.1} ns {:8.2} GFLOP/s",
                operations / nanoseconds
            );
        }
    }
}

/// So many products of matrices: rows, inner length, columns.
struct Case {
    count: usize,
    shape: [usize; 3],
}

impl Case {
    fn square(n: usize) -> Case {
        Case { count: 1, shape: [n; 3] }
    }

    fn parse(text: &str) -> Option<Case> {
        let (count, shape) = text.split_once('*').unwrap_or(("1", text));
        let lengths: Vec<usize> = shape.split('x').filter_map(|n| n.parse().ok()).collect();
        let shape = match lengths[..] {
            [n] => [n; 3],
            [rows, depth, columns] => [rows, depth, columns],
            _ => return None,
        };
        Some(Case { count: count.parse().ok()?, shape })
    }

    fn cost(&self) -> usize {
        self.count * self.shape.iter().product::<usize>()
    }
}

/// The best of several means, in nanoseconds.
fn time(product: ProductType, item: usize, case: &Case) -> f64 {
    let [rows, depth, columns] = case.shape;
    let memory = |n: usize, m: usize| vec![0_u64; case.count * n * m * item / 8 + 8];
    let (a, b, mut c) = (memory(rows, depth), memory(depth, columns), memory(rows, columns));
    let strides = |n: usize| [(n * item) as isize, item as isize];
    let steps = [rows * columns, rows * depth, depth * columns].map(|n| (n * item) as isize);
    let rounds = (20_000_000 / (case.cost() + 100)).clamp(1, 100_000);
    let (a_strides, b_strides, c_strides) = (strides(depth), strides(columns), strides(columns));
    let plan = Product::new(product, case.shape, a_strides, b_strides, c_strides, [false; 2]);
    let whole = plan.whole();
    let once = |c: &mut [u64]| {
        let (a, b) = (black_box(&a).as_ptr().cast(), black_box(&b).as_ptr().cast());
        // SAFETY: the three have room for `count` matrices, whose bytes may be anything.
        unsafe { plan.run_stack(&whole, a, b, c.as_mut_ptr().cast(), case.count, steps) };
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
