//! Files used where they lie: `np.memmap`, `open_memmap`, and `np.load` with `mmap_mode`.

use std::ops::ControlFlow;

use ndstrata_array::Order;
use ndstrata_dtype::DType;
use ndstrata_npy::{CreateOptions, Limits, MapMode, MapOptions, MemMap, RawOptions};

use crate::array_ref::ArrayRef;
use crate::error::{Error, Result};
use crate::registry::{Arguments, Entry, ints};
use crate::value::Value;

pub(super) const TABLE: &[Entry] = &[
    ("np.memmap", "filename, dtype='uint8', mode='r+', offset=0, shape=None, order='C'", memmap),
    (
        "np.lib.format.open_memmap",
        "filename, mode='r+', dtype=None, shape=None, fortran_order=False, version=None, *, \
         max_header_size=10000",
        open_memmap,
    ),
    ("ndarray.flush", "self, /", |a| {
        a.target()?.flush()?;
        Ok(Value::None)
    }),
];

/// The mode of a map: of a file that is there, or of a new one.
fn mode(text: &str) -> Result<ControlFlow<(), MapMode>> {
    Ok(ControlFlow::Continue(match text {
        "r" | "readonly" => MapMode::Read,
        "c" | "copyonwrite" => MapMode::CopyOnWrite,
        "r+" | "readwrite" => MapMode::ReadWrite,
        "w+" | "write" => return Ok(ControlFlow::Break(())),
        other => {
            return Err(Error::value_error(format!(
                "mode must be one of ['r', 'c', 'r+', 'w+', 'readonly', 'copyonwrite', \
                 'readwrite', 'write'] (got {})",
                ndstrata_dtype::literal::PyStr::from(other).repr()
            )));
        }
    }))
}

/// As [`mode`], for `open_memmap`, where what holds a `w` is first a mode of Python's `open`.
fn mode_of_file(text: &str) -> Result<ControlFlow<(), MapMode>> {
    match text {
        "copyonwrite" | "readwrite" | "write" => {
            Err(Error::value_error(format!("invalid mode: '{text}b'")))
        }
        _ => mode(text),
    }
}

/// The array of a map, written through it where the mode says so.
fn array(map: MemMap, mode: MapMode) -> Result<Value> {
    Ok(Value::Array(match mode {
        MapMode::Read => ArrayRef::read_only(map.into_array()?),
        MapMode::ReadWrite => ArrayRef::of_file(map)?,
        MapMode::CopyOnWrite => ArrayRef::new(map.into_array()?),
    }))
}

/// Maps the `.npy` file of a path.
pub(super) fn map(path: &str, text: &str, limits: Limits) -> Result<Value> {
    let ControlFlow::Continue(mode) = mode_of_file(text)? else {
        return Err(no_length("NoneType"));
    };
    let map = MemMap::open(path, &MapOptions::new().mode(mode).limits(limits));
    array(map.map_err(|error| Error::of_file(error, path))?, mode)
}

fn open_memmap(a: &Arguments<'_>) -> Result<Value> {
    let path = path(a)?;
    if mode_of_file(a.text("mode")?)?.is_continue() {
        return map(path, a.text("mode")?, super::npy::limits(a)?);
    }
    let version = a.optional("version").map(super::npy::version).transpose()?;
    let dtype = a.optional_dtype("dtype")?.unwrap_or(DType::FLOAT64);
    let shape = match a.value("shape") {
        Value::Tuple(_) | Value::List(_) => a.shape("shape")?,
        other => return Err(no_length(other.type_name())),
    };
    let options = CreateOptions::new().fortran_order(a.truth("fortran_order")?).version(version);
    let map = MemMap::create(path, &dtype, &shape, &options);
    array(map.map_err(|error| Error::of_file(error, path))?, MapMode::ReadWrite)
}

fn memmap(a: &Arguments<'_>) -> Result<Value> {
    let mode = mode(a.text("mode")?)?;
    if mode.is_break() && a.optional("shape").is_none() {
        return Err(Error::value_error("shape must be given if mode == 'w+'"));
    }
    let path = path(a)?;
    let dtype = a.optional_dtype("dtype")?.unwrap_or(DType::FLOAT64);
    let offset = u64::try_from(a.int("offset")?)
        .map_err(|_| Error::new("OverflowError", "memory mapped offset must be positive"))?;
    let order = a.order("order")?;
    let mut options = RawOptions::new().offset(offset).fortran_order(order == Order::F);
    let shape = a.optional("shape").map(lengths).transpose()?;
    match (mode, shape) {
        (ControlFlow::Break(()), shape) => {
            let shape = shape.unwrap_or_default();
            let map = MemMap::create_raw(path, &dtype, &shape, &options);
            array(map.map_err(|error| Error::of_file(error, path))?, MapMode::ReadWrite)
        }
        (ControlFlow::Continue(mode), shape) => {
            if let Some(shape) = shape {
                options = options.shape(&shape);
            }
            let map = MemMap::open_raw(path, &dtype, &options.mode(mode));
            array(map.map_err(|error| Error::of_file(error, path))?, mode)
        }
    }
}

fn lengths(shape: &Value) -> Result<Vec<usize>> {
    let negative = || Error::new("OverflowError", "memory mapped length must be positive");
    ints(shape)?.into_iter().map(|n| usize::try_from(n).map_err(|_| negative())).collect()
}

fn path<'a>(a: &'a Arguments<'_>) -> Result<&'a str> {
    match a.value("filename") {
        Value::File(_) => Err(no_path()),
        Value::Str(path) => path.as_str().ok_or_else(no_path),
        other => Err(Error::type_error(format!(
            "expected str, bytes or os.PathLike object, not {}",
            other.type_name()
        ))),
    }
}

#[cold]
fn no_length(found: &str) -> Error {
    Error::type_error(format!("object of type '{found}' has no len()"))
}

#[cold]
pub(super) fn no_path() -> Error {
    Error::value_error(
        "Filename must be a string or a path-like object.  Memmap cannot use existing file \
         handles.",
    )
}

#[cfg(test)]
mod tests;
