//! What becomes of floating-point errors: ignored, reported to a callback, or raised.
//!
//! Nothing is watched unless somebody asks, for one call or for a scope, so that ignoring costs
//! nothing. What loops note is put into words here, and only here.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use ndstrata_kernels::math::Flags;

use crate::error::{Error, ErrorKind, Result};

/// What becomes of one kind of floating-point error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Treatment {
    /// Nothing.
    #[default]
    Ignore,
    /// It is told to the state's callback.
    Warn,
    /// The call is an error.
    Raise,
}

/// A kind of floating-point error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FloatingPointError {
    /// An infinite result of finite operands, as of `1.0 / 0.0`; an integer divided by zero.
    Divide,
    /// A result too large for its type.
    Over,
    /// A result too small for its type.
    Under,
    /// A result that is no number, of operands that are.
    Invalid,
}

impl FloatingPointError {
    const ALL: [FloatingPointError; 4] = [
        FloatingPointError::Divide,
        FloatingPointError::Over,
        FloatingPointError::Under,
        FloatingPointError::Invalid,
    ];

    fn flag(self) -> Flags {
        match self {
            FloatingPointError::Divide => Flags::DIVIDE,
            FloatingPointError::Over => Flags::OVER,
            FloatingPointError::Under => Flags::UNDER,
            FloatingPointError::Invalid => Flags::INVALID,
        }
    }
}

/// In NumPy's words: `divide by zero`.
impl std::fmt::Display for FloatingPointError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            FloatingPointError::Divide => "divide by zero",
            FloatingPointError::Over => "overflow",
            FloatingPointError::Under => "underflow",
            FloatingPointError::Invalid => "invalid value",
        })
    }
}

/// Told of an error and of the function in which it was encountered.
type Callback = Arc<dyn Fn(FloatingPointError, &str) + Send + Sync>;

/// How each kind of floating-point error is treated.
///
/// NumPy: [numpy.errstate](https://numpy.org/doc/stable/reference/generated/numpy.errstate.html).
/// Differs: the default ignores all of them, where NumPy's warns of all but underflow.
///
/// ```
/// use ndstrata_ufunc::{divide, with_error_state, ErrorState, Treatment};
/// let state = ErrorState::new().divide(Treatment::Raise);
/// let raised = with_error_state(&state, || divide(&vec![1.0], 0.0)).unwrap_err();
/// assert_eq!(raised.to_string(), "divide by zero encountered in divide");
/// assert_eq!(raised.numpy_class(), "FloatingPointError");
/// assert!(divide(&vec![1.0], 0.0).is_ok());
/// ```
#[derive(Clone, Default)]
pub struct ErrorState {
    treatments: [Treatment; 4],
    callback: Option<Callback>,
}

impl ErrorState {
    /// Everything ignored.
    ///
    /// NumPy: `errstate(all='ignore')`.
    pub fn new() -> ErrorState {
        ErrorState::default()
    }

    /// Division by zero.
    ///
    /// NumPy: `divide=`.
    pub fn divide(self, treatment: Treatment) -> ErrorState {
        self.with(FloatingPointError::Divide, treatment)
    }

    /// Results too large.
    ///
    /// NumPy: `over=`.
    pub fn over(self, treatment: Treatment) -> ErrorState {
        self.with(FloatingPointError::Over, treatment)
    }

    /// Results too small.
    ///
    /// NumPy: `under=`.
    pub fn under(self, treatment: Treatment) -> ErrorState {
        self.with(FloatingPointError::Under, treatment)
    }

    /// Results that are no numbers.
    ///
    /// NumPy: `invalid=`.
    pub fn invalid(self, treatment: Treatment) -> ErrorState {
        self.with(FloatingPointError::Invalid, treatment)
    }

    /// All four.
    ///
    /// NumPy: `all=`.
    pub fn all(self, treatment: Treatment) -> ErrorState {
        ErrorState { treatments: [treatment; 4], ..self }
    }

    /// Called for an error that is warned of, with the name of the function.
    ///
    /// NumPy: `call=`.
    pub fn on_warning(
        self,
        callback: impl Fn(FloatingPointError, &str) + Send + Sync + 'static,
    ) -> ErrorState {
        ErrorState { callback: Some(Arc::new(callback)), ..self }
    }

    /// How an error is treated.
    ///
    /// NumPy: [numpy.geterr](https://numpy.org/doc/stable/reference/generated/numpy.geterr.html).
    pub fn treatment(&self, error: FloatingPointError) -> Treatment {
        self.treatments[error as usize]
    }

    fn with(mut self, error: FloatingPointError, treatment: Treatment) -> ErrorState {
        self.treatments[error as usize] = treatment;
        self
    }

    fn is_watching(&self) -> bool {
        self.treatments != [Treatment::Ignore; 4]
    }

    /// Treats what was noted in a function.
    fn treat(&self, flags: Flags, function: &str) -> Result<()> {
        for error in FloatingPointError::ALL {
            if !flags.contains(error.flag()) {
                continue;
            }
            match (self.treatment(error), &self.callback) {
                (Treatment::Raise, _) => {
                    let function = function.to_owned();
                    return Err(Error::new(ErrorKind::FloatingPoint { error, function }));
                }
                (Treatment::Warn, Some(callback)) => callback(error, function),
                _ => {}
            }
        }
        Ok(())
    }
}

impl std::fmt::Debug for ErrorState {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ErrorState")
            .field("treatments", &self.treatments)
            .field("has_callback", &self.callback.is_some())
            .finish()
    }
}

thread_local! {
    static SCOPE: RefCell<Option<ErrorState>> = const { RefCell::new(None) };
    /// What calls inside a method note, while one is running.
    static COLLECTED: Cell<Option<Flags>> = const { Cell::new(None) };
}

/// Runs `body` with this state for every call on this thread, and restores the former one after.
///
/// NumPy: [numpy.errstate](https://numpy.org/doc/stable/reference/generated/numpy.errstate.html).
pub fn with_error_state<T>(state: &ErrorState, body: impl FnOnce() -> T) -> T {
    struct Restore(Option<ErrorState>);
    impl Drop for Restore {
        fn drop(&mut self) {
            SCOPE.set(self.0.take());
        }
    }
    let state = Some(state.clone()).filter(ErrorState::is_watching);
    let _restore = Restore(SCOPE.replace(state));
    body()
}

/// Treats errors so from now on, on this thread.
///
/// NumPy: [numpy.seterr](https://numpy.org/doc/stable/reference/generated/numpy.seterr.html).
pub fn set_error_state(state: &ErrorState) {
    SCOPE.set(Some(state.clone()).filter(ErrorState::is_watching));
}

/// Whether somebody wants to know of floating-point errors.
pub(crate) fn is_watched() -> bool {
    COLLECTED.get().is_some() || SCOPE.with_borrow(Option::is_some)
}

/// Treats what a function has noted, or keeps it for the method that the call is part of.
pub(crate) fn note(flags: Flags, function: &str) -> Result<()> {
    if flags.is_empty() {
        return Ok(());
    }
    if let Some(before) = COLLECTED.get() {
        COLLECTED.set(Some(before | flags));
        return Ok(());
    }
    match SCOPE.with_borrow(Clone::clone) {
        Some(state) => state.treat(flags, function),
        None => Ok(()),
    }
}

/// Runs a method whose inner calls are one to whoever watches: their errors are treated together,
/// in its name.
pub(crate) fn as_one<T>(function: &str, body: impl FnOnce() -> Result<T>) -> Result<T> {
    struct Restore(Option<Flags>);
    impl Drop for Restore {
        fn drop(&mut self) {
            COLLECTED.set(self.0);
        }
    }
    if !is_watched() {
        return body();
    }
    let restore = Restore(COLLECTED.replace(Some(Flags::NONE)));
    let result = body();
    let noted = COLLECTED.get().unwrap_or(Flags::NONE);
    drop(restore);
    let result = result?;
    note(noted, function)?;
    Ok(result)
}
