//! What Python's `hash` and `==` take two keys for: one byte string for each class of equal values.
//!
//! With it the repeated keys of a dictionary are found in linear time, whatever the text.

use std::collections::HashMap;

use super::{Literal, PyInt};

/// Finds the first place of a key equal to this one.
#[derive(Default)]
pub(super) struct KeySet(HashMap<Vec<u8>, usize>);

impl KeySet {
    /// The place of the equal key entered before, or `None` having entered this one at `place`.
    ///
    /// The error is the type that cannot be a key.
    pub(super) fn enter(
        &mut self,
        key: &Literal,
        place: usize,
    ) -> Result<Option<usize>, &'static str> {
        let mut form = Vec::new();
        push_form(&mut form, key)?;
        Ok(match self.0.entry(form) {
            std::collections::hash_map::Entry::Occupied(earlier) => Some(*earlier.get()),
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(place);
                None
            }
        })
    }
}

fn push_form(form: &mut Vec<u8>, key: &Literal) -> Result<(), &'static str> {
    match key {
        Literal::None => form.push(b'N'),
        Literal::Ellipsis => form.push(b'.'),
        Literal::Bool(value) => push_int(form, &PyInt::from(i64::from(*value))),
        Literal::Int(value) => push_int(form, value),
        Literal::Float(value) => push_float(form, *value),
        Literal::Complex(value) if value.im == 0.0 => push_float(form, value.re),
        Literal::Complex(value) => {
            form.push(b'c');
            push_float(form, value.re);
            push_float(form, value.im);
        }
        Literal::Str(text) => {
            form.push(b's');
            form.extend((text.len() as u64).to_le_bytes());
            form.extend(text.code_points().flat_map(u32::to_le_bytes));
        }
        Literal::Bytes(bytes) => {
            form.push(b'b');
            form.extend((bytes.len() as u64).to_le_bytes());
            form.extend(bytes);
        }
        Literal::Tuple(items) => {
            form.push(b't');
            form.extend((items.len() as u64).to_le_bytes());
            items.iter().try_for_each(|item| push_form(form, item))?;
        }
        Literal::List(_) | Literal::Set(_) | Literal::Dict(_) => return Err(key.type_name()),
    }
    Ok(())
}

/// An integer that is a float has the float's form, so that `1`, `1.0` and `True` are one key.
fn push_int(form: &mut Vec<u8>, value: &PyInt) {
    match value.to_f64() {
        Some(float) if exact(float).as_ref() == Some(value) => push_float(form, float),
        _ => {
            form.push(b'i');
            let text = value.to_string();
            form.extend((text.len() as u64).to_le_bytes());
            form.extend(text.as_bytes());
        }
    }
}

fn push_float(form: &mut Vec<u8>, value: f64) {
    form.push(b'f');
    // 0.0 and -0.0 are equal.
    form.extend((value + 0.0).to_bits().to_le_bytes());
}

/// The integer that a float of integer value is.
fn exact(value: f64) -> Option<PyInt> {
    let bits = value.abs().to_bits();
    let exponent = (bits >> 52) as i32 - 1075;
    let mantissa = (bits & ((1 << 52) - 1)) | u64::from(bits >> 52 != 0) << 52;
    if value.fract() != 0.0 || !value.is_finite() {
        return None;
    }
    let integer = if exponent < 0 {
        PyInt::from(mantissa >> exponent.unsigned_abs().min(63))
    } else {
        let bits = (0..53).rev().map(|bit| (mantissa >> bit) as u32 & 1);
        let zeros = std::iter::repeat_n(0, exponent as usize);
        PyInt::from_bit_digits(1, &bits.chain(zeros).collect::<Vec<u32>>())
    };
    Some(if value < 0.0 { integer.negated() } else { integer })
}
