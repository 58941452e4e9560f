//! Python values as arrays and data types: what `np.asarray` and `np.dtype` make of them.
//!
//! Shape and common type of nested values are found here; `open` fits types without a width or unit
//! to the values, `element` makes one element of one value, `indices` an index.

mod element;
mod indices;
mod literals;
mod numbers;
mod open;

use ndstrata_array::{DynArray, DynViewMut, Order};
use ndstrata_dtype::{DType, Kind, Operand, SubArray, promote_types, result_type};
use num_traits::ToPrimitive;

pub(crate) use element::{python_scalar, python_str, text_scalar, truth};
pub(crate) use indices::as_index;

use crate::error::{Error, Result};
use crate::value::Value;

/// The value as an array: arrays as they are, numbers and text without axes, nested sequences with
/// as many axes as they are deep.
///
/// NumPy: [numpy.asarray](https://numpy.org/doc/stable/reference/generated/numpy.asarray.html).
///
/// # Errors
///
/// Sequences of unequal lengths; types without a common one; values that would need an object array.
pub fn as_array(value: &Value) -> Result<DynArray> {
    as_array_of(value, None)
}

/// As [`as_array`], converted to `dtype` where one is given.
pub(crate) fn as_array_of(value: &Value, dtype: Option<&DType>) -> Result<DynArray> {
    match value {
        Value::Array(array) => {
            let array = array.get();
            match dtype {
                Some(dtype) if dtype != array.dtype() => Ok(array.astype(dtype)?),
                _ => Ok(array),
            }
        }
        Value::Matrix(matrix) => as_array_of(&matrix.a().clone().into(), dtype),
        Value::Scalar(scalar) => match dtype {
            Some(dtype) if is_text_of_date(scalar.dtype(), dtype) => {
                from_nested(value, Some(dtype))
            }
            Some(dtype) if dtype != scalar.dtype() => Ok(scalar.to_array()?.astype(dtype)?),
            _ => Ok(scalar.to_array()?),
        },
        value => match dtype.and_then(DType::sub_array) {
            Some(block) => blocks(value, block),
            None => from_nested(value, dtype),
        },
    }
}

/// Values as arrays of the one type that NumPy's promotion finds for them, where Python's numbers
/// are weak.
pub(crate) fn promoted(values: &[&Value]) -> Result<Vec<DynArray>> {
    let arrays: Vec<DynArray> =
        values.iter().map(|value| as_array(value)).collect::<Result<_>>()?;
    let operands: Vec<Operand> = values
        .iter()
        .zip(&arrays)
        .map(|(value, array)| match value {
            Value::Int(_) => Operand::WeakInt,
            Value::Float(_) => Operand::WeakFloat,
            Value::Complex(_) => Operand::WeakComplex,
            _ => array.dtype().into(),
        })
        .collect();
    let all_weak = operands.iter().all(|operand| !matches!(operand, Operand::DType(_)));
    let dtype = if all_weak {
        let strong: Vec<Operand> = arrays.iter().map(|array| array.dtype().into()).collect();
        result_type(&strong)?
    } else {
        result_type(&operands)?
    };
    arrays.into_iter().map(|array| Ok(as_type(array, &dtype)?)).collect()
}

fn as_type(array: DynArray, dtype: &DType) -> ndstrata_array::Result<DynArray> {
    if array.dtype() == dtype { Ok(array) } else { array.astype(dtype) }
}

fn is_text_of_date(from: &DType, to: &DType) -> bool {
    from.kind() == Kind::DateTime && matches!(to.kind(), Kind::Bytes | Kind::Str)
}

/// Elements that each fill a block: tuples item by item, other values by broadcasting.
fn blocks(value: &Value, block: &SubArray) -> Result<DynArray> {
    if !matches!(value, Value::Tuple(_) | Value::List(_)) || holds_arrays(value) {
        let array = from_nested(value, Some(block.base()))?;
        let dtype = DType::sub_array_of(block.base().clone(), block.shape())?;
        return Ok(array.astype(&dtype)?);
    }
    let mut found = Discovery { shape: Vec::new(), leaf_depth: None, dtype: None };
    found.visit(value, 0, true, false)?;
    let shape = [&found.shape, block.shape()].concat();
    let mut array = DynArray::zeros(&shape, block.base(), Order::C)?;
    fill(array.view_mut()?, value, found.shape.len())?;
    Ok(array)
}

/// Whether arrays stand among the items, whose elements each fill a block.
fn holds_arrays(value: &Value) -> bool {
    match value {
        Value::Array(_) => true,
        Value::List(items) => items.iter().any(|item| match item {
            Value::List(items) => items.iter().any(|item| matches!(item, Value::Array(_))),
            item => matches!(item, Value::Array(_)),
        }),
        _ => false,
    }
}

fn from_nested(value: &Value, dtype: Option<&DType>) -> Result<DynArray> {
    if let Some(array) = numbers::array(value, dtype)? {
        return Ok(array);
    }
    let tuples_are_records = dtype.is_some_and(|dtype| dtype.as_record().is_some());
    let mut found = Discovery { shape: Vec::new(), leaf_depth: None, dtype: None };
    found.visit(value, 0, tuples_are_records, dtype.is_none())?;
    let dtype = match dtype {
        Some(dtype) => open::fitted(dtype, value)?,
        None => match found.dtype.unwrap_or(DType::FLOAT64) {
            // Text has room for a character, even where all of it is empty.
            dtype if dtype.itemsize() == 0 && dtype.kind() == Kind::Str => DType::str(1),
            dtype if dtype.itemsize() == 0 && dtype.kind() == Kind::Bytes => DType::bytes(1),
            dtype => dtype,
        },
    };
    if dtype.has_object() {
        return Err(Error::unsupported("object arrays are not supported"));
    }
    let mut array = DynArray::zeros(&found.shape, &dtype, Order::C)?;
    fill(array.view_mut()?, value, found.shape.len())?;
    Ok(array)
}

/// Shape and common type of nested values.
struct Discovery {
    shape: Vec<usize>,
    leaf_depth: Option<usize>,
    dtype: Option<DType>,
}

/// Deeper nesting than axes is NumPy's error too.
const MAX_DEPTH: usize = ndstrata_array::MAX_DIMS;

impl Discovery {
    fn visit(
        &mut self,
        value: &Value,
        depth: usize,
        tuples_are_records: bool,
        wants_dtype: bool,
    ) -> Result<()> {
        if depth > MAX_DEPTH {
            return Err(self.inhomogeneous());
        }
        let items = match value {
            Value::Tuple(_) if tuples_are_records => None,
            Value::Array(array) => return self.visit_array(&array.get(), depth, wants_dtype),
            Value::Matrix(matrix) => return self.visit_array(matrix.a(), depth, wants_dtype),
            value => value.as_sequence(),
        };
        let Some(items) = items else {
            if wants_dtype {
                self.meet(&leaf_dtype(value)?)?;
            }
            return self.end_at(depth);
        };
        self.extend_at(depth, items.len())?;
        if items.is_empty() {
            return self.end_at(depth + 1);
        }
        items
            .iter()
            .try_for_each(|item| self.visit(item, depth + 1, tuples_are_records, wants_dtype))
    }

    fn visit_array(&mut self, array: &DynArray, depth: usize, wants_dtype: bool) -> Result<()> {
        for (axis, &n) in array.shape().iter().enumerate() {
            self.extend_at(depth + axis, n)?;
        }
        if wants_dtype {
            self.meet(array.dtype())?;
        }
        self.end_at(depth + array.ndim())
    }

    fn extend_at(&mut self, depth: usize, length: usize) -> Result<()> {
        if self.leaf_depth.is_some_and(|leaf| depth >= leaf) {
            return Err(self.inhomogeneous());
        }
        match self.shape.get(depth) {
            None => self.shape.push(length),
            Some(&known) if known == length => {}
            Some(_) => return Err(self.inhomogeneous()),
        }
        Ok(())
    }

    fn end_at(&mut self, depth: usize) -> Result<()> {
        match self.leaf_depth {
            None if self.shape.len() == depth => self.leaf_depth = Some(depth),
            Some(leaf) if leaf == depth => {}
            _ => return Err(self.inhomogeneous()),
        }
        Ok(())
    }

    fn meet(&mut self, dtype: &DType) -> Result<()> {
        self.dtype = Some(match &self.dtype {
            None => dtype.clone(),
            Some(known) => promote_types(known, dtype)?,
        });
        Ok(())
    }

    #[cold]
    fn inhomogeneous(&self) -> Error {
        Error::value_error(
            "setting an array element with a sequence. The requested array has an inhomogeneous \
             shape.",
        )
    }
}

/// The type that NumPy finds for one value.
fn leaf_dtype(value: &Value) -> Result<DType> {
    Ok(match value {
        Value::Bool(_) => DType::BOOL,
        Value::Int(x) if x.to_i64().is_some() => DType::INT64,
        Value::Int(x) if x.to_u64().is_some() => DType::UINT64,
        Value::Float(_) => DType::FLOAT64,
        Value::Complex(_) => DType::COMPLEX128,
        Value::Str(text) => DType::str(text.len()),
        Value::Bytes(bytes) => DType::bytes(bytes.len()),
        Value::Scalar(scalar) => scalar.dtype().clone(),
        _ => DType::OBJECT,
    })
}

/// Writes nested values; `n_axes` of them are sequences.
fn fill(mut to: DynViewMut<'_>, value: &Value, n_axes: usize) -> Result<()> {
    if n_axes > 0
        && let Some(items) = value.as_sequence()
    {
        if items.len() != to.shape()[0] {
            // The message is that of any value of a shape that does not fit.
            let value = as_array_of(value, Some(to.dtype()))?;
            return Ok(to.assign(&value.view())?);
        }
        for (i, item) in items.iter().enumerate() {
            fill(to.view_mut().index_axis(0, i as isize)?, item, n_axes - 1)?;
        }
        return Ok(());
    }
    if let (Value::Tuple(items), Some(record)) = (value, to.dtype().as_record()) {
        let names: Vec<String> = record.names().map(str::to_owned).collect();
        if names.len() != items.len() {
            return Err(Error::value_error(format!(
                "could not assign tuple of length {} to structure with {} fields.",
                items.len(),
                names.len()
            )));
        }
        for (name, item) in names.iter().zip(items) {
            let field = to.view_mut().field(name)?;
            let n_axes = field.ndim();
            fill(field, item, n_axes)?;
        }
        return Ok(());
    }
    if let (Some(record), false) = (to.dtype().as_record(), is_numpy(value)) {
        let names: Vec<String> = record.names().map(str::to_owned).collect();
        return names.iter().try_for_each(|name| fill(to.view_mut().field(name)?, value, 0));
    }
    if matches!(value, Value::Tuple(_)) && to.ndim() > 0 {
        let n_axes = to.ndim();
        return fill(to, value, n_axes);
    }
    let element = match value {
        Value::Array(array) => array.get(),
        Value::Matrix(matrix) => matrix.a().clone(),
        value => python_scalar(value, to.dtype())?.to_array()?,
    };
    Ok(to.assign(&element.view())?)
}

/// The value as a data type, as `np.dtype(value)`.
pub(crate) fn as_dtype(value: &Value) -> Result<DType> {
    crate::functions::dtype_of(value)
}

fn is_numpy(value: &Value) -> bool {
    matches!(value, Value::Array(_) | Value::Scalar(_))
}
