//! Shortcuts against the functions they belong to, asked the long way.

use super::*;
use crate::expression::{Scope, evaluate};
use crate::registry;

const NUMBERS: &[&str] = &[
    "np.int8(100)",
    "np.int8(-128)",
    "np.uint8(200)",
    "np.int16(-7)",
    "np.uint16(3)",
    "np.int32(2)",
    "np.uint32(4000000000)",
    "np.int64(2**62)",
    "np.int64(-2**63)",
    "np.uint64(2**63)",
    "np.float16(1.5)",
    "np.float16(60000)",
    "np.float32(0.1)",
    "np.float32(3e38)",
    "np.float32(1e-40)",
    "np.float64(-0.0)",
    "np.float64(1e-300)",
    "np.float64(2.5)",
    "np.nan",
    "np.float64(np.inf)",
    "np.complex64(1+2j)",
    "np.complex64(3e38)",
    "np.complex128(-1.5+0.25j)",
    "np.complex128(1e200)",
    "np.True_",
    "np.False_",
    "0",
    "1",
    "2",
    "-3",
    "300",
    "2**40",
    "0.1",
    "1e300",
    "2j",
    "True",
];

const ARRAYS: &[&str] = &[
    "np.arange(6)",
    "np.arange(6.) / 4",
    "np.arange(6, dtype='u1')[::-1]",
    "np.arange(6, dtype='f4') - 2",
    "np.arange(6, dtype='>i2')",
    "np.arange(12).reshape(2, 6)[:, ::1]",
    "np.arange(6) > 2",
    "np.array(3)",
    "np.array(['a', 'b', 'c', '', 'abc', 'b'])",
    "np.array([b'a', b'b', b'c', b'', b'abc', b'b'])",
    "np.zeros((0, 6), dtype='c8')",
    "np.arange(6, dtype='m8[s]')",
];

const INDICES: &[&str] = &[
    "0",
    "-1",
    "7",
    "(1, 2)",
    "(0, -7)",
    "...",
    "None",
    "slice(1, None, 2)",
    "[1, 2]",
    "True",
    "np.array([0, 2])",
    "'f'",
    "1.5",
    "(0, slice(None))",
];

fn value(text: &str) -> Value {
    evaluate(text, &mut Scope::new()).unwrap()
}

/// What an answer shows: its type, its elements and how they are held.
fn shown(answer: &Result<Value>) -> String {
    match answer {
        Ok(Value::Array(array)) => {
            let array = array.get();
            format!("array {:?} {} {:?}", array.shape(), array.dtype(), array.view())
        }
        Ok(Value::Scalar(scalar)) => format!("{} {:?}", scalar.dtype(), scalar.bytes()),
        Ok(other) => {
            format!("{} {}", other.type_name(), other.to_repr(&Default::default()).unwrap())
        }
        Err(error) => format!("{}: {}", error.class(), error.message()),
    }
}

/// The number of calls whose shortcut answered, each as the function does.
fn agreed(function: &str, calls: impl Iterator<Item = Vec<Value>>) -> usize {
    let shortcut = Shortcut::of(function).unwrap();
    let whole = registry::find(function).unwrap();
    let mut n_agreed = 0;
    for args in calls {
        let args: Vec<Cow<'_, Value>> = args.iter().map(Cow::Borrowed).collect();
        let Some(found) = shortcut.take(&args, &[]) else { continue };
        let expected = whole.compute(&args, &[]);
        let shown_args: Vec<String> =
            args.iter().map(|x| x.to_repr(&Default::default()).unwrap()).collect();
        assert_eq!(shown(&found), shown(&expected), "{function} of {shown_args:?}");
        n_agreed += 1;
    }
    n_agreed
}

fn binary() -> impl Iterator<Item = &'static str> {
    ["add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "and_", "or_", "xor", "eq", "ne"]
        .into_iter()
        .chain(["lt", "le", "gt", "ge", "lshift", "rshift", "matmul"])
}

fn pairs(firsts: &[&str], seconds: &[&str]) -> Vec<Vec<Value>> {
    let pair = |x: &&str| seconds.iter().map(|y| vec![value(x), value(y)]).collect::<Vec<_>>();
    firsts.iter().flat_map(pair).collect()
}

#[test]
fn scalars_are_reckoned_with_as_ufuncs_do() {
    let pairs = pairs(NUMBERS, NUMBERS);
    let n = binary().map(|name| agreed(&format!("operator.{name}"), pairs.iter().cloned())).sum();
    assert!((5000..).contains::<usize>(&n), "{n}");
    let each = || NUMBERS.iter().map(|x| vec![value(x)]);
    let n: usize = ["operator.neg", "operator.abs", "operator.pos", "operator.invert", "abs"]
        .into_iter()
        .map(|name| agreed(name, each()))
        .sum();
    assert!(n > 40, "{n}");
}

#[test]
fn products_that_are_lost_are_left_to_the_ufunc() {
    for x in ["np.float64(1e-300)", "np.float32(1e-30)", "np.float16(1e-6)"] {
        let args = [Cow::Owned(value(x)), Cow::Owned(value(x))];
        assert!(Shortcut::of("operator.mul").unwrap().take(&args, &[]).is_none(), "{x}");
    }
}

#[test]
fn arrays_of_classes_are_left_to_the_functions() {
    let letters: Cow<'_, Value> = Cow::Owned(value("np.char.array(['a ', 'b'])"));
    let plain = Cow::Owned(value("np.array(['a', 'b'])"));
    let compared = Shortcut::of("operator.eq").unwrap().take(&[letters.clone(), plain], &[]);
    assert!(compared.is_none());
    assert!(Shortcut::of("np.asarray").unwrap().take(&[letters], &[]).is_none());
}

#[test]
fn an_element_that_shares_memory_shows_wherever_it_lies() {
    let mut scope = Scope::new();
    let shared =
        "a = np.lib.stride_tricks.as_strided(np.arange(4), (3, 2), (8, 8)); a[0, 1] = 9; a[1, 0]";
    let seen = evaluate(shared, &mut scope).unwrap();
    assert_eq!(seen.to_text(&Default::default()).unwrap(), "9");
}

#[test]
fn arrays_meet_each_other_and_numbers_as_the_functions_say() {
    let numbers = &NUMBERS[..NUMBERS.len() - 1];
    let pairs = [pairs(ARRAYS, ARRAYS), pairs(ARRAYS, numbers), pairs(numbers, ARRAYS)].concat();
    let n: usize =
        binary().map(|name| agreed(&format!("operator.{name}"), pairs.iter().cloned())).sum();
    assert!(n > 5000, "{n}");
    let n: usize = ["np.add", "np.hypot", "np.maximum", "np.less"]
        .into_iter()
        .map(|name| agreed(name, pairs.iter().cloned()))
        .sum();
    assert!(n > 1000, "{n}");
}

#[test]
fn what_is_an_array_already_stays_or_is_copied() {
    let options = [
        ("dtype", "None"),
        ("dtype", "np.dtype('i8')"),
        ("dtype", "np.dtype('f4')"),
        ("order", "'C'"),
        ("order", "'F'"),
        ("order", "'K'"),
        ("copy", "True"),
        ("copy", "False"),
        ("copy", "None"),
        ("ndmin", "1"),
        ("ndmin", "2"),
        ("subok", "True"),
    ];
    let mut n_agreed = 0;
    for function in ["np.array", "np.asarray", "np.asanyarray"] {
        for x in ARRAYS {
            for pair in options.iter().flat_map(|a| options.iter().map(move |b| [a, b])) {
                let x = value(x);
                let keyword =
                    |&&(name, x): &&(&'static str, &str)| (name.into(), Cow::Owned(value(x)));
                let args = [Cow::Borrowed(&x)];
                let kwargs: Vec<_> = pair.iter().map(keyword).collect();
                let kwargs = if pair[0].0 == pair[1].0 { &kwargs[..1] } else { &kwargs[..] };
                let Some(found) = Shortcut::of(function).unwrap().take(&args, kwargs) else {
                    continue;
                };
                let expected = registry::find(function).unwrap().compute(&args, kwargs);
                assert_eq!(shown(&found), shown(&expected), "{function} with {pair:?}");
                let is_same = |y: &Result<Value>| match (&x, y) {
                    (Value::Array(x), Ok(Value::Array(y))) => x.is(y),
                    _ => false,
                };
                assert_eq!(is_same(&found), is_same(&expected), "{function} with {pair:?}");
                n_agreed += 1;
            }
        }
    }
    assert!(n_agreed > 500, "{n_agreed}");
}

#[test]
fn numbers_become_pythons_own() {
    let calls = || NUMBERS.iter().chain(ARRAYS).map(|x| vec![value(x)]);
    let n: usize =
        ["bool", "int", "float", "complex"].into_iter().map(|name| agreed(name, calls())).sum();
    assert!(n > 60, "{n}");
}

#[test]
fn parts_are_what_the_functions_give() {
    let pairs = pairs(ARRAYS, INDICES);
    let n = agreed("getitem", pairs.iter().cloned());
    assert!(n > 80, "{n}");
}

#[test]
fn what_changes_an_array_changes_it_as_the_function_does() {
    let shortcuts = [
        ("operator.iadd", vec!["2", "np.arange(6)", "np.array(2)"]),
        ("operator.imul", vec!["2.5", "2", "True"]),
        ("operator.isub", vec!["np.arange(6)[::-1]", "np.ones((2, 6))"]),
    ];
    let mut n_agreed = 0;
    for (function, others) in shortcuts {
        for (target, other) in ARRAYS.iter().flat_map(|x| others.iter().map(move |y| (x, y))) {
            let (first, second) = (value(target), value(target));
            let call = |x: &Value| vec![Cow::Owned(x.clone()), Cow::Owned(value(other))];
            let Some(found) = Shortcut::of(function).unwrap().take(&call(&first), &[]) else {
                continue;
            };
            let expected = registry::find(function).unwrap().compute(&call(&second), &[]);
            assert_eq!(shown(&found), shown(&expected), "{function} of {target} and {other}");
            assert_eq!(shown(&Ok(first)), shown(&Ok(second)), "{target} after {function}");
            n_agreed += 1;
        }
    }
    assert!(n_agreed > 30, "{n_agreed}");
}

#[test]
fn elements_are_set_as_the_function_does() {
    let mut n_agreed = 0;
    for target in ARRAYS {
        for (index, new) in
            INDICES.iter().flat_map(|i| ["1", "-1", "2.5", "300", "np.arange(6)"].map(|x| (i, x)))
        {
            let (first, second) = (value(target), value(target));
            let call = |x: &Value| [x.clone(), value(index), value(new)].map(Cow::Owned);
            let Some(found) = Shortcut::SetItem.take(&call(&first), &[]) else { continue };
            let expected = registry::find("setitem").unwrap().compute(&call(&second), &[]);
            assert_eq!(shown(&found), shown(&expected), "{target}[{index}] = {new}");
            assert_eq!(shown(&Ok(first)), shown(&Ok(second)), "{target} after [{index}] = {new}");
            n_agreed += 1;
        }
    }
    assert!(n_agreed > 300, "{n_agreed}");
}
