//! The type of an operation on several operands, Python's numbers among them (NEP 50).

mod python_value;

pub use python_value::{check_python_int, min_scalar_type, python_scalar_type};

use crate::dtype::Spelling;
use crate::numeric::Numeric;
use crate::promotion::{canonical, common_instance, common_number, promotion_error, to_class};
use crate::{DType, ElementType, Error, ErrorKind, Kind, PromotionError, Result};

/// What takes part in an operation, as far as its type goes.
///
/// A Python `bool` is simply [`DType::BOOL`]; Python's other numbers are weak, as they take the type
/// of what they meet within their kind.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Operand {
    /// An array or NumPy scalar.
    DType(DType),
    /// A Python `int`.
    WeakInt,
    /// A Python `float`.
    WeakFloat,
    /// A Python `complex`.
    WeakComplex,
}

impl From<DType> for Operand {
    fn from(dtype: DType) -> Operand {
        Operand::DType(dtype)
    }
}

impl From<&DType> for Operand {
    fn from(dtype: &DType) -> Operand {
        Operand::DType(dtype.clone())
    }
}

/// The type that NumPy's promotion rules give to operands together.
///
/// NumPy: [numpy.result_type](https://numpy.org/doc/stable/reference/generated/numpy.result_type.html).
/// It also stands for `find_common_type`, which NumPy 2 removed.
///
/// Not always the same as promoting one by one: `[i2, u2, f4]` is `f4`, for `f4` is taken for the type
/// that knows most of the three. As in NumPy, the order of operands can matter where some of them have
/// no common type.
///
/// # Errors
///
/// When there are no operands, or no type for all of them.
///
/// # Example
///
/// ```
/// use ndstrata_dtype::{result_type, DType, Operand};
/// assert_eq!(result_type(&[DType::FLOAT32.into(), Operand::WeakFloat])?, DType::FLOAT32);
/// assert_eq!(result_type(&[DType::UINT8.into(), Operand::WeakFloat])?, DType::FLOAT64);
/// # Ok::<(), ndstrata_dtype::Error>(())
/// ```
pub fn result_type(operands: &[Operand]) -> Result<DType> {
    // Numbers of one type, which are most of what is asked for.
    if let [Operand::DType(first), others @ ..] = operands
        && first.element_type().is_some()
        && first.is_native()
        && others
            .iter()
            .all(|other| matches!(other, Operand::DType(x) if x == first && x.num() == first.num()))
    {
        return Ok(first.clone());
    }
    let mut classes: Vec<Class> = operands.iter().map(Class::of_operand).collect();
    classes.sort_by_key(|class| class.is_weak());
    let common = match operands {
        [] => return Err(Error::new(ErrorKind::NoOperands)),
        [Operand::DType(only)] => return canonical(only),
        _ => common_class(&classes)?,
    };
    if let Some(dtype) = common.dtype() {
        return Ok(dtype);
    }
    // A Python number has no width or unit to contribute.
    let mut instances = operands.iter().filter_map(|operand| match operand {
        Operand::DType(dtype) => Some(to_class(dtype, common)),
        _ => None,
    });
    let first = instances.next().ok_or_else(|| Error::new(ErrorKind::NoOperands))?;
    instances.try_fold(first, |result, next| common_instance(&result, &next))
}

/// A type without its parameters: what NumPy calls a DType, one for each type number, and one for each
/// of Python's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Class(i32);

impl Class {
    const OBJECT: Class = Class(17);
    pub(crate) const BYTES: Class = Class(18);
    pub(crate) const STR: Class = Class(19);
    pub(crate) const VOID: Class = Class(20);
    pub(crate) const DATETIME: Class = Class(21);
    pub(crate) const TIMEDELTA: Class = Class(22);
    const WEAK_INT: Class = Class(-1);
    const WEAK_FLOAT: Class = Class(-2);
    const WEAK_COMPLEX: Class = Class(-3);

    pub(crate) fn of(dtype: &DType) -> Class {
        Class(dtype.num())
    }

    fn of_operand(operand: &Operand) -> Class {
        match operand {
            Operand::DType(dtype) => Class::of(dtype),
            Operand::WeakInt => Class::WEAK_INT,
            Operand::WeakFloat => Class::WEAK_FLOAT,
            Operand::WeakComplex => Class::WEAK_COMPLEX,
        }
    }

    fn is_weak(self) -> bool {
        self.0 < 0
    }

    /// The one dtype of a class without parameters; for a weak class, the type it has alone.
    pub(crate) fn dtype(self) -> Option<DType> {
        match self {
            Class::OBJECT => Some(DType::OBJECT),
            Class::WEAK_INT => Some(DType::INT64),
            Class::WEAK_FLOAT => Some(DType::FLOAT64),
            Class::WEAK_COMPLEX => Some(DType::COMPLEX128),
            _ => numbers().find(|dtype| dtype.num() == self.0),
        }
    }

    fn number(self) -> Option<Numeric> {
        if self.is_weak() { None } else { self.dtype().as_ref().and_then(Numeric::of) }
    }

    /// What this class says is common to both; `None` leaves the question to the other.
    pub(crate) fn common(self, other: Class) -> Option<Class> {
        match self {
            _ if self == other => Some(self),
            Class::OBJECT => Some(self),
            Class::WEAK_INT | Class::WEAK_FLOAT | Class::WEAK_COMPLEX => self.weak_common(other),
            _ if other.is_weak() => self.common_with_weak(other),
            Class::STR if other == Class::BYTES => Some(self),
            Class::BYTES | Class::STR => other.number().map(|_| self),
            Class::DATETIME if other == Class::TIMEDELTA => Some(self),
            // Of two builtin classes the one of higher number answers.
            _ if self.0 < other.0 => None,
            _ if other == Class::OBJECT => Some(other),
            Class::TIMEDELTA => other
                .number()
                .filter(|&number| number.is_integer_or_bool() && number != Numeric::UINT64)
                .map(|_| self),
            _ => common_number(&self.dtype()?, &other.dtype()?).map(|dtype| Class::of(&dtype)),
        }
    }

    /// Python's numbers answer for Python's lesser ones and for types of lesser kinds.
    fn weak_common(self, other: Class) -> Option<Class> {
        if other.is_weak() {
            return (self.0 < other.0).then_some(self);
        }
        let number = other.number()?;
        let answers = match self {
            Class::WEAK_INT => number.kind == Kind::Bool,
            _ => number.is_integer_or_bool(),
        };
        if answers { self.dtype().map(|dtype| Class::of(&dtype)) } else { None }
    }

    /// A type takes in the Python numbers of its kind and of lesser ones; a float beside a complex
    /// number becomes the complex type of its width.
    fn common_with_weak(self, other: Class) -> Option<Class> {
        if self == Class::TIMEDELTA {
            return (other == Class::WEAK_INT).then_some(self);
        }
        let number = self.number()?;
        match (number.kind, other) {
            (Kind::Complex, _) => Some(self),
            (Kind::Float, Class::WEAK_COMPLEX) => {
                let wanted = Numeric { kind: Kind::Complex, width: number.width.max(4) };
                Some(Class::of(&wanted.dtype()))
            }
            (Kind::Float, _) => Some(self),
            (kind, Class::WEAK_INT) if kind.is_integer() => Some(self),
            _ => None,
        }
    }

    /// NumPy's name of the class, in `numpy.dtypes`.
    pub(crate) fn name(self) -> &'static str {
        const NAMES: [&str; 24] = [
            "BoolDType",
            "Int8DType",
            "UInt8DType",
            "Int16DType",
            "UInt16DType",
            "Int32DType",
            "UInt32DType",
            "Int64DType",
            "UInt64DType",
            "LongLongDType",
            "ULongLongDType",
            "Float32DType",
            "Float64DType",
            "LongDoubleDType",
            "Complex64DType",
            "Complex128DType",
            "CLongDoubleDType",
            "ObjectDType",
            "BytesDType",
            "StrDType",
            "VoidDType",
            "DateTime64DType",
            "TimeDelta64DType",
            "Float16DType",
        ];
        match self {
            Class::WEAK_INT => "_PyLongDType",
            Class::WEAK_FLOAT => "_PyFloatDType",
            Class::WEAK_COMPLEX => "_PyComplexDType",
            _ => {
                usize::try_from(self.0).ok().and_then(|i| NAMES.get(i)).copied().unwrap_or("DType")
            }
        }
    }
}

/// One dtype of each class of numbers.
fn numbers() -> impl Iterator<Item = DType> {
    let others = [
        DType::INT64.with_spelling(Spelling::LongLong),
        DType::UINT64.with_spelling(Spelling::LongLong),
        DType::LONG_DOUBLE,
        DType::COMPLEX_LONG_DOUBLE,
    ];
    ElementType::ALL.iter().map(|&element| DType::from_element(element)).chain(others)
}

/// The class common to all, as NumPy finds it: first the class that knows most of the others is brought
/// to the front, then it is promoted with each.
fn common_class(classes: &[Class]) -> Result<Class> {
    let mut slots: Vec<Option<Class>> = classes.iter().copied().map(Some).collect();
    let first_two = most_knowledgeable_first(&mut slots);
    let mut slots = slots.into_iter();
    let main = slots.next().flatten().unwrap_or(Class::VOID);
    let mut result = first_two;
    for other in slots.skip(usize::from(first_two.is_some())).flatten() {
        let promoted = main.common(other).ok_or_else(|| {
            promotion_error(PromotionError::NoCommonDTypeOf {
                main: main.name(),
                other: other.name(),
                all: classes.iter().map(|class| class.name()).collect(),
            })
        })?;
        result = match result {
            None => Some(promoted),
            Some(so_far) => {
                let common = so_far.common(promoted).or_else(|| promoted.common(so_far));
                Some(common.ok_or_else(|| {
                    promotion_error(PromotionError::NoCommonDType {
                        left: so_far.name(),
                        right: promoted.name(),
                    })
                })?)
            }
        };
    }
    Ok(result.unwrap_or(main))
}

/// Pairs the classes from both ends, keeps in front the one that answers for the other, and goes on
/// with the front half; a class that is answered for leaves its slot empty. Returns the answer of the
/// last pair.
fn most_knowledgeable_first(slots: &mut [Option<Class>]) -> Option<Class> {
    let mut length = slots.len();
    let mut answer = slots.first().copied().flatten();
    while length >= 2 {
        for low in 0..length / 2 {
            let high = length - 1 - low;
            let (Some(front), Some(back)) = (slots[low], slots[high]) else {
                continue;
            };
            answer = front.common(back);
            match answer {
                None => slots.swap(low, high),
                Some(common) if common == front => slots[high] = None,
                Some(_) => {}
            }
        }
        length -= length / 2;
    }
    answer
}
