//! What NumPy reads, refuses and writes, case by case, through every door that text comes in by.

use ndstrata_array::{DynArray, PrintOptions, array_repr};
use ndstrata_dtype::DType;
use ndstrata_text::{
    Case, ColumnKey, Delimiter, Encoding, Error, ForColumns, GenFromTxt, Item, LoadTxt, Names,
    SaveTxt, Source, fromregex, genfromtxt, loadtxt, savetxt,
};
use serde_json::Value;

type Outcome = Result<String, Error>;

#[test]
fn tables_are_what_numpy_makes_of_them() {
    let cases = ndstrata_testkit::golden("text");
    let (mut n_cases, mut wrong) = (0, Vec::new());
    for case in cases.as_array().unwrap() {
        let (function, options, answer) = (text(&case[0]), &case[2], text(&case[3]));
        let found = match function {
            "loadtxt" => through_all_doors(text(&case[1]), options),
            "genfromtxt" => read_with_gaps(text(&case[1]), options),
            "fromregex" => read_matches(text(&case[1]), options),
            _ => write(&case[1], options),
        };
        let Some(found) = found else { continue };
        let found = found.unwrap_or_else(|error| format!("!{}: {error}", error.numpy_class()));
        n_cases += 1;
        if !agrees(&found, answer) {
            wrong.push(format!(
                "{function} {} {options}\n  NumPy {answer}\n  here  {found}",
                case[1]
            ));
        }
    }
    assert!(n_cases > 10_000, "{n_cases}");
    // Some from everywhere.
    let shown: Vec<_> = wrong.iter().step_by(wrong.len() / 40 + 1).map(String::as_str).collect();
    assert!(wrong.is_empty(), "{} of {n_cases}\n{}", wrong.len(), shown.join("\n"));
}

/// The same text; errors of Python's own may be worded differently, but are of the same class.
fn agrees(found: &str, answer: &str) -> bool {
    let class = |text: &str| text.split(':').next().unwrap_or_default().to_owned();
    found == answer || (answer.starts_with('!') && class(found) == class(answer))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) => items.iter().map(|item| text(item).to_owned()).collect(),
        one => vec![text(one).to_owned()],
    }
}

fn repr(array: &DynArray) -> Outcome {
    Ok(array_repr(&array.view(), &PrintOptions::default().threshold(1_000_000))?)
}

/// Text of an open file, and lines of it; both must give the same.
fn through_all_doors(table: &str, options: &Value) -> Option<Outcome> {
    let options = loading(options)?;
    let doors = [
        Source::text(table),
        Source::reader(std::io::Cursor::new(table.to_owned().into_bytes()), Encoding::Utf8).ok()?,
        Source::stream(&table.replace("\r\n", "\n").replace('\r', "\n")),
    ];
    let outcomes = doors.map(|door| loadtxt(door, &options).and_then(|array| repr(&array)));
    let shown = |outcome: &Outcome| match outcome {
        Ok(text) => text.clone(),
        Err(error) => error.to_string(),
    };
    let [first, second, third] = outcomes;
    assert_eq!(shown(&first), shown(&second), "{table:?} {options:?}");
    assert_eq!(shown(&first), shown(&third), "{table:?} {options:?}");
    Some(first)
}

fn dtype(value: &Value) -> Option<DType> {
    text(value).parse().ok()
}

fn loading(given: &Value) -> Option<LoadTxt> {
    let mut options = LoadTxt::default();
    for (name, value) in given.as_object()? {
        options = match name.as_str() {
            "dtype" => options.dtype(&dtype(value)?),
            "delimiter" => options.delimiter(text(value)),
            "comments" => options.comments(texts(value)),
            "quotechar" => options.quotechar(text(value)),
            "skiprows" => options.skiprows(value.as_u64()? as usize),
            "max_rows" => options.max_rows(value.as_u64()? as usize),
            "ndmin" => options.ndmin(value.as_i64()?),
            "usecols" => options.usecols(integers(value)),
            _ => return None,
        };
    }
    Some(options)
}

fn integers(value: &Value) -> Vec<isize> {
    match value {
        Value::Array(items) => items.iter().filter_map(Value::as_i64).map(|n| n as isize).collect(),
        one => one.as_i64().map(|n| n as isize).into_iter().collect(),
    }
}

fn read_with_gaps(table: &str, given: &Value) -> Option<Outcome> {
    let mut options = GenFromTxt::default();
    for (name, value) in given.as_object()? {
        options = match name.as_str() {
            "dtype" if value.is_null() => options.infer_dtype(),
            "dtype" => options.dtype(&dtype(value)?),
            "comments" => options.comments(value.as_str()),
            "delimiter" => options.delimiter(match value {
                Value::String(text) => Delimiter::Text(text.clone()),
                Value::Number(n) => Delimiter::Width(n.as_u64()? as usize),
                list => Delimiter::Widths(integers(list).iter().map(|&n| n as usize).collect()),
            }),
            "names" => options.names(match value {
                Value::Bool(_) => Names::FirstLine,
                Value::String(text) => Names::Given(text.split(',').map(str::to_owned).collect()),
                list => Names::Given(texts(list)),
            }),
            "missing_values" => options.missing_values(by_column(value, |value| {
                value.as_str().map(|text| text.split(',').map(str::to_owned).collect())
            })?),
            "filling_values" => options
                .filling_values(by_column(value, |v| v.as_i64().map(|n| Item::Int(n.into())))?),
            "usecols" => {
                let key = |item: &Value| match item {
                    Value::String(name) => Some(ColumnKey::Name(name.clone())),
                    other => other.as_i64().map(|n| ColumnKey::Index(n as isize)),
                };
                options.usecols(value.as_array()?.iter().map(key).collect::<Option<Vec<_>>>()?)
            }
            "skip_header" => options.skip_header(value.as_u64()? as usize),
            "skip_footer" => options.skip_footer(value.as_u64()? as usize),
            "max_rows" => options.max_rows(value.as_u64()? as usize),
            "ndmin" => options.ndmin(value.as_i64()?),
            "usemask" if value.as_bool()? => options.usemask(),
            "loose" if !value.as_bool()? => options.strict(),
            "invalid_raise" if !value.as_bool()? => options.drop_invalid(),
            "autostrip" if value.as_bool()? => options.autostrip(),
            "usemask" | "loose" | "invalid_raise" | "autostrip" => options,
            "case_sensitive" => options.case_sensitive(match value {
                Value::Bool(true) => Case::Keep,
                Value::Bool(false) => Case::Upper,
                other => match text(other) {
                    "upper" => Case::Upper,
                    "lower" => Case::Lower,
                    _ => return None,
                },
            }),
            "deletechars" => options.deletechars(text(value)),
            "replace_space" => options.replace_space(text(value)),
            "excludelist" => options.excludelist(texts(value)),
            "defaultfmt" => options.defaultfmt(text(value)),
            _ => return None,
        };
    }
    let universal = table.replace("\r\n", "\n").replace('\r', "\n");
    Some(genfromtxt(Source::stream(&universal), &options).and_then(|table| {
        let data = repr(&table.data)?;
        match &table.mask {
            None => Ok(data),
            Some(mask) => Ok(format!("{data} {}", repr(mask)?)),
        }
    }))
}

fn by_column<T>(value: &Value, one: impl Fn(&Value) -> Option<T>) -> Option<ForColumns<T>> {
    let Value::Array(items) = value else { return Some(ForColumns::All(one(value)?)) };
    if items.first().and_then(Value::as_str) != Some("by") {
        return Some(ForColumns::Each(items.iter().map(one).collect::<Option<_>>()?));
    }
    let pair = |pair: &Value| {
        let key = pair[0].as_i64().map(|n| ColumnKey::Index(n as isize));
        Some((key, one(&pair[1])?))
    };
    Some(ForColumns::By(items[1..].iter().map(pair).collect::<Option<_>>()?))
}

fn read_matches(table: &str, options: &Value) -> Option<Outcome> {
    let dtype = dtype(&options["dtype"])?;
    Some(fromregex(table, text(&options["regexp"]), &dtype).and_then(|array| repr(&array)))
}

/// The array is read by `loadtxt`'s own converters, which other cases try.
fn write(values: &Value, given: &Value) -> Option<Outcome> {
    let dtype = dtype(&values["dtype"])?;
    let mut items = String::new();
    for item in values["items"].as_array()? {
        match item {
            Value::Bool(x) => items.push(if *x { '1' } else { '0' }),
            other => items.push_str(text(other)),
        }
        items.push_str(";\n");
    }
    let reading = LoadTxt::default().dtype(&dtype).delimiter(";").usecols([0]).ndmin(1);
    let reading = reading.comments(Vec::<String>::new());
    let array = loadtxt(Source::text(items), &reading).ok()?;
    let shape: Vec<isize> = integers(&values["shape"]);
    let array = array.reshape(&shape[..]).ok()?;
    let mut options = SaveTxt::default();
    for (name, value) in given.as_object()? {
        options = match (name.as_str(), value) {
            ("fmt", Value::Array(_)) => options.column_fmt(texts(value)),
            ("fmt", one) => options.fmt(text(one)),
            ("delimiter", one) => options.delimiter(text(one)),
            ("newline", one) => options.newline(text(one)),
            ("header", one) => options.header(text(one)),
            ("footer", one) => options.footer(text(one)),
            ("comments", one) => options.comments(text(one)),
            _ => return None,
        };
    }
    let mut out = Vec::new();
    let done = savetxt(&mut out, &array, &options);
    Some(done.map(|()| out.into_iter().map(char::from).collect()))
}
