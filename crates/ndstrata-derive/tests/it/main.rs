//! What `#[derive(Record)]` gives, and how it refuses.

use ndstrata_dtype::datetime::{DateTime64, units::Nanosecond};
use ndstrata_dtype::{Complex, DType, Element, Record};

#[derive(Clone, Copy, Record)]
#[repr(C)]
#[record(align, itemsize = 24)]
struct Padded {
    flag: bool,
    #[record(rename = "wert", title = "The value", offset = 8)]
    value: f64,
    r#type: u16,
}

#[derive(Clone, Copy, Record)]
#[repr(C, packed)]
struct Packed {
    flag: u8,
    value: f64,
    when: DateTime64<Nanosecond>,
}

#[derive(Clone, Copy, Record)]
#[repr(C)]
struct Outer {
    inner: [Padded; 2],
    matrix: [[f32; 3]; 2],
    z: Complex<f32>,
}

#[derive(Clone, Copy, Record)]
#[repr(C)]
struct Empty {}

fn layout(dtype: &DType) -> Vec<(&str, String, usize)> {
    dtype.fields().iter().map(|f| (f.name.as_str(), f.dtype.str_code(), f.offset)).collect()
}

#[test]
fn offsets_are_those_of_the_struct() {
    let dtype = DType::of::<Padded>();
    let fields = [("flag", "|b1", 0), ("wert", "<f8", 8), ("type", "<u2", 16)];
    assert_eq!(layout(&dtype), fields.map(|(name, code, offset)| (name, code.to_owned(), offset)));
    assert_eq!((dtype.itemsize(), dtype.alignment()), (24, 8));
    assert!(dtype.as_record().is_some_and(|record| record.is_aligned() && record.has_padding()));
    assert_eq!(dtype.field("The value").unwrap().name, "wert");
}

#[test]
fn packed_structs_have_no_padding() {
    let dtype = DType::of::<Packed>();
    let fields = [("flag", "|u1", 0), ("value", "<f8", 1), ("when", "<M8[ns]", 9)];
    assert_eq!(layout(&dtype), fields.map(|(name, code, offset)| (name, code.to_owned(), offset)));
    assert_eq!((dtype.itemsize(), Packed::HAS_PADDING, Packed::ANY_BITS), (17, false, true));
}

#[test]
fn records_and_arrays_nest() {
    let dtype = DType::of::<Outer>();
    let inner = &dtype.field("inner").unwrap().dtype;
    assert_eq!((inner.shape(), inner.base()), ([2].as_slice(), &DType::of::<Padded>()));
    let matrix = &dtype.field("matrix").unwrap().dtype;
    assert_eq!((matrix.shape(), matrix.base()), ([2, 3].as_slice(), &DType::FLOAT32));
    assert_eq!(dtype.itemsize(), size_of::<Outer>());
    const { assert!(Outer::HAS_PADDING && !Outer::ANY_BITS) };
    assert_eq!((DType::of::<Empty>().itemsize(), Empty::HAS_PADDING), (0, false));
}

#[test]
fn a_byte_that_is_no_bool_is_found_in_a_nested_record() {
    let mut bytes = [0u8; size_of::<Outer>()];
    assert!(Outer::is_valid(&bytes));
    bytes[1] = 2; // padding
    assert!(Outer::is_valid(&bytes));
    bytes[24] = 2; // the flag of the second inner record
    assert!(!Outer::is_valid(&bytes));
    assert!(!Outer::is_valid(&bytes[1..]));
}

#[test]
fn refusals_can_be_read() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
