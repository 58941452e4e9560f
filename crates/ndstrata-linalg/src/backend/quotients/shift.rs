//! Shifts for steps on squares: bounds on the least of them from the end of the last step (Parlett & Marques 2000; the names of
//! the cases are theirs).

/// What a step left at the end of a block, and the least of its remainders.
#[derive(Clone, Copy)]
pub(super) struct Ends {
    /// The last remainder, the one before, and that before it.
    pub(super) last: [f64; 3],
    /// The least of all, of all but the last, of all but the last two.
    pub(super) least: [f64; 3],
}

/// Squares of the diagonal and of the superdiagonal.
#[derive(Clone, Copy)]
pub(super) struct Squares<'a> {
    pub(super) q: &'a [f64],
    pub(super) e: &'a [f64],
}

/// How a shift came about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Reason {
    /// By a bound.
    #[default]
    Bound,
    /// Nothing was known but the least square.
    Guess,
    /// A guess that was too large before it was made less.
    FailedGuess,
}

/// Of which part of the least square a guess is made.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Guess {
    pub(super) reason: Reason,
    part: f64,
}

/// The sum of squares of a vector, beyond which it says nothing.
const LARGE: f64 = 0.563;
/// A little more than 1, against what rounding takes.
const MORE: f64 = 1.05;
/// A little more than 1, against terms of higher order.
const ABOVE: f64 = 1.01;

/// A shift that is likely to lie below the least square, and near it. `n_found` values have left the end of the block
/// since the last step; `before` is what that step began with.
pub(super) fn next(
    now: Squares<'_>,
    before: Squares<'_>,
    ends: &Ends,
    n_found: usize,
    guess: &mut Guess,
) -> f64 {
    let reason = std::mem::replace(&mut guess.reason, Reason::Bound);
    let n = now.q.len();
    if ends.least[0] <= 0.0 || n < 3 {
        return 0.0;
    }
    match n_found {
        0 => {
            let [least, least_but_one, _] = ends.least;
            let [last, last_but_one, last_but_two] = ends.last;
            if least == last && least_but_one == last_but_one {
                both_last(now, ends)
            } else if least == last {
                of_last(now, last).unwrap_or(least / 4.0)
            } else if least == last_but_one {
                of_last_but_one(now, before, last_but_one).unwrap_or(least / 4.0)
            } else if least == last_but_two {
                of_last_but_two(now, before, last_but_two).unwrap_or(least / 4.0)
            } else {
                // Case 6: guesses that went well grow.
                guess.part = match reason {
                    Reason::Guess => guess.part + (1.0 - guess.part) / 3.0,
                    Reason::FailedGuess => 1.0 / 12.0,
                    Reason::Bound => 0.25,
                };
                guess.reason = Reason::Guess;
                guess.part * least
            }
        }
        1 if ends.least[1] == ends.last[1] && ends.least[2] == ends.last[2] => {
            after_one(now, ends).unwrap_or(ends.least[1] / 3.0)
        }
        // Case 9.
        1 if ends.least[1] == ends.last[1] => ends.least[1] / 2.0,
        1 => ends.least[1] / 4.0,
        2 if ends.least[2] == ends.last[2] && 2.0 * now.e[n - 2] < now.q[n - 2] => {
            after_two(now, ends).unwrap_or(ends.least[2] / 3.0)
        }
        // Case 11.
        2 => ends.least[2] / 4.0,
        _ => 0.0,
    }
}

/// Cases 2 and 3: the least square is the last, the next one stands beside it.
fn both_last(now: Squares<'_>, ends: &Ends) -> f64 {
    let Squares { q, e } = now;
    let n = q.len();
    let (least, last) = (ends.least[0], ends.last[0]);
    let beside = q[n - 1].sqrt() * e[n - 2].sqrt();
    let before = q[n - 2].sqrt() * e[n - 3].sqrt();
    let above = q[n - 2] + e[n - 2];
    let further = 0.75 * ends.least[2] - above;
    let gap = if further > 0.0 && further > before {
        above - last - (before / further) * before
    } else {
        above - last - (beside + before)
    };
    if gap > 0.0 && gap > beside {
        return (last - (beside / gap) * beside).max(least / 2.0);
    }
    let mut shift = if last > beside { last - beside } else { 0.0 };
    if above > beside + before {
        shift = shift.min(above - (beside + before));
    }
    shift.max(least / 3.0)
}

/// Case 4: a Rayleigh quotient at the last place.
fn of_last(now: Squares<'_>, last: f64) -> Option<f64> {
    let n = now.q.len();
    let ratio = part(now, n - 2)?;
    let sum = sum_before(now, n - 2, ratio, ratio, LARGE)?;
    quotient(last, MORE * sum)
}

/// Case 4: at the place before.
fn of_last_but_one(now: Squares<'_>, before: Squares<'_>, remainder: f64) -> Option<f64> {
    let n = now.q.len();
    let beyond = before.e[n - 2] / before.q[n - 1];
    if !(beyond <= 1.0) {
        return None;
    }
    let ratio = part(now, n - 3)?;
    let sum = sum_before(now, n - 3, ratio, beyond + ratio, LARGE)?;
    quotient(remainder, MORE * sum)
}

/// Case 5: at the place before that.
fn of_last_but_two(now: Squares<'_>, before: Squares<'_>, remainder: f64) -> Option<f64> {
    let n = now.q.len();
    let (e, q) = (&before.e[n - 3..], &before.q[n - 2..]);
    if !(e[0] <= q[0] && e[1] <= q[1]) {
        return None;
    }
    let mut sum = (e[0] / q[0]) * (1.0 + e[1] / q[1]);
    if n > 3 {
        let ratio = now.e[n - 4] / now.q[n - 4];
        sum = MORE * sum_before(now, n - 4, ratio, sum + ratio, LARGE)?;
    }
    quotient(remainder, sum)
}

/// Cases 7 and 8: one value has left, and the least square is now the last.
fn after_one(now: Squares<'_>, ends: &Ends) -> Option<f64> {
    let n = now.q.len();
    let least = ends.least[1];
    let ratio = part(now, n - 2)?;
    let length = (MORE * sum_before(now, n - 2, ratio, ratio, f64::INFINITY)?).sqrt();
    let bound = least / (1.0 + length * length);
    let gap = 0.5 * ends.least[2] - bound;
    Some(improved(bound, length, gap).max(least / 3.0))
}

/// Case 10: two values have left.
fn after_two(now: Squares<'_>, ends: &Ends) -> Option<f64> {
    let Squares { q, e } = now;
    let n = q.len();
    let least = ends.least[2];
    let ratio = part(now, n - 2)?;
    let length = (MORE * sum_before(now, n - 2, ratio, ratio, f64::INFINITY)?).sqrt();
    let bound = least / (1.0 + length * length);
    let gap = q[n - 2] + e[n - 3] - q[n - 3].sqrt() * e[n - 3].sqrt() - bound;
    Some(improved(bound, length, gap).max(least / 3.0))
}

fn improved(bound: f64, length: f64, gap: f64) -> f64 {
    if gap > 0.0 && gap > length * bound {
        bound * (1.0 - ABOVE * bound * (length / gap) * length)
    } else {
        bound * (1.0 - ABOVE * length)
    }
}

/// A Rayleigh quotient less its residual, where the vector's other elements are few.
fn quotient(remainder: f64, sum: f64) -> Option<f64> {
    (sum < LARGE).then(|| remainder * (1.0 - sum.sqrt()) / (1.0 + sum))
}

/// The square of a vector's element beside the next one.
fn part(now: Squares<'_>, i: usize) -> Option<f64> {
    (now.e[i] <= now.q[i]).then(|| now.e[i] / now.q[i])
}

/// The sum of squares of a vector's elements before place `from`, whose own is `term`; the sum so far is `sum`.
fn sum_before(
    now: Squares<'_>,
    from: usize,
    mut term: f64,
    mut sum: f64,
    enough: f64,
) -> Option<f64> {
    for i in (0..from).rev() {
        if term == 0.0 {
            break;
        }
        let before = term;
        term *= part(now, i)?;
        sum += term;
        if 100.0 * term.max(before) < sum || enough < sum {
            break;
        }
    }
    Some(sum)
}
