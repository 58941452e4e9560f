//! [`Failure`]: why a command ends with status 2, in one line.

use std::fmt::Display;
use std::io;

/// What keeps a command from being done.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Nobody reads the output any more.
    BrokenPipe,
    /// Bad input, named with what was wrong about it.
    Message(String),
    /// What an expression raised, as Python names it.
    Raised(ndstrata_eval::Error),
}

pub(crate) type Result<T> = std::result::Result<T, Failure>;

impl Failure {
    /// A failure of this command's own.
    pub(crate) fn new(message: impl Into<String>) -> Failure {
        Failure::Message(message.into())
    }

    /// What was wrong with something, such as a file.
    pub(crate) fn of(what: impl Display, error: impl Display) -> Failure {
        Failure::Message(format!("{what}: {error}"))
    }

    /// The same failure, said of something such as a file.
    pub(crate) fn in_file(self, file: impl Display) -> Failure {
        match self {
            Failure::BrokenPipe => Failure::BrokenPipe,
            Failure::Message(message) => Failure::of(file, message),
            Failure::Raised(error) => Failure::of(file, error),
        }
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Failure {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::BrokenPipe,
            _ => Failure::new(error.to_string()),
        }
    }
}

impl From<ndstrata_eval::Error> for Failure {
    fn from(error: ndstrata_eval::Error) -> Failure {
        Failure::Raised(error)
    }
}

macro_rules! from_layer {
    ($($layer:ty),*) => {$(
        impl From<$layer> for Failure {
            fn from(error: $layer) -> Failure {
                Failure::new(error.to_string())
            }
        }
    )*};
}

from_layer!(
    ndstrata_text::Error,
    ndstrata_npy::Error,
    ndstrata_array::Error,
    ndstrata_dtype::Error,
    serde_json::Error
);
