//! Products of parts of packed matrices, replaced, added or subtracted: what blocked factorisations are
//! made of.
#![expect(unsafe_code, reason = "hands parts of matrices to the kernels")]

use ndstrata_kernels::product::Product;
pub(super) use ndstrata_kernels::product::Target;

use super::field::Field;

/// Products of fewer numbers than this are not worth a second thread.
#[cfg(feature = "rayon")]
const PARALLEL_FROM: usize = 1 << 20;

/// A part of a matrix packed by columns: its first row and column, and how many there are.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) rows: usize,
    pub(super) columns: usize,
}

impl Block {
    /// A whole matrix.
    pub(super) fn whole(rows: usize, columns: usize) -> Block {
        Block { row: 0, column: 0, rows, columns }
    }

    /// Where the part begins, `step` elements being a column; that it ends within `length` elements is made sure.
    fn first(self, step: usize, length: usize) -> usize {
        assert!(self.row + self.rows <= step, "a part has rows of its matrix");
        assert!((self.column + self.columns) * step <= length, "a part has columns of its matrix");
        self.column * step + self.row
    }

    fn is_apart_from(self, other: Block) -> bool {
        self.row + self.rows <= other.row
            || other.row + other.rows <= self.row
            || self.column + self.columns <= other.column
            || other.column + other.columns <= self.column
    }
}

/// A factor that lies in a matrix of its own: the elements, how many make a column, which of them, and
/// whether their conjugate transpose is meant.
#[derive(Clone, Copy)]
pub(super) struct Factor<'a, T> {
    pub(super) elements: &'a [T],
    pub(super) step: usize,
    pub(super) block: Block,
    pub(super) is_adjoint: bool,
}

impl<'a, T: Field> Factor<'a, T> {
    /// A part of a matrix whose columns have `step` elements.
    pub(super) fn part(elements: &'a [T], step: usize, block: Block) -> Factor<'a, T> {
        Factor { elements, step, block, is_adjoint: false }
    }

    /// A whole matrix.
    pub(super) fn packed(elements: &'a [T], rows: usize, columns: usize) -> Factor<'a, T> {
        Factor::part(elements, rows, Block::whole(rows, columns))
    }

    /// The conjugate transpose.
    pub(super) fn adjoint(self) -> Factor<'a, T> {
        Factor { is_adjoint: !self.is_adjoint, ..self }
    }

    fn place(self) -> Place {
        let first = self.block.first(self.step, self.elements.len());
        // A part without columns may lie beyond the end; nothing of it is read.
        let from = self.elements.as_ptr().wrapping_add(first).cast();
        let item = size_of::<T>() as isize;
        let (rows, columns) = (self.block.rows, self.block.columns);
        let (down, across) = (item, item * self.step as isize);
        match self.is_adjoint {
            false => {
                Place { from, shape: [rows, columns], strides: [down, across], conjugate: false }
            }
            true => {
                Place { from, shape: [columns, rows], strides: [across, down], conjugate: true }
            }
        }
    }
}

/// Where a factor lies. Strides are in bytes.
struct Place {
    from: *const u8,
    shape: [usize; 2],
    strides: [isize; 2],
    conjugate: bool,
}

/// Writes a b into a part of `out`, whose columns have `step` elements, as `target` says.
pub(super) fn product_into<T: Field>(
    target: Target,
    a: Factor<'_, T>,
    b: Factor<'_, T>,
    out: &mut [T],
    step: usize,
    block: Block,
) {
    let to = out.as_mut_ptr().wrapping_add(block.first(step, out.len())).cast();
    // SAFETY: `place` and `first` made sure of the parts; `out` is borrowed for writing, so it is apart from both.
    unsafe { run::<T>(target, &a.place(), &b.place(), to, step, block) };
}

/// Subtracts a b from `c`, where `b` and `c` are parts of `matrix` that share no element.
pub(super) fn subtract_product<T: Field>(
    a: Factor<'_, T>,
    matrix: &mut [T],
    step: usize,
    [b, c]: [Block; 2],
) {
    assert!(b.is_apart_from(c), "what is read is not written");
    let (b_first, c_first) = (b.first(step, matrix.len()), c.first(step, matrix.len()));
    let base = matrix.as_mut_ptr();
    let item = size_of::<T>() as isize;
    let b = Place {
        from: base.wrapping_add(b_first).cast_const().cast(),
        shape: [b.rows, b.columns],
        strides: [item, item * step as isize],
        conjugate: false,
    };
    // SAFETY: as above; all pointers into `matrix` come from one borrow, and `c` is apart from `b`.
    unsafe {
        run::<T>(Target::Subtract, &a.place(), &b, base.wrapping_add(c_first).cast(), step, c);
    }
}

/// As [`subtract_product`], with `a` in the same matrix.
pub(super) fn subtract_product_within<T: Field>(
    matrix: &mut [T],
    step: usize,
    [a, b, c]: [Block; 3],
) {
    assert!(a.is_apart_from(c) && b.is_apart_from(c), "what is read is not written");
    let firsts = [a, b, c].map(|block| block.first(step, matrix.len()));
    let base = matrix.as_mut_ptr();
    let item = size_of::<T>() as isize;
    let place = |block: Block, first: usize| Place {
        from: base.wrapping_add(first).cast_const().cast(),
        shape: [block.rows, block.columns],
        strides: [item, item * step as isize],
        conjugate: false,
    };
    let to = base.wrapping_add(firsts[2]).cast();
    // SAFETY: as above.
    unsafe { run::<T>(Target::Subtract, &place(a, firsts[0]), &place(b, firsts[1]), to, step, c) };
}

/// Pointers of one product; its parts may run on several threads.
#[derive(Clone, Copy)]
struct Pointers {
    a: *const u8,
    b: *const u8,
    c: *mut u8,
}

// SAFETY: the parts of a product write elements of their own.
unsafe impl Send for Pointers {}
// SAFETY: as above.
unsafe impl Sync for Pointers {}

impl Pointers {
    /// # Safety
    /// That of [`Product::run`].
    unsafe fn run(self, product: &Product, part: &ndstrata_kernels::product::Part) {
        // SAFETY: the caller's contract.
        unsafe { product.run(part, self.a, self.b, self.c) };
    }
}

/// # Safety
/// The factors can be read at their places; `c` can be read and written at its own, and overlaps neither.
unsafe fn run<T: Field>(
    target: Target,
    a: &Place,
    b: &Place,
    c: *mut u8,
    step: usize,
    block: Block,
) {
    assert!(a.shape[1] == b.shape[0] && a.shape[0] == block.rows && b.shape[1] == block.columns);
    let item = size_of::<T>() as isize;
    let product = Product::new(
        T::PRODUCT,
        [block.rows, a.shape[1], block.columns],
        a.strides,
        b.strides,
        [item, item * step as isize],
        [a.conjugate, b.conjugate],
    )
    .onto(target);
    let pointers = Pointers { a: a.from, b: b.from, c };
    #[cfg(feature = "rayon")]
    if product.cost() >= PARALLEL_FROM && rayon::current_num_threads() > 1 {
        use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
        let parts = product.parts(rayon::current_num_threads());
        // SAFETY: the caller's contract; the parts share no element of `c`.
        parts.par_iter().for_each(|part| unsafe { pointers.run(&product, part) });
        return;
    }
    // SAFETY: the caller's contract.
    unsafe { pointers.run(&product, &product.whole()) };
}
