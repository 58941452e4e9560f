//! Tables of text in `convert`: its options as those of `loadtxt`, `genfromtxt` and `savetxt`.

use std::path::Path;
use std::process::ExitCode;

use ndstrata_array::DynArray;
use ndstrata_dtype::DType;
use ndstrata_text::{
    ColumnKey, Delimiter, Encoding, ErrorKind, ForColumns, GenFromTxt, Item, LoadTxt, Names,
    SaveTxt, genfromtxt, loadtxt, savetxt_path,
};

use super::Args;
use crate::failure::{Failure, Result};
use crate::target::{Target, text};

/// How tables of text (.txt, .csv, .tsv, .dat, also with .gz, .bz2 or .xz) are read and written.
#[derive(clap::Args)]
#[command(next_help_heading = "Tables of text (.txt .csv .tsv .dat, also .gz .bz2 .xz)")]
pub(crate) struct TextArgs {
    /// What separates fields; a comma for .csv, a tab for .tsv, else any run of blanks; \t is understood
    #[arg(long, value_name = "S")]
    delimiter: Option<String>,

    /// What separates the fields of the table to write, where it is not --delimiter
    #[arg(long, value_name = "S")]
    out_delimiter: Option<String>,

    /// What begins a comment; may be given several times, and empty for none
    #[arg(long, value_name = "S")]
    comments: Vec<String>,

    /// Lines to pass over first, comments among them
    #[arg(long, value_name = "N")]
    skiprows: Option<usize>,

    /// Columns to read: 0,2,-1, or names with --infer
    #[arg(long, value_name = "LIST", allow_hyphen_values = true, value_delimiter = ',')]
    usecols: Vec<String>,

    /// What quotes fields
    #[arg(long, value_name = "C")]
    quotechar: Option<String>,

    /// Rows to read at most
    #[arg(long, value_name = "N")]
    max_rows: Option<usize>,

    /// Axes to have at least: 0, 1 or 2
    #[arg(long, value_name = "N")]
    ndmin: Option<i64>,

    /// How bytes stand for characters: utf-8, latin1, cp1252, …
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,

    /// Find the type of each column, and take gaps: genfromtxt rather than loadtxt
    #[arg(long)]
    infer: bool,

    /// With --infer: texts that stand for missing values
    #[arg(long, value_name = "LIST", value_delimiter = ',', requires = "infer")]
    missing: Vec<String>,

    /// With --infer: what stands for missing values
    #[arg(long, value_name = "VALUE", requires = "infer", allow_hyphen_values = true)]
    filling: Option<String>,

    /// With --infer: names of columns; "true" where the first line has them
    #[arg(long, value_name = "LIST", value_delimiter = ',', requires = "infer")]
    names: Vec<String>,

    /// With --infer: lines to pass over first
    #[arg(long, value_name = "N", requires = "infer")]
    skip_header: Option<usize>,

    /// With --infer: rows to drop at the end
    #[arg(long, value_name = "N", requires = "infer")]
    skip_footer: Option<usize>,

    /// With --infer: drop blanks around fields
    #[arg(long, requires = "infer")]
    autostrip: bool,

    /// With --infer: fields of fixed widths rather than separated ones; one for all of the same
    #[arg(long, value_name = "LIST", value_delimiter = ',', requires = "infer")]
    widths: Vec<usize>,

    /// Format of numbers to write, such as '%.18e'; several for several columns. The fewest digits that are
    /// read back as the same number if not given
    #[arg(long, value_name = "F", allow_hyphen_values = true)]
    fmt: Vec<String>,

    /// Text to write before the rows
    #[arg(long, value_name = "TEXT")]
    header: Option<String>,

    /// Text to write after the rows
    #[arg(long, value_name = "TEXT")]
    footer: Option<String>,

    /// What ends the lines to write: '\n' if not given; \r and \n are understood
    #[arg(long, value_name = "S")]
    newline: Option<String>,
}

/// Whether a file is a table of text.
pub(super) fn is_text(target: &Target) -> bool {
    target.member.is_none() && text::is_text(&target.path)
}

/// Options that say nothing about this conversion are mistakes.
pub(super) fn check(args: &Args) -> Result<()> {
    let (reads, writes) = (is_text(&args.from), is_text(&args.to));
    let given = &args.text;
    for (is_given, name, applies, to) in [
        (given.delimiter.is_some(), "--delimiter", reads || writes, "tables of text"),
        (!given.comments.is_empty(), "--comments", reads || writes, "tables of text"),
        (given.encoding.is_some(), "--encoding", reads || writes, "tables of text"),
        (given.skiprows.is_some(), "--skiprows", reads, "reading tables of text"),
        (!given.usecols.is_empty(), "--usecols", reads, "reading tables of text"),
        (
            given.quotechar.is_some(),
            "--quotechar",
            reads && !given.infer,
            "reading without --infer",
        ),
        (given.max_rows.is_some(), "--max-rows", reads, "reading tables of text"),
        (given.ndmin.is_some(), "--ndmin", reads, "reading tables of text"),
        (given.infer, "--infer", reads, "reading tables of text"),
        (given.out_delimiter.is_some(), "--out-delimiter", writes, "writing tables of text"),
        (!given.fmt.is_empty(), "--fmt", writes, "writing tables of text"),
        (given.header.is_some(), "--header", writes, "writing tables of text"),
        (given.footer.is_some(), "--footer", writes, "writing tables of text"),
        (given.newline.is_some(), "--newline", writes, "writing tables of text"),
    ] {
        if is_given && !applies {
            return Err(Failure::new(format!("{name} is for {to} only")));
        }
    }
    Ok(())
}

/// The table in a file of text.
pub(super) fn read(args: &Args) -> Result<DynArray> {
    let fail = |error: &dyn std::fmt::Display| Failure::of(&args.from, error);
    let given = &args.text;
    let encoding = encoding(given).map_err(|error| fail(&error))?;
    let source = text::source(&args.from.path, encoding).map_err(|error| fail(&error))?;
    if given.infer {
        let options =
            inferring(given, &args.from.path, args.dtype.as_ref()).map_err(|e| fail(&e))?;
        return Ok(genfromtxt(source, &options).map_err(|error| fail(&error))?.data);
    }
    let options = loading(given, &args.from.path, args.dtype.as_ref()).map_err(|e| fail(&e))?;
    loadtxt(source, &options).map_err(|error| match error.kind() {
        ErrorKind::Convert { .. } | ErrorKind::ColumnsChanged { .. } => {
            fail(&format!("{error} (--infer finds types, and takes gaps)"))
        }
        _ => fail(&error),
    })
}

/// Writes an array as a table of text.
pub(super) fn write(args: &Args, array: &DynArray) -> Result<ExitCode> {
    let given = &args.text;
    let mut options = SaveTxt::default();
    options = match &given.fmt[..] {
        [] => options.shortest(),
        [one] => options.fmt(one),
        several => options.column_fmt(several),
    };
    let other = given.out_delimiter.as_deref().map(escaped);
    if let Some(delimiter) = other.or_else(|| delimiter(given, &args.to.path)) {
        options = options.delimiter(delimiter);
    }
    if let Some(comments) = given.comments.first() {
        options = options.comments(comments);
    }
    if let Some(header) = &given.header {
        options = options.header(header);
    }
    if let Some(footer) = &given.footer {
        options = options.footer(footer);
    }
    if let Some(newline) = &given.newline {
        options = options.newline(escaped(newline));
    }
    let done = encoding(given)
        .and_then(|encoding| savetxt_path(&args.to.path, array, &options.encoding(encoding)));
    done.map_err(|error| Failure::of(&args.to, error))?;
    Ok(ExitCode::SUCCESS)
}

fn encoding(given: &TextArgs) -> ndstrata_text::Result<Encoding> {
    given.encoding.as_deref().map_or(Ok(Encoding::Utf8), Encoding::named)
}

fn delimiter(given: &TextArgs, path: &Path) -> Option<String> {
    let asked = given.delimiter.as_deref().map(escaped);
    asked.or_else(|| text::delimiter(path).map(str::to_owned))
}

/// Escapes that a shell makes hard to write.
fn escaped(text: &str) -> String {
    text.replace("\\t", "\t").replace("\\r", "\r").replace("\\n", "\n")
}

fn loading(
    given: &TextArgs,
    path: &Path,
    dtype: Option<&DType>,
) -> std::result::Result<LoadTxt, String> {
    let mut options = LoadTxt::default().skiprows(given.skiprows.unwrap_or(0));
    if let Some(dtype) = dtype {
        options = options.dtype(dtype);
    }
    if let Some(delimiter) = delimiter(given, path) {
        options = options.delimiter(delimiter);
    }
    if !given.comments.is_empty() {
        options = options.comments(given.comments.iter().filter(|text| !text.is_empty()));
    }
    if !given.usecols.is_empty() {
        let wanted = |text: &String| {
            text.trim().parse::<isize>().map_err(|_| format!("--usecols: '{text}' is no number"))
        };
        let columns =
            given.usecols.iter().map(wanted).collect::<std::result::Result<Vec<_>, _>>()?;
        options = options.usecols(columns);
    }
    if let Some(quote) = &given.quotechar {
        options = options.quotechar(quote);
    }
    if let Some(n) = given.max_rows {
        options = options.max_rows(n);
    }
    Ok(options.ndmin(given.ndmin.unwrap_or(0)))
}

fn inferring(
    given: &TextArgs,
    path: &Path,
    dtype: Option<&DType>,
) -> std::result::Result<GenFromTxt, String> {
    let mut options = match dtype {
        Some(dtype) => GenFromTxt::default().dtype(dtype),
        None => GenFromTxt::default().infer_dtype(),
    };
    options = options
        .skip_header(given.skip_header.or(given.skiprows).unwrap_or(0))
        .skip_footer(given.skip_footer.unwrap_or(0))
        .ndmin(given.ndmin.unwrap_or(0));
    if given.autostrip {
        options = options.autostrip();
    }
    options = match (&given.widths[..], delimiter(given, path)) {
        ([], Some(delimiter)) => options.delimiter(Delimiter::Text(delimiter)),
        ([], None) => options,
        ([width], _) => options.delimiter(Delimiter::Width(*width)),
        (widths, _) => options.delimiter(Delimiter::Widths(widths.to_vec())),
    };
    match &given.comments[..] {
        [] => {}
        [one] => options = options.comments(Some(one.as_str()).filter(|text| !text.is_empty())),
        _ => return Err("--infer knows one kind of comments".to_owned()),
    }
    if !given.usecols.is_empty() {
        let key = |text: &String| match text.trim().parse::<isize>() {
            Ok(index) => ColumnKey::Index(index),
            Err(_) => ColumnKey::Name(text.trim().to_owned()),
        };
        options = options.usecols(given.usecols.iter().map(key).collect::<Vec<_>>());
    }
    if !given.missing.is_empty() {
        options = options.missing_values(ForColumns::All(given.missing.clone()));
    }
    if let Some(filling) = &given.filling {
        let item = match (filling.parse::<i64>(), filling.parse::<f64>()) {
            (Ok(n), _) => Item::Int(n.into()),
            (_, Ok(x)) => Item::Float(x),
            _ => Item::Text(filling.clone()),
        };
        options = options.filling_values(ForColumns::All(item));
    }
    options = match &given.names[..] {
        [] => options,
        [one] if one.eq_ignore_ascii_case("true") => options.names(Names::FirstLine),
        names => options.names(Names::Given(names.to_vec())),
    };
    if let Some(n) = given.max_rows {
        options = options.max_rows(n);
    }
    Ok(options)
}
