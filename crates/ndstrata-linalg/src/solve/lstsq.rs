//! Least squares by reflections and singular values, as LAPACK's *gelsd*.

use ndstrata_array::{DynArray, DynCow};
use ndstrata_ufunc::Operand;
use num_complex::Complex64;

use crate::backend::{self, Field};
use crate::decompositions::MatrixFault;
use crate::decompositions::input::{Types, array, elements, load, packed, slice, store, zeros};
use crate::error::Result;

/// What [`lstsq`] gives.
#[derive(Clone)]
pub struct Lstsq {
    /// The shortest x that minimises |b - A x|.
    pub x: DynArray,
    /// |b - A x|² for each column of `b`; empty where the rank is not full or the system not
    /// overdetermined.
    pub residuals: DynArray,
    /// The number of singular values that count.
    pub rank: usize,
    /// The singular values of A.
    pub s: DynArray,
}

/// Below which part of the largest one a singular value counts as zero.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub enum Rcond {
    /// The precision times the longer side of the matrix.
    #[default]
    Precision,
    /// This part; a negative one is the precision.
    Given(f64),
}

/// The x that comes nearest to A x = b.
///
/// NumPy: [numpy.linalg.lstsq](https://numpy.org/doc/stable/reference/generated/numpy.linalg.lstsq.html).
///
/// # Errors
///
/// Operands that are not matrices (`b` may be a vector) of as many rows; elements of A that are
/// infinite or NaN; half precision.
///
/// ```
/// use ndarray::array;
/// use ndstrata_linalg::{lstsq, Rcond};
/// let a = array![[0.0, 1.0], [1.0, 1.0], [2.0, 1.0], [3.0, 1.0]];
/// let found = lstsq(&a, &array![-1.0, 0.2, 0.9, 2.1], Rcond::Precision)?;
/// assert!((found.x.get::<f64>(&[0])? - 1.0).abs() < 1e-14);
/// assert!((found.residuals.get::<f64>(&[0])? - 0.05).abs() < 1e-14);
/// assert_eq!(found.rank, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn lstsq<'a, 'b>(
    a: impl Into<Operand<'a>>,
    b: impl Into<Operand<'b>>,
    rcond: Rcond,
) -> Result<Lstsq> {
    let (a, b) = (elements(a.into())?, elements(b.into())?);
    let is_vector = b.ndim() == 1;
    let b = if is_vector { b.expand_dims(&[1])? } else { b };
    for operand in [&a, &b] {
        if operand.ndim() != 2 {
            let n_axes = operand.ndim();
            return Err(MatrixFault::Dimensions { n_axes, takes_stacks: false }.into());
        }
    }
    if a.shape()[0] != b.shape()[0] {
        return Err(MatrixFault::IncompatibleDimensions.into());
    }
    let types = Types::of(&[&a, &b])?;
    let mut found = if types.is_complex {
        lstsq_in::<Complex64>(&a, &b, types, rcond)?
    } else {
        lstsq_in::<f64>(&a, &b, types, rcond)?
    };
    if is_vector {
        found.x = found.x.squeeze_axes(&[-1])?;
    }
    Ok(found)
}

fn lstsq_in<T: Field>(a: &DynCow<'_>, b: &DynCow<'_>, types: Types, rcond: Rcond) -> Result<Lstsq> {
    let ([m, n], n_columns) = ([a.shape()[0], a.shape()[1]], b.shape()[1]);
    let a = packed(a, &types.working(), "lstsq", Some(0))?;
    let b = packed(b, &types.working(), "lstsq", Some(1))?;
    let k = m.min(n);
    let mut matrix = zeros::<T>(&[m, n])?;
    let mut rhs = zeros::<T>(&[m, n_columns])?;
    load(slice::<T>(&a)?, [m, n], &mut matrix);
    load(slice::<T>(&b)?, [m, n_columns], &mut rhs);
    if !backend::is_finite(&matrix) {
        return Err(MatrixFault::LstsqDidNotConverge.into());
    }
    // A tall matrix is first made a triangle, and what the reflections leave of b below it is what
    // no x can reach.
    let mut rows = m;
    let mut residuals = vec![0.0; n_columns];
    if m > n {
        let mut taus = zeros::<T>(&[n])?;
        backend::qr(&mut matrix, m, &mut taus);
        backend::multiply_by_q_adjoint(&matrix, m, &taus, &mut rhs);
        for (sum, column) in residuals.iter_mut().zip(rhs.chunks_exact(m)) {
            *sum = column[n..].iter().map(|x| x.square()).sum();
        }
        matrix = triangle(&matrix, [m, n]);
        rhs = rhs.chunks_exact(m).flat_map(|column| &column[..n]).copied().collect();
        rows = n;
    }
    let mut s = zeros::<f64>(&[k])?;
    let rcond = match rcond {
        Rcond::Given(rcond) if rcond <= 0.0 || rcond >= 1.0 => f64::EPSILON,
        Rcond::Given(rcond) => rcond,
        Rcond::Precision => f64::EPSILON * m.max(n) as f64,
    };
    let long = rows.max(n);
    let mut quick = zeros::<T>(&[long, n_columns])?;
    for (to, from) in quick.chunks_exact_mut(long.max(1)).zip(rhs.chunks_exact(rows.max(1))) {
        to[..rows].copy_from_slice(from);
    }
    let mut spare = matrix.clone();
    let mut solution = zeros::<T>(&[n, n_columns])?;
    let rank = if backend::solve_of_full_rank(&mut spare, [rows, n], &mut quick, &mut s, rcond) {
        for (to, from) in solution.chunks_exact_mut(n.max(1)).zip(quick.chunks_exact(long.max(1))) {
            to.copy_from_slice(&from[..n]);
        }
        k
    } else {
        let system = System { matrix: &mut matrix, shape: [rows, n], rhs: &rhs };
        shortest(system, &mut s, rcond, &mut solution)?
    };
    let mut x = zeros::<T>(&[n, n_columns])?;
    store(&solution, [n, n_columns], &mut x);
    if rank != n || m <= n {
        residuals.clear();
    }
    let (x_shape, n_residuals) = ([n, n_columns], residuals.len());
    Ok(Lstsq {
        x: array(x, &x_shape, &types.result())?,
        residuals: array(residuals, &[n_residuals], &types.real_result())?,
        rank,
        s: array(s, &[k], &types.real_result())?,
    })
}

struct System<'a, T> {
    matrix: &'a mut [T],
    shape: [usize; 2],
    rhs: &'a [T],
}

/// The shortest solutions by singular vectors, of which those count whose values are above `rcond` of the largest; their
/// number.
fn shortest<T: Field>(
    system: System<'_, T>,
    s: &mut [f64],
    rcond: f64,
    solution: &mut [T],
) -> Result<usize> {
    let System { matrix, shape: [rows, n], rhs } = system;
    let mut u = zeros::<T>(&[rows, s.len()])?;
    let mut v = zeros::<T>(&[n, s.len()])?;
    backend::svd(matrix, [rows, n], &mut u, s, &mut v, &mut Default::default())
        .map_err(|_| MatrixFault::LstsqDidNotConverge)?;
    let least = rcond * s.first().copied().unwrap_or_default();
    // A limit that is no number excludes nothing.
    let rank = s.iter().filter(|&&s| !(s <= least)).count();
    for (x, rhs) in solution.chunks_exact_mut(n.max(1)).zip(rhs.chunks_exact(rows.max(1))) {
        for i in 0..rank {
            let product = backend::dot(&u[i * rows..(i + 1) * rows], rhs);
            let factor = product.scale(1.0 / s[i]);
            x.iter_mut().zip(&v[i * n..(i + 1) * n]).for_each(|(x, &v)| *x += v * factor);
        }
    }
    Ok(rank)
}

fn triangle<T: Field>(matrix: &[T], [m, n]: [usize; 2]) -> Vec<T> {
    let mut triangle = vec![T::ZERO; n * n];
    for (j, (to, from)) in
        triangle.chunks_exact_mut(n.max(1)).zip(matrix.chunks_exact(m)).enumerate()
    {
        to[..=j].copy_from_slice(&from[..=j]);
    }
    triangle
}
