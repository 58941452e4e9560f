//! Sums, means, spreads and extremes of the elements that are no NaN.

use ndstrata_array::{DynArray, DynView};
use ndstrata_dtype::{Casting, DType, ElementType, Kind};

use super::{MeanOptions, all, cumprod, cumsum, mean, over_all, prod, sum, var};
use crate::call::CallOptions;
use crate::error::{Error, Result};
use crate::functions::{conjugate, logical_not, multiply, sqrt, subtract};
use crate::nonfinite::without_nan;
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
        |a, options| sum(&without_nan(a, 0.0)?.0.view(), options);
    /// The product over axes, NaN as 1.
    nanprod(options: ReduceOptions<'_>) "As [`prod`]." =
        |a, options| prod(&without_nan(a, 1.0)?.0.view(), options);
    /// The largest element over axes that is no NaN; NaN where there is none.
    nanmax(options: ReduceOptions<'_>) "As [`max`](crate::max)." =
        |a, options| ufuncs::FMAX.reduce(a, over_all(options));
    /// The smallest element over axes that is no NaN; NaN where there is none.
    nanmin(options: ReduceOptions<'_>) "As [`min`](crate::min)." =
        |a, options| ufuncs::FMIN.reduce(a, over_all(options));
    /// Running sums along an axis, or over the flattened array, NaN as 0.
    nancumsum(axis: Option<isize>, dtype: Option<&DType>) "As [`cumsum`]." =
        |a, axis, dtype| cumsum(&without_nan(a, 0.0)?.0.view(), axis, dtype);
    /// Running products along an axis, or over the flattened array, NaN as 1.
    nancumprod(axis: Option<isize>, dtype: Option<&DType>) "As [`cumprod`]." =
        |a, axis, dtype| cumprod(&without_nan(a, 1.0)?.0.view(), axis, dtype);
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
    nanstd(options: &MeanOptions) "As [`var`]." = |a, options| sqrt(&nanvar(a, options)?);
}

fn position(
    a: &DynView<'_>,
    axis: Option<isize>,
    value: f64,
    function: fn(&DynView<'_>, Option<isize>) -> Result<DynArray>,
) -> Result<DynArray> {
    let (a, mask) = without_nan(a, value)?;
    if let Some(mask) = mask {
        let options = ReduceOptions::new();
        let options = match axis {
            Some(axis) => options.axes(&[axis]),
            None => options.all_axes(),
        };
        let lines = all(&mask.view(), options)?;
        if a.size() > 0 && lines.to_vec::<bool>()?.contains(&true) {
            return Err(Error::value("All-NaN slice encountered"));
        }
    }
    function(&a.view(), axis)
}

fn mean_of_numbers(a: &DynView<'_>, options: &MeanOptions) -> Result<DynArray> {
    let (numbers, Some(mask)) = without_nan(a, 0.0)? else { return mean(a, options) };
    let count = numbers_counted(&mask, options, options.keepdims)?;
    let dtype = options.dtype.clone();
    let total = sum(&numbers.view(), options.reduce(dtype, options.keepdims))?;
    over(&total, Operand::from(&count))
}

fn variance_of_numbers(a: &DynView<'_>, options: &MeanOptions) -> Result<DynArray> {
    let (numbers, Some(mask)) = without_nan(a, 0.0)? else { return var(a, options) };
    let dtype = options.dtype.clone();
    let count = numbers_counted(&mask, options, true)?;
    let total = sum(&numbers.view(), options.reduce(dtype.clone(), true))?;
    let mean = over(&total, Operand::from(&count))?;
    let distance = subtract(&numbers, &mean)?.astype(a.dtype())?;
    let zero = DynArray::zeros(&[], a.dtype(), ndstrata_array::Order::C)?;
    let distance = ndstrata_array::where_(&mask.view(), &zero.view(), &distance.view())?;
    let squares = if distance.dtype().kind() == Kind::Complex {
        multiply(&distance, &conjugate(&distance)?)?.real()
    } else {
        multiply(&distance, &distance)?
    };
    let total = sum(&squares.view(), options.reduce(dtype, options.keepdims))?;
    let count = numbers_counted(&mask, options, options.keepdims)?;
    let freedom = subtract(&count, options.ddof)?;
    let nan = DynArray::from_vec(vec![f64::NAN]).squeeze();
    // Too few elements have no variance.
    let enough = ufuncs::GREATER.one(&[Operand::from(&freedom), Operand::Int(0)])?;
    let freedom = ndstrata_array::where_(&enough.view(), &freedom.view(), &nan.view())?;
    over(&total, Operand::from(&freedom))
}

fn numbers_counted(mask: &DynArray, options: &MeanOptions, keepdims: bool) -> Result<DynArray> {
    let is_number = logical_not(mask)?;
    sum(&is_number.view(), options.reduce(Some(DType::INT64), keepdims))
}

/// A quotient in the type of the total.
fn over(total: &DynArray, count: Operand<'_>) -> Result<DynArray> {
    // Complex totals need a complex loop, and halves one that holds the count.
    let dtype = match total.dtype().element_type() {
        Some(ElementType::Float16) => DType::FLOAT64,
        _ => total.dtype().to_native(),
    };
    let options = CallOptions::new().casting(Casting::Unsafe).dtype(dtype);
    let quotient = ufuncs::DIVIDE.call(&[Operand::from(total), count], options)?.pop();
    Ok(quotient.unwrap_or_else(|| total.clone()).astype(total.dtype())?)
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
