//! Reductions of some elements: the others are replaced by what changes nothing.

use ndstrata_array::{DynArray, DynView, Index, Order};

use super::{Folded, Initial, ReduceOptions};
use crate::error::Result;
use crate::resolve::Resolved;
use crate::ufunc::Ufunc;

impl Ufunc {
    /// The array with a neutral value where the mask is false, where there is such a value; the mask
    /// is then done with.
    pub(super) fn fill_masked<'o>(
        &self,
        a: &DynView<'_>,
        options: ReduceOptions<'o>,
        resolved: &Resolved,
    ) -> Result<(Option<DynArray>, ReduceOptions<'o>)> {
        let Some(mask) = &options.mask else { return Ok((None, options)) };
        let is_extreme = matches!(self.name, "maximum" | "minimum" | "fmax" | "fmin");
        let dtype = &resolved.dtypes[1];
        let whole = Folded { a, axes: &[], resolved, starts_from_nothing: true };
        let neutral = match &options.initial {
            _ if self.has_identity_for(resolved) => whole.start(self, &Initial::Identity, dtype)?,
            initial if is_extreme => whole.start(self, initial, dtype)?,
            _ => None,
        };
        let Some(neutral) = neutral else { return Ok((None, options)) };
        // What takes part is written over an array of neutral values.
        let mask = mask.broadcast_to(a.shape())?.copy(Order::C)?;
        let taken = a.index(&[Index::Array(mask.clone())])?;
        let mut filled = neutral;
        let taken =
            if taken.dtype() == dtype { taken.into_owned()? } else { taken.astype(dtype)? };
        filled.view_mut()?.set(&[Index::Array(mask)], &taken.view())?;
        Ok((Some(filled), ReduceOptions { mask: None, ..options }))
    }
}
