//! Elements converted to another type.
//!
//! Which conversions are allowed is the dtype crate's to say; what a number becomes is the kernels'.
//! Here an open target type is fitted to the data (`target`), the conversion worked out once
//! (`conversion`), and the array walked with it (`walk`).
#![expect(unsafe_code, reason = "makes arrays whose elements are written just after")]

mod blocks;
mod conversion;
mod fault;
mod fields;
mod parse;
mod parsing;
mod printing;
mod recoding;
mod runs;
mod target;
mod text;
mod walk;

use ndstrata_dtype::{Casting, DType, Element, Kind, can_cast};

use crate::array::{DynArray, DynBase, DynCow, DynView, Storage};
use crate::error::{Error, ErrorKind, Result};
use crate::layout::Order;

pub(crate) use conversion::{Conversion, number_of as number_type};
pub use fault::CastFault;
pub(crate) use target::adapted;
pub(crate) use walk::convert;

impl<'a> DynView<'a> {
    /// The elements as `dtype`; borrowed where they already are.
    pub(crate) fn cast_to_same(&self, dtype: &DType) -> Result<DynCow<'a>> {
        if self.dtype() == dtype {
            return Ok(self.clone().into_cow());
        }
        Ok(self.cast_to(dtype)?.into_cow())
    }

    /// The elements as `dtype`, by any conversion there is; borrowed where they already are.
    ///
    /// NumPy: [numpy.ndarray.astype](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.astype.html)
    /// with `copy=False`.
    ///
    /// # Errors
    ///
    /// As [`astype`](DynBase::astype).
    ///
    /// ```
    /// use ndstrata_array::DynArray;
    /// use ndstrata_dtype::DType;
    /// let a = DynArray::from_vec(vec![1.5, 2.5]);
    /// assert_eq!(a.view().to_dtype(&DType::FLOAT64)?.as_ptr(), a.as_ptr());
    /// assert_eq!(a.view().to_dtype(&DType::INT64)?.to_vec::<i64>()?, [1, 2]);
    /// # Ok::<(), ndstrata_array::Error>(())
    /// ```
    pub fn to_dtype(&self, dtype: &DType) -> Result<DynCow<'a>> {
        if self.dtype() == dtype {
            return Ok(self.clone().into_cow());
        }
        Ok(self.astype(dtype)?.into_cow())
    }

    /// The elements in C order, one after another; borrowed where they already lie so.
    ///
    /// NumPy: [numpy.ascontiguousarray](https://numpy.org/doc/stable/reference/generated/numpy.ascontiguousarray.html).
    ///
    /// # Errors
    ///
    /// Memory that is not there.
    ///
    /// ```
    /// use ndstrata_array::DynArray;
    /// let a = DynArray::from_vec(vec![1, 2, 3, 4]);
    /// assert_eq!(a.view().contiguous()?.as_ptr(), a.as_ptr());
    /// # Ok::<(), ndstrata_array::Error>(())
    /// ```
    pub fn contiguous(&self) -> Result<DynCow<'a>> {
        if self.is_c_contiguous() {
            return Ok(self.clone().into_cow());
        }
        Ok(self.copy(Order::C)?.into_cow())
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
    /// `S`, `U` and `V` without a width get that which the elements need, dates without a unit that
    /// of the source. A sub-array type adds its axes, each element filling one block.
    ///
    /// NumPy: [numpy.ndarray.astype](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.astype.html).
    /// Differs: nothing converts to or from Python objects, and nothing but byte order changes `long
    /// double`s.
    ///
    /// # Errors
    ///
    /// Types between which nothing is converted; text that is no number or date.
    ///
    /// # Example
    /// ```
    /// use ndstrata_array::DynArray;
    /// use ndstrata_dtype::DType;
    /// let texts = DynArray::from_vec(vec![1.5, 1e16]).astype(&DType::str(0))?;
    /// assert_eq!(texts.dtype().to_string(), "<U32");
    /// assert_eq!(texts.astype(&DType::FLOAT64)?.to_vec::<f64>()?, [1.5, 1e16]);
    /// # Ok::<(), ndstrata_array::Error>(())
    /// ```
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
        // Dates get their unit first: the source's own, or what the texts say.
        let fitted = match (self.dtype().kind(), dtype.kind()) {
            (
                Kind::DateTime | Kind::TimeDelta | Kind::Bytes | Kind::Str,
                Kind::DateTime | Kind::TimeDelta,
            ) => adapted(&self.view(), dtype)?,
            _ => dtype.clone(),
        };
        if !can_cast(self.dtype(), &fitted, options.casting) {
            return Err(Error::new(ErrorKind::Casting {
                from: self.dtype().clone(),
                to: dtype.clone(),
                casting: options.casting,
                is_scalar: self.ndim() == 0,
            }));
        }
        self.cast_in_order(dtype, options.order)
    }

    /// A new array of the elements converted to `dtype`, whatever is lost, laid out as this one.
    pub(crate) fn cast_to(&self, dtype: &DType) -> Result<DynArray> {
        self.cast_in_order(dtype, Order::K)
    }

    fn cast_in_order(&self, dtype: &DType, order: Order) -> Result<DynArray> {
        let dtype = &adapted(&self.view(), dtype)?;
        if let Some(block) = dtype.sub_array() {
            // Each element fills a block, whose axes come last.
            let shape: Vec<usize> = self.shape().iter().chain(block.shape()).copied().collect();
            let places: Vec<isize> = (self.ndim() as isize..shape.len() as isize).collect();
            let spread = self.view().expand_dims(&places)?.broadcast_to(&shape)?;
            return spread.cast_in_order(block.base(), Order::C);
        }
        if self.dtype() == dtype {
            return Ok(self.copy(order)?.relabel_dtype(dtype));
        }
        let conversion = Conversion::new(self.dtype(), dtype)?;
        let layout = self.packed_layout(order, dtype.itemsize())?;
        let mut result = if conversion.fills_memory() {
            // SAFETY: every element is written just below.
            unsafe { DynArray::uninit(self.shape(), dtype, Order::C)? }
        } else {
            DynArray::zeros(self.shape(), dtype, Order::C)?
        };
        result.relabel(layout);
        convert(&mut result.view_mut()?, &self.view(), &conversion)?;
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
        let packed = source.contiguous()?;
        let source = packed.view();
        if let Some(slice) = source.as_slice() {
            values.extend_from_slice(slice);
            return Ok(values);
        }
        source.for_each_element(|bytes| match crate::scalar::value_of::<T>(&native, bytes) {
            Ok(value) => values.push(value),
            Err(error) => failed = Some(error),
        });
        failed.map_or(Ok(values), Err)
    }

    /// As [`to_vec`](DynBase::to_vec), borrowed where the elements lie so.
    ///
    /// NumPy: [numpy.ravel](https://numpy.org/doc/stable/reference/generated/numpy.ravel.html).
    ///
    /// # Errors
    ///
    /// As [`to_vec`](DynBase::to_vec).
    ///
    /// ```
    /// use ndstrata_array::{DynArray, Slice, index};
    /// use std::borrow::Cow;
    /// let a = DynArray::from_vec(vec![1, 2, 3]);
    /// assert!(matches!(a.to_slice::<i32>()?, Cow::Borrowed([1, 2, 3])));
    /// let reversed = a.index(&index![Slice::all().step(-1)])?;
    /// assert_eq!(reversed.to_slice::<i32>()?[..], [3, 2, 1]);
    /// # Ok::<(), ndstrata_array::Error>(())
    /// ```
    pub fn to_slice<T: Element>(&self) -> Result<std::borrow::Cow<'_, [T]>> {
        Ok(match self.view().as_slice() {
            Some(slice) => std::borrow::Cow::Borrowed(slice),
            None => std::borrow::Cow::Owned(self.to_vec()?),
        })
    }
}

impl<'a> DynView<'a> {
    /// The elements, where they lie one after another in C order as the Rust type wants them.
    fn as_slice<T: Element>(&self) -> Option<&'a [T]> {
        if !self.is_c_contiguous() {
            return None;
        }
        let flat = self.reborrow().reshape_view(&[-1], Order::C).ok()?;
        flat.typed::<T, ndarray::Ix1>().ok()?.to_slice()
    }
}
