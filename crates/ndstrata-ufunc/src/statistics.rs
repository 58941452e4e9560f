//! Sums, means, spreads and extremes over axes, by NumPy's formulas over the ufuncs.

mod average;
mod count;
mod moments;
mod nan;

use ndstrata_array::{DynArray, DynView, Order};
use ndstrata_dtype::{DType, Kind};
use smallvec::SmallVec;

use crate::error::Result;
use crate::operand::Operand;
use crate::reduce::ReduceOptions;
use crate::table::ufuncs;
use crate::ufunc::Ufunc;

pub(crate) use average::fitted_weights;
pub use average::{AverageOptions, average};
use count::count_true;
pub use moments::{MeanOptions, mean, std, var};
pub use nan::{
    nanargmax, nanargmin, nancumprod, nancumsum, nanmax, nanmean, nanmin, nanprod, nanstd, nansum,
    nanvar,
};

macro_rules! reductions {
    ($($(#[doc = $doc:literal])+ $name:ident $numpy:literal $ufunc:ident;)*) => {$(
        $(#[doc = $doc])+
        ///
        #[doc = concat!("NumPy: [numpy.", $numpy, "](https://numpy.org/doc/stable/reference/generated/numpy.", $numpy, ".html).")]
        ///
        /// # Errors
        ///
        /// As [`Ufunc::reduce`].
        pub fn $name(a: &DynView<'_>, options: ReduceOptions<'_>) -> Result<DynArray> {
            ufuncs::$ufunc.reduce(a, over_all(options))
        }
    )*};
}

reductions! {
    /// The sum over axes, all of them by default.
    sum "sum" ADD;
    /// The product over axes, all of them by default.
    prod "prod" MULTIPLY;
    /// The largest element over axes, all of them by default; a NaN wins.
    max "max" MAXIMUM;
    /// The smallest element over axes, all of them by default; a NaN wins.
    min "min" MINIMUM;
    /// Whether any element is true, over all axes by default.
    any "any" LOGICAL_OR;
    /// Whether all elements are true, over all axes by default.
    all "all" LOGICAL_AND;
}

/// Functions reduce over all axes where a ufunc's method reduces over the first.
fn over_all(options: ReduceOptions<'_>) -> ReduceOptions<'_> {
    if options.axes.is_none() { options.all_axes() } else { options }
}

/// The distance from the smallest to the largest element, over all axes by default.
///
/// NumPy: [numpy.ptp](https://numpy.org/doc/stable/reference/generated/numpy.ptp.html).
///
/// # Errors
///
/// As [`Ufunc::reduce`].
pub fn ptp(a: &DynView<'_>, axes: Option<&[isize]>) -> Result<DynArray> {
    let options = || match axes {
        Some(axes) => ReduceOptions::new().axes(axes),
        None => ReduceOptions::new().all_axes(),
    };
    let (high, low) = (max(a, options())?, min(a, options())?);
    ufuncs::SUBTRACT.one(&[Operand::from(&high), Operand::from(&low)])
}

/// How many elements are true, over all axes by default.
///
/// NumPy: [numpy.count_nonzero](https://numpy.org/doc/stable/reference/generated/numpy.count_nonzero.html).
///
/// # Errors
///
/// As [`Ufunc::reduce`].
pub fn count_nonzero(a: &DynView<'_>, options: ReduceOptions<'_>) -> Result<DynArray> {
    let options = over_all(options).dtype(DType::INT64);
    if options.all_axes
        && options.mask.is_none()
        && !options.keepdims
        && let Some(count) = count_nonzero_all(a)
    {
        return Ok(DynArray::from_vec(vec![count]).squeeze());
    }
    if *a.dtype() == DType::BOOL {
        return ufuncs::ADD.reduce(a, options);
    }
    if matches!(a.dtype().kind(), Kind::Bytes | Kind::Str)
        && let Some(text) = a.packed_bytes().filter(|_| a.itemsize() > 0 && a.is_c_contiguous())
    {
        let are_some = text.chunks_exact(a.itemsize()).map(is_some).collect();
        let are_some = DynArray::from_vec::<bool>(are_some);
        let shape: SmallVec<[isize; 4]> = a.shape().iter().map(|&n| n as isize).collect();
        return ufuncs::ADD.reduce(&are_some.reshape_view(&shape, Order::C)?.view(), options);
    }
    ufuncs::ADD.reduce(&a.astype(&DType::BOOL)?.view(), options)
}

/// How many elements of numbers, or of packed text, are neither zero nor empty; `None` for other types.
///
/// NumPy: [numpy.count_nonzero](https://numpy.org/doc/stable/reference/generated/numpy.count_nonzero.html).
///
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_ufunc::count_nonzero_all;
/// assert_eq!(count_nonzero_all(&DynArray::from_vec(vec![0, 1, 7, 0]).view()), Some(2));
/// ```
pub fn count_nonzero_all(a: &DynView<'_>) -> Option<i64> {
    if let Some(element) = a.dtype().element_type() {
        return Some(count_true(a, element));
    }
    let is_text = matches!(a.dtype().kind(), Kind::Bytes | Kind::Str) && a.itemsize() > 0;
    let text = a.packed_bytes().filter(|_| is_text)?;
    Some(match a.itemsize() {
        // One character: all of them without a branch.
        4 => text.as_chunks::<4>().0.iter().map(|text| i64::from(*text != [0; 4])).sum(),
        itemsize => text.chunks_exact(itemsize).filter(|text| is_some(text)).count() as i64,
    })
}

/// Whether a text has a character; most have one at their start.
fn is_some(text: &[u8]) -> bool {
    text.iter().any(|&byte| byte != 0)
}

/// Running results along an axis, or over the flattened array.
fn running(
    ufunc: &'static Ufunc,
    a: &DynView<'_>,
    axis: Option<isize>,
    dtype: Option<&DType>,
) -> Result<DynArray> {
    // Durations are folded as what they are, and text is joined, whatever numbers are asked for.
    let keeps_type = match a.dtype().kind() {
        Kind::TimeDelta => true,
        Kind::Bytes | Kind::Str => ufunc.name() == "add",
        _ => false,
    };
    let dtype = dtype
        .filter(|dtype| !keeps_type || matches!(dtype.kind(), Kind::TimeDelta | Kind::DateTime));
    match axis {
        Some(axis) if a.ndim() > 0 => ufunc.accumulate(a, axis, dtype),
        Some(axis) if !matches!(axis, 0 | -1) => {
            ndstrata_array::normalize_axis(axis, 0)?;
            ufunc.accumulate(a, axis, dtype)
        }
        _ => {
            let flat = a.copy(ndstrata_array::Order::C)?;
            let flat = flat.reshape_view(&[-1], ndstrata_array::Order::C)?;
            ufunc.accumulate(&flat.view(), 0, dtype)
        }
    }
}

/// Running sums along an axis, or over the flattened array.
///
/// NumPy: [numpy.cumsum](https://numpy.org/doc/stable/reference/generated/numpy.cumsum.html).
///
/// # Errors
///
/// As [`Ufunc::accumulate`].
pub fn cumsum(a: &DynView<'_>, axis: Option<isize>, dtype: Option<&DType>) -> Result<DynArray> {
    running(&ufuncs::ADD, a, axis, dtype)
}

/// Running products along an axis, or over the flattened array.
///
/// NumPy: [numpy.cumprod](https://numpy.org/doc/stable/reference/generated/numpy.cumprod.html).
///
/// # Errors
///
/// As [`Ufunc::accumulate`].
pub fn cumprod(a: &DynView<'_>, axis: Option<isize>, dtype: Option<&DType>) -> Result<DynArray> {
    running(&ufuncs::MULTIPLY, a, axis, dtype)
}
