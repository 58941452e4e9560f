//! Each kernel against plain loops over a `Vec`, over item sizes, mask patterns and lengths.
#![expect(unsafe_code, reason = "runs kernels over buffers of its own")]

use std::mem::MaybeUninit;

use crate::gather::compress::compress_at;
use crate::gather::count::count_at;
use crate::gather::masked::copy_masked_at;
use crate::gather::nonzero::nonzero_at;
use crate::gather::place::place_at;
use crate::gather::select::where_at;
use crate::gather::{check_indices, put_checked_run, put_run, take_checked_run, take_run};
use crate::isa::Isa;
use crate::versions::levels;

const SIZES: [usize; 8] = [0, 1, 2, 4, 8, 16, 3, 24];
const COUNTS: [usize; 12] = [0, 1, 2, 7, 8, 15, 16, 17, 63, 64, 65, 300];

/// `count` items that differ.
fn items(count: usize, size: usize, seed: usize) -> Vec<u8> {
    (0..count * size).map(|k| (k * 31 + k / 256 + seed) as u8).collect()
}

/// No, all, some and many true bytes, among them values other than 1.
fn masks(count: usize) -> Vec<Vec<u8>> {
    let mut state = 12345u32;
    let mut random = move |share: u32| {
        (0..count)
            .map(|k| {
                state = state.wrapping_mul(1664525).wrapping_add(1013904223);
                if (state >> 16) % 100 < share { 1 + (k % 255) as u8 } else { 0 }
            })
            .collect::<Vec<u8>>()
    };
    vec![vec![0; count], vec![1; count], random(10), random(50), random(95)]
}

/// Every other item of a buffer twice as long, one byte off alignment.
fn spread(packed: &[u8], size: usize) -> Vec<u8> {
    let mut wide = vec![0xEE];
    for item in packed.chunks(size.max(1)) {
        wide.extend_from_slice(item);
        wide.extend(std::iter::repeat_n(0xEE, size));
    }
    wide
}

fn true_positions(mask: &[u8]) -> Vec<usize> {
    (0..mask.len()).filter(|&i| mask[i] != 0).collect()
}

fn each_case(mut check: impl FnMut(Isa, usize, usize, &[u8])) {
    for size in SIZES {
        for count in COUNTS {
            for mask in masks(count) {
                for level in levels() {
                    check(level, size, count, &mask);
                }
            }
        }
    }
}

#[test]
fn counting_agrees_on_every_path() {
    for count in COUNTS.into_iter().chain([64 * 255, 64 * 255 * 2 + 100]) {
        for mask in masks(count) {
            for level in levels() {
                assert_eq!(count_at(level, &mask), true_positions(&mask).len());
            }
        }
    }
}

#[test]
fn nonzero_writes_positions_until_out_is_full() {
    for mask in COUNTS.into_iter().flat_map(masks) {
        let expected: Vec<i64> = true_positions(&mask).iter().map(|&i| i as i64 + 5).collect();
        let rooms = [expected.len(), expected.len() + 40, expected.len() / 2];
        for (level, room) in levels().flat_map(|level| rooms.map(|room| (level, room))) {
            let mut out = vec![MaybeUninit::new(-1i64); room];
            let written = nonzero_at(level, &mask, 5, &mut out);
            assert_eq!(written, room.min(expected.len()));
            // SAFETY: the vector was initialised.
            let out: Vec<i64> = out.iter().map(|place| unsafe { place.assume_init() }).collect();
            assert_eq!(out[..written], expected[..written]);
            assert!(out[written..].iter().all(|&rest| rest == -1));
        }
    }
}

#[test]
fn compress_keeps_the_true_items() {
    each_case(|level, size, count, mask| {
        let src = items(count, size, 1);
        let kept = true_positions(mask);
        let expected: Vec<u8> =
            kept.iter().flat_map(|&i| src[i * size..][..size].to_vec()).collect();
        let wide = spread(&src, size);
        let strides = [size as isize, 2 * size as isize];
        for (from, stride) in [src.as_ptr(), wide.as_ptr().wrapping_add(1)].into_iter().zip(strides)
        {
            let mut dst = vec![0xEE; expected.len() + 9];
            // SAFETY: the destination has room for the items kept; the source has `count`.
            let n = unsafe { compress_at(level, dst.as_mut_ptr(), from, stride, size, mask) };
            assert_eq!(n, kept.len());
            assert_eq!(dst[..expected.len()], expected);
            assert!(dst[expected.len()..].iter().all(|&byte| byte == 0xEE));
        }
    });
}

#[test]
fn masked_writes_touch_only_true_places() {
    each_case(|level, size, count, mask| {
        let kept = true_positions(mask);
        let src = items(count + 1, size, 1);
        let old = spread(&items(count, size, 77), size);
        for step in [1, 2] {
            let stride = (step * size) as isize;
            let start = step - 1;
            let model = |item: &dyn Fn(usize, usize) -> usize| {
                let mut dst = old.clone();
                for (k, &i) in kept.iter().enumerate() {
                    dst[start + i * size * step..][..size]
                        .copy_from_slice(&src[item(k, i) * size..][..size]);
                }
                dst
            };
            let run = |write: &dyn Fn(*mut u8)| {
                let mut dst = old.clone();
                write(dst.as_mut_ptr().wrapping_add(start));
                dst
            };
            let from = src.as_ptr();
            // SAFETY: both buffers hold `count` items; the one item lies in the source.
            let filled =
                run(&|to| unsafe { copy_masked_at(level, to, stride, from, 0, size, mask) });
            assert_eq!(filled, model(&|_, _| 0));
            let size_step = size as isize;
            // SAFETY: both buffers hold `count` items.
            let copied = run(&|to| unsafe {
                copy_masked_at(level, to, stride, from, size_step, size, mask)
            });
            assert_eq!(copied, model(&|_, i| i));
            let placed = run(&|to| {
                // SAFETY: both buffers hold `count` items, at least the true ones.
                let taken = unsafe { place_at(level, to, stride, from, size_step, size, mask) };
                assert_eq!(taken, kept.len());
            });
            assert_eq!(placed, model(&|k, _| k));
        }
    });
}

#[test]
fn where_selects_item_by_item() {
    each_case(|level, size, count, mask| {
        let (a, b) = (items(count.max(1), size, 1), items(count.max(1), size, 99));
        let (wide_a, wide_b) = (spread(&a, size), spread(&b, size));
        for (sa, sb) in [(1, 1), (0, 1), (1, 0), (0, 0), (2, 1), (2, 2)] {
            let pick = |items: &[u8], step: usize, i: usize| {
                items[if step == 0 { 0 } else { i } * size..][..size].to_vec()
            };
            let expected: Vec<u8> = (0..count)
                .flat_map(|i| if mask[i] != 0 { pick(&a, sa, i) } else { pick(&b, sb, i) })
                .collect();
            let operand = |packed: &[u8], wide: &[u8], step| {
                if step == 2 { wide.as_ptr().wrapping_add(1) } else { packed.as_ptr() }
            };
            let (pa, pb) = (operand(&a, &wide_a, sa), operand(&b, &wide_b, sb));
            let mut dst = vec![0xEE; count * size];
            let (sa, sb) = ((sa * size) as isize, (sb * size) as isize);
            // SAFETY: each buffer holds its items.
            unsafe { where_at(level, dst.as_mut_ptr(), mask, (pa, sa), (pb, sb), size) };
            assert_eq!(dst, expected);
        }
    });
}

#[test]
fn take_and_put_follow_the_indices() {
    for size in SIZES {
        for count in COUNTS {
            let len = 50;
            let src = items(len, size, 3);
            let indices: Vec<i64> = (0..count).map(|k| ((k * 37) % len) as i64).collect();
            let expected: Vec<u8> =
                indices.iter().flat_map(|&i| src[i as usize * size..][..size].to_vec()).collect();
            let mut dst = vec![0xEE; count * size];
            // SAFETY: indices lie within `len`; the destination has `count` places.
            unsafe { take_run(dst.as_mut_ptr(), src.as_ptr(), size as isize, size, &indices) };
            assert_eq!(dst, expected);

            let wrapped: Vec<i64> =
                indices.iter().map(|&i| if i % 3 == 0 { i - len as i64 } else { i }).collect();
            let wide = spread(&src, size);
            let mut dst = vec![0xEE; count * size];
            let from = wide.as_ptr().wrapping_add(1);
            let stride = 2 * size as isize;
            // SAFETY: the buffer has `len` items; the destination has `count` places.
            let done =
                unsafe { take_checked_run(dst.as_mut_ptr(), from, stride, len, size, &wrapped) };
            assert_eq!(done, Ok(()));
            assert_eq!(dst, expected);

            let values = items(count, size, 9);
            let mut model = src.clone();
            for (k, &i) in indices.iter().enumerate() {
                model[i as usize * size..][..size].copy_from_slice(&values[k * size..][..size]);
            }
            let step = size as isize;
            let mut dst = src.clone();
            // SAFETY: indices lie within `len`; there are `count` values.
            unsafe { put_run(dst.as_mut_ptr(), step, values.as_ptr(), step, size, &indices) };
            assert_eq!(dst, model);
            let mut dst = src.clone();
            let (to, from) = (dst.as_mut_ptr(), values.as_ptr());
            // SAFETY: the buffer has `len` places; there are `count` values.
            let done = unsafe { put_checked_run(to, step, len, from, step, size, &wrapped) };
            assert_eq!(done, Ok(()));
            assert_eq!(dst, model);
        }
    }
}

#[test]
fn the_first_bad_index_is_named() {
    let cases: [(&[i64], usize, Result<(), usize>); 7] = [
        (&[], 0, Ok(())),
        (&[0], 0, Err(0)),
        (&[0, 4, -5, 5], 5, Err(3)),
        (&[0, -6, 9], 5, Err(1)),
        (&[i64::MIN], 5, Err(0)),
        (&[1, i64::MAX], 5, Err(1)),
        (&[-1, 2], usize::MAX / 2, Ok(())),
    ];
    for (indices, len, expected) in cases {
        assert_eq!(check_indices(indices, len), expected);
    }
    for bad in 0..700 {
        let mut indices = vec![0i64; 700];
        indices[bad] = 20;
        indices[699] = -21;
        assert_eq!(check_indices(&indices, 20), Err(bad));
        let (src, mut dst) = ([7u32; 20], [0u32; 700]);
        let (to, from) = (dst.as_mut_ptr().cast::<u8>(), src.as_ptr().cast::<u8>());
        // SAFETY: there are 20 items and 700 places.
        assert_eq!(unsafe { take_checked_run(to, from, 4, 20, 4, &indices) }, Err(bad));
    }
    let mut places = [1u64; 3];
    let (to, value) = (places.as_mut_ptr().cast::<u8>(), [9u64]);
    // SAFETY: there are three places and one item.
    let done = unsafe { put_checked_run(to, 8, 3, value.as_ptr().cast(), 0, 8, &[0, 1, 3]) };
    assert_eq!((done, places), (Err(2), [1; 3]));
}
