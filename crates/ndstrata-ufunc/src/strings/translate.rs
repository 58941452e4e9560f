//! Characters exchanged one by one.

use std::collections::HashMap;

use ndstrata_array::{DynArray, DynView};

use super::convert::code_points;
use super::operands::{Frame, TextKind, by_unit};
use crate::error::{Error, Result};

/// What becomes of each character.
#[derive(Clone, Debug, Default)]
pub struct Translation {
    characters: HashMap<u32, Vec<u32>>,
}

impl Translation {
    /// Everything stays as it is.
    pub fn new() -> Translation {
        Translation::default()
    }

    /// A character becomes other text, or nothing.
    pub fn with(mut self, from: u32, to: impl IntoIterator<Item = u32>) -> Translation {
        self.characters.insert(from, to.into_iter().collect());
        self
    }
}

/// Each element with its characters translated. It keeps its width, so that what grows is cut off.
///
/// NumPy: [numpy.strings.translate](https://numpy.org/doc/stable/reference/generated/numpy.strings.translate.html).
///
/// # Errors
///
/// Elements that are no text.
///
/// ```
/// use ndstrata_ufunc::strings::{self, Translation};
/// let a = strings::from_strs(&["abc"])?;
/// let translation = Translation::new().with('a'.into(), []).with('b'.into(), ['x'.into()]);
/// let made = strings::translate(&a.view(), &translation)?;
/// assert_eq!(strings::to_strings(&made.view())?, ["xc"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn translate(a: &DynView<'_>, translation: &Translation) -> Result<DynArray> {
    let kind = TextKind::of(a.dtype())
        .ok_or_else(|| Error::wrong_type("string operation on non-string array"))?;
    let frame = Frame::of_shape(a.shape())?;
    let texts = frame.text(a)?;
    let made = by_unit!(kind, U => {
        let mut made = Vec::new();
        let texts = texts.texts::<U>();
        let mut writer = frame.writer(texts.width())?;
        for i in 0..frame.size() {
            made.clear();
            for &c in texts.get(i) {
                match translation.characters.get(&Into::<u32>::into(c)) {
                    Some(others) => made.extend(code_points::<U>(others)),
                    None => made.push(c),
                }
            }
            writer.put(|slot| slot.text(&made));
        }
        writer.finish()
    });
    Ok(made?.astype(a.dtype())?)
}
