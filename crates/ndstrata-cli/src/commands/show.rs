//! `ndstrata show`: an array as NumPy prints it.

use std::io::Write;
use std::process::ExitCode;

use ndstrata_array::PrintOptions;

use super::select::Select;
use crate::failure::{Failure, Result};
use crate::target::{Need, Target};

/// Print an array, exactly as NumPy would
///
/// The file is mapped, so that a small part of a large one takes no time. The checksum of a member that is
/// stored in an archive is proven up to 64 MiB; `diff`, `stats`, `eval` and `convert` prove any.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// FILE or FILE::MEMBER of an archive
    #[arg(value_name = "FILE[::MEMBER]")]
    target: Target,

    #[command(flatten)]
    select: Select,

    /// As repr(): with the type, and with commas
    #[arg(long)]
    repr: bool,

    #[command(flatten)]
    print: Print,
}

/// NumPy's print options.
#[derive(clap::Args)]
pub(crate) struct Print {
    /// Digits after the point
    #[arg(long, value_name = "N")]
    precision: Option<usize>,

    /// Arrays of more than N elements are summarised
    #[arg(long, value_name = "N")]
    threshold: Option<usize>,

    /// Characters in a line
    #[arg(long, value_name = "N")]
    linewidth: Option<usize>,

    /// Never use an exponent for the sake of small numbers
    #[arg(long)]
    suppress: bool,
}

impl Print {
    pub(crate) fn options(&self) -> PrintOptions {
        let mut options = PrintOptions::default().suppress(self.suppress);
        if let Some(digits) = self.precision {
            options = options.precision(digits);
        }
        if let Some(n) = self.threshold {
            options = options.threshold(n);
        }
        if let Some(width) = self.linewidth {
            options = options.linewidth(width);
        }
        options
    }
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode> {
    let array = args.target.array(Need::Part)?;
    let value = args.select.value(array).map_err(|error| error.in_file(&args.target))?;
    let options = args.print.options();
    let text = if args.repr { value.to_repr(&options) } else { value.to_text(&options) };
    writeln!(out, "{}", text.map_err(|error| Failure::of(&args.target, error))?)?;
    Ok(ExitCode::SUCCESS)
}
