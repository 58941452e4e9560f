//! Business days: which days they are, how many lie between two dates, and the day some of them on.

mod calendar;

use std::borrow::Cow;

use ndstrata_array::{AsType, DynArray, DynView, Order, broadcast_shapes};
use ndstrata_dtype::datetime::{DateTimeBase, DateTimeUnit, NAT};
use ndstrata_dtype::{Casting, DType, can_cast};
use ndstrata_kernels::sort::NatLast;

use crate::error::{Error, ErrorKind, Result};

pub use calendar::{BusinessCalendar, Roll};

/// Where dates are business days.
///
/// NumPy: [numpy.is_busday](https://numpy.org/doc/stable/reference/generated/numpy.is_busday.html).
///
/// # Errors
///
/// An operand that is no date of whole days.
///
/// ```
/// use ndstrata_array::{DynArray, Order};
/// use ndstrata_dtype::DType;
/// use ndstrata_ufunc::{BusinessCalendar, is_busday};
/// // 1970-01-01, a Thursday, and the two days after it.
/// let days = DynArray::from_vec(vec![0_i64, 1, 2]).reinterpret(&"M8[D]".parse::<DType>()?)?;
/// let found = is_busday(&days.view(), &BusinessCalendar::default())?;
/// assert_eq!(found.to_vec::<bool>()?, [true, true, false]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn is_busday(dates: &DynView<'_>, calendar: &BusinessCalendar) -> Result<DynArray> {
    let days = counts(0, dates, &days_type(), Casting::Safe)?;
    let found: Vec<bool> = days.iter().map(|&day| calendar.contains(day)).collect();
    shaped(DynArray::from_vec(found), dates.shape())
}

/// How many business days lie from each first date on, before the second; negative where the second
/// is earlier.
///
/// NumPy: [numpy.busday_count](https://numpy.org/doc/stable/reference/generated/numpy.busday_count.html).
///
/// # Errors
///
/// Operands that are no dates of whole days; NaT.
///
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_dtype::DType;
/// use ndstrata_ufunc::{BusinessCalendar, busday_count};
/// let days = "M8[D]".parse::<DType>()?;
/// let begin = DynArray::from_vec(vec![0_i64]).reinterpret(&days)?;
/// let end = DynArray::from_vec(vec![7_i64, 1]).reinterpret(&days)?;
/// let found = busday_count(&begin.view(), &end.view(), &BusinessCalendar::default())?;
/// assert_eq!(found.to_vec::<i64>()?, [5, 1]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn busday_count(
    begindates: &DynView<'_>,
    enddates: &DynView<'_>,
    calendar: &BusinessCalendar,
) -> Result<DynArray> {
    let shape = together(begindates, enddates)?;
    let (begin, end) = (begindates.broadcast_to(&shape)?, enddates.broadcast_to(&shape)?);
    let begin = counts(0, &begin, &days_type(), Casting::Safe)?;
    let end = counts(1, &end, &days_type(), Casting::Safe)?;
    let both = begin.iter().zip(end.iter());
    let found = both.map(|(&begin, &end)| calendar.count(begin, end)).collect::<Result<_>>()?;
    shaped(DynArray::from_vec::<i64>(found), &shape)
}

/// The dates that many business days on from others, which roll to a business day first.
///
/// NumPy: [numpy.busday_offset](https://numpy.org/doc/stable/reference/generated/numpy.busday_offset.html).
///
/// # Errors
///
/// Operands that are no dates of whole days or no counts; days that are none of business and NaT, with
/// [`Roll::Raise`].
///
/// ```
/// use ndstrata_array::DynArray;
/// use ndstrata_dtype::DType;
/// use ndstrata_ufunc::{BusinessCalendar, Roll, busday_offset};
/// let days = "M8[D]".parse::<DType>()?;
/// let saturday = DynArray::from_vec(vec![2_i64]).reinterpret(&days)?;
/// let one = DynArray::from_vec(vec![1_i64]);
/// let found =
///     busday_offset(&saturday.view(), &one.view(), Roll::Forward, &BusinessCalendar::default())?;
/// // 1970-01-06, a Tuesday.
/// assert_eq!(found.reinterpret(&DType::INT64)?.to_vec::<i64>()?, [5]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn busday_offset(
    dates: &DynView<'_>,
    offsets: &DynView<'_>,
    roll: Roll,
    calendar: &BusinessCalendar,
) -> Result<DynArray> {
    let shape = together(dates, offsets)?;
    let dates = dates.broadcast_to(&shape)?;
    let days = counts(0, &dates, &days_type(), Casting::Safe)?;
    let found: Vec<i64> = if offsets.size() == 1 {
        let n = counts(1, offsets, &DType::INT64, Casting::Unsafe)?;
        let steps = calendar.steps(n.first().copied().unwrap_or_default());
        days.iter().map(|&day| calendar.offset(day, &steps, roll)).collect::<Result<_>>()?
    } else {
        let offsets = offsets.broadcast_to(&shape)?;
        let offsets = counts(1, &offsets, &DType::INT64, Casting::Unsafe)?;
        let both = days.iter().zip(offsets.iter());
        both.map(|(&day, &n)| calendar.offset(day, &calendar.steps(n), roll))
            .collect::<Result<_>>()?
    };
    shaped(DynArray::from_vec(found).reinterpret(&days_type())?, &shape)
}

fn days_type() -> DType {
    DType::datetime64(DateTimeUnit::new(DateTimeBase::Day))
}

fn together(a: &DynView<'_>, b: &DynView<'_>) -> Result<Vec<usize>> {
    let shape = broadcast_shapes(&[a.shape(), b.shape()]);
    Ok(shape
        .map_err(|_| {
            let shapes = vec![a.shape().to_vec(), b.shape().to_vec()];
            Error::new(ErrorKind::Broadcast { shapes })
        })?
        .to_vec())
}

/// The elements of an operand as counts of a type, in C order.
fn counts<'a>(
    index: usize,
    operand: &'a DynView<'_>,
    to: &DType,
    casting: Casting,
) -> Result<Cow<'a, [i64]>> {
    let from = operand.dtype();
    if !can_cast(from, to, casting) {
        return Err(Error::wrong_type(format!(
            "Iterator operand {index} dtype could not be cast from {from:?} to {to:?} according to \
             the rule '{casting}'"
        )));
    }
    if from == to {
        let found = crate::order::counts(operand);
        return Ok(match found {
            Cow::Borrowed(found) => Cow::Borrowed(NatLast::as_counts(found)),
            Cow::Owned(found) => Cow::Owned(found.iter().map(|count| count.0).collect()),
        });
    }
    let options = AsType::default().order(Order::C).casting(Casting::Unsafe);
    let made = operand.astype_with(to, options)?;
    Ok(Cow::Owned(made.reinterpret(&DType::INT64)?.to_vec::<i64>()?))
}

fn shaped(flat: DynArray, shape: &[usize]) -> Result<DynArray> {
    let shape: Vec<isize> = shape.iter().map(|&n| n as isize).collect();
    Ok(flat.reshape_view(&shape, Order::C)?)
}

/// Not a date.
const NOT_A_DAY: i64 = NAT;
