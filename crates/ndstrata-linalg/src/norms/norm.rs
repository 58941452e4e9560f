//! Norms of all orders.

use ndarray::IxDyn;
use ndstrata_array::{DynArray, DynView, Order, normalize_axis};
use ndstrata_dtype::{DType, Kind};
use ndstrata_ufunc::{self as ufunc, Operand, ReduceOptions};

use crate::backend::dot;
use crate::decompositions::input::elements;
use crate::decompositions::{MatrixFault, svdvals};
use crate::error::Result;
use crate::products;

/// Which norm.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum NormOrder {
    /// Euclidean for vectors, Frobenius for matrices.
    #[default]
    Usual,
    /// The root of the sum of squares of a matrix.
    Frobenius,
    /// The sum of a matrix's singular values.
    Nuclear,
    /// A number, which may be infinite: for vectors (Σ |x|ᵖ)^(1/p); for matrices 1, 2, ∞ and their
    /// negatives.
    P(f64),
}

impl NormOrder {
    fn p(self) -> Option<f64> {
        match self {
            NormOrder::P(p) => Some(p),
            _ => None,
        }
    }
}

/// How [`norm`] works. By default it is one number for the whole array.
#[derive(Clone, Debug, Default)]
pub struct Norm {
    order: NormOrder,
    axes: Option<Vec<isize>>,
    keeps_axes: bool,
}

impl Norm {
    /// Which norm.
    ///
    /// NumPy: `ord=`.
    #[must_use]
    pub fn order(mut self, order: NormOrder) -> Norm {
        self.order = order;
        self
    }

    /// One axis along which vectors lie, or two for matrices.
    ///
    /// NumPy: `axis=`.
    #[must_use]
    pub fn axes(mut self, axes: &[isize]) -> Norm {
        self.axes = Some(axes.to_vec());
        self
    }

    /// Those axes stay, with length 1.
    ///
    /// NumPy: `keepdims=True`.
    #[must_use]
    pub fn keepdims(mut self) -> Norm {
        self.keeps_axes = true;
        self
    }
}

/// The norm of vectors or matrices.
///
/// NumPy: [numpy.linalg.norm](https://numpy.org/doc/stable/reference/generated/numpy.linalg.norm.html).
///
/// # Errors
///
/// An order that vectors or matrices have not; more than two axes; an axis that is not there.
///
/// ```
/// use ndarray::array;
/// use ndstrata_linalg::{norm, Norm, NormOrder};
/// let a = array![[3.0, 4.0], [6.0, 8.0]];
/// assert_eq!(norm(&a, Norm::default().axes(&[1]))?.to_vec::<f64>()?, [5.0, 10.0]);
/// let largest_row = Norm::default().order(NormOrder::P(f64::INFINITY));
/// assert_eq!(norm(&a, largest_row)?.get::<f64>(&[])?, 14.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn norm<'a>(x: impl Into<Operand<'a>>, options: Norm) -> Result<DynArray> {
    let x = elements(x.into())?;
    let x = match x.dtype().kind() {
        Kind::Float | Kind::Complex => x,
        _ => x.astype(&DType::FLOAT64)?.into_cow(),
    };
    let n_axes = x.ndim();
    let Some(axes) = options.axes else {
        let is_euclidean = match options.order {
            NormOrder::Usual => true,
            NormOrder::Frobenius => n_axes == 2,
            order => order.p() == Some(2.0) && n_axes == 1,
        };
        if is_euclidean {
            let root = match contiguous(&x.view())? {
                Some(elements) => {
                    DynArray::from_vec(vec![dot(elements, elements).sqrt()]).squeeze()
                }
                None => ufunc::sqrt(&sum_of_squares(&x.view())?)?,
            };
            if !options.keeps_axes {
                return Ok(root);
            }
            let kept: Vec<isize> = vec![1; n_axes];
            return Ok(root.reshape(&kept)?);
        }
        let all: Vec<isize> = (0..n_axes as isize).collect();
        return over_axes(&x.view(), options.order, &all, options.keeps_axes);
    };
    over_axes(&x.view(), options.order, &axes, options.keeps_axes)
}

/// The elements of an array of double precision that has them one after another.
fn contiguous<'v>(x: &DynView<'v>) -> Result<Option<&'v [f64]>> {
    if *x.dtype() != DType::FLOAT64 || !x.is_c_contiguous() || !x.is_aligned() {
        return Ok(None);
    }
    Ok(Some(x.typed::<f64, IxDyn>()?.to_slice().unwrap_or(&[])))
}

/// The sum of |x|² of all elements.
fn sum_of_squares(x: &DynView<'_>) -> Result<DynArray> {
    let flat = x.ravel(Order::K)?;
    let sum = products::vdot(flat.view(), flat.view())?;
    Ok(if x.dtype().kind() == Kind::Complex { sum.real() } else { sum })
}

fn over_axes(
    x: &DynView<'_>,
    order: NormOrder,
    axes: &[isize],
    keeps_axes: bool,
) -> Result<DynArray> {
    match *axes {
        [axis] => of_vectors(x, order, axis, keeps_axes),
        [rows, columns] => of_matrices(x, order, [rows, columns], keeps_axes),
        _ => Err(MatrixFault::NormAxes.into()),
    }
}

fn reduction<'o>(axes: &[isize], keeps_axes: bool) -> ReduceOptions<'o> {
    let options = ReduceOptions::new().axes(axes);
    if keeps_axes { options.keepdims() } else { options }
}

/// |x|² in the real type.
fn squares(x: &DynView<'_>) -> Result<DynArray> {
    if x.dtype().kind() != Kind::Complex {
        return Ok(ufunc::multiply(x, x)?);
    }
    Ok(ufunc::multiply(&ufunc::conjugate(x)?, x)?.real())
}

fn of_vectors(
    x: &DynView<'_>,
    order: NormOrder,
    axis: isize,
    keeps_axes: bool,
) -> Result<DynArray> {
    // The sums let the only axis of a number pass, which has none.
    normalize_axis(axis, x.ndim())?;
    let options = || reduction(&[axis], keeps_axes);
    let p = match order {
        NormOrder::Usual => 2.0,
        NormOrder::P(p) => p,
        NormOrder::Frobenius => return Err(MatrixFault::VectorNormOrder { order: "fro" }.into()),
        NormOrder::Nuclear => return Err(MatrixFault::VectorNormOrder { order: "nuc" }.into()),
    };
    if p == 2.0 {
        return Ok(ufunc::sqrt(&ufunc::sum(&squares(x)?.view(), options())?)?);
    }
    let sizes = ufunc::absolute(x)?;
    Ok(match p {
        f64::INFINITY => ufunc::max(&sizes.view(), options().initial(0))?,
        f64::NEG_INFINITY => ufunc::min(&sizes.view(), options())?,
        0.0 => {
            let counts = ufunc::not_equal(x, 0)?.astype(sizes.dtype())?;
            ufunc::sum(&counts.view(), options())?
        }
        1.0 => ufunc::sum(&sizes.view(), options())?,
        p => {
            let sum = ufunc::sum(&ufunc::power(&sizes, p)?.view(), options())?;
            ufunc::power(&sum, 1.0 / p)?
        }
    })
}

fn of_matrices(
    x: &DynView<'_>,
    order: NormOrder,
    [rows, columns]: [isize; 2],
    keeps_axes: bool,
) -> Result<DynArray> {
    let n_axes = x.ndim();
    let (row, column) = (normalize_axis(rows, n_axes)?, normalize_axis(columns, n_axes)?);
    if row == column {
        return Err(MatrixFault::DuplicateAxes.into());
    }
    // After one of two axes is summed over, the other may have moved.
    let sums = |summed: usize, other: usize| -> Result<(DynArray, isize)> {
        let sizes = ufunc::absolute(x)?;
        let sums = ufunc::sum(&sizes.view(), reduction(&[summed as isize], false))?;
        Ok((sums, (other - usize::from(other > summed)) as isize))
    };
    let singular = || -> Result<DynArray> {
        let last = x.clone().moveaxis(&[row as isize, column as isize], &[-2, -1])?;
        svdvals(last)
    };
    let last = || reduction(&[-1], false);
    let result = match order {
        NormOrder::Usual | NormOrder::Frobenius => {
            let axes = [row as isize, column as isize];
            ufunc::sqrt(&ufunc::sum(&squares(x)?.view(), reduction(&axes, false))?)?
        }
        NormOrder::Nuclear => ufunc::sum(&singular()?.view(), last())?,
        NormOrder::P(2.0) => ufunc::max(&singular()?.view(), last().initial(0))?,
        NormOrder::P(-2.0) => ufunc::min(&singular()?.view(), last())?,
        NormOrder::P(p) if p.abs() == 1.0 || p.is_infinite() => {
            let (summed, other) = if p.is_infinite() { (column, row) } else { (row, column) };
            let (sums, axis) = sums(summed, other)?;
            let options = reduction(&[axis], false);
            if p > 0.0 {
                ufunc::max(&sums.view(), options.initial(0))?
            } else {
                ufunc::min(&sums.view(), options)?
            }
        }
        NormOrder::P(_) => return Err(MatrixFault::MatrixNormOrder.into()),
    };
    if !keeps_axes {
        return Ok(result);
    }
    let mut shape: Vec<isize> = x.shape().iter().map(|&n| n as isize).collect();
    (shape[row], shape[column]) = (1, 1);
    Ok(result.reshape(&shape)?)
}

/// The norm of the matrices that the last two axes are.
///
/// NumPy: [numpy.linalg.matrix_norm](https://numpy.org/doc/stable/reference/generated/numpy.linalg.matrix_norm.html).
///
/// # Errors
///
/// As [`norm`].
///
/// ```
/// use ndarray::array;
/// use ndstrata_linalg::{matrix_norm, NormOrder};
/// let n = matrix_norm(&array![[3.0, 4.0]], NormOrder::Frobenius)?;
/// assert_eq!(n.get::<f64>(&[])?, 5.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn matrix_norm<'a>(x: impl Into<Operand<'a>>, order: NormOrder) -> Result<DynArray> {
    norm(x, Norm::default().order(order).axes(&[-2, -1]))
}

/// The norm of vectors that lie along one axis, several, or all.
///
/// NumPy: [numpy.linalg.vector_norm](https://numpy.org/doc/stable/reference/generated/numpy.linalg.vector_norm.html).
///
/// # Errors
///
/// As [`norm`].
///
/// ```
/// use ndarray::array;
/// use ndstrata_linalg::{vector_norm, Norm};
/// assert_eq!(vector_norm(&array![[3.0], [4.0]], Norm::default())?.get::<f64>(&[])?, 5.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn vector_norm<'a>(x: impl Into<Operand<'a>>, options: Norm) -> Result<DynArray> {
    let x = elements(x.into())?;
    let n_axes = x.ndim();
    let order = if options.order == NormOrder::Usual { NormOrder::P(2.0) } else { options.order };
    let mut shape: Vec<isize> = x.shape().iter().map(|&n| n as isize).collect();
    let mut axes = Vec::new();
    for &axis in options.axes.iter().flatten() {
        axes.push(normalize_axis(axis, n_axes)?);
    }
    let plain = Norm::default().order(order);
    let result = match &options.axes {
        None => {
            axes = (0..n_axes).collect();
            norm(x.view().ravel(Order::C)?, plain.axes(&[0]))?
        }
        Some(given) if given.len() == 1 => norm(x, plain.axes(given))?,
        Some(_) => {
            let rest: Vec<usize> = (0..n_axes).filter(|axis| !axes.contains(axis)).collect();
            let order: Vec<isize> = axes.iter().chain(&rest).map(|&axis| axis as isize).collect();
            let mut merged: Vec<isize> = vec![axes.iter().map(|&axis| shape[axis]).product()];
            merged.extend(rest.iter().map(|&axis| shape[axis]));
            let flat = x.transpose(&order)?.into_owned()?.reshape(&merged)?;
            norm(&flat, plain.axes(&[0]))?
        }
    };
    if !options.keeps_axes {
        return Ok(result);
    }
    axes.iter().for_each(|&axis| shape[axis] = 1);
    Ok(result.reshape(&shape)?)
}
