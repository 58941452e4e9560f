//! Tables and what NumPy 2.4.6 printed for them.

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
