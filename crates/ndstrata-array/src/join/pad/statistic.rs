//! Largest, smallest, mean and middle elements along an axis, as far as padding needs them.

use ndarray::{Axis, IxDyn};
use ndstrata_dtype::{DType, Element, Kind};
use num_complex::Complex;

use super::{PadStatistic, is_integral};
use crate::array::{DynArray, DynView};
use crate::create::CreateFault;
use crate::error::Result;

/// The statistic along an axis, which disappears, in the array's type. `is_c` tells that NumPy has the
/// elements in C order, and so adds whole slabs where later axes are long.
pub(super) fn along(
    array: &DynView<'_>,
    axis: usize,
    statistic: PadStatistic,
    is_c: bool,
) -> Result<DynArray> {
    let dtype = array.dtype();
    let last = array.clone().moveaxis(&[axis as isize], &[-1])?;
    let shape: Vec<isize> = last.shape()[..last.ndim() - 1].iter().map(|&n| n as isize).collect();
    let n = last.shape()[last.ndim() - 1];
    // One element is its own mean.
    if n == 1
        && matches!(
            dtype.kind(),
            Kind::Bool | Kind::Float | Kind::Complex | Kind::SignedInteger | Kind::UnsignedInteger
        )
    {
        return array.clone().index_axis(axis as isize, 0)?.copy(crate::layout::Order::C);
    }
    let is_extreme = matches!(statistic, PadStatistic::Maximum | PadStatistic::Minimum);
    let is_max = statistic == PadStatistic::Maximum;
    if statistic == PadStatistic::Mean
        && is_c
        && array.shape()[axis + 1..].iter().product::<usize>() > 1
        && n > 0
        && (dtype == &DType::FLOAT64 || dtype == &DType::FLOAT32)
    {
        return match dtype.itemsize() {
            8 => mean_of_slabs(array, axis, |n| n as f64),
            _ => mean_of_slabs(array, axis, |n| n as f32),
        };
    }
    let made = match dtype.kind() {
        Kind::Complex => {
            let cast = last.cast_to_same(&DType::COMPLEX128)?;
            each::<Complex<f64>, _>(&cast.view(), |row| complex_statistic(row, statistic))
        }
        Kind::SignedInteger | Kind::Bool if is_extreme => {
            let cast = last.cast_to_same(&DType::INT64)?;
            each::<i64, _>(&cast.view(), |row| extreme(row, is_max))
        }
        Kind::UnsignedInteger if is_extreme => {
            let cast = last.cast_to_same(&DType::UINT64)?;
            each::<u64, _>(&cast.view(), |row| extreme(row, is_max))
        }
        Kind::Float if dtype.itemsize() < 8 => {
            let cast = last.cast_to_same(&DType::FLOAT32)?;
            each::<f32, _>(&cast.view(), |row| float_statistic(row, statistic, 0.0, |n| n as f32))
        }
        Kind::Float | Kind::SignedInteger | Kind::UnsignedInteger | Kind::Bool => {
            let cast = last.cast_to_same(&DType::FLOAT64)?;
            let round = |x: f64| if is_integral(dtype) { x.round_ties_even() } else { x };
            each::<f64, _>(&cast.view(), |row| {
                round(float_statistic(row, statistic, 0.0, |n| n as f64))
            })
        }
        _ => return Err(CreateFault::SampleType { dtype: dtype.clone() }.into()),
    };
    made?.reshape(shape)?.view().cast_to_same(dtype)?.into_owned()
}

/// The statistic of each row; of rows without elements too, as a mean of nothing is a number.
fn each<T: Element, R: Element>(
    rows: &DynView<'_>,
    statistic: impl Fn(&[T]) -> R,
) -> Result<DynArray> {
    let rows = rows.typed::<T, IxDyn>()?;
    let found = rows.lanes(Axis(rows.ndim() - 1)).into_iter().map(|row| match row.as_slice() {
        Some(row) => statistic(row),
        None => statistic(&row.to_vec()),
    });
    Ok(DynArray::from_vec(found.collect()))
}

/// The mean along another axis than the last, whose elements are added slab by slab.
fn mean_of_slabs<T>(array: &DynView<'_>, axis: usize, count: fn(usize) -> T) -> Result<DynArray>
where
    T: Element + std::ops::AddAssign + std::ops::Div<Output = T>,
{
    let shape = array.shape();
    let n = shape[axis];
    let mut means = Vec::with_capacity(array.size() / n);
    for block in blocks(array, axis)? {
        let start = means.len();
        means.extend_from_slice(&block.clone().index_axis(0, 0)?.to_slice::<T>()?);
        for i in 1..n {
            let slab = block.clone().index_axis(0, i as isize)?;
            let sums = means[start..].iter_mut();
            sums.zip(slab.to_slice::<T>()?.iter()).for_each(|(sum, &x)| *sum += x);
        }
        means[start..].iter_mut().for_each(|sum| *sum = *sum / count(n));
    }
    let form: Vec<isize> =
        shape[..axis].iter().chain(&shape[axis + 1..]).map(|&n| n as isize).collect();
    DynArray::from_vec(means).reshape(form)
}

/// The parts of an array that share their place along the first axes.
fn blocks<'a>(array: &DynView<'a>, n_axes: usize) -> Result<Vec<DynView<'a>>> {
    let mut blocks = vec![array.clone()];
    for _ in 0..n_axes {
        let mut parts = Vec::new();
        for block in blocks {
            for i in 0..block.shape()[0] {
                parts.push(block.clone().index_axis(0, i as isize)?);
            }
        }
        blocks = parts;
    }
    Ok(blocks)
}

fn extreme<T: Copy + PartialOrd + Default>(row: &[T], is_max: bool) -> T {
    let better = |a: T, b: T| if (b > a) == is_max { b } else { a };
    row.iter().copied().reduce(better).unwrap_or_default()
}

/// Of `f32` or `f64`; NaN propagates.
fn float_statistic<T>(row: &[T], statistic: PadStatistic, zero: T, count: fn(usize) -> T) -> T
where
    T: Copy + PartialOrd + std::ops::Add<Output = T> + std::ops::Div<Output = T>,
{
    let is_nan = |x: &T| x.partial_cmp(x).is_none();
    // A sum becomes NaN by itself.
    if statistic != PadStatistic::Mean
        && let Some(&nan) = row.iter().find(|x| is_nan(x))
    {
        return nan;
    }
    let (nothing, two) = (zero / count(0), count(2));
    match statistic {
        PadStatistic::Mean => pairwise_sum(row, zero) / count(row.len()),
        PadStatistic::Maximum => {
            row.iter().copied().reduce(|a, b| if b > a { b } else { a }).unwrap_or(nothing)
        }
        PadStatistic::Minimum => {
            row.iter().copied().reduce(|a, b| if b < a { b } else { a }).unwrap_or(nothing)
        }
        PadStatistic::Median => {
            let mut sorted = row.to_vec();
            sorted.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
            match sorted.len() {
                0 => nothing,
                n if n % 2 == 1 => sorted[n / 2],
                n => (sorted[n / 2 - 1] + sorted[n / 2]) / two,
            }
        }
    }
}

/// The sum in NumPy's order: eight sums side by side up to 128 elements, halves beyond.
fn pairwise_sum<T: Copy + std::ops::Add<Output = T>>(row: &[T], zero: T) -> T {
    if row.len() < 8 {
        return row.iter().fold(zero, |sum, &x| sum + x);
    }
    if row.len() > 128 {
        let half = row.len() / 2;
        let (left, right) = row.split_at(half - half % 8);
        return pairwise_sum(left, zero) + pairwise_sum(right, zero);
    }
    let mut chunks = row.chunks_exact(8);
    let mut sums = [zero; 8];
    if let Some(first) = chunks.next() {
        sums.copy_from_slice(first);
    }
    for chunk in chunks.by_ref() {
        sums.iter_mut().zip(chunk).for_each(|(sum, &x)| *sum = *sum + x);
    }
    let [a, b, c, d, e, f, g, h] = sums;
    let sum = ((a + b) + (c + d)) + ((e + f) + (g + h));
    chunks.remainder().iter().fold(sum, |sum, &x| sum + x)
}

fn complex_statistic(row: &[Complex<f64>], statistic: PadStatistic) -> Complex<f64> {
    let zero = Complex::new(0.0, 0.0);
    let less = |a: &Complex<f64>, b: &Complex<f64>| (a.re, a.im) < (b.re, b.im);
    let nothing = Complex::new(f64::NAN, f64::NAN);
    match statistic {
        PadStatistic::Mean => pairwise_sum(row, zero) / row.len() as f64,
        PadStatistic::Maximum => {
            row.iter().copied().reduce(|a, b| if less(&a, &b) { b } else { a }).unwrap_or(nothing)
        }
        PadStatistic::Minimum => {
            row.iter().copied().reduce(|a, b| if less(&b, &a) { b } else { a }).unwrap_or(nothing)
        }
        PadStatistic::Median => {
            let mut sorted = row.to_vec();
            sorted.sort_by(|a, b| a.re.total_cmp(&b.re).then(a.im.total_cmp(&b.im)));
            match sorted.len() {
                0 => nothing,
                n if n % 2 == 1 => sorted[n / 2],
                n => (sorted[n / 2 - 1] + sorted[n / 2]) / 2.0,
            }
        }
    }
}
