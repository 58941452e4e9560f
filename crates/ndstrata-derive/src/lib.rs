//! Derive macro that maps a Rust struct to a NumPy record data type.
//!
//! Use it through `ndstrata-dtype` with its feature `derive`; this crate only writes the code.

mod attributes;
mod expand;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Implements `ndstrata_dtype::Element` for a struct with named fields: an array of it is an array
/// of records, without a copy.
///
/// The struct must be `#[repr(C)]` or `#[repr(C, packed)]`, `Copy`, and without parameters; each
/// field's type must be an `Element` itself: a number, `bool`, an array `[T; N]` (a sub-array), a
/// date, another record. Where the fields lie is taken from the compiler and checked while
/// compiling.
///
/// # Attributes
///
/// On the struct:
/// * `#[record(align)]`: the dtype is marked as aligned, as `np.dtype(…, align=True)` is.
/// * `#[record(itemsize = 16)]`: a claim; it does not compile unless the struct has that size.
/// * `#[record(crate = "path")]`: where `ndstrata_dtype` is found.
///
/// On a field:
/// * `#[record(rename = "name")]`: the field's name in NumPy.
/// * `#[record(title = "text")]`: its title.
/// * `#[record(offset = 8)]`: a claim; it does not compile unless the field lies there.
///
/// # Example
/// ```
/// use ndstrata_dtype::{DType, Element, Record};
///
/// #[derive(Clone, Copy, Record)]
/// #[repr(C)]
/// struct Particle {
///     #[record(rename = "type")]
///     kind: u8,
///     position: [f64; 3],
/// }
///
/// let dtype = DType::of::<Particle>();
/// assert_eq!((dtype.itemsize(), dtype.field("position")?.offset), (32, 8));
/// assert!(Particle::HAS_PADDING);
/// # Ok::<(), ndstrata_dtype::Error>(())
/// ```
#[proc_macro_derive(Record, attributes(record))]
pub fn derive_record(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    expand::record(&input).unwrap_or_else(|error| error.into_compile_error()).into()
}
