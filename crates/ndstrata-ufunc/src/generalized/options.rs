//! [`GufuncOptions`]: what a call of a generalised function may be told besides its inputs.

use ndstrata_array::{DynViewMut, Order};
use ndstrata_dtype::{Casting, DType};

use super::CoreAxes;

/// What a call may be told; the default is NumPy's.
///
/// NumPy: [optional keyword arguments](https://numpy.org/doc/stable/reference/ufuncs.html#optional-keyword-arguments).
#[derive(Default)]
pub struct GufuncOptions<'o> {
    pub(super) out: Vec<DynViewMut<'o>>,
    pub(super) dtype: Option<DType>,
    pub(super) casting: Option<Casting>,
    pub(super) order: Option<Order>,
    pub(super) axes: Option<Vec<CoreAxes>>,
    pub(super) axis: Option<isize>,
    pub(super) keepdims: bool,
}

impl<'o> GufuncOptions<'o> {
    /// NumPy's defaults: new outputs, casting `same_kind`, core axes last.
    ///
    /// NumPy: none.
    pub fn new() -> GufuncOptions<'o> {
        GufuncOptions::default()
    }

    /// Where a result is written; once for each output.
    ///
    /// NumPy: `out=`.
    pub fn out(mut self, out: DynViewMut<'o>) -> GufuncOptions<'o> {
        self.out.push(out);
        self
    }

    /// The type of the result, and so of the computation.
    ///
    /// NumPy: `dtype=`.
    pub fn dtype(mut self, dtype: DType) -> GufuncOptions<'o> {
        self.dtype = Some(dtype);
        self
    }

    /// Which casts of inputs and outputs are allowed.
    ///
    /// NumPy: `casting=`.
    pub fn casting(mut self, casting: Casting) -> GufuncOptions<'o> {
        self.casting = Some(casting);
        self
    }

    /// The layout of new outputs.
    ///
    /// NumPy: `order=`.
    pub fn order(mut self, order: Order) -> GufuncOptions<'o> {
        self.order = Some(order);
        self
    }

    /// The core axes of each operand; those of outputs may be left out if no output has any.
    ///
    /// NumPy: `axes=`.
    pub fn axes(mut self, axes: impl IntoIterator<Item = CoreAxes>) -> GufuncOptions<'o> {
        self.axes = Some(axes.into_iter().collect());
        self
    }

    /// The one core axis, in every operand.
    ///
    /// NumPy: `axis=`.
    pub fn axis(mut self, axis: isize) -> GufuncOptions<'o> {
        self.axis = Some(axis);
        self
    }

    /// Keeps core axes in the outputs, with length 1.
    ///
    /// NumPy: `keepdims=True`.
    pub fn keepdims(mut self) -> GufuncOptions<'o> {
        self.keepdims = true;
        self
    }
}
