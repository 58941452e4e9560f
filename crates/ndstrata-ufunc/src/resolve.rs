//! Which loop a call takes, from the operands' types alone.
//!
//! Most ufuncs promote all operands to one type and take the first loop that it can be cast to
//! safely ([`Rule::Uniform`]); functions of floats look for the first loop that each operand can be cast to
//! on its own ([`Rule::Search`]). Dates, comparisons, divisions and logic have rules of their own.

mod cached;
mod dates;
mod signature;
pub(crate) mod text;

pub(crate) use cached::{FoundLoops, kind_of, strong_kind};

use ndstrata_array::{DynCow, DynViewMut};
use ndstrata_dtype::{Casting, DType, Kind, Operand, can_cast, promote_types, result_type};
use smallvec::SmallVec;

use crate::error::{Error, ErrorKind, Result};
use crate::kernel::{Inner, Kernel, LoopType};
use crate::operand::default_dtype;
use crate::ufunc::Ufunc;

/// How a ufunc finds its loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// All operands become one type.
    Uniform,
    /// Each operand is cast on its own.
    Search,
    /// As `Uniform`, but integers become `f8`.
    Divide,
    /// As `Uniform`, but signed and unsigned 64-bit integers are compared as they are.
    Compare,
    /// Everything is read as a truth value.
    Logic,
    /// A float and an integer exponent.
    Ldexp,
    /// `M8` and `m8` only.
    Isnat,
}

/// A loop, and each operand's full type in it.
pub(crate) struct Resolved {
    pub(crate) kernel: Kernel,
    pub(crate) dtypes: SmallVec<[DType; 4]>,
}

impl Resolved {
    /// Whether half precision is converted to or from: what the kernels compute in single precision
    /// must be rounded before it becomes anything else.
    pub(crate) fn rounds_halves(&self, inputs: &[DynCow<'_>], outputs: &[DynViewMut<'_>]) -> bool {
        let dtypes = inputs.iter().map(|a| a.dtype()).chain(outputs.iter().map(|a| a.dtype()));
        self.dtypes.iter().zip(dtypes).any(|(here, there)| {
            *here == DType::FLOAT16 && there.element_type() != here.element_type()
        })
    }
}

/// Finds the loop for inputs of these types. `output` fixes the type of the outputs, as `dtype=`
/// does.
pub(crate) fn resolve(
    ufunc: &'static Ufunc,
    operands: &[Operand],
    output: Option<&DType>,
    casting: Casting,
) -> Result<Resolved> {
    match output {
        None => resolve_signature(ufunc, operands, &[], casting),
        Some(output) => {
            let fixed: Vec<Option<DType>> = (0..ufunc.n_inputs + ufunc.n_outputs)
                .map(|k| Some(output.clone()).filter(|_| k >= ufunc.n_inputs))
                .collect();
            resolve_signature(ufunc, operands, &fixed, casting)
        }
    }
}

/// As [`resolve`], where any operand's type may be fixed; `fixed` is empty if none is.
pub(crate) fn resolve_signature(
    ufunc: &'static Ufunc,
    operands: &[Operand],
    fixed: &[Option<DType>],
    casting: Casting,
) -> Result<Resolved> {
    let is_free = fixed.iter().all(Option::is_none);
    if is_free && let Some(resolved) = cached::resolve(ufunc, operands) {
        return Ok(resolved);
    }
    let as_fixed = text::as_fixed(operands, fixed);
    let texts = as_fixed.as_deref().unwrap_or(operands);
    if operands.iter().any(is_text)
        && let Some(resolved) = text::resolve(ufunc, texts)?
    {
        return Ok(resolved);
    }
    if !is_free {
        return signature::resolve(ufunc, operands, fixed, casting);
    }
    by_rules(ufunc, operands)
}

/// The loop that the ufunc's rule leads to.
fn by_rules(ufunc: &'static Ufunc, operands: &[Operand]) -> Result<Resolved> {
    if operands.iter().any(is_date)
        && let Some(resolved) = dates::resolve(ufunc, operands)?
    {
        return Ok(resolved);
    }
    let all_weak = operands.iter().all(|operand| !matches!(operand, Operand::DType(_)));
    let is_logic = ufunc.rule == Rule::Logic && all_weak;
    let given = operands;
    let strong: SmallVec<[Operand; 2]>;
    let operands = if all_weak {
        strong = given.iter().map(|o| Operand::DType(default_dtype(o))).collect();
        &strong[..]
    } else {
        given
    };
    let found = match ufunc.rule {
        Rule::Uniform => uniform(ufunc, operands),
        Rule::Divide => match common(ufunc, operands) {
            Ok(dtype) if matches!(dtype.kind(), Kind::Bool) || dtype.kind().is_integer() => {
                search(ufunc, &vec![DType::FLOAT64; operands.len()])
            }
            _ => uniform(ufunc, operands),
        },
        Rule::Compare => match mixed_integers(operands) {
            Some(pair) => ufunc.loops().iter().find(|each| inputs_are(each, &pair)),
            None => uniform(ufunc, operands),
        },
        Rule::Logic => match operands {
            // Operands of one number type are read as they are, others as truth values.
            [Operand::DType(lhs), Operand::DType(rhs)]
                if !is_logic
                    && lhs.element_type().is_some()
                    && lhs.element_type() == rhs.element_type() =>
            {
                uniform(ufunc, operands)
            }
            _ => search(ufunc, &vec![DType::BOOL; operands.len()]),
        },
        Rule::Ldexp => search(ufunc, &ldexp_inputs(operands)),
        Rule::Search => {
            let common = common(ufunc, operands).ok();
            let own: Option<Vec<DType>> = operands
                .iter()
                .map(|operand| match operand {
                    Operand::DType(dtype) => Some(dtype.clone()),
                    _ => common.clone(),
                })
                .collect();
            own.and_then(|own| search(ufunc, &own))
        }
        Rule::Isnat => return Err(only_dates(ufunc)),
    };
    match found {
        Some(each) => Ok(Resolved { kernel: each.kernel, dtypes: plain_types(each) }),
        None => Err(no_loop(ufunc, given)),
    }
}

/// Ufuncs whose refusals NumPy raises as `UFuncTypeError`: those with a type resolver of their own.
const RESOLVE_THEMSELVES: &[&str] = &[
    "absolute",
    "add",
    "equal",
    "fmax",
    "fmin",
    "gcd",
    "greater",
    "greater_equal",
    "lcm",
    "less",
    "less_equal",
    "maximum",
    "minimum",
    "multiply",
    "negative",
    "not_equal",
    "positive",
    "sign",
    "subtract",
];

fn is_text(operand: &Operand) -> bool {
    matches!(operand, Operand::DType(d) if matches!(d.kind(), Kind::Str | Kind::Bytes))
}

fn is_date(operand: &Operand) -> bool {
    matches!(operand, Operand::DType(d) if matches!(d.kind(), Kind::DateTime | Kind::TimeDelta))
}

fn common(ufunc: &Ufunc, operands: &[Operand]) -> Result<DType> {
    let _ = ufunc;
    Ok(result_type(operands)?)
}

fn uniform(ufunc: &'static Ufunc, operands: &[Operand]) -> Option<&'static Inner> {
    let common = result_type(operands).ok()?;
    search(ufunc, &vec![common; operands.len()])
}

/// The first loop whose inputs these types can be cast to safely. A ufunc without a loop for `bool`
/// takes none for it where NumPy refuses.
fn search(ufunc: &'static Ufunc, inputs: &[DType]) -> Option<&'static Inner> {
    let all_bool = inputs.iter().all(|dtype| *dtype == DType::BOOL);
    if all_bool && REFUSE_BOOL.contains(&ufunc.name) {
        return None;
    }
    ufunc.loops().iter().find(|each| {
        inputs.iter().zip(&each.types).all(|(from, to)| match to {
            LoopType::Number(to) => can_cast(from, &DType::from_element(*to), Casting::Safe),
            LoopType::DateTime | LoopType::TimeDelta => false,
        })
    })
}

/// A weak mantissa is a float of the least width, or of double where it alone decides; a weak exponent
/// is a C `int`.
fn ldexp_inputs(operands: &[Operand]) -> Vec<DType> {
    let mut inputs: Vec<DType> = operands.iter().map(default_dtype).collect();
    if let [Operand::WeakInt, Operand::DType(exponent)] = operands {
        inputs[0] = if *exponent == DType::BOOL { DType::FLOAT64 } else { DType::FLOAT16 };
    }
    if matches!(operands, [Operand::DType(mantissa), Operand::WeakInt] if *mantissa != DType::BOOL)
    {
        inputs[1] = DType::INT32;
    }
    inputs
}

/// Ufuncs that do not take truth values for integers.
const REFUSE_BOOL: &[&str] = &["subtract", "negative", "positive", "sign", "gcd", "lcm"];

/// `i8` and `u8` where one operand is signed and another a `u8`: compared without a detour by floats.
fn mixed_integers(operands: &[Operand]) -> Option<Vec<DType>> {
    let kinds: Vec<(Kind, usize)> = operands
        .iter()
        .map(|operand| match operand {
            Operand::DType(dtype) => Some((dtype.kind(), dtype.itemsize())),
            _ => None,
        })
        .collect::<Option<_>>()?;
    match kinds[..] {
        [(Kind::SignedInteger, _), (Kind::UnsignedInteger, 8)] => {
            Some(vec![DType::INT64, DType::UINT64])
        }
        [(Kind::UnsignedInteger, 8), (Kind::SignedInteger, _)] => {
            Some(vec![DType::UINT64, DType::INT64])
        }
        _ => None,
    }
}

fn inputs_are(each: &Inner, inputs: &[DType]) -> bool {
    inputs.iter().zip(&each.types).all(|(dtype, loop_type)| LoopType::of(dtype) == Some(*loop_type))
}

/// A loop's types as dtypes; the dates among them get their units elsewhere.
fn plain_types(each: &Inner) -> SmallVec<[DType; 4]> {
    each.types
        .iter()
        .map(|loop_type| match loop_type {
            LoopType::Number(element) => DType::from_element(*element),
            LoopType::DateTime => {
                DType::datetime64(ndstrata_dtype::datetime::DateTimeUnit::GENERIC)
            }
            LoopType::TimeDelta => {
                DType::timedelta64(ndstrata_dtype::datetime::DateTimeUnit::GENERIC)
            }
        })
        .collect()
}

#[cold]
fn no_loop(ufunc: &'static Ufunc, operands: &[Operand]) -> Error {
    let bools = operands.iter().all(|o| matches!(o, Operand::DType(d) if *d == DType::BOOL));
    let advice = match ufunc.name {
        "subtract" if bools => {
            "numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the \
             `^` operator, or the logical_xor function instead."
        }
        "negative" if bools => {
            "The numpy boolean negative, the `-` operator, is not supported, use the `~` operator \
             or the logical_not function instead."
        }
        _ => "",
    };
    if !advice.is_empty() {
        return Error::wrong_type(advice);
    }
    let kinds: SmallVec<[Kind; 2]> = operands.iter().map(|o| default_dtype(o).kind()).collect();
    if ufunc.name == "add"
        && matches!(kinds[..], [Kind::Str, Kind::Bytes] | [Kind::Bytes, Kind::Str])
    {
        return dates::refused(ufunc, operands);
    }
    let types = match operands.len() == 1 || ufunc.is_comparison() {
        true => operands.iter().map(class_name).collect(),
        false => refused_types(operands),
    };
    let is_ufunc_error = RESOLVE_THEMSELVES.contains(&ufunc.name);
    Error::new(ErrorKind::NoLoop {
        ufunc: ufunc.name,
        types,
        result: "None".to_owned(),
        is_ufunc_error,
    })
}

/// Types as NumPy names those that it has no loop for: what the dispatch by classes refuses by class, what has
/// no common type by itself.
pub(crate) fn refused_types(operands: &[Operand]) -> Vec<String> {
    let is_bytes = |operand: &Operand| {
        matches!(default_dtype(operand).kind(), Kind::Str | Kind::Bytes | Kind::Void)
    };
    let by_type = operands.iter().any(is_bytes);
    let name = |operand: &Operand| match by_type {
        true => format!("{:?}", default_dtype(operand)),
        false => class_name(operand),
    };
    operands.iter().map(name).collect()
}

/// Nothing is computed in the type asked for: `fixed` are the types that `dtype=` or `signature=` tell.
#[cold]
fn no_fixed_loop(ufunc: &'static Ufunc, operands: &[Operand], fixed: &[Option<DType>]) -> Error {
    if !DISPATCH_BY_CLASS.contains(&ufunc.name) {
        return Error::new(ErrorKind::NoFold { ufunc: ufunc.name });
    }
    let name = |k: usize| match fixed.get(k) {
        Some(Some(dtype)) => class_name(&Operand::DType(dtype.clone())),
        _ => operands.get(k).map_or_else(|| "None".to_owned(), class_name),
    };
    let types = (0..ufunc.n_inputs).map(name).collect();
    let result = name(ufunc.n_inputs);
    Error::new(ErrorKind::NoLoop { ufunc: ufunc.name, types, result, is_ufunc_error: true })
}

/// Ufuncs whose loops are looked up by class also where a type is asked for.
const DISPATCH_BY_CLASS: &[&str] = &["absolute", "gcd", "lcm", "negative", "positive", "sign"];

/// The class of an operand's type, as Python shows it.
fn class_name(operand: &Operand) -> String {
    let name = match operand {
        Operand::WeakInt => "_PyLongDType".to_owned(),
        Operand::WeakFloat => "_PyFloatDType".to_owned(),
        Operand::WeakComplex => "_PyComplexDType".to_owned(),
        other => match default_dtype(other).kind() {
            Kind::Bool => "BoolDType".to_owned(),
            Kind::Str => "StrDType".to_owned(),
            Kind::Bytes => "BytesDType".to_owned(),
            Kind::Void => "VoidDType".to_owned(),
            Kind::DateTime => "DateTime64DType".to_owned(),
            Kind::TimeDelta => "TimeDelta64DType".to_owned(),
            Kind::Object => "ObjectDType".to_owned(),
            _ => {
                let name = default_dtype(other).name();
                let upper: String = name.chars().take(1).flat_map(char::to_uppercase).collect();
                let rest = name.get(1..).unwrap_or_default();
                match rest.strip_prefix("int").filter(|_| upper == "U") {
                    Some(bits) => format!("UInt{bits}DType"),
                    None => format!("{upper}{rest}DType"),
                }
            }
        },
    };
    format!("<class 'numpy.dtypes.{name}'>")
}

#[cold]
fn only_dates(ufunc: &Ufunc) -> Error {
    Error::new(ErrorKind::BadTypes {
        ufunc: ufunc.name,
        is_ufunc_error: false,
        message: "ufunc 'isnat' is only defined for np.datetime64 and np.timedelta64.".to_owned(),
    })
}

/// The common type of two dates or durations, or of a duration and a number.
pub(crate) fn promote(lhs: &DType, rhs: &DType) -> Result<DType> {
    Ok(promote_types(lhs, rhs)?)
}
