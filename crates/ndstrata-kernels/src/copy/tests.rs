//! Each copy against a model that moves one byte at a time, over sizes, strides and alignments.
#![expect(unsafe_code, reason = "runs copies over buffers of its own")]

use crate::copy::block::Block;
use crate::copy::bools::normalize_at;
use crate::copy::run::copy_run_at;
use crate::copy::swap::swap_run_at;
use crate::copy::{fill_run, swap_in_place};
use crate::versions::levels;

const SIZES: [usize; 13] = [0, 1, 2, 3, 4, 5, 8, 12, 16, 17, 24, 32, 40];
const COUNTS: [usize; 9] = [0, 1, 2, 3, 7, 16, 33, 64, 130];

/// A run in a buffer of its own: bytes, first item, stride.
struct Run {
    buffer: Vec<u8>,
    start: usize,
    stride: isize,
}

impl Run {
    /// Items `step` item sizes apart, from the end if negative, one byte off alignment.
    fn new(itemsize: usize, count: usize, step: isize) -> Run {
        let gap = itemsize * step.unsigned_abs();
        let start = if step < 0 { 1 + gap * count.saturating_sub(1) } else { 1 };
        let buffer = (0..gap * count + itemsize + 1).map(|k| (k * 7 + k / 256) as u8).collect();
        Run { buffer, start, stride: step * itemsize as isize }
    }

    fn at(&self, item: usize) -> usize {
        (self.start as isize + self.stride * item as isize) as usize
    }

    fn ptr(&self) -> *const u8 {
        self.buffer.as_ptr().wrapping_add(self.start)
    }

    fn ptr_mut(&mut self) -> *mut u8 {
        self.buffer.as_mut_ptr().wrapping_add(self.start)
    }
}

fn layouts() -> impl Iterator<Item = (usize, usize, isize, isize)> {
    let steps = [(1, 1), (2, 1), (1, 3), (-1, 1), (1, -1), (-2, 2), (0, 1), (0, 2)];
    SIZES.into_iter().flat_map(move |size| {
        COUNTS.into_iter().flat_map(move |count| steps.map(|(s, d)| (size, count, s, d)))
    })
}

#[test]
fn runs_are_copied_whole_and_nothing_else_is_touched() {
    for (size, count, src_step, dst_step) in layouts() {
        let src = Run::new(size, count, src_step);
        let mut dst = Run::new(size, count, dst_step);
        dst.buffer.fill(0xEE);
        let mut expected = dst.buffer.clone();
        for i in 0..count {
            expected[dst.at(i)..][..size].copy_from_slice(&src.buffer[src.at(i)..][..size]);
        }
        let (clean, stride) = (dst.buffer.clone(), dst.stride);
        for level in levels() {
            dst.buffer.copy_from_slice(&clean);
            let to = dst.ptr_mut();
            // SAFETY: both buffers hold `count` items from their starts on, by construction.
            unsafe { copy_run_at(level, to, stride, src.ptr(), src.stride, count, size) };
            assert_eq!(dst.buffer, expected, "{count} of {size} bytes, {src_step} to {dst_step}");
        }
    }
}

#[test]
fn swapping_reverses_each_unit() {
    for (size, count, src_step, dst_step) in layouts() {
        for unit in [1, 2, 4, 8] {
            let src = Run::new(size, count, src_step);
            let mut dst = Run::new(size, count, dst_step);
            dst.buffer.fill(0xEE);
            let mut expected = dst.buffer.clone();
            for i in 0..count {
                let mut item = src.buffer[src.at(i)..][..size].to_vec();
                item.chunks_exact_mut(unit).for_each(<[u8]>::reverse);
                expected[dst.at(i)..][..size].copy_from_slice(&item);
            }
            let (clean, stride) = (dst.buffer.clone(), dst.stride);
            for level in levels() {
                dst.buffer.copy_from_slice(&clean);
                let to = dst.ptr_mut();
                // SAFETY: both buffers hold `count` items from their starts on.
                unsafe {
                    swap_run_at(level, to, stride, src.ptr(), src.stride, count, (size, unit))
                };
                assert_eq!(dst.buffer, expected, "{level:?}: {count} of {size}, unit {unit}");
            }
            if src_step == dst_step || dst_step == 1 && src_step == 1 {
                let mut place = Run::new(size, count, src_step);
                let stride = place.stride;
                // SAFETY: the buffer holds `count` disjoint items.
                unsafe { swap_in_place(place.ptr_mut(), stride, count, size, unit) };
                for i in 0..count {
                    assert_eq!(place.buffer[place.at(i)..][..size], expected[dst.at(i)..][..size]);
                }
            }
        }
    }
}

#[test]
fn fills_repeat_the_item() {
    for (size, count, _, step) in layouts() {
        let mut dst = Run::new(size, count, step);
        let item: Vec<u8> = (0..size as u8).map(|k| k ^ 0x5A).collect();
        let mut expected = dst.buffer.clone();
        for i in 0..count {
            expected[dst.at(i)..][..size].copy_from_slice(&item);
        }
        let stride = dst.stride;
        // SAFETY: the buffer holds `count` items from its start on.
        unsafe { fill_run(dst.ptr_mut(), stride, item.as_ptr(), size, count) };
        assert_eq!(dst.buffer, expected, "{count} of {size} bytes, {step} apart");
    }
}

#[test]
fn any_byte_but_zero_becomes_one() {
    for (_, count, src_step, dst_step) in layouts().filter(|layout| layout.0 == 1) {
        let src = Run::new(1, count, src_step);
        let mut dst = Run::new(1, count, dst_step);
        let mut expected = dst.buffer.clone();
        for i in 0..count {
            expected[dst.at(i)] = u8::from(src.buffer[src.at(i)] != 0);
        }
        let (clean, stride) = (dst.buffer.clone(), dst.stride);
        for level in levels() {
            dst.buffer.copy_from_slice(&clean);
            // SAFETY: both buffers hold `count` bytes from their starts on.
            unsafe { normalize_at(level, dst.ptr_mut(), stride, src.ptr(), src.stride, count) };
            assert_eq!(dst.buffer, expected);
        }
    }
}

/// The four ways to walk a block of rows: as it lies, transposed, and with an axis reversed.
fn block_strides(shape: [usize; 2], size: usize, way: usize) -> ([isize; 2], usize) {
    let [n0, n1] = shape.map(|n| n as isize);
    let size = size as isize;
    let (strides, start) = match way {
        0 => ([n1 * size, size], 0),
        1 => ([size, n0 * size], 0),
        2 => ([n1 * size, -size], (n1 - 1).max(0) * size),
        3 => ([-size, n0 * size], (n0 - 1).max(0) * size),
        _ => ([2 * n1 * size + 3, 2 * size], 0),
    };
    (strides, start as usize + 1)
}

#[test]
fn blocks_are_copied_whole_in_every_order() {
    let sides = [0, 1, 3, 8, 17, 40];
    let shapes = sides.iter().flat_map(|&a| sides.iter().map(move |&b| [a, b]));
    for shape @ [n0, n1] in shapes {
        for size in SIZES {
            for (src_way, dst_way) in (0..25).map(|k| (k / 5, k % 5)) {
                let len = (2 * n0 + 1) * (2 * n1 + 1) * (size + 3) + 64;
                let src: Vec<u8> = (0..len).map(|k| (k * 13 + k / 256) as u8).collect();
                let mut expected = vec![0xEE; len];
                let (s, s0) = block_strides(shape, size, src_way);
                let (d, d0) = block_strides(shape, size, dst_way);
                for (i, j) in (0..n0 * n1).map(|k| (k / n1, k % n1)) {
                    let at = |start: usize, strides: [isize; 2]| {
                        let offset = strides[0] * i as isize + strides[1] * j as isize;
                        (start as isize + offset) as usize
                    };
                    let (from, to) = (at(s0, s), at(d0, d));
                    expected[to..to + size].copy_from_slice(&src[from..from + size]);
                }
                for level in levels() {
                    let mut dst = vec![0xEE; len];
                    let block = Block {
                        dst: dst.as_mut_ptr().wrapping_add(d0),
                        dst_strides: d,
                        src: src.as_ptr().wrapping_add(s0),
                        src_strides: s,
                        shape,
                    };
                    // SAFETY: both buffers hold the block, by construction.
                    unsafe { block.copy_at(level, size) };
                    assert!(
                        dst == expected,
                        "{shape:?} of {size}, {src_way} to {dst_way}, {level:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn large_aligned_transposes_are_whole() {
    let (n0, n1) = (1032, 2050);
    let pitch = 2056;
    let src: Vec<u64> = (0..n0 * n1 + 8).map(|k| (k as u64).wrapping_mul(0x9E37_79B9)).collect();
    let mut dst = vec![0u64; n0 * pitch + 8];
    let [start, src_start] = [dst.as_ptr(), src.as_ptr()].map(|ptr| ptr.align_offset(64));
    for level in levels() {
        dst.fill(7);
        let block = Block {
            dst: dst[start..].as_mut_ptr().cast(),
            dst_strides: [8 * pitch as isize, 8],
            src: src[src_start..].as_ptr().cast(),
            src_strides: [8, 8 * n0 as isize],
            shape: [n0, n1],
        };
        // SAFETY: both buffers hold the block, by construction.
        unsafe { block.copy_at(level, 8) };
        for (i, row) in dst[start..].chunks(pitch).take(n0).enumerate() {
            assert!(
                row[..n1].iter().enumerate().all(|(j, item)| *item == src[src_start + j * n0 + i])
            );
            assert!(row[n1..].iter().all(|item| *item == 7));
        }
    }
}
