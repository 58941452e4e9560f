//! Arrays put together, taken apart, repeated and rearranged along their axes.

mod block;
mod concatenate;
mod edit;
mod fault;
mod flip;
mod pad;
mod repeat;
mod roll;
mod split;
mod stack;
mod trim;

pub use block::{Block, block};
pub use concatenate::{Concatenate, concatenate};
pub use edit::{append, delete, insert};
pub use fault::JoinFault;
pub use pad::{PadMode, PadStatistic, ReflectType, pad};
pub use repeat::Repeats;
pub use split::{Sections, array_split, dsplit, hsplit, split, unstack, vsplit};
pub use stack::{column_stack, dstack, hstack, stack, vstack};
pub use trim::{Trim as TrimSides, trim_zeros};
