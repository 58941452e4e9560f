//! Coordinates of grids: `meshgrid`, `mgrid`, `ogrid`, `ix_`, `indices`.
#![expect(unsafe_code, reason = "memory is written just after it was made")]

use ndstrata_dtype::{DType, promote_types};

use super::arange::Arange;
use super::fault::CreateFault;
use super::linspace::Linspace;
use crate::array::DynArray;
use crate::error::{Error, ErrorKind, Result};
use crate::join;
use crate::layout::Order;
use crate::scalar::Scalar;

/// Which of the first two axes the first coordinates run along.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Indexing {
    /// Along the second, as in a picture: x to the right, y down.
    #[default]
    Xy,
    /// Along the first, as in a matrix.
    Ij,
}

/// How [`Meshgrid::arrays`] lays out the coordinates.
///
/// NumPy: [numpy.meshgrid](https://numpy.org/doc/stable/reference/generated/numpy.meshgrid.html).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meshgrid {
    indexing: Indexing,
    is_sparse: bool,
    is_copied: bool,
}

impl Default for Meshgrid {
    /// NumPy's: as in a picture, whole and copied.
    fn default() -> Meshgrid {
        Meshgrid { indexing: Indexing::Xy, is_sparse: false, is_copied: true }
    }
}

impl Meshgrid {
    /// Which axes the first two coordinates run along.
    ///
    /// NumPy: none.
    pub fn indexing(mut self, indexing: Indexing) -> Meshgrid {
        self.indexing = indexing;
        self
    }

    /// Whether axes along which a coordinate does not change have length 1.
    ///
    /// NumPy: none.
    pub fn sparse(mut self, is_sparse: bool) -> Meshgrid {
        self.is_sparse = is_sparse;
        self
    }

    /// Whether the results are new arrays; otherwise they share the coordinates' memory.
    ///
    /// NumPy: none.
    pub fn copy(mut self, is_copied: bool) -> Meshgrid {
        self.is_copied = is_copied;
        self
    }

    /// The coordinates of each point of the grid, axis by axis.
    ///
    /// NumPy: [numpy.meshgrid](https://numpy.org/doc/stable/reference/generated/numpy.meshgrid.html).
    ///
    /// # Errors
    ///
    /// More than 64 coordinates; no memory for the grid.
    pub fn arrays(&self, coordinates: &[DynArray]) -> Result<Vec<DynArray>> {
        let n_axes = coordinates.len();
        let mut shape: Vec<usize> = coordinates.iter().map(|c| c.size()).collect();
        let is_swapped = self.indexing == Indexing::Xy && n_axes > 1;
        if is_swapped {
            shape.swap(0, 1);
        }
        let along = |(k, coordinate): (usize, &DynArray)| {
            let axis = if is_swapped && k < 2 { 1 - k } else { k };
            let mut form = vec![1; n_axes];
            form[axis] = -1;
            let found = coordinate.clone().reshape(form)?;
            let found = if self.is_sparse { found } else { found.broadcast_to(&shape)? };
            if self.is_copied { found.copy(Order::C) } else { Ok(found) }
        };
        coordinates.iter().enumerate().map(along).collect()
    }
}

/// The coordinates of each point of a grid, as in a picture.
///
/// NumPy: [numpy.meshgrid](https://numpy.org/doc/stable/reference/generated/numpy.meshgrid.html).
///
/// # Errors
///
/// As [`Meshgrid::arrays`].
///
/// ```
/// use ndstrata_array::{meshgrid, DynArray};
/// let grid = meshgrid(&[DynArray::from_vec(vec![0, 1, 2]), DynArray::from_vec(vec![0, 5])])?;
/// assert_eq!(grid[1].to_vec::<i32>()?, [0, 0, 0, 5, 5, 5]);
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
pub fn meshgrid(coordinates: &[DynArray]) -> Result<Vec<DynArray>> {
    Meshgrid::default().arrays(coordinates)
}

/// One axis of [`mgrid`] and [`ogrid`].
#[derive(Clone, Debug)]
pub enum GridAxis {
    /// From the first to before the second, the third apart, as `a:b:c`.
    Step(Scalar, Scalar, Scalar),
    /// From the first to the second, both included, as many as said, as `a:b:nj`.
    Count(Scalar, Scalar, usize),
}

impl GridAxis {
    fn coordinates(&self, dtype: &DType) -> Result<DynArray> {
        let found = match self {
            GridAxis::Step(start, stop, step) => {
                Arange::new(start.clone(), stop.clone()).step(step.clone()).array()?
            }
            GridAxis::Count(start, stop, num) => {
                Linspace::default().num(*num).array(&start.view()?, &stop.view()?)?
            }
        };
        if found.dtype() == dtype { Ok(found) } else { found.astype(dtype) }
    }

    /// The type that the coordinates have by themselves.
    fn dtype(&self) -> Result<DType> {
        match self {
            GridAxis::Step(start, stop, step) => {
                let ends = promote_types(start.dtype(), stop.dtype())?;
                let all = promote_types(&ends, step.dtype())?;
                Ok(promote_types(&all, &DType::INT64)?)
            }
            GridAxis::Count(start, stop, _) => {
                let ends = promote_types(start.dtype(), stop.dtype())?;
                Ok(promote_types(&ends, &DType::FLOAT64)?)
            }
        }
    }
}

/// The coordinates of each point of a grid, one axis each, stacked along a new first axis.
///
/// NumPy: [numpy.mgrid](https://numpy.org/doc/stable/reference/generated/numpy.mgrid.html).
///
/// # Errors
///
/// As [`Arange::array`] and [`Linspace::array`]; no memory for the grid.
///
/// ```
/// use ndstrata_array::{mgrid, GridAxis, Scalar};
/// let axis = |start: i64, stop: i64| GridAxis::Step(Scalar::new(start), Scalar::new(stop), Scalar::new(1_i64));
/// let grid = mgrid(&[axis(0, 2), axis(1, 4)])?;
/// assert_eq!(grid.shape(), [2, 2, 3]);
/// assert_eq!(grid.to_vec::<i64>()?, [0, 0, 0, 1, 1, 1, 1, 2, 3, 1, 2, 3]);
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
pub fn mgrid(axes: &[GridAxis]) -> Result<DynArray> {
    let dense = Meshgrid::default().indexing(Indexing::Ij).copy(false).arrays(&open(axes)?)?;
    if dense.is_empty() {
        return DynArray::zeros(&[0], &DType::INT64, Order::C);
    }
    join::stack(&dense.iter().map(DynArray::view).collect::<Vec<_>>(), 0)
}

/// The coordinates of a grid, one array an axis, of length 1 along the others.
///
/// NumPy: [numpy.ogrid](https://numpy.org/doc/stable/reference/generated/numpy.ogrid.html).
///
/// # Errors
///
/// As [`Arange::array`] and [`Linspace::array`].
pub fn ogrid(axes: &[GridAxis]) -> Result<Vec<DynArray>> {
    Meshgrid::default().indexing(Indexing::Ij).sparse(true).copy(false).arrays(&open(axes)?)
}

fn open(axes: &[GridAxis]) -> Result<Vec<DynArray>> {
    let mut dtype = DType::INT64;
    for axis in axes {
        dtype = promote_types(&dtype, &axis.dtype()?)?;
    }
    axes.iter().map(|axis| axis.coordinates(&dtype)).collect()
}

/// An open grid of positions: indexed with, it selects every combination. A mask selects where it is
/// true.
///
/// NumPy: [numpy.ix_](https://numpy.org/doc/stable/reference/generated/numpy.ix_.html).
///
/// # Errors
///
/// Positions with more or less than one axis.
pub fn ix_(positions: &[DynArray]) -> Result<Vec<DynArray>> {
    let along = |(k, given): (usize, &DynArray)| {
        if given.ndim() != 1 {
            return Err(CreateFault::Ix.into());
        }
        let found = if given.dtype() == &DType::BOOL {
            given.nonzero()?.swap_remove(0)
        } else {
            given.clone()
        };
        let mut form = vec![1; positions.len()];
        form[k] = found.size() as isize;
        found.reshape(form)
    };
    positions.iter().enumerate().map(along).collect()
}

/// The index of each element of an array of some shape, axis by axis along a new first axis.
///
/// NumPy: [numpy.indices](https://numpy.org/doc/stable/reference/generated/numpy.indices.html).
///
/// # Errors
///
/// More than 64 axes; no memory for them.
pub fn indices(shape: &[usize], dtype: &DType) -> Result<DynArray> {
    let mut full = vec![shape.len()];
    full.extend_from_slice(shape);
    // SAFETY: each axis' part is written just below, or the array is dropped.
    let mut result = unsafe { DynArray::uninit(&full, dtype, Order::C)? };
    for (axis, along) in indices_sparse(shape, dtype)?.iter().enumerate() {
        result.view_mut()?.index_axis(0, axis as isize)?.assign(&along.view())?;
    }
    Ok(result)
}

/// As [`indices`], one array an axis, of length 1 along the others.
///
/// NumPy: [numpy.indices](https://numpy.org/doc/stable/reference/generated/numpy.indices.html) with `sparse=True`.
///
/// # Errors
///
/// No memory for them.
pub fn indices_sparse(shape: &[usize], dtype: &DType) -> Result<Vec<DynArray>> {
    let along = |(axis, &length): (usize, &usize)| {
        let stop = i64::try_from(length).map_err(|_| Error::new(ErrorKind::TooBig))?;
        let mut form = vec![1; shape.len()];
        form[axis] = length as isize;
        Arange::to(Scalar::new(stop)).dtype(dtype).array()?.reshape(form)
    };
    shape.iter().enumerate().map(along).collect()
}
