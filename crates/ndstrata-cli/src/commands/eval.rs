//! `ndstrata eval`: an expression of NumPy's over arrays in files.

use std::ffi::{OsStr, OsString};
use std::io::Write;
use std::process::ExitCode;

use clap::builder::{OsStringValueParser, TryMapValueParser, TypedValueParser, ValueParserFactory};
use ndstrata_array::DynArray;
use ndstrata_eval::{ArrayRef, Scope, Value, as_array, evaluate};
use ndstrata_npy::WriteOptions;
use ndstrata_text::{Encoding, SaveTxt, savetxt_path};

use super::show::Print;
use crate::archive;
use crate::failure::{Failure, Result};
use crate::target::{self, Content, Need, Target, text};

mod json;

/// Evaluate an expression as NumPy would
///
/// Statements are separated by ';'. Names stand for the arrays in files, which are never changed; an
/// archive of several members is a dictionary of them. Nothing but NumPy's functions can be called.
///
/// Example: ndstrata eval 'x.reshape(-1, 3)' x=data.npy -o part.npy
#[derive(clap::Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Args {
    /// The expression, such as 'np.concatenate([a, b[::-1]])'
    #[arg(allow_hyphen_values = true)]
    expression: String,

    /// Names for arrays in files
    #[arg(value_name = "NAME=FILE[::MEMBER]")]
    names: Vec<Named>,

    /// Write the result to a file (.npy, or .npz of a dictionary) rather than print it; OUT.npz::MEMBER
    /// puts it into an archive beside its other members
    #[arg(short, long, value_name = "OUT[::MEMBER]")]
    output: Option<Target>,

    /// Print as repr(): with types, and scalars as np.float64(1.5)
    #[arg(long, conflicts_with = "json")]
    repr: bool,

    /// Print as JSON: arrays as nested lists, records as objects
    #[arg(long)]
    json: bool,

    #[command(flatten)]
    print: Print,
}

#[derive(Clone)]
struct Named {
    name: String,
    target: Target,
}

/// The name is text; the file's may be any.
impl ValueParserFactory for Named {
    type Parser =
        TryMapValueParser<OsStringValueParser, fn(OsString) -> std::result::Result<Named, String>>;

    fn value_parser() -> Self::Parser {
        OsStringValueParser::new().try_map(|text| Named::parsed(&text))
    }
}

impl Named {
    fn parsed(text: &OsStr) -> std::result::Result<Named, String> {
        let (name, file) =
            target::assigned(text).ok_or_else(|| "NAME=FILE was expected".to_owned())?;
        let is_name = name.chars().all(|c| c.is_alphanumeric() || c == '_')
            && !name.starts_with(|c: char| c.is_numeric())
            && !name.is_empty();
        if !is_name {
            return Err(format!("'{name}' is no name"));
        }
        Ok(Named { name: name.to_owned(), target: Target::named(&file) })
    }
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode> {
    let mut scope = Scope::new();
    for Named { name, target } in &args.names {
        scope.set(name, value_of(target)?);
    }
    let value = evaluate(&args.expression, &mut scope)?;
    if let Some(output) = &args.output {
        save(output, &value)?;
    } else if args.json {
        writeln!(out, "{}", json::of(&value)?)?;
    } else if !value.is_none() {
        let options = args.print.options();
        let text = if args.repr { value.to_repr(&options)? } else { value.to_text(&options)? };
        writeln!(out, "{text}")?;
    }
    Ok(ExitCode::SUCCESS)
}

fn value_of(target: &Target) -> Result<Value> {
    let archive = match target.open(Need::Whole)? {
        Content::Array(array) => return Ok(Value::Array(ArrayRef::new(array))),
        Content::Archive(archive) => archive,
    };
    let members = archive.names().map(|name| {
        let of = |error| Failure::of(target, error);
        // What is no array is bytes, as in NumPy.
        let value = match archive.is_array(name).map_err(of)? {
            true => {
                let array = target::member(&archive, name, Need::Whole).map_err(of)?;
                Value::Array(ArrayRef::new(array))
            }
            false => Value::from(archive.bytes(name).map_err(of)?),
        };
        Ok((name.into(), value))
    });
    Ok(Value::Dict(members.collect::<Result<_>>()?))
}

fn save(output: &Target, value: &Value) -> Result<()> {
    let of = |error: ndstrata_npy::Error| Failure::of(output, error);
    let entries = match (output.extension(), value) {
        ("npy", value) if output.member.is_none() => {
            let array = as_array(value)?;
            return ndstrata_npy::save(&output.path, &array, &WriteOptions::new()).map_err(of);
        }
        ("npz", Value::Dict(entries)) if output.member.is_none() => entries
            .iter()
            .map(|(name, value)| match name.as_str() {
                Some(name) => Ok((name.to_owned(), as_array(value)?)),
                None => Err(Failure::of(output, "names of members must be text")),
            })
            .collect::<Result<Vec<(String, DynArray)>>>()?,
        ("npz", value) => {
            let name = output.member.clone().unwrap_or_else(|| "arr_0".to_owned());
            vec![(name, as_array(value)?)]
        }
        (_, value) if text::is_text(&output.path) => {
            let array = as_array(value)?;
            let options = SaveTxt::default().encoding(Encoding::Utf8).shortest();
            let options = options.delimiter(text::delimiter(&output.path).unwrap_or(" "));
            return savetxt_path(&output.path, &array, &options)
                .map_err(|error| Failure::of(output, error));
        }
        _ => {
            let reason = "the ending of the name must be .npy, .npz or that of a table of text";
            return Err(Failure::of(output, reason));
        }
    };
    let views: Vec<_> = entries.iter().map(|(name, array)| (name.as_str(), array.view())).collect();
    let total =
        views.iter().fold(0, |sum: u64, (_, view)| sum.saturating_add(view.nbytes() as u64));
    archive::write(output, None, None, total, &mut |writer| Ok(writer.add_all(&views)?))
}
