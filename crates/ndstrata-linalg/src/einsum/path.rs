//! Which operands meet first: greedily, or the best of all orders.
//!
//! The searches and their costs are those of Daniel Smith and Johnnie Gray, *opt_einsum* (Journal of Open Source Software, 2018),
//! in the form that NumPy has, so that the same path is found.

use super::Optimize;
use super::fault::of_class;
use super::grammar::{Label, Terms};
use crate::error::Result;

/// A set of labels, one bit each.
pub(super) type Set = [u64; 4];

/// The order in which operands meet, and a table of what it costs.
#[derive(Clone, Debug, PartialEq)]
pub struct EinsumPath {
    /// For each step, the places of the operands that meet, in what is left; the result is put last.
    pub steps: Vec<Vec<usize>>,
    /// NumPy's table.
    pub report: String,
}

/// Operands as sets of labels.
pub(super) struct Search {
    pub(super) inputs: Vec<Set>,
    pub(super) output: Set,
    lengths: Vec<(Label, f64)>,
    largest: f64,
}

pub(super) fn set(labels: &[Label]) -> Set {
    let mut set = [0; 4];
    for &label in labels {
        set[(label / 64) as usize] |= 1 << (label % 64);
    }
    set
}

pub(super) fn and(a: &Set, b: &Set) -> Set {
    std::array::from_fn(|i| a[i] & b[i])
}

pub(super) fn or(a: &Set, b: &Set) -> Set {
    std::array::from_fn(|i| a[i] | b[i])
}

pub(super) fn without(a: &Set, b: &Set) -> Set {
    std::array::from_fn(|i| a[i] & !b[i])
}

fn is_empty(a: &Set) -> bool {
    *a == [0; 4]
}

fn has(a: &Set, label: Label) -> bool {
    a[(label / 64) as usize] >> (label % 64) & 1 == 1
}

pub(super) fn count(a: &Set) -> usize {
    a.iter().map(|bits| bits.count_ones() as usize).sum()
}

/// What becomes of some operands that meet.
pub(super) struct Meeting {
    pub(super) result: Set,
    pub(super) remaining: Vec<Set>,
    pub(super) removed: Set,
    pub(super) all: Set,
}

impl Search {
    pub(super) fn new(terms: &Terms) -> Search {
        let inputs: Vec<Set> = terms.inputs.iter().map(|labels| set(labels)).collect();
        let output = set(&terms.output);
        let lengths = terms.lengths.iter().map(|(&label, &n)| (label, n as f64)).collect();
        let mut search = Search { inputs, output, lengths, largest: 0.0 };
        search.largest = search
            .inputs
            .iter()
            .chain([&search.output])
            .map(|labels| search.size(labels))
            .fold(0.0, f64::max);
        search
    }

    /// How many elements an array of these labels has.
    pub(super) fn size(&self, labels: &Set) -> f64 {
        self.lengths.iter().filter(|(label, _)| has(labels, *label)).map(|(_, n)| n).product()
    }

    pub(super) fn cost(&self, labels: &Set, sums: bool, n_terms: usize) -> f64 {
        let factor = n_terms.saturating_sub(1).max(1) + usize::from(sums);
        self.size(labels) * factor as f64
    }

    pub(super) fn all(&self) -> Set {
        self.inputs.iter().fold([0; 4], |all, labels| or(&all, labels))
    }

    /// The steps that an option asks for.
    pub(super) fn steps(&self, optimize: &Optimize) -> Result<Vec<Vec<usize>>> {
        let n = self.inputs.len();
        let nothing_to_gain = n <= 2 || self.all() == self.output;
        Ok(match optimize {
            Optimize::Path(steps) => steps.clone(),
            Optimize::Unknown(name) if !nothing_to_gain => {
                return Err(of_class("KeyError", format!("('Path name %s not found', '{name}')")));
            }
            Optimize::Greedy(limit) if !nothing_to_gain => {
                self.greedy(limit.unwrap_or(self.largest))
            }
            Optimize::Optimal(limit) if !nothing_to_gain => {
                self.optimal(limit.unwrap_or(self.largest))
            }
            _ => vec![(0..n).collect()],
        })
    }

    /// Whether the last step is a pair that shares an axis of some length that the result lacks. `long` has the labels of
    /// each operand's axes that are not of length 1.
    pub(super) fn ends_in_matrices(&self, steps: &[Vec<usize>], mut long: Vec<Set>) -> bool {
        let Some((last, before)) = steps.split_last() else { return false };
        let mut inputs = self.inputs.clone();
        for step in before {
            let meeting = self.meeting(step, &inputs);
            let mut places = step.clone();
            places.sort_unstable_by(|a, b| b.cmp(a));
            let met = places.iter().fold([0; 4], |met, &place| or(&met, &long.remove(place)));
            long.push(and(&met, &meeting.result));
            inputs = meeting.remaining;
        }
        match last[..] {
            [i, j] => match (long.get(i), long.get(j)) {
                (Some(a), Some(b)) => !is_empty(&without(&and(a, b), &self.output)),
                _ => false,
            },
            _ => false,
        }
    }

    pub(super) fn meeting(&self, places: &[usize], inputs: &[Set]) -> Meeting {
        let (mut all, mut remains, mut remaining) = ([0; 4], self.output, Vec::new());
        for (i, labels) in inputs.iter().enumerate() {
            if places.contains(&i) {
                all = or(&all, labels);
            } else {
                remaining.push(*labels);
                remains = or(&remains, labels);
            }
        }
        let result = and(&remains, &all);
        remaining.push(result);
        Meeting { result, remaining, removed: without(&all, &result), all }
    }

    /// All orders, step by step; each state is a total cost, the steps so far, and what is left.
    fn optimal(&self, limit: f64) -> Vec<Vec<usize>> {
        // The number of orders grows faster than any exponential: beyond this many the greedy path is taken.
        const MOST_OPERANDS: usize = 8;
        let n = self.inputs.len();
        if n > MOST_OPERANDS {
            return self.greedy(limit);
        }
        type State = (f64, Vec<Vec<usize>>, Vec<Set>);
        let mut states: Vec<State> = vec![(0.0, Vec::new(), self.inputs.clone())];
        let best = |states: &[State]| -> Vec<Vec<usize>> {
            let mut found: Option<&State> = None;
            for state in states {
                if found.is_none_or(|best| state.0 < best.0) {
                    found = Some(state);
                }
            }
            found.map(|state| state.1.clone()).unwrap_or_default()
        };
        for iteration in 0..n - 1 {
            let mut next: Vec<State> = Vec::new();
            for (cost, steps, remaining) in &states {
                for (i, j) in pairs(n - iteration) {
                    let meeting = self.meeting(&[i, j], remaining);
                    if self.size(&meeting.result) > limit {
                        continue;
                    }
                    let total = cost + self.cost(&meeting.all, !is_empty(&meeting.removed), 2);
                    let mut steps = steps.clone();
                    steps.push(vec![i, j]);
                    next.push((total, steps, meeting.remaining));
                }
            }
            if next.is_empty() {
                let mut steps = best(&states);
                steps.push((0..n - iteration).collect());
                return steps;
            }
            states = next;
        }
        best(&states)
    }

    fn greedy(&self, limit: f64) -> Vec<Vec<usize>> {
        let n = self.inputs.len();
        let everything: Vec<usize> = (0..n).collect();
        let whole = self.meeting(&everything, &self.inputs);
        let naive = self.cost(&whole.all, !is_empty(&whole.removed), n);
        let mut inputs = self.inputs.clone();
        let mut candidates: Vec<(usize, usize)> = pairs(n).collect();
        let mut known: Vec<Candidate> = Vec::new();
        let (mut spent, mut steps) = (0.0, Vec::new());
        for _ in 0..n - 1 {
            for &(i, j) in &candidates {
                // Products of all pairs of elements come last.
                if !is_empty(&and(&inputs[i], &inputs[j])) {
                    known.extend(self.candidate(i, j, &inputs, limit, spent, naive));
                }
            }
            if known.is_empty() {
                for (i, j) in pairs(inputs.len()) {
                    known.extend(self.candidate(i, j, &inputs, limit, spent, naive));
                }
            }
            let mut best: Option<&Candidate> = None;
            for candidate in &known {
                let is_better = |best: &Candidate| {
                    (candidate.growth, candidate.cost) < (best.growth, best.cost)
                };
                if best.is_none_or(is_better) {
                    best = Some(candidate);
                }
            }
            let Some(best) = best.cloned() else {
                steps.push((0..inputs.len()).collect());
                break;
            };
            known = propagated(known, &best);
            inputs = best.remaining;
            let last = inputs.len() - 1;
            candidates = (0..last).map(|i| (i, last)).collect();
            steps.push(vec![best.pair.0, best.pair.1]);
            spent += best.cost;
        }
        steps
    }

    fn candidate(
        &self,
        i: usize,
        j: usize,
        inputs: &[Set],
        limit: f64,
        spent: f64,
        naive: f64,
    ) -> Option<Candidate> {
        let meeting = self.meeting(&[i, j], inputs);
        let size = self.size(&meeting.result);
        let cost = self.cost(&meeting.all, !is_empty(&meeting.removed), 2);
        if size > limit || spent + cost > naive {
            return None;
        }
        let growth = size - self.size(&inputs[i]) - self.size(&inputs[j]);
        Some(Candidate { growth, cost, pair: (i, j), remaining: meeting.remaining })
    }
}

/// A pair that might meet next.
#[derive(Clone)]
struct Candidate {
    /// By how much memory grows.
    growth: f64,
    cost: f64,
    pair: (usize, usize),
    remaining: Vec<Set>,
}

/// The candidates that are left after a pair has met, with their places in what is left.
fn propagated(known: Vec<Candidate>, best: &Candidate) -> Vec<Candidate> {
    let (bx, by) = best.pair;
    let result = best.remaining[best.remaining.len() - 1];
    known
        .into_iter()
        .filter(|candidate| {
            let (x, y) = candidate.pair;
            ![x, y].contains(&bx) && ![x, y].contains(&by)
        })
        .map(|mut candidate| {
            let (x, y) = candidate.pair;
            let after = |a: usize, b: usize| usize::from(a > b);
            candidate.remaining.remove(by - after(by, x) - after(by, y));
            candidate.remaining.remove(bx - after(bx, x) - after(bx, y));
            candidate.remaining.insert(candidate.remaining.len() - 1, result);
            candidate.pair = (x - after(x, bx) - after(x, by), y - after(y, bx) - after(y, by));
            candidate
        })
        .collect()
}

fn pairs(n: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..n).flat_map(move |i| (i + 1..n).map(move |j| (i, j)))
}

/// Refuses steps that name operands that there are not, or leave several.
pub(super) fn check(steps: &[Vec<usize>], n_operands: usize) -> Result<()> {
    let mut left = n_operands;
    for step in steps {
        let mut sorted = step.clone();
        sorted.sort_unstable();
        sorted.dedup();
        if sorted.len() != step.len() || sorted.last().is_some_and(|&last| last >= left) {
            return Err(of_class("IndexError", "pop index out of range"));
        }
        left = left - step.len() + 1;
    }
    if left != 1 {
        return Err(of_class(
            "RuntimeError",
            format!(
                "Invalid einsum_path is specified: {} more operands has to be contracted.",
                left as isize - 1
            ),
        ));
    }
    Ok(())
}
