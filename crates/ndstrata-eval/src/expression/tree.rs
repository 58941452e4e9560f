//! The tree of an expression.

use crate::registry::{self, Function};
use crate::value::Value;

/// A statement.
#[derive(Clone)]
pub(super) enum Statement {
    Expression(Expr),
    /// `target = value`
    Assign(Expr, Expr),
    /// `target += value`
    Update(Expr, Update, Expr),
}

/// An expression.
#[derive(Clone)]
pub(super) enum Expr {
    Value(Value),
    Name(String),
    /// Operator's function and operands, one or two.
    Operator(&'static Function, Vec<Expr>),
    /// `a < b <= c`: the first operand, then each comparison with the next operand.
    Compare(Box<Expr>, Vec<(Comparison, Expr)>),
    /// `b if a else c`, in the order a, b, c.
    If(Box<[Expr; 3]>),
    /// Operands between `or` (true) or `and`.
    Junction(bool, Vec<Expr>),
    Not(Box<Expr>),
    /// `[item for … in … if …]`
    Comprehension(Box<Expr>, Vec<Clause>),
    Attribute(Box<Expr>, Member),
    Index(Box<Expr>, Box<Expr>),
    Call(Box<Expr>, Vec<Expr>, Vec<(String, Expr)>),
    Function(Box<Found>),
    Tuple(Vec<Expr>),
    List(Vec<Expr>),
    Dict(Vec<(Expr, Expr)>),
    /// `start:stop:step`; a missing part is `None`.
    Slice(Box<[Expr; 3]>),
}

/// What stands between two operands that are compared.
#[derive(Clone, Copy)]
pub(super) enum Comparison {
    /// `==`, `<` and their like.
    Operator(&'static Function),
    In,
    NotIn,
    Is,
    IsNot,
}

/// An operator that is assigned with: what changes an array, and what computes a new value.
#[derive(Clone, Copy)]
pub(super) struct Update {
    pub(super) of_array: &'static Function,
    pub(super) of_others: &'static Function,
}

/// The name after a dot, and the methods that it may mean.
#[derive(Clone)]
pub(super) struct Member {
    pub(super) name: String,
    pub(super) of_array: Option<&'static Function>,
    pub(super) of_scalar: Option<&'static Function>,
}

impl Member {
    pub(super) fn new(name: &str) -> Member {
        let method_of = |class| registry::find(&format!("{class}.{name}"));
        let of_array = method_of("ndarray");
        Member { name: name.to_owned(), of_array, of_scalar: method_of("scalar").or(of_array) }
    }
}

/// A function called by a name that was looked up once.
#[derive(Clone)]
pub(super) struct Found {
    /// The name's first part: the function is meant where the scope has no such name.
    pub(super) module: String,
    pub(super) function: &'static Function,
    /// What is meant otherwise.
    pub(super) otherwise: Expr,
}

/// One `for target in items if conditions`.
#[derive(Clone)]
pub(super) struct Clause {
    pub(super) target: Expr,
    pub(super) items: Expr,
    pub(super) conditions: Vec<Expr>,
}
