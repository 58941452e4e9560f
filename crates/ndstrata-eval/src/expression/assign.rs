//! Assignment to names, elements and attributes, also with an operator.

use std::borrow::Cow;

use super::evaluate::{Scope, expression, method, operand, operator};
use super::tree::{Expr, Update};
use crate::error::{Error, Result};
use crate::registry;
use crate::value::Value;

/// `before op= value`: an array is changed in place, as in NumPy.
pub(super) fn update(before: Value, update: Update, value: Value) -> Result<Value> {
    let is_array = matches!(before, Value::Array(_));
    let operands = [Cow::Owned(before), Cow::Owned(value)];
    if is_array {
        update.of_array.call(&operands, &[])
    } else {
        operator(update.of_others, &operands)
    }
}

pub(super) fn assign(target: &Expr, value: Value, scope: &mut Scope) -> Result<()> {
    match target {
        Expr::Name(name) => scope.set(name.clone(), value),
        Expr::Index(object, index) => {
            let index = operand(index, scope)?;
            if let Some(flat) = array_of(object, "flat", scope)? {
                let args = [Cow::Owned(flat), index, Cow::Owned(value)];
                registry::function("flatiter.setitem")?.call(&args, &[])?;
                return Ok(());
            }
            if let (Some(array), Some(flag)) = (array_of(object, "flags", scope)?, index.as_str()) {
                return set_flag(array, flag, value);
            }
            let object = operand(object, scope)?;
            registry::function("setitem")?.call(&[object, index, Cow::Owned(value)], &[])?;
        }
        Expr::Attribute(object, member) => {
            let name = &member.name;
            if let Some(array) = array_of(object, "flags", scope)? {
                return set_flag(array, name, value);
            }
            let object = expression(object, scope)?;
            let setter = format!("ndarray.{name}.set");
            if !registry::contains(&setter) {
                let getter = method(&object, member)?.name();
                let class = object.type_name();
                let attribute = getter.rsplit('.').next().unwrap_or_default();
                return Err(Error::new(
                    "AttributeError",
                    format!("attribute '{attribute}' of '{class}' objects is not writable"),
                ));
            }
            registry::call(&setter, vec![object, value], Vec::new())?;
        }
        Expr::Tuple(targets) | Expr::List(targets) => {
            let values = value.as_sequence().unwrap_or_default().to_vec();
            if values.len() != targets.len() {
                return Err(Error::value_error(format!(
                    "{} values for {} names",
                    values.len(),
                    targets.len()
                )));
            }
            for (target, value) in targets.iter().zip(values) {
                assign(target, value, scope)?;
            }
        }
        _ => return Err(Error::new("SyntaxError", "cannot assign to this expression")),
    }
    Ok(())
}

/// The array of which an expression is this attribute, which is no array itself.
pub(super) fn array_of(found: &Expr, attribute: &str, scope: &Scope) -> Result<Option<Value>> {
    let Expr::Attribute(object, member) = found else { return Ok(None) };
    if member.name != attribute {
        return Ok(None);
    }
    let object = expression(object, scope)?;
    Ok(matches!(object, Value::Array(_)).then_some(object))
}

/// `a.flags.writeable = …`.
fn set_flag(array: Value, flag: &str, value: Value) -> Result<()> {
    let name = match flag.to_lowercase().as_str() {
        "writeable" | "w" => "write",
        "aligned" | "a" => "align",
        "writebackifcopy" | "x" => "uic",
        _ => {
            let words = format!(
                "attribute '{flag}' of 'numpy._core.multiarray.flagsobj' objects is not writable"
            );
            return Err(Error::new("AttributeError", words));
        }
    };
    registry::call("ndarray.setflags", vec![array], vec![(name.to_owned(), value)])?;
    Ok(())
}
