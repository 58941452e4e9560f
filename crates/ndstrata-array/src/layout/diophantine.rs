//! Whether a sum of bounded multiples can be a given number: the question behind shared memory.
//!
//! `a[0] * z[0] + … = b` with `0 <= z[k] <= bound[k]` and positive coefficients. The search takes the
//! largest coefficients first and skips what the sizes and common divisors of the others rule out,
//! so that sums that come from slices are settled in a few steps.

use super::Overlap;

/// One term: its coefficient, which is positive, and the largest factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Term {
    pub(super) coefficient: i128,
    pub(super) bound: i128,
}

struct Search {
    terms: Vec<Term>,
    /// Of the terms from each place on: the greatest common divisor and the largest sum.
    divisors: Vec<i128>,
    largest: Vec<i128>,
    work: Option<u64>,
}

/// Whether the sum can be `target`, with at most `max_work` steps of search.
pub(super) fn solve(terms: &[Term], target: i128, max_work: Option<u64>) -> Overlap {
    let mut merged: Vec<Term> = Vec::new();
    let mut sorted: Vec<Term> = terms.iter().copied().filter(|term| term.bound > 0).collect();
    sorted.sort_by_key(|term| std::cmp::Reverse(term.coefficient));
    for term in sorted {
        match merged.last_mut() {
            Some(last) if last.coefficient == term.coefficient => last.bound += term.bound,
            _ => merged.push(term),
        }
    }
    let (mut divisors, mut largest) = (vec![0; merged.len() + 1], vec![0; merged.len() + 1]);
    for (k, term) in merged.iter().enumerate().rev() {
        divisors[k] = gcd(term.coefficient, divisors[k + 1]);
        largest[k] = largest[k + 1] + term.coefficient * term.bound;
    }
    let mut search = Search { terms: merged, divisors, largest, work: max_work };
    search.visit(0, target)
}

impl Search {
    /// Depth is the number of different coefficients, at most one for each axis and two more.
    fn visit(&mut self, k: usize, target: i128) -> Overlap {
        if target < 0 || target > self.largest[k] {
            return Overlap::No;
        }
        let Some(&Term { coefficient, bound }) = self.terms.get(k) else { return Overlap::Yes };
        if target % self.divisors[k] != 0 {
            return Overlap::No;
        }
        if let Some(work) = &mut self.work {
            match work.checked_sub(1) {
                Some(rest) => *work = rest,
                None => return Overlap::TooHard,
            }
        }
        let rest = self.largest[k + 1];
        let least = (target - rest).max(0);
        let least = (least + coefficient - 1) / coefficient;
        let most = bound.min(target / coefficient);
        // What is left must be a multiple of the others' divisor.
        let divisor = self.divisors[k + 1];
        if divisor == 0 {
            let factor = target / coefficient;
            let is_found = target == coefficient * factor && (least..=most).contains(&factor);
            return if is_found { Overlap::Yes } else { Overlap::No };
        }
        // Every `period`-th factor leaves one.
        let common = gcd(coefficient, divisor);
        let period = divisor / common;
        let inverse = inverse(coefficient / common % period, period);
        let first = (target / common % period) * inverse % period;
        let mut factor = most - (most - first).rem_euclid(period);
        while factor >= least {
            match self.visit(k + 1, target - coefficient * factor) {
                Overlap::No => factor -= period,
                answer => return answer,
            }
        }
        Overlap::No
    }
}

fn gcd(mut a: i128, mut b: i128) -> i128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// The number whose product with `a` leaves 1 when divided by `modulus`, with which `a` has no common
/// divisor; 0 for a modulus of 1.
fn inverse(a: i128, modulus: i128) -> i128 {
    let (mut remainder, mut next) = (modulus, a);
    let (mut factor, mut next_factor) = (0, 1);
    while next != 0 {
        let quotient = remainder / next;
        (remainder, next) = (next, remainder - quotient * next);
        (factor, next_factor) = (next_factor, factor - quotient * next_factor);
    }
    factor.rem_euclid(modulus)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by_trial(terms: &[Term], target: i128) -> bool {
        match terms {
            [] => target == 0,
            [first, rest @ ..] => {
                (0..=first.bound).any(|z| by_trial(rest, target - first.coefficient * z))
            }
        }
    }

    proptest::proptest! {
        #[test]
        fn the_search_finds_what_trying_all_finds(
            terms in proptest::collection::vec((1_i128..12, 0_i128..5), 0..5),
            target in 0_i128..80,
        ) {
            let terms: Vec<Term> =
                terms.iter().map(|&(coefficient, bound)| Term { coefficient, bound }).collect();
            let expected = if by_trial(&terms, target) { Overlap::Yes } else { Overlap::No };
            proptest::prop_assert_eq!(solve(&terms, target, None), expected);
        }
    }

    #[test]
    fn the_search_is_given_up_at_its_bound() {
        let terms: Vec<Term> =
            (1..30).map(|k| Term { coefficient: 1000 + 7 * k * k, bound: 40 }).collect();
        assert_eq!(solve(&terms, 1_001, Some(0)), Overlap::TooHard);
    }
}
