//! [`Product`]: a product planned once, and run for as many matrices of its shape as there are.
#![expect(unsafe_code, reason = "runs loops over matrices behind pointers")]
#![expect(clippy::multiple_unsafe_ops_per_block, reason = "plans chain a few copies and one loop")]

use std::cell::RefCell;
use std::ops::Range;

use super::combine::Combine;
use super::dots::Dots;
use super::table::{Kernels, ProductType, kernels};
use super::tile::{Target, Tile};
use crate::copy::copy_block;
use crate::isa::{Isa, isa};
use crate::packed::{at, at_mut};

/// Bytes of one row of a panel: the depth to which matrices are packed at once.
const DEPTH_BYTES: usize = 2048;
/// Bytes of `b` that are packed at once, for the second-level cache.
const B_BLOCK_BYTES: usize = 768 << 10;
/// Rows of `a` that are packed at once.
const A_BLOCK_ROWS: usize = 2048;
/// A matrix `b` of at most this many bytes is used as it lies.
const DIRECT_BYTES: usize = 160 << 10;
/// Of so many panels of `b` on, `a` is packed.
const PACK_A_PANELS: usize = 16;
/// Bytes of matrices of a stack that are multiplied together, tile by tile.
const STACK_BYTES: usize = 24 << 10;

/// Lengths, strides and conjugation of a product, and the loops for it.
#[derive(Clone)]
pub struct Product {
    kernels: &'static Kernels,
    rows: usize,
    depth: usize,
    columns: usize,
    a: [isize; 2],
    b: [isize; 2],
    c: [isize; 2],
    conjugate: [bool; 2],
    is_transposed: bool,
    target: Target,
    way: Way,
}

/// How a product is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// There is nothing to add: zeros.
    Zeros,
    /// Sums along contiguous rows; `c` has one row.
    Dots,
    /// Sums of contiguous rows; `c` has one row.
    Combine,
    /// Tiles from the matrices as they lie.
    Direct,
    /// Tiles from packed panels.
    Packed,
}

/// A part of the result: some rows and columns of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    rows: Range<usize>,
    columns: Range<usize>,
}

impl Product {
    /// Plans `c = a·b` for a shape (rows of `a`, inner length, columns of `b`) and strides in bytes (from row
    /// to row, from column to column). Complex factors are conjugated where asked.
    pub fn new(
        product: ProductType,
        shape: [usize; 3],
        a: [isize; 2],
        b: [isize; 2],
        c: [isize; 2],
        conjugate: [bool; 2],
    ) -> Product {
        Product::at_level(isa(), product, shape, a, b, c, conjugate)
    }

    pub(super) fn at_level(
        level: Isa,
        product: ProductType,
        [rows, depth, columns]: [usize; 3],
        a: [isize; 2],
        b: [isize; 2],
        c: [isize; 2],
        conjugate: [bool; 2],
    ) -> Product {
        let kernels = kernels(level, product);
        let item = kernels.itemsize as isize;
        let way = Way::Zeros;
        let (is_transposed, target) = (false, Target::Replace);
        let mut plan = Product {
            kernels,
            rows,
            depth,
            columns,
            a,
            b,
            c,
            conjugate,
            is_transposed,
            target,
            way,
        };
        // A result without rows or columns, or with one, may have any stride there.
        if columns == 1 && (rows > 1 || a[1] != item) || (rows > 1 && c[1] != item && c[0] == item)
        {
            plan.transpose();
        }
        plan.way = plan.choose();
        plan
    }

    /// The same product, added to what `c` holds or subtracted from it.
    #[must_use]
    pub fn onto(mut self, target: Target) -> Product {
        self.target = target;
        self.way = self.choose();
        self
    }

    /// The same numbers, as `cᵀ = bᵀ·aᵀ`.
    fn transpose(&mut self) {
        std::mem::swap(&mut self.a, &mut self.b);
        std::mem::swap(&mut self.rows, &mut self.columns);
        self.a.reverse();
        self.b.reverse();
        self.c.reverse();
        self.conjugate.reverse();
        self.is_transposed = !self.is_transposed;
    }

    fn choose(&self) -> Way {
        let item = self.kernels.itemsize as isize;
        let bytes = self.depth.saturating_mul(self.columns).saturating_mul(self.kernels.itemsize);
        if self.depth == 0 || self.rows == 0 || self.columns == 0 {
            return Way::Zeros;
        }
        if self.rows == 1 && self.target == Target::Replace {
            if self.b[0] == item || self.depth == 1 && self.columns == 1 {
                return Way::Dots;
            }
            if self.b[1] == item && (self.c[1] == item || self.columns == 1) {
                return if self.columns == 1 { Way::Direct } else { Way::Combine };
            }
        }
        let tile_rows = self.kernels.rows[3];
        if bytes <= DIRECT_BYTES || self.has_rows_of_b() && self.rows <= tile_rows {
            Way::Direct
        } else {
            Way::Packed
        }
    }

    fn max_depth(&self) -> usize {
        DEPTH_BYTES / self.kernels.itemsize
    }

    /// The whole result.
    pub fn whole(&self) -> Part {
        Part { rows: 0..self.rows, columns: 0..self.columns }
    }

    /// How many multiplications of real numbers it takes, or of complex ones.
    pub fn cost(&self) -> usize {
        self.rows.saturating_mul(self.depth).saturating_mul(self.columns)
    }

    /// The result in about `n` parts, that may be computed at the same time. The numbers do not depend on how
    /// the result is parted.
    pub fn parts(&self, n: usize) -> Vec<Part> {
        let tile_rows = self.kernels.rows[3];
        let tile_columns = self.kernels.vectors * self.kernels.width;
        // Rows that are summed together in `Dots` are columns of the result.
        let by_rows = self.rows >= self.columns;
        let (length, unit) = match by_rows {
            true => (self.rows, tile_rows),
            false => (self.columns, if self.way == Way::Dots { 4 } else { tile_columns }),
        };
        let step = length.div_ceil(n.max(1)).next_multiple_of(unit).max(unit);
        let mut parts = Vec::new();
        let mut start = 0;
        while start < length {
            let end = (start + step).min(length);
            parts.push(match by_rows {
                true => Part { rows: start..end, columns: 0..self.columns },
                false => Part { rows: 0..self.rows, columns: start..end },
            });
            start = end;
        }
        parts
    }

    /// Computes a part of `c`.
    ///
    /// # Safety
    ///
    /// The matrices lie at the pointers with the plan's lengths and strides; elements are numbers of the
    /// plan's type, at any alignment. The factors are not written meanwhile, and nobody else touches the
    /// part of `c`, whose elements are distinct and overlap no factor.
    pub unsafe fn run(&self, part: &Part, a: *const u8, b: *const u8, c: *mut u8) {
        // SAFETY: the caller's contract.
        unsafe { self.run_stack(part, a, b, c, 1, [0; 3]) };
    }

    /// Computes a part of `count` products; `steps` bytes lie from one matrix to the next in `c`, `a`
    /// and `b`.
    ///
    /// # Safety
    ///
    /// That of [`run`](Product::run), for each of them.
    pub unsafe fn run_stack(
        &self,
        part: &Part,
        mut a: *const u8,
        mut b: *const u8,
        c: *mut u8,
        count: usize,
        mut steps: [isize; 3],
    ) {
        if self.is_transposed {
            std::mem::swap(&mut a, &mut b);
            steps.swap(1, 2);
        }
        let mut job = Job {
            plan: self,
            rows: part.rows.len(),
            columns: part.columns.len(),
            a: at(a, self.a[0], part.rows.start),
            b: at(b, self.b[1], part.columns.start),
            c: at_mut(at_mut(c, self.c[0], part.rows.start), self.c[1], part.columns.start),
            count,
            steps,
        };
        let is_nothing = self.way == Way::Zeros && self.target != Target::Replace;
        if job.rows == 0 || job.columns == 0 || is_nothing {
            return;
        }
        if self.way == Way::Direct && self.has_rows_of_b() {
            // SAFETY: the caller's contract.
            return unsafe { job.tiles(job.b, self.b[0]) };
        }
        job.count = 1;
        for _ in 0..count {
            // SAFETY: the caller's contract.
            unsafe {
                match self.way {
                    Way::Zeros => job.zeros(),
                    Way::Dots => job.dots(),
                    Way::Combine => job.combine(),
                    Way::Direct => job.direct(),
                    Way::Packed => job.packed(),
                }
            }
            job.advance();
        }
    }

    /// Whether rows of `b` are contiguous.
    fn has_rows_of_b(&self) -> bool {
        self.b[1] == self.kernels.itemsize as isize || self.columns == 1
    }

    /// Whether panels of `a` are worth their packing: each is used for every panel of `b`.
    fn packs_a(&self) -> bool {
        let panel = self.kernels.vectors * self.kernels.width;
        self.columns > PACK_A_PANELS * panel || self.a[1] != self.kernels.itemsize as isize
    }
}

/// A part of a product at its place in memory.
struct Job<'p> {
    plan: &'p Product,
    rows: usize,
    columns: usize,
    a: *const u8,
    b: *const u8,
    c: *mut u8,
    /// Products that follow each other.
    count: usize,
    /// Bytes from one to the next in `c`, `a` and `b`.
    steps: [isize; 3],
}

/// Memory that a thread keeps for packing.
#[derive(Default)]
struct Scratch {
    a: Vec<u64>,
    b: Vec<u64>,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

/// Pointer to `bytes` bytes on a line of memory of their own.
fn room(buffer: &mut Vec<u64>, bytes: usize) -> *mut u8 {
    let words = bytes / 8 + 9;
    if buffer.len() < words {
        *buffer = vec![0; words];
    }
    let start = buffer.as_mut_ptr().cast::<u8>();
    start.wrapping_add(start.align_offset(64))
}

impl Job<'_> {
    /// The same part of the next product.
    fn advance(&mut self) {
        let [c, a, b] = self.steps;
        self.c = self.c.wrapping_offset(c);
        self.a = self.a.wrapping_offset(a);
        self.b = self.b.wrapping_offset(b);
    }

    /// # Safety
    /// That of [`Product::run`], as for the methods below.
    unsafe fn zeros(&self) {
        let zeros = [0_u8; 16];
        let (shape, strides) = ([self.rows, self.columns], self.plan.c);
        // SAFETY: the part of `c` may be written; every number has a zero of zero bytes.
        unsafe {
            copy_block(self.c, strides, zeros.as_ptr(), [0, 0], shape, self.plan.kernels.itemsize);
        }
    }

    unsafe fn dots(&self) {
        let plan = self.plan;
        let item = plan.kernels.itemsize;
        let [conjugate_x, conjugate_rows] = plan.conjugate;
        let call = |x| Dots {
            rows: self.columns,
            length: plan.depth,
            a: self.b,
            a_row: plan.b[1],
            x,
            y: self.c,
            y_step: plan.c[1],
            conjugate: [conjugate_rows, conjugate_x],
        };
        if plan.a[1] == item as isize || plan.depth == 1 {
            // SAFETY: the caller's contract; both are contiguous.
            return unsafe { (plan.kernels.dots)(&call(self.a)) };
        }
        let mut gathered = Vec::<u64>::new();
        let words = plan.depth.saturating_mul(item) / 8 + 1;
        if gathered.try_reserve_exact(words).is_err() {
            // SAFETY: the caller's contract.
            return unsafe { self.packed() };
        }
        gathered.resize(words, 0);
        let to = gathered.as_mut_ptr().cast::<u8>();
        // SAFETY: `depth` elements of `x` can be read, and there is room for them.
        unsafe {
            copy_block(to, [0, item as isize], self.a, [0, plan.a[1]], [1, plan.depth], item);
            (plan.kernels.dots)(&call(to));
        }
    }

    unsafe fn combine(&self) {
        let plan = self.plan;
        let call = Combine {
            rows: plan.depth,
            columns: self.columns,
            x: self.a,
            x_step: plan.a[1],
            b: self.b,
            b_row: plan.b[0],
            y: self.c,
            conjugate: plan.conjugate,
        };
        // SAFETY: the caller's contract; rows of `b` and `y` are contiguous (`choose`).
        unsafe { (plan.kernels.combine)(&call) };
    }

    unsafe fn direct(&self) {
        let plan = self.plan;
        let item = plan.kernels.itemsize;
        SCRATCH.with_borrow_mut(|scratch| {
            let row = (self.columns * item) as isize;
            let to = room(&mut scratch.b, plan.depth * self.columns * item);
            let shape = [plan.depth, self.columns];
            // SAFETY: there is room for `b`, which the caller lets us read.
            unsafe {
                copy_block(to, [row, item as isize], self.b, plan.b, shape, item);
                self.tiles(to, row);
            }
        });
    }

    /// All tiles, from `b` with contiguous rows.
    unsafe fn tiles(&self, b: *const u8, b_row: isize) {
        let plan = self.plan;
        let kernels = plan.kernels;
        let panel = kernels.vectors * kernels.width;
        let is_one = self.rows <= kernels.rows[3] && self.columns <= panel;
        let size = self.rows * self.columns + plan.depth * (self.rows + self.columns);
        let together = match is_one {
            true => self.count,
            false => (STACK_BYTES / (size * kernels.itemsize)).clamp(1, self.count.max(1)),
        };
        let [c_step, a_step, b_step] = self.steps;
        for first in (0..self.count).step_by(together.max(1)) {
            let count = (self.count - first).min(together);
            let (a, b) = (at(self.a, a_step, first), at(b, b_step, first));
            let c = at_mut(self.c, c_step, first);
            let tall = kernels.rows[3];
            let mut i = 0;
            while i < self.rows {
                let rows = (self.rows - i).min(tall);
                let height = self.height(rows);
                // Tiles below each other, of one matrix, follow each other as those of a stack do.
                let below =
                    if count == 1 && self.columns <= panel { (self.rows - i) / rows } else { 1 };
                let (count, steps) = match below {
                    0 | 1 => (count, self.steps),
                    _ => (below, [plan.c[0] * rows as isize, plan.a[0] * rows as isize, 0]),
                };
                for j in (0..self.columns).step_by(panel) {
                    let columns = (self.columns - j).min(panel);
                    let vectors = columns.div_ceil(kernels.width);
                    let tile = Tile {
                        depth: plan.depth,
                        rows,
                        a: at(a, plan.a[0], i),
                        a_row: plan.a[0],
                        a_step: plan.a[1],
                        b: b.wrapping_add(j * kernels.itemsize),
                        b_step: b_row,
                        last: (columns - (vectors - 1) * kernels.width) * kernels.lanes,
                        c: at_mut(at_mut(c, plan.c[0], i), plan.c[1], j),
                        c_row: plan.c[0],
                        target: plan.target,
                        conjugate: plan.conjugate,
                        count,
                        steps,
                    };
                    // SAFETY: rows and columns lie within the matrices.
                    unsafe { self.place(kernels.direct[height][vectors - 1], tile, columns) };
                }
                i += rows * below.max(1);
            }
        }
    }

    /// Which tile has room for so many rows.
    fn height(&self, rows: usize) -> usize {
        self.plan.kernels.rows.iter().position(|&r| r >= rows).unwrap_or(3)
    }

    /// Runs a tile, through a small copy where columns of `c` are not contiguous.
    ///
    /// # Safety
    /// That of the tile, apart from `c`'s columns.
    #[inline(always)]
    unsafe fn place(&self, run: super::tile::TileFn, mut tile: Tile, columns: usize) {
        let plan = self.plan;
        let item = plan.kernels.itemsize;
        if plan.c[1] == item as isize || columns == 1 {
            // SAFETY: the caller's contract.
            return unsafe { run(&tile) };
        }
        let mut copy = [0_u64; 8 * 24];
        let strides = [(columns * item) as isize, item as isize];
        let shape = [tile.rows, columns];
        let to = copy.as_mut_ptr().cast::<u8>();
        debug_assert!(tile.rows * columns * item <= size_of_val(&copy));
        for _ in 0..tile.count {
            // SAFETY: a tile has at most 8 rows of 3 vectors of 64 bytes, which `copy` holds.
            unsafe {
                if tile.target != Target::Replace {
                    copy_block(to, strides, tile.c, plan.c, shape, item);
                }
                run(&Tile { c: to, c_row: strides[0], count: 1, ..tile });
                copy_block(tile.c, plan.c, to, strides, shape, item);
            }
            tile.advance();
        }
    }

    unsafe fn packed(&self) {
        let kernels = self.plan.kernels;
        let panel = kernels.vectors * kernels.width;
        let depth = self.plan.max_depth();
        let block = (B_BLOCK_BYTES / DEPTH_BYTES / panel).max(1) * panel;
        SCRATCH.with_borrow_mut(|scratch| {
            let Scratch { a, b } = scratch;
            let packs_a = self.plan.packs_a();
            let block_rows = self.rows.min(A_BLOCK_ROWS).next_multiple_of(kernels.rows[3]);
            let a_panels = room(a, if packs_a { block_rows * DEPTH_BYTES } else { 0 });
            let b_panels = room(b, block.min(self.columns.next_multiple_of(panel)) * DEPTH_BYTES);
            for i in (0..self.rows).step_by(A_BLOCK_ROWS) {
                let rows = i..(i + A_BLOCK_ROWS).min(self.rows);
                for k in (0..self.plan.depth).step_by(depth) {
                    let steps = k..(k + depth).min(self.plan.depth);
                    if packs_a {
                        // SAFETY: rows and steps lie within `a`; there is room for the panels.
                        unsafe { self.pack_a(&rows, &steps, a_panels) };
                    }
                    for j in (0..self.columns).step_by(block) {
                        let columns = j..(j + block).min(self.columns);
                        // SAFETY: as above, for `b`; the panels are those just packed.
                        unsafe {
                            self.pack_b(&steps, &columns, b_panels);
                            self.multiply_panels(&rows, &steps, &columns, a_panels, b_panels);
                        }
                    }
                }
            }
        });
    }

    /// Panels of as many rows as the tallest tile, fewer at the end; within one, column after column.
    unsafe fn pack_a(&self, rows: &Range<usize>, steps: &Range<usize>, to: *mut u8) {
        let (item, height) = (self.plan.kernels.itemsize, self.plan.kernels.rows[3]);
        let [row, step] = self.plan.a;
        for i in (0..rows.len()).step_by(height) {
            let n = (rows.len() - i).min(height);
            let tall = self.tile_height(n);
            let panel = to.wrapping_add(i * steps.len() * item);
            let from = at(at(self.a, row, rows.start + i), step, steps.start);
            let strides = [(tall * item) as isize, item as isize];
            // SAFETY: the caller's contract. Rows that are too many repeat the first.
            unsafe {
                copy_block(panel, strides, from, [step, row], [steps.len(), n], item);
                for extra in n..tall {
                    let at = panel.wrapping_add(extra * item);
                    copy_block(at, strides, from, [step, 0], [steps.len(), 1], item);
                }
            }
        }
    }

    /// Rows of the lowest tile that has `n`.
    fn tile_height(&self, n: usize) -> usize {
        let rows = self.plan.kernels.rows;
        rows.into_iter().find(|&rows| rows >= n).unwrap_or(rows[3])
    }

    /// Panels of whole vectors; within one, row after row, zeros after the last column.
    unsafe fn pack_b(&self, steps: &Range<usize>, columns: &Range<usize>, to: *mut u8) {
        let kernels = self.plan.kernels;
        let (item, panel) = (kernels.itemsize, kernels.vectors * kernels.width);
        let zeros = [0_u8; 16];
        for j in (0..columns.len()).step_by(panel) {
            let n = (columns.len() - j).min(panel);
            let wide = n.next_multiple_of(kernels.width);
            let start = to.wrapping_add(j * steps.len() * item);
            let from =
                at(at(self.b, self.plan.b[0], steps.start), self.plan.b[1], columns.start + j);
            let strides = [(wide * item) as isize, item as isize];
            // SAFETY: the caller's contract.
            unsafe {
                copy_block(start, strides, from, self.plan.b, [steps.len(), n], item);
                if n < wide {
                    let at = start.wrapping_add(n * item);
                    copy_block(at, strides, zeros.as_ptr(), [0, 0], [steps.len(), wide - n], item);
                }
            }
        }
    }

    /// All tiles of a block, from panels of `b` and, where it was packed, of `a`.
    unsafe fn multiply_panels(
        &self,
        rows: &Range<usize>,
        steps: &Range<usize>,
        columns: &Range<usize>,
        a: *const u8,
        b: *const u8,
    ) {
        let plan = self.plan;
        let kernels = plan.kernels;
        let (item, panel) = (kernels.itemsize, kernels.vectors * kernels.width);
        let packs_a = plan.packs_a();
        let target = match plan.target {
            Target::Replace if steps.start > 0 => Target::Add,
            target => target,
        };
        let tiles = if packs_a { &kernels.packed } else { &kernels.direct };
        for i in (0..rows.len()).step_by(kernels.rows[3]) {
            let n_rows = (rows.len() - i).min(kernels.rows[3]);
            let height = self.height(n_rows);
            let a = match packs_a {
                true => a.wrapping_add(i * steps.len() * item),
                false => at(at(self.a, plan.a[0], rows.start + i), plan.a[1], steps.start),
            };
            for j in (0..columns.len()).step_by(panel) {
                let n = (columns.len() - j).min(panel);
                let vectors = n.div_ceil(kernels.width);
                let c = at_mut(self.c, plan.c[0], rows.start + i);
                let tile = Tile {
                    depth: steps.len(),
                    rows: n_rows,
                    a,
                    a_row: plan.a[0],
                    a_step: plan.a[1],
                    b: b.wrapping_add(j * steps.len() * item),
                    b_step: (vectors * kernels.width * item) as isize,
                    last: (n - (vectors - 1) * kernels.width) * kernels.lanes,
                    c: at_mut(c, plan.c[1], columns.start + j),
                    c_row: plan.c[0],
                    target,
                    conjugate: plan.conjugate,
                    count: 1,
                    steps: [0; 3],
                };
                // SAFETY: the caller's contract; the panels are of this tile's shape.
                unsafe { self.place(tiles[height][vectors - 1], tile, n) };
            }
        }
    }
}
