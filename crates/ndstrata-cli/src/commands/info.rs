//! `ndstrata info`: what the headers of files say.

use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use ndstrata_dtype::literal::Literal;
use ndstrata_npy::{Header, Limits, MemberInfo, Npz, ReadOptions};
use serde::Serialize;

use crate::failure::Result;
use crate::printable::printable;
use crate::target::Target;

/// Tell what files hold, from their headers alone
///
/// A file that cannot be read does not keep the others from being told of; the exit status is then 2.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// FILE or FILE::MEMBER of an archive
    #[arg(value_name = "FILE[::MEMBER]", required = true)]
    targets: Vec<Target>,

    /// As one JSON array
    #[arg(long)]
    json: bool,
}

/// What there is to say of an array. A member of an archive that is no array has no header.
#[derive(Serialize)]
struct Entry {
    path: String,
    member: Option<String>,
    version: Option<[u8; 2]>,
    descr: Option<String>,
    shape: Option<Vec<usize>>,
    fortran_order: Option<bool>,
    itemsize: Option<usize>,
    nbytes: Option<usize>,
    data_offset: Option<usize>,
    method: Option<&'static str>,
    /// Bytes in the archive and when read.
    #[serde(skip)]
    sizes: Option<(u64, u64)>,
    #[serde(skip)]
    is_mappable: bool,
}

pub(crate) fn run(args: &Args, out: &mut dyn Write) -> Result<ExitCode> {
    let (mut entries, mut code) = (Vec::new(), ExitCode::SUCCESS);
    for target in &args.targets {
        match describe(target) {
            Ok(found) => entries.extend(found),
            // The other files are told of all the same.
            Err(error) => {
                code = crate::refuse("ndstrata: ", &format!("{target}: {error}"));
            }
        }
    }
    if entries.is_empty() && code != ExitCode::SUCCESS {
        return Ok(code);
    }
    if args.json {
        writeln!(out, "{}", serde_json::to_string(&entries)?)?;
        return Ok(code);
    }
    for (i, entry) in entries.iter().enumerate() {
        if i > 0 {
            writeln!(out)?;
        }
        out.write_all(text(entry).as_bytes())?;
    }
    Ok(code)
}

fn describe(target: &Target) -> ndstrata_npy::Result<Vec<Entry>> {
    let is_archive = target.member.is_some() || target.is_archive().unwrap_or(false);
    if !is_archive {
        return Ok(vec![file(&target.path)?]);
    }
    let archive = Npz::open(&target.path, &ReadOptions::new())?;
    let Some(wanted) = &target.member else {
        let all = archive.names().zip(archive.members());
        return all.map(|(name, info)| member(&target.path, &archive, name, &info)).collect();
    };
    // The error for a member that is not there is the library's.
    archive.is_array(wanted)?;
    let all = archive.names().zip(archive.members());
    let found = all.filter(|(name, info)| info.name == *wanted || name == wanted).last();
    let found = found.map(|(name, info)| member(&target.path, &archive, name, &info));
    found.into_iter().collect()
}

fn file(path: &Path) -> ndstrata_npy::Result<Entry> {
    let mut file = File::open(path)?;
    let length = file.metadata()?.len();
    let header = Header::read(&mut file, &Limits::new())?;
    let mut entry = of_header(path, &header)?;
    let end = (header.data_offset() as u64).saturating_add(header.nbytes()? as u64);
    entry.is_mappable &= file.metadata()?.is_file() && end <= length;
    Ok(entry)
}

fn member(
    path: &Path,
    archive: &Npz,
    name: &str,
    info: &MemberInfo,
) -> ndstrata_npy::Result<Entry> {
    let mut entry = if archive.is_array(&info.name)? {
        of_header(path, &archive.header(&info.name)?)?
    } else {
        Entry {
            path: path.display().to_string(),
            member: None,
            version: None,
            descr: None,
            shape: None,
            fortran_order: None,
            itemsize: None,
            nbytes: None,
            data_offset: None,
            method: None,
            sizes: None,
            is_mappable: false,
        }
    };
    entry.member = Some(name.to_owned());
    entry.method = Some(if info.is_compressed { "deflated" } else { "stored" });
    entry.sizes = Some((info.compressed_size, info.size));
    entry.is_mappable &= !info.is_compressed;
    Ok(entry)
}

fn of_header(path: &Path, header: &Header) -> ndstrata_npy::Result<Entry> {
    let descr = match header.dtype().to_descr() {
        // As `print` shows it: text without quotes.
        Ok(Literal::Str(text)) => text.as_str().unwrap_or_default().to_owned(),
        Ok(descr) => descr.to_string(),
        Err(_) => header.dtype().to_string(),
    };
    Ok(Entry {
        path: path.display().to_string(),
        member: None,
        version: Some([header.version().major(), 0]),
        descr: Some(descr),
        shape: Some(header.shape().to_vec()),
        fortran_order: Some(header.fortran_order()),
        itemsize: Some(header.dtype().itemsize()),
        nbytes: Some(header.nbytes()?),
        data_offset: Some(header.data_offset()),
        method: None,
        sizes: None,
        is_mappable: !header.dtype().has_object(),
    })
}

fn text(entry: &Entry) -> String {
    let member = entry.member.as_ref().map(|member| format!("::{member}")).unwrap_or_default();
    let mut text = printable(&format!("{}{member}", entry.path)) + "\n";
    let mut line =
        |name: &str, value: String| text.push_str(&format!("  {name:<12} {}\n", printable(&value)));
    if let Some([major, minor]) = entry.version {
        line("format", format!(".npy {major}.{minor}"));
    } else {
        line("format", "no array".to_owned());
    }
    let optional = |value: &Option<usize>| value.map(|n| n.to_string());
    let shape = entry.shape.as_deref().map(shape_text);
    let order = entry.fortran_order.map(|fortran| if fortran { "Fortran" } else { "C" }.to_owned());
    for (name, value) in [
        ("descr", entry.descr.clone()),
        ("shape", shape),
        ("order", order),
        ("itemsize", optional(&entry.itemsize)),
        ("bytes", optional(&entry.nbytes)),
        ("data offset", optional(&entry.data_offset)),
    ] {
        if let Some(value) = value {
            line(name, value);
        }
    }
    if let (Some(method), Some((packed, size))) = (entry.method, entry.sizes) {
        let percent = if size == 0 { 100.0 } else { 100.0 * packed as f64 / size as f64 };
        line("in archive", format!("{method}, {packed} of {size} bytes ({percent:.1} %)"));
    }
    line("mappable", if entry.is_mappable { "yes" } else { "no" }.to_owned());
    text
}

/// A shape as Python writes it: `(2, 3)`, `(2,)`.
pub(crate) fn shape_text(shape: &[usize]) -> String {
    let lengths: Vec<_> = shape.iter().map(usize::to_string).collect();
    format!("({}{})", lengths.join(", "), if shape.len() == 1 { "," } else { "" })
}
