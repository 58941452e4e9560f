//! Records by field, business days, and the methods that scalars share with arrays.

use ndstrata_eval::{Scope, evaluate};

#[track_caller]
fn check(expression: &str, expected: &str) {
    let shown = evaluate(expression, &mut Scope::new())
        .and_then(|value| value.to_repr(&Default::default()))
        .unwrap_or_else(|error| error.to_string());
    assert_eq!(shown, expected, "{expression}");
}

#[test]
fn records_agree_with_numpy() {
    let a = "a = np.array([(1, 2.), (3, 4.)], [('a', 'i4'), ('b', 'f8')]); ";
    let rec = "np.lib.recfunctions.";
    let check = |call: &str, expected: &str| check(&format!("{a}{rec}{call}"), expected);
    check("drop_fields(a, 'a')", "array([(2.,), (4.,)], dtype=[('b', '<f8')])");
    check("structured_to_unstructured(a)", "array([[1., 2.],\n       [3., 4.]])");
    check(
        "rename_fields(a, {'a': 'x'})",
        "array([(1, 2.), (3, 4.)], dtype=[('x', '<i4'), ('b', '<f8')])",
    );
    check(
        "append_fields(a, 'c', [5, 6], usemask=False)",
        "array([(1, 2., 5), (3, 4., 6)],\n      dtype=[('a', '<i4'), ('b', '<f8'), ('c', '<i8')])",
    );
    check(
        "join_by('a', a, a, usemask=False)",
        "array([(1, 2., 2.), (3, 4., 4.)],\n      dtype=[('a', '<i4'), ('b1', '<f8'), ('b2', '<f8')])",
    );
    check(
        "merge_arrays((np.array([1, 2]), np.array([10, 20, 30])))",
        "array([( 1, 10), ( 2, 20), (-1, 30)], dtype=[('f0', '<i8'), ('f1', '<i8')])",
    );
    check("get_names(a.dtype)", "('a', 'b')");
}

#[test]
fn business_days_agree_with_numpy() {
    check(
        "np.busday_offset('2011-10-01', [1, 2], 'following')",
        "array(['2011-10-04', '2011-10-05'], dtype='datetime64[D]')",
    );
    check("np.busday_count('2011-01', '2011-02')", "np.int64(21)");
    check(
        "np.is_busday(['2011-07-01', '2011-07-02'], holidays=['2011-07-01'])",
        "array([False, False])",
    );
    check("np.busday_offset('2011-10', 0)", "ValueError: Non-business day date in busday_offset");
}

#[test]
fn objects_agree_with_numpy() {
    check("np.float64(1.5).reshape(1)", "array([1.5])");
    check("np.float64(1.5).squeeze()", "np.float64(1.5)");
    check("np.lib.array_utils.normalize_axis_tuple((0, -3), 3)", "ValueError: repeated axis");
    check("np.dtype('i4') < np.dtype('i8')", "True");
    check("np.ones(2, 'U')", "array(['1', '1'], dtype='<U1')");
    check("np.isscalar(np.float64(1))", "True");
    check("np.float32(0.75).as_integer_ratio()", "(3, 4)");
    check("np.float64(2).is_integer()", "True");
    check("np.int8(-127).bit_count()", "7");
    check("np.str_('a') == 'a'", "True");
}
