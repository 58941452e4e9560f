//! The one file that names the backend. Every matrix that comes here is finite, square where it
//! must be, and not empty; every call ends by clearing the upper halves of the vector registers.
#![cfg_attr(
    target_arch = "x86_64",
    expect(unsafe_code, reason = "vzeroupper is an instruction of a target feature")
)]

use faer::diag::DiagMut;
use faer::dyn_stack::{MemBuffer, MemStack, StackReq};
use faer::linalg::{evd, lu, triangular_solve};
use faer::{ColMut, MatMut, MatRef, Par, Spec, get_global_parallelism};
use num_complex::Complex64;

use super::NoConvergence;
use super::field::Field;
use super::schur::Eigen;

/// Below this many rows one thread is faster than two.
const PARALLEL: usize = 256;

fn threads(n: usize) -> Par {
    if n < PARALLEL { Par::Seq } else { get_global_parallelism() }
}

/// After some of the backend's kernels the upper halves of the vector registers are in use, and every
/// scalar floating-point instruction of the thread runs many times slower until they are cleared.
struct Cleared;

impl Drop for Cleared {
    fn drop(&mut self) {
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx") {
            // SAFETY: the machine has AVX, as was just asked.
            unsafe { clear_upper_halves() };
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx")]
fn clear_upper_halves() {
    std::arch::x86_64::_mm256_zeroupper();
}

fn with_stack<R>(size: StackReq, run: impl FnOnce(&mut MemStack) -> R) -> R {
    let _cleared = Cleared;
    let mut memory = MemBuffer::new(size);
    run(MemStack::new(&mut memory))
}

fn by_columns<T>(a: &[T], rows: usize, columns: usize) -> MatRef<'_, T> {
    MatRef::from_column_major_slice(a, rows, columns)
}

fn by_columns_mut<T>(a: &mut [T], rows: usize, columns: usize) -> MatMut<'_, T> {
    MatMut::from_column_major_slice_mut(a, rows, columns)
}

fn diagonal<T>(d: &mut [T]) -> DiagMut<'_, T> {
    ColMut::from_slice_mut(d).as_diagonal_mut()
}

/// As `lu::lu_into`; says whether the permutation is odd.
pub(super) fn lu<T: Field>(a: &mut [T], n: usize, permutation: &mut [usize]) -> bool {
    let par = threads(n);
    let mut inverse = vec![0; n];
    with_stack(
        lu::partial_pivoting::factor::lu_in_place_scratch::<usize, T>(n, n, par, Spec::default()),
        |stack| {
            let (info, _) = lu::partial_pivoting::factor::lu_in_place(
                by_columns_mut(a, n, n),
                permutation,
                &mut inverse,
                par,
                stack,
                Spec::default(),
            );
            info.transposition_count % 2 == 1
        },
    )
}

/// Solves L U x = b for each column of `b`.
pub(super) fn solve_triangular_factors<T: Field>(factors: &[T], n: usize, b: &mut [T]) {
    let _cleared = Cleared;
    let (factors, n_columns, par) = (by_columns(factors, n, n), b.len() / n, threads(n));
    let mut b = by_columns_mut(b, n, n_columns);
    triangular_solve::solve_unit_lower_triangular_in_place(factors, b.as_mut(), par);
    triangular_solve::solve_upper_triangular_in_place(factors, b, par);
}

/// As [`Field::eigen`], vectors of any length.
pub(super) fn eigen_real(a: &[f64], n: usize, wants_vectors: bool) -> Result<Eigen, NoConvergence> {
    let par = threads(n);
    let (mut re, mut im) = (vec![0.0; n], vec![0.0; n]);
    let mut columns = vec![0.0; if wants_vectors { n * n } else { 0 }];
    let wanted =
        if wants_vectors { evd::ComputeEigenvectors::Yes } else { evd::ComputeEigenvectors::No };
    let size =
        evd::evd_scratch::<f64>(n, evd::ComputeEigenvectors::No, wanted, par, Spec::default());
    with_stack(size, |stack| {
        let right = wants_vectors.then(|| by_columns_mut(&mut columns, n, n));
        evd::evd_real(
            by_columns(a, n, n),
            diagonal(&mut re),
            diagonal(&mut im),
            None,
            right,
            par,
            stack,
            Spec::default(),
        )
        .map_err(|_| NoConvergence)
    })?;
    let values = re.iter().zip(&im).map(|(&re, &im)| Complex64::new(re, im)).collect();
    let mut vectors = vec![Complex64::ZERO; columns.len()];
    let mut j = 0;
    while wants_vectors && j < n {
        let is_pair = im[j] != 0.0 && j + 1 < n;
        for i in 0..n {
            let re = columns[j * n + i];
            let im = if is_pair { columns[(j + 1) * n + i] } else { 0.0 };
            vectors[j * n + i] = Complex64::new(re, im);
            if is_pair {
                vectors[(j + 1) * n + i] = Complex64::new(re, -im);
            }
        }
        j += 1 + usize::from(is_pair);
    }
    Ok(Eigen { values, vectors })
}

/// As [`Field::eigen`], vectors of any length.
pub(super) fn eigen_complex(
    a: &[Complex64],
    n: usize,
    wants_vectors: bool,
) -> Result<Eigen, NoConvergence> {
    let par = threads(n);
    let mut values = vec![Complex64::ZERO; n];
    let mut vectors = vec![Complex64::ZERO; if wants_vectors { n * n } else { 0 }];
    let wanted =
        if wants_vectors { evd::ComputeEigenvectors::Yes } else { evd::ComputeEigenvectors::No };
    let size = evd::evd_scratch::<Complex64>(
        n,
        evd::ComputeEigenvectors::No,
        wanted,
        par,
        Spec::default(),
    );
    with_stack(size, |stack| {
        let right = wants_vectors.then(|| by_columns_mut(&mut vectors, n, n));
        evd::evd_cplx(
            by_columns(a, n, n),
            diagonal(&mut values),
            None,
            right,
            par,
            stack,
            Spec::default(),
        )
        .map_err(|_| NoConvergence)
    })?;
    Ok(Eigen { values, vectors })
}
