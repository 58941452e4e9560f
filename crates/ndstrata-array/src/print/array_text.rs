//! The text of whole arrays: [`array2string`], [`array_repr`], [`array_str`] and `Display`.

use std::fmt;

use ndstrata_dtype::literal::{repr_bytes, repr_code_points};
use ndstrata_dtype::{DType, ElementType, Kind, Record, TypeClass};

use super::brackets::Frame;
use super::datum::Datum;
use super::element_format::{ElementFormat, Setting};
use super::elements::Elements;
use super::error::Result;
use super::options::{Legacy, PrintOptions};
use super::real::Real;
use super::scalar::{names_types, write_repr, write_str};
use crate::{DynBase, Scalar, Storage};

/// How [`array2string`] places an array's text; `Default` is NumPy's default.
#[derive(Clone, Debug)]
pub struct Array2String {
    options: PrintOptions,
    separator: String,
    prefix: String,
    suffix: String,
}

impl Default for Array2String {
    fn default() -> Array2String {
        Array2String::new(PrintOptions::default())
    }
}

impl Array2String {
    /// Elements written by `options`, separated by a space.
    pub fn new(options: PrintOptions) -> Array2String {
        Array2String {
            options,
            separator: " ".to_owned(),
            prefix: String::new(),
            suffix: String::new(),
        }
    }

    /// What stands between elements; a space by default.
    pub fn separator(mut self, separator: impl Into<String>) -> Array2String {
        self.separator = separator.into();
        self
    }

    /// What will stand before the text: later lines are indented by its length.
    pub fn prefix(mut self, prefix: impl Into<String>) -> Array2String {
        self.prefix = prefix.into();
        self
    }

    /// What will stand after the text: lines are shorter by its length.
    pub fn suffix(mut self, suffix: impl Into<String>) -> Array2String {
        self.suffix = suffix.into();
        self
    }
}

/// The elements of an array in brackets.
///
/// NumPy: [numpy.array2string](https://numpy.org/doc/stable/reference/generated/numpy.array2string.html).
///
/// # Errors
///
/// For Python objects and `long double`s, and for float options that cannot be met.
///
/// # Example
/// ```
/// use ndstrata_array::{Array2String, DynArray, PrintOptions, array2string};
/// let x = DynArray::from_vec(vec![1e-16, 1.0, 2.0, 3.0]);
/// let options = PrintOptions::default().precision(2).suppress(true);
/// let text = array2string(&x, &Array2String::new(options).separator(","))?;
/// assert_eq!(text, "[0.,1.,2.,3.]");
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
pub fn array2string<S: Storage>(a: &DynBase<S>, how: &Array2String) -> crate::Result<String> {
    if let Some(text) = lone_item(a, &how.options, true)? {
        return Ok(text);
    }
    Ok(text_of(&Elements::of(a), how)?)
}

/// What Python's `repr` shows of an array: `array([1, 2], dtype=int8)`.
///
/// NumPy: [numpy.array_repr](https://numpy.org/doc/stable/reference/generated/numpy.array_repr.html).
///
/// # Errors
///
/// As [`array2string`].
///
/// # Example
/// ```
/// use ndstrata_array::{DynArray, PrintOptions, array_repr};
/// let x = DynArray::from_vec(vec![1u8, 2, 3]);
/// assert_eq!(array_repr(&x, &PrintOptions::default())?, "array([1, 2, 3], dtype=uint8)");
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
pub fn array_repr<S: Storage>(a: &DynBase<S>, options: &PrintOptions) -> crate::Result<String> {
    array_repr_as(a, "array", options)
}

/// As [`array_repr`], of an array of a class of another name: `matrix([[1, 2]])`.
///
/// NumPy: [numpy.array_repr](https://numpy.org/doc/stable/reference/generated/numpy.array_repr.html).
///
/// # Errors
///
/// As [`array2string`].
///
/// # Example
/// ```
/// use ndstrata_array::{DynArray, PrintOptions, array_repr_as};
/// let x = DynArray::from_vec(vec![1u8, 2]).reshape(&[1, 2])?;
/// let text = array_repr_as(&x, "matrix", &PrintOptions::default())?;
/// assert_eq!(text, "matrix([[1, 2]], dtype=uint8)");
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
pub fn array_repr_as<S: Storage>(
    a: &DynBase<S>,
    class: &str,
    options: &PrintOptions,
) -> crate::Result<String> {
    let prefix = format!("{class}(");
    let elements = Elements::of(a);
    let how = Array2String::new(options.clone()).separator(", ").prefix(&*prefix).suffix(")");
    let text = match lone_item(a, options, true)? {
        Some(text) => text,
        None => text_of(&elements, &how)?,
    };
    let size = elements.size();
    let mut extras = Vec::new();
    if (size == 0 && a.shape() != [0]) || (size > options.threshold && options.legacy.is_none()) {
        extras.push(format!("shape={}", tuple(a.shape())));
    }
    let is_old_bool = options.is_oldest() && a.dtype().kind() == Kind::Bool;
    if size == 0 || !is_implied(a.dtype()) || is_old_bool {
        extras.push(format!("dtype={}", short_repr(a.dtype(), options.legacy)));
    }
    if extras.is_empty() {
        return Ok(format!("{prefix}{text})"));
    }
    let extras = extras.join(", ");
    // The extras go on a line of their own where they do not fit behind the last one.
    let last_line = match text.rsplit_once('\n') {
        Some((_, last)) => last.chars().count(),
        None => prefix.len() + text.chars().count(),
    };
    let is_flexible = matches!(a.dtype().kind(), Kind::Bytes | Kind::Str | Kind::Void);
    let fits = match options.is_oldest() {
        true => !is_flexible,
        false => last_line + ", )".len() + extras.chars().count() <= options.linewidth,
    };
    let gap = if fits { " ".to_owned() } else { format!("\n{:1$}", "", prefix.len()) };
    Ok(format!("{prefix}{text},{gap}{extras})"))
}

/// What Python's `str` shows of an array: its elements in brackets, or the one element of an array
/// without axes as a scalar is shown.
///
/// NumPy: [numpy.array_str](https://numpy.org/doc/stable/reference/generated/numpy.array_str.html).
///
/// # Errors
///
/// As [`array2string`].
///
/// # Example
/// ```
/// use ndstrata_array::{DynArray, PrintOptions, array_str};
/// let x = DynArray::from_vec(vec![1.5, -2.0]);
/// assert_eq!(array_str(&x, &PrintOptions::default())?, "[ 1.5 -2. ]");
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
pub fn array_str<S: Storage>(a: &DynBase<S>, options: &PrintOptions) -> crate::Result<String> {
    if let Some(text) = lone_item(a, options, false)? {
        return Ok(text);
    }
    match a.dtype().class() {
        _ if a.ndim() > 0 => array2string(a, &Array2String::new(options.clone())),
        // Python's `str` of bytes would warn, so that NumPy asks for their `repr`.
        TypeClass::Bytes(_) => scalar_repr(a, options),
        _ => scalar_str(a, options),
    }
}

/// What Python's `str` shows of the NumPy scalar that is the first element, such as `1.5`.
///
/// NumPy: [numpy.generic](https://numpy.org/doc/stable/reference/arrays.scalars.html). The options
/// matter for records only. An array without elements is shown as `[]`.
///
/// # Errors
///
/// As [`array2string`].
pub fn scalar_str<S: Storage>(a: &DynBase<S>, options: &PrintOptions) -> crate::Result<String> {
    let elements = Elements::of(a);
    let Some(bytes) = elements.all().map(|all| all.bytes()) else {
        return Ok("[]".to_owned());
    };
    let mut out = String::new();
    match a.dtype().class() {
        TypeClass::Record(_) => {
            let setting = Setting { options, lone: names_types(options.legacy) };
            ElementFormat::new(&elements, setting)?.write(&mut out, bytes)?;
        }
        _ => write_str(&mut out, &Datum::read(a.dtype(), bytes)?, options.legacy)?,
    }
    Ok(out)
}

/// What Python's `repr` shows of the NumPy scalar that is the first element, such as
/// `np.float64(1.5)`.
///
/// NumPy: [numpy.generic](https://numpy.org/doc/stable/reference/arrays.scalars.html). The options
/// matter for records only. An array without elements is shown as `array([])`.
///
/// # Errors
///
/// As [`array2string`].
///
/// # Example
/// ```
/// use ndstrata_array::{DynArray, PrintOptions, scalar_repr};
/// let x = DynArray::from_vec(vec![1.5f32]);
/// assert_eq!(scalar_repr(&x, &PrintOptions::default())?, "np.float32(1.5)");
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
pub fn scalar_repr<S: Storage>(a: &DynBase<S>, options: &PrintOptions) -> crate::Result<String> {
    let elements = Elements::of(a);
    let Some(bytes) = elements.all().map(|all| all.bytes()) else {
        return array_repr(a, options);
    };
    if let TypeClass::Record(record) = a.dtype().class() {
        let value = scalar_str(a, options)?;
        if !names_types(options.legacy) {
            return Ok(value);
        }
        let class = if a.dtype().is_record_class() { "record" } else { "void" };
        // Without the class, which stands before the bracket.
        let plain = DType::record(Record::clone(record));
        return Ok(format!("np.{class}({value}, dtype={plain})"));
    }
    let mut out = String::new();
    write_repr(&mut out, &Datum::read(a.dtype(), bytes)?, a.dtype(), options.legacy)?;
    Ok(out)
}

fn text_of(elements: &Elements<'_>, how: &Array2String) -> Result<String> {
    let options = &how.options;
    let Some(all) = elements.all() else { return Ok("[]".to_owned()) };
    let summary = (elements.size() > options.threshold).then_some(options.edgeitems);
    let setting = Setting { options, lone: false };
    let format = match summary {
        Some(items) => ElementFormat::new(&elements.corners(items), setting)?,
        None => ElementFormat::new(elements, setting)?,
    };
    let indent = 1 + how.prefix.chars().count();
    let suffix = if options.is_oldest() { 0 } else { how.suffix.chars().count() as isize };
    let width = options.linewidth.min(isize::MAX as usize / 2) as isize - suffix;
    let is_oldest = options.is_oldest();
    Frame { format: &format, separator: &how.separator, summary, is_oldest }
        .write(all, indent, width)
}

/// The one element of an array without axes as release 1.13 showed it: as Python's own value.
fn lone_item<S: Storage>(
    a: &DynBase<S>,
    options: &PrintOptions,
    is_repr: bool,
) -> crate::Result<Option<String>> {
    if !options.is_oldest() || a.ndim() > 0 || matches!(a.dtype().class(), TypeClass::Record(_)) {
        return Ok(None);
    }
    let elements = Elements::of(a);
    let Some(bytes) = elements.all().map(|all| all.bytes()) else { return Ok(None) };
    let datum = Datum::read(a.dtype(), bytes)?;
    // Python's floats are doubles.
    let datum = match datum {
        Datum::Float(x) => Datum::Float(Real::F64(x.to_f64())),
        Datum::Complex { re, im } => {
            Datum::Complex { re: Real::F64(re.to_f64()), im: Real::F64(im.to_f64()) }
        }
        other => other,
    };
    let mut out = String::new();
    match &datum {
        Datum::Str(points) if is_repr => {
            out.push_str(&repr_code_points(points.iter().copied()).to_string());
        }
        Datum::Bytes(bytes) => out.push_str(&repr_bytes(bytes).to_string()),
        datum => write_str(&mut out, datum, None)?,
    }
    Ok(Some(out))
}

/// A shape as Python writes it: `(2, 3)`, `(2,)`.
fn tuple(shape: &[usize]) -> String {
    match shape {
        [n] => format!("({n},)"),
        _ => {
            let lengths: Vec<String> = shape.iter().map(usize::to_string).collect();
            format!("({})", lengths.join(", "))
        }
    }
}

/// Whether the elements' text alone says the type.
fn is_implied(dtype: &DType) -> bool {
    use ElementType::{Bool, Complex128, Float64, Int64};
    let typeless = matches!(dtype.element_type(), Some(Bool | Int64 | Float64 | Complex128));
    // C's `long long` is another type, as wide as it may be.
    typeless && dtype.is_native() && dtype.char() != 'q'
}

/// A type as it is written behind `dtype=`.
fn short_repr(dtype: &DType, release: Option<Legacy>) -> String {
    match dtype.class() {
        TypeClass::Record(_) if release.is_some_and(|release| release <= Legacy::V1_21) => {
            return without_spaces(&dtype.to_string());
        }
        TypeClass::Record(_) => return dtype.to_string(),
        TypeClass::Bytes(_) | TypeClass::Str(_) | TypeClass::Void(_) => {
            return format!("'{dtype}'");
        }
        _ if !dtype.is_native() => return format!("'{dtype}'"),
        _ => {}
    }
    let name = dtype.name();
    let is_identifier = name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_identifier { name } else { format!("'{name}'") }
}

/// A type's text as releases up to 1.21 wrote it: no space after the colons of a dictionary, nor after
/// the commas of the lists in it.
fn without_spaces(text: &str) -> String {
    let mut out = String::new();
    let mut brackets: Vec<char> = Vec::new();
    let mut quote: Option<char> = None;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        out.push(c);
        match (quote, c) {
            (Some(_), '\\') => out.extend(chars.next()),
            (Some(open), c) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, '{' | '[' | '(') => brackets.push(c),
            (None, '}' | ']' | ')') => {
                brackets.pop();
            }
            (None, ':') if brackets.last() == Some(&'{') => {
                chars.next_if_eq(&' ');
            }
            (None, ',') if brackets.ends_with(&['{', '[']) => {
                chars.next_if_eq(&' ');
            }
            _ => {}
        }
    }
    out
}

/// As NumPy's `str`; a precision (`{:.3}`) is the precision of the floats.
impl<S: Storage> fmt::Display for DynBase<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(f, |options| array_str(self, options))
    }
}

/// As NumPy's `repr`; a precision (`{:.3?}`) is the precision of the floats.
impl<S: Storage> fmt::Debug for DynBase<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(f, |options| array_repr(self, options))
    }
}

/// As NumPy's `str` of a scalar.
impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(f, |options| scalar_str(&self.view()?, options))
    }
}

fn show(
    f: &mut fmt::Formatter<'_>,
    text: impl FnOnce(&PrintOptions) -> crate::Result<String>,
) -> fmt::Result {
    let options = PrintOptions::default();
    let options = match f.precision() {
        Some(digits) => options.precision(digits),
        None => options,
    };
    match text(&options) {
        Ok(text) => f.write_str(&text),
        // What cannot be printed says so, as an error of `fmt` would panic in `to_string`.
        Err(error) => write!(f, "<{error}>"),
    }
}
