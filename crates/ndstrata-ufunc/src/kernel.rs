//! [`Inner`]: one loop of a universal function, and what runs it.

use ndstrata_array::Relation;
use ndstrata_dtype::{DType, ElementType, TypeClass};
use ndstrata_kernels::NumberType;
use ndstrata_kernels::elementwise::Loop;
use ndstrata_kernels::math::Flags;
use smallvec::SmallVec;

/// The type of a loop's operand, without its unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LoopType {
    Number(ElementType),
    DateTime,
    TimeDelta,
}

/// The operands' types, inputs first.
pub(crate) type LoopTypes = SmallVec<[LoopType; 4]>;

/// A loop at fixed types.
#[derive(Clone)]
pub(crate) struct Inner {
    pub(crate) types: LoopTypes,
    pub(crate) kernel: Kernel,
}

/// What computes a loop's elements.
#[derive(Clone, Copy)]
pub(crate) enum Kernel {
    /// One result of one or two numbers; casts, swaps and strides are the kernel's own business.
    Map(&'static Loop),
    /// Two results, each of the same one or two numbers.
    Both(&'static Loop, &'static Loop),
    /// Runs of native elements at any stride, whose errors the processor notes.
    Run(RunFn),
    /// Runs of native elements that answer their floating-point errors themselves.
    Answering(RunFn),
    /// Text compared.
    Compare(Relation),
    /// Text after text.
    Join,
    /// Text so many times.
    Repeat,
}

/// The operands' first elements (inputs first), their strides in bytes, and the count.
///
/// # Safety
///
/// Each operand can be read (inputs) or written (outputs) for `count` elements of the loop's types, at
/// any alignment, and no output overlaps another operand except at the same place.
pub(crate) type RunFn = unsafe fn(ptrs: &[*mut u8], strides: &[isize], count: usize) -> Flags;

impl LoopType {
    /// The type of a letter of NumPy's loop signatures.
    pub(crate) fn of_letter(letter: char) -> Option<LoopType> {
        match letter {
            'M' => Some(LoopType::DateTime),
            'm' => Some(LoopType::TimeDelta),
            letter => {
                ElementType::ALL.iter().find(|e| e.char() == letter).map(|&e| LoopType::Number(e))
            }
        }
    }

    /// The loop type of a dtype, if loops may have it.
    pub(crate) fn of(dtype: &DType) -> Option<LoopType> {
        match dtype.class() {
            TypeClass::Element(element) => Some(LoopType::Number(*element)),
            TypeClass::DateTime64(_) => Some(LoopType::DateTime),
            TypeClass::TimeDelta64(_) => Some(LoopType::TimeDelta),
            _ => None,
        }
    }
}

/// The loop types of a signature such as `dd->d`.
pub(crate) fn loop_types(signature: &str) -> LoopTypes {
    signature.chars().filter_map(LoopType::of_letter).collect()
}

/// The kernels' name of a type, and back.
pub(crate) const NUMBERS: [(ElementType, NumberType); 14] = [
    (ElementType::Bool, NumberType::Bool),
    (ElementType::Int8, NumberType::I8),
    (ElementType::UInt8, NumberType::U8),
    (ElementType::Int16, NumberType::I16),
    (ElementType::UInt16, NumberType::U16),
    (ElementType::Int32, NumberType::I32),
    (ElementType::UInt32, NumberType::U32),
    (ElementType::Int64, NumberType::I64),
    (ElementType::UInt64, NumberType::U64),
    (ElementType::Float16, NumberType::F16),
    (ElementType::Float32, NumberType::F32),
    (ElementType::Float64, NumberType::F64),
    (ElementType::Complex64, NumberType::Complex64),
    (ElementType::Complex128, NumberType::Complex128),
];

/// The kernels' name of a type.
pub(crate) fn number_type(element: ElementType) -> NumberType {
    NUMBERS[NUMBERS.iter().position(|&(e, _)| e == element).unwrap_or(0)].1
}

/// The type that the kernels name so.
pub(crate) fn element_type(number: NumberType) -> ElementType {
    NUMBERS[NUMBERS.iter().position(|&(_, n)| n == number).unwrap_or(0)].0
}
