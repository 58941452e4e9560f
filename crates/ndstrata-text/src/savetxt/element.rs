//! [`percent_format`]: one element by itself.

use ndstrata_array::DynView;
use ndstrata_dtype::Kind;

use super::cell::Cell;
use super::percent::Format;
use crate::error::Result;

/// One element filled into a format, as Python's `format % element`.
///
/// NumPy: [numpy.strings.mod](https://numpy.org/doc/stable/reference/generated/numpy.strings.mod.html).
///
/// # Errors
///
/// A format that is none, that takes more than one value, or that does not go with the element.
///
/// # Example
/// ```
/// use ndstrata_array::DynArray;
/// let x = DynArray::from_vec(vec![2.5]);
/// assert_eq!(ndstrata_text::percent_format("%6.2f", &x.view())?, "  2.50");
/// # Ok::<(), ndstrata_text::Error>(())
/// ```
pub fn percent_format(format: &str, element: &DynView<'_>) -> Result<String> {
    let (mut out, mut filled) = (String::new(), Ok(()));
    let format = Format::parse(format);
    element.for_each_element(|bytes| {
        out.clear();
        let cell = Cell::new(element.dtype(), bytes);
        // NumPy's scalars look like mappings to Python, which need not be used up.
        filled = match element.dtype().kind() {
            Kind::Str => format.fill(&mut out, std::iter::once(cell)),
            _ => format.fill_from(&mut out, &mut std::iter::once(cell)),
        };
    });
    filled.map(|()| out)
}
