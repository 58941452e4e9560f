//! What names mean: Python's own functions and types, and what NumPy's modules hold.

use std::collections::HashMap;
use std::sync::OnceLock;

use ndstrata_dtype::{DType, Spec};

use super::tree::{Expr, Found};
use crate::registry;
use crate::value::Value;

/// Python's own functions that the registry has under the same name.
const BUILTINS: &[&str] = &[
    "repr", "str", "mat", "format", "abs", "divmod", "pow", "len", "bool", "int", "float",
    "complex", "slice", "range", "list", "tuple", "max", "min", "sum", "round", "sorted", "dict",
    "type", "all", "any", "StringIO", "BytesIO",
];

/// Type objects of NumPy that no array has.
const ABSTRACT_TYPES: &[&str] = &[
    "generic",
    "number",
    "integer",
    "signedinteger",
    "unsignedinteger",
    "inexact",
    "floating",
    "complexfloating",
    "flexible",
    "character",
];

/// Type objects of Python.
const TYPES: &[&str] = &["int", "float", "complex", "bool", "str", "bytes", "object"];

/// A function or type of Python's own.
pub(super) fn builtin(name: &str) -> Option<Value> {
    if TYPES.contains(&name) {
        return Some(Value::Type(name.to_owned()));
    }
    BUILTINS.contains(&name).then(|| Value::Function(name.to_owned()))
}

/// `np.linalg.inv` as a name, where the expression is one.
pub(super) fn dotted(found: &Expr) -> Option<String> {
    match found {
        Expr::Name(name) => Some(name.clone()),
        Expr::Attribute(object, member) => {
            dotted(object).map(|object| format!("{object}.{}", member.name))
        }
        _ => None,
    }
}

/// The first part of a dotted name: a module, or a variable.
pub(super) fn root(found: &Expr) -> Option<&str> {
    match found {
        Expr::Name(name) => Some(name),
        Expr::Attribute(object, _) => root(object),
        _ => None,
    }
}

/// A function of NumPy's by its name, looked up once for all calls.
pub(super) fn looked_up(function: Expr) -> Expr {
    let Some(full) = dotted(&function) else { return function };
    let meant = match &function {
        Expr::Name(name) => builtin(name),
        _ => numpy_name(&full),
    };
    let found = match meant {
        Some(Value::Function(name) | Value::Type(name)) => registry::find(&name),
        _ => None,
    };
    let Some(found) = found else { return function };
    Expr::Function(Box::new(Found {
        module: full.split('.').next().unwrap_or_default().to_owned(),
        function: found,
        otherwise: function,
    }))
}

/// What an `np.` name means, or one of Python's files in memory: a constant, a type, or a function of the registry.
pub(super) fn numpy_name(name: &str) -> Option<Value> {
    // Files in memory are the only things of another module's.
    if let Some(file @ ("StringIO" | "BytesIO")) = name.strip_prefix("io.") {
        return Some(Value::Function(file.to_owned()));
    }
    let short = name.strip_prefix("np.").or_else(|| name.strip_prefix("numpy."))?;
    let constant = match short {
        "pi" => Value::Float(std::f64::consts::PI),
        "e" => Value::Float(std::f64::consts::E),
        "euler_gamma" => Value::Float(0.577_215_664_901_532_9),
        "inf" => Value::Float(f64::INFINITY),
        "nan" => Value::Float(f64::NAN),
        "newaxis" => Value::None,
        "True_" => Value::from(ndstrata_array::Scalar::new(true)),
        "False_" => Value::from(ndstrata_array::Scalar::new(false)),
        "little_endian" => Value::Bool(cfg!(target_endian = "little")),
        "typecodes" => typecodes(),
        "lib.format.MAGIC_PREFIX" => Value::from(b"\x93NUMPY".to_vec()),
        "lib.format.MAGIC_LEN" => Value::from(8_i64),
        "lib.format.ARRAY_ALIGN" => Value::from(64_i64),
        "lib.format.BUFFER_SIZE" => Value::from(1_i64 << 18),
        "lib.format.GROWTH_AXIS_MAX_DIGITS" => Value::from(21_i64),
        _ => {
            // Whether a name is a type takes long to find out, and is asked for every call.
            static FUNCTIONS: OnceLock<HashMap<String, Value>> = OnceLock::new();
            let functions = FUNCTIONS.get_or_init(|| {
                let names =
                    registry::names().into_iter().filter_map(|name| name.strip_prefix("np."));
                names.filter_map(|name| Some((name.to_owned(), meaning(name)?))).collect()
            });
            return functions.get(short).cloned().or_else(|| meaning(short));
        }
    };
    Some(constant)
}

/// The letters of types, by kind.
fn typecodes() -> Value {
    const CODES: [(&str, &str); 9] = [
        ("Character", "c"),
        ("Integer", "bhilqnp"),
        ("UnsignedInteger", "BHILQNP"),
        ("Float", "efdg"),
        ("Complex", "FDG"),
        ("AllInteger", "bBhHiIlLqQnNpP"),
        ("AllFloat", "efdgFDG"),
        ("Datetime", "Mm"),
        ("All", "?bhilqnpBHILQNPefdgFDGSUVOMm"),
    ];
    Value::Dict(CODES.iter().map(|&(kind, codes)| (kind.into(), codes.into())).collect())
}

/// A type or a function by its name in the module.
fn meaning(short: &str) -> Option<Value> {
    let full = format!("np.{short}");
    // Any class is a data type of objects; only these two are meant as one.
    let is_type = ABSTRACT_TYPES.contains(&short)
        || DType::from_spec(&Spec::type_object(&full), false)
            .is_ok_and(|dtype| dtype != DType::OBJECT || matches!(short, "object" | "object_"));
    match (is_type, registry::contains(&full)) {
        (true, _) => Some(Value::Type(full)),
        (_, true) => Some(Value::Function(full)),
        _ => None,
    }
}
