//! `ufunc.outer`: every pair of elements.

use ndstrata_array::DynArray;
use smallvec::SmallVec;

use crate::call::CallOptions;
use crate::error::{Error, ErrorKind, Result};
use crate::operand::Operand;
use crate::ufunc::Ufunc;

impl Ufunc {
    /// The results for all pairs of an element of `a` and one of `b`; the axes of `b` follow those of
    /// `a`.
    ///
    /// NumPy: [numpy.ufunc.outer](https://numpy.org/doc/stable/reference/generated/numpy.ufunc.outer.html).
    ///
    /// # Errors
    ///
    /// A ufunc that is not binary; as [`call`](Ufunc::call).
    pub fn outer<'a>(
        &'static self,
        a: impl Into<Operand<'a>>,
        b: impl Into<Operand<'a>>,
        options: CallOptions<'_>,
    ) -> Result<SmallVec<[DynArray; 2]>> {
        if self.n_inputs != 2 {
            return Err(Error::new(ErrorKind::NotBinary { method: "outer product" }));
        }
        let (a, b) = (a.into(), b.into());
        let a = match a {
            Operand::View(view) => {
                let n_axes = view.ndim() as isize;
                let places: Vec<isize> = (n_axes..n_axes + b.shape().len() as isize).collect();
                Operand::View(view.expand_dims(&places)?)
            }
            weak => weak,
        };
        self.call(&[a, b], options)
    }
}
