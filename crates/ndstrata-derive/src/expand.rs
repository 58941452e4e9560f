//! From a struct to its implementation of `Element`, with the proofs of its layout.

use std::collections::HashSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Error, Fields, LitStr, Path, Result, Type, parse_quote};

use crate::attributes::{FieldAttributes, Repr, StructAttributes};

/// A field, as the record will have it.
struct Field<'a> {
    ident: &'a Ident,
    ty: &'a Type,
    name: LitStr,
    attributes: FieldAttributes,
}

pub(crate) fn record(input: &DeriveInput) -> Result<TokenStream> {
    let attributes = StructAttributes::read(&input.attrs)?;
    let repr = Repr::read(&input.attrs)?;
    let fields = named_fields(input)?;
    check_struct(input, &repr, &attributes)?;
    check_names(&fields)?;

    let nd: Path = attributes.crate_path.clone().unwrap_or_else(|| parse_quote!(::ndstrata_dtype));
    let proofs = proofs(input, &attributes, &fields);
    let implementation = implementation(input, &attributes, &fields, &nd);
    Ok(quote! {
        const _: () = {
            #proofs
            #implementation
        };
    })
}

fn named_fields(input: &DeriveInput) -> Result<Vec<Field<'_>>> {
    let error = |span: Span, what: &str| {
        Error::new(span, format!("`Record` needs a struct with named fields, not {what}"))
    };
    let fields = match &input.data {
        Data::Struct(data) => &data.fields,
        Data::Enum(data) => return Err(error(data.enum_token.span, "an enum")),
        Data::Union(data) => return Err(error(data.union_token.span, "a union")),
    };
    let named = match fields {
        Fields::Named(fields) => &fields.named,
        Fields::Unnamed(fields) => return Err(error(fields.span(), "a tuple")),
        Fields::Unit => return Err(error(input.ident.span(), "one without fields")),
    };
    let read = |field: &syn::Field| FieldAttributes::read(&field.attrs);
    let field = |(field, ident)| {
        let field: &syn::Field = field;
        let ident: &Ident = ident;
        let attributes = read(field)?;
        let own_name = || LitStr::new(&ident.unraw().to_string(), ident.span());
        let name = attributes.rename.clone().unwrap_or_else(own_name);
        Ok(Field { ident, ty: &field.ty, name, attributes })
    };
    named.iter().filter_map(|f| Some((f, f.ident.as_ref()?))).map(field).collect()
}

fn check_struct(input: &DeriveInput, repr: &Repr, attributes: &StructAttributes) -> Result<()> {
    if !repr.c {
        return Err(Error::new(
            input.ident.span(),
            "`Record` needs `#[repr(C)]` or `#[repr(C, packed)]`: otherwise Rust may lay the \
             fields out in any order",
        ));
    }
    if let Some(parameter) = input.generics.params.first() {
        return Err(Error::new(
            parameter.span(),
            "`Record` needs one fixed layout, so the struct takes no parameters",
        ));
    }
    if let Some(align) = attributes.align.as_ref().filter(|_| repr.packed) {
        return Err(Error::new(align.span(), "a packed struct is not aligned"));
    }
    Ok(())
}

/// A record finds its fields by name or title, so each may occur once.
fn check_names(fields: &[Field<'_>]) -> Result<()> {
    let mut seen = HashSet::new();
    for field in fields {
        let title = field.attributes.title.iter().filter(|t| t.value() != field.name.value());
        for name in std::iter::once(&field.name).chain(title) {
            if !seen.insert(name.value()) {
                let text = format!("a field or title named `{}` exists already", name.value());
                return Err(Error::new(name.span(), text));
            }
        }
    }
    Ok(())
}

/// Assertions that the compiler evaluates: order, no overlap, sizes, and what the attributes claim.
fn proofs(input: &DeriveInput, attributes: &StructAttributes, fields: &[Field<'_>]) -> TokenStream {
    let name = &input.ident;
    let mut out = TokenStream::new();
    if let Some(size) = &attributes.itemsize {
        let text = format!("`{name}` does not have the itemsize of {size} bytes that is claimed");
        out.extend(quote_spanned! {size.span()=>
            const _: () = assert!(::core::mem::size_of::<#name>() == #size, #text);
        });
    }
    for Field { ident, attributes, .. } in fields {
        let Some(offset) = &attributes.offset else { continue };
        let text =
            format!("the field `{ident}` does not lie at the offset {offset} that is claimed");
        out.extend(quote_spanned! {offset.span()=>
            const _: () = assert!(::core::mem::offset_of!(#name, #ident) == #offset, #text);
        });
    }
    let too_large = format!("`{name}` is larger than NumPy's limit of 2147483647 bytes");
    out.extend(quote_spanned! {name.span()=>
        const _: () = assert!(::core::mem::size_of::<#name>() <= 2147483647, #too_large);
    });
    let ends = fields.iter().map(|Field { ident, ty, .. }| {
        quote!(::core::mem::offset_of!(#name, #ident) + ::core::mem::size_of::<#ty>())
    });
    let starts = fields
        .iter()
        .skip(1)
        .map(|Field { ident, .. }| quote!(::core::mem::offset_of!(#name, #ident)));
    let bounds = starts.chain([quote!(::core::mem::size_of::<#name>())]);
    out.extend(ends.zip(bounds).map(|(end, bound)| {
        quote! {
            const _: () = assert!(#end <= #bound, "fields overlap");
        }
    }));
    out
}

fn implementation(
    input: &DeriveInput,
    attributes: &StructAttributes,
    fields: &[Field<'_>],
    nd: &Path,
) -> TokenStream {
    let name = &input.ident;
    // The bound of each field is spanned, so that the compiler's message points at its type.
    let elements: Vec<TokenStream> = fields
        .iter()
        .map(|field| {
            let ty = field.ty;
            quote_spanned!(ty.span()=> <#ty as #nd::Element>)
        })
        .collect();
    let sizes = fields.iter().map(|Field { ty, .. }| quote!(::core::mem::size_of::<#ty>()));
    let adds = fields.iter().zip(&elements).map(|(field, element)| {
        let Field { ident, name: label, attributes, .. } = field;
        let title = attributes.title.iter();
        quote! {
            .field_at(#label, #element::dtype(), ::core::mem::offset_of!(#name, #ident))
            #(.title(#title))*
        }
    });
    let checks = fields.iter().zip(&elements).map(|(Field { ident, ty, .. }, element)| {
        quote! {{
            let start = ::core::mem::offset_of!(#name, #ident);
            bytes.get(start..start + ::core::mem::size_of::<#ty>())
                .is_some_and(#element::is_valid)
        }}
    });
    let aligned = attributes.align.iter().map(|_| quote!(.aligned()));
    quote! {
        // SAFETY: each field is described by its own type's dtype at the offset that the compiler
        // gave it, and the record has the size of the struct. The struct has padding unless its
        // fields' sizes add up to its own and none has padding itself. Bytes are valid if those of
        // each field are.
        unsafe impl #nd::Element for #name {
            const HAS_PADDING: bool = ::core::mem::size_of::<#name>() != 0 #(+ #sizes)*
                #(|| #elements::HAS_PADDING)*;
            const ANY_BITS: bool = true #(&& #elements::ANY_BITS)*;

            fn dtype() -> #nd::DType {
                static DTYPE: ::std::sync::OnceLock<#nd::DType> = ::std::sync::OnceLock::new();
                let describe = || {
                    let record = #nd::Record::builder()
                        #(#adds)*
                        #(#aligned)*
                        .itemsize(::core::mem::size_of::<#name>())
                        .build();
                    // The names were checked when the macro ran, offsets and size while compiling.
                    record.map_or_else(
                        |_| #nd::DType::void(::core::mem::size_of::<#name>()),
                        #nd::DType::record,
                    )
                };
                ::core::clone::Clone::clone(DTYPE.get_or_init(describe))
            }

            fn is_valid(bytes: &[u8]) -> bool {
                bytes.len() == ::core::mem::size_of::<#name>() #(&& #checks)*
            }
        }
    }
}
