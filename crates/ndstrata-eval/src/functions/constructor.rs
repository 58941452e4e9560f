//! `np.ndarray(shape, dtype, buffer, offset, strides, order)`, and small objects: `np.broadcast`,
//! `np.vectorize`, the size of buffers.

use std::sync::Arc;

use ndstrata_array::{DynArray, Layout, Order, broadcast_arrays};
use ndstrata_dtype::DType;

use crate::array_ref::ArrayRef;
use crate::coerce::{as_array, as_dtype};
use crate::error::{Error, Result};
use crate::registry::{Arguments, Entry, ints};
use crate::value::{Named, Value};

pub(super) const TABLE: &[Entry] = &[
    ("np.ndarray", "shape, dtype=None, buffer=None, offset=0, strides=None, order=None", ndarray),
    ("np.broadcast", "*args", broadcast),
    (
        "np.vectorize",
        "pyfunc, otypes=None, doc=None, excluded=None, cache=False, signature=None",
        vectorize,
    ),
    ("np.getbufsize", "", |_| Ok(BUFFER_SIZE.into())),
    ("np.setbufsize", "size", |a| match a.int("size")? {
        ..0 => Err(Error::value_error("buffer size must be non-negative")),
        n if n % 16 != 0 => Err(Error::value_error("Buffer size must be a multiple of 16")),
        // Nothing here is computed in buffers whose size would show.
        _ => Ok(BUFFER_SIZE.into()),
    }),
    ("np.geterrcall", "", |_| Ok(Value::None)),
    ("np.lib.format.drop_metadata", "dtype, /", |a| Ok(as_dtype(a.value("dtype"))?.into())),
];

/// Elements that NumPy converts at once.
const BUFFER_SIZE: i64 = 8192;

fn ndarray(a: &Arguments<'_>) -> Result<Value> {
    let shape = a.shape("shape")?;
    let dtype = a.optional_dtype("dtype")?.unwrap_or(DType::FLOAT64);
    let order = if a.optional("order").is_some() { a.order("order")? } else { Order::C };
    let order = if order == Order::F { Order::F } else { Order::C };
    let Some(buffer) = a.optional("buffer") else {
        return Ok(DynArray::zeros(&shape, &dtype, order)?.into());
    };
    if dtype.has_object() {
        return Err(Error::value_error("cannot construct an object array from buffer data"));
    }
    let source = bytes_of(buffer)?;
    let too_small = || Error::type_error("buffer is too small for requested array");
    let offset = usize::try_from(a.int("offset")?).map_err(|_| too_small())?;
    let packed = Layout::contiguous(&shape, dtype.itemsize(), order)?;
    let room = source.len().checked_sub(offset).ok_or_else(too_small)?;
    let layout = match a.optional("strides") {
        None => packed,
        Some(strides) => {
            let strides = ints(strides)?;
            if strides.len() != shape.len() {
                return Err(Error::value_error(
                    "strides, if given, must be the same length as shape",
                ));
            }
            let outside = || {
                Error::value_error(
                    "strides is incompatible with shape of requested array and size of buffer",
                )
            };
            let reach = reach(&shape, &strides, dtype.itemsize()).ok_or_else(outside)?;
            if reach.0 < -(offset as i128) || reach.1 > room as i128 {
                return Err(outside());
            }
            Layout::strided(&shape, &strides, dtype.itemsize()).map_err(|_| outside())?
        }
    };
    let needed = shape.iter().product::<usize>().saturating_mul(dtype.itemsize());
    if a.optional("strides").is_none() && needed > room {
        return Err(too_small());
    }
    Ok(Value::Array(match source {
        Source::Bytes(bytes) => {
            ArrayRef::read_only(DynArray::from_shared_bytes(&bytes, offset, layout, &dtype)?)
        }
        Source::Array(array) => {
            let shown = array.get();
            array.derive(shown.as_strided(offset as isize, layout, &dtype)?)
        }
    }))
}

/// The first and the last byte that strides lead to, relative to the first element.
fn reach(shape: &[usize], strides: &[isize], itemsize: usize) -> Option<(i128, i128)> {
    if shape.contains(&0) {
        return Some((0, 0));
    }
    let (mut start, mut end) = (0_i128, itemsize as i128);
    for (&n, &stride) in shape.iter().zip(strides) {
        let far = (n as i128 - 1).checked_mul(stride as i128)?;
        if far < 0 {
            start = start.checked_add(far)?;
        } else {
            end = end.checked_add(far)?;
        }
    }
    Some((start, end))
}

/// Memory that an array may show.
enum Source<'a> {
    Bytes(Arc<Vec<u8>>),
    Array(&'a ArrayRef),
}

impl Source<'_> {
    fn len(&self) -> usize {
        match self {
            Source::Bytes(bytes) => bytes.len(),
            Source::Array(array) => array.get().nbytes(),
        }
    }
}

fn bytes_of(buffer: &Value) -> Result<Source<'_>> {
    match buffer {
        Value::Bytes(bytes) => Ok(Source::Bytes(Arc::clone(bytes))),
        Value::Scalar(scalar) => Ok(Source::Bytes(Arc::new(scalar.bytes().to_vec()))),
        Value::Array(array) if array.get().is_c_contiguous() => Ok(Source::Array(array)),
        Value::Array(_) => Err(Error::value_error("ndarray is not C-contiguous")),
        other => Err(Error::type_error(format!(
            "a bytes-like object is required, not '{}'",
            other.type_name()
        ))),
    }
}

/// The facts of shapes that broadcast together, and what is met when walking over them.
fn broadcast(a: &Arguments<'_>) -> Result<Value> {
    let arrays = a.rest().iter().map(as_array).collect::<Result<Vec<_>>>()?;
    let seen = broadcast_arrays(&arrays).map_err(super::shape::no_single_shape)?;
    let shape = seen.first().map_or(Vec::new(), |first| first.shape().to_vec());
    let n_axes = shape.len();
    let size: usize = shape.iter().product();
    let fields = vec![
        ("shape", super::shape::shape_tuple(&shape)),
        ("size", size.into()),
        ("nd", n_axes.into()),
        ("ndim", n_axes.into()),
        ("numiter", arrays.len().into()),
        ("index", 0_i64.into()),
    ];
    Ok(Value::Named(Box::new(Named { type_name: "broadcast", fields })))
}

/// A universal function goes element by element as it is.
fn vectorize(a: &Arguments<'_>) -> Result<Value> {
    let is_plain = ["otypes", "excluded", "signature"].iter().all(|name| a.value(name).is_none());
    match a.value("pyfunc") {
        Value::Function(name)
            if is_plain
                && name
                    .strip_prefix("np.")
                    .is_some_and(|short| ndstrata_ufunc::by_name(short).is_some()) =>
        {
            Ok(Value::Function(name.clone()))
        }
        Value::Function(_) => Err(Error::unsupported(
            "np.vectorize of other functions than ufuncs, and its options, are not supported",
        )),
        other => Err(Error::type_error(format!("'{}' object is not callable", other.type_name()))),
    }
}
