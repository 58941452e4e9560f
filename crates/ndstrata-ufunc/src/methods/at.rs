//! `ufunc.at`: elements at positions changed in place, one after the other.

use ndstrata_array::{DynArray, DynViewMut, Index, Order};
use ndstrata_dtype::Casting;

use crate::call::CallOptions;
use crate::error::{Error, ErrorKind, Result};
use crate::error_state;
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
