//! Tables of text: `np.loadtxt`, `np.savetxt` and their kin.

mod odd;

use std::borrow::Cow;

use ndstrata_array::{DynArray, DynView, Order};
use ndstrata_dtype::DType;
use ndstrata_dtype::literal::repr_bytes;
use ndstrata_text::{
    ColumnKey, Converter, Encoding, ErrorKind, ForColumns, FromString, GenFromTxt, Item, LoadTxt,
    Names, SaveTxt, Source, Unpacked,
};

use super::print_options::truth;
use crate::coerce::as_dtype;
use crate::error::{Error, Result};
use crate::file::FileKind;
use crate::registry::{Arguments, Entry, int, ints};
use crate::value::{Masked, Value};

pub(super) const TABLE: &[Entry] = &[
    (
        "np.loadtxt",
        "fname, dtype=None, comments='#', delimiter=None, converters=None, skiprows=0, \
         usecols=None, unpack=False, ndmin=0, encoding=None, max_rows=None, *, quotechar=None, \
         like=None",
        loadtxt,
    ),
    (
        "np.genfromtxt",
        "fname, dtype=float, comments='#', delimiter=None, skip_header=0, skip_footer=0, \
         converters=None, missing_values=None, filling_values=None, usecols=None, names=None, \
         excludelist=None, deletechars=None, replace_space='_', autostrip=False, \
         case_sensitive=True, defaultfmt='f%i', unpack=None, usemask=False, loose=True, \
         invalid_raise=True, max_rows=None, encoding=None, *, ndmin=0, like=None",
        genfromtxt,
    ),
    (
        "np.savetxt",
        "fname, X, fmt='%.18e', delimiter=' ', newline='\\n', header='', footer='', \
         comments='# ', encoding=None",
        savetxt,
    ),
    ("np.fromregex", "file, regexp, dtype, encoding=None", |a| {
        let dtype = as_dtype(a.value("dtype"))?;
        let text = match a.value("file") {
            Value::File(file) => encoding(a, Encoding::Utf8)?.decode(file.remaining())?,
            path => Source::path(string(path)?, encoding(a, Encoding::Utf8)?)?.into_text()?,
        };
        Ok(ndstrata_text::fromregex(&text, a.text("regexp")?, &dtype)?.into())
    }),
    ("np.fromstring", "string, dtype=None, count=-1, *, sep='', like=None", |a| {
        if a.text("sep")?.is_empty() {
            return Err(Error::value_error(
                "The binary mode of fromstring is removed, use frombuffer instead",
            ));
        }
        let text = match a.value("string") {
            Value::Bytes(bytes) => bytes.to_vec(),
            other => string(other)?.into_bytes(),
        };
        let mut options = FromString::default().sep(a.text("sep")?);
        if let Some(dtype) = a.optional_dtype("dtype")? {
            options = options.dtype(&dtype);
        }
        if let Ok(count) = usize::try_from(a.int("count")?) {
            options = options.count(count);
        }
        Ok(ndstrata_text::fromstring(&text, &options)?.into())
    }),
];

fn loadtxt(a: &Arguments<'_>) -> Result<Value> {
    let ndmin = odd::ndmin(a)?;
    let mut options = LoadTxt::default().ndmin(ndmin).comments(strings(a, "comments")?);
    if let Some(dtype) = a.optional_dtype("dtype")? {
        options = options.dtype(&dtype);
    }
    if let Some(delimiter) = a.optional("delimiter") {
        options = options.delimiter(control(delimiter)?);
    }
    if let Some(quote) = a.optional("quotechar") {
        options = options.quotechar(control(quote)?);
    }
    // What contradicts itself is told before numbers are looked at.
    let of_nothing = options.clone().dtype(&DType::of::<f64>());
    if let Err(error) = ndstrata_text::loadtxt(Source::text(""), &of_nothing)
        && !matches!(
            error.kind(),
            ErrorKind::ControlCharacter { .. }
                | ErrorKind::ControlCharacters { .. }
                | ErrorKind::NewlineControl { .. }
        )
    {
        return Err(error.into());
    }
    options = options.skiprows(count(a.value("skiprows"))?);
    if let Some(rows) = a.optional("max_rows") {
        options = options.max_rows(count(rows)?);
    }
    if let Some(columns) = a.optional("usecols") {
        options = options.usecols(columns_of(columns)?);
    }
    if a.optional("encoding").is_some_and(|name| !matches!(name, Value::Str(_))) {
        return Err(Error::type_error("encoding must be a unicode string."));
    }
    let with_converters = converting(a, options.clone());
    let options = match with_converters {
        Ok(options) => options,
        // Converters are looked at with the first row, if there is one.
        Err(error) => {
            let text = options.clone().dtype(&DType::str(1)).usecols([0]).max_rows(1).ndmin(1);
            match ndstrata_text::loadtxt(source(a, "fname")?, &text) {
                Ok(rows) if rows.shape().contains(&0) => options,
                _ => return Err(error),
            }
        }
    };
    let array = ndstrata_text::loadtxt(source(a, "fname")?, &options)?;
    unpacked(array, truth(a.value("unpack")))
}

/// A character that separates, as `loadtxt` takes it.
fn control(value: &Value) -> Result<String> {
    match value {
        Value::Str(_) | Value::Bytes(_) => string(value),
        other => {
            let shown = other.to_repr(&Default::default())?;
            Err(Error::type_error(format!(
                "Text reading control character must be a single unicode character or None; but \
                 got: {shown}"
            )))
        }
    }
}

/// The options with the converters that were given.
fn converting(a: &Arguments<'_>, mut options: LoadTxt) -> Result<LoadTxt> {
    let converter = |function| converter(function, takes_bytes(a));
    match a.value("converters") {
        Value::None => {}
        Value::Dict(entries) => {
            for (column, function) in entries {
                if !is_callable(function) {
                    let key = column.to_repr(&Default::default()).unwrap_or_default();
                    return Err(Error::type_error(format!(
                        "values of the converters dictionary must be callable, but the value \
                         associated with key {key} is not"
                    )));
                }
                options = options.column_converter(int(column)? as isize, converter(function)?);
            }
        }
        function if !is_callable(function) => {
            return Err(Error::type_error(
                "converters must be a dictionary mapping columns to converter functions or a \
                 single callable.",
            ));
        }
        function => options = options.converter(converter(function)?),
    }
    Ok(options)
}

fn genfromtxt(a: &Arguments<'_>) -> Result<Value> {
    let is_true = |name: &str| truth(a.value(name));
    let mut options = GenFromTxt::default().ndmin(odd::ndmin(a)?);
    if let Some(rows) = odd::max_rows(a)? {
        options = options.max_rows(rows);
    }
    odd::check_converters(a.value("converters"))?;
    let delimiter = odd::delimiter(a.value("delimiter"))?;
    options = options
        .skip_header(odd::size(a.value("skip_header"))?)
        .skip_footer(odd::skip_footer(a.value("skip_footer"))?)
        .excludelist(odd::excludelist(a.value("excludelist"))?)
        .case_sensitive(odd::case(a.value("case_sensitive"))?)
        .replace_space(odd::replace_space(a)?)
        .delimiter(delimiter.clone().unwrap_or_default());
    if let format @ (Value::Str(_) | Value::Bytes(_)) = a.value("defaultfmt") {
        options = options.defaultfmt(string(format)?);
    }
    if let Some(characters) = odd::deletechars(a.value("deletechars"))? {
        options = options.deletechars(characters);
    }
    odd::check_names(a)?;
    for (is_wanted, choose) in [
        (is_true("autostrip"), GenFromTxt::autostrip as fn(GenFromTxt) -> GenFromTxt),
        (is_true("usemask"), GenFromTxt::usemask),
        (!is_true("loose"), GenFromTxt::strict),
        (!is_true("invalid_raise"), GenFromTxt::drop_invalid),
    ] {
        if is_wanted {
            options = choose(options);
        }
    }
    if a.is_given("dtype") {
        options = match a.value("dtype") {
            Value::None => options.infer_dtype(),
            value => match (as_dtype(value), value.as_sequence()) {
                (Ok(dtype), _) => options.dtype(&dtype),
                (Err(error), Some(items)) if error.class() == "TypeError" => {
                    options.dtypes(items.iter().map(as_dtype).collect::<Result<Vec<_>>>()?)
                }
                (Err(error), _) => return Err(error),
            },
        };
    }
    if takes_bytes(a) {
        options = options.text_as_bytes();
    }
    let comments = a.optional("comments").map(string).transpose()?;
    options = options.comments(comments.as_deref());
    options = match a.value("names") {
        Value::None | Value::Bool(false) => options,
        Value::Bool(true) => options.names(Names::FirstLine),
        Value::Str(text) => {
            let text = text.as_str().unwrap_or_default();
            options
                .names(Names::Given(text.split(',').map(|name| name.trim().to_owned()).collect()))
        }
        _ => options.names(Names::Given(strings(a, "names")?)),
    };
    match a.value("usecols") {
        Value::None => {}
        Value::Str(text) => {
            let names = text.as_str().unwrap_or_default().split(',');
            let keys = names.map(|name| ColumnKey::Name(name.trim().to_owned()));
            options = options.usecols(keys.collect::<Vec<_>>());
        }
        value => {
            let keys = match value.as_sequence() {
                None if matches!(value, Value::Array(_)) => {
                    ints(value)?.into_iter().map(ColumnKey::Index).collect()
                }
                Some(items) => items.iter().map(column_key).collect::<Result<Vec<_>>>()?,
                None => vec![column_key(value)?],
            };
            options = options.usecols(keys);
        }
    }
    let texts = |value: &Value| match value.as_sequence() {
        Some(items) => items.iter().map(|item| Ok(item_of(item)?.to_string())).collect(),
        None => Ok(vec![item_of(value)?.to_string()]),
    };
    options = options.missing_values(match a.value("missing_values") {
        Value::Str(text) => ForColumns::All(
            text.as_str().unwrap_or_default().split(',').map(str::to_owned).collect(),
        ),
        value => for_columns(value, texts)?,
    });
    options = options.filling_values(for_columns(a.value("filling_values"), item_of)?);
    if let Value::Dict(entries) = a.value("converters") {
        for (key, function) in entries {
            let converter = match function {
                // Of all types only this one is told apart.
                Value::Type(name) if name == "bytes" => Item::converter(name),
                _ => None,
            };
            let converter =
                converter.map_or_else(|| self::converter(function, takes_bytes(a)), Ok)?;
            options = options.converter(column_key(key)?, converter);
        }
    }
    if !matches!(
        a.value("fname"),
        Value::Str(_) | Value::List(_) | Value::Tuple(_) | Value::Iter(_) | Value::File(_)
    ) {
        return Err(Error::type_error(format!(
            "fname must be a string, a filehandle, a sequence of strings,\nor an iterator of \
             strings. Got <class '{}'> instead.",
            a.value("fname").type_name()
        )));
    }
    let source = match delimiter {
        Some(_) => source(a, "fname")?,
        None => Source::text(""),
    };
    let table = ndstrata_text::genfromtxt(source, &options)?;
    let data = apart(table.data, is_true("unpack"))?;
    let values: Vec<Value> = match table.mask {
        None => data.into_iter().map(Value::from).collect(),
        Some(mask) => {
            let masks = apart(mask, is_true("unpack"))?.into_iter().map(Some);
            let pairs = data.into_iter().zip(masks);
            pairs.map(|(data, mask)| masked(data, mask)).collect::<Result<_>>()?
        }
    };
    match <[Value; 1]>::try_from(values) {
        Ok([one]) => Ok(one),
        Err(values) => Ok(Value::List(values)),
    }
}

/// An array with its mask. What lies under the mask of a plain one means nothing, and is 0.
fn masked(mut data: DynArray, mask: Option<DynArray>) -> Result<Value> {
    if let Some(mask) = mask.as_ref().filter(|_| data.dtype().as_record().is_none()) {
        let zero = DynArray::zeros(&[], data.dtype(), Order::C)?;
        data.set(&[mask.clone().into()], &zero.view())?;
    }
    Ok(Value::Masked(Box::new(Masked { data, mask })))
}

fn savetxt(a: &Arguments<'_>) -> Result<Value> {
    let array = a.array("X")?;
    let text = |name: &str| string(a.value(name));
    let mut options = SaveTxt::default()
        .delimiter(text("delimiter")?)
        .newline(text("newline")?)
        .header(text("header")?)
        .footer(text("footer")?)
        .comments(text("comments")?);
    options = match a.value("fmt") {
        Value::Tuple(formats) | Value::List(formats) => {
            options.column_fmt(formats.iter().map(string).collect::<Result<Vec<_>>>()?)
        }
        Value::Str(_) => options.fmt(text("fmt")?),
        other => {
            let shown = other.to_text(&Default::default())?;
            return Err(Error::value_error(format!("invalid fmt: {shown}")));
        }
    };
    let target = a.value("fname");
    let default = match target {
        Value::File(file) if matches!(file.kind(), FileKind::Binary) => Encoding::Latin1,
        _ => Encoding::Utf8,
    };
    let encoding = match target {
        Value::File(file) if matches!(file.kind(), FileKind::Text) => Encoding::Utf8,
        _ => encoding(a, default)?,
    };
    let options = options.encoding(encoding);
    match target {
        Value::Str(path) => {
            let path = path.as_str().unwrap_or_default();
            ndstrata_text::savetxt_path(path, &array, &options)?;
        }
        Value::File(file) => {
            let mut write = |array: &DynView<'_>, options: &SaveTxt| -> Result<()> {
                let mut bytes = Vec::new();
                ndstrata_text::savetxt(&mut bytes, array, options)?;
                file.append(&bytes);
                Ok(())
            };
            let has_mark = matches!(
                encoding,
                Encoding::Utf8Sig | Encoding::Utf16(None) | Encoding::Utf32(None)
            );
            match matches!(file.kind(), FileKind::Binary) && has_mark && array.ndim() > 0 {
                true => line_by_line(&array, &options, &mut write)?,
                false => write(&array.view(), &options)?,
            }
        }
        _ => return Err(Error::value_error("fname must be a string or file handle")),
    }
    Ok(Value::None)
}

/// Calls `write` for each line. To an open file NumPy writes lines that were encoded apart, each with the mark of its
/// encoding.
fn line_by_line(
    array: &DynArray,
    options: &SaveTxt,
    write: &mut dyn FnMut(&DynView<'_>, &SaveTxt) -> Result<()>,
) -> Result<()> {
    let rows = |first: usize, n: usize| array.view().slice_axis(0, first, 1, n);
    write(&rows(0, 0)?, &options.clone().footer(""))?;
    let bare = options.clone().header("").footer("");
    for row in 0..array.shape()[0] {
        write(&rows(row, 1)?, &bare)?;
    }
    write(&rows(0, 0)?, &options.clone().header(""))
}

/// A number that is not negative, as `loadtxt` checks it.
fn count(value: &Value) -> Result<usize> {
    if matches!(value, Value::Bool(_)) {
        return Err(Error::type_error("an integer is required"));
    }
    let n = int(value).map_err(|_| Error::type_error("argument must be an integer"))?;
    usize::try_from(n).map_err(|_| Error::value_error("argument must be nonnegative"))
}

fn columns_of(value: &Value) -> Result<Vec<isize>> {
    let wrong = |value: &Value| {
        Error::type_error(format!(
            "usecols must be an int or a sequence of ints but it contains at least one element of \
             type '{}'",
            value.type_name()
        ))
    };
    let wrong = |error: Error, value: &Value| match error.class() {
        "OverflowError" => {
            Error::new("OverflowError", "cannot fit 'int' into an index-sized integer")
        }
        _ => wrong(value),
    };
    match value.as_sequence() {
        Some(items) => items
            .iter()
            .map(|item| int(item).map(|n| n as isize).map_err(|error| wrong(error, item)))
            .collect(),
        None => ints(value).map_err(|error| wrong(error, value)),
    }
}

fn unpacked(array: DynArray, unpack: bool) -> Result<Value> {
    if !unpack {
        return Ok(array.into());
    }
    Ok(match ndstrata_text::unpack(array)? {
        Unpacked::Array(array) => array.into(),
        Unpacked::Fields(fields) => Value::List(fields.into_iter().map(Value::from).collect()),
    })
}

fn is_callable(value: &Value) -> bool {
    matches!(value, Value::Type(_) | Value::Function(_))
}

/// A type object that converts texts, such as `float`.
fn converter(function: &Value, takes_bytes: bool) -> Result<Converter> {
    let name = match function {
        Value::Type(name) | Value::Function(name) => name.as_str(),
        _ => "",
    };
    if name == "str" && takes_bytes {
        return Ok(Converter::new(|text| {
            let bytes = Encoding::Latin1.encode(text).ok()?;
            Some(Item::Text(repr_bytes(&bytes)))
        }));
    }
    Item::converter(name)
        .filter(|_| name != "bytes")
        .ok_or_else(|| Error::unsupported(format!("'{}' as a converter", function.type_name())))
}

/// Whether converters are given bytes rather than text.
fn takes_bytes(a: &Arguments<'_>) -> bool {
    a.optional("encoding").is_some_and(|name| string(name).is_ok_and(|name| name == "bytes"))
}

/// Text or bytes as text.
fn string(value: &Value) -> Result<String> {
    match value {
        Value::Bytes(bytes) => Ok(Encoding::Latin1.decode(bytes.to_vec())?),
        Value::Str(text) => match text.as_str() {
            Some(text) => Ok(text.to_owned()),
            None => Err(Error::new("UnicodeEncodeError", "surrogates not allowed")),
        },
        other => Err(Error::type_error(format!("expected a string, not '{}'", other.type_name()))),
    }
}

/// Nothing, one text, or several.
fn strings(a: &Arguments<'_>, name: &str) -> Result<Vec<String>> {
    match a.value(name) {
        Value::None => Ok(Vec::new()),
        Value::Tuple(items) | Value::List(items) => items.iter().map(string).collect(),
        one @ (Value::Str(_) | Value::Bytes(_)) => Ok(vec![string(one)?]),
        other => Err(Error::type_error(format!("'{}' object is not iterable", other.type_name()))),
    }
}

fn encoding(a: &Arguments<'_>, default: Encoding) -> Result<Encoding> {
    let Some(name) = a.optional("encoding") else { return Ok(default) };
    let name = match name {
        Value::Str(_) => string(name)?,
        _ => return Err(Error::type_error("encoding must be a unicode string.")),
    };
    if name == "bytes" { Ok(default) } else { Ok(Encoding::named(&name)?) }
}

/// What the table is read from. Streams and iterables of bytes are latin-1, as NumPy takes them.
fn source(a: &Arguments<'_>, name: &str) -> Result<Source> {
    let is_text = |item: &Value| matches!(item, Value::Str(_));
    let bytes_as = match a.value(name) {
        // Of lines that are text already the encoding is not looked at.
        Value::List(lines) | Value::Tuple(lines) | Value::Iter(lines)
            if lines.iter().all(is_text) =>
        {
            Encoding::Latin1
        }
        _ => encoding(a, Encoding::Latin1)?,
    };
    match a.value(name) {
        Value::Str(path) => {
            let path = path.as_str().unwrap_or_default();
            Ok(Source::path(path, encoding(a, Encoding::Utf8)?)?)
        }
        Value::List(lines) | Value::Tuple(lines) | Value::Iter(lines) => lines_of(lines, bytes_as),
        Value::File(file) => match file.kind() {
            FileKind::Lines(lines) => lines_of(lines, bytes_as),
            FileKind::Text => Ok(Source::stream(&Encoding::Utf8.decode(file.remaining())?)),
            FileKind::Binary => {
                let text = bytes_as.decode(file.remaining())?;
                Ok(Source::lines(text.split_inclusive('\n')))
            }
            FileKind::Path(suffix) => {
                let name = format!("table{suffix}");
                let bytes = std::io::Cursor::new(file.remaining());
                Ok(Source::named(name, bytes, encoding(a, Encoding::Utf8)?)?)
            }
        },
        other => Err(Error::value_error(format!(
            "fname must be a string, filehandle, list of strings,\nor generator. Got {} instead.",
            other.type_name()
        ))),
    }
}

/// Lines, or what is wrong with the first that is none.
fn lines_of(items: &[Value], bytes_as: Encoding) -> Result<Source> {
    let mut wrong = None;
    let line = |item| line(item, bytes_as).map_err(|error| wrong = Some(error)).ok();
    let source = Source::lines(items.iter().map_while(line));
    wrong.map_or(Ok(source), Err)
}

fn line(item: &Value, bytes_as: Encoding) -> Result<Cow<'_, str>> {
    match item {
        Value::Bytes(bytes) => Ok(Cow::Owned(bytes_as.decode(bytes.to_vec())?)),
        Value::Str(text) => match text.as_str() {
            Some(text) => Ok(Cow::Borrowed(text)),
            None => string(item).map(Cow::Owned),
        },
        _ => Err(Error::type_error("non-string returned while reading data")),
    }
}

/// The array, or the arrays that it is taken apart into.
fn apart(array: DynArray, unpack: bool) -> Result<Vec<DynArray>> {
    Ok(match unpack {
        false => vec![array],
        true => match ndstrata_text::unpack(array)? {
            Unpacked::Array(array) => vec![array],
            Unpacked::Fields(fields) => fields,
        },
    })
}

fn column_key(value: &Value) -> Result<ColumnKey> {
    match value {
        Value::Str(_) => Ok(ColumnKey::Name(string(value)?)),
        value => Ok(ColumnKey::Index(int(value)? as isize)),
    }
}

/// A value for every column, or one for each.
fn for_columns<T>(value: &Value, convert: impl Fn(&Value) -> Result<T>) -> Result<ForColumns<T>> {
    Ok(match value {
        Value::None => ForColumns::Default,
        Value::Tuple(items) | Value::List(items) => {
            ForColumns::Each(items.iter().map(convert).collect::<Result<_>>()?)
        }
        Value::Dict(entries) => {
            let mut pairs = Vec::with_capacity(entries.len());
            for (key, value) in entries {
                let key = (!key.is_none()).then(|| column_key(key)).transpose()?;
                pairs.push((key, convert(value)?));
            }
            ForColumns::By(pairs)
        }
        one => ForColumns::All(convert(one)?),
    })
}

fn item_of(value: &Value) -> Result<Item> {
    Ok(match value {
        Value::Bool(x) => Item::Bool(*x),
        Value::Float(x) => Item::Float(*x),
        Value::Complex(x) => Item::Complex(*x),
        Value::Str(_) | Value::Bytes(_) => Item::Text(string(value)?),
        value => Item::Int(int(value)?.into()),
    })
}
