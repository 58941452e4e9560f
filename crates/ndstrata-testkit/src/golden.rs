//! Expected values that NumPy computed, read from `testdata/` and checked against its manifest.
//!
//! `cargo xtask oracle` writes the files; nobody edits them. What the values mean is told by the
//! script that the manifest names.

use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use serde_json::Value;

/// The golden value `testdata/<name>.json`, or `.json.gz`.
///
/// # Panics
///
/// When the file is missing, is not in the manifest or was changed by hand: the test that asked for
/// it cannot mean anything then.
#[track_caller]
pub fn golden(name: &str) -> Value {
    match read(&testdata(), name) {
        Ok(value) => value,
        Err(why) => panic!("golden `{name}`: {why}; `cargo xtask oracle {name}` writes it"),
    }
}

fn read(folder: &Path, name: &str) -> Result<Value, String> {
    let manifest = parse(&load(&folder.join("manifest.json"))?)?;
    let row = &manifest["files"][name];
    let file = row["file"].as_str().ok_or("not in the manifest")?;
    let text = load(&folder.join(file))?;
    let checksum = format!("{:08x}", crc32fast::hash(&text));
    if row["crc32"] != checksum.as_str() {
        return Err(format!("its checksum is {checksum}, the manifest says {}", row["crc32"]));
    }
    parse(&text)
}

fn load(path: &Path) -> Result<Vec<u8>, String> {
    let bytes = std::fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
    if path.extension().is_none_or(|extension| extension != "gz") {
        return Ok(bytes);
    }
    let mut text = Vec::new();
    let read = GzDecoder::new(bytes.as_slice()).read_to_end(&mut text);
    read.map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(text)
}

fn parse(text: &[u8]) -> Result<Value, String> {
    serde_json::from_slice(text).map_err(|error| error.to_string())
}

fn testdata() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_golden_is_as_it_was_generated() {
        let manifest = parse(&load(&testdata().join("manifest.json")).unwrap()).unwrap();
        let files = manifest["files"].as_object().unwrap();
        assert!(!files.is_empty());
        for name in files.keys() {
            read(&testdata(), name).unwrap();
        }
        // And nothing lies there that no script wrote.
        let listed = std::fs::read_dir(testdata()).unwrap().count();
        assert_eq!(listed, files.len() + 1);
    }

    #[test]
    fn an_edited_golden_is_refused() {
        let folder = std::env::temp_dir().join(format!("ndstrata-golden-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let manifest = r#"{"files":{"a":{"file":"a.json","crc32":"00000000"}}}"#;
        std::fs::write(folder.join("manifest.json"), manifest).unwrap();
        std::fs::write(folder.join("a.json"), "[1]").unwrap();
        let why = read(&folder, "a").unwrap_err();
        assert!(why.contains("the manifest says \"00000000\""), "{why}");
        assert_eq!(read(&folder, "b").unwrap_err(), "not in the manifest");
        std::fs::remove_dir_all(folder).unwrap();
    }
}
