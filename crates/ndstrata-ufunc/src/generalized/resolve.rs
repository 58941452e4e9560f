//! Which loop a call takes, from the operands' types alone.

use ndstrata_dtype::datetime::DateTimeUnit;
use ndstrata_dtype::{Casting, DType, Operand, TypeClass, can_cast, result_type};
use smallvec::SmallVec;

use super::fault::GufuncFault;
use super::{CoreLoop, Gufunc};
use crate::error::Result;
use crate::kernel::LoopType;
use crate::operand::default_dtype;

/// A loop, and each operand's full type in it.
pub(super) struct Chosen<'g> {
    pub(super) core_loop: &'g CoreLoop,
    pub(super) dtypes: SmallVec<[DType; 4]>,
}

impl Gufunc {
    /// The types that a call on inputs of these types has, inputs first.
    ///
    /// NumPy: [numpy.ufunc.resolve_dtypes](https://numpy.org/doc/stable/reference/generated/numpy.ufunc.resolve_dtypes.html).
    ///
    /// # Errors
    ///
    /// Types without a loop.
    pub fn resolve_dtypes(&self, inputs: &[Operand]) -> Result<Vec<DType>> {
        Ok(self.choose(inputs, None)?.dtypes.into_vec())
    }

    /// The types of its loops, as NumPy spells them: `dd->d`.
    ///
    /// NumPy: [numpy.ufunc.types](https://numpy.org/doc/stable/reference/generated/numpy.ufunc.types.html).
    pub fn types(&self) -> Vec<String> {
        let letter = |loop_type: &LoopType| match loop_type {
            LoopType::Number(element) => element.char(),
            LoopType::DateTime => 'M',
            LoopType::TimeDelta => 'm',
        };
        let spell = |each: &CoreLoop| {
            let (inputs, outputs) = each.types.split_at(self.nin());
            let letters = |types: &[LoopType]| types.iter().map(letter).collect::<String>();
            format!("{}->{}", letters(inputs), letters(outputs))
        };
        self.loops.iter().map(spell).collect()
    }

    /// The first loop that each input can be cast to safely, or the one whose outputs are of a given type.
    pub(super) fn choose(&self, inputs: &[Operand], output: Option<&DType>) -> Result<Chosen<'_>> {
        let found = match output.map(LoopType::of) {
            Some(wanted) => self.loops.iter().find(|each| {
                each.types[self.nin()..].iter().all(|loop_type| Some(*loop_type) == wanted)
            }),
            None => self.search(inputs),
        };
        let Some(core_loop) = found else {
            let types = inputs.iter().map(default_dtype).collect();
            return Err(GufuncFault::NoLoop { name: self.name().to_owned(), types }.into());
        };
        // Loops of dates take their unit from the first date given.
        let unit = inputs
            .iter()
            .find_map(|operand| match operand {
                Operand::DType(dtype) => match dtype.class() {
                    TypeClass::DateTime64(unit) | TypeClass::TimeDelta64(unit) => Some(*unit),
                    _ => None,
                },
                _ => None,
            })
            .unwrap_or(DateTimeUnit::GENERIC);
        let dtypes = core_loop
            .types
            .iter()
            .map(|loop_type| match loop_type {
                LoopType::Number(element) => DType::from_element(*element),
                LoopType::DateTime => DType::datetime64(unit),
                LoopType::TimeDelta => DType::timedelta64(unit),
            })
            .collect();
        Ok(Chosen { core_loop, dtypes })
    }

    fn search(&self, inputs: &[Operand]) -> Option<&CoreLoop> {
        let is_weak = |operand: &Operand| !matches!(operand, Operand::DType(_));
        let common = match inputs.iter().any(is_weak) && !inputs.iter().all(is_weak) {
            true => result_type(inputs).ok(),
            false => None,
        };
        let own: SmallVec<[DType; 4]> = inputs
            .iter()
            .map(|operand| match (operand, &common) {
                (Operand::DType(dtype), _) => dtype.clone(),
                (_, Some(common)) => common.clone(),
                (weak, None) => default_dtype(weak),
            })
            .collect();
        self.loops.iter().find(|each| {
            own.iter().zip(&each.types).all(|(from, to)| match to {
                LoopType::Number(to) => can_cast(from, &DType::from_element(*to), Casting::Safe),
                date => LoopType::of(from) == Some(*date),
            })
        })
    }
}
