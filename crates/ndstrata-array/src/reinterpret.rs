//! The same bytes seen as elements of another type or byte order.
#![expect(unsafe_code, reason = "shows the same bytes as other elements, after a check")]

use ndstrata_dtype::{DType, ElementType, Kind, TypeClass};

use crate::array::{DynArray, DynBase, DynViewMut, Storage, spread_sub_array};
use crate::cast::{Conversion, convert};
use crate::error::{Error, ErrorKind, Result};
use crate::layout::{Layout, Order};

/// Why bytes cannot be seen as elements of another size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ViewFault {
    /// An array without axes.
    NoAxes,
    /// A sub-array of another size.
    SubArray,
    /// Elements of the last axis that do not follow each other.
    NotContiguous,
    /// Smaller elements that do not divide the larger ones.
    Smaller,
    /// Larger elements that do not divide the last axis.
    Larger,
}

impl ViewFault {
    /// NumPy's words.
    pub(crate) fn message(self) -> &'static str {
        match self {
            ViewFault::NoAxes => {
                "Changing the dtype of a 0d array is only supported if the itemsize is unchanged"
            }
            ViewFault::SubArray => {
                "Changing the dtype to a subarray type is only supported if the total itemsize is \
                 unchanged"
            }
            ViewFault::NotContiguous => {
                "To change to a dtype of a different size, the last axis must be contiguous"
            }
            ViewFault::Smaller => {
                "When changing to a smaller dtype, its size must be a divisor of the size of \
                 original dtype"
            }
            ViewFault::Larger => {
                "When changing to a larger dtype, its size must be a divisor of the total size in \
                 bytes of the last axis of the array."
            }
        }
    }
}

impl<S: Storage> DynBase<S> {
    /// The same bytes as elements of another type; of another size, along the last axis.
    ///
    /// NumPy: [numpy.ndarray.view](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.view.html).
    ///
    /// # Errors
    ///
    /// Sizes that do not divide each other; a last axis with gaps; Python objects.
    ///
    /// # Example
    /// ```
    /// use ndstrata_array::DynArray;
    /// use ndstrata_dtype::DType;
    /// let halves = DynArray::from_vec(vec![1_i32, 2]).reinterpret(&"<i2".parse()?)?;
    /// assert_eq!(halves.to_vec::<i16>()?, [1, 0, 2, 0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn reinterpret(self, dtype: &DType) -> Result<Self> {
        if (self.dtype().has_object() || dtype.has_object()) && self.dtype() != dtype {
            return Err(Error::new(ErrorKind::ObjectView));
        }
        let itemsize = self.itemsize();
        let dtype = match dtype.class() {
            TypeClass::Void(0) => DType::void(itemsize),
            _ => dtype.clone(),
        };
        let (layout, dtype) = if dtype.itemsize() == itemsize {
            spread_sub_array(self.layout(), &dtype)?
        } else {
            (resized(self.layout(), itemsize, &dtype)?, dtype)
        };
        // SAFETY: the new elements cover just the bytes of the old ones.
        Ok(unsafe { self.with_dtype(dtype, layout, 0) })
    }

    /// The same bytes read in another byte order: `swap`, `little`, `big`, `native`, `ignore` or their
    /// one-letter forms.
    ///
    /// NumPy: [numpy.dtype.newbyteorder](https://numpy.org/doc/stable/reference/generated/numpy.dtype.newbyteorder.html) with `ndarray.view`.
    ///
    /// # Errors
    ///
    /// No byte order of that name.
    pub fn newbyteorder(self, order: &str) -> Result<Self> {
        let dtype = self.dtype().newbyteorder(order)?;
        self.reinterpret(&dtype)
    }

    /// The elements with their bytes in reverse order, of the same type: so other values.
    ///
    /// NumPy: [numpy.ndarray.byteswap](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.byteswap.html).
    ///
    /// # Errors
    ///
    /// No memory for it; Python objects.
    pub fn byteswap(&self) -> Result<DynArray> {
        let layout = self.packed_layout(Order::A, self.itemsize())?;
        let swapped = self.dtype().swap_byte_order();
        let conversion = Conversion::new(self.dtype(), &swapped)?;
        let mut result = if conversion.fills_memory() {
            // SAFETY: every element is written just below.
            unsafe { DynArray::uninit(self.shape(), self.dtype(), Order::C)? }
        } else {
            DynArray::zeros(self.shape(), self.dtype(), Order::C)?
        };
        result.relabel(layout);
        convert(&mut result.view_mut()?, &self.view(), &conversion)?;
        Ok(result)
    }

    /// The real parts of complex elements; other elements as they are.
    ///
    /// NumPy: [numpy.ndarray.real](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.real.html).
    pub fn real(self) -> Self {
        match part_dtype(self.dtype()) {
            Some(part) => {
                let layout = self.layout().clone();
                // SAFETY: the first half of each element.
                unsafe { self.with_dtype(part, layout, 0) }
            }
            None => self,
        }
    }

    /// The imaginary parts of complex elements.
    ///
    /// NumPy: [numpy.ndarray.imag](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.imag.html).
    /// Differs: for elements that are not complex, an error instead of zeros that may not be written.
    ///
    /// # Errors
    ///
    /// Elements that are not complex.
    pub fn imag(self) -> Result<Self> {
        let part = part_dtype(self.dtype())
            .ok_or_else(|| Error::new(ErrorKind::NotComplex { dtype: self.dtype().clone() }))?;
        let (layout, offset) = (self.layout().clone(), part.itemsize() as isize);
        // SAFETY: the second half of each element.
        Ok(unsafe { self.with_dtype(part, layout, offset) })
    }
}

impl DynViewMut<'_> {
    /// Reverses the bytes of each element where they are.
    ///
    /// NumPy: [numpy.ndarray.byteswap](https://numpy.org/doc/stable/reference/generated/numpy.ndarray.byteswap.html) with `inplace=True`.
    ///
    /// # Errors
    ///
    /// As [`DynBase::byteswap`].
    pub fn byteswap_in_place(&mut self) -> Result<()> {
        let swapped = self.view().byteswap()?;
        self.assign(&swapped.view())
    }
}

/// The type of the parts of a complex type.
fn part_dtype(dtype: &DType) -> Option<DType> {
    let part = match dtype.class() {
        TypeClass::Element(ElementType::Complex64) => DType::FLOAT32,
        TypeClass::Element(ElementType::Complex128) => DType::FLOAT64,
        _ if dtype.kind() == Kind::Complex => DType::LONG_DOUBLE,
        _ => return None,
    };
    Some(part.with_byte_order(dtype.byte_order()))
}

/// The layout of elements of another size over the same bytes.
fn resized(layout: &Layout, from: usize, dtype: &DType) -> Result<Layout> {
    let fault = |fault| Err(Error::new(ErrorKind::View(fault)));
    let to = dtype.itemsize();
    let Some(axis) = layout.ndim().checked_sub(1) else { return fault(ViewFault::NoAxes) };
    if dtype.sub_array().is_some() {
        return fault(ViewFault::SubArray);
    }
    let (length, stride) = (layout.shape()[axis], layout.strides()[axis]);
    if length != 1 && layout.size() != 0 && stride != from as isize {
        return fault(ViewFault::NotContiguous);
    }
    let new_length = if to < from {
        match from.checked_rem(to) {
            Some(0) => length.checked_mul(from / to),
            _ => return fault(ViewFault::Smaller),
        }
    } else {
        match length.checked_mul(from) {
            Some(bytes) if bytes % to != 0 => return fault(ViewFault::Larger),
            bytes => bytes.map(|bytes| bytes / to),
        }
    };
    let mut resized = layout.clone();
    let new_length = new_length.ok_or_else(|| Error::new(ErrorKind::TooBig))?;
    resized.set_axis(axis, new_length, to as isize);
    // Axes of length 0 may hide lengths that no longer fit.
    resized.extent(to).ok_or_else(|| Error::new(ErrorKind::TooBig))?;
    Ok(resized)
}
