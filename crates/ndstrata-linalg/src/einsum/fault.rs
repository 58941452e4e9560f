//! Refusals in NumPy's words.

use crate::error::{Error, ErrorKind};

#[cold]
pub(super) fn refused(message: impl Into<String>) -> Error {
    ErrorKind::Refused { class: "ValueError", message: message.into() }.into()
}

#[cold]
pub(super) fn type_error(message: impl Into<String>) -> Error {
    ErrorKind::Refused { class: "TypeError", message: message.into() }.into()
}

#[cold]
pub(super) fn of_class(class: &'static str, message: impl Into<String>) -> Error {
    ErrorKind::Refused { class, message: message.into() }.into()
}
