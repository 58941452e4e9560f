//! `np.lib.recfunctions` by name.

use ndstrata_array::{DynArray, DynView, Order};
use ndstrata_dtype::{Casting, DType};
use ndstrata_ufunc::recfunctions::{
    self as rec, AutoConvert, ForUnassigned, JoinBy, MaskedRecords, Nesting, Packing, Short,
};

use crate::coerce::{as_array, as_array_of, as_dtype};
use crate::error::{Error, Result};
use crate::registry::{self, Arguments, Entry};
use crate::value::{Masked, Value};

pub(super) const TABLE: &[Entry] = &[
    ("np.lib.recfunctions.get_names", "adtype", |a| names(&as_dtype(a.value("adtype"))?)),
    ("np.lib.recfunctions.get_names_flat", "adtype", |a| {
        let names = rec::get_names_flat(&as_dtype(a.value("adtype"))?)?;
        Ok(Value::Tuple(names.into_iter().map(Value::from).collect()))
    }),
    ("np.lib.recfunctions.flatten_descr", "ndtype", |a| {
        let fields = rec::flatten_descr(&as_dtype(a.value("ndtype"))?);
        let pair = |(name, dtype): (String, DType)| Value::Tuple(vec![name.into(), dtype.into()]);
        Ok(Value::Tuple(fields.into_iter().map(pair).collect()))
    }),
    ("np.lib.recfunctions.get_fieldstructure", "adtype, lastname=None, parents=None", |a| {
        let structure = rec::get_fieldstructure(&as_dtype(a.value("adtype"))?)?;
        let list = |names: Vec<String>| Value::List(names.into_iter().map(Value::from).collect());
        let entries = structure.into_iter().map(|(name, above)| (name.into(), list(above)));
        Ok(Value::Dict(entries.collect()))
    }),
    ("np.lib.recfunctions.drop_fields", "base, drop_names, usemask=True, asrecarray=False", |a| {
        drop_fields(a, a.truth("asrecarray")?)
    }),
    ("np.lib.recfunctions.rec_drop_fields", "base, drop_names", |a| drop_fields(a, true)),
    ("np.lib.recfunctions.rename_fields", "base, namemapper", |a| {
        let Value::Dict(entries) = a.value("namemapper") else {
            return Err(Error::new("AttributeError", "the mapping has no attribute 'get'"));
        };
        let pairs = entries.iter().filter_map(|(old, new)| Some((old.as_str()?, new.as_str()?)));
        let pairs: Vec<(&str, &str)> = pairs.collect();
        Ok(a.derive("base", rec::rename_fields(&a.array("base")?, &pairs)?))
    }),
    ("np.lib.recfunctions.repack_fields", "a, align=False, recurse=False", |a| {
        let mut packing = Packing::new();
        if a.truth("align")? {
            packing = packing.aligned();
        }
        if a.truth("recurse")? {
            packing = packing.recurse();
        }
        match a.value("a") {
            Value::DType(dtype) => Ok(rec::repack_dtype(dtype, packing)?.into()),
            _ => Ok(a.derive("a", rec::repack_fields(&a.array("a")?, packing)?)),
        }
    }),
    (
        "np.lib.recfunctions.structured_to_unstructured",
        "arr, dtype=None, copy=False, casting='unsafe'",
        |a| {
            let dtype = a.optional_dtype("dtype")?;
            let casting = a.text("casting")?.parse::<Casting>()?;
            let array = a.array("arr")?;
            Ok(rec::structured_to_unstructured(&array, dtype.as_ref(), casting)?.into())
        },
    ),
    (
        "np.lib.recfunctions.unstructured_to_structured",
        "arr, dtype=None, names=None, align=False, copy=False, casting='unsafe'",
        unstructured_to_structured,
    ),
    ("np.lib.recfunctions.apply_along_fields", "func, arr", |a| {
        let Value::Function(name) = a.value("func") else {
            return Err(Error::unsupported("functions are called by their names"));
        };
        let array = rec::structured_to_unstructured(&a.array("arr")?, None, Casting::Unsafe)?;
        registry::call(name, vec![array.into()], vec![("axis".to_owned(), (-1_i64).into())])
    }),
    ("np.lib.recfunctions.assign_fields_by_name", "dst, src, zero_unassigned=True", |a| {
        let unassigned = match a.truth("zero_unassigned")? {
            true => ForUnassigned::Zero,
            false => ForUnassigned::Keep,
        };
        let (target, source) = (a.target()?, a.array("src")?);
        target.update(|mut view| {
            Ok(rec::assign_fields_by_name(&mut view, &source.view(), unassigned)?)
        })?;
        Ok(Value::None)
    }),
    ("np.lib.recfunctions.require_fields", "array, required_dtype", |a| {
        let dtype = as_dtype(a.value("required_dtype"))?;
        Ok(rec::require_fields(&a.array("array")?.view(), &dtype)?.into())
    }),
    ("np.lib.recfunctions.recursive_fill_fields", "input, output", |a| {
        let input = a.array("input")?;
        let Some(output) = a.array_ref("output") else {
            return Err(Error::unsupported("only arrays are filled in place"));
        };
        output.update(|mut view| Ok(rec::recursive_fill_fields(&input.view(), &mut view)?))?;
        Ok(Value::Array(output.clone()))
    }),
    (
        "np.lib.recfunctions.merge_arrays",
        "seqarrays, fill_value=-1, flatten=False, usemask=False, asrecarray=False",
        merge_arrays,
    ),
    (
        "np.lib.recfunctions.append_fields",
        "base, names, data, dtypes=None, fill_value=-1, usemask=True, asrecarray=False",
        |a| append_fields(a, a.truth("usemask")?, a.truth("asrecarray")?),
    ),
    ("np.lib.recfunctions.rec_append_fields", "base, names, data, dtypes=None", |a| {
        append_fields(a, false, true)
    }),
    (
        "np.lib.recfunctions.stack_arrays",
        "arrays, defaults=None, usemask=True, asrecarray=False, autoconvert=False",
        stack_arrays,
    ),
    (
        "np.lib.recfunctions.join_by",
        "key, r1, r2, jointype='inner', r1postfix='1', r2postfix='2', defaults=None, usemask=True, \
         asrecarray=False",
        |a| join_by(a, a.truth("usemask")?, a.truth("asrecarray")?),
    ),
    (
        "np.lib.recfunctions.rec_join",
        "key, r1, r2, jointype='inner', r1postfix='1', r2postfix='2', defaults=None",
        |a| join_by(a, false, true),
    ),
    (
        "np.lib.recfunctions.find_duplicates",
        "a, key=None, ignoremask=True, return_index=False",
        find_duplicates,
    ),
];

/// The names of fields; of an inner record, its name with those of its fields.
fn names(dtype: &DType) -> Result<Value> {
    let Some(record) = dtype.as_record() else {
        return Err(Error::type_error("'NoneType' object is not iterable"));
    };
    let fields = record.fields().iter().map(|field| match field.dtype.as_record() {
        None => Ok(field.name.as_str().into()),
        Some(_) => Ok(Value::Tuple(vec![field.name.as_str().into(), names(&field.dtype)?])),
    });
    Ok(Value::Tuple(fields.collect::<Result<_>>()?))
}

/// Text, or a list of texts.
pub(super) fn texts(value: &Value) -> Result<Vec<&str>> {
    match value {
        Value::Str(_) => Ok(value.as_str().into_iter().collect()),
        Value::Tuple(items) | Value::List(items) => {
            let text = |item: &'_ Value| item.as_str().map(str::len);
            if items.iter().any(|item| text(item).is_none()) {
                return Err(Error::type_error("names must be text"));
            }
            Ok(items.iter().filter_map(Value::as_str).collect())
        }
        other => Err(Error::type_error(format!("'{}' object is not iterable", other.type_name()))),
    }
}

/// The array, of record class if a record array is wanted.
fn plain(array: DynArray, as_records: bool) -> Result<Value> {
    if !as_records || array.dtype().as_record().is_none() {
        return Ok(array.into());
    }
    let dtype = array.dtype().to_record_class();
    Ok(array.reinterpret(&dtype)?.into())
}

fn masked(made: MaskedRecords) -> Value {
    Value::Masked(Box::new(Masked { data: made.data, mask: Some(made.mask) }))
}

fn drop_fields(a: &Arguments<'_>, as_records: bool) -> Result<Value> {
    let names = texts(a.value("drop_names"))?;
    plain(rec::drop_fields(&a.array("base")?.view(), &names)?, as_records)
}

fn unstructured_to_structured(a: &Arguments<'_>) -> Result<Value> {
    let array = a.array("arr")?;
    let names = a.optional("names").map(texts).transpose()?;
    let by_names = rec::dtype_of_names(&array, names.as_deref());
    let mut dtype = match a.optional_dtype("dtype")? {
        None => by_names?,
        Some(_) if names.is_some() => {
            return Err(Error::value_error("don't supply both dtype and names"));
        }
        Some(dtype) => {
            // An axis of no length is refused first.
            if array.shape().last().is_none_or(|&n| n == 0) {
                by_names?;
            }
            dtype
        }
    };
    if a.truth("align")? {
        if a.optional("dtype").is_none() {
            dtype = rec::repack_dtype(&dtype, Packing::new().aligned())?;
        } else if !dtype.is_aligned_struct() {
            return Err(Error::value_error("align was True but dtype is not aligned"));
        }
    }
    let casting = a.text("casting")?.parse::<Casting>()?;
    Ok(rec::unstructured_to_structured(&array, &dtype, casting)?.into())
}

/// Several arrays given as a sequence, or one.
fn sequence(value: &Value) -> Result<Vec<DynArray>> {
    match value {
        Value::Tuple(items) | Value::List(items) => items.iter().map(plain_array).collect(),
        one => Ok(vec![plain_array(one)?]),
    }
}

fn plain_array(value: &Value) -> Result<DynArray> {
    match value {
        Value::Masked(masked) => Ok(masked.data.clone()),
        value => as_array(value),
    }
}

/// The masks of some arguments, where one of them has one: nothing is missing of the others.
fn masks(values: &[&Value]) -> Result<Option<Vec<DynArray>>> {
    if !values.iter().any(|value| matches!(value, Value::Masked(m) if m.mask.is_some())) {
        return Ok(None);
    }
    let mask = |value: &&Value| match value {
        Value::Masked(masked) if masked.mask.is_some() => {
            Ok(masked.mask.clone().unwrap_or_else(|| masked.data.clone()))
        }
        value => {
            let array = plain_array(value)?;
            Ok(DynArray::zeros(array.shape(), &rec::mask_dtype(array.dtype())?, Order::C)?)
        }
    };
    values.iter().map(mask).collect::<Result<_>>().map(Some)
}

/// The values of a sequence, or one value.
fn each(value: &Value) -> Vec<&Value> {
    match value {
        Value::Tuple(items) | Value::List(items) => items.iter().collect(),
        one => vec![one],
    }
}

fn merge_arrays(a: &Arguments<'_>) -> Result<Value> {
    let arrays = sequence(a.value("seqarrays"))?;
    let nesting = if a.truth("flatten")? { Nesting::Flatten } else { Nesting::Keep };
    let (use_mask, as_records) = (a.truth("usemask")?, a.truth("asrecarray")?);
    if let [one] = &arrays[..] {
        let flat = one.copy(Order::C)?.reshape_view(&[one.size() as isize], Order::C)?;
        let is_flat = flat.dtype().as_record().is_none_or(|record| {
            record.fields().iter().all(|field| field.dtype.as_record().is_none())
        });
        if nesting == Nesting::Keep || is_flat {
            let made = match flat.dtype().as_record() {
                Some(_) => flat,
                None => {
                    rec::merge_arrays(
                        &[flat.view()],
                        &as_array(a.value("fill_value"))?.view(),
                        nesting,
                    )?
                    .data
                }
            };
            if use_mask {
                let mask = match &each(a.value("seqarrays"))[..] {
                    [Value::Masked(given)] if made.dtype() == given.data.dtype() => {
                        given.mask.clone()
                    }
                    _ => None,
                };
                return Ok(Value::Masked(Box::new(Masked { data: made, mask })));
            }
            return plain(made, as_records);
        }
    }
    let views: Vec<DynView<'_>> = arrays.iter().map(DynArray::view).collect();
    let mut made = rec::merge_arrays(&views, &as_array(a.value("fill_value"))?.view(), nesting)?;
    if let Some(masks) = masks(&each(a.value("seqarrays")))? {
        let views: Vec<DynView<'_>> = masks.iter().map(DynArray::view).collect();
        let nothing = as_array(&Value::Bool(false))?;
        made.hide(&rec::merge_arrays(&views, &nothing.view(), nesting)?.data.view())?;
    }
    if use_mask { Ok(masked(made)) } else { plain(made.data, as_records) }
}

/// The elements with gaps as they are, or filled.
fn delivered(
    made: MaskedRecords,
    use_mask: bool,
    as_records: bool,
    defaults: &[(&str, DynArray)],
) -> Result<Value> {
    if use_mask { Ok(masked(made)) } else { plain(made.filled(defaults)?, as_records) }
}

fn append_fields(a: &Arguments<'_>, use_mask: bool, as_records: bool) -> Result<Value> {
    let names = texts(a.value("names"))?;
    let data: Vec<&Value> = match (a.value("names"), a.value("data")) {
        (Value::Str(_), one) => vec![one],
        (_, Value::Tuple(items) | Value::List(items)) => items.iter().collect(),
        (_, one) => vec![one],
    };
    if data.len() != names.len() {
        return Err(Error::value_error("The number of arrays does not match the number of names"));
    }
    let dtypes: Option<Vec<DType>> = match a.optional("dtypes") {
        None => None,
        Some(Value::Tuple(items) | Value::List(items)) => {
            Some(items.iter().map(as_dtype).collect::<Result<_>>()?)
        }
        Some(one) => Some(vec![as_dtype(one)?]),
    };
    if dtypes.as_ref().is_some_and(|dtypes| dtypes.len() != 1 && dtypes.len() != data.len()) {
        let words = "The dtypes argument must be None, a dtype, or a list.";
        return Err(Error::value_error(words));
    }
    let arrays = data.iter().enumerate().map(|(i, value)| match &dtypes {
        None => plain_array(value),
        Some(dtypes) => as_array_of(value, Some(&dtypes[if dtypes.len() == 1 { 0 } else { i }])),
    });
    let arrays = arrays.collect::<Result<Vec<_>>>()?;
    let fill_value = match a.function().ends_with("rec_append_fields") {
        true => as_array(&Value::from(-1_i64))?,
        false => a.array("fill_value")?,
    };
    let base = plain_array(a.value("base"))?;
    let short = if use_mask { Short::Missing } else { Short::Filled };
    let mut made = rec::append_fields(&base, &names, &arrays, &fill_value.view(), short)?;
    let given: Vec<&Value> = [a.value("base")].into_iter().chain(data).collect();
    if let Some(masks) = masks(&given)?
        && let [base, added @ ..] = &masks[..]
    {
        let nothing = as_array(&Value::Bool(false))?;
        made.hide(&rec::append_fields(base, &names, added, &nothing.view(), short)?.data.view())?;
    }
    delivered(made, use_mask, as_records, &[])
}

/// Values by the names of fields.
fn defaults(value: &Value) -> Result<Vec<(&str, DynArray)>> {
    match value {
        Value::Dict(entries) => entries
            .iter()
            .filter_map(|(name, value)| Some((name.as_str()?, value)))
            .map(|(name, value)| Ok((name, as_array(value)?)))
            .collect(),
        _ => Ok(Vec::new()),
    }
}

fn stack_arrays(a: &Arguments<'_>) -> Result<Value> {
    let items = match a.value("arrays") {
        Value::Tuple(items) | Value::List(items) => items,
        one => return Ok(one.clone()),
    };
    if let [one] = &items[..] {
        return Ok(one.clone());
    }
    let arrays: Vec<DynArray> = items.iter().map(plain_array).collect::<Result<_>>()?;
    let views: Vec<DynView<'_>> = arrays.iter().map(DynArray::view).collect();
    let convert = if a.truth("autoconvert")? { AutoConvert::Widest } else { AutoConvert::Refuse };
    let defaults = defaults(a.value("defaults"))?;
    let mut made = rec::stack_arrays(&views, &defaults, convert)?;
    let masks = masks(&items.iter().collect::<Vec<_>>())?;
    if let Some(masks) = &masks {
        let views: Vec<DynView<'_>> = masks.iter().map(DynArray::view).collect();
        made.hide(&rec::stack_arrays(&views, &[], AutoConvert::Widest)?.data.view())?;
    }
    if made.data.dtype().as_record().is_none() && !defaults.is_empty() {
        return Err(Error::type_error("argument of type 'NoneType' is not iterable"));
    }
    let is_whole = made.mask.dtype() == &DType::BOOL && masks.is_none();
    if is_whole && a.truth("usemask")? {
        return Ok(Value::Masked(Box::new(Masked { data: made.data, mask: None })));
    }
    delivered(made, a.truth("usemask")?, a.truth("asrecarray")?, &defaults)
}

fn join_by(a: &Arguments<'_>, use_mask: bool, as_records: bool) -> Result<Value> {
    let join_type = a.text("jointype")?.parse()?;
    let postfix = |name: &str| a.optional(name).and_then(Value::as_str).unwrap_or_default();
    let mut options = JoinBy::default()
        .join_type(join_type)
        .postfixes(postfix("r1postfix"), postfix("r2postfix"));
    let defaults = defaults(a.value("defaults"))?;
    for (name, value) in &defaults {
        options = options.default_value(name, value.clone());
    }
    let key = texts(a.value("key"))?;
    let (r1, r2) = (plain_array(a.value("r1"))?, plain_array(a.value("r2"))?);
    let made = rec::join_by(&key, &r1.view(), &r2.view(), &options)?;
    delivered(made, use_mask, as_records, &defaults)
}

fn find_duplicates(a: &Arguments<'_>) -> Result<Value> {
    let Value::Masked(given) = a.value("a") else {
        let found = a.value("a").type_name();
        return Err(Error::new(
            "AttributeError",
            format!("'{found}' object has no attribute 'filled'"),
        ));
    };
    let flat = |array: &DynArray| -> Result<DynArray> {
        let packed = array.copy(Order::C)?;
        Ok(packed.reshape_view(&[array.size() as isize], Order::C)?)
    };
    let data = flat(&given.data)?;
    let mask = match &given.mask {
        Some(mask) => Some(flat(mask)?),
        None => None,
    };
    let filled = match &mask {
        Some(mask) => MaskedRecords { data: data.clone(), mask: mask.clone() }.filled(&[])?,
        None => data.clone(),
    };
    let key = a.optional("key").and_then(Value::as_str).filter(|key| !key.is_empty());
    let missing = match &mask {
        Some(mask) if a.truth("ignoremask")? => all_missing(mask, key)?,
        _ => vec![false; data.size()],
    };
    let places = rec::find_duplicates(&filled.view(), key, &|i| missing[i])?;
    let places = DynArray::from_vec(places.iter().map(|&i| i as i64).collect::<Vec<_>>());
    let index = [places.clone().into()];
    let duplicates = Value::Masked(Box::new(Masked {
        data: data.index(&index)?,
        mask: mask.map(|mask| mask.index(&index)).transpose()?,
    }));
    if a.truth("return_index")? {
        return Ok(Value::Tuple(vec![duplicates, places.into()]));
    }
    Ok(duplicates)
}

/// Where all fields of a record, or the one of a key, are missing.
fn all_missing(mask: &DynArray, key: Option<&str>) -> Result<Vec<bool>> {
    let mut all = vec![true; mask.size()];
    fn visit(mask: &DynArray, key: Option<&str>, all: &mut [bool]) -> Result<()> {
        match mask.dtype().as_record() {
            None => {
                let flags = mask.astype(&DType::BOOL)?;
                let n = (flags.size() / all.len().max(1)).max(1);
                let flags = flags.to_vec::<bool>()?;
                for (all, part) in all.iter_mut().zip(flags.chunks(n)) {
                    *all &= part.iter().all(|&flag| flag);
                }
            }
            Some(record) => {
                let names: Vec<String> = record.names().map(str::to_owned).collect();
                for name in names {
                    let field = mask.clone().field(&name)?;
                    let is_inner = field.dtype().as_record().is_some();
                    if key.is_none_or(|key| key == name) {
                        visit(&field, None, all)?;
                    } else if is_inner {
                        visit(&field, key, all)?;
                    }
                }
            }
        }
        Ok(())
    }
    visit(mask, key, &mut all)?;
    Ok(all)
}
