//! `matmul`, `matvec`, `vecmat` and `vecdot` as generalised universal functions.
#![expect(unsafe_code, reason = "vouches that the loops fill their outputs")]

use std::sync::LazyLock;

use ndstrata_array::{DynArray, DynView, DynViewMut};
use ndstrata_ufunc::{Gufunc, GufuncOptions, Operand};

use super::stack::{multiply, plain_product, product};
use crate::error::Result;

/// Matrix products, in which a vector stands for a row on the left and for a column on the right.
///
/// NumPy: [numpy.matmul](https://numpy.org/doc/stable/reference/generated/numpy.matmul.html).
pub static MATMUL: LazyLock<Gufunc> =
    LazyLock::new(|| gufunc("matmul", "(n?,k),(k,m?)->(n?,m?)", Form::MATMUL));

/// Matrices times vectors.
///
/// NumPy: [numpy.matvec](https://numpy.org/doc/stable/reference/generated/numpy.matvec.html).
pub static MATVEC: LazyLock<Gufunc> =
    LazyLock::new(|| gufunc("matvec", "(m,n),(n)->(m)", Form::MATVEC));

/// Conjugated vectors times matrices.
///
/// NumPy: [numpy.vecmat](https://numpy.org/doc/stable/reference/generated/numpy.vecmat.html).
pub static VECMAT: LazyLock<Gufunc> =
    LazyLock::new(|| gufunc("vecmat", "(n),(n,m)->(m)", Form::VECMAT));

/// Conjugated vectors times vectors.
///
/// NumPy: [numpy.vecdot](https://numpy.org/doc/stable/reference/generated/numpy.vecdot.html).
pub static VECDOT: LazyLock<Gufunc> =
    LazyLock::new(|| gufunc("vecdot", "(n),(n)->()", Form::VECDOT));

/// The generalised function of a NumPy name.
///
/// NumPy: `getattr(numpy, name)`.
pub fn product_by_name(name: &str) -> Option<&'static Gufunc> {
    match name {
        "matmul" => Some(&MATMUL),
        "matvec" => Some(&MATVEC),
        "vecmat" => Some(&VECMAT),
        "vecdot" => Some(&VECDOT),
        _ => None,
    }
}

/// The axes, counted from the end, that make matrices of each operand: left, right, result.
#[derive(Clone, Copy)]
struct Form {
    left: &'static [isize],
    right: &'static [isize],
    result: &'static [isize],
    conjugates: bool,
}

impl Form {
    const MATMUL: Form = Form { left: &[], right: &[], result: &[], conjugates: false };
    const MATVEC: Form = Form { left: &[], right: &[-1], result: &[-1], conjugates: false };
    const VECMAT: Form = Form { left: &[-2], right: &[], result: &[-2], conjugates: true };
    const VECDOT: Form = Form { left: &[-2], right: &[-1], result: &[-2, -1], conjugates: true };
}

/// The loops' types, in NumPy's order.
const TYPES: &[&str] = &[
    "??->?", "bb->b", "BB->B", "hh->h", "HH->H", "ii->i", "II->I", "ll->l", "LL->L", "ee->e",
    "ff->f", "dd->d", "FF->F", "DD->D",
];

fn gufunc(name: &str, signature: &str, form: Form) -> Gufunc {
    let body = move |inputs: &[DynView<'_>], outputs: &mut [DynViewMut<'_>]| {
        Ok(as_matrices(form, inputs, outputs)?)
    };
    let made = Gufunc::new(name, signature).and_then(|bare| {
        TYPES.iter().try_fold(bare, |so_far, types| {
            // SAFETY: `multiply` writes every element of its output and reads none.
            unsafe { so_far.with_filling_loop(types, body) }
        })
    });
    // Constants of this file that parse, as the tests make sure.
    made.expect("a signature and types of this file")
}

fn as_matrices(
    form: Form,
    inputs: &[DynView<'_>],
    outputs: &mut [DynViewMut<'_>],
) -> ndstrata_array::Result<()> {
    let left = inputs[0].view().expand_dims(form.left)?;
    let right = inputs[1].view().expand_dims(form.right)?;
    let result = outputs[0].view_mut().expand_dims(form.result)?;
    multiply(&left, &right, result, [form.conjugates, false])
}

/// The matrix product; a vector stands for a row on the left and for a column on the right.
///
/// NumPy: [numpy.matmul](https://numpy.org/doc/stable/reference/generated/numpy.matmul.html).
///
/// ```
/// use ndarray::{arr1, arr2};
/// let a = arr2(&[[1.0, 2.0], [3.0, 4.0]]);
/// let product = ndstrata_linalg::matmul(&a, &arr1(&[10.0, 1.0]))?;
/// assert_eq!(product.to_vec::<f64>()?, [12.0, 34.0]);
/// # Ok::<(), ndstrata_linalg::Error>(())
/// ```
///
/// # Errors
///
/// Types without a loop; core axes of different lengths; stacks that do not broadcast.
pub fn matmul<'a>(x1: impl Into<Operand<'a>>, x2: impl Into<Operand<'a>>) -> Result<DynArray> {
    let (x1, x2) = (x1.into(), x2.into());
    if let (Operand::View(a), Operand::View(b)) = (&x1, &x2) {
        let (a, b) = (a.view(), b.view());
        if let Some(made) = plain_product(&a, &b, [false, false]) {
            return Ok(made?);
        }
        if is_plain_stack(&a, &b) {
            return Ok(product(&a, &b, [false, false])?);
        }
    }
    Ok(MATMUL.call(&[x1, x2], GufuncOptions::new())?.remove(0))
}

/// Whether two stacks of matrices are multiplied as they are: of one number type and shape of stack.
fn is_plain_stack(a: &DynView<'_>, b: &DynView<'_>) -> bool {
    let (n_a, n_b) = (a.ndim(), b.ndim());
    let is_number = a.dtype().element_type().is_some() && a.dtype().is_native();
    n_a > 2
        && n_a == n_b
        && is_number
        && a.dtype() == b.dtype()
        && a.shape()[..n_a - 2] == b.shape()[..n_b - 2]
        && a.shape()[n_a - 1] == b.shape()[n_b - 2]
        && a.is_aligned()
        && b.is_aligned()
}

macro_rules! functions {
    ($($(#[$doc:meta])* $name:ident $gufunc:ident $n_axes:expr, $conjugate:expr;)*) => {$(
        $(#[$doc])*
        ///
        /// # Errors
        ///
        /// Types without a loop; core axes of different lengths; stacks that do not broadcast.
        pub fn $name<'a>(
            x1: impl Into<Operand<'a>>,
            x2: impl Into<Operand<'a>>,
        ) -> Result<DynArray> {
            let (x1, x2) = (x1.into(), x2.into());
            if let (Operand::View(a), Operand::View(b)) = (&x1, &x2)
                && [a.ndim(), b.ndim()] == $n_axes
                && let Some(made) = plain_product(&a.view(), &b.view(), $conjugate)
            {
                return Ok(made?);
            }
            Ok($gufunc.call(&[x1, x2], GufuncOptions::new())?.remove(0))
        }
    )*};
}

functions! {
    /// Matrices times vectors.
    ///
    /// NumPy: [numpy.matvec](https://numpy.org/doc/stable/reference/generated/numpy.matvec.html).
    matvec MATVEC [2, 1], [false, false];
    /// Conjugated vectors times matrices.
    ///
    /// NumPy: [numpy.vecmat](https://numpy.org/doc/stable/reference/generated/numpy.vecmat.html).
    vecmat VECMAT [1, 2], [true, false];
    /// Conjugated vectors times vectors, along the last axis.
    ///
    /// NumPy: [numpy.vecdot](https://numpy.org/doc/stable/reference/generated/numpy.vecdot.html).
    vecdot VECDOT [1, 1], [true, false];
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_product_has_every_loop() {
        for gufunc in [&MATMUL, &MATVEC, &VECMAT, &VECDOT] {
            assert_eq!(gufunc.types(), TYPES);
        }
    }
}
