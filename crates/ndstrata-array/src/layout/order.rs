//! The order in which the axes of a result lie in memory, after the arrays that it is made of.

use smallvec::SmallVec;

/// Axes, the outermost first.
pub type AxisOrder = SmallVec<[usize; 6]>;

/// The axes from the largest stride to the smallest, as several arrays of `n_axes` axes have them. A stride
/// of 0 says nothing of its axis; where arrays disagree, and where none says anything, axes keep C order.
///
/// NumPy: `order='K'` of [numpy.nditer](https://numpy.org/doc/stable/reference/generated/numpy.nditer.html).
///
/// ```
/// use ndstrata_array::axes_by_strides;
/// assert_eq!(axes_by_strides(2, [[8, 24]])[..], [1, 0]);
/// assert_eq!(axes_by_strides(2, [[8, 24], [32, 8]])[..], [0, 1]);
/// assert_eq!(axes_by_strides(3, [[8, 0, 24]])[..], [2, 0, 1]);
/// ```
pub fn axes_by_strides<'a, S: AsRef<[isize]> + 'a>(
    n_axes: usize,
    arrays: impl IntoIterator<Item = S> + Clone,
) -> AxisOrder {
    let mut order: AxisOrder = (0..n_axes).collect();
    for place in 1..n_axes {
        let axis = order[place];
        let mut to = place;
        for before in (0..place).rev() {
            match is_outside(axis, order[before], arrays.clone()) {
                Some(true) => to = before,
                Some(false) => break,
                None => {}
            }
        }
        order[to..=place].rotate_right(1);
    }
    order
}

/// Whether all arrays that know have larger strides along an axis than along another one.
fn is_outside<S: AsRef<[isize]>>(
    axis: usize,
    other: usize,
    arrays: impl IntoIterator<Item = S>,
) -> Option<bool> {
    let mut found = None;
    for strides in arrays {
        let [own, others] =
            [axis, other].map(|axis| strides.as_ref().get(axis).map_or(0, |s| s.unsigned_abs()));
        if own != 0 && others != 0 {
            found = Some(own > others && found != Some(false));
        }
    }
    found
}

/// For each axis its place in the order.
pub(crate) fn places_of(order: &[usize]) -> AxisOrder {
    let mut places = AxisOrder::from_elem(0, order.len());
    order.iter().enumerate().for_each(|(place, &axis)| places[axis] = place);
    places
}
