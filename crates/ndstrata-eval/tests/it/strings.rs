//! `numpy.strings` and `numpy.char` by name.

use ndstrata_eval::{Scope, evaluate};

#[track_caller]
fn check(expression: &str, expected: &str) {
    let found = match evaluate(expression, &mut Scope::new()) {
        Ok(value) => value.to_repr(&Default::default()).unwrap_or_else(|error| error.to_string()),
        Err(error) => error.to_string(),
    };
    assert_eq!(found, expected, "{expression}");
}

#[test]
fn functions_of_text_agree_with_numpy() {
    check("np.strings.add(['a', 'bc'], 'd')", "array(['ad', 'bcd'], dtype='<U3')");
    check("np.strings.upper('aß')", "array('AS', dtype='<U2')");
    check("np.strings.str_len('abc')", "np.int64(3)");
    check(
        "np.strings.center(['a'], [3, 10], ['x', 'y'])",
        "array(['xax', 'yyyyayyyyy'], dtype='<U10')",
    );
    check("np.strings.slice(['hello'], None, None, -1)", "array(['olleh'], dtype='<U5')");
    check("np.strings.replace(['aaa'], 'a', 'b', [1, 2])", "array(['baa', 'bba'], dtype='<U3')");
    check("np.strings.mod(['%d', '%s'], [1, 2])", "array(['1', '2'], dtype='<U1')");
    check(
        "np.char.partition(['abc', 'd'], 'b')",
        "array([['a', 'b', 'c'],\n       ['d', '', '']], dtype='<U1')",
    );
    check("np.char.equal(['a '], ['a'])", "array([ True])");
    check("np.add('a', 'b')", "np.str_('ab')");
    check(
        "np.strings.find(['abc'], b'b')",
        "UFuncTypeError: ufunc 'find' did not contain a loop with signature matching types (<class 'numpy.dtypes.StrDType'>, <class 'numpy.dtypes.BytesDType'>) -> None",
    );
    check("np.strings.index(['abc'], 'x')", "ValueError: substring not found");
}
