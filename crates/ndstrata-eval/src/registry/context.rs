//! What surrounds a call: print options and the state of floating-point errors.

use std::cell::RefCell;

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
    body()
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
