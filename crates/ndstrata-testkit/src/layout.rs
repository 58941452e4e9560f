//! Strategies for the layouts that arrays meet: any order of axes, strides that are odd, zero or
//! negative, unaligned starts, 0-d, empty, byte-swapped. Plain data; the array crate maps them.

use proptest::prelude::*;

/// Where the elements of an array lie in a buffer of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Elements along each axis.
    pub shape: Vec<usize>,
    /// Bytes from one element to the next along each axis.
    pub strides: Vec<isize>,
    /// Of the element at index zero, in bytes from the buffer's start.
    pub offset: usize,
    /// Bytes of one element.
    pub itemsize: usize,
    /// Whether elements are stored in the byte order that is not the machine's.
    pub swapped: bool,
    /// Bytes that a buffer for this layout has.
    pub buffer_len: usize,
}

/// Layouts of elements of `itemsize` bytes; distinct indices may share bytes (stride zero).
pub fn layouts(itemsize: usize) -> impl Strategy<Value = Layout> {
    strategy(itemsize, vec![Direction::Forward, Direction::Backward, Direction::Still])
}

/// Layouts in which no two elements share a byte, so that they may be written.
pub fn disjoint_layouts(itemsize: usize) -> impl Strategy<Value = Layout> {
    strategy(itemsize, vec![Direction::Forward, Direction::Backward])
}

impl Layout {
    /// The byte offset of every element, in C order of the indices.
    pub fn element_offsets(&self) -> Vec<usize> {
        let mut offsets = vec![self.offset];
        for (&len, &stride) in self.shape.iter().zip(&self.strides) {
            let along = |&start: &usize| {
                (0..len).map(move |index| start.wrapping_add_signed(stride * index as isize))
            };
            offsets = offsets.iter().flat_map(along).collect();
        }
        offsets
    }
}

/// Which way memory is walked as an index grows.
#[derive(Clone, Copy, Debug)]
enum Direction {
    Forward,
    Backward,
    Still,
}

/// One axis before its stride is known.
#[derive(Clone, Copy, Debug)]
struct Axis {
    len: usize,
    /// Bytes left free after the inner axes; odd ones make the stride no multiple of the item.
    gap: usize,
    direction: Direction,
    /// Axes lie in memory in this order, which makes C, Fortran and every other order.
    rank_in_memory: u8,
}

fn strategy(itemsize: usize, directions: Vec<Direction>) -> impl Strategy<Value = Layout> {
    let len = prop_oneof![1 => Just(0_usize), 2 => Just(1_usize), 9 => 2_usize..=5];
    let gap = prop_oneof![3 => Just(0_usize), 1 => Just(itemsize), 2 => 1_usize..=7];
    let axis = (len, gap, prop::sample::select(directions), any::<u8>());
    let axis = axis.prop_map(|(len, gap, direction, rank_in_memory)| Axis {
        len,
        gap,
        direction,
        rank_in_memory,
    });
    let ends = (0_usize..=9, 0_usize..=3);
    (prop::collection::vec(axis, 0..=4), ends, any::<bool>()).prop_map(
        move |(axes, (before, after), swapped)| build(itemsize, &axes, before, after, swapped),
    )
}

fn build(itemsize: usize, axes: &[Axis], before: usize, after: usize, swapped: bool) -> Layout {
    let mut order: Vec<usize> = (0..axes.len()).collect();
    order.sort_by_key(|&axis| axes[axis].rank_in_memory);
    let mut strides = vec![0_isize; axes.len()];
    let mut extent = itemsize;
    let mut offset = before;
    for axis in order {
        let Axis { len, gap, direction, .. } = axes[axis];
        let step = extent + gap;
        let last = step * len.saturating_sub(1);
        match direction {
            Direction::Still => continue,
            Direction::Forward => strides[axis] = step as isize,
            Direction::Backward => {
                strides[axis] = -(step as isize);
                offset += last;
            }
        }
        extent += last;
    }
    Layout {
        shape: axes.iter().map(|axis| axis.len).collect(),
        strides,
        offset,
        itemsize,
        swapped,
        buffer_len: before + extent + after,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest! {
        #[test]
        fn elements_lie_inside_the_buffer(layout in layouts(8)) {
            for offset in layout.element_offsets() {
                prop_assert!(offset + layout.itemsize <= layout.buffer_len);
            }
        }

        #[test]
        fn disjoint_elements_share_no_byte(layout in disjoint_layouts(3)) {
            let mut offsets = layout.element_offsets();
            offsets.sort_unstable();
            for pair in offsets.windows(2) {
                prop_assert!(pair[1] - pair[0] >= layout.itemsize);
            }
        }
    }

    #[test]
    fn offsets_are_listed_in_c_order() {
        let layout = Layout {
            shape: vec![2, 3],
            strides: vec![1, -2],
            offset: 4,
            itemsize: 1,
            swapped: false,
            buffer_len: 6,
        };
        assert_eq!(layout.element_offsets(), [4, 2, 0, 5, 3, 1]);
    }
}
