//! The print options that are in force on this thread: asked for, and set.

use ndstrata_array::PrintOptions;

use super::print_options::{changed, truth};
use crate::error::{Error, Result};
use crate::registry::{Arguments, Entry, context, set_print_options};
use crate::value::Value;

const OPTIONS: &str = "precision=None, threshold=None, edgeitems=None, linewidth=None, \
                       suppress=None, nanstr=None, infstr=None, formatter=None, sign=None, \
                       floatmode=None, *, legacy=None, override_repr=None";

pub(super) const TABLE: &[Entry] = &[
    ("np.get_printoptions", "", |_| Ok(in_force(Vec::new()))),
    ("np.set_printoptions", OPTIONS, |a| {
        set_print_options(given(a)?);
        Ok(Value::None)
    }),
    // What the context manager gives inside its block.
    ("np.printoptions", OPTIONS, |a| Ok(in_force(given(a)?))),
];

/// NumPy's order, and its defaults.
fn defaults() -> Vec<(&'static str, Value)> {
    vec![
        ("edgeitems", 3_i64.into()),
        ("threshold", 1000_i64.into()),
        ("floatmode", "maxprec".into()),
        ("precision", 8_i64.into()),
        ("suppress", false.into()),
        ("linewidth", 75_i64.into()),
        ("nanstr", "nan".into()),
        ("infstr", "inf".into()),
        ("sign", "-".into()),
        ("formatter", Value::None),
        ("legacy", false.into()),
        ("override_repr", Value::None),
    ]
}

fn in_force(changes: Vec<(String, Value)>) -> Value {
    let mut known = context().print_options;
    known.extend(changes);
    let entries = defaults().into_iter().map(|(name, default)| {
        let set = known.iter().rev().find(|(other, _)| other == name);
        (name.into(), set.map_or(default, |(_, value)| value.clone()))
    });
    Value::Dict(entries.collect())
}

/// The options that a call gives, each checked.
fn given(a: &Arguments<'_>) -> Result<Vec<(String, Value)>> {
    let mut found = Vec::new();
    for (name, _) in defaults() {
        let value = a.value(name);
        if value.is_none() {
            continue;
        }
        match name {
            "override_repr" => {
                return Err(Error::unsupported("override_repr= is not supported"));
            }
            "formatter" => {}
            _ => {
                changed(PrintOptions::default(), name, value)?;
            }
        }
        let value = if name == "suppress" { truth(value).into() } else { value.clone() };
        found.push((name.to_owned(), value));
    }
    Ok(found)
}
