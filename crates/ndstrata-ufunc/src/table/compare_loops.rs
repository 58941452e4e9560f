//! Comparisons of signed with unsigned 64-bit integers, which no common type holds.
#![expect(unsafe_code, reason = "reads and writes runs of raw elements")]

use super::runs::{inner, two};
use crate::kernel::Inner;

macro_rules! mixed {
    ($($name:ident = $compare:expr;)*) => {$(
        pub(super) fn $name() -> Vec<Inner> {
            vec![
                // SAFETY: the caller of a `RunFn` keeps its promise for these types.
                inner("lL?", |p, s, n| unsafe {
                    two::<i64, u64, bool>(p, s, n, |a, b| $compare(&i128::from(a), &i128::from(b)))
                }),
                // SAFETY: as above.
                inner("Ll?", |p, s, n| unsafe {
                    two::<u64, i64, bool>(p, s, n, |a, b| $compare(&i128::from(a), &i128::from(b)))
                }),
            ]
        }
    )*};
}

mixed! {
    equal = i128::eq;
    not_equal = i128::ne;
    less = i128::lt;
    less_equal = i128::le;
    greater = i128::gt;
    greater_equal = i128::ge;
}
