//! What is asked of an archive that `np.load` gave: members by name, and what a mapping has.

use crate::error::{Error, Result};
use crate::value::Value;

type Members = [(String, Result<Value>)];

/// A member by its name, with or without `.npy`.
pub(super) fn item(members: &Members, key: &Value) -> Result<Value> {
    match found(members, key) {
        Some(_) if is_ambiguous(members, key) => Err(Error::unsupported(
            "the name of an array in the archive, beside a member of its name without .npy, is not \
             supported",
        )),
        Some(member) => member.clone(),
        None => {
            let key = key.to_text(&Default::default())?;
            let words = format!("{key} is not a file in the archive");
            Err(Error::new("KeyError", ndstrata_dtype::literal::repr_str(&words)))
        }
    }
}

/// Whether there is such a member.
pub(super) fn contains(members: &Members, key: &Value) -> bool {
    found(members, key).is_some()
}

fn found<'m>(members: &'m Members, key: &Value) -> Option<&'m Result<Value>> {
    let key = key.as_str()?;
    let named = |wanted: &str| {
        members.iter().rev().find(|(name, _)| name == wanted).map(|(_, member)| member)
    };
    named(key).or_else(|| key.strip_suffix(".npy").and_then(named))
}

/// Whether the name ends in `.npy` and several members may be meant, of which one has no such end.
fn is_ambiguous(members: &Members, key: &Value) -> bool {
    let short = key.as_str().and_then(|key| key.strip_suffix(".npy"));
    short.is_some_and(|short| members.iter().filter(|(name, _)| name == short).count() > 1)
}

/// The names of the members.
pub(super) fn names(members: &Members) -> Vec<Value> {
    members.iter().map(|(name, _)| name.as_str().into()).collect()
}

/// An attribute, or what a method without arguments gives.
pub(super) fn attribute(members: &Members, name: &str, is_called: bool) -> Option<Result<Value>> {
    let values = || members.iter().map(|(_, member)| member.clone()).collect::<Result<Vec<_>>>();
    Some(match (name, is_called) {
        ("files", false) | ("keys", true) => Ok(Value::List(names(members))),
        ("values", true) => values().map(Value::List),
        ("items", true) => values().map(|values| {
            let pairs = names(members).into_iter().zip(values);
            Value::List(pairs.map(|(name, value)| Value::Tuple(vec![name, value])).collect())
        }),
        ("close", true) => Ok(Value::None),
        _ => return None,
    })
}
