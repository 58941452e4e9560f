//! `tensordot`: sums of products over any axes of two tensors.

use ndstrata_array::{DynArray, DynCow};
use ndstrata_ufunc::Operand;

use super::dot::{dot, strong};
use super::fault::ProductFault;
use crate::error::Result;

/// Over which axes products are summed.
///
/// NumPy: `axes=`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TensordotAxes {
    /// So many last axes of the first, and as many first axes of the second.
    Last(isize),
    /// Axes of the first, and those of the second that go with them.
    Pairs(Vec<isize>, Vec<isize>),
}

/// The sum of products over axes of both.
///
/// NumPy: [numpy.tensordot](https://numpy.org/doc/stable/reference/generated/numpy.tensordot.html).
///
/// # Errors
///
/// Axes that there are not, or of different lengths; types without a product or a common type.
///
/// ```
/// use ndarray::Array3;
/// use ndstrata_linalg::{TensordotAxes, tensordot};
/// let (a, b) = (Array3::<f64>::ones((3, 4, 5)), Array3::<f64>::ones((4, 3, 2)));
/// let sums = tensordot(&a, &b, TensordotAxes::Pairs(vec![1, 0], vec![0, 1]))?;
/// assert_eq!(sums.shape(), [5, 2]);
/// assert_eq!(sums.to_vec::<f64>()?, [12.0; 10]);
/// # Ok::<(), ndstrata_linalg::Error>(())
/// ```
pub fn tensordot<'a>(
    a: impl Into<Operand<'a>>,
    b: impl Into<Operand<'a>>,
    axes: TensordotAxes,
) -> Result<DynArray> {
    let (a, b) = (strong(a.into())?, strong(b.into())?);
    let (axes_a, axes_b) = match axes {
        TensordotAxes::Last(n) => {
            // The first axis that there is not ends it, however many there are to be.
            let n = n.clamp(0, a.ndim().max(b.ndim()) as isize + 1);
            ((-n..0).collect::<Vec<_>>(), (0..n).collect::<Vec<_>>())
        }
        TensordotAxes::Pairs(a, b) => (a, b),
    };
    if axes_a.len() != axes_b.len() {
        return Err(ProductFault::TensordotShapes.into());
    }
    let (axes_a, axes_b) = (places(&axes_a, a.ndim())?, places(&axes_b, b.ndim())?);
    if axes_a.iter().zip(&axes_b).any(|(&i, &j)| a.shape()[i] != b.shape()[j]) {
        return Err(ProductFault::TensordotShapes.into());
    }
    for axes in [&axes_a, &axes_b] {
        if axes.iter().enumerate().any(|(i, axis)| axes[..i].contains(axis)) {
            return Err(ProductFault::TensordotDuplicate.into());
        }
    }
    let free_a: Vec<usize> = (0..a.ndim()).filter(|axis| !axes_a.contains(axis)).collect();
    let free_b: Vec<usize> = (0..b.ndim()).filter(|axis| !axes_b.contains(axis)).collect();
    let lengths = |array: &DynCow<'_>, axes: &[usize]| -> Vec<isize> {
        axes.iter().map(|&axis| array.shape()[axis] as isize).collect()
    };
    let shape = [lengths(&a, &free_a), lengths(&b, &free_b)].concat();
    let depth: isize = lengths(&a, &axes_a).iter().product();
    let rows: isize = lengths(&a, &free_a).iter().product();
    let columns: isize = lengths(&b, &free_b).iter().product();
    let order = |first: &[usize], last: &[usize]| -> Vec<isize> {
        first.iter().chain(last).map(|&axis| axis as isize).collect()
    };
    let a = a.view().transpose(&order(&free_a, &axes_a))?;
    let b = b.view().transpose(&order(&axes_b, &free_b))?;
    let (a, b) = (a.reshape([rows, depth])?, b.reshape([depth, columns])?);
    Ok(dot(&a, &b)?.reshape(shape)?)
}

fn places(axes: &[isize], n_axes: usize) -> Result<Vec<usize>> {
    axes.iter()
        .map(|&axis| {
            let place = if axis < 0 { axis.wrapping_add(n_axes as isize) } else { axis };
            match usize::try_from(place) {
                Ok(place) if place < n_axes => Ok(place),
                _ => Err(ProductFault::TensordotAxis.into()),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use ndarray::Array2;

    use super::*;

    #[test]
    fn fewer_axes_than_none_are_none() {
        let a = Array2::<f64>::ones((2, 3));
        for n in [-1, isize::MIN] {
            assert_eq!(tensordot(&a, &a, TensordotAxes::Last(n)).unwrap().shape(), [2, 3, 2, 3]);
        }
        assert!(tensordot(&a, &a, TensordotAxes::Last(isize::MAX)).is_err());
    }
}
