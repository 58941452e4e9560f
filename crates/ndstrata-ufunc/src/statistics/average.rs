//! `average`: the mean in which elements count by weight.

use ndstrata_array::{DynArray, DynCow, DynView, Order, normalize_axis, normalize_axis_of};
use ndstrata_dtype::{DType, Kind, promote_types};

use super::{MeanOptions, mean, sum};
use crate::call::CallOptions;
use crate::error::{Error, ErrorKind, Result};
use crate::functions::{divide, equal};
use crate::operand::Operand;
use crate::reduce::ReduceOptions;
use crate::table::ufuncs;

/// What an average may be told besides its array.
#[derive(Clone, Debug, Default)]
pub struct AverageOptions {
    axes: Option<Vec<isize>>,
    weights: Option<DynArray>,
    keepdims: bool,
}

impl AverageOptions {
    /// The axes to reduce; all by default.
    ///
    /// NumPy: `axis=`.
    pub fn axes(mut self, axes: &[isize]) -> AverageOptions {
        self.axes = Some(axes.to_vec());
        self
    }

    /// How much each element counts, in the array's shape or in that of its reduced axes.
    ///
    /// NumPy: `weights=`.
    pub fn weights(mut self, weights: DynArray) -> AverageOptions {
        self.weights = Some(weights);
        self
    }

    /// Keeps the reduced axes with length 1.
    ///
    /// NumPy: `keepdims=True`.
    pub fn keepdims(mut self) -> AverageOptions {
        self.keepdims = true;
        self
    }
}

/// The mean of the elements, each counted by its weight, and the sum of the weights.
///
/// NumPy: [numpy.average](https://numpy.org/doc/stable/reference/generated/numpy.average.html) with
/// `returned=True`.
///
/// # Errors
///
/// Weights of another shape, or whose sum is zero.
///
/// # Example
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_ufunc::{AverageOptions, average};
/// let a = DynArray::from_vec(vec![1, 2, 3, 4]);
/// let options = AverageOptions::default().weights(DynArray::from_vec(vec![4, 3, 2, 1]));
/// let (average, weight) = average(&a.view(), &options)?;
/// assert_eq!(average.get::<f64>(&[])?, 2.0);
/// assert_eq!(weight.get::<f64>(&[])?, 10.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn average(a: &DynView<'_>, options: &AverageOptions) -> Result<(DynArray, DynArray)> {
    let axes = match &options.axes {
        Some(axes) => Some(distinct(axes, a.ndim())?),
        None => None,
    };
    let Some(weights) = &options.weights else {
        let means = match &axes {
            Some(axes) => MeanOptions::new().axes(axes),
            None => MeanOptions::new(),
        };
        let average = mean(a, &if options.keepdims { means.keepdims() } else { means })?;
        if average.size() == 0 {
            return Err(by_zero("division by zero"));
        }
        let count = a.size() as f64 / average.size() as f64;
        let count = DynArray::from_vec(vec![count]).squeeze().astype(average.dtype())?;
        let count = count.broadcast_to(average.shape())?.copy(Order::C)?;
        return Ok((average, count));
    };
    let weights = fitted_weights(a, axes.as_deref(), weights.view())?;
    let mut dtype = promote_types(a.dtype(), weights.dtype())?;
    if matches!(a.dtype().kind(), Kind::Bool | Kind::SignedInteger | Kind::UnsignedInteger) {
        dtype = promote_types(&dtype, &DType::FLOAT64)?;
    }
    let reduce = || {
        let reduce = match &axes {
            Some(axes) => ReduceOptions::new().axes(axes),
            None => ReduceOptions::new().all_axes(),
        };
        if options.keepdims { reduce.keepdims() } else { reduce }
    };
    let total = sum(&weights.view(), reduce().dtype(dtype.clone()))?;
    if equal(&total, 0.0)?.to_vec::<bool>()?.contains(&true) {
        return Err(by_zero("Weights sum to zero, can't be normalized"));
    }
    let products = ufuncs::MULTIPLY
        .call(
            &[Operand::from(a), Operand::from(&weights)],
            CallOptions::new().dtype(dtype.clone()),
        )?
        .pop();
    let Some(products) = products else { return Ok((total.clone(), total)) };
    let average = divide(&sum(&products.view(), reduce())?, &total)?;
    let total = total.broadcast_to(average.shape())?.copy(Order::C)?;
    Ok((average, total))
}

#[cold]
fn by_zero(message: &str) -> Error {
    Error::new(ErrorKind::Refused { class: "ZeroDivisionError", message: message.to_owned() })
}

fn distinct(axes: &[isize], n_axes: usize) -> Result<Vec<isize>> {
    let mut found: Vec<isize> = Vec::with_capacity(axes.len());
    for &axis in axes {
        let axis = normalize_axis_of("axis", axis, n_axes)? as isize;
        if found.contains(&axis) {
            return Err(Error::value("repeated axis"));
        }
        found.push(axis);
    }
    Ok(found)
}

/// Weights of the array's shape, or of some of its axes, as they broadcast to the array.
pub(crate) fn fitted_weights<'w>(
    a: &DynView<'_>,
    axes: Option<&[isize]>,
    weights: DynView<'w>,
) -> Result<DynCow<'w>> {
    if weights.shape() == a.shape() {
        return Ok(weights.into_cow());
    }
    let Some(axes) = axes else {
        return Err(Error::wrong_type(
            "Axis must be specified when shapes of a and weights differ.",
        ));
    };
    let axes = axes.iter().map(|&axis| normalize_axis(axis, a.ndim()));
    let axes: Vec<usize> = axes.collect::<ndstrata_array::Result<_>>()?;
    if weights.shape() != axes.iter().map(|&axis| a.shape()[axis]).collect::<Vec<_>>() {
        return Err(Error::value(
            "Shape of weights must be consistent with shape of a along specified axis.",
        ));
    }
    let mut order: Vec<isize> = (0..axes.len() as isize).collect();
    order.sort_by_key(|&k| axes[k as usize]);
    let shape: Vec<isize> = (0..a.ndim())
        .map(|axis| if axes.contains(&axis) { a.shape()[axis] as isize } else { 1 })
        .collect();
    let packed = weights.transpose(&order)?.copy(Order::C)?;
    Ok(packed.reshape_view(&shape, Order::C)?.into_cow())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_of_some_axes() {
        let a = DynArray::from_vec((0..8).collect::<Vec<i64>>()).reshape([2, 2, 2]).unwrap();
        let weights = DynArray::from_vec(vec![0.25, 0.75, 1.0, 0.5]).reshape([2, 2]).unwrap();
        let options = AverageOptions::default().axes(&[0, 1]).weights(weights);
        let (found, _) = average(&a.view(), &options).unwrap();
        assert_eq!(found.to_vec::<f64>().unwrap(), [3.4, 4.4]);
        let none = AverageOptions::default()
            .weights(DynArray::zeros(&[2, 2, 2], &DType::INT64, Order::C).unwrap());
        let error = average(&a.view(), &none).err().unwrap();
        assert_eq!(error.numpy_class(), "ZeroDivisionError");
    }
}
