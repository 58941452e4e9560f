//! Python values as arrays and data types: what `np.asarray` and `np.dtype` make of them.

use ndstrata_array::{DynArray, DynViewMut, Index, Order, Scalar};
use ndstrata_dtype::literal::Literal;
use ndstrata_dtype::{DType, Kind, Operand, promote_types, result_type};
use num_bigint::BigInt;
use num_traits::ToPrimitive;

use crate::array_ref::ArrayRef;
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
        Value::Scalar(scalar) if dtype.is_none_or(|dtype| dtype == scalar.dtype()) => {
            Ok(scalar.to_array()?)
        }
        value => from_nested(value, dtype),
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

fn from_nested(value: &Value, dtype: Option<&DType>) -> Result<DynArray> {
    let tuples_are_records = dtype.is_some_and(|dtype| dtype.as_record().is_some());
    let mut found = Discovery { shape: Vec::new(), leaf_depth: None, dtype: None };
    found.visit(value, 0, tuples_are_records, dtype.is_none())?;
    let dtype = match dtype {
        Some(dtype) => sized_for(dtype, value)?,
        None => found.dtype.unwrap_or(DType::FLOAT64),
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
            Value::Array(array) => return self.visit_array(&array.get(), depth),
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

    fn visit_array(&mut self, array: &DynArray, depth: usize) -> Result<()> {
        for (axis, &n) in array.shape().iter().enumerate() {
            self.extend_at(depth + axis, n)?;
        }
        self.meet(array.dtype())?;
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

/// A flexible type without a size takes that of the values.
fn sized_for(dtype: &DType, value: &Value) -> Result<DType> {
    let is_unsized = dtype.itemsize() == 0 && matches!(dtype.kind(), Kind::Bytes | Kind::Str);
    if !is_unsized {
        return Ok(dtype.clone());
    }
    let mut widest = 0;
    visit_leaves(value, &mut |leaf| {
        widest = widest.max(match leaf {
            Value::Str(text) => text.len(),
            Value::Bytes(bytes) => bytes.len(),
            other => promote_types(dtype, &leaf_dtype(other)?)
                .map(|d| if d.kind() == Kind::Str { d.itemsize() / 4 } else { d.itemsize() })?,
        });
        Ok(())
    })?;
    let n = widest.max(1);
    Ok(if dtype.kind() == Kind::Str { DType::str(n) } else { DType::bytes(n) })
}

fn visit_leaves(value: &Value, visit: &mut dyn FnMut(&Value) -> Result<()>) -> Result<()> {
    match value.as_sequence() {
        Some(items) => items.iter().try_for_each(|item| visit_leaves(item, visit)),
        None => visit(value),
    }
}

/// Writes nested values; `n_axes` of them are sequences.
fn fill(mut to: DynViewMut<'_>, value: &Value, n_axes: usize) -> Result<()> {
    if n_axes > 0 {
        if let Some(items) = value.as_sequence() {
            for (i, item) in items.iter().enumerate() {
                fill(to.view_mut().index_axis(0, i as isize)?, item, n_axes - 1)?;
            }
            return Ok(());
        }
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
    let element = match value {
        Value::Array(array) => array.get(),
        value => python_scalar(value, to.dtype())?.to_array()?,
    };
    Ok(to.assign(&element.view())?)
}

/// A Python or NumPy value as a scalar that can be written into `dtype`.
///
/// An integer that the integer type cannot hold is an `OverflowError`, as in NumPy 2.
pub(crate) fn python_scalar(value: &Value, dtype: &DType) -> Result<Scalar> {
    Ok(match value {
        Value::Scalar(scalar) => scalar.clone(),
        Value::Bool(x) => Scalar::new(*x),
        Value::Int(x) => int_scalar(x, dtype)?,
        Value::Float(x) => Scalar::new(*x),
        Value::Complex(x) => Scalar::new(*x),
        Value::Str(text) => {
            let bytes: Vec<u8> = text.code_points().flat_map(u32::to_ne_bytes).collect();
            Scalar::from_bytes(&DType::str(text.len()), &bytes)?
        }
        Value::Bytes(bytes) => Scalar::from_bytes(&DType::bytes(bytes.len()), bytes)?,
        other => {
            return Err(Error::type_error(format!(
                "cannot make an element of {} from '{}'",
                dtype,
                other.type_name()
            )));
        }
    })
}

fn int_scalar(x: &BigInt, dtype: &DType) -> Result<Scalar> {
    let out_of_bounds = || {
        Error::new(
            "OverflowError",
            format!("Python integer {x} out of bounds for {}", dtype.name()),
        )
    };
    if dtype.kind().is_integer() {
        let bits = 8 * dtype.itemsize() as u32;
        let (low, high) = match dtype.kind() {
            Kind::SignedInteger => (-(1_i128 << (bits - 1)), (1_i128 << (bits - 1)) - 1),
            _ => (0, (1_i128 << bits) - 1),
        };
        if !x.to_i128().is_some_and(|x| (low..=high).contains(&x)) {
            return Err(out_of_bounds());
        }
    }
    match (x.to_i64(), x.to_u64()) {
        (Some(x), _) => Ok(Scalar::new(x)),
        (_, Some(x)) => Ok(Scalar::new(x)),
        _ if matches!(dtype.kind(), Kind::Float | Kind::Complex) => {
            let float = x.to_f64().filter(|x| x.is_finite());
            float
                .map(Scalar::new)
                .ok_or_else(|| Error::new("OverflowError", "int too large to convert to float"))
        }
        _ => Err(Error::new("OverflowError", "Python int too large to convert to C long")),
    }
}

/// The value as a data type, as `np.dtype(value)`.
pub(crate) fn as_dtype(value: &Value) -> Result<DType> {
    crate::functions::dtype_of(value)
}

/// The value as an index: what stands between the brackets of `a[…]`.
pub(crate) fn as_index(value: &Value) -> Result<Vec<Index>> {
    match value {
        Value::Tuple(items) => items.iter().map(index_part).collect(),
        one => Ok(vec![index_part(one)?]),
    }
}

fn index_part(value: &Value) -> Result<Index> {
    let invalid = || {
        Error::new(
            "IndexError",
            "only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or \
             boolean arrays are valid indices",
        )
    };
    Ok(match value {
        Value::None => Index::NewAxis,
        Value::Ellipsis => Index::Ellipsis,
        Value::Bool(x) => Index::from(*x),
        Value::Int(x) => Index::Int(x.to_i64().ok_or_else(invalid)?),
        Value::Slice(bounds) => {
            let bound = |value: &Value| match value {
                Value::None => Ok(None),
                // A bound past any axis is clipped anyway.
                Value::Int(x) => Ok(Some(x.to_i64().unwrap_or(match x.sign() {
                    num_bigint::Sign::Minus => i64::MIN,
                    _ => i64::MAX,
                }))),
                other => crate::registry::int(other).map(Some).map_err(|_| {
                    Error::type_error(
                        "slice indices must be integers or None or have an __index__ method",
                    )
                }),
            };
            let [start, stop, step] = &**bounds;
            Index::Slice(ndstrata_array::Slice::new(bound(start)?, bound(stop)?, bound(step)?))
        }
        Value::Array(array) => Index::Array(array.get()),
        Value::Scalar(scalar) => Index::Array(scalar.to_array()?),
        Value::List(items) if items.is_empty() => Index::from(Vec::<i64>::new()),
        Value::List(_) | Value::Tuple(_) => {
            let array = as_array(value)?;
            match array.dtype().kind() {
                Kind::Bool | Kind::SignedInteger | Kind::UnsignedInteger => Index::Array(array),
                // An empty nested list selects nothing, whatever its type.
                _ if array.size() == 0 => Index::Array(array.astype(&DType::INT64)?),
                _ => return Err(invalid()),
            }
        }
        _ => return Err(invalid()),
    })
}

impl From<&Literal> for Value {
    fn from(literal: &Literal) -> Value {
        let all = |items: &[Literal]| items.iter().map(Value::from).collect();
        match literal {
            Literal::None => Value::None,
            Literal::Ellipsis => Value::Ellipsis,
            Literal::Bool(x) => Value::Bool(*x),
            Literal::Int(x) => Value::Int(x.to_string().parse().unwrap_or_default()),
            Literal::Float(x) => Value::Float(*x),
            Literal::Complex(x) => Value::Complex(*x),
            Literal::Str(text) => Value::Str(text.clone()),
            Literal::Bytes(bytes) => Value::Bytes(bytes.clone()),
            Literal::Tuple(items) => Value::Tuple(all(items)),
            Literal::List(items) | Literal::Set(items) => Value::List(all(items)),
            Literal::Dict(items) => {
                Value::Dict(items.iter().map(|(k, v)| (k.into(), v.into())).collect())
            }
        }
    }
}

impl From<ArrayRef> for Value {
    fn from(array: ArrayRef) -> Value {
        Value::Array(array)
    }
}
