//! Results of a width that is known before they are written.

use ndstrata_array::{DynArray, Layout, Order};
use ndstrata_dtype::DType;

use super::operands::TextKind;
use crate::error::Result;

/// A result whose elements are written one by one.
pub(super) struct Writer {
    bytes: Vec<u8>,
    itemsize: usize,
    kind: TextKind,
    dtype: DType,
    shape: Vec<usize>,
}

impl Writer {
    /// Over the zeros of all elements.
    pub(super) fn new(
        bytes: Vec<u8>,
        itemsize: usize,
        kind: TextKind,
        dtype: DType,
        shape: &[usize],
    ) -> Writer {
        Writer { bytes, itemsize, kind, dtype, shape: shape.to_vec() }
    }

    /// The place of an element, which is empty.
    #[inline]
    pub(super) fn slot(&mut self, i: usize) -> Slot<'_> {
        let (kind, start) = (self.kind, i * self.itemsize);
        Slot { rest: &mut self.bytes[start..start + self.itemsize], kind }
    }

    /// Writes an element; what does not fit is cut off.
    pub(super) fn put(&mut self, i: usize, units: impl IntoIterator<Item = u32>) {
        let Slot { rest, kind } = self.slot(i);
        match kind {
            TextKind::Bytes => {
                rest.iter_mut().zip(units).for_each(|(byte, unit)| *byte = unit as u8);
            }
            TextKind::Str => {
                let (points, _) = rest.as_chunks_mut::<4>();
                points.iter_mut().zip(units).for_each(|(point, unit)| *point = unit.to_ne_bytes());
            }
        }
    }

    /// Writes all elements from the bytes of others that are as wide.
    pub(super) fn all(&mut self, from: &[u8], of: impl Fn(u8) -> u8) {
        self.bytes.iter_mut().zip(from).for_each(|(to, &byte)| *to = of(byte));
    }

    /// Writes all elements from the characters of others that are as wide.
    pub(super) fn all_points(&mut self, from: &[u32], of: impl Fn(u32) -> u32) {
        let (points, _) = self.bytes.as_chunks_mut::<4>();
        points.iter_mut().zip(from).for_each(|(to, &c)| *to = of(c).to_ne_bytes());
    }

    pub(super) fn finish(self) -> Result<DynArray> {
        let layout = Layout::contiguous(&self.shape, self.itemsize, Order::C)?;
        Ok(DynArray::from_bytes(self.bytes, 0, layout, &self.dtype)?)
    }
}

/// What is left of an element's place; what does not fit is cut off.
pub(super) struct Slot<'w> {
    rest: &'w mut [u8],
    kind: TextKind,
}

impl<'w> Slot<'w> {
    /// Goes on with some text.
    #[inline]
    pub(super) fn text(self, text: &[u32]) -> Self {
        let (to, rest) = self.split(text.len());
        match rest.kind {
            TextKind::Bytes => to.iter_mut().zip(text).for_each(|(byte, &c)| *byte = c as u8),
            TextKind::Str => {
                let (points, _) = to.as_chunks_mut::<4>();
                points.iter_mut().zip(text).for_each(|(point, c)| *point = c.to_ne_bytes());
            }
        }
        rest
    }

    /// Goes on with a character several times.
    #[inline]
    pub(super) fn fill(self, c: u32, n: usize) -> Self {
        let (to, rest) = self.split(n);
        match rest.kind {
            TextKind::Bytes => to.fill(c as u8),
            TextKind::Str => to.as_chunks_mut::<4>().0.fill(c.to_ne_bytes()),
        }
        rest
    }

    #[inline]
    fn split(self, n: usize) -> (&'w mut [u8], Slot<'w>) {
        let Slot { rest, kind } = self;
        let n = n.saturating_mul(kind.unit()).min(rest.len());
        let (to, rest) = rest.split_at_mut(n);
        (to, Slot { rest, kind })
    }
}
