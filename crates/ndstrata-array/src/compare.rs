//! Comparisons of arrays, element by element: numbers, text, dates, records.
//!
//! What two numbers or texts are to each other is the kernels' business; here operands are brought to a
//! common type and walked. Records (`records`) are equal where all their fields are.
#![expect(unsafe_code, reason = "walks layouts that were checked against memory")]

mod fault;
mod records;

use ndstrata_dtype::datetime::NAT;
use ndstrata_dtype::{DType, Kind, promote_types};
use ndstrata_kernels::elementwise::{
    EQUAL, GREATER, GREATER_EQUAL, LESS, LESS_EQUAL, Loops, NOT_EQUAL, Operand, Run, RunMut,
};
use ndstrata_kernels::{NumberType, Relation, TextRun, TextUnit, compare_text_run};

use crate::array::{DynArray, DynView};
use crate::cast::number_type;
use crate::error::{Error, ErrorKind, Result};
use crate::layout::{Order, Plan, broadcast_shapes};

pub use fault::CompareFault;

/// Where the comparison of two arrays holds, after broadcasting.
///
/// `int64` and `uint64` are compared exactly, dates in their finer unit; NaT and NaN equal nothing.
/// Text compares by code points, and is unequal to what is no text of its kind.
///
/// NumPy: [numpy.equal](https://numpy.org/doc/stable/reference/generated/numpy.equal.html) and its five companions.
///
/// # Errors
///
/// Shapes that do not broadcast; types that have no common one, or no order.
///
/// # Example
/// ```
/// use ndstrata_array::{compare, DynArray, Relation};
/// let (a, b) = (DynArray::from_vec(vec![-1_i64, 5]), DynArray::from_vec(vec![u64::MAX]));
/// let less = compare(&a.view(), Relation::Less, &b.view())?;
/// assert_eq!(less.to_vec::<bool>()?, [true, true]);
/// # Ok::<(), ndstrata_array::Error>(())
/// ```
pub fn compare(lhs: &DynView<'_>, relation: Relation, rhs: &DynView<'_>) -> Result<DynArray> {
    let shape = broadcast_shapes(&[lhs.shape(), rhs.shape()])?;
    let (lhs, rhs) = (lhs.broadcast_to(&shape)?, rhs.broadcast_to(&shape)?);
    let is_equality = matches!(relation, Relation::Equal | Relation::NotEqual);
    let found = match (lhs.dtype().kind(), rhs.dtype().kind()) {
        (Kind::Object, _) | (_, Kind::Object) => {
            return Err(Error::new(ErrorKind::ObjectConversion));
        }
        (Kind::Void, Kind::Void) if is_equality => Some(records::compare(&lhs, relation, &rhs)?),
        (Kind::Void, _) | (_, Kind::Void) if is_equality => {
            return Err(CompareFault::VoidWithOther.into());
        }
        (Kind::Bytes, Kind::Bytes) | (Kind::Str, Kind::Str) => Some(texts(&lhs, relation, &rhs)?),
        (a, b) if a == Kind::DateTime && b == a => Some(dates(&lhs, relation, &rhs)?),
        _ if is_duration_or_integer(lhs.dtype(), rhs.dtype()) => Some(dates(&lhs, relation, &rhs)?),
        _ => numbers(&lhs, relation, &rhs)?,
    };
    match found {
        Some(found) => Ok(found),
        None if is_equality => filled(&shape, relation == Relation::NotEqual),
        None => {
            let types = [lhs.dtype().clone(), rhs.dtype().clone()];
            Err(CompareFault::NoLoop { relation, types }.into())
        }
    }
}

/// Whether one is a duration, and the other a duration or an integer, which counts as one; `uint64`
/// holds more than a duration.
fn is_duration_or_integer(a: &DType, b: &DType) -> bool {
    let counts = |dtype: &DType| match dtype.kind() {
        Kind::TimeDelta | Kind::Bool | Kind::SignedInteger => true,
        Kind::UnsignedInteger => dtype.itemsize() < 8,
        _ => false,
    };
    let is_duration = |dtype: &DType| dtype.kind() == Kind::TimeDelta;
    (is_duration(a) || is_duration(b)) && counts(a) && counts(b)
}

/// `None` where the types are never compared.
fn numbers(lhs: &DynView<'_>, relation: Relation, rhs: &DynView<'_>) -> Result<Option<DynArray>> {
    let (Some(a), Some(b)) = (lhs.dtype().element_type(), rhs.dtype().element_type()) else {
        return Ok(None);
    };
    let (a, b) = (number_type(a), number_type(b));
    if matches!((a, b), (NumberType::I64, NumberType::U64) | (NumberType::U64, NumberType::I64)) {
        return wide_integers(lhs, relation, rhs).map(Some);
    }
    let common = promote_types(lhs.dtype(), rhs.dtype())?.element_type().map(number_type);
    let Some(found) = common.and_then(|common| loops(relation).find(&[common; 2])) else {
        return Ok(None);
    };
    let operands = [(a, lhs), (b, rhs)]
        .map(|(number, array)| Operand { number, swapped: !array.dtype().is_native() });
    let call = found.call_with(operands, Operand::native(NumberType::Bool));
    walk(lhs, rhs, |dst, src, count| {
        // SAFETY: runs of the operands' types that `walk` hands out.
        unsafe { call.run(dst, src, count) };
    })
    .map(Some)
}

fn loops(relation: Relation) -> &'static Loops {
    match relation {
        Relation::Equal => &EQUAL,
        Relation::NotEqual => &NOT_EQUAL,
        Relation::Less => &LESS,
        Relation::LessEqual => &LESS_EQUAL,
        Relation::Greater => &GREATER,
        Relation::GreaterEqual => &GREATER_EQUAL,
    }
}

/// 64-bit integers of different signs, which no type holds both of.
fn wide_integers(lhs: &DynView<'_>, relation: Relation, rhs: &DynView<'_>) -> Result<DynArray> {
    let value = |array: &DynView<'_>| {
        let is_signed = array.dtype().kind() == Kind::SignedInteger;
        let swapped = !array.dtype().is_native();
        move |bytes: &[u8]| {
            let bits = u64::from_ne_bytes(bytes.first_chunk().copied().unwrap_or_default());
            let bits = if swapped { bits.swap_bytes() } else { bits };
            if is_signed { i128::from(bits as i64) } else { i128::from(bits) }
        }
    };
    let (a, b) = (value(lhs), value(rhs));
    pairs(lhs, rhs, |lhs, rhs| relation.holds(a(lhs).cmp(&b(rhs))))
}

/// Dates with dates, durations with durations or integers, in their common unit.
fn dates(lhs: &DynView<'_>, relation: Relation, rhs: &DynView<'_>) -> Result<DynArray> {
    let common = promote_types(lhs.dtype(), rhs.dtype())?.to_native();
    let (lhs, rhs) = (lhs.cast_to_same(&common)?, rhs.cast_to_same(&common)?);
    let ticks = |bytes: &[u8]| i64::from_ne_bytes(bytes.first_chunk().copied().unwrap_or_default());
    pairs(&lhs.view(), &rhs.view(), |a, b| match (ticks(a), ticks(b)) {
        (NAT, _) | (_, NAT) => relation == Relation::NotEqual,
        (a, b) => relation.holds(a.cmp(&b)),
    })
}

fn texts(lhs: &DynView<'_>, relation: Relation, rhs: &DynView<'_>) -> Result<DynArray> {
    let run = |array: &DynView<'_>, run: Run| TextRun {
        ptr: run.ptr,
        stride: run.stride,
        itemsize: array.itemsize(),
        unit: match (array.dtype().kind(), array.dtype().is_native()) {
            (Kind::Bytes, _) => TextUnit::Byte,
            (_, true) => TextUnit::CodePoint,
            (_, false) => TextUnit::SwappedCodePoint,
        },
    };
    walk(lhs, rhs, |dst, [a, b], count| {
        let (a, b) = (run(lhs, a), run(rhs, b));
        // SAFETY: runs of the operands' types that `walk` hands out.
        unsafe { compare_text_run(dst.ptr, dst.stride, relation, a, b, count) };
    })
}

/// A truth value for each pair of elements of two arrays of one shape.
fn pairs(
    lhs: &DynView<'_>,
    rhs: &DynView<'_>,
    mut holds: impl FnMut(&[u8], &[u8]) -> bool,
) -> Result<DynArray> {
    let sizes = [lhs.itemsize(), rhs.itemsize()];
    walk(lhs, rhs, |dst, src, count| {
        for i in 0..count as isize {
            let element = |k: usize| {
                let at = src[k].ptr.wrapping_offset(i * src[k].stride);
                // SAFETY: an element of the run that `walk` hands out.
                unsafe { std::slice::from_raw_parts(at, sizes[k]) }
            };
            let truth = u8::from(holds(element(0), element(1)));
            // SAFETY: a place of the run that `walk` hands out.
            unsafe { dst.ptr.wrapping_offset(i * dst.stride).write(truth) };
        }
    })
}

/// A new array of truth values, run by run: `compare` writes each of a run's places.
fn walk(
    lhs: &DynView<'_>,
    rhs: &DynView<'_>,
    mut compare: impl FnMut(RunMut, [Run; 2], usize),
) -> Result<DynArray> {
    // SAFETY: `compare` writes all places, and the plan's runs cover the array.
    let mut result = unsafe { DynArray::uninit(lhs.shape(), &DType::BOOL, Order::C)? };
    let mut to = result.view_mut()?;
    let plan = Plan::new(lhs.shape(), [to.strides(), lhs.strides(), rhs.strides()]);
    let ([d_step, a_step, b_step], count) = (plan.inner_strides(), plan.inner_len());
    let (dst, a, b) = (to.as_mut_ptr(), lhs.as_ptr(), rhs.as_ptr());
    plan.for_each_run(|[d, i, j]| {
        let dst = RunMut { ptr: dst.wrapping_offset(d), stride: d_step };
        let a = Run { ptr: a.wrapping_offset(i), stride: a_step };
        let b = Run { ptr: b.wrapping_offset(j), stride: b_step };
        compare(dst, [a, b], count);
    });
    Ok(result)
}

fn filled(shape: &[usize], value: bool) -> Result<DynArray> {
    let mut result = DynArray::zeros(shape, &DType::BOOL, Order::C)?;
    if value {
        result.view_mut()?.fill(&crate::Scalar::new(true))?;
    }
    Ok(result)
}
