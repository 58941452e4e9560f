//! The attributes of a dtype, by NumPy's names.

use ndstrata_dtype::DType;
use ndstrata_dtype::literal::Literal;
use ndstrata_eval::{Error, Value};

type Attribute = (&'static str, Result<Value, Error>);

pub(super) fn attributes(dtype: &DType) -> Vec<Attribute> {
    let literal = |found: ndstrata_dtype::Result<Literal>| {
        found.map(|literal| Value::from(&literal)).map_err(Error::from)
    };
    let names = dtype
        .names()
        .map_or(Value::None, |names| Value::List(names.into_iter().map(Value::from).collect()));
    let shape = Value::List(dtype.shape().iter().map(|&n| n.into()).collect());
    let subdtype = dtype.subdtype().map_or(Value::None, |(base, shape)| {
        let shape = shape.iter().map(|&n| n.into()).collect();
        Value::Tuple(vec![base.clone().into(), Value::List(shape)])
    });
    vec![
        ("str", Ok(dtype.str_code().into())),
        ("kind", Ok(dtype.kind().as_char().to_string().into())),
        ("char", Ok(dtype.char().to_string().into())),
        ("num", Ok(i64::from(dtype.num()).into())),
        ("byteorder", Ok(dtype.byteorder().to_string().into())),
        ("itemsize", Ok(dtype.itemsize().into())),
        ("alignment", Ok(dtype.alignment().into())),
        ("isalignedstruct", Ok(dtype.is_aligned_struct().into())),
        ("isnative", Ok(dtype.isnative().into())),
        ("hasobject", Ok(dtype.has_object().into())),
        ("isbuiltin", Ok(i64::from(dtype.is_builtin()).into())),
        ("name", Ok(dtype.name().into())),
        ("names", Ok(names)),
        ("ndim", Ok(dtype.ndim().into())),
        ("shape", Ok(shape)),
        ("base", Ok(dtype.base().clone().into())),
        ("flags", Ok(i64::from(dtype.flags()).into())),
        ("repr", Ok(format!("{dtype:?}").into())),
        ("printed", Ok(dtype.to_string().into())),
        ("descr", literal(dtype.descr())),
        ("npy_descr", literal(dtype.to_descr())),
        ("subdtype", Ok(subdtype)),
    ]
}
