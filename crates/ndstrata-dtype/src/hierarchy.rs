//! NumPy's tree of scalar types, abstract ones above concrete ones, and what belongs where.

use std::fmt;
use std::str::FromStr;

use crate::{DType, Error, ErrorKind, Kind, Result};

/// A type that only groups others.
///
/// NumPy: [scalars](https://numpy.org/doc/stable/reference/arrays.scalars.html).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AbstractType {
    /// All types.
    Generic,
    /// Integers, floats and complex numbers.
    Number,
    /// Signed and unsigned integers; durations too.
    Integer,
    /// Signed integers and durations.
    SignedInteger,
    /// Unsigned integers.
    UnsignedInteger,
    /// Floats and complex numbers.
    Inexact,
    /// Floats.
    Floating,
    /// Complex numbers.
    ComplexFloating,
    /// Text, bytes and raw bytes.
    Flexible,
    /// Text and bytes.
    Character,
}

impl AbstractType {
    /// Each with NumPy's name and the type above it.
    const TREE: [(AbstractType, &'static str, Option<AbstractType>); 10] = [
        (AbstractType::Generic, "generic", None),
        (AbstractType::Number, "number", Some(AbstractType::Generic)),
        (AbstractType::Integer, "integer", Some(AbstractType::Number)),
        (AbstractType::SignedInteger, "signedinteger", Some(AbstractType::Integer)),
        (AbstractType::UnsignedInteger, "unsignedinteger", Some(AbstractType::Integer)),
        (AbstractType::Inexact, "inexact", Some(AbstractType::Number)),
        (AbstractType::Floating, "floating", Some(AbstractType::Inexact)),
        (AbstractType::ComplexFloating, "complexfloating", Some(AbstractType::Inexact)),
        (AbstractType::Flexible, "flexible", Some(AbstractType::Generic)),
        (AbstractType::Character, "character", Some(AbstractType::Flexible)),
    ];

    /// NumPy's name.
    pub fn name(self) -> &'static str {
        AbstractType::TREE[self as usize].1
    }

    /// The type above it; none above [`Generic`](AbstractType::Generic).
    pub fn parent(self) -> Option<AbstractType> {
        AbstractType::TREE[self as usize].2
    }

    /// The type right above the types of a kind.
    fn above(kind: Kind) -> AbstractType {
        match kind {
            Kind::Bool | Kind::DateTime | Kind::Object => AbstractType::Generic,
            Kind::SignedInteger | Kind::TimeDelta => AbstractType::SignedInteger,
            Kind::UnsignedInteger => AbstractType::UnsignedInteger,
            Kind::Float => AbstractType::Floating,
            Kind::Complex => AbstractType::ComplexFloating,
            Kind::Bytes | Kind::Str => AbstractType::Character,
            Kind::Void => AbstractType::Flexible,
        }
    }
}

impl fmt::Display for AbstractType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for AbstractType {
    type Err = Error;

    fn from_str(text: &str) -> Result<AbstractType> {
        AbstractType::TREE
            .iter()
            .find(|(_, name, _)| *name == text)
            .map(|(abstract_type, ..)| *abstract_type)
            .ok_or_else(|| Error::new(ErrorKind::UnknownKind { text: text.to_owned() }))
    }
}

/// A place in the tree: an abstract type, or the scalar type of a dtype (whose width and byte order
/// then do not matter).
#[derive(Clone, Debug)]
pub enum ScalarType {
    /// An inner place.
    Abstract(AbstractType),
    /// A leaf.
    Of(DType),
}

impl From<AbstractType> for ScalarType {
    fn from(abstract_type: AbstractType) -> ScalarType {
        ScalarType::Abstract(abstract_type)
    }
}

impl From<DType> for ScalarType {
    fn from(dtype: DType) -> ScalarType {
        ScalarType::Of(dtype)
    }
}

impl From<&DType> for ScalarType {
    fn from(dtype: &DType) -> ScalarType {
        ScalarType::Of(dtype.clone())
    }
}

impl fmt::Display for ScalarType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ScalarType::Abstract(abstract_type) => write!(f, "numpy.{abstract_type}"),
            ScalarType::Of(dtype) => write!(f, "numpy.{}", dtype.scalar_type()),
        }
    }
}

/// Whether a type is another or stands below it.
///
/// NumPy: [numpy.issubdtype](https://numpy.org/doc/stable/reference/generated/numpy.issubdtype.html).
///
/// ```
/// use ndstrata_dtype::{issubdtype, AbstractType, DType};
/// assert!(issubdtype(DType::FLOAT32, AbstractType::Inexact));
/// assert!(!issubdtype(DType::FLOAT32, DType::FLOAT64));
/// assert!(issubdtype(DType::bytes(3), DType::bytes(5)));
/// ```
pub fn issubdtype(lower: impl Into<ScalarType>, upper: impl Into<ScalarType>) -> bool {
    match (lower.into(), upper.into()) {
        (ScalarType::Abstract(lower), ScalarType::Abstract(upper)) => is_below(lower, upper),
        (ScalarType::Of(lower), ScalarType::Abstract(upper)) => {
            is_below(AbstractType::above(lower.kind()), upper)
        }
        (ScalarType::Abstract(_), ScalarType::Of(_)) => false,
        (ScalarType::Of(lower), ScalarType::Of(upper)) => {
            // `numpy.record` stands below `numpy.void`.
            is_same_scalar(&lower, &upper)
                || (lower.kind() == Kind::Void && upper.scalar_type() == "void")
        }
    }
}

fn is_below(lower: AbstractType, upper: AbstractType) -> bool {
    std::iter::successors(Some(lower), |place| place.parent()).any(|place| place == upper)
}

fn is_same_scalar(lhs: &DType, rhs: &DType) -> bool {
    lhs.scalar_type() == rhs.scalar_type()
}

/// A group of types as the array API names them, or one type.
#[derive(Clone, Debug)]
pub enum TypeKind {
    /// `bool`
    Bool,
    /// `signed integer`
    SignedInteger,
    /// `unsigned integer`
    UnsignedInteger,
    /// `integral`
    Integral,
    /// `real floating`
    RealFloating,
    /// `complex floating`
    ComplexFloating,
    /// `numeric`
    Numeric,
    /// One scalar type.
    Of(DType),
}

impl TypeKind {
    fn contains(&self, dtype: &DType) -> bool {
        let kind = dtype.kind();
        match self {
            TypeKind::Bool => kind == Kind::Bool,
            TypeKind::SignedInteger => kind == Kind::SignedInteger,
            TypeKind::UnsignedInteger => kind == Kind::UnsignedInteger,
            TypeKind::Integral => kind.is_integer(),
            TypeKind::RealFloating => kind == Kind::Float,
            TypeKind::ComplexFloating => kind == Kind::Complex,
            TypeKind::Numeric => kind.is_number(),
            TypeKind::Of(other) => is_same_scalar(dtype, other),
        }
    }
}

impl From<DType> for TypeKind {
    fn from(dtype: DType) -> TypeKind {
        TypeKind::Of(dtype)
    }
}

impl FromStr for TypeKind {
    type Err = Error;

    fn from_str(text: &str) -> Result<TypeKind> {
        Ok(match text {
            "bool" => TypeKind::Bool,
            "signed integer" => TypeKind::SignedInteger,
            "unsigned integer" => TypeKind::UnsignedInteger,
            "integral" => TypeKind::Integral,
            "real floating" => TypeKind::RealFloating,
            "complex floating" => TypeKind::ComplexFloating,
            "numeric" => TypeKind::Numeric,
            _ => return Err(Error::new(ErrorKind::UnknownKind { text: text.to_owned() })),
        })
    }
}

/// Whether a type belongs to one of some kinds.
///
/// NumPy: [numpy.isdtype](https://numpy.org/doc/stable/reference/generated/numpy.isdtype.html).
///
/// ```
/// use ndstrata_dtype::{isdtype, DType, TypeKind};
/// assert!(isdtype(&DType::INT16, &[TypeKind::Bool, TypeKind::Integral]));
/// ```
pub fn isdtype(dtype: &DType, kinds: &[TypeKind]) -> bool {
    kinds.iter().any(|kind| kind.contains(dtype))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Record;
    use crate::datetime::DateTimeUnit;
    use crate::dtype::Spelling;

    #[test]
    fn kinds_stand_where_numpy_puts_them() {
        let long_long = DType::INT64.with_spelling(Spelling::LongLong);
        let tree = |dtype: &DType| -> String {
            let is_below = |place: &(AbstractType, &str, _)| issubdtype(dtype, place.0);
            AbstractType::TREE.iter().map(|place| if is_below(place) { '1' } else { '0' }).collect()
        };
        for (dtype, expected) in [
            (DType::BOOL, "1000000000"),
            (DType::INT8, "1111000000"),
            (long_long.clone(), "1111000000"),
            (DType::UINT64, "1110100000"),
            (DType::FLOAT16, "1100011000"),
            (DType::LONG_DOUBLE, "1100011000"),
            (DType::COMPLEX64, "1100010100"),
            (DType::OBJECT, "1000000000"),
            (DType::bytes(3), "1000000011"),
            (DType::str(3), "1000000011"),
            (DType::void(3), "1000000010"),
            (DType::datetime64(DateTimeUnit::GENERIC), "1000000000"),
            (DType::timedelta64(DateTimeUnit::GENERIC), "1111000000"),
        ] {
            assert_eq!(tree(&dtype), expected, "{dtype}");
        }
        assert!(!issubdtype(&long_long, DType::INT64));
    }

    #[test]
    fn a_record_scalar_is_a_void_but_not_the_other_way_round() {
        let record = DType::record(Record::builder().field("x", DType::INT8).build().unwrap());
        let class = record.clone().with_spelling(Spelling::RecordClass);
        assert!(issubdtype(&class, DType::void(0)));
        assert!(issubdtype(&record, DType::void(0)));
        assert!(!issubdtype(DType::void(0), &class));
    }

    #[test]
    fn durations_are_no_integers_of_the_array_api() {
        let duration = DType::timedelta64(DateTimeUnit::GENERIC);
        assert!(!isdtype(&duration, &[TypeKind::Integral]));
        assert!(isdtype(&DType::INT32, &[DType::INT32.swap_byte_order().into()]));
        let error = "foo".parse::<TypeKind>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "kind argument is a string, but 'foo' is not a known kind name."
        );
    }
}
