//! The printed forms of records and sub-arrays: a list of fields where it tells all, else a
//! dictionary.

use std::fmt::Write;

use crate::literal::repr_str;
use crate::{DType, Field, Record, SubArray, TypeClass};

impl DType {
    /// The argument that makes the type again; `include_align` has records say so themselves.
    pub(super) fn push_construction(&self, out: &mut String, include_align: bool, short: bool) {
        match self.class() {
            TypeClass::Record(record) => self.push_record(out, record, include_align),
            TypeClass::SubArray(block) => push_sub_array(out, block),
            _ => self.push_plain(out, short),
        }
    }

    pub(super) fn push_record(&self, out: &mut String, record: &Record, include_align: bool) {
        let is_class = self.is_record_class();
        if is_class {
            out.push_str("(numpy.record, ");
        }
        match include_align && record.is_aligned() {
            false if is_packed(record) => push_list(out, record),
            aligned => push_dict(out, record, aligned),
        }
        if is_class {
            out.push(')');
        }
    }
}

/// Whether the fields follow each other with no padding but that of alignment, so that a list
/// describes them.
pub(crate) fn is_packed(record: &Record) -> bool {
    let (mut end, mut alignment) = (0_usize, 1);
    for field in record.fields() {
        if record.is_aligned() {
            end = end.next_multiple_of(field.dtype.alignment());
            alignment = alignment.max(field.dtype.alignment());
        }
        if field.offset != end {
            return false;
        }
        end = field.end();
    }
    end.next_multiple_of(alignment) == record.itemsize()
}

pub(super) fn push_sub_array(out: &mut String, block: &SubArray) {
    out.push('(');
    block.base().push_construction(out, false, true);
    out.push_str(", ");
    push_shape(out, block.shape());
    out.push(')');
}

fn push_shape(out: &mut String, shape: &[usize]) {
    out.push('(');
    for (axis, n) in shape.iter().enumerate() {
        // Writing to a String cannot fail, here and below.
        let _ = write!(out, "{}{n}", if axis == 0 { "" } else { ", " });
    }
    out.push_str(if shape.len() == 1 { ",)" } else { ")" });
}

fn push_list(out: &mut String, record: &Record) {
    push_all(out, record.fields(), |out, field| {
        let name = repr_str(&field.name);
        let _ = match &field.title {
            Some(title) => write!(out, "(({}, {name}), ", repr_str(title)),
            None => write!(out, "({name}, "),
        };
        match field.dtype.sub_array() {
            Some(block) => {
                block.base().push_construction(out, false, true);
                out.push_str(", ");
                push_shape(out, block.shape());
            }
            None => field.dtype.push_construction(out, false, true),
        }
        out.push(')');
    });
}

fn push_dict(out: &mut String, record: &Record, show_aligned: bool) {
    let fields = record.fields();
    out.push_str("{'names': ");
    push_all(out, fields, |out, field| out.push_str(&repr_str(&field.name)));
    out.push_str(", 'formats': ");
    push_all(out, fields, |out, field| field.dtype.push_construction(out, false, true));
    out.push_str(", 'offsets': ");
    push_all(out, fields, |out, field| {
        let _ = write!(out, "{}", field.offset);
    });
    if fields.iter().any(|field| field.title.is_some()) {
        out.push_str(", 'titles': ");
        push_all(out, fields, |out, field| match &field.title {
            Some(title) => out.push_str(&repr_str(title)),
            None => out.push_str("None"),
        });
    }
    let aligned = if show_aligned { ", 'aligned': True" } else { "" };
    let _ = write!(out, ", 'itemsize': {}{aligned}}}", record.itemsize());
}

fn push_all(out: &mut String, fields: &[Field], push: impl Fn(&mut String, &Field)) {
    out.push('[');
    for (index, field) in fields.iter().enumerate() {
        out.push_str(if index == 0 { "" } else { ", " });
        push(out, field);
    }
    out.push(']');
}
