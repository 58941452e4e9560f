//! `np.dtypes`: the classes of data types, called for a type of theirs.

use ndstrata_dtype::DType;

use crate::error::{Error, Result};
use crate::registry::{Arguments, Body};
use crate::value::Value;

/// A class, and a spelling of its type.
const CLASSES: &[(&str, &str)] = &[
    ("BoolDType", "?"),
    ("ByteDType", "b"),
    ("CLongDoubleDType", "G"),
    ("Complex128DType", "D"),
    ("Complex64DType", "F"),
    ("Float16DType", "e"),
    ("Float32DType", "f"),
    ("Float64DType", "d"),
    ("Int16DType", "i2"),
    ("Int32DType", "i4"),
    ("Int64DType", "i8"),
    ("Int8DType", "i1"),
    ("IntDType", "i"),
    ("LongDType", "l"),
    ("LongDoubleDType", "g"),
    ("LongLongDType", "q"),
    ("ObjectDType", "O"),
    ("ShortDType", "h"),
    ("UByteDType", "B"),
    ("UInt16DType", "u2"),
    ("UInt32DType", "u4"),
    ("UInt64DType", "u8"),
    ("UInt8DType", "u1"),
    ("UIntDType", "I"),
    ("ULongDType", "L"),
    ("ULongLongDType", "Q"),
    ("UShortDType", "H"),
];

/// Classes whose types no call makes.
const ABSTRACT: &[&str] = &["DateTime64DType", "TimeDelta64DType", "VoidDType"];

/// The lines of the registry.
pub(super) fn entries() -> impl Iterator<Item = (String, &'static str, Body)> {
    let line = |name: &str, body: Body| (format!("np.dtypes.{name}"), "*args, **options", body);
    let plain = CLASSES.iter().map(move |(name, _)| line(name, plain as Body));
    let texts = ["BytesDType", "StrDType"].into_iter().map(move |name| line(name, text as Body));
    let others = ABSTRACT.iter().map(move |name| line(name, refused as Body));
    plain.chain(texts).chain(others)
}

fn class<'a>(a: &'a Arguments<'_>) -> &'a str {
    a.function().trim_start_matches("np.dtypes.")
}

fn plain(a: &Arguments<'_>) -> Result<Value> {
    if !a.rest().is_empty() || !a.options().is_empty() {
        return Err(Error::type_error(
            "currently only the no-argument instantiation is supported; use `np.dtype` instead.",
        ));
    }
    let spelling = CLASSES.iter().find(|(name, _)| *name == class(a)).map_or("", |&(_, text)| text);
    Ok(spelling.parse::<DType>()?.into())
}

fn text(a: &Arguments<'_>) -> Result<Value> {
    let [width] = a.rest() else {
        return Err(Error::type_error(format!(
            "function takes exactly 1 positional argument ({} given)",
            a.rest().len()
        )));
    };
    let is_text = class(a) == "StrDType";
    let unit = if is_text { 4 } else { 1 };
    let given = crate::registry::int(width)?;
    if given < 0 {
        return Err(Error::value_error(format!(
            "Strings cannot have a negative size but a size of {given} was given"
        )));
    }
    let width = usize::try_from(given).ok().filter(|width| *width <= i32::MAX as usize / unit);
    let too_big = || Error::type_error("Strings too large to store inside array.");
    let width = width.ok_or_else(too_big)?;
    Ok(if is_text { DType::str(width) } else { DType::bytes(width) }.into())
}

fn refused(a: &Arguments<'_>) -> Result<Value> {
    Err(Error::type_error(format!(
        "Preliminary-API: Flexible/Parametric legacy DType '<class 'numpy.dtypes.{}'>' can only be \
         instantiated using `np.dtype(...)`",
        class(a)
    )))
}

#[cfg(test)]
mod tests {
    use crate::{Scope, evaluate};

    #[test]
    fn classes_make_their_types() {
        for (expression, expected) in [
            ("np.dtypes.Float64DType()", "dtype('float64')"),
            ("np.dtypes.LongDType() == np.dtype('i8')", "True"),
            ("np.dtypes.StrDType(3)", "dtype('<U3')"),
            ("np.dtypes.BytesDType(3)", "dtype('S3')"),
            ("np.dtypes.StrDType(-1)", "ValueError"),
            ("np.dtypes.StrDType(2**29)", "TypeError"),
            ("np.dtypes.StrDType()", "TypeError"),
            ("np.dtypes.Float64DType(3)", "TypeError"),
            ("np.dtypes.VoidDType()", "TypeError"),
            ("np.dtype('f8').type(20)", "np.float64(20.0)"),
            ("np.dtype('i1').type(128)", "OverflowError"),
            ("np.dtype('f8').type", "<class 'numpy.float64'>"),
        ] {
            let found = evaluate(expression, &mut Scope::new())
                .and_then(|value| value.to_repr(&ndstrata_array::PrintOptions::default()));
            let found = found.unwrap_or_else(|error| error.class().to_owned());
            assert_eq!(found, expected, "{expression}");
        }
    }
}
