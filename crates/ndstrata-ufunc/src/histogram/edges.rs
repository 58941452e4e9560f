//! The edges of bins: given, or at equal distances between the ends of the elements.

use ndstrata_array::{DynArray, DynView, Linspace};
use ndstrata_dtype::{DType, Kind, Operand as TypeOperand, result_type};

use crate::error::{Error, Result};
use crate::functions::{add, equal, greater, greater_equal, isfinite, subtract};
use crate::reduce::ReduceOptions;
use crate::statistics::{max, min};

/// Edges of bins.
#[derive(Clone)]
pub(super) struct Edges {
    pub(super) places: DynArray,
    /// Whether they lie at equal distances.
    pub(super) is_even: bool,
}

impl Edges {
    /// Edges as they were given, which must not fall.
    pub(super) fn given(edges: &DynArray) -> Result<Edges> {
        if edges.ndim() != 1 {
            return Err(Error::value("`bins` must be 1d, when an array"));
        }
        if neighbours_are(edges, greater)? {
            return Err(Error::value("`bins` must increase monotonically, when an array"));
        }
        Ok(Edges { places: edges.clone(), is_even: false })
    }

    /// `n_bins` bins of equal width between the ends of a range, or of the elements.
    pub(super) fn even(a: &DynView<'_>, n_bins: i64, range: Option<(f64, f64)>) -> Result<Edges> {
        if n_bins < 1 {
            return Err(Error::value("`bins` must be positive, when an integer"));
        }
        let ends = Ends::of(a, range)?;
        let mut dtype = match &ends.are_weak {
            true => result_type(&[TypeOperand::from(a.dtype()), TypeOperand::WeakFloat])?,
            false => {
                result_type(&[TypeOperand::from(a.dtype()), TypeOperand::from(ends.first.dtype())])?
            }
        };
        if dtype.kind().is_integer() {
            dtype = DType::FLOAT64;
        }
        let count = usize::try_from(n_bins).ok().and_then(|n| n.checked_add(1));
        let count = count.ok_or_else(|| Error::value("Maximum allowed size exceeded"))?;
        let places = Linspace::default().num(count).dtype(&dtype);
        let places = places.array(&ends.first.view(), &ends.last.view())?;
        if neighbours_are(&places, greater_equal)? {
            return Err(Error::value(format!(
                "Too many bins for data range. Cannot create {n_bins} finite-sized bins."
            )));
        }
        Ok(Edges { places, is_even: true })
    }
}

type Compare =
    fn(crate::operand::Operand<'static>, crate::operand::Operand<'static>) -> Result<DynArray>;

/// Whether any edge stands to the next one as the function says.
fn neighbours_are(edges: &DynArray, compare: Compare) -> Result<bool> {
    let n = edges.size();
    let before = edges.clone().slice_axis(0, 0, 1, n - n.min(1))?;
    let after = edges.clone().slice_axis(0, n.min(1), 1, n - n.min(1))?;
    Ok(compare(before.into(), after.into())?.to_vec::<bool>()?.contains(&true))
}

/// Where bins of equal width begin and end.
pub(super) struct Ends {
    pub(super) first: DynArray,
    pub(super) last: DynArray,
    /// Whether they are numbers without a type of their own.
    pub(super) are_weak: bool,
}

impl Ends {
    pub(super) fn of(a: &DynView<'_>, range: Option<(f64, f64)>) -> Result<Ends> {
        let number = |x: f64| DynArray::from_vec(vec![x]).squeeze();
        let (mut first, mut last, are_weak) = match range {
            Some((first, last)) if first > last => {
                return Err(Error::value("max must be larger than min in range parameter."));
            }
            Some((first, last)) => (number(first), number(last), true),
            None if a.size() == 0 => (number(0.0), number(1.0), true),
            None => {
                let all = ReduceOptions::new;
                (min(&a.view(), all())?, max(&a.view(), all())?, false)
            }
        };
        let is_finite = |x: &DynArray| -> Result<bool> { Ok(isfinite(x)?.get::<bool>(&[])?) };
        if !(is_finite(&first)? && is_finite(&last)?) {
            let which = if range.is_some() { "supplied" } else { "autodetected" };
            let text = |x: &DynArray| -> Result<String> {
                let x = x.astype(&DType::FLOAT64)?.get::<f64>(&[])?;
                Ok(if x.is_nan() { "nan".to_owned() } else { x.to_string() })
            };
            return Err(Error::value(format!(
                "{which} range of [{}, {}] is not finite",
                text(&first)?,
                text(&last)?
            )));
        }
        if equal(&first, &last)?.get::<bool>(&[])? {
            if matches!(first.dtype().kind(), Kind::DateTime | Kind::TimeDelta) {
                return Err(Error::new(crate::ErrorKind::Refused {
                    class: "UFuncTypeError",
                    message: "dates have no bins of equal width".to_owned(),
                }));
            }
            first = subtract(&first, 0.5)?;
            last = add(&last, 0.5)?;
        }
        Ok(Ends { first, last, are_weak })
    }
}
