//! Text of arrays, scalars and numbers.

use std::sync::PoisonError;

use half::f16;
use ndstrata_array::{
    Array2String, DynArray, Positional, PrintOptions, Real, Scientific, Trim, array_repr,
    array_str, array2string, base_repr, binary_repr, format_float_positional,
    format_float_scientific,
};
use ndstrata_dtype::{DType, ElementType, Kind};
use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::formatter::{Fault, with_formatters};
use super::print_options::{changed, current, truth};
use crate::error::{Error, Result};
use crate::registry::{Arguments, Entry, int};
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    ("repr", "obj, /", |a| Ok(a.value("obj").to_repr(&current()?)?.into())),
    ("str", "object='', /", |a| Ok(a.value("object").to_text(&current()?)?.into())),
    (
        "np.array2string",
        "a, max_line_width=None, precision=None, suppress_small=None, separator=' ', prefix='', *, \
         formatter=None, threshold=None, edgeitems=None, sign=None, floatmode=None, suffix='', \
         legacy=None",
        |a| {
            const NAMES: &[&str] = &[
                "floatmode",
                "sign",
                "legacy",
                "threshold",
                "precision",
                "max_line_width",
                "suppress_small",
                "edgeitems",
            ];
            let (array, fault) = (printable(a, "a", "size")?, Fault::default());
            let options = options(a, NAMES)?;
            let options = with_formatters(options, a.value("formatter"), array.dtype(), &fault)?;
            let how = Array2String::new(options)
                .separator(a.text("separator")?)
                .prefix(a.text("prefix")?)
                .suffix(a.text("suffix")?);
            let text = array2string(&array, &how)?;
            match fault.lock().unwrap_or_else(PoisonError::into_inner).take() {
                Some(error) => Err(error),
                None => Ok(text.into()),
            }
        },
    ),
    ("np.array_repr", "arr, max_line_width=None, precision=None, suppress_small=None", |a| {
        let options = options(a, &["precision", "max_line_width", "suppress_small"])?;
        Ok(array_repr(&printable(a, "arr", "size")?, &options)?.into())
    }),
    ("np.array_str", "a, max_line_width=None, precision=None, suppress_small=None", |a| {
        let options = options(a, &["precision", "max_line_width", "suppress_small"])?;
        Ok(array_str(&printable(a, "a", "shape")?, &options)?.into())
    }),
    (
        "np.format_float_positional",
        "x, precision=None, unique=True, fractional=True, trim='k', sign=False, pad_left=None, \
         pad_right=None, min_digits=None",
        |a| {
            let how = Positional::default()
                .precision(digits(a, "precision")?)
                .pad_left(digits(a, "pad_left")?.unwrap_or(0))
                .pad_right(digits(a, "pad_right")?)
                .min_digits(digits(a, "min_digits")?)
                .fractional(truth(a.value("fractional")))
                .unique(truth(a.value("unique")))
                .sign(truth(a.value("sign")))
                .trim(trim(a)?);
            Ok(format_float_positional(real(a.value("x"))?, how)?.into())
        },
    ),
    (
        "np.format_float_scientific",
        "x, precision=None, unique=True, trim='k', sign=False, pad_left=None, exp_digits=None, \
         min_digits=None",
        |a| {
            let how = Scientific::default()
                .precision(digits(a, "precision")?)
                .pad_left(digits(a, "pad_left")?.unwrap_or(0))
                .exp_digits(digits(a, "exp_digits")?)
                .min_digits(digits(a, "min_digits")?)
                .unique(truth(a.value("unique")))
                .sign(truth(a.value("sign")))
                .trim(trim(a)?);
            Ok(format_float_scientific(real(a.value("x"))?, how)?.into())
        },
    ),
    ("np.base_repr", "number, base=2, padding=0", |a| {
        // A negative padding adds nothing, as text times a negative number.
        let padding = usize::try_from(a.int("padding")?).unwrap_or(0);
        Ok(base_repr(whole(a.value("number"))?, a.int("base")?, padding)?.into())
    }),
    ("np.binary_repr", "num, width=None", |a| {
        let number = match a.value("num") {
            Value::Float(_) => {
                return Err(Error::type_error(
                    "'float' object cannot be interpreted as an integer",
                ));
            }
            number => whole(number)?,
        };
        let width = a.optional_int("width")?.map(|width| usize::try_from(width).unwrap_or(0));
        Ok(binary_repr(number, width)?.into())
    }),
];

/// The options in force with those that the call names.
fn options(a: &Arguments<'_>, names: &[&str]) -> Result<PrintOptions> {
    names.iter().try_fold(current()?, |options, name| changed(options, name, a.value(name)))
}

/// An array or NumPy scalar; NumPy asks anything else for an attribute that it does not have.
fn printable(a: &Arguments<'_>, name: &str, attribute: &str) -> Result<DynArray> {
    match a.value(name) {
        Value::Array(array) => Ok(array.get()),
        Value::Scalar(scalar) => Ok(scalar.to_array()?),
        other => Err(Error::new(
            "AttributeError",
            format!("'{}' object has no attribute '{attribute}'", other.type_name()),
        )),
    }
}

fn digits(a: &Arguments<'_>, name: &str) -> Result<Option<usize>> {
    let digits = a.optional_int(name)?;
    let checked = digits.map(|n| {
        usize::try_from(n).map_err(|_| Error::value_error(format!("{name} must be >= 0")))
    });
    checked.transpose()
}

fn trim(a: &Arguments<'_>) -> Result<Trim> {
    let mut characters = a.value("trim").as_str().unwrap_or_default().chars();
    match (characters.next().and_then(Trim::from_char), characters.next()) {
        (Some(trim), None) => Ok(trim),
        _ => Err(Error::type_error("if supplied, trim must be 'k', '.', '0' or '-'")),
    }
}

/// A number as Python's `float`, but a NumPy float in its own width.
fn real(value: &Value) -> Result<Real> {
    let array = match value {
        Value::Float(x) => return Ok(Real::F64(*x)),
        Value::Bool(x) => return Ok(Real::F64(f64::from(*x))),
        Value::Int(x) => return large_to_float(x).map(Real::F64),
        Value::Scalar(scalar) => scalar.to_array()?,
        Value::Array(array) if array.get().ndim() == 0 => {
            return Ok(Real::F64(array.get().astype(&DType::FLOAT64)?.get::<f64>(&[])?));
        }
        Value::Array(_) => {
            return Err(Error::type_error(
                "only 0-dimensional arrays can be converted to Python scalars",
            ));
        }
        other => return Err(not_real(other.type_name())),
    };
    Ok(match array.dtype().element_type() {
        Some(ElementType::Float16) => Real::F16(array.get::<f16>(&[])?),
        Some(ElementType::Float32) => Real::F32(array.get::<f32>(&[])?),
        Some(_) => Real::F64(array.astype(&DType::FLOAT64)?.get::<f64>(&[])?),
        None if array.dtype().kind() == Kind::TimeDelta => {
            Real::F64(array.astype(&DType::INT64)?.get::<i64>(&[])? as f64)
        }
        None => return Err(not_real(&array.dtype().name())),
    })
}

fn large_to_float(x: &BigInt) -> Result<f64> {
    let float = x.to_f64().filter(|float| float.is_finite());
    float.ok_or_else(|| Error::new("OverflowError", "int too large to convert to float"))
}

fn not_real(type_name: &str) -> Error {
    Error::type_error(format!("must be real number, not {type_name}"))
}

/// A whole number; the whole part of a float.
fn whole(value: &Value) -> Result<i128> {
    match value {
        Value::Int(x) => x.to_i128().ok_or_else(|| {
            Error::unsupported("integers of more than 128 bits are not written in other bases")
        }),
        Value::Float(x) if x.is_finite() => Ok(*x as i128),
        Value::Scalar(scalar) if scalar.dtype() == &DType::UINT64 => {
            Ok(scalar.get::<u64>()?.into())
        }
        other => int(other).map(i128::from),
    }
}

#[cfg(test)]
mod tests {
    use crate::registry::{Context, with_context};
    use crate::{Scope, Value, evaluate};

    fn check(expression: &str, expected: &str) {
        let found = evaluate(expression, &mut Scope::new());
        let text = match &found {
            Ok(Value::Str(text)) => text.as_str().unwrap_or_default().to_owned(),
            Ok(other) => other.type_name().to_owned(),
            Err(error) => error.class().to_owned(),
        };
        assert_eq!(text, expected, "{expression}");
    }

    #[test]
    fn texts_and_errors_are_those_of_numpy() {
        const A: &str = "a = np.asarray([1.5, 2, 3])";
        for (call, expected) in [
            ("np.array2string(a)", "[1.5 2.  3. ]"),
            ("np.array2string(a, threshold=0, edgeitems=1)", "[1.5 ... 3. ]"),
            ("np.array2string(a, max_line_width=-1)", "[1.5\n 2.\n 3. ]"),
            ("np.array2string(a, threshold='x')", "TypeError"),
            ("np.array2string(a, threshold=np.nan)", "ValueError"),
            ("np.array2string(a, precision=2.5)", "TypeError"),
            ("np.array2string(a, sign='x')", "ValueError"),
            ("np.array2string(a, legacy='1.99')", "TypeError"),
            ("np.array2string([1, 2])", "AttributeError"),
            ("np.array2string(a, formatter={'float': str})", "[1.5 2.0 3.0]"),
            (
                "np.array2string(a.astype('>f4'), formatter={'all': repr, 'int': str})",
                "[np.float32(1.5) np.float32(2.0) np.float32(3.0)]",
            ),
            (
                "np.array2string(a, formatter={'float_kind': np.format_float_positional})",
                "[1.5 2. 3.]",
            ),
            ("np.array2string(a, formatter={'float': 'x'})", "TypeError"),
            ("np.array2string(a, formatter={'foo': str})", "[1.5 2.  3. ]"),
            ("np.array2string(a, formatter={'float': np.zeros})", "TypeError"),
            ("np.array_repr(a, precision=-1)", "ValueError"),
            ("np.format_float_positional(2**64)", "18446744073709552000."),
            ("np.format_float_positional(a)", "TypeError"),
            ("np.format_float_positional(1.5, trim='kk')", "TypeError"),
            ("np.format_float_positional(1.5, pad_left=-1)", "ValueError"),
            ("np.format_float_scientific(1.5, exp_digits=100)", "1.5e+00000"),
            ("np.base_repr(10, 16, -3)", "A"),
            ("np.base_repr(10, 37)", "ValueError"),
            ("np.binary_repr(3.5)", "TypeError"),
            ("np.binary_repr(-129, 8)", "ValueError"),
            ("repr(a)", "array([1.5, 2. , 3. ])"),
        ] {
            check(&format!("{A}; {call}"), expected);
        }
    }

    #[test]
    fn options_in_force_are_those_of_the_context() {
        let print_options = vec![("precision".to_owned(), Value::from(1_i64))];
        let context = Context { print_options, ..Context::default() };
        with_context(&context, || check("str(np.asarray([0.123, 1]))", "[0.1 1. ]"));
        check("str(np.asarray([0.123, 1]))", "[0.123 1.   ]");
    }
}
