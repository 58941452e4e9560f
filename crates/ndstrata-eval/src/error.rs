//! Errors as a NumPy user sees them: the exception's class and its message.

use std::fmt;

/// The result of a call by name.
pub type Result<T> = std::result::Result<T, Error>;

/// What a call by name raises.
#[derive(Clone, PartialEq, Eq)]
pub struct Error(Box<Raised>);

#[derive(Clone, PartialEq, Eq)]
struct Raised {
    class: &'static str,
    message: String,
}

impl Error {
    /// An exception of a class, such as `ValueError`.
    #[cold]
    pub fn new(class: &'static str, message: impl Into<String>) -> Error {
        Error(Box::new(Raised { class, message: message.into() }))
    }

    /// A wrong type of argument.
    #[cold]
    pub fn type_error(message: impl Into<String>) -> Error {
        Error::new("TypeError", message)
    }

    /// A wrong value of an argument.
    #[cold]
    pub fn value_error(message: impl Into<String>) -> Error {
        Error::new("ValueError", message)
    }

    /// Something that NumPy does and this project does not (yet, or on purpose).
    #[cold]
    pub fn unsupported(message: impl Into<String>) -> Error {
        Error::new("NotImplementedError", message)
    }

    /// As a layer below words it; of a `KeyError` Python shows the key's `repr`.
    #[cold]
    fn raised(class: &'static str, message: String) -> Error {
        let is_bare = class == "KeyError" && !message.starts_with(['\'', '"']);
        let shown = if is_bare { ndstrata_dtype::literal::repr_str(&message) } else { message };
        Error::new(class, shown)
    }

    /// An error of a file, which names it where the system refuses it.
    #[cold]
    pub(crate) fn of_file(error: ndstrata_npy::Error, path: &str) -> Error {
        use std::io::ErrorKind as Io;
        match error.kind() {
            ndstrata_npy::ErrorKind::Io(found)
                if matches!(
                    found.kind(),
                    Io::NotFound | Io::PermissionDenied | Io::NotADirectory | Io::IsADirectory
                ) =>
            {
                ndstrata_text::Error::of_file(std::io::Error::from(found.kind()), path).into()
            }
            _ => error.into(),
        }
    }

    /// The class that NumPy raises, without its module.
    pub fn class(&self) -> &'static str {
        self.0.class
    }

    /// The message alone.
    pub fn message(&self) -> &str {
        &self.0.message
    }
}

/// `ClassName: message`, as Python prints the last line of a traceback.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.0.class, self.0.message)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Error {}

macro_rules! from_layer {
    ($($layer:ty),*) => {$(
        impl From<$layer> for Error {
            fn from(error: $layer) -> Error {
                Error::raised(error.numpy_class(), error.to_string())
            }
        }
    )*};
}

from_layer!(
    ndstrata_linalg::Error,
    ndstrata_ufunc::Error,
    ndstrata_npy::Error,
    ndstrata_text::Error,
    ndstrata_dtype::Error,
    ndstrata_array::Error
);
