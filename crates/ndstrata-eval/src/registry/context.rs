//! What surrounds a call: print options and the state of floating-point errors.

use std::cell::RefCell;

use ndstrata_ufunc::{ErrorState, Treatment, with_error_state};

use crate::value::Value;

/// Settings in force, as `np.printoptions` and `np.errstate` make them. Names that are not given keep
/// NumPy's defaults.
#[derive(Clone, Default)]
pub struct Context {
    /// Print options by name.
    pub print_options: Vec<(String, Value)>,
    /// How floating-point errors are treated: `("divide", "raise")`.
    pub error_state: Vec<(String, String)>,
}

thread_local! {
    static CURRENT: RefCell<Context> = RefCell::default();
}

/// Runs `body` with these settings on this thread, and restores the former ones after.
pub fn with_context<T>(context: &Context, body: impl FnOnce() -> T) -> T {
    struct Restore(Option<Context>);
    impl Drop for Restore {
        fn drop(&mut self) {
            if let Some(former) = self.0.take() {
                CURRENT.set(former);
            }
        }
    }
    let _restore = Restore(Some(CURRENT.replace(context.clone())));
    with_error_state(&state_of(&context.error_state), body)
}

/// Changes print options for the calls to come on this thread.
pub(crate) fn set_print_options(changes: Vec<(String, Value)>) {
    CURRENT.with_borrow_mut(|context| {
        for (name, value) in changes {
            context.print_options.retain(|(known, _)| *known != name);
            context.print_options.push((name, value));
        }
    });
}

/// The settings in force.
pub(crate) fn context() -> Context {
    CURRENT.with_borrow(Context::clone)
}

/// Treats floating-point errors so from now on, on this thread.
pub(crate) fn set_error_state(settings: Vec<(String, String)>) {
    ndstrata_ufunc::set_error_state(&state_of(&settings));
    CURRENT.with_borrow_mut(|context| context.error_state = settings);
}

/// Whether an error of this kind is raised.
pub(crate) fn error_is_raised(kind: &str) -> bool {
    CURRENT.with_borrow(|context| {
        let of_kind = |(name, _): &&(String, String)| name == kind || name == "all";
        let last = context.error_state.iter().rev().find(of_kind);
        last.is_some_and(|(_, treatment)| treatment == "raise")
    })
}

/// Settings by name, the later before the earlier. What is not raised is not told: there is nobody to
/// warn.
fn state_of(settings: &[(String, String)]) -> ErrorState {
    settings.iter().fold(ErrorState::new(), |state, (kind, treatment)| {
        let treatment = if treatment == "raise" { Treatment::Raise } else { Treatment::Ignore };
        match kind.as_str() {
            "all" => state.all(treatment),
            "divide" => state.divide(treatment),
            "over" => state.over(treatment),
            "under" => state.under(treatment),
            "invalid" => state.invalid(treatment),
            _ => state,
        }
    })
}
