//! Text elements (`S` and `U`) read and written one by one.

use ndstrata_dtype::literal::{repr_bytes, repr_code_points};
use ndstrata_dtype::{DType, TypeClass};

use super::fault::CastFault;
use super::parse::push_plain;

/// How the bytes of a text element are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextForm {
    /// `S`: bytes, padded with NUL.
    Bytes,
    /// `V` read as text: bytes, all of which count.
    Raw,
    /// `U`: code points, padded with NUL.
    Points {
        /// In the byte order that is not the machine's.
        swapped: bool,
    },
}

impl TextForm {
    pub(super) fn of(dtype: &DType) -> Option<TextForm> {
        match dtype.class() {
            TypeClass::Bytes(_) => Some(TextForm::Bytes),
            TypeClass::Void(_) => Some(TextForm::Raw),
            TypeClass::Str(_) => Some(TextForm::Points { swapped: !dtype.is_native() }),
            _ => None,
        }
    }

    /// The code points of an element without its padding.
    pub(super) fn points(self, element: &[u8], points: &mut Vec<u32>) {
        points.clear();
        match self {
            TextForm::Bytes | TextForm::Raw => points.extend(element.iter().map(|&b| u32::from(b))),
            TextForm::Points { swapped } => points.extend(element.chunks_exact(4).map(|unit| {
                let unit = u32::from_ne_bytes([unit[0], unit[1], unit[2], unit[3]]);
                if swapped { unit.swap_bytes() } else { unit }
            })),
        }
        if self != TextForm::Raw {
            let used = points.iter().rposition(|&point| point != 0).map_or(0, |last| last + 1);
            points.truncate(used);
        }
    }

    /// An element in the form in which numbers are read from it.
    pub(super) fn plain(self, element: &[u8], points: &mut Vec<u32>, text: &mut String) {
        self.points(element, points);
        text.clear();
        match self {
            // Digits and blanks beyond ASCII are none in bytes; a letter stands for them.
            TextForm::Bytes | TextForm::Raw => {
                text.extend(points.iter().map(|&b| if b < 0x80 { b as u8 as char } else { '?' }));
            }
            TextForm::Points { .. } => points.iter().for_each(|&point| push_plain(text, point)),
        }
    }

    /// The text of an element, bytes being UTF-8, each character added by `push`.
    ///
    /// # Errors
    ///
    /// Bytes that are not.
    pub(super) fn decoded(
        self,
        element: &[u8],
        points: &mut Vec<u32>,
        text: &mut String,
        push: fn(&mut String, u32),
    ) -> Result<(), CastFault> {
        self.points(element, points);
        text.clear();
        if let TextForm::Points { .. } = self {
            points.iter().for_each(|&point| push(text, point));
            return Ok(());
        }
        let bytes = &element[..points.len()];
        let found = std::str::from_utf8(bytes).map_err(|error| {
            let position = error.valid_up_to();
            CastFault::DecodeUtf8 { byte: bytes[position], position }
        })?;
        found.chars().for_each(|c| push(text, c.into()));
        Ok(())
    }

    /// As `repr` shows the element in the message of `int()`.
    pub(super) fn int_repr(self, points: &[u32]) -> String {
        match self {
            TextForm::Points { .. } => self.float_repr(points),
            _ => repr_of_bytes(points),
        }
    }

    /// As `repr` shows the element in the message of `float()`.
    pub(super) fn float_repr(self, points: &[u32]) -> String {
        match self {
            TextForm::Bytes => format!("np.bytes_({})", repr_of_bytes(points)),
            TextForm::Raw => repr_of_bytes(points),
            TextForm::Points { .. } => {
                format!("np.str_({})", repr_code_points(points.iter().copied()))
            }
        }
    }

    /// Writes ASCII text; what is too long is cut, what is left over becomes NUL.
    pub(super) fn write_ascii(self, element: &mut [u8], text: &str) {
        match self {
            TextForm::Bytes | TextForm::Raw => {
                let used = text.len().min(element.len());
                element[..used].copy_from_slice(&text.as_bytes()[..used]);
                element[used..].fill(0);
            }
            TextForm::Points { .. } => {
                self.write_wide(element, text.bytes().map(u32::from));
            }
        }
    }

    /// Writes code points; what is too long is cut, what is left over becomes NUL.
    ///
    /// # Errors
    ///
    /// A character beyond ASCII for `S`, whether or not it is cut.
    pub(super) fn write_points(self, element: &mut [u8], points: &[u32]) -> Result<(), CastFault> {
        match self {
            TextForm::Bytes | TextForm::Raw => {
                if let Some(fault) = CastFault::encode(points) {
                    return Err(fault);
                }
                let used = points.len().min(element.len());
                element.iter_mut().zip(points).for_each(|(byte, &point)| *byte = point as u8);
                element[used..].fill(0);
            }
            TextForm::Points { .. } => self.write_wide(element, points.iter().copied()),
        }
        Ok(())
    }

    fn write_wide(self, element: &mut [u8], mut points: impl Iterator<Item = u32>) {
        let swapped = self == TextForm::Points { swapped: true };
        for unit in element.chunks_exact_mut(4) {
            let point = points.next().unwrap_or(0);
            let point = if swapped { point.swap_bytes() } else { point };
            unit.copy_from_slice(&point.to_ne_bytes());
        }
    }
}

fn repr_of_bytes(points: &[u32]) -> String {
    let bytes: Vec<u8> = points.iter().map(|&point| point as u8).collect();
    repr_bytes(&bytes).to_string()
}
