//! Any ufunc's reduction: slice after slice is folded into the accumulators by the ufunc's own loop.

use ndstrata_array::{DynArray, Index, Order, Slice};
use smallvec::smallvec;

use super::{Folded, ReduceOptions};
use crate::call::CallOptions;
use crate::error::Result;
use crate::operand::Operand;
use crate::ufunc::Ufunc;

impl Ufunc {
    pub(super) fn reduce_generic(
        &'static self,
        folded: &Folded<'_>,
        options: &ReduceOptions<'_>,
    ) -> Result<DynArray> {
        let dtypes = &folded.resolved.dtypes;
        // The folded axes first, in order; each of their positions is one slice.
        let order: Vec<isize> =
            folded.axes.iter().chain(&folded.kept()).map(|&axis| axis as isize).collect();
        let source = folded.a.clone().transpose(&order)?;
        let source = if source.dtype() == &dtypes[1] {
            source.into_cow()
        } else {
            source.astype(&dtypes[1])?.into_cow()
        };
        let mask = match &options.mask {
            None => None,
            Some(mask) => Some(mask.broadcast_to(folded.a.shape())?.transpose(&order)?),
        };
        let n_axes = folded.axes.len();
        let shape: Vec<usize> = source.shape()[..n_axes].to_vec();
        let slice =
            |position: &[usize]| -> Vec<Index> { position.iter().map(|&i| i.into()).collect() };
        let mut positions = Positions::new(&shape);
        let mut accumulators = match folded.start(self, &options.initial, &dtypes[0])? {
            Some(start) => start,
            None => match positions.next() {
                Some(first) => {
                    let first = source.view().slice(&slice(&first))?;
                    if first.dtype() == &dtypes[0] {
                        first.copy(Order::C)?
                    } else {
                        first.astype(&dtypes[0])?.copy(Order::C)?
                    }
                }
                None => DynArray::zeros(&folded.kept_shape(), &dtypes[0], Order::C)?,
            },
        };
        for position in positions {
            let element = source.view().slice(&slice(&position))?;
            let mask = match &mask {
                None => None,
                Some(mask) => Some(mask.clone().slice(&slice(&position))?),
            };
            self.fold_slice(&mut accumulators, element.into_cow(), mask, folded)?;
        }
        Ok(accumulators)
    }

    /// `accumulators = op(accumulators, element)`.
    fn fold_slice(
        &'static self,
        accumulators: &mut DynArray,
        element: ndstrata_array::DynCow<'_>,
        mask: Option<ndstrata_array::DynView<'_>>,
        folded: &Folded<'_>,
    ) -> Result<()> {
        let inputs: smallvec::SmallVec<[_; 2]> =
            smallvec![accumulators.clone().into_cow(), element];
        let mut result = accumulators.clone();
        let mut views = [result.view_mut()?];
        self.execute(folded.resolved, &inputs, &mut views, mask.as_ref())?;
        *accumulators = result;
        Ok(())
    }

    /// One result of two arrays through a resolved loop, without further checks.
    pub(crate) fn fold_pair(
        &'static self,
        resolved: &crate::resolve::Resolved,
        lhs: &DynArray,
        rhs: &DynArray,
    ) -> Result<DynArray> {
        let inputs = [Operand::from(lhs), Operand::from(rhs)];
        let options = CallOptions::new()
            .dtype(resolved.dtypes[2].clone())
            .casting(ndstrata_dtype::Casting::Unsafe);
        let mut results = self.call(&inputs, options)?;
        Ok(results.pop().unwrap_or_else(|| lhs.clone()))
    }
}

/// Every position of a shape, in C order.
pub(crate) struct Positions {
    shape: Vec<usize>,
    next: Option<Vec<usize>>,
}

impl Positions {
    pub(crate) fn new(shape: &[usize]) -> Positions {
        let next = if shape.contains(&0) { None } else { Some(vec![0; shape.len()]) };
        Positions { shape: shape.to_vec(), next }
    }
}

impl Iterator for Positions {
    type Item = Vec<usize>;

    fn next(&mut self) -> Option<Vec<usize>> {
        let current = self.next.take()?;
        let mut following = current.clone();
        for axis in (0..self.shape.len()).rev() {
            following[axis] += 1;
            if following[axis] < self.shape[axis] {
                self.next = Some(following);
                break;
            }
            following[axis] = 0;
        }
        Some(current)
    }
}

/// A full slice, for the axes before the one that is walked.
pub(crate) fn at_axis(axis: usize, part: impl Into<Index>) -> Vec<Index> {
    let mut index: Vec<Index> = (0..axis).map(|_| Index::Slice(Slice::all())).collect();
    index.push(part.into());
    index
}
