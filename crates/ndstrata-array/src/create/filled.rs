//! Arrays of one value, and arrays like others.
#![expect(unsafe_code, reason = "memory is written just after it was made")]

use ndstrata_dtype::{DType, TypeClass};

use crate::array::{DynArray, DynBase, DynView, Storage};
use crate::error::Result;
use crate::layout::Order;
use crate::scalar::Scalar;

impl DynArray {
    /// An array of ones: numbers 1, text `1`, dates one unit after the epoch.
    ///
    /// NumPy: [numpy.ones](https://numpy.org/doc/stable/reference/generated/numpy.ones.html).
    ///
    /// # Errors
    ///
    /// As [`zeros`](DynArray::zeros).
    pub fn ones(shape: &[usize], dtype: &DType, order: Order) -> Result<DynArray> {
        DynArray::full(shape, &Scalar::new(1_i64).view()?, dtype, order)
    }

    /// An array whose elements the caller is going to write.
    ///
    /// NumPy: [numpy.empty](https://numpy.org/doc/stable/reference/generated/numpy.empty.html).
    /// Differs: the elements are zero, as safe code must not see memory that nobody wrote;
    /// [`uninit`](DynArray::uninit) leaves them.
    ///
    /// # Errors
    ///
    /// As [`zeros`](DynArray::zeros).
    pub fn empty(shape: &[usize], dtype: &DType, order: Order) -> Result<DynArray> {
        DynArray::zeros(shape, dtype, order)
    }

    /// An array of one value, or of values that are broadcast to its shape, converted to `dtype`. Text of
    /// no length becomes text of length 1.
    ///
    /// NumPy: [numpy.full](https://numpy.org/doc/stable/reference/generated/numpy.full.html).
    ///
    /// # Errors
    ///
    /// As [`zeros`](DynArray::zeros); values that do not broadcast or convert.
    pub fn full(
        shape: &[usize],
        value: &DynView<'_>,
        dtype: &DType,
        order: Order,
    ) -> Result<DynArray> {
        let dtype = with_a_place(dtype);
        // SAFETY: all elements are written just below, or the array is dropped.
        let mut result = unsafe { DynArray::uninit(shape, &dtype, order)? };
        let value = value.cast_to_same(result.dtype())?;
        result.view_mut()?.assign(&value.view())?;
        Ok(result)
    }
}

/// Text without a length has one place in a new array, as in NumPy.
fn with_a_place(dtype: &DType) -> DType {
    match dtype.class() {
        TypeClass::Bytes(0) => DType::bytes(1),
        TypeClass::Str(0) => DType::str(1).with_byte_order(dtype.byte_order()),
        _ => dtype.clone(),
    }
}

/// In what a new array differs from the one that it is like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Like {
    dtype: Option<DType>,
    order: Order,
    shape: Option<Vec<usize>>,
}

impl Default for Like {
    /// NumPy's: the same type, shape and order of axes.
    fn default() -> Like {
        Like { dtype: None, order: Order::K, shape: None }
    }
}

impl Like {
    /// Another type.
    ///
    /// NumPy: none.
    pub fn dtype(mut self, dtype: &DType) -> Like {
        self.dtype = Some(dtype.clone());
        self
    }

    /// Another order of elements in memory.
    ///
    /// NumPy: none.
    pub fn order(mut self, order: Order) -> Like {
        self.order = order;
        self
    }

    /// Another shape; order `K` is then kept only if the number of axes is.
    ///
    /// NumPy: none.
    pub fn shape(mut self, shape: &[usize]) -> Like {
        self.shape = Some(shape.to_vec());
        self
    }
}

impl<S: Storage> DynBase<S> {
    /// An array of zeros like this one.
    ///
    /// NumPy: [numpy.zeros_like](https://numpy.org/doc/stable/reference/generated/numpy.zeros_like.html).
    ///
    /// # Errors
    ///
    /// As [`DynArray::zeros`].
    pub fn zeros_like(&self, like: &Like) -> Result<DynArray> {
        self.made_like(like, DynArray::zeros)
    }

    fn made_like(
        &self,
        like: &Like,
        make: impl FnOnce(&[usize], &DType, Order) -> Result<DynArray>,
    ) -> Result<DynArray> {
        let dtype = &like.dtype.as_ref().map_or_else(|| self.dtype().clone(), with_a_place);
        let shape = like.shape.as_deref().unwrap_or(self.shape());
        if like.order == Order::K && shape.len() == self.ndim() && dtype.sub_array().is_none() {
            if self.is_c_contiguous() {
                return make(shape, dtype, Order::C);
            }
            if self.is_f_contiguous() && shape == self.shape() {
                return make(shape, dtype, Order::F);
            }
            // The order of the axes is this array's, whatever their lengths are.
            let mut axes: Vec<usize> = (0..shape.len()).collect();
            axes.sort_by_key(|&axis| std::cmp::Reverse(self.strides()[axis].unsigned_abs()));
            let permuted: Vec<usize> = axes.iter().map(|&axis| shape[axis]).collect();
            let mut back = vec![0; axes.len()];
            axes.iter().enumerate().for_each(|(place, &axis)| back[axis] = place as isize);
            return make(&permuted, dtype, Order::C)?.transpose(&back);
        }
        let order = match like.order {
            Order::K => Order::C,
            order => self.resolve_order(order),
        };
        make(shape, dtype, order)
    }

    /// An array like this one, for the caller to write.
    ///
    /// NumPy: [numpy.empty_like](https://numpy.org/doc/stable/reference/generated/numpy.empty_like.html).
    /// Differs: the elements are zero.
    ///
    /// # Errors
    ///
    /// As [`DynArray::zeros`].
    pub fn empty_like(&self, like: &Like) -> Result<DynArray> {
        self.zeros_like(like)
    }

    /// An array of ones like this one.
    ///
    /// NumPy: [numpy.ones_like](https://numpy.org/doc/stable/reference/generated/numpy.ones_like.html).
    ///
    /// # Errors
    ///
    /// As [`DynArray::zeros`].
    pub fn ones_like(&self, like: &Like) -> Result<DynArray> {
        self.full_like(&Scalar::new(1_i64).view()?, like)
    }

    /// An array of one value like this one.
    ///
    /// NumPy: [numpy.full_like](https://numpy.org/doc/stable/reference/generated/numpy.full_like.html).
    ///
    /// # Errors
    ///
    /// As [`DynArray::full`].
    pub fn full_like(&self, value: &DynView<'_>, like: &Like) -> Result<DynArray> {
        // SAFETY: all elements are written just below, or the array is dropped.
        let make = |shape: &[usize], dtype: &DType, order| unsafe {
            DynArray::uninit(shape, dtype, order)
        };
        let mut result = self.made_like(like, make)?;
        let value = value.cast_to_same(result.dtype())?;
        result.view_mut()?.assign(&value.view())?;
        Ok(result)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_without_a_length_has_one_place() {
        let text: DType = "U".parse().unwrap();
        let ones = DynArray::ones(&[2], &text, Order::C).unwrap();
        assert_eq!((ones.to_string().as_str(), ones.itemsize()), ("['1' '1']", 4));
        let like = ones.ones_like(&Like::default().dtype(&DType::bytes(0))).unwrap();
        assert_eq!(like.to_string(), "[b'1' b'1']");
    }

    #[test]
    fn elements_without_bytes_take_any_value() {
        let mut empty = DynArray::zeros(&[2], &DType::str(0), Order::C).unwrap();
        empty.view_mut().unwrap().assign(&Scalar::new(1.5).view().unwrap()).unwrap();
        assert_eq!(empty.to_string(), "['' '']");
        let three = DynArray::from_vec(vec![1, 2, 3]);
        assert!(empty.view_mut().unwrap().assign(&three.view()).is_err());
    }
}
