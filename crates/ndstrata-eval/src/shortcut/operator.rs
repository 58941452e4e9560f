//! [`Operator`]: Python's operators that a ufunc computes.

use ndstrata_array::Relation;
use ndstrata_ufunc::{Ufunc, ufuncs};

/// An operator.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Add,
    Sub,
    Mul,
    TrueDiv,
    FloorDiv,
    Mod,
    Pow,
    LShift,
    RShift,
    And,
    Or,
    Xor,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    Neg,
    Pos,
    Invert,
    Abs,
}

use Operator::*;

/// Operators by their functions, and by the functions that change their first operand.
const FUNCTIONS: &[(Operator, &str, &str)] = &[
    (Add, "operator.add", "operator.iadd"),
    (Sub, "operator.sub", "operator.isub"),
    (Mul, "operator.mul", "operator.imul"),
    (TrueDiv, "operator.truediv", "operator.itruediv"),
    (FloorDiv, "operator.floordiv", "operator.ifloordiv"),
    (Mod, "operator.mod", "operator.imod"),
    (Pow, "operator.pow", "operator.ipow"),
    (LShift, "operator.lshift", "operator.ilshift"),
    (RShift, "operator.rshift", "operator.irshift"),
    (And, "operator.and_", "operator.iand"),
    (Or, "operator.or_", "operator.ior"),
    (Xor, "operator.xor", "operator.ixor"),
    (Eq, "operator.eq", ""),
    (Ne, "operator.ne", ""),
    (Lt, "operator.lt", ""),
    (Le, "operator.le", ""),
    (Gt, "operator.gt", ""),
    (Ge, "operator.ge", ""),
    (Neg, "operator.neg", ""),
    (Pos, "operator.pos", ""),
    (Invert, "operator.invert", ""),
    (Abs, "operator.abs", ""),
];

impl Operator {
    /// The operator of a function, and whether it is the one in place.
    pub(crate) fn of(function: &str) -> Option<(Operator, bool)> {
        let named =
            |&&(_, plain, in_place): &&(_, &str, &str)| [plain, in_place].contains(&function);
        let &(operator, plain, _) =
            FUNCTIONS.iter().find(named).filter(|_| !function.is_empty())?;
        Some((operator, plain != function))
    }

    /// The operator's function.
    pub(super) fn name(self) -> &'static str {
        FUNCTIONS.iter().find(|(operator, ..)| *operator == self).map_or("", |(_, plain, _)| plain)
    }

    pub(crate) fn ufunc(self) -> &'static Ufunc {
        match self {
            Add => &ufuncs::ADD,
            Sub => &ufuncs::SUBTRACT,
            Mul => &ufuncs::MULTIPLY,
            TrueDiv => &ufuncs::DIVIDE,
            FloorDiv => &ufuncs::FLOOR_DIVIDE,
            Mod => &ufuncs::REMAINDER,
            Pow => &ufuncs::POWER,
            LShift => &ufuncs::LEFT_SHIFT,
            RShift => &ufuncs::RIGHT_SHIFT,
            And => &ufuncs::BITWISE_AND,
            Or => &ufuncs::BITWISE_OR,
            Xor => &ufuncs::BITWISE_XOR,
            Eq => &ufuncs::EQUAL,
            Ne => &ufuncs::NOT_EQUAL,
            Lt => &ufuncs::LESS,
            Le => &ufuncs::LESS_EQUAL,
            Gt => &ufuncs::GREATER,
            Ge => &ufuncs::GREATER_EQUAL,
            Neg => &ufuncs::NEGATIVE,
            Pos => &ufuncs::POSITIVE,
            Invert => &ufuncs::INVERT,
            Abs => &ufuncs::ABSOLUTE,
        }
    }

    /// What a comparison asks.
    pub(super) fn relation(self) -> Option<Relation> {
        Some(match self {
            Eq => Relation::Equal,
            Ne => Relation::NotEqual,
            Lt => Relation::Less,
            Le => Relation::LessEqual,
            Gt => Relation::Greater,
            Ge => Relation::GreaterEqual,
            _ => return None,
        })
    }
}

/// Whether the operands of a ufunc may change places.
pub(super) fn commutes(ufunc: &'static Ufunc) -> bool {
    [Add, Mul, And, Or, Xor].into_iter().any(|operator| std::ptr::eq(operator.ufunc(), ufunc))
}
