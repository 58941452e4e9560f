//! Rows into the bytes of the result. Each row is tried by the quick reader first; what that one does not
//! take, among it all that is wrong, goes through the tokenizer.

mod quick;

use std::sync::Arc;

use ndstrata_array::{DynArray, GrowingBytes, Layout, Order};
use ndstrata_dtype::DType;

use super::flexible::Flexible;
use super::plan::{Plan, resolve};
use super::route::Route;
use super::tokenizer::Tokenizer;
use crate::element;
use crate::error::{Error, ErrorKind, Result};
use crate::index::Index;
use crate::item::Converter;

/// The rows read so far.
pub(super) struct Rows {
    pub(super) plan: Arc<Plan>,
    n_to_skip: usize,
    n_columns: Option<usize>,
    /// Of the first row.
    n_found: usize,
    converters: Vec<Option<Converter>>,
    pub(super) route: Option<Route>,
    /// Rows read since the beginning.
    pub(super) row: usize,
    /// Rows that `bytes` holds.
    pub(super) n_held: usize,
    /// Lines and bytes of text before the block at hand.
    pub(super) before: (usize, usize),
    /// Rows that `bytes` may hold before reading stops.
    pub(super) limit: usize,
    pub(super) bytes: GrowingBytes,
    /// Bytes of text in all, where that is known.
    pub(super) n_text: Option<usize>,
    pub(super) flexible: Option<Flexible>,
    index: Index,
    /// How often in a row the index of fields was hardly of use.
    n_in_vain: u32,
}

/// The index of fields is of use where so many rows are read by it.
const WORTHWHILE: usize = 16;

impl Rows {
    pub(super) fn new(plan: Plan) -> Result<Rows> {
        let plan = Arc::new(plan);
        let flexible = plan.flexible();
        Ok(Rows {
            n_to_skip: plan.options.skiprows,
            n_columns: plan.n_columns(),
            bytes: GrowingBytes::new(&plan.options.dtype),
            plan,
            n_found: 0,
            converters: Vec::new(),
            route: None,
            row: 0,
            n_held: 0,
            before: (0, 0),
            limit: usize::MAX,
            n_text: None,
            flexible,
            index: Index::default(),
            n_in_vain: 0,
        })
    }

    /// Whether as many rows were read as were asked for.
    pub(super) fn is_done(&self) -> bool {
        self.plan.options.max_rows.is_some_and(|most| self.row >= most)
    }

    fn is_full(&self) -> bool {
        self.is_done() || self.n_held >= self.limit
    }

    #[cfg(feature = "rayon")]
    /// Whether rows can be read apart from each other: the first is known, and nothing counts.
    pub(super) fn can_fork(&self) -> bool {
        let is_counted = self.plan.options.max_rows.is_some() || self.limit != usize::MAX;
        let has_converters = self.converters.iter().any(Option::is_some);
        self.row > 0 && !is_counted && !has_converters
    }

    #[cfg(feature = "rayon")]
    /// Empty rows that know what these know.
    pub(super) fn fork(&self) -> Rows {
        Rows {
            plan: Arc::clone(&self.plan),
            n_to_skip: 0,
            n_columns: self.n_columns,
            n_found: self.n_found,
            converters: self.converters.clone(),
            route: self.route.clone(),
            row: self.row,
            n_held: 0,
            before: (0, 0),
            limit: usize::MAX,
            bytes: GrowingBytes::new(&self.plan.options.dtype),
            n_text: None,
            flexible: self.plan.flexible(),
            index: Index::default(),
            n_in_vain: 0,
        }
    }

    #[cfg(feature = "rayon")]
    /// Takes the rows that a fork has read. `n_left` is how many more such parts there may be.
    pub(super) fn append(&mut self, part: Rows, n_left: usize) -> Result<()> {
        self.row += part.n_held;
        self.n_held += part.n_held;
        if let (Some(all), Some(part)) = (&mut self.flexible, &part.flexible)
            && !all.append(part)
        {
            return Err(Error::value("dates of units that cannot be converted to each other"));
        }
        let n = part.bytes.len();
        // More than is needed is asked for, but not insisted on.
        let _ = self.bytes.reserve_more(n, n.saturating_mul(n_left.saturating_add(1)));
        self.add(n)?.copy_from_slice(part.bytes.as_slice());
        Ok(())
    }

    /// Adds zeroed bytes to the rows, or says that there is no memory.
    pub(super) fn add(&mut self, n: usize) -> Result<&mut [u8]> {
        let n_bytes = self.bytes.len().saturating_add(n);
        self.bytes.grow(n).ok_or_else(|| ErrorKind::Memory { n_bytes }.into())
    }

    /// Reads rows to the end of what is at hand, or of what is asked for. Where more text is to come, a row
    /// that the end cuts off is left.
    pub(super) fn read(&mut self, tokens: &mut Tokenizer<'_>, is_last: bool) -> Result<()> {
        while self.n_to_skip > 0 {
            let start = tokens.position();
            if tokens.skip_line()? {
                if !is_last {
                    tokens.rewind(start);
                }
                return Ok(());
            }
            self.n_to_skip -= 1;
        }
        while !self.is_full() {
            // A row of which the end is not there yet need not be tried.
            if !is_last && !tokens.has_end() {
                break;
            }
            self.read_swiftly(tokens, is_last)?;
            if self.is_full() {
                break;
            }
            let start = tokens.position();
            let at_start = |error: Error| error.at(0, start);
            let is_finished = tokens.next_row().map_err(at_start)?;
            if is_finished && !is_last {
                tokens.rewind(start);
                break;
            }
            if tokens.n_fields() > 0 {
                self.take(tokens).map_err(at_start)?;
            }
            if is_finished {
                break;
            }
        }
        Ok(())
    }

    /// Takes the row at hand.
    fn take(&mut self, tokens: &Tokenizer<'_>) -> Result<()> {
        let (plan, row) = (Arc::clone(&self.plan), self.row);
        let options = &plan.options;
        let found = tokens.n_fields();
        let expected = *self.n_columns.get_or_insert(found);
        if options.usecols.is_none() && expected != found {
            return Err(if plan.leaves.is_some() {
                ErrorKind::ColumnsRequired { expected, found, row: row + 1 }.into()
            } else {
                ErrorKind::ColumnsChanged { expected, found, row: row + 1 }.into()
            });
        }
        if row == 0 {
            self.converters = plan.converters(expected, found)?;
            self.n_found = found;
            let usecols = options.usecols.as_deref();
            let leaves = (0..expected).map(|i| plan.leaf(i));
            let is_record = plan.leaves.is_some();
            self.route = Route::new(leaves, is_record, usecols, found, &self.converters);
        }
        let mut flexible = self.flexible.take();
        let taken = self.take_fields(tokens, &plan, expected, &mut flexible);
        self.flexible = flexible;
        taken
    }

    /// Takes the fields of the row at hand.
    fn take_fields(
        &mut self,
        tokens: &Tokenizer<'_>,
        plan: &Plan,
        expected: usize,
        flexible: &mut Option<Flexible>,
    ) -> Result<()> {
        let (options, row, found) = (&plan.options, self.row, tokens.n_fields());
        let converters = std::mem::take(&mut self.converters);
        let n_bytes = if flexible.is_none() { plan.row_bytes(expected) } else { 0 };
        let row_out = self.add(n_bytes)?;
        for i in 0..expected {
            let column = match &options.usecols {
                None => i,
                Some(usecols) => resolve(usecols[i], found).ok_or(ErrorKind::ColumnIndex {
                    index: usecols[i],
                    row: row + 1,
                    n_columns: found,
                })?,
            };
            let text = tokens.field(column);
            let (offset, leaf) = plan.leaf(i);
            let is_stored = match (&mut *flexible, converters.get(i).and_then(Option::as_ref)) {
                (Some(flexible), None) => flexible.push(text),
                (Some(flexible), Some(converter)) => {
                    converter.call(text).is_some_and(|item| flexible.push(&item.to_text()))
                }
                (None, converter) => {
                    let out = &mut row_out[offset..offset + leaf.itemsize()];
                    match converter {
                        None => element::store(leaf, text, out),
                        Some(converter) => match converter.call(text) {
                            None => false,
                            Some(item) => item.store(leaf, out).is_ok(),
                        },
                    }
                }
            };
            if !is_stored {
                let (text, dtype) = (text.to_owned(), leaf.clone());
                return Err(ErrorKind::Convert { text, dtype, row, column: column + 1 }.into());
            }
        }
        self.converters = converters;
        self.row += 1;
        self.n_held += 1;
        Ok(())
    }

    pub(super) fn n_held(&self) -> usize {
        self.n_held
    }

    /// The rows held as an array, and none held any more.
    pub(super) fn take_array(&mut self) -> Result<DynArray> {
        let shape: Vec<usize> = match self.plan.leaves {
            Some(_) => vec![self.n_held],
            None => vec![self.n_held, self.n_columns.unwrap_or(1)],
        };
        self.n_held = 0;
        let dtype: &DType = &self.plan.options.dtype;
        match self.flexible.take() {
            Some(flexible) => flexible.into_array(&shape),
            None => {
                let layout = Layout::contiguous(&shape, dtype.itemsize(), Order::C)?;
                let bytes = std::mem::replace(&mut self.bytes, GrowingBytes::new(dtype));
                Ok(bytes.into_array(layout, dtype)?)
            }
        }
    }

    pub(super) fn into_array(mut self) -> Result<DynArray> {
        self.take_array()
    }
}
