//! The walk of a loop over all elements: what a kernel needs is brought to it, and its flags come back.

use ndstrata_array::{DynArray, DynCow, DynView, DynViewMut, Order, compare};
use ndstrata_dtype::{DType, Kind};
use ndstrata_kernels::math::Flags;
use smallvec::SmallVec;

use super::Shape;
use super::staged::{Body, run_staged};
use super::walk::{run_map, run_plan};
use crate::error::{Error, ErrorKind, Result};
use crate::kernel::Kernel;
use crate::reduce::ReduceOptions;
use crate::resolve::Resolved;
use crate::ufunc::Ufunc;
use crate::{error_state, strings, ufuncs};

impl Ufunc {
    /// Computes the outputs, all of one shape to which the inputs broadcast.
    pub(crate) fn execute(
        &'static self,
        resolved: &Resolved,
        inputs: &[DynCow<'_>],
        outputs: &mut [DynViewMut<'_>],
        mask: Option<&DynView<'_>>,
    ) -> Result<Flags> {
        let Some(shape) = outputs.first().map(|out| Shape::from_slice(out.shape())) else {
            return Ok(Flags::NONE);
        };
        if let Some(mask) = mask {
            return self.execute_masked(resolved, inputs, outputs, mask, &shape);
        }
        self.refuse_negative_powers(resolved, inputs)?;
        let is_watched = error_state::is_watched();
        let dtypes = inputs.iter().map(|a| a.dtype()).chain(outputs.iter().map(|a| a.dtype()));
        // The kernels' own loops know numbers alone.
        let is_staged =
            dtypes.into_iter().any(is_no_number) || resolved.rounds_halves(inputs, outputs);
        let flags = match resolved.kernel {
            Kernel::Map(each) if is_staged => {
                self.run_native(Body::of_loops(&[each]), resolved, inputs, outputs, is_watched)?
            }
            Kernel::Map(each) => run_map(each, inputs, &mut outputs[0], is_watched)?,
            Kernel::Both(first, second) if is_staged => {
                let body = Body::of_loops(&[first, second]);
                self.run_native(body, resolved, inputs, outputs, is_watched)?
            }
            Kernel::Both(first, second) => {
                let (one, other) = outputs.split_at_mut(1);
                run_map(first, inputs, &mut one[0], is_watched)?
                    | run_map(second, inputs, &mut other[0], is_watched)?
            }
            Kernel::Run(run) => {
                self.run_native(Body::Run(run), resolved, inputs, outputs, is_watched)?
            }
            Kernel::Answering(run) => {
                self.run_native(Body::Answering(run), resolved, inputs, outputs, is_watched)?
            }
            Kernel::Compare(relation) => {
                // A signature may ask for text of another kind.
                let kind = resolved.dtypes[0].kind();
                let is_text = matches!(kind, Kind::Str | Kind::Bytes);
                let found = match is_text && inputs.iter().any(|input| input.dtype().kind() != kind)
                {
                    true => {
                        let lhs = inputs[0].astype(&resolved.dtypes[0])?;
                        let rhs = inputs[1].astype(&resolved.dtypes[1])?;
                        compare(&lhs.view(), relation, &rhs.view())?
                    }
                    false => compare(&inputs[0].view(), relation, &inputs[1].view())?,
                };
                outputs[0].assign(&found.view())?;
                Flags::NONE
            }
            Kernel::Join => {
                let found = strings::add(&inputs[0].view(), &inputs[1].view())?;
                outputs[0].assign(&found.view())?;
                Flags::NONE
            }
            Kernel::Repeat => {
                let is_text = matches!(inputs[0].dtype().kind(), Kind::Str | Kind::Bytes);
                let [text, times] = if is_text { [0, 1] } else { [1, 0] };
                let (text, times) = (inputs[text].view(), inputs[times].view());
                let found = strings::repeat_within(&text, &times, outputs[0].dtype())?;
                outputs[0].assign(&found.view())?;
                Flags::NONE
            }
        };
        if !is_watched {
            return Ok(Flags::NONE);
        }
        self.reported(flags, resolved, inputs, outputs)
    }

    /// Computes where the mask is true, and nowhere else: what stands elsewhere may be what no result
    /// should be computed of.
    fn execute_masked(
        &'static self,
        resolved: &Resolved,
        inputs: &[DynCow<'_>],
        outputs: &mut [DynViewMut<'_>],
        mask: &DynView<'_>,
        shape: &[usize],
    ) -> Result<Flags> {
        let index = [mask.broadcast_to(shape)?.copy(Order::C)?.into()];
        let mut picked = SmallVec::<[DynCow<'_>; 2]>::new();
        for input in inputs {
            picked.push(match input.size() {
                1 => input.clone(),
                _ => input.view().broadcast_to(shape)?.index(&index)?,
            });
        }
        let n_picked = DynArray::zeros(shape, &ndstrata_dtype::DType::BOOL, Order::C)?;
        let n_picked = n_picked.index(&index)?.size();
        let mut results = Vec::new();
        for out in outputs.iter() {
            results.push(DynArray::zeros(&[n_picked], out.dtype(), Order::C)?);
        }
        let mut views = results
            .iter_mut()
            .map(DynArray::view_mut)
            .collect::<ndstrata_array::Result<Vec<_>>>()?;
        let flags = self.execute(resolved, &picked, &mut views, None)?;
        drop(views);
        for (out, result) in outputs.iter_mut().zip(&results) {
            out.set(&index, &result.view())?;
        }
        Ok(flags)
    }

    /// Integers have no reciprocals to give for negative exponents.
    pub(crate) fn refuse_negative_powers(
        &self,
        resolved: &Resolved,
        inputs: &[DynCow<'_>],
    ) -> Result<()> {
        if self.name != "power" || resolved.dtypes[1].kind() != Kind::SignedInteger {
            return Ok(());
        }
        match has_negatives(&inputs[1].view())? {
            true => Err(Error::new(ErrorKind::NegativePower)),
            false => Ok(()),
        }
    }

    /// Runs of native elements. What no block can convert is converted whole before, or after.
    fn run_native(
        &self,
        body: Body,
        resolved: &Resolved,
        inputs: &[DynCow<'_>],
        outputs: &mut [DynViewMut<'_>],
        is_watched: bool,
    ) -> Result<Flags> {
        let shape = Shape::from_slice(outputs[0].shape());
        let (in_dtypes, out_dtypes) = resolved.dtypes.split_at(self.n_inputs);
        let mut ready = SmallVec::<[DynCow<'_>; 2]>::new();
        for (input, dtype) in inputs.iter().zip(in_dtypes) {
            // One element of all others stays one, which a loop may look at.
            let is_one = input.size() == 1 && input.dtype() != dtype;
            ready.push(match super::staged::is_staged(input.dtype(), dtype) && !is_one {
                true => input.clone(),
                false => input.astype(dtype)?.into_cow(),
            });
        }
        let fits =
            |(out, dtype): (&DynViewMut<'_>, _)| super::staged::is_staged(dtype, out.dtype());
        if !outputs.iter().zip(out_dtypes).all(fits) {
            let mut whole = Vec::new();
            for dtype in out_dtypes {
                whole.push(DynArray::zeros(&shape, dtype, Order::C)?);
            }
            let mut views = whole
                .iter_mut()
                .map(DynArray::view_mut)
                .collect::<ndstrata_array::Result<Vec<_>>>()?;
            let flags = self.run_native(body, resolved, &ready, &mut views, is_watched)?;
            drop(views);
            for (out, result) in outputs.iter_mut().zip(&whole) {
                out.assign(&result.view())?;
            }
            return Ok(flags);
        }
        let mut views = SmallVec::<[DynView<'_>; 2]>::new();
        for input in &ready {
            views.push(input.view().broadcast_to(&shape)?);
        }
        let inputs: SmallVec<[&DynView<'_>; 2]> = views.iter().collect();
        let is_native = ready.iter().zip(in_dtypes).all(|(input, dtype)| input.dtype() == dtype)
            && outputs.iter().zip(out_dtypes).all(|(out, dtype)| out.dtype() == dtype);
        let dtypes = &resolved.dtypes;
        Ok(match (inputs.len() + outputs.len(), is_native) {
            (2, true) => run_plan::<2>(&inputs, outputs, dtypes, &body, is_watched),
            (3, true) => run_plan::<3>(&inputs, outputs, dtypes, &body, is_watched),
            (4, true) => run_plan::<4>(&inputs, outputs, dtypes, &body, is_watched),
            (2, false) => run_staged::<2>(&inputs, outputs, dtypes, &body, is_watched),
            (3, false) => run_staged::<3>(&inputs, outputs, dtypes, &body, is_watched),
            (4, false) => run_staged::<4>(&inputs, outputs, dtypes, &body, is_watched),
            // No ufunc of the table has more operands.
            (n, _) => {
                debug_assert!(n <= 4, "{n} operands");
                Flags::NONE
            }
        })
    }
}

/// Whether the bytes of a type are those of neither a number nor a count of dates.
fn is_no_number(dtype: &DType) -> bool {
    dtype.element_type().is_none() && !matches!(dtype.kind(), Kind::DateTime | Kind::TimeDelta)
}

/// Whether any of some integers is less than 0.
pub(super) fn has_negatives(integers: &DynView<'_>) -> Result<bool> {
    if integers.size() == 0 {
        return Ok(false);
    }
    let least = ufuncs::MINIMUM.reduce(integers, ReduceOptions::new().all_axes())?;
    Ok(least.astype(&ndstrata_dtype::DType::INT64)?.get::<i64>(&[])? < 0)
}
