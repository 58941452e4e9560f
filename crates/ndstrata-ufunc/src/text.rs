//! Sums and multiples of text: joined and repeated items.

use ndstrata_array::{DynArray, DynCow, DynView, Order, broadcast_shapes};
use ndstrata_dtype::{DType, Kind};

use crate::error::{Error, Result};

/// Each item of one array followed by the item of the other, in the type given.
pub(crate) fn join(lhs: &DynCow<'_>, rhs: &DynCow<'_>, dtype: &DType) -> Result<DynArray> {
    let shape = broadcast_shapes(&[lhs.shape(), rhs.shape()])?;
    let unit = unit(dtype);
    let (lhs, rhs) = (native(lhs, &shape)?, native(rhs, &shape)?);
    let itemsize = dtype.itemsize();
    let mut bytes = Vec::new();
    let room = shape.iter().product::<usize>().saturating_mul(itemsize);
    bytes.try_reserve_exact(room).map_err(|_| too_big(dtype, &shape))?;
    let mut heads = Vec::new();
    lhs.view().for_each_element(|item| heads.push(used(item, unit).to_vec()));
    let mut heads = heads.iter();
    rhs.view().for_each_element(|item| {
        let start = bytes.len();
        bytes.extend_from_slice(heads.next().map_or(&[][..], Vec::as_slice));
        bytes.extend_from_slice(used(item, unit));
        bytes.resize(start + itemsize, 0);
    });
    items(bytes, &shape, dtype)
}

/// Each text so many times, cut where the type ends.
pub(crate) fn repeat(inputs: &[DynCow<'_>], dtype: &DType) -> Result<DynArray> {
    let is_text = |input: &DynCow<'_>| matches!(input.dtype().kind(), Kind::Str | Kind::Bytes);
    let (text, times) =
        if is_text(&inputs[0]) { (&inputs[0], &inputs[1]) } else { (&inputs[1], &inputs[0]) };
    let shape = broadcast_shapes(&[text.shape(), times.shape()])?;
    let times = times.view().broadcast_to(&shape)?.astype(&DType::INT64)?.to_vec::<i64>()?;
    let unit = unit(dtype);
    let text = native(text, &shape)?;
    let itemsize = dtype.itemsize();
    let mut bytes = Vec::new();
    let room = shape.iter().product::<usize>().saturating_mul(itemsize);
    bytes.try_reserve_exact(room).map_err(|_| too_big(dtype, &shape))?;
    let mut times = times.into_iter();
    text.view().for_each_element(|item| {
        let start = bytes.len();
        let item = used(item, unit);
        let n = usize::try_from(times.next().unwrap_or(0)).unwrap_or(0);
        let fitting = if item.is_empty() { 0 } else { n.min(itemsize.div_ceil(item.len())) };
        (0..fitting).for_each(|_| bytes.extend_from_slice(item));
        bytes.resize(start + itemsize, 0);
    });
    items(bytes, &shape, dtype)
}

fn unit(dtype: &DType) -> usize {
    if dtype.kind() == Kind::Str { 4 } else { 1 }
}

fn native(text: &DynCow<'_>, shape: &[usize]) -> Result<DynArray> {
    let view: DynView<'_> = text.view().broadcast_to(shape)?;
    Ok(view.astype(&text.dtype().to_native())?.copy(Order::C)?)
}

/// An item without the NULs that fill it up.
fn used(item: &[u8], unit: usize) -> &[u8] {
    let last = item.iter().rposition(|&byte| byte != 0);
    &item[..last.map_or(0, |last| (last / unit + 1) * unit)]
}

fn items(bytes: Vec<u8>, shape: &[usize], dtype: &DType) -> Result<DynArray> {
    let view = DynView::from_bytes(
        &bytes,
        0,
        ndstrata_array::Layout::contiguous(shape, dtype.itemsize(), Order::C)?,
        dtype,
    )?;
    Ok(view.copy(Order::C)?)
}

#[cold]
fn too_big(dtype: &DType, shape: &[usize]) -> Error {
    Error::new(crate::ErrorKind::Refused {
        class: "MemoryError",
        message: format!("Unable to allocate an array with shape {shape:?} and data type {dtype}"),
    })
}
