//! [`Terms`]: the labels of operands and result, read from text, with their lengths.

use std::collections::BTreeMap;

use super::fault::{of_class, refused};
use crate::error::{Error, Result};
use crate::products::Shape;

/// A label of an axis: a letter, or an axis of the ellipsis, counted from its last one.
pub(super) type Label = u8;

const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// The label of the last axis that an ellipsis stands for; the ones before it follow.
const ELLIPSIS: Label = 128;

/// The labels of a call.
#[derive(Clone, Debug)]
pub(super) struct Terms {
    pub(super) inputs: Vec<Vec<Label>>,
    pub(super) output: Vec<Label>,
    pub(super) lengths: BTreeMap<Label, usize>,
}

impl Terms {
    /// Reads subscripts as `einsum` does without optimisation.
    pub(super) fn parse(subscripts: &str, shapes: &[&[usize]]) -> Result<Terms> {
        let (input, output) = match subscripts.split_once("->") {
            Some((input, output)) => (input, Some(output)),
            None => (subscripts, None),
        };
        let texts: Vec<&str> = input.split(',').collect();
        let mut inputs = Vec::new();
        for (i, shape) in shapes.iter().enumerate() {
            let Some(text) = texts.get(i) else {
                return Err(refused(
                    "fewer operands provided to einstein sum function than specified in the subscripts \
                     string",
                ));
            };
            inputs.push(operand_labels(text, shape.len(), i)?);
        }
        if texts.len() > shapes.len() {
            return Err(refused(
                "more operands provided to einstein sum function than specified in the subscripts string",
            ));
        }
        let n_ellipsis = ellipsis_axes(&inputs);
        let output = match output {
            None => implicit_output(&inputs, n_ellipsis),
            Some(text) => output_labels(text, &inputs, n_ellipsis)?,
        };
        let terms = Terms { inputs, output, lengths: BTreeMap::new() };
        terms.with_lengths(shapes)
    }

    /// Reads subscripts as `einsum_path` does, which words its refusals otherwise.
    pub(super) fn parse_for_path(subscripts: &str, shapes: &[&[usize]]) -> Result<Terms> {
        let text: String = subscripts.chars().filter(|&c| c != ' ').collect();
        if let Some(bad) = text.chars().find(|&c| !is_letter(c) && !".,->".contains(c)) {
            return Err(refused(format!("Character {bad} is not a valid symbol.")));
        }
        let count = |c: char| text.chars().filter(|&found| found == c).count();
        if (count('-') > 0 || count('>') > 0)
            && (count('-') > 1 || count('>') > 1 || !text.contains("->"))
        {
            return Err(refused("Subscripts can only contain one '->'."));
        }
        let (input, output) = match text.split_once("->") {
            Some((input, output)) => (input, Some(output)),
            None => (text.as_str(), None),
        };
        let mut inputs = Vec::new();
        for (i, term) in input.split(',').enumerate() {
            let Some((before, after)) = ellipsis_of(term)? else {
                inputs.push(term.bytes().collect::<Vec<Label>>());
                continue;
            };
            let Some(n_axes) = shapes.get(i).map(|shape| shape.len()) else {
                return Err(of_class("IndexError", "list index out of range"));
            };
            let n_letters = before.len() + after.len();
            if n_axes > 0 && n_letters > n_axes {
                return Err(refused("Ellipses lengths do not match."));
            }
            let n_ellipsis = n_axes.saturating_sub(n_letters);
            let ellipsis = (0..n_ellipsis).rev().map(|j| ELLIPSIS + j as u8);
            inputs.push(before.bytes().chain(ellipsis).chain(after.bytes()).collect());
        }
        let n_ellipsis = ellipsis_axes(&inputs);
        let output: Vec<Label> = match output {
            None => implicit_output(&inputs, n_ellipsis),
            Some(term) => match ellipsis_of(term)? {
                None => term.bytes().collect(),
                Some((before, after)) => {
                    let ellipsis = (0..n_ellipsis).rev().map(|j| ELLIPSIS + j as u8);
                    before.bytes().chain(ellipsis).chain(after.bytes()).collect()
                }
            },
        };
        for (i, label) in output.iter().enumerate() {
            let name = letter(*label, &inputs);
            if output[..i].contains(label) || output[i + 1..].contains(label) {
                return Err(refused(format!(
                    "Output character {name} appeared more than once in the output."
                )));
            }
            let is_comma = *label == b',' && inputs.len() > 1;
            if !is_comma && !inputs.iter().any(|labels| labels.contains(label)) {
                return Err(refused(format!(
                    "Output character {name} did not appear in the input"
                )));
            }
        }
        if inputs.len() != shapes.len() {
            return Err(refused(
                "Number of einsum subscripts must be equal to the number of operands.",
            ));
        }
        let mut lengths = BTreeMap::<Label, usize>::new();
        for (i, (labels, shape)) in inputs.iter().zip(shapes).enumerate() {
            if labels.len() != shape.len() {
                let texts: Vec<String> = inputs
                    .iter()
                    .map(|labels| labels.iter().map(|&l| letter(l, &inputs)).collect())
                    .collect();
                let Some(shown) = texts.join(",").chars().nth(i) else {
                    return Err(of_class("IndexError", "string index out of range"));
                };
                return Err(refused(format!(
                    "Einstein sum subscript {shown} does not contain the correct number of indices for \
                     operand {i}."
                )));
            }
            for (&label, &length) in labels.iter().zip(*shape) {
                let known = lengths.entry(label).or_insert(length);
                if *known == 1 {
                    *known = length;
                } else if length != 1 && length != *known {
                    return Err(refused(format!(
                        "Size of label '{}' for operand {i} ({known}) does not match previous terms \
                         ({length}).",
                        letter(label, &inputs)
                    )));
                }
            }
        }
        if output.contains(&b',') {
            return Err(of_class("KeyError", "','"));
        }
        Ok(Terms { inputs, output, lengths })
    }

    /// Labels that were read elsewhere, with the lengths that these shapes give them.
    pub(super) fn of(
        inputs: Vec<Vec<Label>>,
        output: Vec<Label>,
        shapes: &[&[usize]],
    ) -> Result<Terms> {
        Terms { inputs, output, lengths: BTreeMap::new() }.with_lengths(shapes)
    }

    /// Whether the result is the one operand with its axes in another order.
    pub(super) fn is_view(&self) -> bool {
        match &self.inputs[..] {
            [labels] => labels.iter().all(|label| self.output.contains(label)),
            _ => false,
        }
    }

    pub(super) fn output_shape(&self) -> Vec<usize> {
        self.output.iter().map(|label| self.length(*label)).collect()
    }

    pub(super) fn length(&self, label: Label) -> usize {
        self.lengths.get(&label).copied().unwrap_or(1)
    }

    /// A term as text, with letters that stand nowhere for the axes of an ellipsis.
    pub(super) fn text(&self, labels: &[Label]) -> String {
        labels.iter().map(|&label| letter(label, &self.inputs)).collect()
    }

    fn with_lengths(mut self, shapes: &[&[usize]]) -> Result<Terms> {
        self.check_diagonals(shapes)?;
        for (labels, shape) in self.inputs.iter().zip(shapes) {
            for (&label, &length) in labels.iter().zip(*shape) {
                let known = self.lengths.entry(label).or_insert(length);
                if *known == 1 {
                    *known = length;
                } else if length != 1 && length != *known {
                    return Err(self.not_broadcast(shapes, None));
                }
            }
        }
        Ok(self)
    }

    /// Axes of one label in one operand have one length.
    fn check_diagonals(&self, shapes: &[&[usize]]) -> Result<()> {
        for (i, (labels, shape)) in self.inputs.iter().zip(shapes).enumerate() {
            for (axis, label) in labels.iter().enumerate() {
                let first = labels.iter().position(|l| l == label).unwrap_or(axis);
                if shape[first] != shape[axis] {
                    let operand = if self.is_view() {
                        "single operand".to_owned()
                    } else {
                        format!("operand {i}")
                    };
                    return Err(refused(format!(
                        "dimensions in {operand} for collapsing index '{}' don't match ({} != {})",
                        letter(*label, &self.inputs),
                        shape[first],
                        shape[axis]
                    )));
                }
            }
        }
        Ok(())
    }

    /// The refusal of lengths that do not broadcast.
    #[cold]
    pub(super) fn not_broadcast(&self, shapes: &[&[usize]], out: Option<&[usize]>) -> Error {
        let mut labels = self.output.clone();
        for label in self.inputs.iter().flatten() {
            if !labels.contains(label) {
                labels.push(*label);
            }
        }
        let mut message = "operands could not be broadcast together with remapped shapes \
                           [original->remapped]: "
            .to_owned();
        let own = self.inputs.iter().map(Vec::as_slice).zip(shapes.iter().copied());
        for (term, shape) in own.chain(out.map(|out| (&self.output[..], out))) {
            let places = labels.iter().map(|label| term.iter().position(|l| l == label));
            let mut items: Vec<String> = places
                .skip_while(Option::is_none)
                .map(|place| place.map_or("newaxis".to_owned(), |axis| shape[axis].to_string()))
                .collect();
            if items.len() == 1 {
                items[0].push(',');
            }
            message.push_str(&format!("{}->({}) ", Shape(shape), items.join(",")));
        }
        refused(message)
    }
}

fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic()
}

/// The letter of a label; an axis of an ellipsis takes one that stands nowhere.
pub(super) fn letter(label: Label, inputs: &[Vec<Label>]) -> char {
    if label < ELLIPSIS {
        return label as char;
    }
    let is_free = |letter: &&u8| !inputs.iter().any(|labels| labels.contains(letter));
    let free = LETTERS.iter().rev().filter(is_free).nth((label - ELLIPSIS) as usize);
    free.map_or('?', |&letter| letter as char)
}

/// The most axes that an ellipsis stands for.
fn ellipsis_axes(inputs: &[Vec<Label>]) -> usize {
    let last = inputs.iter().flatten().filter(|&&label| label >= ELLIPSIS).max();
    last.map_or(0, |label| (label - ELLIPSIS) as usize + 1)
}

/// What stands before and after an ellipsis.
fn ellipsis_of(term: &str) -> Result<Option<(&str, &str)>> {
    if !term.contains('.') {
        return Ok(None);
    }
    match term.split_once("...") {
        Some((before, after)) if !before.contains('.') && !after.contains('.') => {
            Ok(Some((before, after)))
        }
        _ => Err(refused("Invalid Ellipses.")),
    }
}

/// Axes of an ellipsis, then the letters that stand once, in alphabetical order.
fn implicit_output(inputs: &[Vec<Label>], n_ellipsis: usize) -> Vec<Label> {
    let once = |letter: &u8| inputs.iter().flatten().filter(|label| *label == letter).count() == 1;
    let ellipsis = (0..n_ellipsis).rev().map(|j| ELLIPSIS + j as u8);
    ellipsis.chain(LETTERS.iter().copied().filter(once)).collect()
}

fn operand_labels(text: &str, n_axes: usize, operand: usize) -> Result<Vec<Label>> {
    let (letters, ellipsis) = letters_of(text, Some(operand))?;
    if letters.len() > n_axes {
        return Err(refused(format!(
            "einstein sum subscripts string contains too many subscripts for operand {operand}"
        )));
    }
    with_ellipsis(letters, ellipsis, n_axes, "operand")
}

fn output_labels(text: &str, inputs: &[Vec<Label>], n_ellipsis: usize) -> Result<Vec<Label>> {
    let (letters, ellipsis) = letters_of(text, None)?;
    for (i, label) in letters.iter().enumerate() {
        if letters[..i].contains(label) {
            return Err(refused(format!(
                "einstein sum subscripts string includes output subscript '{}' multiple times",
                *label as char
            )));
        }
        if !inputs.iter().any(|labels| labels.contains(label)) {
            return Err(refused(format!(
                "einstein sum subscripts string included output subscript '{}' which never appeared in \
                 an input",
                *label as char
            )));
        }
    }
    let n_axes = letters.len() + n_ellipsis;
    with_ellipsis(letters, ellipsis, n_axes, "output")
}

fn with_ellipsis(
    letters: Vec<Label>,
    ellipsis: Option<usize>,
    n_axes: usize,
    side: &str,
) -> Result<Vec<Label>> {
    let missing = n_axes - letters.len();
    let Some(place) = ellipsis else {
        if missing > 0 {
            return Err(refused(format!(
                "{side} has more dimensions than subscripts given in einstein sum, but no '...' ellipsis \
                 provided to broadcast the extra dimensions."
            )));
        }
        return Ok(letters);
    };
    let axes = (0..missing).rev().map(|j| ELLIPSIS + j as u8);
    Ok(letters[..place]
        .iter()
        .copied()
        .chain(axes)
        .chain(letters[place..].iter().copied())
        .collect())
}

/// The letters of a term, and before which of them an ellipsis stands.
fn letters_of(text: &str, operand: Option<usize>) -> Result<(Vec<Label>, Option<usize>)> {
    let (mut letters, mut ellipsis) = (Vec::new(), None);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        match c {
            ' ' => {}
            '.' => {
                if ellipsis.is_some() || !rest.starts_with("...") {
                    return Err(refused(match operand {
                        Some(operand) => format!(
                            "einstein sum subscripts string contains a '.' that is not part of an \
                             ellipsis ('...') in operand {operand}"
                        ),
                        None => {
                            "einstein sum subscripts string contains a '.' that is not part of an \
                                 ellipsis ('...') in the output"
                                .to_owned()
                        }
                    }));
                }
                ellipsis = Some(letters.len());
                rest = &rest[2..];
            }
            c if is_letter(c) => letters.push(c as u8),
            '-' if operand.is_some() => {
                return Err(refused(
                    "einstein sum subscript string does not contain proper '->' output specified",
                ));
            }
            c => {
                return Err(refused(format!(
                    "invalid subscript '{c}' in einstein sum subscripts string, subscripts must be \
                     letters"
                )));
            }
        }
        rest = &rest[c.len_utf8()..];
    }
    Ok((letters, ellipsis))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(subscripts: &str, shapes: &[&[usize]]) -> String {
        for parse in [Terms::parse, Terms::parse_for_path] {
            if let Ok(terms) = parse(subscripts, shapes) {
                let inputs: Vec<String> = terms.inputs.iter().map(|t| terms.text(t)).collect();
                return format!("{}->{}", inputs.join(","), terms.text(&terms.output));
            }
        }
        "refused".to_owned()
    }

    #[test]
    fn labels_are_read_as_numpy_reads_them() {
        assert_eq!(read("ij,jk", &[&[2, 3], &[3, 4]]), "ij,jk->ik");
        assert_eq!(read("bA", &[&[2, 3]]), "bA->Ab");
        assert_eq!(read("i...,...j", &[&[2, 3], &[3, 4]]), "iz,zj->zij");
        assert_eq!(read("i j -> j i", &[&[2, 3]]), "ij->ji");
        assert_eq!(read(",", &[&[], &[]]), ",->");
        for bad in ["i", "ijk", "i1", "i.j", "ij->k", "ij->ii", "ij->j->i", "é", "ii", "ij,j"] {
            assert_eq!(read(bad, &[&[2, 3]]), "refused", "{bad}");
        }
    }
}
