//! The rows of an array as bytes, and which cells a row has.

use ndstrata_array::{DynArray, DynView, Order};
use ndstrata_dtype::{DType, ElementType, TypeClass};

use crate::error::{Error, Result};

/// What rows look like; the same for all arrays that go into one file.
pub(super) struct Shape {
    pub(super) dtype: DType,
    pub(super) n_columns: usize,
    /// The parts that are formatted each: where in the row, and their type.
    pub(super) cells: Vec<(usize, DType)>,
    pub(super) is_complex: bool,
}

impl Shape {
    /// The rows of an array of one or two axes.
    pub(super) fn of(view: &DynView<'_>) -> Result<Shape> {
        let dtype = view.dtype();
        let is_record = dtype.as_record().is_some();
        let n_columns = match *view.shape() {
            [_] if is_record => dtype.fields().len(),
            [_] => 1,
            [_, n] => n,
            _ => {
                let n = view.ndim();
                let reason = format!("Expected 1D or 2D array, got {n}D array instead");
                return Err(Error::value(reason));
            }
        };
        let itemsize = dtype.itemsize();
        let part = real_part(dtype);
        let cells = match &part {
            _ if is_record && view.ndim() == 1 => {
                dtype.fields().iter().map(|field| (field.offset, field.dtype.clone())).collect()
            }
            Some(part) => (0..n_columns)
                .flat_map(|i| [i * itemsize, i * itemsize + itemsize / 2])
                .map(|offset| (offset, part.clone()))
                .collect(),
            None => (0..n_columns).map(|i| (i * itemsize, dtype.clone())).collect(),
        };
        Ok(Shape { dtype: dtype.clone(), n_columns, cells, is_complex: part.is_some() })
    }
}

/// The rows of an array, one after the other in memory.
pub(super) enum Packed<'a> {
    AsTheyAre(&'a [u8]),
    Copied(DynArray),
}

impl<'a> Packed<'a> {
    pub(super) fn of(view: &'a DynView<'_>) -> Result<Packed<'a>> {
        Ok(match view.packed_bytes() {
            Some(bytes) if view.is_c_contiguous() => Packed::AsTheyAre(bytes),
            _ => Packed::Copied(view.copy(Order::C)?),
        })
    }

    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Packed::AsTheyAre(bytes) => bytes,
            Packed::Copied(array) => array.packed_bytes().unwrap_or_default(),
        }
    }
}

/// The type of the parts of a complex type.
fn real_part(dtype: &DType) -> Option<DType> {
    let part = match dtype.class() {
        TypeClass::Element(ElementType::Complex64) => DType::of::<f32>(),
        TypeClass::Element(ElementType::Complex128) => DType::of::<f64>(),
        _ => return None,
    };
    Some(part.with_byte_order(dtype.byte_order()))
}
