//! `searchsorted`.

use std::cmp::Ordering;

use ndstrata_array::{DynArray, DynView, Order, concatenate};
use ndstrata_dtype::{DType, Kind, match_element, promote_types};
use ndstrata_kernels::search as kernels;
use ndstrata_kernels::sort::searchsorted_text;

use super::lex::record_columns;
use super::memory::{counts, text_column};
use crate::error::{Error, ErrorKind, Result};
use crate::operand::of_type;

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
    // Text of any width compares with text of another.
    let is_text = |x: &DynView<'_>| matches!(x.dtype().kind(), Kind::Bytes | Kind::Str);
    let are_alike = is_text(a) && a.dtype().kind() == v.dtype().kind();
    let of = |x: &DynView<'_>| if are_alike { x.dtype().to_native() } else { common.clone() };
    // Many elements may be searched for few: they are looked at where they are.
    let (sorted, keys) = (of_type(a, &of(a))?, of_type(v, &of(v))?);
    let (sorted, keys) = (&sorted.view(), &keys.view());
    let mut found = vec![0_i64; keys.size()];
    let side = kernel_side(side);
    let is_number = match_element!(common.element_type(), T => {
        kernels::searchsorted(&sorted.to_slice::<T>()?, &keys.to_slice::<T>()?, side, &mut found);
        true
    }, else false);
    if !is_number && matches!(common.kind(), Kind::DateTime | Kind::TimeDelta) {
        kernels::searchsorted(&counts(sorted), &counts(keys), side, &mut found);
    } else if !is_number && matches!(common.kind(), Kind::Bytes | Kind::Str) {
        let (sorted, keys) = (sorted.contiguous()?, keys.contiguous()?);
        searchsorted_text(text_column(&sorted), text_column(&keys), side, &mut found);
    } else if !is_number {
        among_others(sorted, keys, side, &mut found)?;
    }
    in_shape_of(v, found)
}

/// As [`searchsorted`], among elements that `sorter` puts in order: the result of an `argsort` of `a`.
///
/// NumPy: [numpy.searchsorted](https://numpy.org/doc/stable/reference/generated/numpy.searchsorted.html) with `sorter=`.
///
/// # Errors
///
/// As [`searchsorted`]; another number of positions than elements, or a position that there is not.
///
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_ufunc::{Side, searchsorted_through};
/// let a = DynArray::from_vec(vec![40, 10, 20]);
/// let (v, sorter) = (DynArray::from_vec(vec![20]), DynArray::from_vec(vec![1_i64, 2, 0]));
/// let found = searchsorted_through(&a.view(), &v.view(), Side::Left, &sorter.view())?;
/// assert_eq!(found.to_vec::<i64>()?, [1]);
/// # Ok::<(), ndstrata_ufunc::Error>(())
/// ```
pub fn searchsorted_through(
    a: &DynView<'_>,
    v: &DynView<'_>,
    side: Side,
    sorter: &DynView<'_>,
) -> Result<DynArray> {
    let sorter = of_type(sorter, &DType::INT64)?;
    let positions = sorter.to_slice::<i64>()?;
    let common = promote_types(a.dtype(), v.dtype())?;
    // For many keys it is worth laying the elements in order.
    let is_few = v.size().saturating_mul(PROBES) < a.size();
    let names_none = |i: &&i64| usize::try_from(**i).map_or(true, |i| i >= a.size());
    let outside = if is_few { None } else { positions.iter().find(names_none) };
    if is_few || outside.is_some() {
        let kernel_side = kernel_side(side);
        let found = match_element!(common.element_type(), T => {
            let (elements, keys) = (of_type(a, &common)?, of_type(v, &common)?);
            let mut found = vec![0_i64; keys.size()];
            let (elements, keys) = (elements.to_slice::<T>()?, keys.to_slice::<T>()?);
            kernels::searchsorted_through(&elements, &positions, &keys, kernel_side, &mut found)
                .map_err(|index| Error::new(ErrorKind::SorterIndex { index }))?;
            Some(found)
        }, else None);
        if let Some(found) = found {
            return in_shape_of(v, found);
        }
    }
    match positions.iter().find(names_none) {
        Some(&index) => Err(Error::new(ErrorKind::SorterIndex { index })),
        None => searchsorted(&a.take(&sorter.view())?.view(), v, side),
    }
}

/// Elements that a search comes upon, and then some: they are read out of order.
const PROBES: usize = 64;

fn kernel_side(side: Side) -> kernels::Side {
    match side {
        Side::Left => kernels::Side::Left,
        Side::Right => kernels::Side::Right,
    }
}

fn in_shape_of(keys: &DynView<'_>, found: Vec<i64>) -> Result<DynArray> {
    let shape: Vec<isize> = keys.shape().iter().map(|&n| n as isize).collect();
    Ok(DynArray::from_vec(found).reshape_view(&shape, Order::C)?)
}

/// Where text, raw bytes and records would go.
fn among_others(
    sorted: &DynView<'_>,
    keys: &DynView<'_>,
    side: kernels::Side,
    found: &mut [i64],
) -> Result<()> {
    let (n_sorted, n_keys) = (sorted.size(), keys.size());
    let keys = keys.copy(Order::C)?.reshape_view(&[-1], Order::C)?;
    let both = concatenate(&[sorted.clone(), keys.view()], 0)?;
    let columns = record_columns(&both, &[])?;
    let columns: Vec<_> = columns.iter().map(|column| column.line(0, n_sorted + n_keys)).collect();
    for (k, found) in found.iter_mut().enumerate() {
        let key = (n_sorted + k) as i64;
        let compare = |place: usize| -> Ordering {
            columns
                .iter()
                .map(|column| column.compare(place as i64, key))
                .find(|order| order.is_ne())
                .unwrap_or(Ordering::Equal)
        };
        *found = kernels::searchsorted_by(n_sorted, side, compare) as i64;
    }
    Ok(())
}
