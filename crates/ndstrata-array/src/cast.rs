//! Elements converted to another type.
//!
//! Which conversions are allowed is the dtype crate's to say; what a number becomes is the kernels'.
//! Here an array is walked, and the kernel for its pair of types run on each run.
#![expect(unsafe_code, reason = "converts between layouts that were checked against memory")]

use ndstrata_dtype::{Casting, DType, Element, ElementType, can_cast};
use ndstrata_kernels::{Converter, NumberType, Swapped};

use crate::array::{DynArray, DynBase, DynCow, DynView, DynViewMut, Storage};
use crate::error::{Error, ErrorKind, Result};
use crate::layout::{Order, Plan};

impl<'a> DynView<'a> {
    /// The elements as `dtype`; borrowed where they already are.
    pub(crate) fn cast_to_same(&self, dtype: &DType) -> Result<DynCow<'a>> {
        if self.dtype() == dtype {
            return Ok(self.clone().into_cow());
        }
        Ok(self.cast_to(dtype)?.into_cow())
    }
}

/// What [`DynBase::astype_with`] may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AsType {
    casting: Casting,
    order: Order,
}

impl Default for AsType {
    /// NumPy's: any conversion, laid out as the source.
    fn default() -> AsType {
        AsType { casting: Casting::Unsafe, order: Order::K }
    }
}

impl AsType {
    /// Which conversions are allowed.
    ///
    /// NumPy: none.
    pub fn casting(mut self, casting: Casting) -> AsType {
        self.casting = casting;
        self
    }

    /// The layout of the result.
    ///
    /// NumPy: none.
    pub fn order(mut self, order: Order) -> AsType {
        self.order = order;
        self
    }
}

impl<S: Storage> DynBase<S> {
    /// A new array of the elements converted to `dtype`, by any conversion there is.
    ///
    /// NumPy: [numpy.ndarray.astype](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.astype.html).
    ///
    /// # Errors
    ///
    /// Types between which nothing is converted; text that is no number or date.
    pub fn astype(&self, dtype: &DType) -> Result<DynArray> {
        self.astype_with(dtype, AsType::default())
    }

    /// As [`astype`](DynBase::astype), by allowed conversions only.
    ///
    /// NumPy: [numpy.ndarray.astype](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.astype.html).
    ///
    /// # Errors
    ///
    /// As [`astype`](DynBase::astype); a conversion that `casting` does not allow.
    pub fn astype_with(&self, dtype: &DType, options: AsType) -> Result<DynArray> {
        if !can_cast(self.dtype(), dtype, options.casting) {
            return Err(Error::new(ErrorKind::Casting {
                from: self.dtype().clone(),
                to: dtype.clone(),
                casting: options.casting,
            }));
        }
        self.cast_in_order(dtype, options.order)
    }

    /// A new array of the elements converted to `dtype`, whatever is lost, laid out as this one.
    pub(crate) fn cast_to(&self, dtype: &DType) -> Result<DynArray> {
        self.cast_in_order(dtype, Order::K)
    }

    fn cast_in_order(&self, dtype: &DType, order: Order) -> Result<DynArray> {
        if self.dtype() == dtype {
            return self.copy(order);
        }
        let layout = self.packed_layout(order, dtype.itemsize())?;
        // SAFETY: every element is written just below, or the array is dropped.
        let mut result = unsafe { DynArray::uninit(self.shape(), dtype, Order::C)? };
        result.relabel(layout);
        convert(&mut result.view_mut()?, &self.view())?;
        Ok(result)
    }

    /// The elements in C order, as the Rust type that the dtype describes.
    ///
    /// NumPy: [numpy.ndarray.tolist](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.tolist.html) of the flattened array.
    ///
    /// # Errors
    ///
    /// A dtype other than that of `T` (in either byte order); bytes that are no `T`.
    pub fn to_vec<T: Element>(&self) -> Result<Vec<T>> {
        let native = self.dtype().to_native();
        let mut values = Vec::new();
        values.try_reserve_exact(self.size()).map_err(|_| Error::new(ErrorKind::TooBig))?;
        let mut failed = None;
        let swapped;
        let source = if &native == self.dtype() {
            self.view()
        } else {
            swapped = self.cast_to(&native)?;
            swapped.view()
        };
        source.for_each_element(|bytes| match crate::scalar::value_of::<T>(&native, bytes) {
            Ok(value) => values.push(value),
            Err(error) => failed = Some(error),
        });
        failed.map_or(Ok(values), Err)
    }
}

/// The kernels' name of a type.
fn number_type(element: ElementType) -> NumberType {
    match element {
        ElementType::Bool => NumberType::Bool,
        ElementType::Int8 => NumberType::I8,
        ElementType::UInt8 => NumberType::U8,
        ElementType::Int16 => NumberType::I16,
        ElementType::UInt16 => NumberType::U16,
        ElementType::Int32 => NumberType::I32,
        ElementType::UInt32 => NumberType::U32,
        ElementType::Int64 => NumberType::I64,
        ElementType::UInt64 => NumberType::U64,
        ElementType::Float16 => NumberType::F16,
        ElementType::Float32 => NumberType::F32,
        ElementType::Float64 => NumberType::F64,
        ElementType::Complex64 => NumberType::Complex64,
        ElementType::Complex128 => NumberType::Complex128,
    }
}

/// Converts all elements of an array of the same shape.
fn convert(to: &mut DynViewMut<'_>, from: &DynView<'_>) -> Result<()> {
    let (source, target) = (from.dtype().element_type(), to.dtype().element_type());
    let (Some(source), Some(target)) = (source, target) else {
        return Err(Error::new(ErrorKind::NoConversion {
            from: from.dtype().clone(),
            to: to.dtype().clone(),
        }));
    };
    let swapped =
        Swapped { source: !from.dtype().is_native(), destination: !to.dtype().is_native() };
    let converter = Converter::new(number_type(source), number_type(target)).swapped(swapped);
    let plan = Plan::new(to.shape(), [to.strides(), from.strides()]);
    let ([d_step, s_step], count) = (plan.inner_strides(), plan.inner_len());
    let (dst, src) = (to.as_mut_ptr(), from.as_ptr());
    plan.for_each_run(|[d, s]| {
        let (d, s) = (dst.wrapping_offset(d), src.wrapping_offset(s));
        // SAFETY: the plan's offsets lie within both layouts; a mutable borrow overlaps no other.
        unsafe { converter.run(d, d_step, s, s_step, count) };
    });
    Ok(())
}
