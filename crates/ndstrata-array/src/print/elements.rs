//! Where the elements to print lie: what part of an array is looked at, and the bytes found there.
//!
//! This is the only place of `print` that knows strides and pointers; the rest sees the bytes of one
//! element at a time.
#![expect(unsafe_code, reason = "the elements of a strided array are read through its pointer")]

use std::marker::PhantomData;

use ndstrata_dtype::{DType, Field};
use smallvec::SmallVec;

use crate::{DynBase, Storage};

/// Elements of one type in strided memory that is readable for `'a`.
///
/// Invariant: where there are any, every index within `shape` leads to `itemsize` initialised bytes.
#[derive(Clone)]
pub(super) struct Elements<'a> {
    start: *const u8,
    dtype: &'a DType,
    shape: SmallVec<[usize; 4]>,
    strides: SmallVec<[isize; 4]>,
    edges: Edges,
    memory: PhantomData<&'a [u8]>,
}

/// Which part is looked at: all of it, or the corners of the first axes.
#[derive(Clone, Copy)]
struct Edges {
    n_axes: usize,
    items: usize,
}

/// The part of the elements that the first few indices choose.
#[derive(Clone, Copy)]
pub(super) struct Part<'e, 'a> {
    elements: &'e Elements<'a>,
    axis: usize,
    /// Within the memory, as long as each index was: see [`Part::at`].
    offset: isize,
}

impl<'a> Elements<'a> {
    pub(super) fn of<S: Storage>(array: &'a DynBase<S>) -> Elements<'a> {
        Elements {
            start: array.as_ptr(),
            dtype: array.dtype(),
            shape: array.shape().into(),
            strides: array.strides().into(),
            edges: Edges { n_axes: 0, items: 0 },
            memory: PhantomData,
        }
    }

    pub(super) fn dtype(&self) -> &'a DType {
        self.dtype
    }

    pub(super) fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The number of elements; as large as can be where a broadcast counts more.
    pub(super) fn size(&self) -> usize {
        if self.shape.contains(&0) {
            return 0;
        }
        self.shape.iter().fold(1, |size, &n| size.saturating_mul(n))
    }

    /// The same elements, of which only the corners are looked at.
    pub(super) fn corners(&self, items: usize) -> Elements<'a> {
        let edges = Edges { n_axes: self.shape.len(), items };
        Elements { edges, ..self.clone() }
    }

    /// One field of every record; the axes of a sub-array come last, and are looked at in full.
    pub(super) fn field(&self, field: &'a Field) -> Elements<'a> {
        let mut part = self.clone();
        part.start = self.start.wrapping_add(field.offset);
        part.dtype = field.dtype.base();
        part.shape.extend_from_slice(field.dtype.shape());
        part.strides.extend(block_strides(&field.dtype));
        part
    }

    /// All of them, to be narrowed; `None` where there are no elements.
    pub(super) fn all(&self) -> Option<Part<'_, 'a>> {
        (self.size() > 0).then_some(Part { elements: self, axis: 0, offset: 0 })
    }

    /// Calls `f` with the bytes of every element to be looked at.
    pub(super) fn for_each(&self, f: &mut dyn FnMut(&'a [u8])) {
        if let Some(all) = self.all() {
            all.for_each(f);
        }
    }
}

impl<'a> Part<'_, 'a> {
    /// How many parts it has along its next axis; `None` for one element.
    pub(super) fn len(self) -> Option<usize> {
        self.elements.shape.get(self.axis).copied()
    }

    /// How many axes it has left.
    pub(super) fn n_axes(self) -> usize {
        self.elements.shape.len() - self.axis
    }

    /// The `i`-th part along the next axis; the last one where there are not so many.
    pub(super) fn at(self, i: usize) -> Self {
        let (Some(&n), Some(&stride)) =
            (self.elements.shape.get(self.axis), self.elements.strides.get(self.axis))
        else {
            return self;
        };
        // No element would be missing here: `all` gives no part of an empty array.
        let i = i.min(n.saturating_sub(1)) as isize;
        Part {
            elements: self.elements,
            axis: self.axis + 1,
            offset: self.offset.wrapping_add(stride.wrapping_mul(i)),
        }
    }

    /// The bytes of the element (of the first one, where axes are left).
    pub(super) fn bytes(self) -> &'a [u8] {
        let first = self.elements.start.wrapping_offset(self.offset);
        // SAFETY: each index of `offset` was kept within its axis by `at`, and the axes left have
        // index 0, so that by the invariant of `Elements` so many bytes are initialised here. They
        // are borrowed for 'a, by the borrow of the array in `of`.
        unsafe { std::slice::from_raw_parts(first, self.elements.dtype.itemsize()) }
    }

    fn for_each(self, f: &mut dyn FnMut(&'a [u8])) {
        let Some(n) = self.len() else {
            f(self.bytes());
            return;
        };
        let Edges { n_axes, items } = self.elements.edges;
        // As Python's `a[-0:]` is all of `a`, no edge items mean that all are looked at.
        let cut = self.axis < n_axes && items > 0 && n / 2 >= items && n > 2 * items;
        let (head, tail) = if cut { (items, n - items) } else { (n, n) };
        for i in (0..head).chain(tail..n) {
            self.at(i).for_each(f);
        }
    }
}

/// The strides of a sub-array, which always lies in C order.
fn block_strides(block: &DType) -> SmallVec<[isize; 4]> {
    let mut strides: SmallVec<[isize; 4]> = SmallVec::from_elem(0, block.shape().len());
    let mut step = block.base().itemsize();
    for (stride, &n) in strides.iter_mut().zip(block.shape()).rev() {
        *stride = step as isize;
        step = step.saturating_mul(n);
    }
    strides
}
