//! Sums, means, spreads and extremes of the elements that are no NaN.

use ndstrata_array::{DynArray, DynView};
use ndstrata_dtype::{DType, Kind};

use super::moments::{over, root, typed};
use super::{MeanOptions, all, cumprod, cumsum, mean, over_all, prod, sum, var};
use crate::error::{Error, Result};
use crate::functions::{conjugate, logical_not, multiply, subtract};
use crate::nonfinite::replaced_nan;
use crate::operand::Operand;
use crate::order::{argmax, argmin};
use crate::reduce::ReduceOptions;
use crate::table::ufuncs;

macro_rules! nan_functions {
    ($($(#[doc = $doc:literal])+ $name:ident($($arg:ident: $type:ty),*) $errors:literal = $body:expr;)*) => {$(
        $(#[doc = $doc])+
        ///
        #[doc = concat!("NumPy: [numpy.", stringify!($name), "](https://numpy.org/doc/stable/reference/generated/numpy.", stringify!($name), ".html).")]
        ///
        /// # Errors
        ///
        #[doc = $errors]
        pub fn $name(a: &DynView<'_>, $($arg: $type),*) -> Result<DynArray> {
            $body(a, $($arg),*)
        }
    )*};
}

nan_functions! {
    /// The sum over axes, NaN as 0.
    nansum(options: ReduceOptions<'_>) "As [`sum`]." =
        |a, options| sum(&replaced_nan(a, 0.0)?.0.view(), options);
    /// The product over axes, NaN as 1.
    nanprod(options: ReduceOptions<'_>) "As [`prod`]." =
        |a, options| prod(&replaced_nan(a, 1.0)?.0.view(), options);
    /// The largest element over axes that is no NaN; NaN where there is none.
    nanmax(options: ReduceOptions<'_>) "As [`max`](crate::max)." =
        |a, options| ufuncs::FMAX.reduce(a, over_all(options));
    /// The smallest element over axes that is no NaN; NaN where there is none.
    nanmin(options: ReduceOptions<'_>) "As [`min`](crate::min)." =
        |a, options| ufuncs::FMIN.reduce(a, over_all(options));
    /// Running sums along an axis, or over the flattened array, NaN as 0.
    nancumsum(axis: Option<isize>, dtype: Option<&DType>) "As [`cumsum`]." =
        |a, axis, dtype| cumsum(&replaced_nan(a, 0.0)?.0.view(), axis, dtype);
    /// Running products along an axis, or over the flattened array, NaN as 1.
    nancumprod(axis: Option<isize>, dtype: Option<&DType>) "As [`cumprod`]." =
        |a, axis, dtype| cumprod(&replaced_nan(a, 1.0)?.0.view(), axis, dtype);
    /// The position of the first largest element that is no NaN.
    nanargmax(axis: Option<isize>) "As [`argmax`]; lines of nothing but NaN." =
        |a, axis| position(a, axis, f64::NEG_INFINITY, argmax);
    /// The position of the first smallest element that is no NaN.
    nanargmin(axis: Option<isize>) "As [`argmin`]; lines of nothing but NaN." =
        |a, axis| position(a, axis, f64::INFINITY, argmin);
    /// The mean of the elements that are no NaN; NaN where there is none.
    nanmean(options: &MeanOptions) "As [`mean`]." = mean_of_numbers;
    /// The variance of the elements that are no NaN; NaN where there are too few.
    nanvar(options: &MeanOptions) "As [`var`]." = variance_of_numbers;
    /// The standard deviation of the elements that are no NaN.
    nanstd(options: &MeanOptions) "As [`var`]." = |a, options| {
            root(nanvar(a, options)?, options.stored.is_some())
        };
}

fn position(
    a: &DynView<'_>,
    axis: Option<isize>,
    value: f64,
    function: fn(&DynView<'_>, Option<isize>) -> Result<DynArray>,
) -> Result<DynArray> {
    let (a, mask) = replaced_nan(a, value)?;
    if let Some(mask) = mask.filter(|mask| mask.size() > 0) {
        let options = ReduceOptions::new();
        let options = match axis {
            Some(axis) if a.ndim() > 0 => options.axes(&[axis]),
            _ => options.all_axes(),
        };
        if all(&mask.view(), options)?.to_vec::<bool>()?.contains(&true) {
            return Err(Error::value("All-NaN slice encountered"));
        }
    }
    function(&a.view(), axis)
}

/// Types that know NaN are neither computed nor stored in one that does not.
fn check_inexact(options: &MeanOptions) -> Result<()> {
    let is_exact = |dtype: &Option<DType>| dtype.as_ref().is_some_and(|dtype| !is_inexact(dtype));
    if is_exact(&options.dtype) {
        return Err(Error::wrong_type("If a is inexact, then dtype must be inexact"));
    }
    if is_exact(&options.stored) {
        return Err(Error::wrong_type("If a is inexact, then out must be inexact"));
    }
    Ok(())
}

fn is_inexact(dtype: &DType) -> bool {
    matches!(dtype.kind(), Kind::Float | Kind::Complex)
}

fn mean_of_numbers(a: &DynView<'_>, options: &MeanOptions) -> Result<DynArray> {
    let (numbers, Some(mask)) = replaced_nan(a, 0.0)? else { return mean(a, options) };
    check_inexact(options)?;
    let count = numbers_counted(&mask, options, options.keepdims)?;
    let total = options.stored_sum(&numbers.view(), options.dtype.clone(), options.keepdims)?;
    over(&total, &count)
}

fn variance_of_numbers(a: &DynView<'_>, options: &MeanOptions) -> Result<DynArray> {
    let (numbers, Some(mask)) = replaced_nan(a, 0.0)? else { return var(a, options) };
    check_inexact(options)?;
    let dtype = options.dtype.clone();
    let count = numbers_counted(&mask, options, true)?;
    let mean = match &options.mean {
        Some(mean) => mean.clone(),
        None => over(&sum(&numbers.view(), options.reduce(dtype.clone(), true))?, &count)?,
    };
    let distance = typed(subtract(&numbers, &mean)?, a.dtype())?;
    let zero = DynArray::zeros(&[], a.dtype(), ndstrata_array::Order::C)?;
    let distance = ndstrata_array::where_(&mask.view(), &zero.view(), &distance.view())?;
    let squares = if distance.dtype().kind() == Kind::Complex {
        multiply(&distance, &conjugate(&distance)?)?.real()
    } else {
        multiply(&distance, &distance)?
    };
    let total = options.stored_sum(&squares.view(), dtype, options.keepdims)?;
    let count = if options.keepdims { count } else { numbers_counted(&mask, options, false)? };
    let freedom = subtract(&count, options.ddof)?;
    // Too few elements have no variance.
    let spread = over(&total, &freedom)?;
    let nan = DynArray::from_vec(vec![f64::NAN]).squeeze().astype(spread.dtype())?;
    let enough = ufuncs::GREATER.one(&[Operand::from(&freedom), Operand::Int(0)])?;
    Ok(ndstrata_array::where_(&enough.view(), &spread.view(), &nan.view())?)
}

fn numbers_counted(mask: &DynArray, options: &MeanOptions, keepdims: bool) -> Result<DynArray> {
    let is_number = logical_not(mask)?;
    sum(&is_number.view(), options.reduce(Some(DType::INT64), keepdims))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nan_takes_no_part() {
        let a = DynArray::from_vec(vec![1.0, f64::NAN, 4.0]);
        let one = |found: Result<DynArray>| found.unwrap().get::<f64>(&[]).unwrap();
        let options = MeanOptions::new();
        assert_eq!(one(nansum(&a.view(), ReduceOptions::new())), 5.0);
        assert_eq!(one(nanmax(&a.view(), ReduceOptions::new())), 4.0);
        assert_eq!(one(nanmean(&a.view(), &options)), 2.5);
        assert_eq!(one(nanvar(&a.view(), &options)), 2.25);
        assert!(one(nanvar(&a.view(), &MeanOptions::new().ddof(2.0))).is_nan());
        let none = DynArray::from_vec(vec![f64::NAN]);
        assert_eq!(
            nanargmax(&none.view(), None).err().unwrap().to_string(),
            "All-NaN slice encountered"
        );
    }
}
