//! `unravel_index` and `ravel_multi_index`: flat positions and coordinates, one from the other.

use std::borrow::Cow;

use ndstrata_dtype::{Casting, Kind};

use super::fault::IndexFault;
use super::positions::{OutOfBounds, int_values};
use crate::array::{DynArray, DynBase, DynView};
use crate::create::collect;
use crate::error::{Error, ErrorKind, Result};
use crate::layout::{Order, broadcast_dims};

/// The coordinates, axis by axis, of flat positions in an array of some shape.
///
/// NumPy: [numpy.unravel_index](https://numpy.org/doc/stable/reference/generated/numpy.unravel_index.html).
///
/// # Errors
///
/// Indices that are not integers, or outside the array; an order other than C or F.
///
/// ```
/// use ndstrata_array::{unravel_index, DynArray, Order};
/// let found = unravel_index(&DynArray::from_vec(vec![22, 41, 37]).view(), &[7, 6], Order::C)?;
/// assert_eq!(found[0].to_vec::<i64>()?, [3, 6, 6]);
/// assert_eq!(found[1].to_vec::<i64>()?, [4, 5, 1]);
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
pub fn unravel_index(
    indices: &DynView<'_>,
    shape: &[usize],
    order: Order,
) -> Result<Vec<DynArray>> {
    let is_fortran = is_fortran(order)?;
    let size = checked_size(shape).ok_or(IndexFault::ShapeTooLarge { is_ravel: false })?;
    if shape.is_empty() && indices.ndim() > 0 {
        return Err(IndexFault::ScalarIndices.into());
    }
    let values = integers(indices)?;
    let is_outside = |index: i64| index.cast_unsigned() >= size as u64;
    // Without a way out of the loop, which is quicker; the first is looked for if there is any.
    if values.iter().fold(false, |any, &index| any | is_outside(index))
        && let Some(&index) = values.iter().find(|&&index| is_outside(index))
    {
        return Err(IndexFault::FlatIndex { index, size }.into());
    }
    coordinates(&values, indices.shape(), shape, is_fortran)
}

/// As [`unravel_index`] in C order of an array of `size` elements, with negative positions counted
/// from the end, and the errors of indexing the flattened array.
pub(super) fn unravel_wrapped(
    indices: &DynView<'_>,
    size: usize,
    shape: &[usize],
) -> Result<Vec<DynArray>> {
    let mut values = integers(indices)?.into_owned();
    for value in &mut values {
        let index = *value;
        let found = OutOfBounds::Raise.resolve(index, size);
        *value = found.ok_or_else(|| {
            Error::new(ErrorKind::IndexOutOfBounds { index, axis: 0, length: size })
        })? as i64;
    }
    coordinates(&values, indices.shape(), shape, false)
}

/// For each axis, the coordinates of flat positions within `shape`.
fn coordinates(
    values: &[i64],
    values_shape: &[usize],
    shape: &[usize],
    is_fortran: bool,
) -> Result<Vec<DynArray>> {
    // Numbers of 32 bits are divided by multiplying (Lemire's reciprocal), which is exact for them.
    let is_short = checked_size(shape).is_some_and(|size| u32::try_from(size).is_ok());
    let mut rest = values.to_vec();
    let mut result: Vec<Option<DynArray>> = vec![None; shape.len()];
    let axes: Vec<usize> =
        if is_fortran { (0..shape.len()).collect() } else { (0..shape.len()).rev().collect() };
    let form: Vec<isize> = values_shape.iter().map(|&n| n as isize).collect();
    for axis in axes {
        let length = shape[axis].max(1) as i64;
        let divide = |value: &mut i64| {
            let whole = *value / length;
            let part = *value - whole * length;
            *value = whole;
            part
        };
        let reciprocal = (u64::MAX / length as u64).wrapping_add(1);
        let divide_short = |value: &mut i64| {
            let whole = ((u128::from(reciprocal) * (*value as u128)) >> 64) as i64;
            let part = *value - whole * length;
            *value = whole;
            part
        };
        let along = match is_short && length > 1 {
            true => collect(rest.len(), |i| divide_short(&mut rest[i]))?,
            false => collect(rest.len(), |i| divide(&mut rest[i]))?,
        };
        result[axis] = Some(along.reshape(&form)?);
    }
    Ok(result.into_iter().flatten().collect())
}

/// What [`ravel_multi_index`] makes of coordinates outside their axis, and the order it counts in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RavelMultiIndex {
    modes: Vec<OutOfBounds>,
    order: Order,
}

impl RavelMultiIndex {
    /// What becomes of coordinates outside their axis: one for all, or one for each axis.
    ///
    /// NumPy: none.
    pub fn mode(mut self, modes: impl IntoIterator<Item = OutOfBounds>) -> Self {
        self.modes = modes.into_iter().collect();
        self
    }

    /// C or F.
    ///
    /// NumPy: none.
    pub fn order(mut self, order: Order) -> Self {
        self.order = order;
        self
    }
}

/// The flat positions of coordinates, which are broadcast together, in an array of some shape.
///
/// NumPy: [numpy.ravel_multi_index](https://numpy.org/doc/stable/reference/generated/numpy.ravel_multi_index.html).
///
/// # Errors
///
/// Another number of coordinates than axes; coordinates that are not integers, or out of bounds.
///
/// ```
/// use ndstrata_array::{ravel_multi_index, DynArray, RavelMultiIndex};
/// let (rows, columns) = (DynArray::from_vec(vec![3, 6, 6]), DynArray::from_vec(vec![4, 5, 1]));
/// let options = RavelMultiIndex::default();
/// let flat = ravel_multi_index(&[rows.view(), columns.view()], &[7, 6], &options)?;
/// assert_eq!(flat.to_vec::<i64>()?, [22, 41, 37]);
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
pub fn ravel_multi_index(
    coordinates: &[DynView<'_>],
    shape: &[usize],
    options: &RavelMultiIndex,
) -> Result<DynArray> {
    let is_fortran = is_fortran(options.order)?;
    let n_axes = shape.len();
    let modes = match &options.modes[..] {
        [] => vec![OutOfBounds::Raise; n_axes],
        [one] if n_axes != 1 => vec![*one; n_axes],
        modes if modes.len() == n_axes => modes.to_vec(),
        modes => return Err(IndexFault::ModeCount { n_modes: modes.len(), n_axes }.into()),
    };
    checked_size(shape).ok_or(IndexFault::ShapeTooLarge { is_ravel: true })?;
    if coordinates.len() != n_axes {
        return Err(IndexFault::CoordinateCount { n_axes }.into());
    }
    let shapes: Vec<&[usize]> = coordinates.iter().map(DynBase::shape).collect();
    let form = broadcast_dims(&shapes)?;
    let count = form.iter().product();
    let mut flat = Vec::new();
    flat.try_reserve_exact(count).map_err(|_| Error::new(ErrorKind::TooBig))?;
    flat.resize(count, 0_i64);
    let mut step = 1_i64;
    let axes: Vec<usize> =
        if is_fortran { (0..n_axes).collect() } else { (0..n_axes).rev().collect() };
    for axis in axes {
        let values = coordinates[axis].broadcast_to(&form)?;
        let values = integers(&values)?;
        let length = shape[axis] as u64;
        if modes[axis] == OutOfBounds::Raise {
            // Coordinates do not count from the end.
            let is_outside = |value: i64| value.cast_unsigned() >= length;
            if values.iter().fold(false, |any, &value| any | is_outside(value)) {
                return Err(IndexFault::Coordinates.into());
            }
            for (position, &value) in flat.iter_mut().zip(values.iter()) {
                *position += value * step;
            }
            step *= shape[axis] as i64;
            continue;
        }
        for (position, &value) in flat.iter_mut().zip(values.iter()) {
            let inside = match modes[axis] {
                _ if shape[axis] == 0 => None,
                mode => mode.resolve(value, shape[axis]),
            };
            *position += inside.ok_or(IndexFault::Coordinates)? as i64 * step;
        }
        step *= shape[axis] as i64;
    }
    let form: Vec<isize> = form.iter().map(|&n| n as isize).collect();
    DynArray::from_vec(flat).reshape(form)
}

fn is_fortran(order: Order) -> Result<bool> {
    match order {
        Order::C => Ok(false),
        Order::F => Ok(true),
        _ => Err(IndexFault::Order.into()),
    }
}

fn checked_size(shape: &[usize]) -> Option<usize> {
    let size = shape.iter().try_fold(1_usize, |size, &n| size.checked_mul(n))?;
    (size <= isize::MAX as usize).then_some(size)
}

fn integers<'a>(indices: &DynView<'a>) -> Result<Cow<'a, [i64]>> {
    match indices.dtype().kind() {
        kind if kind.is_integer() || kind == Kind::Bool => int_values(indices, Casting::Unsafe),
        _ => Err(IndexFault::IntegersOnly.into()),
    }
}
