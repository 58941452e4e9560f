//! Why two arrays are not compared, in NumPy's words.

use std::fmt;

use ndstrata_dtype::DType;
use ndstrata_kernels::Relation;

/// Why two arrays are not compared.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CompareFault {
    /// Types without this order.
    NoLoop {
        /// The comparison.
        relation: Relation,
        /// The operands' types.
        types: [DType; 2],
    },
    /// Records or raw bytes with something else.
    VoidWithOther,
    /// Raw bytes of different lengths.
    VoidLengths,
    /// Records without a common type.
    NoCommonRecord,
}

impl fmt::Display for CompareFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CompareFault::NoLoop { relation, types: [lhs, rhs] } => {
                let name = match relation {
                    Relation::Equal => "equal",
                    Relation::NotEqual => "not_equal",
                    Relation::Less => "less",
                    Relation::LessEqual => "less_equal",
                    Relation::Greater => "greater",
                    Relation::GreaterEqual => "greater_equal",
                };
                write!(
                    f,
                    "ufunc '{name}' did not contain a loop with signature matching types ({lhs:?}, \
                     {rhs:?}) -> None"
                )
            }
            CompareFault::VoidWithOther => {
                f.write_str("Cannot compare structured or void to non-void arrays.")
            }
            CompareFault::VoidLengths => f.write_str(
                "cannot compare unstructured voids of different length. Use bytes to compare. (This \
                 may return array of False in the future.)",
            ),
            CompareFault::NoCommonRecord => f.write_str(
                "Cannot compare structured arrays unless they have a common dtype.  I.e. \
                 `np.result_type(arr1, arr2)` must be defined.",
            ),
        }
    }
}
