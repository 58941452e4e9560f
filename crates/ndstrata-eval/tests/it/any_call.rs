//! Calls that nobody would write: every function of the registry with values of every kind, an answer or an
//! error each, never a panic.
//!
//! For a longer search: `NDSTRATA_CALLS` (of each function), `NDSTRATA_SEED`, `NDSTRATA_ONLY` (part of a name), and
//! `NDSTRATA_TELL`, which shows each call before it is made.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use ndstrata_eval::{Scope, Value, evaluate, registry};

/// What arguments are taken from.
const VALUES: &[&str] = &[
    "0",
    "1",
    "2",
    "3",
    "5",
    "-1",
    "-2",
    "64",
    "True",
    "False",
    "None",
    "...",
    "1.5",
    "-0.0",
    "np.nan",
    "np.inf",
    "1e300",
    "2j",
    "9223372036854775807",
    "-9223372036854775808",
    "2**64",
    "np.float32(2.5)",
    "np.int8(-3)",
    "np.uint64(7)",
    "np.datetime64('2020-02-29')",
    "np.datetime64('NaT')",
    "np.timedelta64(3, 'h')",
    "np.str_('x')",
    "'f8'",
    "'i4'",
    "'U3'",
    "'>i2'",
    "'M8[D]'",
    "'i4,f8'",
    "'C'",
    "'F'",
    "'K'",
    "'linear'",
    "'same'",
    "'full'",
    "'constant'",
    "'reflect'",
    "'left'",
    "'stable'",
    "'unsafe'",
    "'no'",
    "'ij->ji'",
    "'ij,jk'",
    "'raise'",
    "'wrap'",
    "'clip'",
    "'abc'",
    "''",
    "'f0'",
    "'%5.2f'",
    "b'ab'",
    "'é'",
    "'D'",
    "(2, 3)",
    "(1,)",
    "()",
    "(0, -1)",
    "(1, 0, 2)",
    "(-1, 2)",
    "[]",
    "[1, 2, 3]",
    "[[1, 2], [3, 4]]",
    "[0.5, 1.5, 2.5]",
    "['a', 'b']",
    "[True, False, True]",
    "((1, 2), (0, 1))",
    "[0, 0]",
    "{'a': 1}",
    "slice(None, None, -1)",
    "slice(1, 3)",
    "np.float32",
    "int",
    "float",
    "str",
    "np.add",
    "np.array([])",
    "np.array(3.5)",
    "np.array(7)",
    "np.arange(6).reshape(2, 3)",
    "np.arange(4.0)[::-1]",
    "np.array([1, 2, 300], '>i2')",
    "np.array(['a', 'bc', ''])",
    "np.array([b'x', b'', b'yz'])",
    "np.array(['2020-01-01', 'NaT', '1969-12-31'], 'M8[D]')",
    "np.array([1, 2, -7], 'm8[s]')",
    "np.array([True, False, True])",
    "np.zeros((0, 3))",
    "np.zeros((2, 0), 'i4')",
    "np.array([1+2j, 3, -1j])",
    "np.array([(1, 2.0), (3, 4.0)], 'i4,f8')",
    "np.eye(3)",
    "np.array([[2.0, 1], [1, 3]])",
    "np.array([200, 2, 3], 'u1')",
    "np.array([1.5, 65504, -0.0], 'f2')",
    "np.arange(24.0).reshape(2, 3, 4).T",
    "np.array([[1, 2], [3, 4]], 'f4')[:, ::-1]",
    "np.broadcast_to(1, (2, 3))",
    "np.array([-9223372036854775808, -1, 0, 9223372036854775807])",
    "np.array([np.nan, np.inf, -np.inf, 1.0])",
    "np.array(['nat', '1.5', 'x'])",
    "np.array([[0]])",
    "np.zeros(3, 'V4')",
    "np.array([0, 1, 2], 'u8')",
];

/// Functions that look at files or make them, or read the command line of the machine.
const EXCLUDED: &[&str] =
    &["load", "save", "file", "memmap", "regex", "fromtxt", "DataSource", "open", "show_config"];

/// A little generator, so that every run is the same (Marsaglia's xorshift).
pub(crate) struct Chance(pub(crate) u64);

impl Chance {
    pub(crate) fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % n.max(1)
    }
}

/// The names in a signature.
fn parameters(signature: &str) -> Vec<String> {
    let name = |part: &str| {
        let name: String =
            part.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        (!name.is_empty() && name.starts_with(char::is_alphabetic)).then_some(name)
    };
    signature.split(',').filter_map(name).collect()
}

#[test]
fn no_call_panics() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u32>().ok());
    let rounds = number("NDSTRATA_CALLS").unwrap_or(5);
    let mut chance = Chance(number("NDSTRATA_SEED").unwrap_or(0x9e37_79b9).into());
    let only = std::env::var("NDSTRATA_ONLY").unwrap_or_default();
    let names = registry::names();
    let names = names.iter().filter(|name| {
        name.contains(&only) && !EXCLUDED.iter().any(|excluded| name.contains(excluded))
    });
    let is_told = std::env::var_os("NDSTRATA_TELL").is_some();
    let mut panicked = Vec::new();
    for name in names {
        let known = parameters(registry::signature(name).unwrap_or_default());
        for _ in 0..rounds {
            let mut scope = Scope::new();
            let mut value = |chance: &mut Chance| {
                let text = VALUES[chance.below(VALUES.len())];
                (text, evaluate(text, &mut scope).unwrap_or(Value::None))
            };
            let n = chance.below(known.len().min(4) + 2);
            let (texts, args): (Vec<_>, Vec<_>) = (0..n).map(|_| value(&mut chance)).unzip();
            let mut shown = texts.join(", ");
            let mut options: Vec<(String, Value)> = Vec::new();
            for _ in 0..chance.below(3) {
                let Some(option) = known.get(chance.below(known.len())) else { continue };
                let (text, value) = value(&mut chance);
                if options.iter().all(|(other, _)| other != option) {
                    shown.push_str(&format!(", {option}={text}"));
                    options.push((option.clone(), value));
                }
            }
            if is_told {
                eprintln!("{name}({shown})");
            }
            let start = Instant::now();
            let called = catch_unwind(AssertUnwindSafe(|| {
                // What came out is looked at, too.
                let value = registry::call(name, args, options);
                value.is_ok_and(|value| value.to_repr(&Default::default()).is_ok())
            }));
            if called.is_err() || start.elapsed() > Duration::from_secs(20) {
                panicked.push(format!("{name}({shown})"));
            }
        }
    }
    assert!(panicked.is_empty(), "{}\n{}", panicked.len(), panicked.join("\n"));
}

#[test]
fn calls_that_once_panicked_are_errors() {
    for (text, class) in [
        ("np.fabs.reduce(np.array([1.0]), out=np.zeros(1))", "ValueError"),
        ("np.log1p.reduce([1, 2], out=np.array([1j]))", "ValueError"),
        ("np.percentile([0.5, 1.5], np.array([1+2j, 3]))", "TypeError"),
        ("np.nanpercentile(np.int8(-3), 2j)", "TypeError"),
        ("np.percentile([1, 2], np.timedelta64(3, 'h'))", "TypeError"),
        ("np.ndindex(9223372036854775807)", "NotImplementedError"),
    ] {
        let error = evaluate(text, &mut Scope::new()).err().expect(text);
        assert_eq!(error.class(), class, "{text}: {error}");
    }
}
