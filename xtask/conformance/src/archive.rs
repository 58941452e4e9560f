//! Archives that are compared member by member, and read as inputs of the table corpora.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use ndstrata_array::{DynArray, Order};
use ndstrata_dtype::DType;
use ndstrata_dtype::literal::{Literal, LiteralOptions};

/// The members of a zip archive, in order.
pub(crate) fn members(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| e.to_string())?;
    (0..archive.len())
        .map(|i| {
            let mut member = archive.by_index(i).map_err(|e| e.to_string())?;
            let mut content = Vec::new();
            member.read_to_end(&mut content).map_err(|e| e.to_string())?;
            let name = member.name().map_err(|e| e.to_string())?.into_owned();
            Ok((name, content))
        })
        .collect()
}

pub(crate) fn same_members(expected: &[u8], found: &[u8]) -> Result<(), String> {
    let (expected, found) = (members(expected)?, members(found)?);
    match expected.iter().zip(&found).find(|(a, b)| a != b) {
        Some(((name, _), (other, _))) => Err(format!("member {other}, expected {name}")),
        None if expected.len() != found.len() => {
            Err(format!("{} members, expected {}", found.len(), expected.len()))
        }
        None => Ok(()),
    }
}

/// The arrays of an `.npz` file, by name. Its own small reader, so that the replay does not judge
/// the project's reader by itself.
pub(crate) fn arrays(path: &std::path::Path) -> Result<HashMap<String, DynArray>, String> {
    let bytes = std::fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
    members(&bytes)?
        .into_iter()
        .map(|(name, content)| {
            let stem = name.strip_suffix(".npy").unwrap_or(&name).to_owned();
            array(&content).map(|array| (stem, array)).map_err(|why| format!("{name}: {why}"))
        })
        .collect()
}

fn array(npy: &[u8]) -> Result<DynArray, String> {
    let bad = || "no .npy file".to_owned();
    let version = *npy.get(6).ok_or_else(bad)?;
    let (len, start) = match version {
        1 => (u16::from_le_bytes([npy[8], npy[9]]).into(), 10),
        _ => (u32::from_le_bytes([npy[8], npy[9], npy[10], npy[11]]) as usize, 12),
    };
    let header = npy.get(start..start + len).ok_or_else(bad)?;
    let header = String::from_utf8_lossy(header);
    let header: Literal = LiteralOptions::new().parse(header.trim()).map_err(|e| e.to_string())?;
    let descr = header.get("descr").ok_or_else(bad)?;
    let dtype = DType::from_descr(descr).map_err(|e| e.to_string())?;
    let shape = header.get("shape").and_then(Literal::as_tuple).ok_or_else(bad)?;
    let shape: Vec<usize> = shape.iter().filter_map(|n| n.as_i64().map(|n| n as usize)).collect();
    let is_fortran = header.get("fortran_order").and_then(Literal::as_bool) == Some(true);
    let data = &npy[start + len..];
    if is_fortran {
        let reversed: Vec<usize> = shape.iter().rev().copied().collect();
        let array = crate::neutral::packed_array(data, &reversed, &dtype)?;
        return array.t().copy(Order::C).map_err(|e| e.to_string());
    }
    crate::neutral::packed_array(data, &shape, &dtype)
}
