//! [`GufuncFault`]: what is wrong with a call of a generalised function, in NumPy's words.

use std::fmt;

use ndstrata_dtype::{Casting, DType, Kind};

use crate::error::{Error, ErrorKind};

/// The facts of a refused call.
#[derive(Debug)]
#[non_exhaustive]
pub enum GufuncFault {
    /// A signature that does not parse.
    Signature {
        /// What was expected.
        expected: &'static str,
        /// Where.
        position: usize,
        /// The signature.
        text: String,
    },
    /// Types of a loop that do not fit the operands.
    LoopTypes {
        /// The types.
        types: String,
        /// How many operands there are.
        n_operands: usize,
    },
    /// Another number of inputs.
    OperandCount {
        /// The function.
        name: String,
        /// How many it takes.
        expected: usize,
        /// How many were given.
        found: usize,
    },
    /// Another number of outputs.
    OutputCount,
    /// No loop for these types.
    NoLoop {
        /// The function.
        name: String,
        /// The types.
        types: Vec<DType>,
    },
    /// A cast that is not allowed.
    Cast {
        /// The function.
        name: String,
        /// Whether it is an output.
        is_output: bool,
        /// The operand's position among the inputs or outputs.
        index: usize,
        /// The only operand of its side.
        is_only: bool,
        /// The type there is.
        from: DType,
        /// The type needed.
        to: DType,
        /// The rule in force.
        casting: Casting,
    },
    /// An operand with fewer axes than its core.
    TooFewAxes {
        /// The function.
        name: String,
        /// The operand's position among the inputs.
        index: usize,
        /// How many axes it has.
        n_axes: usize,
        /// The signature.
        signature: String,
        /// How many core axes there are.
        required: usize,
    },
    /// A core axis of another length than elsewhere.
    CoreMismatch {
        /// The function.
        name: String,
        /// Whether it is an output.
        is_output: bool,
        /// The operand's position among the inputs or outputs.
        index: usize,
        /// The axis among the operand's core axes.
        core_axis: usize,
        /// The signature.
        signature: String,
        /// The length found.
        found: usize,
        /// The length known.
        expected: usize,
    },
    /// A core axis of an output whose length nothing gives.
    CoreUnspecified {
        /// The function.
        name: String,
        /// The output.
        index: usize,
        /// The axis among the output's core axes.
        core_axis: usize,
        /// The signature.
        signature: String,
    },
    /// `keepdims` where cores differ.
    Keepdims {
        /// The function.
        name: String,
        /// Whether it is an output.
        is_output: bool,
        /// The operand's position among the inputs or outputs.
        index: usize,
        /// The signature.
        signature: String,
        /// Its number of core axes.
        n_core: usize,
    },
    /// `axis` where there is not one core axis.
    AxisNeedsOneCore {
        /// The function.
        name: String,
        /// The signature.
        signature: String,
        /// How many core axes there are.
        n_core: usize,
    },
    /// `axis` and `axes` together.
    AxisAndAxes,
    /// `axes` of a wrong length.
    AxesLength {
        /// How many operands there are.
        n_operands: usize,
    },
    /// One axis for an operand with another number of core axes.
    AxesItemIsInteger {
        /// The function.
        name: String,
        /// The operand.
        operand: usize,
        /// Its number of core axes.
        n_core: usize,
    },
    /// Another number of axes than the operand has core axes.
    AxesItemLength {
        /// The function.
        name: String,
        /// The operand.
        operand: usize,
        /// Its number of core axes.
        n_core: usize,
        /// How many were given.
        found: usize,
    },
    /// An axis given twice.
    AxesRepeated {
        /// The operand.
        operand: usize,
        /// The axis.
        axis: usize,
    },
    /// Stacks that do not broadcast.
    Broadcast {
        /// For each operand its shape, and which axis stands at each place of the iteration.
        operands: Vec<(Vec<usize>, Vec<Option<usize>>)>,
        /// The core of the output.
        core: Vec<usize>,
    },
    /// An output with fewer axes than the result.
    OutputReduces,
    /// An output of another shape than the stack.
    OutputShape {
        /// The output's shape.
        output: Vec<usize>,
        /// The result's shape.
        result: Vec<usize>,
    },
}

impl GufuncFault {
    /// The exception that NumPy raises.
    pub(crate) fn numpy_class(&self) -> &'static str {
        match self {
            GufuncFault::NoLoop { .. } | GufuncFault::Cast { .. } => "UFuncTypeError",
            GufuncFault::OperandCount { .. }
            | GufuncFault::Keepdims { .. }
            | GufuncFault::AxisNeedsOneCore { .. }
            | GufuncFault::AxisAndAxes => "TypeError",
            GufuncFault::AxesItemIsInteger { .. } | GufuncFault::AxesItemLength { .. } => {
                "AxisError"
            }
            _ => "ValueError",
        }
    }
}

impl From<GufuncFault> for Error {
    #[cold]
    fn from(fault: GufuncFault) -> Error {
        Error::new(ErrorKind::Gufunc(fault))
    }
}

impl fmt::Display for GufuncFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = |is_output: &bool| if *is_output { "output" } else { "input" };
        match self {
            GufuncFault::Signature { expected, position, text } => {
                write!(f, "{expected} at position {position} in \"{text}\"")
            }
            GufuncFault::LoopTypes { types, n_operands } => {
                write!(f, "loop types '{types}' do not name {n_operands} operands")
            }
            GufuncFault::OperandCount { name, expected, found } => {
                let was = if *found == 1 { "was" } else { "were" };
                write!(f, "{name}() takes {expected} positional arguments but {found} {was} given")
            }
            GufuncFault::OutputCount => {
                f.write_str("The 'out' tuple must have exactly one entry per ufunc output")
            }
            GufuncFault::NoLoop { name, types } => {
                write!(f, "ufunc '{name}' did not contain a loop with signature matching types (")?;
                // Dates have no common type with what they meet, which NumPy finds out earlier.
                let is_early = types.iter().any(is_date);
                for (i, dtype) in types.iter().enumerate() {
                    f.write_str(if i > 0 { ", " } else { "" })?;
                    if is_early {
                        write!(f, "<class 'numpy.dtypes.{}DType'>", class_name(dtype))?;
                    } else {
                        write!(f, "{dtype:?}")?;
                    }
                }
                f.write_str(") -> None")
            }
            GufuncFault::Cast { name, is_output, index, is_only, from, to, casting } => {
                write!(f, "Cannot cast ufunc '{name}' {} ", side(is_output))?;
                if !is_only {
                    write!(f, "{index} ")?;
                }
                write!(f, "from {from:?} to {to:?} with casting rule '{casting}'")
            }
            GufuncFault::TooFewAxes { name, index, n_axes, signature, required } => write!(
                f,
                "{name}: Input operand {index} does not have enough dimensions (has {n_axes}, gufunc \
                 core with signature {signature} requires {required})"
            ),
            GufuncFault::CoreMismatch {
                name,
                is_output,
                index,
                core_axis,
                signature,
                found,
                expected,
            } => write!(
                f,
                "{name}: {} operand {index} has a mismatch in its core dimension {core_axis}, with \
                 gufunc signature {signature} (size {found} is different from {expected})",
                if *is_output { "Output" } else { "Input" }
            ),
            GufuncFault::CoreUnspecified { name, index, core_axis, signature } => write!(
                f,
                "{name}: Output operand {index} has core dimension {core_axis} unspecified, with \
                 gufunc signature {signature}"
            ),
            GufuncFault::Keepdims { name, is_output, index, signature, n_core } => write!(
                f,
                "{name} does not support keepdims: its signature {signature} requires {} {index} to \
                 have {n_core} core dimensions, but keepdims can only be used when all inputs have \
                 the same number of core dimensions and all outputs have no core dimensions.",
                side(is_output)
            ),
            GufuncFault::AxisNeedsOneCore { name, signature, n_core } => write!(
                f,
                "{name}: axis can only be used with a single shared core dimension, not with the \
                 {n_core} distinct ones implied by signature {signature}."
            ),
            GufuncFault::AxisAndAxes => f.write_str("cannot specify both 'axis' and 'axes'"),
            GufuncFault::AxesLength { n_operands } => write!(
                f,
                "axes should be a list with an entry for all {n_operands} inputs and outputs; entries \
                 for outputs can only be omitted if none of them has core axes."
            ),
            GufuncFault::AxesItemIsInteger { name, operand, n_core } => write!(
                f,
                "{name}: operand {operand} has {n_core} core dimensions, but the axes item is a \
                 single integer."
            ),
            GufuncFault::AxesItemLength { name, operand, n_core, found } => write!(
                f,
                "{name}: operand {operand} has {n_core} core dimensions, but {found} dimensions are \
                 specified by axes tuple."
            ),
            GufuncFault::AxesRepeated { operand, axis } => {
                write!(f, "axes item {operand} has value {axis} repeated")
            }
            GufuncFault::Broadcast { operands, core } => {
                f.write_str(
                    "operands could not be broadcast together with remapped shapes \
                     [original->remapped]: ",
                )?;
                for (shape, places) in operands {
                    let remapped = places.iter().map(|place| match place {
                        Some(axis) => shape[*axis].to_string(),
                        None => "newaxis".to_owned(),
                    });
                    let shape = shape.iter().map(usize::to_string);
                    write!(f, "{}->{} ", tuple(shape), tuple(remapped))?;
                }
                write!(f, " and requested shape {}", tuple(core.iter().map(usize::to_string)))
            }
            GufuncFault::OutputReduces => f.write_str(
                "output operand requires a reduction along dimension -1, but the reduction is not \
                 enabled. The dimension size of 1 does not match the expected output shape.",
            ),
            GufuncFault::OutputShape { output, result } => write!(
                f,
                "non-broadcastable output operand with shape {} [remapped to {}] doesn't match the \
                 broadcast shape {}",
                tuple(output.iter().map(usize::to_string)),
                tuple(output.iter().rev().map(usize::to_string)),
                tuple(result.iter().map(usize::to_string))
            ),
        }
    }
}

/// As Python prints a tuple without spaces.
fn tuple(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    format!("({}{})", items.join(","), if items.len() == 1 { "," } else { "" })
}

fn is_date(dtype: &DType) -> bool {
    matches!(dtype.kind(), Kind::DateTime | Kind::TimeDelta)
}

/// The name of the dtype's class in `numpy.dtypes`, without its ending.
fn class_name(dtype: &DType) -> String {
    match dtype.kind() {
        Kind::Bool => "Bool".to_owned(),
        Kind::SignedInteger => format!("Int{}", 8 * dtype.itemsize()),
        Kind::UnsignedInteger => format!("UInt{}", 8 * dtype.itemsize()),
        Kind::Float => format!("Float{}", 8 * dtype.itemsize()),
        Kind::Complex => format!("Complex{}", 8 * dtype.itemsize()),
        Kind::DateTime => "DateTime64".to_owned(),
        Kind::TimeDelta => "TimeDelta64".to_owned(),
        Kind::Bytes => "Bytes".to_owned(),
        Kind::Str => "Str".to_owned(),
        _ => "Void".to_owned(),
    }
}
