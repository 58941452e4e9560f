//! `ndstrata convert`: arrays from one file into another, in another format, type, order or part.
//!
//! Elements pass in blocks, so that files larger than memory are converted; only a compressed member is
//! made as a whole. The new file appears complete or not at all.

use std::collections::HashSet;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::process::ExitCode;

use clap::ValueEnum;
use ndstrata_array::{AsType, DynArray, DynView, Layout, Order};
use ndstrata_dtype::{Casting, DType};
use ndstrata_npy::{Chunks, Header, ReadOptions, Version};

use super::select::Select;
use crate::archive;
use crate::blocks;
use crate::failure::{Failure, Result};
use crate::progress::Progress;
use crate::target::{self, Content, Need, Target};

mod text;

/// Convert among .npy, .npz, raw .bin files and tables of text (.txt, .csv, .tsv, .dat)
///
/// An archive goes into an archive with all its members, or with the one that is named. A file that had
/// the name of the new one is replaced; a member OUT.npz::MEMBER is put beside those that are there.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// FILE or FILE::MEMBER to read
    #[arg(value_name = "IN[::MEMBER]")]
    from: Target,

    /// FILE or FILE::MEMBER to write; its ending (.npy, .npz, .bin) is its format
    #[arg(value_name = "OUT[::MEMBER]")]
    to: Target,

    #[command(flatten)]
    select: Select,

    /// The type to convert to; of a raw file, the type of its elements. As NumPy writes it: f4, 'u1, >i4', or a
    /// list or dictionary of fields
    #[arg(long, value_name = "D", value_parser = crate::dtype::parse)]
    dtype: Option<DType>,

    /// Which conversions are allowed: no, equiv, safe, same_kind or unsafe
    #[arg(long, value_name = "K", default_value = "unsafe")]
    casting: Casting,

    /// The order of the elements in the new file; K keeps that of the old one, but for raw files, which are
    /// of C order
    #[arg(long, value_enum, default_value_t = FileOrder::K)]
    order: FileOrder,

    /// The version of the .npy format; the oldest that can hold the array if not given
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..=3))]
    version: Option<u8>,

    /// Compress the members of an archive: from 1 (fast) to 12 (small)
    #[arg(long, value_name = "LEVEL", value_parser = clap::value_parser!(u8).range(1..=12))]
    compress: Option<u8>,

    /// The shape of a raw file: 1000,3; one length may be -1. Bytes behind it are left out, with a note on
    /// standard error
    #[arg(long, allow_hyphen_values = true, value_delimiter = ',')]
    shape: Option<Vec<i64>>,

    /// Bytes before the first element of a raw file
    #[arg(long, value_name = "BYTES", default_value_t = 0)]
    offset: u64,

    #[command(flatten)]
    text: text::TextArgs,
}

#[derive(Clone, Copy, PartialEq, ValueEnum)]
enum FileOrder {
    #[value(name = "C")]
    C,
    #[value(name = "F")]
    F,
    #[value(name = "K")]
    K,
}

#[derive(Clone, Copy, PartialEq)]
enum Format {
    Npy,
    Npz,
    Raw,
    Text,
}

fn format_of(target: &Target) -> Result<Format> {
    match target.extension() {
        "npy" => Ok(Format::Npy),
        "npz" => Ok(Format::Npz),
        "bin" | "raw" => Ok(Format::Raw),
        _ if text::is_text(target) => Ok(Format::Text),
        _ => Err(Failure::of(
            target,
            "the ending of the name must be .npy, .npz, .bin for raw, or that of a table of text",
        )),
    }
}

pub(crate) fn run(args: &Args) -> Result<ExitCode> {
    let format = format_of(&args.to)?;
    check(args, format)?;
    text::check(args)?;
    if text::is_text(&args.from) {
        let array = text::read(args)?;
        write_array(args, format, array)?;
        return Ok(ExitCode::SUCCESS);
    }
    if is_raw(&args.from) {
        return from_raw(args, format);
    }
    // Of what is converted as a whole, checksums are proven.
    let need = if args.select.is_all() { Need::Whole } else { Need::Part };
    let version = version(args)?;
    match args.from.open(need)? {
        Content::Archive(archive) if format == Format::Npz && args.to.member.is_none() => {
            let total = archive.members().map(|member| member.size).sum();
            archive::write(&args.to, args.compress, version, total, &mut |writer| {
                let mut seen = HashSet::new();
                for (name, info) in archive.names().zip(archive.members()) {
                    // Of several members of one name, the last is the one that has it.
                    if !seen.insert(info.name.clone()) {
                        continue;
                    }
                    let member = Target { member: Some(name.to_owned()), ..args.from.clone() };
                    let array = target::member(&archive, &info.name, need)
                        .map_err(|e| Failure::of(&member, e))?;
                    let array = converted(args, array).map_err(|e| e.in_file(&member))?;
                    writer.add(name, &array.view())?;
                }
                Ok(())
            })?;
        }
        Content::Archive(_) => write_array(args, format, args.from.array(need)?)?,
        Content::Array(array) => write_array(args, format, array)?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Options that say nothing about this conversion are mistakes.
fn check(args: &Args, format: Format) -> Result<()> {
    let from_raw = is_raw(&args.from);
    let is_numpy = matches!(format, Format::Npy | Format::Npz);
    for (is_given, name, applies, to) in [
        (args.compress.is_some(), "--compress", format == Format::Npz, "archives (.npz)"),
        (args.version.is_some(), "--version", is_numpy, ".npy and .npz files"),
        (args.shape.is_some(), "--shape", from_raw, "raw input (.bin)"),
        (args.offset != 0, "--offset", from_raw, "raw input (.bin)"),
        (args.to.member.is_some(), "a member", format == Format::Npz, "archives (.npz)"),
    ] {
        if is_given && !applies {
            return Err(Failure::new(format!("{name} is for {to} only")));
        }
    }
    if from_raw && args.dtype.is_none() {
        return Err(Failure::of(&args.from, "a raw file needs --dtype, the type of its elements"));
    }
    Ok(())
}

fn version(args: &Args) -> Result<Option<Version>> {
    Ok(args.version.map(|n| Version::new(n, 0)).transpose()?)
}

fn is_raw(from: &Target) -> bool {
    from.member.is_none() && matches!(format_of(from), Ok(Format::Raw))
}

/// A raw file is a `.npy` file without its header, so it is read as one behind a header made for it.
fn from_raw(args: &Args, format: Format) -> Result<ExitCode> {
    let fail = |error: &dyn std::fmt::Display| Failure::of(&args.from, error);
    let dtype = args.dtype.as_ref().ok_or_else(|| fail(&"a raw file needs --dtype"))?;
    if dtype.has_object() {
        return Err(fail(&"a raw file cannot hold Python objects"));
    }
    let mut file = File::open(&args.from.path).map_err(|e| fail(&e))?;
    let length = file.metadata().map_err(|e| fail(&e))?.len();
    let nbytes = length.checked_sub(args.offset).ok_or_else(|| {
        fail(&format!("--offset {} is past the end, at {length} bytes", args.offset))
    })?;
    let shape = raw_shape(args.shape.as_deref(), dtype, nbytes).map_err(|e| fail(&e))?;
    let header = Header::new(dtype, &shape, false, None).map_err(|e| fail(&e))?;
    let needed = header.nbytes().map_err(|e| fail(&e))? as u64;
    if needed > nbytes {
        return Err(fail(&format!("{needed} bytes are needed, {nbytes} are there")));
    }
    if needed < nbytes {
        let rest = nbytes - needed;
        // Standard error may be closed; the conversion is done all the same.
        let _ = writeln!(
            std::io::stderr(),
            "ndstrata: {}: {rest} bytes behind the shape are left out",
            crate::printable::printable(&args.from.to_string())
        );
    }
    file.seek(SeekFrom::Start(args.offset)).map_err(|e| fail(&e))?;
    let start = header.to_bytes().map_err(|e| fail(&e))?;
    let mut reader = start.chain(file);
    let raw_bytes_pass = args.select.is_all() && args.order != FileOrder::F && !shape.is_empty();
    if !raw_bytes_pass || format == Format::Npz {
        let array = ndstrata_npy::read(&mut reader, &ReadOptions::new()).map_err(|e| fail(&e))?;
        write_array(args, format, array)?;
        return Ok(ExitCode::SUCCESS);
    }
    let progress = Progress::new(needed);
    archive::replace(&args.to, &mut |file| {
        if format == Format::Npy {
            let version = version(args)?;
            file.write_all(&Header::new(dtype, &shape, false, version)?.to_bytes()?)?;
        }
        for chunk in Chunks::new(&mut reader, &ReadOptions::new())? {
            let chunk = chunk.map_err(|e| fail(&e))?;
            file.write_all(chunk.packed_bytes().unwrap_or_default())?;
            progress.add(chunk.nbytes() as u64);
        }
        Ok(())
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The shape asked for, or one axis of all that is there.
fn raw_shape(
    asked: Option<&[i64]>,
    dtype: &DType,
    nbytes: u64,
) -> std::result::Result<Vec<usize>, String> {
    if dtype.itemsize() == 0 {
        return Err(format!("elements of {dtype} take no bytes, so they cannot be counted"));
    }
    let mut known: u64 = 1;
    for &n in asked.unwrap_or(&[]).iter().filter(|&&n| n != -1) {
        let n = u64::try_from(n).map_err(|_| format!("{n} is no length of an axis"))?;
        known = known.checked_mul(n).ok_or("the shape is too large")?;
    }
    let row = known.saturating_mul(dtype.itemsize() as u64);
    let rest = || match (nbytes.checked_div(row), nbytes.checked_rem(row)) {
        (Some(n), Some(0)) => usize::try_from(n).map_err(|_| "the file is too large".to_owned()),
        _ => Err(format!("{nbytes} bytes are not a whole number of {row}")),
    };
    let Some(asked) = asked else { return Ok(vec![rest()?]) };
    if asked.iter().filter(|&&n| n == -1).count() > 1 {
        return Err("only one length can be -1".to_owned());
    }
    asked.iter().map(|&n| if n == -1 { rest() } else { Ok(n as usize) }).collect()
}

/// The type asked for; that of a raw file is known from the start.
fn target_dtype(args: &Args, array: &DynArray) -> DType {
    let asked = args.dtype.as_ref().filter(|_| !is_raw(&args.from) && !text::is_text(&args.from));
    asked.unwrap_or(array.dtype()).clone()
}

/// The selected part in the type and order asked for. What stays as it is stays where it is.
fn converted(args: &Args, array: DynArray) -> Result<DynArray> {
    let array = args.select.array(array)?;
    let dtype = target_dtype(args, &array);
    let is_ordered = match args.order {
        FileOrder::C => array.is_c_contiguous(),
        FileOrder::F => array.is_f_contiguous(),
        FileOrder::K => true,
    };
    if dtype == *array.dtype() && is_ordered {
        return Ok(array);
    }
    let order = match args.order {
        FileOrder::C => Order::C,
        FileOrder::F => Order::F,
        FileOrder::K => Order::K,
    };
    Ok(array.astype_with(&dtype, AsType::default().casting(args.casting).order(order))?)
}

fn write_array(args: &Args, format: Format, array: DynArray) -> Result<()> {
    if format == Format::Npz {
        let name = args.to.member.as_deref().unwrap_or("arr_0");
        let array = converted(args, array).map_err(|error| error.in_file(&args.from))?;
        let total = array.nbytes() as u64;
        return archive::write(&args.to, args.compress, version(args)?, total, &mut |writer| {
            Ok(writer.add(name, &array.view())?)
        });
    }
    if format == Format::Text {
        let array = converted(args, array).map_err(|error| error.in_file(&args.from))?;
        return text::write(args, &array).map(drop);
    }
    let array = args.select.array(array).map_err(|error| error.in_file(&args.from))?;
    let dtype = target_dtype(args, &array);
    // An impossible conversion is told before anything is written.
    let casting = AsType::default().casting(args.casting).order(Order::C);
    let nothing = DynArray::zeros(&[0], array.dtype(), Order::C)?
        .astype_with(&dtype, casting)
        .map_err(|error| Failure::of(&args.from, error))?;
    // Text without a length, dates without a unit and sub-arrays depend on all elements.
    let (array, dtype) = if *nothing.dtype() == dtype && nothing.ndim() == 1 {
        (array, dtype)
    } else {
        let array = array.astype_with(&dtype, casting.order(Order::K));
        let array = array.map_err(|error| Failure::of(&args.from, error))?;
        let dtype = array.dtype().clone();
        (array, dtype)
    };
    let fortran = match args.order {
        FileOrder::C => false,
        FileOrder::F => {
            // What lies in both orders is of C order, as NumPy says.
            let layout = Layout::contiguous(array.shape(), dtype.itemsize(), Order::F)?;
            !layout.is_c_contiguous(dtype.itemsize())
        }
        // A raw file does not say its order, so that it is C, as NumPy's `tofile` has it.
        FileOrder::K if format == Format::Raw => false,
        FileOrder::K => array.is_f_contiguous() && !array.is_c_contiguous(),
    };
    archive::replace(&args.to, &mut |file| {
        if format == Format::Npy {
            let version = version(args)?;
            file.write_all(&Header::new(&dtype, array.shape(), fortran, version)?.to_bytes()?)?;
        }
        let view = if fortran { array.view().t() } else { array.view() };
        blocks::for_each(&[view], &mut |parts, _| {
            let Some(part) = parts.first() else { return Ok(()) };
            write_block(file, part, &dtype, casting, &args.from)
        })
    })
}

fn write_block(
    file: &mut File,
    part: &DynView<'_>,
    dtype: &DType,
    casting: AsType,
    from: &Target,
) -> Result<()> {
    match part.packed_bytes().filter(|_| part.dtype() == dtype && part.is_c_contiguous()) {
        Some(bytes) => file.write_all(bytes)?,
        None => {
            let block =
                part.astype_with(dtype, casting).map_err(|error| Failure::of(from, error))?;
            file.write_all(block.packed_bytes().unwrap_or_default())?;
        }
    }
    Ok(())
}
