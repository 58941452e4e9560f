//! `ndstrata tour`: a small data set made, kept, mapped back, sliced, converted and computed on, each step
//! beside the lines of Rust that do it.
//!
//! The lines shown are those that run: they are cut from `steps`' own text.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::failure::{Failure, Result};

mod steps;

/// Take a tour: make a small data set and show what can be done with it
#[derive(clap::Args, Default)]
pub(crate) struct Args {
    /// The folder for the files; a new one among the system's temporary files if not given
    dir: Option<PathBuf>,
}

/// The text of the steps, where lines between `// step: NAME` and `// end` are what is shown.
const SOURCE: &str = include_str!("tour/steps.rs");

/// A step of the tour: does it in the folder and gives what there is to see.
type Step = fn(&Path) -> std::result::Result<String, Box<dyn std::error::Error>>;

const STEPS: &[(&str, &str, Step)] = &[
    (
        "records",
        "A struct is a NumPy record. Here are readings of weather stations, packed as a logger writes \
         them: 15 bytes each, so that most numbers lie unaligned.",
        steps::records,
    ),
    (
        "npy",
        "They are saved as NumPy would save them, byte for byte. The header is text.",
        steps::npy,
    ),
    (
        "map",
        "Mapped back, nothing is read until it is looked at, however large the file. A field is a view \
         of those same bytes, and so is every slice of it.",
        steps::map,
    ),
    (
        "index",
        "NumPy's indexing, also by masks and lists; the text of an index can come from a user.",
        steps::index,
    ),
    (
        "typed",
        "Who knows the type gets `ndarray`'s: without a copy where the bytes allow it, converted where not.",
        steps::typed,
    ),
    (
        "fit",
        "Least squares: how much of the temperature is a wave through the day? NumPy's function, on NumPy's \
         terms, of arrays and views of any type.",
        steps::fit,
    ),
    (
        "raw",
        "A logger of another make writes no header, and big-endian numbers. They are no problem.",
        steps::raw,
    ),
    (
        "npz",
        "Several arrays go into an archive, deflated on all threads, and come back by name.",
        steps::npz,
    ),
    (
        "refuse",
        "No file is believed. This one was cut off; the error says where, and nothing panics.",
        steps::refuse,
    ),
    (
        "text",
        "A table as somebody typed it: names in a comment, gaps, a word for what is missing, dates. The types \
         are found, and it is written again, tidily, in the fewest digits that say the same.",
        steps::text,
    ),
    (
        "eval",
        "Every function can be called by its NumPy name, so scripts can use them, and so can a shell.",
        steps::eval,
    ),
];

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode> {
    let dir = match &args.dir {
        Some(dir) => {
            std::fs::create_dir_all(dir).map_err(|error| Failure::of(dir.display(), error))?;
            dir.clone()
        }
        None => own_folder()?,
    };
    writeln!(out, "A tour of ndstrata. Its files are in {}\n", dir.display())?;
    for (number, &(name, words, step)) in STEPS.iter().enumerate() {
        writeln!(out, "{}\n", wrapped(&format!("{}. {words}", number + 1)))?;
        for line in lines_of(name) {
            writeln!(out, "{}", format!("    {line}").trim_end())?;
        }
        let shown = step(&dir).map_err(|error| Failure::of(dir.display(), error))?;
        writeln!(out)?;
        for line in shown.lines() {
            writeln!(out, "  > {line}")?;
        }
        writeln!(out)?;
    }
    let file = dir.join("readings.npy");
    writeln!(out, "Go on by yourself:\n")?;
    for command in ["info", "show", "stats"] {
        writeln!(out, "    ndstrata {command} {}", file.display())?;
    }
    writeln!(out, "    ndstrata show {} --field station --index '::-1'", file.display())?;
    writeln!(out, "    ndstrata help")?;
    Ok(ExitCode::SUCCESS)
}

/// A new folder among the system's temporary files, for this user alone: nothing that somebody laid there
/// before is followed.
fn own_folder() -> Result<PathBuf> {
    const TRIES: u32 = 1000;
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    let parent = std::env::temp_dir();
    for number in 0..TRIES {
        let dir = parent.join(format!("ndstrata-tour-{}-{number}", std::process::id()));
        match builder.create(&dir) {
            Ok(()) => return Ok(dir),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(Failure::of(dir.display(), error)),
        }
    }
    Err(Failure::of(parent.display(), "no name is free for a folder of the tour"))
}

/// The lines of a step as they stand in its source, moved to the left.
fn lines_of(name: &str) -> impl Iterator<Item = &'static str> {
    let start = format!("// step: {name}");
    let lines = SOURCE.lines().skip_while(move |line| line.trim() != start).skip(1);
    let mut indent = None;
    lines.take_while(|line| line.trim() != "// end").map(move |line| {
        let spaces = line.len() - line.trim_start().len();
        let indent = *indent.get_or_insert(spaces);
        line.get(indent.min(spaces)..).unwrap_or_default()
    })
}

/// Words in lines of at most 80 characters.
fn wrapped(words: &str) -> String {
    let (mut text, mut width) = (String::new(), 0);
    for word in words.split(' ') {
        let n = word.chars().count();
        if width > 0 {
            let fits = width + 1 + n <= 80;
            text.push(if fits { ' ' } else { '\n' });
            width = if fits { width + 1 } else { 0 };
        }
        text.push_str(word);
        width += n;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_has_lines_to_show() {
        for (name, ..) in STEPS {
            assert!(lines_of(name).count() > 1, "{name}");
        }
    }
}
