//! An index resolved against a layout, before any element is touched.

use ndstrata_dtype::{DType, Kind};
use smallvec::SmallVec;

use super::Index;
use crate::array::{DynArray, DynView};
use crate::error::{Error, ErrorKind, Result};
use crate::layout::{Dims, Layout, MAX_DIMS, Order, Strides, broadcast_dims};

/// What an index means for one layout.
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
    /// The indexed axes, each with its checked positions in C order of `shape`.
    pub(super) axes: SmallVec<[SelectedAxis; 2]>,
    /// Where the selection's axes go in the result.
    pub(super) place: usize,
    /// Whether the index was one mask and nothing else.
    pub(super) is_mask: bool,
}

/// One axis that index arrays select from.
pub(super) struct SelectedAxis {
    pub(super) stride: isize,
    /// As many as the selection has elements, each within the axis.
    pub(super) positions: Vec<i64>,
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
        let (start, mut axes) = (self.offset as i64, self.axes.iter());
        let Some(first) = axes.next() else { return vec![start; self.count()] };
        let step = first.stride as i64;
        let mut offsets: Vec<i64> =
            first.positions.iter().map(|&position| start + position * step).collect();
        for axis in axes {
            for (offset, &position) in offsets.iter_mut().zip(&axis.positions) {
                *offset += position * axis.stride as i64;
            }
        }
        offsets
    }
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
        let mut positions = positions_of(&array)?;
        // As NumPy, what is broadcast away is not checked.
        if !shape.contains(&0) {
            for position in &mut positions {
                *position = wrap(*position, axis, length)?;
            }
        }
        if array.shape() != &shape[..] {
            let given: Vec<isize> = array.shape().iter().map(|&n| n as isize).collect();
            let given = DynArray::from_vec(positions).reshape_view(&given, Order::C)?;
            positions = given.view().broadcast_to(&shape)?.to_vec::<i64>()?;
        }
        axes.push(SelectedAxis { stride, positions });
    }
    Ok(Selection { rest, offset, shape, axes, place, is_mask })
}

/// An integer array's values in C order; those past `i64::MAX` are out of bounds of any axis, and
/// stay so.
fn positions_of(array: &DynArray) -> Result<Vec<i64>> {
    let view: DynView<'_> = array.view();
    match array.dtype().kind() {
        Kind::SignedInteger => view.cast_to(&DType::INT64)?.to_vec::<i64>(),
        Kind::UnsignedInteger => {
            let wide = view.cast_to(&DType::UINT64)?.to_vec::<u64>()?;
            Ok(wide.into_iter().map(|p| i64::try_from(p).unwrap_or(i64::MAX)).collect())
        }
        _ => Err(Error::new(ErrorKind::IndexType { dtype: array.dtype().clone() })),
    }
}
