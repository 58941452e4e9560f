//! [`CoreAxes`]: where an operand's core axes stand.

/// The core axes of one operand.
///
/// NumPy: `axes=`, an item of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CoreAxes {
    /// One axis, for an operand with one core axis.
    One(isize),
    /// As many axes as the operand has core axes.
    Many(Vec<isize>),
}

impl From<isize> for CoreAxes {
    fn from(axis: isize) -> CoreAxes {
        CoreAxes::One(axis)
    }
}

impl<const N: usize> From<[isize; N]> for CoreAxes {
    fn from(axes: [isize; N]) -> CoreAxes {
        CoreAxes::Many(axes.to_vec())
    }
}
