//! `ndstrata completions` and `ndstrata man`: what a shell and a reader need to know of the commands.

use std::io::Write;
use std::process::ExitCode;

use clap::CommandFactory;
use clap_complete::Shell;
use clap_mangen::Man as Page;

use crate::Cli;
use crate::failure::Result;

/// Print completions for a shell
#[derive(clap::Args)]
pub(crate) struct Completions {
    /// The shell
    shell: Shell,
}

/// Print the manual page, with one section for each command
#[derive(clap::Args)]
pub(crate) struct Man {}

pub(crate) fn completions(args: &Completions, out: &mut dyn Write) -> Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "ndstrata", &mut script);
    out.write_all(&script)?;
    Ok(ExitCode::SUCCESS)
}

pub(crate) fn man(_: &Man, out: &mut dyn Write) -> Result<ExitCode> {
    let mut command = Cli::command();
    command.build();
    let mut page = Vec::new();
    Page::new(command.clone()).render(&mut page)?;
    for part in command.get_subcommands().filter(|part| part.get_name() != "help") {
        let name = format!("ndstrata {}", part.get_name());
        let part = Page::new(part.clone().bin_name(&name).display_name(&name));
        part.render_name_section(&mut page)?;
        part.render_synopsis_section(&mut page)?;
        part.render_description_section(&mut page)?;
        part.render_options_section(&mut page)?;
    }
    out.write_all(&page)?;
    Ok(ExitCode::SUCCESS)
}
