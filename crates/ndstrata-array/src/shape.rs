//! Other shapes of the same elements.
//!
//! Whether a shape can be shown without a copy is worked out in `layout`. Here it is decided whether
//! a copy may be made: an owned array or a view copies where it must, a view for writing never does.

mod atleast;
mod axes;
mod broadcast;
mod fault;
mod reshape;
mod resize;

pub use atleast::{atleast_1d, atleast_2d, atleast_3d};
pub use broadcast::broadcast_arrays;
pub use fault::ShapeFault;
pub use reshape::Reshape;
