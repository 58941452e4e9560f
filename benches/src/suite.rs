//! Expressions that both sides read from `suite.txt`; NumPy's twin is `numpy/suite.py`.

use std::path::Path;

use criterion::Criterion;
use ndstrata_eval::{Program, Scope, Value, evaluate};

use crate::bench;
use crate::cases::of_value;

/// Registers every case.
pub fn all(criterion: &mut Criterion) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("suite.txt");
    let text = std::fs::read_to_string(path).expect("the table of cases");
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let columns: Vec<&str> = line.splitn(3, '|').map(str::trim).collect();
        let &[name, prepare, expression] = columns.as_slice() else { panic!("columns: {line}") };
        let (is_exact, expression) = match expression.strip_prefix('~') {
            // `~x` of one name is a call of its own.
            Some(rest) if rest.len() > 1 => (false, rest),
            _ => (true, expression),
        };
        bench(
            criterion,
            &format!("suite/{name}/ndstrata"),
            || {
                let mut scope = Scope::new();
                evaluate(prepare, &mut scope).unwrap_or_else(|error| panic!("{name}: {error}"));
                (Program::parse(expression).expect("an expression"), scope)
            },
            |(program, scope)| match program.run(scope) {
                Ok(value) => value,
                Err(error) => panic!("{name}: {error}"),
            },
            |value: &Value| of_value(value, is_exact),
        );
    }
}
