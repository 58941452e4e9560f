//! `where` and `select`: elements of one array or another, as conditions say.
#![expect(unsafe_code, reason = "writes runs of layouts that were broadcast together")]

use ndstrata_dtype::{Casting, DType, Operand, result_type};
use ndstrata_kernels::where_run;

use super::fault::IndexFault;
use super::mask_write::CopyTo;
use super::positions::truth_bytes;
use crate::array::{DynArray, DynBase, DynView};
use crate::error::Result;
use crate::layout::{Order, Plan, axes_by_strides, broadcast_dims, places_of};

/// Elements of `x` where the condition is true and of `y` elsewhere, all broadcast together.
///
/// NumPy: [numpy.where](https://numpy.org/doc/stable/reference/generated/numpy.where.html) with three arguments; with one it is [`DynBase::nonzero`].
///
/// # Errors
///
/// Shapes that do not broadcast together; types without a common one.
///
/// ```
/// use ndstrata_array::{DynArray, where_};
/// let condition = DynArray::from_vec(vec![true, false, true]);
/// let (x, y) = (DynArray::from_vec(vec![1, 2, 3]), DynArray::from_vec(vec![-1.5]));
/// let found = where_(&condition.view(), &x.view(), &y.view())?;
/// assert_eq!(found.to_vec::<f64>()?, [1.0, -1.5, 3.0]);
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
pub fn where_(condition: &DynView<'_>, x: &DynView<'_>, y: &DynView<'_>) -> Result<DynArray> {
    let dtype = result_type(&[x.dtype().into(), y.dtype().into()])?;
    if let Some(found) = where_packed(condition, x, y, &dtype)? {
        return Ok(found);
    }
    let shape = broadcast_dims(&[condition.shape(), x.shape(), y.shape()])?;
    let condition = condition.broadcast_to(&shape)?;
    let (x, y) = (x.cast_to_same(&dtype)?, y.cast_to_same(&dtype)?);
    let (x, y) = (x.view().broadcast_to(&shape)?, y.view().broadcast_to(&shape)?);
    let axes = axes_by_strides(shape.len(), [condition.strides(), x.strides(), y.strides()]);
    if axes.is_sorted() {
        return where_in_c_order(&condition, &x, &y, &dtype);
    }
    let outermost_first: Vec<isize> = axes.iter().map(|&axis| axis as isize).collect();
    let [condition, x, y] = [condition, x, y].map(|of| of.transpose(&outermost_first));
    let back: Vec<isize> = places_of(&axes).iter().map(|&place| place as isize).collect();
    where_in_c_order(&condition?, &x?, &y?, &dtype)?.transpose(&back)
}

/// As [`where_`], of arrays of one shape and the result's type, in C order.
fn where_in_c_order(
    condition: &DynView<'_>,
    x: &DynView<'_>,
    y: &DynView<'_>,
    dtype: &DType,
) -> Result<DynArray> {
    let shape = condition.shape();
    let mask = truth_bytes(condition)?;
    // SAFETY: every element is written just below.
    let mut result = unsafe { DynArray::uninit(shape, dtype, Order::C)? };
    let mut to = result.view_mut()?;
    let plan = Plan::in_c_order(shape, [to.strides(), x.strides(), y.strides()]);
    let ([_, x_step, y_step], count) = (plan.inner_strides(), plan.inner_len());
    let (to, itemsize) = (to.as_mut_ptr(), dtype.itemsize());
    let mut at = 0;
    plan.for_each_run(|[d, i, j]| {
        let to = to.wrapping_offset(d);
        let (x, y) = (x.as_ptr().wrapping_offset(i), y.as_ptr().wrapping_offset(j));
        let mask = &mask[at..at + count];
        at += count;
        // SAFETY: the plan's runs cover the three arrays in C order, as the mask's bytes do; the
        // fresh result is packed and overlaps nothing.
        unsafe { where_run(to, mask, x, x_step, y, y_step, itemsize) };
    });
    Ok(result)
}

/// As [`where_`], of arrays that lie packed in one shape and are of the result's type.
fn where_packed(
    condition: &DynView<'_>,
    x: &DynView<'_>,
    y: &DynView<'_>,
    dtype: &DType,
) -> Result<Option<DynArray>> {
    let shape = condition.shape();
    let lies_ready =
        |of: &DynView<'_>| of.shape() == shape && of.is_c_contiguous() && of.dtype() == dtype;
    if *condition.dtype() != DType::BOOL || !condition.is_c_contiguous() {
        return Ok(None);
    }
    let (Some(mask), true) = (condition.packed_bytes(), lies_ready(x) && lies_ready(y)) else {
        return Ok(None);
    };
    let itemsize = dtype.itemsize();
    let step = itemsize as isize;
    // SAFETY: every element is written just below.
    let mut result = unsafe { DynArray::uninit(shape, dtype, Order::C)? };
    let to = result.view_mut()?.as_mut_ptr();
    // SAFETY: all four are packed and of as many elements; the result is fresh.
    unsafe { where_run(to, mask, x.as_ptr(), step, y.as_ptr(), step, itemsize) };
    Ok(Some(result))
}

/// Conditions and their choices, of which the first true one counts.
///
/// ```
/// use ndstrata_array::{DynArray, Scalar, Select};
/// let x = DynArray::from_vec(vec![0, 1, 2, 3]);
/// let small = DynArray::from_vec(vec![true, true, false, false]);
/// let found = Select::default()
///     .case(small.view(), x.view())
///     .default_value(Scalar::new(42).view()?)
///     .select()?;
/// assert_eq!(found.to_vec::<i32>()?, [0, 1, 42, 42]);
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Select<'a> {
    conditions: Vec<DynView<'a>>,
    choices: Vec<DynView<'a>>,
    default: Option<DynView<'a>>,
}

impl<'a> Select<'a> {
    /// Another case, which counts where no earlier one does.
    ///
    /// NumPy: none.
    pub fn case(mut self, condition: DynView<'a>, choice: DynView<'a>) -> Self {
        self.conditions.push(condition);
        self.choices.push(choice);
        self
    }

    /// The elements where no condition is true; zeros of the choices' type otherwise.
    ///
    /// NumPy: none.
    pub fn default_value(mut self, default: DynView<'a>) -> Self {
        self.default = Some(default);
        self
    }

    /// The elements chosen.
    ///
    /// NumPy: [numpy.select](https://numpy.org/doc/stable/reference/generated/numpy.select.html).
    ///
    /// # Errors
    ///
    /// No cases; conditions that are not `bool`; shapes or types that do not go together.
    pub fn select(&self) -> Result<DynArray> {
        let default = match &self.default {
            Some(default) => default.clone(),
            None => {
                let types: Vec<Operand> = self.choices.iter().map(|c| c.dtype().into()).collect();
                let dtype = result_type(&types).unwrap_or(DType::BOOL);
                return self.select_or(&DynArray::zeros(&[], &dtype, Order::C)?.view());
            }
        };
        self.select_or(&default)
    }

    fn select_or(&self, default: &DynView<'_>) -> Result<DynArray> {
        select(&self.conditions, &self.choices, default)
    }
}

/// As [`Select::select`], of lists.
///
/// NumPy: [numpy.select](https://numpy.org/doc/stable/reference/generated/numpy.select.html).
///
/// # Errors
///
/// As [`Select::select`]; lists of different lengths.
pub fn select(
    conditions: &[DynView<'_>],
    choices: &[DynView<'_>],
    default: &DynView<'_>,
) -> Result<DynArray> {
    if conditions.len() != choices.len() {
        return Err(IndexFault::SelectLengths.into());
    }
    if conditions.is_empty() {
        return Err(IndexFault::NoConditions.into());
    }
    let mut types: Vec<Operand> = choices.iter().map(|choice| choice.dtype().into()).collect();
    types.push(default.dtype().into());
    let dtype = result_type(&types)?;
    let is_mask = |condition: &DynView<'_>| condition.dtype() == &DType::BOOL;
    if let Some(position) = conditions.iter().position(|condition| !is_mask(condition)) {
        let dtype = conditions[position].dtype().clone();
        return Err(IndexFault::SelectCondition { position, dtype }.into());
    }
    let shapes: Vec<&[usize]> =
        conditions.iter().chain(choices).chain([default]).map(DynBase::shape).collect();
    let shape = broadcast_dims(&shapes)?;
    let mut result = DynArray::zeros(&shape, &dtype, Order::C)?;
    let mut to = result.view_mut()?;
    to.assign(default)?;
    for (condition, choice) in conditions.iter().zip(choices).rev() {
        let options = CopyTo::default().casting(Casting::Unsafe).mask(condition.clone());
        to.copyto(choice, &options)?;
    }
    Ok(result)
}
