//! The neutral JSON form of Python and NumPy values, read into [`Value`]s.

use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ndstrata_array::{DynArray, Layout, Order, Scalar};
use ndstrata_dtype::literal::PyStr;
use ndstrata_dtype::{DType, Spec, TypeClass};
use ndstrata_eval::{ArrayClass, ArrayRef, File, FileKind, Value};
use num_bigint::BigInt;
use num_complex::Complex64;
use serde_json::Value as Json;

/// A value that cannot be read; the call counts as not supported.
pub(crate) type Result<T> = std::result::Result<T, String>;

/// Where large payloads lie.
pub(crate) struct Blobs(PathBuf);

impl Blobs {
    pub(crate) fn new(folder: &Path) -> Blobs {
        Blobs(folder.join("blobs"))
    }
}

/// Reads the arguments of one call; the same array given twice is one array.
pub(crate) struct Reader<'a> {
    blobs: &'a Blobs,
    arrays: Vec<ArrayRef>,
    files: Vec<File>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(blobs: &'a Blobs) -> Reader<'a> {
        Reader { blobs, arrays: Vec::new(), files: Vec::new() }
    }

    /// The arrays read so far, in order.
    pub(crate) fn arrays(&self) -> &[ArrayRef] {
        &self.arrays
    }

    /// Numbers another array, which later ones may be the same as.
    pub(crate) fn note(&mut self, array: ArrayRef) {
        self.arrays.push(array);
    }

    /// The files to write to, in order.
    pub(crate) fn sinks(&self) -> &[File] {
        &self.files
    }

    pub(crate) fn value(&mut self, json: &Json) -> Result<Value> {
        Ok(match json {
            Json::Null => Value::None,
            Json::Bool(x) => Value::Bool(*x),
            Json::Number(n) => Value::Int(n.to_string().parse().map_err(|_| bad("integer", json))?),
            Json::String(text) => Value::Str(PyStr::from(text.as_str())),
            Json::Array(items) => Value::List(self.values(items)?),
            Json::Object(_) => self.tagged(json)?,
        })
    }

    pub(crate) fn values(&mut self, items: &[Json]) -> Result<Vec<Value>> {
        items.iter().map(|item| self.value(item)).collect()
    }

    fn tagged(&mut self, json: &Json) -> Result<Value> {
        let tag = json["t"].as_str().ok_or_else(|| bad("tagged value", json))?;
        let items = || json["v"].as_array().map(Vec::as_slice).ok_or_else(|| bad(tag, json));
        let text = || json["v"].as_str().ok_or_else(|| bad(tag, json));
        Ok(match tag {
            "int" => Value::Int(text()?.parse::<BigInt>().map_err(|_| bad(tag, json))?),
            "float" => Value::Float(float(text()?)?),
            "complex" => {
                let part = |key: &str| float(json[key].as_str().unwrap_or_default());
                Value::Complex(Complex64::new(part("re")?, part("im")?))
            }
            "bytes" | "bytearray" => Value::from(self.payload(json, "b64")?),
            "tuple" => Value::Tuple(self.values(items()?)?),
            "set" => Value::List(self.values(items()?)?),
            "iter" => Value::Iter(self.values(items()?)?),
            "range" => {
                let bounds: Vec<i64> = items()?.iter().filter_map(Json::as_i64).collect();
                let [start, stop, step] = bounds[..] else { return Err(bad(tag, json)) };
                let n = if step > 0 {
                    (stop - start + step - 1) / step
                } else {
                    (start - stop - step - 1) / -step
                };
                Value::List((0..n.max(0)).map(|i| (start + i * step).into()).collect())
            }
            "dict" => {
                let mut entries = Vec::new();
                for pair in items()? {
                    entries.push((self.value(&pair[0])?, self.value(&pair[1])?));
                }
                Value::Dict(entries)
            }
            "slice" => {
                let [start, stop, step] = items()? else { return Err(bad(tag, json)) };
                let bounds = [self.value(start)?, self.value(stop)?, self.value(step)?];
                Value::Slice(Box::new(bounds))
            }
            "ellipsis" => Value::Ellipsis,
            "type" => Value::Type(text()?.to_owned()),
            "fn" => Value::Function(text()?.to_owned()),
            "dtype" => Value::DType(dtype_with_char(&json["v"], json)?),
            "nd" => {
                let made = self.array(json)?;
                let array = match json["ro"].as_bool() {
                    Some(true) => ArrayRef::read_only(made),
                    _ => ArrayRef::new(made),
                };
                let array = array.with_class(match json["cls"].as_str() {
                    Some("chararray") => ArrayClass::Chars,
                    Some("recarray") => ArrayClass::Records,
                    _ => ArrayClass::Plain,
                });
                self.note(array.clone());
                Value::Array(array)
            }
            "masked" => {
                let data = self.array(&json["data"])?;
                let is_whole = json["nomask"].as_bool() == Some(true);
                let mask = if is_whole { None } else { Some(self.array(&json["mask"])?) };
                let masked =
                    Value::Masked(Box::new(ndstrata_eval::Masked { data: data.clone(), mask }));
                self.arrays.push(ArrayRef::new(data));
                masked
            }
            "pydate" => Value::Moment(moment("M8[D]", text()?)?),
            "pydatetime" => Value::Moment(moment("M8[us]", text()?)?),
            "pytimedelta" => {
                let parts: Vec<i64> = items()?.iter().filter_map(Json::as_i64).collect();
                let [days, seconds, micro] = parts[..] else { return Err(bad(tag, json)) };
                let count = (i128::from(days) * 86_400 + i128::from(seconds)) * 1_000_000;
                let count = i64::try_from(count + i128::from(micro)).map_err(|_| bad(tag, json))?;
                Value::Moment(number(&dtype_named("m8[us]")?, count)?)
            }
            "scalar" => Value::Scalar(self.scalar(json)?),
            "alias" => {
                let k = json["n"].as_u64().ok_or_else(|| bad(tag, json))? as usize;
                Value::Array(self.arrays.get(k).cloned().ok_or_else(|| bad(tag, json))?)
            }
            "source" => Value::File(self.source(json)?),
            "sink" => {
                let file = File::new(file_kind(json)?, Vec::new());
                self.files.push(file.clone());
                Value::File(file)
            }
            other => return Err(format!("a value of kind '{other}'")),
        })
    }

    fn source(&mut self, json: &Json) -> Result<File> {
        if json["kind"] == "lines" {
            let lines = self.values(json["v"].as_array().map(Vec::as_slice).unwrap_or_default())?;
            return Ok(File::new(FileKind::Lines(lines), Vec::new()));
        }
        Ok(File::new(file_kind(json)?, self.payload(json, "b64")?))
    }

    fn scalar(&mut self, json: &Json) -> Result<Scalar> {
        let array = self.array(json)?;
        array.scalar_at(&[]).map_err(|error| error.to_string())
    }

    /// The bytes of a payload key, in place or in a blob.
    pub(crate) fn payload(&self, json: &Json, key: &str) -> Result<Vec<u8>> {
        if let Some(text) = json[key].as_str() {
            return STANDARD.decode(text).map_err(|error| error.to_string());
        }
        let name = json[format!("{key}_blob")].as_str().ok_or_else(|| bad(key, json))?;
        std::fs::read(self.blobs.0.join(name)).map_err(|error| format!("blob {name}: {error}"))
    }

    /// An array of the values given in C order, laid out as the record says.
    pub(crate) fn array(&self, json: &Json) -> Result<DynArray> {
        let dtype = dtype(&json["dtype"])?;
        let shape: Vec<usize> = sizes(&json["shape"])?;
        let key =
            if json.get("raw").is_some() || json.get("raw_blob").is_some() { "raw" } else { "npy" };
        let payload = self.payload(json, key)?;
        let n_bytes = shape.iter().product::<usize>() * dtype.itemsize();
        let raw =
            payload.get(payload.len().wrapping_sub(n_bytes)..).ok_or_else(|| bad(key, json))?;
        let packed = packed_array(raw, &shape, &dtype)?;
        let strides: Option<Vec<isize>> = json["strides"]
            .as_array()
            .map(|items| items.iter().filter_map(Json::as_i64).map(|n| n as isize).collect());
        let offset = usize::from(json["unaligned"].as_bool().unwrap_or(false));
        if (strides.is_none() && offset == 0) || packed.size() == 0 {
            return Ok(packed);
        }
        let strides = strides.unwrap_or_else(|| packed.strides().to_vec());
        laid_out(&packed, &strides, offset).map_err(|error| error.to_string())
    }
}

/// A date or time of Python's, as ISO 8601 writes it.
fn moment(dtype: &str, text: &str) -> Result<Scalar> {
    let dtype = dtype_named(dtype)?;
    let unit = match dtype.class() {
        TypeClass::DateTime64(unit) => *unit,
        _ => return Err(format!("the date '{text}'")),
    };
    let count = unit.parse_datetime(text).map_err(|error| error.to_string())?;
    number(&dtype, count)
}

fn number(dtype: &DType, count: i64) -> Result<Scalar> {
    Scalar::from_bytes(dtype, &count.to_ne_bytes()).map_err(|error| error.to_string())
}

fn dtype_named(name: &str) -> Result<DType> {
    name.parse::<DType>().map_err(|error| error.to_string())
}

/// A packed array over a copy of some bytes.
pub(crate) fn packed_array(raw: &[u8], shape: &[usize], dtype: &DType) -> Result<DynArray> {
    let text = |error: ndstrata_array::Error| error.to_string();
    let layout = Layout::contiguous(shape, dtype.itemsize(), Order::C).map_err(text)?;
    // A copy, so that the array is aligned as NumPy's are.
    let array = DynArray::from_bytes(raw.to_vec(), 0, layout, dtype).map_err(text)?;
    array.copy(Order::C).map_err(text)
}

/// The same values with other strides, from `offset` bytes into a buffer on.
fn laid_out(
    packed: &DynArray,
    strides: &[isize],
    offset: usize,
) -> std::result::Result<DynArray, ndstrata_array::Error> {
    let layout = Layout::strided(packed.shape(), strides, packed.itemsize())?;
    let extent =
        layout.extent(packed.itemsize()).unwrap_or(ndstrata_array::Extent { start: 0, end: 0 });
    let n_bytes = (extent.end - extent.start) as usize + offset;
    let first = extent.start.unsigned_abs() + offset;
    // Through a buffer of our own, whose start is aligned.
    let bytes = DynArray::zeros(&[n_bytes], &DType::UINT8, Order::C)?;
    let array = bytes.as_strided(first as isize, layout, packed.dtype())?;
    let mut bytes = bytes;
    drop(array.clone());
    let layout = array.layout().clone();
    drop(array);
    if layout.may_self_overlap(packed.itemsize()) {
        // Elements that share bytes agree, so each may be written for itself.
        let one = Layout::contiguous(&[], packed.itemsize(), Order::C)?;
        let mut index = vec![0_isize; layout.shape().len()];
        for _ in 0..packed.size() {
            let steps = index.iter().zip(layout.strides()).map(|(&i, &s)| i * s);
            let at = first as isize + steps.sum::<isize>();
            let element = packed.scalar_at(&index)?.to_array()?;
            bytes
                .view_mut()?
                .as_strided(at, one.clone(), packed.dtype())?
                .assign(&element.view())?;
            for (i, &n) in index.iter_mut().zip(layout.shape()).rev() {
                *i += 1;
                if *i < n as isize {
                    break;
                }
                *i = 0;
            }
        }
    } else {
        bytes
            .view_mut()?
            .as_strided(first as isize, layout.clone(), packed.dtype())?
            .assign(&packed.view())?;
    }
    bytes.as_strided(first as isize, layout, packed.dtype())
}

/// A dtype `D`.
pub(crate) fn dtype(json: &Json) -> Result<DType> {
    DType::from_spec(&spec(json)?, false).map_err(|error| error.to_string()).map(|dtype| {
        if json["record"].as_bool() == Some(true) { dtype.to_record_class() } else { dtype }
    })
}

fn dtype_with_char(json: &Json, holder: &Json) -> Result<DType> {
    match holder["char"].as_str() {
        Some(letter) => letter.parse::<DType>().map_err(|error| error.to_string()),
        None => dtype(json),
    }
}

fn spec(json: &Json) -> Result<Spec> {
    if let Some(text) = json.as_str() {
        return Ok(Spec::Text(text.to_owned()));
    }
    if let Some(base) = json.get("base") {
        let shape = sizes(&json["shape"])?;
        return Ok(Spec::Tuple(vec![Spec::DType(dtype(base)?), Spec::shape(&shape)]));
    }
    if let Some(letter) = json["char"].as_str() {
        return Ok(Spec::Text(letter.to_owned()));
    }
    if let Some(text) = json["str"].as_str() {
        return Ok(Spec::Text(text.to_owned()));
    }
    let list = |key: &str| json[key].as_array().ok_or_else(|| bad(key, json));
    let text = |value: &Json| match value.as_str() {
        Some(text) => Spec::Text(text.to_owned()),
        None => Spec::Value(ndstrata_dtype::literal::Literal::None),
    };
    let int = |value: &Json| {
        Spec::Value(ndstrata_dtype::literal::Literal::from(value.as_u64().unwrap_or(0) as usize))
    };
    let formats =
        list("formats")?.iter().map(|d| dtype(d).map(Spec::DType)).collect::<Result<_>>()?;
    let mut entries = vec![
        ("names", Spec::List(list("names")?.iter().map(text).collect())),
        ("formats", Spec::List(formats)),
        ("offsets", Spec::List(list("offsets")?.iter().map(int).collect())),
        ("itemsize", int(&json["itemsize"])),
        (
            "aligned",
            Spec::Value(ndstrata_dtype::literal::Literal::Bool(
                json["aligned"].as_bool() == Some(true),
            )),
        ),
    ];
    if let Some(titles) = json["titles"].as_array() {
        entries.push(("titles", Spec::List(titles.iter().map(text).collect())));
    }
    Ok(Spec::Dict(entries.into_iter().map(|(k, v)| (Spec::Text(k.to_owned()), v)).collect()))
}

pub(crate) fn sizes(json: &Json) -> Result<Vec<usize>> {
    let items = json.as_array().ok_or_else(|| bad("shape", json))?;
    items.iter().map(|n| n.as_u64().map(|n| n as usize).ok_or_else(|| bad("shape", json))).collect()
}

/// A float as text; `-nan` has its sign bit set.
pub(crate) fn float(text: &str) -> Result<f64> {
    match text {
        "-nan" => Ok(-f64::NAN),
        text => text.parse().map_err(|_| format!("the float '{text}'")),
    }
}

fn file_kind(json: &Json) -> Result<FileKind> {
    Ok(match json["kind"].as_str() {
        Some("text") => FileKind::Text,
        Some("binary") => FileKind::Binary,
        Some("path") => FileKind::Path(json["suffix"].as_str().unwrap_or_default().to_owned()),
        _ => return Err(bad("file", json)),
    })
}

#[cold]
fn bad(what: &str, json: &Json) -> String {
    let text: String = json.to_string().chars().take(200).collect();
    format!("a {what} that cannot be read: {text}")
}
