//! A call: types and shapes understood, operands converted, outputs made, the loop run.
#![expect(unsafe_code, reason = "memory that a loop promises to fill is not cleared first")]

use ndstrata_array::{DynArray, DynCow, DynView, DynViewMut, Order};
use ndstrata_dtype::{Casting, DType, can_cast};
use smallvec::SmallVec;

use super::fault::GufuncFault;
use super::options::GufuncOptions;
use super::shapes::{AxesAsked, Frame};
use super::{CoreLoop, Gufunc};
use crate::call::weak_int;
use crate::error::Result;
use crate::operand::Operand;

impl Gufunc {
    /// The results for these inputs, one array for each output that was not given.
    ///
    /// NumPy: [numpy.ufunc](https://numpy.org/doc/stable/reference/ufuncs.html), called.
    /// Differs: outputs that are given are not returned.
    ///
    /// # Errors
    ///
    /// Another number of inputs or outputs; types without a loop; casts that are not allowed; core axes of
    /// different lengths; stacks that do not broadcast; what the loop refuses.
    pub fn call(
        &self,
        inputs: &[Operand<'_>],
        options: GufuncOptions<'_>,
    ) -> Result<SmallVec<[DynArray; 1]>> {
        let GufuncOptions { mut out, dtype, casting, order, axes, axis, keepdims } = options;
        let casting = casting.unwrap_or(Casting::SameKind);
        if inputs.len() != self.nin() {
            let (name, expected, found) = (self.name().to_owned(), self.nin(), inputs.len());
            return Err(GufuncFault::OperandCount { name, expected, found }.into());
        }
        if !out.is_empty() && out.len() != self.nout() {
            return Err(GufuncFault::OutputCount.into());
        }
        let kinds: SmallVec<[ndstrata_dtype::Operand; 4]> =
            inputs.iter().map(Operand::kind).collect();
        let chosen = self.choose(&kinds, dtype.as_ref())?;
        let (in_dtypes, out_dtypes) = chosen.dtypes.split_at(self.nin());
        for (index, (input, to)) in inputs.iter().zip(in_dtypes).enumerate() {
            if let Operand::View(view) = input {
                self.check_cast(false, index, view.dtype(), to, casting)?;
            }
        }
        for (index, (out, from)) in out.iter().zip(out_dtypes).enumerate() {
            self.check_cast(true, index, from, out.dtype(), casting)?;
        }
        let shapes: SmallVec<[Option<&[usize]>; 4]> = inputs
            .iter()
            .map(|input| Some(input.shape()))
            .chain((0..self.nout()).map(|i| out.get(i).map(|out| out.shape())))
            .collect();
        let asked = AxesAsked { axes: axes.as_deref(), axis, keepdims };
        let frame = self.frame(&shapes, &asked)?;
        drop(shapes);
        let inputs = inputs
            .iter()
            .zip(in_dtypes)
            .map(|(input, dtype)| native(input, dtype))
            .collect::<Result<SmallVec<[DynCow<'_>; 4]>>>()?;
        let mut views = SmallVec::<[DynView<'_>; 4]>::new();
        for (i, input) in inputs.iter().enumerate() {
            views.push(self.framed_input(&frame, i, input)?);
        }
        let mut made = SmallVec::<[DynArray; 1]>::new();
        if out.is_empty() {
            for (index, dtype) in out_dtypes.iter().enumerate() {
                let order = order.unwrap_or(Order::K);
                made.push(self.new_output(
                    &frame,
                    index,
                    dtype,
                    order,
                    &views,
                    chosen.core_loop,
                )?);
            }
            let mut targets = SmallVec::<[DynViewMut<'_>; 1]>::new();
            for (index, array) in made.iter_mut().enumerate() {
                targets.push(self.framed_output(&frame, index, array.view_mut()?, keepdims)?);
            }
            run(chosen.core_loop, &views, &mut targets, frame.stack.len())?;
            drop(targets);
            return Ok(made);
        }
        let fits =
            out.iter().zip(out_dtypes).all(|(o, dtype)| o.dtype() == dtype && o.is_aligned());
        if fits {
            let mut targets = SmallVec::<[DynViewMut<'_>; 1]>::new();
            for (index, view) in out.into_iter().enumerate() {
                targets.push(self.framed_output(&frame, index, view, keepdims)?);
            }
            run(chosen.core_loop, &views, &mut targets, frame.stack.len())?;
            return Ok(made);
        }
        // Results of the loop's types are made whole, and converted into the outputs.
        let mut whole = SmallVec::<[DynArray; 1]>::new();
        for (index, dtype) in out_dtypes.iter().enumerate() {
            whole.push(DynArray::zeros(out[index].shape(), dtype, Order::C)?);
        }
        let mut targets = SmallVec::<[DynViewMut<'_>; 1]>::new();
        for (index, array) in whole.iter_mut().enumerate() {
            targets.push(self.framed_output(&frame, index, array.view_mut()?, keepdims)?);
        }
        run(chosen.core_loop, &views, &mut targets, frame.stack.len())?;
        drop(targets);
        for (out, result) in out.iter_mut().zip(&whole) {
            out.assign(&result.view())?;
        }
        Ok(made)
    }

    fn check_cast(
        &self,
        is_output: bool,
        index: usize,
        from: &DType,
        to: &DType,
        casting: Casting,
    ) -> Result<()> {
        if from == to || can_cast(from, to, casting) {
            return Ok(());
        }
        let n_side = if is_output { self.nout() } else { self.nin() };
        Err(GufuncFault::Cast {
            name: self.name().to_owned(),
            is_output,
            index,
            is_only: n_side == 1,
            from: from.clone(),
            to: to.clone(),
            casting,
        }
        .into())
    }

    /// An input with the stack's axes, broadcast, and its core axes after them.
    fn framed_input<'v>(
        &self,
        frame: &Frame,
        operand: usize,
        input: &'v DynCow<'_>,
    ) -> Result<DynView<'v>> {
        let order = &frame.order[operand];
        let view = if order.is_sorted() {
            input.view()
        } else {
            let axes: SmallVec<[isize; 4]> = order.iter().map(|&axis| axis as isize).collect();
            input.view().transpose(&axes)?
        };
        let places = &self.signature().inputs()[operand];
        let view = with_absent_axes(view, places, frame)?;
        let full: SmallVec<[usize; 6]> =
            frame.stack.iter().copied().chain(places.iter().map(|&p| frame.core[p])).collect();
        if view.shape() == &full[..] { Ok(view) } else { Ok(view.broadcast_to(&full)?) }
    }

    /// An output in the same order of axes; lengths of 1 that are only kept are dropped.
    fn framed_output<'v>(
        &self,
        frame: &Frame,
        index: usize,
        output: DynViewMut<'v>,
        keepdims: bool,
    ) -> Result<DynViewMut<'v>> {
        let order = &frame.order[self.nin() + index];
        let view = if order.is_sorted() {
            output
        } else {
            let axes: SmallVec<[isize; 4]> = order.iter().map(|&axis| axis as isize).collect();
            output.transpose(&axes)?
        };
        if keepdims {
            let n_axes = view.ndim();
            let kept: SmallVec<[isize; 4]> =
                (frame.stack.len()..n_axes).map(|axis| axis as isize).collect();
            return Ok(view.squeeze_axes(&kept)?);
        }
        let places = &self.signature().outputs()[index];
        with_absent_axes(view, places, frame)
    }

    fn new_output(
        &self,
        frame: &Frame,
        index: usize,
        dtype: &DType,
        order: Order,
        inputs: &[DynView<'_>],
        core_loop: &CoreLoop,
    ) -> Result<DynArray> {
        let operand = self.nin() + index;
        let framed: SmallVec<[usize; 6]> =
            frame.stack.iter().chain(&frame.cores[operand]).copied().collect();
        let places = &frame.order[operand];
        let is_fortran = match order {
            Order::F => true,
            Order::A => {
                inputs.iter().all(|input| input.is_f_contiguous() && !input.is_c_contiguous())
            }
            _ => false,
        };
        let make = |shape: &[usize], order: Order| -> Result<DynArray> {
            if core_loop.fills {
                // SAFETY: the loop writes every element (the contract of `with_filling_loop`), or the
                // array is dropped on its error.
                return Ok(unsafe { DynArray::uninit(shape, dtype, order)? });
            }
            Ok(DynArray::zeros(shape, dtype, order)?)
        };
        if !is_fortran && places.is_sorted() && (order != Order::K || frame.stack.len() < 2) {
            return make(&framed, Order::C);
        }
        // The axis at each place of the result.
        let mut inverse: SmallVec<[isize; 6]> = smallvec::smallvec![0; places.len()];
        for (from, &to) in places.iter().enumerate() {
            inverse[to] = from as isize;
        }
        if is_fortran || order == Order::C {
            let shape: SmallVec<[usize; 6]> =
                inverse.iter().map(|&from| framed[from as usize]).collect();
            return make(&shape, if is_fortran { Order::F } else { Order::C });
        }
        // Axes of the stack lie as in the first input that varies along them.
        let mut by_stride: SmallVec<[isize; 6]> = (0..framed.len() as isize).collect();
        let strides = inputs
            .iter()
            .map(|input| &input.strides()[..frame.stack.len()])
            .find(|strides| strides.iter().zip(&frame.stack).all(|(&s, &n)| s != 0 || n == 1));
        if let Some(strides) = strides {
            by_stride[..frame.stack.len()]
                .sort_by_key(|&axis| std::cmp::Reverse(strides[axis as usize].unsigned_abs()));
        }
        let shape: SmallVec<[usize; 6]> =
            by_stride.iter().map(|&axis| framed[axis as usize]).collect();
        let mut back: SmallVec<[isize; 6]> = smallvec::smallvec![0; by_stride.len()];
        for (from, &to) in by_stride.iter().enumerate() {
            back[to as usize] = from as isize;
        }
        Ok(make(&shape, Order::C)?.transpose(&back)?.transpose(&inverse)?)
    }
}

/// An input of the loop's type, native and aligned.
fn native<'a>(input: &Operand<'a>, dtype: &DType) -> Result<DynCow<'a>> {
    let array = match input {
        Operand::View(view) if view.dtype() == dtype && view.is_aligned() => {
            return Ok(view.clone());
        }
        Operand::View(view) => return Ok(view.astype(dtype)?.into_cow()),
        Operand::Int(x) => weak_int(*x, dtype)?.to_array()?,
        Operand::Float(x) => ndstrata_array::Scalar::new(*x).to_array()?,
        Operand::Complex(z) => ndstrata_array::Scalar::new(*z).to_array()?,
    };
    Ok(if array.dtype() == dtype { array } else { array.astype(dtype)? }.into_cow())
}

fn with_absent_axes<S: ndstrata_array::Storage>(
    view: ndstrata_array::DynBase<S>,
    places: &[usize],
    frame: &Frame,
) -> Result<ndstrata_array::DynBase<S>> {
    if !places.iter().any(|&place| frame.absent[place]) {
        return Ok(view);
    }
    let n_core = places.len() as isize;
    let missing: SmallVec<[isize; 2]> = places
        .iter()
        .enumerate()
        .filter(|&(_, &place)| frame.absent[place])
        .map(|(i, _)| i as isize - n_core)
        .collect();
    Ok(view.expand_dims(&missing)?)
}

/// Runs the loop, block by block where it wants one core at a time.
fn run(
    core_loop: &CoreLoop,
    inputs: &[DynView<'_>],
    outputs: &mut [DynViewMut<'_>],
    n_stack: usize,
) -> Result<()> {
    if core_loop.sees_stacks || n_stack == 0 {
        return (core_loop.body)(inputs, outputs);
    }
    let length = inputs.first().map_or(0, |input| input.shape()[0]);
    for i in 0..length as isize {
        let mut parts = SmallVec::<[DynView<'_>; 4]>::new();
        for input in inputs {
            parts.push(input.view().index_axis(0, i)?);
        }
        let mut targets = SmallVec::<[DynViewMut<'_>; 2]>::new();
        for output in outputs.iter_mut() {
            targets.push(output.view_mut().index_axis(0, i)?);
        }
        run(core_loop, &parts, &mut targets, n_stack - 1)?;
    }
    Ok(())
}
