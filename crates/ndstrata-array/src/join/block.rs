//! `block`: an array from nested lists of blocks.

use ndstrata_dtype::{Operand, result_type};

use super::concatenate::Concatenate;
use super::fault::JoinFault;
use crate::array::{DynArray, DynView};
use crate::error::Result;
use crate::layout::Order;

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
    let joined = join(blocks, 0, depth, n_axes)?;
    if joined.dtype() == &dtype { Ok(joined) } else { joined.astype(&dtype) }
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

fn join(block: &Block<'_>, level: usize, depth: usize, n_axes: usize) -> Result<DynArray> {
    match block {
        Block::Array(array) => {
            let new: Vec<isize> = (0..(n_axes - array.ndim()) as isize).collect();
            array.copy(Order::K)?.expand_dims(&new)
        }
        Block::List(blocks) => {
            let parts: Vec<DynArray> = blocks
                .iter()
                .map(|block| join(block, level + 1, depth, n_axes))
                .collect::<Result<_>>()?;
            let views: Vec<DynView<'_>> = parts.iter().map(DynArray::view).collect();
            let axis = (n_axes - depth + level) as isize;
            Concatenate::default().axis(axis).join(&views)
        }
    }
}
