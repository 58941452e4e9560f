//! The `ndstrata` command: array files at the shell. A file for each of its commands is in `commands`.

mod archive;
mod blocks;
mod commands;
mod dtype;
mod failure;
mod printable;
mod progress;
#[cfg(unix)]
mod signals;
mod target;

use std::io::Write;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use commands::{convert, diff, eval, generate, info, plot, show, stats, tour};
use failure::Failure;
use printable::printable;

/// Look into, convert and compute on array files, as NumPy would.
#[derive(Parser)]
#[command(name = "ndstrata", version)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
#[expect(clippy::large_enum_variant, reason = "there is one, for the length of the program")]
enum Command {
    Tour(tour::Args),
    Info(info::Args),
    Show(show::Args),
    Plot(plot::Args),
    Convert(convert::Args),
    Diff(diff::Args),
    Eval(eval::Args),
    Stats(stats::Args),
    Completions(generate::Completions),
    Man(generate::Man),
}

fn main() -> ExitCode {
    #[cfg(unix)]
    signals::ignore_file_size();
    let out = &mut std::io::stdout().lock();
    let done = match Cli::parse().command {
        None => tour::run(&tour::Args::default(), out),
        Some(Command::Tour(args)) => tour::run(&args, out),
        Some(Command::Info(args)) => info::run(&args, out),
        Some(Command::Show(args)) => show::run(&args, out),
        Some(Command::Plot(args)) => plot::run(&args, out),
        Some(Command::Convert(args)) => convert::run(&args),
        Some(Command::Diff(args)) => diff::run(&args, out),
        Some(Command::Eval(args)) => eval::run(&args, out),
        Some(Command::Stats(args)) => stats::run(&args, out),
        Some(Command::Completions(args)) => generate::completions(&args, out),
        Some(Command::Man(args)) => generate::man(&args, out),
    };
    match done.and_then(|code| Ok(out.flush().map(|()| code)?)) {
        Ok(code) => code,
        // Who reads only the beginning wants no more.
        Err(Failure::BrokenPipe) => ExitCode::SUCCESS,
        Err(Failure::Message(message)) => refuse("ndstrata: ", &message),
        Err(Failure::Raised(error)) => refuse("", &error.to_string()),
    }
}

/// Characters of a message that are shown: some repeat what a file holds.
const MAX_CHARACTERS: usize = 600;

/// One line, whatever the message.
fn refuse(program: &str, message: &str) -> ExitCode {
    let mut lines: Vec<&str> = message.lines().map(str::trim).collect();
    // A line that points at another one is of no use without its place under it.
    if lines.iter().any(|line| line.starts_with('^')) {
        lines.truncate(1);
    }
    let line = &printable(&lines.join(" "));
    let line = match line.char_indices().nth(MAX_CHARACTERS) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    };
    // Standard error may be closed; there is nobody else to tell.
    let _ = writeln!(std::io::stderr(), "{program}{line}");
    ExitCode::from(2)
}
