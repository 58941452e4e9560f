//! Loops asked for by `dtype=` or `signature=`: some operands' types are fixed.

use ndstrata_dtype::{Casting, DType, Kind, Operand, can_cast};

use super::{Resolved, Rule, dates, is_date, plain_types};
use crate::error::{Error, ErrorKind, Result};
use crate::kernel::{Inner, LoopType};
use crate::operand::default_dtype;
use crate::ufunc::Ufunc;

/// The loop with the types that are fixed, to whose inputs the operands can be cast.
pub(super) fn resolve(
    ufunc: &'static Ufunc,
    operands: &[Operand],
    fixed: &[Option<DType>],
    casting: Casting,
) -> Result<Resolved> {
    if ufunc.rule == Rule::Isnat && !operands.iter().any(is_date) {
        return Err(super::only_dates(ufunc));
    }
    let wanted: Vec<Option<Option<LoopType>>> =
        fixed.iter().map(|dtype| dtype.as_ref().map(LoopType::of)).collect();
    let has_fixed = |each: &Inner| {
        wanted.iter().zip(&each.types).all(|(wanted, found)| match wanted {
            None => true,
            Some(wanted) => *wanted == Some(*found),
        })
    };
    let of_dates = || match dates::resolve(ufunc, operands) {
        // Extremes are computed in any type asked for.
        Err(_) if ufunc.is_comparison_or_extreme() => Ok(None),
        found => found,
    };
    if operands.iter().any(is_date)
        && let Some(resolved) = of_dates()?
        && wanted.iter().zip(&resolved.dtypes).all(|(wanted, found)| match wanted {
            None => true,
            Some(wanted) => *wanted == LoopType::of(found),
        })
    {
        return Ok(resolved);
    }
    let (inputs, outputs) = wanted.split_at(ufunc.n_inputs);
    let n_fixed = inputs.iter().flatten().count();
    // Inputs that are all fixed name their loop; some of them leave the others to safe casts.
    let casting_here = match n_fixed {
        0 => casting,
        n if n == ufunc.n_inputs => Casting::Unsafe,
        _ => Casting::Safe,
    };
    let candidates = || ufunc.loops().iter().filter(|each| has_fixed(each));
    // An output tells all types of a loop of one type; of others it leaves the inputs to safe casts.
    let is_uniform = |each: &Inner| each.types.iter().all(|found| *found == each.types[0]);
    let is_found = |each: &&Inner| {
        let casting_here = if is_uniform(each) { casting_here } else { Casting::Safe };
        (0..ufunc.n_inputs).all(|k| {
            let is_given = inputs.get(k).is_some_and(Option::is_some);
            let is_free = n_fixed == ufunc.n_inputs || (is_given && n_fixed > 0);
            is_free || fits(&operands[k], each.types[k], casting_here)
        })
    };
    if let Some(each) = candidates().find(is_found) {
        let mut dtypes = plain_types(each);
        restore_units(&mut dtypes, fixed, operands);
        return Ok(Resolved { kernel: each.kernel, dtypes });
    }
    let is_misfit =
        |each: &&Inner| n_fixed == 0 && outputs.iter().any(Option::is_some) && is_uniform(each);
    match candidates().next().filter(is_misfit) {
        // A loop there is, but an operand cannot be cast to it.
        Some(each) => {
            let misfit =
                operands.iter().zip(&each.types).position(|(from, to)| !fits(from, *to, casting));
            let index = misfit.unwrap_or(0);
            Err(Error::new(ErrorKind::Cast {
                ufunc: ufunc.name,
                is_output: false,
                is_only: ufunc.n_inputs == 1,
                index,
                from: default_dtype(&operands[index]),
                to: plain_types(each)[index].clone(),
                casting,
            }))
        }
        None => Err(super::no_fixed_loop(ufunc, operands, fixed)),
    }
}

/// Dates get the unit that was asked for, or the operands'.
fn restore_units(dtypes: &mut [DType], fixed: &[Option<DType>], operands: &[Operand]) {
    let given = operands.iter().filter(|operand| is_date(operand)).map(default_dtype).next();
    for (dtype, fixed) in dtypes.iter_mut().zip(fixed) {
        if !matches!(dtype.kind(), Kind::DateTime | Kind::TimeDelta) {
            continue;
        }
        if let Some(fixed) = fixed.as_ref().or(given.as_ref())
            && fixed.kind() == dtype.kind()
        {
            *dtype = fixed.to_native();
        }
    }
}

fn fits(from: &Operand, to: LoopType, casting: Casting) -> bool {
    match (from, to) {
        (Operand::WeakInt | Operand::WeakFloat | Operand::WeakComplex, LoopType::Number(_))
            if casting == Casting::Unsafe =>
        {
            true
        }
        (Operand::DType(from), LoopType::Number(to)) => {
            can_cast(from, &DType::from_element(to), casting)
        }
        (Operand::WeakInt, LoopType::Number(to)) => to.kind() != Kind::Bool,
        (Operand::WeakFloat, LoopType::Number(to)) => {
            matches!(to.kind(), Kind::Float | Kind::Complex)
        }
        (Operand::WeakComplex, LoopType::Number(to)) => to.kind() == Kind::Complex,
        (Operand::DType(from), LoopType::DateTime) => from.kind() == Kind::DateTime,
        (Operand::DType(from), LoopType::TimeDelta) => {
            from.kind() == Kind::TimeDelta || from.kind().is_integer()
        }
        _ => false,
    }
}
