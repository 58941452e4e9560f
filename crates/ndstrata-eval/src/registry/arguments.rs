//! The arguments of one call, bound to parameters, and their conversion to what functions need.

use ndstrata_array::{DynArray, Order};
use ndstrata_dtype::datetime::DateTimeUnit;
use ndstrata_dtype::{DType, Kind, TypeClass};
use num_traits::ToPrimitive;
use smallvec::SmallVec;

use super::signature::Signature;
use crate::array_ref::ArrayRef;
use crate::error::{Error, Result};
use crate::value::Value;

/// Bound arguments: each parameter with its value.
pub struct Arguments<'a> {
    function: &'a str,
    signature: &'a Signature,
    /// One for each of the signature's parameters.
    values: SmallVec<[Bound<'a>; USUAL]>,
    rest: Vec<Value>,
    options: Vec<(String, Value)>,
}

/// Most functions have no more parameters.
pub(super) const USUAL: usize = 8;

/// What a parameter has.
pub(super) enum Bound<'a> {
    /// What the caller gave.
    Given(&'a Value),
    /// What the signature says otherwise.
    Default(&'a Value),
    /// Nothing yet.
    Missing,
}

impl Bound<'_> {
    fn value(&self) -> &Value {
        match self {
            Bound::Given(value) => value,
            Bound::Default(value) => value,
            Bound::Missing => &Value::None,
        }
    }
}

impl<'a> Arguments<'a> {
    pub(super) fn new(
        function: &'a str,
        signature: &'a Signature,
        values: SmallVec<[Bound<'a>; USUAL]>,
        rest: Vec<Value>,
        options: Vec<(String, Value)>,
    ) -> Arguments<'a> {
        Arguments { function, signature, values, rest, options }
    }

    fn bound(&self, name: &str) -> Option<&Bound<'a>> {
        self.values.get(self.signature.position(name)?)
    }

    /// The full name called, such as `np.add.reduce`.
    pub fn function(&self) -> &str {
        self.function
    }

    /// The value of a parameter. A name that is not in the signature is a mistake in the table,
    /// which reads as `None`.
    pub fn value(&self, name: &str) -> &Value {
        let found = self.bound(name);
        debug_assert!(found.is_some(), "{} has no parameter {name}", self.function);
        found.map_or(&Value::None, Bound::value)
    }

    /// The values of all parameters, in order.
    pub(crate) fn positional(&self) -> Vec<&Value> {
        self.values.iter().map(Bound::value).collect()
    }

    /// Whether the caller gave this parameter.
    pub fn is_given(&self, name: &str) -> bool {
        matches!(self.bound(name), Some(Bound::Given(_)))
    }

    /// Whether the caller gave the parameter at this place of the signature.
    pub(super) fn is_given_at(&self, at: usize) -> bool {
        matches!(self.values.get(at), Some(Bound::Given(_)))
    }

    /// Positional arguments past the named parameters.
    pub fn rest(&self) -> &[Value] {
        &self.rest
    }

    /// Keywords past the named parameters.
    pub fn options(&self) -> &[(String, Value)] {
        &self.options
    }

    /// The value of a parameter, or `None` where it is Python's `None`.
    pub fn optional(&self, name: &str) -> Option<&Value> {
        Some(self.value(name)).filter(|value| !value.is_none())
    }

    /// The value of the first parameter: what a function is about, whatever NumPy calls it, and the
    /// receiver of a method.
    pub fn subject(&self) -> &Value {
        self.values.first().map_or(&Value::None, Bound::value)
    }

    /// The first parameter as an array.
    pub fn subject_array(&self) -> Result<DynArray> {
        crate::coerce::as_array(self.subject())
    }

    /// As [`derive`](Arguments::derive), for the first parameter.
    pub fn derive_subject(&self, made: DynArray) -> Value {
        Value::Array(match self.subject() {
            Value::Array(source) => source.derive(made),
            _ => ArrayRef::new(made),
        })
    }

    /// The array that the function writes to.
    pub fn target(&self) -> Result<&ArrayRef> {
        match self.subject() {
            Value::Array(array) => Ok(array),
            other => Err(Error::type_error(match self.function {
                "np.put" => format!(
                    "argument 1 must be numpy.ndarray, not <class '{}'>",
                    other.class_name()
                ),
                "np.putmask" => "putmask: first argument must be an array".to_owned(),
                function => format!(
                    "{}() argument 1 must be numpy.ndarray, not {}",
                    function.trim_start_matches("np."),
                    other.type_name()
                ),
            })),
        }
    }

    /// Axes of a reduction: one, or a tuple of them.
    pub fn reduced_axes(&self, name: &str) -> Result<Vec<isize>> {
        let refuse = |value: &Value| match value {
            Value::Bool(_) => Err(Error::type_error("an integer is required")),
            Value::List(_) => {
                Err(Error::type_error("'list' object cannot be interpreted as an integer"))
            }
            Value::Array(array) if array.get().ndim() > 0 => Err(Error::type_error(
                "only integer scalar arrays can be converted to a scalar index",
            )),
            _ => Ok(()),
        };
        let value = self.value(name);
        refuse(value)?;
        if let Value::Tuple(items) = value {
            items.iter().try_for_each(refuse)?;
        }
        ints(value)
    }

    /// An axis, or `None`; no truth value.
    pub fn plain_axis(&self, name: &str) -> Result<Option<isize>> {
        match self.value(name) {
            Value::Bool(_) => Err(Error::type_error("an integer is required for the axis")),
            _ => self.axis(name),
        }
    }

    /// An axis, or `None`.
    pub fn axis(&self, name: &str) -> Result<Option<isize>> {
        Ok(self.optional_int(name)?.map(|axis| axis as isize))
    }

    /// An array, as `np.asarray` makes one.
    pub fn array(&self, name: &str) -> Result<DynArray> {
        crate::coerce::as_array(self.value(name))
    }

    /// The handle of an array argument, where it is one: for in-place functions and views.
    pub fn array_ref(&self, name: &str) -> Option<&ArrayRef> {
        match self.value(name) {
            Value::Array(array) => Some(array),
            _ => None,
        }
    }

    /// A handle to `made`: a view of the argument where it shares its memory.
    pub fn derive(&self, name: &str, made: DynArray) -> Value {
        Value::Array(match self.array_ref(name) {
            Some(source) => source.derive(made),
            None => ArrayRef::new(made),
        })
    }

    /// An integer (also a NumPy integer, or an integer array without axes).
    pub fn int(&self, name: &str) -> Result<i64> {
        int(self.value(name))
    }

    /// An integer or `None`.
    pub fn optional_int(&self, name: &str) -> Result<Option<i64>> {
        self.optional(name).map(int).transpose()
    }

    /// Integers: one, or a sequence of them.
    pub fn ints_of(&self, name: &str) -> Result<Vec<isize>> {
        ints(self.value(name))
    }

    /// Lengths of axes; a negative one is NumPy's error.
    pub fn shape(&self, name: &str) -> Result<Vec<usize>> {
        if self.value(name).is_none() {
            return Err(Error::type_error("Use () not None as shape arguments"));
        }
        check_lengths(self.value(name))?;
        ints(self.value(name))?
            .into_iter()
            .map(|n| {
                usize::try_from(n)
                    .map_err(|_| Error::value_error("negative dimensions are not allowed"))
            })
            .collect()
    }

    /// One length, such as a number of rows.
    pub fn length(&self, name: &str) -> Result<usize> {
        let n = self.int(name).map_err(|error| match error.class() {
            "OverflowError" => Error::value_error("Maximum allowed dimension exceeded"),
            _ => error,
        })?;
        usize::try_from(n).map_err(|_| Error::value_error("negative dimensions are not allowed"))
    }

    /// Truth, as Python's `bool()` of the value.
    pub fn truth(&self, name: &str) -> Result<bool> {
        crate::coerce::truth(self.value(name))
    }

    /// Text.
    pub fn text(&self, name: &str) -> Result<&str> {
        self.value(name).as_str().ok_or_else(|| {
            let found = self.value(name).type_name();
            Error::type_error(format!("text was expected for '{name}', found {found}"))
        })
    }

    /// A memory order.
    pub fn order(&self, name: &str) -> Result<Order> {
        match self.value(name) {
            Value::None => Ok(Order::C),
            Value::Str(text) => match text.as_str() {
                Some("C" | "c") => Ok(Order::C),
                Some("F" | "f") => Ok(Order::F),
                Some("A" | "a") => Ok(Order::A),
                Some("K" | "k") => Ok(Order::K),
                _ => Err(Error::value_error(format!(
                    "order must be one of 'C', 'F', 'A', or 'K' (got {})",
                    text.repr()
                ))),
            },
            other => {
                Err(Error::type_error(format!("order must be str, not {}", other.type_name())))
            }
        }
    }

    /// A data type, or `None` where it is Python's `None`.
    pub fn optional_dtype(&self, name: &str) -> Result<Option<DType>> {
        let dtype = self.optional(name).map(crate::coerce::as_dtype).transpose()?;
        // Dates whose unit and text whose width is found in the elements have no byte order to keep.
        let is_open = |dtype: &DType| {
            matches!(
                dtype.class(),
                TypeClass::DateTime64(DateTimeUnit::GENERIC)
                    | TypeClass::TimeDelta64(DateTimeUnit::GENERIC)
                    | TypeClass::Str(0)
            )
        };
        let is_view = self.function.ends_with("view");
        Ok(dtype.map(|dtype| match is_open(&dtype) && !is_view {
            true => dtype.to_native(),
            false => dtype,
        }))
    }

    #[cfg(test)]
    pub(super) fn ints(&self) -> Vec<i64> {
        self.values.iter().map(|bound| int(bound.value()).unwrap_or(i64::MIN)).collect()
    }
}

/// A value as an integer, as Python's `operator.index`.
pub(crate) fn int(value: &Value) -> Result<i64> {
    let found = match value {
        Value::Bool(x) => Some(i64::from(*x)),
        Value::Int(x) => {
            return x.to_i64().ok_or_else(|| {
                Error::new("OverflowError", "Python int too large to convert to C long")
            });
        }
        Value::Scalar(x) => x.view()?.integer_item(),
        Value::Array(x) if x.get().size() == 1 && x.get().ndim() == 0 => {
            x.get().view().integer_item()
        }
        _ => None,
    };
    found.ok_or_else(|| {
        Error::type_error(format!(
            "'{}' object cannot be interpreted as an integer",
            value.class_name()
        ))
    })
}

/// What is no integer and no sequence has no lengths, truth values are none, and no integer past an index
/// is one.
pub(crate) fn check_lengths(value: &Value) -> Result<()> {
    let is_truth = |value: &Value| match value {
        Value::Bool(_) => true,
        Value::Scalar(scalar) => scalar.dtype().kind() == Kind::Bool,
        _ => false,
    };
    let is_huge = |value: &Value| matches!(value, Value::Int(x) if x.to_i64().is_none());
    let items = value.as_sequence().unwrap_or_default();
    let is_listed = match value {
        Value::Array(array) => array.get().ndim() > 0,
        Value::Str(text) => !text.is_empty(),
        other => other.as_sequence().is_some(),
    };
    if !is_listed && (is_truth(value) || (!is_huge(value) && int(value).is_err())) {
        let shown = value.to_repr(&Default::default())?;
        return Err(Error::type_error(format!(
            "expected a sequence of integers or a single integer, got '{shown}'"
        )));
    }
    if items.iter().any(is_truth) {
        return Err(Error::type_error("an integer is required"));
    }
    match is_huge(value) || items.iter().any(is_huge) {
        true => Err(Error::value_error("Maximum allowed dimension exceeded")),
        false => Ok(()),
    }
}

/// A value as integers: one, or each of a sequence.
pub(crate) fn ints(value: &Value) -> Result<Vec<isize>> {
    match value {
        Value::Tuple(items) | Value::List(items) => {
            items.iter().map(|item| int(item).map(|n| n as isize)).collect()
        }
        Value::Array(array) if array.get().ndim() == 1 => {
            let array = array.get();
            let items = (0..array.size() as isize).map(|i| array.scalar_at(&[i]));
            items.map(|item| int(&Value::Scalar(item?)).map(|n| n as isize)).collect()
        }
        one => Ok(vec![int(one)? as isize]),
    }
}
