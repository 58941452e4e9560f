//! Values as JSON: arrays as nested lists, records as objects, complex numbers as pairs. What JSON has no
//! number for (NaN, infinities) is null.

use ndstrata_array::{DynView, PrintOptions, scalar_str};
use ndstrata_dtype::{DType, Kind};
use ndstrata_eval::Value;
use serde_json::{Map, Value as Json};

use crate::failure::Result;

pub(super) fn of(value: &Value) -> Result<Json> {
    let all = |items: &[Value]| items.iter().map(of).collect::<Result<Vec<_>>>();
    Ok(match value {
        Value::None => Json::Null,
        Value::Bool(x) => Json::Bool(*x),
        Value::Int(x) => number(&x.to_string()),
        Value::Float(x) => (*x).into(),
        Value::Complex(x) => vec![x.re, x.im].into(),
        Value::Array(array) => of_view(&array.get().view())?,
        Value::Scalar(scalar) => of_view(&scalar.view()?)?,
        Value::Tuple(items) | Value::List(items) => Json::Array(all(items)?),
        Value::Named(named) => Json::Object(
            named
                .fields
                .iter()
                .map(|(name, value)| Ok(((*name).to_owned(), of(value)?)))
                .collect::<Result<_>>()?,
        ),
        Value::Dict(entries) => Json::Object(
            entries
                .iter()
                .map(|(name, value)| Ok((name.to_text(&PrintOptions::default())?, of(value)?)))
                .collect::<Result<_>>()?,
        ),
        other => Json::String(other.to_text(&PrintOptions::default())?),
    })
}

/// The digits of an integer of any size.
fn number(digits: &str) -> Json {
    serde_json::from_str(digits).unwrap_or(Json::Null)
}

/// As deep as there are axes.
fn of_view(view: &DynView<'_>) -> Result<Json> {
    if let Some(&n) = view.shape().first() {
        let items = (0..n as isize).map(|i| of_view(&view.clone().index_axis(0, i)?));
        return Ok(Json::Array(items.collect::<Result<_>>()?));
    }
    if let Some(names) = view.dtype().names() {
        let mut fields = Map::new();
        for name in names {
            fields.insert(name.to_owned(), of_view(&view.clone().field(name)?)?);
        }
        return Ok(Json::Object(fields));
    }
    let text = || scalar_str(view, &PrintOptions::default());
    Ok(match view.dtype().kind() {
        Kind::Bool => Json::Bool(view.astype(&DType::BOOL)?.get::<bool>(&[])?),
        Kind::SignedInteger | Kind::UnsignedInteger => number(&text()?),
        // The shortest digits of the type's own width.
        Kind::Float => text()?.parse::<f64>().map_or(Json::Null, Json::from),
        Kind::Complex => {
            let x = view.astype(&DType::COMPLEX128)?.get::<ndstrata_dtype::Complex<f64>>(&[])?;
            vec![x.re, x.im].into()
        }
        _ => Json::String(text()?),
    })
}
