//! Tables and what NumPy 2.4.6 printed for them.

use ndstrata_dtype::{DType, Record};

use super::*;
use crate::item::Item;

fn read(text: &str, options: GenFromTxt) -> String {
    let repr = |array: &DynArray| {
        ndstrata_array::array_repr(&array.view(), &Default::default())
            .unwrap_or_else(|error| error.to_string())
    };
    match genfromtxt(Source::text(text), &options) {
        Ok(table) => match &table.mask {
            None => repr(&table.data),
            Some(mask) => format!("{} {}", repr(&table.data), repr(mask)),
        },
        Err(error) => format!("{}: {error}", error.numpy_class()),
    }
}

fn commas() -> GenFromTxt {
    GenFromTxt::default().delimiter(Delimiter::Text(",".to_owned()))
}

#[test]
fn types_are_found_and_names_made_valid() {
    for (text, options, expected) in [
        ("1,2\n3,4", commas().infer_dtype(), "array([[1, 2],\n       [3, 4]])"),
        (
            "1,2.5\n3,x",
            commas().infer_dtype(),
            "array([(1, '2.5'), (3, 'x')], dtype=[('f0', '<i8'), ('f1', '<U3')])",
        ),
        (
            "# a b,a b,print\n1,2,3",
            commas().infer_dtype().names(Names::FirstLine),
            "array((1, 2, 3),\n      dtype=[('a_b', '<i8'), ('a_b_1', '<i8'), ('print_', '<i8')])",
        ),
        ("True\nfalse", commas().infer_dtype(), "array([ True, False])"),
    ] {
        assert_eq!(read(text, options), expected, "{text:?}");
    }
}

#[test]
fn gaps_are_filled_and_masked() {
    let masked = commas().usemask().filling_values(ForColumns::All(Item::Int(-9)));
    assert_eq!(read("1,,3", masked), "array([ 1., -9.,  3.]) array([False,  True, False])");
    assert_eq!(
        read("1,2\n3\n4,5", commas()),
        "ValueError: Some errors were detected !\n    Line #2 (got 1 columns instead of 2)"
    );
    assert_eq!(read("1,2\n3\n4,5", commas().drop_invalid()), "array([[1., 2.],\n       [4., 5.]])");
    let widths = GenFromTxt::default().delimiter(Delimiter::Widths(vec![1, 2, 3]));
    assert_eq!(read("122333", widths), "array([  1.,  22., 333.])");
}

#[test]
fn lines_of_blanks_are_no_rows() {
    let inferred = "\t1\n".repeat(70) + "\t\n \x0b\n";
    let options = GenFromTxt::default().infer_dtype();
    let table = genfromtxt(Source::text(inferred), &options).unwrap();
    assert_eq!(table.data.shape(), [70]);
    let table = genfromtxt(Source::text("1\n\t\n\t2 \n"), &GenFromTxt::default()).unwrap();
    assert_eq!(table.data.to_string(), "[1. 2.]");
}

#[test]
fn converters_of_ones_own_tell_types_unless_counted_from_the_end() {
    let complex = || Item::converter("complex").unwrap();
    let text = || Item::converter("str").unwrap();
    for (table, options, expected) in [
        (
            "1,2",
            commas().converter(ColumnKey::Index(1), complex()),
            "array((1., 2.+0.j), dtype=[('f0', '<f8'), ('f1', '<c16')])",
        ),
        (
            "1,2",
            commas().converter(ColumnKey::Index(-1), complex()),
            "TypeError: float() argument must be a string or a real number, not 'complex'",
        ),
        (
            "a\nbc",
            commas().infer_dtype().converter(ColumnKey::Index(0), text()),
            "array(['a', 'bc'], dtype='<U2')",
        ),
        (
            "2009,23",
            commas().converter(ColumnKey::Index(0), Item::converter("bytes").unwrap()),
            "array((b'2009', 23.), dtype=[('f0', 'S4'), ('f1', '<f8')])",
        ),
        (
            "255",
            commas()
                .names(Names::Given(vec!["a".to_owned()]))
                .converter(ColumnKey::Index(0), text()),
            "array('255', dtype='<U3')",
        ),
    ] {
        assert_eq!(read(table, options), expected, "{table:?}");
    }
}

#[test]
fn records_are_read_side_by_side_and_viewed() {
    let record = |offsets: [usize; 2], itemsize: usize| {
        let builder = Record::builder().field_at("a", DType::of::<f64>(), offsets[0]).field_at(
            "b",
            DType::of::<f64>(),
            offsets[1],
        );
        DType::record(builder.itemsize(itemsize).build().unwrap())
    };
    for (text, offsets, itemsize, expected) in [
        ("1,2", [0, 8], 16, "(1.0, 2.0)"),
        ("1,2", [8, 0], 16, "(2.0, 1.0)"),
        (
            "1,2",
            [0, 8],
            24,
            "ValueError: When changing to a larger dtype, its size must be a divisor of the total \
             size in bytes of the last axis of the array.",
        ),
    ] {
        let table = genfromtxt(Source::text(text), &commas().dtype(&record(offsets, itemsize)));
        let found = match table {
            Ok(table) => table.data.to_string(),
            Err(error) => format!("{}: {error}", error.numpy_class()),
        };
        assert_eq!(found, expected);
    }
}

#[test]
fn what_only_long_doubles_take_is_one() {
    let table = genfromtxt(Source::text("0x10\n1\n"), &commas().infer_dtype()).unwrap();
    assert_eq!(table.data.dtype(), &DType::LONG_DOUBLE);
    assert_eq!(table.data.packed_bytes().unwrap()[..10], [0, 0, 0, 0, 0, 0, 0, 0x80, 3, 0x40]);
    assert_eq!(read("nan(1)\nx", commas().infer_dtype()), "array(['nan(1)', 'x'], dtype='<U6')");
}
