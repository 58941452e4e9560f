//! Methods and questions that all objects share: those of scalars that arrays have, `device`,
//! `setflags`, `np.isscalar`, and the normalisation of axes.

use ndstrata_array::{DynArray, Layout, normalize_axis};
use ndstrata_dtype::{DType, Kind};

use crate::array_ref::ArrayRef;
use crate::error::{Error, Result};
use crate::registry::{self, Arguments, Body, Entry, int, ints};
use crate::value::Value;

const SELF: &str = "self, /";

pub(super) const TABLE: &[Entry] = &[
    ("ndarray.__array__", "self, dtype=None, *, copy=None", as_array_again),
    ("ndarray.__array_wrap__", "self, array, context=None, return_scalar=False, /", array_wrap),
    ("scalar.__array_wrap__", "self, array, context=None, return_scalar=None, /", array_wrap),
    ("ndarray.device", SELF, |_| Ok("cpu".into())),
    ("scalar.device", SELF, |_| Ok("cpu".into())),
    ("ndarray.to_device", TO_DEVICE, to_device),
    ("scalar.to_device", TO_DEVICE, to_device),
    ("ndarray.dump", "self, file, /", |_| Err(no_pickles())),
    ("ndarray.dumps", SELF, |_| Err(no_pickles())),
    ("ndarray.setflags", "self, /, write=None, align=None, uic=None", setflags),
    ("scalar.setflags", "self, /, write=None, align=None, uic=None", |_| Ok(Value::None)),
    ("scalar.base", SELF, |_| Ok(Value::None)),
    ("scalar.T", SELF, |a| Ok(a.value("self").clone())),
    ("scalar.flags", SELF, scalar_flags),
    ("scalar.strides", SELF, |_| Ok(Value::Tuple(Vec::new()))),
    ("scalar.flat", SELF, |a| registry::call("np.ravel", vec![a.value("self").clone()], vec![])),
    ("scalar.setfield", "self, /, val, dtype, offset=0", |_| {
        Err(Error::type_error("Can't set fields in a non-void array scalar."))
    }),
    ("np.isscalar", "element", |a| {
        Ok(matches!(
            a.value("element"),
            Value::Bool(_)
                | Value::Int(_)
                | Value::Float(_)
                | Value::Complex(_)
                | Value::Str(_)
                | Value::Bytes(_)
                | Value::Scalar(_)
        )
        .into())
    }),
    ("np.iterable", "y", |a| {
        Ok(match a.value("y") {
            Value::Array(array) => array.get().ndim() > 0,
            Value::Scalar(scalar) => {
                matches!(scalar.dtype().kind(), Kind::Str | Kind::Bytes | Kind::Void)
            }
            value => matches!(
                value,
                Value::Str(_)
                    | Value::Bytes(_)
                    | Value::Tuple(_)
                    | Value::Named(_)
                    | Value::List(_)
                    | Value::Dict(_)
                    | Value::Iter(_)
                    | Value::Masked(_)
            ),
        }
        .into())
    }),
    ("np.isfortran", "a", |a| {
        if matches!(a.value("a"), Value::Scalar(_)) {
            return Ok(false.into());
        }
        let array = a.target().map_err(|_| {
            let found = a.value("a").type_name();
            Error::new("AttributeError", format!("'{found}' object has no attribute 'flags'"))
        })?;
        let array = array.get();
        Ok((array.is_f_contiguous() && !array.is_c_contiguous()).into())
    }),
    ("np.asarray_chkfinite", "a, dtype=None, order=None", |a| {
        let names = ["dtype", "order"];
        let options = names.iter().map(|name| ((*name).to_owned(), a.value(name).clone()));
        let made = registry::call("np.asarray", vec![a.value("a").clone()], options.collect())?;
        let finite = match &made {
            Value::Array(array) if is_inexact(array.get().dtype()) => {
                registry::call("np.isfinite", vec![made.clone()], vec![])?
            }
            _ => return Ok(made),
        };
        match registry::call("np.all", vec![finite], vec![])? {
            Value::Scalar(all) if all.bytes() == [0] => {
                Err(Error::value_error("array must not contain infs or NaNs"))
            }
            _ => Ok(made),
        }
    }),
    ("np.lib.array_utils.normalize_axis_index", "axis, ndim, msg_prefix=None", |a| {
        let ndim = extent(a)?;
        let prefix = a.optional("msg_prefix").and_then(Value::as_str);
        Ok(axis_within(a.int("axis")?, ndim, prefix)?.into())
    }),
    (
        "np.lib.array_utils.normalize_axis_tuple",
        "axis, ndim, argname=None, allow_duplicate=False",
        axis_tuple,
    ),
    ("np.lib.array_utils.byte_bounds", "a", |a| {
        let array = a.target()?.get();
        let extent = array.layout().extent(array.itemsize());
        let (start, end) = extent.map_or((0, 0), |extent| (extent.start, extent.end));
        let address = array.as_ptr().addr() as i64;
        let bound = |offset: isize| Value::from(address.wrapping_add(offset as i64));
        Ok(Value::Tuple(vec![bound(start), bound(end)]))
    }),
    (
        "np.lib.stride_tricks.as_strided",
        "x, shape=None, strides=None, subok=False, writeable=True",
        as_strided,
    ),
    ("np.lib.stride_tricks.broadcast_to", "array, shape, subok=False", |a| {
        passed_on(a, "np.broadcast_to")
    }),
    ("np.lib.stride_tricks.broadcast_arrays", "*args, subok=False", |a| {
        passed_on(a, "np.broadcast_arrays")
    }),
    ("np.lib.stride_tricks.broadcast_shapes", "*args", |a| passed_on(a, "np.broadcast_shapes")),
];

const TO_DEVICE: &str = "self, device, /, *, stream=None";

/// Methods of arrays that scalars have by way of an array without axes.
const OF_ARRAYS: &[&str] = &[
    "choose",
    "compress",
    "copy",
    "diagonal",
    "fill",
    "flatten",
    "getfield",
    "nonzero",
    "put",
    "ravel",
    "repeat",
    "reshape",
    "resize",
    "sort",
    "squeeze",
    "swapaxes",
    "take",
    "tofile",
    "trace",
    "transpose",
];

/// The methods of scalars that are those of arrays.
pub(crate) fn entries() -> impl Iterator<Item = (String, &'static str, Body)> {
    OF_ARRAYS.iter().map(|method| {
        (format!("scalar.{method}"), "self, /, *args, **options", scalar_method as Body)
    })
}

fn scalar_method(a: &Arguments<'_>) -> Result<Value> {
    let method = a.function().trim_start_matches("scalar.");
    if method == "resize" {
        return Ok(Value::None);
    }
    let array = ArrayRef::new(a.array("self")?);
    let mut args = vec![Value::Array(array)];
    args.extend(a.rest().iter().cloned());
    Ok(match registry::call(&format!("ndarray.{method}"), args, a.options().to_vec())? {
        Value::Array(made) if made.get().ndim() == 0 => Value::from_result(made.get()),
        made => made,
    })
}

fn passed_on(a: &Arguments<'_>, name: &str) -> Result<Value> {
    let args = match name {
        "np.broadcast_to" => vec![a.value("array").clone(), a.value("shape").clone()],
        _ => a.rest().to_vec(),
    };
    registry::call(name, args, vec![])
}

fn is_inexact(dtype: &DType) -> bool {
    matches!(dtype.kind(), Kind::Float | Kind::Complex)
}

#[cold]
fn no_pickles() -> Error {
    Error::unsupported("pickles are neither written nor read")
}

fn to_device(a: &Arguments<'_>) -> Result<Value> {
    if a.optional("stream").is_some() {
        return Err(Error::value_error("The stream argument in to_device() is not supported"));
    }
    match a.text("device")? {
        "cpu" => Ok(a.value("self").clone()),
        device => Err(Error::value_error(format!(
            "Unsupported device: {device}. Only 'cpu' is accepted."
        ))),
    }
}

/// Flags are facts of the memory here; saying what is so already does nothing.
fn setflags(a: &Arguments<'_>) -> Result<Value> {
    let (target, is_aligned) = (a.target()?, a.target()?.get().is_aligned());
    if a.optional("align").is_some() && a.truth("align")? != is_aligned {
        return Err(match is_aligned {
            true => Error::unsupported("setflags(align=False) is not supported"),
            false => Error::value_error("cannot set aligned flag of mis-aligned array to True"),
        });
    }
    if a.optional("uic").is_some() && a.truth("uic")? {
        return Err(Error::value_error("cannot set WRITEBACKIFCOPY flag to True"));
    }
    if a.optional("write").is_some() {
        target.set_writeable(a.truth("write")?)?;
    }
    Ok(Value::None)
}

fn scalar_flags(_: &Arguments<'_>) -> Result<Value> {
    let flags =
        [("C_CONTIGUOUS", true), ("F_CONTIGUOUS", true), ("WRITEABLE", false), ("ALIGNED", true)];
    Ok(Value::Dict(flags.into_iter().map(|(name, value)| (name.into(), value.into())).collect()))
}

fn extent(a: &Arguments<'_>) -> Result<usize> {
    usize::try_from(a.int("ndim")?).map_err(|_| Error::value_error("ndim must not be negative"))
}

fn axis_within(axis: i64, ndim: usize, prefix: Option<&str>) -> Result<usize> {
    let axis = isize::try_from(axis).unwrap_or(isize::MAX);
    normalize_axis(axis, ndim).map_err(|error| {
        let prefix = prefix.map(|prefix| format!("{prefix}: ")).unwrap_or_default();
        Error::new("AxisError", format!("{prefix}{error}"))
    })
}

fn axis_tuple(a: &Arguments<'_>) -> Result<Value> {
    let ndim = extent(a)?;
    let name = a.optional("argname").and_then(Value::as_str);
    let axes: Vec<i64> = match a.value("axis") {
        Value::List(items) | Value::Tuple(items) => items.iter().map(int).collect::<Result<_>>()?,
        value => ints(value)?.into_iter().map(|axis| axis as i64).collect(),
    };
    let axes = axes.into_iter().map(|axis| axis_within(axis, ndim, name));
    let axes = axes.collect::<Result<Vec<usize>>>()?;
    let repeats = axes.iter().enumerate().any(|(i, axis)| axes[..i].contains(axis));
    if repeats && !a.truth("allow_duplicate")? {
        return Err(Error::value_error(match name {
            Some(name) => format!("repeated axis in `{name}` argument"),
            None => "repeated axis".to_owned(),
        }));
    }
    Ok(super::shape::shape_tuple(&axes))
}

fn as_strided(a: &Arguments<'_>) -> Result<Value> {
    let array = a.array("x")?;
    let shape = match a.optional("shape") {
        Some(_) => a.shape("shape")?,
        None => array.shape().to_vec(),
    };
    let strides = match a.optional("strides") {
        Some(_) => a.ints_of("strides")?,
        None => array.strides().to_vec(),
    };
    if strides.len() != shape.len() {
        return Err(Error::value_error("strides is incompatible with shape of requested array"));
    }
    let layout = Layout::strided(&shape, &strides, array.itemsize())?;
    let made: DynArray = array.as_strided(0, layout, array.dtype())?;
    Ok(match a.array_ref("x") {
        Some(source) if !a.truth("writeable")? => Value::Array(source.derive_read_only(made)),
        _ => a.derive("x", made),
    })
}

/// The array given, which is a scalar where one is asked for and it has no axes.
fn array_wrap(a: &Arguments<'_>) -> Result<Value> {
    let Value::Array(array) = a.value("array") else {
        return Err(Error::type_error("can only be called with ndarray object"));
    };
    let is_usual = a.function().starts_with("scalar.");
    let is_asked = a.optional("return_scalar").map(crate::coerce::truth).transpose()?;
    Ok(match is_asked.unwrap_or(is_usual) {
        true if array.get().ndim() == 0 => Value::from_result(array.get()),
        _ => Value::Array(array.clone()),
    })
}

/// The array itself, or a copy of it where one is asked for or another type needs one.
fn as_array_again(a: &Arguments<'_>) -> Result<Value> {
    let (array, dtype) = (a.subject_array()?, a.optional_dtype("dtype")?);
    let dtype = dtype.unwrap_or_else(|| array.dtype().clone());
    let copy = a.optional("copy").map(crate::coerce::truth).transpose()?;
    match (a.subject(), dtype == *array.dtype(), copy) {
        (Value::Array(_), true, None | Some(false)) => Ok(a.subject().clone()),
        (_, false, Some(false)) => Err(super::convert::copy_needed()),
        _ => Ok(array.astype(&dtype)?.copy(ndstrata_array::Order::K)?.into()),
    }
}
