//! What a universal function takes: a view of an array, or a weak Rust number.

use ndarray::{ArrayBase, Data, Dimension};
use ndstrata_array::{Cow, DynArray, DynBase, DynCow, DynView, Owned, Scalar, Storage};
use ndstrata_dtype::{DType, Element};
use num_complex::Complex64;

use crate::resolve;

/// An input of a universal function.
///
/// Rust's own numbers are *weak*, as Python's are: they take the type of what they meet within their
/// kind. Arrays, views and [`Scalar`]s are strong.
#[derive(Clone)]
#[non_exhaustive]
pub enum Operand<'a> {
    /// Elements of an array.
    View(DynCow<'a>),
    /// A weak integer.
    Int(i128),
    /// A weak float.
    Float(f64),
    /// A weak complex number.
    Complex(Complex64),
}

impl Operand<'_> {
    /// As the rules of promotion see it.
    pub(crate) fn kind(&self) -> ndstrata_dtype::Operand {
        match self {
            Operand::View(view) => ndstrata_dtype::Operand::DType(view.dtype().clone()),
            Operand::Int(_) => ndstrata_dtype::Operand::WeakInt,
            Operand::Float(_) => ndstrata_dtype::Operand::WeakFloat,
            Operand::Complex(_) => ndstrata_dtype::Operand::WeakComplex,
        }
    }

    /// As the loops that were found are kept: its place among number types and weak kinds.
    pub(crate) fn number_kind(&self) -> Option<usize> {
        match self {
            Operand::View(view) => resolve::strong_kind(view.dtype()),
            _ => resolve::kind_of(&self.kind()),
        }
    }

    pub(crate) fn shape(&self) -> &[usize] {
        match self {
            Operand::View(view) => view.shape(),
            _ => &[],
        }
    }
}

impl<'a, S: Storage> From<&'a DynBase<S>> for Operand<'a> {
    fn from(array: &'a DynBase<S>) -> Operand<'a> {
        Operand::View(array.view().into_cow())
    }
}

impl<'a> From<DynBase<Owned>> for Operand<'a> {
    fn from(array: DynArray) -> Operand<'a> {
        Operand::View(array.into_cow())
    }
}

impl<'a> From<DynView<'a>> for Operand<'a> {
    fn from(view: DynView<'a>) -> Operand<'a> {
        Operand::View(view.into_cow())
    }
}

impl<'a> From<DynBase<Cow<'a>>> for Operand<'a> {
    fn from(array: DynCow<'a>) -> Operand<'a> {
        Operand::View(array)
    }
}

impl<'a, T: Element, S: Data<Elem = T>, D: Dimension> From<&'a ArrayBase<S, D>> for Operand<'a> {
    fn from(array: &'a ArrayBase<S, D>) -> Operand<'a> {
        Operand::View(DynArray::from_ndarray(array))
    }
}

impl<'a, T: Element> From<&'a [T]> for Operand<'a> {
    fn from(slice: &'a [T]) -> Operand<'a> {
        Operand::View(match DynView::from_slice(slice) {
            Some(view) => view.into_cow(),
            None => DynArray::from_vec(slice.to_vec()).into_cow(),
        })
    }
}

impl<'a, T: Element> From<&'a Vec<T>> for Operand<'a> {
    fn from(vec: &'a Vec<T>) -> Operand<'a> {
        Operand::from(vec.as_slice())
    }
}

impl TryFrom<&Scalar> for Operand<'_> {
    type Error = ndstrata_array::Error;

    fn try_from(scalar: &Scalar) -> ndstrata_array::Result<Self> {
        Ok(Operand::View(scalar.to_array()?.into_cow()))
    }
}

impl From<bool> for Operand<'_> {
    /// A truth value has one type only, so it is never weak.
    fn from(value: bool) -> Self {
        Operand::View(DynArray::from_vec(vec![value]).squeeze().into_cow())
    }
}

macro_rules! weak {
    ($($rust:ty => $variant:ident),*) => {$(
        impl From<$rust> for Operand<'_> {
            fn from(value: $rust) -> Self {
                Operand::$variant(value.into())
            }
        }
    )*};
}

weak!(i32 => Int, i64 => Int, u8 => Int, u32 => Int, u64 => Int, i128 => Int, f32 => Float, f64 => Float, Complex64 => Complex);

impl From<usize> for Operand<'_> {
    fn from(value: usize) -> Self {
        Operand::Int(value as i128)
    }
}

/// The dtype that a weak operand alone has.
pub(crate) fn default_dtype(operand: &ndstrata_dtype::Operand) -> DType {
    match operand {
        ndstrata_dtype::Operand::DType(dtype) => dtype.clone(),
        ndstrata_dtype::Operand::WeakFloat => DType::FLOAT64,
        ndstrata_dtype::Operand::WeakComplex => DType::COMPLEX128,
        _ => DType::INT64,
    }
}

/// The elements as a type: where they lie, if they are of it.
pub(crate) fn of_type<'a>(elements: &DynView<'a>, dtype: &DType) -> crate::Result<DynCow<'a>> {
    Ok(match elements.dtype() == dtype {
        true => elements.clone().into_cow(),
        false => elements.astype(dtype)?.into_cow(),
    })
}
