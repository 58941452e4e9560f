//! What NumPy's own tests ask beside the functions that have a file here, against what NumPy printed.

use ndstrata_eval::{Scope, evaluate};

#[test]
fn numpy_prints_the_same() {
    for (text, expected) in CASES {
        let shown =
            evaluate(text, &mut Scope::new()).and_then(|value| value.to_repr(&Default::default()));
        let shown = shown.unwrap_or_else(|error| error.to_string());
        assert_eq!(shown, *expected, "{text}");
    }
}

/// Statements, and what Python shows of the last, or the error.
#[rustfmt::skip]
const CASES: &[(&str, &str)] = &[
    ("np.abs(np.array([complex(0, np.nan), complex(np.nan, 0), 0j, complex(np.inf, np.nan)]))", "array([nan, nan,  0., inf])"),
    ("np.abs(np.array([complex(0, np.nan), complex(np.nan, 0), 0j], 'c8'))", "array([nan, nan,  0.], dtype=float32)"),
    ("complex(1, 2j)", "(-1+0j)"),
    ("complex('1', 2)", "TypeError: complex() can't take second arg if first is a string"),
    ("np.array(['2003', 'NaT'], 'M8[Y]').tolist()", "[datetime.date(2003, 1, 1), None]"),
    ("np.datetime64(5, 'us').item()", "datetime.datetime(1970, 1, 1, 0, 0, 0, 5)"),
    ("np.timedelta64(-1, 'us').item()", "datetime.timedelta(days=-1, seconds=86399, microseconds=999999)"),
    ("np.datetime64(10**15, 's').item()", "1000000000000000"),
    ("np.array([(1, 2., '2003')], 'i4,f8,M8[Y]')[0].item()", "(1, 2.0, datetime.date(2003, 1, 1))"),
    ("np.histogram(np.array([1], 'f2'), bins=1, range=np.array([1.0000001192092896, 2], 'f4'))[0]", "array([0])"),
    ("np.histogramdd(np.ones((2, 4)), bins=[1, 0.99, 1, 1])", "ValueError: `bins[1]` must be positive, when an integer"),
    ("np.histogramdd(np.ones((2, 4)), bins=[1, 1, 1.5, 1])", "TypeError: `bins[2]` must be an integer, when a scalar"),
    ("np.vecdot(np.arange(8.).reshape(2, 2, 2), np.ones((2, 1, 2)), axes=[0, 2], keepdims=True)", "array([[[ 4.],\n        [ 6.]],\n\n       [[ 8.],\n        [10.]]])"),
    ("np.equal(np.array(['a', 'b'], 'S1'), np.array(['a', 'c']), signature='UU->?')", "array([ True, False])"),
    ("np.less(np.array(['a', 'b'], 'S1'), np.array(['a', 'c']), signature='SS->?', casting='unsafe')", "array([False,  True])"),
    ("np.less(np.array(['a', 'b'], 'S1'), np.array(['a', 'c']), signature='SS->?')", "UFuncTypeError: Cannot cast ufunc 'less' input 1 from dtype('<U1') to dtype('S1') with casting rule 'same_kind'"),
    ("np.zeros(1)[(True,) * 63].shape", "(1, 1)"),
    ("np.zeros(1)[(True,) * 64]", "IndexError: when no subspace is given, the number of index arrays cannot be above 63, but 64 index arrays found"),
    ("np.zeros(1)[(True,) * 65]", "IndexError: too many advanced (array) indices. This probably means you are indexing with too many booleans. (more than 64 found)"),
    ("a = np.zeros(2, 'f4'); np.copyto(a, 10**100, casting='unsafe'); a", "array([inf, inf], dtype=float32)"),
    ("np.bytes_(-2)", "np.bytes_(b'-2')"),
    ("np.char.mod(b'123%s', np.array([b' abc ', b'MixedCase']))", "array([b'123 abc ', b'123MixedCase'], dtype='|S12')"),
    ("np.str_('abc').upper()", "'ABC'"),
    ("np.str_('\\u0900').encode('utf-8')", "b'\\xe0\\xa4\\x80'"),
    ("np.bytes_(b'a,b').split(b',')", "[b'a', b'b']"),
    ("np.float64(0.5).astype('O')", "0.5"),
    ("np.arange(3).__array_wrap__(np.array(3, 'i1'))", "array(3, dtype=int8)"),
    ("np.arange(3).__array_wrap__(np.array(3, 'i1'), None, True)", "np.int8(3)"),
    ("np.float64(1).__array_wrap__(np.array(3, 'i1'))", "np.int8(3)"),
];
