//! `searchsorted`.

use ndstrata_array::{DynArray, DynView, Order};
use ndstrata_dtype::{match_element, promote_types};
use ndstrata_kernels::search as kernels;

use crate::error::{Error, ErrorKind, Result};

/// On which side of equal elements a value goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// Before them.
    #[default]
    Left,
    /// After them.
    Right,
}

/// Where values would go among sorted elements.
///
/// NumPy: [numpy.searchsorted](https://numpy.org/doc/stable/reference/generated/numpy.searchsorted.html).
///
/// # Errors
///
/// Elements of several axes; types without a common number type.
pub fn searchsorted(a: &DynView<'_>, v: &DynView<'_>, side: Side) -> Result<DynArray> {
    if a.ndim() != 1 {
        return Err(Error::new(ErrorKind::TooDeep));
    }
    let common = promote_types(a.dtype(), v.dtype())?;
    let (sorted, keys) = (a.astype(&common)?, v.astype(&common)?);
    let mut found = vec![0_i64; keys.size()];
    let side = match side {
        Side::Left => kernels::Side::Left,
        Side::Right => kernels::Side::Right,
    };
    let supported = match_element!(common.element_type(), T => {
        kernels::searchsorted(&sorted.to_vec::<T>()?, &keys.to_vec::<T>()?, side, &mut found);
        true
    }, else false);
    if !supported {
        return Err(Error::new(ErrorKind::BadTypes {
            ufunc: "searchsorted",
            is_ufunc_error: false,
            message: format!("searching among {common} is not supported"),
        }));
    }
    let shape: Vec<isize> = v.shape().iter().map(|&n| n as isize).collect();
    Ok(DynArray::from_vec(found).reshape_view(&shape, Order::C)?)
}
