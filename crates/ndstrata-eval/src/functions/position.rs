//! Functions on positions and masks: `take`, `put`, `where`, `nonzero` and their kin.

use ndstrata_array::{
    CopyTo, DynArray, DynView, OutOfBounds, RavelMultiIndex, Take, Wrap, argwhere, diag_indices,
    diag_indices_from, extract, flatnonzero, mask_indices, ndenumerate, ndindex, ravel_multi_index,
    select, tril_indices, tril_indices_from, triu_indices, triu_indices_from, unravel_index,
    where_,
};
use ndstrata_dtype::{Casting, DType, Kind, can_cast};

use super::index::to_assign;
use crate::coerce::{as_array, as_array_of, promoted};
use crate::error::{Error, Result};
use crate::registry::{self, Arguments, Entry, int};
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    ("np.take", "a, indices, axis=None, out=None, mode='raise'", take),
    ("ndarray.take", "self, /, indices, axis=None, out=None, mode='raise'", take),
    ("np.put", "a, ind, v, mode='raise'", |a| put(a, "ind", "v")),
    ("ndarray.put", "self, /, indices, values, mode='raise'", |a| put(a, "indices", "values")),
    ("np.choose", "a, choices, out=None, mode='raise'", |a| choose(a, a.value("choices"))),
    ("ndarray.choose", "self, /, *choices, out=None, mode='raise'", |a| match a.rest() {
        [one] => choose(a, one),
        many => choose(a, &Value::List(many.to_vec())),
    }),
    ("np.compress", "condition, a, axis=None, out=None", |a| {
        let (condition, array) = (a.array("condition")?, a.array("a")?);
        give(a, array.compress(&condition.view(), a.plain_axis("axis")?)?)
    }),
    ("ndarray.compress", "self, /, condition, axis=None, out=None", |a| {
        let (condition, array) = (a.array("condition")?, a.subject_array()?);
        give(a, array.compress(&condition.view(), a.plain_axis("axis")?)?)
    }),
    ("np.extract", "condition, arr", |a| {
        Ok(extract(&a.array("condition")?.view(), &a.array("arr")?.view())?.into())
    }),
    ("np.place", "arr, mask, vals", |a| {
        let (mask, target) = (a.array("mask")?, a.target()?);
        let values = values_for(a.value("vals"), target.get().dtype())?;
        target.update(|mut view| Ok(view.place(&mask.view(), &values.view())?))?;
        Ok(Value::None)
    }),
    ("np.putmask", "a, /, mask, values", |a| {
        let (mask, target) = (a.array("mask")?, a.target()?);
        let values = values_for(a.value("values"), target.get().dtype())?;
        target.update(|mut view| Ok(view.putmask(&mask.view(), &values.view())?))?;
        Ok(Value::None)
    }),
    ("np.copyto", "dst, src, casting='same_kind', where=True", copyto),
    ("np.where", "condition, x=<no value>, y=<no value>, /", |a| {
        let condition = a.array("condition")?;
        match (a.is_given("x"), a.is_given("y")) {
            (false, false) => Ok(tuple(condition.nonzero()?)),
            (true, true) => {
                let both = promoted(&[a.value("x"), a.value("y")])?;
                let (x, y) = (both[0].view(), both[1].view());
                Ok(where_(&condition.view(), &x, &y)?.into())
            }
            _ => Err(Error::value_error("either both or neither of x and y should be given")),
        }
    }),
    ("np.select", "condlist, choicelist, default=0", select_by_name),
    ("np.nonzero", "a", |a| Ok(tuple(a.subject_array()?.nonzero()?))),
    ("ndarray.nonzero", "self, /", |a| Ok(tuple(a.subject_array()?.nonzero()?))),
    ("np.flatnonzero", "a", |a| Ok(flatnonzero(&a.array("a")?.view())?.into())),
    ("np.argwhere", "a", |a| Ok(argwhere(&a.array("a")?.view())?.into())),
    ("np.take_along_axis", "arr, indices, axis=-1", |a| {
        let (array, indices) = (array_with_dtype(a, "arr")?, array_with_dtype(a, "indices")?);
        Ok(array.take_along_axis(&indices.view(), a.axis("axis")?)?.into())
    }),
    ("np.put_along_axis", "arr, indices, values, axis", |a| {
        let (target, indices) = (a.target()?, array_with_dtype(a, "indices")?);
        let values = to_assign(a.value("values"), target.get().dtype())?;
        let axis = a.axis("axis")?;
        target
            .update(|mut view| Ok(view.put_along_axis(&indices.view(), &values.view(), axis)?))?;
        Ok(Value::None)
    }),
    ("np.diagonal", "a, offset=0, axis1=0, axis2=1", diagonal),
    ("ndarray.diagonal", "self, /, offset=0, axis1=0, axis2=1", diagonal),
    ("np.fill_diagonal", "a, val, wrap=False", |a| {
        let Value::Array(target) = a.subject() else {
            let name = a.subject().type_name();
            let text = format!("'{name}' object has no attribute 'ndim'");
            return Err(Error::new("AttributeError", text));
        };
        let values = values_for(a.value("val"), target.get().dtype())?;
        let wrap = if a.truth("wrap")? { Wrap::Yes } else { Wrap::No };
        target.update(|mut view| Ok(view.fill_diagonal(&values.view(), wrap)?))?;
        Ok(Value::None)
    }),
    ("np.diag_indices", "n, ndim=2", |a| {
        Ok(tuple(diag_indices(length(a, "n")?, length(a, "ndim")?)?))
    }),
    ("np.diag_indices_from", "arr", |a| Ok(tuple(diag_indices_from(&a.array("arr")?.view())?))),
    ("np.tril_indices", "n, k=0, m=None", |a| triangle(a, tril_indices)),
    ("np.triu_indices", "n, k=0, m=None", |a| triangle(a, triu_indices)),
    ("np.tril_indices_from", "arr, k=0", |a| {
        Ok(tuple(tril_indices_from(&a.array("arr")?.view(), a.int("k")? as isize)?))
    }),
    ("np.triu_indices_from", "arr, k=0", |a| {
        Ok(tuple(triu_indices_from(&a.array("arr")?.view(), a.int("k")? as isize)?))
    }),
    ("np.mask_indices", "n, mask_func, k=0", |a| {
        let (Value::Function(function), n) = (a.value("mask_func"), length(a, "n")?) else {
            return Err(Error::type_error("mask_func must be a function of NumPy's"));
        };
        let apply = |ones: DynArray| -> Result<DynArray> {
            let args = vec![ones.into(), a.value("k").clone()];
            as_array(&registry::call(function, args, Vec::new())?)
        };
        Ok(tuple(mask_indices(n, apply)?))
    }),
    ("np.unravel_index", "indices, shape, order='C'", |a| {
        let shape = a.shape("shape")?;
        let indices = integer_array(a.value("indices"))?;
        let found = unravel_index(&indices.view(), &shape, a.order("order")?)?;
        Ok(Value::Tuple(found.into_iter().map(Value::from_result).collect()))
    }),
    ("np.ravel_multi_index", "multi_index, dims, mode='raise', order='C'", ravel),
    ("np.ndindex", "*shape", |a| {
        let shape = match a.rest() {
            [Value::Tuple(lengths)] => lengths.iter().map(int).collect::<Result<Vec<_>>>()?,
            lengths => lengths.iter().map(int).collect::<Result<Vec<_>>>()?,
        };
        let shape: Option<Vec<usize>> = shape.into_iter().map(|n| n.try_into().ok()).collect();
        let shape =
            shape.ok_or_else(|| Error::value_error("negative dimensions are not allowed"))?;
        let count = shape.iter().try_fold(1_usize, |count, &n| count.checked_mul(n));
        if shape.iter().all(|&n| n > 0) && count.is_none_or(|count| count > MAX_LISTED) {
            return Err(Error::unsupported("more indices than can be listed"));
        }
        let tuple = |index: Vec<usize>| Value::Tuple(index.into_iter().map(Value::from).collect());
        Ok(Value::Iter(ndindex(&shape).map(tuple).collect()))
    }),
    ("np.ndenumerate", "arr", |a| {
        let array = a.array("arr")?;
        if array.size() > MAX_LISTED {
            return Err(Error::unsupported("more elements than can be listed"));
        }
        let pair = |(index, element): (Vec<usize>, _)| {
            let index = index.into_iter().map(Value::from).collect();
            Value::Tuple(vec![Value::Tuple(index), Value::Scalar(element)])
        };
        Ok(Value::Iter(ndenumerate(&array.view()).map(pair).collect()))
    }),
];

/// Iterators are lists here; NumPy's make one index at a time.
const MAX_LISTED: usize = 1 << 24;

/// Arrays as a tuple.
pub(super) fn tuple(arrays: impl IntoIterator<Item = DynArray>) -> Value {
    Value::Tuple(arrays.into_iter().map(Value::from).collect())
}

/// The result, or the array given as `out` with the result written to it.
pub(super) fn give(a: &Arguments<'_>, result: DynArray) -> Result<Value> {
    let Some(out) = a.optional("out") else { return Ok(Value::from_result(result)) };
    let Value::Array(out) = out else {
        return Err(Error::type_error("output must be an array"));
    };
    if !out.is_writeable() && a.function().ends_with("choose") {
        return Err(Error::value_error("output array is read-only"));
    }
    let place = out.get();
    if place.shape() != result.shape() {
        return Err(match a.function().ends_with("choose") {
            true => Error::type_error("choose: invalid shape for output array."),
            false => Error::value_error("output array does not match result of ndarray.take"),
        });
    }
    let is_forced = a.function().ends_with("choose");
    if !is_forced && !can_cast(place.dtype(), result.dtype(), Casting::Safe) {
        return Err(Error::type_error(format!(
            "Cannot cast array data from {:?} to {:?} according to the rule 'safe'",
            place.dtype(),
            result.dtype()
        )));
    }
    drop(place);
    out.update(|mut view| Ok(view.assign(&result.view())?))?;
    Ok(Value::Array(out.clone()))
}

/// What becomes of positions out of bounds.
fn mode(value: &Value) -> Result<OutOfBounds> {
    match value {
        Value::None => Ok(OutOfBounds::Raise),
        Value::Str(text) => match text.as_str() {
            Some("raise" | "RAISE") => Ok(OutOfBounds::Raise),
            Some("wrap" | "WRAP") => Ok(OutOfBounds::Wrap),
            Some("clip" | "CLIP") => Ok(OutOfBounds::Clip),
            _ => Err(Error::value_error(format!(
                "clipmode must be one of 'clip', 'raise', or 'wrap' (got {})",
                text.repr()
            ))),
        },
        other => match int(other) {
            Ok(0) => Ok(OutOfBounds::Clip),
            Ok(1) => Ok(OutOfBounds::Wrap),
            Ok(_) => Ok(OutOfBounds::Raise),
            _ => Err(Error::type_error("clipmode not understood")),
        },
    }
}

/// Indices: arrays keep their type, for the function to judge; other values become integers.
fn indices(value: &Value) -> Result<DynArray> {
    match value {
        Value::Array(_) | Value::Scalar(_) => as_array(value),
        other => as_array_of(other, Some(&DType::INT64)),
    }
}

/// As [`indices`], where an empty sequence has no type.
fn integer_array(value: &Value) -> Result<DynArray> {
    let array = as_array(value)?;
    let is_sequence = value.as_sequence().is_some();
    if is_sequence && array.size() == 0 && !array.dtype().kind().is_integer() {
        return Err(Error::type_error(
            "indices must be integral: the provided empty sequence was inferred as float. Wrap it \
             with 'np.array(indices, dtype=np.intp)'",
        ));
    }
    Ok(array)
}

/// Values to be written to elements of `dtype`; Python's numbers are checked against it.
fn values_for(value: &Value, dtype: &DType) -> Result<DynArray> {
    match value {
        Value::Array(_) | Value::Scalar(_) => as_array(value),
        other => as_array_of(other, Some(dtype)),
    }
}

/// Some functions ask for attributes of arrays before anything else.
fn array_with_dtype(a: &Arguments<'_>, name: &str) -> Result<DynArray> {
    match a.value(name) {
        value @ (Value::Array(_) | Value::Scalar(_)) => as_array(value),
        other => {
            let text = format!("'{}' object has no attribute 'dtype'", other.type_name());
            Err(Error::new("AttributeError", text))
        }
    }
}

fn length(a: &Arguments<'_>, name: &str) -> Result<usize> {
    Ok(usize::try_from(a.int(name)?).unwrap_or(0))
}

fn take(a: &Arguments<'_>) -> Result<Value> {
    let options = Take::default().axis(a.plain_axis("axis")?).mode(mode(a.value("mode"))?);
    let indices = indices(a.value("indices"))?;
    give(a, a.subject_array()?.take_with(&indices.view(), options)?)
}

fn put(a: &Arguments<'_>, ind: &str, v: &str) -> Result<Value> {
    let (target, mode) = (a.target()?, mode(a.value("mode"))?);
    let indices = indices(a.value(ind))?;
    let values = values_for(a.value(v), target.get().dtype())?;
    target.update(|mut view| Ok(view.put(&indices.view(), &values.view(), mode)?))?;
    Ok(Value::None)
}

fn choose(a: &Arguments<'_>, choices: &Value) -> Result<Value> {
    let mode = mode(a.value("mode"))?;
    let choices = match choices {
        Value::Array(array) => {
            let array = array.get();
            let n = array.shape().first().copied().unwrap_or(0);
            (0..n as isize)
                .map(|i| Ok(array.clone().index_axis(0, i)?))
                .collect::<Result<Vec<_>>>()?
        }
        Value::Tuple(items) | Value::List(items) if items.is_empty() => {
            return Err(Error::value_error("0-length sequence."));
        }
        Value::Tuple(items) | Value::List(items) => promoted(&items.iter().collect::<Vec<_>>())?,
        other => {
            let name = other.type_name();
            return Err(Error::type_error(format!("'{name}' object is not iterable")));
        }
    };
    let views: Vec<DynView<'_>> = choices.iter().map(DynArray::view).collect();
    give(a, a.subject_array()?.choose(&views, mode)?)
}

fn copyto(a: &Arguments<'_>) -> Result<Value> {
    let Value::Array(target) = a.subject() else {
        let name = a.subject().type_name();
        let text = format!("copyto() argument 1 must be a numpy.ndarray, not {name}");
        return Err(Error::type_error(text));
    };
    let dtype = target.get().dtype().clone();
    let casting = a.text("casting")?.parse::<Casting>()?;
    // Python's numbers take any type of their kind or a wider one; what an integer type holds is checked.
    let (is_weak, usual) = match (a.value("src"), dtype.kind()) {
        (Value::Int(_), Kind::SignedInteger | Kind::UnsignedInteger) => (true, DType::INT64),
        (Value::Int(_), Kind::Float | Kind::Complex) => (true, DType::INT64),
        (Value::Float(_), Kind::Float | Kind::Complex) => (true, DType::FLOAT64),
        (Value::Complex(_), Kind::Complex) => (true, DType::COMPLEX128),
        _ => (false, DType::FLOAT64),
    };
    if is_weak && casting == Casting::Equiv && dtype.to_native() != usual {
        return Err(Error::type_error(format!(
            "cannot cast Python {} to {} under the casting rule 'equiv'",
            a.value("src").type_name(),
            dtype.name()
        )));
    }
    let source = match is_weak {
        true => to_assign(a.value("src"), &dtype)?,
        false => as_array(a.value("src"))?,
    };
    let casting = if is_weak { Casting::Unsafe } else { casting };
    let is_everywhere = matches!(a.value("where"), Value::Bool(true));
    let mask = a.array("where")?;
    let mut options = CopyTo::default().casting(casting);
    if !is_everywhere {
        options = options.mask(mask.view());
    }
    target.update(|mut view| Ok(view.copyto(&source.view(), &options)?))?;
    super::cast_errors::check_assigned(&source, &dtype)?;
    Ok(Value::None)
}

fn select_by_name(a: &Arguments<'_>) -> Result<Value> {
    let items = |name: &str| -> Result<Vec<Value>> {
        match a.value(name) {
            Value::Tuple(items) | Value::List(items) => Ok(items.clone()),
            Value::Array(array) => {
                let array = array.get();
                let n = array.shape().first().copied().unwrap_or(0) as isize;
                (0..n).map(|i| Ok(array.clone().index_axis(0, i)?.into())).collect()
            }
            _ => Err(Error::type_error(format!("{name} must be a sequence of arrays"))),
        }
    };
    let (conditions, choices) = (items("condlist")?, items("choicelist")?);
    if conditions.len() == choices.len() && !conditions.is_empty() {
        let conditions: Vec<DynArray> = conditions.iter().map(as_array).collect::<Result<_>>()?;
        let mut values: Vec<&Value> = choices.iter().collect();
        values.push(a.value("default"));
        let mut values = promoted(&values).map_err(|error| match error.class() {
            "DTypePromotionError" => Error::type_error(format!(
                "Choicelist and default value do not have a common dtype: {}",
                error.message()
            )),
            _ => error,
        })?;
        let default = values.pop().ok_or_else(|| Error::value_error("no default"))?;
        let conditions: Vec<DynView<'_>> = conditions.iter().map(DynArray::view).collect();
        let values: Vec<DynView<'_>> = values.iter().map(DynArray::view).collect();
        return Ok(select(&conditions, &values, &default.view())?.into());
    }
    let none = DynArray::from_vec(vec![0_i64]);
    let views = |n: usize| -> Vec<DynView<'_>> { (0..n).map(|_| none.view()).collect() };
    Ok(select(&views(conditions.len()), &views(choices.len()), &none.view())?.into())
}

fn diagonal(a: &Arguments<'_>) -> Result<Value> {
    let offset = a.int("offset")? as isize;
    let axes = [a.int("axis1")? as isize, a.int("axis2")? as isize];
    let found = a.subject_array()?.diagonal(offset, axes)?;
    Ok(match a.subject() {
        Value::Array(source) => Value::Array(source.derive_read_only(found)),
        _ => found.into(),
    })
}

fn triangle(
    a: &Arguments<'_>,
    indices: fn(usize, isize, usize) -> ndstrata_array::Result<[DynArray; 2]>,
) -> Result<Value> {
    let n = length(a, "n")?;
    let m = if a.optional("m").is_some() { length(a, "m")? } else { n };
    Ok(tuple(indices(n, a.int("k")? as isize, m)?))
}

fn ravel(a: &Arguments<'_>) -> Result<Value> {
    let dims = a.shape("dims")?;
    let modes = match a.value("mode") {
        Value::Tuple(modes) if modes.len() != dims.len() => {
            let (found, wanted) = (modes.len(), dims.len());
            let text = format!("list of clipmodes has wrong length ({found} instead of {wanted})");
            return Err(Error::value_error(text));
        }
        Value::Tuple(modes) => modes.iter().map(mode).collect::<Result<Vec<_>>>()?,
        one => vec![mode(one)?; dims.len()],
    };
    let coordinates = match a.value("multi_index") {
        Value::Array(array) => {
            let array = array.get();
            let n = array.shape().first().copied().unwrap_or(0) as isize;
            (0..n).map(|i| Ok(array.clone().index_axis(0, i)?)).collect::<Result<Vec<_>>>()?
        }
        Value::Tuple(items) | Value::List(items) => {
            items.iter().map(integer_array).collect::<Result<_>>()?
        }
        _ => {
            return Err(Error::type_error("multi_index must be a sequence of arrays"));
        }
    };
    let views: Vec<DynView<'_>> = coordinates.iter().map(DynArray::view).collect();
    let options = RavelMultiIndex::default().mode(modes).order(a.order("order")?);
    Ok(Value::from_result(ravel_multi_index(&views, &dims, &options)?))
}
