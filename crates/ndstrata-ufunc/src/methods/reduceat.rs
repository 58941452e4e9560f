//! `ufunc.reduceat`: segments of an axis folded.

use ndstrata_array::{DynArray, DynView, Order, normalize_axis};
use ndstrata_dtype::DType;

use crate::error::{Error, ErrorKind, Result};
use crate::error_state;
use crate::reduce::{ReduceOptions, at_axis};
use crate::ufunc::Ufunc;

impl Ufunc {
    /// Along `axis`, element `i` folds those from `indices[i]` up to the next index; where that is not
    /// greater, it is the element at `indices[i]`.
    ///
    /// NumPy: [numpy.ufunc.reduceat](https://numpy.org/doc/stable/reference/generated/numpy.ufunc.reduceat.html).
    ///
    /// # Errors
    ///
    /// As [`accumulate`](Ufunc::accumulate); an index out of bounds.
    pub fn reduceat(
        &'static self,
        a: &DynView<'_>,
        indices: &[i64],
        axis: isize,
        dtype: Option<&DType>,
    ) -> Result<DynArray> {
        error_state::as_one("reduceat", || self.reduceat_noted(a, indices, axis, dtype))
    }

    fn reduceat_noted(
        &'static self,
        a: &DynView<'_>,
        indices: &[i64],
        axis: isize,
        dtype: Option<&DType>,
    ) -> Result<DynArray> {
        self.check_binary("reduceat")?;
        let axis = normalize_axis(axis, a.ndim().max(1))?;
        if a.ndim() == 0 {
            return Err(Error::new(ErrorKind::FoldScalar { method: "reduceat" }));
        }
        let length = a.shape()[axis];
        let starts: Vec<usize> = indices
            .iter()
            .map(|&index| {
                usize::try_from(index).ok().filter(|&i| i < length).ok_or_else(|| {
                    Error::new(ErrorKind::ReduceatIndex { ufunc: self.name, index, length })
                })
            })
            .collect::<Result<_>>()?;
        let wide = dtype.cloned().or_else(|| self.wide_type(a.dtype()));
        let resolved = self.resolve_fold(a.dtype(), wide.as_ref(), "reduceat")?;
        let mut shape = a.shape().to_vec();
        shape[axis] = starts.len();
        let mut result = DynArray::zeros(&shape, &resolved.dtypes[2], Order::C)?;
        for (i, &start) in starts.iter().enumerate() {
            let stop = starts.get(i + 1).copied().unwrap_or(length);
            let folded = if start < stop {
                let segment = a.clone().slice_axis(axis as isize, start, 1, stop - start)?;
                let options = ReduceOptions::new()
                    .axes(&[axis as isize])
                    .dtype(resolved.dtypes[2].clone())
                    .no_initial();
                self.reduce(&segment, options)?
            } else {
                a.clone().index_axis(axis as isize, start as isize)?.astype(&resolved.dtypes[2])?
            };
            result.view_mut()?.slice(&at_axis(axis, i))?.assign(&folded.view())?;
        }
        Ok(result)
    }
}
