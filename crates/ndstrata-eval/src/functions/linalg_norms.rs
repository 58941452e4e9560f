//! Norms, condition numbers and ranks of `np.linalg` by name.

use ndstrata_dtype::Kind;
use ndstrata_linalg::{self as linalg, MatrixRank, Norm, NormOrder};

use super::statistics::float;
use crate::coerce::as_array;
use crate::error::{Error, Result};
use crate::registry::{Arguments, Entry};
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    ("np.linalg.norm", "x, ord=None, axis=None, keepdims=False", |a| {
        let x = a.array("x")?;
        let mut options = options(a)?;
        let is_tuple = matches!(a.value("axis"), Value::Tuple(_));
        if !a.value("axis").is_none() {
            options = options.axes(&axes(a, is_tuple)?);
        }
        let n_axes = if a.value("axis").is_none() { x.ndim() } else { axes(a, is_tuple)?.len() };
        options = options.order(order(a.value("ord"), n_axes)?);
        Ok(Value::from_result(linalg::norm(&x, options)?))
    }),
    ("np.linalg.matrix_norm", "x, /, *, keepdims=False, ord='fro'", |a| {
        let order = order(a.value("ord"), 2)?;
        let options = options(a)?.order(order).axes(&[-2, -1]);
        Ok(Value::from_result(linalg::norm(&a.array("x")?, options)?))
    }),
    ("np.linalg.vector_norm", "x, /, *, axis=None, keepdims=False, ord=2", |a| {
        let mut options = options(a)?.order(order(a.value("ord"), 1)?);
        if !a.value("axis").is_none() {
            options = options.axes(&a.ints_of("axis")?);
        }
        Ok(Value::from_result(linalg::vector_norm(&a.array("x")?, options)?))
    }),
    ("np.linalg.cond", "x, p=None", |a| {
        let x = a.array("x")?;
        let order = order(a.value("p"), 2).or_else(|error| {
            // What is wrong with the matrix comes first.
            linalg::cond(&x, NormOrder::Frobenius)?;
            Err(error)
        })?;
        Ok(Value::from_result(linalg::cond(&x, order)?))
    }),
    ("np.linalg.matrix_rank", "A, tol=None, hermitian=False, *, rtol=None", |a| {
        let array = a.array("A")?;
        let mut options = MatrixRank::default();
        options = match (a.optional("tol"), a.optional("rtol")) {
            (Some(_), Some(_)) => {
                return Err(Error::value_error("`tol` and `rtol` can't be both set."));
            }
            (Some(tol), None) => options.tol(as_array(tol)?),
            (None, Some(rtol)) => options.rtol(as_array(rtol)?),
            (None, None) => options,
        };
        if a.truth("hermitian")? {
            options = options.hermitian();
        }
        let rank = linalg::matrix_rank(&array, options)?;
        if array.ndim() < 2 {
            return Ok(Value::from(rank.get::<i64>(&[])?));
        }
        Ok(Value::from_result(rank))
    }),
];

fn options(a: &Arguments<'_>) -> Result<Norm> {
    let options = Norm::default();
    Ok(if a.truth("keepdims")? { options.keepdims() } else { options })
}

fn axes(a: &Arguments<'_>, is_tuple: bool) -> Result<Vec<isize>> {
    if is_tuple {
        return a.ints_of("axis");
    }
    match a.int("axis") {
        Ok(axis) => Ok(vec![axis as isize]),
        Err(_) => match a.value("axis") {
            Value::Float(x) => Ok(vec![*x as isize]),
            _ => Err(Error::type_error("'axis' must be None, an integer or a tuple of integers")),
        },
    }
}

/// The order that a value names, for vectors or matrices.
fn order(value: &Value, n_axes: usize) -> Result<NormOrder> {
    match value {
        Value::None => Ok(NormOrder::Usual),
        Value::Str(text) => match text.as_str() {
            Some("fro" | "f") => match n_axes {
                1 => Err(invalid(text.as_str())),
                _ => Ok(NormOrder::Frobenius),
            },
            Some("nuc") => match n_axes {
                1 => Err(invalid(text.as_str())),
                _ => Ok(NormOrder::Nuclear),
            },
            name => match n_axes {
                1 => Err(invalid(name)),
                2 => Err(Error::value_error("Invalid norm order for matrices.")),
                _ => Err(Error::value_error("Improper number of dimensions to norm.")),
            },
        },
        value => {
            if let Value::Scalar(scalar) = value
                && scalar.dtype().kind() == Kind::Complex
            {
                return Err(Error::value_error("Invalid norm order for matrices."));
            }
            Ok(NormOrder::P(float(value)?))
        }
    }
}

fn invalid(name: Option<&str>) -> Error {
    let name = name.unwrap_or_default();
    Error::value_error(format!("Invalid norm order '{name}' for vectors"))
}
