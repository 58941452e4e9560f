//! What each element consists of: `isalpha`, `isdigit`, …, and how long it is.

use ndstrata_array::{DynArray, DynView};

use super::operands::{Frame, TextKind, check_texts, no_loop, shaped};
use super::unicode::{Class, classes};
use crate::error::Result;

/// Where elements consist of letters, and of at least one.
///
/// NumPy: [numpy.strings.isalpha](https://numpy.org/doc/stable/reference/generated/numpy.strings.isalpha.html).
///
/// # Errors
///
/// Elements that are no text.
///
/// ```
/// use ndstrata_ufunc::strings;
/// let a = strings::from_strs(&["ab", "a1"])?;
/// assert_eq!(strings::isalpha(&a.view())?.to_vec::<bool>()?, [true, false]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn isalpha(a: &DynView<'_>) -> Result<DynArray> {
    every("isalpha", a, Class::Alpha as u16)
}

/// Where elements consist of letters and digits, and of at least one.
///
/// NumPy: [numpy.strings.isalnum](https://numpy.org/doc/stable/reference/generated/numpy.strings.isalnum.html).
///
/// # Errors
///
/// Elements that are no text.
///
/// ```
/// use ndstrata_ufunc::strings;
/// let a = strings::from_strs(&["a1", "a b"])?;
/// assert_eq!(strings::isalnum(&a.view())?.to_vec::<bool>()?, [true, false]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn isalnum(a: &DynView<'_>) -> Result<DynArray> {
    every(
        "isalnum",
        a,
        Class::Alpha as u16 | Class::Decimal as u16 | Class::Digit as u16 | Class::Numeric as u16,
    )
}

/// Where elements consist of digits, also raised ones, and of at least one.
///
/// NumPy: [numpy.strings.isdigit](https://numpy.org/doc/stable/reference/generated/numpy.strings.isdigit.html).
///
/// # Errors
///
/// Elements that are no text.
///
/// ```
/// use ndstrata_ufunc::strings;
/// let a = strings::from_strs(&["1²", "½"])?;
/// assert_eq!(strings::isdigit(&a.view())?.to_vec::<bool>()?, [true, false]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn isdigit(a: &DynView<'_>) -> Result<DynArray> {
    every("isdigit", a, Class::Digit as u16)
}

/// Where elements consist of white space, and of at least one.
///
/// NumPy: [numpy.strings.isspace](https://numpy.org/doc/stable/reference/generated/numpy.strings.isspace.html).
///
/// # Errors
///
/// Elements that are no text.
///
/// ```
/// use ndstrata_ufunc::strings;
/// let a = strings::from_strs(&[" \t", "a"])?;
/// assert_eq!(strings::isspace(&a.view())?.to_vec::<bool>()?, [true, false]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn isspace(a: &DynView<'_>) -> Result<DynArray> {
    every("isspace", a, Class::Space as u16)
}

/// Where elements consist of decimal digits, and of at least one.
///
/// NumPy: [numpy.strings.isdecimal](https://numpy.org/doc/stable/reference/generated/numpy.strings.isdecimal.html).
///
/// # Errors
///
/// Elements that are not Unicode text.
///
/// ```
/// use ndstrata_ufunc::strings;
/// let a = strings::from_strs(&["12", "1²"])?;
/// assert_eq!(strings::isdecimal(&a.view())?.to_vec::<bool>()?, [true, false]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn isdecimal(a: &DynView<'_>) -> Result<DynArray> {
    if TextKind::of(a.dtype()) == Some(TextKind::Bytes) {
        return Err(no_loop("isdecimal", &[a]));
    }
    every("isdecimal", a, Class::Decimal as u16)
}

/// Where elements consist of characters with a numeric value, and of at least one.
///
/// NumPy: [numpy.strings.isnumeric](https://numpy.org/doc/stable/reference/generated/numpy.strings.isnumeric.html).
///
/// # Errors
///
/// Elements that are not Unicode text.
///
/// ```
/// use ndstrata_ufunc::strings;
/// let a = strings::from_strs(&["½", "a"])?;
/// assert_eq!(strings::isnumeric(&a.view())?.to_vec::<bool>()?, [true, false]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn isnumeric(a: &DynView<'_>) -> Result<DynArray> {
    if TextKind::of(a.dtype()) == Some(TextKind::Bytes) {
        return Err(no_loop("isnumeric", &[a]));
    }
    every("isnumeric", a, Class::Numeric as u16)
}

/// Where elements have lower-case letters and no others with a case.
///
/// NumPy: [numpy.strings.islower](https://numpy.org/doc/stable/reference/generated/numpy.strings.islower.html).
///
/// # Errors
///
/// Elements that are no text.
///
/// ```
/// use ndstrata_ufunc::strings;
/// let a = strings::from_strs(&["ab1", "aB", "1"])?;
/// assert_eq!(strings::islower(&a.view())?.to_vec::<bool>()?, [true, false, false]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn islower(a: &DynView<'_>) -> Result<DynArray> {
    let other = Class::Upper as u16 | Class::Title as u16;
    map("islower", a, |kind, text| {
        let mut found = 0;
        text.iter().for_each(|&c| found |= classes(kind, c));
        found & other == 0 && found & Class::Lower as u16 != 0
    })
}

/// Where elements have upper-case letters and no others with a case.
///
/// NumPy: [numpy.strings.isupper](https://numpy.org/doc/stable/reference/generated/numpy.strings.isupper.html).
///
/// # Errors
///
/// Elements that are no text.
///
/// ```
/// use ndstrata_ufunc::strings;
/// let a = strings::from_strs(&["AB1", "aB", "1"])?;
/// assert_eq!(strings::isupper(&a.view())?.to_vec::<bool>()?, [true, false, false]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn isupper(a: &DynView<'_>) -> Result<DynArray> {
    let other = Class::Lower as u16 | Class::Title as u16;
    map("isupper", a, |kind, text| {
        let mut found = 0;
        text.iter().for_each(|&c| found |= classes(kind, c));
        found & other == 0 && found & Class::Upper as u16 != 0
    })
}

/// Where each word begins with an upper-case letter and goes on with lower-case ones.
///
/// NumPy: [numpy.strings.istitle](https://numpy.org/doc/stable/reference/generated/numpy.strings.istitle.html).
///
/// # Errors
///
/// Elements that are no text.
///
/// ```
/// use ndstrata_ufunc::strings;
/// let a = strings::from_strs(&["Ab Cd", "Ab cd"])?;
/// assert_eq!(strings::istitle(&a.view())?.to_vec::<bool>()?, [true, false]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn istitle(a: &DynView<'_>) -> Result<DynArray> {
    map("istitle", a, |kind, text| {
        let (mut is_inside, mut has_letter) = (false, false);
        for &c in text {
            let found = classes(kind, c);
            if found & (Class::Upper as u16 | Class::Title as u16) != 0 {
                if is_inside {
                    return false;
                }
                (is_inside, has_letter) = (true, true);
            } else if found & Class::Lower as u16 != 0 {
                if !is_inside {
                    return false;
                }
                has_letter = true;
            } else {
                is_inside = false;
            }
        }
        has_letter
    })
}

/// The number of characters of each element.
///
/// NumPy: [numpy.strings.str_len](https://numpy.org/doc/stable/reference/generated/numpy.strings.str_len.html).
///
/// # Errors
///
/// Elements that are no text.
///
/// ```
/// use ndstrata_ufunc::strings;
/// let a = strings::from_strs(&["aé", ""])?;
/// assert_eq!(strings::str_len(&a.view())?.to_vec::<i64>()?, [2, 0]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn str_len(a: &DynView<'_>) -> Result<DynArray> {
    map("str_len", a, |_, text| text.len() as i64)
}

fn map<T: ndstrata_dtype::Element>(
    ufunc: &'static str,
    a: &DynView<'_>,
    of: impl Fn(TextKind, &[u32]) -> T,
) -> Result<DynArray> {
    let kind = check_texts(ufunc, &[a])?;
    let frame = Frame::of(&[a])?;
    let (texts, mut room) = (frame.texts(a)?, Vec::new());
    let values = (0..frame.size()).map(|i| of(kind, texts.read(i, &mut room))).collect();
    shaped(values, frame.shape())
}

fn every(ufunc: &'static str, a: &DynView<'_>, any_of: u16) -> Result<DynArray> {
    map(ufunc, a, |kind, text| {
        !text.is_empty() && text.iter().all(|&c| classes(kind, c) & any_of != 0)
    })
}
