//! Coordinates of grids, and the objects that are indexed to make arrays: `np.mgrid`, `np.r_`.

use ndstrata_array::{
    Arange, Concatenate, DynArray, GridAxis, Indexing, Linspace, Meshgrid, Scalar, indices,
    indices_sparse, ix_, mgrid, ogrid,
};

use super::join::views;
use super::position::tuple;
use crate::coerce::{as_array, promoted};
use crate::error::{Error, Result};
use crate::registry::Entry;
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
            let axes = parts.iter().map(grid_axis).collect::<Result<Vec<_>>>()?;
            Ok(mgrid(&axes)?.into())
        }
        one => Ok(range(one)?.into()),
    }),
    ("np.ogrid", "index, /", |a| match a.subject() {
        Value::Tuple(parts) => {
            let axes = parts.iter().map(grid_axis).collect::<Result<Vec<_>>>()?;
            Ok(tuple(ogrid(&axes)?))
        }
        one => Ok(range(one)?.into()),
    }),
    ("np.indices", "dimensions, dtype=<class 'int'>, sparse=False", |a| {
        let shape = a.shape("dimensions")?;
        let dtype = a.optional_dtype("dtype")?.unwrap_or(ndstrata_dtype::DType::INT64);
        if a.truth("sparse")? {
            return Ok(tuple(indices_sparse(&shape, &dtype)?));
        }
        Ok(indices(&shape, &dtype)?.into())
    }),
    ("np.ix_", "*args", |a| {
        let given: Vec<DynArray> = a.rest().iter().map(as_array).collect::<Result<_>>()?;
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

fn grid_axis(value: &Value) -> Result<GridAxis> {
    let [start, stop, step] = bounds(value)?;
    match step {
        Value::Complex(step) => {
            Ok(GridAxis::Count(scalar(&start)?, scalar(&stop)?, step.norm() as usize))
        }
        step => Ok(GridAxis::Step(scalar(&start)?, scalar(&stop)?, scalar(&step)?)),
    }
}

/// What one slice alone means: a range, or samples for an imaginary step.
fn range(value: &Value) -> Result<DynArray> {
    let [start, stop, step] = bounds(value)?;
    match step {
        Value::Complex(step) => {
            let ends = promoted(&[&start, &stop, &Value::Float(0.0)])?;
            let options = Linspace::default().num(step.norm() as usize);
            Ok(options.array(&ends[0].view(), &ends[1].view())?)
        }
        step => Ok(Arange::new(scalar(&start)?, scalar(&stop)?).step(scalar(&step)?).array()?),
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
    for (array, _) in arrays.iter_mut().zip(&is_weak).filter(|(_, weak)| **weak) {
        *array = rule.raise(array.clone())?;
    }
    Ok(Concatenate::default().axis(rule.axis).join(&views(&arrays))?.into())
}
