//! Stacks of matrix products: `c[..., m, n] = a[..., m, k]·b[..., k, n]` for any number type and layout.
#![expect(unsafe_code, reason = "hands matrices to the kernels, and makes results that they fill")]

use ndstrata_array::{DynArray, DynView, DynViewMut, Order, Plan, Result, broadcast_shapes};
use ndstrata_dtype::{DType, ElementType};
use ndstrata_kernels::copy_block;
use ndstrata_kernels::product::{Part, Product, ProductType};
use smallvec::SmallVec;

/// Products of fewer numbers than this are not worth a second thread.
#[cfg(feature = "rayon")]
const PARALLEL_FROM: usize = 1 << 20;

/// The product of stacks of matrices, both of the number type `dtype`, native; complex factors are
/// conjugated where asked. Stacks broadcast; the inner lengths are equal.
pub(crate) fn product(a: &DynView<'_>, b: &DynView<'_>, conjugate: [bool; 2]) -> Result<DynArray> {
    let (n_a, n_b) = (a.ndim() - 2, b.ndim() - 2);
    let stack = broadcast_shapes(&[&a.shape()[..n_a], &b.shape()[..n_b]])?;
    let full =
        |core: [usize; 2]| -> SmallVec<[usize; 6]> { stack.iter().copied().chain(core).collect() };
    let (rows, depth, columns) = (a.shape()[n_a], a.shape()[n_a + 1], b.shape()[n_b + 1]);
    // SAFETY: `multiply` writes every element.
    let mut c = unsafe { DynArray::uninit(&full([rows, columns]), a.dtype(), Order::C)? };
    let a = a.broadcast_to(&full([rows, depth]))?;
    let b = b.broadcast_to(&full([depth, columns]))?;
    multiply(&a, &b, c.view_mut()?, conjugate)?;
    Ok(c)
}

/// Writes the products of two stacks of one shape. All are of one number type, native and aligned.
pub(crate) fn multiply(
    a: &DynView<'_>,
    b: &DynView<'_>,
    mut c: DynViewMut<'_>,
    conjugate: [bool; 2],
) -> Result<()> {
    let (kind, through) = kernel(c.dtype());
    if let Some(through) = through {
        let (small_a, small_b) = (converted(a, &through)?, converted(b, &through)?);
        let (a, b) =
            (small_a.view().broadcast_to(a.shape())?, small_b.view().broadcast_to(b.shape())?);
        // SAFETY: `run` writes every element.
        let mut whole = unsafe { DynArray::uninit(c.shape(), &through, Order::C)? };
        run(kind, &a, &b, whole.view_mut()?, conjugate);
        return c.assign(&whole.view());
    }
    run(kind, a, b, c, conjugate);
    Ok(())
}

/// What products of a type are computed in, and the type that they are converted to for that.
fn kernel(dtype: &DType) -> (ProductType, Option<DType>) {
    match dtype.element_type().unwrap_or(ElementType::Float64) {
        ElementType::Int16 | ElementType::UInt16 => (ProductType::I16, None),
        ElementType::Int32 | ElementType::UInt32 => (ProductType::I32, None),
        ElementType::Int64 | ElementType::UInt64 => (ProductType::I64, None),
        ElementType::Float32 => (ProductType::F32, None),
        ElementType::Float64 => (ProductType::F64, None),
        ElementType::Complex64 => (ProductType::Complex64, None),
        ElementType::Complex128 => (ProductType::Complex128, None),
        // Wrapping sums of 16 bits end in those of 8.
        ElementType::Int8 | ElementType::UInt8 => (ProductType::I16, Some(DType::INT16)),
        ElementType::Float16 => (ProductType::F32, Some(DType::FLOAT32)),
        // How many pairs are both true; never so many that the count wraps to zero.
        ElementType::Bool => (ProductType::I64, Some(DType::INT64)),
    }
}

/// The product of two vectors or matrices, or `None` where there is more to do than that: other types or
/// numbers of axes, conversions, lengths that differ. A vector stands for a row on the left and a column on the right.
pub(crate) fn plain_product(
    a: &DynView<'_>,
    b: &DynView<'_>,
    conjugate: [bool; 2],
) -> Option<Result<DynArray>> {
    let dtype = a.dtype();
    let is_plain = dtype == b.dtype()
        && dtype.element_type().is_some()
        && dtype.is_native()
        && a.is_aligned()
        && b.is_aligned();
    let (kind, None) = (if is_plain { kernel(dtype) } else { return None }) else { return None };
    let ([rows, depth], a_strides) = match (a.shape(), a.strides()) {
        (&[n], &[step]) => ([1, n], [0, step]),
        (&[m, n], &[row, column]) => ([m, n], [row, column]),
        _ => return None,
    };
    let ([inner, columns], b_strides) = match (b.shape(), b.strides()) {
        (&[n], &[step]) => ([n, 1], [step, 0]),
        (&[m, n], &[row, column]) => ([m, n], [row, column]),
        _ => return None,
    };
    if inner != depth {
        return None;
    }
    let lengths = [(a.ndim() == 2).then_some(rows), (b.ndim() == 2).then_some(columns)];
    let shape: SmallVec<[usize; 2]> = lengths.into_iter().flatten().collect();
    // SAFETY: `run_one` writes every element.
    let made = unsafe { DynArray::uninit(&shape, dtype, Order::C) };
    Some(made.and_then(|mut c| {
        if c.size() > 0 {
            let item = dtype.itemsize() as isize;
            let c_strides = [item.wrapping_mul(columns as isize), item];
            let places = Places { c: c.view_mut()?.as_mut_ptr(), a: a.as_ptr(), b: b.as_ptr() };
            let plan = |shape: [usize; 3]| {
                Product::new(kind, shape, a_strides, b_strides, c_strides, conjugate)
            };
            let is_with_itself = places.a == places.b
                && a_strides == [b_strides[1], b_strides[0]]
                && rows == columns
                && conjugate[0] == conjugate[1];
            if is_with_itself && rows >= SYMMETRIC_FROM {
                symmetric(
                    &plan,
                    places,
                    [rows, depth],
                    [a_strides[0], c_strides[0]],
                    item as usize,
                );
            } else {
                run_one(&plan([rows, depth, columns]), places);
            }
        }
        Ok(c)
    }))
}

/// A product of fewer rows with its own transpose is computed as any other.
const SYMMETRIC_FROM: usize = 64;

/// A matrix of `n` rows times its transpose: some rows after others from the diagonal on, and what stands below the
/// diagonal copied from what stands above. `steps` are bytes from row to row of the factor and of the result.
fn symmetric(
    plan: &dyn Fn([usize; 3]) -> Product,
    places: Places,
    [n, depth]: [usize; 2],
    [a_row, c_row]: [isize; 2],
    item: usize,
) {
    let height = (n / 4).next_multiple_of(24).max(48);
    let c_column = item as isize;
    for start in (0..n).step_by(height) {
        let rows = height.min(n - start);
        let (from, after) = (start as isize, (start + rows) as isize);
        let diagonal = places.offset([from * (c_row + c_column), from * a_row, from * a_row]);
        run_one(&plan([rows, depth, n - start]), diagonal);
        let above = places.offset([from * c_row + after * c_column, 0, 0]).c.cast_const();
        let below = places.offset([after * c_row + from * c_column, 0, 0]).c;
        let (flipped, straight) = ([c_column, c_row], [c_row, c_column]);
        // SAFETY: both blocks lie within the result, the one above the diagonal was just written, and they share
        // no element.
        unsafe { copy_block(below, straight, above, flipped, [n - start - rows, rows], item) };
    }
}

/// One product, on all threads where it is large. The places are those of three arrays that live meanwhile, of the
/// plan's lengths and strides; `c` overlaps neither of the others.
fn run_one(product: &Product, places: Places) {
    #[cfg(feature = "rayon")]
    {
        use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
        // Asking for the number of threads starts them.
        if product.cost() >= PARALLEL_FROM && rayon::current_num_threads() > 1 {
            let parts = product.parts(rayon::current_num_threads());
            // SAFETY: the callers' arrays; the parts share no element of `c`.
            parts.par_iter().for_each(|part| unsafe { places.run(product, part, 1, [0; 3]) });
            return;
        }
    }
    // SAFETY: the callers' arrays.
    unsafe { places.run(product, &product.whole(), 1, [0; 3]) };
}

/// The numbers as another type; an axis along which they are repeated gets length 1.
fn converted(view: &DynView<'_>, dtype: &DType) -> Result<DynArray> {
    let mut distinct = view.view();
    for axis in 0..view.ndim() {
        if view.strides()[axis] == 0 && view.shape()[axis] > 1 {
            distinct = distinct.slice_axis(axis as isize, 0, 1, 1)?;
        }
    }
    distinct.astype(dtype)
}

/// Pointers that stand for borrows which outlive the parallel section.
#[derive(Clone, Copy)]
struct Places {
    c: *mut u8,
    a: *const u8,
    b: *const u8,
}

// SAFETY: each part of a product, and each matrix of a stack, writes elements of its own.
unsafe impl Send for Places {}
// SAFETY: as above.
unsafe impl Sync for Places {}

impl Places {
    fn offset(self, [c, a, b]: [isize; 3]) -> Places {
        Places {
            c: self.c.wrapping_offset(c),
            a: self.a.wrapping_offset(a),
            b: self.b.wrapping_offset(b),
        }
    }

    /// # Safety
    /// That of [`Product::run_stack`].
    unsafe fn run(self, product: &Product, part: &Part, count: usize, steps: [isize; 3]) {
        // SAFETY: the caller's contract.
        unsafe { product.run_stack(part, self.a, self.b, self.c, count, steps) };
    }
}

fn run(
    kind: ProductType,
    a: &DynView<'_>,
    b: &DynView<'_>,
    mut c: DynViewMut<'_>,
    conjugate: [bool; 2],
) {
    if c.size() == 0 {
        return;
    }
    let n = c.ndim() - 2;
    let core = |strides: &[isize]| [strides[n], strides[n + 1]];
    let (mut rows, depth, mut columns) = (c.shape()[n], a.shape()[n + 1], c.shape()[n + 1]);
    let stack =
        Plan::new(&c.shape()[..n], [&c.strides()[..n], &a.strides()[..n], &b.strides()[..n]]);
    let (mut a_core, mut b_core, mut c_core) =
        (core(a.strides()), core(b.strides()), core(c.strides()));
    let (mut length, steps) = (stack.inner_len(), stack.inner_strides());
    let [c_step, a_step, b_step] = steps;
    let follows = |step: isize, core: isize, n: usize| step == core.wrapping_mul(n as isize);
    let is_folded = length > 1;
    if is_folded
        && b_step == 0
        && (rows == 1 || follows(a_step, a_core[0], rows) && follows(c_step, c_core[0], rows))
    {
        // One matrix on the right: the stack's rows are rows of one matrix.
        if rows == 1 {
            (a_core[0], c_core[0]) = (a_step, c_step);
        }
        rows *= length;
        length = 1;
    } else if is_folded
        && a_step == 0
        && (columns == 1
            || follows(b_step, b_core[1], columns) && follows(c_step, c_core[1], columns))
    {
        if columns == 1 {
            (b_core[1], c_core[1]) = (b_step, c_step);
        }
        columns *= length;
        length = 1;
    }
    let product = Product::new(kind, [rows, depth, columns], a_core, b_core, c_core, conjugate);
    let places = Places { c: c.as_mut_ptr(), a: a.as_ptr(), b: b.as_ptr() };
    let n_products = stack.size() / stack.inner_len().max(1) * length;
    if n_products == 1 {
        return stack.for_each_run(|offsets| run_one(&product, places.offset(offsets)));
    }
    let whole = product.whole();
    let each = |plan: &Plan<3>, length: usize| {
        plan.for_each_run(|offsets| {
            // SAFETY: the plan walks three arrays that live until the end; `c` is borrowed for writing and
            // overlaps neither of the others.
            unsafe { places.offset(offsets).run(&product, &whole, length, steps) };
        });
    };
    #[cfg(feature = "rayon")]
    {
        use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
        let is_large = product.cost().saturating_mul(n_products) >= PARALLEL_FROM;
        let n_threads = if is_large { rayon::current_num_threads() } else { 1 };
        if n_threads > 1 && length > 1 && n_products >= 2 * n_threads {
            // A piece may be a part of the inner axis.
            let pieces = stack.split(n_threads);
            return pieces.par_iter().for_each(|piece| each(piece, piece.inner_len()));
        }
        if n_threads > 1 {
            return stack.for_each_run(|offsets| {
                let mut at = places.offset(offsets);
                for _ in 0..length {
                    run_one(&product, at);
                    at = at.offset(steps);
                }
            });
        }
    }
    each(&stack, length);
}
