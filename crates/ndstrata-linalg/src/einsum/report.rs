//! The table that `einsum_path` prints.

use super::grammar::{Label, Terms};
use super::path::{EinsumPath, Search, check, count};
use crate::error::Result;

/// The report on some steps.
pub(super) fn report(terms: &Terms, search: &Search, steps: Vec<Vec<usize>>) -> Result<EinsumPath> {
    check(&steps, terms.inputs.len())?;
    let (mut sets, mut lists) = (search.inputs.clone(), terms.inputs.clone());
    let (mut spent, mut scaling, mut largest) = (0.0, 0, f64::NEG_INFINITY);
    let mut lines = String::new();
    let output = terms.text(&terms.output);
    for (i, step) in steps.iter().enumerate() {
        let mut places = step.clone();
        places.sort_unstable_by(|a, b| b.cmp(a));
        let meeting = search.meeting(&places, &sets);
        let sums = count(&meeting.removed) > 0;
        spent += search.cost(&meeting.all, sums, places.len());
        let scale = count(&meeting.all);
        scaling = scaling.max(scale);
        largest = f64::max(largest, search.size(&meeting.result));
        let met: Vec<Vec<Label>> = places.iter().map(|&place| lists.remove(place)).collect();
        let result = match i + 1 == steps.len() {
            true => terms.output.clone(),
            false => by_length(terms, &met, &meeting.result),
        };
        lists.push(result.clone());
        sets = meeting.remaining;
        let texts = |lists: &[Vec<Label>]| {
            lists.iter().map(|labels| terms.text(labels)).collect::<Vec<_>>().join(",")
        };
        let current = format!("{}->{}", texts(&met), terms.text(&result));
        let remaining = format!("{}->{output}", texts(&lists));
        lines.push_str(&format!("\n{scale:>4}    {current:>24} {remaining:>40}"));
    }
    let n_labels = count(&search.all());
    let mentions: usize = search.inputs.iter().map(count).sum();
    let naive = search.cost(&search.all(), mentions > n_labels, terms.inputs.len());
    let optimized = spent + 1.0;
    let complete: Vec<String> = terms.inputs.iter().map(|labels| terms.text(labels)).collect();
    let rule = "-".repeat(74);
    let report = format!(
        "  Complete contraction:  {}->{output}\n         Naive scaling:  {n_labels}\n     Optimized \
         scaling:  {scaling}\n      Naive FLOP count:  {}\n  Optimized FLOP count:  {}\n   Theoretical \
         speedup:  {:3.3}\n  Largest intermediate:  {} elements\n{rule}\n{:>6} {:>24} {:>40}\n{rule}{lines}",
        complete.join(","),
        scientific(naive),
        scientific(optimized),
        naive / optimized,
        scientific(largest),
        "scaling",
        "current",
        "remaining",
    );
    Ok(EinsumPath { steps, report })
}

/// Labels of an intermediate: the shortest axes first.
pub(super) fn by_length(
    terms: &Terms,
    met: &[Vec<Label>],
    result: &super::path::Set,
) -> Vec<Label> {
    let mut labels: Vec<Label> = met.iter().flatten().copied().collect();
    labels.sort_unstable();
    labels.dedup();
    labels.retain(|&label| super::path::and(&super::path::set(&[label]), result) != [0; 4]);
    labels.sort_by_key(|&label| (terms.length(label), terms.text(&[label])));
    labels
}

/// As `%.3e` of C.
fn scientific(value: f64) -> String {
    let text = format!("{value:.3e}");
    match text.split_once('e') {
        Some((digits, exponent)) => {
            let (sign, number) = match exponent.strip_prefix('-') {
                Some(number) => ('-', number),
                None => ('+', exponent),
            };
            format!("{digits}e{sign}{number:0>2}")
        }
        None => text,
    }
}
