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
use ndstrata_dtype::literal::PyStr;
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
        value if dtype.is_some_and(|dtype| dtype.char() == 'c') => {
            from_nested(&letters(value), dtype)
        }
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

/// Text of several characters as a list of them, which arrays of characters (`'c'`) are made of; bytes are
/// integers on their own.
fn letters(value: &Value) -> Value {
    match value {
        Value::Str(text) if text.len() != 1 => {
            let letter = |point| Value::Str(PyStr::from_code_points(vec![point]));
            Value::List(text.code_points().map(letter).collect())
        }
        Value::Bytes(bytes) if bytes.len() != 1 => {
            Value::List(bytes.iter().map(|&byte| i64::from(byte).into()).collect())
        }
        Value::List(items) => Value::List(items.iter().map(letters).collect()),
        Value::Tuple(items) => Value::Tuple(items.iter().map(letters).collect()),
        other => other.clone(),
    }
}

/// Elements that each fill a block: tuples item by item, other values by broadcasting.
fn blocks(value: &Value, block: &SubArray) -> Result<DynArray> {
    if !matches!(value, Value::Tuple(_) | Value::List(_)) || holds_arrays(value) {
        let array = from_nested(value, Some(block.base()))?;
        let dtype = DType::sub_array_of(block.base().clone(), block.shape())?;
        return Ok(array.astype(&dtype)?);
    }
    let found = Discovery::of(value, Leaves { tuples: true, dtype: false })?;
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
    if let Some(array) = numbers::of_scalars(value, dtype)? {
        return Ok(array);
    }
    let tuples_are_records = dtype.is_some_and(|dtype| dtype.as_record().is_some());
    let leaves = Leaves { tuples: tuples_are_records, dtype: dtype.is_none() };
    let found = Discovery::of(value, leaves)?;
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
    /// How many axes there are at most, as far as is known.
    max_dims: usize,
    /// Whether a value that is no sequence was met, so that the shape is known.
    is_settled: bool,
    is_ragged: bool,
    dtype: Option<DType>,
}

/// What counts as an element of nested values, and what is asked of it.
#[derive(Clone, Copy)]
struct Leaves {
    /// Tuples are records.
    tuples: bool,
    /// The common type is wanted.
    dtype: bool,
}

/// Deeper nesting than axes is NumPy's error too.
const MAX_DEPTH: usize = ndstrata_array::MAX_DIMS;

impl Discovery {
    fn of(value: &Value, leaves: Leaves) -> Result<Discovery> {
        let mut found = Discovery {
            shape: Vec::new(),
            max_dims: MAX_DEPTH,
            is_settled: false,
            is_ragged: false,
            dtype: None,
        };
        found.visit(value, 0, leaves)?;
        if found.is_ragged { Err(found.inhomogeneous()) } else { Ok(found) }
    }

    fn visit(&mut self, value: &Value, depth: usize, leaves: Leaves) -> Result<()> {
        let items = match value {
            Value::Tuple(_) if leaves.tuples => None,
            Value::Array(array) => return self.visit_array(&array.get(), depth, leaves),
            Value::Matrix(matrix) => return self.visit_array(matrix.a(), depth, leaves),
            value => value.as_sequence(),
        };
        match items {
            Some(items) if depth < self.max_dims => {
                if !self.meet_lengths(depth, &[items.len()], true) {
                    return Ok(());
                }
                if items.is_empty() {
                    self.is_settled = true;
                    self.max_dims = self.max_dims.min(depth + 1);
                }
                items.iter().try_for_each(|item| self.visit(item, depth + 1, leaves))
            }
            items => {
                self.is_ragged |= items.is_some();
                if leaves.dtype && items.is_none() {
                    self.meet(&leaf_dtype(value)?)?;
                }
                self.meet_lengths(depth, &[], false);
                Ok(())
            }
        }
    }

    fn visit_array(&mut self, array: &DynArray, depth: usize, leaves: Leaves) -> Result<()> {
        if leaves.dtype {
            self.meet(array.dtype())?;
        }
        self.meet_lengths(depth, array.shape(), false);
        Ok(())
    }

    /// Compares lengths with those known from `depth` on; what differs ends the shape there. Whether they
    /// agreed.
    fn meet_lengths(&mut self, depth: usize, lengths: &[usize], is_sequence: bool) -> bool {
        let end = depth + lengths.len();
        let mut agrees = end <= self.max_dims;
        let lengths = &lengths[..lengths.len().min(self.max_dims - depth)];
        if agrees && !is_sequence && self.max_dims != end {
            self.max_dims = end;
            agrees = !self.is_settled;
        }
        for (i, &length) in lengths.iter().enumerate() {
            if !self.is_settled {
                self.shape.truncate(depth + i);
                self.shape.push(length);
            } else if self.shape.get(depth + i) != Some(&length) {
                agrees = false;
                self.max_dims = if is_sequence { depth } else { depth + i };
                break;
            }
        }
        self.is_settled |= !is_sequence;
        self.is_ragged |= !agrees;
        agrees
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
        let n = self.max_dims;
        let what = "setting an array element with a sequence. The requested array";
        if n >= MAX_DEPTH {
            return Error::value_error(format!(
                "{what} would exceed the maximum number of dimension of {n}."
            ));
        }
        let lengths: Vec<String> =
            self.shape.iter().take(n).map(|length| length.to_string()).collect();
        let comma = if n == 1 { "," } else { "" };
        Error::value_error(format!(
            "{what} has an inhomogeneous shape after {n} dimensions. The detected shape was \
             ({}{comma}) + inhomogeneous part.",
            lengths.join(", ")
        ))
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

/// Refuses nested sequences where one axis at most is taken; arrays are judged by the function itself.
pub(crate) fn check_one_axis(value: &Value) -> Result<()> {
    let is_nested = value
        .as_sequence()
        .is_some_and(|items| items.iter().any(|item| item.as_sequence().is_some()));
    match is_nested {
        true => Err(Error::value_error(
            "setting an array element with a sequence. The requested array would exceed the maximum \
             number of dimension of 1.",
        )),
        false => Ok(()),
    }
}

/// The value as a data type, as `np.dtype(value)`.
pub(crate) fn as_dtype(value: &Value) -> Result<DType> {
    crate::functions::dtype_of(value)
}

fn is_numpy(value: &Value) -> bool {
    matches!(value, Value::Array(_) | Value::Scalar(_))
}
