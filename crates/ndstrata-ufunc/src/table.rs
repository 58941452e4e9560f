//! Every universal function: its name, operands, identity, rule and loops, a line each.

mod compare_loops;
mod complex_loops;
mod date_loops;
mod real_loops;
mod runs;

use std::sync::OnceLock;

use ndstrata_kernels::elementwise::{self as k, Loops};
use smallvec::SmallVec;

use crate::kernel::{Inner, Kernel, LoopType, element_type};
use crate::resolve::{FoundLoops, Rule};
use crate::ufunc::{Identity, Ufunc};

use compare_loops as mixed;
use complex_loops as complex;
use date_loops as date;
use real_loops as real;

/// The ufunc of a NumPy name, aliases among them.
///
/// NumPy: `getattr(numpy, name)`.
pub fn by_name(name: &str) -> Option<&'static Ufunc> {
    let found = |name| ufuncs::ALL.binary_search_by(|ufunc| ufunc.name.cmp(name)).ok();
    let place = found(name).or_else(|| {
        let alias = ALIASES.binary_search_by(|(alias, _)| (*alias).cmp(name)).ok()?;
        found(ALIASES[alias].1)
    })?;
    Some(ufuncs::ALL[place])
}

/// NumPy's second names, in alphabetical order.
const ALIASES: &[(&str, &str)] = &[
    ("abs", "absolute"),
    ("acos", "arccos"),
    ("acosh", "arccosh"),
    ("asin", "arcsin"),
    ("asinh", "arcsinh"),
    ("atan", "arctan"),
    ("atan2", "arctan2"),
    ("atanh", "arctanh"),
    ("bitwise_invert", "invert"),
    ("bitwise_left_shift", "left_shift"),
    ("bitwise_not", "invert"),
    ("bitwise_right_shift", "right_shift"),
    ("conj", "conjugate"),
    ("mod", "remainder"),
    ("pow", "power"),
    ("true_divide", "divide"),
];

/// The loops of one operation of the kernels.
fn map(loops: &Loops) -> Vec<Inner> {
    let inner = |each: &'static k::Loop| {
        let mut types: SmallVec<[LoopType; 4]> =
            each.operands().iter().map(|&n| LoopType::Number(element_type(n))).collect();
        types.push(LoopType::Number(element_type(each.result())));
        Inner { types, kernel: Kernel::Map(each) }
    };
    loops.iter().map(inner).collect()
}

/// Two operations on the same operands, as a loop with two results.
fn both(first: &Loops, second: &Loops) -> Vec<Inner> {
    first
        .iter()
        .filter_map(|one| {
            let other = second.find(one.operands())?;
            let operands = one.operands().iter().copied();
            let types = operands.chain([one.result(), other.result()]);
            let types = types.map(|n| LoopType::Number(element_type(n))).collect();
            Some(Inner { types, kernel: Kernel::Both(one, other) })
        })
        .collect()
}

/// One list of loops after another.
fn chain<const N: usize>(lists: [Vec<Inner>; N]) -> Vec<Inner> {
    lists.into_iter().flatten().collect()
}

fn double_complex_power() -> Vec<Inner> {
    let double = crate::kernel::loop_types("DDD");
    complex::pow().into_iter().filter(|each| each.types == double).collect()
}

macro_rules! table {
    ($($constant:ident $name:literal ($inputs:literal, $outputs:literal, $identity:expr, $rule:ident) = $loops:expr;)*) => {
        /// The objects.
        pub(crate) mod ufuncs {
            use super::*;
            $(
                #[doc = concat!("NumPy: [numpy.", $name, "](https://numpy.org/doc/stable/reference/generated/numpy.", $name, ".html).")]
                pub static $constant: Ufunc = Ufunc {
                    name: $name,
                    n_inputs: $inputs,
                    n_outputs: $outputs,
                    identity: $identity,
                    rule: Rule::$rule,
                    loops: OnceLock::new(),
                    found: FoundLoops::new(),
                    make_loops: || $loops,
                };
            )*

            /// All of them, in alphabetical order of their constants.
            pub static ALL: &[&Ufunc] = &[$(&$constant),*];
        }
    };
}

use Identity::{Bool, Float, Int, None as Nothing};

table! {
    ABSOLUTE "absolute" (1, 1, Nothing, Uniform) = chain([map(&k::ABSOLUTE), date::absolute()]);
    ADD "add" (2, 1, Int(0), Uniform) = chain([map(&k::ADD), date::add()]);
    ARCCOS "arccos" (1, 1, Nothing, Uniform) = chain([real::acos(), complex::acos()]);
    ARCCOSH "arccosh" (1, 1, Nothing, Uniform) = chain([real::acosh(), complex::acosh()]);
    ARCSIN "arcsin" (1, 1, Nothing, Uniform) = chain([real::asin(), complex::asin()]);
    ARCSINH "arcsinh" (1, 1, Nothing, Uniform) = chain([real::asinh(), complex::asinh()]);
    ARCTAN "arctan" (1, 1, Nothing, Uniform) = chain([real::atan(), complex::atan()]);
    ARCTAN2 "arctan2" (2, 1, Nothing, Search) = real::atan2();
    ARCTANH "arctanh" (1, 1, Nothing, Uniform) = chain([real::atanh(), complex::atanh()]);
    BITWISE_AND "bitwise_and" (2, 1, Int(-1), Uniform) = map(&k::BITWISE_AND);
    BITWISE_COUNT "bitwise_count" (1, 1, Nothing, Uniform) = map(&k::BITWISE_COUNT);
    BITWISE_OR "bitwise_or" (2, 1, Int(0), Uniform) = map(&k::BITWISE_OR);
    BITWISE_XOR "bitwise_xor" (2, 1, Int(0), Uniform) = map(&k::BITWISE_XOR);
    CBRT "cbrt" (1, 1, Nothing, Uniform) = real::cbrt();
    CEIL "ceil" (1, 1, Nothing, Uniform) = map(&k::CEIL);
    CONJUGATE "conjugate" (1, 1, Nothing, Uniform) = map(&k::CONJUGATE);
    COPYSIGN "copysign" (2, 1, Nothing, Search) = map(&k::COPYSIGN);
    COS "cos" (1, 1, Nothing, Uniform) = chain([real::cos(), complex::cos()]);
    COSH "cosh" (1, 1, Nothing, Uniform) = chain([real::cosh(), complex::cosh()]);
    DEG2RAD "deg2rad" (1, 1, Nothing, Uniform) = map(&k::DEG2RAD);
    DEGREES "degrees" (1, 1, Nothing, Uniform) = map(&k::RAD2DEG);
    DIVIDE "divide" (2, 1, Nothing, Divide) = chain([map(&k::DIVIDE), date::divide()]);
    DIVMOD "divmod" (2, 2, Nothing, Uniform) = chain([both(&k::FLOOR_DIVIDE, &k::REMAINDER), date::divmod()]);
    EQUAL "equal" (2, 1, Nothing, Compare) = chain([map(&k::EQUAL), date::equal(), mixed::equal()]);
    EXP "exp" (1, 1, Nothing, Uniform) = chain([real::exp(), complex::exp()]);
    EXP2 "exp2" (1, 1, Nothing, Uniform) = chain([real::exp2(), complex::exp2()]);
    EXPM1 "expm1" (1, 1, Nothing, Uniform) = chain([real::expm1(), complex::expm1()]);
    FABS "fabs" (1, 1, Nothing, Uniform) = map(&k::FABS);
    FLOAT_POWER "float_power" (2, 1, Nothing, Uniform) = chain([real::float_power(), double_complex_power()]);
    FLOOR "floor" (1, 1, Nothing, Uniform) = map(&k::FLOOR);
    FLOOR_DIVIDE "floor_divide" (2, 1, Nothing, Uniform) = chain([map(&k::FLOOR_DIVIDE), date::floor_divide()]);
    FMAX "fmax" (2, 1, Nothing, Uniform) = chain([map(&k::FMAX), date::fmax()]);
    FMIN "fmin" (2, 1, Nothing, Uniform) = chain([map(&k::FMIN), date::fmin()]);
    FMOD "fmod" (2, 1, Nothing, Uniform) = map(&k::FMOD);
    FREXP "frexp" (1, 2, Nothing, Uniform) = both(&k::FREXP_MANTISSA, &k::FREXP_EXPONENT);
    GCD "gcd" (2, 1, Int(0), Uniform) = map(&k::GCD);
    GREATER "greater" (2, 1, Nothing, Compare) = chain([map(&k::GREATER), date::greater(), mixed::greater()]);
    GREATER_EQUAL "greater_equal" (2, 1, Nothing, Compare) = chain([map(&k::GREATER_EQUAL), date::greater_equal(), mixed::greater_equal()]);
    HEAVISIDE "heaviside" (2, 1, Nothing, Search) = map(&k::HEAVISIDE);
    HYPOT "hypot" (2, 1, Int(0), Search) = real::hypot();
    INVERT "invert" (1, 1, Nothing, Uniform) = map(&k::INVERT);
    ISFINITE "isfinite" (1, 1, Nothing, Uniform) = chain([map(&k::ISFINITE), date::isfinite()]);
    ISINF "isinf" (1, 1, Nothing, Uniform) = chain([map(&k::ISINF), date::isinf()]);
    ISNAN "isnan" (1, 1, Nothing, Uniform) = chain([map(&k::ISNAN), date::isnat()]);
    ISNAT "isnat" (1, 1, Nothing, Isnat) = date::isnat();
    LCM "lcm" (2, 1, Nothing, Uniform) = map(&k::LCM);
    LDEXP "ldexp" (2, 1, Nothing, Ldexp) = map(&k::LDEXP);
    LEFT_SHIFT "left_shift" (2, 1, Nothing, Uniform) = map(&k::LEFT_SHIFT);
    LESS "less" (2, 1, Nothing, Compare) = chain([map(&k::LESS), date::less(), mixed::less()]);
    LESS_EQUAL "less_equal" (2, 1, Nothing, Compare) = chain([map(&k::LESS_EQUAL), date::less_equal(), mixed::less_equal()]);
    LOG "log" (1, 1, Nothing, Uniform) = chain([real::log(), complex::log()]);
    LOG10 "log10" (1, 1, Nothing, Uniform) = chain([real::log10(), complex::log10()]);
    LOG1P "log1p" (1, 1, Nothing, Uniform) = chain([real::log1p(), complex::log1p()]);
    LOG2 "log2" (1, 1, Nothing, Uniform) = chain([real::log2(), complex::log2()]);
    LOGADDEXP "logaddexp" (2, 1, Float(f64::NEG_INFINITY), Search) = real::logaddexp();
    LOGADDEXP2 "logaddexp2" (2, 1, Float(f64::NEG_INFINITY), Search) = real::logaddexp2();
    LOGICAL_AND "logical_and" (2, 1, Bool(true), Logic) = map(&k::LOGICAL_AND);
    LOGICAL_NOT "logical_not" (1, 1, Nothing, Uniform) = map(&k::LOGICAL_NOT);
    LOGICAL_OR "logical_or" (2, 1, Bool(false), Logic) = map(&k::LOGICAL_OR);
    LOGICAL_XOR "logical_xor" (2, 1, Bool(false), Logic) = map(&k::LOGICAL_XOR);
    MAXIMUM "maximum" (2, 1, Nothing, Uniform) = chain([map(&k::MAXIMUM), date::maximum()]);
    MINIMUM "minimum" (2, 1, Nothing, Uniform) = chain([map(&k::MINIMUM), date::minimum()]);
    MODF "modf" (1, 2, Nothing, Uniform) = both(&k::MODF_FRACTION, &k::TRUNC);
    MULTIPLY "multiply" (2, 1, Int(1), Uniform) = chain([map(&k::MULTIPLY), date::multiply()]);
    NEGATIVE "negative" (1, 1, Nothing, Uniform) = chain([map(&k::NEGATIVE), date::negative()]);
    NEXTAFTER "nextafter" (2, 1, Nothing, Search) = map(&k::NEXTAFTER);
    NOT_EQUAL "not_equal" (2, 1, Nothing, Compare) = chain([map(&k::NOT_EQUAL), date::not_equal(), mixed::not_equal()]);
    POSITIVE "positive" (1, 1, Nothing, Uniform) = chain([map(&k::POSITIVE), date::positive()]);
    POWER "power" (2, 1, Nothing, Uniform) = chain([map(&k::INTEGER_POWER), real::power(), complex::pow()]);
    RAD2DEG "rad2deg" (1, 1, Nothing, Uniform) = map(&k::RAD2DEG);
    RADIANS "radians" (1, 1, Nothing, Uniform) = map(&k::DEG2RAD);
    RECIPROCAL "reciprocal" (1, 1, Nothing, Uniform) = map(&k::RECIPROCAL);
    REMAINDER "remainder" (2, 1, Nothing, Uniform) = chain([map(&k::REMAINDER), date::remainder()]);
    RIGHT_SHIFT "right_shift" (2, 1, Nothing, Uniform) = map(&k::RIGHT_SHIFT);
    RINT "rint" (1, 1, Nothing, Uniform) = map(&k::RINT);
    SIGN "sign" (1, 1, Nothing, Uniform) = chain([map(&k::SIGN), date::sign()]);
    SIGNBIT "signbit" (1, 1, Nothing, Uniform) = map(&k::SIGNBIT);
    SIN "sin" (1, 1, Nothing, Uniform) = chain([real::sin(), complex::sin()]);
    SINH "sinh" (1, 1, Nothing, Uniform) = chain([real::sinh(), complex::sinh()]);
    SPACING "spacing" (1, 1, Nothing, Uniform) = map(&k::SPACING);
    SQRT "sqrt" (1, 1, Nothing, Uniform) = chain([map(&k::SQRT), complex::sqrt()]);
    SQUARE "square" (1, 1, Nothing, Uniform) = map(&k::SQUARE);
    SUBTRACT "subtract" (2, 1, Nothing, Uniform) = chain([map(&k::SUBTRACT), date::subtract()]);
    TAN "tan" (1, 1, Nothing, Uniform) = chain([real::tan(), complex::tan()]);
    TANH "tanh" (1, 1, Nothing, Uniform) = chain([real::tanh(), complex::tanh()]);
    TRUNC "trunc" (1, 1, Nothing, Uniform) = map(&k::TRUNC);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_to_its_ufunc() {
        for ufunc in ufuncs::ALL {
            assert_eq!(by_name(ufunc.name).unwrap().name, ufunc.name);
        }
        for (alias, name) in ALIASES {
            assert_eq!(by_name(alias).unwrap().name, *name);
        }
        assert!(by_name("sinc").is_none());
    }
}
