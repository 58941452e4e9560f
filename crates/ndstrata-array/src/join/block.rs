//! `block`: an array from nested lists of blocks.
#![expect(unsafe_code, reason = "memory is written just after it was made")]

use ndstrata_dtype::{Operand, result_type};

use super::concatenate::joined_shape;
use super::fault::JoinFault;
use crate::array::{DynArray, DynView, DynViewMut};
use crate::error::Result;
use crate::layout::{Dims, Order};

/// A block, or a list of blocks side by side; lists within lists go along the axis before.
#[derive(Clone)]
pub enum Block<'a> {
    /// One array.
    Array(DynView<'a>),
    /// Blocks along one axis.
    List(Vec<Block<'a>>),
}

/// The array that nested blocks make: those of the innermost lists side by side along the last axis,
/// those of the lists around them along the axis before, and so on.
///
/// NumPy: [numpy.block](https://numpy.org/doc/stable/reference/generated/numpy.block.html).
///
/// # Errors
///
/// Empty lists, or lists of different depths; blocks that do not fit.
///
/// ```
/// use ndstrata_array::{block, Block, DynArray};
/// let (a, b) = (DynArray::from([1, 2]), DynArray::from([3]));
/// let row = Block::List(vec![Block::Array(a.view()), Block::Array(b.view())]);
/// assert_eq!(block(&row)?.to_vec::<i32>()?, [1, 2, 3]);
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
pub fn block(blocks: &Block<'_>) -> Result<DynArray> {
    let mut found = Survey { first_depth: None, n_axes: 0, types: Vec::new() };
    found.visit(blocks, 0, &mut Vec::new())?;
    let depth = found.first_depth.unwrap_or(0);
    let n_axes = found.n_axes.max(depth);
    let dtype = result_type(&found.types)?;
    let shape = shape_of(blocks, 0, depth, n_axes)?;
    // SAFETY: the blocks, which cover the shape, are all written, or the array is dropped.
    let mut result = unsafe { DynArray::uninit(&shape, &dtype, order_of(blocks))? };
    write(result.view_mut()?, blocks, 0, depth, n_axes)?;
    Ok(result)
}

/// Nested deeper than this, a block has more axes than an array can have.
const MAX_DEPTH: usize = crate::MAX_DIMS;

struct Survey {
    first_depth: Option<usize>,
    n_axes: usize,
    types: Vec<Operand>,
}

impl Survey {
    fn visit(&mut self, block: &Block<'_>, depth: usize, path: &mut Vec<usize>) -> Result<()> {
        let place = |path: &[usize]| {
            let indices: Vec<String> = path.iter().map(|i| format!("[{i}]")).collect();
            format!("arrays{}", indices.concat())
        };
        match block {
            Block::Array(array) => {
                self.n_axes = self.n_axes.max(array.ndim());
                self.types.push(array.dtype().into());
                match self.first_depth {
                    None => self.first_depth = Some(depth),
                    Some(first) if first != depth => {
                        let place = place(path);
                        return Err(JoinFault::BlockDepths { first, other: depth, place }.into());
                    }
                    Some(_) => {}
                }
            }
            Block::List(blocks) if blocks.is_empty() || depth >= MAX_DEPTH => {
                return Err(JoinFault::EmptyBlocks { place: place(path) }.into());
            }
            Block::List(blocks) => {
                for (i, block) in blocks.iter().enumerate() {
                    path.push(i);
                    self.visit(block, depth + 1, path)?;
                    path.pop();
                }
            }
        }
        Ok(())
    }
}

/// F where all arrays lie so, else C.
fn order_of(block: &Block<'_>) -> Order {
    fn is_fortran(block: &Block<'_>) -> bool {
        match block {
            Block::Array(array) => array.is_f_contiguous() && !array.is_c_contiguous(),
            Block::List(blocks) => blocks.iter().all(is_fortran),
        }
    }
    if is_fortran(block) { Order::F } else { Order::C }
}

/// The shape of a block, whose lists lie along the last `depth - level` of `n_axes` axes.
fn shape_of(block: &Block<'_>, level: usize, depth: usize, n_axes: usize) -> Result<Dims> {
    match block {
        Block::Array(array) => {
            let mut shape = Dims::from_elem(1, n_axes - array.ndim());
            shape.extend_from_slice(array.shape());
            Ok(shape)
        }
        Block::List(blocks) => {
            let shapes = blocks.iter().map(|block| shape_of(block, level + 1, depth, n_axes));
            let shapes = shapes.collect::<Result<Vec<_>>>()?;
            joined_shape(&shapes, n_axes - depth + level)
        }
    }
}

/// Writes a block into its place.
fn write(
    to: DynViewMut<'_>,
    block: &Block<'_>,
    level: usize,
    depth: usize,
    n_axes: usize,
) -> Result<()> {
    let blocks = match block {
        Block::Array(array) => return { to }.assign(array),
        Block::List(blocks) => blocks,
    };
    let (mut to, mut start) = (to, 0);
    let axis = n_axes - depth + level;
    for block in blocks {
        let length = shape_of(block, level + 1, depth, n_axes)?[axis];
        if length > 0 {
            let part = to.view_mut().slice_axis(axis as isize, start, 1, length)?;
            write(part, block, level + 1, depth, n_axes)?;
        }
        start += length;
    }
    Ok(())
}
