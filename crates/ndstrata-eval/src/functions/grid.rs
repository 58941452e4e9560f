//! Coordinates of grids, and the objects that are indexed to make arrays: `np.mgrid`, `np.r_`.

use ndstrata_array::{
    Arange, Concatenate, DynArray, Indexing, Linspace, Meshgrid, Scalar, indices, indices_sparse,
    ix_, mgrid, stack,
};
use ndstrata_dtype::{DType, Kind};

use super::join::views;
use super::position::tuple;
use crate::coerce::{as_array, promoted};
use crate::error::{Error, Result};
use crate::registry::{self, Entry};
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    ("np.meshgrid", "*xi, copy=True, sparse=False, indexing='xy'", |a| {
        let indexing = match a.text("indexing")? {
            "xy" => Indexing::Xy,
            "ij" => Indexing::Ij,
            _ => {
                let text = "Valid values for `indexing` are 'xy' and 'ij'.";
                return Err(Error::value_error(text));
            }
        };
        let options = Meshgrid::default()
            .indexing(indexing)
            .sparse(a.truth("sparse")?)
            .copy(a.truth("copy")?);
        let given: Vec<DynArray> = a.rest().iter().map(as_array).collect::<Result<_>>()?;
        let derive = |(source, made): (&Value, DynArray)| match source {
            Value::Array(source) => Value::Array(source.derive(made)),
            _ => made.into(),
        };
        let made = options.arrays(&given)?;
        Ok(Value::Tuple(a.rest().iter().zip(made).map(derive).collect()))
    }),
    ("np.mgrid", "index, /", |a| match a.subject() {
        Value::Tuple(parts) => {
            let (dtype, axes) = grid_axes(parts)?;
            // Of no axes, there is an empty grid of integers.
            if axes.is_empty() {
                return Ok(mgrid(&[])?.into());
            }
            let axes = axes.iter().map(|axis| axis.astype(&dtype));
            let axes = axes.collect::<std::result::Result<Vec<_>, _>>()?;
            let options = Meshgrid::default().indexing(Indexing::Ij).copy(false);
            Ok(stack(&views(&options.arrays(&axes)?), 0)?.into())
        }
        one => grid_range(one),
    }),
    ("np.ogrid", "index, /", |a| match a.subject() {
        Value::Tuple(parts) => {
            let (_, axes) = grid_axes(parts)?;
            let options = Meshgrid::default().indexing(Indexing::Ij).sparse(true).copy(false);
            Ok(tuple(options.arrays(&axes)?))
        }
        one => grid_range(one),
    }),
    ("np.indices", "dimensions, dtype=<class 'int'>, sparse=False", |a| {
        refuse_single(a.value("dimensions"))?;
        let shape = a.shape("dimensions")?;
        let dtype = a.optional_dtype("dtype")?.unwrap_or(DType::INT64);
        if a.truth("sparse")? {
            return Ok(tuple(indices_sparse(&shape, &dtype)?));
        }
        Ok(indices(&shape, &dtype)?.into())
    }),
    ("np.ix_", "*args", |a| {
        // Only what is no array yet has no type of its own where it is empty.
        let position = |value: &Value| -> Result<DynArray> {
            let array = as_array(value)?;
            match value {
                Value::Array(_) => Ok(array),
                _ if array.size() == 0 => Ok(array.astype(&DType::INTP)?),
                _ => Ok(array),
            }
        };
        let given: Vec<DynArray> = a.rest().iter().map(position).collect::<Result<_>>()?;
        Ok(tuple(ix_(&given)?))
    }),
    ("np.r_", "index, /", |a| joined(a.subject(), Rule { axis: 0, n_axes: 1, start: -1 })),
    ("np.c_", "index, /", |a| joined(a.subject(), Rule { axis: -1, n_axes: 2, start: 0 })),
    ("np.s_", "index, /", |a| Ok(a.subject().clone())),
    ("np.index_exp", "index, /", |a| match a.subject() {
        tuple @ Value::Tuple(_) => Ok(tuple.clone()),
        one => Ok(Value::Tuple(vec![one.clone()])),
    }),
];

/// Start, stop and step of a slice, with NumPy's defaults.
fn bounds(value: &Value) -> Result<[Value; 3]> {
    let Value::Slice(parts) = value else {
        let text = format!("'{}' object has no attribute 'step'", value.type_name());
        return Err(Error::new("AttributeError", text));
    };
    let [start, stop, step] = (**parts).clone();
    let or = |value: Value, default: i64| if value.is_none() { default.into() } else { value };
    Ok([or(start, 0), stop, or(step, 1)])
}

fn scalar(value: &Value) -> Result<Scalar> {
    let array = as_array(value)?;
    Ok(array.scalar_at(&vec![0; array.ndim()])?)
}

/// The size of an imaginary step, as a number of its precision, and as a count.
fn imaginary(step: &Value) -> Result<Option<(Value, i64)>> {
    let is_complex = match step {
        Value::Complex(_) => true,
        Value::Array(array) => {
            let array = array.get();
            array.ndim() == 0 && array.dtype().kind() == Kind::Complex
        }
        Value::Scalar(scalar) => scalar.dtype().kind() == Kind::Complex,
        _ => false,
    };
    if !is_complex {
        return Ok(None);
    }
    let size = match step {
        Value::Complex(step) => Value::Float(step.norm()),
        step => registry::call("np.abs", vec![step.clone()], Vec::new())?,
    };
    let count = scalar(&size)?.view()?.astype(&DType::FLOAT64)?.get::<f64>(&[])? as i64;
    Ok(Some((size, count)))
}

fn operator(name: &str, left: &Value, right: &Value) -> Result<Value> {
    registry::call(&format!("operator.{name}"), vec![left.clone(), right.clone()], Vec::new())
}

/// The distance of so many samples from start to stop.
fn even_step(start: &Value, stop: &Value, count: i64) -> Result<Value> {
    if count == 1 {
        return Ok(1_i64.into());
    }
    operator("truediv", &operator("sub", stop, start)?, &Value::Float(count as f64 - 1.0))
}

fn counted(count: i64, dtype: Value) -> Result<Value> {
    registry::call(
        "np.arange",
        vec![0_i64.into(), count.into(), 1_i64.into()],
        vec![("dtype".into(), dtype)],
    )
}

/// The coordinates along each axis of a grid, `count * step + start` as NumPy computes them, and the type
/// of them all.
fn grid_axes(parts: &[Value]) -> Result<(DType, Vec<DynArray>)> {
    let (mut axes, mut numbers) = (Vec::new(), Vec::new());
    for part in parts {
        let [start, stop, step] = bounds(part)?;
        let (size, count, step) = match imaginary(&step)? {
            Some((size, count)) => {
                let step = even_step(&start, &stop, count)?;
                (size, count, step)
            }
            None => {
                let steps = operator("truediv", &operator("sub", &stop, &start)?, &step)?;
                let steps = scalar(&steps)?.view()?.astype(&DType::FLOAT64)?.get::<f64>(&[])?;
                (step.clone(), steps.ceil() as i64, step)
            }
        };
        numbers.extend([start.clone(), stop, size]);
        axes.push((start, count, step));
    }
    if axes.is_empty() {
        return Ok((DType::INT64, Vec::new()));
    }
    let dtype = registry::call("np.result_type", numbers, Vec::new())?;
    let along = |(start, count, step): &(Value, i64, Value)| -> Result<DynArray> {
        let scaled = operator("mul", &counted(*count, dtype.clone())?, step)?;
        as_array(&operator("add", &scaled, start)?)
    };
    let made = axes.iter().map(along).collect::<Result<Vec<_>>>()?;
    match dtype {
        Value::DType(dtype) => Ok((dtype, made)),
        _ => Err(Error::type_error("a type was expected")),
    }
}

/// What one slice alone means to a grid.
fn grid_range(value: &Value) -> Result<Value> {
    let [start, stop, step] = bounds(value)?;
    let Some((size, count)) = imaginary(&step)? else { return Ok(range(value)?.into()) };
    let step = even_step(&start, &stop, count)?;
    let dtype = registry::call("np.result_type", vec![start.clone(), stop, size], Vec::new())?;
    operator("add", &operator("mul", &counted(count, dtype)?, &step)?, &start)
}

/// What one slice alone means: a range, or samples for an imaginary step.
fn range(value: &Value) -> Result<DynArray> {
    let [start, stop, step] = bounds(value)?;
    match imaginary(&step)? {
        Some((_, count)) => {
            let ends = promoted(&[&start, &stop, &Value::Float(0.0)])?;
            let options = Linspace::default().num(usize::try_from(count).unwrap_or(0));
            Ok(options.array(&ends[0].view(), &ends[1].view())?)
        }
        None => Ok(Arange::new(scalar(&start)?, scalar(&stop)?).step(scalar(&step)?).array()?),
    }
}

/// How `r_` and `c_` join: along which axis, with at least how many, and where the axes that an
/// array has go among them.
struct Rule {
    axis: isize,
    n_axes: usize,
    start: isize,
}

impl Rule {
    fn parse(text: &str) -> Result<Rule> {
        let unknown = || Error::value_error("unknown special directive");
        if text == "r" || text == "c" {
            return Err(Error::unsupported("matrices are made by the Matrix type"));
        }
        let parts: Vec<isize> = text
            .split(',')
            .map(|part| part.trim().parse().map_err(|_| unknown()))
            .collect::<Result<_>>()?;
        match parts[..] {
            [axis] => Ok(Rule { axis, n_axes: 1, start: -1 }),
            [axis, n_axes] => Ok(Rule { axis, n_axes: n_axes.max(0) as usize, start: -1 }),
            [axis, n_axes, start] => Ok(Rule { axis, n_axes: n_axes.max(0) as usize, start }),
            _ => Err(unknown()),
        }
    }

    /// An array with as many axes as the rule asks for.
    fn raise(&self, array: DynArray) -> Result<DynArray> {
        let n_missing = self.n_axes.saturating_sub(array.ndim());
        if n_missing == 0 {
            return Ok(array);
        }
        let had = array.ndim() as isize;
        let n_missing = n_missing as isize;
        let start = if self.start < 0 { self.start + n_missing + 1 } else { self.start };
        let start = start.clamp(0, n_missing);
        let new: Vec<isize> =
            (0..self.n_axes as isize).filter(|&k| k < start || k >= start + had).collect();
        Ok(array.expand_dims(&new)?)
    }
}

fn joined(index: &Value, default: Rule) -> Result<Value> {
    let parts = match index {
        Value::Tuple(parts) => parts.clone(),
        one => vec![one.clone()],
    };
    let mut rule = default;
    let mut kept: Vec<Value> = Vec::new();
    let mut is_weak = Vec::new();
    for (k, part) in parts.into_iter().enumerate() {
        match part {
            Value::Str(text) if k == 0 => rule = Rule::parse(text.as_str().unwrap_or_default())?,
            Value::Str(_) => {
                return Err(Error::value_error("special directives must be the first entry."));
            }
            part @ Value::Slice(_) => {
                kept.push(rule.raise(range(&part)?)?.into());
                is_weak.push(false);
            }
            part @ (Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Complex(_)) => {
                is_weak.push(true);
                kept.push(part);
            }
            part => {
                kept.push(rule.raise(as_array(&part)?)?.into());
                is_weak.push(false);
            }
        }
    }
    let mut arrays = promoted(&kept.iter().collect::<Vec<_>>())?;
    let weak = arrays.iter_mut().zip(&is_weak).zip(&kept).filter(|((_, weak), _)| **weak);
    for ((array, _), part) in weak {
        // A number that the others' type does not hold is refused.
        if let Value::Int(_) = part {
            crate::coerce::python_scalar(part, array.dtype())?;
        }
        *array = rule.raise(array.clone())?;
    }
    Ok(Concatenate::default().axis(rule.axis).join(&views(&arrays))?.into())
}

/// A shape that is iterated over is no single number.
pub(super) fn refuse_single(value: &Value) -> Result<()> {
    match value {
        Value::Int(_) | Value::Float(_) | Value::Bool(_) | Value::None => {
            let name = value.type_name();
            Err(Error::type_error(format!("'{name}' object is not iterable")))
        }
        _ => Ok(()),
    }
}
