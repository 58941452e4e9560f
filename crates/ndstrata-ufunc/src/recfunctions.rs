//! `numpy.lib.recfunctions`: records with fields added, dropped, renamed, merged, stacked and joined.
//!
//! Where NumPy gives a masked array, a [`MaskedRecords`] holds the elements and which are missing.

mod fields;
mod fill;
mod join;
mod masked;
mod merge;
mod stack;
mod unstructured;

pub use fields::{
    drop_fields, flatten_descr, get_fieldstructure, get_names_flat, rename_fields, repack_dtype,
    repack_fields,
};
pub use fill::{
    ForUnassigned, Packing, assign_fields_by_name, recursive_fill_fields, require_fields,
};
pub use join::{JoinBy, JoinType, find_duplicates, join_by};
pub use masked::{MaskedRecords, mask_dtype};
pub use merge::{Nesting, Short, append_fields, merge_arrays};
pub use stack::{AutoConvert, stack_arrays};
pub use unstructured::{dtype_of_names, structured_to_unstructured, unstructured_to_structured};
