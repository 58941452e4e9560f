//! Conversions and comparisons against NumPy's, from every layout.

use ndstrata_array::{DynArray, DynView, Error, Layout, Relation, compare};
use ndstrata_dtype::literal::Literal;
use ndstrata_dtype::{DType, Kind};
use ndstrata_testkit::golden;
use serde_json::Value;

fn dtype(text: &str) -> DType {
    if !text.starts_with('{') {
        return text.parse().unwrap();
    }
    let literal: Literal = text.parse().unwrap();
    DType::from_spec(&literal.into(), false).unwrap()
}

fn bytes(hex: &str) -> Vec<u8> {
    let digit = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    (0..hex.len()).step_by(2).map(digit).collect()
}

/// An array of one axis whose elements are these bytes, laid out in some ways: packed, with gaps at an
/// odd address, backwards.
fn layouts(spec: &Value, hex: &Value) -> Vec<DynArray> {
    let (dtype, packed) = (dtype(spec.as_str().unwrap()), bytes(hex.as_str().unwrap()));
    let size = dtype.itemsize();
    let count = packed.len() / size;
    let stride = size as isize + 3;
    let mut spread = vec![0xAA; 1 + count * stride as usize];
    let mut backward = spread.clone();
    for (i, element) in packed.chunks(size).enumerate() {
        let at = 1 + i * stride as usize;
        spread[at..at + size].copy_from_slice(element);
        let at = 1 + (count - 1 - i) * stride as usize;
        backward[at..at + size].copy_from_slice(element);
    }
    let made = |bytes: Vec<u8>, offset: usize, stride: isize| {
        let layout = Layout::strided(&[count], &[stride], size).unwrap();
        DynArray::from_bytes(bytes, offset, layout, &dtype).unwrap()
    };
    let last = 1 + (count - 1) * stride as usize;
    vec![made(packed, 0, size as isize), made(spread, 1, stride), made(backward, last, -stride)]
}

/// As the goldens write it; the wording of Python's own decoder is not compared.
fn outcome(found: Result<DynArray, Error>) -> (String, String) {
    match found {
        Ok(array) => {
            let packed = array.copy(ndstrata_array::Order::C).unwrap();
            let hex = packed.packed_bytes().unwrap().iter().map(|b| format!("{b:02x}")).collect();
            (format!("{:?}", array.dtype()), hex)
        }
        Err(error) => (format!("!{}", error.numpy_class()), error.to_string()),
    }
}

fn expected(value: &Value) -> (String, String) {
    match value.as_str() {
        None => {
            let dtype = dtype(value[0].as_str().unwrap());
            (format!("{dtype:?}"), value[1].as_str().unwrap().to_owned())
        }
        Some(error) => {
            let (class, message) = error.split_once(": ").unwrap();
            (class.to_owned(), message.to_owned())
        }
    }
}

/// NaNs are alike whatever their sign and payload: made by conversion, they depend on the machine.
fn is_alike(found: &(String, String), wanted: &(String, String)) -> bool {
    if found == wanted {
        return true;
    }
    let Some(kind) = found.0.strip_prefix('!') else {
        return found.0 == wanted.0 && values(found) == values(wanted);
    };
    // What NumPy says of types that it does not convert at all differs from case to case.
    kind == "TypeError" && wanted.0 == "!TypeError" || {
        let is_text = |message: &str| message.contains("codec can't");
        found.0 == wanted.0 && (is_text(&found.1) || is_text(&wanted.1))
    }
}

fn values(outcome: &(String, String)) -> Option<String> {
    let text = outcome.0.strip_prefix("dtype('")?.strip_suffix("')")?;
    let dtype: DType = text.parse().ok()?;
    if !matches!(dtype.kind(), Kind::Float | Kind::Complex) {
        return None;
    }
    let bytes = bytes(&outcome.1);
    let layout = Layout::strided(
        &[bytes.len() / dtype.itemsize()],
        &[dtype.itemsize() as isize],
        dtype.itemsize(),
    );
    let view = DynView::from_bytes(&bytes, 0, layout.ok()?, &dtype).ok()?;
    ndstrata_array::array_repr(&view, &Default::default()).ok()
}

#[test]
fn conversions_give_what_numpy_gives() {
    let mut bad = Vec::new();
    let table = golden("casts");
    for row in table["conversions"].as_array().unwrap() {
        let to = dtype(row[2].as_str().unwrap());
        let wanted = expected(&row[3]);
        for (layout, source) in layouts(&row[0], &row[1]).iter().enumerate() {
            let found = outcome(source.astype(&to));
            if !is_alike(&found, &wanted) {
                bad.push(format!("{row} layout {layout}: {found:?}"));
            }
        }
    }
    assert!(bad.is_empty(), "{} differ\n{}", bad.len(), bad.join("\n"));
}

#[test]
fn assignment_converts_as_astype_does_and_touches_nothing_else() {
    let table = golden("casts");
    for row in table["conversions"].as_array().unwrap() {
        let to = dtype(row[2].as_str().unwrap());
        if to.itemsize() == 0 || row[3].is_string() {
            continue;
        }
        let source = &layouts(&row[0], &row[1])[0];
        let converted = source.astype(&to).unwrap();
        if converted.dtype() != &to {
            continue;
        }
        // Every other element of a larger array, at an odd address.
        let (size, count) = (to.itemsize(), source.size());
        let mut memory = vec![0xAA; 1 + 2 * size * count];
        let layout = Layout::strided(&[count], &[2 * size as isize], size).unwrap();
        let mut target =
            ndstrata_array::DynViewMut::from_bytes(&mut memory, 1, layout, &to).unwrap();
        target.assign(&source.view()).unwrap();
        let copy = target.view().copy(ndstrata_array::Order::C).unwrap();
        let is_padded = to.as_record().is_some_and(ndstrata_dtype::Record::has_padding);
        if !is_padded {
            assert_eq!(copy.packed_bytes(), converted.packed_bytes(), "{row}");
        }
        for i in 0..count {
            let gap = 1 + size * (2 * i + 1);
            assert!(
                memory[gap..(gap + size).min(memory.len())].iter().all(|&b| b == 0xAA),
                "{row}"
            );
        }
    }
}

#[test]
fn comparisons_give_what_numpy_gives() {
    let mut bad = Vec::new();
    let table = golden("casts");
    for row in table["comparisons"].as_array().unwrap() {
        let relation = match row[2].as_str().unwrap() {
            "==" => Relation::Equal,
            "!=" => Relation::NotEqual,
            "<" => Relation::Less,
            "<=" => Relation::LessEqual,
            ">" => Relation::Greater,
            _ => Relation::GreaterEqual,
        };
        for lhs in layouts(&row[0], &row[1]) {
            for rhs in layouts(&row[3], &row[4]) {
                let found = match compare(&lhs.view(), relation, &rhs.view()) {
                    Ok(found) => found
                        .to_vec::<bool>()
                        .unwrap()
                        .iter()
                        .map(|&holds| if holds { '1' } else { '0' })
                        .collect(),
                    Err(error) => format!("!{}", error.numpy_class()),
                };
                if found != row[5].as_str().unwrap() {
                    bad.push(format!("{row}: {found}"));
                }
            }
        }
    }
    assert!(bad.is_empty(), "{} differ\n{}", bad.len(), bad.join("\n"));
}
