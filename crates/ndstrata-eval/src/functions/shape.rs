//! Functions, methods and attributes of shape.

use ndstrata_array::{
    DynArray, Order, Overlap, Reshape, atleast_1d, atleast_2d, atleast_3d, broadcast_arrays,
    broadcast_shapes, shares_memory,
};

use super::create::lengths;
use crate::array_ref::ArrayRef;
use crate::coerce::as_array;
use crate::error::{Error, Result};
use crate::registry::{Arguments, Entry, check_lengths, int, ints};
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    ("np.reshape", "a, /, shape, order='C', *, copy=None", |a| {
        reshape(a, &lengths_of(a.value("shape"))?)
    }),
    ("ndarray.reshape", "self, /, *shape, order='C', copy=None", |a| match a.rest() {
        [] => Err(Error::type_error("reshape() takes exactly 1 argument (0 given)")),
        [one] => reshape(a, &lengths_of(one)?),
        many => reshape(a, &lengths_of(&Value::Tuple(many.to_vec()))?),
    }),
    ("np.ravel", "a, order='C'", ravel),
    ("ndarray.ravel", "self, /, order='C'", ravel),
    ("ndarray.flatten", "self, /, order='C'", |a| {
        Ok(a.subject_array()?.flatten(a.order("order")?)?.into())
    }),
    ("np.transpose", "a, axes=None", |a| match a.optional("axes") {
        None => Ok(a.derive_subject(a.subject_array()?.t())),
        Some(axes) => transpose(a, &lengths_of(axes)?),
    }),
    ("ndarray.transpose", "self, /, *axes", |a| match a.rest() {
        [] | [Value::None] => Ok(a.derive_subject(a.subject_array()?.t())),
        [one] => transpose(a, &lengths_of(one)?),
        many => transpose(a, &ints(&Value::Tuple(many.to_vec()))?),
    }),
    ("np.permute_dims", "a, axes=None", |a| match a.optional("axes") {
        None => Ok(a.derive_subject(a.subject_array()?.t())),
        Some(axes) => transpose(a, &lengths_of(axes)?),
    }),
    ("np.matrix_transpose", "x, /", |a| {
        let array = a.subject_array()?;
        if array.ndim() < 2 {
            return Err(Error::value_error(format!(
                "Input array must be at least 2-dimensional, but it is {}",
                array.ndim()
            )));
        }
        Ok(a.derive_subject(array.mt()?))
    }),
    ("np.swapaxes", "a, axis1, axis2", swapaxes),
    ("ndarray.swapaxes", "self, axis1, axis2, /", swapaxes),
    ("np.moveaxis", "a, source, destination", |a| {
        let (source, destination) = (a.ints_of("source")?, a.ints_of("destination")?);
        Ok(a.derive("a", a.array("a")?.moveaxis(&source, &destination)?))
    }),
    ("np.rollaxis", "a, axis, start=0", |a| {
        let (axis, start) = (a.int("axis")? as isize, a.int("start")? as isize);
        Ok(a.derive("a", a.array("a")?.rollaxis(axis, start)?))
    }),
    ("np.squeeze", "a, axis=None", squeeze),
    ("ndarray.squeeze", "self, /, axis=None", squeeze),
    ("np.expand_dims", "a, axis", |a| {
        Ok(a.derive("a", a.array("a")?.expand_dims(&a.ints_of("axis")?)?))
    }),
    ("np.atleast_1d", "*arys", |a| at_least(a, atleast_1d)),
    ("np.atleast_2d", "*arys", |a| at_least(a, atleast_2d)),
    ("np.atleast_3d", "*arys", |a| at_least(a, atleast_3d)),
    ("np.broadcast_to", "array, shape, subok=False", |a| {
        let shape: Option<Vec<usize>> =
            a.ints_of("shape")?.into_iter().map(|n| n.try_into().ok()).collect();
        let shape = shape.ok_or_else(|| {
            Error::value_error("all elements of broadcast shape must be non-negative")
        })?;
        if shape.is_empty() && a.array("array")?.ndim() > 0 {
            return Err(Error::value_error("cannot broadcast a non-scalar to a scalar array"));
        }
        let shown = a.array("array")?.broadcast_to(&shape)?;
        Ok(Value::Array(match a.array_ref("array") {
            Some(source) => source.derive_read_only(shown),
            None => ArrayRef::read_only(shown),
        }))
    }),
    ("np.broadcast_arrays", "*args, subok=False", |a| {
        let arrays: Vec<DynArray> = a.rest().iter().map(as_array).collect::<Result<_>>()?;
        let seen = broadcast_arrays(&arrays).map_err(no_single_shape)?;
        let derive = |(source, seen): (&Value, DynArray)| match source {
            Value::Array(source) => Value::Array(source.derive(seen)),
            _ => seen.into(),
        };
        Ok(Value::Tuple(a.rest().iter().zip(seen).map(derive).collect()))
    }),
    ("np.broadcast_shapes", "*args", |a| {
        let shapes: Vec<Vec<usize>> = a.rest().iter().map(lengths).collect::<Result<_>>()?;
        let shapes: Vec<&[usize]> = shapes.iter().map(Vec::as_slice).collect();
        Ok(shape_tuple(&broadcast_shapes(&shapes).map_err(no_single_shape)?))
    }),
    ("np.resize", "a, new_shape", |a| {
        let shape: Option<Vec<usize>> =
            a.ints_of("new_shape")?.into_iter().map(|n| n.try_into().ok()).collect();
        let shape = shape.ok_or_else(|| {
            Error::value_error("all elements of `new_shape` must be non-negative")
        })?;
        let array = a.array("a")?;
        let resized = array.resized(&shape)?;
        // What is joined of several is in native order.
        let is_joined = array.size() > 0 && resized.size() > 0;
        let dtype = resized.dtype().to_native();
        Ok(if is_joined { resized.astype(&dtype)?.into() } else { resized.into() })
    }),
    ("ndarray.resize", "self, /, *new_shape, refcheck=True", |a| {
        let target = a.target()?;
        let shape = match a.rest() {
            [] | [Value::None] => return Ok(Value::None),
            [one] => lengths(one)?,
            many => lengths(&Value::Tuple(many.to_vec()))?,
        };
        let mut array = target.get();
        array.resize(&shape)?;
        target.replace(array)?;
        Ok(Value::None)
    }),
    (
        "np.lib.stride_tricks.sliding_window_view",
        "x, window_shape, axis=None, *, subok=False, writeable=False",
        |a| {
            let window: Option<Vec<usize>> =
                a.ints_of("window_shape")?.into_iter().map(|n| n.try_into().ok()).collect();
            let window = window.ok_or_else(|| {
                Error::value_error("`window_shape` cannot contain negative values")
            })?;
            let axes = a.optional("axis").map(|_| a.ints_of("axis")).transpose()?;
            let shown = a.array("x")?.sliding_window_view(&window, axes.as_deref())?;
            let windows = match a.array_ref("x") {
                Some(source) => source.derive_read_only(shown),
                None => ArrayRef::read_only(shown),
            };
            if a.truth("writeable")? {
                windows.set_writeable(true)?;
            }
            Ok(Value::Array(windows))
        },
    ),
    ("np.shares_memory", "a, b, /, max_work=None", |a| share(a, None)),
    ("np.may_share_memory", "a, b, /, max_work=None", |a| share(a, Some(0))),
    ("np.shape", "a", |a| Ok(shape_tuple(a.array("a")?.shape()))),
    ("np.size", "a, axis=None", |a| {
        let array = a.array("a")?;
        if a.optional("axis").is_none() {
            return Ok(array.size().into());
        }
        let (mut n, mut seen) = (1_usize, Vec::new());
        for axis in a.ints_of("axis")? {
            let axis = ndstrata_array::normalize_axis(axis, array.ndim())?;
            if seen.contains(&axis) {
                return Err(Error::value_error("repeated axis"));
            }
            seen.push(axis);
            n = n.saturating_mul(array.shape()[axis]);
        }
        Ok(n.into())
    }),
    ("np.ndim", "a", |a| Ok(a.array("a")?.ndim().into())),
    ("ndarray.shape.set", "self, value, /", |a| {
        let target = a.target()?;
        let mut array = target.get();
        array.set_shape(ints(a.value("value"))?)?;
        target.replace(array)?;
        Ok(Value::None)
    }),
];

pub(super) fn shape_tuple(shape: &[usize]) -> Value {
    Value::Tuple(shape.iter().map(|&n| n.into()).collect())
}

fn lengths_of(value: &Value) -> Result<Vec<isize>> {
    if value.is_none() {
        return Ok(vec![-1]);
    }
    check_lengths(value)?;
    ints(value)
}

fn reshape(a: &Arguments<'_>, shape: &[isize]) -> Result<Value> {
    let copy = a.optional("copy").map(|_| a.truth("copy")).transpose()?;
    let options = Reshape::default().order(a.order("order")?).copy(copy);
    Ok(a.derive_subject(a.subject_array()?.reshape_with(shape, options)?))
}

fn ravel(a: &Arguments<'_>) -> Result<Value> {
    let order = if a.optional("order").is_some() { a.order("order")? } else { Order::C };
    Ok(a.derive_subject(a.subject_array()?.ravel(order)?))
}

fn transpose(a: &Arguments<'_>, axes: &[isize]) -> Result<Value> {
    Ok(a.derive_subject(a.subject_array()?.transpose(axes)?))
}

fn swapaxes(a: &Arguments<'_>) -> Result<Value> {
    let (axis1, axis2) = (a.int("axis1")? as isize, a.int("axis2")? as isize);
    Ok(a.derive_subject(a.subject_array()?.swapaxes(axis1, axis2)?))
}

fn squeeze(a: &Arguments<'_>) -> Result<Value> {
    let array = a.subject_array()?;
    let squeezed = match a.optional("axis") {
        None => array.squeeze(),
        // An array without axes is taken for one of length 1 here.
        Some(axis) if array.ndim() == 0 && matches!(int(axis), Ok(0 | -1)) => array,
        Some(_) => array.squeeze_axes(&a.ints_of("axis")?)?,
    };
    Ok(match a.subject() {
        Value::Scalar(_) => Value::from_result(squeezed),
        _ => a.derive_subject(squeezed),
    })
}

fn share(a: &Arguments<'_>, default: Option<u64>) -> Result<Value> {
    let max_work = match a.optional_int("max_work")? {
        None => default,
        Some(-1) => None,
        Some(n) => {
            Some(u64::try_from(n).map_err(|_| Error::value_error("Invalid value for max_work"))?)
        }
    };
    match shares_memory(&a.array("a")?, &a.array("b")?, max_work) {
        Overlap::No => Ok(Value::Bool(false)),
        Overlap::Yes => Ok(Value::Bool(true)),
        Overlap::TooHard => Err(Error::new("TooHardError", "Exceeded max_work")),
    }
}

fn at_least(
    a: &Arguments<'_>,
    change: fn(DynArray) -> ndstrata_array::Result<DynArray>,
) -> Result<Value> {
    let one = |value: &Value| -> Result<Value> {
        let changed = change(as_array(value)?)?;
        Ok(match value {
            Value::Array(source) => Value::Array(source.derive(changed)),
            _ => changed.into(),
        })
    };
    match a.rest() {
        [only] => one(only),
        many => Ok(Value::Tuple(many.iter().map(one).collect::<Result<_>>()?)),
    }
}

/// NumPy words this differently where no operation is meant.
pub(super) fn no_single_shape(error: ndstrata_array::Error) -> Error {
    let ndstrata_array::ErrorKind::Broadcast { shapes } = error.kind() else {
        return error.into();
    };
    let n_axes = shapes.iter().map(Vec::len).max().unwrap_or(0);
    let mut mismatch = None;
    for axis in 0..n_axes {
        let mut first = None;
        for (arg, shape) in shapes.iter().enumerate() {
            let at = (axis + shape.len()).checked_sub(n_axes).and_then(|axis| shape.get(axis));
            match (at.copied().unwrap_or(1), first) {
                (1, _) => {}
                (n, None) => first = Some((arg, n)),
                (n, Some((_, known))) if n == known => {}
                (_, Some((known, _))) => mismatch = mismatch.or(Some((known, arg))),
            }
        }
    }
    let (one, other) = mismatch.unwrap_or((0, shapes.len().saturating_sub(1)));
    let tuple = |arg: usize| {
        let lengths: Vec<String> = shapes[arg].iter().map(usize::to_string).collect();
        format!("({}{})", lengths.join(", "), if lengths.len() == 1 { "," } else { "" })
    };
    Error::value_error(format!(
        "shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between arg {one} \
         with shape {} and arg {other} with shape {}.",
        tuple(one),
        tuple(other)
    ))
}
