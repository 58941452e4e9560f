//! Arrays of class `chararray`: text whose elements end before white space, to operators, indices and
//! `repr`.

use ndstrata_array::{PrintOptions, array_repr_as};
use ndstrata_dtype::{DType, Kind};

use crate::array_ref::{ArrayClass, ArrayRef};
use crate::coerce::as_array_of;
use crate::error::{Error, Result};
use crate::registry::{self, Arguments, Entry};
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[(
    "np.char.chararray",
    "shape, itemsize=1, unicode=False, buffer=None, offset=0, strides=None, order='C'",
    chararray,
)];

/// An array over a buffer, or of empty texts.
fn chararray(a: &Arguments<'_>) -> Result<Value> {
    let width = usize::try_from(a.int("itemsize")?)
        .map_err(|_| Error::value_error("invalid itemsize in generic type tuple"))?;
    let is_text = a.truth("unicode")?;
    let unit = if is_text { 4 } else { 1 };
    if width > i32::MAX as usize / unit {
        return Err(Error::value_error("invalid itemsize in generic type tuple"));
    }
    let given = |name: &str| a.value(name).clone();
    // Text holds its characters as an array of it does.
    let buffer = match a.value("buffer") {
        text @ Value::Str(_) => registry::call("np.array", vec![text.clone()], vec![])?,
        buffer => buffer.clone(),
    };
    let dtype = if is_text { DType::str(width) } else { DType::bytes(width) };
    let args = vec![
        given("shape"),
        dtype.into(),
        buffer,
        given("offset"),
        given("strides"),
        given("order"),
    ];
    registry::call("np.ndarray", args, vec![]).map(of_chars)
}

/// What an operator gives for operands one of which is a character array, where that answers for itself.
pub(super) fn operated(operator: &str, operands: &[Value]) -> Option<Result<Value>> {
    let [x, y] = operands else { return None };
    let (function, is_swapped) = match operator {
        "operator.eq" => ("np.char.equal", false),
        "operator.ne" => ("np.char.not_equal", false),
        "operator.lt" => ("np.char.less", false),
        "operator.le" => ("np.char.less_equal", false),
        "operator.gt" => ("np.char.greater", false),
        "operator.ge" => ("np.char.greater_equal", false),
        "operator.add" => ("np.char.add", false),
        "operator.mul" => ("np.char.multiply", !is_chars(x)),
        "operator.mod" if is_chars(x) => ("np.char.mod", false),
        _ => return None,
    };
    if !is_chars(x) && !is_chars(y) {
        return None;
    }
    let (x, y) = if is_swapped { (y, x) } else { (x, y) };
    Some(registry::call(function, vec![x.clone(), y.clone()], vec![]).map(of_chars))
}

fn is_chars(value: &Value) -> bool {
    matches!(value, Value::Array(array) if array.class() == ArrayClass::Chars)
}

/// An array of text as a character array.
pub(super) fn of_chars(value: Value) -> Value {
    match value {
        Value::Array(array) if matches!(array.get().dtype().kind(), Kind::Str | Kind::Bytes) => {
            Value::Array(array.with_class(ArrayClass::Chars))
        }
        other => other,
    }
}

/// An element as Python's own text, without the white space at its end.
pub(super) fn element(item: Value) -> Result<Value> {
    let text = match item {
        Value::Scalar(scalar) => Value::from_scalar(&scalar)?,
        other => other,
    };
    Ok(match text {
        Value::Bytes(bytes) => {
            let is_space = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0x0b;
            let kept = bytes.iter().rposition(|byte| !is_space(byte)).map_or(0, |last| last + 1);
            Value::from(bytes[..kept].to_vec())
        }
        Value::Str(text) => {
            let mut units: Vec<u32> = text.code_points().collect();
            let is_space = |unit: u32| {
                char::from_u32(unit).is_some_and(char::is_whitespace)
                    || (0x1c..=0x1f).contains(&unit)
            };
            while units.last().is_some_and(|&unit| is_space(unit)) {
                units.pop();
            }
            Value::Str(ndstrata_dtype::literal::PyStr::from_code_points(units))
        }
        other => other,
    })
}

/// The array with the elements that its user sees.
pub(crate) fn seen(array: &ArrayRef) -> Result<ndstrata_array::DynArray> {
    fn trimmed(value: &Value) -> Result<Value> {
        match value {
            Value::List(items) => {
                Ok(Value::List(items.iter().map(trimmed).collect::<Result<_>>()?))
            }
            item => element(item.clone()),
        }
    }
    let whole = array.get();
    if whole.size() == 0 {
        return Ok(whole);
    }
    let items = registry::call("ndarray.tolist", vec![whole.clone().into()], vec![])?;
    as_array_of(&trimmed(&items)?, Some(whole.dtype()))
}

/// What `repr` shows of a character array.
pub(crate) fn repr(array: &ArrayRef, options: &PrintOptions) -> Result<String> {
    Ok(array_repr_as(&seen(array)?, "chararray", options)?)
}

#[cfg(test)]
mod tests {
    use crate::{Scope, evaluate};

    #[test]
    fn character_arrays_answer_as_numpys() {
        for (expression, expected) in [
            (
                r"np.char.array([b'12 \t 3 ', b'ab '])",
                r"chararray([b'12 \t 3', b'ab'], dtype='|S7')",
            ),
            (
                "np.char.chararray((2,), 3, buffer=b'abcdef')",
                "chararray([b'abc', b'def'], dtype='|S3')",
            ),
            (
                "np.char.chararray(2, itemsize=1, buffer=b'xyz', offset=1)",
                "chararray([b'y', b'z'], dtype='|S1')",
            ),
            ("np.char.chararray(2, 3, True).dtype", "dtype('<U3')"),
            ("np.char.chararray(2, -1)", "ValueError"),
            ("np.pad(np.arange(3), [None, 1])", "TypeError"),
            (
                "np.recarray(2, formats='i4,f8', buf=np.zeros(24, 'i1'))",
                "rec.array([(0, 0.), (0, 0.)],\n          dtype=[('f0', '<i4'), ('f1', '<f8')])",
            ),
            ("np.char.array(['ab ', 'c'])[0]", "'ab'"),
            ("np.char.array(['ab ', 'c'])[:1]", "chararray(['ab'], dtype='<U3')"),
            ("np.char.array(['ab ', 'c']) == ['ab', 'c  ']", "array([ True,  True])"),
            ("np.char.array(['ab ', 'c']) < 'b'", "array([ True, False])"),
            ("np.char.array(['ab ', 'c']) + 'x'", "chararray(['ab x', 'cx'], dtype='<U4')"),
            ("'x' + np.char.array(['ab ', 'c'])", "chararray(['xab', 'xc'], dtype='<U4')"),
            ("2 * np.char.array(['ab', 'c'])", "chararray(['abab', 'cc'], dtype='<U4')"),
            (
                "np.char.array(['%d', '%s']) % np.array([1, 2])",
                "chararray(['1', '2'], dtype='<U1')",
            ),
            ("np.char.array(['ab', 'c']) * 2.5", "ValueError"),
            ("np.char.array([b'a']) == 1", "TypeError"),
            ("np.char.array([b'a']) + 1", "UFuncTypeError"),
            ("np.char.array([])", "chararray([], dtype='|S1')"),
            (
                "repr(np.char.array(['abc' * 8] * 4))[-50:]",
                r#""bcabcabcabcabcabcabcabc'],\n          dtype='<U24')""#,
            ),
        ] {
            let found = evaluate(expression, &mut Scope::new())
                .and_then(|value| value.to_repr(&ndstrata_array::PrintOptions::default()));
            let found = found.unwrap_or_else(|error| error.class().to_owned());
            assert_eq!(found, expected, "{expression}");
        }
    }
}
