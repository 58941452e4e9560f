//! `multi_dot`: a chain of matrix products in the order that costs least.

use ndstrata_array::{DynArray, DynCow, DynView, DynViewMut};
use ndstrata_ufunc::Operand;

use super::dot::{dot, dot_into, strong};
use super::fault::ProductFault;
use crate::error::Result;

/// The product of all matrices; the first may be a row vector, the last a column vector.
///
/// The order is found as in Cormen, Leiserson, Rivest, Stein, *Introduction to Algorithms*, section 15.2.
///
/// NumPy: [numpy.linalg.multi_dot](https://numpy.org/doc/stable/reference/generated/numpy.linalg.multi_dot.html).
///
/// # Errors
///
/// Fewer than two matrices; other ranks; lengths that differ.
///
/// ```
/// use ndarray::Array2;
/// use ndstrata_linalg::multi_dot;
/// let ones = |rows, columns| Array2::<f64>::ones((rows, columns));
/// let (a, b, c) = (ones(2, 3), ones(3, 4), ones(4, 5));
/// let product = multi_dot(&[(&a).into(), (&b).into(), (&c).into()])?;
/// assert_eq!(product.to_vec::<f64>()?, [12.0; 10]);
/// # Ok::<(), ndstrata_linalg::Error>(())
/// ```
pub fn multi_dot(matrices: &[Operand<'_>]) -> Result<DynArray> {
    let chain = Chain::new(matrices)?;
    let product = match chain.matrices.len() {
        2 => return dot(&chain.matrices[0], &chain.matrices[1]),
        n => chain.product(0, n - 1)?.into_owned()?,
    };
    chain.without_added_axes(product)
}

/// As [`multi_dot`], into an array that is C-contiguous and has the result's type and shape.
///
/// NumPy: [numpy.linalg.multi_dot](https://numpy.org/doc/stable/reference/generated/numpy.linalg.multi_dot.html)
/// with `out=`.
///
/// # Errors
///
/// As [`multi_dot`]; another output. NumPy's output for vectors has their axes of length 1.
pub fn multi_dot_into(matrices: &[Operand<'_>], out: DynViewMut<'_>) -> Result<()> {
    let chain = Chain::new(matrices)?;
    let n = chain.matrices.len();
    if n == 2 {
        return dot_into(&chain.matrices[0], &chain.matrices[1], out);
    }
    let split = chain.split[0][n - 1];
    dot_into(&chain.product(0, split)?, &chain.product(split + 1, n - 1)?, out)
}

struct Chain<'a> {
    matrices: Vec<DynCow<'a>>,
    /// Where the product of matrices `i` to `j` is taken apart.
    split: Vec<Vec<usize>>,
    starts_with_vector: bool,
    ends_with_vector: bool,
}

impl<'a> Chain<'a> {
    fn new(matrices: &[Operand<'a>]) -> Result<Chain<'a>> {
        let mut matrices =
            matrices.iter().map(|m| strong(m.clone())).collect::<Result<Vec<DynCow<'a>>>>()?;
        let n = matrices.len();
        if n < 2 {
            return Err(ProductFault::TooFewMatrices.into());
        }
        let (mut starts_with_vector, mut ends_with_vector) = (false, false);
        if n > 2 {
            starts_with_vector = matrices[0].ndim() == 1;
            ends_with_vector = matrices[n - 1].ndim() == 1;
            if starts_with_vector {
                matrices[0] = matrices[0].clone().expand_dims(&[0])?;
            }
            if ends_with_vector {
                matrices[n - 1] = matrices[n - 1].clone().expand_dims(&[1])?;
            }
            if let Some(bad) = matrices.iter().find(|m| m.ndim() != 2) {
                return Err(ProductFault::NotTwoAxes { n_axes: bad.ndim() }.into());
            }
        }
        let split = if n > 2 { best_splits(&matrices) } else { Vec::new() };
        Ok(Chain { matrices, split, starts_with_vector, ends_with_vector })
    }

    fn product(&self, i: usize, j: usize) -> Result<DynCow<'_>> {
        if i == j {
            return Ok(self.matrices[i].view().into_cow());
        }
        let split = self.split[i][j];
        Ok(dot(&self.product(i, split)?, &self.product(split + 1, j)?)?.into_cow())
    }

    fn without_added_axes(&self, product: DynArray) -> Result<DynArray> {
        let product = if self.starts_with_vector { product.index_axis(0, 0)? } else { product };
        Ok(if self.ends_with_vector { product.index_axis(-1, 0)? } else { product })
    }
}

/// For each run of matrices, where taking it apart costs least. Three matrices are compared as NumPy does, which
/// decides ties the same way.
fn best_splits(matrices: &[DynCow<'_>]) -> Vec<Vec<usize>> {
    let n = matrices.len();
    let lengths: Vec<f64> = matrices
        .iter()
        .map(|m| m.shape()[0] as f64)
        .chain(matrices.last().map(|m: &DynCow<'_>| DynView::shape(&m.view())[1] as f64))
        .collect();
    let mut split = vec![vec![0; n]; n];
    if n == 3 {
        let [a, b, c, d] = [lengths[0], lengths[1], lengths[2], lengths[3]];
        let left_first = a * c * (b + d);
        let right_first = b * d * (a + c);
        split[0][2] = usize::from(left_first < right_first);
        split[1][2] = 1;
        return split;
    }
    let mut cost = vec![vec![0.0; n]; n];
    for length in 1..n {
        for i in 0..n - length {
            let j = i + length;
            cost[i][j] = f64::INFINITY;
            for k in i..j {
                let q = cost[i][k] + cost[k + 1][j] + lengths[i] * lengths[k + 1] * lengths[j + 1];
                if q < cost[i][j] {
                    cost[i][j] = q;
                    split[i][j] = k;
                }
            }
        }
    }
    split
}
