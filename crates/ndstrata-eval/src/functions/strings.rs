//! `numpy.strings` and `numpy.char`: one table, and what differs between the two.

mod formatted;
mod split;
mod translation;

use ndstrata_array::{DynArray, Order, Relation, stack};
use ndstrata_dtype::{Casting, DType, Kind, can_cast};
use ndstrata_ufunc::strings::{self, Bounds, Codec, CodecErrors, Trailing};

use crate::coerce::{as_array, as_array_of};
use crate::error::{Error, Result};
use crate::registry::{Arguments, Body};
use crate::value::Value;

const UFUNC: &str = "x, /, out=None, *, where=True, casting='same_kind', order='K', dtype=None, \
                     subok=True, signature=None";
const BOUNDED: &str = "a, sub, start=0, end=None";

/// Functions that both modules have, in the same form.
const BOTH: &[(&str, &str, Body)] = &[
    ("isalnum", UFUNC, |a| ask(a, strings::isalnum)),
    ("isalpha", UFUNC, |a| ask(a, strings::isalpha)),
    ("isdecimal", UFUNC, |a| ask(a, strings::isdecimal)),
    ("isdigit", UFUNC, |a| ask(a, strings::isdigit)),
    ("islower", UFUNC, |a| ask(a, strings::islower)),
    ("isnumeric", UFUNC, |a| ask(a, strings::isnumeric)),
    ("isspace", UFUNC, |a| ask(a, strings::isspace)),
    ("istitle", UFUNC, |a| ask(a, strings::istitle)),
    ("isupper", UFUNC, |a| ask(a, strings::isupper)),
    ("str_len", UFUNC, |a| ask(a, strings::str_len)),
    ("find", BOUNDED, |a| search(a, "sub", strings::find)),
    ("rfind", BOUNDED, |a| search(a, "sub", strings::rfind)),
    ("index", BOUNDED, |a| search(a, "sub", strings::index)),
    ("rindex", BOUNDED, |a| search(a, "sub", strings::rindex)),
    ("count", BOUNDED, |a| search(a, "sub", strings::count)),
    ("startswith", "a, prefix, start=0, end=None", |a| search(a, "prefix", strings::startswith)),
    ("endswith", "a, suffix, start=0, end=None", |a| search(a, "suffix", strings::endswith)),
    ("strip", "a, chars=None", |a| strip(a, strings::strip)),
    ("lstrip", "a, chars=None", |a| strip(a, strings::lstrip)),
    ("rstrip", "a, chars=None", |a| strip(a, strings::rstrip)),
    ("upper", "a", |a| convert(a, strings::upper)),
    ("lower", "a", |a| convert(a, strings::lower)),
    ("swapcase", "a", |a| convert(a, strings::swapcase)),
    ("capitalize", "a", |a| convert(a, strings::capitalize)),
    ("title", "a", |a| convert(a, strings::title)),
    ("center", "a, width, fillchar=' '", |a| justify(a, strings::center)),
    ("ljust", "a, width, fillchar=' '", |a| justify(a, strings::ljust)),
    ("rjust", "a, width, fillchar=' '", |a| justify(a, strings::rjust)),
    ("zfill", "a, width", |a| {
        let (text, width) = (a.array("a")?, a.array("width")?);
        Ok(strings::zfill(&text.view(), &width.view())?.into())
    }),
    ("expandtabs", "a, tabsize=8", |a| {
        let (text, size) = (a.array("a")?, a.array("tabsize")?);
        Ok(strings::expandtabs(&text.view(), &size.view())?.into())
    }),
    ("replace", "a, old, new, count=-1", replace),
    ("encode", "a, encoding=None, errors=None", |a| recode(a, strings::encode)),
    ("decode", "a, encoding=None, errors=None", |a| recode(a, strings::decode)),
    ("translate", "a, table, deletechars=None", translation::translate),
    ("mod", "a, values", formatted::modulo),
    ("slice", "a, start=None, stop=no_value, step=None, /", slice),
];

const OWN: &[(&str, &str, Body)] = &[
    ("np.strings.multiply", "a, i", multiply),
    ("np.char.multiply", "a, i", |a| {
        multiply(a).map_err(|error| match error.class() {
            "TypeError" | "UFuncTypeError" => Error::value_error("Can only multiply by integers"),
            _ => error,
        })
    }),
    ("np.strings.partition", "a, sep", |a| {
        Ok(Value::Tuple(parts(a, strings::partition)?.map(Value::from).to_vec()))
    }),
    ("np.strings.rpartition", "a, sep", |a| {
        Ok(Value::Tuple(parts(a, strings::rpartition)?.map(Value::from).to_vec()))
    }),
    ("np.char.add", "x1, x2", |a| {
        let (x1, x2) = (a.array("x1")?, a.array("x2")?);
        Ok(Value::from_result(strings::add(&x1.view(), &x2.view())?))
    }),
    ("np.char.partition", "a, sep", |a| stacked(parts(a, strings::partition)?)),
    ("np.char.rpartition", "a, sep", |a| stacked(parts(a, strings::rpartition)?)),
    ("np.char.join", "sep, seq", |a| {
        let (sep, seq) = (a.array("sep")?, a.array("seq")?);
        check_joined(&sep, &seq)?;
        Ok(strings::join(&sep.view(), &seq.view())?.into())
    }),
    ("np.char.split", "a, sep=None, maxsplit=None", split::split),
    ("np.char.rsplit", "a, sep=None, maxsplit=None", split::rsplit),
    ("np.char.splitlines", "a, keepends=None", split::splitlines),
    ("np.char.array", "obj, itemsize=None, copy=True, unicode=None, order=None", |a| {
        char_array(a).map(super::char_arrays::of_chars)
    }),
    ("np.char.asarray", "obj, itemsize=None, unicode=None, order=None", |a| {
        char_array(a).map(super::char_arrays::of_chars)
    }),
    ("np.char.compare_chararrays", COMPARE, compare),
    ("np.compare_chararrays", COMPARE, compare),
    ("np.char.equal", "x1, x2", |a| compare_as(a, Relation::Equal)),
    ("np.char.not_equal", "x1, x2", |a| compare_as(a, Relation::NotEqual)),
    ("np.char.less", "x1, x2", |a| compare_as(a, Relation::Less)),
    ("np.char.less_equal", "x1, x2", |a| compare_as(a, Relation::LessEqual)),
    ("np.char.greater", "x1, x2", |a| compare_as(a, Relation::Greater)),
    ("np.char.greater_equal", "x1, x2", |a| compare_as(a, Relation::GreaterEqual)),
];

const COMPARE: &str = "a1, a2, cmp, rstrip, /";

/// The lines of both modules, and the methods of character arrays, which are `numpy.char`'s.
pub(crate) fn entries() -> impl Iterator<Item = (String, &'static str, Body)> {
    const MODULES: &[&str] = &["np.strings", "np.char", "chararray"];
    let both = MODULES.iter().flat_map(|module| {
        BOTH.iter()
            .filter(move |(name, ..)| *module == "np.strings" || *name != "slice")
            .map(move |&(name, signature, body)| (format!("{module}.{name}"), signature, body))
    });
    let own = OWN.iter().map(|&(name, signature, body)| (name.to_owned(), signature, body));
    let methods = OWN.iter().filter_map(|&(name, signature, body)| {
        const METHODS: &[&str] =
            &["partition", "rpartition", "join", "split", "rsplit", "splitlines"];
        let method = name.strip_prefix("np.char.").filter(|method| METHODS.contains(method))?;
        Some((format!("chararray.{method}"), signature, body))
    });
    // A character array is an array, so its methods are found there too.
    const FUNCTIONS: &[&str] = &["str_len", "mod", "slice"];
    let of_arrays = BOTH
        .iter()
        .filter(|(name, ..)| !FUNCTIONS.contains(name))
        .map(|&(name, signature, body)| (format!("ndarray.{name}"), signature, body));
    let words = OWN.iter().filter_map(|&(name, signature, body)| {
        const METHODS: &[&str] = &["rpartition", "join", "split", "rsplit", "splitlines"];
        let method = name.strip_prefix("np.char.").filter(|method| METHODS.contains(method))?;
        Some((format!("ndarray.{method}"), signature, body))
    });
    both.chain(own).chain(methods).chain(of_arrays).chain(words)
}

type Unary = fn(&ndstrata_array::DynView<'_>) -> ndstrata_ufunc::Result<DynArray>;

/// A universal function of one operand.
fn ask(a: &Arguments<'_>, function: Unary) -> Result<Value> {
    let mask = super::ufunc::mask(a)?;
    for name in ["dtype", "signature"] {
        if a.optional(name).is_some() {
            return Err(Error::new(
                "UFuncTypeError",
                format!("ufunc '{}' did not contain such a loop", a.function()),
            ));
        }
    }
    let found = function(&a.array("x")?.view())?;
    let out = match a.value("out") {
        Value::None => {
            if mask.is_some() {
                return Err(Error::unsupported("where= without out= is not supported here"));
            }
            return Ok(Value::from_result(found));
        }
        Value::Tuple(items) if items.len() == 1 => items[0].clone(),
        one => one.clone(),
    };
    let Value::Array(out) = out else {
        return Err(Error::type_error("return arrays must be of ArrayType"));
    };
    let (from, to) = (found.dtype().clone(), out.get().dtype().clone());
    if !can_cast(&from, &to, Casting::SameKind) {
        return Err(Error::new(
            "UFuncTypeError",
            format!(
                "Cannot cast ufunc '{}' output from {from:?} to {to:?} with casting rule \
                 'same_kind'",
                a.function().rsplit('.').next().unwrap_or_default()
            ),
        ));
    }
    out.update(|mut view| {
        match &mask {
            None => view.assign(&found.view())?,
            Some(mask) => {
                let mask = mask.view().broadcast_to(found.shape())?.copy(Order::C)?;
                let index = [mask.into()];
                view.set(&index, &found.index(&index)?.view())?;
            }
        }
        Ok(())
    })?;
    Ok(Value::Array(out))
}

/// A function that keeps arrays without axes.
fn convert(a: &Arguments<'_>, function: Unary) -> Result<Value> {
    Ok(function(&a.array("a")?.view())?.into())
}

fn search(
    a: &Arguments<'_>,
    sub: &str,
    function: fn(
        &ndstrata_array::DynView<'_>,
        &ndstrata_array::DynView<'_>,
        &Bounds,
    ) -> ndstrata_ufunc::Result<DynArray>,
) -> Result<Value> {
    let (text, sub) = (a.array("a")?, a.array(sub)?);
    let given = || -> Result<Bounds> {
        let bounds = Bounds::default().start(bound(a.value("start"))?);
        Ok(match a.optional("end") {
            Some(end) => bounds.end(bound(end)?),
            None => bounds,
        })
    };
    let bounds = match given() {
        Ok(bounds) => bounds,
        Err(error) => {
            // Operands that no loop takes are said first.
            strings::find(&text.view(), &sub.view(), &Bounds::default())?;
            return Err(error);
        }
    };
    Ok(Value::from_result(function(&text.view(), &sub.view(), &bounds)?))
}

/// An operand that counts: Python's integers must fit into 64 bits.
fn bound(value: &Value) -> Result<DynArray> {
    match value {
        Value::Int(_) => as_array_of(&Value::from(crate::registry::int(value)?), None),
        Value::None => Err(Error::new(
            "UFuncTypeError",
            "Cannot cast ufunc input from dtype('O') to dtype('int64') with casting rule \
             'same_kind'",
        )),
        value => as_array(value),
    }
}

fn strip(
    a: &Arguments<'_>,
    function: fn(
        &ndstrata_array::DynView<'_>,
        Option<&ndstrata_array::DynView<'_>>,
    ) -> ndstrata_ufunc::Result<DynArray>,
) -> Result<Value> {
    let text = a.array("a")?;
    let chars = a.optional("chars").map(as_array).transpose()?;
    let chars = chars.as_ref().map(DynArray::view);
    Ok(Value::from_result(function(&text.view(), chars.as_ref())?))
}

fn justify(
    a: &Arguments<'_>,
    function: fn(
        &ndstrata_array::DynView<'_>,
        &ndstrata_array::DynView<'_>,
        &ndstrata_array::DynView<'_>,
    ) -> ndstrata_ufunc::Result<DynArray>,
) -> Result<Value> {
    let (text, width, filler) = (a.array("a")?, a.array("width")?, a.array("fillchar")?);
    Ok(function(&text.view(), &width.view(), &filler.view())?.into())
}

/// Python joins the items of a text; those of bytes are integers.
fn check_joined(sep: &DynArray, seq: &DynArray) -> Result<()> {
    let is_bytes = |array: &DynArray| array.dtype().kind() == Kind::Bytes;
    let message = match (is_bytes(sep), is_bytes(seq)) {
        (true, true) => "expected a bytes-like object, int found",
        (true, false) => "expected a bytes-like object, str found",
        (false, true) => "expected str instance, int found",
        (false, false) => return Ok(()),
    };
    if sep.size() > 0 && strings::str_len(&seq.view())?.to_vec::<i64>()?.iter().any(|&n| n > 0) {
        return Err(Error::type_error(format!("sequence item 0: {message}")));
    }
    Ok(())
}

fn replace(a: &Arguments<'_>) -> Result<Value> {
    let text = a.array("a")?;
    // What has no type of its own takes that of the text.
    let operand = |name: &str| -> Result<DynArray> {
        match a.value(name) {
            Value::Array(array) => Ok(array.get()),
            Value::Scalar(scalar) => Ok(scalar.to_array()?),
            value => {
                let array = as_array(value)?;
                let fits = array.dtype().kind() == text.dtype().kind();
                // Text as wide as the type is cut, as it is in NumPy; no width is any.
                let is_kept = fits && text.dtype().itemsize() == 0;
                if is_kept { Ok(array) } else { Ok(array.astype(text.dtype())?) }
            }
        }
    };
    let count = match a.value("count") {
        Value::None => as_array(&Value::from(-1_i64))?,
        value => as_array(value)?,
    };
    if !count.dtype().kind().is_integer() {
        return Err(Error::type_error(format!(
            "unsupported type {} for operand 'count'",
            count.dtype()
        )));
    }
    let (old, new) = (operand("old")?, operand("new")?);
    Ok(strings::replace(&text.view(), &old.view(), &new.view(), &count.view())?.into())
}

fn multiply(a: &Arguments<'_>) -> Result<Value> {
    Ok(strings::multiply(&a.array("a")?.view(), &a.array("i")?.view())?.into())
}

fn parts(
    a: &Arguments<'_>,
    function: fn(
        &ndstrata_array::DynView<'_>,
        &ndstrata_array::DynView<'_>,
    ) -> ndstrata_ufunc::Result<[DynArray; 3]>,
) -> Result<[DynArray; 3]> {
    let (text, sep) = (a.array("a")?, a.array("sep")?);
    Ok(function(&text.view(), &sep.view())?)
}

fn stacked(parts: [DynArray; 3]) -> Result<Value> {
    Ok(stack(&parts.each_ref().map(DynArray::view), -1)?.into())
}

fn slice(a: &Arguments<'_>) -> Result<Value> {
    let (start, stop) = match a.is_given("stop") {
        true => (a.value("start"), a.value("stop")),
        false => (&Value::None, a.value("start")),
    };
    let given = |value: &Value| match value {
        Value::None => Ok(None),
        value => bound(value).map(Some),
    };
    let text = a.array("a")?;
    let step = a.optional("step").map(as_array).transpose()?;
    let step = step.as_ref().map(DynArray::view);
    let (start, stop) = match given(start).and_then(|start| Ok((start, given(stop)?))) {
        Ok(bounds) => bounds,
        Err(error) => {
            // What is wrong with the step is said first.
            strings::slice(&text.view(), None, None, step.as_ref())?;
            return Err(error);
        }
    };
    let (start, stop) = (start.as_ref().map(DynArray::view), stop.as_ref().map(DynArray::view));
    Ok(Value::from_result(strings::slice(
        &text.view(),
        start.as_ref(),
        stop.as_ref(),
        step.as_ref(),
    )?))
}

type Recode =
    fn(&ndstrata_array::DynView<'_>, Codec, CodecErrors) -> ndstrata_ufunc::Result<DynArray>;

fn recode(a: &Arguments<'_>, function: Recode) -> Result<Value> {
    let named = |name: &str| match a.value(name) {
        Value::None => Ok(None),
        value => value.as_str().map(Some).ok_or_else(|| {
            Error::type_error(format!(
                "{}() argument '{name}' must be str, not {}",
                a.function().rsplit('.').next().unwrap_or_default(),
                value.type_name()
            ))
        }),
    };
    let array = a.array("a")?;
    // What is no text of the right kind is said first.
    let nothing = DynArray::zeros(&[0], array.dtype(), Order::C)?;
    function(&nothing.view(), Codec::Utf8, CodecErrors::Strict)?;
    // An encoding that is left out leaves out what is said of errors too.
    let encoding = named("encoding")?;
    let errors = named("errors")?.filter(|_| encoding.is_some());
    let codec = encoding.map_or(Ok(Codec::Utf8), str::parse)?;
    match errors.map_or(Ok(CodecErrors::Strict), str::parse::<CodecErrors>) {
        Ok(errors) => Ok(function(&array.view(), codec, errors)?.into()),
        // Python looks a handler up where there is something to handle.
        Err(unknown) => match function(&array.view(), codec, CodecErrors::Strict) {
            Ok(made) => Ok(made.into()),
            Err(error) if error.numpy_class().starts_with("Unicode") => Err(unknown.into()),
            Err(error) => Err(error.into()),
        },
    }
}

fn compare(a: &Arguments<'_>) -> Result<Value> {
    let relation = match a.value("cmp").as_str() {
        Some("==") => Relation::Equal,
        Some("!=") => Relation::NotEqual,
        Some("<") => Relation::Less,
        Some("<=") => Relation::LessEqual,
        Some(">") => Relation::Greater,
        Some(">=") => Relation::GreaterEqual,
        None => {
            return Err(Error::type_error(format!(
                "a bytes-like object is required, not '{}'",
                a.value("cmp").type_name()
            )));
        }
        _ => {
            return Err(Error::value_error("comparison must be '==', '!=', '<', '>', '<=', '>='"));
        }
    };
    let trailing = if a.truth("rstrip")? { Trailing::Strip } else { Trailing::Compare };
    let (a1, a2) = (a.array("a1")?, a.array("a2")?);
    Ok(strings::compare_chararrays(&a1.view(), &a2.view(), relation, trailing)?.into())
}

fn compare_as(a: &Arguments<'_>, relation: Relation) -> Result<Value> {
    let (x1, x2) = (a.array("x1")?, a.array("x2")?);
    Ok(strings::compare_chararrays(&x1.view(), &x2.view(), relation, Trailing::Strip)?.into())
}

/// What `np.char.array` makes of a value: an array of text, of a width if one is given.
fn char_array(a: &Arguments<'_>) -> Result<Value> {
    let itemsize = a.optional_int("itemsize")?;
    let width = itemsize
        .map(|n| usize::try_from(n).map_err(|_| Error::value_error("negative itemsize")))
        .transpose()?;
    let unicode = a.optional("unicode").map(|_| a.truth("unicode")).transpose()?;
    let of_width = |is_unicode: bool, n| if is_unicode { DType::str(n) } else { DType::bytes(n) };
    let text_len = match a.value("obj") {
        Value::Str(text) => Some((text.len(), true)),
        Value::Bytes(bytes) => Some((bytes.len(), false)),
        _ => None,
    };
    if let Some((len, is_text)) = text_len {
        let width = width.unwrap_or(len);
        if width == 0 {
            return Err(Error::new("ZeroDivisionError", "integer division or modulo by zero"));
        }
        let dtype = of_width(unicode.unwrap_or(is_text), width);
        let one = as_array(a.value("obj"))?.astype(&dtype)?;
        return Ok(one.view().broadcast_to(&[len / width])?.copy(Order::C)?.into());
    }
    let array = match a.value("obj") {
        Value::Array(array) => array.get(),
        value => as_array(value)?,
    };
    let is_text = matches!(array.dtype().kind(), Kind::Bytes | Kind::Str);
    if is_text {
        let found = array.dtype().kind() == Kind::Str;
        let own = if found { array.itemsize() / 4 } else { array.itemsize() };
        let is_asarray = a.function().ends_with("asarray");
        if is_asarray && width.unwrap_or(own) == array.itemsize() {
            return Ok(a.derive("obj", array));
        }
        let dtype = of_width(unicode.unwrap_or(found), width.unwrap_or(own));
        return Ok(array.astype(&dtype)?.into());
    }
    let dtype = of_width(unicode.unwrap_or(false), width.unwrap_or(0));
    match a.value("obj") {
        // Elements as Python's own values, which need what room they need.
        Value::Array(_) => {
            let items =
                crate::registry::call("ndarray.tolist", vec![a.value("obj").clone()], vec![]);
            match items {
                Ok(items) => Ok(as_array_of(&items, Some(&dtype))?.into()),
                Err(_) => Ok(array.astype(&dtype)?.into()),
            }
        }
        value => Ok(as_array_of(value, Some(&dtype))?.into()),
    }
}
