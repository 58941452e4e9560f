//! A = U S Vᴴ.

use ndstrata_array::{DynArray, DynCow, DynView};
use ndstrata_ufunc::{self as ufunc, Operand};
use num_complex::Complex64;

use super::cholesky::Triangle;
use super::eigh::{eigh, eigvalsh};
use super::fault::MatrixFault;
use super::input::{
    Types, array, batch_of, check_stack, elements, load, packed, slice, store, zeros,
};
use crate::backend::{self, Field};
use crate::error::Result;

/// What [`svd`] gives: A is `u * s @ vh`.
#[derive(Clone)]
pub struct Svd {
    /// Left singular vectors, as columns.
    pub u: DynArray,
    /// Singular values in descending order.
    pub s: DynArray,
    /// Right singular vectors, as conjugate rows.
    pub vh: DynArray,
}

/// How [`svd`] works. By default all vectors are made.
#[derive(Clone, Copy, Debug, Default)]
pub struct SvdOptions {
    is_reduced: bool,
    is_hermitian: bool,
}

impl SvdOptions {
    /// Only as many vectors on each side as there are singular values.
    ///
    /// NumPy: `full_matrices=False`.
    #[must_use]
    pub fn reduced(mut self) -> SvdOptions {
        self.is_reduced = true;
        self
    }

    /// The matrices are symmetric or Hermitian, which is faster; only the lower half is read.
    ///
    /// NumPy: `hermitian=True`.
    #[must_use]
    pub fn hermitian(mut self) -> SvdOptions {
        self.is_hermitian = true;
        self
    }
}

/// Singular values and vectors of each matrix of a stack.
///
/// NumPy: [numpy.linalg.svd](https://numpy.org/doc/stable/reference/generated/numpy.linalg.svd.html).
///
/// # Errors
///
/// Fewer than two axes; an element that is infinite or NaN; half precision.
///
/// ```
/// use ndarray::array;
/// use ndstrata_linalg::{svd, SvdOptions};
/// let found = svd(&array![[3.0, 0.0], [0.0, 4.0], [0.0, 0.0]], SvdOptions::default().reduced())?;
/// assert_eq!(found.s.to_vec::<f64>()?, [4.0, 3.0]);
/// assert_eq!(found.u.shape(), [3, 2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn svd<'a>(a: impl Into<Operand<'a>>, options: SvdOptions) -> Result<Svd> {
    let a = elements(a.into())?;
    if options.is_hermitian {
        return hermitian_svd(a);
    }
    check_stack(&a)?;
    let types = Types::of(&[&a])?;
    if types.is_complex {
        svd_in::<Complex64>(&a, types, options)
    } else {
        svd_in::<f64>(&a, types, options)
    }
}

fn svd_in<T: Field>(a: &DynCow<'_>, types: Types, options: SvdOptions) -> Result<Svd> {
    let [m, n] = check_stack(a)?;
    let function = if options.is_reduced { "svd_s" } else { "svd_f" };
    let a = packed(a, &types.working(), function, None)?;
    let batch = batch_of(&a, 2);
    let k = m.min(n);
    let [n_left, n_right] = if options.is_reduced { [k, k] } else { [m, n] };
    let u_shape = [batch, &[m, n_left]].concat();
    let (s_shape, v_shape) = ([batch, &[k]].concat(), [batch, &[n_right, n]].concat());
    let (mut u, mut v) = (zeros::<T>(&u_shape)?, zeros::<T>(&v_shape)?);
    let mut s = zeros::<f64>(&s_shape)?;
    let mut matrix = zeros::<T>(&[m, n])?;
    let mut left = zeros::<T>(&[m, n_left])?;
    let mut memory = backend::SvdWork::default();
    let elements = slice::<T>(&a)?;
    for i in 0..batch.iter().product() {
        load(&elements[i * m * n..(i + 1) * m * n], [m, n], &mut matrix);
        // The rows of Vᴴ are the conjugates of V's columns.
        let v = &mut v[i * n * n_right..(i + 1) * n * n_right];
        backend::svd(&mut matrix, [m, n], &mut left, &mut s[i * k..(i + 1) * k], v, &mut memory)
            .map_err(|_| MatrixFault::SvdDidNotConverge)?;
        v.iter_mut().for_each(|x| *x = Field::conj(*x));
        store(&left, [m, n_left], &mut u[i * m * n_left..(i + 1) * m * n_left]);
    }
    Ok(Svd {
        u: array(u, &u_shape, &types.result())?,
        s: array(s, &s_shape, &types.real_result())?,
        vh: array(v, &v_shape, &types.result())?,
    })
}

/// The singular values of each matrix of a stack, in descending order.
///
/// NumPy: [numpy.linalg.svdvals](https://numpy.org/doc/stable/reference/generated/numpy.linalg.svdvals.html).
///
/// # Errors
///
/// As [`svd`].
///
/// ```
/// use ndarray::array;
/// let s = ndstrata_linalg::svdvals(&array![[0.0, 2.0], [1.0, 0.0]])?;
/// assert_eq!(s.to_vec::<f64>()?, [2.0, 1.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn svdvals<'a>(a: impl Into<Operand<'a>>) -> Result<DynArray> {
    let a = elements(a.into())?;
    check_stack(&a)?;
    let types = Types::of(&[&a])?;
    if types.is_complex { values_in::<Complex64>(&a, types) } else { values_in::<f64>(&a, types) }
}

fn values_in<T: Field>(a: &DynCow<'_>, types: Types) -> Result<DynArray> {
    let [m, n] = check_stack(a)?;
    let a = packed(a, &types.working(), "svd", None)?;
    let k = m.min(n);
    let shape = [batch_of(&a, 2), &[k]].concat();
    let mut s = zeros::<f64>(&shape)?;
    let mut matrix = zeros::<T>(&[m, n])?;
    let mut memory = backend::SvdWork::default();
    let size = (m * n).max(1);
    for (from, s) in slice::<T>(&a)?.chunks_exact(size).zip(s.chunks_exact_mut(k.max(1))) {
        load(from, [m, n], &mut matrix);
        backend::svd(&mut matrix, [m, n], &mut [], s, &mut [], &mut memory)
            .map_err(|_| MatrixFault::SvdDidNotConverge)?;
    }
    array(s, &shape, &types.real_result())
}

/// The singular values of symmetric or Hermitian matrices: the absolute values of the eigenvalues.
///
/// NumPy: [numpy.linalg.svd](https://numpy.org/doc/stable/reference/generated/numpy.linalg.svd.html) with `compute_uv=False, hermitian=True`.
///
/// # Errors
///
/// As [`eigvalsh`].
pub(crate) fn hermitian_svdvals(a: &DynView<'_>) -> Result<DynArray> {
    let s = ufunc::absolute(&eigvalsh(a.clone(), Triangle::Lower)?)?;
    descending(&ufunc::sort(&s.view(), ufunc::SortOptions::default())?)
}

fn descending(a: &DynArray) -> Result<DynArray> {
    let n = a.shape()[a.ndim() - 1];
    Ok(a.clone().slice_axis(-1, n.saturating_sub(1), -1, n)?)
}

fn hermitian_svd(a: DynCow<'_>) -> Result<Svd> {
    let found = eigh(a, Triangle::Lower)?;
    let sign = ufunc::copysign(1.0, &found.eigenvalues)?;
    let s = ufunc::absolute(&found.eigenvalues)?;
    let order = descending(&ufunc::argsort(&s.view(), ufunc::SortOptions::default())?)?;
    let s = s.take_along_axis(&order.view(), -1)?;
    let sign = sign.take_along_axis(&order.view(), -1)?;
    let u = found.eigenvectors.take_along_axis(&order.clone().expand_dims(&[-2])?.view(), -1)?;
    let vh = ufunc::conjugate(&ufunc::multiply(&u, &sign.expand_dims(&[-2])?)?.mt()?)?;
    Ok(Svd { u, s, vh })
}
