//! Optimised calls: operands meet step by step as NumPy lets them, two as `multiply` or as `matmul` does, others as a plain
//! `einsum`.
//!
//! How two operands become matrices is Johnnie Gray's *einsum_bmm* (2024), in the form that NumPy has.

use ndstrata_array::{DynArray, DynCow, DynViewMut, Order};
use ndstrata_ufunc::{CallOptions, GufuncOptions, Operand, ufuncs};

use super::fault::refused;
use super::grammar::{Label, Terms, letter};
use super::path::{Search, check};
use super::report::by_length;
use super::{Einsum, in_order, plain, plain_into};
use crate::error::{Error, Result};
use crate::products::MATMUL;

/// An operand and its labels.
type Term<'a> = (DynCow<'a>, Vec<Label>);

/// The result of a call with a path.
pub(super) fn call(options: &Einsum, terms: &Terms, operands: Vec<DynCow<'_>>) -> Result<DynArray> {
    let (mut left, last) = all_but_last(options, terms, operands)?;
    let made = match last {
        Some(met) => meet(options, met, &terms.output, None)?,
        None => left.pop().map(|(operand, _)| operand.into_owned()).transpose()?,
    };
    made.ok_or_else(no_operands)
}

/// As [`call`], into an array of the result's shape.
pub(super) fn call_into(
    options: &Einsum,
    terms: &Terms,
    operands: Vec<DynCow<'_>>,
    out: DynViewMut<'_>,
) -> Result<()> {
    let (_, last) = all_but_last(options, terms, operands)?;
    if let Some(met) = last {
        meet(options, met, &terms.output, Some(out))?;
    }
    Ok(())
}

/// Makes all steps but the last; gives what is left besides the operands of the last, and those.
fn all_but_last<'a>(
    options: &Einsum,
    terms: &Terms,
    operands: Vec<DynCow<'a>>,
) -> Result<(Vec<Term<'a>>, Option<Vec<Term<'a>>>)> {
    let search = Search::new(terms);
    let steps = search.steps(&options.optimize)?;
    check(&steps, operands.len())?;
    let mut left: Vec<Term<'a>> = operands.into_iter().zip(terms.inputs.iter().cloned()).collect();
    let mut sets = search.inputs.clone();
    for (i, step) in steps.iter().enumerate() {
        let meeting = search.meeting(step, &sets);
        let mut places = step.clone();
        places.sort_unstable_by(|a, b| b.cmp(a));
        let met: Vec<Term<'a>> = places.iter().map(|&place| left.remove(place)).collect();
        if i + 1 == steps.len() {
            return Ok((left, Some(met)));
        }
        let labels: Vec<Vec<Label>> = met.iter().map(|(_, labels)| labels.clone()).collect();
        let output = by_length(terms, &labels, &meeting.result);
        let made = meet(options, met, &output, None)?.ok_or_else(no_operands)?;
        left.push((made.into_cow(), output));
        sets = meeting.remaining;
    }
    Ok((left, None))
}

#[cold]
fn no_operands() -> Error {
    refused("must specify the einstein sum subscripts string and at least one operand")
}

/// What becomes of operands that meet; nothing where it was written to `out`.
fn meet(
    options: &Einsum,
    met: Vec<Term<'_>>,
    output: &[Label],
    out: Option<DynViewMut<'_>>,
) -> Result<Option<DynArray>> {
    let met = match <[Term<'_>; 2]>::try_from(met) {
        Ok([a, b]) => return pair(options, a, b, output, out),
        Err(met) => met,
    };
    if met.is_empty() {
        return Err(no_operands());
    }
    let (operands, inputs): (Vec<_>, Vec<_>) = met.into_iter().unzip();
    let shapes: Vec<&[usize]> = operands.iter().map(|operand| operand.shape()).collect();
    let terms = Terms::of(inputs, output.to_vec(), &shapes)?;
    match out {
        None => plain(options, terms, operands).map(Some),
        Some(out) => plain_into(options, terms, operands, out).map(|()| None),
    }
}

/// What two operands share and keep, axes of length 1 apart.
#[derive(Default)]
struct Shared {
    lengths: Vec<(Label, usize)>,
    batch: Vec<Label>,
    inner: Vec<Label>,
    rows: Vec<Label>,
    columns: Vec<Label>,
    /// Labels of length 1 in the result.
    single: Vec<Label>,
}

impl Shared {
    fn new(a: &Term<'_>, b: &Term<'_>, output: &[Label]) -> Result<Shared> {
        let mut found = Shared::default();
        let (mut left, mut right, mut single) = (Vec::new(), Vec::new(), Vec::new());
        for (&label, &length) in a.1.iter().zip(a.0.shape()) {
            match length {
                1 => single.push(label),
                _ => found.learn(label, length, &mut left, [a, b])?,
            }
        }
        for (&label, &length) in b.1.iter().zip(b.0.shape()) {
            match length {
                1 if left.contains(&label) => {}
                1 => single.push(label),
                _ => {
                    single.retain(|&other| other != label);
                    found.learn(label, length, &mut right, [a, b])?;
                }
            }
        }
        for label in left {
            match (right.contains(&label), output.contains(&label)) {
                (true, true) => found.batch.push(label),
                (true, false) => found.inner.push(label),
                (false, true) => found.rows.push(label),
                (false, false) => {}
            }
            right.retain(|&other| other != label);
        }
        found.columns = right.into_iter().filter(|label| output.contains(label)).collect();
        found.single = output.iter().copied().filter(|label| single.contains(label)).collect();
        Ok(found)
    }

    fn learn(
        &mut self,
        label: Label,
        length: usize,
        labels: &mut Vec<Label>,
        [a, b]: [&Term<'_>; 2],
    ) -> Result<()> {
        match self.lengths.iter().find(|(known, _)| *known == label) {
            None => self.lengths.push((label, length)),
            Some(&(_, known)) if known == length => {}
            Some((_, known)) => {
                let name = letter(label, &[a.1.clone(), b.1.clone()]);
                return Err(refused(format!(
                    "Index {name} has mismatched sizes {known} and {length}."
                )));
            }
        }
        if !labels.contains(&label) {
            labels.push(label);
        }
        Ok(())
    }

    fn lengths(&self, labels: &[Label]) -> impl Iterator<Item = usize> {
        let length = |label: &Label| {
            self.lengths.iter().find(|(known, _)| known == label).map_or(1, |&(_, length)| length)
        };
        labels.iter().map(length).collect::<Vec<_>>().into_iter()
    }

    /// The shape in which each of these groups is one axis; none where it is so already.
    fn grouped(&self, groups: [&[Label]; 3]) -> Option<Vec<isize>> {
        let groups = if self.batch.is_empty() { &groups[1..] } else { &groups[..] };
        if groups.iter().all(|labels| labels.len() == 1) {
            return None;
        }
        Some(groups.iter().map(|g| self.lengths(g).product::<usize>() as isize).collect())
    }
}

fn pair(
    options: &Einsum,
    a: Term<'_>,
    b: Term<'_>,
    output: &[Label],
    out: Option<DynViewMut<'_>>,
) -> Result<Option<DynArray>> {
    let shared = Shared::new(&a, &b, output)?;
    let order = match options.order {
        Some(Order::A) if a.0.is_f_contiguous() && b.0.is_f_contiguous() => Some(Order::F),
        Some(Order::A) => Some(Order::C),
        Some(Order::K) => None,
        other => other,
    };
    if shared.inner.is_empty() {
        let (a, b) = (spread(a, output)?, spread(b, output)?);
        return multiply(options, a, b, order, out);
    }
    let Shared { batch, inner, rows, columns, single, .. } = &shared;
    let a = arranged(a, &[&batch[..], rows, inner].concat())?;
    let a = reshaped(&a, shared.grouped([batch, rows, inner]))?;
    let b = arranged(b, &[&batch[..], inner, columns].concat())?;
    let b = reshaped(&b, shared.grouped([batch, inner, columns]))?;
    let made_labels = [&single[..], batch, rows, columns].concat();
    let made_shape = match shared.grouped([batch, rows, columns]) {
        None if single.is_empty() => None,
        _ => Some(
            single
                .iter()
                .map(|_| 1)
                .chain(shared.lengths(&[&batch[..], rows, columns].concat()))
                .map(|length| length as isize)
                .collect::<Vec<isize>>(),
        ),
    };
    let mut call = GufuncOptions::new();
    if let Some(dtype) = &options.dtype {
        call = call.dtype(dtype.clone());
    }
    if let Some(casting) = options.casting {
        call = call.casting(casting);
    }
    let operands = [Operand::from(a), Operand::from(b)];
    let is_as_wanted = made_shape.is_none() && made_labels == output;
    if let Some(mut out) = out {
        if is_as_wanted {
            MATMUL.call(&operands, call.out(out))?;
        } else {
            let made = MATMUL.call(&operands, call)?.remove(0);
            let made = transposed(made, made_shape, &made_labels, output)?;
            out.assign(&made.view())?;
        }
        return Ok(None);
    }
    let made = MATMUL.call(&operands, call)?.remove(0);
    let made = transposed(made, made_shape, &made_labels, output)?;
    match order {
        Some(order) => in_order(made, order).map(Some),
        None => Ok(Some(made)),
    }
}

/// The axes of a product of matrices, one for each label, in the order of the result.
fn transposed(
    made: DynArray,
    shape: Option<Vec<isize>>,
    labels: &[Label],
    output: &[Label],
) -> Result<DynArray> {
    let made = match shape {
        Some(shape) => made.reshape(shape)?,
        None => made,
    };
    let places: Vec<isize> = output
        .iter()
        .filter_map(|label| labels.iter().position(|l| l == label))
        .map(|place| place as isize)
        .collect();
    Ok(made.transpose(&places)?)
}

fn multiply(
    options: &Einsum,
    a: DynCow<'_>,
    b: DynCow<'_>,
    order: Option<Order>,
    out: Option<DynViewMut<'_>>,
) -> Result<Option<DynArray>> {
    let mut call = CallOptions::new();
    if let Some(dtype) = &options.dtype {
        call = call.dtype(dtype.clone());
    }
    if let Some(casting) = options.casting {
        call = call.casting(casting);
    }
    if let Some(order) = order {
        call = call.order(order);
    }
    if let Some(out) = out {
        call = call.out(out);
    }
    Ok(ufuncs::MULTIPLY.call(&[Operand::from(a), Operand::from(b)], call)?.pop())
}

/// The operand with an axis for each label of the result, of length 1 where it has none.
fn spread<'a>(term: Term<'a>, output: &[Label]) -> Result<DynCow<'a>> {
    let own: Vec<Label> = output.iter().copied().filter(|label| term.1.contains(label)).collect();
    let missing: Vec<isize> = (0..output.len())
        .filter(|&axis| !own.contains(&output[axis]))
        .map(|axis| axis as isize)
        .collect();
    Ok(arranged(term, &own)?.expand_dims(&missing)?)
}

/// The operand with axes of these labels alone: diagonals are taken, all else is summed.
fn arranged<'a>((operand, labels): Term<'a>, wanted: &[Label]) -> Result<DynCow<'a>> {
    if labels == wanted {
        return Ok(operand);
    }
    let terms = Terms::of(vec![labels], wanted.to_vec(), &[operand.shape()])?;
    Ok(plain(&Einsum::default(), terms, vec![operand])?.into_cow())
}

fn reshaped<'v>(operand: &'v DynCow<'_>, shape: Option<Vec<isize>>) -> Result<DynCow<'v>> {
    match shape {
        Some(shape) => Ok(operand.view().reshape(shape)?),
        None => Ok(operand.view().into_cow()),
    }
}
