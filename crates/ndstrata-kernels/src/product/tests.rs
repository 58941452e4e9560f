//! Every type, path and layout against the definition, with numbers whose sums are exact.
#![expect(unsafe_code, reason = "calls the loops on vectors' memory")]

use num_complex::Complex;

use super::{Product, ProductType, Target};
use crate::versions::levels;

/// A number of a few bits, so that no path rounds.
trait Exact: Copy + PartialEq + std::fmt::Debug + 'static {
    const TYPE: ProductType;
    fn small(seed: usize) -> Self;
    fn times(self, other: Self) -> Self;
    fn plus(self, other: Self) -> Self;
    fn conjugated(self) -> Self {
        self
    }
}

macro_rules! exact {
    ($($t:ty => $name:ident, |$x:ident| $small:expr, |$a:ident, $b:ident| $times:expr, $plus:expr $(, |$z:ident| $conjugate:expr)?;)*) => {$(
        impl Exact for $t {
            const TYPE: ProductType = ProductType::$name;
            fn small(seed: usize) -> $t {
                let $x = (seed.wrapping_mul(2_654_435_761) >> 7) % 13;
                $small
            }
            fn times(self, $b: $t) -> $t { let $a = self; $times }
            fn plus(self, $b: $t) -> $t { let $a = self; $plus }
            $(fn conjugated(self) -> $t { let $z = self; $conjugate })?
        }
    )*};
}

exact! {
    i16 => I16, |x| (x as i16).wrapping_mul(3001), |a, b| a.wrapping_mul(b), a.wrapping_add(b);
    i32 => I32, |x| (x as i32).wrapping_mul(300_000_001), |a, b| a.wrapping_mul(b), a.wrapping_add(b);
    i64 => I64, |x| x as i64 * 3_000_000_000_001, |a, b| a.wrapping_mul(b), a.wrapping_add(b);
    f32 => F32, |x| x as f32 - 6.0, |a, b| a * b, a + b;
    f64 => F64, |x| x as f64 - 6.0, |a, b| a * b, a + b;
    Complex<f32> => Complex64, |x| Complex::new(x as f32 - 6.0, (x % 5) as f32 - 2.0), |a, b| a * b, a + b, |z| z.conj();
    Complex<f64> => Complex128, |x| Complex::new(x as f64 - 6.0, (x % 5) as f64 - 2.0), |a, b| a * b, a + b, |z| z.conj();
}

/// A matrix in the middle of memory that is otherwise not touched: `steps` elements from row to row and column to
/// column.
struct Stored<T> {
    memory: Vec<T>,
    start: usize,
    steps: [isize; 2],
}

impl<T: Exact> Stored<T> {
    fn new(rows: usize, columns: usize, layout: usize, seed: usize) -> Stored<T> {
        let (r, c) = (rows.max(1) as isize, columns.max(1) as isize);
        let steps = match layout {
            0 => [c, 1],
            1 => [1, r],
            2 => [2 * c + 1, 2],
            3 => [-c - 3, 1],
            _ => [3, -3 * r],
        };
        let reach = |n: isize, step: isize| (n - 1) * step;
        let (a, b) = (reach(r, steps[0]), reach(c, steps[1]));
        let start = (-(a.min(0) + b.min(0))) as usize + 5;
        let end = start as isize + a.max(0) + b.max(0) + 6;
        let memory = (0..end as usize).map(|i| T::small(i + seed)).collect();
        Stored { memory, start, steps }
    }

    fn strides(&self) -> [isize; 2] {
        self.steps.map(|step| step * size_of::<T>() as isize)
    }

    fn place(&self, i: usize, j: usize) -> usize {
        (self.start as isize + i as isize * self.steps[0] + j as isize * self.steps[1]) as usize
    }

    fn at(&self, i: usize, j: usize) -> T {
        self.memory[self.place(i, j)]
    }
}

fn check<T: Exact>([rows, depth, columns]: [usize; 3], layouts: [usize; 3], conjugate: [bool; 2]) {
    let a = Stored::<T>::new(rows, depth, layouts[0], 1);
    let b = Stored::<T>::new(depth, columns, layouts[1], 2);
    let blank = Stored::<T>::new(rows, columns, layouts[2], 3);
    let turn = |x: T, asked: bool| if asked { x.conjugated() } else { x };
    let mut expected = blank.memory.clone();
    for i in 0..rows {
        for j in 0..columns {
            let mut sum: Option<T> = None;
            for k in 0..depth {
                let product = turn(a.at(i, k), conjugate[0]).times(turn(b.at(k, j), conjugate[1]));
                sum = Some(sum.map_or(product, |sum| sum.plus(product)));
            }
            // SAFETY: a number of zero bytes is a zero of each of these types.
            expected[blank.place(i, j)] = sum.unwrap_or(unsafe { std::mem::zeroed() });
        }
    }
    for level in levels() {
        for n_parts in [1, 3] {
            let plan = Product::at_level(
                level,
                T::TYPE,
                [rows, depth, columns],
                a.strides(),
                b.strides(),
                blank.strides(),
                conjugate,
            );
            let mut found = blank.memory.clone();
            let pointer = |stored: &Stored<T>| stored.memory[stored.start..].as_ptr().cast::<u8>();
            let c = found[blank.start..].as_mut_ptr().cast::<u8>();
            for part in plan.parts(n_parts) {
                // SAFETY: the three live in vectors of their own, with room for their layouts.
                unsafe { plan.run(&part, pointer(&a), pointer(&b), c) };
            }
            assert!(
                found == expected,
                "{:?} {level:?} {rows}x{depth}x{columns} layouts {layouts:?} conjugate {conjugate:?} parts {n_parts}",
                T::TYPE
            );
        }
    }
}

fn check_all<T: Exact>() {
    let lengths = [0, 1, 2, 3, 5, 7, 8, 9, 17, 33];
    let mut seed = 1_usize;
    let mut pick = |n: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % n
    };
    for &rows in &lengths {
        for &columns in &lengths {
            for _ in 0..2 {
                let shape = [rows, lengths[pick(lengths.len())], columns];
                let layouts = [pick(5), pick(5), pick(5)];
                check::<T>(shape, layouts, [pick(2) == 1, pick(2) == 1]);
            }
        }
    }
    for shape in [[20, 270, 60], [9, 1100, 3], [1, 70, 300], [300, 40, 1], [1, 3000, 1]] {
        for layouts in [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1], [2, 2, 2], [4, 3, 4]] {
            check::<T>(shape, layouts, [false, true]);
        }
    }
}

/// Added to what is there, subtracted, and over a stack of matrices that follow each other.
fn check_targets<T: Exact>() {
    for [rows, depth, columns] in
        [[3, 4, 5], [1, 9, 30], [17, 0, 4], [20, 300, 60], [40, 30, 1], [6, 6, 6]]
    {
        for level in levels() {
            for c_layout in [[columns, 1], [1, rows]] {
                let count = 3;
                let values = |n: usize, seed: usize| -> Vec<T> {
                    (0..n * count).map(|i| T::small(i + seed)).collect()
                };
                let (a, b) = (values(rows * depth, 1), values(depth * columns, 2));
                let old = values(rows * columns, 3);
                let bytes = |n: usize| (n * size_of::<T>()) as isize;
                let item = bytes(1);
                let plan = Product::at_level(
                    level,
                    T::TYPE,
                    [rows, depth, columns],
                    [bytes(depth), item],
                    [bytes(columns), item],
                    c_layout.map(bytes),
                    [false; 2],
                );
                let run = |target: Target, c: &mut Vec<T>| {
                    let plan = plan.clone().onto(target);
                    let steps =
                        [bytes(rows * columns), bytes(rows * depth), bytes(depth * columns)];
                    let (a, b) = (a.as_ptr().cast(), b.as_ptr().cast());
                    // SAFETY: the three hold `count` matrices of these lengths.
                    unsafe {
                        plan.run_stack(&plan.whole(), a, b, c.as_mut_ptr().cast(), count, steps)
                    };
                };
                let mut product = old.clone();
                run(Target::Replace, &mut product);
                let mut added = old.clone();
                run(Target::Add, &mut added);
                let sums: Vec<T> = old.iter().zip(&product).map(|(&x, &y)| x.plus(y)).collect();
                assert!(added == sums, "{:?} {level:?} {rows}x{depth}x{columns}", T::TYPE);
                run(Target::Subtract, &mut added);
                assert!(added == old, "{:?} {level:?} {rows}x{depth}x{columns}", T::TYPE);
                for k in 0..count {
                    let mut single = vec![T::small(0); rows * columns];
                    let (a, b) =
                        (a[k * rows * depth..].as_ptr(), b[k * depth * columns..].as_ptr());
                    // SAFETY: matrix `k` of each.
                    unsafe {
                        plan.run(&plan.whole(), a.cast(), b.cast(), single.as_mut_ptr().cast())
                    };
                    assert!(single[..] == product[k * rows * columns..(k + 1) * rows * columns]);
                }
            }
        }
    }
}

#[test]
fn targets_and_stacks() {
    check_targets::<i16>();
    check_targets::<i32>();
    check_targets::<i64>();
    check_targets::<f32>();
    check_targets::<f64>();
    check_targets::<Complex<f32>>();
    check_targets::<Complex<f64>>();
}

#[test]
fn integers() {
    check_all::<i16>();
    check_all::<i32>();
    check_all::<i64>();
}

#[test]
fn floats() {
    check_all::<f32>();
    check_all::<f64>();
}

#[test]
fn complex_numbers() {
    check_all::<Complex<f32>>();
    check_all::<Complex<f64>>();
}
