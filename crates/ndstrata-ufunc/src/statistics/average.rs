//! `average`: the mean in which elements count by weight.

use ndstrata_array::{DynArray, DynView, Order, normalize_axis};
use ndstrata_dtype::{DType, Kind, promote_types};

use super::{MeanOptions, mean, sum};
use crate::call::CallOptions;
use crate::error::{Error, ErrorKind, Result};
use crate::functions::{divide, equal};
use crate::operand::Operand;
use crate::reduce::ReduceOptions;
use crate::table::ufuncs;

/// The mean of the elements, each counted by its weight, and the sum of the weights.
///
/// NumPy: [numpy.average](https://numpy.org/doc/stable/reference/generated/numpy.average.html) with
/// `returned=True`. Differs: one axis, or all.
///
/// # Errors
///
/// Weights of another shape, or whose sum is zero.
pub fn average(
    a: &DynView<'_>,
    axis: Option<isize>,
    weights: Option<&DynView<'_>>,
    keepdims: bool,
) -> Result<(DynArray, DynArray)> {
    let Some(weights) = weights else {
        let options = match axis {
            Some(axis) => MeanOptions::new().axes(&[axis]),
            None => MeanOptions::new(),
        };
        let average = mean(a, &if keepdims { options.keepdims() } else { options })?;
        let count = a.size() as f64 / average.size() as f64;
        let count = DynArray::from_vec(vec![count]).squeeze().astype(average.dtype())?;
        let count = count.broadcast_to(average.shape())?.copy(Order::C)?;
        return Ok((average, count));
    };
    let weights = fitted(a, axis, weights)?;
    let mut dtype = promote_types(a.dtype(), weights.dtype())?;
    if matches!(a.dtype().kind(), Kind::Bool | Kind::SignedInteger | Kind::UnsignedInteger) {
        dtype = promote_types(&dtype, &DType::FLOAT64)?;
    }
    let options = || {
        let options = ReduceOptions::new().dtype(dtype.clone());
        let options = match axis {
            Some(axis) => options.axes(&[axis]),
            None => options.all_axes(),
        };
        if keepdims { options.keepdims() } else { options }
    };
    let total = sum(&weights.view(), options())?;
    if equal(&total, 0)?.to_vec::<bool>()?.contains(&true) {
        return Err(Error::new(ErrorKind::Refused {
            class: "ZeroDivisionError",
            message: "Weights sum to zero, can't be normalized".to_owned(),
        }));
    }
    let products = ufuncs::MULTIPLY
        .call(
            &[Operand::from(a), Operand::from(&weights)],
            CallOptions::new().dtype(dtype.clone()),
        )?
        .pop();
    let Some(products) = products else { return Ok((total.clone(), total)) };
    let average = divide(&sum(&products.view(), options())?, &total)?;
    let total = total.broadcast_to(average.shape())?.copy(Order::C)?;
    Ok((average, total))
}

/// Weights of the array's shape, or of one axis, as they broadcast to the array.
fn fitted(a: &DynView<'_>, axis: Option<isize>, weights: &DynView<'_>) -> Result<DynArray> {
    if weights.shape() == a.shape() {
        return Ok(weights.copy(Order::K)?);
    }
    let Some(axis) = axis else {
        return Err(Error::wrong_type(
            "Axis must be specified when shapes of a and weights differ.",
        ));
    };
    let axis = normalize_axis(axis, a.ndim())?;
    if weights.shape() != [a.shape()[axis]] {
        return Err(Error::value(
            "Shape of weights must be consistent with shape of a along specified axis.",
        ));
    }
    let mut shape = vec![1; a.ndim()];
    shape[axis] = -1;
    let column = weights.copy(Order::C)?.reshape_view(&shape, Order::C)?;
    Ok(column.broadcast_to(a.shape())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_count_by_weight() {
        let a = DynArray::from_vec(vec![1, 2, 3, 4]);
        let weights = DynArray::from_vec(vec![4, 3, 2, 1]);
        let (found, total) = average(&a.view(), None, Some(&weights.view()), false).unwrap();
        assert_eq!(found.get::<f64>(&[]).unwrap(), 2.0);
        assert_eq!(total.get::<f64>(&[]).unwrap(), 10.0);
        let none = DynArray::from_vec(vec![0; 4]);
        let error = average(&a.view(), None, Some(&none.view()), false).err().unwrap();
        assert_eq!(error.numpy_class(), "ZeroDivisionError");
    }
}
