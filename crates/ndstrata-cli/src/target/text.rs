//! Tables of text as targets: told by the ends of their names, and read without being told how.

use std::fs::File;
use std::path::Path;

use ndstrata_array::DynArray;
use ndstrata_text::{Delimiter, Encoding, GenFromTxt, LoadTxt, Names, Source, genfromtxt, loadtxt};

use crate::progress::Watched;

/// Whether a file of this name is a table of text, perhaps compressed.
pub(crate) fn is_text(path: &Path) -> bool {
    matches!(kind(path).as_str(), "txt" | "csv" | "tsv" | "dat")
}

/// What separates the fields of a file of this name; `None` for any run of blanks.
pub(crate) fn delimiter(path: &Path) -> Option<&'static str> {
    match kind(path).as_str() {
        "csv" => Some(","),
        "tsv" => Some("\t"),
        _ => None,
    }
}

/// The end of the name before that of a compression.
fn kind(path: &Path) -> String {
    let end = |path: &Path| {
        path.extension().and_then(|end| end.to_str()).unwrap_or_default().to_ascii_lowercase()
    };
    match end(path).as_str() {
        "gz" | "bz2" | "xz" | "lzma" => end(Path::new(path.file_stem().unwrap_or_default())),
        other => other.to_owned(),
    }
}

/// The text of a file, with a bar of its bytes.
pub(crate) fn source(path: &Path, encoding: Encoding) -> ndstrata_text::Result<Source> {
    let file = File::open(path)?;
    let length = file.metadata()?.len();
    Source::named(path, Watched::new(file, length), encoding)
}

/// A table of numbers where it is one; else what can be found of types, and of names in the first line.
pub(crate) fn read(path: &Path) -> ndstrata_text::Result<DynArray> {
    let delimiter = delimiter(path);
    let mut numbers = LoadTxt::default();
    if let Some(delimiter) = delimiter {
        numbers = numbers.delimiter(delimiter).quotechar('"');
    }
    let refused = match loadtxt(source(path, Encoding::Utf8)?, &numbers) {
        Ok(array) => return Ok(array),
        Err(error) if error.numpy_class() != "ValueError" => return Err(error),
        Err(error) => error,
    };
    let text = source(path, Encoding::Utf8)?.into_text()?;
    let mut options = GenFromTxt::default().infer_dtype().autostrip();
    if let Some(delimiter) = delimiter {
        options = options.delimiter(Delimiter::Text(delimiter.to_owned()));
    }
    if begins_with_names(&text, delimiter) {
        options = options.names(Names::FirstLine);
    }
    match genfromtxt(Source::text(text), &options) {
        Ok(table) => Ok(table.data),
        // A table that is of numbers but for one mistake is better told of by its place.
        Err(_) => Err(refused),
    }
}

/// Whether the first line has no number, and the second has one.
fn begins_with_names(text: &str, delimiter: Option<&str>) -> bool {
    // Comments count only where the names may be one.
    let mut lines = text.lines().enumerate().filter(|(i, line)| {
        !line.trim().is_empty() && (*i == 0 || !line.trim_start().starts_with('#'))
    });
    let mut next = || lines.next().map(|(_, line)| line);
    let has_number = |line: Option<&str>| {
        let line = line.unwrap_or_default().trim_start_matches('#');
        let is_number = |field: &str| field.trim().parse::<f64>().is_ok();
        match delimiter {
            Some(delimiter) => line.split(delimiter).any(is_number),
            None => line.split_whitespace().any(is_number),
        }
    };
    !has_number(next()) && has_number(next())
}
