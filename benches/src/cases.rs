//! Cases that both sides read from `cases/<area>.txt`; NumPy's twin, which tells the format, is `numpy/cases.py`.

use std::path::Path;

use criterion::Criterion;
use ndstrata_array::{DynArray, Order};
use ndstrata_dtype::DType;
use ndstrata_eval::{ArrayRef, Scope, Value, evaluate, registry};
use ndstrata_ufunc::{CallOptions, Operand, by_name};
use num_complex::Complex64;
use serde_json::{Value as Json, json};
use smallvec::SmallVec;

use crate::{bench, shape_and_digest};

/// Registers every case of every area.
pub fn all(criterion: &mut Criterion) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder of cases")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    for file in files {
        let area = file.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).expect("a text");
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            register(criterion, &area, line);
        }
    }
}

fn register(criterion: &mut Criterion, area: &str, line: &str) {
    let columns: Vec<&str> = line.split('|').map(str::trim).collect();
    let &[call, operands, layouts, sizes] = columns.as_slice() else { panic!("columns: {line}") };
    let (is_exact, call) = match call.strip_prefix('~') {
        Some(call) => (false, call),
        None => (true, call),
    };
    let operands: Vec<&str> = operands.split_whitespace().collect();
    let mut label = operands.clone();
    let mut seen = Vec::new();
    label.retain(|text| {
        !seen.contains(text) && {
            seen.push(*text);
            true
        }
    });
    for layout in layouts.split_whitespace() {
        for size in sizes.split_whitespace() {
            let title = call.replace(' ', ",");
            let id = format!("{area}/{title}/{}_{layout}_{size}/ndstrata", label.join("_"));
            let n = size.parse::<f64>().expect("a size") as usize;
            bench(
                criterion,
                &id,
                || Prepared::new(call, &operands, layout, n),
                |prepared| prepared.run(),
                |results| answer(results, is_exact),
            );
        }
    }
}

/// A call with its arguments made.
enum Prepared {
    Ufunc(&'static ndstrata_ufunc::Ufunc, Vec<Argument>),
    Function(String, Vec<Value>, Vec<(String, Value)>),
}

enum Argument {
    Array(DynArray),
    Number(Json),
}

impl Argument {
    fn operand(&self) -> Operand<'_> {
        match self {
            Argument::Array(array) => array.into(),
            Argument::Number(number) => match number.as_i64() {
                Some(number) => number.into(),
                None => number.as_f64().expect("a number").into(),
            },
        }
    }
}

enum Results {
    Arrays(SmallVec<[DynArray; 2]>),
    Value(Value),
}

impl Prepared {
    fn new(call: &str, operands: &[&str], layout: &str, n: usize) -> Prepared {
        let mut words = call.split_whitespace();
        let name = words.next().expect("a name");
        let arguments: Vec<Argument> = operands
            .iter()
            .enumerate()
            .map(|(k, text)| match text.strip_prefix('=') {
                Some(number) => Argument::Number(serde_json::from_str(number).expect("a number")),
                None => Argument::Array(operand(text, layout, n, k)),
            })
            .collect();
        if let Some(ufunc) = by_name(name) {
            return Prepared::Ufunc(ufunc, arguments);
        }
        let values = arguments.into_iter().map(|argument| match argument {
            Argument::Array(array) => Value::Array(ArrayRef::new(array)),
            Argument::Number(number) => python(&number),
        });
        let keywords = words.map(|word| {
            let (key, value) = word.split_once('=').expect("a keyword");
            let value = match value.parse::<i64>() {
                Ok(number) => number.into(),
                Err(_) => value.into(),
            };
            (key.to_owned(), value)
        });
        Prepared::Function(format!("np.{name}"), values.collect(), keywords.collect())
    }

    fn run(&self) -> Results {
        match self {
            Prepared::Ufunc(ufunc, arguments) => {
                let results = match arguments.as_slice() {
                    [x] => ufunc.call(&[x.operand()], CallOptions::new()),
                    [x, y] => ufunc.call(&[x.operand(), y.operand()], CallOptions::new()),
                    _ => panic!("{} takes one or two operands", ufunc.name()),
                };
                Results::Arrays(results.expect("results"))
            }
            Prepared::Function(name, arguments, keywords) => {
                let result = registry::call(name, arguments.clone(), keywords.clone());
                Results::Value(result.unwrap_or_else(|error| panic!("{name}: {error}")))
            }
        }
    }
}

fn python(number: &Json) -> Value {
    match number.as_i64() {
        Some(number) => number.into(),
        None => number.as_f64().expect("a number").into(),
    }
}

/// The shape that a layout needs of an operand for `n` elements, and what of it is used.
fn arrangement(layout: &str, n: usize, is_first: bool) -> (Vec<usize>, &'static str) {
    let rows = 10_usize.pow((n as f64).log10().round() as u32 / 2);
    let columns = n / rows;
    match (layout, is_first) {
        ("c", _) | ("reversed", false) => (vec![n], "x"),
        ("reversed", true) => (vec![n], "x[::-1]"),
        ("strided", _) => (vec![2 * n], "x[::2]"),
        ("matrix", _) | ("mixed", false) | ("row" | "column", true) => (vec![rows, columns], "x"),
        ("t" | "both", _) | ("mixed", true) => (vec![columns, rows], "x.T"),
        ("row", false) => (vec![columns], "x"),
        ("column", false) => (vec![rows, 1], "x"),
        ("tiny", _) => (vec![n / 3, 3], "x"),
        ("flat", _) => (vec![3, n / 3], "x"),
        _ => panic!("no layout {layout}"),
    }
}

fn operand(text: &str, layout: &str, n: usize, seed: usize) -> DynArray {
    let (mut shape, mut view) = arrangement(layout, n, seed == 0);
    let mut words = text.split(':');
    let dtype = words.next().unwrap_or_default();
    let (mut low, mut high) = if dtype == "b1" { (0.0, 2.0) } else { (1.0, 100.0) };
    for word in words.clone() {
        if let Some((from, to)) = word.split_once("..") {
            (low, high) = (from.parse().expect("a number"), to.parse().expect("a number"));
        } else if let Some(first) = word.strip_prefix("first") {
            (shape, view) = (vec![first.parse().expect("a count")], "x");
        }
    }
    let n: usize = shape.iter().product();
    let mut values = spread(n, seed, low, high);
    if !dtype.starts_with(['f', 'c']) {
        values.iter_mut().for_each(|value| *value = value.floor());
    }
    let to: DType = dtype.parse().expect("a data type");
    let array = if dtype.starts_with('c') {
        let imaginary = spread(n, seed + 100, low, high);
        let pairs = values.iter().zip(imaginary).map(|(&re, im)| Complex64::new(re, im));
        DynArray::from_vec(pairs.collect())
    } else {
        if words.clone().any(|word| word == "nan") {
            values.iter_mut().skip(3).step_by(10).for_each(|value| *value = f64::NAN);
        }
        if words.clone().any(|word| word == "sorted") {
            values.sort_by(f64::total_cmp);
        }
        DynArray::from_vec(values)
    };
    let dims: Vec<isize> = shape.iter().map(|&n| n as isize).collect();
    let array = array.astype(&to).and_then(|array| array.reshape_view(&dims, Order::C));
    let mut scope = Scope::new();
    scope.set("x", Value::Array(ArrayRef::new(array.expect("its size"))));
    let Ok(Value::Array(used)) = evaluate(view, &mut scope) else { panic!("{view} is an array") };
    used.get()
}

/// Numbers from `low` to `high`: bits mixed by multiplications and shifts (after MurmurHash3).
fn spread(n: usize, seed: usize, low: f64, high: f64) -> Vec<f64> {
    const WORD: u64 = 0xffff_ffff;
    let start = seed as u64 * 0x9e37_79b9 & WORD;
    (0..n as u64)
        .map(|i| {
            let mut h = (i + start).wrapping_mul(2_654_435_761) & WORD;
            h ^= h >> 15;
            h = h * 2_246_822_519 & WORD;
            h ^= h >> 13;
            h = h.wrapping_mul(3_266_489_917) & WORD;
            h ^= h >> 16;
            low + h as f64 / 4_294_967_296.0 * (high - low)
        })
        .collect()
}

fn answer(results: &Results, is_exact: bool) -> Json {
    match results {
        Results::Arrays(arrays) if arrays.len() == 1 => of_array(&arrays[0], is_exact),
        Results::Arrays(arrays) => arrays.iter().map(|array| of_array(array, is_exact)).collect(),
        Results::Value(value) => of_value(value, is_exact),
    }
}

pub(crate) fn of_value(value: &Value, is_exact: bool) -> Json {
    match value {
        Value::Tuple(items) | Value::List(items) => {
            items.iter().map(|item| of_value(item, is_exact)).collect()
        }
        Value::Named(named) => named.fields.iter().map(|(_, v)| of_value(v, is_exact)).collect(),
        value => of_array(&ndstrata_eval::as_array(value).expect("an array"), is_exact),
    }
}

fn of_array(array: &DynArray, is_exact: bool) -> Json {
    if is_exact {
        return shape_and_digest(&array.view());
    }
    let precision = match array.dtype().itemsize() {
        2 => 2e-3,
        4 => 2e-6,
        8 if *array.dtype() == DType::COMPLEX64 => 2e-6,
        _ => 1e-12,
    };
    let wide = array.astype(&DType::COMPLEX128).and_then(|wide| wide.to_vec::<Complex64>());
    let mut finite = wide.expect("numbers");
    finite.retain(|z| z.is_finite());
    // Sums of sums, as one long sum would lose more than the answers may differ by.
    let total: Complex64 = finite.chunks(1024).map(|part| part.iter().sum::<Complex64>()).sum();
    let size: f64 =
        finite.chunks(1024).map(|part| part.iter().map(|z| z.norm()).sum::<f64>()).sum();
    json!({
        "shape": array.shape(),
        "finite": finite.len(),
        "sum": [total.re, total.im],
        "within": size * precision,
    })
}
