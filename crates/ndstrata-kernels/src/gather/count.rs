//! How many elements of a mask are true.

use crate::isa::{Isa, isa};
use crate::versions::{Body, run_at};

/// The number of bytes that are not 0.
pub fn count_true(mask: &[u8]) -> usize {
    count_at(isa(), mask)
}

/// [`count_true`] on the path of one instruction set.
pub(crate) fn count_at(level: Isa, mask: &[u8]) -> usize {
    run_at(level, Count { mask })
}

struct Count<'a> {
    mask: &'a [u8],
}

impl Body for Count<'_> {
    type Output = usize;
    #[inline(always)]
    fn run(self) -> usize {
        // Sums of at most 255 truth values fit the bytes that a vector holds.
        let wide = |chunk: &[u8; 64 * 255]| {
            let mut lanes = [0u8; 64];
            for row in chunk.as_chunks::<64>().0 {
                for (lane, byte) in lanes.iter_mut().zip(row) {
                    *lane += u8::from(*byte != 0);
                }
            }
            lanes.iter().map(|&n| usize::from(n)).sum::<usize>()
        };
        let (chunks, rest) = self.mask.as_chunks::<{ 64 * 255 }>();
        let mut count = chunks.iter().map(wide).sum::<usize>();
        let (rows, rest) = rest.as_chunks::<64>();
        for row in rows {
            count += usize::from(row.iter().map(|&byte| u8::from(byte != 0)).sum::<u8>());
        }
        count + rest.iter().filter(|&&byte| byte != 0).count()
    }
}
