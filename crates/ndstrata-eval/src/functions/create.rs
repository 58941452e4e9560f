//! Arrays made from nothing, from values, from ranges and from bytes.

use std::sync::Arc;

use ndstrata_array::{
    Arange, DynArray, Eye, FromBuffer, Geomspace, Like, Linspace, Logspace, Order, Requirements,
    Scalar, Vander, diag, diagflat, tri,
};
use ndstrata_dtype::{DType, Kind, TypeClass};

use crate::array_ref::ArrayRef;
use crate::coerce::{as_array, as_array_of, promoted};
use crate::error::{Error, Result};
use crate::registry::{self, Arguments, Entry, int};
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    ("np.zeros", "shape, dtype=None, order='C', *, device=None, like=None", |a| {
        Ok(DynArray::zeros(&a.shape("shape")?, &dtype_or_float(a)?, c_or_f(a)?)?.into())
    }),
    ("np.empty", "shape, dtype=None, order='C', *, device=None, like=None", |a| {
        Ok(DynArray::empty(&a.shape("shape")?, &dtype_or_float(a)?, c_or_f(a)?)?.into())
    }),
    ("np.ones", "shape, dtype=None, order='C', *, device=None, like=None", |a| {
        Ok(DynArray::ones(&a.shape("shape")?, &dtype_or_float(a)?, c_or_f(a)?)?.into())
    }),
    ("np.full", "shape, fill_value, dtype=None, order='C', *, device=None, like=None", |a| {
        let dtype = match a.optional_dtype("dtype")? {
            Some(dtype) => dtype,
            None => a.array("fill_value")?.dtype().clone(),
        };
        // A type of text without a width takes that of the value.
        let is_open = dtype.itemsize() == 0 && matches!(dtype.kind(), Kind::Bytes | Kind::Str);
        let dtype = match is_open {
            true => a.array("fill_value")?.astype(&dtype)?.dtype().clone(),
            false => dtype,
        };
        let value = super::index::to_assign(a.value("fill_value"), &dtype)?;
        Ok(DynArray::full(&a.shape("shape")?, &value.view(), &dtype, c_or_f(a)?)?.into())
    }),
    ("np.zeros_like", "a, dtype=None, order='K', subok=True, shape=None, *, device=None", |a| {
        Ok(a.array("a")?.zeros_like(&like(a)?)?.into())
    }),
    (
        "np.empty_like",
        "prototype, /, dtype=None, order='K', subok=True, shape=None, *, device=None",
        |a| Ok(a.subject_array()?.empty_like(&like(a)?)?.into()),
    ),
    ("np.ones_like", "a, dtype=None, order='K', subok=True, shape=None, *, device=None", |a| {
        Ok(a.array("a")?.ones_like(&like(a)?)?.into())
    }),
    (
        "np.full_like",
        "a, fill_value, dtype=None, order='K', subok=True, shape=None, *, device=None",
        |a| {
            let (array, like) = (a.array("a")?, like(a)?);
            let dtype = a.optional_dtype("dtype")?.unwrap_or_else(|| array.dtype().clone());
            let value = super::index::to_assign(a.value("fill_value"), &dtype)?;
            Ok(array.full_like(&value.view(), &like)?.into())
        },
    ),
    ("np.copy", "a, order='K', subok=False", |a| Ok(a.array("a")?.copy(a.order("order")?)?.into())),
    ("ndarray.fill", "self, /, value", |a| {
        let target = a.target()?;
        let value = super::index::to_assign(a.value("value"), target.get().dtype())?;
        super::cast_errors::check_assigned(&value, target.get().dtype())?;
        target.update(|mut view| Ok(view.assign(&value.view())?))?;
        Ok(Value::None)
    }),
    ("np.require", "a, dtype=None, requirements=None, *, like=None", require),
    (
        "np.arange",
        "*bounds, start=<no value>, stop=<no value>, step=None, dtype=None, device=None, like=None",
        arange,
    ),
    (
        "np.linspace",
        "start, stop, num=50, endpoint=True, retstep=False, dtype=None, axis=0, *, device=None",
        |a| {
            let mut options = Linspace::default()
                .num(samples(a)?)
                .endpoint(a.truth("endpoint")?)
                .axis(a.int("axis")? as isize);
            if let Some(dtype) = a.optional_dtype("dtype")? {
                options = options.dtype(&dtype);
            }
            let ends = promoted_ends(a)?;
            let (found, step) = options.retstep(&ends[0].view(), &ends[1].view())?;
            if !a.truth("retstep")? {
                return Ok(found.into());
            }
            let step = step.map_or(Value::Float(f64::NAN), Value::from_result);
            Ok(Value::Tuple(vec![found.into(), step]))
        },
    ),
    ("np.logspace", "start, stop, num=50, endpoint=True, base=10.0, dtype=None, axis=0", |a| {
        let exponents = Linspace::default().num(samples(a)?).endpoint(a.truth("endpoint")?);
        let mut options =
            Logspace::new(exponents).base(&a.array("base")?).axis(a.int("axis")? as isize);
        if let Some(dtype) = a.optional_dtype("dtype")? {
            options = options.dtype(&dtype);
        }
        let ends = promoted_ends(a)?;
        Ok(options.array(&ends[0].view(), &ends[1].view())?.into())
    }),
    ("np.geomspace", "start, stop, num=50, endpoint=True, dtype=None, axis=0", |a| {
        let mut options = Geomspace::default()
            .num(samples(a)?)
            .endpoint(a.truth("endpoint")?)
            .axis(a.int("axis")? as isize);
        if let Some(dtype) = a.optional_dtype("dtype")? {
            options = options.dtype(&dtype);
        }
        let ends = promoted_ends(a)?;
        Ok(options.array(&ends[0].view(), &ends[1].view())?.into())
    }),
    (
        "np.eye",
        "N, M=None, k=0, dtype=<class 'float'>, order='C', *, device=None, like=None",
        |a| {
            let mut options = Eye::default()
                .diagonal(a.int("k")? as isize)
                .dtype(&dtype_or_float(a)?)
                .order(c_or_f(a)?);
            if a.optional("M").is_some() {
                options = options.columns(a.length("M")?);
            }
            Ok(options.array(a.length("N")?)?.into())
        },
    ),
    ("np.identity", "n, dtype=None, *, like=None", |a| {
        let n = a.length("n")?;
        Ok(Eye::default().dtype(&dtype_or_float(a)?).array(n)?.into())
    }),
    ("np.diag", "v, k=0", |a| Ok(a.derive("v", diag(a.array("v")?, a.int("k")? as isize)?))),
    (
        "np.diagflat",
        "v, k=0",
        |a| Ok(diagflat(&a.array("v")?.view(), a.int("k")? as isize)?.into()),
    ),
    ("np.tri", "N, M=None, k=0, dtype=<class 'float'>, *, like=None", |a| {
        let rows = usize::try_from(a.int("N")?).unwrap_or(0);
        let columns = a.optional_int("M")?.map_or(rows, |m| usize::try_from(m).unwrap_or(0));
        let (k, dtype) = (a.int("k")? as isize, dtype_or_float(a)?);
        // Truth values are written as text, with room for the longer one.
        if matches!(dtype.kind(), Kind::Str | Kind::Bytes) {
            // A width that the caller leaves open is 1 here.
            let is_given = |text: &str| text.ends_with(|c: char| c.is_ascii_digit());
            if a.value("dtype").as_str().is_some_and(is_given) {
                return Ok(tri(rows, columns, k, &DType::BOOL)?.astype(&dtype)?.into());
            }
            let room = match (dtype.itemsize(), dtype.kind()) {
                (0..=4, Kind::Str) => DType::str(5),
                (0..=1, _) => DType::bytes(5),
                _ => dtype,
            };
            return Ok(tri(rows, columns, k, &DType::BOOL)?.astype(&room)?.into());
        }
        Ok(tri(rows, columns, k, &dtype)?.into())
    }),
    ("np.tril", "m, k=0", |a| native(a.array("m")?.tril(a.int("k")? as isize)?)),
    ("np.triu", "m, k=0", |a| native(a.array("m")?.triu(a.int("k")? as isize)?)),
    ("np.vander", "x, N=None, increasing=False", |a| {
        let mut options = Vander::default().increasing(a.truth("increasing")?);
        if a.optional("N").is_some() {
            options = options.columns(a.length("N")?);
        }
        Ok(options.array(&a.array("x")?.view())?.into())
    }),
    ("np.fromfunction", "function, shape, *, dtype=<class 'float'>, like=None, **kwargs", |a| {
        let Value::Function(function) = a.value("function") else {
            return Err(Error::type_error("function must be a function of NumPy's"));
        };
        super::grid::refuse_single(a.value("shape"))?;
        let coordinates = ndstrata_array::indices(&a.shape("shape")?, &dtype_or_float(a)?)?;
        let n = coordinates.shape().first().copied().unwrap_or(0) as isize;
        let args = (0..n).map(|i| Ok(coordinates.clone().index_axis(0, i)?.into()));
        registry::call(function, args.collect::<Result<_>>()?, a.options().to_vec())
    }),
    ("np.fromiter", "iter, dtype, count=-1, *, like=None", fromiter),
    (
        "np.frombuffer",
        "buffer, dtype=<class 'float'>, count=-1, offset=0, *, like=None",
        frombuffer,
    ),
];

fn dtype_or_float(a: &Arguments<'_>) -> Result<DType> {
    Ok(with_room(a.optional_dtype("dtype")?.unwrap_or(DType::FLOAT64)))
}

/// New arrays of text have room for one character, where none was asked for.
fn with_room(dtype: DType) -> DType {
    let roomy = match dtype.class() {
        TypeClass::Bytes(0) => DType::bytes(1),
        TypeClass::Str(0) => DType::str(1),
        _ => return dtype,
    };
    roomy.with_byte_order(dtype.byte_order())
}

fn c_or_f(a: &Arguments<'_>) -> Result<Order> {
    match a.order("order")? {
        order @ (Order::C | Order::F) => Ok(order),
        _ => Err(Error::value_error("only 'C' or 'F' order is permitted")),
    }
}

fn like(a: &Arguments<'_>) -> Result<Like> {
    let mut like = Like::default().order(a.order("order")?);
    if let Some(dtype) = a.optional_dtype("dtype")? {
        like = like.dtype(&with_room(dtype));
    }
    if a.optional("shape").is_some() {
        like = like.shape(&a.shape("shape")?);
    }
    Ok(like)
}

fn require(a: &Arguments<'_>) -> Result<Value> {
    let names: Vec<String> = match a.value("requirements") {
        Value::None => Vec::new(),
        Value::Str(text) => text.as_str().unwrap_or_default().chars().map(String::from).collect(),
        other => other
            .as_sequence()
            .unwrap_or_default()
            .iter()
            .map(|item| item.as_str().unwrap_or_default().to_owned())
            .collect(),
    };
    let mut required = Requirements::default();
    if let Some(dtype) = a.optional_dtype("dtype")? {
        required = required.dtype(&dtype);
    }
    let (mut is_c, mut is_f) = (false, false);
    for name in &names {
        match name.to_uppercase().as_str() {
            "C" | "C_CONTIGUOUS" | "CONTIGUOUS" => is_c = true,
            "F" | "F_CONTIGUOUS" | "FORTRAN" => is_f = true,
            "A" | "ALIGNED" => required = required.aligned(),
            "W" | "WRITEABLE" => required = required.writeable(),
            "O" | "OWNDATA" => required = required.owned(),
            "E" | "ENSUREARRAY" => {}
            _ => return Err(Error::new("KeyError", format!("'{}'", name.to_uppercase()))),
        }
    }
    match (is_c, is_f) {
        (true, true) => {
            return Err(Error::value_error("Cannot specify both \"C\" and \"F\" order"));
        }
        (true, false) => required = required.order(Order::C),
        (false, true) => required = required.order(Order::F),
        (false, false) => {}
    }
    Ok(a.derive("a", a.array("a")?.require(&required)?))
}

/// Steps of nothing, and months after dates that count days or less.
fn check_steps(start: Option<&Value>, stop: &Value, step: Option<&Value>) -> Result<()> {
    let dtype = |value: &Value| match value {
        Value::Scalar(scalar) => Some(scalar.dtype().clone()),
        Value::Array(array) if array.get().ndim() == 0 => Some(array.get().dtype().clone()),
        _ => None,
    };
    let is_time = |value: &Value| {
        dtype(value).is_some_and(|dtype| matches!(dtype.kind(), Kind::DateTime | Kind::TimeDelta))
    };
    let bounds = [start, Some(stop), step];
    let is_zero = match step {
        Some(Value::Int(x)) => *x == 0.into(),
        Some(Value::Float(x)) => *x == 0.0,
        Some(step @ Value::Scalar(_)) => !crate::coerce::truth(step)?,
        _ => false,
    };
    if is_zero && bounds.iter().flatten().any(|value| is_time(value)) {
        return Err(Error::value_error("arange: step cannot be zero"));
    }
    let is_float = |value: &Value| matches!(value, Value::Float(_));
    if is_zero && bounds.iter().flatten().any(|value| matches!(value, Value::Scalar(_))) {
        return Err(Error::value_error("Maximum allowed size exceeded"));
    }
    if is_zero && bounds.iter().flatten().any(|value| is_float(value)) {
        return Err(Error::new("ZeroDivisionError", "float division by zero"));
    }
    if let (Some(start), Some(stop)) = (start.and_then(dtype), dtype(stop))
        && let (TypeClass::DateTime64(from), TypeClass::TimeDelta64(by)) =
            (start.class(), stop.class())
        && matches!(by.base.code(), "Y" | "M")
        && !matches!(from.base.code(), "Y" | "M" | "generic")
    {
        return Err(Error::type_error(format!(
            "Cannot get a common metadata divisor for Numpy datetime metadata {by} and {from} \
             because they have incompatible nonlinear base time units."
        )));
    }
    Ok(())
}

fn arange(a: &Arguments<'_>) -> Result<Value> {
    let named = |name: &str| a.optional(name).cloned();
    let mut bounds = a.rest().to_vec();
    if bounds.len() > 4 {
        return Err(Error::type_error("arange() takes at most 4 positional arguments"));
    }
    let mut dtype = a.optional_dtype("dtype")?;
    if bounds.len() == 4
        && let Some(given) = bounds.pop().filter(|given| !given.is_none())
    {
        dtype = Some(crate::coerce::as_dtype(&given)?);
    }
    let mut bounds = bounds.into_iter();
    let (first, second, third) = (bounds.next(), bounds.next(), bounds.next());
    let twice = |name: &str| {
        Error::type_error(format!("argument for arange() given by name ('{name}') and position"))
    };
    let (start, stop) = match (first, second.filter(|stop| !stop.is_none())) {
        (Some(_), _) if a.is_given("start") => return Err(twice("start")),
        (Some(first), None) => match named("stop") {
            Some(stop) => (Some(first), stop),
            None => (None, first),
        },
        (Some(_), Some(_)) if a.is_given("stop") => return Err(twice("stop")),
        (Some(first), Some(second)) => (Some(first), second),
        (None, _) => match named("stop") {
            Some(stop) => (named("start"), stop),
            None => return Err(Error::type_error("arange() requires stop to be specified.")),
        },
    };
    let step = third.filter(|step| !step.is_none()).or_else(|| named("step"));
    check_steps(start.as_ref(), &stop, step.as_ref())?;
    // As many objects as no array has; between bounds of that size there may be few.
    if let (None, None, None, Value::Int(n)) = (&start, &step, &dtype, &stop)
        && n.bits() > 64
        && n.sign() == num_bigint::Sign::Plus
    {
        return Err(Error::value_error("Maximum allowed size exceeded"));
    }
    let bound = |value: &Value| bound(value, dtype.as_ref());
    let mut options = match &start {
        Some(start) => Arange::new(bound(start)?, bound(&stop)?),
        None => Arange::to(bound(&stop)?),
    };
    if let Some(step) = &step {
        options = options.step(bound(step)?);
    }
    if let Some(dtype) = &dtype {
        options = options.dtype(dtype);
    }
    Ok(options.array()?.into())
}

/// A bound of a range as a scalar; text is a date where dates are asked for.
fn bound(value: &Value, dtype: Option<&DType>) -> Result<Scalar> {
    let is_text = matches!(value, Value::Str(_) | Value::Bytes(_));
    let dates = dtype.filter(|dtype| matches!(dtype.kind(), Kind::DateTime | Kind::TimeDelta));
    let array = match dates {
        Some(dtype) if is_text => as_array_of(value, Some(dtype))?,
        _ => match value {
            Value::None | Value::List(_) | Value::Tuple(_) => {
                let name = value.type_name();
                let text = format!("unsupported operand type(s) for -: '{name}' and 'int'");
                return Err(Error::type_error(text));
            }
            value => as_array(value)?,
        },
    };
    Ok(array.scalar_at(&vec![0; array.ndim()])?)
}

fn samples(a: &Arguments<'_>) -> Result<usize> {
    let num = a.int("num")?;
    usize::try_from(num)
        .map_err(|_| Error::value_error(format!("Number of samples, {num}, must be non-negative.")))
}

/// Start and stop as floating-point arrays of the type that NumPy computes in.
fn promoted_ends(a: &Arguments<'_>) -> Result<Vec<DynArray>> {
    let weak = Value::Float(0.0);
    let mut ends = promoted(&[a.value("start"), a.value("stop"), &weak])?;
    ends.truncate(2);
    Ok(ends)
}

fn fromiter(a: &Arguments<'_>) -> Result<Value> {
    let dtype = crate::coerce::as_dtype(a.value("dtype"))?;
    if dtype.itemsize() == 0 && matches!(dtype.kind(), Kind::Bytes | Kind::Str | Kind::Void) {
        return Err(Error::value_error("Must specify length when using variable-size data-type."));
    }
    let items = match a.value("iter") {
        Value::Iter(items) | Value::List(items) | Value::Tuple(items) => items.clone(),
        text @ (Value::Str(_) | Value::Bytes(_)) => crate::expression::python_items(text)?,
        Value::Array(array) => {
            let array = array.get();
            let n = array.shape().first().copied().unwrap_or(0) as isize;
            (0..n)
                .map(|i| Ok(Value::from_result(array.clone().index_axis(0, i)?)))
                .collect::<Result<_>>()?
        }
        other => {
            let text = format!("'{}' object is not iterable", other.type_name());
            return Err(Error::type_error(text));
        }
    };
    let dtype = dtype_or_float(a)?;
    let is_number = matches!(dtype.kind(), Kind::Float) || dtype.kind().is_integer();
    if is_number
        && let Some(Value::List(_)) = items.iter().find(|item| item.as_sequence().is_some())
    {
        let function = if dtype.kind() == Kind::Float { "float" } else { "int" };
        let also = if function == "int" {
            "a string, a bytes-like object or a real number"
        } else {
            "a string or a real number"
        };
        return Err(Error::type_error(format!("{function}() argument must be {also}, not 'list'")));
    }
    let count = a.int("count")?;
    let n = match usize::try_from(count) {
        Ok(count) if count > items.len() => {
            return Err(Error::value_error(format!(
                "iterator too short: Expected {count} but iterator had only {} items.",
                items.len()
            )));
        }
        Ok(count) => count,
        Err(_) => items.len(),
    };
    let items = items.into_iter().take(n).collect();
    Ok(as_array_of(&Value::List(items), Some(&dtype))?.into())
}

fn frombuffer(a: &Arguments<'_>) -> Result<Value> {
    let dtype = a.optional_dtype("dtype")?.unwrap_or(DType::FLOAT64);
    if dtype.has_object() {
        return Err(Error::value_error("cannot create an OBJECT array from memory buffer"));
    }
    let asked = FromBuffer::new(&dtype).count(usize::try_from(a.int("count")?).ok());
    let within = |len: usize| -> Result<FromBuffer> {
        let offset = usize::try_from(a.int("offset")?).map_err(|_| {
            Error::value_error(format!(
                "offset must be non-negative and no greater than buffer length ({len})"
            ))
        });
        Ok(asked.clone().offset(offset?))
    };
    Ok(Value::Array(match a.value("buffer") {
        Value::Bytes(bytes) => ArrayRef::read_only(within(bytes.len())?.shared(bytes)?),
        Value::Array(array) => {
            let shown = array.get();
            array.derive(within(shown.nbytes())?.of(&shown)?)
        }
        Value::Scalar(scalar) => {
            let bytes = Arc::new(scalar.bytes().to_vec());
            ArrayRef::read_only(within(bytes.len())?.shared(&bytes)?)
        }
        other => {
            let text = format!("a bytes-like object is required, not '{}'", other.type_name());
            return Err(Error::type_error(text));
        }
    }))
}

/// An integer from the arguments, for tables that take one as a length.
pub(super) fn lengths(value: &Value) -> Result<Vec<usize>> {
    let items = match value {
        Value::Tuple(items) | Value::List(items) => items.clone(),
        one => vec![one.clone()],
    };
    let negative = || Error::value_error("negative dimensions are not allowed");
    items.iter().map(|item| usize::try_from(int(item)?).map_err(|_| negative())).collect()
}

/// The array in the machine's byte order, as what is chosen of two arrays is.
fn native(array: DynArray) -> Result<Value> {
    let dtype = array.dtype().to_native();
    Ok(if dtype == *array.dtype() { array.into() } else { array.astype(&dtype)?.into() })
}
