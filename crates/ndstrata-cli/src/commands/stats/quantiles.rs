//! Exact quantiles without sorting, in as little memory for any number of elements.
//!
//! Numbers are ordered as their bits are, once the sign is seen to. So each pass counts, for every
//! position asked for, the next bits of the numbers that share the bits found so far.

use crate::failure::Result;

/// Bits that a pass finds.
const BITS: u32 = 16;

/// A number in the order, of which some leading bits are known.
struct Wanted {
    /// How many numbers with the same leading bits come before it.
    rank: u64,
    prefix: u64,
}

/// A pass over all values: calls what it is given with each.
pub(super) type Pass<'a, T> = dyn Fn(&mut dyn FnMut(T)) -> Result<()> + 'a;

/// Values in an order that their bits can tell.
pub(super) trait Ordered: Copy {
    /// Bits in the order of the values.
    fn key(self) -> u64;
    fn of_key(key: u64) -> Self;
    /// A part of the way from one to another.
    fn between(low: Self, high: Self, part: f64) -> Self;
}

/// The quantiles `q` of `n` values, between two of them as NumPy's `linear`.
pub(super) fn quantiles<T: Ordered, const N: usize>(
    pass: &Pass<'_, T>,
    n: u64,
    q: [f64; N],
) -> Result<[T; N]> {
    let positions = q.map(|q| q * (n - 1) as f64);
    let ranks: Vec<u64> = positions
        .iter()
        .flat_map(|position| [position.floor() as u64, position.ceil() as u64])
        .collect();
    let found = order_statistics(pass, &ranks)?;
    let mut results = [T::of_key(0); N];
    for ((result, position), pair) in results.iter_mut().zip(positions).zip(found.chunks(2)) {
        if let [low, high] = *pair {
            *result = T::between(low, high, position - position.floor());
        }
    }
    Ok(results)
}

/// The values of these ranks, 0 for the least.
fn order_statistics<T: Ordered>(pass: &Pass<'_, T>, ranks: &[u64]) -> Result<Vec<T>> {
    let mut wanted: Vec<Wanted> = ranks.iter().map(|&rank| Wanted { rank, prefix: 0 }).collect();
    for found in 0..u64::BITS / BITS {
        let shift = u64::BITS - BITS * (found + 1);
        let mut prefixes: Vec<u64> = wanted.iter().map(|one| one.prefix).collect();
        prefixes.sort_unstable();
        prefixes.dedup();
        let mut counts = vec![vec![0_u64; 1 << BITS]; prefixes.len()];
        pass(&mut |value: T| {
            let key = value.key();
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
    Ok(wanted.iter().map(|one| T::of_key(one.prefix)).collect())
}

impl Ordered for f64 {
    fn key(self) -> u64 {
        let bits = self.to_bits();
        if self.is_sign_negative() { !bits } else { bits | 1 << 63 }
    }

    fn of_key(key: u64) -> f64 {
        f64::from_bits(if key >> 63 == 1 { key & !(1 << 63) } else { !key })
    }

    fn between(low: f64, high: f64, part: f64) -> f64 {
        // Infinities have no distance.
        if low == high { low } else { low + (high - low) * part }
    }
}

/// Ticks of time.
impl Ordered for i64 {
    fn key(self) -> u64 {
        self.cast_unsigned() ^ 1 << 63
    }

    fn of_key(key: u64) -> i64 {
        (key ^ 1 << 63).cast_signed()
    }

    fn between(low: i64, high: i64, part: f64) -> i64 {
        let way = (i128::from(high) - i128::from(low)) as f64 * part;
        low.saturating_add_unsigned(way as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_numpy() {
        let check = |values: &[f64], expected: [f64; 3]| {
            let pass = |visit: &mut dyn FnMut(f64)| {
                values.iter().copied().for_each(visit);
                Ok(())
            };
            let found = quantiles(&pass, values.len() as u64, [0.25, 0.5, 0.75]);
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
        assert!(sorted.map(f64::key).is_sorted());
        for x in sorted {
            assert_eq!(f64::of_key(x.key()).to_bits(), x.to_bits());
        }
        let sorted = [i64::MIN, -1, 0, 1, i64::MAX];
        assert!(sorted.map(i64::key).is_sorted());
        assert_eq!(sorted.map(|x| i64::of_key(x.key())), sorted);
        assert_eq!(i64::between(-3, 7, 0.5), 2);
    }
}
