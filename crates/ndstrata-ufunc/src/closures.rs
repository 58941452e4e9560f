//! Universal functions made of Rust closures.
#![expect(unsafe_code, reason = "runs closures over layouts that were checked against memory")]

use std::marker::PhantomData;

use ndstrata_array::{AsType, DynArray, DynCow, DynView, Order, Plan, broadcast_shapes};
use ndstrata_dtype::{Casting, Element};
use ndstrata_kernels::math::Flags;

use crate::call::in_parallel;
use crate::error::{Error, Result};
use crate::operand::Operand;

/// A closure of one to four elements that works element by element on arrays: broadcasting, on all
/// threads where there are many elements.
///
/// NumPy: [numpy.frompyfunc](https://numpy.org/doc/stable/reference/generated/numpy.frompyfunc.html),
/// [numpy.vectorize](https://numpy.org/doc/stable/reference/generated/numpy.vectorize.html).
/// Differs: types are those of the closure; inputs are cast to them by the rule `same_kind`.
///
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_ufunc::from_closure;
/// let clamp_add = from_closure("clamp_add", |x: f64, y: f64| (x + y).min(10.0));
/// let a = DynArray::from_vec(vec![1, 5, 9]);
/// let sums = clamp_add.call(&[(&a).into(), 4.into()])?;
/// assert_eq!(sums.to_vec::<f64>()?, [5.0, 9.0, 10.0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct ClosureUfunc<F, A, R> {
    name: String,
    f: F,
    types: PhantomData<fn(A) -> R>,
}

/// A universal function of a closure of one to four elements with one result.
///
/// NumPy: [numpy.frompyfunc](https://numpy.org/doc/stable/reference/generated/numpy.frompyfunc.html).
pub fn from_closure<F, A, R>(name: impl Into<String>, f: F) -> ClosureUfunc<F, A, R>
where
    F: Elementwise<A, R>,
{
    ClosureUfunc { name: name.into(), f, types: PhantomData }
}

/// Closures of one to four elements; `A` is the tuple of their types.
pub trait Elementwise<A, R>: Sync {
    /// The dtypes of the inputs.
    fn inputs() -> Vec<ndstrata_dtype::DType>;

    /// The result of the elements at these places.
    ///
    /// # Safety
    ///
    /// Each pointer, at any alignment, is that of an initialised element of its type.
    unsafe fn at(&self, inputs: &[*const u8]) -> R;
}

macro_rules! elementwise {
    ($($argument:ident $k:tt),*) => {
        impl<F, R, $($argument: Element),*> Elementwise<($($argument,)*), R> for F
        where
            F: Fn($($argument),*) -> R + Sync,
        {
            fn inputs() -> Vec<ndstrata_dtype::DType> {
                vec![$($argument::dtype()),*]
            }

            unsafe fn at(&self, inputs: &[*const u8]) -> R {
                // SAFETY: the caller's contract, for each input.
                self($(unsafe { inputs[$k].cast::<$argument>().read_unaligned() }),*)
            }
        }
    };
}

elementwise!(A 0);
elementwise!(A 0, B 1);
elementwise!(A 0, B 1, C 2);
elementwise!(A 0, B 1, C 2, D 3);

struct Shared(Vec<*mut u8>);

// SAFETY: the pointers stand for borrows that outlive the parallel section; each piece of a plan writes
// elements of its own.
unsafe impl Sync for Shared {}

impl Shared {
    fn at(&self, k: usize, offset: isize) -> *mut u8 {
        self.0[k].wrapping_offset(offset)
    }
}

impl<F, A, R: Element> ClosureUfunc<F, A, R>
where
    F: Elementwise<A, R>,
{
    /// The name it was given.
    ///
    /// NumPy: `ufunc.__name__`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The results for these inputs.
    ///
    /// NumPy: [numpy.ufunc](https://numpy.org/doc/stable/reference/ufuncs.html), called.
    ///
    /// # Errors
    ///
    /// Another number of inputs; an input that the closure's type does not take; shapes that do not
    /// broadcast.
    pub fn call(&self, inputs: &[Operand<'_>]) -> Result<DynArray> {
        let mut made = self.run(inputs, &[R::dtype()], |result, places| {
            // SAFETY: the place of this element in the fresh result.
            unsafe { places[0].cast::<R>().write_unaligned(result) };
        })?;
        Ok(made.remove(0))
    }
}

impl<F, A, R1: Element, R2: Element> ClosureUfunc<F, A, (R1, R2)>
where
    F: Elementwise<A, (R1, R2)>,
{
    /// The two results for these inputs.
    ///
    /// NumPy: [numpy.ufunc](https://numpy.org/doc/stable/reference/ufuncs.html), called.
    ///
    /// # Errors
    ///
    /// As [`call`](ClosureUfunc::call).
    ///
    /// ```
    /// use ndstrata_array::DynArray;
    /// use ndstrata_ufunc::from_closure;
    /// let halves = from_closure("halves", |x: i64| (x / 2, x % 2 == 1));
    /// let (half, is_odd) = halves.call_both(&[(&vec![4_i64, 7]).into()])?;
    /// assert_eq!(half.to_vec::<i64>()?, [2, 3]);
    /// assert_eq!(is_odd.to_vec::<bool>()?, [false, true]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn call_both(&self, inputs: &[Operand<'_>]) -> Result<(DynArray, DynArray)> {
        let dtypes = [R1::dtype(), R2::dtype()];
        let mut made = self.run(inputs, &dtypes, |(first, second), places| {
            // SAFETY: the places of this element in the fresh results.
            unsafe { places[0].cast::<R1>().write_unaligned(first) };
            // SAFETY: as above.
            unsafe { places[1].cast::<R2>().write_unaligned(second) };
        })?;
        let second = made.pop();
        let first = made.pop();
        match (first, second) {
            (Some(first), Some(second)) => Ok((first, second)),
            _ => Err(self.wrong_count(2, 0)),
        }
    }
}

impl<F, A, R> ClosureUfunc<F, A, R>
where
    F: Elementwise<A, R>,
{
    /// Walks the inputs and fresh outputs of these dtypes.
    fn run(
        &self,
        inputs: &[Operand<'_>],
        dtypes: &[ndstrata_dtype::DType],
        write: impl Fn(R, &[*mut u8]) + Sync,
    ) -> Result<Vec<DynArray>> {
        let wanted = F::inputs();
        if inputs.len() != wanted.len() {
            return Err(self.wrong_count(wanted.len(), inputs.len()));
        }
        let mut ready: Vec<DynCow<'_>> = Vec::new();
        for (input, dtype) in inputs.iter().zip(&wanted) {
            let array = match input {
                Operand::View(view) => view.clone(),
                Operand::Int(x) => match i64::try_from(*x) {
                    Ok(x) => DynArray::from_vec(vec![x]).squeeze().into_cow(),
                    Err(_) => DynArray::from_vec(vec![*x as f64]).squeeze().into_cow(),
                },
                Operand::Float(x) => DynArray::from_vec(vec![*x]).squeeze().into_cow(),
                Operand::Complex(z) => DynArray::from_vec(vec![*z]).squeeze().into_cow(),
            };
            let is_weak = !matches!(input, Operand::View(_));
            let casting = if is_weak { Casting::Unsafe } else { Casting::SameKind };
            let casting = AsType::default().casting(casting);
            ready.push(match array.dtype() == dtype {
                true => array,
                false => array.astype_with(dtype, casting)?.into_cow(),
            });
        }
        let shapes: Vec<&[usize]> = ready.iter().map(|array| array.shape()).collect();
        let shape = broadcast_shapes(&shapes)?;
        let mut outputs = Vec::new();
        for dtype in dtypes {
            outputs.push(DynArray::zeros(&shape, dtype, Order::C)?);
        }
        let mut views: Vec<DynView<'_>> = Vec::new();
        for array in &ready {
            views.push(array.view().broadcast_to(&shape)?);
        }
        let n_in = views.len();
        let mut bases: Vec<*mut u8> = views.iter().map(|v| v.as_ptr().cast_mut()).collect();
        let mut strides: Vec<Vec<isize>> = views.iter().map(|v| v.strides().to_vec()).collect();
        for output in &mut outputs {
            let mut view = output.view_mut()?;
            bases.push(view.as_mut_ptr());
            strides.push(view.strides().to_vec());
        }
        let nothing = vec![0; shape.len()];
        // Outputs first, as writes cost more than reads; at most four inputs and two outputs.
        let order: Vec<usize> = (n_in..strides.len()).chain(0..n_in).collect();
        let planned: [&[isize]; 6] = std::array::from_fn(|k| match order.get(k) {
            Some(&k) => &strides[k][..],
            None => &nothing[..],
        });
        let plan = Plan::<6>::new(&shape, planned);
        let bases = Shared(bases);
        in_parallel(&plan, |piece| {
            let steps = piece.inner_strides();
            piece.for_each_run(|offsets| {
                let mut sources = [std::ptr::null::<u8>(); 4];
                let mut places = [std::ptr::null_mut::<u8>(); 2];
                for i in 0..piece.inner_len() as isize {
                    for (planned, &k) in order.iter().enumerate() {
                        let ptr = bases.at(k, offsets[planned] + i * steps[planned]);
                        match k.checked_sub(n_in) {
                            Some(k) => places[k] = ptr,
                            None => sources[k] = ptr.cast_const(),
                        }
                    }
                    // SAFETY: the plan walks arrays of the closure's types, which live until the
                    // section ends.
                    let result = unsafe { self.f.at(&sources[..n_in]) };
                    write(result, &places);
                }
            });
            Flags::NONE
        });
        drop(views);
        Ok(outputs)
    }

    #[cold]
    fn wrong_count(&self, expected: usize, found: usize) -> Error {
        Error::wrong_type(format!(
            "{}() takes {expected} positional arguments but {found} were given",
            self.name
        ))
    }
}
