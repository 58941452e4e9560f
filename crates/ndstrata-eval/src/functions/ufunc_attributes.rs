//! The attributes of universal functions, and what types they resolve to.

use ndstrata_dtype::{Casting, DType};
use ndstrata_linalg::product_by_name;
use ndstrata_ufunc::{Identity, by_name};

use super::ufunc_arguments::fixed_types;
use super::ufunc_types::types;
use crate::error::{Error, Result};
use crate::registry::{Arguments, Entry};
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    ("ufunc.nin", "self, /", |a| Ok(found(a)?.nin.into())),
    ("ufunc.nout", "self, /", |a| Ok(found(a)?.nout.into())),
    ("ufunc.nargs", "self, /", |a| {
        let ufunc = found(a)?;
        Ok((ufunc.nin + ufunc.nout).into())
    }),
    ("ufunc.ntypes", "self, /", |a| Ok(types(found(a)?.name).count().into())),
    ("ufunc.types", "self, /", |a| {
        Ok(Value::List(types(found(a)?.name).map(Value::from).collect()))
    }),
    ("ufunc.identity", "self, /", |a| {
        Ok(match found(a)?.identity {
            Identity::None => Value::None,
            Identity::Int(x) => x.into(),
            Identity::Float(x) => x.into(),
            Identity::Bool(x) => x.into(),
        })
    }),
    ("ufunc.signature", "self, /", |a| {
        let signature = found(a)?.signature;
        Ok(signature.map_or(Value::None, |text| text.as_str().into()))
    }),
    ("ufunc.__name__", "self, /", |a| Ok(found(a)?.name.into())),
    ("ufunc.__qualname__", "self, /", |a| Ok(found(a)?.name.into())),
];

/// What is asked of a universal function, generalised or not.
struct Facts {
    name: &'static str,
    nin: usize,
    nout: usize,
    identity: Identity,
    signature: Option<String>,
}

fn found(a: &Arguments<'_>) -> Result<Facts> {
    let name = match a.value("self") {
        Value::Function(name) => name.strip_prefix("np."),
        _ => None,
    };
    let plain = name.and_then(by_name).map(|ufunc| Facts {
        name: ufunc.name(),
        nin: ufunc.nin(),
        nout: ufunc.nout(),
        identity: ufunc.identity(),
        signature: None,
    });
    let generalised = || {
        name.and_then(product_by_name).map(|ufunc| Facts {
            name: ufunc.name(),
            nin: ufunc.nin(),
            nout: ufunc.nout(),
            identity: Identity::None,
            signature: Some(ufunc.signature().to_string()),
        })
    };
    plain
        .or_else(generalised)
        .ok_or_else(|| Error::new("AttributeError", "this object is no ufunc"))
}

/// `ufunc.resolve_dtypes`.
pub(super) fn resolve_dtypes(a: &Arguments<'_>) -> Result<Value> {
    let ufunc = super::ufunc::ufunc_of(a)?;
    let n_operands = ufunc.nin() + ufunc.nout();
    let wrong_length =
        || Error::type_error("resolve_dtypes: The dtypes must be a tuple of `ufunc.nargs` length.");
    let Value::Tuple(given) = a.value("dtypes") else { return Err(wrong_length()) };
    if given.len() != n_operands {
        return Err(wrong_length());
    }
    let is_reduction = a.truth("reduction")?;
    if is_reduction && given.len() == 3 && !given[2].is_none() {
        return Err(Error::type_error(
            "Output dtype must not be passed for reductions, pass the first input instead.",
        ));
    }
    let mut inputs = Vec::new();
    for (k, value) in given.iter().take(ufunc.nin()).enumerate() {
        inputs.push(match value {
            Value::Type(name) if name == "int" => ndstrata_dtype::Operand::WeakInt,
            Value::Type(name) if name == "float" => ndstrata_dtype::Operand::WeakFloat,
            Value::Type(name) if name == "complex" => ndstrata_dtype::Operand::WeakComplex,
            Value::DType(dtype) => dtype.into(),
            Value::None if is_reduction && k == 0 => match &given[1] {
                Value::DType(dtype) => dtype.into(),
                _ => return Err(not_a_dtype()),
            },
            _ => return Err(not_a_dtype()),
        });
    }
    let casting = match a.value("casting") {
        Value::None => Casting::Unsafe,
        _ => super::ufunc_arguments::casting(a)?,
    };
    let mut signature = match a.value("signature") {
        Value::None => Vec::new(),
        signature => fixed_types(signature, ufunc)?,
    };
    if is_reduction
        && given[0].is_none()
        && signature.is_empty()
        && let Value::DType(dtype) = &given[1]
        && let Some(wide) = ufunc.reduced_type(dtype)
    {
        signature = (0..n_operands).map(|_| None::<DType>).collect();
        signature[n_operands - 1] = Some(wide);
    }
    let found = ufunc.resolve_dtypes_with(&inputs, &signature, casting)?;
    Ok(Value::Tuple(found.into_iter().map(Value::DType).collect()))
}

#[cold]
fn not_a_dtype() -> Error {
    Error::type_error("Provided dtype must be a valid NumPy dtype, int, float, complex, or None.")
}
