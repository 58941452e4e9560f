//! A tile of the result, in registers while it runs along the inner axis.
#![expect(unsafe_code, reason = "reads and writes matrices through pointers")]
#![expect(
    clippy::multiple_unsafe_ops_per_block,
    reason = "a tile is one run of vector operations under one contract"
)]

use super::vector::Vector;

/// What becomes of the numbers that the result's place holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// They are replaced by the product.
    Replace,
    /// The product is added to them.
    Add,
    /// The product is subtracted from them.
    Subtract,
}

/// What a tile is made of. Strides are in bytes.
#[derive(Clone, Copy)]
pub(super) struct Tile {
    /// The inner length.
    pub(super) depth: usize,
    /// Rows of `a`; the number that the loop is made for, or fewer.
    pub(super) rows: usize,
    pub(super) a: *const u8,
    pub(super) a_row: isize,
    pub(super) a_step: isize,
    /// Rows of `b`, contiguous along the tile's columns.
    pub(super) b: *const u8,
    pub(super) b_step: isize,
    /// Lanes of the last vector that are columns of `c`.
    pub(super) last: usize,
    /// Rows of `c`, contiguous.
    pub(super) c: *mut u8,
    pub(super) c_row: isize,
    pub(super) target: Target,
    /// Of complex numbers, which factors are conjugated.
    pub(super) conjugate: [bool; 2],
    /// Tiles to make, of matrices that follow each other.
    pub(super) count: usize,
    /// Bytes from one to the next in `c`, `a` and `b`.
    pub(super) steps: [isize; 3],
}

impl Tile {
    /// The same tile of the next matrices.
    #[inline(always)]
    pub(super) fn advance(&mut self) {
        let [c, a, b] = self.steps;
        self.c = self.c.wrapping_offset(c);
        self.a = self.a.wrapping_offset(a);
        self.b = self.b.wrapping_offset(b);
    }
}

/// # Safety
///
/// `rows` by `depth` elements of `a`, `depth` rows of `b` of the tile's width (its last vector whole if
/// packed, of `last` lanes else) can be read; `rows` by that width of `c` can be written, and read
/// unless they are replaced; nobody else touches them. So it is for each of `count` tiles. The machine has the loop's
/// instruction set.
pub(super) type TileFn = unsafe fn(&Tile);

/// A tile of real numbers. A packed tile has panels of exactly `ROWS` rows and whole vectors.
///
/// # Safety
/// That of [`TileFn`].
#[inline(always)]
pub(super) unsafe fn real<
    V: Vector,
    const ROWS: usize,
    const VECTORS: usize,
    const PACKED: bool,
>(
    tiles: &Tile,
) {
    let mut tile = *tiles;
    for _ in 0..tiles.count {
        // SAFETY: the caller's contract.
        unsafe { one_real::<V, ROWS, VECTORS, PACKED>(&tile) };
        tile.advance();
    }
}

/// # Safety
/// That of [`TileFn`], for one tile.
#[inline(always)]
unsafe fn one_real<V: Vector, const ROWS: usize, const VECTORS: usize, const PACKED: bool>(
    tile: &Tile,
) {
    // SAFETY: the caller's contract.
    unsafe {
        let mut sums = [[V::zero(); VECTORS]; ROWS];
        let starts = starts::<V, ROWS, PACKED>(tile);
        let mut at = 0_isize;
        let mut b = tile.b;
        for _ in 0..tile.depth {
            let row = row_of_b::<V, VECTORS, PACKED>(b, tile.last);
            for i in 0..ROWS {
                let a = V::splat(starts[i].wrapping_offset(at).cast());
                for v in 0..VECTORS {
                    sums[i][v] = a.mul_add(row[v], sums[i][v]);
                }
            }
            at = at.wrapping_add(if PACKED {
                (ROWS * size_of::<V::Lane>()) as isize
            } else {
                tile.a_step
            });
            b = b.wrapping_offset(if PACKED {
                (VECTORS * size_of::<V>()) as isize
            } else {
                tile.b_step
            });
        }
        write(tile, &sums);
    }
}

/// A tile of complex numbers: one sum for the real parts of `a`, one for the imaginary parts.
///
/// # Safety
/// That of [`TileFn`].
#[inline(always)]
pub(super) unsafe fn complex<
    V: Vector,
    const ROWS: usize,
    const VECTORS: usize,
    const PACKED: bool,
>(
    tiles: &Tile,
) {
    let mut tile = *tiles;
    for _ in 0..tiles.count {
        // SAFETY: the caller's contract.
        unsafe { one_complex::<V, ROWS, VECTORS, PACKED>(&tile) };
        tile.advance();
    }
}

/// # Safety
/// That of [`TileFn`], for one tile.
#[inline(always)]
unsafe fn one_complex<V: Vector, const ROWS: usize, const VECTORS: usize, const PACKED: bool>(
    tile: &Tile,
) {
    // SAFETY: the caller's contract.
    unsafe {
        let mut by_real = [[V::zero(); VECTORS]; ROWS];
        let mut by_imaginary = [[V::zero(); VECTORS]; ROWS];
        let starts = starts::<[V; 2], ROWS, PACKED>(tile);
        let mut at = 0_isize;
        let mut b = tile.b;
        for _ in 0..tile.depth {
            let row = row_of_b::<V, VECTORS, PACKED>(b, tile.last);
            for i in 0..ROWS {
                let number = starts[i].wrapping_offset(at).cast::<V::Lane>();
                let (re, im) = (V::splat(number), V::splat(number.wrapping_add(1)));
                for v in 0..VECTORS {
                    by_real[i][v] = re.mul_add(row[v], by_real[i][v]);
                    by_imaginary[i][v] = im.mul_add(row[v], by_imaginary[i][v]);
                }
            }
            at = at.wrapping_add(if PACKED {
                (2 * ROWS * size_of::<V::Lane>()) as isize
            } else {
                tile.a_step
            });
            b = b.wrapping_offset(if PACKED {
                (VECTORS * size_of::<V>()) as isize
            } else {
                tile.b_step
            });
        }
        let [conjugate_a, conjugate_b] = tile.conjugate;
        for i in 0..ROWS {
            for v in 0..VECTORS {
                // i·(x + iy) = −y + ix; a·conj(b) is the conjugate of conj(a)·b.
                let turned = by_imaginary[i][v].exchanged();
                let turned = if conjugate_a == conjugate_b {
                    turned.even_negated()
                } else {
                    turned.odd_negated()
                };
                let sum = by_real[i][v].add(turned);
                by_real[i][v] = if conjugate_b { sum.odd_negated() } else { sum };
            }
        }
        write(tile, &by_real);
    }
}

/// The first element of each row of `a`; rows that are too many repeat the first.
#[inline(always)]
fn starts<E: Size, const ROWS: usize, const PACKED: bool>(tile: &Tile) -> [*const u8; ROWS] {
    std::array::from_fn(|i| {
        if PACKED {
            tile.a.wrapping_add(i * E::ELEMENT)
        } else if i < tile.rows {
            tile.a.wrapping_offset(tile.a_row.wrapping_mul(i as isize))
        } else {
            tile.a
        }
    })
}

/// Bytes of an element: a lane, or two for complex numbers.
trait Size {
    const ELEMENT: usize;
}

impl<V: Vector> Size for V {
    const ELEMENT: usize = size_of::<V::Lane>();
}

impl<V: Vector> Size for [V; 2] {
    const ELEMENT: usize = 2 * size_of::<V::Lane>();
}

/// # Safety
/// One row of the tile's `b` lies at the pointer.
#[inline(always)]
unsafe fn row_of_b<V: Vector, const VECTORS: usize, const PACKED: bool>(
    b: *const u8,
    last: usize,
) -> [V; VECTORS] {
    let lanes = b.cast::<V::Lane>();
    std::array::from_fn(|v| {
        let at = lanes.wrapping_add(v * V::LANES);
        // SAFETY: the caller's contract.
        unsafe { if PACKED || v + 1 < VECTORS { V::load(at) } else { V::load_first(at, last) } }
    })
}

/// # Safety
/// That of [`TileFn`].
#[inline(always)]
unsafe fn write<V: Vector, const ROWS: usize, const VECTORS: usize>(
    tile: &Tile,
    sums: &[[V; VECTORS]; ROWS],
) {
    for (i, sums) in sums.iter().enumerate() {
        if i >= tile.rows {
            break;
        }
        let row = tile.c.wrapping_offset(tile.c_row.wrapping_mul(i as isize)).cast::<V::Lane>();
        for (v, sum) in sums.iter().enumerate() {
            let at = row.wrapping_add(v * V::LANES);
            // SAFETY: the caller's contract.
            unsafe {
                if v + 1 < VECTORS || tile.last == V::LANES {
                    let sum = match tile.target {
                        Target::Replace => *sum,
                        Target::Add => V::load(at).add(*sum),
                        Target::Subtract => V::load(at).subtract(*sum),
                    };
                    sum.store(at);
                } else {
                    let old = |at| V::load_first(at, tile.last);
                    let sum = match tile.target {
                        Target::Replace => *sum,
                        Target::Add => old(at).add(*sum),
                        Target::Subtract => old(at).subtract(*sum),
                    };
                    sum.store_first(at, tile.last);
                }
            }
        }
    }
}
