//! What each element consists of: `isalpha`, `isdigit`, …, and how long it is.

use ndstrata_array::{DynArray, DynView};

use ndstrata_kernels::strings::Unit;

use super::operands::{Frame, TextKind, by_unit, check_texts, no_loop};
use super::unicode::{Class, classes};
use crate::error::Result;

/// What an expression makes of each text.
macro_rules! map {
    ($ufunc:expr, $a:expr, |$text:ident| $of:expr) => {{
        let kind = check_texts($ufunc, &[$a])?;
        let frame = Frame::of(&[$a])?;
        let texts = frame.text($a)?;
        by_unit!(kind, U => {
            let texts = texts.texts::<U>();
            frame.values(|i| {
                let $text = texts.get(i);
                $of
            })
        })
    }};
}

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
    cased("islower", a, Class::Lower as u16, other)
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
    cased("isupper", a, Class::Upper as u16, other)
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
    map!("istitle", a, |text| is_title(text))
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
    map!("str_len", a, |text| text.len() as i64)
}

fn is_title<U: Unit>(text: &[U]) -> bool {
    let (mut is_inside, mut has_letter) = (false, false);
    for &c in text {
        let found = classes(c);
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
}

fn every(ufunc: &'static str, a: &DynView<'_>, any_of: u16) -> Result<DynArray> {
    map!(ufunc, a, |text| !text.is_empty() && text.iter().all(|&c| classes(c) & any_of != 0))
}

/// Where there are characters of a class, and none of other ones.
fn cased(ufunc: &'static str, a: &DynView<'_>, class: u16, others: u16) -> Result<DynArray> {
    map!(ufunc, a, |text| {
        let mut all = 0;
        text.iter().all(|&c| {
            all |= classes(c);
            all & others == 0
        }) && all & class != 0
    })
}
