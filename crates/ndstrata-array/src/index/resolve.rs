//! An index resolved against a layout, before any element is touched.

use std::borrow::Cow;

use ndstrata_dtype::{DType, Kind};
use ndstrata_kernels::check_indices;
use smallvec::SmallVec;

use super::Index;
use crate::array::DynArray;
use crate::error::{Error, ErrorKind, Result};
use crate::layout::{Dims, Layout, MAX_DIMS, Strides, broadcast_dims};

/// What an index means for one layout.
#[expect(clippy::large_enum_variant, reason = "lives on the stack of one call")]
pub(super) enum Resolved {
    /// A layout over the same memory, and the byte offset of its first element.
    Basic { layout: Layout, offset: isize },
    /// Elements to be gathered or scattered.
    Advanced(Selection),
}

/// The broadcast selection of an advanced index.
///
/// The result's axes are those of `rest`, with the axes of the selection put in before axis `place`.
pub(super) struct Selection {
    /// The axes that no array indexes, after slicing.
    pub(super) rest: Layout,
    /// Byte offset that integers and slices gave.
    pub(super) offset: isize,
    /// The shape that the index arrays broadcast to.
    pub(super) shape: Dims,
    /// The indexed axes, each with its checked positions in the order of its own index array.
    pub(super) axes: SmallVec<[SelectedAxis; 2]>,
    /// Where the selection's axes go in the result.
    pub(super) place: usize,
    /// Whether the index was one mask and nothing else.
    pub(super) is_mask: bool,
}

/// One axis that index arrays select from.
pub(super) struct SelectedAxis {
    /// Bytes from one position to the next.
    pub(super) stride: isize,
    /// The positions of its own index array in C order, each within the axis.
    pub(super) positions: Vec<i64>,
    /// For each axis of the selection, how far it is from one of the positions to the next; 0 where the
    /// index array is broadcast.
    pub(super) steps: Strides,
}

impl Selection {
    /// The shape of the result.
    pub(super) fn result_shape(&self) -> Dims {
        let mut shape = Dims::from_slice(&self.rest.shape()[..self.place]);
        shape.extend_from_slice(&self.shape);
        shape.extend_from_slice(&self.rest.shape()[self.place..]);
        shape
    }

    /// The number of positions selected.
    pub(super) fn count(&self) -> usize {
        self.shape.iter().product()
    }

    /// The byte offset of each position.
    pub(super) fn offsets(&self) -> Vec<i64> {
        let mut offsets = Vec::with_capacity(self.count());
        let still: Strides = self.shape.iter().map(|_| 0).collect();
        self.for_each_row(&still, |row| {
            let start = row.offset as i64;
            offsets.extend(row.positions.iter().map(|&p| start + p * row.stride as i64));
        });
        offsets
    }

    /// The positions of the index array, where there is one alone, that is not broadcast.
    pub(super) fn only_axis(&self) -> Option<&SelectedAxis> {
        match &self.axes[..] {
            [axis] if axis.positions.len() == self.count() => Some(axis),
            _ => None,
        }
    }

    /// Calls `visit` with runs of the selection in C order. `other` are the byte steps along the
    /// selection's axes of what is read or written with it.
    pub(super) fn for_each_row(&self, other: &[isize], mut visit: impl FnMut(Row<'_>)) {
        let axes = merged(&self.shape, &self.axes, other);
        let (inner, outer) = axes.split_last().map_or((None, &[][..]), |(i, o)| (Some(i), o));
        let n = inner.map_or(1, |axis| axis.length);
        let step_of = |k: usize| inner.map_or(0, |axis| axis.steps[k]);
        let n_axes = self.axes.len();
        // What varies along a row: one axis alone gives its positions as they are.
        let varying: SmallVec<[usize; 4]> = (0..n_axes).filter(|&k| step_of(k) != 0).collect();
        let mut sums: Vec<i64> = Vec::new();
        if varying.len() != 1 || step_of(varying[0]) != 1 {
            sums.resize(n, 0);
        }
        let other_stride = step_of(n_axes);
        let mut at: SmallVec<[usize; 4]> = SmallVec::from_elem(0, outer.len());
        // Where each axis' positions, and what goes with them, stand.
        let mut starts: SmallVec<[isize; 4]> = SmallVec::from_elem(0, n_axes + 1);
        if self.count() == 0 {
            return;
        }
        loop {
            let mut offset = self.offset;
            for (k, axis) in self.axes.iter().enumerate() {
                if step_of(k) == 0 {
                    offset += axis.positions[starts[k] as usize] as isize * axis.stride;
                }
            }
            let other = starts[n_axes];
            if sums.is_empty() {
                let axis = &self.axes[varying[0]];
                let first = starts[varying[0]] as usize;
                let positions = &axis.positions[first..first + n];
                visit(Row { offset, positions, stride: axis.stride, other, other_stride });
            } else {
                sums.fill(0);
                for &k in &varying {
                    let (axis, step) = (&self.axes[k], step_of(k) as usize);
                    let own = axis.positions[starts[k] as usize..].iter().step_by(step);
                    for (sum, position) in sums.iter_mut().zip(own) {
                        *sum += position * axis.stride as i64;
                    }
                }
                visit(Row { offset, positions: &sums, stride: 1, other, other_stride });
            }
            let mut axis = outer.len();
            loop {
                let Some(next) = axis.checked_sub(1) else { return };
                axis = next;
                at[axis] += 1;
                let (moves, back) = (&outer[axis].steps, outer[axis].length as isize - 1);
                if at[axis] <= back as usize {
                    starts.iter_mut().zip(moves).for_each(|(start, step)| *start += step);
                    break;
                }
                at[axis] = 0;
                starts.iter_mut().zip(moves).for_each(|(start, step)| *start -= step * back);
            }
        }
    }
}

/// A run of positions along one axis.
pub(super) struct Row<'a> {
    /// Bytes that the other axes, and the integers and slices of the index, give.
    pub(super) offset: isize,
    pub(super) positions: &'a [i64],
    /// Bytes from one position to the next.
    pub(super) stride: isize,
    /// The byte offset of the run in what goes with the selection, and the bytes from one to the next.
    pub(super) other: isize,
    pub(super) other_stride: isize,
}

/// An axis of the selection, or several that follow each other in everything.
struct Merged {
    length: usize,
    /// The steps of each index array, and of what goes with the selection.
    steps: SmallVec<[isize; 4]>,
}

fn merged(shape: &[usize], axes: &[SelectedAxis], other: &[isize]) -> SmallVec<[Merged; 2]> {
    let mut found: SmallVec<[Merged; 2]> = SmallVec::new();
    for (place, &length) in shape.iter().enumerate().filter(|(_, length)| **length != 1) {
        let mut steps: SmallVec<[isize; 4]> = axes.iter().map(|axis| axis.steps[place]).collect();
        steps.push(other[place]);
        if let Some(last) = found.last_mut() {
            let follows = |(outer, inner): (&isize, &isize)| {
                inner.checked_mul(length as isize) == Some(*outer)
            };
            if last.steps.iter().zip(&steps).all(follows) {
                *last = Merged { length: last.length * length, steps };
                continue;
            }
        }
        found.push(Merged { length, steps });
    }
    found
}

/// An index array as it was given, still to be broadcast with the others.
struct Pending {
    axis: usize,
    length: usize,
    stride: isize,
    array: DynArray,
}

pub(super) fn resolve(layout: &Layout, indices: &[Index]) -> Result<Resolved> {
    let n_axes = layout.ndim();
    let n_indices = check_count(n_axes, indices)?;
    let is_advanced = indices
        .iter()
        .any(|index| matches!(index, Index::Array(a) if a.ndim() > 0 || a.dtype() == &DType::BOOL));
    let mut walk = Walk::default();
    for index in indices {
        let axis = walk.axis;
        match index {
            Index::Int(position) => {
                walk.note_advanced();
                walk.take_position(layout, *position)?;
            }
            Index::Array(array) if array.ndim() == 0 && array.dtype() != &DType::BOOL => {
                let position = positions_of(array)?[0];
                walk.note_advanced();
                walk.take_position(layout, position)?;
            }
            Index::Slice(slice) => {
                let found = slice.resolve(layout.shape()[axis])?;
                let stride = layout.strides()[axis];
                // A step past the extent leaves one position, whose stride is never used.
                let step = if found.len > 1 { stride * found.step } else { stride };
                walk.keep(found.len, step);
                if found.len > 0 {
                    walk.offset += stride * found.start as isize;
                }
                walk.axis += 1;
            }
            Index::Ellipsis => {
                walk.note_gap();
                walk.keep_axes(layout, n_axes - n_indices);
            }
            Index::NewAxis => walk.keep(1, 0),
            Index::Array(array) => {
                walk.note_advanced();
                walk.pend(layout, array)?;
            }
        }
    }
    walk.keep_axes(layout, n_axes - walk.axis);
    if walk.shape.len() > MAX_DIMS {
        return Err(Error::new(ErrorKind::IndexResultDims { n_axes: walk.shape.len() }));
    }
    let rest = Layout::from_parts(walk.shape, walk.strides);
    if !is_advanced {
        return Ok(Resolved::Basic { layout: rest, offset: walk.offset });
    }
    let place = if walk.is_split { 0 } else { walk.place.unwrap_or(0) };
    let is_mask = matches!(indices, [Index::Array(a)] if a.dtype() == &DType::BOOL);
    select(rest, walk.offset, walk.pending, place, is_mask).map(Resolved::Advanced)
}

/// The number of axes that the indices consume, at most those that there are.
fn check_count(n_axes: usize, indices: &[Index]) -> Result<usize> {
    let consumed = |index: &Index| match index {
        Index::Int(_) | Index::Slice(_) => 1,
        Index::Ellipsis | Index::NewAxis => 0,
        Index::Array(array) if array.dtype() == &DType::BOOL => array.ndim(),
        Index::Array(_) => 1,
    };
    let n_indices = indices.iter().map(consumed).sum();
    if n_indices > n_axes {
        return Err(Error::new(ErrorKind::TooManyIndices { n_axes, n_indices }));
    }
    if indices.iter().filter(|index| matches!(index, Index::Ellipsis)).count() > 1 {
        return Err(Error::new(ErrorKind::TwoEllipses));
    }
    Ok(n_indices)
}

/// The state of going through the parts of an index from left to right.
#[derive(Default)]
struct Walk {
    axis: usize,
    offset: isize,
    shape: Dims,
    strides: Strides,
    pending: Vec<Pending>,
    /// Where the first integer or array stood, as an axis of the rest.
    place: Option<usize>,
    /// Whether something else has followed it.
    has_gap: bool,
    /// Whether another integer or array came after that: then the selection's axes go first.
    is_split: bool,
}

impl Walk {
    fn note_advanced(&mut self) {
        match self.place {
            None => self.place = Some(self.shape.len()),
            Some(_) => self.is_split |= self.has_gap,
        }
    }

    fn note_gap(&mut self) {
        self.has_gap |= self.place.is_some();
    }

    fn keep(&mut self, len: usize, stride: isize) {
        self.note_gap();
        self.shape.push(len);
        self.strides.push(stride);
    }

    fn keep_axes(&mut self, layout: &Layout, count: usize) {
        for axis in self.axis..self.axis + count {
            self.keep(layout.shape()[axis], layout.strides()[axis]);
        }
        self.axis += count;
    }

    fn take_position(&mut self, layout: &Layout, position: i64) -> Result<()> {
        let (axis, length) = (self.axis, layout.shape()[self.axis]);
        let wrapped = wrap(position, axis, length)?;
        self.offset += layout.strides()[axis] * wrapped as isize;
        self.axis += 1;
        Ok(())
    }

    fn pend(&mut self, layout: &Layout, array: &DynArray) -> Result<()> {
        if array.dtype() != &DType::BOOL {
            let (length, stride) = (layout.shape()[self.axis], layout.strides()[self.axis]);
            self.pending.push(Pending { axis: self.axis, length, stride, array: array.clone() });
            self.axis += 1;
            return Ok(());
        }
        for (axis, &size) in array.shape().iter().enumerate() {
            let (axis, length) = (self.axis + axis, layout.shape()[self.axis + axis]);
            // As NumPy, a mask of length 0 fits any axis: it selects nothing.
            if size != length && size != 0 {
                return Err(Error::new(ErrorKind::MaskShape { axis, length, mask: size }));
            }
        }
        if array.ndim() == 0 {
            // `True` selects the whole once, `False` not at all; no axis is indexed.
            let count = super::read::mask_bytes(&array.view())?.iter().filter(|&&b| b != 0).count();
            let array = DynArray::from_vec(vec![0_i64; count]);
            self.pending.push(Pending { axis: self.axis, length: 1, stride: 0, array });
            return Ok(());
        }
        for positions in super::read::nonzero_positions(&array.view())? {
            let (length, stride) = (layout.shape()[self.axis], layout.strides()[self.axis]);
            let array = DynArray::from_vec(positions);
            self.pending.push(Pending { axis: self.axis, length, stride, array });
            self.axis += 1;
        }
        Ok(())
    }
}

fn wrap(position: i64, axis: usize, length: usize) -> Result<i64> {
    let wrapped = if position < 0 { position.wrapping_add(length as i64) } else { position };
    if wrapped < 0 || wrapped as u64 >= length as u64 {
        return Err(Error::new(ErrorKind::IndexOutOfBounds { index: position, axis, length }));
    }
    Ok(wrapped)
}

/// Broadcasts the index arrays with each other and checks every position.
fn select(
    rest: Layout,
    offset: isize,
    pending: Vec<Pending>,
    place: usize,
    is_mask: bool,
) -> Result<Selection> {
    let shapes: Vec<&[usize]> = pending.iter().map(|p| p.array.shape()).collect();
    let shape = broadcast_dims(&shapes).map_err(|error| match error.kind() {
        ErrorKind::Broadcast { shapes } => {
            Error::new(ErrorKind::IndexBroadcast { shapes: shapes.clone() })
        }
        _ => error,
    })?;
    let n_axes = rest.ndim() + shape.len();
    if n_axes > MAX_DIMS {
        return Err(Error::new(ErrorKind::IndexResultDims { n_axes }));
    }
    let mut axes = SmallVec::new();
    for Pending { axis, length, stride, array } in pending {
        // As NumPy, what is broadcast away is not checked.
        let positions = match shape.contains(&0) {
            true => positions_of(&array)?.into_owned(),
            false => checked_positions(&array, axis, length)?,
        };
        let mut steps: Strides = shape.iter().map(|_| 0).collect();
        let mut step = 1;
        for (place, &n) in steps.iter_mut().rev().zip(array.shape().iter().rev()) {
            *place = if n == 1 { 0 } else { step };
            step *= n as isize;
        }
        axes.push(SelectedAxis { stride, positions, steps });
    }
    Ok(Selection { rest, offset, shape, axes, place, is_mask })
}

/// The positions of an index array, counted from the start of the axis.
fn checked_positions(array: &DynArray, axis: usize, length: usize) -> Result<Vec<i64>> {
    let given = positions_of(array)?;
    check_indices(&given, length)
        .map_err(|at| Error::new(ErrorKind::IndexOutOfBounds { index: given[at], axis, length }))?;
    let wrapped = |position: i64| if position < 0 { position + length as i64 } else { position };
    Ok(match given {
        Cow::Borrowed(given) => given.iter().map(|&position| wrapped(position)).collect(),
        Cow::Owned(mut given) => {
            given.iter_mut().for_each(|position| *position = wrapped(*position));
            given
        }
    })
}

/// An integer array's values in C order; those past `i64::MAX` count from the end, as cast.
fn positions_of(array: &DynArray) -> Result<Cow<'_, [i64]>> {
    match array.dtype().kind() {
        Kind::SignedInteger if array.dtype() == &DType::INT64 => array.to_slice::<i64>(),
        Kind::SignedInteger | Kind::UnsignedInteger => {
            Ok(Cow::Owned(array.view().cast_to(&DType::INT64)?.to_vec::<i64>()?))
        }
        _ => Err(Error::new(ErrorKind::IndexType { dtype: array.dtype().clone() })),
    }
}
