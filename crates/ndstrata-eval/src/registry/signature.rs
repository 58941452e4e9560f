//! Signatures as Python writes them, and the binding of arguments to them.

use std::borrow::Cow;

use ndstrata_dtype::literal::Literal;
use smallvec::SmallVec;

use super::arguments::{Arguments, Bound, USUAL};
use crate::error::{Error, Result};
use crate::value::Value;

/// A parsed signature, such as `a, /, axis=None, *, keepdims=False, **options`.
pub(super) struct Signature {
    text: &'static str,
    params: Vec<Param>,
    /// How many of them may be given by position: the first ones.
    n_positional: usize,
    /// The parameter that takes further positional arguments.
    rest: Option<&'static str>,
    /// The parameter that takes further keywords.
    options: Option<&'static str>,
}

struct Param {
    name: &'static str,
    default: Option<Value>,
    is_positional: bool,
    is_keyword: bool,
}

impl Signature {
    /// Reads a signature. `name` alone is required, `name=literal` has a default; `/` ends the
    /// positional-only ones, `*` or `*name` begins the keyword-only ones. A default that is no
    /// literal stands for a missing argument (NumPy's `<no value>`).
    pub(super) fn parse(text: &'static str) -> Signature {
        let mut signature =
            Signature { text, params: Vec::new(), n_positional: 0, rest: None, options: None };
        let mut keyword_only = false;
        for part in split_at_commas(text) {
            match part.trim() {
                "" => {}
                "/" => signature.params.iter_mut().for_each(|p| p.is_keyword = false),
                "*" => keyword_only = true,
                part => {
                    if let Some(name) = part.strip_prefix("**") {
                        signature.options = Some(name);
                    } else if let Some(name) = part.strip_prefix('*') {
                        signature.rest = Some(name);
                        keyword_only = true;
                    } else {
                        let (name, default) = match part.split_once('=') {
                            None => (part, None),
                            Some((name, text)) => (name.trim(), Some(default_value(text.trim()))),
                        };
                        signature.params.push(Param {
                            name,
                            default,
                            is_positional: !keyword_only,
                            is_keyword: true,
                        });
                    }
                }
            }
        }
        signature.n_positional = signature.params.iter().filter(|p| p.is_positional).count();
        signature
    }

    pub(super) fn text(&self) -> &'static str {
        self.text
    }

    /// Gives each parameter its argument or default.
    pub(super) fn bind<'a>(
        &'a self,
        function: &'a str,
        args: &'a [Cow<'_, Value>],
        kwargs: &'a [(Cow<'_, str>, Cow<'_, Value>)],
    ) -> Result<Arguments<'a>> {
        let short = || function.rsplit('.').next().unwrap_or(function);
        let n_given = args.len();
        let n_positional = self.n_positional;
        let mut args = args.iter();
        let mut bound: SmallVec<[_; USUAL]> = SmallVec::new();
        for (i, param) in self.params.iter().enumerate() {
            let given = if i < n_positional { args.next() } else { None };
            let value = match (given, &param.default) {
                (Some(value), _) => Bound::Given(value),
                (None, Some(default)) => Bound::Default(default),
                (None, None) => Bound::Missing,
            };
            bound.push(value);
        }
        let rest: Vec<Value> = args.map(|value| Value::clone(value)).collect();
        // What outputs are named for says how many of them may follow the inputs.
        let n_outputs = match self.rest {
            Some("out1") => Some(1),
            Some("out1_out2") => Some(2),
            _ => None,
        };
        if let Some(n_outputs) = n_outputs
            && (n_given < n_positional || rest.len() > n_outputs)
        {
            let were = if n_given == 1 { "was" } else { "were" };
            return Err(Error::type_error(format!(
                "{}() takes from {n_positional} to {} positional arguments but {n_given} \
                 {were} given",
                short(),
                n_positional + n_outputs
            )));
        }
        if self.rest.is_none() && !rest.is_empty() {
            let n_required = self.params.iter().filter(|p| p.is_positional && p.default.is_none());
            let n_self = usize::from(wording(function) != Wording::Python && is_method(function));
            let but_self = |n: usize| n.saturating_sub(n_self);
            return Err(too_many(
                short(),
                but_self(n_required.count()),
                but_self(n_positional),
                but_self(n_given),
            ));
        }
        let mut options = Vec::new();
        for (name, value) in kwargs {
            let found = self.params.iter().position(|p| p.is_keyword && p.name == name);
            match found {
                Some(i) if matches!(bound[i], Bound::Given(_)) => {
                    return Err(Error::type_error(format!(
                        "{}() got multiple values for argument '{name}'",
                        short()
                    )));
                }
                Some(i) => bound[i] = Bound::Given(value),
                None if self.options.is_some() => {
                    options.push((name.to_string(), Value::clone(value)))
                }
                None => {
                    return Err(Error::type_error(format!(
                        "{}() got an unexpected keyword argument '{name}'",
                        short()
                    )));
                }
            }
        }
        let missing: Vec<(usize, &Param)> = self
            .params
            .iter()
            .zip(&bound)
            .enumerate()
            .filter(|(_, (_, value))| matches!(value, Bound::Missing))
            .map(|(i, (param, _))| (i, param))
            .collect();
        if !missing.is_empty() {
            return Err(self.missing(function, &missing, n_given));
        }
        Ok(Arguments::new(function, self, bound, rest, options))
    }

    /// What Python says of arguments that were not given.
    #[cold]
    fn missing(&self, function: &str, missing: &[(usize, &Param)], n_given: usize) -> Error {
        let short = function.rsplit('.').next().unwrap_or(function);
        let (first, param) = missing[0];
        let n_self = usize::from(is_method(function));
        let but_self = |n: usize| n.saturating_sub(n_self);
        Error::type_error(match wording(function) {
            Wording::FromZero => format!(
                "{short}() missing required argument '{}' (pos {})",
                param.name,
                but_self(first)
            ),
            Wording::FromOne => format!(
                "{short}() missing required argument '{}' (pos {})",
                param.name,
                but_self(first) + 1
            ),
            Wording::Exactly => {
                let n = but_self(self.params.iter().filter(|p| p.default.is_none()).count());
                let plural = if n == 1 { "" } else { "s" };
                let n_given = but_self(n_given);
                format!("{short}() takes exactly {n} argument{plural} ({n_given} given)")
            }
            Wording::Python => {
                let (kind, named): (_, Vec<&Param>) = match param.is_positional {
                    true => {
                        let positional = missing.iter().map(|(_, p)| *p);
                        ("positional", positional.filter(|p| p.is_positional).collect())
                    }
                    false => ("keyword-only", missing.iter().map(|(_, p)| *p).collect()),
                };
                let names: Vec<String> = named.iter().map(|p| format!("'{}'", p.name)).collect();
                let plural = if names.len() == 1 { "" } else { "s" };
                let list = match &names[..] {
                    [one] => one.clone(),
                    [one, other] => format!("{one} and {other}"),
                    [start @ .., last] => format!("{}, and {last}", start.join(", ")),
                    [] => String::new(),
                };
                let n = names.len();
                format!("{short}() missing {n} required {kind} argument{plural}: {list}")
            }
        })
    }

    /// Which parameter has this name.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.params.iter().position(|param| param.name == name)
    }
}

/// How the error of a missing argument is worded: functions of C have ways of their own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wording {
    Python,
    FromZero,
    FromOne,
    Exactly,
}

fn wording(function: &str) -> Wording {
    match function {
        "np.array"
        | "np.asarray"
        | "np.asanyarray"
        | "np.ascontiguousarray"
        | "np.asfortranarray"
        | "np.zeros"
        | "np.empty"
        | "ndarray.take"
        | "ndarray.astype"
        | "ndarray.searchsorted"
        | "ndarray.partition"
        | "ndarray.argpartition"
        | "ndarray.dot"
        | "ndarray.view"
        | "ndarray.sort"
        | "ndarray.argsort"
        | "ndarray.copy"
        | "ndarray.ravel"
        | "ndarray.flatten"
        | "ndarray.squeeze"
        | "ndarray.trace" => Wording::FromZero,
        "np.ndarray" | "np.frombuffer" | "np.fromiter" | "np.fromstring" | "np.fromfile"
        | "ndarray.put" | "ndarray.repeat" | "ndarray.compress" | "ndarray.getfield"
        | "ndarray.setfield" | "ndarray.tofile" => Wording::FromOne,
        "ndarray.fill" | "ndarray.choose" | "ndarray.swapaxes" => Wording::Exactly,
        name if name.ends_with(".reduce") || name.ends_with(".reduceat") => Wording::FromZero,
        name if name.ends_with(".accumulate") => Wording::FromZero,
        _ => Wording::Python,
    }
}

fn is_method(function: &str) -> bool {
    function.starts_with("ndarray.")
}

#[cold]
fn too_many(short: &str, n_required: usize, n_most: usize, n_given: usize) -> Error {
    let were = if n_given == 1 { "was" } else { "were" };
    let takes = match n_required == n_most {
        true => format!("{n_most} positional argument{}", if n_most == 1 { "" } else { "s" }),
        false => format!("from {n_required} to {n_most} positional arguments"),
    };
    Error::type_error(format!("{short}() takes {takes} but {n_given} {were} given"))
}

fn default_value(text: &str) -> Value {
    text.parse::<Literal>().map_or(Value::None, |literal| Value::from(&literal))
}

/// The parts between commas that are not inside brackets or quotes.
fn split_at_commas(text: &'static str) -> Vec<&'static str> {
    let (mut parts, mut start, mut depth, mut quote) = (Vec::new(), 0, 0, None);
    for (i, c) in text.char_indices() {
        match (quote, c) {
            (Some(q), c) if q == c => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(c),
            (None, '(' | '[' | '{') => depth += 1,
            (None, ')' | ']' | '}') => depth -= 1,
            (None, ',') if depth == 0 => {
                parts.push(&text[start..i]);
                start = i + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bind(
        text: &'static str,
        args: &[i64],
        kwargs: &[(&str, i64)],
    ) -> std::result::Result<String, String> {
        let signature = Signature::parse(text);
        let args: Vec<_> = args.iter().map(|&x| Cow::Owned(x.into())).collect();
        let kwargs: Vec<_> =
            kwargs.iter().map(|&(k, v)| (k.into(), Cow::Owned(v.into()))).collect();
        match signature.bind("f", &args, &kwargs) {
            Ok(bound) => Ok(format!("{:?}", bound.ints())),
            Err(error) => Err(error.to_string()),
        }
    }

    #[test]
    fn arguments_are_bound_as_python_binds_them() {
        assert_eq!(bind("a, b=5", &[1], &[]), Ok("[1, 5]".to_owned()));
        assert_eq!(bind("a, b=5, *, c=-1", &[1], &[("c", 3)]), Ok("[1, 5, 3]".to_owned()));
        assert!(bind("a, /, b=5", &[], &[("a", 3)]).is_err());
        assert!(bind("a, b=5", &[1, 2, 3], &[]).is_err());
        assert!(bind("a, b=5", &[1], &[("a", 2)]).is_err());
        assert!(bind("a, b=5", &[1], &[("x", 2)]).is_err());
        assert_eq!(
            bind("a, b=(1, 2)", &[], &[]),
            Err("TypeError: f() missing 1 required positional argument: 'a'".to_owned())
        );
    }

    #[test]
    fn methods_do_not_count_their_receiver_in_errors() {
        let bind = |text, function, n: i64| {
            let args: Vec<_> = (0..n).map(|x| Cow::Owned(x.into())).collect();
            Signature::parse(text).bind(function, &args, &[]).err().map(|e| e.to_string())
        };
        let error = |text: &str| Some(format!("TypeError: {text}"));
        assert_eq!(
            bind("self, /, value", "ndarray.fill", 1),
            error("fill() takes exactly 1 argument (0 given)")
        );
        assert_eq!(
            bind("self, /, value", "ndarray.fill", 0),
            error("fill() takes exactly 1 argument (0 given)")
        );
        // Even where the signature names no receiver.
        assert_eq!(
            bind("*, order='C'", "ndarray.copy", 1),
            error("copy() takes 0 positional arguments but 0 were given")
        );
        assert_eq!(
            bind("*, value", "ndarray.fill", 0),
            error("fill() takes exactly 0 arguments (0 given)")
        );
    }
}
