//! A = Q H Qᴴ with H zero below its first subdiagonal, by reflections (Golub & Van Loan, §7.4.3).

use super::field::Field;
use super::grid::Grid;
use super::householder::{apply, reflect};
use super::vector::subtract;

/// Replaces rows and columns `lo..hi` of the matrix by their Hessenberg form; gives Q where it is
/// wanted, else an empty vector.
pub(super) fn hessenberg<T: Field>(
    a: &mut Grid<'_, T>,
    lo: usize,
    hi: usize,
    wants_q: bool,
) -> Vec<T> {
    let n = a.n();
    let mut taus = vec![T::ZERO; n];
    let mut v = vec![T::ZERO; n];
    let mut products = vec![T::ZERO; n];
    let mut q = if wants_q { vec![T::ZERO; n * n] } else { Vec::new() };
    q.iter_mut().step_by(n + 1).for_each(|x| *x = T::ONE);
    if hi < lo + 2 {
        return q;
    }
    #[expect(clippy::needless_range_loop, reason = "`k` is the step, and `taus` has one of each")]
    for k in lo..hi - 2 {
        let tau = reflect(&mut a.column(k)[k + 1..hi]);
        taus[k] = tau;
        let len = hi - k - 1;
        v[..len].copy_from_slice(&a.column(k)[k + 1..hi]);
        v[0] = T::ONE;
        // From the right: rows 0..hi; from the left: columns k + 1..n.
        let products = &mut products[..hi];
        products.fill(T::ZERO);
        for (j, &v) in v[..len].iter().enumerate() {
            subtract(-v, a.column(k + 1 + j), products);
        }
        for (j, &v) in v[..len].iter().enumerate() {
            let factor = tau * v.conj();
            subtract(factor, products, &mut a.column(k + 1 + j)[..hi]);
        }
        for j in k + 1..n {
            apply(&v[1..len], tau.conj(), &mut a.column(j)[k + 1..hi]);
        }
    }
    if wants_q {
        for k in (lo..hi - 2).rev() {
            let tail = &a.column(k)[k + 2..hi];
            for column in q.chunks_exact_mut(n) {
                apply(tail, taus[k], &mut column[k + 1..hi]);
            }
        }
    }
    for k in lo..hi - 2 {
        a.column(k)[k + 2..hi].fill(T::ZERO);
    }
    q
}
