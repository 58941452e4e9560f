//! NumPy's headers, by the tables that `xtask/oracle/npy.py` writes.

use base64::Engine;
use ndstrata_dtype::literal::Literal;
use ndstrata_testkit::golden;
use serde_json::Value;

use super::*;
use crate::{ErrorKind, Limits};

fn shape(value: &Value) -> Vec<usize> {
    serde_json::from_value(value.clone()).unwrap()
}

#[test]
fn headers_are_written_as_numpy_writes_them() {
    for row in golden("npy")["headers"].as_array().unwrap() {
        let descr: Literal = row[0].as_str().unwrap().parse().unwrap();
        let dtype = DType::from_descr(&descr).unwrap();
        let version = match row[3].as_u64().unwrap() {
            0 => None,
            major => Some(Version::new(major as u8, 0).unwrap()),
        };
        let header = Header::new(&dtype, &shape(&row[1]), row[2] == "F", version);
        let found = match header.and_then(|header| header.to_bytes()) {
            Ok(bytes) => base64::engine::general_purpose::STANDARD.encode(bytes),
            Err(error) => format!("!{}: {error}", error.numpy_class()),
        };
        assert_eq!(found, row[4].as_str().unwrap(), "{row}");
    }
}

#[test]
fn headers_are_read_as_numpy_reads_them() {
    let mut differences = Vec::new();
    for row in golden("npy")["readings"].as_array().unwrap() {
        let (text, major) = (row[0].as_str().unwrap(), row[1].as_u64().unwrap() as u8);
        let version = Version::new(major, 0).unwrap();
        let encoded = match version {
            Version::V3 => text.as_bytes().to_vec(),
            _ => text.chars().map(|c| u32::from(c) as u8).collect(),
        };
        let mut file = [MAGIC, &[major, 0]].concat();
        file.extend_from_slice(&(encoded.len() as u32).to_le_bytes()[..version.length_bytes()]);
        file.extend_from_slice(&encoded);
        let found = match Header::read(&mut &file[..], &Limits::new()) {
            Ok(header) => {
                let descr = match header.dtype().as_record() {
                    Some(_) => header.dtype().descr().unwrap().to_string(),
                    None => header.dtype().str_code(),
                };
                serde_json::json!([header.shape(), header.fortran_order(), descr])
            }
            // NumPy finds these later, when it makes the array.
            Err(error) if matches!(error.kind(), ErrorKind::NegativeDims) => continue,
            Err(error) => Value::from(format!("!{}: {error}", error.numpy_class())),
        };
        let is_literal = |text: &str| text.starts_with("!ValueError: malformed node");
        let agrees = match row[2].as_str() {
            // Of several errors the literal parser reports the first in the text.
            Some(expected) if found.as_str().is_some_and(is_literal) => {
                expected.starts_with("!ValueError:")
            }
            Some(class) if class.ends_with(':') => {
                found.as_str().is_some_and(|found| found.starts_with(class))
            }
            _ => found == row[2],
        };
        if !agrees {
            differences.push(format!("{text:?} in {major}: {} but {found}", row[2]));
        }
    }
    assert!(differences.is_empty(), "{} differ\n{}", differences.len(), differences.join("\n"));
}
