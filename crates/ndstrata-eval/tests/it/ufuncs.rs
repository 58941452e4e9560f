//! Universal functions, their attributes and their floating-point errors, against what NumPy answered.

use ndstrata_eval::registry::{Context, with_context};
use ndstrata_eval::{Scope, evaluate};

fn shown(text: &str) -> String {
    evaluate(text, &mut Scope::new())
        .and_then(|value| value.to_repr(&Default::default()))
        .unwrap_or_else(|error| error.to_string())
}

#[test]
fn numpy_answers_the_same() {
    for (text, expected) in CASES {
        assert_eq!(shown(text), *expected, "{text}");
    }
}

#[test]
fn numpy_raises_the_same_where_all_errors_are_raised() {
    let context =
        Context { error_state: vec![("all".to_owned(), "raise".to_owned())], ..Context::default() };
    for (text, expected) in RAISED {
        assert_eq!(with_context(&context, || shown(text)), *expected, "{text}");
    }
}

/// Statements, and what Python shows of the last, or the error.
#[rustfmt::skip]
const CASES: &[(&str, &str)] = &[
    ("np.minimum.reduce(np.zeros((0, 0)))", "ValueError: zero-size array to reduction operation minimum which has no identity"),
    ("np.divide.reduce(np.zeros((2, 0, 0)), axis=1)", "ValueError: zero-size array to reduction operation divide which has no identity"),
    ("np.maximum.reduce(np.zeros((3, 0)))", "array([], dtype=float64)"),
    ("np.add([1], 2, dtype='>i8')", DETAILS),
    ("np.add.reduce([1], dtype='m8[s]')", DETAILS),
    ("np.add([1], 2, signature=('S5', None, None))", DETAILS),
    ("np.add(1, 2, out=...)", "array(3)"),
    ("np.add(1, 2, ...)", "TypeError: out=... is only allowed as a keyword argument."),
    ("np.timedelta64(3, '[3D]')", "np.timedelta64(3,'3D')"),
    ("np.timedelta64(np.timedelta64(5, 'D'), 'M')", "TypeError: Cannot cast NumPy timedelta64 scalar from metadata [D] to [M] according to the rule 'same_kind'"),
    ("np.timedelta64(np.timedelta64(5, 's'), 'h')", "np.timedelta64(0,'h')"),
    ("np.timedelta64(np.timedelta64('NaT', 'D'), 'M')", "np.timedelta64('NaT','M')"),
    ("np.dtype(np.int8(9))", "dtype('int8')"),
    ("np.add.reduce([1, 2], out=...)", "array(3)"),
    ("np.add([1, 2], None)", "TypeError: unsupported operand type(s) for +: 'int' and 'NoneType'"),
    ("np.power(1.5, None)", "TypeError: unsupported operand type(s) for ** or pow(): 'float' and 'NoneType'"),
    ("np.maximum(None, 1)", "TypeError: '>=' not supported between instances of 'NoneType' and 'int'"),
    ("np.equal(3, None)", "np.False_"),
    ("np.negative(None)", "TypeError: bad operand type for unary -: 'NoneType'"),
    ("np.sin(None)", "TypeError: loop of ufunc does not support argument 0 of type NoneType which has no callable sin method"),
    ("np.isnan(None)", "TypeError: ufunc 'isnan' not supported for the input types, and the inputs could not be safely coerced to any supported types according to the casting rule ''safe''"),
    ("np.add(1, 2**63, dtype=object)", "9223372036854775809"),
    ("np.equal(2**200, -2**200, dtype=object)", "False"),
    ("[1, 2] * np.int8(2)", "[1, 2, 1, 2]"),
    ("[1, 2] * 2", "[1, 2, 1, 2]"),
    ("np.uint8(2) * 'ab'", "'abab'"),
    ("(1, 2) * np.float64(2)", "TypeError: can't multiply sequence by non-int of type 'numpy.float64'"),
    ("np.matmul.signature", "'(n?,k),(k,m?)->(n?,m?)'"),
    ("np.vecdot.nin", "2"),
    ("np.vecmat.nargs", "3"),
    ("np.matvec.identity", "None"),
    ("np.add.signature", "None"),
    ("np.array([1.0, 300]).astype('u1', casting='same_value')", "ValueError: could not cast 'same_value' double to ubyte"),
    ("np.array([2**53 + 1]).astype('f8', casting='same_value')", "ValueError: could not cast 'same_value' long to double"),
    ("np.array([1 + 1j]).astype('f8', casting='same_value')", "ValueError: could not cast 'same_value' cdouble to double: imag is not 0"),
    ("np.array([1.0, 200]).astype('u1', casting='same_value')", "array([  1, 200], dtype=uint8)"),
];

const DETAILS: &str = "TypeError: The `dtype` and `signature` arguments to ufuncs only select the general DType and not \
     details such as the byte order or time unit. You can avoid this error by using the scalar types `np.float64` or the \
     dtype string notation.";

#[rustfmt::skip]
const RAISED: &[(&str, &str)] = &[
    ("np.array(['70000']).astype('f2')", "FloatingPointError: overflow encountered in cast"),
    ("np.zeros(2, dtype='f2').fill(70000)", "FloatingPointError: overflow encountered in cast"),
    ("a = np.zeros(2, dtype='f4')\na[0] = np.float64(1e300)", "FloatingPointError: overflow encountered in cast"),
    ("np.copyto(np.zeros(2, dtype='i4'), np.array([np.nan, 1]), casting='unsafe')", "FloatingPointError: invalid value encountered in cast"),
    ("np.array([1e-4], dtype='f2') * np.array([1e-4], dtype='f2')", "FloatingPointError: underflow encountered in multiply"),
    ("np.nextafter(np.float16(65504), np.float16(np.inf))", "FloatingPointError: overflow encountered in nextafter"),
    ("np.spacing(np.float16(np.nan))", "FloatingPointError: invalid value encountered in spacing"),
];
