//! Operands that meet: labels that nobody else needs are summed, two operands become a matrix product.
#![expect(unsafe_code, reason = "memory that is written before anyone reads it")]

use ndstrata_array::{DynArray, DynCow, DynView, Order, broadcast_shapes};
use ndstrata_dtype::{DType, Kind};
use ndstrata_ufunc::{CallOptions, Operand, ReduceOptions, ufuncs};

use super::grammar::Label;
use crate::error::Result;
use crate::products::product;

/// An array whose axes have labels.
#[derive(Clone)]
pub(super) struct Labelled<'a> {
    array: DynCow<'a>,
    labels: Vec<Label>,
}

impl<'a> Labelled<'a> {
    pub(super) fn new(array: DynCow<'a>, labels: Vec<Label>) -> Labelled<'a> {
        debug_assert_eq!(array.ndim(), labels.len());
        Labelled { array, labels }
    }

    /// Each label once: the diagonal of axes that share one.
    pub(super) fn with_diagonals(mut self) -> Result<Labelled<'a>> {
        let mut axis = 0;
        while axis < self.labels.len() {
            let first = self.labels.iter().position(|label| *label == self.labels[axis]);
            if let Some(first) = first
                && first < axis
            {
                // The diagonal is put last.
                self.array = self.array.diagonal(0, [first as isize, axis as isize])?;
                let label = self.labels.remove(axis);
                self.labels.remove(first);
                self.labels.push(label);
                axis = 0;
                continue;
            }
            axis += 1;
        }
        Ok(self)
    }

    /// Sums over the labels that are not wanted.
    fn summed(mut self, wanted: impl Fn(Label) -> bool) -> Result<Labelled<'a>> {
        let axes: Vec<isize> = (0..self.labels.len())
            .filter(|&i| !wanted(self.labels[i]))
            .map(|i| i as isize)
            .collect();
        if axes.is_empty() {
            return Ok(self);
        }
        let dtype = self.array.dtype().clone();
        if let Some(sums) = self.summed_by_products(&axes)? {
            self.array = sums.into_cow();
            self.labels.retain(|&label| wanted(label));
            return Ok(self);
        }
        let options = ReduceOptions::new().axes(&axes);
        self.array = match dtype == DType::BOOL {
            true => ufuncs::LOGICAL_OR.reduce(&self.array.view(), options)?.into_cow(),
            false => ufuncs::ADD.reduce(&self.array.view(), options.dtype(dtype))?.into_cow(),
        };
        self.labels.retain(|&label| wanted(label));
        Ok(self)
    }

    /// The sums over the first or the last axes of a packed array of inexact numbers, as a product with ones, of which the
    /// kernels make one pass.
    fn summed_by_products(&self, axes: &[isize]) -> Result<Option<DynArray>> {
        let (array, n) = (&self.array, axes.len());
        let is_inexact = matches!(array.dtype().kind(), Kind::Float | Kind::Complex);
        let kept = array.ndim() - n;
        if !is_inexact || kept == 0 || array.size() < MANY || !array.is_c_contiguous() {
            return Ok(None);
        }
        let is_first = axes[n - 1] + 1 == n as isize;
        let is_last = axes[0] == kept as isize;
        if !is_first && !is_last {
            return Ok(None);
        }
        let (summed, shape) = match is_first {
            true => array.shape().split_at(n),
            false => {
                let (shape, summed) = array.shape().split_at(kept);
                (summed, shape)
            }
        };
        let lengths = [shape, summed].map(|shape| shape.iter().product::<usize>() as isize);
        let shape: Vec<isize> = shape.iter().map(|&length| length as isize).collect();
        let ones = DynArray::ones(&[lengths[1] as usize], array.dtype(), Order::C)?;
        let made = match is_first {
            true => {
                let matrix = array.view().reshape([lengths[1], lengths[0]])?;
                product(&ones.view().expand_dims(&[0])?, &matrix.view(), [false, false])?
            }
            false => {
                let matrix = array.view().reshape(lengths)?;
                product(&matrix.view(), &ones.view().expand_dims(&[1])?, [false, false])?
            }
        };
        Ok(Some(made.reshape(shape)?))
    }

    /// The axes in the order of these labels; a label that is missing gets an axis of length 1.
    pub(super) fn in_order(mut self, labels: &[Label]) -> Result<DynCow<'a>> {
        for label in labels {
            if !self.labels.contains(label) {
                self.array = self.array.expand_dims(&[self.labels.len() as isize])?;
                self.labels.push(*label);
            }
        }
        let axes: Vec<isize> = labels
            .iter()
            .filter_map(|label| self.labels.iter().position(|l| l == label))
            .map(|axis| axis as isize)
            .collect();
        Ok(self.array.transpose(&axes)?)
    }

    fn length(&self, label: Label) -> Option<usize> {
        let axis = self.labels.iter().position(|&l| l == label)?;
        Some(self.array.shape()[axis])
    }

    /// Without the axes of length 1 that the other operand has longer, where they broadcast.
    fn without_broadcast(mut self, other: &Labelled<'_>) -> Result<Labelled<'a>> {
        let axes: Vec<isize> = (0..self.labels.len())
            .filter(|&i| {
                self.array.shape()[i] == 1 && other.length(self.labels[i]).is_some_and(|n| n != 1)
            })
            .map(|i| i as isize)
            .collect();
        if axes.is_empty() {
            return Ok(self);
        }
        self.array = self.array.squeeze_axes(&axes)?;
        let mut place = 0;
        self.labels.retain(|_| {
            place += 1;
            !axes.contains(&(place - 1))
        });
        Ok(self)
    }
}

/// The last that happened to a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Last {
    /// Its axes were put in order, or summed.
    Arranged,
    /// Its elements were added up from zero, as products of matrices are.
    FromZero,
}

/// Lets operands meet step by step, and puts the result's axes in order.
pub(super) fn contract_all(
    mut operands: Vec<Labelled<'_>>,
    steps: &[Vec<usize>],
    output: &[Label],
) -> Result<(DynArray, Last)> {
    let mut last = Last::Arranged;
    for step in steps {
        let mut places = step.clone();
        places.sort_unstable_by(|a, b| b.cmp(a));
        let mut met: Vec<Labelled<'_>> =
            places.iter().map(|&place| operands.remove(place)).collect();
        // Those that stood first meet first.
        let mut result = match met.pop() {
            Some(first) => first.with_diagonals()?,
            None => continue,
        };
        while let Some(next) = met.pop() {
            let wanted = |label: Label| {
                output.contains(&label)
                    || operands.iter().chain(&met).any(|other| other.labels.contains(&label))
            };
            (result, last) = pair(result, next.with_diagonals()?, &wanted)?;
        }
        let wanted = |label: Label| {
            output.contains(&label) || operands.iter().any(|other| other.labels.contains(&label))
        };
        if !result.labels.iter().all(|&label| wanted(label)) {
            last = Last::Arranged;
        }
        operands.push(result.summed(wanted)?);
    }
    match operands.pop() {
        Some(result) => Ok((result.in_order(output)?.into_owned()?, last)),
        None => Ok((DynArray::zeros(&[], &DType::FLOAT64, Order::C)?, Last::Arranged)),
    }
}

/// Two operands, each label once in each; the result has the wanted labels.
fn pair<'a>(
    a: Labelled<'a>,
    b: Labelled<'a>,
    wanted: &dyn Fn(Label) -> bool,
) -> Result<(Labelled<'a>, Last)> {
    let a = a.without_broadcast(&b)?;
    let b = b.without_broadcast(&a)?;
    let (in_a, in_b) = (a.labels.clone(), b.labels.clone());
    let a = a.summed(|label| wanted(label) || in_b.contains(&label))?;
    let b = b.summed(|label| wanted(label) || in_a.contains(&label))?;
    let shared = |label: &&Label| b.labels.contains(label);
    let batch: Vec<Label> =
        a.labels.iter().filter(shared).copied().filter(|&l| wanted(l)).collect();
    let inner: Vec<Label> =
        a.labels.iter().filter(shared).copied().filter(|&l| !wanted(l)).collect();
    let rows: Vec<Label> = a.labels.iter().copied().filter(|l| !b.labels.contains(l)).collect();
    let columns: Vec<Label> = b.labels.iter().copied().filter(|l| !a.labels.contains(l)).collect();
    let labels = [batch.clone(), rows.clone(), columns.clone()].concat();
    let is_inexact = matches!(a.array.dtype().kind(), Kind::Float | Kind::Complex);
    // A sum of one product, which starts from zero, is made in one pass.
    let is_outer = batch.is_empty() && is_inexact && !rows.is_empty() && !columns.is_empty();
    if inner.is_empty() && !is_outer {
        let (a, b) = (a.in_order(&labels)?, b.in_order(&labels)?);
        let products = elementwise(&a.view(), &b.view())?;
        return Ok((Labelled::new(products.into_cow(), labels), Last::FromZero));
    }
    let lengths = |of: &Labelled<'_>, labels: &[Label]| -> Vec<usize> {
        labels.iter().map(|&label| of.length(label).unwrap_or(1)).collect()
    };
    let shape = [lengths(&a, &batch), lengths(&a, &rows), lengths(&b, &columns)].concat();
    let (inner, depth) = in_step(&a, &b, inner);
    let n_batch = batch.len();
    let n = |lengths: Vec<usize>| lengths.iter().product::<usize>();
    let (n_rows, n_columns) = (n(lengths(&a, &rows)), n(lengths(&b, &columns)));
    let a = a.in_order(&[&batch[..], &rows, &inner].concat())?;
    let b = b.in_order(&[&batch[..], &inner, &columns].concat())?;
    let a = grouped(&a, n_batch, [n_rows, depth])?;
    let b = grouped(&b, n_batch, [depth, n_columns])?;
    let made = product(&a.view(), &b.view(), [false, false])?;
    let shape: Vec<isize> = shape.iter().map(|&n| n as isize).collect();
    Ok((Labelled::new(made.reshape(shape)?.into_cow(), labels), Last::FromZero))
}

/// Elements from which sums are made by products.
const MANY: usize = 1 << 12;

/// Elements of a block of products: what a nearer cache holds.
const BLOCK: usize = 1 << 15;

/// Products of elements of which axes have one length or broadcast, added to zero: no zero is negative then.
fn elementwise(a: &DynView<'_>, b: &DynView<'_>) -> Result<DynArray> {
    let is_inexact = matches!(a.dtype().kind(), Kind::Float | Kind::Complex);
    if !is_inexact {
        return Ok(ndstrata_ufunc::multiply(a, b)?);
    }
    let shape = broadcast_shapes(&[a.shape(), b.shape()])?;
    let (a, b) = (a.clone().broadcast_to(&shape)?, b.clone().broadcast_to(&shape)?);
    let rows = shape.first().copied().unwrap_or(1);
    let row = shape.iter().skip(1).product::<usize>().max(1);
    #[cfg(feature = "rayon")]
    let is_shared = rayon::current_num_threads() > 1;
    #[cfg(not(feature = "rayon"))]
    let is_shared = false;
    // Other threads are worth more than a nearer cache.
    if shape.is_empty() || rows * row <= BLOCK || is_shared {
        let mut made = ndstrata_ufunc::multiply(&a, &b)?;
        ufuncs::ADD.call_in_place(&mut made.view_mut()?, &[0.0.into()])?;
        return Ok(made);
    }
    // SAFETY: blocks of rows that are all written below; an error drops the array.
    let mut made = unsafe { DynArray::uninit(&shape, a.dtype(), Order::C)? };
    let mut whole = made.view_mut()?;
    let height = (BLOCK / row).max(1);
    for start in (0..rows).step_by(height) {
        let n = height.min(rows - start);
        let [x, y] = [&a, &b].map(|of| of.clone().slice_axis(0, start, 1, n));
        let mut block = whole.view_mut().slice_axis(0, start, 1, n)?;
        let options = CallOptions::new().out(block.view_mut());
        ufuncs::MULTIPLY.call(&[Operand::from(x?), Operand::from(y?)], options)?;
        ufuncs::ADD.call_in_place(&mut block, &[0.0.into()])?;
    }
    Ok(made)
}

/// The inner labels in the order of `a`'s strides, in which they most likely are one axis, and their joint length.
fn in_step(a: &Labelled<'_>, b: &Labelled<'_>, mut inner: Vec<Label>) -> (Vec<Label>, usize) {
    let stride = |of: &Labelled<'_>, label: Label| {
        let axis = of.labels.iter().position(|&l| l == label).unwrap_or(0);
        of.array.strides()[axis].unsigned_abs()
    };
    inner.sort_by_key(|&label| std::cmp::Reverse((stride(a, label), stride(b, label))));
    let depth = inner.iter().map(|&label| a.length(label).unwrap_or(1)).product();
    (inner, depth)
}

/// The axes after the first `n_batch` as two.
fn grouped<'v>(array: &'v DynCow<'_>, n_batch: usize, core: [usize; 2]) -> Result<DynCow<'v>> {
    let shape: Vec<usize> = array.shape()[..n_batch].iter().copied().chain(core).collect();
    if array.shape() == shape {
        return Ok(array.view().into_cow());
    }
    let shape: Vec<isize> = shape.iter().map(|&n| n as isize).collect();
    Ok(array.view().reshape(shape)?)
}
