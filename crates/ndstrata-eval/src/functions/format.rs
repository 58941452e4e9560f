//! `format(value, spec)`: Python's format language, for its own values and NumPy's scalars.

use ndstrata_array::Scalar;
use ndstrata_dtype::literal::repr_float;
use ndstrata_dtype::{Complex, DType, Kind};
use num_bigint::{BigInt, Sign};
use num_traits::ToPrimitive;

use super::print_options::current;
use crate::error::{Error, Result};
use crate::registry::{Arguments, Entry};
use crate::value::Value;

mod number;
mod spec;

use number::{Digits, float_digits, group};
use spec::{Align, FormatSpec};

pub(super) const TABLE: &[Entry] = &[("format", "value, format_spec='', /", format)];

fn format(a: &Arguments<'_>) -> Result<Value> {
    Ok(formatted(a.value("value"), a.text("format_spec")?)?.into())
}

fn formatted(value: &Value, spec: &str) -> Result<String> {
    match value {
        Value::Scalar(scalar) => return formatted(&python_value(scalar)?, spec),
        Value::Array(array) if array.get().ndim() == 0 => {
            let scalar = array.get().scalar_at(&[])?;
            return formatted(&python_value(&scalar)?, spec);
        }
        _ if spec.is_empty() => return value.to_text(&current()?),
        _ => {}
    }
    let parsed = || FormatSpec::parse(spec);
    match value {
        Value::Bool(x) => integer(&BigInt::from(*x), &parsed()?),
        Value::Int(x) => integer(x, &parsed()?),
        Value::Float(x) => float(*x, &parsed()?),
        Value::Complex(x) => complex(*x, &parsed()?),
        Value::Str(text) => self::text(text.as_str().unwrap_or_default(), &parsed()?),
        other => Err(Error::type_error(format!(
            "unsupported format string passed to {}.__format__",
            other.type_name()
        ))),
    }
}

/// The value of Python's own that a scalar is formatted as; text where there is no number.
fn python_value(scalar: &Scalar) -> Result<Value> {
    let array = scalar.to_array()?;
    Ok(match scalar.dtype().kind() {
        Kind::Bool => Value::Bool(array.astype(&DType::BOOL)?.get(&[])?),
        Kind::SignedInteger => Value::Int(array.astype(&DType::INT64)?.get::<i64>(&[])?.into()),
        Kind::UnsignedInteger => Value::Int(array.astype(&DType::UINT64)?.get::<u64>(&[])?.into()),
        Kind::Float => Value::Float(array.astype(&DType::FLOAT64)?.get(&[])?),
        Kind::Complex => Value::Complex(array.astype(&DType::COMPLEX128)?.get(&[])?),
        _ => Value::Scalar(scalar.clone()).to_text(&current()?)?.into(),
    })
}

#[cold]
fn unknown_code(code: char, type_name: &str) -> Error {
    Error::value_error(format!("Unknown format code '{code}' for object of type '{type_name}'"))
}

fn text(text: &str, spec: &FormatSpec) -> Result<String> {
    match spec.code {
        None | Some('s') => {}
        Some(code) => return Err(unknown_code(code, "str")),
    }
    if spec.sign.is_some() || spec.alternate || spec.grouping.is_some() {
        return Err(Error::value_error(
            "Sign, '#' or grouping not allowed in string format specifier",
        ));
    }
    if spec.align == Some(Align::AfterSign) {
        return Err(Error::value_error("'=' alignment not allowed in string format specifier"));
    }
    let cut: String = text.chars().take(spec.precision.unwrap_or(usize::MAX)).collect();
    spec.padded("", &cut, Align::Left)
}

fn integer(x: &BigInt, spec: &FormatSpec) -> Result<String> {
    let radix = match spec.code {
        None | Some('d' | 'n') => 10,
        Some('b') => 2,
        Some('o') => 8,
        Some('x' | 'X') => 16,
        Some('c') => {
            if spec.precision.is_some() || spec.sign.is_some() || spec.alternate {
                return Err(Error::value_error(
                    "Precision, sign and '#' are not allowed with integer format specifier 'c'",
                ));
            }
            let found = x
                .to_u32()
                .and_then(char::from_u32)
                .ok_or_else(|| Error::new("OverflowError", "%c arg not in range(0x110000)"))?;
            return spec.padded("", &found.to_string(), Align::Right);
        }
        Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') => {
            let x = x
                .to_f64()
                .filter(|x| x.is_finite())
                .ok_or_else(|| Error::new("OverflowError", "int too large to convert to float"))?;
            return float(x, spec);
        }
        Some(code) => return Err(unknown_code(code, "int")),
    };
    if spec.precision.is_some() {
        return Err(Error::value_error("Precision not allowed in integer format specifier"));
    }
    let is_negative = x.sign() == Sign::Minus;
    let mut digits = x.magnitude().to_str_radix(radix);
    let mut prefix = match spec.code {
        Some(code @ ('b' | 'o' | 'x' | 'X')) if spec.alternate => format!("0{code}"),
        _ => String::new(),
    };
    if spec.code == Some('X') {
        digits = digits.to_uppercase();
        prefix = prefix.to_uppercase();
    }
    let size = if radix == 10 { 3 } else { 4 };
    let prefix = format!("{}{prefix}", spec.sign_of(is_negative));
    number(&prefix, Digits { whole: digits, rest: String::new() }, size, spec)
}

fn float(x: f64, spec: &FormatSpec) -> Result<String> {
    let digits = float_digits(x.abs(), spec, "float")?;
    number(spec.sign_of(x.is_sign_negative() && !x.is_nan()), digits, 3, spec)
}

fn number(sign: &str, digits: Digits, group_size: usize, spec: &FormatSpec) -> Result<String> {
    // Zeros that fill are grouped with the digits.
    let fills = spec.fills_with_zeros();
    let taken = sign.chars().count() + digits.rest.chars().count();
    let room = if fills { spec.width.saturating_sub(taken) } else { 0 };
    let whole = match spec.grouping {
        Some(separator) if digits.whole.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            group(&digits.whole, separator, group_size, room)
        }
        _ => digits.whole,
    };
    spec.padded(sign, &format!("{whole}{}", digits.rest), Align::Right)
}

fn complex(x: Complex<f64>, spec: &FormatSpec) -> Result<String> {
    if spec.fill == '0' || spec.align == Some(Align::AfterSign) {
        return Err(Error::value_error(
            "Zero padding and '=' alignment are not allowed in complex format specifier",
        ));
    }
    if spec.code == Some('%') {
        return Err(unknown_code('%', "complex"));
    }
    let part = |x: f64, sign: Option<char>| -> Result<String> {
        let spec = FormatSpec { width: 0, sign, ..spec.clone() };
        if spec.code.is_some() {
            return float(x, &spec);
        }
        // Without a code, as `repr`, which shows whole parts without a point.
        let text = match spec.precision {
            Some(_) => float(x, &FormatSpec { code: Some('g'), ..spec })?,
            None => float(x, &spec)?,
        };
        let zeros = match (spec.alternate, spec.precision) {
            (false, _) => ".0",
            (true, None) => "0",
            (true, Some(_)) => return Ok(text),
        };
        let bare = text.strip_suffix(zeros).filter(|_| text.ends_with(".0"));
        Ok(bare.map(str::to_owned).unwrap_or(text))
    };
    let is_bare = spec.code.is_none();
    let whole = if is_bare && x.re == 0.0 && x.re.is_sign_positive() {
        part(x.im, spec.sign)? + "j"
    } else {
        let parts = format!("{}{}j", part(x.re, spec.sign)?, part(x.im, Some('+'))?);
        if is_bare { format!("({parts})") } else { parts }
    };
    spec.padded("", &whole, Align::Right)
}

/// The shortest digits, for numbers without a code.
fn shortest(x: f64) -> String {
    repr_float(x)
}

#[cfg(test)]
mod tests {
    use crate::{Scope, evaluate};

    #[test]
    fn texts_are_those_of_python() {
        for (call, expected) in [
            ("format(np.float64(1.5), '.3f')", "1.500"),
            ("format(np.zeros(1), '')", "[0.]"),
            ("format(np.zeros(1), '.3f')", "TypeError"),
            ("format(np.zeros(()), '.3f')", "0.000"),
            ("format(1.5, '>10.2e')", "  1.50e+00"),
            ("format(5, '08b')", "00000101"),
            ("format(-255, '#x')", "-0xff"),
            ("format(1234567, ',')", "1,234,567"),
            ("format(1234, '010,')", "00,001,234"),
            ("format(1234567.891, '_.2f')", "1_234_567.89"),
            ("format(-3, '=+6')", "-    3"),
            ("format(3, '*^+7d')", "**+3***"),
            ("format(65, 'c')", "A"),
            ("format(0.1234, '.1%')", "12.3%"),
            ("format(1e20, 'g')", "1e+20"),
            ("format(123456.0, '.3g')", "1.23e+05"),
            ("format(0.0001, '#.3g')", "0.000100"),
            ("format(1e16, '')", "1e+16"),
            ("format(1.0, '5')", "  1.0"),
            ("format(10.0, '.1')", "1e+01"),
            ("format(np.nan, '+')", "+nan"),
            ("format(-np.inf, '08')", "-0000inf"),
            ("format('x', '>5')", "    x"),
            ("format('abcdef', '.3')", "abc"),
            ("format('x', 'd')", "ValueError"),
            ("format(5, '.3')", "ValueError"),
            ("format(5, '.')", "ValueError"),
            ("format(5, 'zz')", "ValueError"),
            ("format(None, 'x')", "TypeError"),
            ("format(np.dtype('f8'), '')", "float64"),
            ("format(True, '5')", "    1"),
            ("format(True, '')", "True"),
            ("format(1+2j, '.2f')", "1.00+2.00j"),
            ("format(5, '99999999999999999999')", "ValueError"),
            ("format(5, '099999999999,')", "MemoryError"),
        ] {
            let found = evaluate(call, &mut Scope::new());
            let text = match &found {
                Ok(value) => value.as_str().unwrap_or_default(),
                Err(error) => error.class(),
            };
            assert_eq!(text, expected, "{call}");
        }
    }
}
