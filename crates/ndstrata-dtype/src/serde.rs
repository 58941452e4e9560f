//! A [`DType`] in serialised data: its text, with the byte order written out.
//!
//! Numbers, strings and dates are `dtype.str` (`<f8`, `|S3`, `<M8[25s]`); records and sub-arrays a
//! Python literal such as `[('x', '<f8'), ('y', '<f8')]`. Any text that the constructor takes is read.

use serde::de::{Deserialize, Deserializer, Error as _, Visitor};
use serde::ser::{Error as _, Serialize, Serializer};

use crate::literal::Literal;
use crate::{DType, Error, Field, Record, Spec, TypeClass};

impl Serialize for DType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let nested = matches!(self.class(), TypeClass::Record(_) | TypeClass::SubArray(_));
        if !nested {
            return serializer.serialize_str(&self.str_code());
        }
        let text = literal(self).to_string();
        // Not all that can be built has a text that means the same: names of fields may be empty,
        // and such names are made up when they are read.
        match read(&text) {
            Ok(again) if again == *self => serializer.serialize_str(&text),
            _ => Err(S::Error::custom(format!("no text stands for the data type {text}"))),
        }
    }
}

/// The Python literal from which the constructor makes this type again. What `str(dtype)` shows
/// would do, but that it leaves the alignment of inner records out.
fn literal(dtype: &DType) -> Literal {
    let list = |items: Vec<Literal>| Literal::List(items);
    match dtype.class() {
        TypeClass::SubArray(block) => {
            let shape = block.shape().iter().map(|&n| Literal::from(n)).collect();
            Literal::Tuple(vec![literal(block.base()), Literal::Tuple(shape)])
        }
        TypeClass::Record(record) if is_packed(record) => {
            let field = |f: &Field| Literal::Tuple(vec![full_name(f), literal(&f.dtype)]);
            list(record.fields().iter().map(field).collect())
        }
        TypeClass::Record(record) => {
            let column =
                |cell: fn(&Field) -> Literal| list(record.fields().iter().map(cell).collect());
            let title = |f: &Field| f.title.as_deref().map_or(Literal::None, Literal::from);
            let mut entries = vec![
                ("names", column(|f| f.name.as_str().into())),
                ("formats", column(|f| literal(&f.dtype))),
                ("offsets", column(|f| f.offset.into())),
                ("titles", column(title)),
                ("itemsize", record.itemsize().into()),
                ("aligned", record.is_aligned().into()),
            ];
            entries.retain(|(key, _)| match *key {
                "titles" => record.fields().iter().any(|f| f.title.is_some()),
                "aligned" => record.is_aligned(),
                _ => true,
            });
            Literal::Dict(entries.into_iter().map(|(key, value)| (key.into(), value)).collect())
        }
        _ => dtype.str_code().into(),
    }
}

/// Do the fields follow each other without gaps, so that a list of them says all?
fn is_packed(record: &Record) -> bool {
    let mut end = 0;
    let in_order = record.fields().iter().all(|f| std::mem::replace(&mut end, f.end()) == f.offset);
    in_order && end == record.itemsize() && !record.is_aligned() && !record.fields().is_empty()
}

fn full_name(field: &Field) -> Literal {
    match &field.title {
        Some(title) => Literal::Tuple(vec![title.as_str().into(), field.name.as_str().into()]),
        None => field.name.as_str().into(),
    }
}

impl<'de> Deserialize<'de> for DType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<DType, D::Error> {
        struct Text;

        impl Visitor<'_> for Text {
            type Value = DType;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("the text of a data type, such as \"<f8\"")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<DType, E> {
                read(text).map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Text).map_err(D::Error::custom)
    }
}

fn read(text: &str) -> Result<DType, Error> {
    match text.parse::<Literal>() {
        Ok(value @ (Literal::Tuple(_) | Literal::List(_) | Literal::Dict(_))) => {
            DType::from_spec(&Spec::from(value), false)
        }
        // `(2,3)f8` starts like a literal, but is none.
        _ => text.parse(),
    }
}

#[cfg(test)]
mod tests {
    use crate::{DType, Record};

    fn json(dtype: &DType) -> String {
        serde_json::to_string(dtype).unwrap_or_else(|error| error.to_string())
    }

    #[test]
    fn the_byte_order_is_written_out() {
        let native = if cfg!(target_endian = "little") { "\"<f8\"" } else { "\">f8\"" };
        assert_eq!(json(&DType::FLOAT64), native);
        assert_eq!(json(&">M8[25s]".parse().unwrap()), "\">M8[25s]\"");
    }

    #[test]
    fn what_is_written_is_read_back() {
        let nested = Record::builder()
            .aligned()
            .field("flag", DType::BOOL)
            .field("value", DType::FLOAT64)
            .title("It's \"the\" value")
            .build()
            .unwrap();
        let overlapping = Record::builder()
            .field_at("a", ">i4".parse().unwrap(), 4)
            .field_at("b", DType::sub_array_of(DType::record(nested.clone()), &[2, 1]).unwrap(), 0)
            .itemsize(64)
            .build()
            .unwrap();
        let packed = json(&"u1, (2,)f4".parse().unwrap());
        assert!(packed.starts_with("\"[('f0', '|u1'), ('f1', ("), "{packed}");
        let dtypes = ["?", "<U3", "|S0", "|V5", "O", ">c16", "m8", "(2,3)>f8", "3i1, (2,)U2, f4"];
        let parsed = dtypes.iter().map(|text| text.parse().unwrap());
        for dtype in parsed.chain([DType::record(nested), DType::record(overlapping)]) {
            let text = json(&dtype);
            let again: DType = serde_json::from_str(&text).expect(&text);
            assert_eq!(again, dtype, "{text}");
            assert_eq!(json(&again), text);
        }
    }

    #[test]
    fn what_is_no_dtype_is_refused() {
        for text in ["\"f9\"", "\"[('a'\"", "\"('f8', 'i4')\"", "1"] {
            assert!(serde_json::from_str::<DType>(text).is_err(), "{text}");
        }
    }
}
