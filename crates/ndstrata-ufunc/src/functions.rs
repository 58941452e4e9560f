//! The universal functions as functions, with NumPy's defaults.

use ndstrata_array::DynArray;

use crate::error::Result;
use crate::operand::Operand;
use crate::table::ufuncs;

macro_rules! functions {
    ($($name:ident $numpy:literal $ufunc:ident ($($input:ident),+);)*) => {$(
        #[doc = concat!("The ufunc `", $numpy, "` of its operands.")]
        ///
        #[doc = concat!("NumPy: [numpy.", $numpy, "](https://numpy.org/doc/stable/reference/generated/numpy.", $numpy, ".html).")]
        ///
        /// # Errors
        ///
        /// Types without a loop, shapes that do not broadcast, a number that its type cannot hold.
        pub fn $name<'a>($($input: impl Into<Operand<'a>>),+) -> Result<DynArray> {
            ufuncs::$ufunc.one(&[$($input.into()),+])
        }
    )*};
}

functions! {
    absolute "absolute" ABSOLUTE (x);
    add "add" ADD (x1, x2);
    arccos "arccos" ARCCOS (x);
    arccosh "arccosh" ARCCOSH (x);
    arcsin "arcsin" ARCSIN (x);
    arcsinh "arcsinh" ARCSINH (x);
    arctan "arctan" ARCTAN (x);
    arctan2 "arctan2" ARCTAN2 (x1, x2);
    arctanh "arctanh" ARCTANH (x);
    bitwise_and "bitwise_and" BITWISE_AND (x1, x2);
    bitwise_count "bitwise_count" BITWISE_COUNT (x);
    bitwise_or "bitwise_or" BITWISE_OR (x1, x2);
    bitwise_xor "bitwise_xor" BITWISE_XOR (x1, x2);
    cbrt "cbrt" CBRT (x);
    ceil "ceil" CEIL (x);
    conjugate "conjugate" CONJUGATE (x);
    copysign "copysign" COPYSIGN (x1, x2);
    cos "cos" COS (x);
    cosh "cosh" COSH (x);
    deg2rad "deg2rad" DEG2RAD (x);
    degrees "degrees" DEGREES (x);
    divide "divide" DIVIDE (x1, x2);
    equal "equal" EQUAL (x1, x2);
    exp "exp" EXP (x);
    exp2 "exp2" EXP2 (x);
    expm1 "expm1" EXPM1 (x);
    fabs "fabs" FABS (x);
    float_power "float_power" FLOAT_POWER (x1, x2);
    floor "floor" FLOOR (x);
    floor_divide "floor_divide" FLOOR_DIVIDE (x1, x2);
    fmax "fmax" FMAX (x1, x2);
    fmin "fmin" FMIN (x1, x2);
    fmod "fmod" FMOD (x1, x2);
    gcd "gcd" GCD (x1, x2);
    greater "greater" GREATER (x1, x2);
    greater_equal "greater_equal" GREATER_EQUAL (x1, x2);
    heaviside "heaviside" HEAVISIDE (x1, x2);
    hypot "hypot" HYPOT (x1, x2);
    invert "invert" INVERT (x);
    isfinite "isfinite" ISFINITE (x);
    isinf "isinf" ISINF (x);
    isnan "isnan" ISNAN (x);
    isnat "isnat" ISNAT (x);
    lcm "lcm" LCM (x1, x2);
    ldexp "ldexp" LDEXP (x1, x2);
    left_shift "left_shift" LEFT_SHIFT (x1, x2);
    less "less" LESS (x1, x2);
    less_equal "less_equal" LESS_EQUAL (x1, x2);
    log "log" LOG (x);
    log10 "log10" LOG10 (x);
    log1p "log1p" LOG1P (x);
    log2 "log2" LOG2 (x);
    logaddexp "logaddexp" LOGADDEXP (x1, x2);
    logaddexp2 "logaddexp2" LOGADDEXP2 (x1, x2);
    logical_and "logical_and" LOGICAL_AND (x1, x2);
    logical_not "logical_not" LOGICAL_NOT (x);
    logical_or "logical_or" LOGICAL_OR (x1, x2);
    logical_xor "logical_xor" LOGICAL_XOR (x1, x2);
    maximum "maximum" MAXIMUM (x1, x2);
    minimum "minimum" MINIMUM (x1, x2);
    multiply "multiply" MULTIPLY (x1, x2);
    negative "negative" NEGATIVE (x);
    nextafter "nextafter" NEXTAFTER (x1, x2);
    not_equal "not_equal" NOT_EQUAL (x1, x2);
    positive "positive" POSITIVE (x);
    power "power" POWER (x1, x2);
    rad2deg "rad2deg" RAD2DEG (x);
    radians "radians" RADIANS (x);
    reciprocal "reciprocal" RECIPROCAL (x);
    remainder "remainder" REMAINDER (x1, x2);
    right_shift "right_shift" RIGHT_SHIFT (x1, x2);
    rint "rint" RINT (x);
    sign "sign" SIGN (x);
    signbit "signbit" SIGNBIT (x);
    sin "sin" SIN (x);
    sinh "sinh" SINH (x);
    spacing "spacing" SPACING (x);
    sqrt "sqrt" SQRT (x);
    square "square" SQUARE (x);
    subtract "subtract" SUBTRACT (x1, x2);
    tan "tan" TAN (x);
    tanh "tanh" TANH (x);
    trunc "trunc" TRUNC (x);
}
