//! Plain rows, by the quick readers.

use std::sync::Arc;

use super::{Rows, WORTHWHILE};
use crate::error::Result;
use crate::index::Index;
use crate::loadtxt::route::Route;
use crate::loadtxt::tokenizer::Tokenizer;

impl Rows {
    /// Reads plain rows while they come.
    pub(super) fn read_swiftly(&mut self, tokens: &mut Tokenizer<'_>, is_last: bool) -> Result<()> {
        let mut index = std::mem::take(&mut self.index);
        index.clear();
        if self.route.is_none() && self.row == 0 {
            self.prepare_route(tokens, &mut index, is_last);
        }
        let plan = Arc::clone(&self.plan);
        let (Some(swift), Some(route)) = (&plan.swift, self.route.clone()) else {
            self.index = index;
            return Ok(());
        };
        let most = plan.options.max_rows.unwrap_or(usize::MAX);
        let row_bytes = plan.row_bytes(route.n_columns());
        // Where every row or so has something odd, most of an index is made anew for each.
        let is_indexed =
            !tokens.is_by_line() && (self.n_in_vain < 4 || self.n_in_vain.is_multiple_of(64));
        let n_before = self.row;
        // Rows in a row that the index had nothing to say of.
        let mut n_odd = 0u32;
        while let Some((text, mut at)) = tokens.rest() {
            let is_end = is_last || tokens.is_by_line();
            let mut is_stuck = false;
            while at < text.len() && !is_stuck {
                if is_indexed && (n_odd < 4 || n_odd.is_multiple_of(64)) {
                    let start = at;
                    at = self.read_columns(swift, &route, &mut index, text, at)?;
                    n_odd = if at > start { 0 } else { n_odd };
                }
                n_odd = n_odd.wrapping_add(1);
                if at >= text.len() || self.row >= most || self.n_held >= self.limit {
                    break;
                }
                let n_filled = self.bytes.len();
                let mut flexible = self.flexible.take();
                let out = self.add(if flexible.is_none() { row_bytes } else { 0 })?;
                let read = swift.row(&route, text, at, is_end, out, &mut flexible);
                self.flexible = flexible;
                match read {
                    Some((end, is_row)) if !tokens.is_by_line() || end == text.len() => {
                        at = end;
                        if is_row {
                            self.row += 1;
                            self.n_held += 1;
                        } else {
                            self.bytes.truncate(n_filled);
                        }
                    }
                    _ => {
                        self.bytes.truncate(n_filled);
                        is_stuck = true;
                    }
                }
            }
            tokens.set_position(at);
            if is_stuck || at < text.len() || !tokens.is_by_line() {
                break;
            }
        }
        self.index = index;
        let is_in_vain = self.row - n_before < WORTHWHILE;
        self.n_in_vain = if is_in_vain { self.n_in_vain.wrapping_add(1) } else { 0 };
        Ok(())
    }

    /// Counts the fields of the first row, where that is plain.
    fn prepare_route(&mut self, tokens: &mut Tokenizer<'_>, index: &mut Index, is_last: bool) {
        let plan = Arc::clone(&self.plan);
        let options = &plan.options;
        let Some(swift) = &plan.swift else { return };
        if options.converter.is_some() || !options.converters.is_empty() {
            return;
        }
        let tokens_by_line = tokens.is_by_line();
        let is_end = is_last || tokens_by_line;
        // A line with an end in its middle is an error, if it is no comment.
        let is_odd =
            |text: &str| tokens_by_line && text.trim_end_matches(['\r', '\n']).contains('\r');
        let Some((text, mut at)) = tokens.rest().filter(|(text, _)| !is_odd(text)) else { return };
        if !tokens_by_line {
            // What is no row is passed over for good: it may be all of a large block.
            at = swift.first_row(text, at, is_end);
            tokens.set_position(at);
        }
        // Between commas the index counts as the reader of rows does, and has to be made anyway.
        let is_indexed = !tokens_by_line
            && swift.delimiter.is_some() | swift.quote.is_none()
            && index.seek(text.as_bytes(), at, swift.separators());
        let n_indexed = if is_indexed { index.n_fields(index.line) } else { 0 };
        let found = match n_indexed {
            0 | 1 => swift.n_fields(text, at, is_end),
            n => Some(n),
        };
        let Some(found) = found else { return };
        let expected = self.n_columns.unwrap_or(found);
        if options.usecols.is_none() && expected != found {
            return;
        }
        let leaves = (0..expected).map(|i| plan.leaf(i));
        let is_record = plan.leaves.is_some();
        self.route = Route::new(leaves, is_record, options.usecols.as_deref(), found, &[]);
        if self.route.is_some() {
            self.n_columns = Some(expected);
            self.n_found = found;
        }
    }
}
