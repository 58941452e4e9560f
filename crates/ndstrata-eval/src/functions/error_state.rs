//! How floating-point errors are treated, by name.

use crate::error::{Error, Result};
use crate::registry::{Arguments, Entry, context, set_error_state};
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    ("np.geterr", "", |_| Ok(current())),
    ("np.seterr", "all=None, divide=None, over=None, under=None, invalid=None", set),
];

/// The kinds, and how NumPy treats them by default.
const DEFAULTS: [(&str, &str); 4] =
    [("divide", "warn"), ("over", "warn"), ("under", "ignore"), ("invalid", "warn")];

const TREATMENTS: &[&str] = &["ignore", "warn", "raise", "call", "print", "log"];

fn current() -> Value {
    let state = context().error_state;
    let of = |kind: &str| {
        let found = state.iter().rev().find(|(name, _)| name == kind || name == "all");
        found.map(|(_, treatment)| treatment.clone())
    };
    let entries = DEFAULTS.iter().map(|&(kind, default)| {
        (Value::from(kind), Value::from(of(kind).unwrap_or_else(|| default.to_owned())))
    });
    Value::Dict(entries.collect())
}

/// Sets what is given for this thread; gives what was in force.
fn set(a: &Arguments<'_>) -> Result<Value> {
    let former = current();
    let mut state = context().error_state;
    for kind in ["all", "divide", "over", "under", "invalid"] {
        let Some(value) = a.optional(kind) else { continue };
        let treatment = value.as_str().unwrap_or_default();
        if !TREATMENTS.contains(&treatment) {
            return Err(Error::value_error(format!("invalid error mode '{treatment}'")));
        }
        state.push((kind.to_owned(), treatment.to_owned()));
    }
    set_error_state(state);
    Ok(former)
}
