//! Records of which some fields are missing.

use ndstrata_array::{DynArray, DynView, Order, Scalar};
use ndstrata_dtype::datetime::NAT;
use ndstrata_dtype::{DType, Kind};

use super::fields::{Spelled, record_of, spelled};
use crate::error::Result;

/// Elements, and a mask of the same fields that is true where one is missing.
///
/// NumPy: [numpy.ma.MaskedArray](https://numpy.org/doc/stable/reference/maskedarray.baseclass.html).
#[derive(Clone, Debug)]
pub struct MaskedRecords {
    /// The elements.
    pub data: DynArray,
    /// `true` where an element, or a field of it, is missing.
    pub mask: DynArray,
}

impl MaskedRecords {
    /// `n` elements that are all missing.
    pub(super) fn all_missing(n: usize, dtype: &DType) -> Result<MaskedRecords> {
        let mut mask = DynArray::zeros(&[n], &mask_dtype(dtype)?, Order::C)?;
        mask.view_mut()?.assign(&Scalar::new(true).view()?)?;
        Ok(MaskedRecords { data: DynArray::zeros(&[n], dtype, Order::C)?, mask })
    }

    /// Puts values into a run of a field, which is missing there no more.
    pub(super) fn put(&mut self, field: &str, start: usize, values: &DynView<'_>) -> Result<()> {
        let n = values.shape().first().copied().unwrap_or(0);
        let mut data = self.data.view_mut()?;
        data.view_mut().field(field)?.slice_axis(0, start, 1, n)?.assign(values)?;
        let mut mask = self.mask.view_mut()?;
        let mut mask = mask.view_mut().field(field)?.slice_axis(0, start, 1, n)?;
        Ok(mask.assign(&Scalar::new(false).view()?)?)
    }

    /// Gives the missing values of a field a value, missing as they stay.
    pub(super) fn set_default(&mut self, field: &str, value: &DynView<'_>) -> Result<()> {
        let mask = self.mask.clone().field(field)?;
        if mask.dtype() != &DType::BOOL {
            return Ok(());
        }
        let value = value.astype(self.data.clone().field(field)?.dtype())?;
        let mut data = self.data.view_mut()?;
        Ok(data.view_mut().field(field)?.set(&[mask.into()], &value.view())?)
    }

    /// Hides what a mask of the same fields says is missing too.
    ///
    /// # Errors
    ///
    /// A mask of other fields or another shape.
    pub fn hide(&mut self, mask: &DynView<'_>) -> Result<()> {
        hide(&mut self.mask.view_mut()?, mask)
    }

    /// The elements with NumPy's fill values where one is missing.
    ///
    /// NumPy: [numpy.ma.filled](https://numpy.org/doc/stable/reference/generated/numpy.ma.filled.html).
    ///
    /// # Errors
    ///
    /// Fields that no fill value converts to.
    pub fn filled(&self, defaults: &[(&str, DynArray)]) -> Result<DynArray> {
        let mut data = self.data.copy(Order::C)?;
        fill(&mut data.view_mut()?, &self.mask.view(), defaults)?;
        Ok(data)
    }
}

fn hide(to: &mut ndstrata_array::DynViewMut<'_>, mask: &DynView<'_>) -> Result<()> {
    if let Some(record) = to.dtype().as_record() {
        let names: Vec<String> = record.names().map(str::to_owned).collect();
        return names.iter().try_for_each(|name| {
            hide(&mut to.view_mut().field(name)?, &mask.clone().field(name)?)
        });
    }
    let index = [mask.astype(&DType::BOOL)?.into()];
    Ok(to.set(&index, &Scalar::new(true).view()?)?)
}

fn fill(
    data: &mut ndstrata_array::DynViewMut<'_>,
    mask: &DynView<'_>,
    defaults: &[(&str, DynArray)],
) -> Result<()> {
    if let Some(record) = data.dtype().as_record() {
        let names: Vec<String> = record.names().map(str::to_owned).collect();
        for name in names {
            let mask = mask.clone().field(&name)?;
            let mut field = data.view_mut().field(&name)?;
            match defaults.iter().find(|(known, _)| *known == name) {
                Some((_, value)) if mask.dtype() == &DType::BOOL => {
                    let value = value.astype(field.dtype())?;
                    field.set(&[mask.copy(Order::C)?.into()], &value.view())?;
                }
                _ => fill(&mut field, &mask, &[])?,
            }
        }
        return Ok(());
    }
    let value = fill_value(data.dtype())?;
    Ok(data.set(&[mask.copy(Order::C)?.into()], &value.view())?)
}

/// NumPy's default fill value of a type.
fn fill_value(dtype: &DType) -> Result<DynArray> {
    let text = |text: &str| -> Result<DynArray> {
        Ok(crate::strings::from_strs(&[text])?.squeeze().astype(dtype)?)
    };
    let count = |count: i64| -> Result<DynArray> {
        Ok(Scalar::from_bytes(&dtype.to_native(), &count.to_ne_bytes())?.to_array()?)
    };
    Ok(match dtype.kind() {
        Kind::Bool => Scalar::new(true).to_array()?,
        Kind::SignedInteger | Kind::UnsignedInteger => {
            Scalar::new(999_999_i64).to_array()?.astype(dtype)?
        }
        Kind::Float | Kind::Complex => Scalar::new(1e20_f64).to_array()?.astype(dtype)?,
        Kind::Bytes | Kind::Str => text("N/A")?,
        Kind::DateTime | Kind::TimeDelta => count(NAT)?,
        _ => DynArray::zeros(&[], dtype, Order::C)?,
    })
}

/// The type of a mask: truth for each field.
///
/// NumPy: [numpy.ma.make_mask_descr](https://numpy.org/doc/stable/reference/generated/numpy.ma.make_mask_descr.html).
///
/// # Errors
///
/// Records that are too large.
pub fn mask_dtype(dtype: &DType) -> Result<DType> {
    if let Some(block) = dtype.sub_array() {
        return Ok(DType::sub_array_of(mask_dtype(block.base())?, block.shape())?);
    }
    if dtype.as_record().is_none() {
        return Ok(DType::BOOL);
    }
    let fields: Vec<Spelled> = spelled(dtype)
        .into_iter()
        .map(|(name, title, dtype)| Ok((name, title, mask_dtype(&dtype)?)))
        .collect::<Result<_>>()?;
    record_of(&fields)
}
