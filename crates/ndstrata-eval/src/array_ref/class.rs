//! [`ArrayClass`]: which of NumPy's classes of arrays an array is of.

use ndstrata_dtype::{DType, Kind};

/// The class of an array, which says how it is shown and what its operators mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ArrayClass {
    /// `numpy.ndarray`
    #[default]
    Plain,
    /// `numpy.char.chararray`: text whose elements end before white space.
    Chars,
    /// `numpy.recarray`
    Records,
}

impl ArrayClass {
    /// The class of a view of such an array, of elements of a type.
    pub(super) fn of_view(self, dtype: &DType) -> ArrayClass {
        match self {
            ArrayClass::Chars if !matches!(dtype.kind(), Kind::Str | Kind::Bytes) => {
                ArrayClass::Plain
            }
            class => class,
        }
    }
}
