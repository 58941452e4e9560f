//! `ufunc.at`: elements at positions changed in place, one after the other.
#![expect(unsafe_code, reason = "changes a layout that was checked against memory")]

use ndstrata_array::{DynArray, DynViewMut, Index, Order};
use ndstrata_dtype::{Casting, DType};
use ndstrata_kernels::check_indices;
use ndstrata_kernels::elementwise::{Run, RunMut};
use ndstrata_kernels::math::Flags;
use smallvec::SmallVec;

use crate::call::{CallOptions, is_checked, is_silent, watched};
use crate::error::{Error, ErrorKind, Result};
use crate::error_state;
use crate::kernel::Kernel;
use crate::operand::Operand;
use crate::ufunc::Ufunc;

impl Ufunc {
    /// `a[indices] = op(a[indices], b)`, where a position that is named several times is changed as
    /// often.
    ///
    /// NumPy: [numpy.ufunc.at](https://numpy.org/doc/stable/reference/generated/numpy.ufunc.at.html).
    ///
    /// # Errors
    ///
    /// A ufunc of several outputs; a second operand too many or missing; an index that does not fit.
    pub fn at(
        &'static self,
        a: &mut DynViewMut<'_>,
        indices: &[Index],
        b: Option<Operand<'_>>,
    ) -> Result<()> {
        error_state::as_one("at", || self.at_noted(a, indices, b))
    }

    fn at_noted(
        &'static self,
        a: &mut DynViewMut<'_>,
        indices: &[Index],
        b: Option<Operand<'_>>,
    ) -> Result<()> {
        if self.n_outputs != 1 {
            return Err(Error::new(ErrorKind::AtOutputs));
        }
        if b.is_some() != (self.n_inputs == 2) {
            return Err(Error::new(ErrorKind::AtOperand { ufunc_is_unary: self.n_inputs == 1 }));
        }
        if self.at_by_kernel(a, indices, b.as_ref())? {
            return Ok(());
        }
        // The positions that the index selects, in order.
        let size = a.size() as i64;
        let shape: Vec<isize> = a.shape().iter().map(|&n| n as isize).collect();
        let numbers = DynArray::from_vec((0..size).collect::<Vec<i64>>());
        let numbers = numbers.reshape_view(&shape, Order::C)?;
        let selected = numbers.index(indices)?;
        let positions = selected.to_vec::<i64>()?;
        let flat = a.copy(Order::C)?.reshape_view(&[-1], Order::C)?;
        let mut operands = vec![Operand::from(&flat)];
        operands.extend(b.clone());
        let kinds: Vec<_> = operands.iter().map(Operand::kind).collect();
        crate::resolve::resolve(self, &kinds, None, Casting::SameKind)?;
        let b = match b {
            Some(Operand::View(view)) => {
                let view =
                    view.view().broadcast_to(selected.shape()).map_err(|error| {
                        match error.kind() {
                            ndstrata_array::ErrorKind::BroadcastTo { .. } => {
                                Error::new(ErrorKind::AtShape { shape: view.shape().to_vec() })
                            }
                            _ => error.into(),
                        }
                    })?;
                Some(Operand::from(view.copy(Order::C)?.reshape_view(&[-1], Order::C)?))
            }
            other => other,
        };
        let dtype = a.dtype().clone();
        let mut flat = flat;
        // Rounds in which no position occurs twice are elementwise calls.
        for round in rounds(&positions) {
            let places: Vec<i64> = round.iter().map(|&k| positions[k]).collect();
            let picked = flat.index(&[Index::from(places.clone())])?;
            let mut inputs = vec![Operand::from(&picked)];
            match &b {
                Some(Operand::View(view)) => {
                    let chosen: Vec<i64> = round.iter().map(|&k| k as i64).collect();
                    inputs.push(Operand::from(view.view().index(&[Index::from(chosen)])?));
                }
                Some(weak) => inputs.push(weak.clone()),
                None => {}
            }
            for result in self.call(&inputs, CallOptions::new())? {
                let result =
                    if *result.dtype() == dtype { result } else { result.astype(&dtype)? };
                flat.set(&[Index::from(places.clone())], &result.view())?;
            }
        }
        Ok(a.assign(&flat.reshape_view(&shape, Order::C)?.view())?)
    }
}

impl Ufunc {
    /// Changes elements of a line of numbers one after the other, where an array of positions names them;
    /// answers whether it did.
    fn at_by_kernel(
        &'static self,
        a: &mut DynViewMut<'_>,
        indices: &[Index],
        b: Option<&Operand<'_>>,
    ) -> Result<bool> {
        let ([Index::Array(positions)], 1) = (indices, a.ndim()) else { return Ok(false) };
        let dtype = a.dtype().clone();
        let is_number = dtype.element_type().is_some() && dtype.is_native();
        if !is_number || !positions.dtype().kind().is_integer() {
            return Ok(false);
        }
        let first = ndstrata_dtype::Operand::DType(dtype.clone());
        let kinds: SmallVec<[_; 2]> = [first].into_iter().chain(b.map(Operand::kind)).collect();
        let resolved = crate::resolve::resolve(self, &kinds, None, Casting::SameKind)?;
        let Kernel::Map(each) = &resolved.kernel else { return Ok(false) };
        let is_uniform = resolved.dtypes.iter().all(|each| *each == dtype);
        let (Some(call), true) = (each.at(), is_uniform && !is_checked(self, &resolved)) else {
            return Ok(false);
        };
        let cast = match b {
            None => None,
            Some(Operand::View(view)) => Some(view.view().to_dtype(&dtype)?),
            Some(_) => return Ok(false),
        };
        let by = match &cast {
            None => None,
            Some(cast) => {
                let broadcast = cast.view().broadcast_to(positions.shape());
                match (cast.size(), broadcast) {
                    (1, Ok(_)) => Some((cast.view().into_cow(), 0)),
                    (_, Ok(view)) => Some((view.ravel(Order::C)?, dtype.itemsize() as isize)),
                    (_, Err(_)) => return Ok(false),
                }
            }
        };
        let length = a.shape()[0];
        let named = positions.view().to_dtype(&DType::INT64)?;
        let named = named.to_slice::<i64>()?;
        let is_unsigned = *positions.dtype() == DType::UINT64;
        if is_unsigned || check_indices(&named, length).is_err() {
            return Ok(false);
        }
        let by = match &by {
            Some((by, stride)) => Run { ptr: by.as_ptr(), stride: *stride },
            None => Run { ptr: std::ptr::null(), stride: 0 },
        };
        let target = RunMut { stride: a.strides()[0], ptr: a.as_mut_ptr() };
        let flags = watched(error_state::is_watched(), || {
            // SAFETY: the positions were checked against the length of the array, which is borrowed for
            // writing; there are as many operands as positions, in memory of their own.
            unsafe { call.run(target, length, &named, by) };
            Flags::NONE
        });
        error_state::note(if is_silent(self.name) { Flags::NONE } else { flags }, self.name)?;
        Ok(true)
    }
}

/// The numbers of the positions, in rounds: the `r`-th occurrence of a position is in round `r`.
fn rounds(positions: &[i64]) -> Vec<Vec<usize>> {
    let mut seen = std::collections::HashMap::<i64, usize>::new();
    let mut rounds: Vec<Vec<usize>> = Vec::new();
    for (k, &position) in positions.iter().enumerate() {
        let round = seen.entry(position).or_insert(0);
        if *round == rounds.len() {
            rounds.push(Vec::new());
        }
        rounds[*round].push(k);
        *round += 1;
    }
    rounds
}
