//! Stacks of matrix products: `c[..., m, n] = a[..., m, k]·b[..., k, n]` for any number type and layout.
#![expect(unsafe_code, reason = "hands matrices to the kernels, and makes results that they fill")]

use ndstrata_array::{DynArray, DynView, DynViewMut, Order, Plan, Result, broadcast_shapes};
use ndstrata_dtype::{DType, ElementType};
use ndstrata_kernels::product::{Part, Product, ProductType};
use smallvec::SmallVec;

/// Products of fewer numbers than this are not worth a second thread.
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
    let element = c.dtype().element_type().unwrap_or(ElementType::Float64);
    let (kind, through) = match element {
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
    };
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
    /// That of [`Product::run`].
    unsafe fn run(self, product: &Product, part: &Part) {
        // SAFETY: the caller's contract.
        unsafe { product.run(part, self.a, self.b, self.c) };
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
    let whole = product.whole();
    let places = Places { c: c.as_mut_ptr(), a: a.as_ptr(), b: b.as_ptr() };
    let each = |plan: &Plan<3>, body: &dyn Fn(Places)| {
        plan.for_each_run(|offsets| {
            let mut at = places.offset(offsets);
            for _ in 0..length {
                body(at);
                at = at.offset(steps);
            }
        });
    };
    #[cfg(feature = "rayon")]
    {
        use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
        let n_products = stack.size() / stack.inner_len().max(1) * length;
        let n_threads = rayon::current_num_threads();
        if n_threads > 1 && product.cost().saturating_mul(n_products) >= PARALLEL_FROM {
            if length > 1 && n_products >= 2 * n_threads {
                stack.split(n_threads).par_iter().for_each(|piece| {
                    // A piece may be a part of the inner axis.
                    let length = piece.inner_len();
                    piece.for_each_run(|offsets| {
                        let mut at = places.offset(offsets);
                        for _ in 0..length {
                            // SAFETY: the plan walks three arrays that live until the section ends.
                            unsafe { at.run(&product, &whole) };
                            at = at.offset(steps);
                        }
                    });
                });
            } else {
                let parts = product.parts(n_threads);
                each(&stack, &|at| {
                    // SAFETY: as above; the parts share no element of `c`.
                    parts.par_iter().for_each(|part| unsafe { at.run(&product, part) });
                });
            }
            return;
        }
    }
    #[cfg(not(feature = "rayon"))]
    let _ = PARALLEL_FROM;
    // SAFETY: the plan walks three arrays that live until the end; `c` is borrowed for writing and overlaps neither.
    each(&stack, &|at| unsafe { at.run(&product, &whole) });
}
