//! `np.rec`: records from columns, rows and bytes.

use std::collections::HashSet;

use ndstrata_array::{DynArray, Layout, Order};
use ndstrata_dtype::literal::Literal;
use ndstrata_dtype::{DType, Spec};

use super::recfunctions::texts;
use crate::coerce::{as_array, as_array_of, as_dtype};
use crate::error::{Error, Result};
use crate::registry::{self, Arguments, Entry, ints};
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    (
        "np.rec.fromarrays",
        "arrayList, dtype=None, shape=None, formats=None, names=None, titles=None, aligned=False, \
         byteorder=None",
        |a| {
            let arrays = items(a.value("arrayList"))?;
            let arrays = arrays.iter().map(as_array).collect::<Result<Vec<_>>>()?;
            from_arrays(a, arrays)
        },
    ),
    (
        "np.rec.fromrecords",
        "recList, dtype=None, shape=None, formats=None, names=None, titles=None, aligned=False, \
         byteorder=None",
        |a| from_records(a, a.value("recList")),
    ),
    (
        "np.rec.fromstring",
        "datastring, dtype=None, shape=None, offset=0, formats=None, names=None, titles=None, \
         aligned=False, byteorder=None",
        |a| {
            if a.optional("dtype").is_none() && a.optional("formats").is_none() {
                let words = "fromstring() needs a 'dtype' or 'formats' argument";
                return Err(Error::type_error(words));
            }
            from_bytes(a, a.value("datastring"))
        },
    ),
    (
        "np.rec.fromfile",
        "fd, dtype=None, shape=None, offset=0, formats=None, names=None, titles=None, \
         aligned=False, byteorder=None",
        from_file,
    ),
    (
        "np.rec.array",
        "obj, dtype=None, shape=None, offset=0, strides=None, formats=None, names=None, \
         titles=None, aligned=False, byteorder=None, copy=True",
        array,
    ),
    (
        "np.rec.recarray",
        "shape, dtype=None, buf=None, offset=0, strides=None, formats=None, names=None, \
         titles=None, byteorder=None, aligned=False, order='C'",
        blank,
    ),
    (
        "np.recarray",
        "shape, dtype=None, buf=None, offset=0, strides=None, formats=None, names=None, \
         titles=None, byteorder=None, aligned=False, order='C'",
        blank,
    ),
    ("np.rec.find_duplicate", "list", |a| {
        let names = items(a.value("list"))?;
        let shown = names.iter().map(|name| name.to_repr(&Default::default()));
        let shown = shown.collect::<Result<Vec<_>>>()?;
        let repeats = |i: usize| {
            let n = shown.iter().filter(|name| **name == shown[i]).count();
            n > 1 && !shown[..i].contains(&shown[i])
        };
        let found = (0..names.len()).filter(|&i| repeats(i)).map(|i| names[i].clone());
        Ok(Value::List(found.collect()))
    }),
    ("ndarray.field", "self, attr, val=None, /", |a| {
        let array = a.subject_array()?;
        let name = match a.value("attr") {
            Value::Str(_) => a.value("attr").clone(),
            at => {
                let field = array.dtype().field_at(crate::registry::int(at)?)?;
                Value::from(field.name.as_str())
            }
        };
        match a.optional("val") {
            None => registry::call("getitem", vec![a.subject().clone(), name], Vec::new()),
            Some(value) => registry::call(
                "setitem",
                vec![a.subject().clone(), name, value.clone()],
                Vec::new(),
            ),
        }
    }),
    ("scalar.pprint", "self, /", |a| {
        let array = a.subject_array()?;
        let Some(record) = array.dtype().as_record() else {
            return Err(Error::new("AttributeError", "no record"));
        };
        let width = record.names().map(|name| name.chars().count()).max().unwrap_or(0);
        let lines = record.names().map(|name| {
            let value = Value::from_result(array.clone().field(name)?);
            let shown = value.to_text(&Default::default())?;
            Ok(format!("{name:>width$}: {shown}"))
        });
        Ok(lines.collect::<Result<Vec<_>>>()?.join("\n").into())
    }),
    ("np.rec.format_parser", "formats, names, titles, aligned=False, byteorder=None", |a| {
        Ok(parsed(a)?.into())
    }),
];

fn items(value: &Value) -> Result<Vec<Value>> {
    match value {
        Value::Tuple(items) | Value::List(items) => Ok(items.clone()),
        Value::Array(array) if array.get().ndim() > 0 => {
            let array = array.get();
            let rows = (0..array.shape()[0] as isize).map(|i| array.clone().index_axis(0, i));
            rows.map(|row| Ok(row?.into())).collect()
        }
        other => Err(Error::type_error(format!("'{}' object is not iterable", other.type_name()))),
    }
}

/// The type of formats, names, titles and a byte order, as NumPy's `format_parser` makes it.
fn parsed(a: &Arguments<'_>) -> Result<DType> {
    if a.optional("formats").is_none() {
        return Err(Error::value_error("Need formats argument"));
    }
    let is_aligned = a.truth("aligned")?;
    let spelled = match a.value("formats") {
        Value::List(formats) => {
            let fields = formats.iter().enumerate();
            let fields = fields
                .map(|(i, format)| Value::Tuple(vec![format!("f{i}").into(), format.clone()]));
            Value::List(fields.collect())
        }
        other => other.clone(),
    };
    let given = dtype_aligned(&spelled, is_aligned)?;
    let given = match given.as_record() {
        Some(_) => given,
        None => {
            let field = Value::Tuple(vec!["f1".into(), given.into()]);
            dtype_aligned(&Value::List(vec![field]), is_aligned)?
        }
    };
    let Some(record) = given.as_record() else { return Ok(given) };
    let fields = record.fields();
    let list = |name: &str| -> Result<Vec<String>> {
        Ok(match a.optional(name) {
            None => Vec::new(),
            Some(Value::Str(text)) => {
                text.as_str().unwrap_or_default().split(',').map(str::to_owned).collect()
            }
            Some(value @ (Value::List(_) | Value::Tuple(_))) => {
                texts(value)?.into_iter().map(str::to_owned).collect()
            }
            Some(_) => return Err(Error::new("NameError", "illegal input names")),
        })
    };
    let mut names: Vec<String> = list("names")?;
    if names == [""] {
        names.clear();
    }
    names.truncate(fields.len());
    names.iter_mut().for_each(|name| *name = name.trim().to_owned());
    names.extend((names.len()..fields.len()).map(|i| format!("f{i}")));
    let mut seen = HashSet::new();
    let repeated: Vec<&String> = names.iter().filter(|name| !seen.insert(*name)).collect();
    if !repeated.is_empty() {
        return Err(Error::value_error(format!("Duplicate field names: {repeated:?}")));
    }
    let titles = list("titles")?;
    let text = |text: &str| Spec::Text(text.to_owned());
    let mut entries = vec![
        (text("names"), Spec::List(names.iter().map(|name| text(name)).collect())),
        (
            text("formats"),
            Spec::List(fields.iter().map(|field| Spec::DType(field.dtype.clone())).collect()),
        ),
        (
            text("offsets"),
            Spec::List(fields.iter().map(|f| Spec::Value(Literal::from(f.offset))).collect()),
        ),
    ];
    if !titles.is_empty() {
        let title = |i: usize| match titles.get(i) {
            Some(title) => text(title.trim()),
            None => Spec::Value(Literal::None),
        };
        entries.push((text("titles"), Spec::List((0..fields.len()).map(title).collect())));
    }
    let dtype = DType::from_spec(&Spec::Dict(entries), false)?;
    match a.optional("byteorder") {
        None => Ok(dtype),
        Some(order) => {
            let order = order.as_str().and_then(|text| text.chars().next()).unwrap_or_default();
            let order = match order {
                'b' | 'B' | '>' => ">",
                'l' | 'L' | '<' => "<",
                'n' | 'N' | '=' => "=",
                's' | 'S' => "S",
                '|' | 'i' | 'I' => "|",
                _ => return Err(Error::new("KeyError", format!("'{order}'"))),
            };
            Ok(dtype.newbyteorder(order)?)
        }
    }
}

fn dtype_aligned(value: &Value, is_aligned: bool) -> Result<DType> {
    let options = vec![("align".to_owned(), Value::Bool(is_aligned))];
    match registry::call("np.dtype", vec![value.clone()], options)? {
        Value::DType(dtype) => Ok(dtype),
        _ => as_dtype(value),
    }
}

/// The type that is given, or parsed from formats.
fn described(a: &Arguments<'_>) -> Result<DType> {
    let dtype = match a.optional("dtype") {
        Some(value) => as_dtype(value)?,
        None => parsed(a)?,
    };
    Ok(match dtype.as_record() {
        Some(_) => dtype.to_record_class(),
        // A record of no fields is so many bytes.
        None => DType::void(dtype.itemsize()),
    })
}

/// `shape=`, where one is given; 0 stands for none, as in NumPy.
fn shape(a: &Arguments<'_>) -> Result<Option<Vec<usize>>> {
    match a.value("shape") {
        Value::None => Ok(None),
        Value::Int(n) if *n == 0.into() => Ok(None),
        _ => a.shape("shape").map(Some),
    }
}

fn from_arrays(a: &Arguments<'_>, arrays: Vec<DynArray>) -> Result<Value> {
    let Some(first) = arrays.first() else {
        return Err(Error::new("IndexError", "list index out of range"));
    };
    let mut shape = shape(a)?.unwrap_or_else(|| first.shape().to_vec());
    let dtype = match (a.optional("dtype"), a.optional("formats")) {
        (None, None) => {
            let formats = arrays.iter().map(|array| array.dtype().clone().into()).collect();
            parsed_with(a, Value::List(formats))?
        }
        _ => described(a)?,
    };
    let n_fields = dtype.as_record().map_or(0, |record| record.fields().len());
    if n_fields != arrays.len() {
        return Err(Error::value_error(
            "mismatch between the number of fields and the number of arrays",
        ));
    }
    let fields: Vec<(String, usize)> = dtype
        .as_record()
        .map(|record| record.fields().iter().map(|f| (f.name.clone(), f.dtype.ndim())).collect())
        .unwrap_or_default();
    if let Some((_, n_axes)) = fields.first().filter(|(_, n_axes)| *n_axes > 0) {
        shape.truncate(shape.len().saturating_sub(*n_axes));
    }
    let mut made = DynArray::zeros(&shape, &dtype.to_record_class(), Order::C)?;
    for (k, (array, (name, n_axes))) in arrays.iter().zip(&fields).enumerate() {
        let outer = &array.shape()[..array.ndim().saturating_sub(*n_axes)];
        if outer != shape {
            return Err(Error::value_error(format!(
                "array-shape mismatch in array {k} (\"{name}\")"
            )));
        }
        let mut view = made.view_mut()?;
        view.view_mut().field_at(k)?.assign(&array.view())?;
    }
    Ok(made.into())
}

/// As [`parsed`], with formats of one's own.
fn parsed_with(a: &Arguments<'_>, formats: Value) -> Result<DType> {
    let names = ["names", "titles", "aligned", "byteorder"];
    let mut options: Vec<(String, Value)> =
        names.iter().map(|name| ((*name).to_owned(), a.value(name).clone())).collect();
    options.insert(0, ("formats".to_owned(), formats));
    match registry::call("np.rec.format_parser", vec![], options)? {
        Value::DType(dtype) => Ok(dtype),
        _ => Err(Error::type_error("no data type was made")),
    }
}

fn from_records(a: &Arguments<'_>, rows: &Value) -> Result<Value> {
    if a.optional("formats").is_none() && a.optional("dtype").is_none() {
        let Some(n) = width(rows)? else {
            return Err(Error::value_error(
                "setting an array element with a sequence. The requested array has an \
                 inhomogeneous shape",
            ));
        };
        let column = |i: usize| as_array(&cell(rows, i)?);
        let columns = (0..n).map(column).collect::<Result<Vec<_>>>()?;
        return from_arrays(a, columns);
    }
    let dtype = described(a)?;
    let made = match rows {
        Value::Array(array) if array.get().dtype().as_record().is_some() => {
            array.get().astype(&dtype)?
        }
        rows => match as_array_of(rows, Some(&dtype)) {
            Ok(made) => made,
            Err(_) => {
                // Lists of lists were once taken for records.
                let tuples = rows_of(rows)?.into_iter().map(Value::Tuple).collect();
                as_array_of(&Value::List(tuples), Some(&dtype))?
            }
        },
    };
    match shape(a)? {
        None => Ok(made.into()),
        Some(shape) => {
            let shape: Vec<isize> = shape.iter().map(|&n| n as isize).collect();
            Ok(made.reshape_view(&shape, Order::C)?.into())
        }
    }
}

/// How many cells each record of nested ones has; `None` where they differ.
fn width(rows: &Value) -> Result<Option<usize>> {
    let rows = rows_of(rows)?;
    let is_record = |row: &Vec<Value>| !row.iter().any(|cell| cell.as_sequence().is_some());
    let mut found = None;
    for row in &rows {
        let n = match is_record(row) {
            true => Some(row.len()),
            false => width(&Value::List(row.clone()))?,
        };
        if n.is_none() || found.is_some_and(|found| Some(found) != n) {
            return Ok(None);
        }
        found = n;
    }
    Ok(Some(found.unwrap_or(0)))
}

/// One cell of each record of nested ones.
fn cell(rows: &Value, i: usize) -> Result<Value> {
    let cells = rows_of(rows)?.into_iter().map(|row| {
        if row.iter().any(|cell| cell.as_sequence().is_some()) {
            return cell(&Value::List(row), i);
        }
        Ok(row.get(i).cloned().unwrap_or(Value::None))
    });
    Ok(Value::List(cells.collect::<Result<_>>()?))
}

fn rows_of(value: &Value) -> Result<Vec<Vec<Value>>> {
    let cells = |row: &Value| match row {
        Value::Tuple(cells) | Value::List(cells) => Ok(cells.clone()),
        Value::Array(_) | Value::Scalar(_) => match crate::python::list(&as_array(row)?)? {
            Value::Tuple(cells) | Value::List(cells) => Ok(cells),
            one => Ok(vec![one]),
        },
        other => Err(Error::type_error(format!("'{}' is no record", other.type_name()))),
    };
    items(value)?.iter().map(cells).collect()
}

fn from_bytes(a: &Arguments<'_>, bytes: &Value) -> Result<Value> {
    let bytes = match bytes {
        Value::Bytes(bytes) => bytes.to_vec(),
        Value::Array(array) => {
            let packed = array.get().copy(Order::C)?;
            packed.packed_bytes().unwrap_or_default().to_vec()
        }
        other => {
            return Err(Error::type_error(format!(
                "a bytes-like object is required, not '{}'",
                other.type_name()
            )));
        }
    };
    let dtype = described(a)?;
    let offset = usize::try_from(a.int("offset")?)
        .map_err(|_| Error::value_error("offset must be non-negative"))?;
    let shape = match a.value("shape") {
        Value::Int(n) if *n == (-1).into() => None,
        _ => shape(a)?,
    };
    let room = bytes.len().saturating_sub(offset);
    let shape = match shape {
        Some(shape) => shape,
        None => vec![room.checked_div(dtype.itemsize()).ok_or_else(|| {
            Error::new("ZeroDivisionError", "integer division or modulo by zero")
        })?],
    };
    let n_elements = shape.iter().try_fold(1_usize, |n, &length| n.checked_mul(length));
    let needed = n_elements.and_then(|n| n.checked_mul(dtype.itemsize()));
    if needed.is_none_or(|needed| needed > room) {
        return Err(Error::type_error("buffer is too small for requested array"));
    }
    let layout = Layout::contiguous(&shape, dtype.itemsize(), Order::C)?;
    Ok(DynArray::from_bytes(bytes, offset, layout, &dtype)?.into())
}

/// Records as they stand in a file, as many as `shape` says, one length of which may be open.
fn from_file(a: &Arguments<'_>) -> Result<Value> {
    if a.optional("dtype").is_none() && a.optional("formats").is_none() {
        return Err(Error::type_error("fromfile() needs a 'dtype' or 'formats' argument"));
    }
    let dtype = described(a)?;
    let mut shape = match a.value("shape") {
        Value::None => vec![-1],
        Value::Int(n) if *n == 0.into() => vec![-1],
        value => ints(value)?,
    };
    let mut known = shape.iter().filter(|&&n| n >= 0);
    let known = known.try_fold(1_isize, |count, &n| count.checked_mul(n));
    let known = known.ok_or_else(|| Error::value_error("the shape has too many elements"))?;
    let open = shape.iter().position(|&n| n < 0);
    let count = if open.is_some() { -1 } else { known as i64 };
    let options = vec![
        ("dtype".to_owned(), dtype.clone().into()),
        ("count".to_owned(), count.into()),
        ("offset".to_owned(), a.value("offset").clone()),
    ];
    let found = registry::call("np.fromfile", vec![a.value("fd").clone()], options)?;
    let found = as_array(&found)?;
    if let Some(open) = open {
        shape[open] = (found.size() as isize).checked_div(known).unwrap_or(0);
    }
    let wanted: usize = shape.iter().map(|&n| n as usize).product();
    if wanted > found.size() {
        return Err(Error::value_error(
            "Not enough bytes left in file for specified shape and type.",
        ));
    }
    let found =
        found.slice_axis(0, 0, 1, wanted)?.copy(Order::C)?.reshape_view(&shape, Order::C)?;
    Ok(found.reinterpret(&dtype)?.into())
}

fn array(a: &Arguments<'_>) -> Result<Value> {
    let has_type = a.optional("dtype").is_some() || a.optional("formats").is_some();
    match a.value("obj") {
        Value::None | Value::Str(_) | Value::File(_) if !has_type => Err(Error::value_error(
            "Must define formats (or dtype) if object is None, string, or an open file",
        )),
        Value::None => match shape(a)? {
            None => Err(Error::value_error("Must define a shape if obj is None")),
            Some(_) => blank(a),
        },
        Value::Bytes(_) if !has_type => {
            Err(Error::type_error("fromstring() needs a 'dtype' or 'formats' argument"))
        }
        bytes @ Value::Bytes(_) => from_bytes(a, bytes),
        rows @ (Value::List(items) | Value::Tuple(items)) => match items.first() {
            Some(Value::Tuple(_) | Value::List(_)) => from_records(a, rows),
            Some(_) => {
                let arrays = items.iter().map(as_array).collect::<Result<Vec<_>>>()?;
                from_arrays(a, arrays)
            }
            None => Err(Error::new("IndexError", "list index out of range")),
        },
        Value::Array(source) => {
            let array = source.get();
            let seen = match has_type {
                true => array.reinterpret(&described(a)?)?,
                false if array.dtype().as_record().is_some() => {
                    let dtype = array.dtype().to_record_class();
                    array.reinterpret(&dtype)?
                }
                false => array,
            };
            match a.truth("copy")? {
                true => Ok(seen.copy(Order::C)?.into()),
                false => Ok(a.derive("obj", seen)),
            }
        }
        other => Err(Error::value_error(format!("Unknown input type: '{}'", other.type_name()))),
    }
}

fn blank(a: &Arguments<'_>) -> Result<Value> {
    if a.function().ends_with("recarray") && a.optional("buf").is_some() {
        return match a.value("buf") {
            bytes @ Value::Bytes(_) => from_bytes(a, bytes),
            buffer => {
                let given = |name: &str| a.value(name).clone();
                let args = vec![
                    given("shape"),
                    described(a)?.into(),
                    buffer.clone(),
                    given("offset"),
                    given("strides"),
                    given("order"),
                ];
                crate::registry::call("np.ndarray", args, vec![])
            }
        };
    }
    Ok(DynArray::zeros(&a.shape("shape")?, &described(a)?, Order::C)?.into())
}
