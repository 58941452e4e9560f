//! Sums, means, spreads and extremes over axes, by NumPy's formulas over the ufuncs.

mod average;
mod nan;

use ndstrata_array::{DynArray, DynView};
use ndstrata_dtype::{Casting, DType, ElementType, Kind};

use crate::call::CallOptions;
use crate::error::Result;
use crate::operand::Operand;
use crate::reduce::ReduceOptions;
use crate::table::ufuncs;
use crate::ufunc::Ufunc;

pub use average::average;
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

/// What a mean or a variance may be told besides its array.
#[derive(Clone, Debug, Default)]
pub struct MeanOptions {
    axes: Option<Vec<isize>>,
    dtype: Option<DType>,
    keepdims: bool,
    ddof: f64,
}

impl MeanOptions {
    /// NumPy's defaults: all axes, none kept, no degrees of freedom taken off.
    ///
    /// NumPy: none.
    pub fn new() -> MeanOptions {
        MeanOptions::default()
    }

    /// The axes to reduce.
    ///
    /// NumPy: `axis=`.
    pub fn axes(mut self, axes: &[isize]) -> MeanOptions {
        self.axes = Some(axes.to_vec());
        self
    }

    /// The type of the computation.
    ///
    /// NumPy: `dtype=`.
    pub fn dtype(mut self, dtype: DType) -> MeanOptions {
        self.dtype = Some(dtype);
        self
    }

    /// Keeps the reduced axes with length 1.
    ///
    /// NumPy: `keepdims=True`.
    pub fn keepdims(mut self) -> MeanOptions {
        self.keepdims = true;
        self
    }

    /// What is taken off the number of elements in a variance.
    ///
    /// NumPy: `ddof=`.
    pub fn ddof(mut self, ddof: f64) -> MeanOptions {
        self.ddof = ddof;
        self
    }

    fn reduce<'o>(&self, dtype: Option<DType>, keepdims: bool) -> ReduceOptions<'o> {
        let mut options = ReduceOptions::new();
        options = match &self.axes {
            Some(axes) => options.axes(axes),
            None => options.all_axes(),
        };
        if let Some(dtype) = dtype {
            options = options.dtype(dtype);
        }
        if keepdims { options.keepdims() } else { options }
    }

    /// How many elements one result stands for.
    fn count(&self, a: &DynView<'_>) -> Result<usize> {
        let Some(axes) = &self.axes else { return Ok(a.size()) };
        let mut count = 1;
        for &axis in axes {
            count *= a.shape()[ndstrata_array::normalize_axis(axis, a.ndim())?];
        }
        Ok(count)
    }

    /// The type to compute in: integers as doubles, halves as singles.
    fn computed(&self, dtype: &DType) -> Option<DType> {
        self.dtype.clone().or(match dtype.element_type() {
            Some(ElementType::Float16) => Some(DType::FLOAT32),
            Some(element) if element.kind() == Kind::Bool || element.kind().is_integer() => {
                Some(DType::FLOAT64)
            }
            _ => None,
        })
    }
}

/// The arithmetic mean.
///
/// NumPy: [numpy.mean](https://numpy.org/doc/stable/reference/generated/numpy.mean.html).
///
/// # Shape and dtype
///
/// Integers give `f8`; half precision is summed in single.
///
/// # Errors
///
/// As [`Ufunc::reduce`].
pub fn mean(a: &DynView<'_>, options: &MeanOptions) -> Result<DynArray> {
    let computed = options.computed(a.dtype());
    let total = ufuncs::ADD.reduce(a, options.reduce(computed, options.keepdims))?;
    let mean = divided(&total, options.count(a)? as f64)?;
    narrowed(mean, a.dtype(), options)
}

/// The variance: the mean of the squared distances from the mean.
///
/// NumPy: [numpy.var](https://numpy.org/doc/stable/reference/generated/numpy.var.html).
///
/// # Errors
///
/// As [`Ufunc::reduce`].
pub fn var(a: &DynView<'_>, options: &MeanOptions) -> Result<DynArray> {
    let computed = options.computed(a.dtype());
    let count = options.count(a)? as f64;
    let total = ufuncs::ADD.reduce(a, options.reduce(computed.clone(), true))?;
    let mean = divided(&total, count)?;
    let distance = ufuncs::SUBTRACT.one(&[Operand::from(a), Operand::from(&mean)])?;
    let squares = if distance.dtype().kind() == Kind::Complex {
        let conjugate = ufuncs::CONJUGATE.one(&[Operand::from(&distance)])?;
        let square =
            ufuncs::MULTIPLY.one(&[Operand::from(&distance), Operand::from(&conjugate)])?;
        let part = match square.dtype().element_type() {
            Some(ElementType::Complex64) => DType::FLOAT32,
            _ => DType::FLOAT64,
        };
        // The imaginary parts are zero.
        square.astype(&part)?
    } else {
        ufuncs::MULTIPLY.one(&[Operand::from(&distance), Operand::from(&distance)])?
    };
    let computed = computed
        .filter(|_| squares.dtype().kind() != Kind::Float || a.dtype().kind() == Kind::Float);
    let total = ufuncs::ADD.reduce(&squares.view(), options.reduce(computed, options.keepdims))?;
    let spread = divided(&total, (count - options.ddof).max(0.0))?;
    narrowed(spread, a.dtype(), options)
}

/// The standard deviation: the root of the variance.
///
/// NumPy: [numpy.std](https://numpy.org/doc/stable/reference/generated/numpy.std.html).
///
/// # Errors
///
/// As [`Ufunc::reduce`].
pub fn std(a: &DynView<'_>, options: &MeanOptions) -> Result<DynArray> {
    let spread = var(a, options)?;
    ufuncs::SQRT.one(&[Operand::from(&spread)])
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
    let truth = a.astype(&DType::BOOL)?;
    ufuncs::ADD.reduce(&truth.view(), over_all(options).dtype(DType::INT64))
}

/// A total divided by a count, in the total's type.
fn divided(total: &DynArray, count: f64) -> Result<DynArray> {
    if total.dtype().kind() == Kind::TimeDelta {
        return ufuncs::DIVIDE.one(&[Operand::from(total), Operand::Float(count)]);
    }
    let options = CallOptions::new().casting(Casting::Unsafe).dtype(total.dtype().clone());
    let mut results =
        ufuncs::DIVIDE.call(&[Operand::from(total), Operand::Float(count)], options)?;
    Ok(results.pop().unwrap_or_else(|| total.clone()))
}

/// A result of half precision where the elements have it and no other type was asked for.
fn narrowed(result: DynArray, dtype: &DType, options: &MeanOptions) -> Result<DynArray> {
    let is_half = dtype.element_type() == Some(ElementType::Float16) && options.dtype.is_none();
    Ok(if is_half { result.astype(&DType::FLOAT16)? } else { result })
}

/// Running results along an axis, or over the flattened array.
fn running(
    ufunc: &'static Ufunc,
    a: &DynView<'_>,
    axis: Option<isize>,
    dtype: Option<&DType>,
) -> Result<DynArray> {
    match axis {
        Some(axis) => ufunc.accumulate(a, axis, dtype),
        None => {
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
