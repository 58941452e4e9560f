//! What the rules found for operands that are numbers, kept for the next call.

use std::sync::OnceLock;

use ndstrata_dtype::{DType, ElementType, Operand};
use smallvec::SmallVec;

use super::{Resolved, by_rules};
use crate::kernel::Kernel;
use crate::ufunc::Ufunc;

/// The number types, and the three kinds of weak numbers after them.
const N_KINDS: usize = ElementType::ALL.len() + 3;

/// A ufunc's loops for numbers, by the kinds of its one or two operands; made when the first is asked
/// for.
pub(crate) struct FoundLoops(OnceLock<Box<[OnceLock<Option<FoundLoop>>]>>);

/// A loop whose operands are all numbers.
#[derive(Clone, Copy)]
pub(crate) struct FoundLoop {
    pub(crate) kernel: Kernel,
    /// Inputs first; what follows the last output means nothing.
    types: [ElementType; 4],
}

impl FoundLoop {
    /// The operands' types, inputs first.
    pub(crate) fn types(&self, ufunc: &Ufunc) -> &[ElementType] {
        &self.types[..ufunc.n_inputs + ufunc.n_outputs]
    }
}

impl FoundLoops {
    pub(crate) const fn new() -> FoundLoops {
        FoundLoops(OnceLock::new())
    }
}

/// An operand's place among the kinds, whatever its byte order; `None` for what is no number.
pub(crate) fn kind_of(operand: &Operand) -> Option<usize> {
    let n = ElementType::ALL.len();
    match operand {
        Operand::DType(dtype) => strong_kind(dtype),
        Operand::WeakInt => Some(n),
        Operand::WeakFloat => Some(n + 1),
        Operand::WeakComplex => Some(n + 2),
        _ => None,
    }
}

/// As [`kind_of`], of a type.
pub(crate) fn strong_kind(dtype: &DType) -> Option<usize> {
    dtype.element_type().map(|element| element as usize)
}

impl Ufunc {
    /// The loop that the rules find for numbers of these kinds, if it is one of numbers alone.
    pub(crate) fn found_loop(&'static self, kinds: &[usize]) -> Option<&'static FoundLoop> {
        let place = match *kinds {
            [only] => only,
            [lhs, rhs] => lhs * N_KINDS + rhs,
            _ => return None,
        };
        let found = self.found.0.get_or_init(|| {
            let n_places = N_KINDS.pow(kinds.len() as u32);
            (0..n_places).map(|_| OnceLock::new()).collect()
        });
        found.get(place)?.get_or_init(|| self.find(kinds)).as_ref()
    }

    fn find(&'static self, kinds: &[usize]) -> Option<FoundLoop> {
        let operand = |&kind: &usize| match ElementType::ALL.get(kind) {
            Some(&element) => Operand::DType(DType::from_element(element)),
            None => [Operand::WeakInt, Operand::WeakFloat, Operand::WeakComplex]
                [kind - ElementType::ALL.len()]
            .clone(),
        };
        let operands: SmallVec<[Operand; 2]> = kinds.iter().map(operand).collect();
        let Resolved { kernel, dtypes } = by_rules(self, &operands).ok()?;
        let mut types = [ElementType::Bool; 4];
        for (to, dtype) in types.get_mut(..dtypes.len())?.iter_mut().zip(&dtypes) {
            *to = dtype.element_type()?;
        }
        Some(FoundLoop { kernel, types })
    }
}

/// What the rules found, or find now, for operands that are all numbers.
pub(super) fn resolve(ufunc: &'static Ufunc, operands: &[Operand]) -> Option<Resolved> {
    let kinds: Option<SmallVec<[usize; 2]>> = operands.iter().map(kind_of).collect();
    let found = ufunc.found_loop(&kinds?)?;
    let dtypes = found.types(ufunc).iter().map(|&element| DType::from_element(element)).collect();
    Some(Resolved { kernel: found.kernel, dtypes })
}
