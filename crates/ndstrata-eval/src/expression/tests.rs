//! Expressions against what Python prints for them.

use super::*;

#[track_caller]
fn check(text: &str, expected: &str) {
    let value = evaluate(text, &mut Scope::new()).unwrap();
    assert_eq!(value.to_repr(&Default::default()).unwrap(), expected);
}

#[track_caller]
fn check_error(text: &str, class: &str) {
    let error = evaluate(text, &mut Scope::new()).err().unwrap();
    assert_eq!(error.class(), class, "{error}");
}

#[test]
fn numbers_are_pythons() {
    check("2 ** 70 - 1", "1180591620717411303423");
    check("-2 ** 2", "-4");
    check("2 ** -1", "0.5");
    check("7 // -2, 7 % -2, -7 % 2", "(-4, -1, 1)");
    check("1 + 2j * 2", "(1+4j)");
    check("1 < 2 <= 2", "True");
    check("0x1f | 0b1 << 8", "287");
    check("-5.5 // 2", "-3.0");
    check("1_000 == 1e3", "True");
    check_error("1 / 0", "ZeroDivisionError");
    check_error("2 ** 10 ** 10", "OverflowError");
}

#[test]
fn values_are_written_as_in_python() {
    check("[1, 'a', b'b', None, ..., True]", "[1, 'a', b'b', None, Ellipsis, True]");
    check("(1,)", "(1,)");
    check("{'a': (1, 2.5)}", "{'a': (1, 2.5)}");
    check("a, b = 1, 2; (b, a)", "(2, 1)");
    check("[1, 2, 3][-1]", "3");
}

#[test]
fn views_write_through() {
    check("a = np.zeros(4); b = a[::2]; b[0] = 7; a", "array([7., 0., 0., 0.])");
    check("a = np.zeros((2, 2)); b = np.swapaxes(a, 0, 1); b[0] = 1; a[1, 0]", "np.float64(1.0)");
}

#[test]
fn indices_alone() {
    let value = index_value("::-1, ..., None, [0, 2], 3").unwrap();
    let text = value.to_repr(&Default::default()).unwrap();
    assert_eq!(text, "(slice(None, None, -1), Ellipsis, None, [0, 2], 3)");
    assert!(index_value("1:2:3:4").is_err());
    assert!(index_value("").is_err());
}

#[test]
fn what_is_no_expression_is_a_syntax_error() {
    for text in ["1 +", "(", "a b", "f(x=1, 2)", "[1", "1 = = 2", "$", "x[", "'a", "a.1"] {
        check_error(text, "SyntaxError");
    }
    check_error(&"(".repeat(100_000), "SyntaxError");
    check_error(&"-".repeat(100_000), "SyntaxError");
    check_error(&format!("a{}", "[0]".repeat(100_000)), "SyntaxError");
    check_error(&format!("1{}", "+1".repeat(30_000)), "SyntaxError");
    check_error("x", "NameError");
    check_error("np.no_such_function(1)", "AttributeError");
}

#[test]
fn matrices_multiply_as_matrices_do() {
    let show = |text: &str| {
        evaluate(text, &mut Scope::new()).and_then(|value| value.to_repr(&Default::default()))
    };
    assert_eq!(
        show("a = mat('1 2 3; 4 5 3'); a * a.T").unwrap(),
        "matrix([[14, 23],\n        [23, 50]])"
    );
    assert_eq!(
        show("a = mat('1 2 3; 4 5 3'); (a * a.T).I").unwrap(),
        "matrix([[ 0.29239766, -0.13450292],\n        [-0.13450292,  0.08187135]])"
    );
    assert_eq!(show("np.matrix([1, 2]) * 2").unwrap(), "matrix([[2, 4]])");
    assert_eq!(show("np.matrix('1 1; 1 0') ** 3").unwrap(), "matrix([[3, 2],\n        [2, 1]])");
    assert_eq!(show("np.matrix('1 1; 1 0') + 1").unwrap(), "matrix([[2, 2],\n        [2, 1]])");
    assert_eq!(show("np.matrix('1 2j').H.shape").unwrap(), "(2, 1)");
    assert_eq!(show("np.bmat([[mat('1'), mat('2')]]).A1").unwrap(), "array([1, 2])");
    let unequal = evaluate("mat('1 2; 3')", &mut Scope::new()).err().unwrap();
    assert_eq!(unequal.to_string(), "ValueError: Rows not the same size.");
}

#[test]
fn sequences_are_not_made_without_bound() {
    let doubled = format!("a = [0] * 2**20; {}len(a)", "a = a + a; ".repeat(12));
    check_error(&doubled, "MemoryError");
    check_error("a = [0] * 2**16; [a for i in range(2**16)]", "MemoryError");
    check_error("a = 'x' * 2**16; [a for i in range(2**16)]", "MemoryError");
    check_error("a = [0] * 2**16; [a] * 2**16", "MemoryError");
    check_error(&format!("a = [1]; {}a == a", "a = [a]; ".repeat(1000)), "RecursionError");
    check_error(&format!("[1 {}]", "for x in [1] ".repeat(5000)), "SyntaxError");
    // NaN is in no order: any answer, but an answer.
    check("len(sorted([(i * 7919 % 101) if i % 3 else np.nan for i in range(70)]))", "70");
}
