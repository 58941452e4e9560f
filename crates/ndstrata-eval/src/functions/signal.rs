//! Correlation, convolution, windows and covariances by name.

use ndstrata_ufunc::{self as ufunc, ConvolveMode, Covariance};

use super::statistics::float;
use crate::coerce::as_array;
use crate::error::{Error, Result};
use crate::registry::{Arguments, Entry, int};
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    ("np.correlate", "a, v, mode='valid'", |a| {
        let (one, other) = (a.array("a")?, a.array("v")?);
        Ok(ufunc::correlate(&one.view(), &other.view(), mode(a)?)?.into())
    }),
    ("np.convolve", "a, v, mode='full'", |a| {
        let (one, other) = (a.array("a")?, a.array("v")?);
        Ok(ufunc::convolve(&one.view(), &other.view(), mode(a)?)?.into())
    }),
    ("np.bartlett", "M", |a| Ok(ufunc::bartlett(float(a.value("M"))?)?.into())),
    ("np.blackman", "M", |a| Ok(ufunc::blackman(float(a.value("M"))?)?.into())),
    ("np.hamming", "M", |a| Ok(ufunc::hamming(float(a.value("M"))?)?.into())),
    ("np.hanning", "M", |a| Ok(ufunc::hanning(float(a.value("M"))?)?.into())),
    ("np.kaiser", "M, beta", |a| {
        Ok(ufunc::kaiser(float(a.value("M"))?, float(a.value("beta"))?)?.into())
    }),
    (
        "np.cov",
        "m, y=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None, *, dtype=None",
        cov,
    ),
    ("np.corrcoef", "x, y=None, rowvar=True, *, dtype=None", |a| {
        let (x, y) = (a.array("x")?, a.optional("y").map(as_array).transpose()?);
        let y = y.as_ref().map(|y| y.view());
        Ok(Value::from_result(covariance(a)?.corrcoef(&x.view(), y.as_ref())?))
    }),
];

fn mode(a: &Arguments<'_>) -> Result<ConvolveMode> {
    let number = match a.value("mode") {
        Value::Str(name) => match name.as_str() {
            Some("valid") => 0,
            Some("same") => 1,
            Some("full") => 2,
            _ => {
                return Err(Error::value_error(
                    "Use one of 'valid', 'same', or 'full' for convolve/correlate mode",
                ));
            }
        },
        other => {
            int(other).map_err(|_| Error::type_error("convolve/correlate mode not understood"))?
        }
    };
    match number {
        0 => Ok(ConvolveMode::Valid),
        1 => Ok(ConvolveMode::Same),
        2 => Ok(ConvolveMode::Full),
        _ => Err(Error::value_error("integer convolve/correlate mode must be 0, 1, or 2")),
    }
}

fn covariance(a: &Arguments<'_>) -> Result<Covariance> {
    let mut options = Covariance::default();
    if !a.truth("rowvar")? {
        options = options.by_columns();
    }
    Ok(match a.optional_dtype("dtype")? {
        Some(dtype) => options.dtype(dtype),
        None => options,
    })
}

fn cov(a: &Arguments<'_>) -> Result<Value> {
    let mut options = covariance(a)?;
    match a.optional("ddof") {
        Some(ddof) => options = options.ddof(float(ddof)?),
        None if a.truth("bias")? => options = options.ddof(0.0),
        None => {}
    }
    if let Some(weights) = a.optional("fweights") {
        options = options.fweights(as_array(weights)?);
    }
    if let Some(weights) = a.optional("aweights") {
        options = options.aweights(as_array(weights)?);
    }
    let (m, y) = (a.array("m")?, a.optional("y").map(as_array).transpose()?);
    let y = y.as_ref().map(|y| y.view());
    Ok(options.cov(&m.view(), y.as_ref())?.into())
}
