//! Decimal digits from and to numbers, eight at a time. Exact: what cannot be decided here is said so,
//! and left to slower code. What surrounds a number is not known here.

mod nearest;
mod powers;
mod printed;
mod read;

pub(crate) use nearest::{nearest, nearest_eight};
pub(crate) use printed::{
    ROOM, eight_digits, n_digits, parted, put_digits, put_integer, put_word, rounded_at,
    significant,
};
pub(crate) use read::{float_at, integer_at, stands_in_numbers};

#[cfg(test)]
mod tests;
