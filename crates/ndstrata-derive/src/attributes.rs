//! What the struct and its fields say in `#[repr(…)]` and `#[record(…)]`.

use syn::meta::ParseNestedMeta;
use syn::spanned::Spanned;
use syn::{Attribute, Error, LitInt, LitStr, Path, Result};

/// The struct's representation.
#[derive(Default)]
pub(crate) struct Repr {
    pub(crate) c: bool,
    pub(crate) packed: bool,
}

/// `#[record(…)]` on the struct.
#[derive(Default)]
pub(crate) struct StructAttributes {
    pub(crate) align: Option<Path>,
    pub(crate) itemsize: Option<LitInt>,
    pub(crate) crate_path: Option<Path>,
}

/// `#[record(…)]` on a field.
#[derive(Default)]
pub(crate) struct FieldAttributes {
    pub(crate) rename: Option<LitStr>,
    pub(crate) title: Option<LitStr>,
    pub(crate) offset: Option<LitInt>,
}

impl Repr {
    pub(crate) fn read(attributes: &[Attribute]) -> Result<Repr> {
        let mut repr = Repr::default();
        for attribute in attributes.iter().filter(|a| a.path().is_ident("repr")) {
            attribute.parse_nested_meta(|meta| {
                repr.c |= meta.path.is_ident("C");
                repr.packed |= meta.path.is_ident("packed");
                // `packed(2)`, `align(16)`: the compiler reads what stands in the parentheses.
                if meta.input.peek(syn::token::Paren) {
                    let inner;
                    syn::parenthesized!(inner in meta.input);
                    inner.parse::<proc_macro2::TokenStream>()?;
                }
                Ok(())
            })?;
        }
        Ok(repr)
    }
}

impl StructAttributes {
    pub(crate) fn read(attributes: &[Attribute]) -> Result<StructAttributes> {
        let mut found = StructAttributes::default();
        each(attributes, |meta| {
            if meta.path.is_ident("align") {
                set(&mut found.align, meta, meta.path.clone())
            } else if meta.path.is_ident("itemsize") {
                let size = meta.value()?.parse()?;
                set(&mut found.itemsize, meta, size)
            } else if meta.path.is_ident("crate") {
                let path: LitStr = meta.value()?.parse()?;
                set(&mut found.crate_path, meta, path.parse()?)
            } else {
                Err(meta.error("a struct takes `align`, `itemsize = …` or `crate = \"…\"`"))
            }
        })?;
        Ok(found)
    }
}

impl FieldAttributes {
    pub(crate) fn read(attributes: &[Attribute]) -> Result<FieldAttributes> {
        let mut found = FieldAttributes::default();
        each(attributes, |meta| {
            if meta.path.is_ident("rename") {
                let name: LitStr = meta.value()?.parse()?;
                if name.value().is_empty() {
                    return Err(Error::new(name.span(), "a field needs a name"));
                }
                set(&mut found.rename, meta, name)
            } else if meta.path.is_ident("title") {
                let title = meta.value()?.parse()?;
                set(&mut found.title, meta, title)
            } else if meta.path.is_ident("offset") {
                let offset = meta.value()?.parse()?;
                set(&mut found.offset, meta, offset)
            } else {
                Err(meta.error("a field takes `rename = \"…\"`, `title = \"…\"` or `offset = …`"))
            }
        })?;
        Ok(found)
    }
}

fn each(
    attributes: &[Attribute],
    mut read: impl FnMut(&ParseNestedMeta) -> Result<()>,
) -> Result<()> {
    let records = attributes.iter().filter(|a| a.path().is_ident("record"));
    records.into_iter().try_for_each(|a| a.parse_nested_meta(|meta| read(&meta)))
}

fn set<T>(slot: &mut Option<T>, meta: &ParseNestedMeta, value: T) -> Result<()> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(Error::new(meta.path.span(), "this is said twice")),
    }
}
