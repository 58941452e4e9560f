//! A = Q R.

use ndstrata_array::{AsType, DynArray, DynCow, Order};
use ndstrata_ufunc::Operand;
use num_complex::Complex64;

use super::input::{Types, array, batch_of, check_stack, elements, load, slice, store, zeros};
use crate::backend::{self, Field};
use crate::error::Result;

/// How much of the factors is made, for matrices of M rows and N columns with K = min(M, N).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum QrMode {
    /// Q of M × K, R of K × N.
    #[default]
    Reduced,
    /// Q of M × M, R of M × N.
    Complete,
    /// R of K × N alone.
    R,
}

/// What [`qr`] gives.
#[derive(Clone)]
pub struct Qr {
    /// Orthonormal columns; `None` in mode [`R`](QrMode::R).
    pub q: Option<DynArray>,
    /// Zero below the diagonal.
    pub r: DynArray,
}

/// Orthonormal columns times a triangle, for each matrix of a stack, signed as LAPACK signs them.
///
/// NumPy: [numpy.linalg.qr](https://numpy.org/doc/stable/reference/generated/numpy.linalg.qr.html).
///
/// # Errors
///
/// Fewer than two axes; half precision.
///
/// ```
/// use ndarray::array;
/// use ndstrata_linalg::{qr, QrMode};
/// let found = qr(&array![[3.0, 1.0], [4.0, 2.0]], QrMode::Reduced)?;
/// assert!((found.r.get::<f64>(&[0, 0])? - -5.0).abs() < 1e-15);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn qr<'a>(a: impl Into<Operand<'a>>, mode: QrMode) -> Result<Qr> {
    let a = elements(a.into())?;
    check_stack(&a)?;
    let types = Types::of(&[&a])?;
    if types.is_complex {
        qr_in::<Complex64>(&a, types, mode)
    } else {
        qr_in::<f64>(&a, types, mode)
    }
}

fn qr_in<T: Field>(a: &DynCow<'_>, types: Types, mode: QrMode) -> Result<Qr> {
    let [m, n] = check_stack(a)?;
    // NumPy converts here before anything could object.
    let a = a.astype_with(&types.working(), AsType::default().order(Order::C))?.into_cow();
    let k = m.min(n);
    let rows = if mode == QrMode::Complete { m } else { k };
    let batch = batch_of(&a, 2);
    let count: usize = batch.iter().product();
    let shape_of = |matrix: [usize; 2]| [batch, &matrix].concat();
    let q_shape = shape_of([m, if mode == QrMode::R { 0 } else { rows }]);
    let r_shape = shape_of([rows, n]);
    let (mut q, mut r) = (zeros::<T>(&q_shape)?, zeros::<T>(&r_shape)?);
    let mut work = zeros::<T>(&[m * n + k])?;
    let mut columns = zeros::<T>(&q_shape[batch.len()..])?;
    let (matrix, taus) = work.split_at_mut(m * n);
    let elements = slice::<T>(&a)?;
    for i in 0..count {
        load(&elements[i * m * n..(i + 1) * m * n], [m, n], matrix);
        backend::qr(matrix, m, taus);
        let r = &mut r[i * rows * n..(i + 1) * rows * n];
        for (row, to) in r.chunks_exact_mut(n.max(1)).enumerate() {
            for (column, to) in to.iter_mut().enumerate().skip(row) {
                *to = matrix[column * m + row];
            }
        }
        if mode == QrMode::R {
            continue;
        }
        columns.fill(T::ZERO);
        columns.iter_mut().step_by(m + 1).for_each(|x| *x = T::ONE);
        backend::multiply_by_q(matrix, m, taus, &mut columns);
        store(&columns, [m, rows], &mut q[i * m * rows..(i + 1) * m * rows]);
    }
    let q = match mode {
        QrMode::R => None,
        _ => Some(array(q, &q_shape, &types.result())?),
    };
    Ok(Qr { q, r: array(r, &r_shape, &types.result())? })
}

/// The reflections and R as LAPACK leaves them: `h`, transposed, and `tau`.
///
/// NumPy: [numpy.linalg.qr](https://numpy.org/doc/stable/reference/generated/numpy.linalg.qr.html) with `mode="raw"`.
///
/// # Errors
///
/// As [`qr`].
///
/// ```
/// use ndarray::array;
/// use ndstrata_linalg::qr_raw;
/// let (h, tau) = qr_raw(&array![[3.0], [4.0]])?;
/// assert_eq!(h.to_vec::<f64>()?, [-5.0, 0.5]);
/// assert_eq!(tau.to_vec::<f64>()?, [1.6]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn qr_raw<'a>(a: impl Into<Operand<'a>>) -> Result<(DynArray, DynArray)> {
    let a = elements(a.into())?;
    check_stack(&a)?;
    let types = Types::of(&[&a])?;
    if types.is_complex { raw_in::<Complex64>(&a, types) } else { raw_in::<f64>(&a, types) }
}

fn raw_in<T: Field>(a: &DynCow<'_>, types: Types) -> Result<(DynArray, DynArray)> {
    let [m, n] = check_stack(a)?;
    // NumPy converts here before anything could object.
    let a = a.astype_with(&types.working(), AsType::default().order(Order::C))?.into_cow();
    let (k, batch) = (m.min(n), batch_of(&a, 2));
    let h_shape = [batch, &[n, m]].concat();
    let tau_shape = [batch, &[k]].concat();
    let (mut h, mut taus) = (zeros::<T>(&h_shape)?, zeros::<T>(&tau_shape)?);
    let elements = slice::<T>(&a)?;
    for i in 0..batch.iter().product() {
        // Packed by columns is packed by rows of the transpose.
        let h = &mut h[i * m * n..(i + 1) * m * n];
        load(&elements[i * m * n..(i + 1) * m * n], [m, n], h);
        backend::qr(h, m, &mut taus[i * k..(i + 1) * k]);
    }
    Ok((array(h, &h_shape, &types.result())?, array(taus, &tau_shape, &types.result())?))
}
