//! What decompositions and solvers are given: the type to compute in, the shape of a stack, and one
//! matrix after another, packed by columns.

use ndarray::IxDyn;
use ndstrata_array::{AsType, DynArray, DynCow, Order, broadcast_shapes};
use ndstrata_dtype::{Casting, DType, ElementType, Kind, can_cast};
use ndstrata_ufunc::Operand;
use smallvec::SmallVec;

use super::fault::MatrixFault;
pub(crate) use super::transpose::{load, store};
use crate::backend::Field;
use crate::error::{Error, ErrorKind, Result};

/// The operand as elements of an array.
pub(crate) fn elements(operand: Operand<'_>) -> Result<DynCow<'_>> {
    Ok(match operand {
        Operand::View(view) => view,
        Operand::Int(x) => match i64::try_from(x) {
            Ok(x) => DynArray::from_vec(vec![x]).squeeze().into_cow(),
            Err(_) => DynArray::from_vec(vec![x as f64]).squeeze().into_cow(),
        },
        Operand::Float(x) => DynArray::from_vec(vec![x]).squeeze().into_cow(),
        Operand::Complex(x) => DynArray::from_vec(vec![x]).squeeze().into_cow(),
        _ => DynArray::from_vec(vec![f64::NAN]).squeeze().into_cow(),
    })
}

/// The types of a call: everything is computed in double precision, as NumPy does, and rounded to
/// single at the end where all operands are single.
#[derive(Clone, Copy)]
pub(crate) struct Types {
    pub(crate) is_complex: bool,
    is_single: bool,
}

impl Types {
    pub(crate) fn of(arrays: &[&DynCow<'_>]) -> Result<Types> {
        let mut types = Types { is_complex: false, is_single: true };
        for array in arrays {
            let dtype = array.dtype();
            types.is_complex |= dtype.kind() == Kind::Complex;
            types.is_single &= match dtype.element_type() {
                Some(ElementType::Float16) => {
                    return Err(MatrixFault::UnsupportedType { dtype: dtype.clone() }.into());
                }
                Some(ElementType::Float32 | ElementType::Complex64) => true,
                _ => false,
            };
        }
        Ok(types)
    }

    /// What is computed in.
    pub(crate) fn working(self) -> DType {
        if self.is_complex { DType::COMPLEX128 } else { DType::FLOAT64 }
    }

    pub(crate) fn real_result(self) -> DType {
        if self.is_single { DType::FLOAT32 } else { DType::FLOAT64 }
    }

    pub(crate) fn complex_result(self) -> DType {
        if self.is_single { DType::COMPLEX64 } else { DType::COMPLEX128 }
    }

    pub(crate) fn result(self) -> DType {
        if self.is_complex { self.complex_result() } else { self.real_result() }
    }
}

/// At least two axes.
pub(crate) fn check_stack(array: &DynCow<'_>) -> Result<[usize; 2]> {
    match *array.shape() {
        [.., m, n] => Ok([m, n]),
        _ => Err(MatrixFault::Dimensions { n_axes: array.ndim(), takes_stacks: true }.into()),
    }
}

/// At least two axes, the last two of one length.
pub(crate) fn check_square(array: &DynCow<'_>) -> Result<usize> {
    let [m, n] = check_stack(array)?;
    if m == n { Ok(n) } else { Err(MatrixFault::NotSquare.into()) }
}

/// The elements in C order and in the type that is computed in.
pub(crate) fn packed<'a>(
    array: &DynCow<'a>,
    working: &DType,
    function: &'static str,
    input: Option<usize>,
) -> Result<DynCow<'a>> {
    if array.dtype() != working && !can_cast(array.dtype(), working, Casting::SameKind) {
        let (from, to) = (array.dtype().clone(), working.clone());
        return Err(MatrixFault::Cast { function, input, from, to }.into());
    }
    if array.dtype() != working {
        let converted = array.astype_with(working, AsType::default().order(Order::C))?;
        return Ok(converted.into_cow());
    }
    if array.is_c_contiguous() && array.is_aligned() {
        return Ok(array.clone());
    }
    Ok(array.copy(Order::C)?.into_cow())
}

/// The elements of what [`packed`] gave.
pub(crate) fn slice<'v, T: Field>(packed: &'v DynCow<'_>) -> Result<&'v [T]> {
    let view = packed.view().typed::<T, IxDyn>()?;
    Ok(view.to_slice().unwrap_or(&[]))
}

/// `count` zeros, or NumPy's error where the machine has no memory for them.
pub(crate) fn zeros<T: Field>(shape: &[usize]) -> Result<Vec<T>> {
    let count = shape.iter().try_fold(1_usize, |n, &length| n.checked_mul(length));
    let mut vec = Vec::new();
    let is_there = count.is_some_and(|count| vec.try_reserve_exact(count).is_ok());
    if !is_there {
        // The array's own error names the shape and the type.
        DynArray::zeros(shape, &T::dtype(), Order::C)?;
        return Err(Error::from(ErrorKind::Matrix(MatrixFault::IncompatibleDimensions)));
    }
    vec.resize(count.unwrap_or_default(), T::ZERO);
    Ok(vec)
}

/// A vector of results as an array of this shape and type.
pub(crate) fn array<T: ndstrata_dtype::Element>(
    elements: Vec<T>,
    shape: &[usize],
    dtype: &DType,
) -> Result<DynArray> {
    let shape: SmallVec<[isize; 6]> = shape.iter().map(|&n| n as isize).collect();
    as_type(DynArray::from_vec(elements).reshape(&shape[..])?, dtype)
}

/// The array in another type, where it has not that type already.
pub(crate) fn as_type(array: DynArray, dtype: &DType) -> Result<DynArray> {
    if array.dtype() == dtype { Ok(array) } else { Ok(array.astype(dtype)?) }
}

/// The axes before the matrices, broadcast over two operands.
pub(crate) struct Batch {
    /// Their lengths.
    pub(crate) shape: SmallVec<[usize; 4]>,
    /// How many matrices there are.
    pub(crate) count: usize,
    strides: [SmallVec<[usize; 4]>; 2],
}

impl Batch {
    pub(crate) fn new(a: &[usize], b: &[usize]) -> Result<Batch> {
        let shape: SmallVec<[usize; 4]> = if a == b {
            SmallVec::from_slice(a)
        } else {
            broadcast_shapes(&[a, b])?.into_iter().collect()
        };
        let strides = [a, b].map(|operand| {
            let mut strides: SmallVec<[usize; 4]> = SmallVec::from_elem(0, shape.len());
            let mut step = 1;
            for (to, &length) in strides.iter_mut().rev().zip(operand.iter().rev()) {
                *to = if length == 1 { 0 } else { step };
                step *= length;
            }
            strides
        });
        let count = shape.iter().product();
        Ok(Batch { shape, count, strides })
    }

    /// Which matrix of each operand is the `k`-th.
    pub(crate) fn places(&self, k: usize) -> [usize; 2] {
        let (mut rest, mut places) = (k, [0, 0]);
        for axis in (0..self.shape.len()).rev() {
            let i = rest % self.shape[axis];
            rest /= self.shape[axis];
            places[0] += i * self.strides[0][axis];
            places[1] += i * self.strides[1][axis];
        }
        places
    }

    /// The shape of a result.
    pub(crate) fn with(&self, matrix: &[usize]) -> SmallVec<[usize; 6]> {
        self.shape.iter().chain(matrix).copied().collect()
    }
}

/// The axes before the matrices.
pub(crate) fn batch_of<'v>(array: &'v DynCow<'_>, n_core: usize) -> &'v [usize] {
    &array.shape()[..array.ndim().saturating_sub(n_core)]
}
