//! Expressions and assignments over the registry, in Python's and NumPy's syntax.
//!
//! `token` cuts the text, `parse` makes a tree of it, `evaluate` walks the tree and calls the registry.
//! Nothing but the registry's functions is ever executed, and nesting is limited, so no text runs code or
//! ends the program. Those functions that read and write files do reach the paths they are given.

mod assign;
mod evaluate;
mod matrix;
mod names;
mod parse;
mod python_archive;
mod python_index;
mod python_number;
mod python_sequence;
mod python_text;
mod token;
mod tree;

use crate::error::Result;
use crate::value::Value;

use tree::Statement;

pub use evaluate::Scope;
pub(crate) use evaluate::as_python;
pub(crate) use python_index::item as python_item;
pub(crate) use python_number::operate as python_operator;
pub(crate) use python_sequence::{
    MAX_LENGTH as MAX_PYTHON_ITEMS, all_held as python_held, items as python_items,
};

/// Evaluates statements separated by `;` or new lines; the value of the last one.
///
/// # Errors
///
/// `SyntaxError` with a line that points at the place; what the called functions raise.
///
/// ```
/// use ndstrata_eval::{evaluate, Scope};
/// let mut scope = Scope::new();
/// let value = evaluate("a = np.zeros((2, 3)); a[0, 1:] = 5; a[0]", &mut scope)?;
/// assert_eq!(value.to_text(&Default::default())?, "[0. 5. 5.]");
/// # Ok::<(), ndstrata_eval::Error>(())
/// ```
pub fn evaluate(text: &str, scope: &mut Scope) -> Result<Value> {
    Program::parse(text)?.run(scope)
}

/// Statements that were read once, to be run many times.
///
/// ```
/// use ndstrata_eval::{Program, Scope};
/// let program = Program::parse("x = x * 2; x + 1")?;
/// let mut scope = Scope::new();
/// scope.set("x", 10_i64.into());
/// program.run(&mut scope)?;
/// let value = program.run(&mut scope)?;
/// assert_eq!(value.to_text(&Default::default())?, "41");
/// # Ok::<(), ndstrata_eval::Error>(())
/// ```
pub struct Program(Vec<Statement>);

impl Program {
    /// Reads statements separated by `;` or new lines.
    ///
    /// # Errors
    ///
    /// `SyntaxError` with a line that points at the place.
    pub fn parse(text: &str) -> Result<Program> {
        parse::statements(text).map(Program)
    }

    /// Runs the statements in their order; the value of the last one.
    ///
    /// # Errors
    ///
    /// What the called functions raise.
    pub fn run(&self, scope: &mut Scope) -> Result<Value> {
        let mut last = Value::None;
        for statement in &self.0 {
            last = evaluate::run(statement, scope)?;
        }
        Ok(last)
    }
}

/// The value of an index as it stands between brackets: `1:3, ..., None`.
///
/// # Errors
///
/// As [`evaluate`].
pub fn index_value(text: &str) -> Result<Value> {
    evaluate::expression(&parse::index(text)?, &Scope::new())
}

#[cfg(test)]
mod tests;
