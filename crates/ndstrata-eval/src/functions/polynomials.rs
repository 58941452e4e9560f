//! Polynomials by name.

use ndstrata_array::{DynArray, Scalar};
use ndstrata_dtype::DType;
use ndstrata_linalg::{self as linalg, Covariance, Polyfit};

use super::statistics::float;
use crate::coerce::{as_array, truth};
use crate::error::{Error, Result};
use crate::registry::{Arguments, Entry, int};
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    ("np.poly", "seq_of_zeros", |a| {
        let zeros = a.array("seq_of_zeros")?;
        iterable(&zeros)?;
        if zeros.ndim() == 1 && zeros.size() == 0 {
            return Ok(Value::Float(1.0));
        }
        Ok(linalg::poly(&zeros)?.into())
    }),
    ("np.roots", "p", |a| {
        let p = a.array("p")?;
        iterable(&p)?;
        Ok(linalg::roots(&p)?.into())
    }),
    ("np.polyval", "p, x", |a| {
        let (p, x) = (a.array("p")?, a.array("x")?);
        sized(&p)?;
        let is_array = p.shape()[0] == 0;
        let y = linalg::polyval(&p, &x)?;
        Ok(if is_array { y.into() } else { Value::from_result(y) })
    }),
    ("np.polyadd", "a1, a2", |a| Ok(linalg::polyadd(&a.array("a1")?, &a.array("a2")?)?.into())),
    ("np.polysub", "a1, a2", |a| Ok(linalg::polysub(&a.array("a1")?, &a.array("a2")?)?.into())),
    ("np.polymul", "a1, a2", |a| Ok(linalg::polymul(&a.array("a1")?, &a.array("a2")?)?.into())),
    ("np.polydiv", "u, v", |a| {
        let (q, r) = linalg::polydiv(&a.array("u")?, &a.array("v")?)?;
        Ok(Value::Tuple(vec![q.into(), r.into()]))
    }),
    ("np.polyder", "p, m=1", |a| {
        let p = a.array("p")?;
        let m = order(a.value("m"))?;
        if m >= 0 {
            sized(&p)?;
        }
        Ok(linalg::polyder(&p, m)?.into())
    }),
    ("np.polyint", "p, m=1, k=None", |a| {
        let p = a.array("p")?;
        let m = order(a.value("m"))?;
        let k = a.optional("k").map(as_array).transpose()?;
        if m > 0 {
            sized(&p)?;
        }
        Ok(linalg::polyint(&p, m, k)?.into())
    }),
    ("np.polyfit", "x, y, deg, rcond=None, full=False, w=None, cov=False", polyfit),
];

/// NumPy looks for arrays among the elements before it looks at anything else.
fn iterable(p: &DynArray) -> Result<()> {
    if p.ndim() == 0 {
        return Err(Error::type_error(
            "dispatcher for __array_function__ did not return an iterable",
        ));
    }
    Ok(())
}

fn sized(p: &DynArray) -> Result<()> {
    if p.ndim() == 0 {
        return Err(Error::type_error("len() of unsized object"));
    }
    Ok(())
}

/// As Python's `int()`.
fn order(value: &Value) -> Result<i64> {
    match value {
        Value::Float(x) => Ok(*x as i64),
        Value::Scalar(scalar) => {
            Ok(scalar.to_array()?.astype(&DType::INT64)?.scalar_at(&[])?.get::<i64>()?)
        }
        value => int(value),
    }
}

fn polyfit(a: &Arguments<'_>) -> Result<Value> {
    let (x, y) = (a.array("x")?, a.array("y")?);
    let mut options = Polyfit::default();
    if let Some(rcond) = a.optional("rcond") {
        options = options.rcond(float(rcond)?);
    }
    if let Some(weights) = a.optional("w") {
        options = options.weights(as_array(weights)?);
    }
    let is_full = a.truth("full")?;
    let covariance = match a.value("cov") {
        Value::Str(text) if text.as_str() == Some("unscaled") => Covariance::Unscaled,
        value if truth(value)? => Covariance::Scaled,
        _ => Covariance::None,
    };
    if !is_full {
        options = options.covariance(covariance);
    }
    let found = linalg::polyfit(&x, &y, order(a.value("deg"))?, options)?;
    let coefficients: Value = found.coefficients.into();
    if is_full {
        let rcond = match a.optional("rcond") {
            Some(rcond) => rcond.clone(),
            None => {
                let dtype = ndstrata_dtype::promote_types(x.dtype(), &DType::FLOAT16)?;
                let number = DynArray::from_vec(vec![found.rcond]).squeeze();
                Value::Scalar(number.astype(&real(&dtype))?.scalar_at(&[])?)
            }
        };
        let rank = Value::Scalar(Scalar::new(found.rank as i32));
        let (residuals, s) = (found.residuals.into(), found.singular_values.into());
        return Ok(Value::Tuple(vec![coefficients, residuals, rank, s, rcond]));
    }
    Ok(match found.covariance {
        Some(covariance) => Value::Tuple(vec![coefficients, covariance.into()]),
        None => coefficients,
    })
}

/// The type of the machine limits of a type.
fn real(dtype: &DType) -> DType {
    match dtype.itemsize() {
        2 => DType::FLOAT16,
        4 => DType::FLOAT32,
        8 if dtype.kind() == ndstrata_dtype::Kind::Complex => DType::FLOAT32,
        _ => DType::FLOAT64,
    }
}
