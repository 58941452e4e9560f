//! Business days by name.

use ndstrata_array::{AsType, DynArray, Order};
use ndstrata_dtype::datetime::{DateTimeBase, DateTimeUnit};
use ndstrata_dtype::{Casting, DType, Kind};
use ndstrata_ufunc::{BusinessCalendar, busday_count, busday_offset, is_busday};

use super::statistics::deliver;
use crate::coerce::as_array_of;
use crate::error::{Error, Result};
use crate::registry::{Arguments, Entry};
use crate::value::{Named, Value};

pub(super) const TABLE: &[Entry] = &[
    ("np.is_busday", "dates, weekmask='1111100', holidays=None, busdaycal=None, out=None", |a| {
        deliver(a, is_busday(&days(a.value("dates"))?.view(), &calendar(a)?)?)
    }),
    (
        "np.busday_count",
        "begindates, enddates, weekmask='1111100', holidays=(), busdaycal=None, out=None",
        |a| {
            let (begin, end) = (days(a.value("begindates"))?, days(a.value("enddates"))?);
            deliver(a, busday_count(&begin.view(), &end.view(), &calendar(a)?)?)
        },
    ),
    (
        "np.busday_offset",
        "dates, offsets, roll='raise', weekmask='1111100', holidays=None, busdaycal=None, out=None",
        |a| {
            let roll = a.text("roll")?.parse()?;
            let calendar = calendar(a)?;
            let (dates, offsets) = (days(a.value("dates"))?, a.array("offsets")?);
            deliver(a, busday_offset(&dates.view(), &offsets.view(), roll, &calendar)?)
        },
    ),
    ("np.busdaycalendar", "weekmask='1111100', holidays=None", |a| {
        let calendar = made_calendar(a)?;
        let holidays = DynArray::from_vec(calendar.holidays().to_vec());
        let fields = vec![
            ("weekmask", DynArray::from_vec(calendar.weekmask().to_vec()).into()),
            ("holidays", holidays.reinterpret(&day_type())?.into()),
        ];
        Ok(Value::Named(Box::new(Named { type_name: CALENDAR, fields })))
    }),
];

const CALENDAR: &str = "busdaycalendar";

fn day_type() -> DType {
    DType::datetime64(DateTimeUnit::new(DateTimeBase::Day))
}

/// Dates: what is no array is read as days.
fn days(value: &Value) -> Result<DynArray> {
    match value {
        Value::Array(array) => Ok(array.get()),
        Value::Scalar(scalar) => Ok(scalar.to_array()?),
        Value::Int(_) | Value::Bool(_) => Err(Error::value_error(
            "Converting an integer to a NumPy datetime requires a specified unit",
        )),
        value => as_array_of(value, Some(&day_type())),
    }
}

fn calendar(a: &Arguments<'_>) -> Result<BusinessCalendar> {
    let Some(given) = a.optional("busdaycal") else { return made_calendar(a) };
    let Value::Named(named) = given else {
        return Err(Error::type_error(format!(
            "argument must be numpy.busdaycalendar, not {}",
            given.type_name()
        )));
    };
    if a.is_given("weekmask") || a.is_given("holidays") {
        return Err(Error::value_error(
            "Cannot supply both the weekmask/holidays and the busdaycal parameters",
        ));
    }
    let [(_, mask), (_, holidays)] = &named.fields[..] else {
        return Err(Error::type_error("this is no business day calendar"));
    };
    Ok(BusinessCalendar::new(week(mask)?, &holiday_list(holidays)?)?)
}

fn made_calendar(a: &Arguments<'_>) -> Result<BusinessCalendar> {
    let holidays = match a.value("holidays") {
        Value::None => Vec::new(),
        value => holiday_list(value)?,
    };
    Ok(BusinessCalendar::new(week(a.value("weekmask"))?, &holidays)?)
}

fn week(value: &Value) -> Result<[bool; 7]> {
    if let Value::Str(text) = value {
        return Ok(BusinessCalendar::parse_weekmask(text.as_str().unwrap_or_default())?);
    }
    if let Value::Bytes(bytes) = value {
        return Ok(BusinessCalendar::parse_weekmask(&String::from_utf8_lossy(bytes))?);
    }
    let wrong = || Error::value_error("Couldn't convert object into a business day weekmask");
    let array = crate::coerce::as_array(value)?;
    if array.ndim() != 1 || array.size() != 7 || array.dtype().kind() == Kind::Str {
        return Err(match array.ndim() {
            1 => Error::value_error("A business day weekmask array must have length 7"),
            _ => wrong(),
        });
    }
    let mask = array.astype(&DType::BOOL)?.to_vec::<bool>()?;
    mask.try_into().map_err(|_| wrong())
}

fn holiday_list(value: &Value) -> Result<Vec<i64>> {
    if let Value::List(items) | Value::Tuple(items) = value
        && items.is_empty()
    {
        return Ok(Vec::new());
    }
    let array = days(value)?;
    if array.ndim() != 1 {
        return Err(Error::value_error("holidays must be a provided as a one-dimensional array"));
    }
    let options = AsType::default().order(Order::C).casting(Casting::Safe);
    let array = array.astype_with(&day_type(), options)?;
    Ok(array.reinterpret(&DType::INT64)?.to_vec::<i64>()?)
}
