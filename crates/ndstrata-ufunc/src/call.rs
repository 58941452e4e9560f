//! A call: operands checked and broadcast, outputs made or checked, the loop run over all elements.
#![expect(unsafe_code, reason = "outputs are written whole before they are read")]

mod execute;
mod plain;
mod reported;
mod staged;
mod walk;

use plain::{Made, Target};
pub(crate) use reported::{is_checked, is_silent};
pub(crate) use staged::Body;
pub(crate) use walk::{in_parallel, is_for_all_threads, watched};

use ndstrata_array::{
    DynArray, DynCow, DynView, DynViewMut, Order, Scalar, axes_by_strides, broadcast_shapes,
};
use ndstrata_dtype::{Casting, DType, ElementType, Kind, can_cast};
use ndstrata_kernels::math::Flags;
use smallvec::{SmallVec, smallvec};

use crate::error::{Error, ErrorKind, Result};
use crate::error_state::{self, ErrorState, with_error_state};
use crate::kernel::Kernel;
use crate::operand::Operand;
use crate::resolve::{Resolved, Rule, resolve_signature, text};
use crate::ufunc::Ufunc;

/// Lengths of axes; four fit without an allocation.
pub(crate) type Shape = SmallVec<[usize; 4]>;

/// What [`Ufunc::call_quickly`] gives.
#[derive(Debug)]
pub enum Quick {
    /// Of operands of which one has axes.
    Array(DynArray),
    /// Of numbers.
    Scalar(Scalar),
}

/// What a call may be told besides its inputs.
#[derive(Default)]
pub struct CallOptions<'o> {
    pub(crate) out: Vec<DynViewMut<'o>>,
    pub(crate) mask: Option<DynView<'o>>,
    pub(crate) dtype: Option<DType>,
    pub(crate) signature: Vec<Option<DType>>,
    pub(crate) error_state: Option<ErrorState>,
    pub(crate) casting: Option<Casting>,
    pub(crate) order: Option<Order>,
}

impl<'o> CallOptions<'o> {
    /// NumPy's defaults: new outputs, casting `same_kind`, the inputs' layout.
    ///
    /// NumPy: none.
    pub fn new() -> CallOptions<'o> {
        CallOptions::default()
    }

    /// Where a result is written; once for each output.
    ///
    /// NumPy: `out=`.
    pub fn out(mut self, out: DynViewMut<'o>) -> CallOptions<'o> {
        self.out.push(out);
        self
    }

    /// Where results are computed; elsewhere an output keeps its elements, and a new one has zeros.
    ///
    /// NumPy: `where=`.
    pub fn mask(mut self, mask: DynView<'o>) -> CallOptions<'o> {
        self.mask = Some(mask);
        self
    }

    /// The type of the result, and so of the computation.
    ///
    /// NumPy: `dtype=`.
    pub fn dtype(mut self, dtype: DType) -> CallOptions<'o> {
        self.dtype = Some(dtype);
        self
    }

    /// The types of all operands, inputs first; `None` leaves one to the inputs.
    ///
    /// NumPy: `signature=`.
    pub fn signature(mut self, dtypes: &[Option<DType>]) -> CallOptions<'o> {
        self.signature = dtypes.to_vec();
        self
    }

    /// What becomes of floating-point errors in this call.
    ///
    /// NumPy: [numpy.errstate](https://numpy.org/doc/stable/reference/generated/numpy.errstate.html).
    pub fn error_state(mut self, state: ErrorState) -> CallOptions<'o> {
        self.error_state = Some(state);
        self
    }

    /// Which casts of inputs and outputs are allowed.
    ///
    /// NumPy: `casting=`.
    pub fn casting(mut self, casting: Casting) -> CallOptions<'o> {
        self.casting = Some(casting);
        self
    }

    /// The layout of new outputs.
    ///
    /// NumPy: `order=`.
    pub fn order(mut self, order: Order) -> CallOptions<'o> {
        self.order = Some(order);
        self
    }

    /// Whether nothing was told but where the results go, or what holds anyway.
    fn is_default(&self) -> bool {
        let CallOptions { out: _, mask, dtype, signature, error_state, casting, order } = self;
        mask.is_none()
            && dtype.is_none()
            && signature.is_empty()
            && error_state.is_none()
            && matches!(casting, None | Some(Casting::SameKind))
            && matches!(order, None | Some(Order::K))
    }
}

impl Ufunc {
    /// The result for these inputs where it is had at once: numbers in no large array, and NumPy's defaults.
    /// `None` says nothing of other inputs, nor of errors; [`call`](Ufunc::call) does.
    ///
    /// NumPy: [numpy.ufunc](https://numpy.org/doc/stable/reference/ufuncs.html), called.
    ///
    /// ```
    /// use ndstrata_array::DynArray;
    /// use ndstrata_ufunc::{Quick, ufuncs};
    /// let x = DynArray::from_vec(vec![1.0, 2.0]);
    /// let Some(Quick::Array(sum)) = ufuncs::ADD.call_quickly(&[x.into(), 0.5.into()]) else { panic!() };
    /// assert_eq!(sum.to_vec::<f64>()?, [1.5, 2.5]);
    /// # Ok::<(), ndstrata_array::Error>(())
    /// ```
    pub fn call_quickly(&'static self, inputs: &[Operand<'_>]) -> Option<Quick> {
        if inputs.len() != self.n_inputs {
            return None;
        }
        let mut room = [0; 16];
        match self.call_plain(inputs, Target::Numbers(&mut room))? {
            Made::Array(array) => Some(Quick::Array(array)),
            Made::Number(dtype) => {
                Scalar::from_bytes(&dtype, &room[..dtype.itemsize()]).ok().map(Quick::Scalar)
            }
            Made::Written => None,
        }
    }

    /// The results for these inputs, one array for each output that was not given.
    ///
    /// NumPy: [numpy.ufunc](https://numpy.org/doc/stable/reference/ufuncs.html), called.
    /// Differs: outputs that are given are not returned.
    ///
    /// # Errors
    ///
    /// Another number of inputs or outputs; types without a loop; casts that are not allowed; shapes
    /// that do not broadcast; a weak integer that the type it takes cannot hold.
    pub fn call(
        &'static self,
        inputs: &[Operand<'_>],
        mut options: CallOptions<'_>,
    ) -> Result<SmallVec<[DynArray; 2]>> {
        if options.is_default()
            && inputs.len() == self.n_inputs
            && options.out.len() <= 1
            && let Some(made) = self.call_plain(inputs, Target::of(options.out.first_mut()))
        {
            return Ok(match made {
                Made::Array(array) => smallvec![array],
                Made::Number(_) | Made::Written => SmallVec::new(),
            });
        }
        if let Some(state) = options.error_state {
            let options = CallOptions { error_state: None, ..options };
            return with_error_state(&state, || self.call(inputs, options));
        }
        let CallOptions { mut out, mask, dtype, signature, casting, order, .. } = options;
        let casting = casting.unwrap_or(Casting::SameKind);
        if inputs.len() != self.n_inputs {
            let (ufunc, expected, found) = (self.name, self.n_inputs, inputs.len());
            return Err(Error::new(ErrorKind::OperandCount { ufunc, expected, found }));
        }
        if !out.is_empty() && out.len() != self.n_outputs {
            let (ufunc, expected, found) = (self.name, self.n_outputs, out.len());
            return Err(Error::new(ErrorKind::OutputCount { ufunc, expected, found }));
        }
        let comparable: SmallVec<[Operand<'_>; 2]>;
        let inputs = if self.rule == Rule::Compare && inputs.iter().any(is_past_integers) {
            comparable = comparable_numbers(inputs);
            &comparable[..]
        } else {
            inputs
        };
        let kinds: SmallVec<[_; 2]> = match self.rule {
            Rule::Compare => strong_for_comparison(inputs),
            _ => inputs.iter().map(Operand::kind).collect(),
        };
        let fixed = self.fixed_types(dtype, signature)?;
        let mut resolved = match resolve_signature(self, &kinds, &fixed, casting) {
            Ok(resolved) => resolved,
            Err(error) => {
                // A number that the type asked for does not hold is told of before a cast.
                if let ErrorKind::Cast { is_output: false, to, .. } = error.kind() {
                    refuse_misfits(inputs, std::iter::repeat(to))?;
                }
                return Err(error);
            }
        };
        if matches!(resolved.kernel, Kernel::Repeat) {
            let out = out.first().ok_or_else(text::needs_out)?;
            resolved.dtypes[2] = out.dtype().to_native();
        }
        refuse_misfits(inputs, resolved.dtypes.iter())?;
        self.check_inputs(inputs, &resolved, casting)?;
        if casting == Casting::Equiv {
            self.refuse_other_numbers(inputs, &resolved)?;
        }
        self.check_outputs(&out, &resolved, casting)?;
        let inputs = self.strong_inputs(inputs, &resolved)?;
        let shape = result_shape(&inputs, &out, mask.as_ref())?;
        let mut made = SmallVec::new();
        if out.is_empty() {
            for dtype in &resolved.dtypes[self.n_inputs..] {
                made.push(new_output(&inputs, &shape, dtype, order, mask.is_some())?);
            }
            let mut views = made
                .iter_mut()
                .map(DynArray::view_mut)
                .collect::<ndstrata_array::Result<SmallVec<[_; 2]>>>()?;
            let flags = self.execute(&resolved, &inputs, &mut views, mask.as_ref())?;
            error_state::note(flags, self.name)?;
        } else {
            let flags = self.execute(&resolved, &inputs, &mut out, mask.as_ref())?;
            error_state::note(flags, self.name)?;
        }
        Ok(made)
    }

    /// Refuses Python's numbers where a loop of another type than their own takes them.
    fn refuse_other_numbers(&self, inputs: &[Operand<'_>], resolved: &Resolved) -> Result<()> {
        for (input, dtype) in inputs.iter().zip(&resolved.dtypes) {
            let (name, own) = match input {
                Operand::Int(_) => ("int", DType::INT64),
                Operand::Float(_) => ("float", DType::FLOAT64),
                Operand::Complex(_) => ("complex", DType::COMPLEX128),
                _ => continue,
            };
            if *dtype != own && self.n_inputs == 1 {
                return Err(Error::new(ErrorKind::Cast {
                    ufunc: self.name,
                    is_output: false,
                    is_only: true,
                    index: 0,
                    from: own,
                    to: dtype.clone(),
                    casting: Casting::Equiv,
                }));
            }
            if *dtype != own {
                return Err(Error::wrong_type(format!(
                    "cannot cast Python {name} to {} under the casting rule 'equiv'",
                    dtype.name()
                )));
            }
        }
        Ok(())
    }

    /// Puts the result for the target and further inputs in the target's place.
    ///
    /// NumPy: `target += other`, and `out=` of the first input.
    ///
    /// # Errors
    ///
    /// As [`call`](Ufunc::call); a result that the target's type or shape does not hold.
    ///
    /// ```
    /// use ndstrata_array::DynArray;
    /// use ndstrata_ufunc::ufuncs;
    /// let mut a = DynArray::from_vec(vec![1, 2, 3]);
    /// ufuncs::MULTIPLY.call_in_place(&mut a.view_mut()?, &[10.into()])?;
    /// assert_eq!(a.to_vec::<i32>()?, [10, 20, 30]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn call_in_place(
        &'static self,
        target: &mut DynViewMut<'_>,
        others: &[Operand<'_>],
    ) -> Result<()> {
        let source: *const DynViewMut<'_> = target;
        // SAFETY: the view copies the target's layout and start now; its elements are read through
        // raw pointers, each before it is written, and it is gone when this returns.
        let source = unsafe { &*source }.view();
        let mut inputs: SmallVec<[Operand<'_>; 2]> = SmallVec::new();
        inputs.push(Operand::View(source.into_cow()));
        inputs.extend(others.iter().cloned());
        self.call(&inputs, CallOptions::new().out(target.view_mut()))?;
        Ok(())
    }

    /// The one result of these inputs, with NumPy's defaults.
    ///
    /// NumPy: [numpy.ufunc](https://numpy.org/doc/stable/reference/ufuncs.html), called.
    ///
    /// # Errors
    ///
    /// As [`call`](Ufunc::call).
    pub(crate) fn one(&'static self, inputs: &[Operand<'_>]) -> Result<DynArray> {
        let mut results = self.call(inputs, CallOptions::new())?;
        results.pop().ok_or_else(|| {
            let ufunc = self.name;
            Error::new(ErrorKind::OutputCount { ufunc, expected: 1, found: 0 })
        })
    }

    /// The types that a call on inputs of these types has, inputs first.
    ///
    /// NumPy: [numpy.ufunc.resolve_dtypes](https://numpy.org/doc/stable/reference/generated/numpy.ufunc.resolve_dtypes.html).
    ///
    /// # Errors
    ///
    /// Types without a loop.
    pub fn resolve_dtypes(&'static self, inputs: &[ndstrata_dtype::Operand]) -> Result<Vec<DType>> {
        self.resolve_dtypes_with(inputs, &[], Casting::SameKind)
    }

    /// As [`resolve_dtypes`](Ufunc::resolve_dtypes), where types of operands may be fixed.
    ///
    /// NumPy: [numpy.ufunc.resolve_dtypes](https://numpy.org/doc/stable/reference/generated/numpy.ufunc.resolve_dtypes.html)
    /// with `signature=` and `casting=`.
    ///
    /// # Errors
    ///
    /// Types without a loop; a cast of an input that is not allowed.
    pub fn resolve_dtypes_with(
        &'static self,
        inputs: &[ndstrata_dtype::Operand],
        signature: &[Option<DType>],
        casting: Casting,
    ) -> Result<Vec<DType>> {
        if inputs.len() != self.n_inputs {
            let (ufunc, expected, found) = (self.name, self.n_inputs, inputs.len());
            return Err(Error::new(ErrorKind::OperandCount { ufunc, expected, found }));
        }
        // Python's integers are compared as they are, however large.
        let is_weak =
            |input: &ndstrata_dtype::Operand| matches!(input, ndstrata_dtype::Operand::WeakInt);
        if self.rule == Rule::Compare && inputs.iter().all(is_weak) && signature.is_empty() {
            return Ok(vec![DType::OBJECT, DType::OBJECT, DType::BOOL]);
        }
        let resolved = resolve_signature(self, inputs, signature, casting)?;
        if matches!(resolved.kernel, Kernel::Repeat) {
            return Err(text::needs_out());
        }
        for (index, (input, to)) in inputs.iter().zip(&resolved.dtypes).enumerate() {
            if let ndstrata_dtype::Operand::DType(from) = input {
                self.check_cast(false, index, from, to, casting)?;
            }
        }
        Ok(resolved.dtypes.into_vec())
    }

    /// `dtype=` or `signature=` as the fixed types of all operands.
    fn fixed_types(
        &self,
        dtype: Option<DType>,
        signature: Vec<Option<DType>>,
    ) -> Result<Vec<Option<DType>>> {
        let n_operands = self.n_inputs + self.n_outputs;
        if !signature.is_empty() && signature.len() != n_operands {
            return Err(Error::value(format!(
                "a type-tuple must be specified of length {n_operands} for ufunc '{}'",
                self.name
            )));
        }
        Ok(match dtype {
            None => signature,
            Some(dtype) => (0..n_operands)
                .map(|k| Some(dtype.clone()).filter(|_| k >= self.n_inputs))
                .collect(),
        })
    }

    fn check_inputs(
        &self,
        inputs: &[Operand<'_>],
        resolved: &Resolved,
        casting: Casting,
    ) -> Result<()> {
        for (index, (input, to)) in inputs.iter().zip(&resolved.dtypes).enumerate() {
            if let Operand::View(view) = input {
                self.check_cast(false, index, view.dtype(), to, casting)?;
            }
        }
        Ok(())
    }

    fn check_outputs(
        &self,
        out: &[DynViewMut<'_>],
        resolved: &Resolved,
        casting: Casting,
    ) -> Result<()> {
        let made = &resolved.dtypes[self.n_inputs..];
        for (index, (from, out)) in made.iter().zip(out).enumerate() {
            self.check_cast(true, index, from, out.dtype(), casting)?;
        }
        Ok(())
    }

    fn check_cast(
        &self,
        is_output: bool,
        index: usize,
        from: &DType,
        to: &DType,
        casting: Casting,
    ) -> Result<()> {
        // Whether a number is true is asked of any type, by logical functions alone.
        let is_logic = !is_output && *to == DType::BOOL && self.rule == Rule::Logic;
        if from == to || is_logic || can_cast(from, to, casting) {
            return Ok(());
        }
        Err(Error::new(ErrorKind::Cast {
            ufunc: self.name,
            is_output,
            is_only: if is_output { self.n_outputs == 1 } else { self.n_inputs == 1 },
            index,
            from: from.clone(),
            to: to.clone(),
            casting,
        }))
    }

    /// Inputs as arrays: a weak number becomes one of the type that it takes.
    fn strong_inputs<'a>(
        &self,
        inputs: &[Operand<'a>],
        resolved: &Resolved,
    ) -> Result<SmallVec<[DynCow<'a>; 2]>> {
        inputs
            .iter()
            .zip(&resolved.dtypes)
            .map(|(input, dtype)| {
                let scalar = match input {
                    Operand::View(view) => return Ok(view.clone()),
                    Operand::Int(x) => weak_int(*x, dtype)?,
                    Operand::Float(x) => Scalar::new(*x),
                    Operand::Complex(z) => Scalar::new(*z),
                };
                let array = scalar.to_array()?;
                if error_state::is_watched() && is_too_large(input, dtype) {
                    error_state::note(Flags::OVER, "cast")?;
                }
                Ok(if array.dtype() == dtype { array } else { array.astype(dtype)? }.into_cow())
            })
            .collect()
    }
}

/// Whether a float type has no finite number for this one.
fn is_too_large(input: &Operand<'_>, dtype: &DType) -> bool {
    let value = match input {
        Operand::Int(x) => *x as f64,
        Operand::Float(x) => *x,
        _ => return false,
    };
    value.is_finite()
        && match dtype.element_type() {
            // Halfway to the power of two that follows the largest number.
            Some(ElementType::Float16) => value.abs() >= 65_520.0,
            Some(ElementType::Float32 | ElementType::Complex64) => (value as f32).is_infinite(),
            _ => false,
        }
}

/// Whether an integer is one that no type holds.
fn is_past_integers(input: &Operand<'_>) -> bool {
    matches!(input, Operand::Int(x) if i64::try_from(*x).is_err() && u64::try_from(*x).is_err())
}

/// Integers that no type holds as numbers that compare as they do.
fn comparable_numbers<'a>(inputs: &[Operand<'a>]) -> SmallVec<[Operand<'a>; 2]> {
    match inputs {
        [Operand::Int(x), Operand::Int(y)] => {
            let order = x.cmp(y) as i128;
            SmallVec::from_iter([Operand::Int(order), Operand::Int(0)])
        }
        _ => inputs
            .iter()
            .map(|input| match input {
                Operand::Int(x) if is_past_integers(input) => {
                    Operand::Float(f64::INFINITY.copysign(*x as f64))
                }
                input => input.clone(),
            })
            .collect(),
    }
}

/// The operands' types for a comparison, in which a weak integer that the other type cannot hold has a
/// type of its own: it is then simply less or greater.
fn strong_for_comparison(inputs: &[Operand<'_>]) -> SmallVec<[ndstrata_dtype::Operand; 2]> {
    let others = || {
        inputs.iter().filter_map(|input| match input {
            Operand::View(view) => Some(view.dtype()),
            _ => None,
        })
    };
    inputs
        .iter()
        .map(|input| match input {
            Operand::Int(x)
                if others().any(|d| d.kind().is_integer() && weak_int(*x, d).is_err()) =>
            {
                let own = if i64::try_from(*x).is_ok() { DType::INT64 } else { DType::UINT64 };
                ndstrata_dtype::Operand::DType(own)
            }
            input => input.kind(),
        })
        .collect()
}

/// Refuses weak integers that their types do not hold.
fn refuse_misfits<'d>(
    inputs: &[Operand<'_>],
    dtypes: impl Iterator<Item = &'d DType>,
) -> Result<()> {
    for (input, dtype) in inputs.iter().zip(dtypes) {
        if let Operand::Int(value) = *input {
            weak_int(value, dtype)?;
        }
    }
    Ok(())
}

/// A weak integer as the type it takes, which must hold it.
pub(crate) fn weak_int(value: i128, dtype: &DType) -> Result<Scalar> {
    let fits = match dtype.element_type() {
        Some(ElementType::Bool) | None => true,
        Some(element) if element.kind() == Kind::SignedInteger => {
            let bits = 8 * element.size() as u32;
            (-(1_i128 << (bits - 1))..1_i128 << (bits - 1)).contains(&value)
        }
        Some(element) if element.kind() == Kind::UnsignedInteger => {
            (0..1_i128 << (8 * element.size() as u32)).contains(&value)
        }
        Some(_) => true,
    };
    if !fits {
        return Err(Error::new(ErrorKind::OutOfBounds { value, dtype: dtype.clone() }));
    }
    Ok(match (i64::try_from(value), u64::try_from(value)) {
        (Ok(value), _) => Scalar::new(value),
        (_, Ok(value)) => Scalar::new(value),
        _ => Scalar::new(value as f64),
    })
}

/// The shape that inputs, outputs and mask broadcast to; outputs must have it already.
fn result_shape(
    inputs: &[DynCow<'_>],
    out: &[DynViewMut<'_>],
    mask: Option<&DynView<'_>>,
) -> Result<Shape> {
    let shapes: SmallVec<[&[usize]; 4]> = inputs
        .iter()
        .map(|input| input.shape())
        .chain(out.iter().map(|out| out.shape()))
        .chain(mask.map(|mask| mask.shape()))
        .collect();
    if shapes.iter().all(|shape| *shape == shapes[0]) {
        return Ok(Shape::from_slice(shapes[0]));
    }
    let shape = broadcast_shapes(&shapes).map_err(|error| match error.kind() {
        ndstrata_array::ErrorKind::Broadcast { shapes } => {
            Error::new(ErrorKind::Broadcast { shapes: shapes.clone() })
        }
        _ => error.into(),
    })?;
    match out.iter().find(|out| *out.shape() != *shape) {
        Some(out) => {
            Err(Error::new(ErrorKind::OutputShape { output: out.shape().to_vec(), result: shape }))
        }
        None => Ok(Shape::from_vec(shape)),
    }
}

/// The bytes from element to element along each axis of the result, 0 where an input repeats itself.
fn broadcast_strides(input: &DynCow<'_>, shape: &[usize]) -> SmallVec<[isize; 6]> {
    let skipped = shape.len() - input.ndim();
    let axes = input.shape().iter().zip(input.strides());
    let own = axes.map(|(&n, &stride)| if n == 1 { 0 } else { stride });
    std::iter::repeat_n(0, skipped).chain(own).collect()
}

/// A new output, its axes in the order that the inputs have them in if order is `K`.
fn new_output(
    inputs: &[DynCow<'_>],
    shape: &[usize],
    dtype: &DType,
    order: Option<Order>,
    is_masked: bool,
) -> Result<DynArray> {
    if is_masked {
        return Ok(DynArray::zeros(shape, dtype, Order::C)?);
    }
    let order = order.unwrap_or(Order::K);
    let mut of_shape = inputs.iter().filter(|input| input.shape() == shape);
    if let (Order::K, Some(like)) = (order, of_shape.next()) {
        let is_alone =
            inputs.iter().all(|input| input.size() == 1 || input.strides() == like.strides());
        if is_alone {
            // SAFETY: the call writes every element of its outputs, or drops them on an error.
            return Ok(unsafe { like.uninit_like(dtype, Order::K)? });
        }
    }
    if order == Order::K {
        let axes = axes_by_strides(shape.len(), inputs.iter().map(|x| broadcast_strides(x, shape)));
        // SAFETY: as above.
        return Ok(unsafe { DynArray::uninit_along(shape, dtype, &axes)? });
    }
    let mut arrays = inputs.iter().filter(|input| input.ndim() > 0).peekable();
    let is_fortran = arrays.peek().is_some()
        && arrays.all(|input| input.is_f_contiguous() && !input.is_c_contiguous());
    let order = match order {
        Order::F => Order::F,
        Order::A if is_fortran => Order::F,
        _ => Order::C,
    };
    // SAFETY: as above.
    Ok(unsafe { DynArray::uninit(shape, dtype, order)? })
}
