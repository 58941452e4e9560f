//! Values as Python's `str` and `repr` show them.

mod masked;

use ndstrata_array::{
    Array2String, DynArray, PrintOptions, array_repr, array_repr_as, array_str, array2string,
    scalar_repr, scalar_str,
};
use ndstrata_dtype::literal::{repr_bytes, repr_complex, repr_float};

use crate::array_ref::ArrayClass;
use crate::error::Result;
use crate::functions::char_arrays;
use crate::python_date;
use crate::value::Value;

impl Value {
    /// What `print` shows.
    ///
    /// # Errors
    ///
    /// Those of printing an array: more text than fits in memory, object elements.
    pub fn to_text(&self, options: &PrintOptions) -> Result<String> {
        Ok(match self {
            Value::Array(array) if array.class() == ArrayClass::Chars => {
                array_str(&char_arrays::seen(array)?, options)?
            }
            Value::Array(array) => array_str(&array.get(), options)?,
            Value::Scalar(scalar) => scalar_str(&scalar.view()?, options)?,
            Value::Str(text) => match text.as_str() {
                Some(text) => text.to_owned(),
                None => text.repr(),
            },
            Value::Moment(moment) => python_date::text(moment),
            Value::DType(dtype) => dtype.to_string(),
            Value::Masked(array) => masked::masked_str(array, options)?,
            other => return other.to_repr(options),
        })
    }

    /// What Python's `repr` shows.
    ///
    /// # Errors
    ///
    /// As [`to_text`](Value::to_text).
    pub fn to_repr(&self, options: &PrintOptions) -> Result<String> {
        let list = |items: &[Value]| -> Result<String> {
            let items = items.iter().map(|item| item.to_repr(options));
            Ok(items.collect::<Result<Vec<_>>>()?.join(", "))
        };
        Ok(match self {
            Value::None => "None".to_owned(),
            Value::Ellipsis => "Ellipsis".to_owned(),
            Value::Bool(true) => "True".to_owned(),
            Value::Bool(false) => "False".to_owned(),
            Value::Int(x) => x.to_string(),
            Value::Float(x) => repr_float(*x),
            Value::Complex(x) => repr_complex(*x),
            Value::Str(text) => text.repr(),
            Value::Bytes(bytes) => repr_bytes(bytes),
            Value::Moment(moment) => python_date::repr(moment),
            Value::Scalar(scalar) => scalar_repr(&scalar.view()?, options)?,
            Value::Array(array) if array.class() == ArrayClass::Chars => {
                char_arrays::repr(array, options)?
            }
            Value::Array(array)
                if array.class() == ArrayClass::Records
                    || array.get().dtype().is_record_class() =>
            {
                records_repr(&array.get(), options)?
            }
            Value::Array(array) => array_repr(&array.get(), options)?,
            Value::Matrix(matrix) => array_repr_as(matrix.a(), "matrix", options)?,
            Value::DType(dtype) => format!("{dtype:?}"),
            Value::Type(name) => format!("<class '{}'>", name.replace("np.", "numpy.")),
            Value::Function(name) => format!("<function {name}>"),
            Value::Tuple(items) if items.len() == 1 => format!("({},)", list(items)?),
            Value::Tuple(items) => format!("({})", list(items)?),
            Value::List(items) => format!("[{}]", list(items)?),
            Value::Named(named) => {
                let fields = named
                    .fields
                    .iter()
                    .map(|(name, value)| Ok(format!("{name}={}", value.to_repr(options)?)));
                format!("{}({})", named.type_name, fields.collect::<Result<Vec<_>>>()?.join(", "))
            }
            Value::Dict(entries) if limits_repr(entries, options)?.is_some() => {
                limits_repr(entries, options)?.unwrap_or_default()
            }
            Value::Dict(entries) => {
                let entries = entries.iter().map(|(key, value)| {
                    Ok(format!("{}: {}", key.to_repr(options)?, value.to_repr(options)?))
                });
                format!("{{{}}}", entries.collect::<Result<Vec<_>>>()?.join(", "))
            }
            Value::Slice(bounds) => format!("slice({})", list(&bounds[..])?),
            Value::Archive(members) => {
                let names: Vec<&str> = members.iter().map(|(name, _)| name.as_str()).collect();
                format!("NpzFile with keys: {}", names.join(", "))
            }
            Value::Iter(_) | Value::File(_) | Value::Masked(_) => {
                format!("<{} object>", self.type_name())
            }
        })
    }
}

/// The limits of a number type as NumPy's `finfo` and `iinfo` show them.
fn limits_repr(entries: &[(Value, Value)], options: &PrintOptions) -> Result<Option<String>> {
    let find = |name: &str| {
        entries.iter().find(|(key, _)| key.as_str() == Some(name)).map(|(_, value)| value)
    };
    let (Some(least), Some(most), Some(Value::DType(dtype))) =
        (find("min"), find("max"), find("dtype"))
    else {
        return Ok(None);
    };
    let range = format!(
        "min={}, max={}, dtype={}",
        least.to_text(options)?,
        most.to_text(options)?,
        dtype.name()
    );
    Ok(match (find("resolution"), find("kind")) {
        (Some(resolution), _) => {
            Some(format!("finfo(resolution={}, {range})", resolution.to_text(options)?))
        }
        (_, Some(_)) => Some(format!("iinfo({range})")),
        _ => None,
    })
}

/// What `repr` shows of an array of NumPy's record class, which is a record array.
fn records_repr(array: &DynArray, options: &PrintOptions) -> Result<String> {
    let text = match array.size() {
        0 if array.shape() != [0] => {
            let shape: Vec<String> = array.shape().iter().map(usize::to_string).collect();
            let comma = if shape.len() == 1 { "," } else { "" };
            format!("[], shape=({}{comma})", shape.join(", "))
        }
        _ => {
            let how = Array2String::new(options.clone()).separator(", ");
            array2string(array, &how.prefix("rec.array(").suffix(","))?
        }
    };
    let dtype = array.dtype().to_string();
    let dtype = dtype.strip_prefix("(numpy.record, ").and_then(|rest| rest.strip_suffix(')'));
    let dtype = dtype.map_or_else(|| array.dtype().to_string(), str::to_owned);
    Ok(format!("rec.array({text},\n          dtype={dtype})"))
}
