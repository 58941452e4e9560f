//! The steps of a quicksort for each key and instruction set.
//!
//! [`super::quick`] is written once over this table. Every entry does the same on the same input
//! but for the order of keys inside the parts of a split, so the sorted result is the same.

use super::split::split_scalars;
use super::vector::Key;
use crate::Isa;

/// What a quicksort of one key type does on one instruction set.
pub(crate) struct Steps<K: 'static> {
    /// The longest run that `sort_short` takes.
    pub(crate) short: usize,
    /// Sorts at most `short` keys.
    pub(crate) sort_short: fn(&mut [K]),
    /// Moves the keys less than the pivot to the front and returns their number.
    pub(crate) split_below: fn(&mut [K], K) -> usize,
    /// Moves the keys not greater than the pivot to the front and returns their number.
    pub(crate) split_through: fn(&mut [K], K) -> usize,
}

/// A key that has steps on every instruction set.
pub(crate) trait SortKey: Key {
    /// The table for `isa`, a level that the machine has.
    fn steps(isa: Isa) -> &'static Steps<Self>;
}

macro_rules! sort_keys {
    ($($key:ty: $steps:ident),* $(,)?) => { $(
        impl SortKey for $key {
            fn steps(isa: Isa) -> &'static Steps<$key> {
                const { assert!(size_of::<$key>() >= 4) };
                match isa {
                    #[cfg(target_arch = "x86_64")]
                    Isa::Avx512 => const { &super::avx512::$steps::<$key>() },
                    #[cfg(target_arch = "x86_64")]
                    Isa::Avx2 => const { &super::avx2::$steps::<$key>() },
                    _ => const { &scalar::<$key>() },
                }
            }
        }
    )* };
}

sort_keys!(i32: steps32, u32: steps32, f32: steps32, i64: steps64, u64: steps64, f64: steps64);

const fn scalar<K: Key>() -> Steps<K> {
    Steps {
        short: 24,
        sort_short: insertion_sort,
        split_below: split_scalars::<K, false>,
        split_through: split_scalars::<K, true>,
    }
}

fn insertion_sort<K: Key>(keys: &mut [K]) {
    for i in 1..keys.len() {
        let key = keys[i];
        let mut place = i;
        while place > 0 && key < keys[place - 1] {
            keys[place] = keys[place - 1];
            place -= 1;
        }
        keys[place] = key;
    }
}
