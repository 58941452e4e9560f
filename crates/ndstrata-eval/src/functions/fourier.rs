//! `np.fft` by name.

use ndstrata_array::{DynArray, DynView};
use ndstrata_dtype::{Casting, DType, can_cast};
use ndstrata_ufunc::{self as ufunc, Fourier, FourierAxes, FourierNorm};
use num_traits::ToPrimitive;

use super::statistics::{float, output};
use crate::error::{Error, Result};
use crate::registry::{Arguments, Entry, int};
use crate::value::Value;

const ONE: &str = "a, n=None, axis=-1, norm=None, out=None";
const TWO: &str = "a, s=None, axes=(-2, -1), norm=None, out=None";
const ALL: &str = "a, s=None, axes=None, norm=None, out=None";

pub(super) const TABLE: &[Entry] = &[
    ("np.fft.fft", ONE, |a| one(a, Fourier::fft)),
    ("np.fft.ifft", ONE, |a| one(a, Fourier::ifft)),
    ("np.fft.rfft", ONE, |a| one(a, Fourier::rfft)),
    ("np.fft.irfft", ONE, |a| one(a, Fourier::irfft)),
    ("np.fft.hfft", ONE, |a| one(a, Fourier::hfft)),
    ("np.fft.ihfft", ONE, |a| one(a, Fourier::ihfft)),
    ("np.fft.fft2", TWO, |a| several(a, FourierAxes::fftn)),
    ("np.fft.ifft2", TWO, |a| several(a, FourierAxes::ifftn)),
    ("np.fft.rfft2", TWO, |a| several(a, FourierAxes::rfftn)),
    ("np.fft.irfft2", TWO, |a| several(a, FourierAxes::irfftn)),
    ("np.fft.fftn", ALL, |a| several(a, FourierAxes::fftn)),
    ("np.fft.ifftn", ALL, |a| several(a, FourierAxes::ifftn)),
    ("np.fft.rfftn", ALL, |a| several(a, FourierAxes::rfftn)),
    ("np.fft.irfftn", ALL, |a| several(a, FourierAxes::irfftn)),
    ("np.fft.fftshift", "x, axes=None", |a| shift(a, ufunc::fftshift_axes)),
    ("np.fft.ifftshift", "x, axes=None", |a| shift(a, ufunc::ifftshift_axes)),
    ("np.fft.fftfreq", "n, d=1.0, device=None", frequencies),
    ("np.fft.rfftfreq", "n, d=1.0, device=None", frequencies),
];

fn short_name<'a>(a: &'a Arguments<'_>) -> &'a str {
    a.function().rsplit('.').next().unwrap_or_default()
}

fn norm(a: &Arguments<'_>, is_forward: bool) -> Result<FourierNorm> {
    let shown = match a.value("norm") {
        Value::None => return Ok(FourierNorm::Backward),
        value => match value.as_str() {
            Some("backward") => return Ok(FourierNorm::Backward),
            Some("ortho") => return Ok(FourierNorm::Ortho),
            Some("forward") => return Ok(FourierNorm::Forward),
            _ => value.to_text(&Default::default())?,
        },
    };
    // The two messages differ by a space.
    let space = if is_forward { "" } else { " " };
    Err(Error::value_error(format!(
        "Invalid norm value {shown}; should be \"backward\",{space}\"ortho\" or \"forward\"."
    )))
}

/// A number of elements, at least one.
fn length(value: &Value) -> Result<usize> {
    match int(value)? {
        n @ 1.. => Ok(n as usize),
        n => Err(Error::value_error(format!("Invalid number of FFT data points ({n}) specified."))),
    }
}

fn one(
    a: &Arguments<'_>,
    transform: fn(&Fourier, &DynView<'_>) -> ufunc::Result<DynArray>,
) -> Result<Value> {
    let array = a.array("a")?;
    let axis = match a.value("axis") {
        Value::Int(_) | Value::Scalar(_) | Value::Bool(_) => a.int("axis")? as isize,
        other => {
            return Err(Error::type_error(format!(
                "tuple indices must be integers or slices, not {}",
                other.type_name()
            )));
        }
    };
    let mut options = Fourier::default().axis(axis);
    match a.optional("n") {
        Some(n) => options = options.n(length(n)?),
        None => {
            let n_axes = array.ndim() as isize;
            if axis >= n_axes || axis < -n_axes {
                return Err(Error::new("IndexError", "tuple index out of range"));
            }
        }
    }
    let is_forward = matches!(short_name(a), "fft" | "rfft");
    let made = transform(&options.norm(norm(a, is_forward)?), &array.view())?;
    match short_name(a) {
        "hfft" => Ok(made.into()),
        _ => deliver(a, made),
    }
}

fn several(
    a: &Arguments<'_>,
    transform: fn(&FourierAxes, &DynView<'_>) -> ufunc::Result<DynArray>,
) -> Result<Value> {
    let array = a.array("a")?;
    let n_axes = array.ndim() as isize;
    let mut options = FourierAxes::default();
    let listed = |name: &str| match a.value(name) {
        Value::None => Ok(None),
        value @ (Value::Tuple(_) | Value::List(_) | Value::Array(_)) => Ok(Some(value)),
        other => Err(Error::type_error(format!("'{}' object is not iterable", other.type_name()))),
    };
    let lengths = listed("s")?;
    let axes = match (a.value("axes"), &lengths) {
        // An axis alone stands for its length where no lengths are given.
        (Value::Int(_) | Value::Scalar(_), None) => Some(a.ints_of("axes")?),
        (Value::Int(_) | Value::Scalar(_), Some(_)) => {
            return Err(Error::type_error("object of type 'int' has no len()"));
        }
        _ => listed("axes")?.map(|_| a.ints_of("axes")).transpose()?,
    };
    if let (None, Some(axes)) = (&lengths, &axes)
        && let Some(axis) = axes.iter().find(|&&axis| axis >= n_axes || axis < -n_axes)
    {
        return Err(Error::new(
            "IndexError",
            format!("index {axis} is out of bounds for axis 0 with size {n_axes}"),
        ));
    }
    if let Some(axes) = &axes {
        options = options.axes(axes);
    }
    let is_real = matches!(short_name(a), "rfft2" | "rfftn" | "irfft2" | "irfftn");
    let is_bare = array.ndim() == 0 && axes.is_none() && lengths.is_none();
    if is_real && (is_bare || axes.as_ref().is_some_and(Vec::is_empty)) {
        return Err(Error::new("IndexError", "list index out of range"));
    }
    if let Some(lengths) = lengths {
        let items = match lengths {
            Value::Array(array) => crate::python::list(&array.get())?,
            other => other.clone(),
        };
        let length = |value: &Value| match value {
            Value::None => Ok(None),
            Value::Int(n) if n.to_i64() == Some(-1) => Ok(None),
            value => length(value).map(Some),
        };
        let items = items.as_sequence().unwrap_or_default();
        let lengths: Vec<Option<usize>> = items.iter().map(length).collect::<Result<_>>()?;
        options = match is_real && short_name(a).starts_with('i') {
            true => options.lengths(&whole(&lengths, items, &array, axes.as_deref())),
            false => options.lengths(&lengths),
        };
    }
    let is_forward = !short_name(a).starts_with('i');
    let made = transform(&options.norm(norm(a, is_forward)?), &array.view())?;
    match short_name(a) {
        // NumPy passes it on to nobody.
        "ifft2" | "irfft2" => Ok(made.into()),
        _ => deliver(a, made),
    }
}

/// The lengths of a transform back to real numbers: -1 is as many elements as there are.
fn whole(
    lengths: &[Option<usize>],
    items: &[Value],
    array: &DynArray,
    axes: Option<&[isize]>,
) -> Vec<Option<usize>> {
    let mut lengths = lengths.to_vec();
    let (Some(last), Some(Value::Int(_))) = (lengths.last_mut(), items.last()) else {
        return lengths;
    };
    let n_axes = array.ndim() as isize;
    let axis = axes.and_then(|axes| axes.last()).copied().unwrap_or(-1);
    let axis = if axis < 0 { axis + n_axes } else { axis };
    if last.is_none() {
        *last = usize::try_from(axis).ok().and_then(|axis| array.shape().get(axis).copied());
    }
    lengths
}

/// The result in `out=`, if one is given.
fn deliver(a: &Arguments<'_>, made: DynArray) -> Result<Value> {
    let Some(out) = output(a)? else { return Ok(made.into()) };
    let (to, shape) = (out.get().dtype().clone(), out.get().shape().to_vec());
    if shape != made.shape() {
        return Err(Error::value_error("output array has wrong shape."));
    }
    if !can_cast(made.dtype(), &to, Casting::SameKind) {
        return Err(Error::new(
            "UFuncTypeError",
            format!(
                "Cannot cast ufunc '{}' output from {:?} to {to:?} with casting rule 'same_kind'",
                short_name(a),
                made.dtype()
            ),
        ));
    }
    out.fill_with(made)?;
    Ok(Value::Array(out))
}

fn shift(
    a: &Arguments<'_>,
    shift: fn(&DynView<'_>, &[isize]) -> ufunc::Result<DynArray>,
) -> Result<Value> {
    let array = a.array("x")?;
    let n_axes = array.ndim() as isize;
    let axes = match a.value("axes") {
        Value::None => (0..n_axes).collect(),
        Value::Float(_) => return Err(Error::type_error("'float' object is not iterable")),
        _ => a.ints_of("axes")?,
    };
    if axes.iter().any(|&axis| axis >= n_axes || axis < -n_axes) {
        return Err(Error::new("IndexError", "tuple index out of range"));
    }
    Ok(shift(&array.view(), &axes)?.into())
}

fn frequencies(a: &Arguments<'_>) -> Result<Value> {
    let is_integer = match a.value("n") {
        Value::Bool(_) | Value::Int(_) => true,
        Value::Scalar(scalar) => scalar.dtype().kind().is_integer(),
        _ => false,
    };
    if !is_integer {
        return Err(Error::value_error("n should be an integer"));
    }
    let (n, d) = (a.int("n")?, a.value("d"));
    let is_number =
        matches!(d, Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Scalar(_));
    if !is_number && !matches!(d, Value::Array(array) if array.get().ndim() == 0) {
        return Err(match d {
            Value::Array(_) | Value::Complex(_) => {
                Error::unsupported("a spacing that is no real number is not supported")
            }
            other => Error::type_error(format!(
                "unsupported operand type(s) for /: 'float' and '{}'",
                other.type_name()
            )),
        });
    }
    let is_own = matches!(d, Value::Scalar(_) | Value::Array(_));
    let d = float(d)?;
    if (n == 0 || d == 0.0) && !is_own {
        return Err(Error::new("ZeroDivisionError", "float division by zero"));
    }
    let is_half = short_name(a) == "rfftfreq";
    match usize::try_from(n) {
        Ok(n) if is_half => Ok(ufunc::rfftfreq(n, d)?.into()),
        Ok(n) => Ok(ufunc::fftfreq(n, d)?.into()),
        Err(_) if is_half => {
            Ok(DynArray::zeros(&[0], &DType::FLOAT64, ndstrata_array::Order::C)?.into())
        }
        Err(_) => Err(Error::value_error("negative dimensions are not allowed")),
    }
}
