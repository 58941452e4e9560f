//! Where a Hessenberg matrix falls apart: subdiagonal elements that no eigenvalue depends on (Ahues & Tisseur
//! 1997).

use super::field::Field;
use super::grid::Grid;

/// The first row of the unreduced block that ends before `end`; rows and columns `lo..hi` are coupled.
pub(super) fn first_of_block<T: Field>(h: &Grid<'_, T>, lo: usize, hi: usize, end: usize) -> usize {
    let mut k = end - 1;
    while k > lo {
        let beside = h[(k, k - 1)].modulus1();
        if beside <= f64::MIN_POSITIVE {
            break;
        }
        let mut size = h[(k - 1, k - 1)].modulus1() + h[(k, k)].modulus1();
        if size == 0.0 {
            if k >= lo + 2 {
                size += h[(k - 1, k - 2)].modulus1();
            }
            if k + 1 < hi {
                size += h[(k + 1, k)].modulus1();
            }
        }
        if beside <= f64::EPSILON * size {
            let above = h[(k - 1, k)].modulus1();
            let (large, small) = (beside.max(above), beside.min(above));
            let difference = (h[(k - 1, k - 1)] - h[(k, k)]).modulus1();
            let corner = h[(k, k)].modulus1();
            let (aa, bb) = (corner.max(difference), corner.min(difference));
            let s = aa + large;
            if small * (large / s) <= f64::MIN_POSITIVE.max(f64::EPSILON * (bb * (aa / s))) {
                break;
            }
        }
        k -= 1;
    }
    k
}
