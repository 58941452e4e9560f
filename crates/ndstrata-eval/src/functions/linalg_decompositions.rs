//! Decompositions, solvers and determinants of `np.linalg` by name.

use ndstrata_array::{DynArray, Scalar};
use ndstrata_linalg::{self as linalg, Eig, Pinv, Qr, QrMode, Rcond, Svd, SvdOptions, Triangle};

use super::statistics::float;
use crate::coerce::{as_array, truth};
use crate::error::{Error, Result};
use crate::registry::{Arguments, Entry};
use crate::value::{Named, Value};

pub(super) const TABLE: &[Entry] = &[
    ("np.linalg.solve", "a, b", |a| Ok(linalg::solve(&a.array("a")?, &a.array("b")?)?.into())),
    ("np.linalg.inv", "a", |a| Ok(linalg::inv(&a.array("a")?)?.into())),
    ("np.linalg.det", "a", |a| Ok(Value::from_result(linalg::det(&a.array("a")?)?))),
    ("np.linalg.slogdet", "a", |a| {
        let found = linalg::slogdet(&a.array("a")?)?;
        Ok(named("SlogdetResult", [("sign", found.sign), ("logabsdet", found.logabsdet)]))
    }),
    ("np.linalg.cholesky", "a, /, *, upper=False", |a| {
        let triangle = if a.truth("upper")? { Triangle::Upper } else { Triangle::Lower };
        Ok(linalg::cholesky(&a.array("a")?, triangle)?.into())
    }),
    ("np.linalg.qr", "a, mode='reduced'", qr),
    ("np.linalg.svd", "a, full_matrices=True, compute_uv=True, hermitian=False", svd),
    ("np.linalg.svdvals", "x, /", |a| Ok(linalg::svdvals(&a.array("x")?)?.into())),
    ("np.linalg.eig", "a", |a| Ok(eig_result("EigResult", linalg::eig(&a.array("a")?)?))),
    ("np.linalg.eigvals", "a", |a| Ok(linalg::eigvals(&a.array("a")?)?.into())),
    ("np.linalg.eigh", "a, UPLO='L'", |a| {
        let triangle = triangle(a)?;
        Ok(eig_result("EighResult", linalg::eigh(&a.array("a")?, triangle)?))
    }),
    ("np.linalg.eigvalsh", "a, UPLO='L'", |a| {
        let triangle = triangle(a)?;
        Ok(linalg::eigvalsh(&a.array("a")?, triangle)?.into())
    }),
    ("np.linalg.lstsq", "a, b, rcond=None", |a| {
        let rcond = match a.optional("rcond") {
            None => Rcond::Precision,
            Some(rcond) => {
                // It is compared before it becomes a number.
                truth(rcond)?;
                Rcond::Given(float(rcond)?)
            }
        };
        let found = linalg::lstsq(&a.array("a")?, &a.array("b")?, rcond)?;
        let rank = Value::Scalar(Scalar::new(found.rank as i32));
        Ok(Value::Tuple(vec![found.x.into(), found.residuals.into(), rank, found.s.into()]))
    }),
    ("np.linalg.pinv", "a, rcond=None, hermitian=False, *, rtol=no_value", pinv),
    ("np.linalg.tensorsolve", "a, b, axes=None", |a| {
        let axes = if a.value("axes").is_none() { Vec::new() } else { a.ints_of("axes")? };
        let array = a.array("a")?;
        if axes.iter().any(|&axis| axis < 0 || axis as usize >= array.ndim()) {
            return Err(Error::value_error("list.remove(x): x not in list"));
        }
        Ok(linalg::tensorsolve(&array, &a.array("b")?, &axes)?.into())
    }),
    ("np.linalg.tensorinv", "a, ind=2", |a| {
        Ok(linalg::tensorinv(&a.array("a")?, a.int("ind")? as isize)?.into())
    }),
];

fn named<const N: usize>(type_name: &'static str, fields: [(&'static str, DynArray); N]) -> Value {
    let fields = fields.into_iter().map(|(name, x)| (name, Value::from_result(x))).collect();
    Value::Named(Box::new(Named { type_name, fields }))
}

fn eig_result(type_name: &'static str, found: Eig) -> Value {
    named(type_name, [("eigenvalues", found.eigenvalues), ("eigenvectors", found.eigenvectors)])
}

fn triangle(a: &Arguments<'_>) -> Result<Triangle> {
    match a.value("UPLO") {
        Value::Str(text) => match text.as_str() {
            Some("L" | "l") => Ok(Triangle::Lower),
            Some("U" | "u") => Ok(Triangle::Upper),
            _ => Err(Error::value_error("UPLO argument must be 'L' or 'U'")),
        },
        other => Err(Error::new(
            "AttributeError",
            format!("'{}' object has no attribute 'upper'", other.type_name()),
        )),
    }
}

fn qr(a: &Arguments<'_>) -> Result<Value> {
    let mode = match a.value("mode").as_str() {
        Some("reduced" | "f" | "full") => QrMode::Reduced,
        Some("complete") => QrMode::Complete,
        Some("r") => QrMode::R,
        Some("raw") => {
            let (h, tau) = linalg::qr_raw(&a.array("a")?)?;
            return Ok(Value::Tuple(vec![h.into(), tau.into()]));
        }
        Some("e" | "economic") => {
            let (h, _) = linalg::qr_raw(&a.array("a")?)?;
            return Ok(h.mt()?.into());
        }
        mode => {
            let mode = mode.unwrap_or_else(|| a.value("mode").type_name());
            return Err(Error::value_error(format!("Unrecognized mode '{mode}'")));
        }
    };
    Ok(match linalg::qr(&a.array("a")?, mode)? {
        Qr { q: Some(q), r } => named("QRResult", [("Q", q), ("R", r)]),
        Qr { q: None, r } => r.into(),
    })
}

fn svd(a: &Arguments<'_>) -> Result<Value> {
    let array = a.array("a")?;
    let is_hermitian = a.truth("hermitian")?;
    let mut options = SvdOptions::default();
    if is_hermitian {
        options = options.hermitian();
    }
    if !a.truth("full_matrices")? {
        options = options.reduced();
    }
    if !a.truth("compute_uv")? {
        let s =
            if is_hermitian { linalg::svd(&array, options)?.s } else { linalg::svdvals(&array)? };
        return Ok(s.into());
    }
    let Svd { u, s, vh } = linalg::svd(&array, options)?;
    Ok(named("SVDResult", [("U", u), ("S", s), ("Vh", vh)]))
}

fn pinv(a: &Arguments<'_>) -> Result<Value> {
    let array = a.array("a")?;
    let mut options = Pinv::default();
    if a.truth("hermitian")? {
        options = options.hermitian();
    }
    options = match (a.optional("rcond"), a.is_given("rtol")) {
        (None, false) => options,
        (Some(rcond), false) => options.rcond(as_array(rcond)?),
        (Some(_), true) => {
            return Err(Error::value_error("`rtol` and `rcond` can't be both set."));
        }
        (None, true) => match a.optional("rtol") {
            None => options.rcond_of_precision(),
            Some(rtol) => options.rcond(as_array(rtol)?),
        },
    };
    Ok(linalg::pinv(&array, options)?.into())
}
