//! Units as types, for [`DateTime64`](super::DateTime64) and [`TimeDelta64`](super::TimeDelta64).

use super::{DateTimeBase, DateTimeUnit};

/// A unit that is known when compiling. Implement it for a type of your own for a multiple.
///
/// # Example
/// ```
/// use ndstrata_dtype::datetime::{DateTime64, DateTimeBase, DateTimeUnit, units::Unit};
/// #[derive(Clone, Copy)]
/// struct Quarter;
/// impl Unit for Quarter {
///     const UNIT: DateTimeUnit = DateTimeUnit { base: DateTimeBase::Month, multiple: 3 };
/// }
/// assert_eq!(DateTime64::<Quarter>::from_count(2).to_string(), "1970-07");
/// ```
pub trait Unit: Copy + Send + Sync + 'static {
    /// The unit.
    const UNIT: DateTimeUnit;
}

macro_rules! units {
    ($($name:ident)*) => {
        $(
            #[doc = concat!("One [`", stringify!($name), "`](DateTimeBase::", stringify!($name), ").")]
            #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
            pub struct $name;

            impl Unit for $name {
                const UNIT: DateTimeUnit = DateTimeUnit::new(DateTimeBase::$name);
            }
        )*
    };
}

units! {
    Year Month Week Day Hour Minute Second Millisecond Microsecond Nanosecond Picosecond
    Femtosecond Attosecond Generic
}
