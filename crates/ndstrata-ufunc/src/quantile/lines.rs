//! The reduced axes as lines of elements, from which those of some ranks are picked.

use ndarray::Ix1;
use ndstrata_array::{DynArray, DynView, Index, Order, Slice, normalize_axis};
use ndstrata_dtype::{DType, Element, Kind, match_element};
use ndstrata_kernels::sort::{self as kernels, Sortable};

use crate::error::{Error, ErrorKind, Result};
use crate::order::{SortOptions, sort};

/// The reduced axes flattened into the last one.
pub(super) struct Lines {
    /// All lines, one after the other, packed.
    pub(super) elements: DynArray,
    pub(super) length: usize,
    /// The axes that remain.
    pub(super) outer: Vec<isize>,
    /// The type as it was, in whatever byte order.
    pub(super) dtype: DType,
    /// For each axis whether it is reduced.
    is_reduced: Vec<bool>,
}

impl Lines {
    pub(super) fn of(a: &DynView<'_>, axes: Option<&[isize]>) -> Result<Lines> {
        let axes = axes_of(a, axes)?;
        let others: Vec<usize> = (0..a.ndim()).filter(|axis| !axes.contains(axis)).collect();
        let order: Vec<isize> = others.iter().chain(&axes).map(|&axis| axis as isize).collect();
        let length = axes.iter().map(|&axis| a.shape()[axis]).product();
        let outer: Vec<isize> = others.iter().map(|&axis| a.shape()[axis] as isize).collect();
        let moved = a.clone().transpose(&order)?;
        let moved = match a.dtype().is_native() {
            true => moved.copy(Order::C)?,
            false => moved.astype(&a.dtype().to_native())?.copy(Order::C)?,
        };
        let is_reduced = (0..a.ndim()).map(|axis| axes.contains(&axis)).collect();
        let elements = moved.reshape_view(&[-1], Order::C)?;
        Ok(Lines { elements, length, outer, dtype: a.dtype().clone(), is_reduced })
    }

    pub(super) fn n_lines(&self) -> usize {
        self.outer.iter().map(|&n| n as usize).product()
    }

    /// One line.
    pub(super) fn line(&self, k: usize) -> Result<DynArray> {
        Ok(self.elements.clone().slice_axis(0, k * self.length, 1, self.length)?)
    }

    /// The elements of each line that a sort would put at these places (negative ones count from the
    /// end), place by place in the shape of the outer axes; and of types that know NaN the last ones.
    /// The lines are left in another order.
    pub(super) fn pick(&mut self, places: &[isize]) -> Result<(DynArray, Option<DynArray>)> {
        let length = self.length as isize;
        let from_start = |&place: &isize| {
            let place = if place < 0 { place + length } else { place };
            place.clamp(0, length - 1) as usize
        };
        let wanted: Vec<usize> = places.iter().map(from_start).collect();
        let knows_nan = matches!(
            self.elements.dtype().kind(),
            Kind::Float | Kind::Complex | Kind::DateTime | Kind::TimeDelta
        );
        let last = self.length.saturating_sub(1);
        let mut kths = wanted.clone();
        if knows_nan {
            kths.push(last);
        }
        kths.sort_unstable();
        kths.dedup();
        let element = self.elements.dtype().element_type();
        let is_parted = match_element!(element, T => {
            part::<T>(&mut self.elements, self.length, &kths)?;
            true
        }, else false);
        if !is_parted {
            let n_lines = self.n_lines() as isize;
            let table = self.elements.clone().reshape_view(&[n_lines, length], Order::C)?;
            let sorted = sort(&table.view(), SortOptions::default())?;
            self.elements = sorted.copy(Order::C)?.reshape_view(&[-1], Order::C)?;
        }
        let positions: Vec<i64> =
            wanted.iter().flat_map(|&place| self.positions_at(place)).collect();
        let shape: Vec<isize> =
            std::iter::once(places.len() as isize).chain(self.outer.iter().copied()).collect();
        let picked = self.elements.index(&[positions.into()])?.reshape_view(&shape, Order::C)?;
        if !knows_nan {
            return Ok((picked, None));
        }
        let at_end = self.elements.index(&[self.positions_at(last).into()])?;
        Ok((picked, Some(at_end.reshape_view(&self.outer, Order::C)?)))
    }

    /// Where the element of a rank stands in each line.
    fn positions_at(&self, place: usize) -> Vec<i64> {
        (0..self.n_lines()).map(|k| (k * self.length + place) as i64).collect()
    }

    /// A result with the reduced axes of length 1, after the first `n_leading` axes.
    pub(super) fn with_axes_kept(&self, found: DynArray, n_leading: usize) -> Result<DynArray> {
        let part = |&is_new: &bool| match is_new {
            true => Index::NewAxis,
            false => Index::from(Slice::all()),
        };
        let parts = std::iter::repeat_n(&false, n_leading).chain(&self.is_reduced).map(part);
        Ok(found.index(&parts.collect::<Vec<_>>())?)
    }

    #[cold]
    pub(super) fn nothing_to_choose_from(&self) -> Error {
        Error::new(ErrorKind::Refused {
            class: "IndexError",
            message: "index -1 is out of bounds for axis 0 with size 0".to_owned(),
        })
    }
}

/// The axes to reduce, in ascending order; all if none are named.
pub(super) fn axes_of(a: &DynView<'_>, axes: Option<&[isize]>) -> Result<Vec<usize>> {
    let Some(axes) = axes else { return Ok((0..a.ndim()).collect()) };
    let mut found = Vec::with_capacity(axes.len());
    for &axis in axes {
        let axis = normalize_axis(axis, a.ndim())?;
        if found.contains(&axis) {
            return Err(Error::value("repeated axis"));
        }
        found.push(axis);
    }
    found.sort_unstable();
    Ok(found)
}

fn part<T: Sortable + Element>(
    elements: &mut DynArray,
    length: usize,
    kths: &[usize],
) -> Result<()> {
    debug_assert_eq!(*elements.dtype(), T::dtype(), "the lines are in native order");
    let mut view = elements.view_mut()?;
    let mut typed = view.typed_mut::<T, Ix1>()?;
    if let Some(values) = typed.as_slice_mut() {
        values.chunks_mut(length.max(1)).for_each(|line| kernels::partition(line, kths));
    }
    Ok(())
}

/// A type's NaN in an array of a shape.
pub(super) fn nans(shape: &[usize], dtype: &DType) -> Result<DynArray> {
    let nan = super::number(f64::NAN).astype(dtype)?;
    Ok(nan.broadcast_to(shape)?.copy(Order::C)?)
}
