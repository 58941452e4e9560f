//! Axes moved, added, dropped, narrowed: everything that changes a layout and touches no element.
//!
//! Each takes the array and gives one of the same kind: an owned array stays owned and shares its
//! buffer, a view stays a view. To keep the original, start from `a.view()` or a `clone()`, which
//! copies nothing.
#![expect(unsafe_code, reason = "narrows layouts that were checked against memory")]

use ndstrata_dtype::DType;

use super::{DynBase, DynView, Storage};
use crate::error::{Error, ErrorKind, Result};
use crate::layout::{
    Layout, Strides, normalize_axes, normalize_axes_of, normalize_axis, normalize_axis_of,
};

impl<S: Storage> DynBase<S> {
    /// The axes in reverse order.
    ///
    /// NumPy: [numpy.ndarray.T](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.T.html).
    pub fn t(self) -> Self {
        let layout = self.layout.clone().transpose();
        // SAFETY: a permutation of axes reaches the same elements.
        unsafe { self.with_layout(layout, 0) }
    }

    /// The last two axes exchanged.
    ///
    /// NumPy: [numpy.ndarray.mT](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.mT.html).
    ///
    /// # Errors
    ///
    /// Fewer than two axes.
    pub fn mt(self) -> Result<Self> {
        match self.ndim() {
            n @ 0..2 => Err(Error::new(ErrorKind::MatrixTranspose { n_axes: n })),
            n => self.swapaxes(n as isize - 2, n as isize - 1),
        }
    }

    /// The axes in the order given.
    ///
    /// NumPy: [numpy.transpose](https://numpy.org/doc/stable/reference/generated/numpy.transpose.html).
    ///
    /// # Errors
    ///
    /// `axes` is no permutation of the array's axes.
    pub fn transpose(self, axes: &[isize]) -> Result<Self> {
        if axes.len() != self.ndim() {
            return Err(Error::new(ErrorKind::AxesDontMatch {
                n_named: axes.len(),
                n_axes: self.ndim(),
            }));
        }
        let axes = normalize_axes(axes, self.ndim()).map_err(|error| match error.kind() {
            ErrorKind::RepeatedAxis { axis } => {
                Error::new(ErrorKind::RepeatedTransposeAxis { axis: *axis })
            }
            _ => error,
        })?;
        let layout = self.layout.permute(&axes);
        // SAFETY: a permutation of axes reaches the same elements.
        Ok(unsafe { self.with_layout(layout, 0) })
    }

    /// Two axes exchanged.
    ///
    /// NumPy: [numpy.swapaxes](https://numpy.org/doc/stable/reference/generated/numpy.swapaxes.html).
    ///
    /// # Errors
    ///
    /// An axis that is not there.
    pub fn swapaxes(self, a: isize, b: isize) -> Result<Self> {
        let a = normalize_axis_of("axis1", a, self.ndim())?;
        let b = normalize_axis_of("axis2", b, self.ndim())?;
        let layout = self.layout.clone().swap_axes(a, b);
        // SAFETY: a permutation of axes reaches the same elements.
        Ok(unsafe { self.with_layout(layout, 0) })
    }

    /// Axes moved to new places; the others keep their order.
    ///
    /// NumPy: [numpy.moveaxis](https://numpy.org/doc/stable/reference/generated/numpy.moveaxis.html).
    ///
    /// # Errors
    ///
    /// An axis that is not there or named twice; lists of different lengths.
    pub fn moveaxis(self, source: &[isize], destination: &[isize]) -> Result<Self> {
        let n_axes = self.ndim();
        let source = normalize_axes_of("source", source, n_axes)?;
        let destination = normalize_axes_of("destination", destination, n_axes)?;
        if source.len() != destination.len() {
            return Err(Error::new(ErrorKind::MoveAxisLengths {
                source: source.len(),
                destination: destination.len(),
            }));
        }
        let mut order: Vec<usize> = (0..n_axes).filter(|axis| !source.contains(axis)).collect();
        let mut pairs: Vec<_> = destination.iter().zip(&source).collect();
        pairs.sort_unstable();
        for (&to, &from) in pairs {
            order.insert(to, from);
        }
        let layout = self.layout.permute(&order);
        // SAFETY: a permutation of axes reaches the same elements.
        Ok(unsafe { self.with_layout(layout, 0) })
    }

    /// Without the axes of length 1.
    ///
    /// NumPy: [numpy.squeeze](https://numpy.org/doc/stable/reference/generated/numpy.squeeze.html).
    pub fn squeeze(self) -> Self {
        let mut layout = self.layout.clone();
        for axis in (0..layout.ndim()).rev() {
            if layout.shape()[axis] == 1 {
                layout = layout.remove_axis(axis);
            }
        }
        // SAFETY: an axis of length 1 has one position, which remains.
        unsafe { self.with_layout(layout, 0) }
    }

    /// Without the axes named, which have length 1.
    ///
    /// NumPy: [numpy.squeeze](https://numpy.org/doc/stable/reference/generated/numpy.squeeze.html).
    ///
    /// # Errors
    ///
    /// An axis that is not there, named twice, or of another length.
    pub fn squeeze_axes(self, axes: &[isize]) -> Result<Self> {
        let mut axes = normalize_axes(axes, self.ndim()).map_err(|error| match *error.kind() {
            ErrorKind::RepeatedAxis { axis } => Error::new(ErrorKind::RepeatedSqueezeAxis { axis }),
            _ => error,
        })?;
        axes.sort_unstable();
        let mut layout = self.layout.clone();
        for &axis in axes.iter().rev() {
            let length = layout.shape()[axis];
            if length != 1 {
                return Err(Error::new(ErrorKind::SqueezeAxis { axis, length }));
            }
            layout = layout.remove_axis(axis);
        }
        // SAFETY: an axis of length 1 has one position, which remains.
        Ok(unsafe { self.with_layout(layout, 0) })
    }

    /// With axes of length 1 at the places named, as counted in the result.
    ///
    /// NumPy: [numpy.expand_dims](https://numpy.org/doc/stable/reference/generated/numpy.expand_dims.html).
    ///
    /// # Errors
    ///
    /// A place outside the result or named twice; more than 64 axes.
    pub fn expand_dims(self, axes: &[isize]) -> Result<Self> {
        let mut places = normalize_axes(axes, self.ndim() + axes.len())?;
        places.sort_unstable();
        let mut layout = self.layout.clone();
        for &axis in &places {
            layout = layout.insert_axis(axis)?;
        }
        if layout.size() == 0 {
            let layout = Layout::packed_as(layout.shape(), self.dtype.itemsize());
            // SAFETY: there are no elements.
            return Ok(unsafe { self.with_layout(layout, 0) });
        }
        // As after `reshape`: a step along a new axis leads past what follows it.
        let (shape, mut strides) = (layout.shape(), Strides::from_slice(layout.strides()));
        for &axis in places.iter().rev() {
            strides[axis] = match strides.get(axis + 1) {
                Some(&next) => next.wrapping_mul(shape[axis + 1] as isize),
                None => self.dtype.itemsize() as isize,
            };
        }
        let layout = Layout::from_parts(shape.into(), strides);
        // SAFETY: axes of length 1 add no elements.
        Ok(unsafe { self.with_layout(layout, 0) })
    }

    /// As [`expand_dims`](DynBase::expand_dims) of places in ascending order, as an index of `newaxis`
    /// makes them: no step leads along them.
    pub(crate) fn newaxis(self, places: &[usize]) -> Result<Self> {
        let layout =
            places.iter().try_fold(self.layout.clone(), |layout, &at| layout.insert_axis(at))?;
        // SAFETY: axes of length 1 add no elements.
        Ok(unsafe { self.with_layout(layout, 0) })
    }

    /// The positions `start`, `start + step`, … (`len` of them) of an axis.
    ///
    /// This is the resolved form: `start` and each position lie within the axis, as the caller (the
    /// index layer) has worked out; it is checked again here, as memory depends on it.
    ///
    /// NumPy: none.
    ///
    /// # Errors
    ///
    /// An axis that is not there; a position outside it.
    pub fn slice_axis(self, axis: isize, start: usize, step: isize, len: usize) -> Result<Self> {
        let axis = normalize_axis(axis, self.ndim())?;
        let (layout, offset) = slice_layout(&self.layout, axis, start, step, len)?;
        // SAFETY: every position that remains lies within the axis, so the extent shrinks.
        Ok(unsafe { self.with_layout(layout, offset) })
    }

    /// One position of an axis, which disappears.
    ///
    /// NumPy: none.
    ///
    /// # Errors
    ///
    /// An axis that is not there; an index outside it (negative ones count from the end).
    pub fn index_axis(self, axis: isize, index: isize) -> Result<Self> {
        let axis = normalize_axis(axis, self.ndim())?;
        let length = self.shape()[axis];
        let wrapped = if index < 0 { index.wrapping_add(length as isize) } else { index };
        if wrapped < 0 || wrapped as usize >= length {
            let index = index as i64;
            return Err(Error::new(ErrorKind::IndexOutOfBounds { index, axis, length }));
        }
        let (layout, offset) = slice_layout(&self.layout, axis, wrapped as usize, 1, 1)?;
        // SAFETY: the position lies within the axis; removing an axis of length 1 keeps it.
        Ok(unsafe { self.with_layout(layout.remove_axis(axis), offset) })
    }

    /// The field of a record type as an array of its own, sharing memory. The axes of a sub-array
    /// field follow the array's.
    ///
    /// NumPy: [numpy.ndarray.getfield](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.getfield.html) by name.
    ///
    /// # Errors
    ///
    /// A type without fields, or without this one.
    pub fn field(self, name: &str) -> Result<Self> {
        let field = match self.dtype.as_record() {
            Some(record) => record
                .field(name)
                .ok_or_else(|| Error::new(ErrorKind::NoSuchField { name: name.to_owned() }))?,
            None => self.dtype.field(name)?,
        };
        let (dtype, offset) = (field.dtype.clone(), field.offset as isize);
        // SAFETY: the field is one of this array's type.
        unsafe { self.at_field(dtype, offset) }
    }

    /// The field at a position, as an array of its own.
    ///
    /// NumPy: as [numpy.ndarray.getfield](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.getfield.html).
    ///
    /// # Errors
    ///
    /// A type without fields, or with fewer.
    pub fn field_at(self, index: usize) -> Result<Self> {
        let fields = self.dtype.as_record().map_or(&[][..], |record| record.fields());
        let Some(field) = fields.get(index) else {
            return Err(Error::new(ErrorKind::NoSuchField { name: index.to_string() }));
        };
        let (dtype, offset) = (field.dtype.clone(), field.offset as isize);
        // SAFETY: as above.
        unsafe { self.at_field(dtype, offset) }
    }

    /// # Safety
    ///
    /// Elements of `dtype` lie `offset` bytes after the start of each of the array's.
    unsafe fn at_field(self, dtype: DType, offset: isize) -> Result<Self> {
        if dtype.sub_array().is_some() {
            let (layout, dtype) = spread_sub_array(&self.layout, &dtype)?;
            // SAFETY: a field lies within the record, so its elements lie within the records' extent.
            return Ok(unsafe { self.with_dtype(dtype, layout, offset) });
        }
        // SAFETY: as above.
        let moved = unsafe { self.moved(offset) };
        Ok(DynBase { dtype, ..moved })
    }
}

/// The axis narrowed, and the byte offset of its new first position.
fn slice_layout(
    layout: &Layout,
    axis: usize,
    start: usize,
    step: isize,
    len: usize,
) -> Result<(Layout, isize)> {
    let length = layout.shape()[axis];
    let mut narrowed = layout.clone();
    if len == 0 {
        narrowed.set_axis(axis, 0, layout.strides()[axis]);
        return Ok((narrowed, 0));
    }
    let last = (len as isize - 1).checked_mul(step).and_then(|d| d.checked_add(start as isize));
    let inside = |at: Option<isize>| at.is_some_and(|at| at >= 0 && (at as usize) < length);
    if !inside(Some(start as isize)) || !inside(last) {
        let index = last.filter(|_| inside(Some(start as isize))).unwrap_or(start as isize) as i64;
        return Err(Error::new(ErrorKind::IndexOutOfBounds { index, axis, length }));
    }
    let stride = layout.strides()[axis];
    // A step past the extent is only possible where a single position, or no element at all, remains.
    narrowed.set_axis(axis, len, if len > 1 { stride.wrapping_mul(step) } else { stride });
    Ok((narrowed, stride.wrapping_mul(start as isize)))
}

/// A layout of sub-array elements as one of their base type.
pub(crate) fn spread_sub_array(layout: &Layout, dtype: &DType) -> Result<(Layout, DType)> {
    let Some(block) = dtype.sub_array() else { return Ok((layout.clone(), dtype.clone())) };
    let base = block.base();
    let inner = Layout::contiguous(block.shape(), base.itemsize(), crate::Order::C)?;
    let shape: Vec<usize> = layout.shape().iter().chain(inner.shape()).copied().collect();
    let strides: Vec<isize> = layout.strides().iter().chain(inner.strides()).copied().collect();
    // The base may be a sub-array again; dtypes nest at most `DType::MAX_DEPTH` deep.
    spread_sub_array(&Layout::strided(&shape, &strides, base.itemsize())?, base)
}

impl<'a> DynView<'a> {
    /// The same elements seen with a larger shape; new and stretched axes have stride 0.
    ///
    /// NumPy: [numpy.broadcast_to](https://numpy.org/doc/stable/reference/generated/numpy.broadcast_to.html).
    ///
    /// # Errors
    ///
    /// When the shape does not broadcast to `shape`.
    pub fn broadcast_to(&self, shape: &[usize]) -> Result<DynView<'a>> {
        let layout = self.layout.broadcast_to(shape)?;
        // SAFETY: stride 0 reaches no further than the elements that were there.
        Ok(unsafe { self.reborrow().with_layout(layout, 0) })
    }
}
