//! Shortcuts to what most calls are: operators and ufuncs of numbers and of arrays of numbers, and the parts of
//! such arrays.
//!
//! Binding arguments to parameters, and asking of each what else it may be, takes longer than the loop over a
//! short array. A shortcut looks for the plain case alone and leaves everything else, errors that may become
//! answers among it, to the function that it belongs to.

mod arrays;
mod items;
mod operator;
mod same_type;
mod scalars;
mod temporaries;

use std::borrow::Cow;

use ndstrata_ufunc::{Ufunc, by_name};

use crate::error::Result;
use crate::expression::python_operator;
use crate::registry::Keywords;
use crate::value::Value;

pub(crate) use operator::Operator;
pub(crate) use scalars::{EXACT, PythonType, element_of};

/// The plain case of a function.
#[derive(Clone, Copy)]
pub(crate) enum Shortcut {
    /// An operator such as `operator.add`.
    Operator(Operator),
    /// An operator in place such as `operator.iadd`.
    Update(Operator),
    Ufunc(&'static Ufunc),
    /// `np.matmul` and `operator.matmul`.
    Product,
    /// `np.asarray` and its like; `np.array` copies unless told otherwise.
    AsArray {
        copies: bool,
    },
    AsContiguous,
    /// `float` and its like.
    ToPython(PythonType),
    Item,
    SetItem,
}

impl Shortcut {
    /// The shortcut of a function by its name in the registry.
    pub(crate) fn of(function: &str) -> Option<Shortcut> {
        Some(match function {
            "abs" => Shortcut::Operator(Operator::Abs),
            "np.matmul" | "operator.matmul" => Shortcut::Product,
            "np.asarray" | "np.asanyarray" => Shortcut::AsArray { copies: false },
            "np.array" => Shortcut::AsArray { copies: true },
            "np.ascontiguousarray" => Shortcut::AsContiguous,
            "bool" => Shortcut::ToPython(PythonType::Bool),
            "int" => Shortcut::ToPython(PythonType::Int),
            "float" => Shortcut::ToPython(PythonType::Float),
            "complex" => Shortcut::ToPython(PythonType::Complex),
            "getitem" => Shortcut::Item,
            "setitem" => Shortcut::SetItem,
            _ => match Operator::of(function) {
                Some((operator, false)) => Shortcut::Operator(operator),
                Some((operator, true)) => Shortcut::Update(operator),
                None => Shortcut::Ufunc(function.strip_prefix("np.").and_then(by_name)?),
            },
        })
    }

    /// The function's result; `None` if the function is to be asked. An owned array that nothing else holds is
    /// one that nobody will look at again.
    pub(crate) fn take(
        self,
        args: &[Cow<'_, Value>],
        kwargs: &Keywords<'_>,
    ) -> Option<Result<Value>> {
        match self {
            Shortcut::Ufunc(ufunc) => arrays::call(ufunc, args, kwargs),
            Shortcut::AsArray { copies } => arrays::as_array(copies, args, kwargs),
            _ if !kwargs.is_empty() => None,
            Shortcut::Operator(operator) => operate(operator, args),
            Shortcut::Update(operator) => match args {
                [target, other] => arrays::update(operator, target, other),
                _ => None,
            },
            Shortcut::AsContiguous => match args {
                [x] => arrays::as_contiguous(x).map(Ok),
                _ => None,
            },
            Shortcut::ToPython(to) => match args {
                [x] => scalars::to_python(to, x).map(Ok),
                _ => None,
            },
            Shortcut::Product => match args {
                [x, y] => arrays::matmul(x, y),
                _ => None,
            },
            Shortcut::Item => match args {
                [object, index] => items::item(object, index),
                _ => None,
            },
            Shortcut::SetItem => match args {
                [object, index, value] => items::set_item(object, index, value),
                _ => None,
            },
        }
    }
}

fn operate(operator: Operator, args: &[Cow<'_, Value>]) -> Option<Result<Value>> {
    if args.len() != operator.ufunc().nin() {
        return None;
    }
    if args.iter().any(|x| matches!(**x, Value::Array(_))) {
        return arrays::operate(operator, args);
    }
    match args {
        [x] if is_python_number(x) => python_operator(operator.name(), &[x]),
        [x] => scalars::operate_on_one(operator, x).map(Ok),
        [x, y] if is_python_number(x) && is_python_number(y) => {
            python_operator(operator.name(), &[x, y])
        }
        [x, y] => scalars::operate(operator, x, y).map(Ok),
        _ => None,
    }
}

/// One of Python's own numbers.
fn is_python_number(value: &Value) -> bool {
    matches!(value, Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Complex(_))
}

#[cfg(test)]
mod tests;
