//! `ndstrata stats`: what the elements of files are like, field by field.

use std::io::Write;
use std::process::ExitCode;

use ndstrata_array::{DynArray, DynView};
use ndstrata_dtype::Kind;
use serde::Serialize;

use crate::failure::Result;
use crate::printable::printable;
use crate::target::{Content, Need, Target};

mod others;
mod quantiles;
mod summary;

use summary::{Datum, Summary};

/// More columns than this are not told one by one.
const MAX_COLUMNS: usize = 64;

/// Count, extremes, mean, deviation and quartiles
///
/// Records are told by field, tables of two axes by column (up to 64), all else as a whole. NaN and NaT
/// are left out and counted; of text the first and the last in order are told. Files larger than memory are
/// read in passes.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// FILE or FILE::MEMBER of an archive
    #[arg(value_name = "FILE[::MEMBER]", required = true)]
    targets: Vec<Target>,

    /// As one JSON array
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Row {
    path: String,
    member: Option<String>,
    field: Option<String>,
    #[serde(flatten)]
    summary: Summary,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode> {
    let mut rows = Vec::new();
    for target in &args.targets {
        match target.open(Need::Whole)? {
            Content::Array(array) => add_array(target, &array, &mut rows)?,
            Content::Archive(archive) => {
                for name in archive.names() {
                    let member = Some(name.to_owned());
                    let member = Target { member, path: target.path.clone() };
                    add_array(&member, &member.array(Need::Whole)?, &mut rows)?;
                }
            }
        }
    }
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&rows)?)?;
    } else {
        out.write_all(table(&rows).as_bytes())?;
    }
    Ok(ExitCode::SUCCESS)
}

fn add_array(target: &Target, array: &DynArray, rows: &mut Vec<Row>) -> Result<()> {
    let mut add = |field: Option<String>, view: &DynView<'_>| -> Result<()> {
        let summary = Summary::of(view).map_err(|error| error.in_file(target))?;
        let path = target.path.display().to_string();
        rows.push(Row { path, member: target.member.clone(), field, summary });
        Ok(())
    };
    let is_table = array.ndim() == 2 && array.shape()[1] <= MAX_COLUMNS;
    if array.dtype().names().is_some() {
        by_field("", &array.view(), &mut add)
    } else if is_table && is_number(array.dtype().kind()) {
        (0..array.shape()[1]).try_for_each(|column| {
            let view = array.view().index_axis(1, column as isize)?;
            add(Some(format!("[:, {column}]")), &view)
        })
    } else {
        add(None, &array.view())
    }
}

type Add<'a> = dyn FnMut(Option<String>, &DynView<'_>) -> Result<()> + 'a;

/// Fields of fields by both names; a record is never nested deeper than its type allows.
fn by_field(prefix: &str, view: &DynView<'_>, add: &mut Add<'_>) -> Result<()> {
    let Some(names) = view.dtype().names() else { return add(Some(prefix.to_owned()), view) };
    names.iter().try_for_each(|name| {
        let prefix =
            if prefix.is_empty() { (*name).to_owned() } else { format!("{prefix}.{name}") };
        by_field(&prefix, &view.clone().field(name)?, add)
    })
}

fn is_number(kind: Kind) -> bool {
    kind == Kind::Bool || kind.is_integer() || kind == Kind::Float
}

fn table(rows: &[Row]) -> String {
    const HEAD: [&str; 10] =
        ["", "count", "nan", "min", "25 %", "50 %", "75 %", "max", "mean", "std"];
    let mut cells = vec![HEAD.map(str::to_owned)];
    let several = rows
        .windows(2)
        .any(|pair| (&pair[0].path, &pair[0].member) != (&pair[1].path, &pair[1].member));
    for row in rows {
        let mut name = row.field.clone().unwrap_or_default();
        if several || name.is_empty() {
            let member = row.member.as_ref().map(|m| format!("::{m}")).unwrap_or_default();
            let gap = if name.is_empty() { "" } else { " " };
            name = format!("{}{member}{gap}{name}", row.path);
        }
        let s = &row.summary;
        let number = |datum: &Option<Datum>| match datum {
            Some(Datum::Number(x)) => short(*x),
            Some(Datum::Text(text)) => printable(text),
            None => "-".to_owned(),
        };
        cells.push([
            printable(&name),
            s.count.to_string(),
            s.nan.to_string(),
            number(&s.min),
            number(&s.q25),
            number(&s.q50),
            number(&s.q75),
            number(&s.max),
            number(&s.mean),
            number(&s.std),
        ]);
    }
    let widths: Vec<usize> = (0..HEAD.len())
        .map(|column| cells.iter().map(|row| row[column].chars().count()).max().unwrap_or(0))
        .collect();
    let mut text = String::new();
    for row in &cells {
        for (column, (cell, &width)) in row.iter().zip(&widths).enumerate() {
            if column == 0 {
                text.push_str(&format!("{cell:<width$}"));
            } else {
                text.push_str(&format!("  {cell:>width$}"));
            }
        }
        text.push('\n');
    }
    text
}

/// Six significant digits, as C's `%g`.
fn short(x: f64) -> String {
    if x == 0.0 || (1e-4..1e15).contains(&x.abs()) {
        let digits = (5 - x.abs().max(1e-4).log10().floor() as i32).clamp(0, 10) as usize;
        let text = format!("{x:.digits$}");
        return if text.contains('.') {
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        } else {
            text
        };
    }
    format!("{x:.5e}")
}
