//! Exact quantiles without sorting, in as little memory for any number of elements.
//!
//! Numbers are ordered as their bits are, once the sign is seen to. So each pass counts, for every
//! position asked for, the next bits of the numbers that share the bits found so far.

use ndstrata_array::DynView;

use super::summary::for_each_number;
use crate::failure::Result;

/// Bits that a pass finds.
const BITS: u32 = 16;

/// A number in the order, of which some leading bits are known.
struct Wanted {
    /// How many numbers with the same leading bits come before it.
    rank: u64,
    prefix: u64,
}

/// The quantiles `q` of the `n` numbers that are not NaN, between two of them as NumPy's `linear`.
pub(super) fn quantiles<const N: usize>(
    view: &DynView<'_>,
    n: u64,
    q: [f64; N],
) -> Result<[f64; N]> {
    let positions = q.map(|q| q * (n - 1) as f64);
    let ranks: Vec<u64> = positions
        .iter()
        .flat_map(|position| [position.floor() as u64, position.ceil() as u64])
        .collect();
    let found = order_statistics(view, &ranks)?;
    let mut results = [0.0; N];
    for ((result, position), pair) in results.iter_mut().zip(positions).zip(found.chunks(2)) {
        if let [low, high] = *pair {
            let part = position - position.floor();
            // Infinities have no distance.
            *result = if low == high { low } else { low + (high - low) * part };
        }
    }
    Ok(results)
}

/// The numbers of these ranks, 0 for the least.
fn order_statistics(view: &DynView<'_>, ranks: &[u64]) -> Result<Vec<f64>> {
    let mut wanted: Vec<Wanted> = ranks.iter().map(|&rank| Wanted { rank, prefix: 0 }).collect();
    for pass in 0..u64::BITS / BITS {
        let shift = u64::BITS - BITS * (pass + 1);
        let mut prefixes: Vec<u64> = wanted.iter().map(|one| one.prefix).collect();
        prefixes.sort_unstable();
        prefixes.dedup();
        let mut counts = vec![vec![0_u64; 1 << BITS]; prefixes.len()];
        for_each_number(view, &mut |x| {
            let key = key(x);
            let leading = key.checked_shr(shift + BITS).unwrap_or(0);
            if let Ok(place) = prefixes.binary_search(&leading) {
                counts[place][(key >> shift) as usize & ((1 << BITS) - 1)] += 1;
            }
        })?;
        for one in &mut wanted {
            let place = prefixes.binary_search(&one.prefix).unwrap_or(0);
            let mut bits = 0;
            for &count in &counts[place] {
                if one.rank < count {
                    break;
                }
                one.rank -= count;
                bits += 1;
            }
            one.prefix = one.prefix << BITS | bits.min((1 << BITS) - 1);
        }
    }
    Ok(wanted.iter().map(|one| number(one.prefix)).collect())
}

/// Bits in the order of the numbers.
fn key(x: f64) -> u64 {
    let bits = x.to_bits();
    if x.is_sign_negative() { !bits } else { bits | 1 << 63 }
}

fn number(key: u64) -> f64 {
    f64::from_bits(if key >> 63 == 1 { key & !(1 << 63) } else { !key })
}

#[cfg(test)]
mod tests {
    use ndstrata_array::DynArray;

    use super::*;

    #[test]
    fn quantiles_are_those_of_numpy() {
        let check = |values: &[f64], expected: [f64; 3]| {
            let array = DynArray::from_vec(values.to_vec());
            let found = quantiles(&array.view(), values.len() as u64, [0.25, 0.5, 0.75]);
            assert_eq!(found.unwrap(), expected);
        };
        check(&[3.0], [3.0; 3]);
        check(&[4.0, -1.0], [0.25, 1.5, 2.75]);
        check(&[5.0, 1.0, -3.0, 2.0, 1e300], [1.0, 2.0, 5.0]);
        check(&[-0.0, 0.0, f64::INFINITY, f64::NEG_INFINITY, 1.0], [-0.0, 0.0, 1.0]);
    }

    #[test]
    fn keys_are_in_order_and_turn_back() {
        let sorted = [f64::NEG_INFINITY, f64::MIN, -1.0, -5e-324, -0.0, 0.0, 5e-324, 1.0, f64::MAX];
        assert!(sorted.map(key).is_sorted());
        for x in sorted {
            assert_eq!(number(key(x)).to_bits(), x.to_bits());
        }
    }
}
