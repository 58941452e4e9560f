//! Why two types have no common one, in NumPy's words.

use std::fmt;

use crate::literal::repr_str;

/// Why types have no common one: NumPy's `DTypePromotionError`, a `TypeError`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PromotionError {
    /// No type holds the values of both.
    NoCommonDType {
        /// The first one's class, such as `Int32DType`.
        left: &'static str,
        /// The second one's class.
        right: &'static str,
    },
    /// Several types that no type holds.
    NoCommonDTypeOf {
        /// The class that seemed to know most of the others.
        main: &'static str,
        /// The class that it does not know.
        other: &'static str,
        /// All classes, in the order given.
        all: Vec<&'static str>,
    },
    /// Raw bytes of two lengths.
    VoidLengths,
    /// A record or a block with something else.
    Structured,
    /// Blocks of two shapes.
    SubArrayShapes,
    /// Records of other fields.
    FieldNames {
        /// The first one's names.
        left: Vec<String>,
        /// The second one's names.
        right: Vec<String>,
    },
    /// A field of two titles.
    FieldTitles {
        /// The field's name.
        name: String,
    },
}

impl fmt::Display for PromotionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PromotionError::NoCommonDType { left, right } => write!(
                f,
                "The DTypes {} and {} do not have a common DType. For example they cannot be stored \
                 in a single array unless the dtype is `object`.",
                Class(left),
                Class(right)
            ),
            PromotionError::NoCommonDTypeOf { main, other, all } => {
                write!(
                    f,
                    "The DType {} could not be promoted by {}. This means that no common DType \
                     exists for the given inputs. For example they cannot be stored in a single \
                     array unless the dtype is `object`. The full list of DTypes is: ",
                    Class(other),
                    Class(main)
                )?;
                write_tuple(f, all.iter().map(|name| Class(name)))
            }
            PromotionError::VoidLengths => f.write_str(
                "Invalid type promotion with void datatypes of different lengths. Use the \
                 `np.bytes_` datatype instead to pad the shorter value with trailing zero bytes.",
            ),
            PromotionError::Structured => {
                f.write_str("invalid type promotion with structured datatype(s).")
            }
            PromotionError::SubArrayShapes => {
                f.write_str("invalid type promotion with subarray datatypes (shape mismatch).")
            }
            PromotionError::FieldNames { left, right } => {
                f.write_str("field names `")?;
                write_tuple(f, left.iter().map(|name| repr_str(name)))?;
                f.write_str("` and `")?;
                write_tuple(f, right.iter().map(|name| repr_str(name)))?;
                f.write_str("` mismatch.")
            }
            PromotionError::FieldTitles { name } => {
                write!(f, "field titles of field {} mismatch", repr_str(name))
            }
        }
    }
}

/// A class of `numpy.dtypes` as Python shows it.
struct Class<'a>(&'a str);

impl fmt::Display for Class<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<class 'numpy.dtypes.{}'>", self.0)
    }
}

/// Python's tuple: one item is followed by a comma.
fn write_tuple(
    f: &mut fmt::Formatter<'_>,
    mut items: impl ExactSizeIterator<Item = impl fmt::Display>,
) -> fmt::Result {
    let comma = if items.len() == 1 { "," } else { "" };
    f.write_str("(")?;
    if let Some(first) = items.next() {
        write!(f, "{first}")?;
    }
    items.try_for_each(|item| write!(f, ", {item}"))?;
    write!(f, "{comma})")
}
