//! The one list of functions, by NumPy name, with NumPy's parameters and defaults.
//!
//! An entry is a line in a table of `functions`: the name, the signature as Python writes it, and a Rust
//! function that takes the bound [`Arguments`]. Binding checks what Python checks, so a wrong call
//! is a `TypeError` here too.

mod arguments;
mod context;
mod signature;

use std::borrow::Cow;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::error::{Error, Result};
use crate::shortcut::Shortcut;
use crate::value::Value;

pub use arguments::Arguments;
pub(crate) use arguments::{check_lengths, int, ints};
pub use context::{Context, with_context};
pub(crate) use context::{context, error_is_raised, set_error_state, set_print_options};
use signature::Signature;

/// What computes a function of the registry.
pub(crate) type Body = fn(&Arguments<'_>) -> Result<Value>;

/// Arguments given by name.
pub(crate) type Keywords<'a> = [(Cow<'a, str>, Cow<'a, Value>)];

/// One line of a table: name, signature, body.
pub(crate) type Entry = (&'static str, &'static str, Body);

/// A function of the registry.
pub(crate) struct Function {
    name: String,
    signature: Signature,
    body: Body,
    /// How its plain case is answered at once.
    shortcut: Option<Shortcut>,
    /// The parameters that may be refused, by position.
    may_be_refused: Vec<usize>,
}

fn functions() -> &'static FxHashMap<String, Function> {
    static FUNCTIONS: OnceLock<FxHashMap<String, Function>> = OnceLock::new();
    FUNCTIONS.get_or_init(|| {
        let entries = crate::functions::TABLES.iter().copied().flatten();
        let named = entries.map(|&(name, signature, body)| (name.to_owned(), signature, body));
        named
            .chain(crate::functions::composed().iter().cloned())
            .map(|(name, signature, body)| {
                let signature = Signature::parse(signature);
                let names = UNSUPPORTED.iter().chain(&["device", "like"]);
                let may_be_refused = names.filter_map(|name| signature.position(name)).collect();
                let shortcut = Shortcut::of(&name);
                (name.clone(), Function { name, signature, body, shortcut, may_be_refused })
            })
            .collect()
    })
}

/// Calls the function of a name.
///
/// # Errors
///
/// Those of the function, each with the class that NumPy raises; `TypeError` for arguments that do
/// not fit its signature; `AttributeError` for a name that is not in the registry.
///
/// ```
/// use ndstrata_eval::{registry, Value};
/// let shape = Value::Tuple(vec![2_i64.into(), 3_i64.into()]);
/// let zeros = registry::call("np.zeros", vec![shape], vec![("order".into(), "F".into())])?;
/// let Value::Array(zeros) = zeros else { panic!("an array was expected") };
/// assert_eq!(zeros.get().shape(), [2, 3]);
/// # Ok::<(), ndstrata_eval::Error>(())
/// ```
pub fn call(name: &str, args: Vec<Value>, kwargs: Vec<(String, Value)>) -> Result<Value> {
    let function = function(name)?;
    let args: SmallVec<[_; FEW]> = args.into_iter().map(Cow::Owned).collect();
    let kwargs: SmallVec<[_; FEW]> =
        kwargs.into_iter().map(|(name, value)| (Cow::Owned(name), Cow::Owned(value))).collect();
    function.call(&args, &kwargs)
}

/// Most calls have no more arguments.
pub(crate) const FEW: usize = 3;

#[cold]
pub(crate) fn no_function(name: &str) -> Error {
    match is_refused(name) {
        true => refused(name),
        false => Error::new("AttributeError", format!("there is no function '{name}'")),
    }
}

/// The function of a name, to be called more than once.
pub(crate) fn find(name: &str) -> Option<&'static Function> {
    functions().get(name)
}

/// As [`find`], for a name that ought to be there.
pub(crate) fn function(name: &str) -> Result<&'static Function> {
    find(name).ok_or_else(|| no_function(name))
}

impl Function {
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The result for arguments that may be borrowed; what is owned may be written to.
    pub(crate) fn call(&self, args: &[Cow<'_, Value>], kwargs: &Keywords<'_>) -> Result<Value> {
        if let Some(shortcut) = self.shortcut
            && let Some(done) = shortcut.take(args, kwargs)
        {
            crate::array_ref::catch_up();
            return done;
        }
        let done = self.compute(args, kwargs);
        crate::array_ref::catch_up();
        done
    }

    /// As [`call`](Function::call), whatever the arguments.
    pub(crate) fn compute(&self, args: &[Cow<'_, Value>], kwargs: &Keywords<'_>) -> Result<Value> {
        let arguments = self.signature.bind(&self.name, args, kwargs)?;
        if self.may_be_refused.iter().any(|&i| arguments.is_given_at(i)) {
            refuse_unsupported(&arguments)?;
        }
        (self.body)(&arguments)
    }
}

/// Parameters that NumPy's signatures have and nothing here acts on. Giving one is an error, never
/// ignored.
const UNSUPPORTED: &[&str] = &["metadata", "pickle_kwargs"];

fn refuse_unsupported(arguments: &Arguments<'_>) -> Result<()> {
    let given = |name: &str| arguments.is_given(name) && !arguments.value(name).is_none();
    if let Some(name) = UNSUPPORTED.iter().find(|name| given(name)) {
        return Err(Error::unsupported(format!("{name}= is not supported")));
    }
    // An array of a subclass would choose who makes the result; a plain one does not.
    if given("like") && !matches!(arguments.value("like"), Value::Array(_) | Value::Matrix(_)) {
        return Err(Error::type_error(
            "The `like` argument must be an array-like that implements the `__array_function__` \
             protocol.",
        ));
    }
    if given("device") && arguments.value("device").as_str() != Some("cpu") {
        return Err(Error::value_error(
            "Device not understood. Only \"cpu\" is allowed, but received another.",
        ));
    }
    Ok(())
}

/// Names of NumPy's that nothing here stands for, by module: objects that hold Python's own, and facts of
/// another program.
const REFUSED: &[&str] = &[
    "np.ScalarType",
    "np.ctypeslib",
    "np.errstate",
    "np.exceptions",
    "np.f2py",
    "np.flatiter",
    "np.from_dlpack",
    "np.frompyfunc",
    "np.get_include",
    "np.info",
    "np.lib.Arrayterator",
    "np.lib.NumpyVersion",
    "np.ma",
    "np.nditer",
    "np.nested_iters",
    "np.poly1d",
    "np.polynomial",
    "np.random",
    "np.sctypeDict",
    "np.seterrcall",
    "np.show_config",
    "np.show_runtime",
    "np.test",
    "np.testing",
    "np.ufunc",
];

/// Whether NumPy has this name and nothing here stands for it.
pub(crate) fn is_refused(name: &str) -> bool {
    let within = |known: &&str| {
        name.strip_prefix(*known).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    !contains(name) && REFUSED.iter().any(within)
}

/// The error of a name that [`is_refused`].
#[cold]
pub(crate) fn refused(name: &str) -> Error {
    Error::unsupported(format!("{name} is not supported"))
}

/// Whether there is a function of this name.
pub fn contains(name: &str) -> bool {
    functions().contains_key(name)
}

/// All names, in alphabetical order.
pub fn names() -> Vec<&'static str> {
    let mut names: Vec<_> = functions().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}

/// The signature of a function, as Python writes it.
pub fn signature(name: &str) -> Option<&'static str> {
    functions().get(name).map(|function| function.signature.text())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_that_nothing_acts_on_are_refused() {
        let zeros = |name: &str, value: Value| {
            call("np.zeros", vec![2_i64.into()], vec![(name.to_owned(), value)])
        };
        assert_eq!(zeros("like", 1_i64.into()).err().unwrap().class(), "TypeError");
        assert_eq!(zeros("device", "gpu".into()).err().unwrap().class(), "ValueError");
        assert!(zeros("device", "cpu".into()).is_ok());
        assert!(zeros("like", Value::None).is_ok());
    }

    #[test]
    fn no_name_stands_twice_and_every_signature_parses() {
        let lines = crate::functions::TABLES.iter().copied().flatten().map(|line| line.0);
        let composed = crate::functions::composed();
        let mut seen = std::collections::HashSet::new();
        let repeated: Vec<&str> = lines
            .chain(composed.iter().map(|line| &*line.0))
            .filter(|name| !seen.insert(*name))
            .collect();
        assert!(repeated.is_empty(), "{repeated:?}");
        assert_eq!(seen.len(), names().len());
    }
}
