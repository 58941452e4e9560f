//! Arrays with properties that code elsewhere relies on: `require`, `ascontiguousarray`,
//! `asfortranarray`.

use ndstrata_dtype::DType;

use crate::array::DynArray;
use crate::error::Result;
use crate::layout::Order;

/// What [`DynArray::require`] sees to.
///
/// NumPy: [numpy.require](https://numpy.org/doc/stable/reference/generated/numpy.require.html).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Requirements {
    dtype: Option<DType>,
    order: Option<Order>,
    is_aligned: bool,
    is_writeable: bool,
    is_owned: bool,
}

impl Requirements {
    /// A type, which the elements are converted to.
    ///
    /// NumPy: none.
    pub fn dtype(mut self, dtype: &DType) -> Requirements {
        self.dtype = Some(dtype.clone());
        self
    }

    /// Elements packed in C or F order.
    ///
    /// NumPy: none.
    pub fn order(mut self, order: Order) -> Requirements {
        self.order = Some(order);
        self
    }

    /// Elements at multiples of their alignment.
    ///
    /// NumPy: none.
    pub fn aligned(mut self) -> Requirements {
        self.is_aligned = true;
        self
    }

    /// Elements that may be written where they are.
    ///
    /// NumPy: none.
    pub fn writeable(mut self) -> Requirements {
        self.is_writeable = true;
        self
    }

    /// Memory that holds this array's elements and no others.
    ///
    /// NumPy: none.
    pub fn owned(mut self) -> Requirements {
        self.is_owned = true;
        self
    }
}

impl DynArray {
    /// The array where it has all that is required, else a copy that does.
    ///
    /// NumPy: [numpy.require](https://numpy.org/doc/stable/reference/generated/numpy.require.html).
    ///
    /// # Errors
    ///
    /// Elements that do not convert; no memory for the copy.
    pub fn require(self, required: &Requirements) -> Result<DynArray> {
        let array = match &required.dtype {
            Some(dtype) if dtype != self.dtype() => self.astype(dtype)?,
            _ => self,
        };
        let is_ordered = match required.order {
            Some(Order::C) => array.is_c_contiguous(),
            Some(Order::F) => array.is_f_contiguous(),
            _ => true,
        };
        let fits = is_ordered
            && (array.is_aligned() || !required.is_aligned)
            && (array.is_writeable() || !required.is_writeable)
            && (array.fills_buffer() || !required.is_owned);
        if fits { Ok(array) } else { array.copy(required.order.unwrap_or(Order::C)) }
    }

    fn fills_buffer(&self) -> bool {
        let extent = self.buffer_extent();
        extent.start == 0 && extent.end as usize == self.nbytes()
    }

    /// The array where it is packed in C order, else a copy that is; at least one axis.
    ///
    /// NumPy: [numpy.ascontiguousarray](https://numpy.org/doc/stable/reference/generated/numpy.ascontiguousarray.html).
    ///
    /// # Errors
    ///
    /// No memory for the copy.
    pub fn ascontiguousarray(self) -> Result<DynArray> {
        self.packed_with_an_axis(Order::C)
    }

    /// The array where it is packed in F order, else a copy that is; at least one axis.
    ///
    /// NumPy: [numpy.asfortranarray](https://numpy.org/doc/stable/reference/generated/numpy.asfortranarray.html).
    ///
    /// # Errors
    ///
    /// No memory for the copy.
    pub fn asfortranarray(self) -> Result<DynArray> {
        self.packed_with_an_axis(Order::F)
    }

    fn packed_with_an_axis(self, order: Order) -> Result<DynArray> {
        let packed = self.require(&Requirements::default().order(order))?;
        if packed.ndim() == 0 { packed.expand_dims(&[0]) } else { Ok(packed) }
    }
}
