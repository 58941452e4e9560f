//! Walking the tree of an expression, with the registry for every operation on arrays.

use std::borrow::Cow;

use ndstrata_dtype::{DType, Kind};
use rustc_hash::FxHashMap;
use smallvec::{SmallVec, smallvec};

use super::assign::{array_of, assign, update};
use super::names::{builtin, dotted, numpy_name, root};
use super::tree::{Clause, Comparison, Expr, Member, Statement};
use super::{matrix, python_archive, python_index, python_sequence};
use crate::error::{Error, Result};
use crate::registry::{self, FEW, Function};
use crate::value::Value;

/// The names that an expression may use, besides `np`.
#[derive(Default)]
pub struct Scope {
    names: FxHashMap<String, Value>,
}

impl Scope {
    /// No names yet.
    pub fn new() -> Scope {
        Scope::default()
    }

    /// Gives a name to a value.
    pub fn set(&mut self, name: impl Into<String>, value: Value) {
        self.names.insert(name.into(), value);
    }

    /// The value of a name.
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.names.get(name)
    }
}

pub(super) fn run(statement: &Statement, scope: &mut Scope) -> Result<Value> {
    match statement {
        Statement::Expression(found) => expression(found, scope),
        Statement::Assign(target, value) => {
            let value = expression(value, scope)?;
            assign(target, value, scope)?;
            Ok(Value::None)
        }
        Statement::Update(target, function, value) => {
            let before = expression(target, scope)?;
            let value = expression(value, scope)?;
            let after = update(before, *function, value)?;
            assign(target, after, scope)?;
            Ok(Value::None)
        }
    }
}

pub(super) fn expression(found: &Expr, scope: &Scope) -> Result<Value> {
    match found {
        Expr::Value(value) => Ok(value.clone()),
        Expr::Name(name) => named(name, scope),
        Expr::Operator(function, operands) => match &operands[..] {
            [x, y] => operator(function, &[operand(x, scope)?, operand(y, scope)?]),
            operands => operator(function, &all_operands(operands, scope)?),
        },
        Expr::Compare(first, rest) => compare(first, rest, scope),
        Expr::If(parts) => {
            let [condition, chosen, other] = &**parts;
            let is_chosen = crate::coerce::truth(&expression(condition, scope)?)?;
            expression(if is_chosen { chosen } else { other }, scope)
        }
        Expr::Junction(is_or, operands) => {
            let mut last = Value::Bool(!is_or);
            for operand in operands {
                last = expression(operand, scope)?;
                if crate::coerce::truth(&last)? == *is_or {
                    break;
                }
            }
            Ok(last)
        }
        Expr::Not(operand) => Ok(Value::Bool(!crate::coerce::truth(&expression(operand, scope)?)?)),
        Expr::Comprehension(item, clauses) => {
            let mut made = Made::default();
            // Its names are its own.
            let mut inner = Scope { names: scope.names.clone() };
            comprehension(item, clauses, &mut inner, &mut made)?;
            Ok(Value::List(made.items))
        }
        Expr::Tuple(items) => sequence(all(items, scope)?, Value::Tuple),
        Expr::List(items) => sequence(all(items, scope)?, Value::List),
        Expr::Dict(items) => items
            .iter()
            .map(|(k, v)| Ok((expression(k, scope)?, expression(v, scope)?)))
            .collect::<Result<_>>()
            .and_then(|entries| bounded(Value::Dict(entries))),
        Expr::Slice(bounds) => {
            let [start, stop, step] = &**bounds;
            let bounds =
                [expression(start, scope)?, expression(stop, scope)?, expression(step, scope)?];
            Ok(Value::Slice(Box::new(bounds)))
        }
        Expr::Index(object, index) => {
            let index = operand(index, scope)?;
            // `np.mgrid[0:5]` and its kin are indexed, not called.
            if let Expr::Function(found) = &**object
                && !scope.names.contains_key(&found.module)
            {
                return found.function.call(&[index], &[]);
            }
            if let Some(flat) = array_of(object, "flat", scope)? {
                return registry::function("flatiter.getitem")?
                    .call(&[Cow::Owned(flat), index], &[]);
            }
            let object = operand(object, scope)?;
            if let Some(found) = python_index::item(&object, &index) {
                return found;
            }
            match &*object {
                Value::Named(named) => {
                    let items = named.fields.iter().map(|(_, v)| v.clone()).collect();
                    python_index::item(&Value::Tuple(items), &index).unwrap_or(Ok(Value::None))
                }
                Value::Dict(entries) => dict_item(entries, &index),
                Value::Archive(members) => python_archive::item(members, &index),
                _ => registry::function("getitem")?.call(&[object, index], &[]),
            }
        }
        Expr::Attribute(object, member) => attribute(object, member, scope),
        Expr::Call(function, args, kwargs) => call(function, args, kwargs, scope),
        Expr::Function(found) => expression(&found.otherwise, scope),
    }
}

/// Items made so far, and how much they hold.
#[derive(Default)]
struct Made {
    items: Vec<Value>,
    n_held: usize,
}

fn comprehension(
    item: &Expr,
    clauses: &[Clause],
    scope: &mut Scope,
    made: &mut Made,
) -> Result<()> {
    let Some((clause, rest)) = clauses.split_first() else {
        let item = expression(item, scope)?;
        made.n_held += python_sequence::held(&item)?;
        python_sequence::check_held(made.n_held)?;
        made.items.push(item);
        return Ok(());
    };
    for value in python_sequence::items(&expression(&clause.items, scope)?)? {
        assign(&clause.target, value, scope)?;
        let mut is_wanted = true;
        for condition in &clause.conditions {
            is_wanted = is_wanted && crate::coerce::truth(&expression(condition, scope)?)?;
        }
        if is_wanted {
            comprehension(item, rest, scope, made)?;
        }
    }
    Ok(())
}

/// The value of an expression, borrowed where it has one already: a list is not copied to be looked at.
pub(super) fn operand<'a>(found: &'a Expr, scope: &'a Scope) -> Result<Cow<'a, Value>> {
    let known = match found {
        Expr::Value(value) => Some(value),
        Expr::Name(name) => scope.value(name),
        Expr::Function(found) => match &found.otherwise {
            Expr::Name(name) => scope.value(name),
            _ => None,
        },
        _ => None,
    };
    known.map_or_else(|| expression(found, scope).map(Cow::Owned), |value| Ok(Cow::Borrowed(value)))
}

fn sequence(items: Vec<Value>, made: fn(Vec<Value>) -> Value) -> Result<Value> {
    bounded(made(items))
}

/// The value, unless it holds too much or lies too deep.
fn bounded(value: Value) -> Result<Value> {
    python_sequence::held(&value)?;
    Ok(value)
}

fn all(items: &[Expr], scope: &Scope) -> Result<Vec<Value>> {
    items.iter().map(|item| expression(item, scope)).collect()
}

fn named(name: &str, scope: &Scope) -> Result<Value> {
    if let Some(value) = scope.value(name) {
        return Ok(value.clone());
    }
    builtin(name).ok_or_else(|| Error::new("NameError", format!("name '{name}' is not defined")))
}

fn attribute(object: &Expr, member: &Member, scope: &Scope) -> Result<Value> {
    let name = &*member.name;
    if root(object).is_some_and(|root| !scope.names.contains_key(root))
        && let Some(full) = dotted(object).map(|object| format!("{object}.{name}"))
    {
        return match (numpy_name(&full), dotted(object).and_then(|name| numpy_name(&name))) {
            (Some(value), _) => Ok(value),
            (None, None) if registry::is_refused(&full) => Err(registry::refused(&full)),
            (None, Some(object @ (Value::Function(_) | Value::Float(_) | Value::Scalar(_)))) => {
                method(&object, member)?.call(&[Cow::Owned(object)], &[])
            }
            _ => Err(no_attribute("module 'numpy'", name)),
        };
    }
    let object = expression(object, scope)?;
    if let Value::Named(named) = &object
        && let Some((_, value)) = named.fields.iter().find(|(field, _)| *field == name)
    {
        return Ok(value.clone());
    }
    if let Value::Matrix(found) = &object
        && let Some(value) = matrix::attribute(found, name)
    {
        return value;
    }
    if let Value::Archive(members) = &object
        && let Some(value) = python_archive::attribute(members, name, false)
    {
        return value;
    }
    if let Value::Dict(entries) = &object {
        // What NumPy gives as an object of facts (`finfo`, `flags`) is a dictionary here.
        return dict_item(entries, &name.into()).map_err(|_| no_attribute("'dict' object", name));
    }
    if member.of_array.is_none()
        && let Some(field) = field_of(&object, name)
    {
        return registry::call("getitem", vec![object, field], Vec::new());
    }
    method(&object, member)?.call(&[Cow::Owned(plain(object))], &[])
}

/// The registry's methods know arrays.
fn plain(object: Value) -> Value {
    match object {
        Value::Matrix(found) => found.into_array().into(),
        object => object,
    }
}

/// The registry's function for a method or attribute of a value.
pub(super) fn method(object: &Value, member: &Member) -> Result<&'static Function> {
    let name = &*member.name;
    let classes: &[&str] = match object {
        Value::DType(_) => &["dtype"],
        Value::Function(_) => &["ufunc"],
        Value::Str(_) | Value::Bytes(_) => &["text", "chararray", "ndarray"],
        Value::Scalar(scalar) if is_text(scalar.dtype()) => {
            &["text", "chararray", "scalar", "ndarray"]
        }
        Value::File(_) => &["file"],
        Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Complex(_) => &["scalar"],
        _ => &[],
    };
    let found = match object {
        _ if !classes.is_empty() => {
            classes.iter().find_map(|class| registry::find(&format!("{class}.{name}")))
        }
        Value::Scalar(_) => member.of_scalar,
        _ => member.of_array,
    };
    found.ok_or_else(|| no_attribute(&format!("'{}' object", object.type_name()), name))
}

/// The name of a field, which is an attribute of arrays of records.
fn field_of(object: &Value, name: &str) -> Option<Value> {
    let dtype = match object {
        Value::Array(array) => array.get().dtype().clone(),
        Value::Scalar(scalar) => scalar.dtype().clone(),
        _ => return None,
    };
    (dtype.is_record_class() && dtype.field(name).is_ok()).then(|| name.into())
}

fn is_text(dtype: &DType) -> bool {
    matches!(dtype.kind(), Kind::Str | Kind::Bytes)
}

/// What a method of text gives: Python's own values.
pub(crate) fn as_python(value: Value) -> Result<Value> {
    match value {
        Value::Array(array) if array.get().ndim() == 0 => {
            Value::from_scalar(&array.get().scalar_at(&[])?)
        }
        Value::Scalar(scalar) => Value::from_scalar(&scalar),
        Value::Array(array) if array.get().ndim() == 1 => {
            let array = array.get();
            let items = (0..array.size() as isize)
                .map(|i| Value::from_scalar(&array.scalar_at(&[i])?))
                .collect::<Result<_>>()?;
            Ok(Value::Tuple(items))
        }
        other => Ok(other),
    }
}

#[cold]
fn no_attribute(object: &str, name: &str) -> Error {
    Error::new("AttributeError", format!("{object} has no attribute '{name}'"))
}

fn call(function: &Expr, args: &[Expr], kwargs: &[(String, Expr)], scope: &Scope) -> Result<Value> {
    let function = match function {
        Expr::Function(found) if !scope.names.contains_key(&found.module) => {
            let args = all_operands(args, scope)?;
            return found.function.call(&args, &keywords(kwargs, scope)?);
        }
        Expr::Function(found) => &found.otherwise,
        function => function,
    };
    let (function, mut receiver): (_, Operands<'_>) = match function {
        Expr::Attribute(object, member) => {
            let name = &*member.name;
            let full = root(object)
                .filter(|root| !scope.names.contains_key(*root))
                .and_then(|_| dotted(object))
                .map(|object| format!("{object}.{name}"));
            let is_module = full
                .as_ref()
                .is_some_and(|full| full.starts_with("np.") || full.starts_with("numpy."));
            match full.and_then(|full| numpy_name(&full)) {
                // A method of what a module's name means, such as `np.pi.real`, is no function of it.
                None if is_module && registry::is_refused(&format!("np.{name}")) => {
                    return Err(registry::refused(&format!("np.{name}")));
                }
                None if is_module && matches!(**object, Expr::Name(_)) => {
                    return Err(no_attribute("module 'numpy'", name));
                }
                Some(Value::Function(name) | Value::Type(name)) => {
                    (registry::function(&name)?, SmallVec::new())
                }
                Some(_) => return Err(not_callable(name)),
                None => {
                    let object = operand(object, scope)?;
                    if let Value::Archive(members) = &*object
                        && args.is_empty()
                        && let Some(value) = python_archive::attribute(members, name, true)
                    {
                        return value;
                    }
                    if let Value::Matrix(found) = &*object
                        && name.starts_with("get")
                        && args.is_empty()
                        && let Some(value) = matrix::attribute(found, name)
                    {
                        return value;
                    }
                    let function = method(&object, member)?;
                    let receiver = match &*object {
                        Value::Matrix(_) => Cow::Owned(plain(object.into_owned())),
                        _ => object,
                    };
                    (function, smallvec![receiver])
                }
            }
        }
        other => match expression(other, scope)? {
            Value::Function(name) | Value::Type(name) => {
                (registry::function(&name)?, SmallVec::new())
            }
            value => return Err(not_callable(value.type_name())),
        },
    };
    let is_method = matches!(
        receiver.first().map(|object| &**object),
        Some(Value::Str(_) | Value::Bytes(_) | Value::Scalar(_))
    );
    for arg in args {
        receiver.push(operand(arg, scope)?);
    }
    let made = function.call(&receiver, &keywords(kwargs, scope)?)?;
    if is_method && function.name().starts_with("chararray.") { as_python(made) } else { Ok(made) }
}

/// Values of operands and arguments, borrowed where they have names.
type Operands<'a> = SmallVec<[Cow<'a, Value>; FEW]>;

/// Values of arguments by name.
type KeywordValues<'a> = SmallVec<[(Cow<'a, str>, Cow<'a, Value>); FEW]>;

fn all_operands<'a>(found: &'a [Expr], scope: &'a Scope) -> Result<Operands<'a>> {
    let mut operands = Operands::new();
    for found in found {
        operands.push(operand(found, scope)?);
    }
    Ok(operands)
}

fn keywords<'a>(kwargs: &'a [(String, Expr)], scope: &'a Scope) -> Result<KeywordValues<'a>> {
    let mut keywords = KeywordValues::new();
    for (name, value) in kwargs {
        keywords.push((name.into(), operand(value, scope)?));
    }
    Ok(keywords)
}

#[cold]
fn not_callable(what: &str) -> Error {
    Error::type_error(format!("'{what}' object is not callable"))
}

/// An operator, which matrices have in their own way.
pub(super) fn operator(function: &'static Function, operands: &[Cow<'_, Value>]) -> Result<Value> {
    if operands.iter().any(|operand| matches!(**operand, Value::Matrix(_))) {
        let operands = operands.iter().map(|operand| Value::clone(operand)).collect();
        return matrix::operate(function, operands);
    }
    function.call(operands, &[])
}

fn compare(first: &Expr, rest: &[(Comparison, Expr)], scope: &Scope) -> Result<Value> {
    let mut lhs = operand(first, scope)?;
    let mut last = Value::Bool(true);
    for (i, (comparison, rhs)) in rest.iter().enumerate() {
        let is_final = i + 1 == rest.len();
        let rhs = operand(rhs, scope)?;
        last = match *comparison {
            Comparison::In => python_sequence::contains(&rhs, &lhs)?.into(),
            Comparison::NotIn => (!python_sequence::contains(&rhs, &lhs)?).into(),
            Comparison::Is => python_sequence::is_same(&lhs, &rhs).into(),
            Comparison::IsNot => (!python_sequence::is_same(&lhs, &rhs)).into(),
            Comparison::Operator(function) if is_final => return operator(function, &[lhs, rhs]),
            Comparison::Operator(function) => operator(function, &[lhs, rhs.clone()])?,
        };
        match &last {
            _ if is_final => {}
            found => {
                if !crate::coerce::truth(found)? {
                    return Ok(last);
                }
            }
        }
        lhs = rhs;
    }
    Ok(last)
}

fn dict_item(entries: &[(Value, Value)], key: &Value) -> Result<Value> {
    let wanted = key.as_str();
    entries
        .iter()
        .find(|(name, _)| name.as_str().is_some() && name.as_str() == wanted)
        .map(|(_, value)| value.clone())
        .ok_or_else(|| match key.to_repr(&Default::default()) {
            Ok(shown) => Error::new("KeyError", shown),
            Err(error) => error,
        })
}
