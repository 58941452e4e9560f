//! Functions that put arrays together, take them apart, repeat and rearrange them.

use ndstrata_array::{
    Block, Concatenate, DynArray, DynView, Index, Repeats, Sections, TrimSides, append,
    array_split, block, column_stack, delete, dsplit, hsplit, insert, split, trim_zeros, unstack,
    vsplit,
};
use ndstrata_array::{atleast_1d, atleast_2d, atleast_3d};
use ndstrata_dtype::{Casting, DType, Kind, Operand, promote_types, result_type};
use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::create::lengths;
use crate::coerce::{as_array, as_array_of};
use crate::error::{Error, Result};
use crate::registry::{Arguments, Entry, int};
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    ("np.concatenate", "arrays, /, axis=0, out=None, *, dtype=None, casting='same_kind'", |a| {
        let arrays = match (a.value("arrays").as_sequence(), a.value("axis")) {
            (Some(items), Value::None) => flat_sequence(items)?,
            _ => sequence(a.value("arrays"))?,
        };
        join(a, &with_room(options(a)?, a, &arrays)?.axis(a.plain_axis("axis")?), &views(&arrays))
    }),
    ("np.concat", "arrays, /, axis=0, out=None, *, dtype=None, casting='same_kind'", |a| {
        let arrays = match (a.value("arrays").as_sequence(), a.value("axis")) {
            (Some(items), Value::None) => flat_sequence(items)?,
            _ => sequence(a.value("arrays"))?,
        };
        join(a, &with_room(options(a)?, a, &arrays)?.axis(a.plain_axis("axis")?), &views(&arrays))
    }),
    ("np.stack", "arrays, axis=0, out=None, *, dtype=None, casting='same_kind'", |a| {
        let arrays = stacked(a.value("arrays"))?;
        let axis = a.int("axis")? as isize;
        let Some(out) = a.array_ref("out") else {
            let options = with_room(options(a)?, a, &arrays)?;
            return Ok(options.stack(&views(&arrays), axis)?.into());
        };
        let made = options(a)?.casting(Casting::Unsafe).stack(&views(&arrays), axis)?;
        join(a, &options(a)?, &[made.view()])?;
        Ok(Value::Array(out.clone()))
    }),
    ("np.vstack", "tup, *, dtype=None, casting='same_kind'", |a| {
        let arrays = each(stacked(a.value("tup"))?, atleast_2d)?;
        Ok(with_room(options(a)?, a, &arrays)?.join(&views(&arrays))?.into())
    }),
    ("np.row_stack", "tup, *, dtype=None, casting='same_kind'", |a| {
        let arrays = each(stacked(a.value("tup"))?, atleast_2d)?;
        Ok(with_room(options(a)?, a, &arrays)?.join(&views(&arrays))?.into())
    }),
    ("np.hstack", "tup, *, dtype=None, casting='same_kind'", |a| {
        let arrays = each(stacked(a.value("tup"))?, atleast_1d)?;
        let is_flat = arrays.first().is_some_and(|first| first.ndim() == 1);
        let options = with_room(options(a)?, a, &arrays)?;
        Ok(options.axis(if is_flat { 0 } else { 1 }).join(&views(&arrays))?.into())
    }),
    ("np.dstack", "tup", |a| {
        let arrays = each(stacked(a.value("tup"))?, atleast_3d)?;
        Ok(Concatenate::default().axis(2).join(&views(&arrays))?.into())
    }),
    ("np.column_stack", "tup", |a| Ok(column_stack(&views(&stacked(a.value("tup"))?))?.into())),
    ("np.block", "arrays", |a| {
        let mut arrays = Vec::new();
        let shape = nested(a.value("arrays"), &mut arrays, "arrays")?;
        if let (Nested::Array, [one]) = (&shape, &arrays[..]) {
            return Ok(one.copy(ndstrata_array::Order::C)?.into());
        }
        let views = views(&arrays);
        Ok(block(&shape.fill(&mut views.into_iter()))?.into())
    }),
    ("np.unstack", "x, /, *, axis=0", |a| {
        let Value::Array(source) = a.subject() else {
            let text = format!("'{}' object has no attribute 'ndim'", a.subject().type_name());
            return Err(Error::new("AttributeError", text));
        };
        let parts = unstack(&source.get(), a.int("axis")? as isize)?;
        let part = |part: DynArray| match part.ndim() {
            0 => Value::from_result(part),
            _ => a.derive_subject(part),
        };
        Ok(Value::Tuple(parts.into_iter().map(part).collect()))
    }),
    ("np.array_split", "ary, indices_or_sections, axis=0", |a| {
        parts(
            a,
            array_split(&a.array("ary")?, sections(a)?, a.int("axis")? as isize)
                .map_err(no_axis)?,
        )
    }),
    ("np.split", "ary, indices_or_sections, axis=0", |a| {
        parts(a, split(&a.array("ary")?, sections(a)?, a.int("axis")? as isize).map_err(no_axis)?)
    }),
    ("np.hsplit", "ary, indices_or_sections", |a| {
        parts(a, hsplit(&a.array("ary")?, sections(a)?)?)
    }),
    ("np.vsplit", "ary, indices_or_sections", |a| {
        parts(a, vsplit(&a.array("ary")?, sections(a)?)?)
    }),
    ("np.dsplit", "ary, indices_or_sections", |a| {
        parts(a, dsplit(&a.array("ary")?, sections(a)?)?)
    }),
    ("np.append", "arr, values, axis=None", |a| {
        let (array, values) = (a.array("arr")?, a.array("values")?);
        Ok(append(&array.view(), &values.view(), a.plain_axis("axis")?)?.into())
    }),
    ("np.insert", "arr, obj, values, axis=None", |a| {
        let (array, position) = (a.array("arr")?, edited(a.value("obj"))?);
        let values = match a.value("values") {
            value @ (Value::Array(_) | Value::Scalar(_)) => as_array(value)?,
            other => as_array_of(other, Some(array.dtype()))?,
        };
        Ok(insert(&array.view(), &position, &values.view(), a.axis("axis")?)?.into())
    }),
    ("np.delete", "arr, obj, axis=None", |a| {
        let (array, position) = (a.array("arr")?, edited(a.value("obj"))?);
        Ok(delete(&array.view(), &position, a.axis("axis")?)?.into())
    }),
    ("np.repeat", "a, repeats, axis=None", repeat),
    ("ndarray.repeat", "self, /, repeats, axis=None", repeat),
    ("np.tile", "A, reps", |a| Ok(a.array("A")?.tile(&lengths(&plain(a.value("reps"))?)?)?.into())),
    ("np.roll", "a, shift, axis=None", |a| {
        let array = a.array("a")?;
        // Past 64 bits only the rest counts, which any length of an axis leaves the same.
        let rest = |n: &BigInt| {
            let period: BigInt = match a.optional("axis") {
                None => array.size().max(1).into(),
                Some(_) => array.shape().iter().map(|&n| BigInt::from(n.max(1))).product(),
            };
            (n % period).to_isize().unwrap_or(0)
        };
        let shifts: Vec<isize> = items_of(a.value("shift"))
            .iter()
            .map(|shift| match shift {
                Value::Int(n) if n.to_isize().is_none() => Ok(rest(n)),
                Value::Scalar(scalar) if *scalar.dtype() == DType::UINT64 => {
                    Ok(rest(&scalar.get::<u64>()?.into()))
                }
                Value::Float(shift) if shift.is_finite() => Ok(*shift as isize),
                shift => int(shift).map(|n| n as isize),
            })
            .collect::<Result<_>>()?;
        match a.optional("axis") {
            None if shifts.len() == 1 => Ok(array.roll(shifts[0])?.into()),
            None => {
                let sum = shifts.iter().fold(0_isize, |sum, &n| sum.wrapping_add(n));
                Ok(array.roll(sum)?.into())
            }
            Some(_) => Ok(array.roll_axes(&shifts, &a.ints_of("axis")?)?.into()),
        }
    }),
    ("np.flip", "m, axis=None", |a| {
        let array = a.array("m")?;
        let flipped = match a.optional("axis") {
            None => array.flip()?,
            Some(_) => array.flip_axes(&a.ints_of("axis")?)?,
        };
        if flipped.ndim() == 0 {
            return Ok(Value::from_result(flipped));
        }
        Ok(a.derive("m", flipped))
    }),
    ("np.fliplr", "m", |a| Ok(a.derive("m", a.array("m")?.fliplr()?))),
    ("np.flipud", "m", |a| Ok(a.derive("m", a.array("m")?.flipud()?))),
    ("np.rot90", "m, k=1, axes=(0, 1)", |a| {
        let axes = <[isize; 2]>::try_from(a.ints_of("axes")?)
            .map_err(|_| Error::value_error("len(axes) must be 2."))?;
        Ok(a.derive("m", a.array("m")?.rot90(a.int("k")? as isize, axes)?))
    }),
    ("np.trim_zeros", "filt, trim='fb', axis=None", trim),
];

pub(super) fn views(arrays: &[DynArray]) -> Vec<DynView<'_>> {
    arrays.iter().map(DynArray::view).collect()
}

fn each(
    arrays: Vec<DynArray>,
    change: fn(DynArray) -> ndstrata_array::Result<DynArray>,
) -> Result<Vec<DynArray>> {
    arrays.into_iter().map(|array| Ok(change(array)?)).collect()
}

/// The arrays of a sequence, or those along the first axis of an array.
///
/// # Errors
///
/// Anything else, in the words of the functions that stack.
pub(super) fn stacked(value: &Value) -> Result<Vec<DynArray>> {
    sequence(value).map_err(|error| match value {
        Value::Tuple(_) | Value::List(_) | Value::Array(_) => error,
        _ => Error::type_error(
            "arrays to stack must be passed as a \"sequence\" type such as list or tuple.",
        ),
    })
}

/// As [`stacked`], in the words of the functions that join.
pub(super) fn sequence(value: &Value) -> Result<Vec<DynArray>> {
    match value {
        Value::Tuple(items) | Value::List(items) => items.iter().map(as_array).collect(),
        Value::Array(array) if array.get().ndim() > 0 => Ok(unstack(&array.get(), 0)?),
        _ => Err(Error::type_error("dispatcher for __array_function__ did not return an iterable")),
    }
}

/// Arrays of a sequence that is joined flat, where Python's numbers take the type of the others.
pub(super) fn flat_sequence(items: &[Value]) -> Result<Vec<DynArray>> {
    let arrays = items.iter().map(as_array).collect::<Result<Vec<_>>>()?;
    match weak_type(items, &arrays)? {
        Some(dtype) => Ok(arrays
            .iter()
            .map(|array| array.astype(&dtype))
            .collect::<ndstrata_array::Result<_>>()?),
        None => Ok(arrays),
    }
}

/// The type that numbers of Python's take beside arrays and scalars; `None` where none of both is there.
pub(super) fn weak_type(items: &[Value], arrays: &[DynArray]) -> Result<Option<DType>> {
    let operand = |(item, array): (&Value, &DynArray)| match item {
        Value::Int(_) => Operand::WeakInt,
        Value::Float(_) => Operand::WeakFloat,
        Value::Complex(_) => Operand::WeakComplex,
        _ => Operand::DType(array.dtype().clone()),
    };
    let operands: Vec<Operand> = items.iter().zip(arrays).map(operand).collect();
    let is_strong = |operand: &Operand| matches!(operand, Operand::DType(_));
    match operands.iter().any(is_strong) && !operands.iter().all(is_strong) {
        true => Ok(Some(result_type(&operands)?)),
        false => Ok(None),
    }
}

fn options(a: &Arguments<'_>) -> Result<Concatenate> {
    let mut options = Concatenate::default().casting(a.text("casting")?.parse::<Casting>()?);
    if let Some(dtype) = a.optional_dtype("dtype")? {
        options = options.dtype(&dtype);
    }
    Ok(options)
}

/// Text without a width is as wide as the elements need.
fn with_room(options: Concatenate, a: &Arguments<'_>, arrays: &[DynArray]) -> Result<Concatenate> {
    let Some(dtype) = a.optional_dtype("dtype")? else { return Ok(options) };
    if !matches!(dtype.kind(), Kind::Str | Kind::Bytes) || dtype.itemsize() > 0 {
        return Ok(options);
    }
    let mut wide = dtype;
    for array in arrays {
        wide = match (array.dtype().kind(), wide.kind()) {
            (Kind::Str, Kind::Bytes) => promote_types(&wide, &DType::bytes(array.itemsize() / 4))?,
            _ => promote_types(&wide, array.dtype())?,
        };
    }
    Ok(options.dtype(&wide))
}

fn join(a: &Arguments<'_>, options: &Concatenate, arrays: &[DynView<'_>]) -> Result<Value> {
    let Some(out) = a.optional("out") else { return Ok(options.join(arrays)?.into()) };
    let Value::Array(out) = out else {
        return Err(Error::type_error("'out' must be an array"));
    };
    if a.optional("dtype").is_some() {
        return Err(Error::type_error(
            "concatenate() only takes `out` or `dtype` as an argument, but both were provided.",
        ));
    }
    out.update(|view| Ok(options.join_into(view, arrays)?))?;
    Ok(Value::Array(out.clone()))
}

/// Nested lists of blocks, the arrays of which are kept elsewhere.
enum Nested {
    Array,
    List(Vec<Nested>),
}

impl Nested {
    fn fill<'a>(&self, arrays: &mut impl Iterator<Item = DynView<'a>>) -> Block<'a> {
        match self {
            Nested::Array => arrays.next().map_or(Block::List(Vec::new()), Block::Array),
            Nested::List(items) => {
                Block::List(items.iter().map(|item| item.fill(arrays)).collect())
            }
        }
    }
}

fn nested(value: &Value, arrays: &mut Vec<DynArray>, place: &str) -> Result<Nested> {
    match value {
        Value::Tuple(_) => Err(Error::type_error(format!(
            "{place} is a tuple. Only lists can be used to arrange blocks, and np.block does not \
             allow implicit conversion from tuple to ndarray.",
        ))),
        Value::List(items) => {
            let items = items
                .iter()
                .enumerate()
                .map(|(i, item)| nested(item, arrays, &format!("{place}[{i}]")));
            Ok(Nested::List(items.collect::<Result<_>>()?))
        }
        other => {
            arrays.push(as_array(other)?);
            Ok(Nested::Array)
        }
    }
}

fn sections(a: &Arguments<'_>) -> Result<Sections> {
    let value = a.value("indices_or_sections");
    if let Value::Float(n) = value
        && a.function() == "np.array_split"
    {
        // One cut more than parts, at whole positions of the divided length.
        return Ok(Sections::Parts(*n as usize));
    }
    if let Ok(n) = int(value) {
        return Ok(Sections::Parts(usize::try_from(n).unwrap_or(0)));
    }
    Ok(Sections::At(a.ints_of("indices_or_sections")?))
}

/// Python's own error, as NumPy looks the axis up in the shape.
fn no_axis(error: ndstrata_array::Error) -> Error {
    match error.numpy_class() {
        "AxisError" => Error::new("IndexError", "tuple index out of range"),
        _ => error.into(),
    }
}

fn parts(a: &Arguments<'_>, parts: Vec<DynArray>) -> Result<Value> {
    Ok(Value::List(parts.into_iter().map(|part| a.derive_subject(part)).collect()))
}

/// What `insert` and `delete` take for positions.
fn edited(value: &Value) -> Result<Index> {
    match value {
        Value::Slice(_) => Ok(crate::coerce::as_index(value)?.swap_remove(0)),
        Value::Int(_) => Ok(Index::Int(int(value)?)),
        other => {
            let array = as_array(other)?;
            let is_empty_list = other.as_sequence().is_some_and(<[Value]>::is_empty);
            Ok(Index::Array(if is_empty_list { array.astype(&DType::INT64)? } else { array }))
        }
    }
}

fn items_of(value: &Value) -> Vec<Value> {
    match value {
        Value::Tuple(items) | Value::List(items) => items.clone(),
        one => vec![one.clone()],
    }
}

/// An array of integers as a list of them.
fn plain(value: &Value) -> Result<Value> {
    match value {
        Value::Array(_) => {
            let items = crate::registry::ints(value)?;
            Ok(Value::List(items.into_iter().map(|n| Value::from(n as i64)).collect()))
        }
        other => Ok(other.clone()),
    }
}

fn repeat(a: &Arguments<'_>) -> Result<Value> {
    crate::coerce::check_one_axis(a.value("repeats"))?;
    let repeats = match a.value("repeats") {
        value @ (Value::Array(_) | Value::Scalar(_)) => as_array(value)?,
        other => as_array_of(other, Some(&DType::INT64))?,
    };
    let repeats = Repeats::from_array(&repeats.view())?;
    Ok(a.subject_array()?.repeat(repeats, a.plain_axis("axis")?)?.into())
}

fn trim(a: &Arguments<'_>) -> Result<Value> {
    let text = a.text("trim")?.to_lowercase();
    let sides = match text.as_str() {
        "fb" | "bf" => TrimSides::default(),
        "f" => TrimSides { front: true, back: false },
        "b" => TrimSides { front: false, back: true },
        other => {
            let text = format!("unexpected character(s) in `trim`: '{other}'");
            return Err(Error::value_error(text));
        }
    };
    let array = a.array("filt")?;
    let axes = a.optional("axis").map(|_| a.ints_of("axis")).transpose()?;
    let source = array.clone();
    let trimmed = trim_zeros(array, sides, axes.as_deref())?;
    match a.value("filt") {
        value @ (Value::Tuple(items) | Value::List(items)) if source.ndim() == 1 => {
            let itemsize = source.itemsize().max(1);
            let start = if trimmed.size() == 0 {
                0
            } else {
                (trimmed.as_ptr().addr() - source.as_ptr().addr()) / itemsize
            };
            let items = items[start..start + trimmed.size()].to_vec();
            Ok(if matches!(value, Value::Tuple(_)) {
                Value::Tuple(items)
            } else {
                Value::List(items)
            })
        }
        Value::Array(_) => Ok(a.derive("filt", trimmed)),
        other if source.ndim() == 0 => Ok(other.clone()),
        _ => Ok(trimmed.into()),
    }
}
