//! Files that appear complete or not at all, and archives as such files.

use std::fs::File;

use ndstrata_npy::{Npz, NpzWriter, ReadOptions, Version};

use crate::failure::{Failure, Result};
use crate::progress::Watched;
use crate::target::Target;

/// What writes the members of an archive, with a bar of the bytes.
pub(crate) type Writer<'a> = NpzWriter<Watched<&'a mut File>>;

/// Writes an archive of about so many bytes. A member that the target names is put beside those that are
/// there.
pub(crate) fn write(
    to: &Target,
    level: Option<u8>,
    version: Option<Version>,
    bytes: u64,
    fill: &mut dyn FnMut(&mut Writer<'_>) -> Result<()>,
) -> Result<()> {
    let kept = match &to.member {
        Some(member) if to.path.exists() => {
            let old = Npz::open(&to.path, &ReadOptions::new());
            Some((old.map_err(|error| Failure::of(to, error))?, member.as_str()))
        }
        _ => None,
    };
    replace(to, &mut |file| {
        let mut writer = NpzWriter::new(Watched::new(file, bytes)).level(level).version(version);
        if let Some((old, member)) = &kept {
            writer.keep_all_but(old, [*member])?;
        }
        fill(&mut writer)?;
        writer.finish()?;
        Ok(())
    })
}

/// Makes a file with what `fill` writes, in place of one that had the name.
pub(crate) fn replace(to: &Target, fill: &mut dyn FnMut(&mut File) -> Result<()>) -> Result<()> {
    let mut is_filled = false;
    let done = ndstrata_npy::replace_file::<Failure>(&to.path, |file| {
        fill(file)?;
        is_filled = true;
        Ok(())
    });
    // What fails else is the new file itself.
    done.map_err(|error| match error {
        Failure::Message(message) if is_filled || !message.contains(':') => {
            Failure::of(to, message)
        }
        other => other,
    })
}
