//! NumPy's answers for all pairs of some types, by tables that `xtask/oracle/promotion.py` writes.

use ndstrata_testkit::golden;

use crate::datetime::{DateTimeBase, DateTimeUnit};
use crate::*;

/// The rows of one of the tables.
fn table(name: &str) -> Vec<Vec<String>> {
    serde_json::from_value(golden("promotion")[name].take()).unwrap()
}

fn unit(multiple: u32, base: DateTimeBase) -> DateTimeUnit {
    DateTimeUnit { base, multiple }
}

fn point(x: DType, y: DType) -> RecordBuilder {
    Record::builder().field("x", x).field("y", y)
}

fn named(name: &str) -> DType {
    let build = |builder: RecordBuilder| DType::record(builder.build().unwrap());
    let block = |base: DType, shape: &[usize]| DType::sub_array_of(base, shape).unwrap();
    let (int, float) = (DType::INT32, DType::FLOAT64);
    match name {
        "m8" => DType::timedelta64(DateTimeUnit::GENERIC),
        "m8[s]" => DType::timedelta64(unit(1, DateTimeBase::Second)),
        "m8[Y]" => DType::timedelta64(unit(1, DateTimeBase::Year)),
        "M8" => DType::datetime64(DateTimeUnit::GENERIC),
        "M8[7s]" => DType::datetime64(unit(7, DateTimeBase::Second)),
        ">M8[ns]" => DType::datetime64(unit(1, DateTimeBase::Nanosecond)).swap_byte_order(),
        "g" => DType::LONG_DOUBLE,
        "G" => DType::COMPLEX_LONG_DOUBLE,
        "O" => DType::OBJECT,
        "S" => DType::bytes(0),
        "S5" => DType::bytes(5),
        "U" => DType::str(0),
        "U5" => DType::str(5),
        ">U5" => DType::str(5).swap_byte_order(),
        "V" => DType::void(0),
        "V8" => DType::void(8),
        ">i2" => DType::INT16.swap_byte_order(),
        ">f8" => DType::FLOAT64.swap_byte_order(),
        "point" => build(point(int, float)),
        "swapped" => build(point(int, float)).swap_byte_order(),
        "wide" => build(point(DType::INT64, DType::FLOAT32)),
        "renamed" => build(Record::builder().field("y", int).field("x", float)),
        "titled" => build(Record::builder().field("x", int).title("t").field("y", float)),
        "aligned" => build(point(int, float).aligned()),
        "padded" => {
            build(Record::builder().field_at("x", int, 8).field_at("y", float, 16).itemsize(32))
        }
        "single" => build(Record::builder().field("x", int)),
        "nested" => build(Record::builder().field("x", named("point"))),
        "blocks" => build(Record::builder().field("x", block(int, &[2]))),
        "none" => build(Record::builder()),
        "block" => block(int, &[2]),
        "block_f4" => block(DType::FLOAT32, &[2]),
        "block_2x1" => block(int, &[2, 1]),
        "block_of_points" => block(named("point"), &[2]),
        _ => {
            let char_is_name = |element: &&ElementType| element.char().to_string() == name;
            DType::from_element(*ElementType::ALL.iter().find(char_is_name).unwrap())
        }
    }
}

fn text(dtype: &DType) -> String {
    if let Some(block) = dtype.sub_array() {
        return format!("{}{:?}", text(block.base()), block.shape());
    }
    let Some(record) = dtype.as_record() else { return dtype.str_code() };
    let fields: Vec<_> = record
        .fields()
        .iter()
        .map(|field| format!("{}:{}@{}", field.name, text(&field.dtype), field.offset))
        .collect();
    let aligned = if record.is_aligned() { "a" } else { "" };
    format!("{{{}}}{}{aligned}", fields.join(" "), record.itemsize())
}

/// What repeats in the messages is short in the tables.
const SHORT: [(&str, &str); 9] = [
    (" For example they cannot be stored in a single array unless the dtype is `object`.", "~"),
    (" do not have a common DType.", "~"),
    (" This means that no common DType exists for the given inputs.", "~"),
    (" could not be promoted by ", " ~ "),
    (" The full list of DTypes is:", "~"),
    ("<class 'numpy.dtypes.", "<"),
    ("DType'>", ">"),
    ("The DTypes ", "~ "),
    (
        "Invalid type promotion with void datatypes of different lengths. Use the `np.bytes_` datatype",
        "~",
    ),
];

fn outcome(result: Result<DType>) -> String {
    match result {
        Ok(dtype) => text(&dtype),
        Err(error) => {
            let shorten =
                |text: String, (phrase, short): &(&str, &str)| text.replace(phrase, short);
            format!("!{}", SHORT.iter().fold(error.to_string(), shorten))
        }
    }
}

fn names(casts: &[Vec<String>]) -> &[String] {
    &casts[0][1..]
}

#[test]
fn casts_are_allowed_as_in_numpy() {
    let casts = table("casts");
    for row in &casts[1..] {
        for (target, expected) in names(&casts).iter().zip(row[1].chars()) {
            let (from, to) = (named(&row[0]), named(target));
            let level = Casting::ALL.into_iter().find(|&casting| can_cast(&from, &to, casting));
            let found = level.map_or('.', |casting| match casting {
                Casting::No => '=',
                Casting::Equiv => 'e',
                Casting::Safe => 'S',
                Casting::SameKind => 'K',
                Casting::Unsafe => 'U',
            });
            assert_eq!(found, expected, "{} to {target}", row[0]);
        }
    }
}

#[test]
fn pairs_are_promoted_as_in_numpy() {
    let casts = table("casts");
    for row in table("promotions") {
        for (other, expected) in names(&casts).iter().zip(&row[1..]) {
            let found = outcome(promote_types(&named(&row[0]), &named(other)));
            assert_eq!(found, *expected, "{} with {other}", row[0]);
        }
    }
}

#[test]
fn several_operands_are_promoted_as_in_numpy() {
    for row in table("result_types") {
        let operands: Vec<Operand> = row[0]
            .split(' ')
            .map(|name| match name {
                "1" => Operand::WeakInt,
                "1.0" => Operand::WeakFloat,
                "1j" => Operand::WeakComplex,
                _ => named(name).into(),
            })
            .collect();
        assert_eq!(outcome(result_type(&operands)), row[1], "{}", row[0]);
    }
}

#[test]
fn of_two_spellings_long_long_wins() {
    let long_long = DType::INT64.with_spelling(crate::dtype::Spelling::LongLong);
    assert_eq!(promote_types(&DType::INT64, &long_long).unwrap().char(), 'q');
    assert_eq!(promote_types(&long_long, &DType::UINT8).unwrap().char(), 'q');
    assert_eq!(promote_types(&DType::UINT32, &DType::INT8).unwrap().char(), 'l');
}

#[test]
fn alignment_is_not_part_of_equality() {
    let packed = Record::builder().field("x", DType::INT32);
    assert_eq!(packed.clone().build().unwrap(), packed.aligned().build().unwrap());
}
