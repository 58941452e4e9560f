//! Means, variances and standard deviations.

use ndstrata_array::{DynArray, DynView};
use ndstrata_dtype::{Casting, DType, ElementType, Kind, can_cast};

use crate::error::{Error, ErrorKind, Result};
use crate::functions::{add, conjugate, divide, maximum, multiply, sqrt, square, subtract};
use crate::reduce::ReduceOptions;
use crate::table::ufuncs;

/// What a mean or a variance may be told besides its array.
#[derive(Clone, Debug, Default)]
pub struct MeanOptions {
    pub(super) axes: Option<Vec<isize>>,
    pub(super) dtype: Option<DType>,
    pub(super) keepdims: bool,
    pub(super) ddof: f64,
    pub(super) mask: Option<DynArray>,
    pub(super) mean: Option<DynArray>,
    pub(super) stored: Option<DType>,
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

    /// Which elements take part.
    ///
    /// NumPy: `where=`.
    pub fn mask(mut self, mask: DynArray) -> MeanOptions {
        self.mask = Some(mask);
        self
    }

    /// The mean of a variance, which is then not computed; in a shape that broadcasts to the array's.
    ///
    /// NumPy: `mean=`.
    pub fn mean(mut self, mean: DynArray) -> MeanOptions {
        self.mean = Some(mean);
        self
    }

    /// The type that the result is stored in.
    ///
    /// NumPy: `out=`, by its type.
    pub fn stored(mut self, dtype: DType) -> MeanOptions {
        self.stored = Some(dtype);
        self
    }

    pub(super) fn reduce<'o>(&'o self, dtype: Option<DType>, keepdims: bool) -> ReduceOptions<'o> {
        let mut options = ReduceOptions::new();
        options = match &self.axes {
            Some(axes) => options.axes(axes),
            None => options.all_axes(),
        };
        if let Some(dtype) = dtype {
            options = options.dtype(dtype);
        }
        if let Some(mask) = &self.mask {
            options = options.mask(mask.view());
        }
        if keepdims { options.keepdims() } else { options }
    }

    /// How many elements each result stands for: one number, or an array of them if there is a mask.
    pub(super) fn count(&self, a: &DynView<'_>, keepdims: bool) -> Result<DynArray> {
        if let Some(mask) = &self.mask {
            let mask = mask.view().broadcast_to(a.shape())?.astype(&DType::BOOL)?;
            let options = MeanOptions { mask: None, ..self.clone() };
            let options = options.reduce(Some(DType::INT64), keepdims);
            return ufuncs::ADD.reduce(&mask.view(), options);
        }
        let mut count = 1_usize;
        match &self.axes {
            None => count = a.size(),
            Some(axes) => {
                for &axis in axes {
                    let axis = ndstrata_array::normalize_axis(axis, a.ndim())?;
                    count = count.saturating_mul(a.shape()[axis]);
                }
            }
        }
        Ok(DynArray::from_vec(vec![count as i64]).squeeze())
    }

    /// The sum that becomes the result, in the type it is stored in, whatever is lost by it.
    pub(super) fn stored_sum(
        &self,
        a: &DynView<'_>,
        dtype: Option<DType>,
        keepdims: bool,
    ) -> Result<DynArray> {
        let Some(stored) = &self.stored else {
            return ufuncs::ADD.reduce(a, self.reduce(dtype, keepdims));
        };
        // The output takes part in the choice of the loop.
        let dtype = match dtype {
            Some(dtype) => Some(dtype),
            None => Some(ndstrata_dtype::promote_types(a.dtype(), stored)?),
        };
        let sum = ufuncs::ADD.reduce(a, self.reduce(dtype, keepdims))?;
        typed(sum, stored)
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
/// As [`Ufunc::reduce`](crate::Ufunc::reduce).
pub fn mean(a: &DynView<'_>, options: &MeanOptions) -> Result<DynArray> {
    let count = options.count(a, options.keepdims)?;
    let is_half = a.dtype().element_type() == Some(ElementType::Float16);
    // Durations are summed as what they are, whatever type of numbers is asked for.
    let asked = options.dtype.clone().filter(|dtype| {
        a.dtype().kind() != Kind::TimeDelta
            || matches!(dtype.kind(), Kind::TimeDelta | Kind::DateTime)
    });
    let computed = asked.or(match is_half {
        true => Some(DType::FLOAT32),
        false => wide(a.dtype()),
    });
    let total = options.stored_sum(a, computed, options.keepdims)?;
    let mean = over(&total, &count)?;
    let narrows = is_half && options.dtype.is_none() && options.stored.is_none();
    if narrows { typed(mean, &DType::FLOAT16) } else { Ok(mean) }
}

/// The variance: the mean of the squared distances from the mean.
///
/// NumPy: [numpy.var](https://numpy.org/doc/stable/reference/generated/numpy.var.html).
///
/// # Errors
///
/// As [`Ufunc::reduce`](crate::Ufunc::reduce).
pub fn var(a: &DynView<'_>, options: &MeanOptions) -> Result<DynArray> {
    let count = options.count(a, options.keepdims)?;
    let computed = options.dtype.clone().or_else(|| wide(a.dtype()));
    let center = match &options.mean {
        Some(mean) => mean.clone(),
        None => {
            let total = ufuncs::ADD.reduce(a, options.reduce(computed.clone(), true))?;
            let count = match options.mask {
                Some(_) => options.count(a, true)?,
                None => count.clone(),
            };
            over(&total, &count)?
        }
    };
    let distance = subtract(a, &center)?;
    let kind = a.dtype().kind();
    let squares = if kind == Kind::Float || kind.is_integer() {
        square(distance)?
    } else if distance.dtype().kind() == Kind::Complex {
        let (real, imag) = (distance.clone().real(), distance.imag()?);
        add(&square(&real)?, &square(&imag)?)?
    } else {
        multiply(&distance, &conjugate(&distance)?)?.real()
    };
    let total = options.stored_sum(&squares.view(), computed, options.keepdims)?;
    let freedom = maximum(&subtract(&count, options.ddof)?, 0)?;
    over(&total, &freedom)
}

/// The standard deviation: the root of the variance.
///
/// NumPy: [numpy.std](https://numpy.org/doc/stable/reference/generated/numpy.std.html).
///
/// # Errors
///
/// As [`Ufunc::reduce`](crate::Ufunc::reduce).
pub fn std(a: &DynView<'_>, options: &MeanOptions) -> Result<DynArray> {
    let spread = var(a, options)?;
    root(spread, options.stored.is_some())
}

/// The root of variances, in their type.
///
/// A scalar is cast to it, an array (an output is one) must be of the kind.
pub(super) fn root(spread: DynArray, is_stored: bool) -> Result<DynArray> {
    let dtype = spread.dtype().clone();
    let root = sqrt(&spread)?;
    let is_array = is_stored || spread.ndim() > 0;
    if is_array && !can_cast(root.dtype(), &dtype, Casting::SameKind) {
        return Err(Error::new(ErrorKind::Cast {
            ufunc: "sqrt",
            is_output: true,
            is_only: true,
            index: 0,
            from: root.dtype().clone(),
            to: dtype,
            casting: Casting::SameKind,
        }));
    }
    typed(root, &dtype)
}

/// The type in which integers are summed.
fn wide(dtype: &DType) -> Option<DType> {
    (dtype.kind() == Kind::Bool || dtype.kind().is_integer()).then_some(DType::FLOAT64)
}

/// A quotient in the type of the total.
pub(super) fn over(total: &DynArray, count: &DynArray) -> Result<DynArray> {
    typed(divide(total, count)?, total.dtype())
}

pub(super) fn typed(array: DynArray, dtype: &DType) -> Result<DynArray> {
    if array.dtype() == dtype { Ok(array) } else { Ok(array.astype(dtype)?) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masked_elements_take_no_part() {
        let a = DynArray::from_vec(vec![1.0, 2.0, 9.0]);
        let options = MeanOptions::new().mask(DynArray::from_vec(vec![true, true, false]));
        assert_eq!(mean(&a.view(), &options).unwrap().get::<f64>(&[]).unwrap(), 1.5);
        assert_eq!(var(&a.view(), &options).unwrap().get::<f64>(&[]).unwrap(), 0.25);
    }

    #[test]
    fn a_mean_that_is_known_is_taken() {
        let a = DynArray::from_vec(vec![1.0, 3.0]);
        let options = MeanOptions::new().mean(DynArray::from_vec(vec![1.0]));
        assert_eq!(var(&a.view(), &options).unwrap().get::<f64>(&[]).unwrap(), 2.0);
        let kept = MeanOptions::new().keepdims();
        assert_eq!(std(&a.view(), &kept).unwrap().shape(), [1]);
    }

    #[test]
    fn sums_are_stored_whatever_the_type_loses() {
        let a = DynArray::from_vec(vec![1.6, 2.6]);
        let options = MeanOptions::new().stored(DType::INT32);
        assert_eq!(mean(&a.view(), &options).unwrap().get::<i32>(&[]).unwrap(), 2);
        assert_eq!(var(&a.view(), &options).unwrap().get::<i32>(&[]).unwrap(), 0);
        let truth = MeanOptions::new().stored(DType::BOOL);
        assert!(var(&a.view(), &truth).unwrap().get::<bool>(&[]).unwrap());
    }
}
