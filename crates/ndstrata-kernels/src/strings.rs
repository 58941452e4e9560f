//! Fixed-width text: comparison, search and copies of its characters, and its order.

mod compare;
mod find;
mod unit;

pub(crate) use compare::less_text;
pub use compare::{Relation, TextRun, TextUnit, compare_text, compare_text_run};
pub use find::{count, find, rfind};
pub use unit::{Unit, begins, copy_units, fill_units, used};
